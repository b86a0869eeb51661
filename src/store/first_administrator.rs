//! The one-time address by which a first administrator is made: offered while nobody administers, closed for ever
//! afterwards. One row, made by the migration.

use diesel::prelude::*;

use super::connection::DbConnection;
use super::error::StoreResult;
use super::schema::first_administrator::dsl;
use super::users;
use crate::domain::clock::Timestamp;

/// Whether it is closed for ever. The cheapest question, and after the first day of an installation the only one.
pub fn is_closed(connection: &mut DbConnection) -> StoreResult<bool> {
    let open: Option<i32> = dsl::first_administrator
        .filter(dsl::closed_at.is_null())
        .select(dsl::id)
        .first(connection)
        .optional()?;
    Ok(open.is_none())
}

/// Offers a new address; the one before it is worth nothing from then on. False when there is nothing to offer any
/// more, which is then noted.
pub fn offer(connection: &mut DbConnection, token_digest: &str, now: Timestamp) -> StoreResult<bool> {
    if users::any_administrator(connection)? {
        close(connection, now)?;
        return Ok(false);
    }
    let open = dsl::first_administrator.filter(dsl::closed_at.is_null());
    let offered = diesel::update(open)
        .set((dsl::token_digest.eq(token_digest), dsl::offered_at.eq(now.as_micros())))
        .execute(connection)?;
    Ok(offered > 0)
}

/// Whether this is the address that was offered last, after `since`, and nobody administers yet.
pub fn is_offered(connection: &mut DbConnection, token_digest: &str, since: Timestamp) -> StoreResult<bool> {
    let offered: Option<i32> = dsl::first_administrator
        .filter(dsl::closed_at.is_null())
        .filter(dsl::token_digest.eq(token_digest))
        .filter(dsl::offered_at.gt(since.as_micros()))
        .select(dsl::id)
        .first(connection)
        .optional()?;
    Ok(offered.is_some() && !users::any_administrator(connection)?)
}

/// Closes it for ever. Whoever writes an administrator closes it in the same write.
pub fn close(connection: &mut DbConnection, at: Timestamp) -> StoreResult<()> {
    diesel::update(dsl::first_administrator.filter(dsl::closed_at.is_null()))
        .set((dsl::closed_at.eq(at.as_micros()), dsl::token_digest.eq(None::<String>)))
        .execute(connection)?;
    Ok(())
}
