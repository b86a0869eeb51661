//! What became of a wish about a provider, in sentences.

use crate::cli::configuration::Console;
use crate::cli::exit::{Stop, sentence};
use crate::cli::output::joined;
use crate::domain::provider::Slug;
use crate::domain::shared_secrets::SecretSlot;
use crate::flow::providers::ProviderOutcome;

/// What was done, or the refusal as sentences. `profile` is the profile's name, as far as it is known.
pub fn done<T>(
    console: &Console,
    outcome: ProviderOutcome<T>,
    slug: &Slug,
    profile: &str,
) -> Result<T, Stop> {
    match outcome {
        ProviderOutcome::Done(done) => Ok(done),
        ProviderOutcome::Unknown => Err(unknown(slug)),
        ProviderOutcome::SlugTaken => Err(Stop::refused(format!(
            "There is a provider named {slug} already. Choose another name, or change that one with \
             `bridgewarden provider set {slug}`."
        ))),
        ProviderOutcome::ProfileUnknown => Err(Stop::refused(no_profile(console, profile))),
        ProviderOutcome::SettingsUnfit(faults) => {
            let mut lines = vec!["Nothing was changed, because of these settings:".to_owned()];
            lines.extend(faults.iter().map(|fault| format!("  {fault}")));
            lines.push(format!("`bridgewarden provider profiles {profile}` describes them."));
            Err(Stop::Refused(lines))
        }
        ProviderOutcome::WouldOpenToEveryone => Err(Stop::refused(
            "No group would be left, and so everyone could use it. If that is meant, say so with \
             --everyone. Nothing was changed.",
        )),
        ProviderOutcome::SecretUnfit(refused) => {
            Err(Stop::refused(format!("{} Nothing was changed.", sentence(&refused.to_string()))))
        }
        ProviderOutcome::SecretShared(others) => Err(Stop::refused(format!(
            "{} has the same shared secret, so that a token for one would be taken by the other. Give each provider \
             its own secret. Nothing was changed.",
            joined(others)
        ))),
        ProviderOutcome::KeyDropped(key) => Err(Stop::refused(format!(
            "The sealing key {key} was dropped, and what is sealed with it would not open for long. This installation \
             needs the present key; `bridgewarden secret status` shows the keys. Nothing was changed."
        ))),
        ProviderOutcome::SecretUnchanged => Err(Stop::refused(format!(
            "{slug} is signed for with this very secret already. Nothing was changed."
        ))),
        ProviderOutcome::NoSecretThere(SecretSlot::Former) => {
            Err(Stop::refused(format!("{slug} has no former secret that is kept. Nothing was changed.")))
        }
        ProviderOutcome::NoSecretThere(_) => Err(Stop::refused(format!(
            "{slug} has no staged secret. `bridgewarden provider secret stage {slug}` stages one. Nothing was changed."
        ))),
        ProviderOutcome::ChangedMeanwhile => Err(Stop::refused(format!(
            "Somebody else changed {slug} at this moment. Look at it with `bridgewarden provider show {slug}`, and try \
             again. Nothing was changed."
        ))),
    }
}

/// No provider has that name.
pub fn unknown(slug: &Slug) -> Stop {
    Stop::refused(format!("No provider is named {slug}. `bridgewarden provider list` shows all of them."))
}

fn no_profile(console: &Console, profile: &str) -> String {
    let names = joined(console.context.catalogue.iter().map(|profile| &profile.name));
    format!(
        "There is no profile named {profile}. There are {names}; `bridgewarden provider profiles` describes them."
    )
}
