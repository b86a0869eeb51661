//! The columns of a file of people.

use std::fmt;
use std::str::FromStr;

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
}

impl Column {
    /// Every column, in the order in which they are exported.
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

    /// The name in a header.
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
        }
    }
}

impl fmt::Display for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
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
