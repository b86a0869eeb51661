//! The hashing threads, and what they share with those who wait.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::queue::FairQueue;
use crate::crypto::hasher::Hasher;
use crate::telemetry::metrics::{Metrics, TurnedAway};

/// How much the hashing threads are nicer than the rest of the process. The kernel gives a thread of normal
/// priority about nine times the share of one that is nicer by 10, so that a page never waits for a password.
#[cfg(target_os = "linux")]
const NICER_BY: i32 = 10;

/// Work for a hashing thread, and somebody who waits for its answer.
pub(super) trait Job: Send {
    /// Whether nobody waits for the answer any more.
    fn is_abandoned(&self) -> bool;
    /// Answers that it will not be done.
    fn turn_away(self: Box<Self>);
    /// Does it and answers.
    fn work(self: Box<Self>, hasher: &mut Hasher);
}

/// A job in the queue.
pub(super) struct Waiting {
    pub since: Instant,
    pub job: Box<dyn Job>,
}

pub(super) struct State {
    pub queue: FairQueue<Waiting>,
    /// What a thread does that has nothing else to do.
    pub when_idle: Option<Box<dyn Job>>,
    pub is_open: bool,
}

/// What the threads and those who wait have in common.
pub(super) struct Shared {
    state: Mutex<State>,
    pub arrived: Condvar,
    /// The longest that a job may wait.
    pub longest_wait: Duration,
    /// How many threads work.
    pub busy: AtomicUsize,
    pub metrics: Arc<Metrics>,
}

impl Shared {
    pub fn new(places: usize, longest_wait: Duration, metrics: Arc<Metrics>) -> Self {
        let state = State { queue: FairQueue::new(places), when_idle: None, is_open: true };
        Self {
            state: Mutex::new(state),
            arrived: Condvar::new(),
            longest_wait,
            busy: AtomicUsize::new(0),
            metrics,
        }
    }

    pub fn lock(&self) -> MutexGuard<'_, State> {
        // The state's invariants hold between statements, so a panic elsewhere does not spoil it.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next job that is worth doing; `None` when the pool has stopped and nothing waits.
    fn next(&self) -> Option<Box<dyn Job>> {
        let mut state = self.lock();
        loop {
            if let Some(Waiting { since, job }) = state.queue.pop() {
                self.metrics.passwords_waiting(state.queue.len());
                let waited = since.elapsed();
                if job.is_abandoned() {
                    continue;
                }
                if waited >= self.longest_wait {
                    self.metrics.password_turned_away(TurnedAway::WaitedTooLong);
                    job.turn_away();
                    continue;
                }
                self.metrics.password_waited(waited);
                return Some(job);
            }
            if !state.is_open {
                return None;
            }
            if let Some(job) = state.when_idle.take() {
                return Some(job);
            }
            state = self.arrived.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// Starts a hashing thread, which keeps `hasher` for its whole life.
pub(super) fn start(
    number: usize,
    mut hasher: Hasher,
    shared: Arc<Shared>,
) -> std::io::Result<JoinHandle<()>> {
    thread::Builder::new().name(format!("hasher-{number}")).spawn(move || {
        be_nice();
        while let Some(job) = shared.next() {
            shared.busy.fetch_add(1, Ordering::Relaxed);
            if catch_unwind(AssertUnwindSafe(|| job.work(&mut hasher))).is_err() {
                tracing::error!("verifying a password panicked");
            }
            shared.busy.fetch_sub(1, Ordering::Relaxed);
        }
    })
}

#[cfg(target_os = "linux")]
fn be_nice() {
    // On Linux this is a matter of the calling thread alone (sched(7)); elsewhere it would slow everything.
    if let Err(problem) = rustix::process::nice(NICER_BY) {
        tracing::warn!(%problem, "hashing threads run at the priority of all others: pages may wait for passwords");
    }
}

#[cfg(not(target_os = "linux"))]
fn be_nice() {}
