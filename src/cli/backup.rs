//! `bridgewarden backup`: a copy of the database, made while the service runs.

use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::configuration::{Console, GlobalOptions, Read, read};
use super::exit::{Stop, sentence};
use super::output::{self, facts, joined, notice, print};
use crate::config::SecurityConfig;
use crate::flow::backup::{Backup, BackupOutcome, BackupWish, make};
use crate::startup;
use crate::startup::keys::KeySource;
use crate::store::backup::CopyFault;
use crate::store::{Backend, DatabaseUrl};
use crate::telemetry::logs;

/// How a PostgreSQL database is copied; `docs/operations.md` explains it.
const PG_DUMP: &str = "pg_dump --format=custom --file=\"$BACKUP.unfinished\" \
     --exclude-table-data='*.sessions' --exclude-table-data='*.session_providers' \
     --exclude-table-data='*.invitations' \"$DATABASE\"";

/// Where the copy goes.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  bridgewarden backup /var/backups/bridgewarden/2026-11-22.db
  bridgewarden backup \"/var/backups/bridgewarden/$(date --utc +%FT%H%M%SZ).db\" --json

The service may run meanwhile. The copy has everything but sessions, invitations and the sealing key: keep the key apart.
docs/operations.md#backup says how to restore it.")]
pub struct BackupArguments {
    /// The file to be made; one that exists is never overwritten
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Make the copy although `audit verify` finds the audit broken
    #[arg(long)]
    allow_broken_audit: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Makes the copy and says what is in it, and what is not.
pub fn run(given: &GlobalOptions, arguments: &BackupArguments) -> Result<(), Stop> {
    let Read { config, quiet_log } = read(given).map_err(|faults| Stop::of_config(&faults))?;
    logs::start(&quiet_log).map_err(|fault| Stop::of_config(&[fault]))?;
    let database = startup::database_url(&config)?;
    check(&database, &arguments.file)?;
    let console = Console::with(config)?;
    let wish = BackupWish {
        database: database.clone(),
        file: arguments.file.clone(),
        is_broken_audit_taken: arguments.allow_broken_audit,
    };
    let key = Key::of(&console, &database);
    match console.run(make(&console.context, wish, &console.origin))? {
        BackupOutcome::Made(made) => tell(arguments, &made, &key),
        BackupOutcome::MadeUnrecorded(made, fault) => {
            tell(arguments, &made, &key)?;
            let cause = sentence(&fault.to_string());
            Err(Stop::Surroundings(format!("The backup is good, but the audit does not tell of it. {cause}")))
        }
        BackupOutcome::AuditBroken(broken) => Err(Stop::Refused(vec![
            format!("No backup was made, because the audit is broken: {broken}."),
            "docs/troubleshooting.md#audit says what that means. --allow-broken-audit makes the copy nevertheless."
                .to_owned(),
        ])),
        BackupOutcome::NotMade(fault) => Err(not_made(fault)),
    }
}

/// What can be refused before anything is opened.
fn check(database: &DatabaseUrl, file: &Path) -> Result<(), Stop> {
    if database.backend() == Backend::Postgres {
        return Err(Stop::Refused(vec![
            "This command copies SQLite databases. A PostgreSQL database is copied by its own program:"
                .to_owned(),
            format!("  {PG_DUMP}"),
            "docs/operations.md#postgresql-backup explains it and says how to restore.".to_owned(),
        ]));
    }
    if database.file().is_some_and(|database| !database.exists()) {
        return Err(Stop::refused(format!("There is no database at {database} to be copied.")));
    }
    if file.to_str().is_none() {
        return Err(Stop::usage("The file's name must be UTF-8."));
    }
    Ok(())
}

fn not_made(fault: CopyFault) -> Stop {
    match fault {
        CopyFault::Exists(file) => Stop::refused(format!(
            "{} exists already and was left as it is. Name another file.",
            file.display()
        )),
        CopyFault::Damaged(_) => Stop::refused(format!("No backup was made: {fault}.")),
        CopyFault::Write { .. } => Stop::Surroundings(format!("No backup was made: {fault}.")),
        CopyFault::Store(error) => error.into(),
    }
}

/// The sealing key, which is not in the copy.
struct Key {
    id: String,
    places: Vec<String>,
}

impl Key {
    fn of(console: &Console, database: &DatabaseUrl) -> Self {
        let security: &SecurityConfig = &console.config.security;
        let source = KeySource::of(security, database);
        let current =
            source.file().map_or_else(|| "the environment".to_owned(), |file| file.display().to_string());
        let earlier = security.earlier_sealing_key_files.iter().map(|file| file.display().to_string());
        let id = console.context.keys.current_id().to_owned();
        Self { id, places: std::iter::once(current).chain(earlier).collect() }
    }
}

fn tell(arguments: &BackupArguments, made: &Backup, key: &Key) -> Result<(), Stop> {
    let head = format!("{}:{}", made.head.position, made.head.link);
    if let Some(broken) = &made.broken {
        notice(&format!("The audit in this backup is broken: {broken}."));
    }
    if arguments.json {
        return output::json(&json!({
            "file": arguments.file.display().to_string(),
            "bytes": made.bytes,
            "head": head,
            "waiting": made.waiting,
            "sealing_key": key.id,
            "sealing_key_places": key.places,
        }));
    }
    let shown = facts(&[
        ("Size", format!("{} bytes", made.bytes)),
        ("Head of the audit", head),
        ("Sealing key", format!("{}, in {}", key.id, joined(&key.places))),
    ]);
    print(&format!(
        "The backup {} was made, and SQLite finds it whole.\n{shown}\
         The sealing key is not in it: keep a copy of the key apart, or the shared secrets never open again.\n\
         Sessions are not in it: after a restore everybody signs in anew.",
        output::plain(&arguments.file.display().to_string())
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_about_postgresql_stands_in_the_documentation() {
        let page = include_str!("../../docs/operations.md").replace("\\\n", "");
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words(&page).contains(&words(PG_DUMP)));
        assert!(page.contains("<a id=\"postgresql-backup\"></a>"));
    }
}
