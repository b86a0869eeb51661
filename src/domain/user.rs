//! A person in the user table.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::email::EmailAddress;
use super::group::GroupName;
use super::id::UserId;

/// Whether an account can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum UserStatus {
    /// The person may sign in.
    Active,
    /// The account stays on record but cannot be used, from the very next request on.
    Disabled,
}

impl UserStatus {
    /// The word that stores and listings use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Disabled => "disabled",
        }
    }

    /// Reads the stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "active" => Some(Self::Active),
            "disabled" => Some(Self::Disabled),
            _ => None,
        }
    }
}

/// A person: what is known of them and what tokens may say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// Who this is, for ever.
    pub id: UserId,
    /// Identity at the providers; delivered exactly as it stands here.
    pub email: EmailAddress,
    /// Given name; may be empty.
    pub first_name: String,
    /// Family name; may be empty.
    pub last_name: String,
    /// The id by which some providers recognise people.
    pub external_id: Option<String>,
    /// Preferred language (BCP 47), which wins over the browser's.
    pub locale: Option<String>,
    /// Groups that open providers to this person.
    pub groups: BTreeSet<GroupName>,
    /// Active or disabled.
    pub status: UserStatus,
    /// May administer this bridge.
    pub is_administrator: bool,
    /// When the account was made.
    pub created_at: Timestamp,
    /// When anything about it last changed.
    pub updated_at: Timestamp,
    /// The last successful sign-in.
    pub last_sign_in_at: Option<Timestamp>,
}

impl User {
    /// First and last name joined; the e-mail address when there is neither.
    pub fn display_name(&self) -> String {
        let name = self.full_name();
        if name.is_empty() { self.email.to_string() } else { name }
    }

    /// First and last name joined by one blank; empty when there is neither.
    pub fn full_name(&self) -> String {
        [self.first_name.as_str(), self.last_name.as_str()]
            .iter()
            .filter(|part| !part.is_empty())
            .copied()
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Whether the account can be used at all.
    pub fn is_active(&self) -> bool {
        self.status == UserStatus::Active
    }
}
