//! `bridgewarden provider set`, `enable`, `disable`, `secret` and `remove`.

use clap::{ArgGroup, Args};

use super::{add, outcome, paste};
use crate::cli::configuration::Console;
use crate::cli::exit::Stop;
use crate::cli::input::{self, SecretSource};
use crate::cli::output::{joined, points, print};
use crate::domain::group::GroupName;
use crate::domain::provider::{ServiceProvider, Slug};
use crate::flow::providers::{self, ProviderChange};

/// What is to be changed about a provider; at least one thing.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("change").required(true).multiple(true))]
pub struct SetProvider {
    /// The provider's name in addresses
    slug: Slug,
    /// The name that people read
    #[arg(long, value_name = "NAME", value_parser = input::full_name, group = "change")]
    name: Option<String>,
    /// Set a setting of the profile; may be repeated
    #[arg(long = "set", value_name = "KEY=VALUE", value_parser = input::assignment, group = "change")]
    settings: Vec<(String, String)>,
    /// Take a setting back to its default, or out; may be repeated
    #[arg(long, value_name = "KEY", group = "change")]
    unset: Vec<String>,
    /// Open it to the members of this group; may be repeated
    #[arg(long, value_name = "GROUP", group = "change")]
    open_to: Vec<GroupName>,
    /// Close it to the members of this group; may be repeated
    #[arg(long, value_name = "GROUP", group = "change")]
    close_to: Vec<GroupName>,
    /// Open it to everyone
    #[arg(long, group = "change", conflicts_with_all = ["open_to", "close_to"])]
    everyone: bool,
}

/// Changes a provider.
pub(super) fn set(console: &Console, given: SetProvider) -> Result<(), Stop> {
    let before = find(console, &given.slug)?;
    let absent: Vec<&String> = given.unset.iter().filter(|key| !before.settings.contains_key(*key)).collect();
    if !absent.is_empty() {
        let filled_in = joined(before.settings.keys());
        return Err(Stop::refused(format!(
            "{} has no setting {} that could be taken out; filled in are: {filled_in}. Nothing was changed.",
            given.slug,
            joined(absent)
        )));
    }
    let removed = given.unset.into_iter().map(|key| (key, String::new()));
    let change = ProviderChange {
        name: given.name,
        settings: removed.chain(given.settings).collect(),
        open_to: given.open_to.into_iter().collect(),
        close_to: given.close_to.into_iter().collect(),
        everyone: given.everyone,
        is_enabled: None,
    };
    apply(console, &before, change)?;
    print(&format!("{0} was changed. `bridgewarden provider show {0}` shows the result.", given.slug))
}

/// Switches a provider on or off.
pub(super) fn switch(console: &Console, slug: &Slug, is_enabled: bool) -> Result<(), Stop> {
    let before = find(console, slug)?;
    apply(console, &before, ProviderChange { is_enabled: Some(is_enabled), ..ProviderChange::default() })?;
    print(&if is_enabled {
        format!("{slug} is switched on, for {}.", paste::audience(&before))
    } else {
        format!(
            "{slug} is switched off. Nobody is carried to it; sessions that people have there do not end."
        )
    })
}

fn find(console: &Console, slug: &Slug) -> Result<ServiceProvider, Stop> {
    console.run(providers::find(&console.context, slug))?.ok_or_else(|| outcome::unknown(slug))
}

fn apply(console: &Console, before: &ServiceProvider, change: ProviderChange) -> Result<(), Stop> {
    let outcome = console.run(providers::change(&console.context, &before.slug, change, &console.origin))?;
    outcome::done(console, outcome, &before.slug, &before.profile)
}

/// A new secret for a provider.
#[derive(Debug, Args)]
pub struct SetSecret {
    /// The provider's name in addresses
    slug: Slug,
    #[command(flatten)]
    secret: SecretSource,
}

/// Replaces the secret.
pub(super) fn secret(console: &Console, given: &SetSecret) -> Result<(), Stop> {
    let provider = find(console, &given.slug)?;
    let choice = add::choice(&given.secret)?;
    let set = console.run(providers::set_secret(&console.context, &given.slug, choice, &console.origin))?;
    let report = outcome::done(console, set, &given.slug, &provider.profile)?;
    let slug = &given.slug;
    let mut text = format!(
        "{slug} has a new shared secret of {} bytes (fingerprint {}). The next token is signed with it, so the \
         provider must have it now.\n",
        report.facts.bytes, report.facts.fingerprint
    );
    if let Some(secret) = &report.generated {
        text.push_str(&format!("\nShared secret: {}\n\nIt is shown only now.\n", secret.expose()));
    }
    let mut notes: Vec<String> = paste::short_secret(&report.facts).into_iter().collect();
    if report.generated.is_some() {
        notes.extend(paste::not_ours_to_make(console, &provider.profile));
    }
    if !notes.is_empty() {
        text.push_str(&format!("\nPlease note:\n{}", points(notes)));
    }
    print(&text)
}

/// A provider to be removed.
#[derive(Debug, Args)]
pub struct RemoveProvider {
    /// The provider's name in addresses
    slug: Slug,
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

/// Removes a provider, when whoever types is sure.
pub(super) fn remove(console: &Console, given: &RemoveProvider) -> Result<(), Stop> {
    let provider = find(console, &given.slug)?;
    if !given.yes {
        let what = format!("This removes {} with its settings and its shared secret.", provider.slug);
        input::confirm(&what, provider.slug.as_str())?;
    }
    let outcome = console.run(providers::remove(&console.context, &given.slug, &console.origin))?;
    outcome::done(console, outcome, &given.slug, &provider.profile)?;
    print(&format!("{} was removed. The audit keeps what was done with it.", given.slug))
}
