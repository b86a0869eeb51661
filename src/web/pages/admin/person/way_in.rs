//! Shows a one-time password or an invitation's link, this once.

use askama::Template;
use i18n_embed_fl::fl;

use crate::domain::clock::Timestamp;
use crate::web::frame::Frame;
use crate::web::moment::Moment;
use crate::web::pages::LONG_GERMAN;
use crate::web::pages::admin::{Section, Shell};

/// What is handed on to the person.
#[derive(Clone, Debug, Template)]
#[template(path = "admin/person_way_in.html")]
pub struct WayInPage {
    /// What stands around it.
    pub frame: Frame,
    /// The administration around it.
    pub shell: Shell,
    /// What was done, to whom.
    pub heading: String,
    /// A link, and not a password.
    pub is_link: bool,
    /// What is shown once.
    pub secret: String,
    /// Until when it can be used.
    pub until: Moment,
    /// Where the person's page is.
    pub person_path: String,
    /// Their name.
    pub name: String,
}

impl WayInPage {
    /// This page in the states that it can be in.
    #[must_use]
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let now = Timestamp::from_micros(1_795_000_000_000_000);
        let plain = Self {
            frame: frame.clone(),
            shell: Shell::sample(Section::People),
            heading: "Ada Lindqvist was added".to_owned(),
            is_link: false,
            secret: "k3fgh-7mnpq-r2stu-v9wxy".to_owned(),
            until: Moment::of(&frame.words, now, now.plus(std::time::Duration::from_secs(259_200))),
            person_path: "/admin/users/1".to_owned(),
            name: "Ada Lindqvist".to_owned(),
        };
        let secret = format!("https://sso.northwind.example/invitation/{}", "x".repeat(43));
        let link = Self { is_link: true, secret, heading: LONG_GERMAN.to_owned(), ..plain.clone() };
        vec![("link", link), ("password", plain)]
    }
}
