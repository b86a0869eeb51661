//! Files of people that administrators sent, line by line, until they are imported.

use diesel::prelude::*;

use super::connection::{DbConnection, insert_rows};
use super::error::{StoreError, StoreResult};
use super::schema::{import_lines, imports};
use crate::domain::clock::Timestamp;
use crate::domain::id::{ImportId, UserId};
use crate::domain::import::Matching;

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportState {
    /// Its lines are being judged.
    Examining,
    /// It waits for the administrator.
    Examined,
    /// It is being written.
    Writing,
    /// It is written.
    Done,
    /// It was not written, because something went wrong.
    Failed,
}

impl ImportState {
    const ALL: [Self; 5] = [Self::Examining, Self::Examined, Self::Writing, Self::Done, Self::Failed];

    /// The stored word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Examining => "examining",
            Self::Examined => "examined",
            Self::Writing => "writing",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }
}

/// A file that waits, or is worked on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// Its name in the audit.
    pub id: ImportId,
    /// Whose it is.
    pub user: UserId,
    /// The file's name.
    pub name: String,
    /// Its header, as it stood there.
    pub header: Vec<String>,
    /// By what people are found.
    pub matching: Matching,
    /// Whether passwords that people have are replaced.
    pub replace_passwords: bool,
    /// How far it is.
    pub state: ImportState,
    /// What was asked for: all or nothing, or without the bad lines.
    pub mode: String,
    /// When it came.
    pub created_at: Timestamp,
    /// When it is thrown away.
    pub expires_at: Timestamp,
    /// When the work on it was last heard of.
    pub touched_at: Timestamp,
    /// How many lines it has.
    pub lines: i64,
    /// How many of them the present work has come to.
    pub reached: i64,
    /// New people; people who change; people who do not; bad lines.
    pub counts: [i64; 4],
    /// New people without a password, and people who keep theirs.
    pub passwords: [i64; 2],
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = imports)]
struct Row {
    id: String,
    user_id: String,
    name: String,
    header: String,
    matching: String,
    replace_passwords: bool,
    state: String,
    mode: String,
    created_at: i64,
    expires_at: i64,
    touched_at: i64,
    lines: i64,
    reached: i64,
    created: i64,
    changed: i64,
    unchanged: i64,
    refused: i64,
    without_password: i64,
    keeping_password: i64,
}

impl Row {
    fn of(import: &Import) -> StoreResult<Self> {
        let ([created, changed, unchanged, refused], [without_password, keeping_password]) =
            (import.counts, import.passwords);
        Ok(Self {
            id: import.id.to_string(),
            user_id: import.user.to_string(),
            name: import.name.clone(),
            header: json(&import.header)?,
            matching: import.matching.as_str().to_owned(),
            replace_passwords: import.replace_passwords,
            state: import.state.as_str().to_owned(),
            mode: import.mode.clone(),
            created_at: import.created_at.as_micros(),
            expires_at: import.expires_at.as_micros(),
            touched_at: import.touched_at.as_micros(),
            lines: import.lines,
            reached: import.reached,
            created,
            changed,
            unchanged,
            refused,
            without_password,
            keeping_password,
        })
    }

    fn into_import(self) -> StoreResult<Import> {
        let corrupt = |column| StoreError::corrupt("imports", column, &self.id);
        Ok(Import {
            id: self.id.parse().map_err(|_| corrupt("id"))?,
            user: self.user_id.parse().map_err(|_| corrupt("user_id"))?,
            header: serde_json::from_str(&self.header).map_err(|_| corrupt("header"))?,
            matching: Matching::from_word(&self.matching).ok_or_else(|| corrupt("matching"))?,
            state: ImportState::ALL
                .into_iter()
                .find(|state| state.as_str() == self.state)
                .ok_or_else(|| corrupt("state"))?,
            name: self.name,
            replace_passwords: self.replace_passwords,
            mode: self.mode,
            created_at: Timestamp::from_micros(self.created_at),
            expires_at: Timestamp::from_micros(self.expires_at),
            touched_at: Timestamp::from_micros(self.touched_at),
            lines: self.lines,
            reached: self.reached,
            counts: [self.created, self.changed, self.unchanged, self.refused],
            passwords: [self.without_password, self.keeping_password],
        })
    }
}

fn json<T: serde::Serialize>(value: &T) -> StoreResult<String> {
    serde_json::to_string(value).map_err(|cause| StoreError::Bug(cause.to_string()))
}

/// A line that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportLine {
    /// Its number in the file.
    pub number: u64,
    /// What would become of it.
    pub outcome: String,
    /// The address, as it stands there.
    pub email: String,
    /// Its fields.
    pub fields: Vec<String>,
    /// What is to be told about it.
    pub told: Vec<String>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = import_lines)]
struct LineRow {
    import_id: String,
    number: i64,
    outcome: String,
    email: String,
    fields: String,
    told: String,
}

