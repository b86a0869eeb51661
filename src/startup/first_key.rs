//! The first sealing key, made beside a new SQLite database. It gets its name only when it is whole and on disk: a
//! full disk or a kill in between leaves no file behind that is not a key, and nothing is sealed with one that a
//! power cut could take away.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use super::key_file::folder_of;
use crate::crypto::seal::SealingKey;

/// Makes the key, unless another process was faster; its key is the key.
pub(super) fn make(path: &Path) -> io::Result<()> {
    let key = SealingKey::random().map_err(io::Error::other)?;
    let draft = path.with_extension(format!("key.{}", std::process::id()));
    let named = write(&draft, &key).and_then(|()| name(&draft, path));
    // A draft that was never written cannot be removed.
    let _was_never_there = fs::remove_file(&draft).is_err();
    match named {
        Err(problem) if problem.kind() == ErrorKind::AlreadyExists => return Ok(()),
        other => other?,
    }
    folder_of(path)?.sync_all()?;
    tracing::info!(file = %path.display(), "a sealing key was made; keep a copy of it apart from the database");
    Ok(())
}

fn write(draft: &Path, key: &SealingKey) -> io::Result<()> {
    // Of a process with this number that was killed; or somebody's who waits for a key. It is not written into.
    let _nothing_lay_there = fs::remove_file(draft).is_err();
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(draft)?;
    file.write_all(key.to_text().as_bytes())?;
    file.write_all(b"\n")?;
    file.sync_all()
}

/// A link never replaces a key that another process has made meanwhile. Some file systems have none.
fn name(draft: &Path, path: &Path) -> io::Result<()> {
    match fs::hard_link(draft, path) {
        Err(problem)
            if matches!(problem.kind(), ErrorKind::Unsupported | ErrorKind::PermissionDenied)
                && !path.exists() =>
        {
            fs::rename(draft, path)
        }
        linked => linked,
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_draft_that_lies_there_already_is_not_written_into() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sealing.key");
        // Somebody who can write here waits for the key to come by.
        let theirs = folder.path().join("theirs");
        fs::write(&theirs, "").unwrap();
        let draft = folder.path().join(format!("sealing.key.{}", std::process::id()));
        std::os::unix::fs::symlink(&theirs, &draft).unwrap();
        make(&path).unwrap();
        assert_eq!(fs::read_to_string(&theirs).unwrap(), "");
        let facts = fs::symlink_metadata(&path).unwrap();
        assert!(facts.is_file() && facts.permissions().mode() & 0o777 == 0o600);
    }
}
