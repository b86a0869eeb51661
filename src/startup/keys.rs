//! The sealing keys: from the environment or from files that nobody else can read. Beside a SQLite file the
//! first start makes one; on PostgreSQL, where every instance needs the same, it must be named.
//!
//! A running program follows its files: it reads them again when they changed, so that a rotation needs no restart.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use super::first_key;
use crate::config::{ConfigFault, SecurityConfig, secrets};
use crate::crypto::ring::Ring;
use crate::crypto::seal::SealingKeys;
use crate::store::DatabaseUrl;

const OPTION: &str = "security.sealing_key_file";
const GIVEN: &str = "security.sealing_key";
const EARLIER: &str = "security.earlier_sealing_key_files";

/// Where the keys of an installation are.
#[derive(Clone, Debug)]
pub struct KeySource {
    given: Option<SecretString>,
    file: Option<PathBuf>,
    earlier: Vec<PathBuf>,
}

/// The keys of the configuration; makes the key beside a new SQLite database. They follow their files.
pub fn read_or_make(config: &SecurityConfig, url: &DatabaseUrl) -> Result<SealingKeys, ConfigFault> {
    let source = KeySource::of(config, url);
    if let Some(path) = source.file().filter(|path| is_to_be_made(config, url, path)) {
        first_key::make(path).map_err(|problem| {
            ConfigFault::new(OPTION, format!("{} cannot be made: {problem}", path.display()))
        })?;
    }
    let mut follower = Follower { seen: source.stamps(), failed: None, source };
    let ring = follower.source.ring()?;
    Ok(SealingKeys::kept(ring, move || follower.look()))
}

/// Whether the first start makes a key: beside a SQLite database that does not exist yet. A database without its key
/// must not get a new one: nothing sealed in it would ever open again.
pub fn is_to_be_made(config: &SecurityConfig, url: &DatabaseUrl, path: &Path) -> bool {
    let is_new_database = url.file().is_some_and(|file| !file.exists());
    is_new_database && !path.exists() && config.sealing_key_file.is_none()
}

impl KeySource {
    /// What the configuration says; on SQLite a file that is not named stands beside the database.
    pub fn of(config: &SecurityConfig, url: &DatabaseUrl) -> Self {
        let beside = |database: &Path| database.parent().unwrap_or(Path::new("")).join("sealing.key");
        Self {
            given: config.sealing_key.clone(),
            file: config.sealing_key_file.clone().or_else(|| url.file().map(beside)),
            earlier: config.earlier_sealing_key_files.clone(),
        }
    }

    /// The file with the current key; `None` when the key itself was given.
    pub fn file(&self) -> Option<&Path> {
        self.file.as_deref().filter(|_| self.given.is_none())
    }

    /// Every file with keys.
    pub fn files(&self) -> Vec<PathBuf> {
        self.file().map(Path::to_path_buf).into_iter().chain(self.earlier.iter().cloned()).collect()
    }

    /// The ring: the current place first, then the files of earlier keys.
    pub fn ring(&self) -> Result<Ring, ConfigFault> {
        let mut ring = self.own_ring()?;
        for path in &self.earlier {
            ring = ring.accepting(read(path, EARLIER)?.keys().map(|(_, key)| key.clone()));
        }
        Ok(ring)
    }

    /// The ring of the current place alone.
    pub fn own_ring(&self) -> Result<Ring, ConfigFault> {
        match (&self.given, &self.file) {
            (Some(text), _) => Ring::parse(text.expose_secret())
                .map_err(|problem| ConfigFault::new(GIVEN, problem.to_string())),
            (None, Some(path)) => read(path, OPTION),
            (None, None) => {
                let hint = "name the file with the sealing key; every instance needs the same one. \
                            Make one with: (umask 077; openssl rand -base64 32 > sealing.key)";
                Err(ConfigFault::new(OPTION, hint))
            }
        }
    }

    /// In words, the place that a key of the ring comes from.
    pub fn place_of(&self, id: &str) -> String {
        let holds = |ring: Result<Ring, ConfigFault>| ring.is_ok_and(|ring| ring.role_of(id).is_some());
        if holds(self.own_ring()) {
            return self.file().map_or_else(|| GIVEN.to_owned(), |path| path.display().to_string());
        }
        let earlier = self.earlier.iter().find(|path| holds(read(path, EARLIER)));
        earlier.map_or_else(String::new, |path| path.display().to_string())
    }

    /// What tells without reading that a file is not the one that was read.
    fn stamps(&self) -> Vec<Option<Stamp>> {
        self.file().into_iter().chain(self.earlier.iter().map(PathBuf::as_path)).map(stamp_of).collect()
    }
}

/// Device, number, length, mode, and when content and anything at all last changed.
type Stamp = (u64, u64, u64, u32, (i64, i64), (i64, i64));

fn stamp_of(path: &Path) -> Option<Stamp> {
    let facts = fs::metadata(path).ok()?;
    Some((
        facts.dev(),
        facts.ino(),
        facts.len(),
        facts.mode(),
        (facts.mtime(), facts.mtime_nsec()),
        (facts.ctime(), facts.ctime_nsec()),
    ))
}

/// Reads the files again when they are not what they were.
struct Follower {
    source: KeySource,
    seen: Vec<Option<Stamp>>,
    /// Files that could not be used, so that this is told once.
    failed: Option<Vec<Option<Stamp>>>,
}

