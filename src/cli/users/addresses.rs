//! `bridgewarden user held-addresses` and `release-address`: addresses that belonged to somebody until lately.

use clap::Args;
use serde_json::json;

use super::outcome;
use crate::cli::configuration::Console;
use crate::cli::exit::Stop;
use crate::cli::output::{self, instant, notice, print, table};
use crate::domain::email::EmailAddress;
use crate::flow::users::address;

/// Which form the list has.
#[derive(Debug, Args)]
pub struct HeldAddresses {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Lists the addresses that are held.
pub(super) fn list(console: &Console, given: &HeldAddresses) -> Result<(), Stop> {
    let held = console.run(address::held(&console.context, i64::MAX))?;
    if given.json {
        let shown = held.iter().map(|held| {
            json!({
                "email": held.email,
                "user_id": held.user_id,
                "now_known_as": held.now_known_as,
                "since": held.since.to_string(),
                "until": held.until.to_string(),
            })
        });
        return output::json(&shown.collect());
    }
    if held.is_empty() {
        notice("No address is held: everybody may have any that nobody has.");
        return Ok(());
    }
    let rows: Vec<[String; 4]> = held
        .iter()
        .map(|held| {
            let whose =
                held.now_known_as.as_ref().map_or_else(|| "(deleted)".to_owned(), ToString::to_string);
            [held.email.to_string(), whose, instant(held.since), instant(held.until)]
        })
        .collect();
    print(&table(["ADDRESS", "WHOSE IT WAS", "SINCE", "HELD UNTIL"], &rows))
}

/// Gives an address free before its time.
pub(super) fn release(console: &Console, email: &EmailAddress) -> Result<(), Stop> {
    match console.run(address::release(&console.context, email, &console.origin))? {
        Some(held) => print(&format!(
            "{} {email} is free now: another account may have it. Make sure that the providers do not take the next \
             person for the one before.",
            outcome::whose(&held)
        )),
        None => Err(Stop::refused(format!(
            "{email} is not held. `bridgewarden user held-addresses` shows those that are."
        ))),
    }
}
