//! What an installation stands on: addresses, clock, profiles, the database and its schema, the sealing key.

use std::os::unix::fs::MetadataExt;
use std::path::Path;

use super::finding::{Findings, Topic};
use super::words;
use crate::cli::configuration::process_user;
use crate::cli::exit::sentence;
use crate::cli::output::joined;
use crate::config::Config;
use crate::flow::examination::machine;
use crate::profile::Catalogue;
use crate::startup;
use crate::startup::keys::{self, KeySource};
use crate::store::migrations;
use crate::store::obstacle::obstacle;

/// Addresses and proxies.
pub(super) fn server(config: &Config, findings: &mut Findings) {
    let server = &config.server;
    match &server.public_url {
        None => findings.fault(
            Topic::PublicUrl,
            "server.public_url is not set, and so the bridge cannot serve.",
            "Set it to the address that people see, for example https://sso.example.com.",
        ),
        Some(url) if url.is_https() => {
            findings.ok(Topic::PublicUrl, format!("People see the bridge at {}.", url.address("/")));
            if server.listen.ip().is_loopback() && server.trusted_proxies.is_empty() {
                findings.hint(
                    Topic::TrustedProxies,
                    "No proxy is trusted, and so every visitor seems to come from the proxy's own address.",
                    "If a proxy on this machine stands in front, set server.trusted_proxies = [\"127.0.0.1\"].",
                );
            }
        }
        Some(url) => findings.warning(
            Topic::PublicUrl,
            format!("People see the bridge at {}, without encryption.", url.address("/")),
            "This is for trying it out only. Put a proxy with TLS in front and set server.public_url to its address.",
        ),
    }
    match server.metrics_listen {
        Some(address) if !address.ip().is_loopback() => findings.warning(
            Topic::Metrics,
            format!(
                "Whoever reaches {address} reads the metrics, which tell who uses which provider how often."
            ),
            "Let only the collector reach it, or set server.metrics_listen to a loopback address.",
        ),
        Some(address) => {
            findings.ok(Topic::Metrics, format!("Metrics are read at {address}, on this machine only."))
        }
        None => findings.ok(Topic::Metrics, "Metrics are switched off."),
    }
}

/// What passwords cost a guesser, and the operator's list of refused ones. Faults were found before.
pub(super) fn passwords(config: &Config, findings: &mut Findings) {
    if let Ok(installation) = startup::installation(config) {
        words::tell(machine::passwords(&installation), findings);
    }
    let Some(file) = &config.passwords.block_list_file else { return };
    match startup::passwords::block_list(&config.passwords) {
        Ok(list) if list.is_empty() => findings.warning(
            Topic::Passwords,
            format!("Nothing in {} is as long as a password must be here.", file.display()),
            "Choose a list of long passwords, or cut passwords.block_list_file.",
        ),
        Ok(list) => findings
            .ok(Topic::Passwords, format!("{} passwords of {} are refused.", list.len(), file.display())),
        Err(fault) => findings.fault(Topic::Passwords, fault.to_string(), "Mend the file."),
    }
}

/// Whether every profile reads.
pub(super) fn profiles(config: &Config, findings: &mut Findings) -> bool {
    match Catalogue::read(config.profile_directory.as_deref()) {
        Ok(catalogue) => {
            findings.ok(Topic::Profiles, format!("{} provider profiles read.", catalogue.iter().count()));
            true
        }
        Err(faults) => {
            for fault in faults {
                findings.fault(
                    Topic::Profiles,
                    fault.to_string(),
                    "Mend the file; docs/profiles.md explains every key.",
                );
            }
            false
        }
    }
}

/// Whether the database opens and its schema is up to date. Nothing is made and nothing is migrated.
pub(super) fn database(config: &Config, findings: &mut Findings) -> bool {
    // `configuration::read` has found the address right already.
    let Ok(url) = startup::database_url(config) else { return false };
    if let Some(file) = url.file() {
        if !file.exists() {
            let sentence = format!("There is no database at {} yet.", file.display());
            findings.warning(
                Topic::Database,
                sentence,
                "`bridgewarden serve` makes it at its first start; if there was one, look for it.",
            );
            return false;
        }
        sqlite_file(file, findings);
        words::tell(machine::room(file), findings);
    }
    if let Some(cause) = obstacle(&url) {
        let sentence = format!("The database {url} cannot be written: {cause}. Every sign-in is refused.");
        findings.fault(
            Topic::Database,
            sentence,
            "Make room on the disk, or give the file and its folder to the service's user; nothing needs to be restarted.",
        );
        return false;
    }
    match migrations::pending(&url) {
        Ok(pending) if pending.is_empty() => {
            findings.ok(Topic::Database, format!("The database {url} opens, and its schema is up to date."));
            true
        }
        Ok(pending) => {
            let sentence =
                format!("The schema of {url} is not up to date; waiting are: {}.", joined(pending));
            findings.warning(
                Topic::Migrations,
                sentence,
                "Make a backup, then run `bridgewarden migrate`, or start the service.",
            );
            false
        }
        Err(error) => {
            let remedy = "Check that the database runs, and that database.url, the user and the file's owner are right.";
            findings.fault(Topic::Database, sentence(&format!("{url}: {error}")), remedy);
            false
        }
    }
}

fn sqlite_file(file: &Path, findings: &mut Findings) {
    words::tell(machine::database_file(file), findings);
    let Ok(facts) = std::fs::metadata(file) else { return };
    if let Some(user) = process_user().filter(|user| *user != facts.uid()) {
        findings.warning(
            Topic::DatabaseFile,
            format!("The database file belongs to user {}, and this command runs as user {user}.", facts.uid()),
            "Run commands as the service's user (sudo -u bridgewarden …), or files appear that the service cannot open.",
        );
    }
}

/// Whether the sealing key is there and only its owner may read it. None is made.
pub(super) fn sealing_key(config: &Config, findings: &mut Findings) -> bool {
    let Ok(url) = startup::database_url(config) else { return false };
    let source = KeySource::of(&config.security, &url);
    if source.file().is_some_and(|file| keys::is_to_be_made(&config.security, &url, file)) {
        findings.hint(
            Topic::SealingKey,
            "There is no sealing key yet; it is made together with the database.",
            "After the first start keep a copy of it, apart from the backups of the database.",
        );
        return false;
    }
    match keys::read_or_make(&config.security, &url) {
        Ok(keys) => {
            let place = match source.file() {
                Some(file) => format!("in {}, for its owner only", file.display()),
                None => "in the environment".to_owned(),
            };
            findings.ok(Topic::SealingKey, format!("The sealing key {} is {place}.", keys.current_id()));
            true
        }
        Err(fault) => {
            let remedy = "Make the key readable for its owner only, or bring it back from its copy; a new one opens nothing.";
            findings.fault(Topic::SealingKey, fault.to_string(), remedy);
            false
        }
    }
}
