//! The last steps of every sign-in, in one write: prove again that person and provider may, begin the session
//! if there is none, mint, record. Nothing is minted outside it, and what it answers is durable.

mod write;

use std::sync::Arc;

use super::opened::{self, Opened};
use super::session::{Browser, SessionToken};
use super::step::{Begun, ProviderName, SignInStep};
use super::{Context, Fault};
use crate::domain::audit::Origin;
use crate::domain::clock::Timestamp;
use crate::domain::email::EmailAddress;
use crate::domain::id::SessionId;
use crate::domain::refusal::Refusal;
use crate::domain::sign_in::{PasswordProof, PendingSignIn};
use crate::flow::begin::name_of;
use crate::mint::delivery::Delivery;
use crate::profile::FilledProfile;
use crate::store::{DbConnection, StoreError};
use write::Finish;

/// How often a provider may change under a sign-in before the person is asked to try again.
const STALE_ATTEMPTS: u32 = 3;

/// What a sign-in has to show for itself.
#[derive(Clone, Debug)]
pub(super) enum Proof {
    /// A session cookie, by its digest.
    Session { digest: String },
    /// The password, verified just now; a session begins in this browser.
    Password { proof: PasswordProof, browser: Browser },
}

/// A sign-in that is ready to be finished.
#[derive(Clone, Debug)]
pub(super) struct Carry {
    pub pending: PendingSignIn,
    pub proof: Proof,
    /// It came from a form, which a browser can send again and which therefore counts once.
    pub is_from_page: bool,
}

impl Carry {
    /// Whether its write takes nothing away that was there before. A session that begins in place of another ends it.
    fn only_adds(&self) -> bool {
        match &self.proof {
            Proof::Session { .. } => true,
            Proof::Password { browser, .. } => browser.session.is_none(),
        }
    }
}

/// What the write found, before it is turned into a step. Faults of this program's own making travel here as
/// values, so that the write they happen in is undone by an error and not retried.
enum Outcome {
    Delivered {
        opened: Arc<Opened>,
        delivery: Delivery,
        /// The session that began, when one did.
        begun: Option<Begun>,
        session: SessionId,
        at: Timestamp,
    },
    SignedIn {
        begun: Begun,
    },
    AlreadyDelivered {
        provider: Option<ProviderName>,
        query: Vec<(String, String)>,
    },
    AskPassword {
        provider: Option<ProviderName>,
        /// Why, where the person is signed in and would wonder.
        refusal: Option<Refusal>,
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
        begun: Option<Begun>,
    },
    /// The provider was changed since its secret was opened: open it again and begin anew.
    Stale,
    Fault(Fault),
}

/// Finishes a sign-in.
pub(super) async fn carry(context: &Context, carry: Carry, origin: &Origin) -> Result<SignInStep, Fault> {
    let carry = Arc::new(carry);
    for _ in 0..STALE_ATTEMPTS {
        let opened = match carry.pending.provider {
            Some(id) => opened::open(context, id).await?,
            None => None,
        };
        let attempt = Attempt::new(&carry, opened, origin)?;
        match attempt.run(context).await? {
            Outcome::Stale => {}
            outcome => return step_of(context, outcome, &carry.pending),
        }
    }
    Err(Fault::Store(StoreError::Contended))
}

/// Finishes a sign-in with a provider that was opened before; `None` when it has changed since.
pub(super) async fn carry_at_once(
    context: &Context,
    carry: Carry,
    opened: Arc<Opened>,
    origin: &Origin,
) -> Result<Option<SignInStep>, Fault> {
    let carry = Arc::new(carry);
    let attempt = Attempt::new(&carry, Some(opened.clone()), origin)?;
    match attempt.run(context).await? {
        Outcome::Stale => {
            context.opened.forget(&opened);
            Ok(None)
        }
        outcome => step_of(context, outcome, &carry.pending).map(Some),
    }
}

