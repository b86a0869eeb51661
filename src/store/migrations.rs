//! Migrations: embedded, run at start behind a lock, so that instances started together do not collide.

use diesel::connection::SimpleConnection;
use diesel::migration::{Migration, MigrationSource, MigrationVersion};
use diesel::{Connection, RunQueryDsl, sql_query};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::connection::{DatabaseUrl, DbConnection};
use super::error::{StoreError, StoreResult};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Any number will do, as long as every instance uses the same.
const LOCK: &str = "SELECT pg_advisory_xact_lock(7321650418)";

/// What the migrations did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Migrated {
    /// Names of the migrations that were run now, oldest first.
    pub run: Vec<String>,
}

/// Brings the schema up to date in one transaction. Refuses a schema that a newer version made.
pub fn migrate(url: &DatabaseUrl) -> StoreResult<Migrated> {
    match url.connect()? {
        DbConnection::Sqlite(mut connection) => {
            connection.immediate_transaction(|connection| run(connection, SQLITE))
        }
        DbConnection::Postgres(mut connection) => {
            // Waiting for another instance's migrations is not a fault.
            connection.batch_execute("SET statement_timeout = 0; SET lock_timeout = 0")?;
            connection.transaction(|connection| {
                sql_query(LOCK).execute(connection)?;
                run(connection, POSTGRES)
            })
        }
    }
}

/// Migrations that are still to be run; empty when the schema is up to date.
pub fn pending(url: &DatabaseUrl) -> StoreResult<Vec<String>> {
    match url.connect()? {
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

fn run<C>(connection: &mut C, source: EmbeddedMigrations) -> StoreResult<Migrated>
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
    let run = connection.run_pending_migrations(source).map_err(fault)?;
    Ok(Migrated { run: run.iter().map(ToString::to_string).collect() })
}

fn fault(error: Boxed) -> StoreError {
    match error.downcast::<diesel::result::Error>() {
        Ok(error) => StoreError::from(*error),
        Err(other) => StoreError::Bug(other.to_string()),
    }
}
