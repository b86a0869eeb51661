//! What the machine says: its clock, its files and their modes, the room on its disk.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::Finding;
use crate::config::secrets;
use crate::domain::clock::Timestamp;

const MIB: u64 = 1 << 20;
/// With less room than this for the next backup, or the next migration's copy, an installation is near its end.
const LEAST_ROOM: u64 = 64 * MIB;

/// What of the configuration is looked at while the service runs.
#[derive(Clone, Debug, Default)]
pub struct Installation {
    /// The file of a SQLite database.
    pub database_file: Option<PathBuf>,
    /// The files with sealing keys.
    pub key_files: Vec<PathBuf>,
    /// Whether passwords are hashed below the floor.
    pub is_hash_cheap: bool,
}

/// Files, room and cost.
pub fn examine(installation: &Installation) -> Vec<Finding> {
    let mut found = passwords(installation);
    for file in &installation.key_files {
        if let Err(problem) = secrets::check_mode(file) {
            found.push(Finding::KeyFileUnfit(file.clone(), problem));
        }
    }
    if let Some(file) = &installation.database_file {
        found.extend(database_file(file));
        found.extend(room(file));
    }
    found
}

/// Whether the clock can be right at all. `content` compares it with the audit and with the database's.
pub fn clock(now: Timestamp) -> Vec<Finding> {
    let found =
        if now.is_plausible() { Finding::ClockPlausible(now) } else { Finding::ClockImplausible(now) };
    vec![found]
}

/// What passwords cost a guesser.
pub fn passwords(installation: &Installation) -> Vec<Finding> {
    installation.is_hash_cheap.then_some(Finding::CheapHashes).into_iter().collect()
}

/// Who may open the database file.
pub fn database_file(file: &Path) -> Option<Finding> {
    let mode = std::fs::metadata(file).ok()?.permissions().mode() & 0o777;
    Some(if mode & 0o077 == 0 {
        Finding::DatabaseFilePrivate(file.into())
    } else {
        Finding::DatabaseFileOpen(file.into(), mode)
    })
}

/// How much room the database's disk has.
pub fn room(file: &Path) -> Option<Finding> {
    let journal = file.with_file_name(format!("{}-wal", file.file_name()?.to_string_lossy()));
    let bytes = |path: &Path| std::fs::metadata(path).map_or(0, |facts| facts.len());
    let size = bytes(file).saturating_add(bytes(&journal));
    // An empty name is the working directory: `sqlite:bridge.db` stands in it.
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let disk = rustix::fs::statvfs(folder).ok()?;
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    Some(judge_room(free, size))
}

/// A backup is written beside the database, and so is the copy before a migration.
fn judge_room(free: u64, size: u64) -> Finding {
    if free < size.saturating_add(LEAST_ROOM) {
        Finding::LittleRoom { free, size }
    } else {
        Finding::RoomLeft { free, size }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Level;
    use super::*;
    use crate::domain::clock::BUILT_AFTER;

    #[test]
    fn a_clock_before_the_program_was_made_is_a_fault() {
        assert_eq!(BUILT_AFTER.to_string(), "2026-11-01T00:00:00Z");
        assert_eq!(clock(BUILT_AFTER)[0].level(), Level::Ok);
        assert_eq!(clock(Timestamp::from_micros(0))[0].level(), Level::Fault);
    }

    #[test]
    fn a_disk_must_have_room_for_a_copy_of_the_database() {
        assert_eq!(judge_room(64 * MIB, 0).level(), Level::Ok);
        assert_eq!(judge_room(64 * MIB, 1).level(), Level::Warning);
        assert_eq!(judge_room(1000 * MIB, 936 * MIB).level(), Level::Ok);
        assert_eq!(judge_room(999 * MIB, 936 * MIB).level(), Level::Warning);
        assert_eq!(judge_room(u64::MAX, u64::MAX).level(), Level::Ok);
    }

    #[test]
    fn the_disk_of_a_file_is_looked_at() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("b.db");
        std::fs::write(&file, [0; 1000]).unwrap();
        std::fs::write(folder.path().join("b.db-wal"), [0; 500]).unwrap();
        let Some(Finding::RoomLeft { size, .. } | Finding::LittleRoom { size, .. }) = room(&file) else {
            panic!("no room was found")
        };
        assert_eq!(size, 1500);
        assert!(room(Path::new("b.db")).is_some());
    }
}
