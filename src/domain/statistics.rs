//! How much happened when: sign-ins, refusals and tokens, hour by hour or day by day. Hours and days are those of UTC.

use std::collections::BTreeMap;
use std::time::Duration;

use super::audit::EventKind;
use super::clock::Timestamp;

/// The length of an hour.
pub const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

/// What is counted, and shown or asked for. The audit has these rows, and what it does not have is not counted: what strangers did without
/// a password, and passwords that nobody looked at because whoever sent them had to wait.
pub const COUNTED: [EventKind; 5] = [
    EventKind::SignedIn,
    EventKind::SignInRefused,
    EventKind::TokenMinted,
    EventKind::ProviderReportedError,
    EventKind::BackupMade,
];

/// How far one looks back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Range {
    /// The present hour and the 23 before it.
    #[default]
    Day,
    /// Today and the 6 days before it.
    Week,
    /// Today and the 29 days before it.
    Month,
}

impl Range {
    /// Every range, the shortest first.
    pub const ALL: [Self; 3] = [Self::Day, Self::Week, Self::Month];

    /// As it stands in addresses and options.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        }
    }

    /// The range with that word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|range| range.as_str() == word)
    }

    /// How long one step is: an hour or a day.
    pub const fn step(self) -> Duration {
        match self {
            Self::Day => HOUR,
            Self::Week | Self::Month => DAY,
        }
    }

    /// How many steps there are, the present one included.
    pub const fn steps(self) -> usize {
        match self {
            Self::Day => 24,
            Self::Week => 7,
            Self::Month => 30,
        }
    }

    /// When the first step began.
    pub fn begins_at(self, now: Timestamp) -> Timestamp {
        let before = u32::try_from(self.steps().saturating_sub(1)).unwrap_or(u32::MAX);
        beginning_of(now, self.step()).minus(self.step() * before)
    }
}

/// When the hour or the day began in which `at` lies.
pub fn beginning_of(at: Timestamp, step: Duration) -> Timestamp {
    let micros = i64::try_from(step.as_micros()).unwrap_or(i64::MAX);
    Timestamp::from_micros(at.as_micros().div_euclid(micros).saturating_mul(micros))
}

/// So many events of one kind within one step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// When the step began.
    pub step: Timestamp,
    /// The kind, as the audit writes it.
    pub kind: String,
    /// The refusal's code; empty when it was none.
    pub refusal: String,
    /// The provider's id; empty when it was none.
    pub provider: String,
    /// How many.
    pub events: u64,
}

/// What happened within one step, or in all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// People signed in.
    pub sign_ins: u64,
    /// Sign-ins were refused.
    pub refusals: u64,
    /// Tokens were minted.
    pub tokens: u64,
    /// Providers reported errors of their own.
    pub errors: u64,
}

impl Tally {
    fn add(&mut self, count: &Count) {
        let counted = COUNTED.into_iter().find(|kind| kind.as_str() == count.kind);
        let place = match counted {
            Some(EventKind::SignedIn) => &mut self.sign_ins,
            Some(EventKind::SignInRefused) => &mut self.refusals,
            Some(EventKind::TokenMinted) => &mut self.tokens,
            Some(EventKind::ProviderReportedError) => &mut self.errors,
            _ => return,
        };
        *place = place.saturating_add(count.events);
    }

    /// Whether nothing happened.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// One series: each step with what happened in it, and the sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// In order of time, without gaps.
    pub steps: Vec<(Timestamp, Tally)>,
    /// All of them together.
    pub sum: Tally,
}

impl Series {
    fn empty(range: Range, from: Timestamp) -> Self {
        let mut at = from;
        let steps = (0..range.steps()).map(|_| {
            let step = (at, Tally::default());
            at = at.plus(range.step());
            step
        });
        Self { steps: steps.collect(), sum: Tally::default() }
    }

    fn add(&mut self, count: &Count) {
        if let Some((_, tally)) = self.steps.iter_mut().find(|(at, _)| *at == count.step) {
            tally.add(count);
            self.sum.add(count);
        }
    }
}

