//! What can be done to many people at once.

use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::group::GroupName;
use super::id::{BulkId, UserId};
use super::user_table::UserFilter;

/// One of these things, done to each of many people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BulkAction {
    /// Their accounts cannot be used any more; their sessions end.
    Disable,
    /// They can sign in again.
    Enable,
    /// They become members of the group.
    Join(GroupName),
    /// They are members of the group no more.
    Leave(GroupName),
    /// They must choose a new password at their next sign-in; their sessions end.
    RequireChange,
    /// Their sessions end, and nothing else.
    EndSessions,
}

impl BulkAction {
    /// The word for it in stores, forms and the audit.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Disable => "disable",
            Self::Enable => "enable",
            Self::Join(_) => "join",
            Self::Leave(_) => "leave",
            Self::RequireChange => "require-password-change",
            Self::EndSessions => "end-sessions",
        }
    }

    /// Its group, if it has one.
    pub const fn group(&self) -> Option<&GroupName> {
        match self {
            Self::Join(group) | Self::Leave(group) => Some(group),
            _ => None,
        }
    }

    /// Reads the word and the group; `None` for a word that is none, and when a group is wanted and not there.
    pub fn from_word(word: &str, group: Option<GroupName>) -> Option<Self> {
        match word {
            "disable" => Some(Self::Disable),
            "enable" => Some(Self::Enable),
            "join" => group.map(Self::Join),
            "leave" => group.map(Self::Leave),
            "require-password-change" => Some(Self::RequireChange),
            "end-sessions" => Some(Self::EndSessions),
            _ => None,
        }
    }

    /// Whether it can be taken back. An ended session cannot be begun again.
    pub const fn can_be_undone(&self) -> bool {
        !matches!(self, Self::EndSessions)
    }
}

/// Whom it is meant for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BulkScope {
    /// These people.
    People(Vec<UserId>),
    /// Everybody who matches.
    Everybody(UserFilter),
}

/// What an action means for one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It changes them.
    Changes,
    /// They are so already.
    AlreadySo,
    /// They are whoever does it: nobody locks themselves out by accident.
    Yourself,
    /// Nobody could administer any more.
    LastAdministrator,
    /// They have no password that could be changed.
    WithoutPassword,
}

/// How many people an action meant what for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BulkTally {
    /// It was meant for.
    pub people: u64,
    /// It changed, or would change.
    pub changed: u64,
    /// They were so already.
    pub already_so: u64,
    /// Whoever did it, when they were among them.
    pub yourself: u64,
    /// The last administrator, when they were among them.
    pub last_administrator: u64,
    /// They had no password.
    pub without_password: u64,
}

impl BulkTally {
    /// One more person.
    pub fn count(&mut self, verdict: Verdict) {
        self.people += 1;
        let counted = match verdict {
            Verdict::Changes => &mut self.changed,
            Verdict::AlreadySo => &mut self.already_so,
            Verdict::Yourself => &mut self.yourself,
            Verdict::LastAdministrator => &mut self.last_administrator,
            Verdict::WithoutPassword => &mut self.without_password,
        };
        *counted += 1;
    }
}

/// An action on record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BulkRecord {
    /// Names it, in the audit too.
    pub id: BulkId,
    /// What is done.
    pub action: BulkAction,
    /// To whom.
    pub scope: BulkScope,
    /// By whom, as the audit names them.
    pub actor: String,
    /// When it began.
    pub began_at: Timestamp,
    /// The last person that was looked at, in the order of ids.
    pub reached: Option<UserId>,
    /// Everybody was looked at, or it was stopped.
    pub is_finished: bool,
    /// What it did so far.
    pub tally: BulkTally,
    /// When it began to be taken back.
    pub undo_began_at: Option<Timestamp>,
    /// People who are again as they were.
    pub undone: u64,
    /// People who were left alone, because they had changed since.
    pub changed_since: u64,
}
