//! Guesses are limited, people are not locked out. Each sign-in reserves a guess in every counter that concerns
//! it before its password is looked at, and settles it afterwards (`docs/decisions/0014`).
//!
//! A browser in which the person signed in before has a counter of its own and takes part in no other. Names
//! that nobody has are counted like names that somebody has.

mod administer;
mod gate;
mod reservation;

use std::time::Duration;

use ipnet::IpNet;

use super::{Context, Fault};
use crate::crypto::digest::{hex, keyed};
use crate::domain::audit::AuditEvent;
use crate::domain::email::EmailAddress;
use crate::domain::id::UserId;
use crate::domain::network::Network;
use crate::domain::throttle::{Rule, Scope};
use crate::store::Backend;
use crate::store::throttles::{self, Counted};

pub use administer::{Cleared, Throttled, clear, list};
pub use gate::Gates;
pub(super) use reservation::{Reservation, Reserved, reserve};

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);
/// One account from one network: a forgetful person gets on a colleague's nerves no sooner than this.
const FROM_ONE_NETWORK: u32 = 5;
const IN_A_KNOWN_BROWSER: u32 = 10;
/// A network that many people share bears so many times the failures of another.
const SHARED_BEARS: u32 = 10;

/// How much is borne.
#[derive(Clone, Debug)]
pub struct GuessingRules {
    /// Failures from one network within a minute.
    pub per_network: u32,
    /// Failures at one account within a day, from browsers that are not known.
    pub per_account: u32,
    /// Networks that many people share.
    pub shared_networks: Vec<IpNet>,
}

impl GuessingRules {
    /// How much a counter bears.
    pub fn rule(&self, counted: &Counted) -> Rule {
        self.rule_of(counted.scope, counted.network)
    }

    /// How much a scope bears; a network that many people share bears more failures, and all else is the same.
    pub(super) fn rule_of(&self, scope: Scope, network: Option<Network>) -> Rule {
        let rule =
            |failures, window, longest_wait| Rule { failures, window, first_wait: MINUTE, longest_wait };
        match scope {
            Scope::Network => rule(self.width(network), MINUTE, 15 * MINUTE),
            Scope::Account => rule(self.per_account, 24 * HOUR, HOUR),
            Scope::AccountFromNetwork => rule(FROM_ONE_NETWORK, HOUR, HOUR),
            Scope::KnownBrowser => rule(IN_A_KNOWN_BROWSER, HOUR, 15 * MINUTE),
        }
    }

    fn width(&self, network: Option<Network>) -> u32 {
        let is_shared = network.is_some_and(|network| {
            self.shared_networks.iter().any(|shared| shared.contains(&network.first()))
        });
        if is_shared { self.per_network.saturating_mul(SHARED_BEARS) } else { self.per_network }
    }
}

/// Whose password is guessed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Account {
    /// A person's.
    Of(UserId),
    /// Nobody's: a digest of what was typed.
    Nobody { digest: String },
    /// None at all: a one-time address is guessed. Counted by network only, or strangers could keep away whoever
    /// holds the right one.
    OneTimeAddress,
}

impl Account {
    /// The account behind what was typed. People type passwords into the wrong field, so of a name that nobody
    /// has only a keyed digest is kept; it still shows that one name was tried often.
    pub(super) fn of(context: &Context, typed: &str, known: Option<UserId>) -> Self {
        known.map_or_else(
            || {
                let folded = typed.parse().map_or_else(
                    |_| typed.to_ascii_lowercase(),
                    |email: EmailAddress| email.folded().as_str().to_owned(),
                );
                let digest = keyed(&context.keys.digest_key(), "typed name", folded.as_bytes());
                Self::Nobody { digest: hex(digest.get(..8).unwrap_or_default()) }
            },
            Self::Of,
        )
    }

    fn user(&self) -> Option<UserId> {
        match self {
            Self::Of(id) => Some(*id),
            Self::Nobody { .. } | Self::OneTimeAddress => None,
        }
    }

    /// Says in an event whom it concerns.
    pub(super) fn note(&self, event: AuditEvent) -> AuditEvent {
        match self {
            Self::Of(id) => event.about(*id),
            Self::Nobody { digest } => event.detail("name_digest", digest),
            Self::OneTimeAddress => event,
        }
    }

    fn key(&self) -> String {
        match self {
            Self::Of(id) => id.to_string(),
            Self::Nobody { digest } => format!("name:{digest}"),
            Self::OneTimeAddress => "one-time address".to_owned(),
        }
    }
}

/// At the start: forgets what a process that died had reserved, where this one is alone with its database.
pub async fn begin(context: &Context) -> Result<(), Fault> {
    if context.store.backend() == Backend::Sqlite {
        context.store.write(throttles::forget_reservations).await?;
    }
    Ok(())
}
