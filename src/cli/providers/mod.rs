//! `bridgewarden provider`: the service providers, and the profiles that describe their kinds.

mod add;
mod change;
mod listing;
mod outcome;
mod paste;
mod preview;
mod profiles;
mod secret;

use clap::Subcommand;

use super::configuration::{Console, GlobalOptions};
use super::exit::Stop;
use crate::domain::provider::Slug;

/// What can be done with providers.
#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub enum ProviderCommand {
    /// List the kinds of service providers that are known, or describe one
    #[command(after_help = "\
Examples:
  bridgewarden provider profiles
  bridgewarden provider profiles it-glue")]
    Profiles(profiles::ShowProfiles),
    /// Add a provider, and print what is to be pasted there
    #[command(after_help = "\
Examples:
  bridgewarden provider add acme-glue --profile it-glue --set subdomain=acme --secret-stdin < secret.txt
  bridgewarden provider add wiki --profile generic-redirect --set jwt_endpoint=https://wiki.example.com/jwt \\
      --name Wiki --group staff --generate-secret

`bridgewarden provider profiles NAME` tells which settings a profile has. Every profile also takes
--set allowed_hosts=a.example.com,b.example.com for further hosts that people may be returned to.")]
    Add(Box<add::AddProvider>),
    /// List providers
    List {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Show one provider, and what is to be pasted there; never its secret
    Show {
        /// The provider's name in addresses
        slug: Slug,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Change a provider's name, its settings and whom it is open to
    #[command(after_help = "\
Examples:
  bridgewarden provider set acme-glue --name \"IT Glue\" --set host=acme.eu.itglue.com --unset subdomain
  bridgewarden provider set acme-glue --open-to staff --close-to trainees
  bridgewarden provider set acme-glue --everyone
  bridgewarden provider set acme-glue --session-age 60")]
    Set(Box<change::SetProvider>),
    /// Switch a provider on
    Enable {
        /// The provider's name in addresses
        slug: Slug,
    },
    /// Switch a provider off: from the next request on nobody is carried to it
    Disable {
        /// The provider's name in addresses
        slug: Slug,
    },
    /// Change a provider's shared secret: at once, or in steps
    #[command(after_help = "\
At once, for providers where both sides can change at one moment:
  bridgewarden provider secret acme-glue --secret-stdin < secret.txt

In steps, so that no sign-in fails in between:
  bridgewarden provider secret stage wiki --generate-secret    make the new one; nothing changes yet
  bridgewarden provider secret switch wiki                     when the provider has it: sign with it
  bridgewarden provider secret take-back wiki                  if it refuses the tokens: back to the former one
  bridgewarden provider secret forget wiki --former            when all is well: remove the former one")]
    Secret(Box<secret::Secret>),
    /// Show what a provider would be told about a person; nothing is signed, nobody is carried
    #[command(after_help = "\
Examples:
  bridgewarden provider preview acme-glue ann.lee@example.com")]
    Preview(preview::ShowPreview),
    /// Remove a provider with its secret; the audit keeps what was done with it
    Remove(change::RemoveProvider),
}

/// Runs one of them.
pub fn run(given: &GlobalOptions, command: ProviderCommand) -> Result<(), Stop> {
    // Profiles can be looked at before there is a database.
    if let ProviderCommand::Profiles(asked) = &command {
        return profiles::run(given, asked);
    }
    let console = Console::open(given)?;
    match command {
        ProviderCommand::Profiles(_) => Ok(()),
        ProviderCommand::Add(asked) => add::run(&console, *asked),
        ProviderCommand::List { json } => listing::list(&console, json),
        ProviderCommand::Show { slug, json } => listing::show(&console, &slug, json),
        ProviderCommand::Set(asked) => change::set(&console, *asked),
        ProviderCommand::Enable { slug } => change::switch(&console, &slug, true),
        ProviderCommand::Disable { slug } => change::switch(&console, &slug, false),
        ProviderCommand::Secret(asked) => secret::run(&console, *asked),
        ProviderCommand::Preview(asked) => preview::run(&console, &asked),
        ProviderCommand::Remove(asked) => change::remove(&console, &asked),
    }
}
