//! Says what will happen, and asks once more: before an address is changed, before administrators take their own
//! rights away, before somebody is deleted.

use askama::Template;
use i18n_embed_fl::fl;

use crate::web::frame::Frame;
use crate::web::pages::admin::{Section, Shell};
use crate::web::pages::{LONG_GERMAN, LONG_JAPANESE};

/// A word that must be typed, because what follows cannot be undone.
#[derive(Clone, Debug)]
pub struct Typed {
    /// What is asked for.
    pub label: String,
    /// What is wrong with what was typed.
    pub problem: String,
}

/// Asks once more.
#[derive(Clone, Debug, Template)]
#[template(path = "admin/person_confirm.html")]
pub struct PersonConfirmPage {
    /// What stands around it.
    pub frame: Frame,
    /// The administration around it.
    pub shell: Shell,
    /// What is about to be done, to whom.
    pub heading: String,
    /// Where the person's page is.
    pub person_path: String,
    /// Their name.
    pub name: String,
    /// What it means.
    pub sentences: Vec<String>,
    /// What changes: name, before, after.
    pub diff: Vec<(String, String, String)>,
    /// What stands above the points.
    pub points_lede: String,
    /// Whom it concerns, for example providers.
    pub points: Vec<String>,
    /// What must be typed.
    pub typed: Option<Typed>,
    /// What travels along unseen.
    pub carried: Vec<(String, String)>,
    /// Where the form goes, below the public URL's path.
    pub action: String,
    /// What the button says.
    pub button: String,
}

impl PersonConfirmPage {
    /// This page in the states that it can be in.
    #[must_use]
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: frame.clone(),
            shell: Shell::sample(Section::People),
            heading: "Change the address of Ada Lindqvist".to_owned(),
            person_path: "/admin/users/1".to_owned(),
            name: "Ada Lindqvist".to_owned(),
            sentences: vec!["There she may be another person.".to_owned()],
            diff: vec![(
                "E-mail".to_owned(),
                "ada.lindqvist@northwind.example".to_owned(),
                "ada.berg@northwind.example".to_owned(),
            )],
            points_lede: "Known by e-mail at".to_owned(),
            points: vec!["Helpdesk".to_owned(), "Wiki".to_owned()],
            typed: None,
            carried: vec![("email".to_owned(), "ada.berg@northwind.example".to_owned())],
            action: "/admin/users/1".to_owned(),
            button: "Change the address".to_owned(),
        };
        let long = Self {
            heading: LONG_GERMAN.to_owned(),
            name: LONG_JAPANESE.to_owned(),
            sentences: vec![LONG_JAPANESE.to_owned()],
            points: vec![LONG_GERMAN.to_owned(), LONG_JAPANESE.to_owned()],
            button: LONG_GERMAN.to_owned(),
            ..plain.clone()
        };
        let typed = |problem: &str| {
            Some(Typed { label: "ada.lindqvist@northwind.example".to_owned(), problem: problem.to_owned() })
        };
        let bare = Self { diff: Vec::new(), points: Vec::new(), ..plain.clone() };
        vec![
            ("typed", Self { typed: typed(""), ..bare.clone() }),
            ("mistyped", Self { typed: typed("That is something else."), ..bare }),
            ("long", long),
            ("plain", plain),
        ]
    }
}
