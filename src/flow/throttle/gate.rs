//! One network's guesses pass a few at a time. More than its throttle bears could not be reserved anyway; they
//! wait here, in the order in which they came, without asking the store again and again.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::domain::network::Network;

/// So many may wait at all gates together; one more is turned away at once.
const MOST_WAITING: usize = 1024;

/// The gates of all networks of which somebody is inside or waits.
#[derive(Clone, Default)]
pub struct Gates(Arc<Inner>);

#[derive(Default)]
struct Inner {
    gates: Mutex<HashMap<Network, Arc<Semaphore>>>,
    waiting: AtomicUsize,
}

/// Whoever holds it is inside.
pub(super) struct Pass {
    permit: Option<OwnedSemaphorePermit>,
    network: Network,
    inner: Arc<Inner>,
}

/// Counts one who waits, also when they stop waiting by going away.
struct Waiting<'a>(&'a AtomicUsize);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Gates {
    /// Enters a network's gate, which lets `width` pass at once. `None` when that takes longer than `patience`,
    /// or when too many wait already.
    pub(super) async fn enter(&self, network: Network, width: u32, patience: Duration) -> Option<Pass> {
        let inner = &self.0;
        let is_crowded = inner.waiting.fetch_add(1, Ordering::Relaxed) >= MOST_WAITING;
        let _waiting = Waiting(&inner.waiting);
        if is_crowded {
            return None;
        }
        let gate = inner.lock().entry(network).or_insert_with(|| gate(width)).clone();
        // Made before the wait, so that the gate is taken down again whatever comes of it.
        let mut pass = Pass { permit: None, network, inner: inner.clone() };
        pass.permit = Some(timeout(patience, gate.acquire_owned()).await.ok()?.ok()?);
        Some(pass)
    }
}

fn gate(width: u32) -> Arc<Semaphore> {
    Arc::new(Semaphore::new(usize::try_from(width).unwrap_or(1).clamp(1, Semaphore::MAX_PERMITS)))
}

impl Inner {
    fn lock(&self) -> MutexGuard<'_, HashMap<Network, Arc<Semaphore>>> {
        // The map's invariants hold between statements, so a panic elsewhere does not spoil it.
        self.gates.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        drop(self.permit.take());
        let mut gates = self.inner.lock();
        // Whoever waits or is inside holds the gate too.
        if gates.get(&self.network).is_some_and(|gate| Arc::strong_count(gate) == 1) {
            gates.remove(&self.network);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATIENCE: Duration = Duration::from_millis(20);

    fn network(text: &str) -> Network {
        text.parse().unwrap()
    }

    #[tokio::test]
    async fn a_network_passes_a_few_at_a_time_and_its_neighbour_does_not_wait() {
        let gates = Gates::default();
        let (here, there) = (network("192.0.2.1"), network("192.0.2.2"));
        let first = gates.enter(here, 2, PATIENCE).await;
        let second = gates.enter(here, 2, PATIENCE).await;
        assert!(first.is_some() && second.is_some());
        assert!(gates.enter(here, 2, PATIENCE).await.is_none());
        assert!(gates.enter(there, 2, PATIENCE).await.is_some());
        drop(first);
        assert!(gates.enter(here, 2, PATIENCE).await.is_some());
    }

    #[tokio::test]
    async fn nothing_is_kept_of_those_who_have_left() {
        let gates = Gates::default();
        let here = network("192.0.2.1");
        let inside = gates.enter(here, 1, PATIENCE).await;
        assert!(gates.enter(here, 1, PATIENCE).await.is_none());
        drop(inside);
        assert!(gates.0.lock().is_empty());
        assert_eq!(gates.0.waiting.load(Ordering::Relaxed), 0);
    }
}
