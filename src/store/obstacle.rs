//! Why a SQLite file cannot be written, in the words of the operating system. SQLite itself often says no more than
//! "disk I/O error".

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use super::connection::DatabaseUrl;
use super::error::{StoreError, StoreResult};

/// With less room than this nobody should count on the next write.
static ROOM: [u8; 64 * 1024] = [0; 64 * 1024];
const ROOMS: usize = 16;

/// What keeps the database's file or its folder from being written; nothing on PostgreSQL. A file of a mebibyte is
/// written beside the database and removed again.
pub fn obstacle(url: &DatabaseUrl) -> Option<io::Error> {
    let file = url.file()?;
    open(file).and_then(|()| try_room(file)).err()
}

/// Adds the obstacle, if there is one, to a fault that may come from it.
pub(super) fn explained<T>(url: &DatabaseUrl, done: StoreResult<T>) -> StoreResult<T> {
    match done {
        Err(StoreError::Unavailable(said)) => Err(StoreError::Unavailable(match obstacle(url) {
            Some(cause) => format!("{said} ({cause})"),
            None => said,
        })),
        other => other,
    }
}

fn open(file: &Path) -> io::Result<()> {
    match OpenOptions::new().append(true).open(file) {
        // Then the folder alone decides.
        Err(problem) if problem.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other.map(|_| ()),
    }
}

fn try_room(file: &Path) -> io::Result<()> {
    let draft = file.with_extension(format!("room-{}", std::process::id()));
    // In a container the number is always the same: one that a killed process left lies there for ever.
    if let Err(problem) = fs::remove_file(&draft)
        && problem.kind() != io::ErrorKind::NotFound
    {
        return Err(problem);
    }
    let mut written = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
    let tried = (0..ROOMS).try_for_each(|_| written.write_all(&ROOM));
    fs::remove_file(draft)?;
    tried
}
