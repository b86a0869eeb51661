//! `bridgewarden provider set`, `enable`, `disable` and `remove`.

use clap::{ArgGroup, Args};

use super::{outcome, paste};
use crate::cli::configuration::Console;
use crate::cli::exit::Stop;
use crate::cli::input;
use crate::cli::output::{joined, print};
use crate::domain::group::GroupName;
use crate::domain::provider::{ServiceProvider, Slug};
use crate::domain::sign_in_age::SignInAge;
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
    /// Ask for the password again when the sign-in is older than this; `none` takes any
    #[arg(long, value_name = "MINUTES", value_parser = session_age, group = "change")]
    session_age: Option<SessionAge>,
}

/// An age, or none.
type SessionAge = Choice<SignInAge>;

/// Something, or expressly nothing.
#[derive(Clone, Copy, Debug)]
struct Choice<T>(Option<T>);

fn session_age(text: &str) -> Result<SessionAge, String> {
    if text == "none" {
        return Ok(Choice(None));
    }
    let age = text.parse::<SignInAge>().map_err(|why| format!("{why}, or none"))?;
    Ok(Choice(Some(age)))
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
        max_sign_in_age: given.session_age.map(|age| age.0),
        is_enabled: None,
        seen_at: Some(before.updated_at),
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

/// The provider with that name.
pub(super) fn find(console: &Console, slug: &Slug) -> Result<ServiceProvider, Stop> {
    console.run(providers::find(&console.context, slug))?.ok_or_else(|| outcome::unknown(slug))
}

fn apply(console: &Console, before: &ServiceProvider, change: ProviderChange) -> Result<(), Stop> {
    let outcome = console.run(providers::change(&console.context, &before.slug, change, &console.origin))?;
    outcome::done(console, outcome, &before.slug, &before.profile)
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
        let what = format!("This removes {} with its settings and its shared secrets.", provider.slug);
        input::confirm(&what, provider.slug.as_str())?;
    }
    let outcome = console.run(providers::remove(&console.context, &given.slug, &console.origin))?;
    outcome::done(console, outcome, &given.slug, &provider.profile)?;
    print(&format!("{} was removed. The audit keeps what was done with it.", given.slug))
}
