//! A session: this browser is signed in here. The database's record is the truth; the cookie only names it.

use std::time::Duration;

use super::clock::Timestamp;
use super::id::{SessionId, UserId};

/// How long sessions live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionLifetimes {
    /// Ends when nothing was done for this long (ASVS 5.0, 7.3.1).
    pub idle: Duration,
    /// Ends this long after the sign-in, whatever was done (ASVS 5.0, 7.3.2).
    pub absolute: Duration,
}

/// The record of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its name in lists; not the cookie's value.
    pub id: SessionId,
    /// Whose it is.
    pub user_id: UserId,
    /// When the person proved who they are.
    pub authenticated_at: Timestamp,
    /// When it was last used.
    pub last_seen_at: Timestamp,
    /// When it ends, whatever is done.
    pub expires_at: Timestamp,
    /// When it was taken away, if it was.
    pub revoked_at: Option<Timestamp>,
    /// Where it began, as judged by the trusted proxies.
    pub client_address: String,
    /// The browser, in its own words, shortened.
    pub user_agent: String,
}

impl Session {
    /// Whether it still opens anything.
    ///
    /// A clock set back does not lengthen a session for ever: one that seems to have been used in the
    /// future, beyond the idle time, is over too.
    pub fn is_good_at(&self, now: Timestamp, lifetimes: SessionLifetimes) -> bool {
        self.revoked_at.is_none()
            && now < self.expires_at
            && now.since(self.last_seen_at) < lifetimes.idle
            && self.last_seen_at.since(now) < lifetimes.idle
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Duration = Duration::from_secs(3600);
    const LIFETIMES: SessionLifetimes =
        SessionLifetimes { idle: HOUR, absolute: Duration::from_secs(12 * 3600) };

    fn session(start: Timestamp) -> Session {
        Session {
            id: SessionId::unique(),
            user_id: UserId::unique(),
            authenticated_at: start,
            last_seen_at: start,
            expires_at: start.plus(LIFETIMES.absolute),
            revoked_at: None,
            client_address: String::new(),
            user_agent: String::new(),
        }
    }

    #[test]
    fn it_ends_when_idle_when_old_and_when_revoked() {
        let start = Timestamp::from_micros(1_000_000_000_000_000);
        let fresh = session(start);
        assert!(fresh.is_good_at(start.plus(HOUR / 2), LIFETIMES));
        assert!(!fresh.is_good_at(start.plus(HOUR), LIFETIMES));
        let busy = Session { last_seen_at: start.plus(HOUR * 12), ..session(start) };
        assert!(!busy.is_good_at(start.plus(HOUR * 12), LIFETIMES));
        let revoked = Session { revoked_at: Some(start), ..session(start) };
        assert!(!revoked.is_good_at(start, LIFETIMES));
    }

    #[test]
    fn a_clock_set_back_by_a_day_ends_it() {
        let start = Timestamp::from_micros(1_000_000_000_000_000);
        assert!(session(start).is_good_at(start.minus(HOUR / 2), LIFETIMES));
        assert!(!session(start).is_good_at(start.minus(HOUR * 24), LIFETIMES));
    }
}
