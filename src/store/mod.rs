//! The only floor that knows Diesel. Queries are small functions of a connection that return what the domain
//! calls it; absence is `None`. The same source runs on SQLite and PostgreSQL.
//!
//! To add a table: a migration of the same number and name for both databases, its `table!` in `schema`, and a
//! file of functions named after it.

pub mod attributes;
pub mod audit;
pub mod backup;
pub mod bulk;
pub mod chain_verifications;
pub mod connection;
mod copy_before;
pub mod credentials;
mod epoch;
pub mod error;
pub mod facts;
pub mod first_administrator;
pub mod held_addresses;
pub mod history;
pub mod housekeeping;
pub mod imports;
pub mod invitations;
pub mod migrations;
pub mod names;
pub mod obstacle;
pub mod patience;
pub mod provider_secrets;
pub mod providers;
pub mod schema;
pub mod sealing;
pub mod sessions;
pub mod signed_in;
pub mod standing;
pub mod statistics;
pub mod throttles;
mod unfinished;
pub mod user_table;
mod user_terms;
pub mod users;
pub mod users_in_bulk;

mod writer;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use diesel::Connection;
use diesel::connection::SimpleConnection;
use diesel::r2d2::Pool;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

pub use connection::{Backend, DatabaseUrl, DbConnection};
pub use epoch::Epoch;
pub use error::{StoreError, StoreResult};

use connection::Manager;
use patience::patiently;
use writer::{Effect, Writer};

/// How long the pool tries to get a connection.
const WAIT_FOR_CONNECTION: Duration = Duration::from_secs(3);
/// A write that collides with others on PostgreSQL is tried again for so long.
const WRITE_AGAIN_FOR: Duration = Duration::from_secs(4);

/// The store: reads side by side, writes as if nothing else were writing.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

struct Inner {
    backend: Backend,
    pool: Pool<Manager>,
    permits: Arc<Semaphore>,
    /// SQLite has one writer; on PostgreSQL writes use the pool.
    writer: Option<Writer>,
    /// The last write met a database that does not take any: a full disk, for example.
    refuses_writes: AtomicBool,
}

impl Store {
    /// Opens the database. Nothing is migrated here; a database that is away is an error.
    pub fn open(url: &DatabaseUrl, connections: u32) -> StoreResult<Self> {
        let manager = Manager::new(url.clone());
        let pool = Pool::builder()
            .max_size(connections)
            .min_idle(Some(1))
            .connection_timeout(WAIT_FOR_CONNECTION)
            .test_on_check_out(true)
            .error_handler(Box::new(connection::QuietHandler))
            .build(manager)
            .map_err(StoreError::no_connection);
        let pool = obstacle::explained(url, pool)?;
        let writer = match url.backend() {
            Backend::Sqlite => Some(Writer::start(url.connect_for_writing()?)?),
            Backend::Postgres => None,
        };
        let permits = Arc::new(Semaphore::new(connections as usize));
        let refuses_writes = AtomicBool::new(false);
        Ok(Self(Arc::new(Inner { backend: url.backend(), pool, permits, writer, refuses_writes })))
    }

    /// Which database this is, for `doctor` and the logs.
    pub fn backend(&self) -> Backend {
        self.0.backend
    }

    /// Whether the last write was refused by the database itself. A write that succeeds ends this.
    pub fn refuses_writes(&self) -> bool {
        self.0.refuses_writes.load(Ordering::Relaxed)
    }

