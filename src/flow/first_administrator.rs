//! The first administrator: made through an address that the service prints at its start while nobody administers, and
//! that is closed for ever once somebody does, in whatever way they were made (`docs/decisions/0022`).

use std::time::Duration;

use super::change_password::{NewPassword, judge};
use super::session::{self, Browser, NewSession, SessionToken};
use super::shown_once::ShownOnce;
use super::step::Begun;
use super::throttle::{self, Account, Reserved};
use super::{Context, Fault};
use crate::crypto::digest::sha256_hex;
use crate::crypto::pool::PoolError;
use crate::crypto::random;
use crate::domain::audit::{Actor, AuditEvent, EventKind, Origin};
use crate::domain::clock::Timestamp;
use crate::domain::email::EmailAddress;
use crate::domain::id::UserId;
use crate::domain::known_browser::KnownBrowser;
use crate::domain::refusal::Refusal;
use crate::domain::user::{User, UserStatus};
use crate::store::credentials::Credential;
use crate::store::{DbConnection, StoreError, StoreResult, audit, credentials, first_administrator, users};

/// A one-time address that was just made.
#[derive(Debug)]
pub struct Offer {
    /// What stands in it. Stored only as its SHA-256.
    pub token: ShownOnce,
    /// Until when it can be used.
    pub until: Timestamp,
}

/// Makes a new one-time address while nobody administers; an earlier one is worth nothing from then on.
pub async fn offer(context: &Context) -> Result<Option<Offer>, Fault> {
    if context.store.read(first_administrator::is_closed).await? {
        return Ok(None);
    }
    let (now, token) = (context.now(), random::token::<32>()?);
    let until = now.plus(context.rules.one_time_lifetime);
    let digest = sha256_hex(token.as_bytes());
    let origin = Origin { actor: Actor::Service, client_address: "".into(), request_id: "".into() };
    let event = AuditEvent::new(now, EventKind::FirstAdministratorOffered, &origin).detail("until", until);
    let write = context.store.write(move |connection| {
        let is_offered = first_administrator::offer(connection, &digest, now)?;
        if is_offered {
            audit::append(connection, &event)?;
        }
        Ok(is_offered)
    });
    Ok(write.await?.then(|| Offer { token: ShownOnce::new(token), until }))
}

/// Whether this is the address that was printed last, and nobody administers yet.
pub async fn is_open(context: &Context, token: &str) -> Result<bool, Fault> {
    let (digest, since) = (sha256_hex(token.as_bytes()), oldest_offer(context));
    Ok(context
        .store
        .read(move |connection| {
            Ok(!first_administrator::is_closed(connection)?
                && first_administrator::is_offered(connection, &digest, since)?)
        })
        .await?)
}

fn oldest_offer(context: &Context) -> Timestamp {
    context.now().minus(context.rules.one_time_lifetime)
}

/// Who is to administer.
#[derive(Clone, Debug)]
pub struct FirstAdministrator {
    /// The address, delivered to providers exactly as written here.
    pub email: EmailAddress,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// Their password, chosen by themselves.
    pub chosen: NewPassword,
}

/// What became of the wish to administer.
#[derive(Debug)]
pub enum Made {
    /// It is done, and they are signed in.
    SignedIn(Begun),
    /// The password is not good enough, or cannot be looked at now.
    Refused(Refusal),
    /// Another account has that address.
    EmailTaken,
    /// The address is wrong, was used, or is closed: never said which.
    Closed,
    /// Too many addresses were guessed from there: nothing was looked at.
    MustWait(Duration),
}

