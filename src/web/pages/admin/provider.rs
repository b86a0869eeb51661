//! The page of one provider, and the small pages that lead on from it.

use askama::Template;
use i18n_embed_fl::fl;

use super::provider_parts::{ClaimsView, CopyValue, FieldKind, ProviderEvent, ProviderForm, SecretView};
use super::{Section, Shell};
use crate::domain::clock::Timestamp;
use crate::web::frame::Frame;
use crate::web::moment::Moment;

/// Everything about one provider.
#[derive(Clone, Debug, Template)]
#[template(path = "admin/provider.html")]
pub struct ProviderPage {
    /// What stands around it.
    pub frame: Frame,
    /// The administration around it.
    pub shell: Shell,
    /// The name that people read.
    pub name: String,
    /// What kind it is.
    pub kind: String,
    /// Its own address, below the public URL's path.
    pub path: String,
    /// Switched on.
    pub is_enabled: bool,
    /// What the administrator should look at.
    pub warnings: Vec<String>,
    /// What to paste at the provider.
    pub values: Vec<CopyValue>,
    /// Where tokens go.
    pub endpoint: String,
    /// Hosts that people may be returned to.
    pub hosts: String,
    /// What an administrator should know of this kind.
    pub notes: Vec<String>,
    /// Its settings; `None` while its profile is not there.
    pub form: Option<ProviderForm>,
    /// By which the form knows whether somebody else changed the provider meanwhile.
    pub seen: String,
    /// The secret that signs.
    pub current: SecretView,
    /// The staged one.
    pub staged: Option<SecretView>,
    /// The former one.
    pub former: Option<SecretView>,
    /// A staged secret is to be made here.
    pub is_made_here: bool,
    /// What is wrong with a secret that was to be staged; empty for nothing.
    pub secret_problem: String,
    /// Whose claims are offered to look at.
    pub person: String,
    /// What happened lately.
    pub recent: Vec<ProviderEvent>,
}

impl ProviderPage {
    /// This page in the states that it can be in.
    #[must_use]
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let now = Timestamp::from_micros(1_795_000_000_000_000);
        let moment = Moment::of(&frame.words, now, now);
        let secret = |fingerprint: &str| SecretView {
            fingerprint: fingerprint.to_owned(),
            length: "48 bytes".to_owned(),
            since: Some(moment.clone()),
        };
        let event =
            |what: &str, is_error| ProviderEvent { at: moment.clone(), what: what.to_owned(), is_error };
        let plain = Self {
            frame: frame.clone(),
            shell: Shell::sample(Section::Providers),
            name: "Helpdesk".to_owned(),
            kind: "Zendesk".to_owned(),
            path: "/admin/providers/desk".to_owned(),
            is_enabled: true,
            warnings: Vec::new(),
            values: CopyValue::samples(),
            endpoint: "https://northwind.zendesk.com/access/jwt".to_owned(),
            hosts: "northwind.zendesk.com".to_owned(),
            notes: vec![super::super::LONG_GERMAN.to_owned()],
            form: Some(ProviderForm::sample("")),
            seen: "1795000000000000".to_owned(),
            current: secret("66d30b4c56de"),
            staged: None,
            former: None,
            is_made_here: false,
            secret_problem: String::new(),
            person: "ada.lindqvist@northwind.example".to_owned(),
            recent: vec![
                event("A token for ann.lee@northwind.example", false),
                event("bo.kumar@northwind.example is in none of its groups.", true),
            ],
        };
        let rotating = Self {
            name: super::super::LONG_GERMAN.to_owned(),
            staged: Some(secret("0b4c566d30de")),
            former: Some(SecretView { since: None, ..secret("c56de66d30b4") }),
            warnings: vec!["Its shared secret has 23 bytes.".to_owned()],
            ..plain.clone()
        };
        let fresh = Self {
            name: super::super::LONG_JAPANESE.to_owned(),
            is_enabled: false,
            recent: Vec::new(),
            form: Some(ProviderForm::sample("Fill this in.")),
            secret_problem: "Paste the shared secret.".to_owned(),
            ..plain.clone()
        };
        vec![("plain", plain), ("rotating", rotating), ("fresh", fresh)]
    }
}

/// What would be different.
#[derive(Clone, Debug, Template)]
#[template(path = "admin/provider_review.html")]
pub struct ProviderReviewPage {
    /// What stands around it.
    pub frame: Frame,
    /// The administration around it.
    pub shell: Shell,
    /// The name that people read.
    pub name: String,
    /// The provider's page, below the public URL's path.
    pub path: String,
    /// Each changed thing: what, before, after; empty for nothing there.
    pub changes: Vec<(String, String, String)>,
    /// What to mind.
    pub warnings: Vec<String>,
    /// What was filled in.
    pub fields: Vec<(String, String)>,
}

