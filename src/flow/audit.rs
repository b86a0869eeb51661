//! Looking at the audit: listing, following for an export, verifying the chain.

use super::{Context, Fault};
use crate::domain::audit_chain::{AuditRow, ChainBroken, ChainCheck};
use crate::store::audit::{self, AuditFilter, AuditOrder};

/// Rows read at once.
const PAGE: i64 = 1000;

/// What a verification found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The end of the chain. An administrator who noted an earlier end can see that nothing was cut off.
    pub head: ChainCheck,
    /// Rows that wait to be chained.
    pub waiting: usize,
    /// The first broken row, if there is one.
    pub broken: Option<ChainBroken>,
}

/// Follows the whole chain, then checks the rows that wait to be chained. With an end that was `noted` earlier,
/// a chain that was cut off or written anew behind it is found too.
pub async fn verify(context: &Context, noted: Option<&ChainCheck>) -> Result<Verified, Fault> {
    let mut check = ChainCheck::default();
    let mut rewritten =
        noted.filter(|noted| noted.position == 0 && **noted != check).map(|noted| noted.position);
    loop {
        let after = check.position;
        let rows =
            context.store.read(move |connection| audit::chained_after(connection, after, PAGE)).await?;
        if rows.is_empty() {
            break;
        }
        for row in &rows {
            if let Err(broken) = check.follow(row) {
                return Ok(Verified { head: check, waiting: 0, broken: Some(broken) });
            }
            if noted.is_some_and(|noted| noted.position == check.position && *noted != check) {
                rewritten = Some(check.position);
            }
        }
    }
    let waiting = context.store.read(|connection| audit::unchained(connection, i64::MAX)).await?;
    let changed = waiting.iter().find(|row| row.digest_of_content() != row.digest);
    let changed = changed.map(|row| ChainBroken::ChangedWaiting { row: row.id });
    let rewritten = rewritten.map(|position| ChainBroken::Rewritten { position });
    let beyond = noted.filter(|noted| noted.position > check.position);
    let cut_off = beyond.map(|noted| ChainBroken::CutOff { end: check.position, noted: noted.position });
    let broken = changed.or(rewritten).or(cut_off);
    Ok(Verified { head: check, waiting: waiting.len(), broken })
}

/// The newest events.
pub async fn newest(context: &Context, filter: AuditFilter, limit: i64) -> Result<Vec<AuditRow>, Fault> {
    let rows = context
        .store
        .read(move |connection| audit::list(connection, &filter, AuditOrder::NewestFirst, limit));
    Ok(rows.await?)
}

/// The next page of an export, oldest first, after the row with that number.
pub async fn next_page(context: &Context, filter: AuditFilter, after: i64) -> Result<Vec<AuditRow>, Fault> {
    let order = AuditOrder::OldestFirstAfter(after);
    Ok(context.store.read(move |connection| audit::list(connection, &filter, order, PAGE)).await?)
}
