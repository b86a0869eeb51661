//! What one line wishes, as far as that can be said without looking at anybody.

use std::collections::{BTreeMap, BTreeSet};

use super::Matching;
use super::column::Column;
use super::read::RawLine;
use super::write::split_groups;
use crate::domain::attribute::{self, AttributeName, MAX_ATTRIBUTES};
use crate::domain::email::{EmailAddress, EmailRefused};
use crate::domain::group::GroupName;
use crate::domain::person_text::{self, MAX_EXTERNAL_ID, MAX_NAME, TextRefused};
use crate::domain::user::UserStatus;

/// What is wrong with a line. `P` is what is wrong with a password hash, which a floor above knows.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Wrong<P: std::fmt::Display> {
    /// More fields than the header has columns.
    #[error("the line has {0} fields and the header {1}")]
    TooManyFields(usize, usize),
    /// No address.
    #[error("{0}")]
    Email(EmailRefused),
    /// A text that does not fit.
    #[error("{0} {1}")]
    Text(Column, TextRefused),
    /// Neither yes nor no.
    #[error("administrator is neither yes nor no")]
    NotYesNo,
    /// Neither active nor disabled.
    #[error("status is neither active nor disabled")]
    NotAStatus,
    /// A password hash that cannot be taken.
    #[error("password_hash: {0}")]
    Hash(P),
    /// Nothing to find the person by.
    #[error("the external id by which the person is to be found is missing")]
    NoExternalId,
    /// An earlier line speaks of the same person.
    #[error("line {0} is about the same person")]
    Twin(u64),
    /// More attributes than a person may have.
    #[error("the person would have more than {MAX_ATTRIBUTES} attributes")]
    TooManyAttributes,
    /// The address belonged to another account until lately.
    #[error(
        "the address belonged to another account until lately; `bridgewarden user held-addresses` shows it"
    )]
    AddressHeld,
    /// Several people have this external id.
    #[error("several people have this external id")]
    Ambiguous,
    /// The address belongs to somebody else.
    #[error("another account has the address")]
    EmailTaken,
    /// Nobody could administer any more.
    #[error("the last administrator would be gone; make somebody else one first")]
    LastAdministrator,
}

/// What is wrong, and in which line.
pub type LineProblem<P> = Vec<Wrong<P>>;

/// What a line wishes. `None` leaves a thing as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The number of the line.
    pub number: u64,
    /// Identity at the providers.
    pub email: EmailAddress,
    /// Given name.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// Id at providers; the inner `None` removes it.
    pub external_id: Option<Option<String>>,
    /// Language; the inner `None` removes it.
    pub locale: Option<Option<String>>,
    /// All groups.
    pub groups: Option<BTreeSet<GroupName>>,
    /// May administer.
    pub is_administrator: Option<bool>,
    /// Active or disabled.
    pub status: Option<UserStatus>,
    /// A password hash, as it stands there.
    pub password_hash: Option<String>,
    /// Attributes; `None` removes one.
    pub attributes: BTreeMap<AttributeName, Option<String>>,
}

