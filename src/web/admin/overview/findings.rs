//! What was found, in the reader's words, with the page where it is mended.

use std::cmp::Reverse;

use i18n_embed_fl::fl;

use crate::config::secrets::Exposed;
use crate::domain::audit::EventKind;
use crate::domain::clock::Timestamp;
use crate::domain::provider::GOOD_SECRET_BYTES;
use crate::domain::shared_secrets::SecretSlot;
use crate::flow::examination::{Finding, KeyState, Level};
use crate::web::admin::providers::told;
use crate::web::chart::grouped;
use crate::web::language::Language;
use crate::web::pages::admin::Warning;

/// Everything that is not in order, the worst first.
pub(super) fn warnings(words: &Language, found: &[Finding], path: &impl Fn(&str) -> String) -> Vec<Warning> {
    let mut found: Vec<&Finding> = found.iter().filter(|finding| finding.level() != Level::Ok).collect();
    found.sort_by_key(|finding| Reverse(finding.level()));
    found.into_iter().map(|finding| warning(words, finding, path)).collect()
}

fn warning(words: &Language, finding: &Finding, path: &impl Fn(&str) -> String) -> Warning {
    let (tone, word) = match finding.level() {
        Level::Fault => ("danger", fl!(words, "admin-overview-fault")),
        Level::Warning => ("warning", fl!(words, "admin-overview-warning")),
        Level::Hint | Level::Ok => ("info", fl!(words, "admin-overview-hint")),
    };
    let (sentence, remedy) = told(words, finding);
    let link = place(words, finding).map(|(place, name)| (path(&place), name));
    Warning { tone, word, sentence, remedy, link, about: finding.topic().anchor() }
}

/// The page where somebody can do something about it, or look closer.
fn place(words: &Language, finding: &Finding) -> Option<(String, String)> {
    let settings =
        |section: &str| (format!("/admin/settings#{section}"), fl!(words, "admin-overview-to-settings"));
    let provider = |slug: &str, part: &str| {
        (format!("/admin/providers/{slug}{part}"), fl!(words, "admin-overview-to-provider", name = slug))
    };
    let in_audit = |slug: &str, kind: EventKind| {
        let kind = kind.as_str();
        (format!("/admin/audit?provider={slug}&kind={kind}"), fl!(words, "admin-overview-to-these"))
    };
    Some(match finding {
        Finding::CheapHashes | Finding::TurnedAway(_) => settings("passwords"),
        Finding::LittleRoom { .. } | Finding::NoWrites | Finding::DatabaseFileOpen(..) => {
            settings("database")
        }
        Finding::KeyFileUnfit(..) | Finding::Key(..) => settings("security"),
        Finding::NobodyActive
        | Finding::NoAdministrator
        | Finding::OneAdministrator
        | Finding::Throttled(..) => ("/admin/users".to_owned(), fl!(words, "admin-overview-to-people")),
        Finding::NoProvider | Finding::EqualSecrets(_) => {
            ("/admin/providers".to_owned(), fl!(words, "admin-overview-to-providers"))
        }
        Finding::ProviderUnfit(slug, ..) => provider(slug, ""),
        Finding::SecretClosed(slug, _)
        | Finding::SecretBesideClosed(slug, ..)
        | Finding::ShortSecret(slug, _) => provider(slug, "#secrets"),
        Finding::ProviderErrors(slug, _) => in_audit(slug, EventKind::ProviderReportedError),
        Finding::MissingClaims(slug, _) => in_audit(slug, EventKind::SignInRefused),
        Finding::AuditNotVerified(_)
        | Finding::AuditBroken { .. }
        | Finding::AuditWaits(_)
        | Finding::ClockBehindAudit { .. } => {
            ("/admin/audit".to_owned(), fl!(words, "admin-overview-to-audit"))
        }
        _ => return None,
    })
}

