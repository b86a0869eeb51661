//! Changing, disabling and deleting people. The last administrator cannot go by accident.

use std::collections::{BTreeMap, BTreeSet};

use super::address::{self, AddressState};
use super::{UserOutcome, Whom, attributes};
use crate::domain::attribute::{AttributeName, Attributes};
use crate::domain::audit::{AuditEvent, EventKind, Origin};
use crate::domain::clock::Timestamp;
use crate::domain::email::EmailAddress;
use crate::domain::group::GroupName;
use crate::domain::user::{User, UserStatus};
use crate::flow::session::revoke_all;
use crate::flow::{Context, Fault, invitations};
use crate::store::{
    DbConnection, StoreError, StoreResult, attributes as kept_attributes, audit, credentials, users,
};

/// What may be changed about a person; `None` leaves it as it is.
#[derive(Clone, Debug, Default)]
pub struct UserChange {
    /// Identity at the providers.
    pub email: Option<EmailAddress>,
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// Id at providers; the inner `None` removes it.
    pub external_id: Option<Option<String>>,
    /// Language; the inner `None` removes it.
    pub locale: Option<Option<String>>,
    /// Groups to join.
    pub join: BTreeSet<GroupName>,
    /// Groups to leave.
    pub leave: BTreeSet<GroupName>,
    /// May administer.
    pub is_administrator: Option<bool>,
    /// Must choose a new password at the next sign-in.
    pub require_password_change: bool,
    /// Attributes for claims; `None` removes one.
    pub attributes: BTreeMap<AttributeName, Option<String>>,
    /// The new address may be taken though it is held, because an administrator says so.
    pub release_address: bool,
    /// Only if the person was last changed at this instant: what was seen is what is changed.
    pub seen: Option<Timestamp>,
}

impl UserChange {
    fn apply(&self, user: &User, now: Timestamp) -> User {
        let mut after = user.clone();
        if let Some(email) = &self.email {
            after.email = email.clone();
        }
        if let Some(name) = &self.first_name {
            after.first_name.clone_from(name);
        }
        if let Some(name) = &self.last_name {
            after.last_name.clone_from(name);
        }
        if let Some(external_id) = &self.external_id {
            after.external_id.clone_from(external_id);
        }
        if let Some(locale) = &self.locale {
            after.locale.clone_from(locale);
        }
        after.groups.extend(self.join.iter().cloned());
        after.groups.retain(|group| !self.leave.contains(group));
        after.is_administrator = self.is_administrator.unwrap_or(user.is_administrator);
        after.updated_at = now;
        after
    }

    fn apply_attributes(&self, before: &Attributes) -> Attributes {
        let mut after = before.clone();
        for (name, value) in &self.attributes {
            match value {
                Some(value) => after.insert(name.clone(), value.clone()),
                None => after.remove(name),
            };
        }
        after
    }
}

/// Changes a person. With the address an invitation ends, and the old address is held for a while.
pub async fn change(
    context: &Context,
    whom: impl Into<Whom>,
    change: UserChange,
    origin: &Origin,
) -> Result<UserOutcome, Fault> {
    let (now, quarantine) = (context.now(), context.rules.address_quarantine);
    edit(context, whom.into(), origin, move |connection, user, origin| {
        if change.seen.is_some_and(|seen| seen != user.updated_at) {
            return Ok(UserOutcome::ChangedMeanwhile);
        }
        let after = change.apply(user, now);
        let known = kept_attributes::of(connection, user.id)?;
        let attributes = change.apply_attributes(&known);
        if !attributes::are_few(&attributes) {
            return Ok(UserOutcome::TooManyAttributes);
        }
        if user.is_administrator && !after.is_administrator && is_last_administrator(connection, user)? {
            return Ok(UserOutcome::LastAdministrator);
        }
        if after.email.folded() != user.email.folded() {
            match address::judge(connection, &after.email, user.id, now, quarantine)? {
                AddressState::Free => {}
                AddressState::Held(held) if change.release_address => {
                    address::release_inside(connection, &held, now, origin)?;
                }
                AddressState::Held(held) => return Ok(UserOutcome::AddressHeld(held)),
                AddressState::Taken(_) => return Ok(UserOutcome::EmailTaken),
            }
            address::take(connection, &after.email)?;
            address::give_up(connection, user, now, quarantine)?;
            invitations::end(connection, user.id, "the address was changed", now, origin)?;
        }
        let mut event = AuditEvent::new(now, EventKind::UserChanged, origin).about(user.id);
        event.details = audited_differences(user, &after);
        if known != attributes {
            event = event.detail("attributes", attributes::differences(&known, &attributes));
            kept_attributes::replace(connection, user.id, &attributes)?;
        }
        if !event.details.is_empty() {
            users::update(connection, &after)?;
        }
        if change.require_password_change && credentials::require_change(connection, user.id)? {
            revoke_all(connection, user.id, None, "a new password is required", now, origin)?;
            event = event.detail("password", "must be changed");
        }
        if !event.details.is_empty() {
            audit::append(connection, &event)?;
        }
        Ok(UserOutcome::Done(()))
    })
    .await
}

