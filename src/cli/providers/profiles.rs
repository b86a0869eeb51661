//! `bridgewarden provider profiles`: which kinds of providers are known, and what each wants to be told.

use clap::Args;
use serde_json::{Value, json};

use crate::cli::configuration::{GlobalOptions, read};
use crate::cli::exit::Stop;
use crate::cli::output::{self, joined, points, print, table};
use crate::profile::schema::{ClaimSource, ClaimSpec, SettingSpec, UnknownPeople};
use crate::profile::settings::ALLOWED_HOSTS;
use crate::profile::{Catalogue, ProviderProfile};
use crate::startup::StartFault;

const ALLOWED_HOSTS_HINT: &str = "Further hosts that people may be returned to, with commas between them";

/// Which profiles to show.
#[derive(Debug, Args)]
pub struct ShowProfiles {
    /// Describe this one
    name: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Shows them.
pub(super) fn run(given: &GlobalOptions, asked: &ShowProfiles) -> Result<(), Stop> {
    let config = read(given).map_err(|faults| Stop::of_config(&faults))?.config;
    let catalogue = Catalogue::read(config.profile_directory.as_deref()).map_err(StartFault::Profiles)?;
    match &asked.name {
        Some(name) => match catalogue.get(name) {
            Some(profile) if asked.json => output::json(&json_of(profile)),
            Some(profile) => print(&in_detail(profile)),
            None => {
                let names = joined(catalogue.iter().map(|profile| &profile.name));
                Err(Stop::refused(format!("There is no profile named {name}. There are {names}.")))
            }
        },
        None if asked.json => output::json(&catalogue.iter().map(json_of).collect()),
        None => print(&listing(&catalogue)),
    }
}

fn listing(catalogue: &Catalogue) -> String {
    let row = |profile: &ProviderProfile| {
        let needed = profile.settings.iter().filter(|(_, spec)| spec.is_needed()).map(|(name, _)| name);
        [
            profile.name.clone(),
            profile.title.english().to_owned(),
            profile.category.as_str().to_owned(),
            joined(needed),
        ]
    };
    let rows: Vec<[String; 4]> = catalogue.iter().map(row).collect();
    let listed = table(["PROFILE", "TITLE", "CATEGORY", "NEEDED SETTINGS"], &rows);
    format!("{listed}\n`bridgewarden provider profiles NAME` describes one of them.")
}

fn in_detail(profile: &ProviderProfile) -> String {
    let mut text = format!("{} ({}, {})\n", profile.name, profile.title.english(), profile.category.as_str());
    let mut rows: Vec<[String; 3]> = profile
        .settings
        .iter()
        .map(|(name, spec)| [format!("  {name}"), when(spec), spec.hint.english().to_owned()])
        .collect();
    rows.push([format!("  {ALLOWED_HOSTS}"), "optional".to_owned(), ALLOWED_HOSTS_HINT.to_owned()]);
    text.push_str(&format!("\n{}", table(["SETTINGS", "", ""], &rows)));
    let claims = match &profile.claims_setting {
        Some(setting) => format!("  as the setting {setting} says\n"),
        None => profile.claims.iter().map(|claim| format!("  {}\n", claim_in_words(claim))).collect(),
    };
    let further = profile.further_claims.as_ref().map_or_else(String::new, |further| {
        format!("  and, filled from attributes as {} says: {}\n", further.setting, further.names.join(", "))
    });
    text.push_str(&format!("\nTHE TOKEN SAYS ABOUT THE PERSON\n{claims}{further}"));
    let unknown = match profile.unknown_people {
        UnknownPeople::AreCreated => "makes an account for people it does not know",
        UnknownPeople::AreRefused => "refuses people it does not know",
        UnknownPeople::NotDocumented => "does not document what it does with people it does not know",
    };
    text.push_str(&format!(
        "\nPLEASE NOTE\n  - The provider {unknown}.\n{}",
        points(profile.notes.iter().map(|note| note.english().to_owned()))
    ));
    text.push_str(&format!("\nSOURCES\n{}", points(profile.sources.iter().cloned())));
    let example = profile.example_settings();
    let example: String = example.iter().map(|(name, value)| format!(" --set {name}={value}")).collect();
    text.push_str(&format!(
        "\nEXAMPLE\n  bridgewarden provider add my-{0} --profile {0}{example} --secret-stdin\n",
        profile.name
    ));
    text
}

fn when(spec: &SettingSpec) -> String {
    match (&spec.default, &spec.instead_of) {
        (Some(default), _) => format!("default {default}"),
        (None, Some(other)) => format!("instead of {other}"),
        (None, None) if spec.optional => "optional".to_owned(),
        (None, None) => "needed".to_owned(),
    }
}

fn word(source: &ClaimSource) -> String {
    match source {
        ClaimSource::Attribute(name) => format!("attribute {name}"),
        plain => {
            let words = ClaimSource::WORDS;
            words.iter().find(|(_, other)| other == plain).map_or("?", |(word, _)| word).replace('_', " ")
        }
    }
}

/// The source as settings have it.
fn code(source: &ClaimSource) -> String {
    match source {
        ClaimSource::Attribute(name) => format!("attribute.{name}"),
        plain => word(plain).replace(' ', "_"),
    }
}

fn claim_in_words(claim: &ClaimSpec) -> String {
    let end = if claim.required { "" } else { ", when there is one" };
    format!("{}: the person's {}{end}", claim.name, word(&claim.source))
}

fn json_of(profile: &ProviderProfile) -> Value {
    let settings = profile.settings.iter().map(|(name, spec)| {
        json!({
            "name": name,
            "label": spec.label_of(name),
            "hint": spec.hint,
            "is_needed": spec.is_needed(),
            "default": spec.default,
            "example": spec.example,
            "instead_of": spec.instead_of,
        })
    });
    let allowed_hosts = json!({ "name": ALLOWED_HOSTS, "hint": ALLOWED_HOSTS_HINT, "is_needed": false });
    let claims = profile.claims.iter().map(
        |claim| json!({ "name": claim.name, "source": code(&claim.source), "is_required": claim.required }),
    );
    json!({
        "name": profile.name,
        "title": profile.title,
        "category": profile.category.as_str(),
        "settings": settings.chain([allowed_hosts]).collect::<Vec<Value>>(),
        "claims": claims.collect::<Vec<Value>>(),
        "claims_setting": profile.claims_setting,
        "further_claims": profile.further_claims.as_ref().map(|further| &further.names),
        "notes": profile.notes,
        "sources": profile.sources,
    })
}