/// An instant to the second, in UTC.
fn utc(at: Timestamp) -> String {
    let exact = at.to_string();
    format!("{} UTC", exact.split(['.', 'Z']).next().unwrap_or_default().replace('T', " "))
}

fn mebibytes(bytes: u64) -> String {
    format!("{}\u{202F}MiB", grouped(bytes.div_ceil(1 << 20)))
}

/// What is wrong with a file that holds keys.
fn exposed(words: &Language, problem: &Exposed) -> String {
    match problem {
        Exposed::Unexamined(cause) => {
            fl!(words, "admin-overview-key-file-unexamined", cause = cause.as_str())
        }
        Exposed::Readable { path, mode } => fl!(
            words,
            "admin-overview-key-file-readable",
            file = path.display().to_string(),
            mode = format!("{mode:04o}")
        ),
    }
}

/// The sentence, and what to do.
fn told(words: &Language, finding: &Finding) -> (String, String) {
    match finding {
        Finding::ClockImplausible(now) => (
            fl!(words, "admin-overview-clock-implausible", now = utc(*now)),
            fl!(words, "admin-overview-clock-implausible-do"),
        ),
        Finding::ClockBehindAudit { now, newest } => (
            fl!(words, "admin-overview-clock-behind", now = utc(*now), newest = utc(*newest)),
            fl!(words, "admin-overview-clock-behind-do"),
        ),
        Finding::ClockUnlikeDatabase { now, there } => (
            fl!(words, "admin-overview-clock-unlike", now = utc(*now), there = utc(*there)),
            fl!(words, "admin-overview-clock-unlike-do"),
        ),
        Finding::CheapHashes => (fl!(words, "admin-overview-cheap"), fl!(words, "admin-overview-cheap-do")),
        Finding::DatabaseFileOpen(file, mode) => (
            fl!(
                words,
                "admin-overview-file-open",
                file = file.display().to_string(),
                mode = format!("{mode:04o}")
            ),
            fl!(words, "admin-overview-file-open-do"),
        ),
        Finding::KeyFileUnfit(file, problem) => (
            fl!(
                words,
                "admin-overview-key-file",
                file = file.display().to_string(),
                problem = exposed(words, problem)
            ),
            fl!(words, "admin-overview-key-file-do"),
        ),
        Finding::LittleRoom { free, size } => (
            fl!(words, "admin-overview-room", free = mebibytes(*free), size = mebibytes(*size)),
            fl!(words, "admin-overview-room-do"),
        ),
        Finding::NoWrites => {
            (fl!(words, "admin-overview-no-writes"), fl!(words, "admin-overview-no-writes-do"))
        }
        Finding::NobodyActive => {
            (fl!(words, "admin-overview-nobody"), fl!(words, "admin-overview-nobody-do"))
        }
        Finding::NoAdministrator => {
            (fl!(words, "admin-overview-no-administrator"), fl!(words, "admin-overview-one-administrator-do"))
        }
        Finding::OneAdministrator => (
            fl!(words, "admin-overview-one-administrator"),
            fl!(words, "admin-overview-one-administrator-do"),
        ),
        Finding::Key(id, state) => key(words, id, *state),
        Finding::NoBackup => (fl!(words, "admin-overview-backup"), fl!(words, "admin-overview-backup-do")),
        Finding::AuditNotVerified(None) => {
            (fl!(words, "admin-overview-never-verified"), fl!(words, "admin-overview-verify-do"))
        }
        Finding::AuditNotVerified(Some(at)) => (
            fl!(words, "admin-overview-long-unverified", at = utc(*at)),
            fl!(words, "admin-overview-verify-do"),
        ),
        Finding::AuditBroken { at, position } => (
            fl!(words, "admin-overview-broken", at = utc(*at), position = position.to_string()),
            fl!(words, "admin-overview-broken-do"),
        ),
        Finding::AuditWaits(since) => {
            (fl!(words, "admin-overview-unchained", since = utc(*since)), fl!(words, "admin-overview-log-do"))
        }
        Finding::Throttled(count, is_more) => {
            let count = if *is_more { format!("{count}+") } else { count.to_string() };
            (fl!(words, "admin-overview-throttled", count = count), fl!(words, "admin-overview-throttled-do"))
        }
        Finding::TurnedAway(count) => (
            fl!(words, "admin-overview-turned-away", count = grouped(*count)),
            fl!(words, "admin-overview-turned-away-do"),
        ),
        Finding::Faults(count) => (
            fl!(words, "admin-overview-faults", count = grouped(*count)),
            fl!(words, "admin-overview-log-do"),
        ),
        other => provider(words, other),
    }
}