    /// Runs `work` on one connection. For reads.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut DbConnection) -> StoreResult<T> + Send + 'static,
    ) -> StoreResult<T> {
        self.on_connection(work).await
    }

    /// Runs `work` as if nothing else were writing; durable when it returns. May run more than once, so it
    /// touches the database only.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut DbConnection) -> StoreResult<T> + Send + 'static,
    ) -> StoreResult<T> {
        self.write_with(Effect::Changes, work).await
    }

    /// Like [`Store::write`], for work that takes long: seconds, not milliseconds. On SQLite nothing else is written
    /// meanwhile, and nobody waits less patiently for it than for others; so this is for an administrator who was
    /// told. It is not done a second time because another write failed.
    pub async fn write_at_length<T: Send + 'static>(
        &self,
        mut work: impl FnMut(&mut DbConnection) -> StoreResult<T> + Send + 'static,
    ) -> StoreResult<T> {
        let done = match &self.0.writer {
            Some(writer) => writer.run(Effect::ChangesMuch, work).await,
            None => {
                let work = move |connection: &mut DbConnection| serializable(connection, &mut work);
                self.on_connection_patiently(work).await
            }
        };
        self.note(&done);
        done
    }

    /// Like [`Store::write`], for work that only adds and takes nothing away that was there before: to the audit, to what
    /// was guessed, a session that begins, that one was used, and where. It does not end an [`Epoch`], and what is kept of
    /// rows in one stays good.
    pub async fn record<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut DbConnection) -> StoreResult<T> + Send + 'static,
    ) -> StoreResult<T> {
        self.write_with(Effect::Records, work).await
    }

    async fn write_with<T: Send + 'static>(
        &self,
        effect: Effect,
        mut work: impl FnMut(&mut DbConnection) -> StoreResult<T> + Send + 'static,
    ) -> StoreResult<T> {
        let done = match &self.0.writer {
            Some(writer) => patiently(writer.run(effect, work)).await,
            None => self.on_connection(move |connection| serializable(connection, &mut work)).await,
        };
        self.note(&done);
        done
    }

    /// Remembers whether the database takes writes, and says once when that changes.
    fn note<T>(&self, done: &StoreResult<T>) {
        let refuses = &self.0.refuses_writes;
        match done {
            Ok(_) => {
                if refuses.swap(false, Ordering::Relaxed) {
                    tracing::info!("the database takes writes again");
                }
            }
            Err(StoreError::Unavailable(cause)) => {
                if !refuses.swap(true, Ordering::Relaxed) {
                    tracing::error!(cause, "the database takes no writes");
                }
            }
            // An answer, even if not the one that was hoped for.
            Err(_) => {}
        }
    }

    /// A permit is taken before the blocking hop, so that waiting for a connection holds no thread. It goes along
    /// with the work: what hangs beyond our patience keeps its permit, and cannot pile up threads.
    async fn on_connection<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut DbConnection) -> StoreResult<T> + Send + 'static,
    ) -> StoreResult<T> {
        patiently(self.on_connection_patiently(work)).await
    }

    /// The same without an end to the patience.
    fn on_connection_patiently<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut DbConnection) -> StoreResult<T> + Send + 'static,
    ) -> impl Future<Output = StoreResult<T>> + 'static {
        let (pool, permits) = (self.0.pool.clone(), self.0.permits.clone());
        async move {
            let permit = permits.acquire_owned().await.map_err(|_| StoreError::waited_too_long())?;
            let done = spawn_blocking(move || {
                let _permit = permit;
                let mut connection = pool.get().map_err(StoreError::no_connection)?;
                work(&mut connection)
            });
            done.await.unwrap_or_else(|panic| Err(StoreError::panicked(&panic)))
        }
    }
}

/// PostgreSQL at its default isolation lost most of 400 concurrent updates while reporting success; hence
/// SERIALIZABLE, and another try with a growing, jittered pause when two writes collide.
fn serializable<T>(
    connection: &mut DbConnection,
    work: &mut impl FnMut(&mut DbConnection) -> StoreResult<T>,
) -> StoreResult<T> {
    let mut attempt: u64 = 1;
    let mut has_conflicted = false;
    let began = Instant::now();
    loop {
        let outcome = connection.transaction(|connection| {
            connection.batch_execute("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE")?;
            work(connection)
        });
        match outcome {
            // A key that another write took meanwhile: the next try sees it and can say what it means.
            Err(StoreError::Conflict) if !has_conflicted => has_conflicted = true,
            Err(StoreError::Contended) if began.elapsed() < WRITE_AGAIN_FOR => {
                let jitter = u64::from(crate::crypto::random::bytes::<1>().map_or(128, |[byte]| byte));
                std::thread::sleep(Duration::from_micros(attempt.min(16) * (200 + 20 * jitter)));
                attempt += 1;
            }
            other => return other,
        }
    }
}
