//! A request to sign in, between arrival and delivery.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::id::{PendingId, ProviderId, UserId};

/// How long a pending sign-in can be continued. An older one keeps its provider and `return_to` and asks again.
pub const PENDING_LIFETIME: Duration = Duration::from_secs(600);

/// Who started.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Initiation {
    /// The service provider sent the browser to our remote login URL.
    SpInitiated,
    /// The person chose a tile here; called "launch" in the interface.
    IdpInitiated,
}

/// A sign-in that waits for the person. It travels in the page, sealed and bound to the browser, so that
/// strangers cause no writes and two tabs do not overwrite each other.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PendingSignIn {
    /// Consumed when a token is delivered, so that Back and refresh cannot mint again.
    pub id: PendingId,
    /// `None` when the person signs in without going anywhere.
    pub provider: Option<ProviderId>,
    /// Who started.
    pub initiation: Initiation,
    /// Judged again before it is used: the provider's settings may have changed meanwhile.
    pub return_to: Option<String>,
    /// Why a `return_to` was dropped, for the audit; strangers cause no writes, so it waits for the token.
    pub dropped_return_to: Option<String>,
    /// The provider's own parameters.
    pub preserved: Vec<(String, String)>,
    /// When the page was made.
    pub started_at: Timestamp,
    /// The password was right, and a new one must be chosen before anything else.
    pub proof: Option<PasswordProof>,
    /// Where the person goes here when no provider sent them: the page of ours that asked them to sign in. It was
    /// written by this program and travels sealed, so it leads nowhere else.
    #[serde(default)]
    pub onward: Option<String>,
}

/// The password was verified; there is no session yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordProof {
    /// Whose password.
    pub user_id: UserId,
    /// Which password: the instant at which it was set. Another one since makes this proof worthless.
    pub password_set_at: Timestamp,
}

impl PendingSignIn {
    /// A sign-in without a provider.
    pub fn without_provider(now: Timestamp) -> Self {
        Self {
            id: PendingId::unique(),
            provider: None,
            initiation: Initiation::IdpInitiated,
            return_to: None,
            dropped_return_to: None,
            preserved: Vec::new(),
            started_at: now,
            proof: None,
            onward: None,
        }
    }

    /// The same destination, to be asked for again from the beginning.
    pub fn again(&self, now: Timestamp) -> Self {
        Self { id: PendingId::unique(), started_at: now, proof: None, ..self.clone() }
    }

    /// Whether it can still be continued. One from the future was made before the clock was set back.
    pub fn is_expired_at(&self, now: Timestamp) -> bool {
        now.since(self.started_at) >= PENDING_LIFETIME || self.started_at.since(now) >= PENDING_LIFETIME
    }
}
