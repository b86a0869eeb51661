//! Keeps a number of connections busy.

use std::future::Future;
use std::time::{Duration, Instant};

use tokio::task::LocalSet;

/// What became of a run's requests.
#[derive(Default)]
pub struct Load {
    /// How long each good one took.
    pub good: Vec<Duration>,
    /// How many did not end as they should.
    pub wrong: usize,
    /// How long the run took.
    pub elapsed: Duration,
}

impl Load {
    /// Good ones a second on the wall.
    pub fn rate(&self) -> f64 {
        self.good.len() as f64 / self.elapsed.as_secs_f64()
    }

    /// Stops when more than a few went wrong: such a run measures something else.
    pub fn expect_good(self, what: &str) -> Self {
        let all = self.good.len() + self.wrong;
        assert!(
            !self.good.is_empty() && self.wrong * 100 <= all,
            "{what}: {} of {all} went wrong",
            self.wrong
        );
        self
    }
}

/// Runs a future on a thread of its own kind: one thread for the generator, which is enough and disturbs little.
pub fn run<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    LocalSet::new().block_on(&runtime, work)
}

/// Has `connections` workers do `one` again and again for so long. `one` gets the worker's own state and says whether
/// it went well.
pub async fn keep_busy<S, F, One>(
    connections: usize,
    length: Duration,
    state: impl Fn(usize) -> S,
    one: One,
) -> Load
where
    S: 'static,
    F: Future<Output = (S, bool)> + 'static,
    One: Fn(S) -> F + Clone + 'static,
{
    let began = Instant::now();
    let workers: Vec<_> = (0..connections)
        .map(|number| {
            let (mut state, one) = (state(number), one.clone());
            tokio::task::spawn_local(async move {
                let mut load = Load::default();
                while began.elapsed() < length {
                    let asked = Instant::now();
                    let (back, is_good) = one(state).await;
                    state = back;
                    if is_good { load.good.push(asked.elapsed()) } else { load.wrong += 1 }
                }
                load
            })
        })
        .collect();
    let mut all = Load::default();
    for worker in workers {
        let load = worker.await.unwrap();
        all.good.extend(load.good);
        all.wrong += load.wrong;
    }
    all.elapsed = began.elapsed();
    all
}
