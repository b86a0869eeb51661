//! The copy of a SQLite database that is made beside it before its schema is changed.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use super::backup::{CopyFault, DatabaseCopy};
use super::connection::DatabaseUrl;
use super::error::{StoreError, StoreResult};
use crate::domain::clock::Timestamp;

/// So many copies stay, the newest: more than the way back needs, and few enough that password hashes and secrets
/// of long ago are not kept for ever.
const KEPT: usize = 3;

/// A copy with its name. Dropped before it is kept, it goes away: an update that fails again and again must not
/// fill the disk.
pub(super) struct CopyBefore {
    file: PathBuf,
    is_kept: bool,
}

impl CopyBefore {
    /// Copies the database. The name tells the schema's version and the time; no file is overwritten.
    pub(super) fn make(url: &DatabaseUrl, version: &str, now: Timestamp) -> StoreResult<Self> {
        let Some(database) = url.file() else {
            return Err(StoreError::Bug("only a SQLite database is copied as a file".into()));
        };
        let second = Timestamp::from_micros(now.as_seconds().saturating_mul(1_000_000));
        let file =
            with_ending(database, &format!(".schema-{version}.{}", second.to_string().replace(':', "")));
        let not_copied = |cause: CopyFault| StoreError::NotCopied(cause.to_string());
        DatabaseCopy::make(url, &file).and_then(DatabaseCopy::finish).map_err(not_copied)?;
        Ok(Self { file, is_kept: false })
    }

    /// The schema was changed: the copy stays.
    pub(super) fn keep(mut self) -> PathBuf {
        self.is_kept = true;
        self.file.clone()
    }
}

impl Drop for CopyBefore {
    fn drop(&mut self) {
        if !self.is_kept
            && let Err(cause) = fs::remove_file(&self.file)
        {
            tracing::warn!(file = %self.file.display(), %cause, "a needless copy could not be removed");
        }
    }
}

/// Removes the oldest copies. Whatever has another name is not one of them.
pub(super) fn remove_old(url: &DatabaseUrl) {
    let Some(database) = url.file() else { return };
    for file in superfluous(database) {
        match fs::remove_file(&file) {
            Ok(()) => tracing::info!(file = %file.display(), "an old copy of the database was removed"),
            Err(cause) => {
                tracing::warn!(file = %file.display(), %cause, "an old copy of the database could not be removed");
            }
        }
    }
}

fn superfluous(database: &Path) -> Vec<PathBuf> {
    let folder = database.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let mut copies: Vec<(String, PathBuf)> = entries
        .filter_map(|entry| Some((made_at(database.file_name()?, &entry.file_name())?, entry.path())))
        .collect();
    copies.sort_by(|one, other| other.cmp(one));
    copies.into_iter().skip(KEPT).map(|(_, path)| path).collect()
}

/// When a copy of this database was made, as its name tells; `None` for every other name.
fn made_at(database: &OsStr, name: &OsStr) -> Option<String> {
    let rest = name.to_str()?.strip_prefix(database.to_str()?)?.strip_prefix(".schema-")?;
    let (version, time) = rest.split_once('.')?;
    let shape: String = time.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect();
    let is_copy = shape == "0000-00-00T000000Z" && version.bytes().all(|b| b.is_ascii_digit());
    is_copy.then(|| time.to_owned())
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut whole = path.as_os_str().to_owned();
    whole.push(ending);
    whole.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_newest_copies_stay_and_nothing_else_is_touched() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("b.db");
        let copy = |version: u8, year: u16| format!("b.db.schema-000{version}.{year}-11-22T013317Z");
        let mut names: Vec<String> = (1..=5).map(|n| copy(6 - n, 2026 + u16::from(n))).collect();
        let others = [
            "b.db",
            "b.db-wal",
            "c.db.schema-0001.2026-11-22T013317Z",
            "b.db.schema-0001.mine",
            "b.db.schema-0001.2026-11-22T013317Z.gz",
        ];
        names.extend(others.map(str::to_owned));
        for name in &names {
            fs::write(folder.path().join(name), "").unwrap();
        }
        let gone = [folder.path().join(copy(4, 2028)), folder.path().join(copy(5, 2027))];
        assert_eq!(superfluous(&database), gone);
        remove_old(&DatabaseUrl::Sqlite(database));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), names.len() - 2);
        assert!(gone.iter().all(|file| !file.exists()));
    }

    #[test]
    fn a_copy_that_was_not_needed_goes_away() {
        let folder = tempfile::tempdir().unwrap();
        let url = DatabaseUrl::Sqlite(folder.path().join("b.db"));
        let now = crate::domain::clock::BUILT_AFTER;
        super::super::migrations::migrate(&url, now).unwrap();
        let copy = CopyBefore::make(&url, "0001", now).unwrap();
        let file = folder.path().join("b.db.schema-0001.2026-11-01T000000Z");
        assert_eq!(copy.file, file);
        let again = CopyBefore::make(&url, "0001", now).err().unwrap();
        assert!(again.to_string().contains("exists already"), "{again}");
        drop(copy);
        assert!(!file.exists());
        assert!(CopyBefore::make(&url, "0001", now).unwrap().keep().exists());
    }
}
