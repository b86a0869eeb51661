//! Invitations: a link by which a person chooses the password of their account, once. It is shown once to the
//! administrator, who sends it by whatever way they trust. Nothing of it is kept but a digest.

mod accept;

pub use accept::{Accepted, accept, look};

use std::fmt;

use super::users::{UserOutcome, Whom};
use super::{Context, Fault};
use crate::crypto::digest::sha256_hex;
use crate::crypto::random::{self, NoRandomness};
use crate::domain::audit::{AuditEvent, EventKind, Origin};
use crate::domain::clock::Timestamp;
use crate::domain::id::UserId;
use crate::domain::user::User;
use crate::store::invitations::Invitation;
use crate::store::{DbConnection, StoreResult, audit, credentials, invitations};

/// What stands in the link: 256 random bits. Stored only as its SHA-256. `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct InvitationToken(String);

impl InvitationToken {
    fn random() -> Result<Self, NoRandomness> {
        random::token::<32>().map(Self)
    }

    /// Reads what stood in a link; anything that cannot be one of ours is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let is_plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        (text.len() == 43 && is_plain).then(|| Self(text.to_owned()))
    }

    /// For the one link that carries it.
    pub fn expose(&self) -> &str {
        &self.0
    }

    fn digest(&self) -> String {
        sha256_hex(self.0.as_bytes())
    }
}

impl fmt::Debug for InvitationToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InvitationToken([hidden])")
    }
}

/// A new invitation, on its way to the one page or line that shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invited {
    /// What stands in the link.
    pub token: InvitationToken,
    /// The link is worth nothing from this instant on.
    pub until: Timestamp,
}

/// One that is made and not yet kept.
#[derive(Clone)]
pub(super) struct NewInvitation {
    digest: String,
    invitation: Invitation,
}

impl NewInvitation {
    pub(super) fn make(
        context: &Context,
        user: &User,
        origin: &Origin,
    ) -> Result<(Self, Invited), NoRandomness> {
        let now = context.now();
        let token = InvitationToken::random()?;
        let until = now.plus(context.rules.one_time_lifetime);
        let invitation = Invitation {
            user_id: user.id,
            email_folded: user.email.folded().as_str().to_owned(),
            made_by: origin.actor.to_string(),
            created_at: now,
            expires_at: until,
            consumed_at: None,
        };
        Ok((Self { digest: token.digest(), invitation }, Invited { token, until }))
    }

    /// Keeps it inside a write, in the place of an earlier one.
    pub(super) fn keep(
        &self,
        connection: &mut DbConnection,
        user: &User,
        origin: &Origin,
    ) -> StoreResult<()> {
        let now = self.invitation.created_at;
        end(connection, user.id, "a newer one was made", now, origin)?;
        invitations::insert(connection, &self.digest, &self.invitation, &user.email.folded())?;
        let event = AuditEvent::new(now, EventKind::InvitationMade, origin).about(user.id);
        audit::append(connection, &event.detail("expires_at", self.invitation.expires_at))
    }
}

/// Makes an invitation for a person; an earlier one ends. Their password stays until the invitation is used.
pub async fn invite(
    context: &Context,
    whom: impl Into<Whom>,
    origin: &Origin,
) -> Result<UserOutcome<Invited>, Fault> {
    let whom = whom.into();
    let Some(user) = super::users::find(context, whom.clone()).await? else {
        return Ok(UserOutcome::Unknown);
    };
    let (new, invited) = NewInvitation::make(context, &user, origin)?;
    let origin = origin.clone();
    let kept = context.store.write(move |connection| {
        // Asked again: the account may be another's by now, or nobody's.
        let Some(present) = whom.find(connection)?.filter(|present| present.id == user.id) else {
            return Ok(UserOutcome::Unknown);
        };
        if !present.is_active() {
            return Ok(UserOutcome::IsDisabled);
        }
        if present.email.folded() != user.email.folded() {
            return Ok(UserOutcome::ChangedMeanwhile);
        }
        new.keep(connection, &present, &origin)?;
        Ok(UserOutcome::Done(()))
    });
    Ok(kept.await?.map(|()| invited))
}

/// Takes a person's invitation back. Tells whether there was one that could still be used.
pub async fn withdraw(
    context: &Context,
    whom: impl Into<Whom>,
    origin: &Origin,
) -> Result<UserOutcome<bool>, Fault> {
    let (whom, now, origin) = (whom.into(), context.now(), origin.clone());
    let withdrawn = context.store.write(move |connection| {
        let Some(user) = whom.find(connection)? else { return Ok(UserOutcome::Unknown) };
        let was_open = end(connection, user.id, "taken back by an administrator", now, &origin)?;
        Ok(UserOutcome::Done(was_open))
    });
    Ok(withdrawn.await?)
}

/// Ends a person's invitation inside a write, on record when it could still be used.
pub(super) fn end(
    connection: &mut DbConnection,
    user: UserId,
    why: &str,
    now: Timestamp,
    origin: &Origin,
) -> StoreResult<bool> {
    let was_open = invitations::withdraw(connection, user, now)? > 0;
    if was_open {
        let event = AuditEvent::new(now, EventKind::InvitationWithdrawn, origin).about(user);
        audit::append(connection, &event.detail("why", why))?;
    }
    Ok(was_open)
}

/// The invitation of a person that can still be used, for those who may look.
pub async fn open_of(context: &Context, user: UserId) -> Result<Option<Invitation>, Fault> {
    let now = context.now();
    let found = context.store.read(move |connection| {
        let newest = invitations::newest_of(connection, user)?;
        let person = crate::store::users::find(connection, user)?;
        let Some((invitation, person)) = newest.zip(person) else { return Ok(None) };
        Ok(is_good(connection, &invitation, &person, now)?.then_some(invitation))
    });
    Ok(found.await?)
}

/// Whether an invitation opens the account as it stands now. Disabling, another address and another password end it
/// in their own writes; here the rows are asked again, so that one who forgets to end it does not keep it alive.
fn is_good(
    connection: &mut DbConnection,
    invitation: &Invitation,
    user: &User,
    now: Timestamp,
) -> StoreResult<bool> {
    if !invitation.is_open_at(now) || !user.is_active() || !invitation.is_for(&user.email) {
        return Ok(false);
    }
    let credential = credentials::find(connection, user.id)?;
    Ok(credential.is_none_or(|credential| credential.set_at <= invitation.created_at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_could_be_ours_is_taken_for_an_invitation() {
        let token = InvitationToken::random().unwrap();
        assert_eq!(InvitationToken::parse(token.expose()), Some(token.clone()));
        for text in ["", "short", &"a".repeat(44), &"!".repeat(43)] {
            assert_eq!(InvitationToken::parse(text), None);
        }
        assert!(!format!("{token:?}").contains(token.expose()));
    }
}
