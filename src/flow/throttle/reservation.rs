//! One guess: reserved in every counter that concerns it, settled when there is an answer.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::gate::Pass;
use super::{Account, GuessingRules};
use crate::domain::audit::{AuditEvent, EventKind, Origin};
use crate::domain::clock::{Clock, Timestamp};
use crate::domain::known_browser::KnownBrowser;
use crate::domain::network::Network;
use crate::domain::throttle::{Admission, Scope, Span, Throttle};
use crate::flow::{Context, Fault};
use crate::store::throttles::{self, Counted};
use crate::store::{DbConnection, Store, StoreResult, audit, patience};

/// How long a guess waits for those before it to be settled.
const PATIENCE: Duration = Duration::from_secs(8);
const ASK_AGAIN_AFTER: Duration = Duration::from_millis(50);

/// A reserved guess. When its browser leaves before there is an answer, it gives itself back. Once there is one, it
/// is settled by it, whoever still waits.
pub struct Reservation {
    guess: Guess,
    span: Span,
    store: Store,
    is_settled: bool,
    /// Leaves the gate when the guess is settled.
    _pass: Option<Pass>,
}

/// A guess, with the counters that it takes part in.
#[derive(Clone)]
struct Guess {
    account: Account,
    counted: Vec<Counted>,
    rules: GuessingRules,
    clock: Arc<dyn Clock>,
}

/// Whether a password is looked at.
pub enum Reserved {
    /// It is; settle it.
    Guess(Reservation),
    /// It is not, until then.
    MustWait(Timestamp),
    /// Too many came at once.
    Busy,
}

/// Reserves a guess. Waits, within limits, while others from the same network or browser are looked at.
pub async fn reserve(
    context: &Context,
    account: Account,
    known: &KnownBrowser,
    origin: &Origin,
) -> Result<Reserved, Fault> {
    let (network, rules) = (origin.network(), &context.rules.guessing);
    let counted = counted(&account, known, network, context.now());
    let guess = Guess { account, counted, rules: rules.clone(), clock: context.clock.clone() };
    let began = Instant::now();
    // What bears the most stands last: a network or a known browser.
    let pass = match guess.counted.last() {
        Some(widest) => context.gates.enter(widest, rules.rule(widest).failures, PATIENCE).await,
        None => None,
    };
    if context.store.refuses_writes() {
        // Those before us waited for the database; we need not try as long as they did.
        patience::waited_elsewhere(began.elapsed());
    }
    let Some(pass) = pass else { return Ok(Reserved::Busy) };
    loop {
        match attempt(context.store.clone(), guess.clone()).await? {
            Attempt::Admitted(mut reservation) => {
                reservation._pass = Some(pass);
                return Ok(Reserved::Guess(reservation));
            }
            Attempt::MustWait(until) => {
                context.metrics.throttled();
                return Ok(Reserved::MustWait(until));
            }
            // Another instance, or another network at the same account, is looking at guesses.
            Attempt::InFlight if began.elapsed() < PATIENCE => sleep(ASK_AGAIN_AFTER).await,
            Attempt::InFlight => return Ok(Reserved::Busy),
        }
    }
}

enum Attempt {
    Admitted(Reservation),
    InFlight,
    MustWait(Timestamp),
}

/// Goes to its end also when the browser leaves meanwhile: what was reserved by then is there to be given back.
async fn attempt(store: Store, guess: Guess) -> StoreResult<Attempt> {
    patience::to_the_end(async move {
        let asked = guess.clone();
        let (admission, span) = store.record(move |connection| asked.reserve(connection)).await?;
        Ok(match admission {
            Admission::Admitted => {
                Attempt::Admitted(Reservation { guess, span, store, is_settled: false, _pass: None })
            }
            Admission::InFlight => Attempt::InFlight,
            Admission::MustWait(until) => Attempt::MustWait(until),
        })
    })
    .await
}

/// The counters that a guess takes part in.
fn counted(account: &Account, known: &KnownBrowser, network: Network, now: Timestamp) -> Vec<Counted> {
    let user_id = account.user();
    if let Some(name) = user_id.and_then(|user| known.name_for(user, now)) {
        let key = name.to_owned();
        return vec![Counted { scope: Scope::KnownBrowser, key, user_id, network: None }];
    }
    let of_network =
        Counted { scope: Scope::Network, key: network.to_string(), user_id: None, network: Some(network) };
    if *account == Account::OneTimeAddress {
        return vec![of_network];
    }
    let pair = format!("{} {network}", account.key());
    vec![
        Counted { scope: Scope::Account, key: account.key(), user_id, network: None },
        Counted { scope: Scope::AccountFromNetwork, key: pair, user_id, network: Some(network) },
        of_network,
    ]
}

