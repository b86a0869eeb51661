//! `bridgewarden audit export`: page by page, so that an audit of any length fits.

use std::io::{BufWriter, Write};

use clap::{Args, ValueEnum};
use serde_json::Value;
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;
use time::{Date, OffsetDateTime, UtcOffset};

use super::listing::json_of;
use crate::cli::configuration::Console;
use crate::cli::exit::Stop;
use crate::cli::output::{cannot_write, tame_json};
use crate::domain::audit_chain::AuditRow;
use crate::domain::clock::Timestamp;
use crate::flow::audit;
use crate::store::audit::AuditFilter;

/// How the rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// One JSON object a line
    Jsonl,
    /// A table with a heading, for spreadsheets
    Csv,
}

/// What to export.
#[derive(Debug, Args)]
pub struct ExportAudit {
    /// How the rows are written
    #[arg(long, value_enum, default_value_t = Format::Jsonl)]
    format: Format,
    /// Only events at or after this instant, for example 2026-11-01T00:00:00Z, or a day in UTC
    #[arg(long, value_name = "RFC3339", value_parser = since)]
    since: Option<Timestamp>,
}

fn since(text: &str) -> Result<Timestamp, &'static str> {
    let day = || {
        Date::parse(text, format_description!("[year]-[month]-[day]")).map(|day| day.midnight().assume_utc())
    };
    let instant = OffsetDateTime::parse(text, &Rfc3339).or_else(|_| day());
    let instant =
        instant.map_err(|_| "write an instant such as 2026-11-01T00:00:00Z, or a day such as 2026-11-01")?;
    let micros = instant.to_offset(UtcOffset::UTC).unix_timestamp_nanos().div_euclid(1000);
    i64::try_from(micros).map(Timestamp::from_micros).map_err(|_| "this instant is out of reach")
}

/// Exports the rows.
pub(super) fn run(console: &Console, given: &ExportAudit) -> Result<(), Stop> {
    let filter = AuditFilter { since: given.since.map(Timestamp::as_micros), ..AuditFilter::default() };
    let mut out = BufWriter::new(std::io::stdout().lock());
    if given.format == Format::Csv {
        out.write_all(line(HEADINGS.map(str::to_owned)).as_bytes()).map_err(cannot_write)?;
    }
    let mut after = 0;
    loop {
        let page = console.run(audit::next_page(&console.context, filter.clone(), after))?;
        let Some(last) = page.last() else { break };
        after = last.id;
        for row in &page {
            let text = match given.format {
                Format::Jsonl => format!("{}\n", tame_json(&Value::Object(json_of(row)).to_string())),
                Format::Csv => line(fields(row)),
            };
            out.write_all(text.as_bytes()).map_err(cannot_write)?;
        }
        out.flush().map_err(cannot_write)?;
    }
    out.flush().map_err(cannot_write)
}

const HEADINGS: [&str; 14] = [
    "id",
    "at",
    "kind",
    "actor",
    "refusal",
    "user_id",
    "provider_id",
    "session_id",
    "client_address",
    "request_id",
    "details",
    "position",
    "digest",
    "link",
];

fn fields(row: &AuditRow) -> [String; 14] {
    let optional = |text: &Option<String>| text.clone().unwrap_or_default();
    [
        row.id.to_string(),
        Timestamp::from_micros(row.at).to_string(),
        row.kind.clone(),
        row.actor.clone(),
        optional(&row.refusal),
        optional(&row.user_id),
        optional(&row.provider_id),
        optional(&row.session_id),
        row.client_address.clone(),
        row.request_id.clone(),
        row.details.clone(),
        row.position.map(|position| position.to_string()).unwrap_or_default(),
        row.digest.clone(),
        optional(&row.link),
    ]
}

/// One line as RFC 4180 has it.
fn line(fields: [String; 14]) -> String {
    format!("{}\r\n", fields.each_ref().map(|text| field(text)).join(","))
}

/// Spreadsheets run what begins like a formula, also inside quotes; an apostrophe before it makes it text.
/// Part of an event may come from a stranger's request.
fn field(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let text = if is_formula { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', ';', '"', '\r', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_becomes_text_and_quotes_are_doubled() {
        assert_eq!(
            field("=HYPERLINK(\"https://evil.example\")"),
            "\"'=HYPERLINK(\"\"https://evil.example\"\")\""
        );
        for text in ["+1", "-1", "@SUM(A1)", "\t=1"] {
            assert!(field(text).trim_start_matches('"').starts_with('\''), "{text}");
        }
        assert_eq!(field("{\"a\":\"b, c\"}"), "\"{\"\"a\"\":\"\"b, c\"\"}\"");
        assert_eq!(field("192.0.2.1"), "192.0.2.1");
    }

    #[test]
    fn an_instant_may_have_any_offset_and_a_day_begins_in_utc() {
        let at = since("2026-11-01T01:00:00+01:00").unwrap();
        assert_eq!(at, since("2026-11-01").unwrap());
        assert_eq!(at.to_string(), "2026-11-01T00:00:00Z");
        assert!(since("yesterday").is_err());
    }
}
