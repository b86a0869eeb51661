//! What stands around every page of an administrator: the sections, what has just been done, the account's menu.

use i18n_embed_fl::fl;

use super::notice::{Notice, Tone};
use crate::web::brand;
use crate::web::frame::Frame;
use crate::web::language::Language;

/// The sections of the administration, in the order in which they stand there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// How things are.
    Overview,
    /// The user table.
    People,
    /// Service providers.
    Providers,
    /// Who is signed in.
    Sessions,
    /// What happened.
    Audit,
    /// The effective configuration.
    Settings,
}

impl Section {
    /// Every section.
    pub const ALL: [Self; 6] =
        [Self::Overview, Self::People, Self::Providers, Self::Sessions, Self::Audit, Self::Settings];

    /// Its address, below the public URL's path.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Overview => "/admin",
            Self::People => "/admin/users",
            Self::Providers => "/admin/providers",
            Self::Sessions => "/admin/sessions",
            Self::Audit => "/admin/audit",
            Self::Settings => "/admin/settings",
        }
    }

    /// The section to which an address belongs.
    pub fn of(path: &str) -> Self {
        let is_in = |section: &&Self| path.starts_with(section.path());
        Self::ALL.iter().rev().find(is_in).copied().unwrap_or(Self::Overview)
    }

    /// Its name.
    pub fn name(self, words: &Language) -> String {
        match self {
            Self::Overview => fl!(words, "admin-overview"),
            Self::People => fl!(words, "admin-people"),
            Self::Providers => fl!(words, "admin-providers"),
            Self::Sessions => fl!(words, "admin-sessions"),
            Self::Audit => fl!(words, "admin-audit"),
            Self::Settings => fl!(words, "admin-settings"),
        }
    }
}

/// What stands around a page.
#[derive(Clone, Debug)]
pub struct Shell {
    /// Where we are.
    pub section: Section,
    /// The path of the public URL.
    pub base: String,
    /// What has just been done.
    pub notice: Option<Notice>,
    /// What travels unseen in every form of the administrator.
    pub hidden: Vec<(String, String)>,
    /// What travels unseen in the form for signing out.
    pub sign_out_hidden: Vec<(String, String)>,
}

impl Shell {
    /// The address of a page of ours.
    pub fn path(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// The sections with their names and addresses, and whether we are in them.
    pub fn sections(&self, words: &Language) -> Vec<(Section, String, String, bool)> {
        let line = |section: Section| {
            (section, section.name(words), self.path(section.path()), section == self.section)
        };
        Section::ALL.into_iter().map(line).collect()
    }

    /// The first letter of whoever is signed in.
    pub fn initial(&self, frame: &Frame) -> String {
        brand::letter(frame.person.as_deref().unwrap_or_default())
    }

    /// The class of the notice.
    pub fn tone(&self) -> &'static str {
        match self.notice.as_ref().map(|notice| notice.tone) {
            Some(Tone::Warning) => "warning",
            Some(Tone::Danger) => "danger",
            Some(Tone::Success) | None => "success",
        }
    }

    /// A shell to look at pages with, and to test them.
    #[must_use]
    pub fn sample(section: Section) -> Self {
        let hidden = || vec![("proof".to_owned(), "5f3c".to_owned())];
        Self { section, base: String::new(), notice: None, hidden: hidden(), sign_out_hidden: hidden() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_belongs_to_the_section_that_it_stands_under() {
        assert_eq!(Section::of("/admin"), Section::Overview);
        assert_eq!(Section::of("/admin/users/import"), Section::People);
        for section in Section::ALL {
            assert_eq!(Section::of(section.path()), section);
        }
    }
}
