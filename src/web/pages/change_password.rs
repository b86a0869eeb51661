//! The page on which a person chooses a new password.

use askama::Template;
use i18n_embed_fl::fl;

use crate::web::frame::Frame;

/// A field of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordField {
    /// The password that the person has now.
    Current,
    /// The one that they choose.
    New,
    /// The same once more.
    Repeat,
}

/// What is wrong with one field.
#[derive(Clone, Debug)]
pub struct PasswordProblem {
    /// The field beside which the sentence stands.
    pub field: PasswordField,
    /// What is wrong and what to do, in one sentence.
    pub sentence: String,
}

/// Asks for a new password.
#[derive(Clone, Debug, Template)]
#[template(path = "change_password.html")]
pub struct ChangePasswordPage {
    /// What stands around it.
    pub frame: Frame,
    /// The service that the person wants to reach, if any.
    pub provider: Option<String>,
    /// Whose password it is.
    pub email: String,
    /// Whether the current password is asked for; not right after it was given to sign in.
    pub ask_current: bool,
    /// Whether the person cannot go on without a new password.
    pub required: bool,
    /// The least length of a password.
    pub min_length: u32,
    /// What was wrong with the last attempt.
    pub problem: Option<PasswordProblem>,
    /// Where the form goes.
    pub action: String,
    /// What travels in the form unseen.
    pub hidden: Vec<(String, String)>,
}

impl ChangePasswordPage {
    fn is_wrong(&self, field: PasswordField) -> bool {
        self.problem.as_ref().is_some_and(|problem| problem.field == field)
    }

    /// Whether typing begins here: where something is wrong, else in the first field.
    fn is_first(&self, field: PasswordField) -> bool {
        let first = if self.ask_current { PasswordField::Current } else { PasswordField::New };
        field == self.problem.as_ref().map_or(first, |problem| problem.field)
    }

    /// This page in the states that it can be in.
    #[must_use]
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: frame.clone(),
            provider: None,
            email: "ada.lindqvist@northwind.example".to_owned(),
            ask_current: true,
            required: false,
            min_length: 12,
            problem: None,
            action: "/account/password".to_owned(),
            hidden: vec![("form".to_owned(), "v1.c2VhbGVk".to_owned())],
        };
        let required = Self {
            provider: Some("Helpdesk".to_owned()),
            ask_current: false,
            required: true,
            ..plain.clone()
        };
        let wrong = |field, sentence| Some(PasswordProblem { field, sentence });
        vec![
            (
                "current",
                Self {
                    problem: wrong(
                        PasswordField::Current,
                        fl!(frame.words, "refusal-wrong-current-password"),
                    ),
                    ..plain.clone()
                },
            ),
            (
                "common",
                Self {
                    problem: wrong(PasswordField::New, fl!(frame.words, "refusal-password-common")),
                    ..required.clone()
                },
            ),
            (
                "differ",
                Self {
                    problem: wrong(PasswordField::Repeat, fl!(frame.words, "refusal-passwords-differ")),
                    ..required.clone()
                },
            ),
            (
                "long",
                Self {
                    provider: Some(super::LONG_GERMAN.to_owned()),
                    email: format!("{}@{}.example", "maximilian".repeat(4), "northwind".repeat(4)),
                    ..required.clone()
                },
            ),
            ("japanese", Self { provider: Some(super::LONG_JAPANESE.to_owned()), ..required.clone() }),
            ("empty", Self { provider: None, hidden: Vec::new(), ..required.clone() }),
            ("required", required),
            ("plain", plain),
        ]
    }
}
