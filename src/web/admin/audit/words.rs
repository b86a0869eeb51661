//! Events in the reader's words: a name for each kind, a sentence for each event, names in place of ids.
//!
//! A new kind of event gets its two lines here, and its sentences in every language.

use i18n_embed_fl::fl;

use crate::domain::audit::EventKind;
use crate::domain::audit_chain::{AuditRow, ChainBroken};
use crate::domain::audit_groups::EventGroup;
use crate::flow::audit::{Names, json_of};
use crate::web::language::Language;

/// What a verification of the chain found.
pub fn broken(words: &Language, kept: &str) -> String {
    match ChainBroken::of_record(kept) {
        Some(ChainBroken::Changed { row, position }) => {
            fl!(words, "admin-audit-chain-changed", row = row, position = position)
        }
        Some(ChainBroken::ChangedWaiting { row }) => {
            fl!(words, "admin-audit-chain-changed-waiting", row = row)
        }
        Some(ChainBroken::CutOff { end, noted }) => {
            fl!(words, "admin-audit-chain-cut-off", end = end, noted = noted)
        }
        Some(ChainBroken::Rewritten { position }) => {
            fl!(words, "admin-audit-chain-rewritten", position = position)
        }
        Some(ChainBroken::Missing { position }) => {
            fl!(words, "admin-audit-chain-missing", position = position)
        }
        Some(ChainBroken::Reordered { row, position }) => {
            fl!(words, "admin-audit-chain-reordered", row = row, position = position)
        }
        None => kept.to_owned(),
    }
}

/// The name of a group of kinds.
pub(super) fn group(words: &Language, group: EventGroup) -> String {
    match group {
        EventGroup::SignIns => fl!(words, "admin-audit-group-sign-ins"),
        EventGroup::Passwords => fl!(words, "admin-audit-group-passwords"),
        EventGroup::Sessions => fl!(words, "admin-audit-group-sessions"),
        EventGroup::People => fl!(words, "admin-audit-group-people"),
        EventGroup::Providers => fl!(words, "admin-audit-group-providers"),
        EventGroup::Bridge => fl!(words, "admin-audit-group-bridge"),
    }
}

/// The name of a span of time.
pub(super) fn span(words: &Language, name: &str) -> String {
    match name {
        "hour" => fl!(words, "admin-audit-hour"),
        "day" => fl!(words, "admin-audit-day"),
        "week" => fl!(words, "admin-audit-week"),
        _ => fl!(words, "admin-audit-month"),
    }
}

/// The name of a kind.
pub(super) fn label(words: &Language, kind: EventKind) -> String {
    match kind {
        EventKind::SignedIn => fl!(words, "admin-audit-kind-sign-in"),
        EventKind::SignInRefused => fl!(words, "admin-audit-kind-sign-in-refused"),
        EventKind::PasswordVerified => fl!(words, "admin-audit-kind-password-verified"),
        EventKind::TokenMinted => fl!(words, "admin-audit-kind-token-minted"),
        EventKind::ReturnToDropped => fl!(words, "admin-audit-kind-return-to-dropped"),
        EventKind::ProviderReportedError => fl!(words, "admin-audit-kind-provider-reported-error"),
        EventKind::SignedOut => fl!(words, "admin-audit-kind-sign-out"),
        EventKind::SessionConfirmed => fl!(words, "admin-audit-kind-session-confirmed"),
        EventKind::SessionRevoked => fl!(words, "admin-audit-kind-session-revoked"),
        EventKind::PasswordChanged => fl!(words, "admin-audit-kind-password-changed"),
        EventKind::PasswordRehashed => fl!(words, "admin-audit-kind-password-rehashed"),
        EventKind::PasswordReset => fl!(words, "admin-audit-kind-password-reset"),
        EventKind::GuessingThrottled => fl!(words, "admin-audit-kind-guessing-throttled"),
        EventKind::ThrottlingCleared => fl!(words, "admin-audit-kind-throttling-cleared"),
        EventKind::UserAdded => fl!(words, "admin-audit-kind-user-added"),
        EventKind::UserChanged => fl!(words, "admin-audit-kind-user-changed"),
        EventKind::UserDisabled => fl!(words, "admin-audit-kind-user-disabled"),
        EventKind::UserEnabled => fl!(words, "admin-audit-kind-user-enabled"),
        EventKind::UserDeleted => fl!(words, "admin-audit-kind-user-deleted"),
        EventKind::InvitationMade => fl!(words, "admin-audit-kind-invitation-made"),
        EventKind::InvitationWithdrawn => fl!(words, "admin-audit-kind-invitation-withdrawn"),
        EventKind::InvitationAccepted => fl!(words, "admin-audit-kind-invitation-accepted"),
        EventKind::AddressReleased => fl!(words, "admin-audit-kind-address-released"),
        EventKind::PeopleImported => fl!(words, "admin-audit-kind-people-imported"),
        EventKind::PeopleExported => fl!(words, "admin-audit-kind-people-exported"),
        EventKind::FirstAdministratorOffered => fl!(words, "admin-audit-kind-first-administrator-offered"),
        EventKind::ProviderAdded => fl!(words, "admin-audit-kind-provider-added"),
        EventKind::ProviderChanged => fl!(words, "admin-audit-kind-provider-changed"),
        EventKind::ProviderEnabled => fl!(words, "admin-audit-kind-provider-enabled"),
        EventKind::ProviderDisabled => fl!(words, "admin-audit-kind-provider-disabled"),
        EventKind::ProviderSecretChanged => fl!(words, "admin-audit-kind-provider-secret-changed"),
        EventKind::ProviderSecretStaged => fl!(words, "admin-audit-kind-provider-secret-staged"),
        EventKind::ProviderSecretSwitched => fl!(words, "admin-audit-kind-provider-secret-switched"),
        EventKind::ProviderSecretTakenBack => fl!(words, "admin-audit-kind-provider-secret-taken-back"),
        EventKind::ProviderSecretForgotten => fl!(words, "admin-audit-kind-provider-secret-forgotten"),
        EventKind::ProviderRemoved => fl!(words, "admin-audit-kind-provider-removed"),
        EventKind::BackupMade => fl!(words, "admin-audit-kind-backup-made"),
        EventKind::SealingKeyRotated => fl!(words, "admin-audit-kind-sealing-key-rotated"),
        EventKind::SealingKeyDropped => fl!(words, "admin-audit-kind-sealing-key-dropped"),
        EventKind::AuditExported => fl!(words, "admin-audit-kind-audit-exported"),
        EventKind::AuditVerified => fl!(words, "admin-audit-kind-audit-verified"),
    }
}

