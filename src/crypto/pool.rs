//! The hash pool: one thread a core, each with its own Argon2 memory for its whole life, behind a bounded queue.
//!
//! Why not the async runtime's blocking threads: unbounded they take gigabytes under a storm of sign-ins, and
//! even behind a semaphore they rotate, so that every thread's allocator keeps its own 19 MiB.

use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use tokio::sync::oneshot;

use super::hasher::{HashCost, HashFault, Hasher, Verdict};
use crate::domain::password::Password;

/// How the pool is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolOptions {
    /// Threads, each with its own memory block.
    pub workers: NonZeroUsize,
    /// Passwords that may wait; one more is turned away at once.
    pub queue: usize,
    /// Cost of new hashes.
    pub cost: HashCost,
}

/// Why the pool gave no answer.
#[derive(Debug, thiserror::Error)]
pub enum PoolError {
    /// The queue is full; try again in a moment.
    #[error("too many passwords are waiting to be verified")]
    Busy,
    /// The pool is stopping.
    #[error("the hash pool has stopped")]
    Stopped,
    /// The work itself failed.
    #[error(transparent)]
    Hash(#[from] HashFault),
}

type Work = Box<dyn FnOnce(&mut Hasher) + Send>;

struct Queue {
    waiting: VecDeque<Work>,
    is_open: bool,
}

struct Shared {
    queue: Mutex<Queue>,
    arrived: Condvar,
    limit: usize,
}

impl Shared {
    fn lock(&self) -> std::sync::MutexGuard<'_, Queue> {
        // The queue's invariants hold between statements, so a panic elsewhere does not spoil it.
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn next(&self) -> Option<Work> {
        let mut queue = self.lock();
        loop {
            if let Some(work) = queue.waiting.pop_front() {
                return Some(work);
            }
            if !queue.is_open {
                return None;
            }
            queue = self.arrived.wait(queue).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// The pool. Dropping it lets the workers finish what waits and joins them.
pub struct HashPool {
    shared: Arc<Shared>,
    workers: Vec<JoinHandle<()>>,
}

impl HashPool {
    /// Starts the workers and takes their memory.
    pub fn start(options: PoolOptions) -> Result<Self, HashFault> {
        let shared = Arc::new(Shared {
            queue: Mutex::new(Queue { waiting: VecDeque::new(), is_open: true }),
            arrived: Condvar::new(),
            limit: options.queue,
        });
        let mut pool = Self { shared, workers: Vec::new() };
        for number in 0..options.workers.get() {
            let mut hasher = Hasher::new(options.cost)?;
            let shared = pool.shared.clone();
            let worker = thread::Builder::new().name(format!("hasher-{number}")).spawn(move || {
                while let Some(work) = shared.next() {
                    if catch_unwind(AssertUnwindSafe(|| work(&mut hasher))).is_err() {
                        tracing::error!("verifying a password panicked");
                    }
                }
            });
            pool.workers.push(worker.map_err(|_| HashFault::Memory(options.cost.memory_kib))?);
        }
        Ok(pool)
    }

    /// Verifies against a stored hash. Without one the same work is done and the answer is `Wrong`.
    pub async fn verify(&self, password: Password, stored: Option<String>) -> Result<Verdict, PoolError> {
        self.run(move |hasher| match &stored {
            Some(stored) => hasher.verify(&password, stored),
            None => hasher.verify_decoy(&password).map(|()| Verdict::Wrong),
        })
        .await
    }

    /// Makes a new hash.
    pub async fn hash(&self, password: Password) -> Result<String, PoolError> {
        self.run(move |hasher| hasher.hash(&password)).await
    }

    /// How many passwords wait now.
    pub fn waiting(&self) -> usize {
        self.shared.lock().waiting.len()
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Hasher) -> Result<T, HashFault> + Send + 'static,
    ) -> Result<T, PoolError> {
        let (reply, answer) = oneshot::channel();
        {
            let mut queue = self.shared.lock();
            if !queue.is_open {
                return Err(PoolError::Stopped);
            }
            if queue.waiting.len() >= self.shared.limit {
                return Err(PoolError::Busy);
            }
            queue.waiting.push_back(Box::new(move |hasher| {
                // Nobody waits any more when the browser has gone; then the work is not begun.
                if !reply.is_closed() {
                    let _gone_meanwhile = reply.send(work(hasher)).is_err();
                }
            }));
        }
        self.shared.arrived.notify_one();
        Ok(answer.await.map_err(|_| PoolError::Stopped)??)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn pool(queue: usize) -> HashPool {
        let cost = HashCost { memory_kib: 64, passes: 1, lanes: 1 };
        HashPool::start(PoolOptions { workers: NonZeroUsize::MIN, queue, cost }).unwrap()
    }

    #[tokio::test]
    async fn a_stranger_gets_the_answer_of_a_wrong_password() {
        let pool = pool(8);
        let password = Password::parse("guess").unwrap();
        let stored = pool.hash(Password::parse("right").unwrap()).await.unwrap();
        assert_eq!(pool.verify(password.clone(), Some(stored)).await.unwrap(), Verdict::Wrong);
        assert_eq!(pool.verify(password, None).await.unwrap(), Verdict::Wrong);
    }

    #[tokio::test]
    async fn a_full_queue_turns_the_next_one_away_at_once() {
        let pool = pool(0);
        assert!(matches!(pool.hash(Password::parse("x").unwrap()).await, Err(PoolError::Busy)));
    }
}
