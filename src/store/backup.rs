//! Copies of a SQLite database, made while others read and write it. A copy holds everything but sessions and
//! invitations, so that a restored one brings none back that has ended meanwhile.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Text};
use diesel::sqlite::SqliteConnection;

use super::connection::{DatabaseUrl, DbConnection};
use super::error::{StoreError, StoreResult};
use super::schema::{imports, invitations, session_providers, sessions};
use super::unfinished::Unfinished;

/// Why there is no copy.
#[derive(Debug, thiserror::Error)]
pub enum CopyFault {
    /// Something has that name already. It was left as it is.
    #[error("{} exists already", .0.display())]
    Exists(PathBuf),
    /// The copy could not be written: the folder, the disk, the rights.
    #[error("{} could not be written: {cause}", .file.display())]
    Write {
        /// The copy.
        file: PathBuf,
        /// Why.
        cause: String,
    },
    /// SQLite finds the copy damaged, and so the database it was made of.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// The database itself.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A copy that has not got its name yet. Dropped, it goes away.
pub struct DatabaseCopy {
    file: Unfinished,
    target: PathBuf,
}

impl DatabaseCopy {
    /// Copies a SQLite database as it stands at one instant. Readers and writers go on meanwhile.
    pub fn make(url: &DatabaseUrl, target: &Path) -> Result<Self, CopyFault> {
        let target = target.to_path_buf();
        let whole = beside(&target)?;
        let write = |cause: StoreError| of_statement(&target, &cause);
        let DbConnection::Sqlite(mut live) = url.connect()? else {
            return Err(StoreError::Bug("only a SQLite database is copied as a file".into()).into());
        };
        copy(&mut live, whole.path()).map_err(write)?;
        // A copy of the copy: what was deleted from the first one has left no trace in the second.
        let file = beside(&target)?;
        let mut full = open(whole.path()).map_err(write)?;
        forget_what_ends(&mut full).and_then(|()| copy(&mut full, file.path())).map_err(write)?;
        drop(full);
        match damage(&mut open(file.path())?)? {
            None => Ok(Self { file, target }),
            Some(found) => Err(CopyFault::Damaged(found)),
        }
    }

    /// Looks at what was copied.
    pub fn inspect<T>(&self, look: impl FnOnce(&mut DbConnection) -> StoreResult<T>) -> StoreResult<T> {
        look(&mut DbConnection::Sqlite(open(self.file.path())?))
    }

