//! The page that adds a person.

use askama::Template;
use i18n_embed_fl::fl;

use super::PersonFields;
use crate::web::frame::Frame;
use crate::web::pages::admin::{Section, Shell};
use crate::web::pages::{LONG_GERMAN, LONG_JAPANESE};

/// Asks for what is known of somebody new.
#[derive(Clone, Debug, Template)]
#[template(path = "admin/person_new.html")]
pub struct NewPersonPage {
    /// What stands around it.
    pub frame: Frame,
    /// The administration around it.
    pub shell: Shell,
    /// What is filled in.
    pub fields: PersonFields,
    /// The person gets a link; otherwise a one-time password.
    pub is_invited: bool,
    /// How long either can be used, in hours.
    pub hours: u64,
    /// Why nothing was done, where no field is to blame.
    pub refusal: Option<String>,
}

impl NewPersonPage {
    /// This page in the states that it can be in.
    #[must_use]
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let empty = Self {
            frame: frame.clone(),
            shell: Shell::sample(Section::People),
            fields: PersonFields { new_attributes: vec![Default::default()], ..PersonFields::default() },
            is_invited: true,
            hours: 72,
            refusal: None,
        };
        let long = PersonFields::long_sample(LONG_GERMAN);
        let refusal = Some(LONG_JAPANESE.to_owned());
        vec![
            ("filled", Self { fields: PersonFields::sample(), is_invited: false, ..empty.clone() }),
            ("wrong", Self { fields: long, refusal, ..empty.clone() }),
            ("empty", empty),
        ]
    }
}
