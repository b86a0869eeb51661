//! A person opens their invitation and chooses a password. Unknown, used, expired and ended invitations are all the
//! same to whoever holds the link.

use super::{InvitationToken, is_good};
use crate::crypto::hasher::Verdict;
use crate::crypto::pool::PoolError;
use crate::domain::audit::{AuditEvent, EventKind, Origin};
use crate::domain::clock::Timestamp;
use crate::domain::refusal::Refusal;
use crate::domain::user::User;
use crate::flow::change_password::{NewPassword, judge};
use crate::flow::password::verify;
use crate::flow::session::{self, Browser, NewSession, SessionToken};
use crate::flow::step::Begun;
use crate::flow::{Context, Fault};
use crate::store::credentials::Credential;
use crate::store::{DbConnection, StoreResult, audit, credentials, invitations, users};

/// What became of an invitation that was answered.
#[derive(Debug)]
pub enum Accepted {
    /// The password is set, and the person is signed in.
    SignedIn(Begun),
    /// The password is not taken; the invitation is as it was.
    Refused {
        /// Whose account it is.
        user: Box<User>,
        /// Why.
        refusal: Refusal,
    },
    /// It cannot be used, and perhaps never could.
    Unusable,
}

/// Whose account an invitation opens; `None` when it cannot be used. Looking uses nothing up.
pub async fn look(context: &Context, token: &InvitationToken) -> Result<Option<User>, Fault> {
    let (digest, now) = (token.digest(), context.now());
    Ok(context.store.read(move |connection| find_good(connection, &digest, now)).await?)
}

fn find_good(connection: &mut DbConnection, digest: &str, now: Timestamp) -> StoreResult<Option<User>> {
    let Some(invitation) = invitations::find(connection, digest)? else { return Ok(None) };
    let Some(user) = users::find(connection, invitation.user_id)? else { return Ok(None) };
    Ok(is_good(connection, &invitation, &user, now)?.then_some(user))
}

/// Sets the password that the person chose, uses the invitation up and begins a session, all in one write.
pub async fn accept(
    context: &Context,
    token: &InvitationToken,
    chosen: NewPassword,
    browser: &Browser,
    origin: &Origin,
) -> Result<Accepted, Fault> {
    // Nothing is hashed for whoever holds no invitation.
    let Some(user) = look(context, token).await? else {
        context.metrics.refused(Refusal::InvitationUnusable.code());
        return Ok(Accepted::Unusable);
    };
    let password_hash = match hash(context, &user, chosen, origin).await? {
        Ok(hash) => hash,
        Err(refusal) => {
            context.metrics.refused(refusal.code());
            return Ok(Accepted::Refused { user: Box::new(user), refusal });
        }
    };
    let begun = write(context, token, password_hash, browser, origin).await?;
    match begun {
        Some(begun) => {
            context.metrics.signed_in();
            Ok(Accepted::SignedIn(begun))
        }
        None => {
            context.metrics.refused(Refusal::InvitationUnusable.code());
            Ok(Accepted::Unusable)
        }
    }
}

/// The hash of a password that is taken; the inner error is a refusal.
async fn hash(
    context: &Context,
    user: &User,
    chosen: NewPassword,
    origin: &Origin,
) -> Result<Result<String, Refusal>, Fault> {
    if chosen.new.expose_bytes() != chosen.repeat.expose_bytes() {
        return Ok(Err(Refusal::PasswordsDiffer));
    }
    let from = origin.network();
    if let Err(refusal) = judge(context, from, &chosen.new, user).await? {
        return Ok(Err(refusal));
    }
    let id = user.id;
    let old = context.store.read(move |connection| credentials::find(connection, id)).await?;
    if let Some(old) = old {
        match verify(context, from, chosen.new.clone(), Some(old.password_hash)).await? {
            None => return Ok(Err(Refusal::TooBusy)),
            Some(Verdict::Right { .. }) => return Ok(Err(Refusal::PasswordUnchanged)),
            Some(Verdict::Wrong) => {}
        }
    }
    match context.pool.hash(from, chosen.new).await {
        Ok(hash) => Ok(Ok(hash)),
        Err(PoolError::Busy) => Ok(Err(Refusal::TooBusy)),
        Err(other) => Err(Fault::Hash(other)),
    }
}

async fn write(
    context: &Context,
    token: &InvitationToken,
    password_hash: String,
    browser: &Browser,
    origin: &Origin,
) -> Result<Option<Begun>, Fault> {
    let (digest, session, now) = (token.digest(), SessionToken::random()?, context.now());
    if !now.is_plausible() {
        return Err(Fault::Clock(now));
    }
    let credential = Credential { password_hash, must_change: false, expires_at: None, set_at: now };
    let new = NewSession {
        now,
        absolute: context.rules.lifetimes.absolute,
        user_agent: browser.user_agent.clone(),
        replaces: browser.session.as_ref().map(SessionToken::digest),
    };
    let (given, origin) = (session.clone(), origin.clone());
    let user_id = context.store.write(move |connection| {
        let Some(user) = find_good(connection, &digest, now)? else { return Ok(None) };
        if !invitations::consume(connection, &digest, now)? {
            return Ok(None);
        }
        let origin = origin.by(user.id);
        credentials::set(connection, user.id, &credential)?;
        let why = "a password was chosen by an invitation";
        session::revoke_all(connection, user.id, None, why, now, &origin)?;
        let event = AuditEvent::new(now, EventKind::InvitationAccepted, &origin).about(user.id);
        audit::append(connection, &event)?;
        session::begin(connection, &user, &given, &new, &origin)?;
        Ok(Some(user.id))
    });
    Ok(user_id.await?.map(|user_id| Begun { session, user_id }))
}
