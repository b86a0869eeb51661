//! The file of the sealing keys, as the commands that change it see it: locked against each other, and exchanged
//! in one step, so that at any moment there is either the old ring or the new one, whole and on disk.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt, fchown};
use std::path::{Path, PathBuf};

use super::keys::KeySource;
use crate::config::secrets;
use crate::crypto::ring::Ring;
use crate::flow::sealing::RingKeeper;

/// Why the file of the keys cannot be changed. Nothing was.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileFault {
    /// The key itself was configured.
    #[error("the key comes from security.sealing_key, which no command can change")]
    Given,
    /// Another command is changing it.
    #[error("another command is changing the sealing keys at this moment")]
    InUse,
    /// It was made so, or whoever hands it over keeps it so.
    #[error("{0} is read-only, and so it is for whoever put it there to replace it")]
    ReadOnly(PathBuf),
    /// A new file would belong to somebody else.
    #[error(
        "{0} belongs to user {1}; run this command as that user, or the service could not read the new file"
    )]
    Foreign(PathBuf, u32),
    /// The operating system's words.
    #[error("{0} cannot be changed: {1}")]
    Io(PathBuf, #[source] io::Error),
}

/// The locked file of the keys. The lock ends with it, and with the process however that ends.
pub struct KeyFile {
    source: KeySource,
    /// Without symbolic links: the file itself is exchanged, not a link to it.
    path: PathBuf,
    folder: File,
    owner: (u32, u32),
    mode: u32,
}

impl KeyFile {
    /// Locks the file of the keys. Whatever forbids a change is told here, before anything is begun.
    pub fn lock(source: &KeySource, process_user: Option<u32>) -> Result<Self, KeyFileFault> {
        let named = source.file().ok_or(KeyFileFault::Given)?;
        let fault = |cause: io::Error| match cause.kind() {
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                KeyFileFault::ReadOnly(named.to_owned())
            }
            _ => KeyFileFault::Io(named.to_owned(), cause),
        };
        let path = fs::canonicalize(named).map_err(fault)?;
        let facts = fs::metadata(&path).map_err(fault)?;
        let mode = facts.permissions().mode() & 0o7777;
        if secrets::is_handed_over(named) || secrets::is_handed_over(&path) || mode & 0o200 == 0 {
            return Err(KeyFileFault::ReadOnly(named.to_owned()));
        }
        if process_user.is_some_and(|user| user != 0 && user != facts.uid()) {
            return Err(KeyFileFault::Foreign(named.to_owned(), facts.uid()));
        }
        let folder = folder_of(&path).map_err(fault)?;
        folder.try_lock().map_err(|problem| match problem {
            TryLockError::WouldBlock => KeyFileFault::InUse,
            TryLockError::Error(cause) => fault(cause),
        })?;
        let locked = Self {
            source: source.clone(),
            path,
            folder,
            owner: (facts.uid(), facts.gid()),
            mode: mode & 0o700,
        };
        // Tells now whether a file can be made here, and takes away what a killed command left behind.
        drop(locked.new_file().map_err(fault)?);
        fs::remove_file(locked.beside()).map_err(fault)?;
        Ok(locked)
    }

    fn beside(&self) -> PathBuf {
        let mut name = self.path.file_name().map_or_else(OsString::new, OsString::from);
        name.push(".new");
        self.path.with_file_name(name)
    }

    /// An empty file beside the keys, with their owner and mode.
    fn new_file(&self) -> io::Result<File> {
        let beside = self.beside();
        match fs::remove_file(&beside) {
            Err(cause) if cause.kind() != ErrorKind::NotFound => return Err(cause),
            _ => {}
        }
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&beside)?;
        let facts = file.metadata()?;
        if (facts.uid(), facts.gid()) != self.owner {
            fchown(&file, Some(self.owner.0), Some(self.owner.1))?;
        }
        file.set_permissions(fs::Permissions::from_mode(self.mode))?;
        Ok(file)
    }

    fn exchange(&self, text: &str) -> io::Result<()> {
        let mut file = self.new_file()?;
        let exchanged = file
            .write_all(text.as_bytes())
            .and_then(|()| file.sync_all())
            .and_then(|()| fs::rename(self.beside(), &self.path));
        if let Err(cause) = exchanged {
            let _stays_for_the_next_command = fs::remove_file(self.beside()).is_err();
            return Err(cause);
        }
        self.folder.sync_all()
    }
}

