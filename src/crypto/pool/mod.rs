//! The hash pool: one thread a core, each with its own Argon2 memory for its whole life, behind a bounded queue
//! that is fair between networks and in which nobody waits for long.
//!
//! Why not the async runtime's blocking threads: unbounded they take gigabytes under a storm of sign-ins, and
//! even behind a semaphore they rotate, so that every thread's allocator keeps its own 19 MiB.

mod queue;
#[cfg(test)]
mod tests;
mod worker;

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tokio::sync::oneshot;
use tokio::time::timeout_at;

use self::queue::{Admitted, Ticket};
use self::worker::{Job, Shared, Waiting};
use super::hasher::{HashCost, HashFault, Hasher, Verdict};
use crate::domain::network::Network;
use crate::domain::password::Password;
use crate::telemetry::metrics::{Metrics, TurnedAway};

/// How the pool is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolOptions {
    /// Threads, each with its own memory block.
    pub workers: NonZeroUsize,
    /// Passwords that may wait; one more is turned away at once.
    pub queue: usize,
    /// The longest that a password may wait before it is worked on.
    pub longest_wait: Duration,
    /// Cost of new hashes.
    pub cost: HashCost,
}

/// Why the pool gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum PoolError {
    /// There is no place in the queue, or waiting there took too long; try again in a moment.
    #[error("too many passwords are waiting to be verified")]
    Busy,
    /// The pool is stopping.
    #[error("the hash pool has stopped")]
    Stopped,
    /// The work itself failed.
    #[error(transparent)]
    Hash(#[from] HashFault),
}

/// The pool. Dropping it lets the workers finish what waits and joins them.
pub struct HashPool {
    shared: Arc<Shared>,
    workers: Vec<JoinHandle<()>>,
}

impl HashPool {
    /// Starts the workers and reserves their memory.
    pub fn start(options: PoolOptions, metrics: Arc<Metrics>) -> Result<Self, HashFault> {
        let shared = Arc::new(Shared::new(options.queue, options.longest_wait, metrics));
        let mut pool = Self { shared, workers: Vec::new() };
        for number in 0..options.workers.get() {
            let hasher = Hasher::new(options.cost)?;
            let worker = worker::start(number, hasher, pool.shared.clone());
            pool.workers.push(worker.map_err(|_| HashFault::Memory(options.cost.memory_kib))?);
        }
        Ok(pool)
    }

    /// Verifies against a stored hash, for somebody of that network. Without a hash the same work is done and
    /// the answer is `Wrong`.
    pub async fn verify(
        &self,
        from: Network,
        password: Password,
        stored: Option<String>,
    ) -> Result<Verdict, PoolError> {
        self.run(from, move |hasher| match &stored {
            Some(stored) => hasher.verify(&password, stored),
            None => hasher.verify_decoy(&password).map(|()| Verdict::Wrong),
        })
        .await
    }

    /// Makes a new hash, for somebody of that network.
    pub async fn hash(&self, from: Network, password: Password) -> Result<String, PoolError> {
        self.run(from, move |hasher| hasher.hash(&password)).await
    }

    /// Looks at a password in another way that takes about as long as hashing may: whether it may be chosen.
    pub async fn judge<T: Send + 'static>(
        &self,
        from: Network,
        judge: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, PoolError> {
        self.run(from, move |_| Ok(judge())).await
    }

    /// How many passwords wait now.
    pub fn waiting(&self) -> usize {
        self.shared.lock().queue.len()
    }

    /// How many threads work now.
    pub fn busy(&self) -> usize {
        self.shared.busy.load(Ordering::Relaxed)
    }

    /// How many passwords may wait.
    pub fn places(&self) -> usize {
        self.shared.lock().queue.places()
    }

    /// How many threads there are.
    pub fn workers(&self) -> usize {
        self.workers.len()
    }

