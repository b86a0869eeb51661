//! `bridgewarden throttle`: who must wait because of guessed passwords, and letting them go on.

use clap::{ArgGroup, Args, Subcommand};
use serde_json::json;

use super::configuration::Console;
use super::exit::Stop;
use super::output::{self, instant, notice, print, table};
use super::users::unknown;
use crate::domain::email::EmailAddress;
use crate::domain::network::Network;
use crate::domain::throttle::Scope;
use crate::flow::throttle::{self, Throttled};
use crate::flow::users;
use crate::store::throttles::Which;

/// What can be done with throttles.
#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub enum ThrottleCommand {
    /// List who must wait now, the latest first
    List {
        /// Everything that counted a wrong password lately, also where nobody must wait
        #[arg(long)]
        all: bool,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Forget wrong passwords, so that nobody must wait for them any more
    #[command(after_help = "\
Examples:
  bridgewarden throttle clear --user ann@example.com
  bridgewarden throttle clear --network 203.0.113.7

Waits end by themselves, after an hour at the latest. In a browser in which they signed in before, people
need not wait for what others guess.")]
    Clear(ClearThrottles),
}

/// Which wrong passwords to forget.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("which").required(true))]
pub struct ClearThrottles {
    /// Those for the account of the person with this e-mail address
    #[arg(long, group = "which", value_name = "EMAIL")]
    user: Option<EmailAddress>,
    /// Those from this address; of an IPv6 address its whole /64
    #[arg(long, group = "which", value_name = "ADDRESS")]
    network: Option<Network>,
    /// All of them
    #[arg(long, group = "which")]
    all: bool,
}

/// Runs one of them.
pub fn run(console: Console, command: ThrottleCommand) -> Result<(), Stop> {
    match command {
        ThrottleCommand::List { all, json } => list(&console, all, json),
        ThrottleCommand::Clear(which) => clear(&console, &which),
    }
}

fn list(console: &Console, is_all: bool, is_json: bool) -> Result<(), Stop> {
    let found = console.run(throttle::list(&console.context, None, is_all, i64::MAX))?;
    if is_json {
        let shown = found.iter().map(|found| {
            json!({
                "scope": found.scope.as_str(),
                "user_id": found.person.as_ref().map(|(id, _)| id),
                "email": found.person.as_ref().map(|(_, email)| email),
                "network": found.network.map(|network| network.to_string()),
                "failures": found.failures,
                "waits_until": found.waits_until.map(|until| until.to_string()),
            })
        });
        return output::json(&shown.collect());
    }
    if found.is_empty() {
        notice(if is_all { "No wrong password was counted lately." } else { "Nobody must wait." });
        return Ok(());
    }
    let rows: Vec<[String; 5]> = found
        .iter()
        .map(|found| {
            [
                what(found.scope).to_owned(),
                person(found),
                found.network.map(|network| network.to_string()).unwrap_or_default(),
                found.failures.to_string(),
                found.waits_until.map(instant).unwrap_or_default(),
            ]
        })
        .collect();
    print(&table(["COUNTED", "ACCOUNT", "ADDRESS", "WRONG", "WAITS UNTIL"], &rows))
}

fn what(scope: Scope) -> &'static str {
    match scope {
        Scope::Account => "account, from anywhere",
        Scope::AccountFromNetwork => "account, from one address",
        Scope::Network => "address, any account",
        Scope::KnownBrowser => "account, in a browser of theirs",
    }
}

fn person(found: &Throttled) -> String {
    match (&found.person, found.scope) {
        (Some((_, email)), _) => email.to_string(),
        (None, Scope::Network) => String::new(),
        (None, _) => "(nobody's)".to_owned(),
    }
}

fn clear(console: &Console, given: &ClearThrottles) -> Result<(), Stop> {
    let (which, words) = match (&given.user, given.network) {
        (Some(email), _) => {
            let user = console.run(users::find(&console.context, email))?.ok_or_else(|| unknown(email))?;
            (Which::OfPerson(user.id), format!("for {email}"))
        }
        (None, Some(network)) => (Which::OfNetwork(network), format!("from {network}")),
        (None, None) => (Which::All, "from anywhere".to_owned()),
    };
    let cleared = console.run(throttle::clear(&console.context, which, &console.origin))?;
    print(&match cleared.counters {
        0 => format!("No wrong password {words} was counted lately."),
        _ => format!("Wrong passwords {words} are forgotten. Nobody must wait for them."),
    })
}
