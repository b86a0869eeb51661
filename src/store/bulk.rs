//! What was done to many people at once, and whom it changed, for as long as it can be undone.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use super::connection::DbConnection;
use super::error::{StoreError, StoreResult};
use super::schema::{bulk_actions, bulk_changes, credentials, sessions};
use super::users;
use crate::domain::bulk::{BulkAction, BulkRecord, BulkTally};
use crate::domain::clock::Timestamp;
use crate::domain::id::{BulkId, UserId};
use crate::domain::user::User;

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = bulk_actions, treat_none_as_null = true)]
struct Row {
    id: String,
    action: String,
    group_name: Option<String>,
    scope: String,
    actor: String,
    began_at: i64,
    reached: Option<String>,
    is_finished: bool,
    people: i64,
    changed: i64,
    already_so: i64,
    yourself: i64,
    last_administrator: i64,
    without_password: i64,
    undo_began_at: Option<i64>,
    undone: i64,
    changed_since: i64,
}

impl Row {
    fn of(record: &BulkRecord) -> StoreResult<Self> {
        let scope =
            serde_json::to_string(&record.scope).map_err(|cause| StoreError::Bug(cause.to_string()))?;
        let tally = &record.tally;
        Ok(Self {
            id: record.id.to_string(),
            action: record.action.as_str().to_owned(),
            group_name: record.action.group().map(ToString::to_string),
            scope,
            actor: record.actor.clone(),
            began_at: record.began_at.as_micros(),
            reached: record.reached.map(|id| id.to_string()),
            is_finished: record.is_finished,
            people: signed(tally.people),
            changed: signed(tally.changed),
            already_so: signed(tally.already_so),
            yourself: signed(tally.yourself),
            last_administrator: signed(tally.last_administrator),
            without_password: signed(tally.without_password),
            undo_began_at: record.undo_began_at.map(Timestamp::as_micros),
            undone: signed(record.undone),
            changed_since: signed(record.changed_since),
        })
    }

    fn into_record(self) -> StoreResult<BulkRecord> {
        let corrupt = |column| StoreError::corrupt("bulk_actions", column, &self.id);
        let group = self.group_name.as_deref().map(str::parse).transpose();
        let group = group.map_err(|_| corrupt("group_name"))?;
        Ok(BulkRecord {
            id: self.id.parse().map_err(|_| corrupt("id"))?,
            action: BulkAction::from_word(&self.action, group).ok_or_else(|| corrupt("action"))?,
            scope: serde_json::from_str(&self.scope).map_err(|_| corrupt("scope"))?,
            reached: self.reached.as_deref().map(str::parse).transpose().map_err(|_| corrupt("reached"))?,
            began_at: Timestamp::from_micros(self.began_at),
            is_finished: self.is_finished,
            tally: BulkTally {
                people: unsigned(self.people),
                changed: unsigned(self.changed),
                already_so: unsigned(self.already_so),
                yourself: unsigned(self.yourself),
                last_administrator: unsigned(self.last_administrator),
                without_password: unsigned(self.without_password),
            },
            undo_began_at: self.undo_began_at.map(Timestamp::from_micros),
            undone: unsigned(self.undone),
            changed_since: unsigned(self.changed_since),
            actor: self.actor,
        })
    }
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

/// Puts an action on record.
pub fn insert(connection: &mut DbConnection, record: &BulkRecord) -> StoreResult<()> {
    diesel::insert_into(bulk_actions::table).values(&Row::of(record)?).execute(connection)?;
    Ok(())
}

/// Writes how far an action came.
pub fn update(connection: &mut DbConnection, record: &BulkRecord) -> StoreResult<()> {
    let row = Row::of(record)?;
    diesel::update(bulk_actions::table.find(&row.id)).set(&row).execute(connection)?;
    Ok(())
}

/// The action with that id.
pub fn find(connection: &mut DbConnection, id: BulkId) -> StoreResult<Option<BulkRecord>> {
    let row: Option<Row> =
        bulk_actions::table.find(id.to_string()).select(Row::as_select()).first(connection).optional()?;
    row.map(Row::into_record).transpose()
}

/// Forgets actions that began before that instant; returns how many.
pub fn sweep(connection: &mut DbConnection, before: Timestamp) -> StoreResult<usize> {
    let old = bulk_actions::table.filter(bulk_actions::began_at.lt(before.as_micros()));
    Ok(diesel::delete(old).execute(connection)?)
}

/// A person whom an action changed. A mark is an instant that every change of theirs moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// Who.
    pub user: UserId,
    /// Their mark before it.
    pub before: Timestamp,
    /// Their mark after it.
    pub after: Timestamp,
}

