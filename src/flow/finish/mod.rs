//! The last steps of every sign-in, in one write: prove again that person and provider may, begin the session
//! if there is none, mint, record. Nothing is minted outside it, and what it answers is durable.

mod write;

use std::time::Duration;

use super::session::{Browser, NewSession, SessionToken};
use super::step::{Begun, ProviderName, SignInStep};
use super::{Context, Fault};
use crate::domain::audit::Origin;
use crate::domain::email::EmailAddress;
use crate::domain::id::UserId;
use crate::domain::provider::{ServiceProvider, SharedSecret};
use crate::domain::refusal::Refusal;
use crate::domain::sign_in::{PasswordProof, PendingSignIn};
use crate::flow::begin::name_of;
use crate::mint::delivery::Delivery;
use crate::profile::FilledProfile;
use crate::store::{StoreError, providers};
use write::Finish;

/// More tokens than this for one provider in one session within [`LOOP_WINDOW`] are a loop: the provider
/// keeps sending the browser back.
pub const LOOP_LIMIT: i32 = 8;
/// How often a provider may change under a sign-in before the person is asked to try again.
const STALE_ATTEMPTS: u32 = 3;
/// The window of the loop guard.
pub const LOOP_WINDOW: Duration = Duration::from_secs(60);

/// What a sign-in has to show for itself.
#[derive(Clone, Debug)]
pub(super) enum Proof {
    /// A session cookie, by its digest.
    Session { digest: String },
    /// The password, verified just now; a session begins.
    Password(PasswordProof),
}

/// A sign-in that is ready to be finished.
#[derive(Clone, Debug)]
pub(super) struct Carry {
    pub pending: PendingSignIn,
    pub proof: Proof,
    pub browser: Browser,
    /// It came from a form, which a browser can send again and which therefore counts once.
    pub is_from_page: bool,
}

/// What the write found, before it is turned into a step. Faults of this program's own making travel here as
/// values, so that the write they happen in is undone by an error and not retried.
enum Outcome {
    Delivered {
        provider: ServiceProvider,
        delivery: Delivery,
        /// Whose session began, when one did.
        began: Option<UserId>,
    },
    SignedIn(UserId),
    AlreadyDelivered {
        provider: Option<ProviderName>,
        query: Vec<(String, String)>,
    },
    AskPassword {
        provider: Option<ProviderName>,
    },
    ChangePassword {
        provider: Option<ProviderName>,
        email: EmailAddress,
        proof: PasswordProof,
    },
    Refused {
        refusal: Refusal,
        provider: Option<ProviderName>,
        claim: Option<String>,
        began: Option<UserId>,
    },
    /// The provider was changed since its secret was opened: open it again and begin anew.
    Stale,
    Fault(Fault),
}

/// Finishes a sign-in.
pub(super) async fn carry(context: &Context, carry: Carry, origin: &Origin) -> Result<SignInStep, Fault> {
    let token = SessionToken::random()?;
    for _ in 0..STALE_ATTEMPTS {
        match attempt(context, &carry, &token, origin).await? {
            Outcome::Stale => {}
            outcome => return step_of(context, outcome, carry.pending, token).await,
        }
    }
    Err(Fault::Store(StoreError::Contended))
}

async fn attempt(
    context: &Context,
    carry: &Carry,
    token: &SessionToken,
    origin: &Origin,
) -> Result<Outcome, Fault> {
    let prepared = prepare(context, carry).await?;
    let lifetimes = context.rules.lifetimes;
    let replaces = carry.browser.session.as_ref().map(SessionToken::digest);
    let (carry, token, origin, clock) = (carry.clone(), token.clone(), origin.clone(), context.clock.clone());
    let outcome = context.store.write(move |connection| {
        // The time of the token is the time of the write and not of the queue before it.
        let now = clock.now();
        if !now.is_plausible() {
            // Set back while we run. Whatever was done by it would be dated wrong for good.
            return Ok(Outcome::Fault(Fault::Clock(now)));
        }
        let new_session = NewSession {
            now,
            absolute: lifetimes.absolute,
            user_agent: carry.browser.user_agent.clone(),
            replaces: replaces.clone(),
        };
        Finish { connection, carry: &carry, prepared: prepared.as_ref(), now, origin: &origin }.run(
            &token,
            &new_session,
            lifetimes,
        )
    });
    Ok(outcome.await?)
}

/// The provider with everything that minting needs, opened before the write so that the write touches the
/// database only. Its row is compared again inside the write.
struct Prepared {
    provider: ServiceProvider,
    filled: FilledProfile,
    secret: SharedSecret,
}

async fn prepare(context: &Context, carry: &Carry) -> Result<Option<Prepared>, Fault> {
    let Some(id) = carry.pending.provider else { return Ok(None) };
    let found = context
        .store
        .read(move |connection| {
            let provider = providers::find(connection, id)?;
            Ok(provider.zip(providers::sealed_secret(connection, id)?))
        })
        .await?;
    let Some((provider, sealed)) = found else { return Ok(None) };
    let filled = context.filled(&provider)?;
    let secret = context.open_secret(&provider, &sealed)?;
    Ok(Some(Prepared { provider, filled, secret }))
}

/// The parameters with which a provider had asked, so that the person can open it anew.
pub(super) fn asked_with(filled: &FilledProfile, pending: &PendingSignIn) -> Vec<(String, String)> {
    let return_to = filled.return_to.as_ref().zip(pending.return_to.as_ref());
    let return_to = return_to.map(|(spec, value)| (spec.incoming.clone(), value.clone()));
    return_to.into_iter().chain(pending.preserved.iter().cloned()).collect()
}

async fn step_of(
    context: &Context,
    outcome: Outcome,
    pending: PendingSignIn,
    token: SessionToken,
) -> Result<SignInStep, Fault> {
    let begun = |user_id| Begun { session: token.clone(), user_id };
    if matches!(
        outcome,
        Outcome::Delivered { began: Some(_), .. }
            | Outcome::Refused { began: Some(_), .. }
            | Outcome::SignedIn(_)
    ) {
        context.metrics.signed_in();
    }
    Ok(match outcome {
        Outcome::Delivered { provider, delivery, began } => {
            context.metrics.token_minted(provider.slug.as_str());
            SignInStep::Deliver { provider: name_of(&provider), delivery, begun: began.map(begun) }
        }
        Outcome::SignedIn(user_id) => SignInStep::SignedIn { begun: begun(user_id) },
        Outcome::AlreadyDelivered { provider, query } => {
            context.metrics.refused(Refusal::AlreadyDelivered.code());
            SignInStep::AlreadyDelivered { provider, query }
        }
        Outcome::AskPassword { provider } => {
            SignInStep::AskPassword { pending: pending.again(context.now()), provider, refusal: None }
        }
        Outcome::ChangePassword { provider, email, proof } => {
            let pending = PendingSignIn { proof: Some(proof), ..pending };
            SignInStep::ChangePassword { pending, provider, email, refusal: None }
        }
        Outcome::Refused { refusal, provider, claim, began } => {
            // One without a provider is counted where its page is made.
            if provider.is_some() {
                context.metrics.refused(refusal.code());
            }
            SignInStep::Refused { refusal, provider, claim, begun: began.map(begun) }
        }
        Outcome::Stale => return Err(Fault::Store(StoreError::Contended)),
        Outcome::Fault(fault) => return Err(fault),
    })
}
