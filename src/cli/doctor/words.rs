//! What was found, in the words of the command line.

use super::finding::Findings;
use crate::cli::output::{bytes, instant, joined};
use crate::domain::provider::GOOD_SECRET_BYTES;
use crate::domain::user_table::Count;
use crate::flow::examination::{Finding, KeyState};

/// Adds what was found, with its sentence and its remedy.
pub(super) fn tell(found: impl IntoIterator<Item = Finding>, findings: &mut Findings) {
    for finding in found {
        let (sentence, remedy) = words(&finding);
        findings.push(finding.level(), finding.topic(), sentence, remedy);
    }
}

/// The sentence, and what to do; nothing when it is in order.
fn words(finding: &Finding) -> (String, String) {
    let (sentence, remedy): (String, &str) = match finding {
        Finding::ClockPlausible(now) => (format!("The clock shows {}.", instant(*now)), ""),
        Finding::ClockImplausible(now) => (
            format!(
                "The clock shows {}, when this program was not made yet. Every token would be refused.",
                instant(*now)
            ),
            "Set the clock, and have it kept right by NTP.",
        ),
        Finding::ClockBehindAudit { now, newest } => (
            format!("The clock shows {}, but the audit has an event of {}.", instant(*now), instant(*newest)),
            "Compare the clock with a second one: either it goes wrong now, or it went wrong then.",
        ),
        Finding::ClockUnlikeDatabase { now, there } => (
            format!(
                "The clock shows {}, but the one of the database's server {}.",
                instant(*now),
                instant(*there)
            ),
            "Have both kept right by NTP: providers refuse tokens of a wrong time.",
        ),
        Finding::CheapHashes => (
            "Passwords are hashed below the floor of the OWASP Password Storage sheet.".into(),
            "Remove passwords.allow_below_floor, and set passwords.memory_kib and passwords.passes to at least the defaults.",
        ),
        Finding::DatabaseFilePrivate(file) => {
            (format!("Only its owner may open the database file {}.", file.display()), "")
        }
        Finding::DatabaseFileOpen(file, mode) => {
            let shown = file.display();
            return (
                format!("Others than its owner may open the database file {shown} (mode {mode:04o})."),
                format!("Run: chmod 600 {shown} {shown}-*"),
            );
        }
        Finding::KeyFileUnfit(file, problem) => (
            format!("{} {problem}.", file.display()),
            "Make the key readable for its owner only, or bring it back from its copy; a new one opens nothing.",
        ),
        Finding::RoomLeft { free, size } => {
            (format!("The database has {}; its disk has room for {}.", bytes(*size), bytes(*free)), "")
        }
        Finding::LittleRoom { free, size } => (
            format!(
                "The database has {}, but its disk has room for {} only: a copy of it has no place.",
                bytes(*size),
                bytes(*free)
            ),
            "Make room, or move the database to a larger disk: on a full one every sign-in is refused.",
        ),
        Finding::DatabaseSize(size) => (format!("The database has {}.", bytes(*size)), ""),
        Finding::NoWrites => (
            "The database takes no writes. Every sign-in is refused.".into(),
            "Make room on the disk, or give the file and its folder to the service's user; nothing needs to be restarted.",
        ),
        Finding::NobodyActive => (
            "Nobody can sign in: there is no active person in the user table.".into(),
            "Add yourself: bridgewarden user add EMAIL --admin",
        ),
        Finding::People(tally) => {
            let (people, active) = (counted(tally.people), counted(tally.active));
            (format!("People in the user table: {people}; active: {active}."), "")
        }
        Finding::NoAdministrator => (
            "Nobody can administer in the browser: no active person is an administrator.".into(),
            "Make somebody one: bridgewarden user set EMAIL --admin yes",
        ),
        Finding::OneAdministrator => (
            "Only one active person is an administrator.".into(),
            "Make a second one, for the day on which the first is away: bridgewarden user set EMAIL --admin yes",
        ),
        Finding::Administrators(count) => (format!("Active administrators: {count}."), ""),
        Finding::Key(id, state) => return key(id, *state),
        Finding::BackupMade => ("A backup was made within the last 7 days.".into(), ""),
        Finding::NoBackup => (
            "No backup was made with `bridgewarden backup` within the last 7 days.".into(),
            "Have it made every day by a timer, and the sealing key kept apart; docs/operations.md#backup says how.",
        ),
        Finding::AuditVerified(at) => (format!("The audit was verified at {}.", instant(*at)), ""),
        Finding::AuditNotVerified(None) => {
            ("The audit was never verified.".into(), "Run `bridgewarden audit verify` now and then.")
        }
        Finding::AuditNotVerified(Some(at)) => (
            format!("The audit was last verified at {}.", instant(*at)),
            "Run `bridgewarden audit verify` now and then.",
        ),
        Finding::AuditBroken { at, position } => (
            format!("The audit was verified at {} and found broken after place {position}.", instant(*at)),
            "`bridgewarden audit verify` names the row. Somebody changed the database: compare it with a backup.",
        ),
        Finding::AuditWaits(since) => (
            format!("Rows of the audit wait since {} to be chained.", instant(*since)),
            "A running service chains them within seconds: look into its log.",
        ),
        Finding::Throttled(count, is_more) => (
            format!(
                "Counters of guessed passwords that make somebody wait: {count}{}.",
                if *is_more { " or more" } else { "" }
            ),
            "`bridgewarden throttle list` shows whom, `bridgewarden throttle clear` lets them go on.",
        ),
        Finding::TurnedAway(count) => (
            format!("Passwords that found no place in the queue within an hour: {count}."),
            "If these were people, give the service more processors, or raise passwords.queue.",
        ),
        Finding::Faults(count) => {
            (format!("Faults of this process within an hour: {count}."), "Its log tells the cause of each.")
        }
        Finding::NoProvider => (
            "There is no provider yet.".into(),
            "`bridgewarden provider profiles` shows which kinds are known, `bridgewarden provider add` adds one.",
        ),
        Finding::ProviderFits { slug, endpoint, is_enabled } => {
            let switched = if *is_enabled { "" } else { ", and is switched off" };
            (format!("Provider {slug} takes its tokens at {endpoint}{switched}."), "")
        }
        Finding::ProviderUnfit(..)
        | Finding::SecretOpens(_)
        | Finding::SecretClosed(..)
        | Finding::SecretBesideClosed(..)
        | Finding::ShortSecret(..)
        | Finding::EqualSecrets(_)
        | Finding::ProviderErrors(..)
        | Finding::MissingClaims(..) => return provider(finding),
    };
    (sentence, remedy.to_owned())
}

