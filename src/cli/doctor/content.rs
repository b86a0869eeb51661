//! What is in the database: people, providers with their secrets, and the audit's opinion of the clock.

use std::time::Duration;

use super::finding::{Findings, Topic};
use crate::cli::configuration::Console;
use crate::cli::exit::Stop;
use crate::cli::output::{instant, joined};
use crate::config::Config;
use crate::crypto::ring::KeyRole;
use crate::domain::audit::EventKind;
use crate::domain::clock::Timestamp;
use crate::domain::provider::{GOOD_SECRET_BYTES, ServiceProvider};
use crate::flow::{Fault, audit, providers, sealing, users};
use crate::store::Backend;
use crate::store::audit::AuditFilter;

/// How far the clock may be behind the audit's newest row: instances need not agree to the second.
const TOLERANCE: Duration = Duration::from_secs(3600);

/// Without a backup for so long, more would be lost than people remember.
const BACKUP_AGE: Duration = Duration::from_secs(7 * 24 * 3600);

/// Looks at everything in the database. It was found up to date before, so that opening it changes nothing.
pub(super) fn examine(config: Config, findings: &mut Findings) {
    let looked = Console::with(config).and_then(|console| {
        clock(&console, findings)?;
        people(&console, findings)?;
        keys(&console, findings)?;
        all_providers(&console, findings)?;
        backup(&console, findings)
    });
    match looked {
        Ok(()) | Err(Stop::ReaderGone) => {}
        Err(Stop::Refused(lines) | Stop::Usage(lines)) => unreadable(findings, &lines.join("; ")),
        Err(Stop::Surroundings(line)) => unreadable(findings, &line),
    }
}

fn unreadable(findings: &mut Findings, why: &str) {
    let remedy = "Look for the cause in the database's own log; this command can be repeated at any time.";
    findings.fault(Topic::Database, format!("The database could not be read to its end. {why}"), remedy);
}

fn clock(console: &Console, findings: &mut Findings) -> Result<(), Stop> {
    let newest = console.run(audit::newest(&console.context, AuditFilter::default(), 1))?;
    let Some(newest) = newest.first().map(|row| Timestamp::from_micros(row.at)) else { return Ok(()) };
    let now = console.context.now();
    if newest.since(now) > TOLERANCE {
        findings.warning(
            Topic::Clock,
            format!("The clock shows {}, but the audit has an event of {}.", instant(now), instant(newest)),
            "Compare the clock with a second one: either it goes wrong now, or it went wrong then.",
        );
    }
    Ok(())
}

/// PostgreSQL's own backups leave no trace here; and an installation of yesterday needs none of last week.
fn backup(console: &Console, findings: &mut Findings) -> Result<(), Stop> {
    let week_ago = console.context.now().minus(BACKUP_AGE);
    let began_at = console.run(audit::began_at(&console.context))?;
    if console.context.store.backend() == Backend::Postgres || began_at.is_none_or(|began| began > week_ago) {
        return Ok(());
    }
    if console.run(audit::happened_since(&console.context, EventKind::BackupMade, week_ago))? {
        findings.ok(Topic::Backup, "A backup was made within the last 7 days.");
    } else {
        findings.hint(
            Topic::Backup,
            "No backup was made with `bridgewarden backup` within the last 7 days.",
            "Have it made every day by a timer, and the sealing key kept apart; docs/operations.md#backup says how.",
        );
    }
    Ok(())
}

fn people(console: &Console, findings: &mut Findings) -> Result<(), Stop> {
    let tally = console.run(users::tally(&console.context))?;
    if tally.active == 0 {
        findings.warning(
            Topic::People,
            "Nobody can sign in: there is no active person in the user table.",
            "Add yourself: bridgewarden user add EMAIL --admin",
        );
        return Ok(());
    }
    findings
        .ok(Topic::People, format!("People in the user table: {}; active: {}.", tally.people, tally.active));
    if tally.administrators == 0 {
        findings.warning(
            Topic::Administrators,
            "Nobody can administer in the browser: no active person is an administrator.",
            "Make somebody one: bridgewarden user set EMAIL --admin yes",
        );
    } else {
        findings.ok(Topic::Administrators, format!("Active administrators: {}.", tally.administrators));
    }
    Ok(())
}

