//! An old key is accepted no more, once nothing is sealed under it.

use super::RingKeeper;
use crate::crypto::ring::KeyRole;
use crate::crypto::seal::key_id_of;
use crate::domain::audit::{AuditEvent, EventKind, Origin};
use crate::flow::{Context, Fault};
use crate::store::{audit, sealing};

/// What became of the wish to drop a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyDropped {
    /// It is accepted no more.
    Done,
    /// It is accepted no more by the database; the place that names it is not for this program to change.
    Elsewhere,
    /// It seals.
    Current,
    /// So many rows are sealed under it.
    InUse(usize),
    /// It is nowhere in the ring.
    Unknown,
    /// The ring cannot be kept; running the command again goes on.
    NotKept(String),
}

/// Accepts a key no more. The database says so first: from then on nothing is sealed under it, whoever still has it.
pub async fn drop_key(
    context: &Context,
    keeper: Result<&dyn RingKeeper, String>,
    key_id: &str,
    origin: &Origin,
) -> Result<KeyDropped, Fault> {
    context.keys.look_again();
    match context.keys.ring().role_of(key_id) {
        None => return Ok(KeyDropped::Unknown),
        Some(KeyRole::Current) => return Ok(KeyDropped::Current),
        Some(KeyRole::Next | KeyRole::Earlier) => {}
    }
    let event = AuditEvent::new(context.now(), EventKind::SealingKeyDropped, origin).detail("key", key_id);
    let (id, now) = (key_id.to_owned(), context.now());
    let in_use = context.store.write(move |connection| {
        let rows = sealing::sealed_rows(connection)?;
        let in_use = rows.iter().filter(|row| key_id_of(&row.sealed) == Some(&id)).count();
        if in_use == 0 && sealing::drop_key(connection, &id, now)? {
            audit::append(connection, &event)?;
        }
        Ok(in_use)
    });
    match in_use.await? {
        0 => {}
        rows => return Ok(KeyDropped::InUse(rows)),
    }
    let Ok(keeper) = keeper else { return Ok(KeyDropped::Elsewhere) };
    let kept = match keeper.ring() {
        Ok(kept) => kept,
        Err(why) => return Ok(KeyDropped::NotKept(why)),
    };
    if kept.role_of(key_id).is_some()
        && let Err(why) = keeper.keep(&kept.without(key_id))
    {
        return Ok(KeyDropped::NotKept(why));
    }
    context.keys.look_again();
    let is_gone = context.keys.ring().role_of(key_id).is_none();
    Ok(if is_gone { KeyDropped::Done } else { KeyDropped::Elsewhere })
}
