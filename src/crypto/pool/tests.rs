use std::sync::mpsc;

use tokio::task::JoinHandle as Waiter;

use super::*;

const COST: HashCost = HashCost { memory_kib: 64, passes: 1, lanes: 1 };
const LONG: Duration = Duration::from_secs(600);

fn pool(queue: usize, longest_wait: Duration) -> Arc<HashPool> {
    let options = PoolOptions { workers: NonZeroUsize::MIN, queue, longest_wait, cost: COST };
    Arc::new(HashPool::start(options, Metrics::shared()).unwrap())
}

fn password(text: &str) -> Password {
    Password::parse(text).unwrap()
}

fn network(number: u8) -> Network {
    Network::of([203, 0, 113, number].into())
}

/// Keeps the only worker busy until the sender is used or dropped.
async fn keep_busy(pool: &Arc<HashPool>) -> mpsc::Sender<()> {
    let (free, busy) = mpsc::channel::<()>();
    let (begin, begun) = oneshot::channel();
    let held = pool.clone();
    tokio::spawn(async move {
        let work = held.run(Network::NONE, move |_| {
            begin.send(()).unwrap();
            let _freed = busy.recv();
            Ok(())
        });
        work.await
    });
    begun.await.unwrap();
    free
}

/// Begins to wait, and returns when so many wait.
async fn wait_as(pool: &Arc<HashPool>, from: u8, then: usize) -> Waiter<Result<String, PoolError>> {
    let waiting = pool.clone();
    let waiter = tokio::spawn(async move { waiting.hash(network(from), password("x")).await });
    until(|| pool.waiting() == then).await;
    waiter
}

async fn until(is_so: impl Fn() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < Duration::from_secs(120), "it never came");
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

fn is_busy<T>(answer: &Result<T, PoolError>) -> bool {
    matches!(answer, Err(PoolError::Busy))
}

#[tokio::test]
async fn a_stranger_gets_the_answer_of_a_wrong_password() {
    let pool = pool(8, LONG);
    let stored = pool.hash(network(1), password("right")).await.unwrap();
    let verdict = pool.verify(network(1), password("guess"), Some(stored)).await.unwrap();
    assert_eq!(verdict, Verdict::Wrong);
    assert_eq!(pool.verify(network(1), password("guess"), None).await.unwrap(), Verdict::Wrong);
}

#[tokio::test]
async fn a_full_queue_turns_the_next_one_away_at_once() {
    let pool = pool(1, LONG);
    let free = keep_busy(&pool).await;
    let waiter = wait_as(&pool, 1, 1).await;
    assert!(is_busy(&pool.hash(network(1), password("x")).await));
    free.send(()).unwrap();
    assert!(waiter.await.unwrap().is_ok());
    assert!(pool.shared.metrics.render().contains("passwords_turned_away_total{why=\"queue-full\"} 1"));
}

#[tokio::test]
async fn who_gives_a_place_up_is_told_at_once() {
    let pool = pool(2, LONG);
    let free = keep_busy(&pool).await;
    let oldest = wait_as(&pool, 1, 1).await;
    let newest = wait_as(&pool, 1, 2).await;
    let other = pool.clone();
    let newcomer = tokio::spawn(async move { other.hash(network(2), password("x")).await });
    assert!(is_busy(&newest.await.unwrap()), "told while the worker is still busy");
    free.send(()).unwrap();
    assert!(oldest.await.unwrap().is_ok());
    assert!(newcomer.await.unwrap().is_ok());
}

#[tokio::test]
async fn who_waited_too_long_is_told_while_the_worker_is_still_busy() {
    let pool = pool(8, Duration::from_millis(50));
    let free = keep_busy(&pool).await;
    assert!(is_busy(&pool.hash(network(1), password("x")).await));
    assert_eq!(pool.waiting(), 0, "and has given the place up");
    drop(free);
    assert!(pool.shared.metrics.render().contains("passwords_turned_away_total{why=\"waited-too-long\"} 1"));
}

#[tokio::test]
async fn what_was_begun_in_time_is_finished() {
    let pool = pool(8, Duration::from_secs(1));
    let slow = pool.run(Network::NONE, |_| {
        std::thread::sleep(Duration::from_millis(1200));
        Ok("done")
    });
    assert_eq!(slow.await.unwrap(), "done");
}

#[tokio::test]
async fn who_goes_away_takes_no_place_and_is_not_worked_for() {
    let pool = pool(1, LONG);
    let free = keep_busy(&pool).await;
    let (do_work, is_worked_for) = mpsc::channel::<()>();
    let leaving = pool.clone();
    let gone = tokio::spawn(async move {
        let work = leaving.run(network(1), move |_| {
            do_work.send(()).unwrap();
            Ok(())
        });
        work.await
    });
    until(|| pool.waiting() == 1).await;
    gone.abort();
    until(|| pool.waiting() == 0).await;
    let next = wait_as(&pool, 1, 1).await;
    free.send(()).unwrap();
    assert!(next.await.unwrap().is_ok());
    assert!(is_worked_for.recv().is_err(), "the work was dropped");
}

#[tokio::test]
async fn a_worker_survives_a_panic_in_its_work() {
    let pool = pool(8, LONG);
    let broken: Result<(), PoolError> = pool.run(Network::NONE, |_| panic!("a story of a panic")).await;
    assert!(matches!(broken, Err(PoolError::Stopped)));
    assert!(pool.hash(network(1), password("x")).await.is_ok());
}

#[tokio::test]
async fn a_dropped_pool_finishes_what_waits_and_its_workers_end() {
    let pool = pool(8, LONG);
    let free = keep_busy(&pool).await;
    let (tell, done) = mpsc::channel();
    let (job, _answer) = task(move |_| {
        tell.send(()).unwrap();
        Ok(())
    });
    let place = pool.take_place(network(1), Waiting { since: Instant::now(), job }).unwrap();
    std::mem::forget(place);
    let shared = Arc::downgrade(&pool.shared);
    free.send(()).unwrap();
    until(|| Arc::strong_count(&pool) == 1).await;
    drop(pool);
    done.recv().unwrap();
    assert!(shared.upgrade().is_none(), "no worker holds what they share");
}

#[tokio::test]
async fn one_hash_is_timed_when_nothing_else_is_to_do_and_takes_no_place() {
    let pool = pool(1, LONG);
    let free = keep_busy(&pool).await;
    let timing = pool.clone();
    let time = tokio::spawn(async move { timing.time_one_hash(password("x")).await });
    until(|| pool.shared.lock().when_idle.is_some()).await;
    let waiter = wait_as(&pool, 1, 1).await;
    free.send(()).unwrap();
    assert!(waiter.await.unwrap().is_ok());
    assert!(time.await.unwrap().unwrap() > Duration::ZERO);
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn workers_are_nicer_than_those_who_answer_requests() {
    let nice = || rustix::process::getpriority_process(None).unwrap();
    let pool = pool(1, LONG);
    let of_the_worker = pool.run(Network::NONE, move |_| Ok(nice())).await.unwrap();
    assert_eq!(of_the_worker, (nice() + 10).min(19));
}
