//! The shared secrets of one provider while one takes the place of another: the one that signs, one that is staged and
//! waits for its turn, and the former one, which can be taken back.

use super::clock::Timestamp;
use super::provider::SecretFacts;

/// The place of a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SecretSlot {
    /// It signs.
    Current,
    /// It waits to be switched to.
    Staged,
    /// It signed before the current one.
    Former,
}

impl SecretSlot {
    /// Every place, the one that signs first.
    pub const ALL: [Self; 3] = [Self::Current, Self::Staged, Self::Former];

    /// The word in commands and audit rows.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Staged => "staged",
            Self::Former => "former",
        }
    }
}

/// A secret that does not sign, as far as it may be known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretBeside {
    /// What may be known of it.
    pub facts: SecretFacts,
    /// Since when it is staged, or does not sign any more.
    pub since: Timestamp,
}

/// What stands beside the secret that signs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SecretsBeside {
    /// Since when the current one signs, where that is on record.
    pub current_since: Option<Timestamp>,
    /// The staged one.
    pub staged: Option<SecretBeside>,
    /// The former one.
    pub former: Option<SecretBeside>,
}
