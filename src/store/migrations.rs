//! Migrations: embedded, run at start behind a lock, so that instances started together do not collide. A SQLite
//! database is copied before its schema is changed.

use std::path::PathBuf;

use diesel::connection::SimpleConnection;
use diesel::migration::{Migration, MigrationSource, MigrationVersion};
use diesel::sqlite::SqliteConnection;
use diesel::{Connection, RunQueryDsl, sql_query};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::connection::{DatabaseUrl, DbConnection};
use super::copy_before::{self, CopyBefore};
use super::error::{StoreError, StoreResult};
use super::obstacle::explained;
use super::user_terms;
use crate::domain::clock::Timestamp;

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Any number will do, as long as every instance uses the same.
const LOCK: &str = "SELECT pg_advisory_xact_lock(7321650418)";
/// The number of the migration that brings what people are found and sorted by.
const TERMS: &str = "0004";
/// Another start may be copying the database, and holds its lock meanwhile.
const WAIT_FOR_A_COPY: &str = "PRAGMA busy_timeout = 60000";

/// What the migrations did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Migrated {
    /// Names of the migrations that were run now, oldest first.
    pub run: Vec<String>,
    /// The copy that was made of the database as it was before.
    pub copy: Option<PathBuf>,
}

/// Brings the schema up to date in one transaction. Refuses a schema that a newer version made. A SQLite database
/// that has a schema already is copied first, and left as it is when it cannot be.
pub fn migrate(url: &DatabaseUrl, now: Timestamp) -> StoreResult<Migrated> {
    explained(url, migrate_unexplained(url, now))
}

fn migrate_unexplained(url: &DatabaseUrl, now: Timestamp) -> StoreResult<Migrated> {
    match url.connect()? {
        DbConnection::Sqlite(mut connection) => migrate_sqlite(&mut connection, url, now),
        DbConnection::Postgres(mut connection) => {
            // Waiting for another instance's migrations is not a fault.
            connection.batch_execute("SET statement_timeout = 0; SET lock_timeout = 0")?;
            connection.transaction(|connection| {
                sql_query(LOCK).execute(connection)?;
                survey(connection, POSTGRES)?;
                let run = run(connection, POSTGRES)?;
                if brings_terms(&run) {
                    user_terms::fill_postgres(connection)?;
                }
                Ok(Migrated { run, copy: None })
            })
        }
    }
}

fn migrate_sqlite(
    connection: &mut SqliteConnection,
    url: &DatabaseUrl,
    now: Timestamp,
) -> StoreResult<Migrated> {
    if survey(connection, SQLITE)?.is_upgrade() {
        connection.batch_execute(WAIT_FOR_A_COPY)?;
    }
    let mut copy = None;
    let done = connection.immediate_transaction(|connection| {
        // Asked again: now nobody else can write, neither to the schema nor to what is copied.
        let found = survey(connection, SQLITE)?;
        if let (Some(version), true) = (&found.version, found.is_upgrade()) {
            copy = Some(CopyBefore::make(url, version, now)?);
        }
        let run = run(connection, SQLITE)?;
        if brings_terms(&run) {
            user_terms::fill_sqlite(connection)?;
        }
        Ok(run)
    });
    match done {
        Ok(run) => {
            let copy = copy.map(CopyBefore::keep);
            if copy.is_some() {
                copy_before::remove_old(url);
            }
            Ok(Migrated { run, copy })
        }
        Err(fault) => Err(fault),
    }
}

/// Whether the migration was run whose tables no statement of SQL can fill: how names are folded is in this program.
fn brings_terms(run: &[String]) -> bool {
    run.iter().any(|version| version == TERMS)
}

/// Migrations that are still to be run; empty when the schema is up to date.
pub fn pending(url: &DatabaseUrl) -> StoreResult<Vec<String>> {
    match explained(url, url.connect())? {
        DbConnection::Sqlite(mut connection) => names(connection.pending_migrations(SQLITE)),
        DbConnection::Postgres(mut connection) => names(connection.pending_migrations(POSTGRES)),
    }
}

type Boxed = Box<dyn std::error::Error + Send + Sync>;

fn names<DB: diesel::backend::Backend>(
    migrations: Result<Vec<Box<dyn Migration<DB>>>, Boxed>,
) -> StoreResult<Vec<String>> {
    Ok(migrations.map_err(fault)?.iter().map(|migration| migration.name().to_string()).collect())
}

/// How a database stands to this program's migrations.
struct Survey {
    /// The newest migration that was run, by its number.
    version: Option<String>,
    /// Whether any is still to be run.
    is_pending: bool,
}

impl Survey {
    /// Whether there is something that a migration could spoil.
    fn is_upgrade(&self) -> bool {
        self.is_pending && self.version.is_some()
    }
}

/// Looks at what was run, and refuses what this program does not know.
fn survey<C>(connection: &mut C, source: EmbeddedMigrations) -> StoreResult<Survey>
where
    C: MigrationHarness<C::Backend> + Connection,
    EmbeddedMigrations: MigrationSource<C::Backend>,
{
    let known: Vec<Box<dyn Migration<C::Backend>>> = source.migrations().map_err(fault)?;
    let known: Vec<MigrationVersion<'static>> =
        known.iter().map(|migration| migration.name().version().as_owned()).collect();
    let applied = connection.applied_migrations().map_err(fault)?;
    if let Some(newer) = applied.iter().find(|version| !known.contains(version)) {
        return Err(StoreError::NewerSchema(newer.to_string()));
    }
    let is_pending = known.iter().any(|version| !applied.contains(version));
    Ok(Survey { version: applied.iter().max().map(ToString::to_string), is_pending })
}

fn run<C>(connection: &mut C, source: EmbeddedMigrations) -> StoreResult<Vec<String>>
where
    C: MigrationHarness<C::Backend> + Connection,
    EmbeddedMigrations: MigrationSource<C::Backend>,
{
    let run = connection.run_pending_migrations(source).map_err(fault)?;
    Ok(run.iter().map(ToString::to_string).collect())
}

fn fault(error: Boxed) -> StoreError {
    match error.downcast::<diesel::result::Error>() {
        Ok(error) => StoreError::from(*error),
        Err(other) => StoreError::Bug(other.to_string()),
    }
}
