//! What the pages about providers say, in the reader's language.

use std::collections::BTreeMap;

use i18n_embed_fl::fl;

use crate::crypto::seal::CannotOpen;
use crate::domain::audit::EventKind;
use crate::domain::audit_chain::AuditRow;
use crate::domain::group::Audience;
use crate::domain::provider::{
    GOOD_SECRET_BYTES, MAX_SECRET_BYTES, SecretFacts, SecretRefused, ServiceProvider,
};
use crate::domain::refusal::Refusal;
use crate::flow::providers::{Obstacle, Preview, ProviderOutcome};
use crate::flow::{Fault, Misfit};
use crate::profile::schema::{Category, DeliveryMethod, SecretOwner, SettingKind, UnknownPeople};
use crate::profile::settings::{SettingCause, SettingFault};
use crate::profile::{Prose, ProviderProfile};
use crate::web::language::Language;
use crate::web::pages::admin::provider_parts::ClaimsView;

/// A place in listings.
pub fn category(words: &Language, category: Category) -> String {
    match category {
        Category::HelpDesk => fl!(words, "admin-provider-category-help-desk"),
        Category::Documentation => fl!(words, "admin-provider-category-documentation"),
        Category::Feedback => fl!(words, "admin-provider-category-feedback"),
        Category::Generic => fl!(words, "admin-provider-category-generic"),
    }
}

/// What a profile says, in the reader's language as far as it has that.
pub fn said(words: &Language, text: &Prose) -> String {
    text.in_language(words.tag()).to_owned()
}

/// What a kind of provider does with people it does not know.
pub fn unknown_people(words: &Language, profile: &ProviderProfile) -> String {
    match profile.unknown_people {
        UnknownPeople::AreCreated => fl!(words, "admin-provider-people-created"),
        UnknownPeople::AreRefused => fl!(words, "admin-provider-people-refused"),
        UnknownPeople::NotDocumented => fl!(words, "admin-provider-people-unknown"),
    }
}

/// What an administrator should know of a kind of provider.
pub fn notes(words: &Language, profile: &ProviderProfile) -> Vec<String> {
    std::iter::once(unknown_people(words, profile))
        .chain(profile.notes.iter().map(|note| said(words, note)))
        .collect()
}

/// Which side makes the shared secret.
pub fn secret_owner(words: &Language, profile: &ProviderProfile) -> String {
    let kind = profile.title.in_language(words.tag());
    match profile.secret.owner {
        SecretOwner::Provider => fl!(words, "admin-provider-owner-provider", kind = kind),
        SecretOwner::Either => fl!(words, "admin-provider-owner-either"),
    }
}

/// Whom a provider is open to.
pub fn audience(words: &Language, audience: &Audience) -> String {
    match audience {
        Audience::Everyone => fl!(words, "admin-provider-everyone"),
        Audience::Groups(groups) => groups.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
    }
}

/// What is wrong with a setting.
pub fn setting(words: &Language, fault: &SettingFault) -> String {
    match fault.cause {
        SettingCause::Missing => fl!(words, "admin-provider-wrong-missing"),
        SettingCause::Malformed(kind) => match kind {
            SettingKind::DnsLabel => fl!(words, "admin-provider-wrong-label"),
            SettingKind::Host => fl!(words, "admin-provider-wrong-host"),
            SettingKind::HostList => fl!(words, "admin-provider-wrong-hosts"),
            SettingKind::HttpsUrl => fl!(words, "admin-provider-wrong-url"),
            SettingKind::ParameterName => fl!(words, "admin-provider-wrong-parameter"),
            SettingKind::ParameterNames => fl!(words, "admin-provider-wrong-parameters"),
            SettingKind::ClaimList => {
                fl!(words, "admin-provider-wrong-claims", problem = fault.problem.as_str())
            }
            SettingKind::AttributeClaims => {
                fl!(words, "admin-provider-wrong-attributes", problem = fault.problem.as_str())
            }
            SettingKind::PrivilegedClaims => fl!(words, "admin-provider-wrong-privileged"),
            SettingKind::Seconds => fl!(words, "admin-provider-wrong-seconds"),
            SettingKind::YesNo => fl!(words, "admin-provider-wrong-yes-no"),
        },
        SettingCause::Unknown => fl!(words, "admin-provider-wrong-unknown", setting = fault.setting.as_str()),
        SettingCause::Clash => fl!(words, "admin-provider-wrong-clash", problem = fault.to_string()),
    }
}

