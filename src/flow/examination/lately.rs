//! What this process met within the last hour, and how busy its hashing threads are. Counters only ever grow; they
//! are looked at now and then, so that "lately" is the difference to an hour ago.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use super::Finding;
use crate::domain::clock::Timestamp;
use crate::flow::Context;
use crate::telemetry::metrics::Troubles;

/// How long ago "lately" is.
pub const LATELY: Duration = Duration::from_secs(3600);
/// Looks that are kept: one a minute and some more.
const KEPT: usize = 80;

/// The counters as they stood at each look within the last hour.
#[derive(Debug, Default)]
pub struct Lately(Mutex<VecDeque<(Timestamp, Troubles)>>);

impl Lately {
    /// Looks at the counters.
    fn look(&self, now: Timestamp, troubles: Troubles) {
        let mut looks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        looks.push_back((now, troubles));
        while looks.len() > KEPT {
            looks.pop_front();
        }
    }

    /// How much they grew since the first look that is not older than an hour. Before the first look, or when the
    /// last one was long ago, nothing is said.
    fn growth(&self, now: Timestamp, troubles: Troubles) -> Troubles {
        let looks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let first = looks.iter().find(|(at, _)| now.since(*at) <= LATELY);
        first.map_or_else(Troubles::default, |(_, then)| troubles.since(*then))
    }
}

/// Looks at the counters; called every minute.
pub fn watch(context: &Context) {
    context.lately.look(context.now(), context.metrics.troubles());
}

/// What of it somebody should know.
pub(super) fn examine(context: &Context) -> Vec<Finding> {
    let lately = context.lately.growth(context.now(), context.metrics.troubles());
    let mut found = Vec::new();
    if lately.turned_away > 0 {
        found.push(Finding::TurnedAway(lately.turned_away));
    }
    if lately.faults > 0 {
        found.push(Finding::Faults(lately.faults));
    }
    found
}

/// How busy the hashing threads are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HashPoolLoad {
    /// How many there are.
    pub workers: usize,
    /// How many hash now.
    pub busy: usize,
    /// How many passwords wait.
    pub waiting: usize,
    /// How many may wait.
    pub places: usize,
    /// How many found no place, or waited too long, within the last hour.
    pub turned_away: u64,
    /// How many sign-ins with a password can be done in a second, once that was measured.
    pub sign_ins_per_second: Option<f64>,
}

/// How busy the hashing threads of this process are.
pub fn pool_load(context: &Context) -> HashPoolLoad {
    let lately = context.lately.growth(context.now(), context.metrics.troubles());
    let measured = context.metrics.expected_sign_ins();
    HashPoolLoad {
        workers: context.pool.workers(),
        busy: context.pool.busy(),
        waiting: context.pool.waiting(),
        places: context.pool.places(),
        turned_away: lately.turned_away,
        sign_ins_per_second: (measured > 0.0).then_some(measured),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: u64) -> Timestamp {
        Timestamp::from_micros(0).plus(Duration::from_secs(60 * minutes))
    }

    fn faults(faults: u64) -> Troubles {
        Troubles { faults, turned_away: 0 }
    }

    #[test]
    fn what_happened_more_than_an_hour_ago_is_not_lately() {
        let lately = Lately::default();
        assert_eq!(lately.growth(at(0), faults(9)), faults(0), "nobody has looked yet");
        for minute in 0..=69 {
            lately.look(at(minute), faults(minute.min(10)));
        }
        assert_eq!(lately.growth(at(69), faults(10)), faults(1));
        for minute in 70..=90 {
            lately.look(at(minute), faults(10));
        }
        assert_eq!(lately.growth(at(90), faults(12)), faults(2));
        assert_eq!(lately.growth(at(400), faults(12)), faults(0), "the last look was long ago");
    }
}
