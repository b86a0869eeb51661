//! The sign-in page: who are you?

use askama::Template;
use i18n_embed_fl::fl;

use crate::web::frame::Frame;

/// Asks for an e-mail address and a password.
#[derive(Clone, Debug, Template)]
#[template(path = "sign_in.html")]
pub struct SignInPage {
    /// What stands around it.
    pub frame: Frame,
    /// The service that the person wants to reach, if any.
    pub provider: Option<String>,
    /// The address that was typed before, or is known.
    pub email: String,
    /// Why the last attempt was refused, in one sentence.
    pub refusal: Option<String>,
    /// Where the form goes.
    pub action: String,
    /// What travels in the form unseen.
    pub hidden: Vec<(String, String)>,
}

impl SignInPage {
    /// This page in the states that it can be in.
    #[must_use]
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: frame.clone(),
            provider: Some("Helpdesk".to_owned()),
            email: String::new(),
            refusal: None,
            action: "/sign-in/password".to_owned(),
            hidden: vec![("pending".to_owned(), "v1.c2VhbGVk".to_owned())],
        };
        let refused = Self {
            email: "ada.lindqvist@northwind.example".to_owned(),
            refusal: Some(fl!(frame.words, "refusal-wrong-credentials")),
            ..plain.clone()
        };
        vec![
            ("plain", plain.clone()),
            ("refused", refused.clone()),
            ("known", Self { email: "ada.lindqvist@northwind.example".to_owned(), ..plain.clone() }),
            ("expired", Self { refusal: Some(fl!(frame.words, "refusal-form-expired")), ..plain.clone() }),
            ("away", Self { refusal: Some(fl!(frame.words, "fault-unavailable")), ..refused.clone() }),
            (
                "waiting",
                Self {
                    refusal: Some(fl!(frame.words, "refusal-too-many-attempts", minutes = 15)),
                    ..refused.clone()
                },
            ),
            ("busy", Self { refusal: Some(fl!(frame.words, "refusal-too-busy")), ..plain.clone() }),
            ("long", Self { provider: Some(super::LONG_GERMAN.to_owned()), ..plain.clone() }),
            ("japanese", Self { provider: Some(super::LONG_JAPANESE.to_owned()), ..plain.clone() }),
            ("empty", Self { provider: None, hidden: Vec::new(), ..plain }),
        ]
    }
}
