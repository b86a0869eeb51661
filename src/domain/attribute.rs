//! Attributes: what else is known of a person, for the claims of those providers that ask for it.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::Deserialize;

use super::person_text::{TextRefused, line};

/// Longest value, in characters.
pub const MAX_ATTRIBUTE_VALUE: usize = 200;
/// Most attributes of one person.
pub const MAX_ATTRIBUTES: usize = 30;

/// The name of an attribute: lower-case letters, digits and `_`, a letter first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct AttributeName(String);

/// The text does not name an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is not the name of an attribute: write lower-case letters, digits and _, such as department")]
pub struct NotAnAttributeName;

impl AttributeName {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for AttributeName {
    type Err = NotAnAttributeName;

    fn from_str(text: &str) -> Result<Self, NotAnAttributeName> {
        let begins_well = text.bytes().next().is_some_and(|first| first.is_ascii_lowercase());
        let is_plain = text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if begins_well && is_plain && text.len() <= 64 {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotAnAttributeName)
        }
    }
}

impl TryFrom<String> for AttributeName {
    type Error = NotAnAttributeName;
    fn try_from(text: String) -> Result<Self, NotAnAttributeName> {
        text.parse()
    }
}

impl fmt::Display for AttributeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A person's attributes by name. None has an empty value.
pub type Attributes = BTreeMap<AttributeName, String>;

/// A value, outer blanks removed; empty means that the person has no such attribute.
pub fn value(text: &str) -> Result<Option<String>, TextRefused> {
    line(text, MAX_ATTRIBUTE_VALUE).map(|text| Some(text).filter(|text| !text.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_plain_so_that_it_can_stand_in_settings_and_files() {
        for name in ["department", "cost_centre_2", "a"] {
            assert!(name.parse::<AttributeName>().is_ok(), "{name}");
        }
        let long = "a".repeat(65);
        for name in ["", "Department", "2nd", "_a", "a-b", "a.b", "a b", "é", "a=b", long.as_str()] {
            assert!(name.parse::<AttributeName>().is_err(), "{name}");
        }
    }

    #[test]
    fn an_empty_value_is_none_and_a_value_is_one_line() {
        assert_eq!(value("  "), Ok(None));
        assert_eq!(value(" Vertrieb Süd "), Ok(Some("Vertrieb Süd".into())));
        assert!(value("a\nb").is_err());
        assert!(value(&"x".repeat(201)).is_err());
    }
}
