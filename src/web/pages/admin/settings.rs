//! The effective configuration, to look at.

use askama::Template;
use i18n_embed_fl::fl;

use super::{RangeLink, Section, Shell};
use crate::web::frame::Frame;

/// One option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingRow {
    /// `section.key`.
    pub name: String,
    /// The value that holds, masked when it is a secret.
    pub value: String,
    /// What set it, in a word.
    pub source: String,
    /// The file or the variable that set it.
    pub place: Option<String>,
    /// The default, when the value is another one.
    pub default: Option<String>,
    /// What it means, in English.
    pub meaning: String,
}

/// The options of one section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingsSection {
    /// Its name in the file.
    pub name: String,
    /// Its options.
    pub rows: Vec<SettingRow>,
}

/// The effective configuration.
#[derive(Clone, Debug, Template)]
#[template(path = "admin/settings.html")]
pub struct SettingsPage {
    /// What stands around it.
    pub frame: Frame,
    /// The administration around it.
    pub shell: Shell,
    /// All options, or only those that were set.
    pub choices: Vec<RangeLink>,
    /// Whether only those are shown that were set.
    pub is_changed_only: bool,
    /// What is searched for.
    pub search: String,
    /// How many options there are on the page.
    pub found: usize,
    /// The sections that have any.
    pub sections: Vec<SettingsSection>,
}

impl SettingsPage {
    /// This page in the states that it can be in.
    #[must_use]
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let row = SettingRow {
            name: "brand.name".into(),
            value: format!("{:?}", super::super::LONG_GERMAN),
            source: "File".into(),
            place: Some("/etc/bridgewarden/bridgewarden.toml".into()),
            default: Some("\"Bridgewarden\"".into()),
            meaning: "The company's name, on every page.".into(),
        };
        let left = SettingRow { place: None, default: None, source: "Default".into(), ..row.clone() };
        let link = |name: &str, is_current| RangeLink { name: name.into(), href: "/".into(), is_current };
        let plain = Self {
            frame: frame.clone(),
            shell: Shell::sample(Section::Settings),
            choices: vec![link("All options", true), link("Only those that were set", false)],
            is_changed_only: false,
            search: String::new(),
            found: 2,
            sections: vec![SettingsSection { name: "brand".into(), rows: vec![row, left] }],
        };
        let none = Self { search: "nothing".into(), found: 0, sections: vec![], ..plain.clone() };
        vec![("plain", plain), ("none", none)]
    }
}
