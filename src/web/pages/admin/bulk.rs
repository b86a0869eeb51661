//! What is about to be done to many people, and how far it came.

use askama::Template;
use i18n_embed_fl::fl;

use super::{Section, Shell};
use crate::domain::bulk::{BulkAction, BulkTally};
use crate::web::frame::Frame;
use crate::web::language::Language;
use crate::web::pages::{LONG_GERMAN, LONG_JAPANESE};

/// The question that stands above an action, its button, and what it does.
pub fn question(words: &Language, action: &BulkAction, n: u64) -> String {
    let group = action.group().map(ToString::to_string).unwrap_or_default();
    match action {
        BulkAction::Disable => fl!(words, "admin-users-ask-disable", n = n),
        BulkAction::Enable => fl!(words, "admin-users-ask-enable", n = n),
        BulkAction::Join(_) => fl!(words, "admin-users-ask-join", n = n, group = group),
        BulkAction::Leave(_) => fl!(words, "admin-users-ask-leave", n = n, group = group),
        BulkAction::RequireChange => fl!(words, "admin-users-ask-require", n = n),
        BulkAction::EndSessions => fl!(words, "admin-users-ask-end", n = n),
    }
}

/// What the action brings with it.
pub fn consequence(words: &Language, action: &BulkAction) -> String {
    match action {
        BulkAction::Disable => fl!(words, "admin-users-means-disable"),
        BulkAction::Enable => fl!(words, "admin-users-means-enable"),
        BulkAction::Join(_) => fl!(words, "admin-users-means-join"),
        BulkAction::Leave(_) => fl!(words, "admin-users-means-leave"),
        BulkAction::RequireChange => fl!(words, "admin-users-means-require"),
        BulkAction::EndSessions => fl!(words, "admin-users-means-end"),
    }
}

/// What was done.
pub fn done(words: &Language, action: &BulkAction, tally: &BulkTally) -> String {
    let n = tally.changed;
    let group = action.group().map(ToString::to_string).unwrap_or_default();
    let mut sentences = vec![match action {
        BulkAction::Disable => fl!(words, "admin-users-done-disable", n = n),
        BulkAction::Enable => fl!(words, "admin-users-done-enable", n = n),
        BulkAction::Join(_) => fl!(words, "admin-users-done-join", n = n, group = group),
        BulkAction::Leave(_) => fl!(words, "admin-users-done-leave", n = n, group = group),
        BulkAction::RequireChange => fl!(words, "admin-users-done-require", n = n),
        BulkAction::EndSessions => fl!(words, "admin-users-done-end", n = n),
    }];
    sentences.extend(left_out(words, tally));
    sentences.join(" ")
}

/// Whom it leaves out, and why.
pub fn left_out(words: &Language, tally: &BulkTally) -> Vec<String> {
    let mut sentences = Vec::new();
    if tally.already_so > 0 {
        sentences.push(fl!(words, "admin-users-left-already", n = tally.already_so));
    }
    if tally.yourself > 0 {
        sentences.push(fl!(words, "admin-users-left-yourself"));
    }
    if tally.last_administrator > 0 {
        sentences.push(fl!(words, "admin-users-left-last"));
    }
    if tally.without_password > 0 {
        sentences.push(fl!(words, "admin-users-left-password", n = tally.without_password));
    }
    sentences
}

/// Says what would be done, and to whom, before it is done.
#[derive(Clone, Debug, Template)]
#[template(path = "admin/bulk_look.html")]
pub struct BulkLookPage {
    /// What stands around it.
    pub frame: Frame,
    /// The administration around it.
    pub shell: Shell,
    /// What would be done.
    pub action: BulkAction,
    /// To how many.
    pub tally: BulkTally,
    /// Names of the first.
    pub names: Vec<String>,
    /// There are so many that not all were looked at.
    pub is_part: bool,
    /// What the form carries: whom and what.
    pub carried: Vec<(String, String)>,
    /// Back to the table as it was.
    pub back: String,
}

impl BulkLookPage {
    /// What is asked.
    pub fn question(&self) -> String {
        if self.is_part {
            return fl!(
                self.frame.words,
                "admin-users-ask-many",
                question = question(&self.frame.words, &self.action, self.tally.changed)
            );
        }
        question(&self.frame.words, &self.action, self.tally.changed)
    }

    /// What stands on the button.
    pub fn button(&self) -> String {
        if self.is_part {
            return fl!(self.frame.words, "admin-users-do-it-to-all");
        }
        let asked = question(&self.frame.words, &self.action, self.tally.changed);
        asked.trim_end_matches(['?', ' ', '\u{a0}']).to_owned()
    }

    /// It takes nothing away from anybody.
    pub fn is_harmless(&self) -> bool {
        matches!(self.action, BulkAction::Enable | BulkAction::Join(_))
    }

    /// What it brings with it.
    pub fn consequence(&self) -> String {
        consequence(&self.frame.words, &self.action)
    }

    /// Whom it leaves out.
    pub fn left_out(&self) -> Vec<String> {
        left_out(&self.frame.words, &self.tally)
    }

    /// How many more there are than those who are named.
    pub fn others(&self) -> u64 {
        self.tally.changed.saturating_sub(u64::try_from(self.names.len()).unwrap_or(u64::MAX))
    }

    /// This page in the states that it can be in.
    #[must_use]
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let tally = BulkTally {
            people: 16,
            changed: 12,
            already_so: 1,
            yourself: 1,
            last_administrator: 1,
            without_password: 1,
        };
        let plain = Self {
            frame: frame.clone(),
            shell: Shell::sample(Section::People),
            action: BulkAction::Disable,
            tally,
            names: vec!["Ada Lindqvist".to_owned(), LONG_GERMAN.to_owned(), LONG_JAPANESE.to_owned()],
            is_part: false,
            carried: vec![("person.1".to_owned(), "1".to_owned())],
            back: "/admin/users".to_owned(),
        };
        let nothing = Self {
            tally: BulkTally { people: 1, already_so: 1, ..BulkTally::default() },
            names: vec![],
            ..plain.clone()
        };
        let part = Self { is_part: true, action: BulkAction::EndSessions, ..plain.clone() };
        let require = Self { action: BulkAction::RequireChange, ..plain.clone() };
        vec![("disable", plain), ("nothing", nothing), ("part", part), ("require", require)]
    }
}

/// Says how far an action or its undo came, and goes on.
#[derive(Clone, Debug, Template)]
#[template(path = "admin/bulk_progress.html")]
pub struct BulkProgressPage {
    /// What stands around it.
    pub frame: Frame,
    /// The administration around it.
    pub shell: Shell,
    /// It is being undone.
    pub is_undo: bool,
    /// How far it came.
    pub told: String,
    /// Where the form that goes on goes.
    pub action: String,
    /// Where the form that undoes it goes, when it can be undone.
    pub undo: Option<String>,
}

impl BulkProgressPage {
    /// This page in the states that it can be in.
    #[must_use]
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let doing = Self {
            frame: frame.clone(),
            shell: Shell::sample(Section::People),
            is_undo: false,
            told: fl!(frame.words, "admin-users-so-far", n = 1500),
            action: "/admin/users/bulk/1".to_owned(),
            undo: Some("/admin/users/bulk/1/undo".to_owned()),
        };
        let undoing = Self { is_undo: true, undo: None, ..doing.clone() };
        vec![("doing", doing), ("undoing", undoing)]
    }
}
