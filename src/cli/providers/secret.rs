//! `bridgewarden provider secret`: a new shared secret, at once or in steps.

use clap::{Args, Subcommand};

use super::{add, change, outcome, paste};
use crate::cli::configuration::Console;
use crate::cli::exit::Stop;
use crate::cli::input::{self, SecretSource};
use crate::cli::output::{points, print};
use crate::domain::provider::{ServiceProvider, Slug};
use crate::domain::shared_secrets::SecretSlot;
use crate::flow::providers::{self, SecretReport};

/// What is to be done with a provider's shared secret.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    disable_help_subcommand = true
)]
pub struct Secret {
    #[command(subcommand)]
    step: Option<Step>,
    /// The provider's name in addresses
    #[arg(required = true)]
    slug: Option<Slug>,
    #[command(flatten)]
    secret: Option<SecretSource>,
}

/// One step of a change.
#[derive(Debug, Subcommand)]
enum Step {
    /// Keep a new secret ready; the present one goes on signing
    Stage(NewSecret),
    /// Sign with the staged secret from the next token on; the present one is kept
    Switch {
        /// The provider's name in addresses
        slug: Slug,
    },
    /// Sign with the former secret again; the present one is kept
    TakeBack {
        /// The provider's name in addresses
        slug: Slug,
    },
    /// Remove the staged or the former secret for good
    Forget(Forget),
}

/// A new secret for a provider.
#[derive(Debug, Args)]
struct NewSecret {
    /// The provider's name in addresses
    slug: Slug,
    #[command(flatten)]
    secret: SecretSource,
}

/// A secret to be removed.
#[derive(Debug, Args)]
struct Forget {
    /// The provider's name in addresses
    slug: Slug,
    #[command(flatten)]
    which: Which,
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

/// One of the two secrets that do not sign.
#[derive(Clone, Copy, Debug, Args)]
#[group(required = true, multiple = false)]
struct Which {
    /// The staged one
    #[arg(long)]
    staged: bool,
    /// The former one
    #[arg(long)]
    former: bool,
}

/// Does it.
pub(super) fn run(console: &Console, given: Secret) -> Result<(), Stop> {
    match given.step {
        Some(Step::Stage(new)) => stage(console, &new),
        Some(Step::Switch { slug }) => switch(console, &slug),
        Some(Step::TakeBack { slug }) => take_back(console, &slug),
        Some(Step::Forget(asked)) => forget(console, &asked),
        None => match given.slug.zip(given.secret) {
            Some((slug, secret)) => at_once(console, &NewSecret { slug, secret }),
            None => Err(Stop::usage(
                "Say for which provider; `bridgewarden provider secret --help` has examples.",
            )),
        },
    }
}

fn at_once(console: &Console, given: &NewSecret) -> Result<(), Stop> {
    let slug = &given.slug;
    let provider = change::find(console, slug)?;
    let choice = add::choice(&given.secret)?;
    let set = console.run(providers::set_secret(&console.context, slug, choice, &console.origin))?;
    let report = outcome::done(console, set, slug, &provider.profile)?;
    let text = format!(
        "{slug} has a new shared secret of {} bytes (fingerprint {}). The next token is signed with it, so the \
         provider must have it now. The former one is kept: `bridgewarden provider secret take-back {slug}` signs \
         with it again.\n",
        report.facts.bytes, report.facts.fingerprint
    );
    print(&with_notes(console, &provider, text, &report))
}

fn stage(console: &Console, given: &NewSecret) -> Result<(), Stop> {
    let slug = &given.slug;
    let provider = change::find(console, slug)?;
    let choice = add::choice(&given.secret)?;
    let staged = console.run(providers::stage(&console.context, slug, choice, &console.origin))?;
    let report = outcome::done(console, staged, slug, &provider.profile)?;
    let text = format!(
        "A new shared secret of {} bytes (fingerprint {}) is staged for {slug}. Tokens are still signed with the \
         present one (fingerprint {}). When the provider has the new one: bridgewarden provider secret switch {slug}\n",
        report.facts.bytes, report.facts.fingerprint, provider.secret.fingerprint
    );
    print(&with_notes(console, &provider, text, &report))
}

fn with_notes(
    console: &Console,
    provider: &ServiceProvider,
    mut text: String,
    report: &SecretReport,
) -> String {
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
    text
}

fn switch(console: &Console, slug: &Slug) -> Result<(), Stop> {
    let provider = change::find(console, slug)?;
    let switched = console.run(providers::switch(&console.context, slug, None, &console.origin))?;
    let facts = outcome::done(console, switched, slug, &provider.profile)?;
    print(&format!(
        "{slug} is signed for with the staged secret (fingerprint {}) from the next token on. The one before \
         (fingerprint {}) is kept: if the provider refuses the tokens, `bridgewarden provider secret take-back {slug}` \
         signs with it again.",
        facts.fingerprint, provider.secret.fingerprint
    ))
}

fn take_back(console: &Console, slug: &Slug) -> Result<(), Stop> {
    let provider = change::find(console, slug)?;
    let taken = console.run(providers::take_back(&console.context, slug, None, &console.origin))?;
    let facts = outcome::done(console, taken, slug, &provider.profile)?;
    print(&format!(
        "{slug} is signed for with the former secret (fingerprint {}) again, from the next token on. The one that \
         signed until now (fingerprint {}) is kept; `bridgewarden provider show {slug}` shows where.",
        facts.fingerprint, provider.secret.fingerprint
    ))
}

fn forget(console: &Console, given: &Forget) -> Result<(), Stop> {
    let slug = &given.slug;
    let provider = change::find(console, slug)?;
    let slot = if given.which.staged { SecretSlot::Staged } else { SecretSlot::Former };
    if !given.yes {
        let what = format!("This removes the {} secret of {slug} for good.", slot.as_str());
        input::confirm(&what, slug.as_str())?;
    }
    let forgotten = console.run(providers::forget(&console.context, slug, slot, None, &console.origin))?;
    let facts = outcome::done(console, forgotten, slug, &provider.profile)?;
    print(&format!("The {} secret of {slug} (fingerprint {}) was removed.", slot.as_str(), facts.fingerprint))
}
