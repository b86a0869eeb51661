//! The list of providers, and the list of kinds that one can be added of.

use askama::Template;
use i18n_embed_fl::fl;

use super::provider_walk::Step;
use super::{Section, Shell};
use crate::domain::clock::Timestamp;
use crate::web::frame::Frame;
use crate::web::moment::Moment;

/// One provider in the list.
#[derive(Clone, Debug)]
pub struct ProviderCard {
    /// Its name.
    pub name: String,
    /// Its page.
    pub href: String,
    /// What kind it is.
    pub kind: String,
    /// Its name in addresses.
    pub slug: String,
    /// Switched on.
    pub is_enabled: bool,
    /// Whom it is open to.
    pub audience: String,
    /// When the last token was minted for it.
    pub last_token: Option<Moment>,
    /// The last refusal or error, in words.
    pub last_error: Option<(Moment, String)>,
    /// Nothing went well since that error.
    pub is_failing: bool,
    /// What the administrator should look at.
    pub warnings: Vec<String>,
}

/// The list of providers.
#[derive(Clone, Debug, Template)]
#[template(path = "admin/providers.html")]
pub struct ProvidersPage {
    /// What stands around it.
    pub frame: Frame,
    /// The administration around it.
    pub shell: Shell,
    /// The providers in order of their names.
    pub cards: Vec<ProviderCard>,
}

impl ProvidersPage {
    /// This page in the states that it can be in.
    #[must_use]
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let now = Timestamp::from_micros(1_795_000_000_000_000);
        let moment = |minutes: u64| {
            Moment::of(&frame.words, now, now.minus(std::time::Duration::from_secs(60 * minutes)))
        };
        let good = ProviderCard {
            name: "Helpdesk".to_owned(),
            href: "/admin/providers/desk".to_owned(),
            kind: "Zendesk".to_owned(),
            slug: "desk".to_owned(),
            is_enabled: true,
            audience: "staff, support".to_owned(),
            last_token: Some(moment(3)),
            last_error: None,
            is_failing: false,
            warnings: Vec::new(),
        };
        let failing = ProviderCard {
            name: super::super::LONG_GERMAN.to_owned(),
            last_error: Some((moment(1), "ann.lee@northwind.example is in none of its groups.".to_owned())),
            is_failing: true,
            warnings: vec!["Its shared secret has 23 bytes; at least 32 would be good.".to_owned()],
            ..good.clone()
        };
        let fresh = ProviderCard {
            name: super::super::LONG_JAPANESE.to_owned(),
            is_enabled: false,
            last_token: None,
            ..good.clone()
        };
        let page = |cards| Self { frame: frame.clone(), shell: Shell::sample(Section::Providers), cards };
        vec![("some", page(vec![good, failing, fresh])), ("empty", page(Vec::new()))]
    }
}

/// One kind of providers.
#[derive(Clone, Debug)]
pub struct ProfileChoice {
    /// What people call it.
    pub title: String,
    /// Its place in listings.
    pub category: String,
    /// Where its form is.
    pub href: String,
    /// What it does with people it does not know.
    pub people: String,
}

/// The first step of the walk: which kind.
#[derive(Clone, Debug, Template)]
#[template(path = "admin/provider_profiles.html")]
pub struct ProfilesPage {
    /// What stands around it.
    pub frame: Frame,
    /// The administration around it.
    pub shell: Shell,
    /// What is searched for.
    pub query: String,
    /// The categories: address, name, how many, whether it is chosen.
    pub categories: Vec<(String, String, usize, bool)>,
    /// The word of the category that is chosen; empty for all.
    pub category: String,
    /// The kinds that are found.
    pub profiles: Vec<ProfileChoice>,
    /// The kinds that fit everything else.
    pub generic_href: String,
    /// The steps of the walk.
    pub steps: Vec<Step>,
}

impl ProfilesPage {
    /// This page in the states that it can be in.
    #[must_use]
    pub fn samples(frame: &Frame) -> Vec<(&'static str, Self)> {
        let choice = |title: &str, category: &str| ProfileChoice {
            title: title.to_owned(),
            category: category.to_owned(),
            href: "/admin/providers/new/zendesk".to_owned(),
            people: "It makes accounts for people it does not know.".to_owned(),
        };
        let category = |name: &str, count, is_chosen| {
            ("/admin/providers/new".to_owned(), name.to_owned(), count, is_chosen)
        };
        let some = Self {
            frame: frame.clone(),
            shell: Shell::sample(Section::Providers),
            query: String::new(),
            categories: vec![category("All", 7, true), category("Help desks", 3, false)],
            category: String::new(),
            profiles: vec![choice("Zendesk", "Help desks"), choice("IT Glue", "Documentation")],
            generic_href: "/admin/providers/new?category=generic".to_owned(),
            steps: super::provider_walk::sample_steps(0),
        };
        let none = Self { query: "Kayak".to_owned(), profiles: Vec::new(), ..some.clone() };
        vec![("some", some), ("none", none)]
    }
}
