//! How many sign-ins, refusals and tokens there were. The audit is added up in the background, hour by hour; asking
//! adds what is newer, so that the numbers are exact at once and asking costs little however long the audit is.

use std::time::Duration;

use super::{Context, Fault};
use crate::domain::clock::Timestamp;
use crate::domain::statistics::{COUNTED, HOUR, Range, Statistics, beginning_of};
use crate::store::{audit, statistics};

/// Rows of the audit that are added up at once.
const BATCH: i64 = 20_000;
/// Thirteen months: a month can be compared with the same one of the year before.
const KEPT: Duration = Duration::from_secs(396 * 24 * 3600);

/// What happened lately.
pub async fn look(context: &Context, range: Range) -> Result<Statistics, Fault> {
    let now = context.now();
    let (counts, missing) = context
        .store
        .read(move |connection| statistics::counts(connection, &COUNTED, range.step(), range.begins_at(now)))
        .await?;
    Ok(Statistics { missing, ..Statistics::of_counts(range, now, &counts) })
}

/// Adds up what the audit has that was not added up yet; returns how many places of its chain that were. Reads on
/// its own, and writes only the sums: nobody waits for this. When two instances do it at once, one of them counts.
pub async fn add_up(context: &Context) -> Result<i64, Fault> {
    let since = oldest_kept(context.now());
    let mut added = 0;
    loop {
        let read = context.store.read(move |connection| {
            let after = statistics::counted_to(connection)?;
            let to = audit::head(connection)?.position.min(after + BATCH);
            let counts = if to > after {
                statistics::hours_between(connection, after, to, since)?
            } else {
                Vec::new()
            };
            Ok((after, to, counts))
        });
        let (after, to, counts) = read.await?;
        if to <= after {
            return Ok(added);
        }
        let add = move |connection: &mut _| statistics::add(connection, after, to, &counts);
        if context.store.record(add).await? {
            added += to - after;
        }
    }
}

/// Hours before this one are forgotten.
pub(super) fn oldest_kept(now: Timestamp) -> Timestamp {
    beginning_of(now.minus(KEPT), HOUR)
}
