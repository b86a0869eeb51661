//! How fast this thread works, so that the work of another kind of hash can be weighed against Argon2's.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// The processor time that this thread has used. What other threads do meanwhile does not count.
pub(super) fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    let seconds = u64::try_from(time.tv_sec).unwrap_or(0);
    Duration::new(seconds, u32::try_from(time.tv_nsec).unwrap_or(0))
}

/// Seconds of processor time for one KiB in one pass, as the last hashes took it.
#[derive(Debug, Default)]
pub(super) struct Pace(Option<f64>);

impl Pace {
    /// So much work took so long.
    pub(super) fn note(&mut self, work: u64, time: Duration) {
        let new = time.as_secs_f64() / work.max(1) as f64;
        // One of them alone may have had bad luck.
        self.0 = Some(self.0.map_or(new, |old| (3.0 * old + new) / 4.0));
    }

    /// How much work could have been done in this time; `None` before anything was done.
    pub(super) fn work_in(&self, time: Duration) -> Option<u64> {
        // A float too large for it becomes the largest integer.
        self.0.filter(|pace| *pace > 0.0).map(|pace| (time.as_secs_f64() / pace) as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_weighed_by_what_was_done_in_it_before() {
        let mut pace = Pace::default();
        assert_eq!(pace.work_in(Duration::from_secs(1)), None);
        pace.note(1024, Duration::from_secs(1));
        assert_eq!(pace.work_in(Duration::from_millis(500)), Some(512));
        // One that took five times as long moves it to twice as long.
        pace.note(1024, Duration::from_secs(5));
        assert_eq!(pace.work_in(Duration::from_secs(1)), Some(512));
    }
}
