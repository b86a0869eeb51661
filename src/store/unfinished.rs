//! A file that is there whole or not at all: written under another name beside its own, on disk before it gets
//! its name, and never in the place of a file that exists.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use crate::crypto::random;

/// A file that has not got its name yet. Dropped, it goes away.
#[derive(Debug)]
pub(super) struct Unfinished {
    path: PathBuf,
    target: PathBuf,
}

impl Unfinished {
    /// Makes the file, empty and for its owner only. `AlreadyExists` when its name is taken.
    pub(super) fn beside(target: &Path) -> io::Result<Self> {
        // The whole path: SQLite reads `file:…` at the beginning of a name as an address with options.
        let target = std::path::absolute(target)?;
        if fs::symlink_metadata(&target).is_ok() {
            return Err(ErrorKind::AlreadyExists.into());
        }
        let mut name = target.file_name().ok_or(ErrorKind::InvalidFilename)?.to_owned();
        name.push(format!(".unfinished-{}", random::token::<6>().map_err(io::Error::other)?));
        let path = target.with_file_name(name);
        OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
        Ok(Self { path, target })
    }

    /// Where it is until it has its name.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Gives it its name. When this returns, file and name are on disk; `AlreadyExists` when the name was taken
    /// meanwhile.
    pub(super) fn finish(self) -> io::Result<PathBuf> {
        File::open(&self.path)?.sync_all()?;
        match fs::hard_link(&self.path, &self.target) {
            Ok(()) => fs::remove_file(&self.path)?,
            Err(problem) if problem.kind() == ErrorKind::AlreadyExists => return Err(problem),
            // Some file systems know no second names. There a file of the same moment could be replaced.
            Err(_) if fs::symlink_metadata(&self.target).is_ok() => {
                return Err(ErrorKind::AlreadyExists.into());
            }
            Err(_) => fs::rename(&self.path, &self.target)?,
        }
        sync_folder(&self.target)?;
        Ok(self.target.clone())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        let _has_its_name = fs::remove_file(&self.path).is_err();
    }
}

/// Brings the names in a file's folder to disk.
fn sync_folder(file: &Path) -> io::Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn names_in(folder: &Path) -> Vec<String> {
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn a_file_gets_its_name_at_the_end_and_its_owner_alone_may_read_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = Unfinished::beside(&folder.path().join("copy")).unwrap();
        fs::write(file.path(), "whole").unwrap();
        assert!(!folder.path().join("copy").exists());
        let path = file.finish().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "whole");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(names_in(folder.path()), ["copy"]);
    }

    #[test]
    fn nothing_is_left_of_a_file_that_was_given_up() {
        let folder = tempfile::tempdir().unwrap();
        drop(Unfinished::beside(&folder.path().join("copy")).unwrap());
        assert_eq!(names_in(folder.path()), Vec::<String>::new());
    }

    #[test]
    fn a_name_that_is_taken_stays_with_whoever_has_it() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("copy");
        let late = Unfinished::beside(&target).unwrap();
        fs::write(&target, "theirs").unwrap();
        assert_eq!(Unfinished::beside(&target).unwrap_err().kind(), ErrorKind::AlreadyExists);
        assert_eq!(late.finish().unwrap_err().kind(), ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&target).unwrap(), "theirs");
        assert_eq!(names_in(folder.path()), ["copy"]);
        // A link to nothing is a name as well.
        std::os::unix::fs::symlink("nowhere", folder.path().join("link")).unwrap();
        assert!(Unfinished::beside(&folder.path().join("link")).is_err());
    }
}
