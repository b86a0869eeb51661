//! How long anybody waits for the database. One request may ask it several times; its waits are added up, so that a
//! person hears within seconds that it is away, wherever on the way it went.

use std::cell::Cell;
use std::time::{Duration, Instant};

use tokio::time::timeout;

use super::error::{StoreError, StoreResult};

/// Whatever the cause: a pool that is used up, a lock, or a network that swallows everything and never says so.
const PATIENCE: Duration = Duration::from_secs(6);
const AT_LEAST: Duration = Duration::from_secs(1);

tokio::task_local! {
    static LEFT: Cell<Duration>;
}

/// Everything within waits for the database as long as one question may, and not longer.
pub async fn once_for_all<F: Future>(request: F) -> F::Output {
    LEFT.scope(Cell::new(PATIENCE), request).await
}

/// Notes that a request was kept waiting by others, who waited for the database. A little patience is always left:
/// it may be well again.
pub fn waited_elsewhere(time: Duration) {
    let spend =
        |left: &Cell<Duration>| left.set(left.get().saturating_sub(time).max(left.get().min(AT_LEAST)));
    let _is_outside = LEFT.try_with(spend).is_err();
}

/// Does `work` to its end, also when whoever asked for it goes away meanwhile; it waits as long as they would have.
pub async fn to_the_end<T: Send + 'static>(
    work: impl Future<Output = StoreResult<T>> + Send + 'static,
) -> StoreResult<T> {
    let (left, began) = (LEFT.try_with(Cell::get).unwrap_or(PATIENCE), Instant::now());
    let done = tokio::spawn(LEFT.scope(Cell::new(left), work)).await;
    let _is_outside = LEFT.try_with(|kept| kept.set(left.saturating_sub(began.elapsed()))).is_err();
    done.unwrap_or_else(|panic| Err(StoreError::panicked(&panic)))
}

/// Waits as long as there is patience.
pub(super) async fn patiently<T>(question: impl Future<Output = StoreResult<T>>) -> StoreResult<T> {
    let (left, began) = (LEFT.try_with(Cell::get).unwrap_or(PATIENCE), Instant::now());
    let done = timeout(left, question).await.unwrap_or_else(|_| Err(StoreError::waited_too_long()));
    // Who asks outside of a request, as the sealer does, has new patience each time.
    let _is_outside = LEFT.try_with(|kept| kept.set(left.saturating_sub(began.elapsed()))).is_err();
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_one_question_waited_the_next_one_does_not_wait_again() {
        const A_WHILE: Duration = Duration::from_millis(50);
        let slow = || async {
            tokio::time::sleep(A_WHILE).await;
            Ok(())
        };
        once_for_all(async {
            assert!(patiently(slow()).await.is_ok());
            LEFT.with(|left| assert!(left.get() <= PATIENCE - A_WHILE));
            LEFT.with(|left| left.set(Duration::ZERO));
            assert!(patiently(slow()).await.is_err());
        })
        .await;
        assert!(patiently(slow()).await.is_ok(), "outside of a request");
    }
}
