//! The page after signing out. It says of each service what is known, and no more.

use askama::Template;
use i18n_embed_fl::fl;

use crate::web::frame::Frame;

/// What is known about one service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignOutResult {
    /// It has said that the person is signed out.
    Confirmed,
    /// It was asked and has not answered.
    Unconfirmed,
    /// It cannot be asked.
    NotOffered,
}

/// One service in which the person was signed in.
#[derive(Clone, Debug)]
pub struct SignOutOutcome {
    /// Its name.
    pub provider: String,
    /// What is known about it.
    pub result: SignOutResult,
    /// Where the person can look or sign out by hand.
    pub link: Option<String>,
}

/// Says that the person is signed out, and where perhaps not.
#[derive(Clone, Debug, Template)]
#[template(path = "signed_out.html")]
pub struct SignedOutPage {
    /// What stands around it.
    pub frame: Frame,
    /// The services in which the person was signed in.
    pub outcomes: Vec<SignOutOutcome>,
    /// Where they can sign in again.
    pub sign_in_url: String,
}

impl SignedOutPage {
    fn is_complete(&self) -> bool {
        self.outcomes.iter().all(|outcome| outcome.result == SignOutResult::Confirmed)
    }

    /// This page in the states that it can be in.
    #[must_use]
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let outcome = |name: &str, result, link: Option<&str>| SignOutOutcome {
            provider: name.to_owned(),
            result,
            link: link.map(str::to_owned),
        };
        let page = |outcomes| Self { frame: frame.clone(), outcomes, sign_in_url: "/sign-in".to_owned() };
        let mixed = vec![
            outcome("Helpdesk", SignOutResult::Confirmed, None),
            outcome("Roadmap", SignOutResult::Unconfirmed, Some("https://roadmap.example/")),
            outcome("Metabase", SignOutResult::NotOffered, Some("https://metabase.example/")),
        ];
        let long = vec![
            outcome(super::LONG_GERMAN, SignOutResult::Confirmed, None),
            outcome(super::LONG_JAPANESE, SignOutResult::NotOffered, Some("https://a.example/")),
        ];
        vec![
            ("mixed", page(mixed)),
            ("long", page(long)),
            ("plain", page(vec![outcome("Helpdesk", SignOutResult::Confirmed, None)])),
            ("empty", page(Vec::new())),
        ]
    }
}
