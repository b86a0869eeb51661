//! `bridgewarden statistics`: how many sign-ins, refusals and tokens there were.

use std::collections::BTreeMap;

use clap::Args;
use clap::builder::PossibleValuesParser;
use serde_json::{Map, Value, json};

use super::configuration::Console;
use super::exit::Stop;
use super::output::{self, instant, print, table};
use crate::domain::clock::Timestamp;
use crate::domain::statistics::{Range, Series, Statistics, Tally};
use crate::flow::{providers, statistics};

/// How far to look back, and how to show it.
#[derive(Debug, Args)]
#[command(after_help = "\
Counted is what the audit has: refused passwords and whatever befell people who are known. What strangers did
without a password, and passwords that had to wait, are counted in the metrics only.
Hours and days are those of UTC; the last one is not over yet.

Examples:
  bridgewarden statistics                    the last 24 hours, hour by hour
  bridgewarden statistics --range month      the last 30 days, day by day")]
pub struct StatisticsArguments {
    /// How far to look back: 24 hours, 7 days or 30 days
    #[arg(long, default_value = "day", value_parser = PossibleValuesParser::new(Range::ALL.map(Range::as_str)))]
    range: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Shows them.
pub fn run(console: &Console, given: &StatisticsArguments) -> Result<(), Stop> {
    let range = Range::of_word(&given.range).unwrap_or_default();
    let found = console.run(statistics::look(&console.context, range))?;
    let all = console.run(providers::list(&console.context))?;
    let slugs: BTreeMap<String, String> =
        all.iter().map(|provider| (provider.id.to_string(), provider.slug.to_string())).collect();
    if given.json { output::json(&to_json(&found, &slugs)) } else { print(&in_words(&found, &slugs)) }
}

fn in_words(found: &Statistics, slugs: &BTreeMap<String, String>) -> String {
    let mut rows: Vec<[String; 5]> =
        found.all.steps.iter().map(|(at, tally)| row(shown(*at, found.range), *tally)).collect();
    rows.push(row("together".into(), found.all.sum));
    let mut text = table(["FROM (UTC)", "SIGN-INS", "REFUSALS", "TOKENS", "ERRORS"], &rows);
    if !found.by_provider.is_empty() {
        let rows: Vec<[String; 5]> =
            found.by_provider.iter().map(|(id, series)| row(name(id, slugs), series.sum)).collect();
        text.push('\n');
        text.push_str(&table(["PROVIDER", "SIGN-INS", "REFUSALS", "TOKENS", "ERRORS"], &rows));
    }
    if !found.refusals.is_empty() {
        let rows: Vec<[String; 2]> =
            found.refusals.iter().map(|(code, count)| [code.clone(), count.to_string()]).collect();
        text.push('\n');
        text.push_str(&table(["REFUSAL", "TIMES"], &rows));
    }
    text
}

fn row(first: String, tally: Tally) -> [String; 5] {
    let numbers = [tally.sign_ins, tally.refusals, tally.tokens, tally.errors].map(|count| count.to_string());
    let [sign_ins, refusals, tokens, errors] = numbers;
    [first, sign_ins, refusals, tokens, errors]
}

/// The present name of a provider; of one that was removed, its id.
fn name(id: &str, slugs: &BTreeMap<String, String>) -> String {
    slugs.get(id).cloned().unwrap_or_else(|| id.to_owned())
}

/// The hour or the day.
fn shown(at: Timestamp, range: Range) -> String {
    let text = instant(at);
    let length = if range == Range::Day { "2026-11-22T06:00".len() } else { "2026-11-22".len() };
    text.chars().take(length).map(|letter| if letter == 'T' { ' ' } else { letter }).collect()
}

fn to_json(found: &Statistics, slugs: &BTreeMap<String, String>) -> Value {
    let providers: Map<String, Value> =
        found.by_provider.iter().map(|(id, series)| (name(id, slugs), series_json(series))).collect();
    json!({
        "range": found.range.as_str(),
        "all": series_json(&found.all),
        "providers": providers,
        "refusals": found.refusals,
    })
}

fn series_json(series: &Series) -> Value {
    let steps: Vec<Value> = series
        .steps
        .iter()
        .map(|(at, tally)| {
            let mut step = tally_json(*tally);
            if let Value::Object(fields) = &mut step {
                fields.insert("from".into(), instant(*at).into());
            }
            step
        })
        .collect();
    json!({ "sum": tally_json(series.sum), "steps": steps })
}

fn tally_json(tally: Tally) -> Value {
    json!({
        "sign_ins": tally.sign_ins,
        "refusals": tally.refusals,
        "tokens": tally.tokens,
        "errors": tally.errors,
    })
}
