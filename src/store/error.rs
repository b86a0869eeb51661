//! Faults of the store. A refusal is never one of these, and absence is not a fault.

use diesel::result::{DatabaseErrorKind, Error as DieselError};

/// The result of every query.
pub type StoreResult<T> = Result<T, StoreError>;

/// What can go wrong below the domain.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database is away, full, read-only or too slow. Trying again later may help.
    #[error("the database is unavailable: {0}")]
    Unavailable(String),
    /// Something with this key is there already. The statement knows which.
    #[error("a row with this key exists already")]
    Conflict,
    /// Two writes collided; the store tries again by itself before anyone sees this.
    #[error("the write collided with another one")]
    Contended,
    /// A stored value does not read as what it should be.
    #[error("{table}.{column} of row {row} holds an unusable value")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The row's key.
        row: String,
    },
    /// The schema was made by a newer version of this program.
    #[error("the database was migrated by a newer version (migration {0}); run that version or a newer one")]
    NewerSchema(String),
    /// The schema is old, and the copy that must be made before it is changed could not be made.
    #[error("the schema was not changed, because the database could not be copied first: {0}")]
    NotCopied(String),
    /// The statement itself is wrong: a defect of this program.
    #[error("a statement failed: {0}")]
    Bug(String),
}

impl StoreError {
    /// A stored value that does not read.
    pub fn corrupt(table: &'static str, column: &'static str, row: impl ToString) -> Self {
        Self::Corrupt { table, column, row: row.to_string() }
    }

    pub(super) fn no_connection(cause: impl std::fmt::Display) -> Self {
        Self::Unavailable(cause.to_string())
    }

    pub(super) fn waited_too_long() -> Self {
        Self::Unavailable("no connection became free in time".into())
    }

    pub(super) fn panicked(cause: &impl std::fmt::Display) -> Self {
        Self::Bug(cause.to_string())
    }
}

/// SQLite's words for trouble that is not the statement's fault (it reports no kinds for these).
const AWAY: [&str; 21] = [
    "database is locked",
    "database or disk is full",
    "disk I/O error",
    "readonly database",
    "unable to open database",
    "locking protocol",
    "server closed the connection",
    "connection to server",
    "could not connect",
    "no connection to the server",
    "terminating connection",
    "the database system is",
    "statement timeout",
    "lock timeout",
    "No space left on device",
    "could not receive data from server",
    "could not send data to server",
    "Connection timed out",
    "Connection reset by peer",
    "SSL SYSCALL error",
    "remaining connection slots",
];

impl From<DieselError> for StoreError {
    fn from(error: DieselError) -> Self {
        let DieselError::DatabaseError(kind, info) = &error else {
            return match error {
                DieselError::BrokenTransactionManager => Self::Unavailable(error.to_string()),
                DieselError::RollbackErrorOnCommit { rollback_error, commit_error } => {
                    match Self::from(*commit_error) {
                        Self::Bug(_) => Self::from(*rollback_error),
                        cause => cause,
                    }
                }
                other => Self::Bug(other.to_string()),
            };
        };
        let message = info.message();
        match kind {
            DatabaseErrorKind::UniqueViolation => Self::Conflict,
            DatabaseErrorKind::SerializationFailure => Self::Contended,
            DatabaseErrorKind::ClosedConnection
            | DatabaseErrorKind::UnableToSendCommand
            | DatabaseErrorKind::ReadOnlyTransaction => Self::Unavailable(message.into()),
            _ if message.contains("deadlock detected") => Self::Contended,
            _ if AWAY.iter().any(|words| message.contains(words)) => Self::Unavailable(message.into()),
            _ => Self::Bug(message.into()),
        }
    }
}
