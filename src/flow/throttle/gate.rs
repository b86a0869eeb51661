//! The guesses of one network, or of one known browser, pass a few at a time. More than its throttle bears could not
//! be reserved anyway; they wait here, in the order in which they came, without asking the store again and again.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use crate::domain::throttle::Scope;
use crate::store::throttles::Counted;

/// So many may wait at all gates together; one more is turned away at once.
const MOST_WAITING: usize = 4096;
/// So many may wait at one gate: no network takes the places of all others. More could not be looked at while they
/// have patience.
const MOST_WAITING_AT_ONE: usize = 512;

/// The gates at which somebody is inside or waits.
#[derive(Clone, Default)]
pub struct Gates(Arc<Inner>);

#[derive(Default)]
struct Inner {
    gates: Mutex<HashMap<Key, Gate>>,
    waiting: AtomicUsize,
}

/// Names a gate: what is counted together passes the same one.
type Key = (Scope, String);

struct Gate {
    passes: Arc<Semaphore>,
    /// How many wait at it or are inside.
    present: usize,
}

/// Whoever holds it is inside, or waits to be.
pub(super) struct Pass {
    permit: Option<OwnedSemaphorePermit>,
    key: Key,
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
    /// Enters the gate of what is counted together, which lets `width` pass at once. `None` when that takes longer
    /// than `patience`, or when too many wait already.
    pub(super) async fn enter(&self, counted: &Counted, width: u32, patience: Duration) -> Option<Pass> {
        let inner = &self.0;
        let is_crowded = inner.waiting.fetch_add(1, Ordering::Relaxed) >= MOST_WAITING;
        let _waiting = Waiting(&inner.waiting);
        if is_crowded {
            return None;
        }
        let key = (counted.scope, counted.key.clone());
        let passes = inner.come(key.clone(), usize::try_from(width).unwrap_or(1))?;
        // Made before the wait, so that the gate is taken down again whatever comes of it.
        let mut pass = Pass { permit: None, key, inner: inner.clone() };
        pass.permit = Some(timeout(patience, passes.acquire_owned()).await.ok()?.ok()?);
        Some(pass)
    }
}

impl Inner {
    fn lock(&self) -> MutexGuard<'_, HashMap<Key, Gate>> {
        // The map's invariants hold between statements, so a panic elsewhere does not spoil it.
        self.gates.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// One more comes to a gate, unless too many wait there.
    fn come(&self, key: Key, width: usize) -> Option<Arc<Semaphore>> {
        let width = width.clamp(1, Semaphore::MAX_PERMITS);
        let mut gates = self.lock();
        let gate =
            gates.entry(key).or_insert_with(|| Gate { passes: Arc::new(Semaphore::new(width)), present: 0 });
        if gate.present >= width.saturating_add(MOST_WAITING_AT_ONE) {
            return None;
        }
        gate.present += 1;
        Some(gate.passes.clone())
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        drop(self.permit.take());
        let mut gates = self.inner.lock();
        if let Some(gate) = gates.get_mut(&self.key) {
            gate.present = gate.present.saturating_sub(1);
            if gate.present == 0 {
                gates.remove(&self.key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::network::Network;

    const PATIENCE: Duration = Duration::from_millis(20);

    fn counted(text: &str) -> Counted {
        let network: Network = text.parse().unwrap();
        let key = network.to_string();
        Counted { scope: Scope::Network, key, user_id: None, network: Some(network) }
    }

    #[tokio::test]
    async fn a_network_passes_a_few_at_a_time_and_its_neighbour_does_not_wait() {
        let gates = Gates::default();
        let (here, there) = (counted("192.0.2.1"), counted("192.0.2.2"));
        let first = gates.enter(&here, 2, PATIENCE).await;
        let second = gates.enter(&here, 2, PATIENCE).await;
        assert!(first.is_some() && second.is_some());
        assert!(gates.enter(&here, 2, PATIENCE).await.is_none());
        assert!(gates.enter(&there, 2, PATIENCE).await.is_some());
        drop(first);
        assert!(gates.enter(&here, 2, PATIENCE).await.is_some());
    }

    #[tokio::test]
    async fn a_crowd_from_one_network_does_not_take_the_places_of_the_others() {
        let gates = Gates::default();
        let (here, there) = (counted("192.0.2.1"), counted("192.0.2.2"));
        let inside = gates.enter(&here, 1, PATIENCE).await;
        let crowd: Vec<_> = (0..MOST_WAITING)
            .map(|_| {
                let (gates, here) = (gates.clone(), here.clone());
                tokio::spawn(async move { gates.enter(&here, 1, PATIENCE * 500).await.is_some() })
            })
            .collect();
        // Each of the crowd comes as far as it gets.
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        assert!(gates.enter(&there, 1, PATIENCE).await.is_some());
        drop(inside);
        let mut served = 0;
        for one in crowd {
            served += usize::from(one.await.unwrap());
        }
        assert_eq!(served, MOST_WAITING_AT_ONE, "those who waited were not served");
        assert!(gates.0.lock().is_empty());
    }

    #[tokio::test]
    async fn nothing_is_kept_of_those_who_have_left() {
        let gates = Gates::default();
        let here = counted("192.0.2.1");
        let inside = gates.enter(&here, 1, PATIENCE).await;
        assert!(gates.enter(&here, 1, PATIENCE).await.is_none());
        drop(inside);
        assert!(gates.0.lock().is_empty());
        assert_eq!(gates.0.waiting.load(Ordering::Relaxed), 0);
    }
}
