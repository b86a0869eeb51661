//! Groups of people. A provider may be open to everyone or to named groups only.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::person_text::{TextRefused, line};

/// The name of a group, at most 100 characters; compared exactly.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct GroupName(String);

impl GroupName {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for GroupName {
    type Err = TextRefused;
    fn from_str(text: &str) -> Result<Self, TextRefused> {
        let text = line(text, 100)?;
        if text.is_empty() { Err(TextRefused::Empty) } else { Ok(Self(text)) }
    }
}

impl TryFrom<String> for GroupName {
    type Error = TextRefused;
    fn try_from(text: String) -> Result<Self, TextRefused> {
        text.parse()
    }
}

impl From<GroupName> for String {
    fn from(name: GroupName) -> String {
        name.0
    }
}

impl fmt::Display for GroupName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Who may use a provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Every person in the user table.
    Everyone,
    /// Only people in at least one of these groups; the set is never empty.
    Groups(BTreeSet<GroupName>),
}

impl Audience {
    /// No groups means everyone.
    pub fn of_groups(groups: BTreeSet<GroupName>) -> Self {
        if groups.is_empty() { Self::Everyone } else { Self::Groups(groups) }
    }

    /// The named groups; empty when everyone may.
    pub fn groups(&self) -> BTreeSet<GroupName> {
        match self {
            Self::Everyone => BTreeSet::new(),
            Self::Groups(groups) => groups.clone(),
        }
    }

    /// Whether a member of `groups` is among them.
    pub fn includes(&self, member_of: &BTreeSet<GroupName>) -> bool {
        match self {
            Self::Everyone => true,
            Self::Groups(groups) => !groups.is_disjoint(member_of),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_for_one_group_is_closed_to_people_outside_it() {
        let staff: GroupName = "staff".parse().unwrap();
        let sales: GroupName = "sales".parse().unwrap();
        let audience = Audience::of_groups([staff.clone()].into());
        assert!(audience.includes(&[staff].into()));
        assert!(!audience.includes(&[sales].into()));
        assert!(!audience.includes(&BTreeSet::new()));
        assert!(Audience::of_groups(BTreeSet::new()).includes(&BTreeSet::new()));
    }
}
