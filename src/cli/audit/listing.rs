//! `bridgewarden audit list`. Rows hold ids, because people and providers are renamed and deleted; for people
//! they are shown by their present names, as far as there are any.

use clap::Args;
use serde_json::{Map, Value, json};

use super::which::Which;
use crate::cli::configuration::Console;
use crate::cli::exit::Stop;
use crate::cli::output::{self, instant, notice, print, table};
use crate::domain::audit_chain::AuditRow;
use crate::domain::clock::Timestamp;
use crate::flow::audit::{self, Names, json_of};

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
    let names = console.run(Names::of(&console.context, &rows))?;
    if given.json {
        return output::json(&rows.iter().map(|row| named_json(&names, row)).collect());
    }
    if rows.is_empty() {
        notice("There is no such event.");
        return Ok(());
    }
    let rows: Vec<[String; 7]> = rows.iter().map(|row| cells(&names, row)).collect();
    print(&table(["TIME", "WHAT", "BY", "ABOUT", "PROVIDER", "ADDRESS", "DETAILS"], &rows))
}

fn cells(names: &Names, row: &AuditRow) -> [String; 7] {
    let by = match row.actor.split_once(':') {
        Some(("person", id)) => names.email(id).unwrap_or(id).to_owned(),
        _ => row.actor.clone(),
    };
    let about = match &row.user_id {
        Some(id) => names.email(id).unwrap_or(id).to_owned(),
        None => String::new(),
    };
    let provider = row.provider_id.as_ref().map(|id| names.slug(id).unwrap_or(id).to_owned());
    let details = details_of(row).into_iter().map(|(name, value)| match value {
        Value::String(text) => format!("{name}: {text}"),
        other => format!("{name}: {other}"),
    });
    let details: Vec<String> = row.refusal.iter().cloned().chain(details).collect();
    [
        instant(Timestamp::from_micros(row.at)),
        row.kind.clone(),
        by,
        about,
        provider.unwrap_or_default(),
        row.client_address.clone(),
        details.join("; "),
    ]
}

fn named_json(names: &Names, row: &AuditRow) -> Value {
    let mut shown = json_of(row);
    shown.insert("email".to_owned(), json!(row.user_id.as_ref().and_then(|id| names.email(id))));
    shown.insert("provider".to_owned(), json!(row.provider_id.as_ref().and_then(|id| names.slug(id))));
    Value::Object(shown)
}

fn details_of(row: &AuditRow) -> Map<String, Value> {
    match json_of(row).remove("details") {
        Some(Value::Object(details)) => details,
        _ => Map::new(),
    }
}
