//! The page that brings a person from one service's own sign-out address to the next.

use askama::Template;
use i18n_embed_fl::fl;

use crate::web::frame::Frame;

/// Takes the browser to one service's sign-out address, and shows how far it has come.
#[derive(Clone, Debug, Template)]
#[template(path = "sign_out_walk.html")]
pub struct SignOutWalkPage {
    /// What stands around it.
    pub frame: Frame,
    /// The service that is asked now.
    pub provider: String,
    /// Its sign-out address.
    pub href: String,
    /// The services that were asked before.
    pub done: Vec<String>,
    /// The services that will be asked after this one.
    pub waiting: Vec<String>,
    /// Where the walk goes on without this service.
    pub skip_url: String,
}

impl SignOutWalkPage {
    /// This page in the states that it can be in.
    #[must_use]
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: frame.clone(),
            provider: "Roadmap".to_owned(),
            href: "https://acme.example/session/end;x?y='1'&z=2".to_owned(),
            done: vec!["Helpdesk".to_owned()],
            waiting: vec!["Metabase".to_owned(), "Ideas".to_owned()],
            skip_url: "/sign-out/next".to_owned(),
        };
        vec![
            (
                "long",
                Self {
                    provider: super::LONG_GERMAN.to_owned(),
                    done: vec![super::LONG_JAPANESE.to_owned()],
                    ..plain.clone()
                },
            ),
            ("empty", Self { done: Vec::new(), waiting: Vec::new(), ..plain.clone() }),
            ("plain", plain),
        ]
    }
}
