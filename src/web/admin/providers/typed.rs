//! What an administrator fills in about a provider: read as it was typed, judged field by field, and shown again.

use std::collections::{BTreeMap, BTreeSet};

use i18n_embed_fl::fl;
use serde::{Deserialize, Serialize};

use super::told;
use crate::domain::group::{Audience, GroupName};
use crate::domain::person_text::{self, MAX_NAME};
use crate::domain::provider::ServiceProvider;
use crate::domain::sign_in_age::{MAX_MINUTES, SignInAge};
use crate::profile::ProviderProfile;
use crate::profile::schema::{SettingKind, SettingSpec};
use crate::profile::settings::ALLOWED_HOSTS;
use crate::web::form::Form;
use crate::web::language::Language;
use crate::web::pages::admin::provider_parts::{Field, FieldKind, GroupTick, ProviderForm};
use crate::web::problem::Problem;

/// What is wrong, by the field beside which it stands; [`WHOLE`] for what concerns no single one.
pub type Problems = BTreeMap<String, String>;

/// The place of what concerns the whole form.
pub const WHOLE: &str = "";
/// The name that people read.
pub const NAME: &str = "name";
/// The name in addresses.
pub const SLUG: &str = "slug";
const SETTING: &str = "set.";
const GROUP: &str = "group.";
const AUDIENCE: &str = "audience";
const MORE_GROUPS: &str = "more_groups";
const AGE: &str = "session_age";
const LONGEST: &str = "1000";

/// As it was typed.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Typed {
    pub name: String,
    pub slug: String,
    pub settings: BTreeMap<String, String>,
    pub is_for_everyone: bool,
    pub groups: BTreeSet<String>,
    pub more_groups: String,
    pub age: String,
}

/// As it can be stored.
pub struct Judged {
    pub name: String,
    pub settings: BTreeMap<String, String>,
    /// Empty for everyone.
    pub groups: BTreeSet<GroupName>,
    pub age: Option<SignInAge>,
}

impl Typed {
    /// Reads the form.
    pub fn read(form: &Form) -> Result<Self, Problem> {
        let mut settings = BTreeMap::new();
        for name in form.ticked(SETTING) {
            settings.insert(name.to_owned(), form.line(&format!("{SETTING}{name}"))?.to_owned());
        }
        let line = |name: &str| form.line(name).map(|value| value.trim().to_owned());
        Ok(Self {
            name: line(NAME)?,
            slug: line(SLUG)?,
            settings,
            is_for_everyone: form.raw(AUDIENCE) == "everyone",
            groups: form.ticked(GROUP).map(str::to_owned).collect(),
            more_groups: line(MORE_GROUPS)?,
            age: line(AGE)?,
        })
    }

    /// A provider as it is, as if it had been typed.
    pub fn of(provider: &ServiceProvider) -> Self {
        Self {
            name: provider.name.clone(),
            slug: provider.slug.to_string(),
            settings: provider.settings.clone(),
            is_for_everyone: provider.audience == Audience::Everyone,
            groups: provider.audience.groups().iter().map(ToString::to_string).collect(),
            more_groups: String::new(),
            age: provider.max_sign_in_age.map(|age| age.minutes().to_string()).unwrap_or_default(),
        }
    }

    /// The same as fields of a form.
    pub fn fields(&self) -> Vec<(String, String)> {
        let settings = self.settings.iter().map(|(name, value)| (format!("{SETTING}{name}"), value.clone()));
        let groups = self.groups.iter().map(|name| (format!("{GROUP}{name}"), "on".to_owned()));
        let audience = if self.is_for_everyone { "everyone" } else { "groups" };
        let lines =
            [(NAME, &self.name), (SLUG, &self.slug), (MORE_GROUPS, &self.more_groups), (AGE, &self.age)];
        let lines = lines.map(|(name, value)| (name.to_owned(), value.clone()));
        let audience = [(AUDIENCE.to_owned(), audience.to_owned())];
        lines.into_iter().chain(audience).chain(settings).chain(groups).collect()
    }

    /// Judges everything but the name in addresses. All problems are told at once.
    pub fn judge(&self, words: &Language, profile: &ProviderProfile) -> Result<Judged, Problems> {
        let mut problems = Problems::new();
        let name = person_text::line(&self.name, MAX_NAME).unwrap_or_default();
        if name.is_empty() {
            problems.insert(NAME.into(), fl!(words, "admin-provider-wrong-name", most = MAX_NAME));
        }
        if let Err(faults) = profile.fill(&self.settings) {
            for fault in faults {
                let is_field =
                    fault.setting == ALLOWED_HOSTS || profile.settings.contains_key(&fault.setting);
                let place = if is_field { format!("{SETTING}{}", fault.setting) } else { WHOLE.to_owned() };
                problems.insert(place, told::setting(words, &fault));
            }
        }
        let groups = self.judge_groups(words).unwrap_or_else(|problem| {
            problems.insert(MORE_GROUPS.into(), problem);
            BTreeSet::new()
        });
        let age = if self.age.is_empty() { Ok(None) } else { self.age.parse::<SignInAge>().map(Some) };
        if age.is_err() {
            problems.insert(AGE.into(), fl!(words, "admin-provider-wrong-age", most = MAX_MINUTES));
        }
        match age {
            Ok(age) if problems.is_empty() => {
                Ok(Judged { name, settings: self.settings.clone(), groups, age })
            }
            _ => Err(problems),
        }
    }