fn counted(count: Count) -> String {
    match count {
        Count::Exactly(number) => number.to_string(),
        Count::MoreThan(number) => format!("more than {number}"),
        Count::Uncounted => "not counted".to_owned(),
    }
}

fn provider(finding: &Finding) -> (String, String) {
    match finding {
        Finding::ProviderUnfit(slug, profile, misfit) => (
            format!(
                "Nobody can be carried to {slug}: provider {slug} does not fit its profile {profile}: {misfit}."
            ),
            format!("Mend its settings with `bridgewarden provider set {slug}`, or bring its profile back."),
        ),
        Finding::SecretOpens(slug) => (format!("The shared secret of {slug} opens."), String::new()),
        Finding::SecretClosed(slug, why) => (
            format!("The shared secret of {slug} does not open: {why}."),
            format!(
                "Bring the sealing key back and name it in security.earlier_sealing_key_files, or set the secret anew: \
                 bridgewarden provider secret {slug} --secret-stdin"
            ),
        ),
        Finding::SecretBesideClosed(slug, slot, why) => {
            let which = slot.as_str();
            (
                format!("The {which} shared secret of {slug} does not open: {why}. It can never sign again."),
                format!(
                    "Bring the sealing key back and name it in security.earlier_sealing_key_files, or remove the \
                     secret: bridgewarden provider secret forget {slug} --{which}"
                ),
            )
        }
        Finding::ShortSecret(slug, bytes) => (
            format!(
                "The shared secret of {slug} has {bytes} bytes; RFC 7518 wants at least {GOOD_SECRET_BYTES}."
            ),
            "If the provider allows a longer one, replace it on both sides: a short one can be guessed from one token."
                .into(),
        ),
        Finding::EqualSecrets(slugs) => (
            format!("These providers have the same shared secret: {}.", joined(slugs)),
            "A token for one is taken by the other. Give each its own: bridgewarden provider secret SLUG …".into(),
        ),
        Finding::ProviderErrors(slug, count) => (
            format!("Errors that {slug} reported of its own within a day: {count}."),
            format!(
                "What it said: bridgewarden audit list --provider {slug} --kind provider-reported-error"
            ),
        ),
        Finding::MissingClaims(slug, count) => (
            format!("Sign-ins to {slug} that were refused within a day for want of a claim: {count}."),
            format!(
                "Who, and which claim: bridgewarden audit list --provider {slug} --kind sign-in-refused; then fill it in."
            ),
        ),
        _ => (String::new(), String::new()),
    }
}

fn key(id: &str, state: KeyState) -> (String, String) {
    match state {
        KeyState::Current(rows) => (format!("Rows that the sealing key {id} seals: {rows}."), String::new()),
        KeyState::DroppedButAccepted => (
            format!("The sealing key {id} was dropped, but is still accepted here."),
            format!(
                "Run `bridgewarden secret drop-key {id}` on this instance, too, or take it out of its place."
            ),
        ),
        KeyState::DroppedButCurrent => (
            format!("The sealing key {id} was dropped, but is the current one here."),
            "This instance has an old copy of the keys. Copy the present ones from another instance.".into(),
        ),
        KeyState::Prepared => (
            format!("The sealing key {id} is prepared and not used yet."),
            "When every instance has it: bridgewarden secret rotate-key".into(),
        ),
        KeyState::Unused => (
            format!("The earlier sealing key {id} seals nothing any more."),
            format!("When nobody wants to restore a backup from its time: bridgewarden secret drop-key {id}"),
        ),
        KeyState::Leftover(rows) => (
            format!("Rows that are sealed under the key {id}, which is not the current one: {rows}."),
            "Seal them under the current one: bridgewarden secret rotate-key".into(),
        ),
    }
}
