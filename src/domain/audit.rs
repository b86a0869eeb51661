//! The audit: what happened, to whom, through whom. A row is written in the same write as what it records and
//! carries a digest of itself; a sealer chains the digests afterwards, so that nothing on the hot path waits.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::clock::Timestamp;
use super::id::{ProviderId, SessionId, UserId};
use super::network::Network;

macro_rules! event_kinds {
    ($($(#[$doc:meta])* $variant:ident => $word:literal,)*) => {
        /// What happened. The words never change: they stand in rows that cannot be rewritten.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum EventKind { $($(#[$doc])* $variant,)* }

        impl EventKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The kind of a stored word.
            pub fn of_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.as_str() == word)
            }

            /// The stored word.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }
    };
}

event_kinds! {
    /// A person proved who they are; a session began.
    SignedIn => "sign-in",
    /// A sign-in was refused; the refusal's code says why.
    SignInRefused => "sign-in-refused",
    /// A password was right, and a new one must be chosen before anything else.
    PasswordVerified => "password-verified",
    /// A token was minted and delivered.
    TokenMinted => "token-minted",
    /// A hostile or malformed `return_to` was dropped; the sign-in went on without it.
    ReturnToDropped => "return-to-dropped",
    /// A provider reported an error of its own.
    ProviderReportedError => "provider-reported-error",
    /// A session ended by sign-out.
    SignedOut => "sign-out",
    /// A person proved again who they are, in a session that goes on.
    SessionConfirmed => "session-confirmed",
    /// A session was taken away.
    SessionRevoked => "session-revoked",
    /// A person changed their own password.
    PasswordChanged => "password-changed",
    /// A password hash was computed anew with stronger parameters.
    PasswordRehashed => "password-rehashed",
    /// An administrator set a one-time password.
    PasswordReset => "password-reset",
    /// Too many passwords were guessed: whoever guesses must wait.
    GuessingThrottled => "guessing-throttled",
    /// An administrator let those go on who had to wait.
    ThrottlingCleared => "throttling-cleared",
    /// An account was made.
    UserAdded => "user-added",
    /// An account's data were changed.
    UserChanged => "user-changed",
    /// An account was disabled.
    UserDisabled => "user-disabled",
    /// An account was enabled again.
    UserEnabled => "user-enabled",
    /// An account was deleted.
    UserDeleted => "user-deleted",
    /// A link was made by which a person chooses a password.
    InvitationMade => "invitation-made",
    /// Such a link was taken back before it was used.
    InvitationWithdrawn => "invitation-withdrawn",
    /// A person chose a password by such a link.
    InvitationAccepted => "invitation-accepted",
    /// An administrator gave an address free before its time.
    AddressReleased => "address-released",
    /// People were imported from a file; each has a row of their own with the same import.
    PeopleImported => "people-imported",
    /// The user table was exported.
    PeopleExported => "people-exported",
    /// A provider was added.
    ProviderAdded => "provider-added",
    /// A provider's settings, name or groups were changed.
    ProviderChanged => "provider-changed",
    /// A provider was switched on.
    ProviderEnabled => "provider-enabled",
    /// A provider was switched off.
    ProviderDisabled => "provider-disabled",
    /// A provider's shared secret was replaced.
    ProviderSecretChanged => "provider-secret-changed",
    /// A shared secret was staged for a provider; it does not sign yet.
    ProviderSecretStaged => "provider-secret-staged",
    /// A provider's staged secret signs from now on; the one before it is kept.
    ProviderSecretSwitched => "provider-secret-switched",
    /// A provider's former secret signs again.
    ProviderSecretTakenBack => "provider-secret-taken-back",
    /// A provider's staged or former secret was removed.
    ProviderSecretForgotten => "provider-secret-forgotten",
    /// A provider was removed.
    ProviderRemoved => "provider-removed",
    /// A copy of the database was made on command.
    BackupMade => "backup-made",
    /// What is sealed in the database was sealed anew under another key.
    SealingKeyRotated => "sealing-key-rotated",
    /// A sealing key is not accepted any more.
    SealingKeyDropped => "sealing-key-dropped",
    /// A one-time address for making the first administrator was printed.
    FirstAdministratorOffered => "first-administrator-offered",
    /// An administrator took the audit, or a part of it, away as a file.
    AuditExported => "audit-exported",
    /// An administrator had the audit's chain verified.
    AuditVerified => "audit-verified",
}

/// Who did it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A signed-in person.
    Person(UserId),
    /// Somebody at the command line, by the operating system's name for them.
    CommandLine(String),
    /// A browser of which nothing is known.
    Stranger,
    /// The service itself.
    Service,
}

impl fmt::Display for Actor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Person(id) => write!(f, "person:{id}"),
            Self::CommandLine(name) => write!(f, "command-line:{name}"),
            Self::Stranger => f.write_str("stranger"),
            Self::Service => f.write_str("service"),
        }
    }
}

/// Through what a request came: the part of an event that every event of one request shares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Who did it.
    pub actor: Actor,
    /// The client's address as judged by the trusted proxies; empty at the command line.
    pub client_address: Arc<str>,
    /// The request id that the logs carry too; empty at the command line.
    pub request_id: Arc<str>,
}

impl Origin {
    /// The network it came from, as far as it came over one.
    pub fn network(&self) -> Network {
        self.client_address.parse().unwrap_or(Network::NONE)
    }

    /// The same request, now that it is known who makes it.
    pub fn by(&self, user_id: UserId) -> Self {
        Self { actor: Actor::Person(user_id), ..self.clone() }
    }
}

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditEvent {
    /// When.
    pub at: Timestamp,
    /// What.
    pub kind: EventKind,
    /// The refusal's code, when it is one.
    pub refusal: Option<&'static str>,
    /// Through whom and whence.
    pub origin: Origin,
    /// The person it concerns.
    pub user_id: Option<UserId>,
    /// The provider it concerns.
    pub provider_id: Option<ProviderId>,
    /// The session it belongs to.
    pub session_id: Option<SessionId>,
    /// What else is worth knowing; never a secret, a token or a password.
    pub details: BTreeMap<&'static str, String>,
}

impl AuditEvent {
    /// An event that concerns nobody in particular yet; narrow it with the methods below.
    pub fn new(at: Timestamp, kind: EventKind, origin: &Origin) -> Self {
        Self {
            at,
            kind,
            refusal: None,
            origin: origin.clone(),
            user_id: None,
            provider_id: None,
            session_id: None,
            details: BTreeMap::new(),
        }
    }

    /// It concerns this person.
    pub fn about(mut self, user: UserId) -> Self {
        self.user_id = Some(user);
        self
    }

    /// It concerns this provider.
    pub fn at_provider(mut self, provider: ProviderId) -> Self {
        self.provider_id = Some(provider);
        self
    }

    /// It belongs to this session.
    pub fn in_session(mut self, session: SessionId) -> Self {
        self.session_id = Some(session);
        self
    }

    /// It was a refusal.
    pub fn refused(mut self, code: &'static str) -> Self {
        self.refusal = Some(code);
        self
    }

    /// One more thing worth knowing.
    pub fn detail(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.details.insert(name, value.to_string());
        self
    }
}
