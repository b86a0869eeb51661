//! The page on which a person who was invited chooses their password.

use askama::Template;
use i18n_embed_fl::fl;

use super::{PasswordField, PasswordProblem};
use crate::web::frame::Frame;

/// Asks for the password of a new account.
#[derive(Clone, Debug, Template)]
#[template(path = "invitation.html")]
pub struct InvitationPage {
    /// What stands around it.
    pub frame: Frame,
    /// Whose account it is; `None` when only the address is known.
    pub name: Option<String>,
    /// The account's address.
    pub email: String,
    /// Who else is signed in in this browser, and will be no more.
    pub signed_in_as: Option<String>,
    /// The least length of a password.
    pub min_length: u32,
    /// What was wrong with the last attempt.
    pub problem: Option<PasswordProblem>,
    /// Where the form goes.
    pub action: String,
}

impl InvitationPage {
    fn is_wrong(&self, field: PasswordField) -> bool {
        self.problem.as_ref().is_some_and(|problem| problem.field == field)
    }

    fn is_first(&self, field: PasswordField) -> bool {
        field == self.problem.as_ref().map_or(PasswordField::New, |problem| problem.field)
    }

    /// This page in the states that it can be in.
    #[must_use]
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: frame.clone(),
            name: Some("Ada Lindqvist".to_owned()),
            email: "ada.lindqvist@northwind.example".to_owned(),
            signed_in_as: None,
            min_length: 15,
            problem: None,
            action: "/invitation/c2FtcGxl".to_owned(),
        };
        let wrong = |field, sentence| Some(PasswordProblem { field, sentence });
        vec![
            (
                "common",
                Self {
                    problem: wrong(PasswordField::New, fl!(frame.words, "refusal-password-common")),
                    ..plain.clone()
                },
            ),
            (
                "differ",
                Self {
                    problem: wrong(PasswordField::Repeat, fl!(frame.words, "refusal-passwords-differ")),
                    ..plain.clone()
                },
            ),
            (
                "long",
                Self {
                    name: Some(super::LONG_GERMAN.to_owned()),
                    signed_in_as: Some(super::LONG_GERMAN.to_owned()),
                    email: format!("{}@{}.example", "maximilian".repeat(4), "northwind".repeat(4)),
                    ..plain.clone()
                },
            ),
            ("japanese", Self { name: Some(super::LONG_JAPANESE.to_owned()), ..plain.clone() }),
            ("nameless", Self { name: None, ..plain.clone() }),
            ("plain", plain),
        ]
    }
}