/// Tells events.
pub(super) struct Told<'a> {
    /// The reader's language.
    pub words: &'a Language,
    /// Names by ids.
    pub names: &'a Names,
}

impl Told<'_> {
    /// What happened, in one sentence.
    pub fn sentence(&self, row: &AuditRow) -> String {
        let words = self.words;
        let Some(kind) = EventKind::from_word(&row.kind) else {
            // Another version wrote it.
            return fl!(words, "admin-audit-other", kind = row.kind.as_str());
        };
        let person = match &row.user_id {
            Some(id) => self.subject(row, id),
            None => fl!(words, "admin-audit-somebody"),
        };
        let provider = row.provider_id.as_ref().map(|id| self.provider(id));
        let provider = provider.unwrap_or_else(|| fl!(words, "admin-audit-a-service"));
        let actor = self.actor(&row.actor);
        match kind {
            EventKind::SignedIn => fl!(words, "admin-audit-sign-in", person = person),
            EventKind::SignInRefused => fl!(words, "admin-audit-sign-in-refused", person = person),
            EventKind::PasswordVerified => fl!(words, "admin-audit-password-verified", person = person),
            EventKind::TokenMinted => {
                fl!(words, "admin-audit-token-minted", person = person, provider = provider)
            }
            EventKind::ReturnToDropped => {
                fl!(words, "admin-audit-return-to-dropped", person = person, provider = provider)
            }
            EventKind::ProviderReportedError => {
                fl!(words, "admin-audit-provider-reported-error", person = person, provider = provider)
            }
            EventKind::SignedOut => fl!(words, "admin-audit-sign-out", person = person),
            EventKind::SessionConfirmed => fl!(words, "admin-audit-session-confirmed", person = person),
            EventKind::SessionRevoked => {
                fl!(words, "admin-audit-session-revoked", actor = actor, person = person)
            }
            EventKind::PasswordChanged => fl!(words, "admin-audit-password-changed", person = person),
            EventKind::PasswordRehashed => fl!(words, "admin-audit-password-rehashed", person = person),
            EventKind::PasswordReset => {
                fl!(words, "admin-audit-password-reset", actor = actor, person = person)
            }
            EventKind::GuessingThrottled => fl!(words, "admin-audit-guessing-throttled", person = person),
            EventKind::ThrottlingCleared => {
                fl!(words, "admin-audit-throttling-cleared", actor = actor, person = person)
            }
            EventKind::UserAdded => fl!(words, "admin-audit-user-added", actor = actor, person = person),
            EventKind::UserChanged => fl!(words, "admin-audit-user-changed", actor = actor, person = person),
            EventKind::UserDisabled => {
                fl!(words, "admin-audit-user-disabled", actor = actor, person = person)
            }
            EventKind::UserEnabled => fl!(words, "admin-audit-user-enabled", actor = actor, person = person),
            EventKind::UserDeleted => fl!(words, "admin-audit-user-deleted", actor = actor, person = person),
            EventKind::InvitationMade => {
                fl!(words, "admin-audit-invitation-made", actor = actor, person = person)
            }
            EventKind::InvitationWithdrawn => {
                fl!(words, "admin-audit-invitation-withdrawn", actor = actor, person = person)
            }
            EventKind::InvitationAccepted => fl!(words, "admin-audit-invitation-accepted", person = person),
            EventKind::AddressReleased => {
                fl!(words, "admin-audit-address-released", actor = actor, person = person)
            }
            EventKind::PeopleImported => fl!(words, "admin-audit-people-imported", actor = actor),
            EventKind::PeopleExported => fl!(words, "admin-audit-people-exported", actor = actor),
            EventKind::FirstAdministratorOffered => {
                fl!(words, "admin-audit-first-administrator-offered", actor = actor)
            }
            EventKind::ProviderAdded => {
                fl!(words, "admin-audit-provider-added", actor = actor, provider = provider)
            }
            EventKind::ProviderChanged => {
                fl!(words, "admin-audit-provider-changed", actor = actor, provider = provider)
            }
            EventKind::ProviderEnabled => {
                fl!(words, "admin-audit-provider-enabled", actor = actor, provider = provider)
            }
            EventKind::ProviderDisabled => {
                fl!(words, "admin-audit-provider-disabled", actor = actor, provider = provider)
            }
            EventKind::ProviderSecretChanged => {
                fl!(words, "admin-audit-provider-secret-changed", actor = actor, provider = provider)
            }
            EventKind::ProviderSecretStaged => {
                fl!(words, "admin-audit-provider-secret-staged", actor = actor, provider = provider)
            }
            EventKind::ProviderSecretSwitched => {
                fl!(words, "admin-audit-provider-secret-switched", actor = actor, provider = provider)
            }
            EventKind::ProviderSecretTakenBack => {
                fl!(words, "admin-audit-provider-secret-taken-back", actor = actor, provider = provider)
            }
            EventKind::ProviderSecretForgotten => {
                fl!(words, "admin-audit-provider-secret-forgotten", actor = actor, provider = provider)
            }
            EventKind::ProviderRemoved => {
                fl!(words, "admin-audit-provider-removed", actor = actor, provider = provider)
            }
            EventKind::BackupMade => fl!(words, "admin-audit-backup-made", actor = actor),
            EventKind::SealingKeyRotated => fl!(words, "admin-audit-sealing-key-rotated", actor = actor),
            EventKind::SealingKeyDropped => fl!(words, "admin-audit-sealing-key-dropped", actor = actor),
            EventKind::AuditExported => fl!(words, "admin-audit-audit-exported", actor = actor),
            EventKind::AuditVerified => fl!(words, "admin-audit-audit-verified", actor = actor),
        }
    }

    /// The person an event is about: of one who was deleted, the address that the event itself names.
    fn subject(&self, row: &AuditRow, id: &str) -> String {
        match (self.names.email(id), json_of(row).get("details").and_then(|details| details.get("email"))) {
            (None, Some(serde_json::Value::String(email))) => email.clone(),
            _ => self.person(id),
        }
    }

    /// A person by their name or address.
    pub fn person(&self, id: &str) -> String {
        match (self.names.person(id), self.names.email(id)) {
            (Some(name), Some(email)) if !name.is_empty() => format!("{name} ({email})"),
            (_, Some(email)) => email.to_owned(),
            _ => fl!(self.words, "admin-audit-person-gone", id = id),
        }
    }

    /// A provider by its name.
    pub fn provider(&self, id: &str) -> String {
        let name = self.names.provider(id).map(str::to_owned);
        name.unwrap_or_else(|| fl!(self.words, "admin-audit-service-gone", id = id))
    }

    /// Who did it.
    pub fn actor(&self, actor: &str) -> String {
        match actor.split_once(':') {
            Some(("person", id)) => self.person(id),
            Some(("command-line", name)) => fl!(self.words, "admin-audit-command-line", name = name),
            _ if actor == "stranger" => fl!(self.words, "admin-audit-stranger"),
            _ if actor == "service" => fl!(self.words, "admin-audit-service"),
            _ => actor.to_owned(),
        }
    }

    /// The most telling of the details, for the list.
    pub fn why(&self, row: &AuditRow) -> String {
        let told = json_of(row);
        let details = told.get("details").and_then(|details| details.as_object());
        let details = details.into_iter().flatten().filter_map(|(name, value)| {
            let value = value.as_str()?;
            (name == "why" || value.contains(" → ")).then(|| match name.as_str() {
                "why" => value.to_owned(),
                _ => format!("{}: {value}", name.replace('_', " ")),
            })
        });
        row.refusal.iter().cloned().chain(details).collect::<Vec<_>>().join("; ")
    }
}