    /// Gives the copy its name, and says how many bytes it has. It is on disk when this returns, and nothing was
    /// overwritten.
    pub fn finish(self) -> Result<u64, CopyFault> {
        let named = self.file.finish().and_then(fs::metadata);
        named.map(|facts| facts.len()).map_err(|cause| of_file(&self.target, &cause))
    }
}

fn beside(target: &Path) -> Result<Unfinished, CopyFault> {
    Unfinished::beside(target).map_err(|cause| of_file(target, &cause))
}

fn of_file(target: &Path, cause: &io::Error) -> CopyFault {
    match cause.kind() {
        ErrorKind::AlreadyExists => CopyFault::Exists(target.into()),
        _ => CopyFault::Write { file: target.into(), cause: cause.to_string() },
    }
}

fn of_statement(target: &Path, cause: &StoreError) -> CopyFault {
    let cause = cause.to_string();
    if cause.contains("malformed") {
        CopyFault::Damaged(cause)
    } else {
        CopyFault::Write { file: target.into(), cause }
    }
}

/// Writes everything that the database holds into an empty file, without what was deleted and is still in it.
fn copy(connection: &mut SqliteConnection, into: &Path) -> StoreResult<()> {
    sql_query("VACUUM INTO ?").bind::<Text, _>(text_of(into)?).execute(connection)?;
    Ok(())
}

/// Opens a copy of which nobody else knows. A journal would be written for nothing: what fails is thrown away.
fn open(path: &Path) -> StoreResult<SqliteConnection> {
    let mut connection = SqliteConnection::establish(text_of(path)?).map_err(StoreError::no_connection)?;
    connection.batch_execute(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;",
    )?;
    Ok(connection)
}

fn text_of(path: &Path) -> StoreResult<&str> {
    path.to_str().ok_or_else(|| StoreError::Unavailable("the file's name is not UTF-8".into()))
}

/// Sessions, invitations and files that wait to be imported, in a schema of any age. Used-up sign-in pages stay: they keep used pages used.
fn forget_what_ends(connection: &mut SqliteConnection) -> StoreResult<()> {
    diesel::delete(session_providers::table).execute(connection)?;
    diesel::delete(sessions::table).execute(connection)?;
    if has_table(connection, "invitations")? {
        diesel::delete(invitations::table).execute(connection)?;
    }
    // Files of people who are not imported yet: they may hold password hashes.
    if has_table(connection, "imports")? {
        diesel::delete(imports::table).execute(connection)?;
    }
    Ok(())
}

#[derive(QueryableByName)]
struct Named {
    #[diesel(sql_type = BigInt)]
    found: i64,
}

fn has_table(connection: &mut SqliteConnection, name: &str) -> StoreResult<bool> {
    let named: Named =
        sql_query("SELECT COUNT(*) AS found FROM sqlite_schema WHERE type = 'table' AND name = ?")
            .bind::<Text, _>(name)
            .get_result(connection)?;
    Ok(named.found > 0)
}

#[derive(QueryableByName)]
struct Finding {
    #[diesel(sql_type = Text)]
    integrity_check: String,
}

/// What SQLite finds wrong with a file, if anything.
fn damage(connection: &mut SqliteConnection) -> StoreResult<Option<String>> {
    let findings: Vec<Finding> = sql_query("PRAGMA integrity_check").load(connection)?;
    let found: Vec<String> = findings.into_iter().map(|finding| finding.integrity_check).collect();
    Ok(if found == ["ok"] { None } else { Some(found.join("; ")) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn database(folder: &Path) -> DatabaseUrl {
        let url = DatabaseUrl::Sqlite(folder.join("live.db"));
        super::super::migrations::migrate(&url, crate::domain::clock::BUILT_AFTER).unwrap();
        let DbConnection::Sqlite(mut live) = url.connect().unwrap() else { panic!() };
        live.batch_execute(
            "INSERT INTO users (id, email, email_folded, first_name, last_name, external_id, locale, status, \
             is_administrator, created_at, updated_at, last_sign_in_at) VALUES ('u', 'a@b.c', 'a@b.c', 'A', 'B', NULL, NULL, 'active', 1, 0, 0, NULL); \
             INSERT INTO sessions (id, token_digest, user_id, authenticated_at, last_seen_at, expires_at, revoked_at, \
             client_address, user_agent) VALUES ('s', 'canary-digest', 'u', 0, 0, 1, NULL, 'canary-address', ''); \
             INSERT INTO invitations VALUES ('canary-invitation', 'u', 'a@b.c', 'canary-maker', 0, 1, NULL); \
             INSERT INTO consumed_sign_ins VALUES ('used', 1);",
        )
        .unwrap();
        url
    }

    #[test]
    fn a_copy_holds_everything_but_sessions_and_invitations_and_no_trace_of_them() {
        let folder = tempfile::tempdir().unwrap();
        let url = database(folder.path());
        let target = folder.path().join("it's a \"copy\"; --?mode=memory");
        let copy = DatabaseCopy::make(&url, &target).unwrap();
        let people = copy.inspect(super::super::users::count).unwrap();
        assert_eq!(people, (1, 1, 1));
        let bytes = fs::read(copy.file.path()).unwrap();
        assert_eq!(copy.finish().unwrap(), bytes.len() as u64);
        let has = |word: &str| bytes.windows(word.len()).any(|part| part == word.as_bytes());
        assert!(has("a@b.c") && has("used") && !has("canary"));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "the live database and its copy");
    }

    #[test]
    fn a_damaged_file_is_found_and_gets_no_name() {
        let folder = tempfile::tempdir().unwrap();
        let url = database(folder.path());
        let DbConnection::Sqlite(mut live) = url.connect().unwrap() else { panic!() };
        live.batch_execute(
            "PRAGMA foreign_keys = OFF; PRAGMA writable_schema = ON; \
             UPDATE sqlite_schema SET sql = replace(sql, '''disabled''', '''away''') WHERE name = 'users'; \
             UPDATE sqlite_schema SET sql = replace(sql, '''active''', '''here''') WHERE name = 'users';",
        )
        .unwrap();
        drop(live);
        let fault = DatabaseCopy::make(&url, &folder.path().join("copy")).err().unwrap();
        assert!(matches!(&fault, CopyFault::Damaged(found) if found.contains("users")), "{fault}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