fn provider(words: &Language, finding: &Finding) -> (String, String) {
    match finding {
        Finding::NoProvider => {
            (fl!(words, "admin-overview-no-provider"), fl!(words, "admin-overview-no-provider-do"))
        }
        Finding::ProviderUnfit(slug, profile, misfit) => (
            fl!(
                words,
                "admin-overview-unfit",
                name = slug.clone(),
                fault = told::misfit(words, profile, misfit)
            ),
            fl!(words, "admin-overview-unfit-do"),
        ),
        Finding::SecretClosed(slug, why) => (
            fl!(words, "admin-overview-closed", name = slug.clone(), why = told::closed(words, *why)),
            fl!(words, "admin-overview-closed-do"),
        ),
        Finding::SecretBesideClosed(slug, slot, why) => {
            let (name, why) = (slug.as_str(), told::closed(words, *why));
            match slot {
                SecretSlot::Former => (
                    fl!(words, "admin-overview-closed-former", name = name, why = why),
                    fl!(words, "admin-overview-closed-former-do"),
                ),
                _ => (
                    fl!(words, "admin-overview-closed-staged", name = name, why = why),
                    fl!(words, "admin-overview-closed-staged-do"),
                ),
            }
        }
        Finding::ShortSecret(slug, bytes) => (
            fl!(
                words,
                "admin-overview-short",
                name = slug.clone(),
                bytes = bytes.to_string(),
                wanted = GOOD_SECRET_BYTES.to_string()
            ),
            fl!(words, "admin-overview-short-do"),
        ),
        Finding::EqualSecrets(slugs) => (
            fl!(words, "admin-overview-equal", names = slugs.join(", ")),
            fl!(words, "admin-overview-equal-do"),
        ),
        Finding::ProviderErrors(slug, count) => (
            fl!(words, "admin-overview-reported", name = slug.clone(), count = grouped(*count)),
            fl!(words, "admin-overview-reported-do"),
        ),
        Finding::MissingClaims(slug, count) => (
            fl!(words, "admin-overview-claims", name = slug.clone(), count = grouped(*count)),
            fl!(words, "admin-overview-claims-do"),
        ),
        // What is in order is not told here.
        _ => (String::new(), String::new()),
    }
}

fn key(words: &Language, id: &str, state: KeyState) -> (String, String) {
    match state {
        KeyState::DroppedButCurrent => {
            (fl!(words, "admin-overview-key-stale", id = id), fl!(words, "admin-overview-key-stale-do"))
        }
        KeyState::DroppedButAccepted => (
            fl!(words, "admin-overview-key-accepted", id = id),
            fl!(words, "admin-overview-key-accepted-do", id = id),
        ),
        KeyState::Prepared => {
            (fl!(words, "admin-overview-key-prepared", id = id), fl!(words, "admin-overview-key-rotate-do"))
        }
        KeyState::Unused => (
            fl!(words, "admin-overview-key-unused", id = id),
            fl!(words, "admin-overview-key-unused-do", id = id),
        ),
        KeyState::Leftover(rows) => (
            fl!(words, "admin-overview-key-leftover", id = id, rows = rows),
            fl!(words, "admin-overview-key-rotate-do"),
        ),
        KeyState::Current(_) => (String::new(), String::new()),
    }
}
