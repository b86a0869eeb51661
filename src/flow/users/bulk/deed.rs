//! Doing it, portion by portion.

use super::{judged, next_people, person};
use crate::domain::audit::{AuditEvent, EventKind, Origin};
use crate::domain::bulk::{BulkAction, BulkRecord, BulkScope, BulkTally, Verdict};
use crate::domain::clock::Timestamp;
use crate::domain::id::{BulkId, UserId};
use crate::domain::user::{User, UserStatus};
use crate::flow::users::change::{audited_differences, is_last_administrator};
use crate::flow::{Context, Fault, invitations};
use crate::store::bulk::{self, Change, Facts};
use crate::store::{DbConnection, StoreResult, audit, credentials, sessions, users};

/// People changed in one write.
const AT_ONCE: usize = 100;

/// Puts an action on record; nothing is changed yet.
pub async fn begin(
    context: &Context,
    action: BulkAction,
    scope: BulkScope,
    origin: &Origin,
) -> Result<BulkId, Fault> {
    let record = BulkRecord {
        id: BulkId::unique(),
        action,
        scope,
        actor: origin.actor.to_string(),
        began_at: context.now(),
        reached: None,
        is_finished: false,
        tally: BulkTally::default(),
        undo_began_at: None,
        undone: 0,
        changed_since: 0,
    };
    let id = record.id;
    context.store.write(move |connection| bulk::insert(connection, &record)).await?;
    Ok(id)
}

/// Does the next portion of an action; `None` when there is no such action. Whoever calls it goes on until it is
/// finished. One that was broken off goes on where it stood.
pub async fn carry_on(context: &Context, id: BulkId, origin: &Origin) -> Result<Option<BulkRecord>, Fault> {
    let (now, origin) = (context.now(), origin.clone());
    // Whom it is meant for is asked before the write: that may take longer than others should wait.
    let found = context.store.read(move |connection| {
        let Some(record) = bulk::find(connection, id)? else { return Ok(None) };
        if record.is_finished {
            return Ok(Some((record, Vec::new(), None)));
        }
        let (ids, further) = next_people(connection, &record.scope, record.reached, AT_ONCE, now)?;
        Ok(Some((record, ids, further)))
    });
    let Some((seen, ids, further)) = found.await? else { return Ok(None) };
    if seen.is_finished {
        return Ok(Some(seen));
    }
    let done = context.store.write(move |connection| {
        let Some(mut record) = bulk::find(connection, id)? else { return Ok(None) };
        // Another request did this portion meanwhile, or somebody undoes it.
        if record != seen {
            return Ok(Some(record));
        }
        for facts in bulk::facts(connection, &ids, now)? {
            let verdict = change(connection, &record, &facts, now, &origin)?;
            record.tally.count(verdict);
        }
        record.reached = further;
        record.is_finished = further.is_none();
        bulk::update(connection, &record)?;
        Ok(Some(record))
    });
    Ok(done.await?)
}

/// Changes one person, on record and so that it can be taken back.
fn change(
    connection: &mut DbConnection,
    record: &BulkRecord,
    facts: &Facts,
    now: Timestamp,
    origin: &Origin,
) -> StoreResult<Verdict> {
    let (action, user) = (&record.action, &facts.user);
    let verdict = judged(action, facts, person(origin));
    if verdict != Verdict::Changes {
        return Ok(verdict);
    }
    if *action == BulkAction::Disable && is_last_administrator(connection, user)? {
        return Ok(Verdict::LastAdministrator);
    }
    let event = |kind| AuditEvent::new(now, kind, origin).about(user.id).detail("bulk", record.id);
    let mut mark = Change { user: user.id, before: user.updated_at, after: now };
    match action {
        BulkAction::Disable | BulkAction::Enable => {
            let (status, kind) = match action {
                BulkAction::Disable => (UserStatus::Disabled, EventKind::UserDisabled),
                _ => (UserStatus::Active, EventKind::UserEnabled),
            };
            users::update(connection, &User { status, updated_at: now, ..user.clone() })?;
            if status == UserStatus::Disabled {
                let why = "the account was disabled";
                end_sessions(connection, record.id, user.id, why, now, origin)?;
                invitations::end(connection, user.id, why, now, origin)?;
            }
            audit::append(connection, &event(kind))?;
        }
        BulkAction::Join(group) | BulkAction::Leave(group) => {
            let mut after = User { updated_at: now, ..user.clone() };
            if matches!(action, BulkAction::Join(_)) {
                after.groups.insert(group.clone());
            } else {
                after.groups.remove(group);
            }
            users::update(connection, &after)?;
            let mut changed = event(EventKind::UserChanged);
            changed.details.extend(audited_differences(user, &after));
            audit::append(connection, &changed)?;
        }
        BulkAction::RequireChange => {
            credentials::require_change(connection, user.id)?;
            mark.before = Timestamp::from_micros(0);
            mark.after = facts.password.map_or(mark.before, |(set_at, _)| set_at);
            end_sessions(connection, record.id, user.id, "a new password is required", now, origin)?;
            audit::append(connection, &event(EventKind::UserChanged).detail("password", "must be changed"))?;
        }
        BulkAction::EndSessions => {
            end_sessions(connection, record.id, user.id, "ended by an administrator", now, origin)?;
        }
    }
    if action.can_be_undone() {
        bulk::note(connection, record.id, &mark)?;
    }
    Ok(Verdict::Changes)
}

/// Ends a person's sessions, each on record with the action that they belong to.
pub(super) fn end_sessions(
    connection: &mut DbConnection,
    id: BulkId,
    user: UserId,
    why: &str,
    now: Timestamp,
    origin: &Origin,
) -> StoreResult<()> {
    for session in sessions::revoke_all(connection, user, None, now)? {
        let event = AuditEvent::new(now, EventKind::SessionRevoked, origin)
            .about(user)
            .in_session(session)
            .detail("why", why)
            .detail("bulk", id);
        audit::append(connection, &event)?;
    }
    Ok(())
}
