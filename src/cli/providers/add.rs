//! `bridgewarden provider add`.

use clap::Args;

use super::{outcome, paste};
use crate::cli::configuration::Console;
use crate::cli::exit::Stop;
use crate::cli::input::{self, SecretSource};
use crate::cli::output::print;
use crate::domain::group::GroupName;
use crate::domain::provider::Slug;
use crate::domain::sign_in_age::SignInAge;
use crate::flow::providers::{self, NewProvider, SecretChoice};

/// A provider to be added.
#[derive(Debug, Args)]
pub struct AddProvider {
    /// The provider's name in our addresses, for example acme-desk
    slug: Slug,
    /// The kind of provider; `bridgewarden provider profiles` lists them
    #[arg(long, value_name = "PROFILE")]
    profile: String,
    /// The name that people read; otherwise the profile's
    #[arg(long, value_name = "NAME", value_parser = input::full_name)]
    name: Option<String>,
    /// A setting of the profile; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = input::assignment)]
    settings: Vec<(String, String)>,
    /// Only members of this group may use it; may be repeated. Without any, everyone may
    #[arg(long = "group", value_name = "GROUP")]
    groups: Vec<GroupName>,
    #[command(flatten)]
    secret: SecretSource,
    /// Ask for the password again when the sign-in is older than this
    #[arg(long, value_name = "MINUTES")]
    session_age: Option<SignInAge>,
    /// Add it switched off
    #[arg(long)]
    disabled: bool,
}

/// A secret for a flow.
pub(super) fn choice(source: &SecretSource) -> Result<SecretChoice, Stop> {
    Ok(match input::secret(source)? {
        Some(bytes) => SecretChoice::Given(bytes),
        None => SecretChoice::Generate,
    })
}

/// Adds the provider and says what to paste there.
pub(super) fn run(console: &Console, given: AddProvider) -> Result<(), Stop> {
    let (slug, profile) = (given.slug, given.profile);
    let mut settings = std::collections::BTreeMap::new();
    for (key, value) in given.settings {
        if settings.insert(key.clone(), value).is_some() {
            return Err(Stop::usage(format!("--set: {key} is given twice")));
        }
    }
    let new = NewProvider {
        slug: slug.clone(),
        name: given.name,
        profile: profile.clone(),
        settings,
        groups: given.groups.into_iter().collect(),
        max_sign_in_age: given.session_age,
        is_enabled: !given.disabled,
    };
    let choice = choice(&given.secret)?;
    let added = console.run(providers::add(&console.context, new, choice, &console.origin))?;
    let report = outcome::done(console, added, &slug, &profile)?;
    let Some(provider) = console.run(providers::find(&console.context, &slug))? else {
        return Err(outcome::unknown(&slug));
    };
    let switched = if provider.is_enabled { "on" } else { "off" };
    let pasted = paste::report(console, &provider, report.generated.as_ref().map(|made| made.expose()));
    print(&format!("{} was added as {slug}, switched {switched}.\n\n{pasted}", provider.name))
}
