//! Making a backup of a SQLite database: copied, verified, named, recorded.

use std::path::PathBuf;

use tokio::task::spawn_blocking;

use super::audit::{Verified, verify_copy};
use super::{Context, Fault};
use crate::domain::audit::{AuditEvent, EventKind, Origin};
use crate::domain::audit_chain::{ChainBroken, ChainCheck};
use crate::store::backup::{CopyFault, DatabaseCopy};
use crate::store::{DatabaseUrl, StoreError, audit};

/// Which backup is wanted.
#[derive(Clone, Debug)]
pub struct BackupWish {
    /// The SQLite database.
    pub database: DatabaseUrl,
    /// The file to be made. It must not exist.
    pub file: PathBuf,
    /// Whether it is made although the audit does not verify.
    pub is_broken_audit_taken: bool,
}

/// A backup that is on disk under its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// How many bytes it has.
    pub bytes: u64,
    /// The end of the audit's chain in it.
    pub head: ChainCheck,
    /// Audit rows in it that waited to be chained.
    pub waiting: usize,
    /// What is wrong with the audit in it.
    pub broken: Option<ChainBroken>,
}

/// What became of a backup.
#[derive(Debug)]
pub enum BackupOutcome {
    /// It is made, and on record.
    Made(Backup),
    /// It is made and good, but could not be put on record in the database.
    MadeUnrecorded(Backup, Fault),
    /// It was not made: the audit does not verify.
    AuditBroken(ChainBroken),
    /// It was not made.
    NotMade(CopyFault),
}

/// Makes a backup while the service runs. The file has its name only when SQLite found it whole and the audit in it
/// was followed to its end; it holds no sessions and no sealing key. Nothing is left of one that failed.
pub async fn make(context: &Context, wish: BackupWish, origin: &Origin) -> Result<BackupOutcome, Fault> {
    let asked = wish.clone();
    let copied = spawn_blocking(move || copy(&asked)).await;
    let made = match copied.map_err(|panic| StoreError::Bug(panic.to_string()))? {
        Ok(Copied::Made(made)) => made,
        Ok(Copied::AuditBroken(broken)) => return Ok(BackupOutcome::AuditBroken(broken)),
        Err(fault) => return Ok(BackupOutcome::NotMade(fault)),
    };
    let event = AuditEvent::new(context.now(), EventKind::BackupMade, origin)
        .detail("file", whole_path(&wish.file).display())
        .detail("bytes", made.bytes)
        .detail("audit_position", made.head.position);
    let recorded = context.store.write(move |connection| audit::append(connection, &event)).await;
    Ok(match recorded {
        Ok(()) => BackupOutcome::Made(made),
        Err(fault) => BackupOutcome::MadeUnrecorded(made, fault.into()),
    })
}

enum Copied {
    Made(Backup),
    AuditBroken(ChainBroken),
}

fn copy(wish: &BackupWish) -> Result<Copied, CopyFault> {
    let copy = DatabaseCopy::make(&wish.database, &wish.file)?;
    let Verified { head, waiting, broken } = copy.inspect(verify_copy)?;
    match broken {
        Some(broken) if !wish.is_broken_audit_taken => Ok(Copied::AuditBroken(broken)),
        broken => Ok(Copied::Made(Backup { bytes: copy.finish()?, head, waiting, broken })),
    }
}

/// The path as it is to be understood from anywhere.
fn whole_path(file: &std::path::Path) -> PathBuf {
    std::path::absolute(file).unwrap_or_else(|_| file.into())
}
