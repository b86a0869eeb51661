//! Verifying the whole chain while the bridge goes on: in the background, page by page with pauses between them, so that
//! nobody who signs in waits for it. How far it is stands in the database, where every instance sees it.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::time::sleep;

use crate::domain::audit::{AuditEvent, EventKind, Origin};
use crate::domain::audit_chain::{ChainBroken, ChainCheck};
use crate::domain::id::SessionId;
use crate::flow::{Context, Fault};
use crate::store::audit;
use crate::store::chain_verifications::{self, Verification};
use crate::store::statistics::{self, Verification as Noted};

/// Rows followed at once.
const PAGE: i64 = 1000;
/// How often it says how far it is.
const TELLS_EVERY: Duration = Duration::from_secs(2);
/// One that was silent for so long has died with its process.
const SILENT_FOR: Duration = Duration::from_secs(60);

/// What is known of the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainState {
    /// The end of the chain.
    pub head: ChainCheck,
    /// Rows that wait to be chained.
    pub waiting: i64,
    /// The verification that is under way.
    pub running: Option<Verification>,
    /// The last one that came to its end.
    pub last: Option<Verification>,
    /// When anybody verified it last, in whatever way.
    pub noted: Option<Noted>,
    /// A later one died before its end.
    pub was_interrupted: bool,
}

/// Whether a verification begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Started {
    /// It does.
    Now,
    /// Another one is under way.
    Already,
}

fn is_under_way(verification: &Verification, context: &Context) -> bool {
    verification.ended_at.is_none() && context.now().since(verification.seen_at) < SILENT_FOR
}

/// How the chain stands.
pub async fn chain_state(context: &Context) -> Result<ChainState, Fault> {
    let (head, waiting, latest, noted) = context
        .store
        .read(|connection| {
            Ok((
                audit::head(connection)?,
                audit::waiting(connection)?,
                chain_verifications::latest(connection, 20)?,
                statistics::last_verification(connection)?,
            ))
        })
        .await?;
    let running = latest.first().filter(|first| is_under_way(first, context)).cloned();
    let was_interrupted = running.is_none() && latest.first().is_some_and(|first| first.ended_at.is_none());
    let last = latest.into_iter().find(|verification| verification.ended_at.is_some());
    Ok(ChainState { head, waiting, running, last, noted, was_interrupted })
}

/// Begins to verify the chain, unless somebody does already, and returns at once.
pub async fn begin_verification(context: &Arc<Context>, origin: &Origin) -> Result<Started, Fault> {
    let now = context.now();
    let mut begun = Verification {
        id: SessionId::unique().to_string(),
        actor: origin.actor.to_string(),
        began_at: now,
        seen_at: now,
        ended_at: None,
        expected: 0,
        reached: ChainCheck::default(),
        waiting: 0,
        problem: None,
    };
    let silent_since = now.minus(SILENT_FOR);
    let write = context.store.write(move |connection| {
        let latest = chain_verifications::latest(connection, 1)?;
        if latest.first().is_some_and(|one| one.ended_at.is_none() && one.seen_at > silent_since) {
            return Ok(None);
        }
        begun.expected = audit::head(connection)?.position;
        chain_verifications::insert(connection, &begun)?;
        Ok(Some(begun.clone()))
    });
    let Some(begun) = write.await? else { return Ok(Started::Already) };
    let (context, origin) = (context.clone(), origin.clone());
    tokio::spawn(async move {
        if let Err(fault) = verify(&context, begun, &origin).await {
            tracing::warn!(%fault, "the audit could not be verified to its end; it can be begun again");
        }
    });
    Ok(Started::Now)
}

async fn verify(context: &Context, mut verification: Verification, origin: &Origin) -> Result<(), Fault> {
    let broken = follow(context, &mut verification).await?;
    let waiting = context.store.read(|connection| audit::unchained(connection, PAGE)).await?;
    let changed = waiting.iter().find(|row| row.digest_of_content() != row.digest);
    let mut broken = broken.or_else(|| changed.map(|row| ChainBroken::ChangedWaiting { row: row.id }));
    if broken.is_none() {
        // Once more: a row that was chained between the two looks stood in neither.
        broken = follow(context, &mut verification).await?;
    }
    verification.waiting = i64::try_from(waiting.len()).unwrap_or(i64::MAX);
    verification.problem = broken.as_ref().map(ChainBroken::to_record);
    end(context, verification, broken, origin).await
}

/// Goes on to the end of the chain, or to the first broken row, and says now and then how far it is.
async fn follow(context: &Context, verification: &mut Verification) -> Result<Option<ChainBroken>, Fault> {
    let mut told = Instant::now();
    loop {
        let (began, mut check) = (Instant::now(), verification.reached.clone());
        // Followed on the thread that read them: it is work, and other people's requests are not kept from theirs.
        let read = context.store.read(move |connection| {
            let rows = audit::chained_after(connection, check.position, PAGE)?;
            let broken = rows.iter().find_map(|row| check.follow(row).err());
            Ok((rows.is_empty(), check, broken))
        });
        let (is_end, check, broken) = read.await?;
        verification.reached = check;
        if is_end || broken.is_some() {
            return Ok(broken);
        }
        if told.elapsed() >= TELLS_EVERY {
            told = Instant::now();
            verification.seen_at = context.now();
            let so_far = verification.clone();
            let note =
                context.store.record(move |connection| chain_verifications::update(connection, &so_far));
            note.await?;
        }
        sleep(began.elapsed()).await;
    }
}

/// Notes what was found; on record, too.
async fn end(
    context: &Context,
    mut verification: Verification,
    broken: Option<ChainBroken>,
    origin: &Origin,
) -> Result<(), Fault> {
    let now = context.now();
    (verification.seen_at, verification.ended_at) = (now, Some(now));
    let head = format!("{}:{}", verification.reached.position, verification.reached.link);
    let mut event = AuditEvent::new(now, EventKind::AuditVerified, origin).detail("reached", head);
    event = event.detail("result", broken.map_or_else(|| "whole".to_owned(), |broken| broken.to_string()));
    let (position, is_intact) = (verification.reached.position, verification.problem.is_none());
    let noted = Noted { at: now, position, is_intact };
    let write = context.store.write(move |connection| {
        chain_verifications::update(connection, &verification)?;
        statistics::note_verification(connection, noted)?;
        audit::append(connection, &event)
    });
    Ok(write.await?)
}
