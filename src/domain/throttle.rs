//! Throttles: how many passwords may be guessed before whoever guesses must wait. Waits grow and end; nobody is
//! ever locked out for good (NIST SP 800-63B-4, section 3.2.2; OWASP ASVS 5.0, 6.3.1).
//!
//! A guess is reserved before its password is looked at and settled afterwards, so that many guesses at the same
//! moment count as many guesses.

use std::time::Duration;

use super::clock::Timestamp;

/// A reservation is kept for this long at least and for twice as long at most. One that nobody settled until then
/// is forgotten: its process died or its store was away. Its guess got no answer, so nothing was learned by it.
/// Longer than any password waits (`passwords.wait_seconds` is 30 at the most) and is looked at.
pub const RESERVATION_LIFETIME: Duration = Duration::from_secs(40);

/// When a guess was reserved, as far as it must be known to settle it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span(i64);

impl Span {
    /// The span of [`RESERVATION_LIFETIME`] in which an instant lies.
    pub fn of(now: Timestamp) -> Self {
        Self(now.as_micros().div_euclid(micros(RESERVATION_LIFETIME).cast_signed()))
    }

    /// The number that the store keeps.
    pub const fn as_number(self) -> i64 {
        self.0
    }

    /// From the store's number.
    pub const fn from_number(number: i64) -> Self {
        Self(number)
    }

    fn is_next_after(self, other: Self) -> bool {
        self.0.checked_sub(1) == Some(other.0)
    }
}

/// What is counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// One account, from every network together.
    Account,
    /// One account from one network.
    AccountFromNetwork,
    /// One network, whatever the account.
    Network,
    /// One account in one browser in which its person signed in before.
    KnownBrowser,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 4] = [Self::Account, Self::AccountFromNetwork, Self::Network, Self::KnownBrowser];

    /// The word for it in the store, the audit and the metrics. Never changes.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::AccountFromNetwork => "account-from-network",
            Self::Network => "network",
            Self::KnownBrowser => "known-browser",
        }
    }
}

/// How much a scope bears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Failures within the window after which one must wait.
    pub failures: u32,
    /// The window; it slides.
    pub window: Duration,
    /// The first wait. Each further one is twice as long.
    pub first_wait: Duration,
    /// No wait is longer.
    pub longest_wait: Duration,
}

impl Rule {
    /// For so long after its last use a counter can say something: until then its failures have left the window, its
    /// last wait is over, and how long that was is forgotten.
    pub fn speaks_for(&self) -> Duration {
        (self.window * 2).max(self.longest_wait * 3)
    }
}

/// How many failures there were lately, and until when one must wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Throttle {
    /// When the present window began.
    pub window_began_at: Timestamp,
    /// Failures in the present window.
    pub failures: u32,
    /// Failures in the window before it.
    pub earlier_failures: u32,
    /// Guesses reserved in the present span and not settled yet.
    pub reserved: u32,
    /// Those reserved in the span before it.
    pub earlier_reserved: u32,
    /// The present span, by the clock that is ahead where several count.
    pub reserved_in: Span,
    /// How often one had to wait lately.
    pub waits: u32,
    /// When the present or the last wait ends.
    pub waits_until: Option<Timestamp>,
}

/// Whether a password is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// It is; the guess is reserved.
    Admitted,
    /// Guesses that are being looked at may use up all that is left: ask again when they are settled.
    InFlight,
    /// It is not, until then.
    MustWait(Timestamp),
}

impl Throttle {
    /// Nothing was guessed yet.
    pub fn new(now: Timestamp) -> Self {
        Self {
            window_began_at: now,
            failures: 0,
            earlier_failures: 0,
            reserved: 0,
            earlier_reserved: 0,
            reserved_in: Span::of(now),
            waits: 0,
            waits_until: None,
        }
    }

    /// Asks for one guess.
    pub fn reserve(&mut self, rule: &Rule, now: Timestamp) -> Admission {
        self.roll(rule, now);
        if let Some(until) = self.must_wait_until(now) {
            return Admission::MustWait(until);
        }
        // After a wait there is always one more guess: a wait that never ends would be a lock.
        let left = rule.failures.saturating_sub(self.failures_lately(rule, now)).max(1);
        if self.reserved.saturating_add(self.earlier_reserved) >= left {
            return Admission::InFlight;
        }
        if Span::of(now) == self.reserved_in {
            self.reserved += 1;
        } else {
            self.earlier_reserved += 1;
        }
        Admission::Admitted
    }

    /// The guess reserved in `span` was wrong. Returns until when one must wait, if now one must.
    pub fn settle_wrong(&mut self, rule: &Rule, span: Span, now: Timestamp) -> Option<Timestamp> {
        self.roll(rule, now);
        self.settle_right(span);
        self.failures = self.failures.saturating_add(1);
        if self.failures_lately(rule, now) < rule.failures || self.must_wait_until(now).is_some() {
            return None;
        }
        let factor = 1_u32.checked_shl(self.waits).unwrap_or(u32::MAX);
        let wait = rule.first_wait.saturating_mul(factor).min(rule.longest_wait);
        self.waits = self.waits.saturating_add(1);
        self.waits_until = Some(now.plus(wait));
        self.waits_until
    }

