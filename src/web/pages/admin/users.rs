//! The table of people.

use askama::Template;
use i18n_embed_fl::fl;

use super::{Section, Shell};
use crate::domain::clock::Timestamp;
use crate::domain::user_table::{Count, SortKey};
use crate::web::frame::Frame;
use crate::web::moment::Moment;
use crate::web::pages::{LONG_GERMAN, LONG_JAPANESE};

/// Columns that can be chosen. Names, address and status always stand there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Columns {
    /// The groups.
    pub groups: bool,
    /// The external id.
    pub external_id: bool,
    /// The language.
    pub language: bool,
    /// The last sign-in.
    pub last_sign_in: bool,
    /// When they were added.
    pub created: bool,
}

impl Default for Columns {
    fn default() -> Self {
        Self { groups: true, last_sign_in: true, ..Self::none() }
    }
}

impl Columns {
    /// None of them.
    pub const fn none() -> Self {
        Self { groups: false, external_id: false, language: false, last_sign_in: false, created: false }
    }

    /// One more, by its word; `None` for a word that is none.
    pub fn add(&mut self, word: &str) -> Option<()> {
        *self.named().into_iter().find(|(name, _)| *name == word)?.1 = true;
        Some(())
    }

    fn named(&mut self) -> [(&'static str, &mut bool); 5] {
        [
            ("groups", &mut self.groups),
            ("external-id", &mut self.external_id),
            ("language", &mut self.language),
            ("last-sign-in", &mut self.last_sign_in),
            ("created", &mut self.created),
        ]
    }

    /// As the browser remembers them.
    pub fn to_text(mut self) -> String {
        let chosen = self.named().into_iter().filter(|(_, is_chosen)| **is_chosen).map(|(word, _)| word);
        let text = chosen.collect::<Vec<_>>().join(".");
        if text.is_empty() { "none".to_owned() } else { text }
    }

    /// Reads what the browser remembers; `None` for anything else.
    pub fn from_text(text: &str) -> Option<Self> {
        let mut columns = Self::none();
        if text != "none" {
            text.split('.').try_for_each(|word| columns.add(word))?;
        }
        Some(columns)
    }
}

/// One person.
#[derive(Clone, Debug)]
pub struct UserRow {
    /// Their id.
    pub id: String,
    /// Their page.
    pub href: String,
    /// Their name, as it is sorted: empty when they have none.
    pub name: String,
    /// Their address.
    pub email: String,
    /// They may sign in.
    pub is_active: bool,
    /// They may administer.
    pub is_administrator: bool,
    /// They must choose a new password.
    pub must_change: bool,
    /// Somebody must wait at their account.
    pub is_throttled: bool,
    /// Their groups.
    pub groups: String,
    /// Their external id.
    pub external_id: String,
    /// Their language.
    pub language: String,
    /// Their last sign-in.
    pub last_sign_in: Option<Moment>,
    /// When they were added.
    pub created: Moment,
    /// Whether their box is ticked.
    pub is_ticked: bool,
    /// What their box says to those who do not see it.
    pub tick: String,
}

/// What was chosen in the filter bar.
#[derive(Clone, Debug, Default)]
pub struct Chosen {
    /// What was typed.
    pub search: String,
    /// `active`, `disabled`, or empty.
    pub status: &'static str,
    /// A group, or empty.
    pub group: String,
    /// `yes`, `no`, or empty.
    pub administrator: &'static str,
    /// Whether the box is ticked.
    pub never: bool,
    /// Whether the box is ticked.
    pub must_change: bool,
    /// Whether the box is ticked.
    pub throttled: bool,
}

impl Chosen {
    /// Whether this status was chosen.
    pub fn has_status(&self, word: &str) -> bool {
        self.status == word
    }

    /// Whether this was chosen.
    pub fn has_right(&self, word: &str) -> bool {
        self.administrator == word
    }
}

/// A heading that sorts.
#[derive(Clone, Debug, Default)]
pub struct Heading {
    /// Where it leads.
    pub href: String,
    /// The value of `aria-sort`, or empty.
    pub aria: &'static str,
}

/// The table.
#[derive(Clone, Debug, Template)]
#[template(path = "admin/users.html")]
pub struct UsersPage {
    /// What stands around it.
    pub frame: Frame,
    /// The administration around it.
    pub shell: Shell,
    /// What was chosen.
    pub chosen: Chosen,
    /// Whether anything was.
    pub is_filtered: bool,
    /// Groups that there are, the first of them.
    pub groups: Vec<String>,
    /// What the forms carry of filters and order.
    pub carried: Vec<(String, String)>,
    /// What the filter bar carries of the order.
    pub carried_sort: Vec<(String, String)>,
    /// What the form about columns carries.
    pub carried_filter: Vec<(String, String)>,
    /// Headings by name, address, last sign-in and creation.
    pub by_name: Heading,
    /// By address.
    pub by_email: Heading,
    /// By last sign-in.
    pub by_last_sign_in: Heading,
    /// By creation.
    pub by_created: Heading,
    /// Too many were found to sort them.
    pub is_as_found: bool,
    /// The columns.
    pub columns: Columns,
    /// The people.
    pub people: Vec<UserRow>,
    /// How many match.
    pub count: Count,
    /// The page before this one.
    pub previous: Option<String>,
    /// The page after this one.
    pub next: Option<String>,
    /// What is to be done, when it was chosen before.
    pub action: String,
    /// With which group.
    pub to_group: String,
    /// For everybody who matches.
    pub is_for_everybody: bool,
    /// Why it was not done.
    pub problem: Option<String>,
}

impl UsersPage {
    /// How many match, in words.
    pub fn told(&self) -> String {
        let words = &self.frame.words;
        match self.count {
            Count::Exactly(0) => fl!(words, "admin-users-nobody"),
            Count::Exactly(n) => fl!(words, "admin-users-count", n = n),
            Count::MoreThan(_) => fl!(words, "admin-users-many"),
            Count::Uncounted => fl!(words, "admin-users-uncounted"),
        }
    }

