//! What can be found: how bad it is, and what it is about.

use std::path::PathBuf;

use crate::config::secrets::Exposed;
use crate::crypto::seal::CannotOpen;
use crate::domain::clock::Timestamp;
use crate::domain::shared_secrets::SecretSlot;
use crate::flow::Misfit;
use crate::flow::users::Tally;

/// How bad something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// In order.
    Ok,
    /// Worth a look.
    Hint,
    /// A risk.
    Warning,
    /// Keeps the bridge, or a part of it, from working.
    Fault,
}

impl Level {
    /// As it stands in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Hint => "hint",
            Self::Warning => "warning",
            Self::Fault => "fault",
        }
    }
}

macro_rules! topics {
    ($($(#[$doc:meta])* $variant:ident => $anchor:literal,)*) => {
        /// What a finding is about; each has a section in `docs/troubleshooting.md`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Topic { $($(#[$doc])* $variant,)* }

        impl Topic {
            /// Every topic.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The section's anchor.
            pub const fn anchor(self) -> &'static str {
                match self { $(Self::$variant => $anchor,)* }
            }
        }
    };
}

topics! {
    /// Options.
    Configuration => "configuration",
    /// The address that people see.
    PublicUrl => "public-url",
    /// Whose forwarded headers are believed.
    TrustedProxies => "trusted-proxies",
    /// Who may read the metrics.
    Metrics => "metrics",
    /// The clock.
    Clock => "clock",
    /// Profiles of the operator's own.
    Profiles => "profiles",
    /// Whether the database opens and takes writes.
    Database => "database",
    /// Who may open its file.
    DatabaseFile => "database-file",
    /// How much room is left.
    Room => "room",
    /// The schema.
    Migrations => "migrations",
    /// The file of the sealing keys.
    SealingKey => "sealing-key",
    /// Where a rotation of the keys stands.
    KeyRotation => "key-rotation",
    /// What passwords cost a guesser.
    Passwords => "passwords",
    /// Who can sign in.
    People => "people",
    /// Who can administer.
    Administrators => "administrators",
    /// Whether people can be carried to a provider.
    Provider => "provider",
    /// Whether its secret opens.
    ProviderSecret => "provider-secret",
    /// What went wrong at a provider lately.
    ProviderErrors => "provider-errors",
    /// Secrets that are too short.
    ShortSecret => "short-secret",
    /// Secrets that are the same.
    EqualSecrets => "equal-secrets",
    /// Backups.
    Backup => "backup",
    /// The audit's chain.
    Audit => "audit",
    /// Who must wait because of guessed passwords.
    Guessing => "guessing",
    /// Passwords that found no place in the queue.
    HashPool => "hash-pool",
    /// What the log tells more of.
    Faults => "faults",
}

/// How a sealing key is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyState {
    /// It is the current one and seals so many rows.
    Current(usize),
    /// It is the current one here, although it was dropped.
    DroppedButCurrent,
    /// It is accepted here, although it was dropped.
    DroppedButAccepted,
    /// It is prepared and seals nothing yet.
    Prepared,
    /// It is an earlier one and seals nothing any more.
    Unused,
    /// It is not the current one, and still seals so many rows.
    Leftover(usize),
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq)]
pub enum Finding {
    /// The clock can be right.
    ClockPlausible(Timestamp),
    /// The clock shows a time before this program was made.
    ClockImplausible(Timestamp),
    /// The audit has an event from later than now.
    ClockBehindAudit {
        /// What the clock shows.
        now: Timestamp,
        /// When the event happened.
        newest: Timestamp,
    },
    /// The database's server has another time.
    ClockUnlikeDatabase {
        /// What the clock shows.
        now: Timestamp,
        /// What the server's clock shows.
        there: Timestamp,
    },
    /// Passwords are hashed below the floor.
    CheapHashes,
    /// Only its owner may open the database file.
    DatabaseFilePrivate(PathBuf),
    /// Others than its owner may open the database file, which has this mode.
    DatabaseFileOpen(PathBuf, u32),
    /// The file with the sealing keys cannot be used as it is: others can read it, or nobody.
    KeyFileUnfit(PathBuf, Exposed),
    /// There is room on the disk.
    RoomLeft {
        /// Bytes that can still be written.
        free: u64,
        /// Bytes of the database.
        size: u64,
    },
    /// The disk is nearly full.
    LittleRoom {
        /// Bytes that can still be written.
        free: u64,
        /// Bytes of the database.
        size: u64,
    },
    /// The database's size; what room its server has is not known here.
    DatabaseSize(u64),
    /// The last write was refused by the database.
    NoWrites,
    /// Nobody can sign in.
    NobodyActive,
    /// How many people there are, and how many of them are active.
    People(Tally),
    /// Nobody can administer.
    NoAdministrator,
    /// Only one person can administer.
    OneAdministrator,
    /// How many can administer.
    Administrators(i64),
    /// How a key is used, by its id.
    Key(String, KeyState),
    /// There is no provider.
    NoProvider,
    /// People can be carried to this provider.
    ProviderFits {
        /// Its slug.
        slug: String,
        /// Where it takes tokens.
        endpoint: String,
        /// Whether it is switched on.
        is_enabled: bool,
    },
    /// A provider does not fit its profile: its slug, the profile's name, and what does not fit.
    ProviderUnfit(String, String, Misfit),
    /// A provider's secret opens.
    SecretOpens(String),
    /// A provider's secret does not open: its slug, and why.
    SecretClosed(String, CannotOpen),
    /// A staged or a former secret does not open: the provider's slug, which of the two, and why.
    SecretBesideClosed(String, SecretSlot, CannotOpen),
    /// A provider's secret has so few bytes.
    ShortSecret(String, u32),
    /// These providers have the same secret.
    EqualSecrets(Vec<String>),
    /// A provider reported so many errors within a day.
    ProviderErrors(String, u64),
    /// So many people were not carried to a provider within a day, because a claim that it requires is empty.
    MissingClaims(String, u64),
    /// A backup was made lately.
    BackupMade,
    /// None was.
    NoBackup,
    /// The audit was verified lately.
    AuditVerified(Timestamp),
    /// It was not; perhaps it was earlier.
    AuditNotVerified(Option<Timestamp>),
    /// The last verification found the audit broken after this place.
    AuditBroken {
        /// When that was.
        at: Timestamp,
        /// The last good place.
        position: i64,
    },
    /// Rows of the audit wait since then to be chained.
    AuditWaits(Timestamp),
    /// So many counters make somebody wait; "or more" when that is as many as were looked at.
    Throttled(usize, bool),
    /// So many passwords found no place in the queue within an hour.
    TurnedAway(u64),
    /// This process met so many faults within an hour.
    Faults(u64),
}

