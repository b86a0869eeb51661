//! Single sign-out: after our own session has ended, the browser is walked through the sign-out addresses of
//! the providers used in it. Third-party cookies are blocked in browsers, so hidden frames would do nothing:
//! the walk is at top level, one provider after another, and says honestly what became of each.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::id::ProviderId;

/// How long a walk may take before the browser's next visit is no longer part of it.
pub const WALK_LIFETIME: Duration = Duration::from_secs(600);

/// What became of one provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SignOutResult {
    /// The browser was sent there and came back.
    Confirmed,
    /// The browser was sent there, or was to be, and has not come back.
    Unconfirmed,
    /// The provider has no sign-out address that we know of.
    NotOffered,
}

/// One provider of the ended session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WalkStop {
    /// Which provider.
    pub provider: ProviderId,
    /// What became of it so far.
    pub result: SignOutResult,
    /// Already visited. Each provider is visited once: this is the guard against loops (Aha! sends the
    /// browser back to our remote logout URL, which would otherwise send it there again).
    pub is_visited: bool,
}

/// The walk, as the browser carries it in a sealed cookie.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignOutWalk {
    /// Every provider of the session, in the order of the walk.
    pub stops: Vec<WalkStop>,
    /// When our own session ended.
    pub started_at: Timestamp,
}

impl SignOutWalk {
    /// A walk through `providers`; the flag says whether a provider has a sign-out address.
    pub fn through(providers: impl IntoIterator<Item = (ProviderId, bool)>, now: Timestamp) -> Self {
        let stops = providers.into_iter().map(|(provider, has_address)| WalkStop {
            provider,
            result: if has_address { SignOutResult::Unconfirmed } else { SignOutResult::NotOffered },
            is_visited: !has_address,
        });
        Self { stops: stops.collect(), started_at: now }
    }

    /// Goes to the next provider that was not visited yet.
    pub fn visit_next(&mut self) -> Option<ProviderId> {
        let stop = self.stops.iter_mut().find(|stop| !stop.is_visited)?;
        stop.is_visited = true;
        Some(stop.provider)
    }

    /// The browser came back from `provider`, which this walk had sent it to. False when it had not.
    pub fn confirm(&mut self, provider: ProviderId) -> bool {
        let waiting = |stop: &&mut WalkStop| {
            stop.provider == provider && stop.is_visited && stop.result == SignOutResult::Unconfirmed
        };
        match self.stops.iter_mut().find(waiting) {
            Some(stop) => {
                stop.result = SignOutResult::Confirmed;
                true
            }
            None => false,
        }
    }

    /// The provider began the sign-out itself: it needs no visit.
    pub fn mark_begun_by(&mut self, provider: ProviderId) {
        for stop in self.stops.iter_mut().filter(|stop| stop.provider == provider) {
            stop.result = SignOutResult::Confirmed;
            stop.is_visited = true;
        }
    }

    /// Too old to be continued.
    pub fn is_expired_at(&self, now: Timestamp) -> bool {
        now.since(self.started_at) >= WALK_LIFETIME || self.started_at.since(now) >= WALK_LIFETIME
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_provider_is_visited_once_however_often_it_sends_the_browser_back() {
        let (aha, glue) = (ProviderId::unique(), ProviderId::unique());
        let mut walk = SignOutWalk::through([(glue, false), (aha, true)], Timestamp::from_micros(0));
        assert!(!walk.confirm(aha), "nobody was sent there yet");
        assert_eq!(walk.visit_next(), Some(aha));
        assert!(walk.confirm(aha));
        assert!(!walk.confirm(aha), "the second return is not part of the walk");
        assert_eq!(walk.visit_next(), None);
        let results: Vec<_> = walk.stops.iter().map(|stop| stop.result).collect();
        assert_eq!(results, [SignOutResult::NotOffered, SignOutResult::Confirmed]);
    }
}
