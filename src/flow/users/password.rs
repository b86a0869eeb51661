//! Passwords that an administrator gives: ways in, and not for long.

use super::{UserOutcome, Whom};
use crate::crypto::pool::PoolError;
use crate::crypto::random;
use crate::domain::audit::{AuditEvent, EventKind, Origin};
use crate::domain::clock::Timestamp;
use crate::domain::network::Network;
use crate::domain::password::Password;
use crate::domain::refusal::Refusal;
use crate::domain::user::User;
use crate::flow::change_password::judge;
use crate::flow::session::revoke_all;
use crate::flow::shown_once::ShownOnce;
use crate::flow::{Context, Fault, invitations};
use crate::store::credentials::Credential;
use crate::store::{StoreError, audit, credentials, users};

/// Which password a person gets.
#[derive(Clone, Debug)]
pub enum PasswordChoice {
    /// A random one that must be changed and expires.
    OneTime,
    /// This one.
    Given {
        /// The password.
        password: Password,
        /// Whether it must be changed at the next sign-in, and expires. Nobody chooses another person's password
        /// for good, so every edge says true; a store made for show or for a test may say false.
        must_change: bool,
    },
}

/// The one-time password, to be shown once; `None` when one was given.
pub type OneTime = Option<ShownOnce>;

pub(super) async fn credential_of(
    context: &Context,
    user: &User,
    choice: PasswordChoice,
    now: Timestamp,
    from: Network,
) -> Result<Result<(Credential, OneTime), Refusal>, Fault> {
    let (password, must_change, one_time) = match choice {
        PasswordChoice::OneTime => {
            let text = random::one_time_password()?;
            match Password::parse(&text) {
                Ok(password) => (password, true, Some(ShownOnce::new(text))),
                Err(_) => return Ok(Err(Refusal::PasswordTooLong)),
            }
        }
        PasswordChoice::Given { password, must_change } => {
            if let Err(refusal) = judge(context, from, &password, user).await? {
                return Ok(Err(refusal));
            }
            (password, must_change, None)
        }
    };
    let password_hash = match context.pool.hash(from, password).await {
        Ok(hash) => hash,
        Err(PoolError::Busy) => return Ok(Err(Refusal::TooBusy)),
        Err(other) => return Err(Fault::Hash(other)),
    };
    // A password that somebody else chose is only a way in, and not for long.
    let expires_at = must_change.then(|| now.plus(context.rules.one_time_lifetime));
    Ok(Ok((Credential { password_hash, must_change, expires_at, set_at: now }, one_time)))
}

/// Sets a person's password; their sessions end, and so does an invitation.
pub async fn set_password(
    context: &Context,
    whom: impl Into<Whom>,
    choice: PasswordChoice,
    origin: &Origin,
) -> Result<UserOutcome<OneTime>, Fault> {
    let Some(user) = super::find(context, whom).await? else { return Ok(UserOutcome::Unknown) };
    let now = context.now();
    let (credential, one_time) = match credential_of(context, &user, choice, now, origin.network()).await? {
        Ok(made) => made,
        Err(refusal) => return Ok(UserOutcome::PasswordUnfit(refusal)),
    };
    let origin = origin.clone();
    let is_set = context
        .store
        .write(move |connection| {
            if users::find(connection, user.id)?.is_none() {
                return Ok(false);
            }
            credentials::set(connection, user.id, &credential)?;
            revoke_all(connection, user.id, None, "the password was reset", now, &origin)?;
            invitations::end(connection, user.id, "the password was reset", now, &origin)?;
            let event = AuditEvent::new(now, EventKind::PasswordReset, &origin).about(user.id);
            audit::append(connection, &event.detail("one_time", credential.expires_at.is_some()))?;
            Ok::<_, StoreError>(true)
        })
        .await?;
    Ok(if is_set { UserOutcome::Done(one_time) } else { UserOutcome::Unknown })
}
