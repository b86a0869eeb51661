//! Looking at the audit: listing, following for an export, verifying the chain.

mod export;
mod filing;
mod names;
mod pages;
mod verification;

use super::{Context, Fault};
use crate::domain::audit_chain::{ChainBroken, ChainCheck};
use crate::domain::clock::Timestamp;
use crate::store::statistics::{self, Verification};
use crate::store::{DbConnection, StoreResult, audit};

pub use export::{Export, ExportFormat, json_of, record_export};
pub use filing::file;
pub use names::Names;
pub use pages::{AuditPage, Further, find, newest, page};
pub use verification::{ChainState, Started, begin_verification, chain_state};

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

/// Follows the whole chain and checks the rows that wait to be chained. With an end that was `noted` earlier,
/// a chain that was cut off or written anew behind it is found too.
pub async fn verify(context: &Context, noted: Option<&ChainCheck>) -> Result<Verified, Fault> {
    let mut check = ChainCheck::default();
    let is_rewritten =
        |check: &ChainCheck| noted.is_some_and(|noted| noted.position == check.position && noted != check);
    let mut broken = is_rewritten(&check).then_some(ChainBroken::Rewritten { position: 0 });
    broken = follow(context, &mut check, &is_rewritten, broken).await?;
    let waiting = context.store.read(|connection| audit::unchained(connection, i64::MAX)).await?;
    let changed = waiting.iter().find(|row| row.digest_of_content() != row.digest);
    let broken = broken.or_else(|| changed.map(|row| ChainBroken::ChangedWaiting { row: row.id }));
    // Once more: a row that was chained between the two looks stood in neither.
    let mut broken = follow(context, &mut check, &is_rewritten, broken).await?;
    if let Some(noted) = noted.filter(|noted| broken.is_none() && noted.position > check.position) {
        broken = Some(ChainBroken::CutOff { end: check.position, noted: noted.position });
    }
    note(context, &check, broken.is_none()).await;
    Ok(Verified { head: check, waiting: waiting.len(), broken })
}

/// Notes that somebody has looked, and how far the chain was good. What was found counts more than that it is noted:
/// the audit of a database that takes no writes can be verified too.
async fn note(context: &Context, check: &ChainCheck, is_intact: bool) {
    let made = Verification { at: context.now(), position: check.position, is_intact };
    let noted = context.store.record(move |connection| statistics::note_verification(connection, made)).await;
    if let Err(fault) = noted {
        tracing::warn!(%fault, "it could not be noted that the audit was verified");
    }
}

/// Follows the chain to its end, or to the first broken row.
async fn follow(
    context: &Context,
    check: &mut ChainCheck,
    is_rewritten: &impl Fn(&ChainCheck) -> bool,
    mut broken: Option<ChainBroken>,
) -> Result<Option<ChainBroken>, Fault> {
    while broken.is_none() {
        let after = check.position;
        let rows =
            context.store.read(move |connection| audit::chained_after(connection, after, PAGE)).await?;
        if rows.is_empty() {
            break;
        }
        for row in &rows {
            if let Err(found) = check.follow(row) {
                return Ok(Some(found));
            }
            if is_rewritten(check) {
                broken = Some(ChainBroken::Rewritten { position: check.position });
            }
        }
    }
    Ok(broken)
}

/// The same of a copy that nobody else knows: on one connection, in one go.
pub(super) fn verify_copy(connection: &mut DbConnection) -> StoreResult<Verified> {
    let mut check = ChainCheck::default();
    let mut broken = None;
    while broken.is_none() {
        let rows = audit::chained_after(connection, check.position, PAGE)?;
        if rows.is_empty() {
            break;
        }
        broken = rows.iter().find_map(|row| check.follow(row).err());
    }
    let waiting = audit::unchained(connection, i64::MAX)?;
    let changed = waiting.iter().find(|row| row.digest_of_content() != row.digest);
    let broken = broken.or_else(|| changed.map(|row| ChainBroken::ChangedWaiting { row: row.id }));
    Ok(Verified { head: check, waiting: waiting.len(), broken })
}

/// When the oldest event happened.
pub async fn began_at(context: &Context) -> Result<Option<Timestamp>, Fault> {
    Ok(context.store.read(audit::began_at).await?)
}

/// When the event happened that was written last. Not the latest instant of all: a clock may have been set right.
pub async fn last_written_at(context: &Context) -> Result<Option<Timestamp>, Fault> {
    Ok(context.store.read(audit::last_written_at).await?)
}