    /// The guess reserved in `span` was right, or was never looked at: its reservation is given back, and nothing
    /// else is forgiven, so that whoever has one good password cannot buy guesses with it.
    pub fn settle_right(&mut self, span: Span) {
        if span == self.reserved_in {
            self.reserved = self.reserved.saturating_sub(1);
        } else if self.reserved_in.is_next_after(span) {
            self.earlier_reserved = self.earlier_reserved.saturating_sub(1);
        }
    }

    /// Until when one must wait, if one must.
    pub fn must_wait_until(&self, now: Timestamp) -> Option<Timestamp> {
        self.waits_until.filter(|until| now < *until)
    }

    /// Failures within the sliding window: those of the present one, and of the one before as much as still
    /// reaches into it.
    pub fn failures_lately(&self, rule: &Rule, now: Timestamp) -> u32 {
        let window = micros(rule.window).max(1);
        let left = window.saturating_sub(micros(now.since(self.window_began_at)));
        let earlier = (u128::from(self.earlier_failures) * u128::from(left)).div_ceil(u128::from(window));
        self.failures.saturating_add(u32::try_from(earlier).unwrap_or(u32::MAX))
    }

    /// Whether it says nothing that a new one would not say.
    pub fn is_blank(&self) -> bool {
        let counts = [self.failures, self.earlier_failures, self.reserved, self.earlier_reserved];
        counts == [0; 4] && self.waits_until.is_none()
    }

    /// Brings the counter to the present.
    fn roll(&mut self, rule: &Rule, now: Timestamp) {
        // A clock that was ahead and is right again must not keep anybody waiting for the difference. Those of two
        // instances are never quite the same.
        let latest = now.plus(rule.longest_wait + RESERVATION_LIFETIME);
        self.waits_until = self.waits_until.filter(|until| *until <= latest);
        self.window_began_at = self.window_began_at.min(now);

        if self.waits_until.is_some_and(|until| now.since(until) >= rule.longest_wait * 2) {
            (self.waits, self.waits_until) = (0, None);
        }
        let elapsed = now.since(self.window_began_at);
        if elapsed >= rule.window * 2 {
            (self.failures, self.earlier_failures, self.window_began_at) = (0, 0, now);
        } else if elapsed >= rule.window {
            (self.earlier_failures, self.failures) = (self.failures, 0);
            self.window_began_at = self.window_began_at.plus(rule.window);
        }
        let span = Span::of(now);
        // Where another instance's clock is a little ahead, its span is the present one for both.
        if span != self.reserved_in && !self.reserved_in.is_next_after(span) {
            // Of a later span too: the clock was set back.
            let is_next = span.is_next_after(self.reserved_in);
            self.earlier_reserved = if is_next { self.reserved } else { 0 };
            (self.reserved, self.reserved_in) = (0, span);
        }
    }
}

fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);
    const RULE: Rule =
        Rule { failures: 3, window: MINUTE, first_wait: MINUTE, longest_wait: Duration::from_secs(900) };
    const START: Timestamp = Timestamp::from_micros(1_800_000_000_000_000);

    fn at(seconds: u64) -> Timestamp {
        START.plus(Duration::from_secs(seconds))
    }

    /// A wrong guess; whether it was looked at.
    fn guess(throttle: &mut Throttle, now: Timestamp) -> bool {
        let is_admitted = throttle.reserve(&RULE, now) == Admission::Admitted;
        if is_admitted {
            throttle.settle_wrong(&RULE, Span::of(now), now);
        }
        is_admitted
    }

    #[test]
    fn after_the_third_failure_one_waits_a_minute_and_then_twice_as_long() {
        let mut throttle = Throttle::new(START);
        assert!((0..3).all(|_| guess(&mut throttle, START)));
        assert_eq!(throttle.reserve(&RULE, at(1)), Admission::MustWait(at(60)));
        assert!(guess(&mut throttle, at(60)), "the wait is over");
        assert_eq!(throttle.reserve(&RULE, at(61)), Admission::MustWait(at(180)), "and the next is longer");
    }

    #[test]
    fn waits_grow_to_the_longest_and_are_forgotten_in_quiet_times() {
        let mut throttle = Throttle::new(START);
        let (mut now, mut longest) = (START, Duration::ZERO);
        for _ in 0..100 {
            guess(&mut throttle, now);
            if let Some(until) = throttle.must_wait_until(now) {
                longest = longest.max(until.since(now));
                now = until;
            }
        }
        assert_eq!(longest, RULE.longest_wait);
        let later = now.plus(RULE.longest_wait * 3);
        assert!((0..3).all(|_| guess(&mut throttle, later)));
        assert_eq!(throttle.must_wait_until(later), Some(later.plus(MINUTE)));
    }

    #[test]
    fn a_slow_guesser_is_counted_over_the_edge_of_a_window() {
        let mut throttle = Throttle::new(START);
        assert!(guess(&mut throttle, at(58)) && guess(&mut throttle, at(59)) && guess(&mut throttle, at(61)));
        assert!(!guess(&mut throttle, at(62)), "three failures within four seconds");
    }

    #[test]
    fn guesses_at_the_same_moment_are_no_more_than_guesses_one_by_one() {
        let mut throttle = Throttle::new(START);
        let admitted = (0..60).filter(|_| throttle.reserve(&RULE, START) == Admission::Admitted).count();
        assert_eq!(admitted, 3);
        assert_eq!(throttle.reserve(&RULE, START), Admission::InFlight);
    }

    #[test]
    fn a_right_password_gives_back_its_own_reservation_and_forgives_nothing() {
        let mut throttle = Throttle::new(START);
        guess(&mut throttle, START);
        guess(&mut throttle, START);
        for _ in 0..20 {
            assert_eq!(throttle.reserve(&RULE, at(1)), Admission::Admitted);
            throttle.settle_right(Span::of(at(1)));
        }
        assert!(guess(&mut throttle, at(2)));
        assert!(!guess(&mut throttle, at(3)));
    }

    #[test]
    fn a_reservation_that_nobody_settles_is_held_for_a_while_and_then_forgotten() {
        let mut throttle = Throttle::new(START);
        for _ in 0..3 {
            throttle.reserve(&RULE, START);
        }
        let lifetime = RESERVATION_LIFETIME.as_secs();
        assert_eq!(throttle.reserve(&RULE, at(lifetime)), Admission::InFlight);
        assert_eq!(throttle.reserve(&RULE, at(lifetime * 2)), Admission::Admitted);
    }

    #[test]
    fn lost_reservations_are_forgotten_however_many_come_after_them() {
        let mut throttle = Throttle::new(START);
        throttle.reserve(&RULE, START);
        throttle.reserve(&RULE, START);
        for second in 1..3 * RESERVATION_LIFETIME.as_secs() {
            if throttle.reserve(&RULE, at(second)) == Admission::Admitted {
                throttle.settle_right(Span::of(at(second)));
            }
        }
        assert_eq!((throttle.reserved, throttle.earlier_reserved), (0, 0));
    }

    #[test]
    fn a_guess_that_took_long_settles_its_own_reservation_and_no_other() {
        let mut throttle = Throttle::new(START);
        throttle.reserve(&RULE, START);
        let later = at(RESERVATION_LIFETIME.as_secs());
        throttle.reserve(&RULE, later);
        throttle.settle_wrong(&RULE, Span::of(START), later);
        assert_eq!((throttle.reserved, throttle.earlier_reserved), (1, 0));
        throttle.settle_wrong(&RULE, Span::of(START), at(100));
        assert_eq!(throttle.failures, 1, "of the new window; the reservation itself was forgotten long ago");
    }

    #[test]
    fn a_clock_that_was_ahead_keeps_nobody_waiting_for_ever() {
        let ahead = START.plus(Duration::from_secs(365 * 24 * 3600));
        let mut throttle = Throttle::new(ahead);
        while guess(&mut throttle, ahead) {}
        assert_eq!(throttle.reserve(&RULE, START), Admission::Admitted);
    }

    #[test]
    fn two_instances_whose_clocks_differ_a_little_forget_nothing_of_each_other() {
        // The edge of a span lies between what the two clocks say.
        let lifetime = RESERVATION_LIFETIME.as_secs();
        let edge = at(lifetime - (START.as_seconds().cast_unsigned() % lifetime));
        let (ahead, behind) = (edge, edge.minus(Duration::from_secs(1)));
        let mut throttle = Throttle::new(behind);
        let admitted = (0..60)
            .map(|number| if number % 2 == 0 { ahead } else { behind })
            .filter(|now| throttle.reserve(&RULE, *now) == Admission::Admitted)
            .collect::<Vec<_>>();
        assert_eq!(admitted.len(), 3, "guesses at the same moment at two instances");
        for now in admitted {
            throttle.settle_right(Span::of(now));
        }
        assert!(throttle.is_blank(), "a reservation was not given back: {throttle:?}");
    }

    #[test]
    fn the_longest_wait_is_one_at_an_instance_whose_clock_is_a_little_behind_too() {
        let mut throttle = Throttle::new(START);
        let mut now = START;
        while throttle.must_wait_until(now).is_none_or(|until| until.since(now) < RULE.longest_wait) {
            now = throttle.must_wait_until(now).unwrap_or(now);
            guess(&mut throttle, now);
        }
        assert!(!guess(&mut throttle, now.minus(Duration::from_secs(2))));
    }

    #[test]
    fn what_may_be_forgotten_says_nothing_any_more() {
        let mut throttle = Throttle::new(START);
        let mut now = START;
        while throttle.must_wait_until(now).is_none_or(|until| until.since(now) < RULE.longest_wait) {
            now = throttle.must_wait_until(now).unwrap_or(now);
            guess(&mut throttle, now);
        }
        let later = now.plus(RULE.speaks_for());
        throttle.roll(&RULE, later);
        assert!(throttle.is_blank(), "{throttle:?}");
    }
}
