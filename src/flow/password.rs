//! The person answers with address and password.
//!
//! An unknown address, a wrong password, a disabled account, an expired one-time password and an account
//! without a password get the same answer for the same work. Before that work a guess is reserved ([`throttle`]).

use super::finish::{Carry, Proof, asked_with, carry};
use super::session::Browser;
use super::step::{ProviderName, SignInStep};
use super::throttle::{self, Account, Reservation, Reserved};
use super::{Context, Fault};
use crate::crypto::hasher::Verdict;
use crate::crypto::pool::PoolError;
use crate::domain::audit::{AuditEvent, EventKind, Origin};
use crate::domain::clock::Timestamp;
use crate::domain::email::EmailAddress;
use crate::domain::id::UserId;
use crate::domain::network::Network;
use crate::domain::password::Password;
use crate::domain::refusal::Refusal;
use crate::domain::sign_in::{PasswordProof, PendingSignIn};
use crate::domain::user::User;
use crate::store::credentials::Credential;
use crate::store::{audit, credentials, housekeeping, providers, users};

/// What the person typed.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// The address as typed; it need not be one.
    pub email: String,
    /// The password.
    pub password: Password,
}

/// Verifies, records, and goes on.
pub async fn sign_in(
    context: &Context,
    pending: PendingSignIn,
    typed: Credentials,
    browser: &Browser,
    origin: &Origin,
) -> Result<SignInStep, Fault> {
    let (is_spent, known) = look_up(context, &pending, &typed.email).await?;
    if is_spent {
        // The write would say so too; here it costs no hash, and says nothing about the password.
        return carry_spent(context, pending).await;
    }
    let now = context.now();
    let usable = known.as_ref().and_then(|(user, credential)| {
        let credential = credential.as_ref().filter(|credential| !credential.is_expired_at(now))?;
        user.is_active().then(|| (user.id, credential.clone()))
    });
    let stored = usable.as_ref().map(|(_, credential)| credential.password_hash.clone());
    let account = Account::of(context, &typed.email, known.map(|(user, _)| user.id));
    let reservation = match throttle::reserve(context, account, &browser.known, origin).await? {
        Reserved::Guess(reservation) => reservation,
        Reserved::MustWait(until) => return must_wait(context, pending, until).await,
        Reserved::Busy => return busy(context, pending).await,
    };
    let Some(verdict) = verify(context, origin.network(), typed.password.clone(), stored).await? else {
        reservation.settle_right().await?;
        return busy(context, pending).await;
    };
    let (Some((user_id, credential)), Verdict::Right { is_outdated }) = (usable, verdict) else {
        return refuse(context, pending, reservation, origin).await;
    };
    reservation.settle_right().await?;
    if is_outdated {
        rehash(context, user_id, &typed.password, &credential, origin).await?;
    }
    let proof = PasswordProof { user_id, password_set_at: credential.set_at };
    let proof = Proof::Password { proof, browser: browser.clone() };
    carry(context, Carry { pending, proof, is_from_page: true }, origin).await
}

/// Whether the token of this page was delivered before.
pub(super) async fn is_spent(context: &Context, pending: &PendingSignIn) -> Result<bool, Fault> {
    let id = pending.id;
    Ok(context.store.read(move |connection| housekeeping::is_consumed(connection, id)).await?)
}

/// The token of this page was delivered before: where the person can open the provider anew.
pub(super) async fn carry_spent(context: &Context, pending: PendingSignIn) -> Result<SignInStep, Fault> {
    context.metrics.refused(Refusal::AlreadyDelivered.code());
    let Some(id) = pending.provider else {
        return Ok(SignInStep::AlreadyDelivered { provider: None, query: Vec::new() });
    };
    let Some(provider) = context.store.read(move |connection| providers::find(connection, id)).await? else {
        return Ok(SignInStep::refused(Refusal::ProviderUnknown));
    };
    let query = asked_with(&context.filled(&provider)?, &pending);
    Ok(SignInStep::AlreadyDelivered { provider: Some(super::begin::name_of(&provider)), query })
}

/// A person with what is kept of their password.
type Known = (User, Option<Credential>);

