//! Taking it back: only of people who are still as it left them.

use super::deed::end_sessions;
use super::{UNDO_FOR, person};
use crate::domain::audit::{AuditEvent, EventKind, Origin};
use crate::domain::bulk::{BulkAction, BulkRecord};
use crate::domain::clock::Timestamp;
use crate::domain::id::BulkId;
use crate::domain::user::{User, UserStatus};
use crate::flow::users::change::{audited_differences, is_last_administrator};
use crate::flow::{Context, Fault};
use crate::store::bulk::{self, Change};
use crate::store::{DbConnection, StoreResult, audit, credentials, users};

/// People looked at in one write.
const AT_ONCE: i64 = 100;

/// How far an undo came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undoing {
    /// There is no such action, or it is too long ago.
    Unknown,
    /// What it did cannot be taken back.
    Impossible,
    /// There are more people to look at: call it again.
    Under(BulkRecord),
    /// Everybody was looked at.
    Done(BulkRecord),
}

/// Takes the next portion of an action back. An action that is under way ends by it.
pub async fn undo(context: &Context, id: BulkId, origin: &Origin) -> Result<Undoing, Fault> {
    let (now, origin) = (context.now(), origin.clone());
    let undone = context.store.write(move |connection| {
        let Some(mut record) = bulk::find(connection, id)? else { return Ok(Undoing::Unknown) };
        if !record.action.can_be_undone() {
            return Ok(Undoing::Impossible);
        }
        if record.undo_began_at.is_none() {
            if now.since(record.began_at) >= UNDO_FOR {
                return Ok(Undoing::Unknown);
            }
            record.undo_began_at = Some(now);
            record.is_finished = true;
        }
        let changes = bulk::unsettled(connection, id, AT_ONCE)?;
        for change in &changes {
            if take_back(connection, &record, change, now, &origin)? {
                record.undone += 1;
            } else {
                record.changed_since += 1;
            }
            bulk::settle(connection, id, change.user)?;
        }
        bulk::update(connection, &record)?;
        let is_done = i64::try_from(changes.len()).unwrap_or(AT_ONCE) < AT_ONCE;
        Ok(if is_done { Undoing::Done(record) } else { Undoing::Under(record) })
    });
    Ok(undone.await?)
}

/// Takes back what was done to one person; false when they changed since, or when it would lock somebody out.
fn take_back(
    connection: &mut DbConnection,
    record: &BulkRecord,
    change: &Change,
    now: Timestamp,
    origin: &Origin,
) -> StoreResult<bool> {
    let event = |kind| {
        AuditEvent::new(now, kind, origin).about(change.user).detail("bulk", record.id).detail("undo", true)
    };
    if record.action == BulkAction::RequireChange {
        if !credentials::waive_change(connection, change.user, change.after)? {
            return Ok(false);
        }
        let waived = event(EventKind::UserChanged).detail("password", "need not be changed");
        audit::append(connection, &waived)?;
        return Ok(true);
    }
    let Some(user) = users::find(connection, change.user)? else { return Ok(false) };
    if user.updated_at != change.after {
        return Ok(false);
    }
    let mut before = User { updated_at: now, ..user.clone() };
    let undoing = match &record.action {
        BulkAction::Disable if user.status == UserStatus::Disabled => {
            before.status = UserStatus::Active;
            event(EventKind::UserEnabled)
        }
        BulkAction::Enable if user.is_active() => {
            if person(origin) == Some(user.id) || is_last_administrator(connection, &user)? {
                return Ok(false);
            }
            before.status = UserStatus::Disabled;
            end_sessions(connection, record.id, user.id, "the account was disabled", now, origin)?;
            event(EventKind::UserDisabled)
        }
        BulkAction::Join(group) if before.groups.remove(group) => event(EventKind::UserChanged),
        BulkAction::Leave(group) if before.groups.insert(group.clone()) => event(EventKind::UserChanged),
        _ => return Ok(false),
    };
    users::update(connection, &before)?;
    bulk::carry_mark(connection, user.id, change.before, now)?;
    let mut undoing = undoing;
    undoing.details.extend(audited_differences(&user, &before));
    audit::append(connection, &undoing)?;
    Ok(true)
}