/// Where a rotation of the sealing keys stands.
fn keys(console: &Console, findings: &mut Findings) -> Result<(), Stop> {
    let ring = console.context.keys.ring();
    let usage = console.run(sealing::usage(&console.context))?;
    for (role, key) in ring.keys() {
        let (id, rows) = (key.id(), usage.get(key.id()).copied().unwrap_or_default());
        let is_dropped = console.run(sealing::is_dropped(&console.context, id))?;
        match (role, rows) {
            (_, 0) if is_dropped && role != KeyRole::Current => findings.warning(
                Topic::KeyRotation,
                format!("The sealing key {id} was dropped, but is still accepted here."),
                format!("Run `bridgewarden secret drop-key {id}` on this instance, too, or take it out of its place."),
            ),
            (KeyRole::Current, _) if is_dropped => findings.fault(
                Topic::KeyRotation,
                format!("The sealing key {id} was dropped, but is the current one here."),
                "This instance has an old copy of the keys. Copy the present ones from another instance.",
            ),
            (KeyRole::Current, _) => {
                findings.ok(Topic::KeyRotation, format!("Rows that the sealing key {id} seals: {rows}."));
            }
            (KeyRole::Next, 0) => findings.hint(
                Topic::KeyRotation,
                format!("The sealing key {id} is prepared and not used yet."),
                "When every instance has it: bridgewarden secret rotate-key",
            ),
            (KeyRole::Earlier, 0) => findings.hint(
                Topic::KeyRotation,
                format!("The earlier sealing key {id} seals nothing any more."),
                format!(
                    "When nobody wants to restore a backup from its time: bridgewarden secret drop-key {id}"
                ),
            ),
            (KeyRole::Next | KeyRole::Earlier, _) => findings.warning(
                Topic::KeyRotation,
                format!("Rows that are sealed under the key {id}, which is not the current one: {rows}."),
                "Seal them under the current one: bridgewarden secret rotate-key",
            ),
        }
    }
    Ok(())
}

fn all_providers(console: &Console, findings: &mut Findings) -> Result<(), Stop> {
    let all = console.run(providers::list(&console.context))?;
    if all.is_empty() {
        findings.hint(
            Topic::Provider,
            "There is no provider yet.",
            "`bridgewarden provider profiles` shows which kinds are known, `bridgewarden provider add` adds one.",
        );
    }
    for provider in &all {
        one_provider(console, provider, findings)?;
    }
    for slugs in console.run(providers::equal_secrets(&console.context))? {
        findings.warning(
            Topic::EqualSecrets,
            format!("These providers have the same shared secret: {}.", joined(slugs)),
            "A token for one is taken by the other. Give each its own: bridgewarden provider secret SLUG …",
        );
    }
    Ok(())
}

fn one_provider(console: &Console, provider: &ServiceProvider, findings: &mut Findings) -> Result<(), Stop> {
    let slug = &provider.slug;
    match console.context.filled(provider) {
        Ok(filled) => {
            let switched = if provider.is_enabled { "" } else { ", and is switched off" };
            findings.ok(
                Topic::Provider,
                format!("Provider {slug} takes its tokens at {}{switched}.", filled.endpoint),
            );
        }
        Err(fault) => findings.fault(
            Topic::Provider,
            format!("Nobody can be carried to {slug}: {fault}."),
            format!("Mend its settings with `bridgewarden provider set {slug}`, or bring its profile back."),
        ),
    }
    match why_closed(console, provider)? {
        None => findings.ok(Topic::ProviderSecret, format!("The shared secret of {slug} opens.")),
        Some(why) => findings.fault(
            Topic::ProviderSecret,
            format!("The shared secret of {slug} does not open: {why}."),
            format!(
                "Bring the sealing key back and name it in security.earlier_sealing_key_files, or set the secret anew: \
                 bridgewarden provider secret {slug} --secret-stdin"
            ),
        ),
    }
    if provider.secret.is_short() {
        findings.warning(
            Topic::ShortSecret,
            format!(
                "The shared secret of {slug} has {} bytes; RFC 7518 wants at least {GOOD_SECRET_BYTES}.",
                provider.secret.bytes
            ),
            "If the provider allows a longer one, replace it on both sides: a short one can be guessed from one token.",
        );
    }
    Ok(())
}

/// Why a provider's secret does not open; `None` when it does.
fn why_closed(console: &Console, provider: &ServiceProvider) -> Result<Option<String>, Stop> {
    match console.run(async { Ok(providers::check_secret(&console.context, provider).await) })? {
        Ok(()) => Ok(None),
        Err(Fault::Sealed { cause, .. }) => Ok(Some(cause.to_string())),
        Err(other) => console.run(async { Err(other) }),
    }
}
