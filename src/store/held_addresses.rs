//! Addresses that belonged to somebody until lately, and are held so that nobody else gets them by accident.

use diesel::prelude::*;

use super::connection::DbConnection;
use super::error::{StoreError, StoreResult};
use super::schema::held_addresses;
use crate::domain::clock::Timestamp;
use crate::domain::email::{EmailAddress, FoldedEmail};
use crate::domain::id::UserId;

/// An address that is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldAddress {
    /// As it was written last.
    pub email: EmailAddress,
    /// To whose account it belonged; the account may be gone.
    pub user_id: UserId,
    /// When it was given up.
    pub since: Timestamp,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = held_addresses)]
struct Row {
    email_folded: String,
    email: String,
    user_id: String,
    since: i64,
}

impl Row {
    fn into_held(self) -> StoreResult<HeldAddress> {
        let corrupt = |column| StoreError::corrupt("held_addresses", column, &self.email_folded);
        Ok(HeldAddress {
            email: self.email.parse().map_err(|_| corrupt("email"))?,
            user_id: self.user_id.parse().map_err(|_| corrupt("user_id"))?,
            since: Timestamp::from_micros(self.since),
        })
    }
}

/// The one that is the same, ASCII case aside; however long it has been held.
pub fn find(connection: &mut DbConnection, email: &FoldedEmail) -> StoreResult<Option<HeldAddress>> {
    let row: Option<Row> = held_addresses::table
        .find(email.as_str())
        .select(Row::as_select())
        .get_result(connection)
        .optional()?;
    row.map(Row::into_held).transpose()
}

/// Those that are the same as one of these. A few hundred at once.
pub fn find_all(connection: &mut DbConnection, emails: &[FoldedEmail]) -> StoreResult<Vec<HeldAddress>> {
    let emails: Vec<&str> = emails.iter().map(FoldedEmail::as_str).collect();
    let rows: Vec<Row> = held_addresses::table
        .filter(held_addresses::email_folded.eq_any(emails))
        .select(Row::as_select())
        .load(connection)?;
    rows.into_iter().map(Row::into_held).collect()
}

/// Lets all of these go.
pub fn release_all(connection: &mut DbConnection, emails: &[FoldedEmail]) -> StoreResult<usize> {
    let emails: Vec<&str> = emails.iter().map(FoldedEmail::as_str).collect();
    let held = held_addresses::table.filter(held_addresses::email_folded.eq_any(emails));
    Ok(diesel::delete(held).execute(connection)?)
}

/// Those held since `after` or later, the latest first, at most `limit`.
pub fn list(connection: &mut DbConnection, after: Timestamp, limit: i64) -> StoreResult<Vec<HeldAddress>> {
    let rows: Vec<Row> = held_addresses::table
        .filter(held_addresses::since.ge(after.as_micros()))
        .order((held_addresses::since.desc(), held_addresses::email_folded.asc()))
        .limit(limit)
        .select(Row::as_select())
        .load(connection)?;
    rows.into_iter().map(Row::into_held).collect()
}

/// Holds an address, whoever had it before.
pub fn hold(connection: &mut DbConnection, held: &HeldAddress) -> StoreResult<()> {
    release(connection, &held.email.folded())?;
    let row = Row {
        email_folded: held.email.folded().as_str().to_owned(),
        email: held.email.to_string(),
        user_id: held.user_id.to_string(),
        since: held.since.as_micros(),
    };
    diesel::insert_into(held_addresses::table).values(&row).execute(connection)?;
    Ok(())
}

/// Holds it no longer. False when it was not held.
pub fn release(connection: &mut DbConnection, email: &FoldedEmail) -> StoreResult<bool> {
    Ok(diesel::delete(held_addresses::table.find(email.as_str())).execute(connection)? > 0)
}

/// Forgets those held since before `before`; returns how many.
pub fn sweep(connection: &mut DbConnection, before: Timestamp) -> StoreResult<usize> {
    let old = held_addresses::table.filter(held_addresses::since.lt(before.as_micros()));
    Ok(diesel::delete(old).execute(connection)?)
}