impl Follower {
    /// The new ring, if there is one that can be used. With another one the program goes on as before.
    fn look(&mut self) -> Option<Ring> {
        // Taken before the files are read: what changes meanwhile is read at the next look.
        let stamps = self.source.stamps();
        if stamps == self.seen {
            return None;
        }
        match self.source.ring() {
            Ok(ring) => {
                (self.seen, self.failed) = (stamps, None);
                tracing::info!(?ring, "the sealing keys were read again");
                Some(ring)
            }
            Err(fault) => {
                if self.failed.as_ref() != Some(&stamps) {
                    tracing::error!(%fault, "the sealing keys have changed and cannot be read; those from before are used");
                }
                self.failed = Some(stamps);
                None
            }
        }
    }
}

fn read(path: &Path, option: &str) -> Result<Ring, ConfigFault> {
    let shown = path.display();
    let fault = |problem: String| ConfigFault::new(option, problem);
    secrets::check_mode(path).map_err(|problem| fault(format!("{shown} {problem}")))?;
    let text = fs::read_to_string(path)
        .map(Zeroizing::new)
        .map_err(|problem| fault(format!("{shown} cannot be read: {problem}")))?;
    Ring::parse(&text).map_err(|problem| fault(format!("{shown}: {problem}")))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::crypto::seal::CannotOpen;
    use crate::crypto::seal::SealingKey;

    fn config() -> SecurityConfig {
        SecurityConfig { sealing_key_file: None, sealing_key: None, earlier_sealing_key_files: vec![] }
    }

    fn write(path: &Path, text: &str) {
        fs::write(path, text).unwrap();
        fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
    }

    #[test]
    fn the_first_start_makes_a_private_key_and_the_second_reads_it() {
        let folder = tempfile::tempdir().unwrap();
        let url = DatabaseUrl::Sqlite(folder.path().join("b.db"));
        let first = read_or_make(&config(), &url).unwrap();
        let file = folder.path().join("sealing.key");
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        fs::write(folder.path().join("b.db"), "").unwrap();
        assert_eq!(read_or_make(&config(), &url).unwrap().current_id(), first.current_id());
    }

    #[test]
    fn a_key_that_others_can_read_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let url = DatabaseUrl::Sqlite(folder.path().join("b.db"));
        read_or_make(&config(), &url).unwrap();
        let file = folder.path().join("sealing.key");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        let fault = read_or_make(&config(), &url).unwrap_err();
        assert!(fault.problem.contains("chmod 600"), "{fault}");
    }

    #[test]
    fn an_existing_database_never_gets_a_new_key() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("b.db");
        fs::write(&file, "").unwrap();
        assert!(read_or_make(&config(), &DatabaseUrl::Sqlite(file)).is_err());
        assert!(!folder.path().join("sealing.key").exists());
    }

    #[test]
    fn postgresql_wants_the_key_named() {
        let url = DatabaseUrl::parse("postgres://db/b").unwrap();
        assert_eq!(read_or_make(&config(), &url).unwrap_err().option, OPTION);
    }

    #[test]
    fn a_bad_line_is_told_with_file_and_number_and_without_its_content() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("keys");
        let good = SealingKey::random().unwrap().to_text();
        write(&file, &format!("{}\n{}\n", *good, &good[..20]));
        let config = SecurityConfig { sealing_key_file: Some(file), ..config() };
        let url = DatabaseUrl::parse("postgres://db/b").unwrap();
        let told = read_or_make(&config, &url).unwrap_err().to_string();
        assert!(told.contains("keys: line 2: ") && !told.contains(&good[..20]), "{told}");
    }

    #[test]
    fn a_running_program_follows_its_file_and_keeps_what_it_has_when_the_file_is_bad() {
        let folder = tempfile::tempdir().unwrap();
        let (file, other) = (folder.path().join("keys"), folder.path().join("earlier"));
        let [old, new, foreign] = [(); 3].map(|()| SealingKey::random().unwrap());
        write(&file, &old.to_text());
        write(&other, &foreign.to_text());
        let config = SecurityConfig {
            sealing_key_file: Some(file.clone()),
            earlier_sealing_key_files: vec![other],
            ..config()
        };
        let keys = read_or_make(&config, &DatabaseUrl::parse("postgres://db/b").unwrap()).unwrap();
        let (form, row) = (
            keys.seal(&["x"], b"a form").unwrap(),
            Ring::new(new.clone(), vec![]).seal(&["x"], b"a row").unwrap(),
        );
        assert_eq!(keys.open(&["x"], &row), Err(CannotOpen::UnknownKey));
        for bad in ["", "half", &format!("{}\nhalf", *new.to_text())] {
            write(&file, bad);
            assert!(!keys.look_again(), "{bad:?} was taken");
            assert_eq!(keys.current_id(), old.id());
        }
        write(&file, &Ring::new(new.clone(), vec![old.clone()]).to_text());
        assert_eq!(keys.open(&["x"], &row).unwrap().as_slice(), b"a row");
        assert_eq!(keys.open(&["x"], &form).unwrap().as_slice(), b"a form");
        assert_eq!(keys.current_id(), new.id());
        assert!(keys.ring().role_of(foreign.id()).is_some(), "the file of an earlier key was forgotten");
        write(&file, &new.to_text());
        assert!(keys.look_again());
        assert_eq!(keys.open(&["x"], &form), Err(CannotOpen::UnknownKey), "a dropped key is still accepted");
    }
}
