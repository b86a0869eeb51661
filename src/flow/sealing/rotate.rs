//! A new key for everything, in an order that can be interrupted anywhere.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{RingKeeper, fingerprint, is_dropped};
use crate::crypto::ring::Ring;
use crate::crypto::seal::{SealingKey, key_id_of};
use crate::domain::audit::{AuditEvent, EventKind, Origin};
use crate::flow::{Context, Fault};
use crate::store::sealing::{self, SealedRow};
use crate::store::{Backend, DbConnection, StoreResult, audit};

/// What became of the wish to rotate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rotated {
    /// Everything is sealed under the current key.
    Done {
        /// The key that seals now.
        current: String,
        /// Whether it became the current one just now; otherwise an earlier rotation was finished.
        is_new: bool,
        /// Rows that were sealed anew.
        rows: usize,
    },
    /// Everything is sealed under the current key, and the place of the keys cannot be written.
    NothingToDo {
        /// Why not.
        why: String,
    },
    /// Several instances may share the database, and they do not know the new key.
    PrepareFirst,
    /// These do not open, and would be lost for good.
    Closed(Vec<String>),
    /// The key that would seal was dropped.
    Dropped(String),
    /// The ring cannot be kept; nothing was changed.
    NotKept(String),
}

/// What became of the wish to prepare a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Prepared {
    /// It opens from now on, and seals after the rotation.
    Done {
        /// The prepared key.
        next: String,
        /// Whether it was made just now.
        is_new: bool,
    },
    /// The ring cannot be kept; nothing was changed.
    NotKept(String),
}

/// Gives the installation a new key and seals everything anew, or finishes a rotation that was begun.
///
/// `keeper` says why the ring cannot be changed, where it cannot; what other hands changed is then taken up.
pub async fn rotate(
    context: &Context,
    keeper: Result<&dyn RingKeeper, String>,
    is_only_instance: bool,
    origin: &Origin,
) -> Result<Rotated, Fault> {
    context.keys.look_again();
    let ring = context.keys.ring();
    let rows = context.store.read(sealing::sealed_rows).await?;
    if let Err(closed) = anew(&ring, &rows)? {
        return Ok(Rotated::Closed(closed));
    }
    let is_begun = rows.iter().any(|row| key_id_of(&row.sealed) != Some(ring.current().id()));
    let kept = match &keeper {
        Ok(keeper) => match keeper.ring() {
            Ok(kept) => Some(kept),
            Err(why) => return Ok(Rotated::NotKept(why)),
        },
        Err(_) => None,
    };
    let prepared = kept.as_ref().and_then(|kept| kept.next().cloned());
    let new = match (prepared, &keeper) {
        (Some(prepared), _) => Some(prepared),
        (None, _) if is_begun => None,
        (None, Err(why)) => return Ok(Rotated::NothingToDo { why: why.clone() }),
        (None, Ok(_)) if context.store.backend() == Backend::Postgres && !is_only_instance => {
            return Ok(Rotated::PrepareFirst);
        }
        (None, Ok(_)) => Some(SealingKey::random()?),
    };
    let sealing_id = new.as_ref().unwrap_or(ring.current()).id().to_owned();
    if is_dropped(context, &sealing_id).await? {
        return Ok(Rotated::Dropped(sealing_id));
    }
    let before = ring.current().id().to_owned();
    let is_new = new.is_some();
    if let (Some(new), Some(kept), Ok(keeper)) = (new, kept, keeper) {
        if let Err(why) = keeper.keep(&kept.rotated_to(new)) {
            return Ok(Rotated::NotKept(why));
        }
        // From here on the new key is on disk. It is used as it is read from there, and not otherwise.
        context.keys.look_again();
    }
    let ring = context.keys.ring();
    if ring.current().id() != sealing_id {
        return Ok(Rotated::NotKept("the new key was written and could not be read again".into()));
    }
    seal_anew(context, ring, is_new.then_some(before), origin).await
}

/// Makes a key that opens, and does not seal before the rotation.
pub fn prepare(keeper: &dyn RingKeeper) -> Result<Prepared, Fault> {
    let ring = match keeper.ring() {
        Ok(ring) => ring,
        Err(why) => return Ok(Prepared::NotKept(why)),
    };
    if let Some(next) = ring.next() {
        return Ok(Prepared::Done { next: next.id().to_owned(), is_new: false });
    }
    let next = SealingKey::random()?;
    let id = next.id().to_owned();
    Ok(match keeper.keep(&ring.preparing(next)) {
        Ok(()) => Prepared::Done { next: id, is_new: true },
        Err(why) => Prepared::NotKept(why),
    })
}

/// One write: every row that is not as the current key would have it, and the audit event.
async fn seal_anew(
    context: &Context,
    ring: Arc<Ring>,
    before: Option<String>,
    origin: &Origin,
) -> Result<Rotated, Fault> {
    let event = AuditEvent::new(context.now(), EventKind::SealingKeyRotated, origin);
    let done = context.store.write(move |connection| {
        let current = ring.current().id().to_owned();
        if sealing::is_dropped(connection, &current)? {
            return Ok(Ok(Rotated::Dropped(current)));
        }
        let rows = sealing::sealed_rows(connection)?;
        // All of them before the first is written: what does not open must leave everything as it is.
        let sealed = match anew(&ring, &rows) {
            Ok(Ok(sealed)) => sealed,
            Ok(Err(closed)) => return Ok(Ok(Rotated::Closed(closed))),
            Err(fault) => return Ok(Err(fault)),
        };
        write_all(connection, &sealed)?;
        let ids = rows.iter().filter_map(|row| key_id_of(&row.sealed)).filter(|id| *id != current);
        let old: BTreeSet<&str> = ids.chain(before.as_deref()).collect();
        let event = event
            .clone()
            .detail("old_keys", old.into_iter().collect::<Vec<_>>().join(" "))
            .detail("new_key", &current)
            .detail("rows", sealed.len());
        audit::append(connection, &event)?;
        Ok(Ok(Rotated::Done { current, is_new: before.is_some(), rows: sealed.len() }))
    });
    done.await?
}

fn write_all(connection: &mut DbConnection, rows: &[SealedRow]) -> StoreResult<()> {
    rows.iter().try_for_each(|row| sealing::replace(connection, row))
}

/// The rows that are not as the current key would have them, as it would have them; or the names of those that do
/// not open.
fn anew(ring: &Ring, rows: &[SealedRow]) -> Result<Result<Vec<SealedRow>, Vec<String>>, Fault> {
    let (mut sealed, mut closed) = (Vec::new(), Vec::new());
    for row in rows {
        let place = row.place.each_ref().map(String::as_str);
        let Ok(plain) = ring.open(&place, &row.sealed) else {
            closed.push(row.name.clone());
            continue;
        };
        let fingerprint = fingerprint(ring, &plain);
        if key_id_of(&row.sealed) != Some(ring.current().id()) || row.fingerprint != fingerprint {
            sealed.push(SealedRow { sealed: ring.seal(&place, &plain)?, fingerprint, ..row.clone() });
        }
    }
    Ok(if closed.is_empty() { Ok(sealed) } else { Err(closed) })
}
