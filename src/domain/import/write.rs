//! People as lines of CSV. Spreadsheets run what begins like a formula, so an apostrophe stands before it; reading
//! takes it away again, and every text comes back as it was.

use super::column::Column;
use crate::domain::attribute::{AttributeName, Attributes};
use crate::domain::user::User;

/// Characters that begin a formula somewhere.
const FORMULAS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// A person with what else is exported.
#[derive(Clone, Debug)]
pub struct Exported {
    /// They.
    pub user: User,
    /// Their attributes.
    pub attributes: Attributes,
    /// Their password hash, if it was asked for and there is one.
    pub password_hash: Option<String>,
}

/// The columns of an export.
pub fn columns(
    with_password_hashes: bool,
    attributes: impl IntoIterator<Item = AttributeName>,
) -> Vec<Column> {
    let plain = Column::ALL.into_iter();
    let plain = plain.filter(|column| with_password_hashes || *column != Column::PasswordHash);
    plain.chain(attributes.into_iter().map(Column::Attribute)).collect()
}

/// The header.
pub fn headings(columns: &[Column]) -> String {
    line(columns.iter().map(ToString::to_string))
}

/// A person's line.
pub fn row(person: &Exported, columns: &[Column]) -> String {
    let user = &person.user;
    line(columns.iter().map(|column| match column {
        Column::Email => user.email.to_string(),
        Column::FirstName => user.first_name.clone(),
        Column::LastName => user.last_name.clone(),
        Column::ExternalId => user.external_id.clone().unwrap_or_default(),
        Column::Locale => user.locale.clone().unwrap_or_default(),
        Column::Groups => join_groups(user.groups.iter().map(|group| group.as_str())),
        Column::Administrator => if user.is_administrator { "yes" } else { "no" }.to_owned(),
        Column::Status => user.status.as_str().to_owned(),
        Column::PasswordHash => person.password_hash.clone().unwrap_or_default(),
        Column::Attribute(name) => person.attributes.get(name).cloned().unwrap_or_default(),
        Column::Problem => String::new(),
    }))
}

/// One line of CSV (RFC 4180), every field guarded.
pub fn line(fields: impl IntoIterator<Item = String>) -> String {
    let fields: Vec<String> = fields.into_iter().map(|field| quoted(&guarded(&field))).collect();
    format!("{}\r\n", fields.join(","))
}

fn quoted(text: &str) -> String {
    let needs_quotes = text.contains([',', ';', '\t', '"', '\r', '\n']);
    if needs_quotes { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

/// Whether it is a formula behind any number of apostrophes.
fn is_guarded_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(FORMULAS)
}

fn guarded(text: &str) -> String {
    if is_guarded_formula(text) { format!("'{text}") } else { text.to_owned() }
}

/// Takes the apostrophe before a formula away.
pub(super) fn without_guard(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if is_guarded_formula(rest) => rest,
        _ => text,
    }
}

/// Groups in one cell: `|` between them, and a backslash before one that belongs to a name.
fn join_groups<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let escaped: Vec<String> = names.map(|name| name.replace('\\', "\\\\").replace('|', "\\|")).collect();
    escaped.join("|")
}

/// The names in a cell.
pub(super) fn split_groups(cell: &str) -> Vec<String> {
    let mut names = vec![String::new()];
    let mut letters = cell.chars();
    while let Some(letter) = letters.next() {
        let letter = match letter {
            '|' => {
                names.push(String::new());
                continue;
            }
            '\\' => letters.next().unwrap_or('\\'),
            other => other,
        };
        if let Some(name) = names.last_mut() {
            name.push(letter);
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{ImportFile, Matching, Wanted};
    use super::*;
    use crate::domain::clock::Timestamp;
    use crate::domain::id::UserId;
    use crate::domain::user::UserStatus;

    fn person(first_name: &str, groups: &[String], email: &str, external_id: Option<&str>) -> User {
        User {
            id: UserId::unique(),
            email: email.parse().unwrap(),
            first_name: first_name.to_owned(),
            last_name: "Lee".to_owned(),
            external_id: external_id.map(str::to_owned),
            locale: Some("de-AT".to_owned()),
            groups: groups.iter().filter_map(|name| name.parse().ok()).collect(),
            status: UserStatus::Disabled,
            is_administrator: true,
            created_at: Timestamp::from_micros(0),
            updated_at: Timestamp::from_micros(0),
            last_sign_in_at: None,
        }
    }

    fn again(user: &User) -> Wanted {
        let department: AttributeName = "department".parse().unwrap();
        let attributes = [(department.clone(), "=Sales".to_owned())].into();
        let exported = Exported { user: user.clone(), attributes, password_hash: None };
        let columns = columns(false, [department]);
        let text = format!("{}{}", headings(&columns), row(&exported, &columns));
        let file = ImportFile::read(text.as_bytes()).unwrap();
        Wanted::read::<String>(&file.columns, &file.lines[0], Matching::Email).unwrap()
    }

    #[test]
    fn a_formula_becomes_text_and_comes_back() {
        for (name, written) in [
            ("=1+1", "'=1+1"),
            ("'=1+1", "''=1+1"),
            ("-Ann", "'-Ann"),
            ("'t Hooft", "'t Hooft"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("Ann", "Ann"),
        ] {
            assert_eq!(guarded(name), written);
            assert_eq!(again(&person(name, &[], "+a@b.c", Some("=x"))).first_name.as_deref(), Some(name));
        }
    }

    proptest! {
        #[test]
        fn whoever_is_written_is_read_as_they_were(
            name in "\\PC{0,40}",
            groups in proptest::collection::vec("[a-z|\\\\'=+,;\" -]{1,12}", 0..4),
            local in "[a-z+='-]{1,10}",
            external_id in proptest::option::of("[!-~]{1,20}"),
        ) {
            let Ok(name) = crate::domain::person_text::line(&name, 100) else { return Ok(()) };
            let user = person(&name, &groups, &format!("{local}@b.c"), external_id.as_deref());
            let wanted = again(&user);
            prop_assert_eq!(wanted.first_name.as_ref(), Some(&user.first_name));
            prop_assert_eq!(wanted.groups.as_ref(), Some(&user.groups));
            prop_assert_eq!(wanted.external_id, Some(user.external_id));
            prop_assert_eq!(wanted.email, user.email);
            prop_assert_eq!((wanted.is_administrator, wanted.status), (Some(true), Some(UserStatus::Disabled)));
            prop_assert_eq!(wanted.locale, Some(user.locale));
            prop_assert_eq!(wanted.attributes.into_values().next(), Some(Some("=Sales".to_owned())));
        }
    }
}