    /// Whether nobody but whoever looks is there yet.
    pub fn is_beginning(&self) -> bool {
        !self.is_filtered && self.count == Count::Exactly(1)
    }

    /// What can be done with many people: the words that forms carry, and those that are read.
    pub fn actions(&self) -> Vec<(&'static str, String)> {
        let words = &self.frame.words;
        vec![
            ("disable", fl!(words, "admin-users-action-disable")),
            ("enable", fl!(words, "admin-users-action-enable")),
            ("join", fl!(words, "admin-users-action-join")),
            ("leave", fl!(words, "admin-users-action-leave")),
            ("require-password-change", fl!(words, "admin-users-action-require")),
            ("end-sessions", fl!(words, "admin-users-action-end")),
        ]
    }

    /// Whether this was chosen before.
    pub fn is_chosen(&self, action: &str) -> bool {
        self.action == action
    }

    /// The word on a badge.
    pub fn word_for(&self, badge: &str) -> String {
        let words = &self.frame.words;
        match badge {
            "active" => fl!(words, "admin-users-active"),
            "disabled" => fl!(words, "admin-users-disabled"),
            "administrator" => fl!(words, "admin-users-administrator"),
            "must-change" => fl!(words, "admin-users-must-change"),
            _ => fl!(words, "admin-users-throttled-short"),
        }
    }

    /// What `aria-sort` says of a heading.
    pub fn heading(href: String, sorted: Option<(SortKey, bool)>, key: SortKey) -> Heading {
        let aria = match sorted {
            Some((by, false)) if by == key => "ascending",
            Some((by, true)) if by == key => "descending",
            _ => "",
        };
        Heading { href, aria }
    }

    /// This page in the states that it can be in.
    #[must_use]
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let words = &frame.words;
        let now = Timestamp::from_micros(1_795_000_000_000_000);
        let row = |number: usize, name: &str| UserRow {
            id: format!("0199f3c2-0000-7000-8000-00000000000{number}"),
            href: "/admin/users/1".to_owned(),
            name: name.to_owned(),
            email: format!("person{number}@northwind.example"),
            is_active: number != 2,
            is_administrator: number == 1,
            must_change: number.is_multiple_of(2),
            is_throttled: number == 2,
            groups: "staff, support".to_owned(),
            external_id: "4711".to_owned(),
            language: "de".to_owned(),
            last_sign_in: number.is_multiple_of(2).then(|| Moment::of(words, now, now)),
            created: Moment::of(words, now, now),
            is_ticked: number == 2,
            tick: fl!(words, "admin-users-tick", name = name),
        };
        let people = vec![row(1, "Lindqvist, Ada"), row(2, LONG_GERMAN), row(3, LONG_JAPANESE), row(4, "")];
        let heading = |key| Self::heading("/admin/users".to_owned(), Some((SortKey::Name, true)), key);
        let plain = Self {
            frame: frame.clone(),
            shell: Shell::sample(Section::People),
            chosen: Chosen::default(),
            is_filtered: false,
            groups: vec!["staff".to_owned(), "support".to_owned()],
            carried: vec![],
            carried_sort: vec![("sort".to_owned(), "name".to_owned())],
            carried_filter: vec![],
            by_name: heading(SortKey::Name),
            by_email: heading(SortKey::Email),
            by_last_sign_in: heading(SortKey::LastSignIn),
            by_created: heading(SortKey::Created),
            is_as_found: false,
            columns: Columns::default(),
            people,
            count: Count::MoreThan(1000),
            previous: Some("/admin/users?before=x".to_owned()),
            next: Some("/admin/users?after=x".to_owned()),
            action: "disable".to_owned(),
            to_group: String::new(),
            is_for_everybody: false,
            problem: None,
        };
        let all =
            Columns { groups: true, external_id: true, language: true, last_sign_in: true, created: true };
        let found = Self {
            is_filtered: true,
            is_as_found: true,
            chosen: Chosen { search: "a".to_owned(), status: "active", never: true, ..Chosen::default() },
            count: Count::Uncounted,
            columns: all,
            problem: Some(fl!(words, "admin-users-nobody-ticked")),
            ..plain.clone()
        };
        let nobody = Self {
            is_filtered: true,
            chosen: Chosen { search: "%".to_owned(), ..Chosen::default() },
            count: Count::Exactly(0),
            people: vec![],
            previous: None,
            next: None,
            ..plain.clone()
        };
        let further =
            Self { count: Count::Uncounted, next: Some("/admin/users?after=x".to_owned()), ..nobody.clone() };
        let first = Self {
            count: Count::Exactly(1),
            people: plain.people.iter().take(1).cloned().collect(),
            previous: None,
            next: None,
            ..plain.clone()
        };
        vec![
            ("plain", plain),
            ("as found", found),
            ("nobody", nobody),
            ("nobody so far", further),
            ("beginning", first),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_remembered_as_they_were_chosen() {
        for text in ["none", "groups.last-sign-in", "groups.external-id.language.last-sign-in.created"] {
            assert_eq!(Columns::from_text(text).unwrap().to_text(), text);
        }
        for text in ["", "password", "groups.", "groups groups"] {
            assert_eq!(Columns::from_text(text), None, "{text}");
        }
    }
}