/// Makes the first administrator and signs them in. A wrong address counts as a guess of its network while one is open.
pub async fn make(
    context: &Context,
    token: &str,
    wanted: FirstAdministrator,
    browser: &Browser,
    origin: &Origin,
) -> Result<Made, Fault> {
    // Closed it stays, so there is nothing to guess, and strangers cause no writes.
    if context.store.read(first_administrator::is_closed).await? {
        context.metrics.refused(Refusal::NotFound.code());
        return Ok(Made::Closed);
    }
    if let Err(no) = let_in(context, token, origin).await? {
        return Ok(no);
    }
    let now = context.now();
    if !now.is_plausible() {
        return Err(Fault::Clock(now));
    }
    let user = User {
        id: UserId::unique(),
        email: wanted.email,
        first_name: wanted.first_name,
        last_name: wanted.last_name,
        external_id: None,
        locale: None,
        groups: [].into(),
        status: UserStatus::Active,
        is_administrator: true,
        created_at: now,
        updated_at: now,
        last_sign_in_at: None,
    };
    let password_hash = match hashed(context, &user, wanted.chosen, origin).await? {
        Ok(hash) => hash,
        Err(refusal) => {
            context.metrics.refused(refusal.code());
            return Ok(Made::Refused(refusal));
        }
    };
    let new_token = SessionToken::random()?;
    let (user_id, digest, since) = (user.id, sha256_hex(token.as_bytes()), oldest_offer(context));
    let begun = NewSession {
        now,
        absolute: context.rules.lifetimes.absolute,
        user_agent: browser.user_agent.clone(),
        replaces: browser.session.as_ref().map(SessionToken::digest),
    };
    let credential = Credential { password_hash, must_change: false, expires_at: None, set_at: now };
    let (session_token, origin) = (new_token.clone(), origin.clone());
    let write = context.store.write(move |connection| {
        // Asked again: of eight who come at once, one finds it open.
        if !first_administrator::is_offered(connection, &digest, since)? {
            return Ok(Written::Closed);
        }
        if users::find_by_email(connection, &user.email.folded())?.is_some() {
            return Ok(Written::EmailTaken);
        }
        add(connection, &user, &credential, &origin)?;
        session::begin(connection, &user, &session_token, &begun, &origin)?;
        Ok(Written::Made)
    });
    Ok(match write.await {
        Ok(Written::Made) => {
            context.metrics.signed_in();
            Made::SignedIn(Begun { session: new_token, user_id })
        }
        Ok(Written::EmailTaken) | Err(StoreError::Conflict) => Made::EmailTaken,
        Ok(Written::Closed) => Made::Closed,
        Err(fault) => return Err(fault.into()),
    })
}

enum Written {
    Made,
    EmailTaken,
    Closed,
}

/// Counts a wrong address as a guess; the inner error says why nobody is let in.
async fn let_in(context: &Context, token: &str, origin: &Origin) -> Result<Result<(), Made>, Fault> {
    let nobody = KnownBrowser::default();
    let reservation = match throttle::reserve(context, Account::OneTimeAddress, &nobody, origin).await? {
        Reserved::Guess(reservation) => reservation,
        Reserved::MustWait(until) => {
            context.metrics.refused(Refusal::TooManyAttempts.code());
            return Ok(Err(Made::MustWait(until.since(context.now()))));
        }
        Reserved::Busy => return Ok(Err(Made::Refused(Refusal::TooBusy))),
    };
    if is_open(context, token).await? {
        reservation.settle_right().await?;
        return Ok(Ok(()));
    }
    let event = AuditEvent::new(context.now(), EventKind::SignInRefused, origin)
        .refused(Refusal::NotFound.code())
        .detail("tried", "to become the first administrator");
    reservation.settle_wrong(event, origin).await?;
    Ok(Err(Made::Closed))
}

/// Judges the password and hashes it; the inner error is a refusal.
async fn hashed(
    context: &Context,
    user: &User,
    chosen: NewPassword,
    origin: &Origin,
) -> Result<Result<String, Refusal>, Fault> {
    if chosen.new.expose_bytes() != chosen.repeat.expose_bytes() {
        return Ok(Err(Refusal::PasswordsDiffer));
    }
    if let Err(refusal) = judge(context, origin.network(), &chosen.new, user).await? {
        return Ok(Err(refusal));
    }
    match context.pool.hash(origin.network(), chosen.new).await {
        Ok(hash) => Ok(Ok(hash)),
        Err(PoolError::Busy) => Ok(Err(Refusal::TooBusy)),
        Err(other) => Err(Fault::Hash(other)),
    }
}

/// Adds the administrator; with them the address is closed.
fn add(
    connection: &mut DbConnection,
    user: &User,
    credential: &Credential,
    origin: &Origin,
) -> StoreResult<()> {
    users::insert(connection, user)?;
    credentials::set(connection, user.id, credential)?;
    let event = AuditEvent::new(user.created_at, EventKind::UserAdded, &origin.by(user.id))
        .about(user.id)
        .detail("email", &user.email)
        .detail("is_administrator", true)
        .detail("how", "the first administrator's one-time address");
    audit::append(connection, &event)
}
