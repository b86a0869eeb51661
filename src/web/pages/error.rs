//! The page for a refusal or a fault: what happened, what to do now, and a reference.

use askama::Template;
use i18n_embed_fl::fl;

use crate::web::frame::Frame;

/// Says what happened and what the person can do now.
#[derive(Clone, Debug, Template)]
#[template(path = "error.html")]
pub struct ErrorPage {
    /// What stands around it. Its request id is shown as the reference.
    pub frame: Frame,
    /// The status of the response.
    pub status: u16,
    /// What happened, in a few words.
    pub heading: String,
    /// What happened, in a sentence.
    pub sentence: String,
    /// What the person can do now.
    pub advice: Vec<String>,
    /// The one next step that we can offer: its words and its address.
    pub action: Option<(String, String)>,
    /// The service's own message, which is shown as a quotation.
    pub quoted: Option<String>,
}

impl ErrorPage {
    /// This page in the states that it can be in.
    #[must_use]
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let words = &frame.words;
        let not_found = Self {
            frame: frame.clone(),
            status: 404,
            heading: fl!(words, "refusal-not-found-heading"),
            sentence: fl!(words, "refusal-not-found"),
            advice: vec![fl!(words, "refusal-not-found-advice")],
            action: Some((fl!(words, "launch-title"), "/".to_owned())),
            quoted: None,
        };
        let provider_error = |provider: &str, quoted: &str| Self {
            status: 200,
            heading: fl!(words, "refusal-provider-error-heading", provider = provider),
            sentence: fl!(words, "refusal-provider-error", provider = provider),
            advice: vec![fl!(words, "refusal-provider-error-advice", provider = provider)],
            action: Some((fl!(words, "delivered-button", provider = provider), "/".to_owned())),
            quoted: Some(quoted.to_owned()),
            ..not_found.clone()
        };
        let mut bare = Self {
            status: 500,
            heading: fl!(words, "fault-internal-heading"),
            sentence: fl!(words, "fault-internal"),
            advice: Vec::new(),
            action: None,
            ..not_found.clone()
        };
        bare.frame.request_id.clear();
        vec![
            (
                "away",
                Self {
                    status: 503,
                    heading: fl!(words, "fault-unavailable-heading"),
                    sentence: fl!(words, "fault-unavailable"),
                    advice: vec![fl!(words, "fault-unavailable-advice")],
                    action: None,
                    ..not_found.clone()
                },
            ),
            (
                "loop",
                Self {
                    status: 429,
                    heading: fl!(words, "refusal-sign-in-loop-heading", provider = "Helpdesk"),
                    sentence: fl!(words, "refusal-sign-in-loop", provider = "Helpdesk"),
                    advice: vec![fl!(words, "refusal-sign-in-loop-advice", provider = "Helpdesk")],
                    action: None,
                    ..not_found.clone()
                },
            ),
            ("plain", not_found.clone()),
            ("quoted", provider_error("Helpdesk", "User is invalid: External is not unique <id 4711>")),
            ("long", provider_error(super::LONG_GERMAN, &"kein Konto ".repeat(60))),
            ("japanese", provider_error(super::LONG_JAPANESE, "ユーザーが見つかりません")),
            ("empty", bare),
        ]
    }
}
