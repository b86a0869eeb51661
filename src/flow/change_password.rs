//! A new password: required at a sign-in, or wished by a signed-in person. Other sessions of the person end.

use std::time::Duration;

use super::confirm::{Proven, prove};
use super::finish::{Carry, Proof, carry};
use super::password::{ask_again, carry_spent, is_spent, provider_name, verify};
use super::session::{self, Browser, SessionToken, SignedIn};
use super::step::SignInStep;
use super::{Context, Fault, invitations};
use crate::crypto::hasher::Verdict;
use crate::crypto::pool::PoolError;
use crate::domain::audit::{AuditEvent, EventKind, Origin};
use crate::domain::id::{SessionId, UserId};
use crate::domain::known_browser::KnownBrowser;
use crate::domain::network::Network;
use crate::domain::password::{Password, PasswordUnfit};
use crate::domain::refusal::Refusal;
use crate::domain::sign_in::{PasswordProof, PendingSignIn};
use crate::domain::user::User;
use crate::store::credentials::Credential;
use crate::store::{StoreError, audit, credentials, sessions, users};

/// The new password, typed twice.
#[derive(Clone, Debug)]
pub struct NewPassword {
    /// Once.
    pub new: Password,
    /// And again.
    pub repeat: Password,
}

pub(super) async fn find(context: &Context, user: UserId) -> Result<Option<(User, Credential)>, Fault> {
    let found = context
        .store
        .read(move |connection| Ok(users::find(connection, user)?.zip(credentials::find(connection, user)?)));
    Ok(found.await?)
}

/// The required new password was chosen: set it and carry the person across.
pub async fn at_sign_in(
    context: &Context,
    pending: PendingSignIn,
    chosen: NewPassword,
    browser: &Browser,
    origin: &Origin,
) -> Result<SignInStep, Fault> {
    if is_spent(context, &pending).await? {
        return carry_spent(context, pending).await;
    }
    let Some(proof) = pending.proof else {
        return ask_again(context, pending, Refusal::FormExpired).await;
    };
    let found = find(context, proof.user_id).await?.filter(|(user, _)| user.is_active());
    let Some((user, credential)) = found.filter(|(_, credential)| credential.set_at == proof.password_set_at)
    else {
        return ask_again(context, pending, Refusal::FormExpired).await;
    };
    let set_at = match set(context, &user, &credential, chosen, None, origin).await? {
        Ok(set_at) => set_at,
        Err(refusal) => {
            context.metrics.refused(refusal.code());
            let provider = provider_name(context, &pending).await?;
            return Ok(SignInStep::ChangePassword {
                pending,
                provider,
                email: user.email,
                refusal: Some(refusal),
            });
        }
    };
    let proof = PasswordProof { user_id: user.id, password_set_at: set_at };
    let proof = Proof::Password { proof, browser: browser.clone() };
    carry(context, Carry { pending, proof, is_from_page: true }, origin).await
}

/// What became of a wish for a new password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changed {
    /// It is set; the person's other sessions have ended. This one goes on under a new name, so that a copy of
    /// its cookie is worth nothing either.
    Done(SessionToken),
    /// It is not.
    Refused(Refusal),
    /// Too many passwords were guessed: nothing was looked at.
    MustWait(Duration),
}

/// A signed-in person changes their password, with the present one as proof.
pub async fn by_person(
    context: &Context,
    person: &SignedIn,
    known: &KnownBrowser,
    current: Password,
    chosen: NewPassword,
    origin: &Origin,
) -> Result<Changed, Fault> {
    let Some((user, credential)) = find(context, person.user.id).await? else {
        return Ok(Changed::Refused(Refusal::WrongCurrentPassword));
    };
    match prove(context, person, &credential, known, current, origin).await? {
        Proven::Yes => {}
        Proven::No(refusal) => return Ok(Changed::Refused(refusal)),
        Proven::MustWait(wait) => return Ok(Changed::MustWait(wait)),
    }
    let token = SessionToken::random()?;
    let keep = Some((person.session.id, token.digest()));
    match set(context, &user, &credential, chosen, keep, origin).await? {
        Ok(_) => Ok(Changed::Done(token)),
        Err(refusal) => {
            context.metrics.refused(refusal.code());
            Ok(Changed::Refused(refusal))
        }
    }
}

/// Whether this person may choose this password; the inner error is a refusal. The work is done in the pool.
pub(super) async fn judge(
    context: &Context,
    from: Network,
    password: &Password,
    user: &User,
) -> Result<Result<(), Refusal>, Fault> {
    let (policy, password) = (context.rules.passwords.clone(), password.clone());
    let (email, name) = (user.email.clone(), user.full_name());
    match context.pool.judge(from, move || policy.check(&password, &email, &name)).await {
        Ok(Ok(())) => Ok(Ok(())),
        Ok(Err(PasswordUnfit::TooShort { .. })) => Ok(Err(Refusal::PasswordTooShort)),
        Ok(Err(PasswordUnfit::Guessable)) => Ok(Err(Refusal::PasswordCommon)),
        Err(PoolError::Busy) => Ok(Err(Refusal::TooBusy)),
        Err(other) => Err(Fault::Hash(other)),
    }
}

/// Judges and sets; the inner error is a refusal. Returns the instant by which the new password is known. The
/// session to keep comes with the digest of its new cookie.
async fn set(
    context: &Context,
    user: &User,
    old: &Credential,
    chosen: NewPassword,
    keep: Option<(SessionId, String)>,
    origin: &Origin,
) -> Result<Result<crate::domain::clock::Timestamp, Refusal>, Fault> {
    if chosen.new.expose_bytes() != chosen.repeat.expose_bytes() {
        return Ok(Err(Refusal::PasswordsDiffer));
    }
    if let Err(refusal) = judge(context, origin.network(), &chosen.new, user).await? {
        return Ok(Err(refusal));
    }
    match verify(context, origin.network(), chosen.new.clone(), Some(old.password_hash.clone())).await? {
        None => return Ok(Err(Refusal::TooBusy)),
        Some(Verdict::Right { .. }) => return Ok(Err(Refusal::PasswordUnchanged)),
        Some(Verdict::Wrong) => {}
    }
    let password_hash = match context.pool.hash(origin.network(), chosen.new).await {
        Ok(hash) => hash,
        Err(PoolError::Busy) => return Ok(Err(Refusal::TooBusy)),
        Err(other) => return Err(Fault::Hash(other)),
    };
    let now = context.now();
    let credential = Credential { password_hash, must_change: false, expires_at: None, set_at: now };
    let (user_id, old_hash) = (user.id, old.password_hash.clone());
    let origin = origin.by(user_id);
    let is_set = context
        .store
        .write(move |connection| {
            let present = credentials::find(connection, user_id)?;
            if present.is_none_or(|present| present.password_hash != old_hash) {
                return Ok(false);
            }
            if let Some((id, digest)) = &keep
                && !sessions::rename(connection, *id, digest)?
            {
                // Taken away while the passwords were looked at.
                return Ok(false);
            }
            credentials::set(connection, user_id, &credential)?;
            let kept = keep.as_ref().map(|(id, _)| *id);
            session::revoke_all(connection, user_id, kept, "the password was changed", now, &origin)?;
            invitations::end(connection, user_id, "the password was changed", now, &origin)?;
            audit::append(
                connection,
                &AuditEvent::new(now, EventKind::PasswordChanged, &origin).about(user_id),
            )?;
            Ok::<_, StoreError>(true)
        })
        .await?;
    Ok(if is_set { Ok(now) } else { Err(Refusal::FormExpired) })
}
