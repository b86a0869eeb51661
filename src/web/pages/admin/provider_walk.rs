//! The steps by which a provider is added, after its kind is chosen. What was filled in before travels in the page,
//! sealed.

use std::cmp::Ordering;

use askama::Template;
use i18n_embed_fl::fl;

use super::provider_parts::{ClaimsView, CopyValue, FieldKind, ProviderForm};
use super::{Section, Shell};
use crate::web::frame::Frame;

/// What the steps have in common.
#[derive(Clone, Debug)]
pub struct Walk {
    /// What kind of provider it is.
    pub kind: String,
    /// Where the forms go.
    pub action: String,
    /// What travels unseen in them.
    pub hidden: Vec<(String, String)>,
    /// The steps.
    pub steps: Vec<Step>,
}

/// One step of the walk.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its name.
    pub name: String,
    /// `done`, `now` or nothing.
    pub class: &'static str,
}

impl Step {
    pub(super) fn is_now(&self) -> bool {
        self.class == "now"
    }

    pub(super) fn is_done(&self) -> bool {
        self.class == "done"
    }
}

/// The steps while the one of that number is walked.
pub fn states(names: Vec<String>, now: usize) -> Vec<Step> {
    let class = |number: usize| match number.cmp(&now) {
        Ordering::Less => "done",
        Ordering::Equal => "now",
        Ordering::Greater => "",
    };
    names.into_iter().enumerate().map(|(number, name)| Step { name, class: class(number) }).collect()
}

pub(super) fn sample_steps(now: usize) -> Vec<Step> {
    let names = ["Kind", "Settings", "Secret", "Addresses", "Preview"];
    states(names.map(str::to_owned).to_vec(), now)
}

impl Walk {
    fn sample(now: usize) -> Self {
        Self {
            kind: "Zendesk".to_owned(),
            action: "/admin/providers/new/zendesk".to_owned(),
            hidden: vec![("draft".to_owned(), "v1.c2VhbGVk".to_owned())],
            steps: sample_steps(now),
        }
    }
}

/// The second step: its settings.
#[derive(Clone, Debug, Template)]
#[template(path = "admin/provider_walk_settings.html")]
pub struct WalkSettingsPage {
    /// What stands around it.
    pub frame: Frame,
    /// The administration around it.
    pub shell: Shell,
    /// The walk.
    pub walk: Walk,
    /// What an administrator should know of this kind.
    pub notes: Vec<String>,
    /// The form.
    pub form: ProviderForm,
}

impl WalkSettingsPage {
    /// This page in the states that it can be in.
    #[must_use]
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let page = |form| Self {
            frame: frame.clone(),
            shell: Shell::sample(Section::Providers),
            walk: Walk::sample(1),
            notes: vec![super::super::LONG_GERMAN.to_owned()],
            form,
        };
        vec![
            ("plain", page(ProviderForm::sample(""))),
            ("wrong", page(ProviderForm::sample("Fill this in."))),
        ]
    }
}

/// The third step: its shared secret.
#[derive(Clone, Debug, Template)]
#[template(path = "admin/provider_walk_secret.html")]
pub struct WalkSecretPage {
    /// What stands around it.
    pub frame: Frame,
    /// The administration around it.
    pub shell: Shell,
    /// The walk.
    pub walk: Walk,
    /// Which side makes the secret.
    pub who: String,
    /// Whether it is to be made here.
    pub is_made_here: bool,
    /// The secret that was given before, in words without it; empty for none.
    pub kept: String,
    /// What is wrong; empty for nothing.
    pub problem: String,
}

impl WalkSecretPage {
    /// This page in the states that it can be in.
    #[must_use]
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: frame.clone(),
            shell: Shell::sample(Section::Providers),
            walk: Walk::sample(2),
            who: "Zendesk shows a shared secret of its own: paste it here.".to_owned(),
            is_made_here: false,
            kept: String::new(),
            problem: String::new(),
        };
        let kept =
            Self { kept: "A secret of 48 bytes is kept.".to_owned(), is_made_here: true, ..plain.clone() };
        let wrong = Self { problem: "Paste the shared secret.".to_owned(), ..plain.clone() };
        vec![("plain", plain), ("kept", kept), ("wrong", wrong)]
    }
}

/// The fourth step: what is to be pasted at the provider.
#[derive(Clone, Debug, Template)]
#[template(path = "admin/provider_walk_paste.html")]
pub struct WalkPastePage {
    /// What stands around it.
    pub frame: Frame,
    /// The administration around it.
    pub shell: Shell,
    /// The walk.
    pub walk: Walk,
    /// What to paste; the secret among it when it was made here.
    pub values: Vec<CopyValue>,
    /// Whether the secret is among it.
    pub shows_secret: bool,
    /// Where tokens will go.
    pub endpoint: String,
    /// What is known of the secret.
    pub secret: String,
    /// What to mind.
    pub warnings: Vec<String>,
    /// What an administrator should know of this kind.
    pub notes: Vec<String>,
}

impl WalkPastePage {
    /// This page in the states that it can be in.
    #[must_use]
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: frame.clone(),
            shell: Shell::sample(Section::Providers),
            walk: Walk::sample(3),
            values: CopyValue::samples(),
            shows_secret: false,
            endpoint: "https://northwind.zendesk.com/access/jwt".to_owned(),
            secret: "48 bytes, fingerprint 66d30b4c56de".to_owned(),
            warnings: vec!["Its shared secret has 23 bytes.".to_owned()],
            notes: vec![super::super::LONG_GERMAN.to_owned()],
        };
        let made = Self { shows_secret: true, warnings: Vec::new(), ..plain.clone() };
        vec![("plain", plain), ("made", made)]
    }
}

/// The fifth step: what it would be told about a person.
#[derive(Clone, Debug, Template)]
#[template(path = "admin/provider_walk_preview.html")]
pub struct WalkPreviewPage {
    /// What stands around it.
    pub frame: Frame,
    /// The administration around it.
    pub shell: Shell,
    /// The walk.
    pub walk: Walk,
    /// The name that people read.
    pub name: String,
    /// Whose claims are shown.
    pub person: String,
    /// What is wrong with the address; empty for nothing.
    pub problem: String,
    /// The claims.
    pub preview: Option<ClaimsView>,
}

impl WalkPreviewPage {
    /// This page in the states that it can be in.
    #[must_use]
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let [whole, wanting] = ClaimsView::samples();
        let page = |preview, problem: &str| Self {
            frame: frame.clone(),
            shell: Shell::sample(Section::Providers),
            walk: Walk::sample(4),
            name: "Helpdesk".to_owned(),
            person: "ann.lee@northwind.example".to_owned(),
            problem: problem.to_owned(),
            preview,
        };
        vec![
            ("whole", page(Some(whole), "")),
            ("wanting", page(Some(wanting), "")),
            ("nobody", page(None, "Nobody has this address.")),
        ]
    }
}
