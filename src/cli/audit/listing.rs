//! `bridgewarden audit list`. Rows hold ids, because people and providers are renamed and deleted; for people
//! they are shown by their present names, as far as there are any.

use std::collections::BTreeMap;

use clap::Args;
use serde_json::{Map, Value, json};

use super::which::Which;
use crate::cli::configuration::Console;
use crate::cli::exit::Stop;
use crate::cli::output::{self, instant, notice, print, table};
use crate::domain::audit_chain::AuditRow;
use crate::domain::clock::Timestamp;
use crate::domain::id::UserId;
use crate::flow::audit::{self, json_of};
use crate::flow::{providers, users};

/// Which events to list.
#[derive(Debug, Args)]
pub struct ListAudit {
    #[command(flatten)]
    which: Which,
    /// How many events at the most
    #[arg(long, default_value_t = 50, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    limit: u32,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Lists them.
pub(super) fn run(console: &Console, given: ListAudit) -> Result<(), Stop> {
    let filter = given.which.filter(console)?;
    let rows = console.run(audit::newest(
        &console.context,
        filter,
        usize::try_from(given.limit).unwrap_or(usize::MAX),
    ))?;
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
    let details = details_of(row).into_iter().map(|(name, value)| match value {
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

fn details_of(row: &AuditRow) -> Map<String, Value> {
    match json_of(row).remove("details") {
        Some(Value::Object(details)) => details,
        _ => Map::new(),
    }
}
