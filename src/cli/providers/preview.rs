//! `bridgewarden provider preview`: what a provider would be told about a person.

use clap::Args;
use serde_json::{Value, json};

use super::{outcome, paste};
use crate::cli::configuration::Console;
use crate::cli::exit::Stop;
use crate::cli::output::{self, facts, joined, points, print};
use crate::domain::email::EmailAddress;
use crate::domain::provider::Slug;
use crate::flow::providers::{self, Obstacle, Preview, Previewed};

/// Whom and where to preview.
#[derive(Debug, Args)]
pub struct ShowPreview {
    /// The provider's name in addresses
    slug: Slug,
    /// The person's e-mail address
    email: EmailAddress,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Shows it. Exits with 1 when the person would not be carried.
pub(super) fn run(console: &Console, asked: &ShowPreview) -> Result<(), Stop> {
    let shown = match console.run(providers::preview(&console.context, &asked.slug, &asked.email))? {
        Previewed::Shown(preview) => preview,
        Previewed::ProviderUnknown => return Err(outcome::unknown(&asked.slug)),
        Previewed::PersonUnknown => {
            return Err(Stop::refused(format!(
                "Nobody has the address {}. `bridgewarden user list` shows everybody.",
                asked.email
            )));
        }
        Previewed::ProfileUnknown => {
            return Err(Stop::refused(format!(
                "The profile of {} is not there; `bridgewarden doctor` says which one.",
                asked.slug
            )));
        }
        Previewed::SettingsUnfit(faults) => {
            let mut lines = vec![format!("The settings of {} do not fit its profile:", asked.slug)];
            lines.extend(faults.iter().map(|fault| format!("  {fault}")));
            return Err(Stop::Refused(lines));
        }
    };
    if asked.json {
        output::json(&json_of(&shown))?
    } else {
        print(&in_words(&shown, &asked.slug))?
    }
    if shown.claims.is_err() || !shown.obstacles.is_empty() { Err(Stop::Refused(Vec::new())) } else { Ok(()) }
}

fn in_words(preview: &Preview, slug: &Slug) -> String {
    let mut text = format!("What {slug} would be told about {}:\n", preview.user.email);
    match &preview.claims {
        Ok(claims) => {
            let rows: Vec<(&str, String)> =
                claims.iter().map(|(name, value)| (name.as_str(), shown(value))).collect();
            text.push_str(&facts(&rows));
            text.push_str(&format!(
                "\nIt would go to {} by {}, as {:?}. Nothing was signed; iat and jti are made anew for each token.\n",
                preview.filled.endpoint,
                paste::method(&preview.filled),
                preview.filled.token_parameter
            ));
        }
        Err(missing) => text.push_str(&format!(
            "  nothing, because the record of this person is empty where the provider requires {}\n",
            joined(missing)
        )),
    }
    if !preview.obstacles.is_empty() {
        let obstacles = preview.obstacles.iter().map(|obstacle| sentence(*obstacle).to_owned());
        text.push_str(&format!("\nThis person would not be carried there now:\n{}", points(obstacles)));
    }
    text
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

const fn sentence(obstacle: Obstacle) -> &'static str {
    match obstacle {
        Obstacle::SwitchedOff => "The provider is switched off.",
        Obstacle::NotAllowed => "The person is in none of the groups that the provider is open to.",
        Obstacle::Disabled => "The account is disabled.",
        Obstacle::NoPassword => "The account has no password.",
        Obstacle::PasswordChange => "The person must choose a new password first.",
    }
}

const fn word(obstacle: Obstacle) -> &'static str {
    match obstacle {
        Obstacle::SwitchedOff => "switched-off",
        Obstacle::NotAllowed => "not-allowed",
        Obstacle::Disabled => "disabled",
        Obstacle::NoPassword => "no-password",
        Obstacle::PasswordChange => "password-change",
    }
}

fn json_of(preview: &Preview) -> Value {
    json!({
        "email": preview.user.email.to_string(),
        "header": preview.header,
        "claims": preview.claims.as_ref().ok(),
        "missing": preview.claims.as_ref().err().cloned().unwrap_or_default(),
        "obstacles": preview.obstacles.iter().map(|obstacle| word(*obstacle)).collect::<Vec<_>>(),
        "endpoint": preview.filled.endpoint.to_string(),
        "delivery": paste::method(&preview.filled),
    })
}