/// Whether the page is spent, and who has the typed address.
async fn look_up(
    context: &Context,
    pending: &PendingSignIn,
    typed: &str,
) -> Result<(bool, Option<Known>), Fault> {
    let (id, folded) = (pending.id, typed.parse::<EmailAddress>().ok().map(|email| email.folded()));
    let found = context.store.read(move |connection| {
        let is_spent = housekeeping::is_consumed(connection, id)?;
        let user = match folded {
            Some(folded) => users::find_by_email(connection, &folded)?,
            None => None,
        };
        // Asked for a name that nobody has, too: a question less would be a difference.
        let whose = user.as_ref().map_or_else(UserId::unique, |user| user.id);
        let credential = credentials::find(connection, whose)?;
        Ok((is_spent, user.map(|user| (user, credential))))
    });
    Ok(found.await?)
}

/// `None` when the pool is too busy.
pub(super) async fn verify(
    context: &Context,
    from: Network,
    password: Password,
    stored: Option<String>,
) -> Result<Option<Verdict>, Fault> {
    let verdict = context.pool.verify(from, password, stored).await;
    match verdict {
        Ok(verdict) => Ok(Some(verdict)),
        Err(PoolError::Busy) => Ok(None),
        Err(other) => Err(Fault::Hash(other)),
    }
}

async fn busy(context: &Context, pending: PendingSignIn) -> Result<SignInStep, Fault> {
    context.metrics.refused(Refusal::TooBusy.code());
    ask_again(context, pending, Refusal::TooBusy).await
}

async fn must_wait(context: &Context, pending: PendingSignIn, until: Timestamp) -> Result<SignInStep, Fault> {
    context.metrics.refused(Refusal::TooManyAttempts.code());
    let provider = provider_name(context, &pending).await?;
    let now = context.now();
    Ok(SignInStep::MustWait { pending: pending.again(now), provider, wait: until.since(now) })
}

async fn refuse(
    context: &Context,
    pending: PendingSignIn,
    reservation: Reservation,
    origin: &Origin,
) -> Result<SignInStep, Fault> {
    let refusal = Refusal::WrongCredentials;
    let event = AuditEvent::new(context.now(), EventKind::SignInRefused, origin).refused(refusal.code());
    let mut event = reservation.account().note(event);
    event.provider_id = pending.provider;
    reservation.settle_wrong(event, origin).await?;
    context.metrics.refused(refusal.code());
    ask_again(context, pending, refusal).await
}

/// The same destination, asked for again.
pub(super) async fn ask_again(
    context: &Context,
    pending: PendingSignIn,
    refusal: Refusal,
) -> Result<SignInStep, Fault> {
    let provider = provider_name(context, &pending).await?;
    Ok(SignInStep::AskPassword { pending: pending.again(context.now()), provider, refusal: Some(refusal) })
}

/// The name of the provider that a pending sign-in leads to.
pub(super) async fn provider_name(
    context: &Context,
    pending: &PendingSignIn,
) -> Result<Option<ProviderName>, Fault> {
    let Some(id) = pending.provider else { return Ok(None) };
    let provider = context.store.read(move |connection| providers::find(connection, id)).await?;
    Ok(provider.as_ref().map(super::begin::name_of))
}

/// Upgrades the hash with the password at hand. When the pool is busy, the next sign-in will do it.
async fn rehash(
    context: &Context,
    user: UserId,
    password: &Password,
    verified: &Credential,
    origin: &Origin,
) -> Result<(), Fault> {
    let stronger = match context.pool.hash(origin.network(), password.clone()).await {
        Ok(stronger) => stronger,
        Err(PoolError::Busy) => return Ok(()),
        Err(other) => return Err(Fault::Hash(other)),
    };
    let (verified, now) = (verified.password_hash.clone(), context.now());
    let event = AuditEvent::new(now, EventKind::PasswordRehashed, &origin.by(user)).about(user);
    let write = context.store.write(move |connection| {
        if credentials::rehash(connection, user, &verified, &stronger)? {
            audit::append(connection, &event)?;
        }
        Ok(())
    });
    Ok(write.await?)
}
