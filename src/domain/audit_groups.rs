//! Kinds of events that are looked for together.

use super::audit::EventKind;

/// What an event is about, in large.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventGroup {
    /// Signing in and out, and being carried to providers.
    SignIns,
    /// Passwords, and guesses at them.
    Passwords,
    /// Sessions that were taken away or confirmed.
    Sessions,
    /// The user table.
    People,
    /// Service providers.
    Providers,
    /// The bridge itself: its keys, its copies, its audit.
    Bridge,
}

impl EventGroup {
    /// Every group.
    pub const ALL: [Self; 6] =
        [Self::SignIns, Self::Passwords, Self::Sessions, Self::People, Self::Providers, Self::Bridge];

    /// Its name in addresses.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SignIns => "sign-ins",
            Self::Passwords => "passwords",
            Self::Sessions => "sessions",
            Self::People => "people",
            Self::Providers => "providers",
            Self::Bridge => "bridge",
        }
    }

    /// The kinds in it.
    pub fn kinds(self) -> impl Iterator<Item = EventKind> {
        EventKind::ALL.iter().copied().filter(move |kind| kind.group() == self)
    }
}

impl EventKind {
    /// The kind of a stored word; `None` for one that another version wrote.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == word)
    }

    /// What it is about.
    pub const fn group(self) -> EventGroup {
        match self {
            Self::SignedIn
            | Self::SignInRefused
            | Self::PasswordVerified
            | Self::TokenMinted
            | Self::ReturnToDropped
            | Self::ProviderReportedError
            | Self::SignedOut => EventGroup::SignIns,
            Self::PasswordChanged
            | Self::PasswordRehashed
            | Self::PasswordReset
            | Self::GuessingThrottled
            | Self::ThrottlingCleared => EventGroup::Passwords,
            Self::SessionRevoked | Self::SessionConfirmed => EventGroup::Sessions,
            Self::UserAdded
            | Self::UserChanged
            | Self::UserDisabled
            | Self::UserEnabled
            | Self::UserDeleted
            | Self::InvitationMade
            | Self::InvitationWithdrawn
            | Self::InvitationAccepted
            | Self::AddressReleased
            | Self::PeopleImported
            | Self::PeopleExported
            | Self::FirstAdministratorOffered => EventGroup::People,
            Self::ProviderAdded
            | Self::ProviderChanged
            | Self::ProviderEnabled
            | Self::ProviderDisabled
            | Self::ProviderSecretChanged
            | Self::ProviderSecretStaged
            | Self::ProviderSecretSwitched
            | Self::ProviderSecretTakenBack
            | Self::ProviderSecretForgotten
            | Self::ProviderRemoved => EventGroup::Providers,
            Self::BackupMade
            | Self::SealingKeyRotated
            | Self::SealingKeyDropped
            | Self::AuditExported
            | Self::AuditVerified => EventGroup::Bridge,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_group_has_kinds_and_every_word_is_read_back() {
        for group in EventGroup::ALL {
            assert!(group.kinds().next().is_some(), "{group:?}");
        }
        for kind in EventKind::ALL {
            assert_eq!(EventKind::from_word(kind.as_str()), Some(*kind));
        }
        assert_eq!(EventKind::from_word("sign"), None);
    }
}
