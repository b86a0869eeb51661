//! One connection type over both databases, and how each is opened.

use std::fmt;
use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::r2d2::{HandleError, ManageConnection, R2D2Connection};
use diesel::sqlite::SqliteConnection;
use diesel::{Connection, PgConnection};
use url::Url;

use super::error::{StoreError, StoreResult};

pub use either::DbConnection;

#[allow(missing_docs, reason = "the derive macro makes items that cannot be documented")]
mod either {
    use diesel::{PgConnection, SqliteConnection};

    /// A connection to either database. Queries are written against this type once.
    #[derive(diesel::MultiConnection)]
    pub enum DbConnection {
        /// The database inside.
        Sqlite(SqliteConnection),
        /// The database beside.
        Postgres(PgConnection),
    }
}

/// Runs one query with the connection of whichever database it is. Through [`DbConnection`] itself Diesel writes the
/// text of a query anew each time, and several times over; a connection of its own kind knows the query by its type
/// and finds it prepared. For what every sign-in asks.
///
/// Such a query ends in `get_result` and not in `first`: SQLite prepares a statement with a bound LIMIT anew each time
/// (since 3.47 its planner looks at the value).
macro_rules! on_either {
    ($connection:ident, $query:expr) => {
        match $connection {
            $crate::store::connection::DbConnection::Sqlite($connection) => $query,
            $crate::store::connection::DbConnection::Postgres($connection) => $query,
        }
    };
}
pub(super) use on_either;

/// Rows that PostgreSQL is sent in one statement: each value is a parameter, and there may be 65,535.
pub(super) const ROWS_AT_ONCE: usize = 1000;

/// Adds many rows. PostgreSQL gets them in few statements, because each costs a way to the server and back; SQLite one by
/// one, because there the prepared statement is what is quick.
macro_rules! insert_rows {
    ($connection:expr, $table:expr, $rows:expr) => {
        (|| -> $crate::store::error::StoreResult<()> {
            match $connection {
                $crate::store::connection::DbConnection::Sqlite(connection) => {
                    for row in &$rows {
                        diesel::insert_into($table).values(row).execute(connection)?;
                    }
                }
                $crate::store::connection::DbConnection::Postgres(connection) => {
                    for rows in $rows.chunks($crate::store::connection::ROWS_AT_ONCE) {
                        diesel::insert_into($table).values(rows).execute(connection)?;
                    }
                }
            }
            Ok(())
        })()
    };
}
pub(super) use insert_rows;

/// What the one writer keeps more of than SQLite does by itself, whose defaults are 2 MB of pages and a checkpoint after
/// 1000. Every sign-in adds to the same few indexes: with these their pages are read once, and written back to the file
/// once for many commits. A checkpoint still takes only milliseconds.
const FOR_THE_WRITER: &str = "PRAGMA cache_size = -8192; PRAGMA wal_autocheckpoint = 4000;";

/// As long as SQLite's own time-out.
const SWITCH_PATIENCE: Duration = Duration::from_secs(5);

/// Which database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// One instance, no server.
    Sqlite,
    /// Several instances.
    Postgres,
}

impl fmt::Display for Backend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        })
    }
}

/// Where the database is. `Debug` and `Display` hide the password.
#[derive(Clone, PartialEq, Eq)]
pub enum DatabaseUrl {
    /// A file.
    Sqlite(PathBuf),
    /// A libpq address.
    Postgres(Url),
}

/// The text is not a database address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("write sqlite:FILE, for example sqlite:bridgewarden.db, or postgres://USER:PASSWORD@HOST/DATABASE")]
pub struct NotADatabase;

impl DatabaseUrl {
    /// Reads `sqlite:FILE`, `postgres://…` or `postgresql://…`. Only `sqlite:` may create a file, so a
    /// mistyped server address never becomes one.
    pub fn parse(text: &str) -> Result<Self, NotADatabase> {
        if let Some(path) = text.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            let usable = !path.is_empty() && !path.starts_with(':') && !path.contains(['?', '\0']);
            return if usable { Ok(Self::Sqlite(path.into())) } else { Err(NotADatabase) };
        }
        let url = Url::parse(text).map_err(|_| NotADatabase)?;
        // libpq would quote a broken escape, perhaps of a password, in its message.
        let is_escaped = |part: &str| part.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2;
        if !text.split('%').skip(1).all(is_escaped) {
            return Err(NotADatabase);
        }
        if matches!(url.scheme(), "postgres" | "postgresql") {
            Ok(Self::Postgres(url))
        } else {
            Err(NotADatabase)
        }
    }

    /// Which database it is.
    pub fn backend(&self) -> Backend {
        match self {
            Self::Sqlite(_) => Backend::Sqlite,
            Self::Postgres(_) => Backend::Postgres,
        }
    }

    /// The file of a SQLite database.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::Sqlite(path) => Some(path),
            Self::Postgres(_) => None,
        }
    }

    /// The connection of the one writer.
    pub(super) fn connect_for_writing(&self) -> StoreResult<DbConnection> {
        let mut connection = self.connect()?;
        if let DbConnection::Sqlite(connection) = &mut connection {
            connection.batch_execute(FOR_THE_WRITER)?;
        }
        Ok(connection)
    }

    /// A new connection with everything set that must hold on every connection.
    pub(super) fn connect(&self) -> StoreResult<DbConnection> {
        match self {
            Self::Sqlite(path) => {
                make_private(path).map_err(StoreError::no_connection)?;
                let mut connection = SqliteConnection::establish(&path.to_string_lossy())
                    .map_err(StoreError::no_connection)?;
                // FULL: in WAL mode the default may lose acknowledged commits at power loss.
                connection.batch_execute(
                    "PRAGMA busy_timeout = 5000; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;",
                )?;
                switch_to_wal(&mut connection)?;
                Ok(DbConnection::Sqlite(connection))
            }
            Self::Postgres(url) => {
                let mut connection = PgConnection::establish(with_timeouts(url).as_str())
                    .map_err(|cause| StoreError::no_connection(without_secret(&cause.to_string(), url)))?;
                connection.batch_execute(
                    "SET statement_timeout = '5s'; SET lock_timeout = '5s'; \
                     SET idle_in_transaction_session_timeout = '15s'; SET client_min_messages = 'warning';",
                )?;
                Ok(DbConnection::Postgres(connection))
            }
        }
    }
}