impl LineRow {
    fn of(import: ImportId, line: &ImportLine) -> StoreResult<Self> {
        Ok(Self {
            import_id: import.to_string(),
            number: i64::try_from(line.number).unwrap_or(i64::MAX),
            outcome: line.outcome.clone(),
            email: line.email.clone(),
            fields: json(&line.fields)?,
            told: json(&line.told)?,
        })
    }

    fn into_line(self) -> StoreResult<ImportLine> {
        let corrupt = |column| StoreError::corrupt("import_lines", column, &self.import_id);
        Ok(ImportLine {
            number: u64::try_from(self.number).map_err(|_| corrupt("number"))?,
            fields: serde_json::from_str(&self.fields).map_err(|_| corrupt("fields"))?,
            told: serde_json::from_str(&self.told).map_err(|_| corrupt("told"))?,
            outcome: self.outcome,
            email: self.email,
        })
    }
}

/// Keeps a file that came.
pub fn insert(connection: &mut DbConnection, import: &Import) -> StoreResult<()> {
    diesel::insert_into(imports::table).values(Row::of(import)?).execute(connection)?;
    Ok(())
}

/// Writes everything about it. False when it is gone.
pub fn update(connection: &mut DbConnection, import: &Import) -> StoreResult<bool> {
    let row = Row::of(import)?;
    Ok(diesel::update(imports::table.find(&row.id)).set(&row).execute(connection)? > 0)
}

/// The file with that id.
pub fn find(connection: &mut DbConnection, id: ImportId) -> StoreResult<Option<Import>> {
    let row: Option<Row> =
        imports::table.find(id.to_string()).select(Row::as_select()).first(connection).optional()?;
    row.map(Row::into_import).transpose()
}

/// The files of an administrator, the newest first.
pub fn of_user(connection: &mut DbConnection, user: UserId, limit: i64) -> StoreResult<Vec<Import>> {
    let rows: Vec<Row> = imports::table
        .filter(imports::user_id.eq(user.to_string()))
        .order((imports::created_at.desc(), imports::id.desc()))
        .select(Row::as_select())
        .limit(limit)
        .load(connection)?;
    rows.into_iter().map(Row::into_import).collect()
}

/// Notes how far the work on it has come.
pub fn touch(connection: &mut DbConnection, id: ImportId, reached: i64, at: Timestamp) -> StoreResult<()> {
    diesel::update(imports::table.find(id.to_string()))
        .set((imports::reached.eq(reached), imports::touched_at.eq(at.as_micros())))
        .execute(connection)?;
    Ok(())
}

/// Throws a file away with its lines. False when it was gone.
pub fn delete(connection: &mut DbConnection, id: ImportId) -> StoreResult<bool> {
    Ok(diesel::delete(imports::table.find(id.to_string())).execute(connection)? > 0)
}

/// Keeps lines, in the place of those with the same numbers.
pub fn keep_lines(connection: &mut DbConnection, id: ImportId, lines: &[ImportLine]) -> StoreResult<()> {
    let rows = lines.iter().map(|line| LineRow::of(id, line)).collect::<StoreResult<Vec<_>>>()?;
    let numbers: Vec<i64> = rows.iter().map(|row| row.number).collect();
    let same = import_lines::table.filter(import_lines::import_id.eq(id.to_string()));
    diesel::delete(same.filter(import_lines::number.eq_any(numbers))).execute(connection)?;
    insert_rows!(connection, import_lines::table, rows)
}

/// Lines after that number, in their order, only with that outcome if one is named.
pub fn lines(
    connection: &mut DbConnection,
    id: ImportId,
    outcome: Option<&str>,
    after: u64,
    limit: i64,
) -> StoreResult<Vec<ImportLine>> {
    let after = i64::try_from(after).unwrap_or(i64::MAX);
    let mut query = import_lines::table
        .filter(import_lines::import_id.eq(id.to_string()))
        .filter(import_lines::number.gt(after))
        .order(import_lines::number.asc())
        .select(LineRow::as_select())
        .limit(limit)
        .into_boxed();
    if let Some(outcome) = outcome {
        query = query.filter(import_lines::outcome.eq(outcome.to_owned()));
    }
    let rows: Vec<LineRow> = query.load(connection)?;
    rows.into_iter().map(LineRow::into_line).collect()
}

/// Deletes the lines of everybody who was imported, up to `limit`; returns how many. The bad ones stay, to be repaired.
pub fn delete_imported(connection: &mut DbConnection, id: ImportId, limit: i64) -> StoreResult<usize> {
    let numbers: Vec<i64> = import_lines::table
        .filter(import_lines::import_id.eq(id.to_string()))
        .filter(import_lines::outcome.ne("refused"))
        .select(import_lines::number)
        .limit(limit)
        .load(connection)?;
    let lines = import_lines::table.filter(import_lines::import_id.eq(id.to_string()));
    Ok(diesel::delete(lines.filter(import_lines::number.eq_any(numbers))).execute(connection)?)
}

/// Throws away what is too old; returns how many files.
pub fn sweep(connection: &mut DbConnection, now: Timestamp) -> StoreResult<usize> {
    Ok(diesel::delete(imports::table.filter(imports::expires_at.le(now.as_micros()))).execute(connection)?)
}