/// Why a provider and its profile do not fit, as the end of a sentence that has its own full stop.
pub fn misfit(words: &Language, profile: &str, misfit: &Misfit) -> String {
    match misfit {
        Misfit::NoProfile => fl!(words, "admin-provider-misfit-profile", profile = profile),
        Misfit::Settings(faults) => {
            let told = faults.iter().map(|fault| {
                let problem = setting(words, fault);
                fl!(
                    words,
                    "admin-provider-misfit-setting",
                    setting = fault.setting.as_str(),
                    problem = problem
                )
            });
            told.collect::<Vec<_>>().join(" ").trim_end_matches('.').to_owned()
        }
    }
}

/// The same of any fault that keeps a provider from being filled in.
pub fn unfit(words: &Language, fault: &Fault) -> String {
    match fault {
        Fault::Profile { profile, problem, .. } => misfit(words, profile, problem),
        other => other.to_string(),
    }
}

/// Why a sealed secret does not open.
pub fn closed(words: &Language, cause: CannotOpen) -> String {
    match cause {
        CannotOpen::Malformed => fl!(words, "admin-provider-closed-malformed"),
        CannotOpen::UnknownKey => fl!(words, "admin-provider-closed-key"),
        CannotOpen::Forged => fl!(words, "admin-provider-closed-forged"),
    }
}

/// Length and fingerprint.
pub fn facts(words: &Language, facts: &SecretFacts) -> String {
    fl!(words, "admin-provider-secret-facts", bytes = facts.bytes, fingerprint = facts.fingerprint.as_str())
}

/// The length alone.
pub fn length(words: &Language, facts: &SecretFacts) -> String {
    fl!(words, "admin-provider-bytes", bytes = facts.bytes)
}

/// The warning about a secret that is shorter than it ought to be.
pub fn short_secret(words: &Language, facts: &SecretFacts) -> Option<String> {
    facts
        .is_short()
        .then(|| fl!(words, "admin-provider-warning-short", bytes = facts.bytes, good = GOOD_SECRET_BYTES))
}

/// What the administrator should look at. `equal` are lists of providers with one secret.
pub fn warnings(
    words: &Language,
    provider: &ServiceProvider,
    misfit: Option<&str>,
    equal: &[Vec<String>],
) -> Vec<String> {
    let mut warnings = Vec::new();
    if let Some(problem) = misfit {
        warnings.push(fl!(words, "admin-provider-warning-misfit", problem = problem));
    }
    warnings.extend(short_secret(words, &provider.secret));
    for slugs in equal.iter().filter(|slugs| slugs.contains(&provider.slug.to_string())) {
        let others: Vec<&str> =
            slugs.iter().map(String::as_str).filter(|slug| *slug != provider.slug.as_str()).collect();
        warnings.push(fl!(words, "admin-provider-warning-equal", others = others.join(", ")));
    }
    warnings
}

/// Why a secret cannot be taken.
pub fn secret_refused(words: &Language, refused: SecretRefused) -> String {
    match refused {
        SecretRefused::Empty => fl!(words, "admin-provider-wrong-secret-empty"),
        SecretRefused::TooLong => fl!(words, "admin-provider-wrong-secret-long", most = MAX_SECRET_BYTES),
        SecretRefused::TooShort(least) => fl!(words, "admin-provider-wrong-secret-short", least = least),
    }
}

/// Why something about a provider was not done, in one sentence.
pub fn not_done<T>(words: &Language, outcome: &ProviderOutcome<T>) -> String {
    match outcome {
        ProviderOutcome::Done(_) | ProviderOutcome::ChangedMeanwhile => {
            fl!(words, "admin-provider-changed-meanwhile")
        }
        ProviderOutcome::Unknown => fl!(words, "admin-provider-gone"),
        ProviderOutcome::SlugTaken => fl!(words, "admin-provider-wrong-slug-taken"),
        ProviderOutcome::ProfileUnknown => fl!(words, "admin-provider-no-profile"),
        ProviderOutcome::SettingsUnfit(faults) => {
            let faults: Vec<String> = faults.iter().map(|fault| setting(words, fault)).collect();
            faults.join(" ")
        }
        ProviderOutcome::WouldOpenToEveryone => fl!(words, "admin-provider-wrong-no-group"),
        ProviderOutcome::SecretUnfit(refused) => secret_refused(words, *refused),
        ProviderOutcome::SecretShared(slugs) => {
            fl!(words, "admin-provider-wrong-secret-shared", others = slugs.join(", "))
        }
        ProviderOutcome::KeyDropped(key) => fl!(words, "admin-provider-key-dropped", key = key.as_str()),
        ProviderOutcome::SecretUnchanged => fl!(words, "admin-provider-wrong-secret-same"),
        ProviderOutcome::NoSecretThere(_) => fl!(words, "admin-provider-no-secret-there"),
    }
}