/// Details of a change for the audit.
pub(in crate::flow) fn audited_differences(before: &User, after: &User) -> BTreeMap<&'static str, String> {
    let named = differences(before, after).into_iter();
    named.map(|(name, (before, after))| (name, format!("{before} → {after}"))).collect()
}

/// What is another: its name, as it was, and as it is. The status is not among it; it has events of its own.
pub(in crate::flow) fn differences(before: &User, after: &User) -> Vec<(&'static str, (String, String))> {
    let groups = |user: &User| user.groups.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let all = [
        ("email", before.email.to_string(), after.email.to_string()),
        ("first_name", before.first_name.clone(), after.first_name.clone()),
        ("last_name", before.last_name.clone(), after.last_name.clone()),
        ("external_id", text(&before.external_id), text(&after.external_id)),
        ("locale", text(&before.locale), text(&after.locale)),
        ("groups", groups(before), groups(after)),
        ("is_administrator", before.is_administrator.to_string(), after.is_administrator.to_string()),
    ];
    let changed = all.into_iter().filter(|(_, before, after)| before != after);
    changed.map(|(name, before, after)| (name, (before, after))).collect()
}

/// Disables or enables a person. A disabled person's sessions end at once, and so does an invitation.
pub async fn set_status(
    context: &Context,
    whom: impl Into<Whom>,
    status: UserStatus,
    origin: &Origin,
) -> Result<UserOutcome, Fault> {
    let now = context.now();
    edit(context, whom.into(), origin, move |connection, user, origin| {
        if user.status == status {
            return Ok(UserOutcome::Done(()));
        }
        if status == UserStatus::Disabled && is_last_administrator(connection, user)? {
            return Ok(UserOutcome::LastAdministrator);
        }
        users::update(connection, &User { status, updated_at: now, ..user.clone() })?;
        let kind = match status {
            UserStatus::Active => EventKind::UserEnabled,
            UserStatus::Disabled => {
                revoke_all(connection, user.id, None, "the account was disabled", now, origin)?;
                invitations::end(connection, user.id, "the account was disabled", now, origin)?;
                EventKind::UserDisabled
            }
        };
        audit::append(connection, &AuditEvent::new(now, kind, origin).about(user.id))?;
        Ok(UserOutcome::Done(()))
    })
    .await
}

/// Deletes a person with their sessions. The audit keeps what they did, and their address is held for a while.
pub async fn delete(context: &Context, whom: impl Into<Whom>, origin: &Origin) -> Result<UserOutcome, Fault> {
    let (now, quarantine) = (context.now(), context.rules.address_quarantine);
    edit(context, whom.into(), origin, move |connection, user, origin| {
        if is_last_administrator(connection, user)? {
            return Ok(UserOutcome::LastAdministrator);
        }
        revoke_all(connection, user.id, None, "the account was deleted", now, origin)?;
        invitations::end(connection, user.id, "the account was deleted", now, origin)?;
        address::give_up(connection, user, now, quarantine)?;
        users::delete(connection, user.id)?;
        let event =
            AuditEvent::new(now, EventKind::UserDeleted, origin).about(user.id).detail("email", &user.email);
        audit::append(connection, &event)?;
        Ok(UserOutcome::Done(()))
    })
    .await
}

/// Whether nobody could administer without this person.
pub(super) fn is_last_administrator(connection: &mut DbConnection, user: &User) -> StoreResult<bool> {
    Ok(user.is_administrator
        && user.is_active()
        && users::other_active_administrators(connection, user.id)? == 0)
}

async fn edit(
    context: &Context,
    whom: Whom,
    origin: &Origin,
    mut work: impl FnMut(&mut DbConnection, &User, &Origin) -> StoreResult<UserOutcome> + Send + 'static,
) -> Result<UserOutcome, Fault> {
    let origin = origin.clone();
    let outcome = context.store.write(move |connection| match whom.find(connection)? {
        Some(user) => work(connection, &user, &origin),
        None => Ok(UserOutcome::Unknown),
    });
    match outcome.await {
        Err(StoreError::Conflict) => Ok(UserOutcome::EmailTaken),
        other => Ok(other?),
    }
}
