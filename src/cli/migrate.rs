//! `bridgewarden migrate`: brings the database's schema up to date, as every start does by itself.

use super::configuration::{GlobalOptions, read};
use super::exit::Stop;
use super::output::{joined, print};
use crate::domain::clock::{Clock, SystemClock};
use crate::startup::{self, keys};
use crate::store::migrations;
use crate::telemetry::logs;

/// Runs what is to be run and says so.
pub fn run(given: &GlobalOptions) -> Result<(), Stop> {
    let read = read(given).map_err(|faults| Stop::of_config(&faults))?;
    logs::start(&read.quiet_log).map_err(|fault| Stop::of_config(&[fault]))?;
    let url = startup::database_url(&read.config)?;
    if url.file().is_some_and(|file| !file.exists()) {
        // A key is made only beside a database that does not exist yet, so it has to come first.
        keys::read_or_make(&read.config.security, &url).map_err(|fault| Stop::of_config(&[fault]))?;
    }
    let migrated = migrations::migrate(&url, SystemClock.now())?;
    if migrated.run.is_empty() {
        return print(&format!("The schema of {url} is up to date."));
    }
    let run = joined(migrated.run);
    let mut told = format!("The schema of {url} is up to date now. These migrations were run: {run}.");
    if let Some(copy) = migrated.copy {
        told.push_str(&format!("\nThe database as it was before, without sessions: {}", copy.display()));
    }
    print(&told)
}
