//! The sealing keys: from the environment or from files that nobody else can read. Beside a SQLite file the
//! first start makes one; on PostgreSQL, where every instance needs the same, it must be named.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use secrecy::ExposeSecret;
use zeroize::Zeroizing;

use crate::config::{ConfigFault, SecurityConfig, secrets};
use crate::crypto::seal::{SealingKey, SealingKeys};
use crate::store::DatabaseUrl;

const OPTION: &str = "security.sealing_key_file";

/// Where the current key is kept: the named file, or the one beside the SQLite database.
pub fn file_of(config: &SecurityConfig, url: &DatabaseUrl) -> Option<PathBuf> {
    let beside = |database: &Path| database.parent().unwrap_or(Path::new("")).join("sealing.key");
    config.sealing_key_file.clone().or_else(|| url.file().map(beside))
}

/// Reads the keys; makes the key beside a new SQLite database.
pub fn read_or_make(config: &SecurityConfig, url: &DatabaseUrl) -> Result<SealingKeys, ConfigFault> {
    let current = match &config.sealing_key {
        Some(text) => SealingKey::parse(text.expose_secret())
            .map_err(|problem| ConfigFault::new("security.sealing_key", problem.to_string()))?,
        None => current_of_file(config, url)?,
    };
    let mut earlier = Vec::new();
    for path in &config.earlier_sealing_key_files {
        earlier.push(read(path, "security.earlier_sealing_key_files")?);
    }
    Ok(SealingKeys::new(current, earlier))
}

fn current_of_file(config: &SecurityConfig, url: &DatabaseUrl) -> Result<SealingKey, ConfigFault> {
    let Some(path) = file_of(config, url) else {
        let hint = "name the file with the sealing key; every instance needs the same one. \
                    Make one with: (umask 077; openssl rand -base64 32 > sealing.key)";
        return Err(ConfigFault::new(OPTION, hint));
    };
    let is_new_database = url.file().is_some_and(|file| !file.exists());
    if path.exists() || !is_new_database || config.sealing_key_file.is_some() {
        // A database without its key must not get a new one: nothing sealed in it would ever open again.
        return read(&path, OPTION);
    }
    make(&path)
}

fn read(path: &Path, option: &str) -> Result<SealingKey, ConfigFault> {
    let shown = path.display();
    let fault = |problem: String| ConfigFault::new(option, problem);
    secrets::check_mode(path).map_err(|problem| fault(format!("{shown} {problem}")))?;
    let text = fs::read_to_string(path)
        .map(Zeroizing::new)
        .map_err(|problem| fault(format!("{shown} cannot be read: {problem}")))?;
    SealingKey::parse(&text).map_err(|problem| fault(format!("{shown}: {problem}")))
}

fn make(path: &Path) -> Result<SealingKey, ConfigFault> {
    let shown = path.display();
    let fault = |problem: String| ConfigFault::new(OPTION, format!("{shown} cannot be made: {problem}"));
    let key = SealingKey::random().map_err(|problem| fault(problem.to_string()))?;
    let mut file = match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Ok(file) => file,
        // Another process was faster; its key is the key.
        Err(problem) if problem.kind() == ErrorKind::AlreadyExists => return read(path, OPTION),
        Err(problem) => return Err(fault(problem.to_string())),
    };
    let text = key.to_text();
    let written =
        file.write_all(text.as_bytes()).and_then(|()| file.write_all(b"\n")).and_then(|()| file.sync_all());
    written.map_err(|problem| fault(problem.to_string()))?;
    tracing::info!(file = %shown, "a sealing key was made; keep a copy of it apart from the database");
    Ok(key)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn config() -> SecurityConfig {
        SecurityConfig { sealing_key_file: None, sealing_key: None, earlier_sealing_key_files: vec![] }
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
}
