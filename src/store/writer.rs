//! The one writer of a SQLite database. It takes every write that waits, runs them in one
//! immediate transaction, commits once to disk, and then answers them all: durability at the price of one
//! fsync for many. With several writers SQLite answers "database is locked" instead.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use diesel::connection::SimpleConnection;
use tokio::sync::oneshot;

use super::connection::DbConnection;
use super::epoch::Epochs;
use super::error::{StoreError, StoreResult};

/// More than these wait for the next commit.
const BATCH: usize = 256;
/// As many writes in one commit mean that more are on their way: those who were just answered ask again, and a moment's
/// patience lets them share the next commit instead of making one for each few.
const BUSY: usize = 8;
const PATIENCE: Duration = Duration::from_micros(300);

pub(super) struct Writer {
    /// `None` once the writer is stopping.
    jobs: Mutex<Option<Sender<Box<dyn Job>>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

/// What a write does to rows that others remember.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// Anything.
    Changes,
    /// It records what happened, and nobody compares that.
    Records,
    /// Anything, and so much of it that it is run by itself: never again because another one failed.
    ChangesMuch,
}

/// A write that can be run and, after the commit, answered.
trait Job: Send {
    /// Whether somebody still waits for it.
    fn is_wanted(&self) -> bool;
    /// What it does.
    fn effect(&self) -> Effect;
    /// Runs it; true when its changes are to be kept.
    fn run(&mut self, connection: &mut DbConnection) -> bool;
    /// Answers with its own result, or with the fault that undid it.
    fn answer(self: Box<Self>, fault: Option<StoreError>);
}

struct Write<T, F> {
    effect: Effect,
    work: F,
    result: Option<StoreResult<T>>,
    reply: oneshot::Sender<(StoreResult<T>, F)>,
}

impl<T: Send, F: FnMut(&mut DbConnection) -> StoreResult<T> + Send> Job for Write<T, F> {
    fn is_wanted(&self) -> bool {
        !self.reply.is_closed()
    }

    fn effect(&self) -> Effect {
        self.effect
    }

    fn run(&mut self, connection: &mut DbConnection) -> bool {
        let work = &mut self.work;
        let result = catch_unwind(AssertUnwindSafe(|| work(connection)))
            .unwrap_or_else(|_| Err(StoreError::Bug("a write panicked".into())));
        let is_kept = result.is_ok();
        self.result = Some(result);
        is_kept
    }

    fn answer(self: Box<Self>, fault: Option<StoreError>) {
        let result = match (self.result, fault) {
            // What was refused by its own work stays refused, whatever became of the others.
            (Some(Err(own)), _) => Err(own),
            (_, Some(fault)) => Err(fault),
            (Some(done), None) => done,
            (None, None) => Err(StoreError::Bug("a write was answered before it ran".into())),
        };
        // What the work holds goes back as well: memory is put away quickest by the thread that took it.
        let _gone_meanwhile = self.reply.send((result, self.work)).is_err();
    }
}

impl Writer {
    pub(super) fn start(mut connection: DbConnection) -> StoreResult<Self> {
        let (jobs, waiting) = channel();
        let thread = thread::Builder::new()
            .name("store-writer".into())
            .spawn(move || serve(&mut connection, &waiting))
            .map_err(StoreError::no_connection)?;
        Ok(Self { jobs: Mutex::new(Some(jobs)), thread: Mutex::new(Some(thread)) })
    }

    pub(super) async fn run<T: Send + 'static>(
        &self,
        effect: Effect,
        work: impl FnMut(&mut DbConnection) -> StoreResult<T> + Send + 'static,
    ) -> StoreResult<T> {
        let (reply, answer) = oneshot::channel();
        let job: Box<dyn Job> = Box::new(Write { effect, work, result: None, reply });
        let is_sent =
            self.jobs.lock().is_ok_and(|jobs| jobs.as_ref().is_some_and(|jobs| jobs.send(job).is_ok()));
        if !is_sent {
            return Err(StoreError::Unavailable("the store is stopping".into()));
        }
        match answer.await {
            Ok((result, _work)) => result,
            Err(_) => Err(StoreError::Unavailable("the store is stopping".into())),
        }
    }
}

