//! `bridgewarden user attribute`: what else is known of a person, for claims.

use std::collections::BTreeMap;

use clap::Args;
use serde_json::json;

use super::outcome;
use crate::cli::configuration::Console;
use crate::cli::exit::Stop;
use crate::cli::output::{self, facts, notice, print};
use crate::domain::attribute::{self, AttributeName};
use crate::domain::email::EmailAddress;
use crate::flow::users::{self, UserChange, attributes};

/// A person's attributes, and what is to become of them.
#[derive(Debug, Args)]
pub struct Attribute {
    /// The person's e-mail address
    email: EmailAddress,
    /// Set an attribute; without any and without --remove, all of them are shown
    #[arg(value_name = "NAME=VALUE", value_parser = assignment)]
    set: Vec<(AttributeName, String)>,
    /// Remove an attribute; may be repeated
    #[arg(long, value_name = "NAME")]
    remove: Vec<AttributeName>,
    /// Print JSON
    #[arg(long, conflicts_with_all = ["set", "remove"])]
    json: bool,
}

/// `name=value`, where the value is not empty.
pub(super) fn assignment(text: &str) -> Result<(AttributeName, String), String> {
    let (name, value) = text.split_once('=').ok_or("write NAME=VALUE, for example department=Sales")?;
    let name = name.trim().parse().map_err(|problem| format!("{name:?} {problem}"))?;
    let value = attribute::value(value).map_err(|problem| format!("the value {problem}"))?;
    Ok((name, value.ok_or("the value is empty; --remove NAME removes an attribute")?))
}

/// Shows or changes them.
pub(super) fn run(console: &Console, given: Attribute) -> Result<(), Stop> {
    if given.set.is_empty() && given.remove.is_empty() {
        return show(console, &given);
    }
    let email = &given.email;
    let removed = given.remove.into_iter().map(|name| (name, None));
    let set = given.set.into_iter().map(|(name, value)| (name, Some(value)));
    let attributes: BTreeMap<_, _> = removed.chain(set).collect();
    let change = UserChange { attributes, ..UserChange::default() };
    let changed = console.run(users::change(&console.context, email, change, &console.origin))?;
    outcome::done(console, changed, email, email)?;
    print(&format!("{email} was changed. `bridgewarden user attribute {email}` shows the result."))
}

fn show(console: &Console, given: &Attribute) -> Result<(), Stop> {
    let email = &given.email;
    let known = console.run(attributes::of(&console.context, email))?;
    let known = known.ok_or_else(|| outcome::unknown(email))?;
    if given.json {
        let pairs = known.iter().map(|(name, value)| (name.to_string(), json!(value)));
        return output::json(&serde_json::Value::Object(pairs.collect()));
    }
    if known.is_empty() {
        notice(&format!("{email} has no attributes."));
        return Ok(());
    }
    let pairs: Vec<(&str, String)> =
        known.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
    print(&facts(&pairs))
}