impl Wanted {
    /// Reads a line; everything that is wrong is told together. An empty cell empties a name, an id, a language or the
    /// groups; of the others it says nothing.
    pub fn read<P: std::fmt::Display>(
        columns: &[Column],
        line: &RawLine,
        matching: Matching,
    ) -> Result<Self, LineProblem<P>> {
        let mut wrong = Vec::new();
        if line.fields.iter().skip(columns.len()).any(|field| !field.trim().is_empty()) {
            wrong.push(Wrong::TooManyFields(line.fields.len(), columns.len()));
        }
        let cell = |column: Column| {
            let place = columns.iter().position(|known| *known == column)?;
            Some(line.fields.get(place).map_or("", String::as_str))
        };
        let mut text = |column: Column, read: &dyn Fn(&str) -> Result<String, TextRefused>| {
            let cell = cell(column.clone())?;
            read(cell).map_err(|refused| wrong.push(Wrong::Text(column, refused))).ok()
        };
        let first_name = text(Column::FirstName, &|cell| person_text::line(cell, MAX_NAME));
        let last_name = text(Column::LastName, &|cell| person_text::line(cell, MAX_NAME));
        let external_id = text(Column::ExternalId, &|cell| person_text::line(cell, MAX_EXTERNAL_ID));
        let language = |cell: &str| match cell.trim() {
            "" => Ok(String::new()),
            _ => person_text::locale(cell),
        };
        let locale = text(Column::Locale, &language);
        let mut attributes = BTreeMap::new();
        for column in columns {
            if let Column::Attribute(name) = column {
                let read = |cell: &str| attribute::value(cell).map(Option::unwrap_or_default);
                let value = text(column.clone(), &read).filter(|value| !value.is_empty());
                attributes.insert(name.clone(), value);
            }
        }
        let groups = cell(Column::Groups).map(|cell| {
            let names = split_groups(cell).into_iter().filter(|name| !name.trim().is_empty());
            let parsed = names.map(|name| name.parse::<GroupName>());
            parsed.collect::<Result<BTreeSet<_>, _>>().map_err(|refused| Wrong::Text(Column::Groups, refused))
        });
        let groups = groups.and_then(|groups| groups.map_err(|problem| wrong.push(problem)).ok());
        let is_administrator = word(cell(Column::Administrator), &YES_NO).unwrap_or_else(|| {
            wrong.push(Wrong::NotYesNo);
            None
        });
        let status = word(cell(Column::Status), &STATUSES).unwrap_or_else(|| {
            wrong.push(Wrong::NotAStatus);
            None
        });
        let password_hash = cell(Column::PasswordHash).map(str::trim).filter(|cell| !cell.is_empty());
        let empty_is_none = |text: String| Some(text).filter(|text| !text.is_empty());
        let external_id = external_id.map(empty_is_none);
        if matching == Matching::ExternalId && external_id.as_ref().is_none_or(Option::is_none) {
            wrong.push(Wrong::NoExternalId);
        }
        match cell(Column::Email).unwrap_or_default().parse::<EmailAddress>() {
            Err(refused) => wrong.push(Wrong::Email(refused)),
            Ok(email) if wrong.is_empty() => {
                return Ok(Self {
                    number: line.number,
                    email,
                    first_name,
                    last_name,
                    external_id,
                    locale: locale.map(empty_is_none),
                    groups,
                    is_administrator,
                    status,
                    password_hash: password_hash.map(str::to_owned),
                    attributes,
                });
            }
            Ok(_) => {}
        }
        Err(wrong)
    }
}

const YES_NO: [(&str, bool); 8] = [
    ("yes", true),
    ("true", true),
    ("1", true),
    ("ja", true),
    ("no", false),
    ("false", false),
    ("0", false),
    ("nein", false),
];
const STATUSES: [(&str, UserStatus); 3] =
    [("active", UserStatus::Active), ("enabled", UserStatus::Active), ("disabled", UserStatus::Disabled)];

/// The meaning of a cell's word; the outer `None` when it has none. An empty cell means nothing.
fn word<T: Copy>(cell: Option<&str>, meanings: &[(&str, T)]) -> Option<Option<T>> {
    let cell = cell.map(str::trim).unwrap_or_default();
    if cell.is_empty() {
        return Some(None);
    }
    meanings.iter().find(|(word, _)| cell.eq_ignore_ascii_case(word)).map(|(_, meaning)| Some(*meaning))
}

#[cfg(test)]
mod tests {
    use super::super::ImportFile;
    use super::*;

    fn read(text: &str, matching: Matching) -> Result<Wanted, LineProblem<String>> {
        let file = ImportFile::read(text.as_bytes()).unwrap();
        Wanted::read(&file.columns, &file.lines[0], matching)
    }

    #[test]
    fn a_missing_column_says_nothing_and_an_empty_cell_empties() {
        let wanted = read("email,last_name,locale,groups,status\na@b.c,,,,", Matching::Email).unwrap();
        assert_eq!(wanted.first_name, None);
        assert_eq!(wanted.last_name, Some(String::new()));
        assert_eq!(wanted.locale, Some(None));
        assert_eq!(wanted.groups, Some(BTreeSet::new()));
        assert_eq!((wanted.status, wanted.is_administrator, wanted.password_hash), (None, None, None));
    }

    #[test]
    fn words_for_yes_and_status_are_read_whatever_their_letters() {
        let wanted = read("email,administrator,status\na@b.c,YES,Disabled", Matching::Email).unwrap();
        assert_eq!((wanted.is_administrator, wanted.status), (Some(true), Some(UserStatus::Disabled)));
    }

    #[test]
    fn everything_wrong_with_a_line_is_told_together() {
        let text = "email,first_name,locale,groups,administrator,status\n\
                    nobody,\"a\nb\",not a tag,\"x\ny\",perhaps,gone,more";
        let wrong = read(text, Matching::ExternalId).unwrap_err();
        let told: Vec<String> = wrong.iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), 8, "{told:#?}");
        assert_eq!(told[0], "the line has 7 fields and the header 6");
        assert!(told.contains(&"status is neither active nor disabled".to_owned()));
    }
}