impl Finding {
    /// How bad it is.
    pub const fn level(&self) -> Level {
        match self {
            Self::ClockPlausible(_)
            | Self::DatabaseFilePrivate(_)
            | Self::RoomLeft { .. }
            | Self::DatabaseSize(_)
            | Self::People(..)
            | Self::Administrators(_)
            | Self::Key(_, KeyState::Current(_))
            | Self::ProviderFits { .. }
            | Self::SecretOpens(_)
            | Self::BackupMade
            | Self::AuditVerified(_) => Level::Ok,
            Self::OneAdministrator
            | Self::Key(_, KeyState::Prepared | KeyState::Unused)
            | Self::NoProvider
            | Self::NoBackup
            | Self::AuditNotVerified(_)
            | Self::Throttled(..) => Level::Hint,
            Self::ClockBehindAudit { .. }
            | Self::ClockUnlikeDatabase { .. }
            | Self::CheapHashes
            | Self::DatabaseFileOpen(..)
            | Self::LittleRoom { .. }
            | Self::NobodyActive
            | Self::NoAdministrator
            | Self::Key(_, KeyState::DroppedButAccepted | KeyState::Leftover(_))
            | Self::SecretBesideClosed(..)
            | Self::ShortSecret(..)
            | Self::EqualSecrets(_)
            | Self::ProviderErrors(..)
            | Self::MissingClaims(..)
            | Self::AuditWaits(_)
            | Self::TurnedAway(_)
            | Self::Faults(_) => Level::Warning,
            Self::ClockImplausible(_)
            | Self::KeyFileUnfit(..)
            | Self::NoWrites
            | Self::Key(_, KeyState::DroppedButCurrent)
            | Self::ProviderUnfit(..)
            | Self::SecretClosed(..)
            | Self::AuditBroken { .. } => Level::Fault,
        }
    }

    /// What it is about.
    pub const fn topic(&self) -> Topic {
        match self {
            Self::ClockPlausible(_)
            | Self::ClockImplausible(_)
            | Self::ClockBehindAudit { .. }
            | Self::ClockUnlikeDatabase { .. } => Topic::Clock,
            Self::CheapHashes => Topic::Passwords,
            Self::DatabaseFilePrivate(_) | Self::DatabaseFileOpen(..) => Topic::DatabaseFile,
            Self::KeyFileUnfit(..) => Topic::SealingKey,
            Self::RoomLeft { .. } | Self::LittleRoom { .. } | Self::DatabaseSize(_) => Topic::Room,
            Self::NoWrites => Topic::Database,
            Self::NobodyActive | Self::People(..) => Topic::People,
            Self::NoAdministrator | Self::OneAdministrator | Self::Administrators(_) => Topic::Administrators,
            Self::Key(..) => Topic::KeyRotation,
            Self::NoProvider | Self::ProviderFits { .. } | Self::ProviderUnfit(..) => Topic::Provider,
            Self::SecretOpens(_) | Self::SecretClosed(..) | Self::SecretBesideClosed(..) => {
                Topic::ProviderSecret
            }
            Self::ShortSecret(..) => Topic::ShortSecret,
            Self::EqualSecrets(_) => Topic::EqualSecrets,
            Self::ProviderErrors(..) | Self::MissingClaims(..) => Topic::ProviderErrors,
            Self::BackupMade | Self::NoBackup => Topic::Backup,
            Self::AuditVerified(_)
            | Self::AuditNotVerified(_)
            | Self::AuditBroken { .. }
            | Self::AuditWaits(_) => Topic::Audit,
            Self::Throttled(..) => Topic::Guessing,
            Self::TurnedAway(_) => Topic::HashPool,
            Self::Faults(_) => Topic::Faults,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_topic_has_a_section_in_the_documentation() {
        let page = include_str!("../../../docs/troubleshooting.md");
        for topic in Topic::ALL {
            let anchor = topic.anchor();
            assert!(page.contains(&format!("<a id=\"{anchor}\"></a>")), "{anchor} has no section");
        }
    }
}
