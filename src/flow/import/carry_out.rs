//! Writing what was examined. Everything that is written carries the import's id into the audit.

use std::sync::Arc;
use std::time::Duration;

use super::judge::{Terms, judge, keep_an_administrator};
use super::{BATCH, Counts, Examined, Judged, Line, Listener, Mode, Outcome, Plan, Step};
use crate::domain::audit::{AuditEvent, EventKind, Origin};
use crate::domain::clock::Timestamp;
use crate::domain::email::FoldedEmail;
use crate::domain::id::ImportId;
use crate::domain::user::{User, UserStatus};
use crate::flow::session::revoke_all;
use crate::flow::users::{address, attribute_differences, audited_differences, told_attributes};
use crate::flow::{Context, Fault, invitations};
use crate::store::held_addresses::{self, HeldAddress};
use crate::store::{
    DbConnection, StoreError, StoreResult, attributes, audit, credentials, users, users_in_bulk,
};

/// Lines that somebody else got in the way of are judged anew so often.
const ATTEMPTS: usize = 3;

/// What became of an import.
#[derive(Clone, Debug)]
pub enum Carried {
    /// It is written: all good lines.
    Done(Examined),
    /// Nothing is, because of bad lines.
    Nothing(Examined),
}

/// Writes an examined file.
pub async fn carry_out(
    context: &Context,
    lines: Arc<Vec<Line>>,
    mut examined: Examined,
    mode: Mode,
    origin: &Origin,
    listener: &Listener,
) -> Result<Carried, Fault> {
    let (id, choice) = (examined.id, examined.choice);
    let batch = match mode {
        Mode::AllOrNothing => examined.lines.len().max(1),
        Mode::SkipBadLines => BATCH,
    };
    for from in (0..examined.lines.len()).step_by(batch) {
        let mut attempts = 1;
        loop {
            let judged = examined.lines.iter().skip(from).take(batch);
            let has_bad = judged.clone().any(|line| matches!(line.outcome, Outcome::Refused(_)));
            if has_bad && mode == Mode::AllOrNothing {
                return Ok(Carried::Nothing(examined));
            }
            let plans: Arc<Vec<Plan>> = Arc::new(judged.filter_map(|line| line.plan.clone()).collect());
            let counts = (mode == Mode::AllOrNothing).then(|| examined.counts());
            match write(context, plans, id, counts, origin, (from, listener)).await? {
                Written::Done => break,
                Written::Stale if attempts == ATTEMPTS => return Err(StoreError::Contended.into()),
                Written::Stale => {
                    attempts += 1;
                    let anew = judge_again(context, lines.clone(), from, batch, choice).await?;
                    examined.lines.iter_mut().skip(from).zip(anew).for_each(|(old, new)| *old = new);
                }
            }
        }
        listener(Step::Written((from + batch).min(examined.lines.len())));
    }
    if mode == Mode::SkipBadLines {
        let event = summary(context.now(), id, mode, examined.counts(), origin);
        context.store.write(move |connection| audit::append(connection, &event)).await?;
    }
    Ok(Carried::Done(examined))
}

async fn judge_again(
    context: &Context,
    lines: Arc<Vec<Line>>,
    from: usize,
    many: usize,
    choice: super::Choice,
) -> Result<Vec<Judged>, Fault> {
    let terms = Terms { choice, now: context.now(), quarantine: context.rules.address_quarantine };
    let judged = context.store.read(move |connection| {
        let mut judged = Vec::new();
        let wanted: Vec<&Line> = lines.iter().skip(from).take(many).collect();
        for batch in wanted.chunks(BATCH) {
            judged.extend(judge(connection, batch, terms)?);
        }
        keep_an_administrator(&mut judged, users::administrators(connection)?);
        Ok(judged)
    });
    Ok(judged.await?)
}

/// What became of a write.
enum Written {
    Done,
    /// Somebody else changed what it is about; nothing was written.
    Stale,
}