    /// How long one hash takes: does one as soon as a thread has nothing else to do. Takes no place.
    pub async fn time_one_hash(&self, password: Password) -> Result<Duration, PoolError> {
        let (task, answer) = task(move |hasher: &mut Hasher| hasher.time_one(&password));
        self.shared.lock().when_idle = Some(task);
        self.shared.arrived.notify_one();
        answer.await.map_err(|_| PoolError::Stopped)?
    }

    /// Waits for its turn, at the longest until the deadline; what was begun by then is finished.
    async fn run<T: Send + 'static>(
        &self,
        from: Network,
        work: impl FnOnce(&mut Hasher) -> Result<T, HashFault> + Send + 'static,
    ) -> Result<T, PoolError> {
        let since = Instant::now();
        let (job, mut answer) = task(work);
        let place = self.take_place(from, Waiting { since, job })?;
        self.shared.arrived.notify_one();
        let in_time = timeout_at((since + self.shared.longest_wait).into(), &mut answer).await;
        let answered = match in_time {
            Ok(answered) => answered,
            Err(_) if place.leave() => {
                self.shared.metrics.password_turned_away(TurnedAway::WaitedTooLong);
                return Err(PoolError::Busy);
            }
            Err(_) => answer.await,
        };
        answered.map_err(|_| PoolError::Stopped)?
    }

    fn take_place(&self, from: Network, waiting: Waiting) -> Result<Place<'_>, PoolError> {
        let mut state = self.shared.lock();
        if !state.is_open {
            return Err(PoolError::Stopped);
        }
        let Ok(Admitted { ticket, gave_way }) = state.queue.push(from, waiting) else {
            self.shared.metrics.password_turned_away(TurnedAway::QueueFull);
            return Err(PoolError::Busy);
        };
        self.shared.metrics.passwords_waiting(state.queue.len());
        drop(state);
        if let Some(gave_way) = gave_way {
            self.shared.metrics.password_turned_away(TurnedAway::GaveWay);
            gave_way.job.turn_away();
        }
        Ok(Place { shared: &self.shared, from, ticket })
    }
}

impl Drop for HashPool {
    fn drop(&mut self) {
        self.shared.lock().is_open = false;
        self.shared.arrived.notify_all();
        for worker in self.workers.drain(..) {
            let _panicked = worker.join().is_err();
        }
    }
}

/// A place in the queue. Whoever stops waiting for the answer gives it up.
struct Place<'a> {
    shared: &'a Shared,
    from: Network,
    ticket: Ticket,
}

impl Place<'_> {
    /// Gives the place up. False when the turn had come already.
    fn leave(&self) -> bool {
        let mut state = self.shared.lock();
        let has_left = state.queue.remove(self.from, self.ticket).is_some();
        if has_left {
            self.shared.metrics.passwords_waiting(state.queue.len());
        }
        has_left
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.leave();
    }
}

type Answer<T> = Result<T, PoolError>;

struct Task<T, W> {
    work: W,
    reply: oneshot::Sender<Answer<T>>,
}

/// A job and its answer.
fn task<T, W>(work: W) -> (Box<dyn Job>, oneshot::Receiver<Answer<T>>)
where
    T: Send + 'static,
    W: FnOnce(&mut Hasher) -> Result<T, HashFault> + Send + 'static,
{
    let (reply, answer) = oneshot::channel();
    (Box::new(Task { work, reply }), answer)
}

impl<T, W> Job for Task<T, W>
where
    T: Send,
    W: FnOnce(&mut Hasher) -> Result<T, HashFault> + Send,
{
    fn is_abandoned(&self) -> bool {
        self.reply.is_closed()
    }

    fn turn_away(self: Box<Self>) {
        let _gone_meanwhile = self.reply.send(Err(PoolError::Busy)).is_err();
    }

    fn work(self: Box<Self>, hasher: &mut Hasher) {
        let Self { work, reply } = *self;
        let _gone_meanwhile = reply.send(work(hasher).map_err(PoolError::from)).is_err();
    }
}
