//! Use cases: what happens, in what order, in which transaction, with which audit event. No HTTP, no SQL: a
//! flow is tested with a store and a clock. The edges (`web`, `cli`) parse, call one flow and show its outcome.
//!
//! A sign-in passes through [`begin`] → [`password`] → ([`change_password`]) → [`finish`]; [`step`] names
//! where it can stand. To add a use case: a file here named after it, whose write carries its audit event.

pub mod audit;
pub mod backup;
pub mod begin;
pub mod change_password;
pub mod confirm;
pub mod examination;
pub mod export;
pub mod finish;
pub mod first_administrator;
pub mod housekeeping;
pub mod import;
pub mod invitations;
pub mod launch;
pub mod loop_guard;
pub mod opened;
pub mod password;
pub mod provider_report;
pub mod providers;
pub mod sealing;
pub mod session;
pub mod shown_once;
pub mod sign_out;
pub mod statistics;
pub mod step;
pub mod throttle;
pub mod users;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use crate::crypto::pool::{HashPool, PoolError};
use crate::crypto::random::NoRandomness;
use crate::crypto::seal::{CannotOpen, SealingKeys};
use crate::domain::clock::{Clock, Timestamp};
use crate::domain::password::PasswordPolicy;
use crate::domain::provider::{ServiceProvider, SharedSecret};
use crate::domain::session::SessionLifetimes;
use crate::domain::shared_secrets::SecretSlot;
use crate::mint::MintError;
use crate::profile::settings::SettingFault;
use crate::profile::{Catalogue, FilledProfile};
use crate::store::provider_secrets::secret_place;
use crate::store::{Store, StoreError};
use crate::telemetry::metrics::Metrics;

/// What every flow works with.
pub struct Context {
    /// The database.
    pub store: Store,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Where passwords are verified.
    pub pool: HashPool,
    /// Seals and opens secrets.
    pub keys: Arc<SealingKeys>,
    /// Every known profile.
    pub catalogue: Catalogue,
    /// Counters.
    pub metrics: Arc<Metrics>,
    /// Where guesses wait for those before them.
    pub gates: throttle::Gates,
    /// What of the configuration is looked at while the service runs.
    pub installation: examination::Installation,
    /// What this process met lately.
    pub lately: examination::Lately,
    /// Rules that the operator chooses.
    pub rules: Rules,
    /// Files of people that this process is writing.
    pub imports: import::AtWork,
    /// Providers that were opened before.
    pub opened: opened::OpenedProviders,
    /// Stops providers that keep sending a browser back.
    pub loops: Arc<loop_guard::LoopGuard>,
}

/// Rules that the operator chooses.
#[derive(Clone, Debug)]
pub struct Rules {
    /// How long sessions live.
    pub lifetimes: SessionLifetimes,
    /// What a new password must be.
    pub passwords: PasswordPolicy,
    /// How long a one-time password can be used.
    pub one_time_lifetime: Duration,
    /// How long nobody else may have an address that an account gave up; zero switches this off.
    pub address_quarantine: Duration,
    /// How much guessing is borne.
    pub guessing: throttle::GuessingRules,
}

/// What does not fit about a provider and its profile.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Misfit {
    /// There is no profile of that name any more.
    #[error("there is no such profile")]
    NoProfile,
    /// Settings that it does not take.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Settings(Vec<SettingFault>),
}

/// Something the operator must repair, or that trying again may heal. Never shown to a person in its own words.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Hashing.
    #[error("a password could not be hashed: {0}")]
    Hash(#[source] PoolError),
    /// A stored secret does not open.
    #[error("the shared secret of provider {provider} does not open: {cause}")]
    Sealed {
        /// The provider's slug.
        provider: String,
        /// Why.
        #[source]
        cause: CannotOpen,
    },
    /// A stored provider does not fit its profile any more.
    #[error("provider {provider} does not fit its profile {profile}: {problem}")]
    Profile {
        /// The provider's slug.
        provider: String,
        /// The profile's name.
        profile: String,
        /// What is wrong.
        problem: Misfit,
    },
    /// Signing.
    #[error(transparent)]
    Mint(MintError),
    /// The clock cannot be right: no token is minted and no session begun by it.
    #[error("the clock says {0}, which is before this program was made; set the clock")]
    Clock(Timestamp),
    /// The operating system.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
}

impl Fault {
    /// A stable word for metrics and logs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Store(StoreError::Unavailable(_)) => "store-unavailable",
            Self::Store(_) => "store",
            Self::Hash(_) => "hash",
            Self::Sealed { .. } => "sealed-secret",
            Self::Profile { .. } => "profile",
            Self::Mint(_) => "mint",
            Self::Clock(_) => "clock",
            Self::Randomness(_) => "randomness",
        }
    }

    /// Whether trying again in a moment may help.
    pub fn is_passing(&self) -> bool {
        matches!(
            self,
            Self::Store(StoreError::Unavailable(_) | StoreError::Contended)
                | Self::Hash(PoolError::Stopped)
                | Self::Clock(_)
        )
    }
}

impl Context {
    /// The present instant.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A provider's profile, filled in with its settings.
    pub fn filled(&self, provider: &ServiceProvider) -> Result<FilledProfile, Fault> {
        let fault = |problem| Fault::Profile {
            provider: provider.slug.to_string(),
            profile: provider.profile.clone(),
            problem,
        };
        let profile = self.catalogue.get(&provider.profile).ok_or_else(|| fault(Misfit::NoProfile))?;
        profile.fill(&provider.settings).map_err(|faults| fault(Misfit::Settings(faults)))
    }

    /// Opens the sealed secret with which a provider's tokens are signed.
    fn open_secret(&self, provider: &ServiceProvider, sealed: &str) -> Result<SharedSecret, Fault> {
        self.open_secret_of(provider, SecretSlot::Current, sealed)
    }

    fn open_secret_of(
        &self,
        provider: &ServiceProvider,
        slot: SecretSlot,
        sealed: &str,
    ) -> Result<SharedSecret, Fault> {
        let fault = |cause| Fault::Sealed { provider: provider.slug.to_string(), cause };
        let place = secret_place(provider.id, slot);
        let opened = self.keys.open(&place.each_ref().map(String::as_str), sealed).map_err(fault)?;
        SharedSecret::new(opened.to_vec()).map_err(|_| fault(CannotOpen::Malformed))
    }
}

/// Details of a change for the audit: each changed field as `before → after`.
fn changes(fields: &[(&'static str, String, String)]) -> BTreeMap<&'static str, String> {
    let changed = fields.iter().filter(|(_, before, after)| before != after);
    changed.map(|(name, before, after)| (*name, format!("{before} → {after}"))).collect()
}
