//! The page on which the first administrator is made.

use askama::Template;
use i18n_embed_fl::fl;

use crate::web::frame::Frame;

/// A field of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstField {
    /// The address.
    Email,
    /// Given name.
    FirstName,
    /// Family name.
    LastName,
    /// The password.
    New,
    /// The same once more.
    Repeat,
}

/// What is wrong with one field.
#[derive(Clone, Debug)]
pub struct FirstProblem {
    /// The field beside which the sentence stands.
    pub field: FirstField,
    /// What is wrong and what to do, in one sentence.
    pub sentence: String,
}

/// Asks who is to administer.
#[derive(Clone, Debug, Template)]
#[template(path = "first_administrator.html")]
pub struct FirstAdministratorPage {
    /// What stands around it.
    pub frame: Frame,
    /// The address that was typed.
    pub email: String,
    /// The given name that was typed.
    pub first_name: String,
    /// The family name that was typed.
    pub last_name: String,
    /// The least length of a password.
    pub min_length: u32,
    /// What was wrong with the last attempt.
    pub problem: Option<FirstProblem>,
    /// Where the form goes.
    pub action: String,
}

impl FirstAdministratorPage {
    fn is_wrong(&self, field: FirstField) -> bool {
        self.problem.as_ref().is_some_and(|problem| problem.field == field)
    }

    /// Whether typing begins here: where something is wrong, else in the first field.
    fn is_first(&self, field: FirstField) -> bool {
        field == self.problem.as_ref().map_or(FirstField::Email, |problem| problem.field)
    }

    /// This page in the states that it can be in.
    #[must_use]
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: Frame { person: None, ..frame.clone() },
            email: String::new(),
            first_name: String::new(),
            last_name: String::new(),
            min_length: 15,
            problem: None,
            action: "/first-administrator/c2VjcmV0".to_owned(),
        };
        let typed = Self {
            email: "ada.lindqvist@northwind.example".to_owned(),
            first_name: "Ada".to_owned(),
            last_name: "Lindqvist".to_owned(),
            ..plain.clone()
        };
        let wrong = |field, sentence| Some(FirstProblem { field, sentence });
        vec![
            (
                "email",
                Self {
                    email: "ada".to_owned(),
                    problem: wrong(FirstField::Email, fl!(frame.words, "first-admin-email-wrong")),
                    ..typed.clone()
                },
            ),
            (
                "taken",
                Self {
                    problem: wrong(FirstField::Email, fl!(frame.words, "first-admin-email-taken")),
                    ..typed.clone()
                },
            ),
            (
                "name",
                Self {
                    first_name: super::LONG_JAPANESE.to_owned(),
                    last_name: super::LONG_GERMAN.to_owned(),
                    problem: wrong(
                        FirstField::LastName,
                        fl!(frame.words, "first-admin-name-wrong", most = 100),
                    ),
                    ..typed.clone()
                },
            ),
            (
                "common",
                Self {
                    problem: wrong(FirstField::New, fl!(frame.words, "refusal-password-common")),
                    ..typed.clone()
                },
            ),
            (
                "differ",
                Self {
                    problem: wrong(FirstField::Repeat, fl!(frame.words, "refusal-passwords-differ")),
                    ..typed
                },
            ),
            ("plain", plain),
        ]
    }
}
