//! The guard against sign-in loops: a provider that does not take our token sends the browser straight back, and
//! each turn would mint another one. Counted in memory: it spares every silent sign-in two writes, a restart forgets
//! nothing but loops, and with two instances a loop takes twice as many turns.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::domain::clock::Timestamp;
use crate::domain::id::{ProviderId, SessionId};

/// More tokens than this for one provider in one session within [`LOOP_WINDOW`] are a loop.
pub const LOOP_LIMIT: u32 = 8;
/// The window of the loop guard.
pub const LOOP_WINDOW: Duration = Duration::from_secs(60);
/// So many pairs of session and provider are watched at the most. Beyond it those that began first are forgotten: so
/// many within a minute are a crowd.
const WATCHED: usize = 50_000;

#[derive(Clone, Copy)]
struct Window {
    began_at: Timestamp,
    tokens: u32,
}

impl Window {
    fn is_open_at(self, now: Timestamp) -> bool {
        self.began_at <= now && now.since(self.began_at) < LOOP_WINDOW
    }
}

/// Tokens of the last minute, by session and provider.
#[derive(Default)]
pub struct LoopGuard(Mutex<HashMap<(SessionId, ProviderId), Window>>);

impl LoopGuard {
    /// Whether one more token would make a loop.
    pub(super) fn is_loop(&self, session: SessionId, provider: ProviderId, now: Timestamp) -> bool {
        let watched = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        watched
            .get(&(session, provider))
            .is_some_and(|window| window.is_open_at(now) && window.tokens >= LOOP_LIMIT)
    }

    /// Counts a token.
    pub(super) fn count(&self, session: SessionId, provider: ProviderId, now: Timestamp) {
        let mut watched = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (session, provider);
        if let Some(window) = watched.get_mut(&key).filter(|window| window.is_open_at(now)) {
            window.tokens += 1;
            return;
        }
        if watched.len() >= WATCHED {
            watched.retain(|_, window| window.is_open_at(now));
            if watched.len() >= WATCHED / 2 {
                watched.clear();
            }
        }
        watched.insert(key, Window { began_at: now, tokens: 1 });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_closes_after_a_minute_and_a_crowd_does_not_take_all_memory() {
        let guard = LoopGuard::default();
        let (session, provider) = (SessionId::unique(), ProviderId::unique());
        let start = Timestamp::from_micros(0);
        for _ in 0..LOOP_LIMIT {
            assert!(!guard.is_loop(session, provider, start));
            guard.count(session, provider, start);
        }
        assert!(guard.is_loop(session, provider, start.plus(LOOP_WINDOW - Duration::from_micros(1))));
        assert!(!guard.is_loop(session, ProviderId::unique(), start), "another provider is not concerned");
        assert!(!guard.is_loop(session, provider, start.plus(LOOP_WINDOW)));
        for _ in 0..WATCHED * 2 {
            guard.count(SessionId::unique(), provider, start);
        }
        assert!(guard.0.lock().unwrap().len() <= WATCHED);
    }
}