impl ProviderReviewPage {
    /// This page in the states that it can be in.
    #[must_use]
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let change =
            |what: &str, before: &str, after: &str| (what.to_owned(), before.to_owned(), after.to_owned());
        let page = Self {
            frame: frame.clone(),
            shell: Shell::sample(Section::Providers),
            name: "Helpdesk".to_owned(),
            path: "/admin/providers/desk".to_owned(),
            changes: vec![
                change("Subdomain", "acme", super::super::LONG_GERMAN),
                change("Open to", "staff", "everyone"),
                change("Further hosts", "help.northwind.example", ""),
            ],
            warnings: vec!["From now on everyone can use it.".to_owned()],
            fields: vec![("name".to_owned(), "Helpdesk".to_owned())],
        };
        vec![("plain", page)]
    }
}

/// A secret that is staged; when it was made here it is shown now and never again.
#[derive(Clone, Debug, Template)]
#[template(path = "admin/provider_staged.html")]
pub struct ProviderStagedPage {
    /// What stands around it.
    pub frame: Frame,
    /// The administration around it.
    pub shell: Shell,
    /// The name that people read.
    pub name: String,
    /// The provider's page, below the public URL's path.
    pub path: String,
    /// The secret.
    pub value: CopyValue,
    /// What is known of it.
    pub secret: String,
    /// What to mind.
    pub warnings: Vec<String>,
}

impl ProviderStagedPage {
    /// This page in the states that it can be in.
    #[must_use]
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let secret = "qG3v0YJ6yQm1n8o2S0d9cQxR4tUw7zAbqG3v0YJ6yQm".to_owned();
        let page = Self {
            frame: frame.clone(),
            shell: Shell::sample(Section::Providers),
            name: "Helpdesk".to_owned(),
            path: "/admin/providers/desk".to_owned(),
            value: CopyValue::new("secret", "Shared secret".to_owned(), secret),
            secret: "43 bytes, fingerprint 66d30b4c56de".to_owned(),
            warnings: vec![super::super::LONG_GERMAN.to_owned()],
        };
        vec![("plain", page)]
    }
}

/// What the provider would be told about a person.
#[derive(Clone, Debug, Template)]
#[template(path = "admin/provider_preview.html")]
pub struct ProviderPreviewPage {
    /// What stands around it.
    pub frame: Frame,
    /// The administration around it.
    pub shell: Shell,
    /// The name that people read.
    pub name: String,
    /// The provider's page, below the public URL's path.
    pub path: String,
    /// Whose claims are shown.
    pub person: String,
    /// What is wrong; empty for nothing.
    pub problem: String,
    /// The claims.
    pub preview: Option<ClaimsView>,
}

impl ProviderPreviewPage {
    /// This page in the states that it can be in.
    #[must_use]
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let [whole, wanting] = ClaimsView::samples();
        let page = |preview, problem: &str| Self {
            frame: frame.clone(),
            shell: Shell::sample(Section::Providers),
            name: "Helpdesk".to_owned(),
            path: "/admin/providers/desk".to_owned(),
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

/// Asks whether something should go for good, and has its name typed.
#[derive(Clone, Debug, Template)]
#[template(path = "admin/provider_farewell.html")]
pub struct ProviderFarewellPage {
    /// What stands around it.
    pub frame: Frame,
    /// The administration around it.
    pub shell: Shell,
    /// The name that people read.
    pub name: String,
    /// The provider's page, below the public URL's path.
    pub path: String,
    /// What is asked.
    pub heading: String,
    /// What will happen.
    pub lede: String,
    /// Where the form goes.
    pub action: String,
    /// What travels in it unseen.
    pub fields: Vec<(String, String)>,
    /// What must be typed.
    pub word: String,
    /// What was typed.
    pub typed: String,
    /// What is wrong; empty for nothing.
    pub problem: String,
    /// What the button says.
    pub button: String,
}

impl ProviderFarewellPage {
    /// This page in the states that it can be in.
    #[must_use]
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let plain = Self {
            frame: frame.clone(),
            shell: Shell::sample(Section::Providers),
            name: "Helpdesk".to_owned(),
            path: "/admin/providers/desk".to_owned(),
            heading: "Delete Helpdesk?".to_owned(),
            lede: super::super::LONG_GERMAN.to_owned(),
            action: "/admin/providers/desk/delete".to_owned(),
            fields: Vec::new(),
            word: "desk".to_owned(),
            typed: String::new(),
            problem: String::new(),
            button: "Delete Helpdesk".to_owned(),
        };
        let wrong = Self { typed: "dsek".to_owned(), problem: "Type desk.".to_owned(), ..plain.clone() };
        vec![("plain", plain), ("wrong", wrong)]
    }
}