async fn write(
    context: &Context,
    plans: Arc<Vec<Plan>>,
    id: ImportId,
    all: Option<Counts>,
    origin: &Origin,
    (from, listener): (usize, &Listener),
) -> Result<Written, Fault> {
    let scene = Scene {
        id,
        now: context.now(),
        quarantine: context.rules.address_quarantine,
        origin: origin.clone(),
    };
    let listener = listener.clone();
    let is_all = all.is_some();
    let work = move |connection: &mut DbConnection| {
        if !is_fresh(connection, &plans, &scene)? {
            return Ok(Written::Stale);
        }
        let mut done = from;
        for batch in plans.chunks(BATCH) {
            let taken: Vec<_> = taken_addresses(batch).collect();
            held_addresses::release_all(connection, &taken)?;
            let created: Vec<&Plan> = batch.iter().filter(|plan| plan.before.is_none()).collect();
            create(connection, &created, &scene)?;
            for plan in batch.iter().filter(|plan| plan.before.is_some()) {
                change(connection, plan, &scene)?;
            }
            done += batch.len();
            if is_all {
                listener(Step::Written(done));
            }
        }
        if let Some(counts) = all {
            audit::append(connection, &summary(scene.now, id, Mode::AllOrNothing, counts, &scene.origin))?;
        }
        Ok(Written::Done)
    };
    let written =
        if is_all { context.store.write_at_length(work).await } else { context.store.write(work).await };
    match written {
        // An address was taken since it was looked up.
        Err(StoreError::Conflict) => Ok(Written::Stale),
        other => Ok(other?),
    }
}

/// When, through whom, and under which name people are imported.
struct Scene {
    id: ImportId,
    now: Timestamp,
    quarantine: Duration,
    origin: Origin,
}

fn taken_addresses(plans: &[Plan]) -> impl Iterator<Item = FoldedEmail> {
    plans.iter().filter(|plan| plan.takes_an_address()).map(|plan| plan.after.email.folded())
}

/// Whether the people are still as they were when the lines were judged.
fn is_fresh(connection: &mut DbConnection, plans: &[Plan], scene: &Scene) -> StoreResult<bool> {
    for batch in plans.chunks(BATCH) {
        let taken: Vec<_> = taken_addresses(batch).collect();
        let is_held = |held: &HeldAddress| {
            let whose = batch.iter().find(|plan| plan.after.email.folded() == held.email.folded());
            scene.now < held.since.plus(scene.quarantine)
                && whose.is_none_or(|plan| plan.after.id != held.user_id)
        };
        if held_addresses::find_all(connection, &taken)?.iter().any(is_held) {
            return Ok(false);
        }
    }
    let changed: Vec<&Plan> = plans.iter().filter(|plan| plan.before.is_some()).collect();
    for batch in changed.chunks(BATCH) {
        let before: Vec<&User> = batch.iter().filter_map(|plan| plan.before.as_ref()).collect();
        let emails: Vec<_> = before.iter().map(|user| user.email.folded()).collect();
        let present = users_in_bulk::with_emails(connection, &emails)?;
        let present: std::collections::HashMap<_, _> =
            present.iter().map(|user| (user.id.to_string(), user)).collect();
        // A sign-in meanwhile is no change.
        let is_same = |user: &&User| {
            present.get(&user.id.to_string()).is_some_and(|present| {
                **user == User { last_sign_in_at: user.last_sign_in_at, ..(*present).clone() }
            })
        };
        if !before.iter().all(is_same) {
            return Ok(false);
        }
        let brings: Vec<&&Plan> = batch.iter().filter(|plan| plan.password.is_some()).collect();
        let ids: Vec<_> = brings.iter().map(|plan| plan.after.id).collect();
        let hashes = credentials::hashes_of(connection, &ids)?;
        let replaces = |plan: &&&Plan| plan.password.as_ref().and_then(|password| password.replaces.clone());
        if !brings.iter().all(|plan| hashes.get(&plan.after.id.to_string()) == replaces(plan).as_ref()) {
            return Ok(false);
        }
    }
    let losses = plans.iter().filter(|plan| plan.takes_an_administrator()).count();
    Ok(losses == 0 || users::administrators(connection)? > i64::try_from(losses).unwrap_or(i64::MAX))
}