impl KeyFileFault {
    /// Whether other hands than ours change the keys here, and no command can.
    pub fn is_for_others(&self) -> bool {
        matches!(self, Self::Given | Self::ReadOnly(_))
    }
}

impl RingKeeper for KeyFile {
    fn ring(&self) -> Result<Ring, String> {
        self.source.own_ring().map_err(|fault| fault.to_string())
    }

    fn keep(&self, ring: &Ring) -> Result<(), String> {
        let shown = self.path.display();
        self.exchange(&ring.to_text()).map_err(|cause| format!("{shown} cannot be written: {cause}"))
    }
}

/// The folder of a file.
pub(super) fn folder_of(path: &Path) -> io::Result<File> {
    File::open(path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::SecurityConfig;
    use crate::crypto::seal::SealingKey;
    use crate::store::DatabaseUrl;

    /// A folder with a key file of that mode.
    fn folder_with_key(mode: u32) -> (tempfile::TempDir, PathBuf, KeySource) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sealing.key");
        fs::write(&path, SealingKey::random().unwrap().to_text().as_bytes()).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        let config = SecurityConfig {
            sealing_key_file: Some(path.clone()),
            sealing_key: None,
            earlier_sealing_key_files: vec![],
        };
        let source = KeySource::of(&config, &DatabaseUrl::parse("postgres://db/b").unwrap());
        (folder, path, source)
    }

    #[test]
    fn a_ring_is_exchanged_whole_and_stays_private() {
        let (folder, path, source) = folder_with_key(0o600);
        fs::write(folder.path().join("sealing.key.new"), "left by a killed command").unwrap();
        let file = KeyFile::lock(&source, Some(0)).unwrap();
        let before = file.ring().unwrap();
        file.keep(&before.rotated_to(SealingKey::random().unwrap())).unwrap();
        let after = source.ring().unwrap();
        assert_eq!(after.keys().count(), 2);
        assert_eq!(after.keys().last().unwrap().1.id(), before.current().id());
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "something was left behind");
    }

    #[test]
    fn one_command_at_a_time_holds_the_file() {
        let (_folder, _, source) = folder_with_key(0o600);
        let first = KeyFile::lock(&source, None).unwrap();
        assert!(matches!(KeyFile::lock(&source, None), Err(KeyFileFault::InUse)));
        drop(first);
        KeyFile::lock(&source, None).unwrap();
    }

    #[test]
    fn a_link_to_the_file_stays_a_link() {
        let (folder, path, _) = folder_with_key(0o600);
        let link = folder.path().join("link");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        let config = SecurityConfig {
            sealing_key_file: Some(link.clone()),
            sealing_key: None,
            earlier_sealing_key_files: vec![],
        };
        let source = KeySource::of(&config, &DatabaseUrl::parse("postgres://db/b").unwrap());
        let file = KeyFile::lock(&source, None).unwrap();
        file.keep(&file.ring().unwrap().rotated_to(SealingKey::random().unwrap())).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(source.ring().unwrap().keys().count(), 2);
    }

    #[test]
    fn a_read_only_file_and_one_of_another_user_are_left_alone() {
        let (_folder, path, source) = folder_with_key(0o400);
        assert!(matches!(KeyFile::lock(&source, Some(0)), Err(KeyFileFault::ReadOnly(_))));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        let owner = fs::metadata(&path).unwrap().uid();
        assert!(matches!(KeyFile::lock(&source, Some(owner + 1)), Err(KeyFileFault::Foreign(_, _))));
    }
}