/// What happened in a range of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statistics {
    /// How far it looks back.
    pub range: Range,
    /// Everything.
    pub all: Series,
    /// What happened at each provider, by its id: also at one that was removed.
    pub by_provider: BTreeMap<String, Series>,
    /// How many refusals there were of each code.
    pub refusals: BTreeMap<String, u64>,
    /// Rows of the audit that are not in it, because they must be added up first: after an update that brought
    /// this to a long audit.
    pub missing: u64,
}

impl Statistics {
    /// Puts counts in their places. What lies outside of the range, because a clock went wrong, is left out.
    pub fn of_counts(range: Range, now: Timestamp, counts: &[Count]) -> Self {
        let empty = Series::empty(range, range.begins_at(now));
        let mut found = Self {
            range,
            all: empty.clone(),
            by_provider: BTreeMap::new(),
            refusals: BTreeMap::new(),
            missing: 0,
        };
        let is_inside = |count: &&Count| empty.steps.iter().any(|(at, _)| *at == count.step);
        for count in counts.iter().filter(is_inside) {
            found.all.add(count);
            if !count.provider.is_empty() {
                found.by_provider.entry(count.provider.clone()).or_insert_with(|| empty.clone()).add(count);
            }
            if count.kind == EventKind::SignInRefused.as_str() {
                *found.refusals.entry(count.refusal.clone()).or_default() += count.events;
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-22T06:19:39Z.
    const NOW: Timestamp = Timestamp::from_micros(1_795_328_379_000_000);

    fn count(at: &str, kind: EventKind, refusal: &str, provider: &str, events: u64) -> Count {
        let step = (0..800).map(|hours| beginning_of(NOW, HOUR).minus(HOUR * hours));
        let step = step.into_iter().find(|step| step.to_string() == at).unwrap();
        Count { step, kind: kind.as_str().into(), refusal: refusal.into(), provider: provider.into(), events }
    }

    #[test]
    fn a_range_ends_with_the_present_hour_or_day_and_has_no_gaps() {
        let begins = Range::ALL.map(|range| range.begins_at(NOW).to_string());
        assert_eq!(begins, ["2026-11-21T07:00:00Z", "2026-11-16T00:00:00Z", "2026-10-24T00:00:00Z"]);
        for range in Range::ALL {
            let found = Statistics::of_counts(range, NOW, &[]);
            let last = found.all.steps.last().unwrap().0;
            assert_eq!(last, beginning_of(NOW, range.step()));
            let pairs = found.all.steps.windows(2);
            assert!(pairs.into_iter().all(|pair| pair[1].0.since(pair[0].0) == range.step()));
            assert!(found.all.sum.is_empty());
        }
    }

    #[test]
    fn counts_come_to_their_step_their_provider_and_their_refusal() {
        let counts = [
            count("2026-11-22T06:00:00Z", EventKind::SignedIn, "", "", 3),
            count("2026-11-22T05:00:00Z", EventKind::TokenMinted, "", "a", 7),
            count("2026-11-22T05:00:00Z", EventKind::SignInRefused, "wrong-credentials", "", 2),
            count("2026-11-22T05:00:00Z", EventKind::SignInRefused, "missing-claim", "a", 1),
            // A day too early, and an hour too late.
            count("2026-11-21T06:00:00Z", EventKind::SignedIn, "", "", 100),
            Count { step: NOW.plus(HOUR), ..count("2026-11-22T06:00:00Z", EventKind::SignedIn, "", "", 100) },
        ];
        let found = Statistics::of_counts(Range::Day, NOW, &counts);
        assert_eq!(found.all.sum, Tally { sign_ins: 3, refusals: 3, tokens: 7, errors: 0 });
        assert_eq!(found.all.steps[23].1, Tally { sign_ins: 3, ..Tally::default() });
        assert_eq!(found.all.steps[22].1, Tally { refusals: 3, tokens: 7, ..Tally::default() });
        assert_eq!(found.by_provider["a"].sum, Tally { refusals: 1, tokens: 7, ..Tally::default() });
        assert_eq!(found.refusals["wrong-credentials"], 2);
    }
}
