//! `bridgewarden audit list`. Rows hold ids, because people and providers are renamed and deleted; for people
//! they are shown by their present names, as far as there are any.

use std::collections::BTreeMap;

use clap::Args;
use clap::builder::PossibleValuesParser;
use serde_json::{Map, Value, json};

use crate::cli::configuration::Console;
use crate::cli::exit::Stop;
use crate::cli::output::{self, instant, notice, print, table};
use crate::cli::users::unknown;
use crate::domain::audit::EventKind;
use crate::domain::audit_chain::AuditRow;
use crate::domain::clock::Timestamp;
use crate::domain::email::EmailAddress;
use crate::domain::id::{ProviderId, UserId};
use crate::domain::provider::Slug;
use crate::flow::{audit, providers, users};
use crate::store::audit::AuditFilter;

/// Which events to list.
#[derive(Debug, Args)]
pub struct ListAudit {
    /// Only events that concern this person: an e-mail address, or the id of somebody who was deleted
    #[arg(long, value_name = "EMAIL")]
    user: Option<String>,
    /// Only events that concern this provider: its name in addresses, or the id of one that was removed
    #[arg(long, value_name = "SLUG")]
    provider: Option<String>,
    /// Only events of this kind
    #[arg(long, value_name = "KIND", value_parser = PossibleValuesParser::new(EventKind::ALL.iter().map(|kind| kind.as_str())))]
    kind: Option<String>,
    /// How many events at the most
    #[arg(long, default_value_t = 50, value_name = "NUMBER", value_parser = clap::value_parser!(i64).range(1..=100_000))]
    limit: i64,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Lists them.
pub(super) fn run(console: &Console, given: ListAudit) -> Result<(), Stop> {
    let filter = AuditFilter {
        user: given.user.as_deref().map(|text| person(console, text)).transpose()?,
        provider: given.provider.as_deref().map(|text| provider(console, text)).transpose()?,
        kind: given.kind,
        since: None,
    };
    let rows = console.run(audit::newest(&console.context, filter, given.limit))?;
    let mut names = Names::read(console)?;
    if given.json {
        let rows: Result<Vec<Value>, Stop> = rows.iter().map(|row| named_json(&mut names, row)).collect();
        return output::json(&Value::Array(rows?));
    }
    if rows.is_empty() {
        notice("There is no such event.");
        return Ok(());
    }
    let rows: Result<Vec<[String; 7]>, Stop> = rows.iter().map(|row| cells(&mut names, row)).collect();
    print(&table(["TIME", "WHAT", "BY", "ABOUT", "PROVIDER", "ADDRESS", "DETAILS"], &rows?))
}

fn person(console: &Console, text: &str) -> Result<UserId, Stop> {
    if let Ok(id) = text.parse() {
        return Ok(id);
    }
    let email: EmailAddress = text.parse().map_err(|refused| Stop::usage(format!("--user: {refused}")))?;
    let found = console.run(users::find(&console.context, &email))?;
    found.map(|user| user.id).ok_or_else(|| unknown(&email))
}

fn provider(console: &Console, text: &str) -> Result<ProviderId, Stop> {
    if let Ok(id) = text.parse() {
        return Ok(id);
    }
    let slug: Slug = text.parse().map_err(|refused| Stop::usage(format!("--provider: {refused}")))?;
    let found = console.run(providers::find(&console.context, &slug))?;
    found.map(|provider| provider.id).ok_or_else(|| {
        Stop::refused(format!(
            "No provider is named {slug}. `bridgewarden provider list` shows all of them; one that was removed is \
             found by its id."
        ))
    })
}

/// The present names of ids.
struct Names<'a> {
    console: &'a Console,
    people: BTreeMap<String, Option<String>>,
    providers: BTreeMap<String, String>,
}

impl<'a> Names<'a> {
    fn read(console: &'a Console) -> Result<Self, Stop> {
        let all = console.run(providers::list(&console.context))?;
        let providers =
            all.iter().map(|provider| (provider.id.to_string(), provider.slug.to_string())).collect();
        Ok(Self { console, people: BTreeMap::new(), providers })
    }

    fn person(&mut self, id: &str) -> Result<Option<String>, Stop> {
        if let Some(known) = self.people.get(id) {
            return Ok(known.clone());
        }
        let found = match id.parse::<UserId>() {
            Ok(id) => self.console.run(users::find_by_id(&self.console.context, id))?,
            Err(_) => None,
        };
        let name = found.map(|user| user.email.to_string());
        self.people.insert(id.to_owned(), name.clone());
        Ok(name)
    }
}

fn cells(names: &mut Names, row: &AuditRow) -> Result<[String; 7], Stop> {
    let by = match row.actor.split_once(':') {
        Some(("person", id)) => names.person(id)?.unwrap_or_else(|| id.to_owned()),
        _ => row.actor.clone(),
    };
    let about = match &row.user_id {
        Some(id) => names.person(id)?.unwrap_or_else(|| id.clone()),
        None => String::new(),
    };
    let provider = row.provider_id.as_ref().map(|id| names.providers.get(id).unwrap_or(id).clone());
    let details = details(row).into_iter().map(|(name, value)| match value {
        Value::String(text) => format!("{name}: {text}"),
        other => format!("{name}: {other}"),
    });
    let details: Vec<String> = row.refusal.iter().cloned().chain(details).collect();
    Ok([
        instant(Timestamp::from_micros(row.at)),
        row.kind.clone(),
        by,
        about,
        provider.unwrap_or_default(),
        row.client_address.clone(),
        details.join("; "),
    ])
}

fn named_json(names: &mut Names, row: &AuditRow) -> Result<Value, Stop> {
    let email = row.user_id.as_ref().map(|id| names.person(id)).transpose()?.flatten();
    let provider = row.provider_id.as_ref().and_then(|id| names.providers.get(id));
    let mut shown = json_of(row);
    shown.insert("email".to_owned(), json!(email));
    shown.insert("provider".to_owned(), json!(provider));
    Ok(Value::Object(shown))
}

fn details(row: &AuditRow) -> Map<String, Value> {
    // Details that do not read were not written by this program; they are shown as they are.
    serde_json::from_str(&row.details)
        .unwrap_or_else(|_| Map::from_iter([("unreadable".to_owned(), Value::String(row.details.clone()))]))
}

/// A row for programs, as it stands in the store.
pub(super) fn json_of(row: &AuditRow) -> Map<String, Value> {
    let parts = [
        ("id", json!(row.id)),
        ("at", json!(Timestamp::from_micros(row.at).to_string())),
        ("kind", json!(row.kind)),
        ("actor", json!(row.actor)),
        ("refusal", json!(row.refusal)),
        ("user_id", json!(row.user_id)),
        ("provider_id", json!(row.provider_id)),
        ("session_id", json!(row.session_id)),
        ("client_address", json!(row.client_address)),
        ("request_id", json!(row.request_id)),
        ("details", Value::Object(details(row))),
        ("position", json!(row.position)),
        ("digest", json!(row.digest)),
        ("link", json!(row.link)),
    ];
    parts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