/// The switch to WAL happens once in a file's life. It does not wait for others who switch at the same moment,
/// whatever the time-out, so the waiting is done here.
fn switch_to_wal(connection: &mut SqliteConnection) -> StoreResult<()> {
    let began = Instant::now();
    loop {
        match connection.batch_execute("PRAGMA journal_mode = WAL").map_err(StoreError::from) {
            Err(StoreError::Unavailable(_)) if began.elapsed() < SWITCH_PATIENCE => {
                std::thread::sleep(Duration::from_millis(10));
            }
            other => return other,
        }
    }
}

/// libpq's message, unless it quotes the address or a part of it that is secret.
fn without_secret(message: &str, url: &Url) -> String {
    let secrets =
        url.query_pairs().filter(|(name, _)| name.contains("password")).map(|(_, value)| value.into_owned());
    let secrets = secrets.chain(url.password().map(str::to_owned)).filter(|secret| !secret.is_empty());
    if message.contains("URI") || secrets.into_iter().any(|secret| message.contains(&secret)) {
        return "the address in database.url does not read".into();
    }
    message.replace(url.as_str(), "…")
}

/// A new database file can be read by its owner only; SQLite gives its journals the same mode.
fn make_private(path: &Path) -> std::io::Result<()> {
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Err(problem) if problem.kind() == ErrorKind::AlreadyExists => Ok(()),
        other => other.map(|_| ()),
    }
}

/// Time-outs of libpq without which a fail-over leaves half-open sockets; the operator's own settings win.
fn with_timeouts(url: &Url) -> Url {
    const TIMEOUTS: [(&str, &str); 5] = [
        ("connect_timeout", "5"),
        ("tcp_user_timeout", "5000"),
        ("keepalives_idle", "5"),
        ("keepalives_interval", "2"),
        ("keepalives_count", "2"),
    ];
    let mut url = url.clone();
    let given: Vec<String> = url.query_pairs().map(|(name, _)| name.into_owned()).collect();
    for (name, value) in TIMEOUTS.iter().filter(|(name, _)| !given.iter().any(|given| given == name)) {
        url.query_pairs_mut().append_pair(name, value);
    }
    url
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Postgres(url) => {
                let mut shown = url.clone();
                if shown.password().is_some() && shown.set_password(Some("…")).is_err() {
                    return f.write_str("postgres://…");
                }
                shown.set_query(None);
                f.write_str(shown.as_str())
            }
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Opens and checks connections for the pool.
pub(super) struct Manager {
    url: DatabaseUrl,
}

impl Manager {
    pub(super) fn new(url: DatabaseUrl) -> Self {
        Self { url }
    }
}

impl ManageConnection for Manager {
    type Connection = DbConnection;
    type Error = StoreError;

    fn connect(&self) -> StoreResult<DbConnection> {
        self.url.connect()
    }

    fn is_valid(&self, connection: &mut DbConnection) -> StoreResult<()> {
        match connection {
            DbConnection::Sqlite(_) => Ok(()),
            DbConnection::Postgres(connection) => Ok(connection.ping()?),
        }
    }

    fn has_broken(&self, connection: &mut DbConnection) -> bool {
        std::thread::panicking() || connection.is_broken()
    }
}

/// The pool retries by itself; the cause is reported once, by the request that suffers from it.
#[derive(Debug)]
pub(super) struct QuietHandler;

impl HandleError<StoreError> for QuietHandler {
    fn handle_error(&self, error: StoreError) {
        tracing::debug!(%error, "a database connection could not be opened");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sqlite_names_a_file_and_a_wrong_scheme_says_what_exists() {
        assert_eq!(DatabaseUrl::parse("sqlite:a.db"), Ok(DatabaseUrl::Sqlite("a.db".into())));
        assert_eq!(DatabaseUrl::parse("sqlite:///var/a.db"), Ok(DatabaseUrl::Sqlite("/var/a.db".into())));
        for text in ["a.db", "mysql://h/d", "sqlite:", "sqlite::memory:", "postgres", ""] {
            assert_eq!(DatabaseUrl::parse(text), Err(NotADatabase), "{text}");
        }
    }

    #[test]
    fn a_broken_escape_is_refused_before_libpq_can_quote_it() {
        assert_eq!(DatabaseUrl::parse("postgres://u:canary%zz@h/d"), Err(NotADatabase));
        assert!(DatabaseUrl::parse("postgres://u:p%40ss@h/d").is_ok());
        let url = Url::parse("postgres://u:canary@h/d").unwrap();
        assert!(!without_secret("no such thing: canary", &url).contains("canary"));
    }

    #[test]
    fn a_password_is_never_shown() {
        let url = DatabaseUrl::parse("postgres://bridge:canary@db/bridge?sslmode=require").unwrap();
        assert!(!format!("{url} {url:?}").contains("canary"));
    }
}