impl Guess {
    /// All or nothing: a guess that one counter refuses is reserved in none.
    fn reserve(&self, connection: &mut DbConnection) -> StoreResult<(Admission, Span)> {
        let now = self.clock.now();
        let mut reserved = Vec::with_capacity(self.counted.len());
        let mut outcome = Admission::Admitted;
        for counted in &self.counted {
            let mut throttle = throttles::find(connection, counted)?.unwrap_or_else(|| Throttle::new(now));
            outcome = match (outcome, throttle.reserve(&self.rules.rule(counted), now)) {
                (Admission::MustWait(one), Admission::MustWait(other)) => Admission::MustWait(one.max(other)),
                (wait @ Admission::MustWait(_), _) | (_, wait @ Admission::MustWait(_)) => wait,
                (Admission::InFlight, _) | (_, Admission::InFlight) => Admission::InFlight,
                (Admission::Admitted, Admission::Admitted) => Admission::Admitted,
            };
            reserved.push((counted, throttle));
        }
        if outcome == Admission::Admitted {
            for (counted, throttle) in reserved {
                throttles::put(connection, counted, &throttle, now)?;
            }
        }
        Ok((outcome, Span::of(now)))
    }

    fn settle_wrong(&self, connection: &mut DbConnection, span: Span, origin: &Origin) -> StoreResult<()> {
        let now = self.clock.now();
        for counted in &self.counted {
            let mut throttle = throttles::find(connection, counted)?.unwrap_or_else(|| Throttle::new(now));
            let waits_until = throttle.settle_wrong(&self.rules.rule(counted), span, now);
            throttles::put(connection, counted, &throttle, now)?;
            if let Some(until) = waits_until {
                let event = AuditEvent::new(now, EventKind::GuessingThrottled, origin);
                let event = event.detail("scope", counted.scope.as_str()).detail("until", until);
                audit::append(connection, &self.account.note(event))?;
            }
        }
        Ok(())
    }

    fn settle_right(&self, connection: &mut DbConnection, span: Span) -> StoreResult<()> {
        for counted in &self.counted {
            // One that was cleared meanwhile has nothing to give back.
            if let Some(mut throttle) = throttles::find(connection, counted)? {
                throttle.settle_right(span);
                // Nothing stays of a guess that was none: otherwise names could be piled up here without end.
                if throttle.is_blank() {
                    throttles::remove(connection, counted)?;
                } else {
                    throttles::put(connection, counted, &throttle, self.clock.now())?;
                }
            }
        }
        Ok(())
    }
}

impl Reservation {
    /// Whose password was guessed.
    pub fn account(&self) -> &Account {
        &self.guess.account
    }

    /// The password was wrong: `event` says so on record, in the same write.
    pub async fn settle_wrong(mut self, event: AuditEvent, origin: &Origin) -> Result<(), Fault> {
        self.is_settled = true;
        let (guess, span, origin, store) =
            (self.guess.clone(), self.span, origin.clone(), self.store.clone());
        let write = async move {
            store
                .record(move |connection| {
                    audit::append(connection, &event)?;
                    guess.settle_wrong(connection, span, &origin)
                })
                .await
        };
        Ok(patience::to_the_end(write).await?)
    }

    /// The password was right, or could not be looked at.
    pub async fn settle_right(mut self) -> Result<(), Fault> {
        self.is_settled = true;
        let (guess, span, store) = (self.guess.clone(), self.span, self.store.clone());
        let write = async move { store.record(move |connection| guess.settle_right(connection, span)).await };
        Ok(patience::to_the_end(write).await?)
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        if self.is_settled {
            return;
        }
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        let (guess, span, store) = (self.guess.clone(), self.span, self.store.clone());
        runtime.spawn(async move {
            let given_back = store.record(move |connection| guess.settle_right(connection, span)).await;
            if let Err(fault) = given_back {
                tracing::debug!(%fault, "a reserved guess was not given back; it is forgotten in a moment");
            }
        });
    }
}