fn create(connection: &mut DbConnection, plans: &[&Plan], scene: &Scene) -> StoreResult<()> {
    let people: Vec<User> = plans.iter().map(|plan| plan.after.clone()).collect();
    let with_password = plans.iter().filter_map(|plan| Some((plan.after.id, plan.password.as_ref()?)));
    let passwords: Vec<_> =
        with_password.map(|(user, password)| (user, password.credential.clone())).collect();
    let known = plans.iter().filter_map(|plan| Some((plan.after.id, &plan.attributes.as_ref()?.1)));
    let known: Vec<_> = known.collect();
    let events: Vec<AuditEvent> = plans.iter().map(|plan| added(plan, scene)).collect();
    users_in_bulk::insert_all(connection, &people)?;
    credentials::insert_all(connection, &passwords)?;
    attributes::insert_all(connection, &known)?;
    audit::append_all(connection, &events)
}

fn added(plan: &Plan, scene: &Scene) -> AuditEvent {
    let user = &plan.after;
    let mut event = AuditEvent::new(scene.now, EventKind::UserAdded, &scene.origin)
        .about(user.id)
        .detail("email", &user.email)
        .detail("is_administrator", user.is_administrator)
        .detail("import", scene.id);
    if !user.is_active() {
        event = event.detail("status", user.status.as_str());
    }
    if let Some((_, known)) = &plan.attributes {
        event = event.detail("attributes", told_attributes(known));
    }
    match &plan.password {
        Some(password) => event.detail("password", format_args!("imported ({})", password.family)),
        None => event,
    }
}

fn change(connection: &mut DbConnection, plan: &Plan, scene: &Scene) -> StoreResult<()> {
    let (Some(before), after) = (&plan.before, &plan.after) else { return Ok(()) };
    let Scene { id, now, origin, .. } = scene;
    let (id, now) = (*id, *now);
    let mut event = AuditEvent::new(now, EventKind::UserChanged, origin).about(after.id);
    event.details = audited_differences(before, after);
    users::update(connection, after)?;
    if before.email.folded() != after.email.folded() {
        address::give_up(connection, before, now, scene.quarantine)?;
        invitations::end(connection, after.id, "the address was changed", now, origin)?;
    }
    if let Some((known, attributes)) = &plan.attributes {
        event = event.detail("attributes", attribute_differences(known, attributes));
        attributes::replace(connection, after.id, attributes)?;
    }
    if let Some(password) = &plan.password {
        credentials::set(connection, after.id, &password.credential)?;
        revoke_all(connection, after.id, None, "the password was imported", now, origin)?;
        invitations::end(connection, after.id, "the password was imported", now, origin)?;
        event = event.detail("password", format_args!("imported ({})", password.family));
    }
    if !event.details.is_empty() {
        audit::append(connection, &event.detail("import", id))?;
    }
    if before.status != after.status {
        let kind = match after.status {
            UserStatus::Active => EventKind::UserEnabled,
            UserStatus::Disabled => {
                revoke_all(connection, after.id, None, "the account was disabled", now, origin)?;
                invitations::end(connection, after.id, "the account was disabled", now, origin)?;
                EventKind::UserDisabled
            }
        };
        let event = AuditEvent::new(now, kind, origin).about(after.id);
        audit::append(connection, &event.detail("import", id))?;
    }
    Ok(())
}

/// The whole import in one row.
fn summary(now: Timestamp, id: ImportId, mode: Mode, counts: Counts, origin: &Origin) -> AuditEvent {
    AuditEvent::new(now, EventKind::PeopleImported, origin)
        .detail("import", id)
        .detail("mode", mode.as_str())
        .detail("created", counts.created)
        .detail("changed", counts.changed)
        .detail("unchanged", counts.unchanged)
        .detail("refused", counts.refused)
}
