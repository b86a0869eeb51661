//! What happens by itself: rows that have expired are swept away, and audit rows are chained. And what a load
//! balancer wants to know: whether people can be served here.

use std::time::Duration;

use super::users::bulk::UNDO_FOR;
use super::{Context, Fault};
use crate::domain::clock::Timestamp;
use crate::domain::throttle::Scope;
use crate::store::{
    StoreError, audit, bulk, held_addresses, housekeeping, imports, invitations, statistics, users,
};

/// Expired rows are kept this long, for the administrator who asks what happened yesterday.
const KEPT: Duration = Duration::from_secs(7 * 24 * 3600);
/// Audit rows chained in one write.
const BATCH: i64 = 500;

/// Removes what expired long ago, totals of more than a year ago, and counters of guesses once they say nothing; returns how many rows.
pub async fn sweep(context: &Context) -> Result<usize, Fault> {
    let (now, rules) = (context.now(), &context.rules.guessing);
    let quarantine = context.rules.address_quarantine;
    // Whoever guesses chooses the names, so these rows do not wait as long as others.
    let unused_since = Scope::ALL.map(|scope| (scope, now.minus(rules.rule_of(scope, None).speaks_for())));
    let oldest_kept = super::statistics::oldest_kept(now);
    let write = context.store.write(move |connection| {
        let mut swept = housekeeping::sweep(connection, now.minus(KEPT))?;
        swept += bulk::sweep(connection, now.minus(UNDO_FOR))?;
        swept += statistics::sweep(connection, oldest_kept)?;
        swept += housekeeping::sweep_throttles(connection, &unused_since)?;
        swept += imports::sweep(connection, now)?;
        swept += invitations::sweep(connection, now.minus(KEPT))?;
        // Addresses of people who have left are kept no longer than they serve.
        swept += held_addresses::sweep(connection, now.minus(quarantine))?;
        Ok(swept)
    });
    Ok(write.await?)
}

/// Chains every waiting audit row; returns how many.
pub async fn seal_audit(context: &Context) -> Result<usize, Fault> {
    let mut sealed = 0;
    while context.store.read(audit::has_unsealed).await? {
        let batch = context.store.write(|connection| audit::seal(connection, BATCH)).await?;
        if batch == 0 {
            break;
        }
        sealed += batch;
    }
    Ok(sealed)
}

/// Why nobody can be signed in here just now.
#[derive(Debug, thiserror::Error)]
pub enum NotReady {
    /// Nothing can be read.
    #[error("the database does not answer")]
    NoAnswer(#[source] StoreError),
    /// Pages can be shown, but every sign-in is refused: none can be recorded.
    #[error("the database takes no writes")]
    NoWrites(#[source] StoreError),
    /// A token of this time would be refused everywhere.
    #[error("the clock cannot be right")]
    Clock(Timestamp),
}

/// Whether people can be served. After a write that failed for want of a database, another one is tried here, since
/// perhaps nobody is sent to us any more who would try.
pub async fn readiness(context: &Context) -> Result<(), NotReady> {
    let now = context.now();
    if !now.is_plausible() {
        return Err(NotReady::Clock(now));
    }
    context.store.read(users::any).await.map_err(NotReady::NoAnswer)?;
    if context.store.refuses_writes() {
        context.store.write(housekeeping::try_a_write).await.map_err(NotReady::NoWrites)?;
    }
    Ok(())
}