impl Drop for Writer {
    /// Lets what waits be written.
    fn drop(&mut self) {
        if let Ok(mut jobs) = self.jobs.lock() {
            jobs.take();
        }
        let thread = self.thread.lock().ok().and_then(|mut thread| thread.take());
        if let Some(thread) = thread {
            let _panicked = thread.join().is_err();
        }
    }
}

fn serve(connection: &mut DbConnection, waiting: &Receiver<Box<dyn Job>>) {
    let mut epochs = Epochs::default();
    while let Ok(first) = waiting.recv() {
        let mut batch = vec![first];
        while batch.last().is_some_and(|job| job.effect() != Effect::ChangesMuch) && batch.len() < BATCH {
            let Ok(next) = waiting.try_recv() else { break };
            batch.push(next);
        }
        let is_busy = batch.len() >= BUSY;
        let alone = batch.pop_if(|job| job.effect() == Effect::ChangesMuch);
        if !batch.is_empty() {
            serve_batch(connection, batch, &mut epochs);
        }
        if let Some(alone) = alone {
            serve_batch(connection, vec![alone], &mut epochs);
        }
        if is_busy {
            thread::sleep(PATIENCE);
        }
    }
}

fn serve_batch(connection: &mut DbConnection, mut batch: Vec<Box<dyn Job>>, epochs: &mut Epochs) {
    let fault = commit(connection, &mut batch, epochs).err();
    if fault.is_some() {
        // Fails when nothing was begun; then there is nothing to undo.
        let _nothing_begun = connection.batch_execute("ROLLBACK").is_err();
        epochs.begin();
    }
    let message = fault.map(|fault| match fault {
        StoreError::Unavailable(message) => message,
        other => other.to_string(),
    });
    for job in batch {
        job.answer(message.clone().map(StoreError::Unavailable));
    }
}

fn commit(connection: &mut DbConnection, batch: &mut [Box<dyn Job>], epochs: &mut Epochs) -> StoreResult<()> {
    connection.batch_execute("BEGIN IMMEDIATE")?;
    epochs.look_for_others(connection)?;
    // Hardly any write fails, and a savepoint for each costs more than beginning anew when one does.
    if !run_all(connection, batch, epochs) {
        if batch.iter().all(|job| job.effect() == Effect::ChangesMuch) {
            // It failed by itself: trying again would take as long and fail again.
            connection.batch_execute("ROLLBACK")?;
            epochs.begin();
            return Ok(());
        }
        // After some faults SQLite has rolled back by itself; then this fails, and nothing is left to undo.
        let _undone_already = connection.batch_execute("ROLLBACK").is_err();
        connection.batch_execute("BEGIN IMMEDIATE")?;
        run_one_by_one(connection, batch, epochs)?;
    }
    connection.batch_execute("COMMIT")?;
    Ok(())
}

/// False when one of them failed. The lock may have taken long: whoever was told meanwhile that the database is away
/// is not served behind their back.
fn run_all(connection: &mut DbConnection, batch: &mut [Box<dyn Job>], epochs: &mut Epochs) -> bool {
    batch.iter_mut().filter(|job| job.is_wanted()).all(|job| match job.effect() {
        Effect::Records => job.run(connection),
        // In an epoch of its own: it finds nothing kept that it may be about to change, and leaves nothing behind.
        Effect::Changes | Effect::ChangesMuch => {
            epochs.begin();
            let is_kept = job.run(connection);
            epochs.begin();
            is_kept
        }
    })
}

/// Each in a savepoint of its own, so that one that fails takes back its own changes and nobody else's.
fn run_one_by_one(
    connection: &mut DbConnection,
    batch: &mut [Box<dyn Job>],
    epochs: &mut Epochs,
) -> StoreResult<()> {
    for job in batch.iter_mut().filter(|job| job.is_wanted()) {
        epochs.begin();
        connection.batch_execute("SAVEPOINT job")?;
        let end = if job.run(connection) { "RELEASE job" } else { "ROLLBACK TO job; RELEASE job" };
        connection.batch_execute(end)?;
    }
    epochs.begin();
    Ok(())
}
