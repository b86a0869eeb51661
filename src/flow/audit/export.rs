//! Exporting the audit: some rows at a time, so that one of any length takes the same memory. The page and the command
//! line write the same lines.

use serde_json::{Map, Value, json};

use crate::domain::audit::{AuditEvent, EventKind, Origin};
use crate::domain::audit_chain::AuditRow;
use crate::domain::clock::Timestamp;
use crate::flow::{Context, Fault};
use crate::store::audit::{self, AuditFilter, AuditPlace, Direction, Span};

/// Rows written at once.
const PAGE: i64 = 1000;
/// Rows looked through in one read.
const WINDOW: i64 = 25_000;

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// One JSON object a line.
    JsonLines,
    /// A table with a heading, for spreadsheets.
    Csv,
}

impl ExportFormat {
    /// Its name in file names and in the audit.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::JsonLines => "jsonl",
            Self::Csv => "csv",
        }
    }

    /// The line before all rows, if there is one.
    pub fn heading(self) -> Option<String> {
        match self {
            Self::JsonLines => None,
            Self::Csv => Some(line(HEADINGS.map(str::to_owned))),
        }
    }

    /// The line of a row.
    pub fn line(self, row: &AuditRow) -> String {
        match self {
            Self::JsonLines => format!("{}\n", Value::Object(json_of(row))),
            Self::Csv => line(fields(row)),
        }
    }
}

/// An export under way: the events that a filter chooses, the oldest first, up to the newest one at its beginning.
pub struct Export {
    filter: AuditFilter,
    behind: Option<AuditPlace>,
    /// The end of the window that is being looked through.
    window: Option<AuditPlace>,
    end: Option<AuditPlace>,
}

impl Export {
    /// Begins.
    pub async fn begin(context: &Context, filter: AuditFilter) -> Result<Self, Fault> {
        let end = context.store.read(audit::newest_place).await?;
        Ok(Self { filter, behind: None, window: None, end })
    }

    /// The next rows; `None` at the end.
    pub async fn next(&mut self, context: &Context) -> Result<Option<Vec<AuditRow>>, Fault> {
        while let Some(end) = self.end {
            let (filter, behind, window) = (self.filter.clone(), self.behind, self.window);
            let read = context.store.read(move |connection| {
                let rest = Span { behind, up_to: Some(end) };
                let window = match window {
                    Some(window) => window,
                    None => audit::end_of_window(connection, &filter, rest, Direction::Forth, WINDOW)?
                        .unwrap_or(end),
                };
                let within = Span { behind, up_to: Some(window) };
                Ok((audit::list(connection, &filter, within, Direction::Forth, PAGE)?, window))
            });
            let (rows, window) = read.await?;
            let is_full = i64::try_from(rows.len()).unwrap_or(i64::MAX) >= PAGE;
            match rows.last().filter(|_| is_full) {
                Some(last) => (self.behind, self.window) = (Some(AuditPlace::of(last)), Some(window)),
                None if window == end => self.end = None,
                None => (self.behind, self.window) = (Some(window), None),
            }
            if !rows.is_empty() {
                return Ok(Some(rows));
            }
        }
        Ok(None)
    }
}

/// Puts on record that an administrator takes the audit away, and which part of it.
pub async fn record_export(
    context: &Context,
    filter: &AuditFilter,
    format: ExportFormat,
    origin: &Origin,
) -> Result<(), Fault> {
    let instant = |micros: i64| Timestamp::from_micros(micros).to_string();
    let parts = [
        ("user", filter.user.map(|id| id.to_string())),
        ("provider", filter.provider.map(|id| id.to_string())),
        ("kinds", Some(filter.kinds.join(", ")).filter(|kinds| !kinds.is_empty())),
        ("refusal", filter.refusal.clone()),
        ("since", filter.since.map(instant)),
        ("until", filter.until.map(instant)),
    ];
    let mut event = AuditEvent::new(context.now(), EventKind::AuditExported, origin);
    event = event.detail("format", format.as_str());
    for (name, value) in parts {
        if let Some(value) = value {
            event = event.detail(name, value);
        }
    }
    Ok(context.store.write(move |connection| audit::append(connection, &event)).await?)
}

/// A row for programs, as it stands in the store.
pub fn json_of(row: &AuditRow) -> Map<String, Value> {
    // Details that do not read were not written by this program; they are shown as they are.
    let details = serde_json::from_str(&row.details)
        .unwrap_or_else(|_| Map::from_iter([("unreadable".to_owned(), Value::String(row.details.clone()))]));
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
        ("details", Value::Object(details)),
        ("position", json!(row.position)),
        ("digest", json!(row.digest)),
        ("link", json!(row.link)),
    ];
    parts.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
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
}