/// One try at the write.
struct Attempt {
    carry: Arc<Carry>,
    /// The provider with everything that minting needs, so that the write touches the database only. Its row is
    /// compared again inside the write.
    opened: Option<Arc<Opened>>,
    origin: Origin,
    /// For the session that begins, if one does.
    token: Option<SessionToken>,
}

impl Attempt {
    fn new(carry: &Arc<Carry>, opened: Option<Arc<Opened>>, origin: &Origin) -> Result<Self, Fault> {
        let token = match carry.proof {
            Proof::Session { .. } => None,
            Proof::Password { .. } => Some(SessionToken::random()?),
        };
        Ok(Self { carry: carry.clone(), opened, origin: origin.clone(), token })
    }

    async fn run(&self, context: &Context) -> Result<Outcome, Fault> {
        let (carry, opened, origin) = (self.carry.clone(), self.opened.clone(), self.origin.clone());
        let (token, lifetimes) = (self.token.clone(), context.rules.lifetimes);
        let (clock, loops) = (context.clock.clone(), context.loops.clone());
        let work = move |connection: &mut DbConnection| {
            // The time of the token is the time of the write and not of the queue before it.
            let now = clock.now();
            if !now.is_plausible() {
                // Set back while we run. Whatever was done by it would be dated wrong for good.
                return Ok(Outcome::Fault(Fault::Clock(now)));
            }
            Finish {
                connection,
                carry: &carry,
                opened: opened.as_ref(),
                now,
                origin: &origin,
                lifetimes,
                token: token.as_ref(),
                loops: &loops,
            }
            .run()
        };
        Ok(if self.carry.only_adds() {
            context.store.record(work).await?
        } else {
            context.store.write(work).await?
        })
    }
}

/// The parameters with which a provider had asked, so that the person can open it anew.
pub(super) fn asked_with(filled: &FilledProfile, pending: &PendingSignIn) -> Vec<(String, String)> {
    let return_to = filled.return_to.as_ref().zip(pending.return_to.as_ref());
    let return_to = return_to.map(|(spec, value)| (spec.incoming.clone(), value.clone()));
    return_to.into_iter().chain(pending.preserved.iter().cloned()).collect()
}

fn step_of(context: &Context, outcome: Outcome, pending: &PendingSignIn) -> Result<SignInStep, Fault> {
    if matches!(
        outcome,
        Outcome::Delivered { begun: Some(_), .. }
            | Outcome::Refused { begun: Some(_), .. }
            | Outcome::SignedIn { .. }
    ) {
        context.metrics.signed_in();
    }
    Ok(match outcome {
        Outcome::Delivered { opened, delivery, begun, session, at } => {
            let provider = &opened.provider;
            context.metrics.token_minted(provider.slug.as_str());
            context.loops.count(session, provider.id, at);
            SignInStep::Deliver { provider: name_of(provider), delivery, begun }
        }
        Outcome::SignedIn { begun } => SignInStep::SignedIn { begun, onward: pending.onward.clone() },
        Outcome::AlreadyDelivered { provider, query } => {
            context.metrics.refused(Refusal::AlreadyDelivered.code());
            SignInStep::AlreadyDelivered { provider, query }
        }
        Outcome::AskPassword { provider, refusal } => {
            if let Some(refusal) = refusal {
                context.metrics.refused(refusal.code());
            }
            SignInStep::AskPassword { pending: pending.again(context.now()), provider, refusal }
        }
        Outcome::ChangePassword { provider, email, proof } => {
            let pending = PendingSignIn { proof: Some(proof), ..pending.clone() };
            SignInStep::ChangePassword { pending, provider, email, refusal: None }
        }
        Outcome::Refused { refusal, provider, claim, begun } => {
            // One without a provider is counted where its page is made.
            if provider.is_some() {
                context.metrics.refused(refusal.code());
            }
            SignInStep::Refused { refusal, provider, claim, begun }
        }
        Outcome::Stale => return Err(Fault::Store(StoreError::Contended)),
        Outcome::Fault(fault) => return Err(fault),
    })
}
