//! Asks an administrator for the password again before something is changed.

use askama::Template;
use i18n_embed_fl::fl;

use super::{Notice, Section, Shell, Undo};
use crate::web::frame::Frame;

/// Asks for the password; what was filled in before is kept.
#[derive(Clone, Debug, Template)]
#[template(path = "admin/confirm.html")]
pub struct ConfirmPage {
    /// What stands around it.
    pub frame: Frame,
    /// The administration around it; the kept form travels in its hidden fields.
    pub shell: Shell,
    /// Whose password is asked for.
    pub email: String,
    /// What was wrong with the last attempt.
    pub problem: Option<String>,
    /// Where the form goes: where the kept one was going.
    pub action: String,
}

impl ConfirmPage {
    /// This page in the states that it can be in.
    #[must_use]
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: frame.clone(),
            shell: Shell::sample(Section::People),
            email: "ada.lindqvist@northwind.example".to_owned(),
            problem: None,
            action: "/admin/users".to_owned(),
        };
        let problem = Some(fl!(frame.words, "refusal-wrong-current-password"));
        let mut told = plain.clone();
        let undo = Undo { label: "Undo".to_owned(), action: "/undo".to_owned(), fields: vec![] };
        told.shell.notice = Some(Notice::done(super::super::LONG_GERMAN.to_owned()).with_undo(undo));
        vec![("plain", plain.clone()), ("wrong", Self { problem, ..plain }), ("told", told)]
    }
}