    fn judge_groups(&self, words: &Language) -> Result<BTreeSet<GroupName>, String> {
        if self.is_for_everyone {
            return Ok(BTreeSet::new());
        }
        let more = self.more_groups.split(',').map(str::trim).filter(|name| !name.is_empty());
        let names = self.groups.iter().map(String::as_str).chain(more);
        let parsed: Result<BTreeSet<GroupName>, _> = names.map(str::parse).collect();
        match parsed {
            Ok(groups) if groups.is_empty() => Err(fl!(words, "admin-provider-wrong-no-group")),
            Ok(groups) => Ok(groups),
            Err(_) => Err(fl!(words, "admin-provider-wrong-group")),
        }
    }

    /// The form with what was typed and what is wrong with it.
    pub fn form(
        &self,
        words: &Language,
        profile: &ProviderProfile,
        problems: &Problems,
        known: &BTreeSet<GroupName>,
        is_new: bool,
    ) -> ProviderForm {
        let problem = |id: &str| problems.get(id).cloned().unwrap_or_default();
        let line = |id: &str, label: String, value: &str, hint: String, attributes: &[(&str, &str)]| Field {
            id: id.to_owned(),
            label,
            value: value.to_owned(),
            hint,
            problem: problem(id),
            attributes: plain(attributes),
            kind: FieldKind::Line,
        };
        let mut names = vec![line(
            NAME,
            fl!(words, "admin-provider-name"),
            &self.name,
            fl!(words, "admin-provider-name-hint"),
            &[("maxlength", "100")],
        )];
        if is_new {
            let hint = fl!(words, "admin-provider-slug-hint");
            let attributes = [("maxlength", "40"), ("autocapitalize", "none"), ("spellcheck", "false")];
            names.push(line(SLUG, fl!(words, "admin-provider-slug"), &self.slug, hint, &attributes));
        }
        // What must be filled in comes first.
        let mut specs: Vec<(&String, &SettingSpec)> = profile.settings.iter().collect();
        specs.sort_by_key(|(_, spec)| !spec.is_needed());
        let settings = specs.into_iter().map(|(name, spec)| {
            let id = format!("{SETTING}{name}");
            let value = self.settings.get(name).map(String::as_str).unwrap_or_default();
            let label = label_of(words, name, spec);
            let mut field = line(&id, label, value, hint_of(words, spec), &attributes_of(spec));
            if spec.kind == SettingKind::YesNo {
                field.kind = FieldKind::YesNo;
            }
            if let Some(default) = &spec.default {
                field.attributes.push(("placeholder".into(), default.clone()));
            }
            field
        });
        let hosts = self.settings.get(ALLOWED_HOSTS).map(String::as_str).unwrap_or_default();
        ProviderForm {
            problem: problem(WHOLE),
            names,
            settings: settings.collect(),
            hosts: line(
                &format!("{SETTING}{ALLOWED_HOSTS}"),
                fl!(words, "admin-provider-hosts"),
                hosts,
                fl!(words, "admin-provider-hosts-hint"),
                &[("maxlength", LONGEST), ("spellcheck", "false")],
            ),
            is_for_everyone: self.is_for_everyone,
            groups: ticks(known, &self.groups),
            more_groups: line(
                MORE_GROUPS,
                fl!(words, "admin-provider-more-groups"),
                &self.more_groups,
                fl!(words, "admin-provider-more-groups-hint"),
                &[("maxlength", LONGEST)],
            ),
            age: line(
                AGE,
                fl!(words, "admin-provider-age-label"),
                &self.age,
                fl!(words, "admin-provider-age-hint"),
                &[("inputmode", "numeric"), ("maxlength", "5"), ("autocomplete", "off")],
            ),
        }
    }
}

/// What a setting is called, and whether it may be left out.
fn label_of(words: &Language, name: &str, spec: &SettingSpec) -> String {
    let label = told::said(words, &spec.label_of(name));
    if spec.is_needed() { label } else { fl!(words, "admin-provider-optional", label = label) }
}

fn hint_of(words: &Language, spec: &SettingSpec) -> String {
    let hint = told::said(words, &spec.hint);
    match &spec.example {
        Some(example) => {
            fl!(words, "admin-provider-example", hint = hint, example = example.as_str())
        }
        None => hint,
    }
}

fn attributes_of(spec: &SettingSpec) -> Vec<(&'static str, &'static str)> {
    let mut attributes = vec![("maxlength", LONGEST), ("spellcheck", "false"), ("autocapitalize", "none")];
    match spec.kind {
        SettingKind::HttpsUrl => attributes.push(("inputmode", "url")),
        SettingKind::Seconds => attributes.push(("inputmode", "numeric")),
        _ => {}
    }
    attributes
}

fn plain(attributes: &[(&str, &str)]) -> Vec<(String, String)> {
    attributes.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// Groups that people are in, and those that were ticked.
fn ticks(known: &BTreeSet<GroupName>, ticked: &BTreeSet<String>) -> Vec<GroupTick> {
    let names: BTreeSet<&str> =
        known.iter().map(GroupName::as_str).chain(ticked.iter().map(String::as_str)).collect();
    let tick = |(number, name): (usize, &str)| GroupTick {
        field: format!("{GROUP}{name}"),
        id: format!("group-{number}"),
        name: name.to_owned(),
        is_ticked: ticked.contains(name),
    };
    names.into_iter().enumerate().map(tick).collect()
}
