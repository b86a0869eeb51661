//! Password hashes. At most one a person; a person without one cannot sign in.

use std::collections::HashMap;

use diesel::prelude::*;

use super::connection::{DbConnection, insert_rows, on_either};
use super::error::StoreResult;
use super::schema::credentials;
use crate::domain::clock::Timestamp;
use crate::domain::id::UserId;

/// The hash of a person's password, and what must happen to it.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    /// PHC string.
    pub password_hash: String,
    /// A new password must be chosen at the next sign-in.
    pub must_change: bool,
    /// Worthless from this instant on; only one-time passwords have one.
    pub expires_at: Option<Timestamp>,
    /// When this password was set. A rehash of the same password keeps it.
    pub set_at: Timestamp,
}

impl std::fmt::Debug for Credential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Credential(set {}, must change: {})", self.set_at, self.must_change)
    }
}

impl Credential {
    /// Whether a one-time password can no longer be used.
    ///
    /// A clock set back does not give it a second life: one that seems to be made in the future, by more than it
    /// may live, is worthless too.
    pub fn is_expired_at(&self, now: Timestamp) -> bool {
        self.expires_at.is_some_and(|end| now >= end || self.set_at.since(now) >= end.since(self.set_at))
    }
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = credentials, treat_none_as_null = true, treat_none_as_default_value = false)]
struct Row {
    user_id: String,
    password_hash: String,
    must_change: bool,
    expires_at: Option<i64>,
    set_at: i64,
}

/// The person's password hash.
pub fn find(connection: &mut DbConnection, user: UserId) -> StoreResult<Option<Credential>> {
    let row: Option<Row> = on_either!(
        connection,
        credentials::table.find(user.to_string()).select(Row::as_select()).get_result(connection).optional()
    )?;
    Ok(row.map(|row| Credential {
        password_hash: row.password_hash,
        must_change: row.must_change,
        expires_at: row.expires_at.map(Timestamp::from_micros),
        set_at: Timestamp::from_micros(row.set_at),
    }))
}

impl Row {
    fn of(user: UserId, credential: &Credential) -> Self {
        Self {
            user_id: user.to_string(),
            password_hash: credential.password_hash.clone(),
            must_change: credential.must_change,
            expires_at: credential.expires_at.map(Timestamp::as_micros),
            set_at: credential.set_at.as_micros(),
        }
    }
}

/// The password hashes of these people, as far as they have any.
pub fn hashes_of(connection: &mut DbConnection, users: &[UserId]) -> StoreResult<HashMap<String, String>> {
    let ids: Vec<String> = users.iter().map(UserId::to_string).collect();
    let found: Vec<(String, String)> = credentials::table
        .filter(credentials::user_id.eq_any(ids))
        .select((credentials::user_id, credentials::password_hash))
        .load(connection)?;
    Ok(found.into_iter().collect())
}

/// Gives people who have no password yet one each.
pub fn insert_all(connection: &mut DbConnection, all: &[(UserId, Credential)]) -> StoreResult<()> {
    let rows: Vec<Row> = all.iter().map(|(user, credential)| Row::of(*user, credential)).collect();
    insert_rows!(connection, credentials::table, rows)
}

/// Sets a person's password hash, whatever was there.
pub fn set(connection: &mut DbConnection, user: UserId, credential: &Credential) -> StoreResult<()> {
    let row = Row::of(user, credential);
    let changed = diesel::update(credentials::table.find(&row.user_id)).set(&row).execute(connection)?;
    if changed == 0 {
        diesel::insert_into(credentials::table).values(&row).execute(connection)?;
    }
    Ok(())
}

/// Requires a new password at the next sign-in. False when the person has none.
pub fn require_change(connection: &mut DbConnection, user: UserId) -> StoreResult<bool> {
    let changed = diesel::update(credentials::table.find(user.to_string()))
        .set(credentials::must_change.eq(true))
        .execute(connection)?;
    Ok(changed > 0)
}

/// Requires no new password any more, if the password is still the one that was set then. False when it is not, or
/// when none was required.
pub fn waive_change(connection: &mut DbConnection, user: UserId, set_at: Timestamp) -> StoreResult<bool> {
    let still = credentials::table
        .filter(credentials::user_id.eq(user.to_string()))
        .filter(credentials::set_at.eq(set_at.as_micros()))
        .filter(credentials::must_change.eq(true));
    Ok(diesel::update(still).set(credentials::must_change.eq(false)).execute(connection)? > 0)
}

/// Replaces a hash by a stronger one of the same password, if it is still the one that was verified.
pub fn rehash(
    connection: &mut DbConnection,
    user: UserId,
    verified: &str,
    stronger: &str,
) -> StoreResult<bool> {
    let still = credentials::table
        .filter(credentials::user_id.eq(user.to_string()))
        .filter(credentials::password_hash.eq(verified));
    Ok(diesel::update(still).set(credentials::password_hash.eq(stronger)).execute(connection)? > 0)
}
