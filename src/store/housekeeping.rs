//! What expires by itself and is then only weight. The audit is not touched here.

use diesel::prelude::*;

use super::connection::DbConnection;
use super::error::StoreResult;
use super::schema::{consumed_sign_ins, sessions, throttles};
use crate::domain::clock::Timestamp;
use crate::domain::id::PendingId;
use crate::domain::throttle::Scope;

/// Consumes a pending sign-in. False when it was consumed before.
///
/// The insert comes first and carries the guard: two deliveries of one page cannot both succeed.
pub fn consume_sign_in(
    connection: &mut DbConnection,
    id: PendingId,
    expires_at: Timestamp,
) -> StoreResult<bool> {
    let known: i64 = consumed_sign_ins::table
        .filter(consumed_sign_ins::id.eq(id.to_string()))
        .count()
        .get_result(connection)?;
    if known > 0 {
        return Ok(false);
    }
    diesel::insert_into(consumed_sign_ins::table)
        .values((
            consumed_sign_ins::id.eq(id.to_string()),
            consumed_sign_ins::expires_at.eq(expires_at.as_micros()),
        ))
        .execute(connection)?;
    Ok(true)
}

/// Whether a pending sign-in was consumed.
pub fn is_consumed(connection: &mut DbConnection, id: PendingId) -> StoreResult<bool> {
    let known: i64 = consumed_sign_ins::table
        .filter(consumed_sign_ins::id.eq(id.to_string()))
        .count()
        .get_result(connection)?;
    Ok(known > 0)
}

/// Removes what ended before `before`; returns how many rows. Other tables have sweeps of their own.
pub fn sweep(connection: &mut DbConnection, before: Timestamp) -> StoreResult<usize> {
    let sessions = diesel::delete(sessions::table.filter(sessions::expires_at.lt(before.as_micros())))
        .execute(connection)?;
    let consumed =
        diesel::delete(consumed_sign_ins::table.filter(consumed_sign_ins::expires_at.lt(before.as_micros())))
            .execute(connection)?;
    Ok(sessions + consumed)
}

/// Removes the counters of guesses that were last used before the instant of their scope; returns how many rows.
pub fn sweep_throttles(connection: &mut DbConnection, before: &[(Scope, Timestamp)]) -> StoreResult<usize> {
    let mut swept = 0;
    for (scope, before) in before {
        let old = throttles::table
            .filter(throttles::updated_at.lt(before.as_micros()))
            .filter(throttles::scope.eq(scope.as_str()));
        swept += diesel::delete(old).execute(connection)?;
    }
    Ok(swept)
}

/// Writes something and takes it away again: fails as any write would fail now, and leaves nothing behind.
pub fn try_a_write(connection: &mut DbConnection) -> StoreResult<()> {
    let id = PendingId::unique().to_string();
    diesel::insert_into(consumed_sign_ins::table)
        .values((consumed_sign_ins::id.eq(&id), consumed_sign_ins::expires_at.eq(0)))
        .execute(connection)?;
    diesel::delete(consumed_sign_ins::table.find(id)).execute(connection)?;
    Ok(())
}
