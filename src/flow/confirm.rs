//! A signed-in person proves again who they are, before something that a borrowed session must not do.

use std::time::Duration;

use super::change_password::find;
use super::password::verify;
use super::session::{SessionToken, SignedIn};
use super::throttle::{self, Account, Reserved};
use super::{Context, Fault};
use crate::crypto::hasher::Verdict;
use crate::domain::audit::{AuditEvent, EventKind, Origin};
use crate::domain::clock::Timestamp;
use crate::domain::known_browser::KnownBrowser;
use crate::domain::password::Password;
use crate::domain::refusal::Refusal;
use crate::domain::session::Session;
use crate::store::credentials::Credential;
use crate::store::{audit, sessions};

/// Whoever administers must have proved who they are within this time.
pub const FRESH_FOR: Duration = Duration::from_secs(600);

/// Whether the person has proved recently enough who they are. A proof from the future was given before the clock was
/// set back, and is none.
pub fn is_fresh(session: &Session, now: Timestamp) -> bool {
    now.since(session.authenticated_at) < FRESH_FOR && session.authenticated_at.since(now) < FRESH_FOR
}

/// Whether a typed password is the person's.
pub(super) enum Proven {
    Yes,
    No(Refusal),
    /// Too many passwords were guessed: nothing was looked at.
    MustWait(Duration),
}

/// What became of the proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Confirmed {
    /// The session goes on under a new name, so that a copy of its cookie is worth nothing any more (ASVS 5.0, 7.2.4).
    Done(SessionToken),
    /// The password is wrong, or could not be looked at.
    Refused(Refusal),
    /// Too many passwords were guessed: nothing was looked at.
    MustWait(Duration),
}

/// Verifies the password and dates the session's proof to now.
pub async fn confirm(
    context: &Context,
    person: &SignedIn,
    known: &KnownBrowser,
    password: Password,
    origin: &Origin,
) -> Result<Confirmed, Fault> {
    let Some((user, credential)) = find(context, person.user.id).await? else {
        return Ok(Confirmed::Refused(Refusal::WrongCurrentPassword));
    };
    match prove(context, person, &credential, known, password, origin).await? {
        Proven::Yes => {}
        Proven::No(refusal) => return Ok(Confirmed::Refused(refusal)),
        Proven::MustWait(wait) => return Ok(Confirmed::MustWait(wait)),
    }
    let token = SessionToken::random()?;
    let (id, digest, now) = (person.session.id, token.digest(), context.now());
    let event =
        AuditEvent::new(now, EventKind::SessionConfirmed, &origin.by(user.id)).about(user.id).in_session(id);
    let is_alive = context
        .store
        .write(move |connection| {
            let is_alive = sessions::confirm(connection, id, &digest, now)?;
            if is_alive {
                audit::append(connection, &event)?;
            }
            Ok(is_alive)
        })
        .await?;
    Ok(if is_alive { Confirmed::Done(token) } else { Confirmed::Refused(Refusal::SignInRequired) })
}

/// Looks at a signed-in person's password, as a guess like any other.
pub(super) async fn prove(
    context: &Context,
    person: &SignedIn,
    credential: &Credential,
    known: &KnownBrowser,
    password: Password,
    origin: &Origin,
) -> Result<Proven, Fault> {
    let user = person.user.id;
    let reservation = match throttle::reserve(context, Account::Of(user), known, origin).await? {
        Reserved::Guess(reservation) => reservation,
        Reserved::MustWait(until) => {
            context.metrics.refused(Refusal::TooManyAttempts.code());
            return Ok(Proven::MustWait(until.since(context.now())));
        }
        Reserved::Busy => return Ok(Proven::No(Refusal::TooBusy)),
    };
    match verify(context, origin.network(), password, Some(credential.password_hash.clone())).await? {
        None => {
            reservation.settle_right().await?;
            Ok(Proven::No(Refusal::TooBusy))
        }
        Some(Verdict::Wrong) => {
            let refusal = Refusal::WrongCurrentPassword;
            let event = AuditEvent::new(context.now(), EventKind::SignInRefused, &origin.by(user))
                .about(user)
                .in_session(person.session.id)
                .refused(refusal.code());
            reservation.settle_wrong(event, origin).await?;
            context.metrics.refused(refusal.code());
            Ok(Proven::No(refusal))
        }
        Some(Verdict::Right { .. }) => {
            reservation.settle_right().await?;
            Ok(Proven::Yes)
        }
    }
}