/// One thing that happened at a provider, and whether it was a refusal or an error.
pub fn event(words: &Language, row: &AuditRow, email: Option<&str>) -> (String, bool) {
    let details: BTreeMap<String, String> = serde_json::from_str(&row.details).unwrap_or_default();
    let detail = |name: &str| details.get(name).cloned().unwrap_or_default();
    let somebody = || fl!(words, "admin-provider-somebody");
    let person = email.map_or_else(somebody, str::to_owned);
    let fingerprint = detail("secret_fingerprint");
    let Some(kind) = EventKind::of_word(&row.kind) else { return (row.kind.clone(), false) };
    let told = match kind {
        EventKind::TokenMinted => fl!(words, "admin-provider-event-token", person = person),
        EventKind::SignInRefused => return (refusal(words, row, &person, &detail("claim")), true),
        EventKind::ProviderReportedError => {
            return (fl!(words, "admin-provider-event-reported", message = detail("message")), true);
        }
        EventKind::ReturnToDropped => fl!(words, "admin-provider-event-return", reason = detail("reason")),
        EventKind::ProviderAdded => fl!(words, "admin-provider-event-added"),
        EventKind::ProviderChanged => fl!(words, "admin-provider-event-changed"),
        EventKind::ProviderEnabled => fl!(words, "admin-provider-event-on"),
        EventKind::ProviderDisabled => fl!(words, "admin-provider-event-off"),
        EventKind::ProviderSecretChanged => {
            fl!(words, "admin-provider-event-secret-changed", fingerprint = fingerprint)
        }
        EventKind::ProviderSecretStaged => {
            fl!(words, "admin-provider-event-staged", fingerprint = fingerprint)
        }
        EventKind::ProviderSecretSwitched => {
            fl!(words, "admin-provider-event-switched", fingerprint = fingerprint)
        }
        EventKind::ProviderSecretTakenBack => {
            fl!(words, "admin-provider-event-taken-back", fingerprint = fingerprint)
        }
        EventKind::ProviderSecretForgotten => {
            fl!(words, "admin-provider-event-forgotten", fingerprint = fingerprint)
        }
        _ => row.kind.clone(),
    };
    (told, false)
}

fn refusal(words: &Language, row: &AuditRow, person: &str, claim: &str) -> String {
    let code = row.refusal.as_deref().unwrap_or_default();
    if code == Refusal::NotAllowed.code() {
        fl!(words, "admin-provider-event-not-allowed", person = person)
    } else if code == Refusal::MissingClaim.code() {
        fl!(words, "admin-provider-event-missing", person = person, claim = claim)
    } else if code == Refusal::SignInLoop.code() {
        fl!(words, "admin-provider-event-loop", person = person)
    } else if code == Refusal::ProviderDisabled.code() {
        fl!(words, "admin-provider-event-disabled", person = person)
    } else {
        fl!(words, "admin-provider-event-refused", person = person, code = code)
    }
}

/// A preview as a page shows it.
pub fn claims(words: &Language, preview: &Preview) -> ClaimsView {
    let shown = |value: &serde_json::Value| match value {
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let user = &preview.user;
    let (claims, missing) = match &preview.claims {
        Ok(claims) => (claims.iter().map(|(name, value)| (name.clone(), shown(value))).collect(), Vec::new()),
        Err(missing) => (Vec::new(), missing.clone()),
    };
    let (endpoint, parameter) = (preview.filled.endpoint.as_str(), preview.filled.token_parameter.as_str());
    ClaimsView {
        person: format!("{}, {}", user.display_name(), user.email),
        claims,
        missing,
        obstacles: preview.obstacles.iter().map(|obstacle| in_the_way(words, *obstacle)).collect(),
        travels: match preview.filled.method {
            DeliveryMethod::Redirect => {
                fl!(words, "admin-provider-by-redirect", endpoint = endpoint, parameter = parameter)
            }
            DeliveryMethod::FormPost => {
                fl!(words, "admin-provider-by-form", endpoint = endpoint, parameter = parameter)
            }
        },
    }
}

fn in_the_way(words: &Language, obstacle: Obstacle) -> String {
    match obstacle {
        Obstacle::SwitchedOff => fl!(words, "admin-provider-obstacle-off"),
        Obstacle::NotAllowed => fl!(words, "admin-provider-obstacle-groups"),
        Obstacle::Disabled => fl!(words, "admin-provider-obstacle-disabled"),
        Obstacle::NoPassword => fl!(words, "admin-provider-obstacle-no-password"),
        Obstacle::PasswordChange => fl!(words, "admin-provider-obstacle-change"),
    }
}
