//! The columns of a file of people.

use std::fmt;
use std::str::FromStr;

use crate::domain::attribute::AttributeName;

/// How the name of a column with an attribute begins.
const ATTRIBUTE: &str = "attribute:";

/// A column that is known.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    /// Identity at the providers.
    Email,
    /// Given name.
    FirstName,
    /// Family name.
    LastName,
    /// Id at providers.
    ExternalId,
    /// Language.
    Locale,
    /// Groups, with `|` between them.
    Groups,
    /// `yes` or `no`.
    Administrator,
    /// `active` or `disabled`.
    Status,
    /// A password hash, of this or of another system.
    PasswordHash,
    /// `attribute:NAME`: what else is known of a person.
    Attribute(AttributeName),
    /// What was wrong with a line, as it stands in a file of refused lines. Reading passes over it.
    Problem,
}

impl Column {
    /// Every column that has one name, in the order in which they are exported; attributes follow.
    pub const ALL: [Self; 9] = [
        Self::Email,
        Self::FirstName,
        Self::LastName,
        Self::ExternalId,
        Self::Locale,
        Self::Groups,
        Self::Administrator,
        Self::Status,
        Self::PasswordHash,
    ];

    /// The name in a header, of an attribute without its own.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::ExternalId => "external_id",
            Self::Locale => "locale",
            Self::Groups => "groups",
            Self::Administrator => "administrator",
            Self::Status => "status",
            Self::PasswordHash => "password_hash",
            Self::Attribute(_) => ATTRIBUTE,
            Self::Problem => "problem",
        }
    }
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())?;
        match self {
            Self::Attribute(name) => name.fmt(f),
            _ => Ok(()),
        }
    }
}

/// A column that nobody knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownColumn {
    /// Its name, shortened.
    pub name: String,
    /// The known one that looks most like it.
    pub nearest: Option<Column>,
}

impl FromStr for Column {
    type Err = UnknownColumn;

    /// Capital letters, blanks and hyphens do not count.
    fn from_str(text: &str) -> Result<Self, UnknownColumn> {
        let name = text.trim().to_lowercase().replace([' ', '-'], "_");
        if let Some(known) = Self::ALL.into_iter().find(|column| column.as_str() == name) {
            return Ok(known);
        }
        if name == Self::Problem.as_str() {
            return Ok(Self::Problem);
        }
        let attribute =
            name.strip_prefix(ATTRIBUTE).and_then(|name| name.trim_start_matches('_').parse().ok());
        if let Some(attribute) = attribute {
            return Ok(Self::Attribute(attribute));
        }
        let shown: String = text.trim().chars().filter(|letter| !letter.is_control()).take(60).collect();
        let shortened: String = name.chars().take(60).collect();
        let distance = |column: &Self| strsim::damerau_levenshtein(column.as_str(), &shortened);
        let nearest = Self::ALL.into_iter().min_by_key(distance);
        Err(UnknownColumn {
            nearest: nearest.filter(|column| distance(column) * 2 <= column.as_str().len() + 2),
            name: shown,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_read_whatever_its_letters_and_an_unknown_name_gets_the_nearest_one() {
        assert_eq!("E-Mail".parse::<Column>().unwrap_err().nearest, Some(Column::Email));
        assert_eq!(" First Name ".parse(), Ok(Column::FirstName));
        assert_eq!("LAST-NAME".parse(), Ok(Column::LastName));
        let department = Column::Attribute("department".parse().unwrap());
        assert_eq!("Attribute: Department".parse(), Ok(department.clone()));
        assert_eq!(department.to_string(), "attribute:department");
        assert!("attribute:".parse::<Column>().is_err());
        assert_eq!("problem".parse(), Ok(Column::Problem));
        for (name, nearest) in [
            ("firstname", Some(Column::FirstName)),
            ("lastnmae", Some(Column::LastName)),
            ("group", Some(Column::Groups)),
            ("password", Some(Column::PasswordHash)),
            ("externalid", Some(Column::ExternalId)),
            ("telephone number of the office", None),
        ] {
            assert_eq!(name.parse::<Column>().unwrap_err().nearest, nearest, "{name}");
        }
    }
}