/// Remembers that an action changed a person.
pub fn note(connection: &mut DbConnection, bulk: BulkId, change: &Change) -> StoreResult<()> {
    diesel::insert_into(bulk_changes::table)
        .values((
            bulk_changes::bulk_id.eq(bulk.to_string()),
            bulk_changes::user_id.eq(change.user.to_string()),
            bulk_changes::mark_before.eq(change.before.as_micros()),
            bulk_changes::mark_after.eq(change.after.as_micros()),
            bulk_changes::is_settled.eq(false),
        ))
        .execute(connection)?;
    Ok(())
}

/// People whom an action changed and whom its undo has not looked at yet.
pub fn unsettled(connection: &mut DbConnection, bulk: BulkId, limit: i64) -> StoreResult<Vec<Change>> {
    let rows: Vec<(String, i64, i64)> = bulk_changes::table
        .filter(bulk_changes::bulk_id.eq(bulk.to_string()))
        .filter(bulk_changes::is_settled.eq(false))
        .order(bulk_changes::user_id.asc())
        .limit(limit)
        .select((bulk_changes::user_id, bulk_changes::mark_before, bulk_changes::mark_after))
        .load(connection)?;
    let change = |(user, before, after): (String, i64, i64)| {
        let user = user.parse().map_err(|_| StoreError::corrupt("bulk_changes", "user_id", &user))?;
        Ok(Change { user, before: Timestamp::from_micros(before), after: Timestamp::from_micros(after) })
    };
    rows.into_iter().map(change).collect()
}

/// The undo of an action looked at a person.
pub fn settle(connection: &mut DbConnection, bulk: BulkId, user: UserId) -> StoreResult<()> {
    diesel::update(bulk_changes::table.find((bulk.to_string(), user.to_string())))
        .set(bulk_changes::is_settled.eq(true))
        .execute(connection)?;
    Ok(())
}

/// A person is again as an earlier action left them, under another mark: that one can be undone, too.
pub fn carry_mark(
    connection: &mut DbConnection,
    user: UserId,
    from: Timestamp,
    to: Timestamp,
) -> StoreResult<()> {
    let earlier = bulk_changes::table
        .filter(bulk_changes::user_id.eq(user.to_string()))
        .filter(bulk_changes::mark_after.eq(from.as_micros()))
        .filter(bulk_changes::is_settled.eq(false));
    diesel::update(earlier).set(bulk_changes::mark_after.eq(to.as_micros())).execute(connection)?;
    Ok(())
}

/// What an action must know of a person.
#[derive(Clone, Debug)]
pub struct Facts {
    /// They.
    pub user: User,
    /// When their password was set, if they have one, and whether it must be changed.
    pub password: Option<(Timestamp, bool)>,
    /// They have a session.
    pub has_session: bool,
}

/// The facts about these people, in the order of their ids; whoever has gone is left out.
pub fn facts(connection: &mut DbConnection, ids: &[UserId], now: Timestamp) -> StoreResult<Vec<Facts>> {
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let passwords: Vec<(String, i64, bool)> = credentials::table
        .filter(credentials::user_id.eq_any(&ids))
        .select((credentials::user_id, credentials::set_at, credentials::must_change))
        .load(connection)?;
    let alive: Vec<String> = sessions::table
        .filter(sessions::user_id.eq_any(&ids))
        .filter(sessions::revoked_at.is_null())
        .filter(sessions::expires_at.gt(now.as_micros()))
        .select(sessions::user_id)
        .load(connection)?;
    let alive: BTreeSet<String> = alive.into_iter().collect();
    let passwords: BTreeMap<String, (Timestamp, bool)> = passwords
        .into_iter()
        .map(|(user, set_at, must_change)| (user, (Timestamp::from_micros(set_at), must_change)))
        .collect();
    let mut people = users::find_all(connection, &ids)?;
    people.sort_by_key(|user| user.id);
    let facts = people.into_iter().map(|user| {
        let id = user.id.to_string();
        Facts { password: passwords.get(&id).copied(), has_session: alive.contains(&id), user }
    });
    Ok(facts.collect())
}
