//! Numbers in the reader's words: sums, charts, the tables behind them.

use std::cmp::Reverse;

use i18n_embed_fl::fl;

use crate::domain::clock::Timestamp;
use crate::domain::provider::ServiceProvider;
use crate::domain::refusal::Refusal;
use crate::domain::statistics::{Range, Series, Statistics, Tally};
use crate::domain::user_table::Count;
use crate::flow::examination::{Finding, HashPoolLoad};
use crate::flow::users;
use crate::web::chart::{Chart, Size, Step, grouped};
use crate::web::language::Language;
use crate::web::pages::admin::{Figure, Numbers, ProviderPart};
use crate::web::sentences::refused;

/// Providers that get a chart of their own, the busiest first.
const CHARTS: usize = 12;

/// The name of a range.
pub(super) fn range_name(words: &Language, range: Range) -> String {
    match range {
        Range::Day => fl!(words, "admin-overview-range-day"),
        Range::Week => fl!(words, "admin-overview-range-week"),
        Range::Month => fl!(words, "admin-overview-range-month"),
    }
}

/// The sums of a range.
pub(super) fn sums(words: &Language, sum: Tally) -> Vec<Figure> {
    [
        (fl!(words, "admin-overview-sign-ins"), sum.sign_ins),
        (fl!(words, "admin-overview-refused"), sum.refusals),
        (fl!(words, "admin-overview-tokens"), sum.tokens),
        (fl!(words, "admin-overview-errors"), sum.errors),
    ]
    .map(|(name, count)| Figure { name, value: grouped(count) })
    .into()
}

/// When a step began, as it stands under a bar and in a sentence.
struct When {
    short: String,
    long: String,
}

fn when(words: &Language, range: Range, at: Timestamp) -> When {
    // "2026-11-22T06:00:00Z": the parts are where RFC 3339 puts them.
    let exact = at.to_string();
    let part = |range: std::ops::Range<usize>| exact.get(range).unwrap_or_default();
    let month = part(5..7).parse::<usize>().unwrap_or(1).saturating_sub(1);
    let months = fl!(words, "admin-overview-months");
    let month = months.split(' ').nth(month).unwrap_or_default();
    let day = part(8..10).trim_start_matches('0');
    let day = fl!(words, "admin-overview-date", day = day, month = month);
    let hour = part(11..16).to_owned();
    match range {
        Range::Day => When { long: format!("{day}, {hour}"), short: hour },
        Range::Week | Range::Month => When { long: day.clone(), short: day },
    }
}

/// The chart of sign-ins and refusals, for desks and for phones; none when nothing happened.
pub(super) fn charts(words: &Language, counted: &Statistics) -> Vec<Chart> {
    let Series { steps, sum } = &counted.all;
    if sum.is_empty() {
        return Vec::new();
    }
    let bars: Vec<Step> = steps
        .iter()
        .map(|(at, tally)| {
            let when = when(words, counted.range, *at);
            let (sign_ins, refused) = (grouped(tally.sign_ins), grouped(tally.refusals));
            Step {
                title: fl!(
                    words,
                    "admin-overview-at",
                    when = when.long,
                    sign_ins = sign_ins,
                    refused = refused
                ),
                label: when.short,
                good: tally.sign_ins,
                bad: tally.refusals,
            }
        })
        .collect();
    let title = fl!(words, "admin-overview-chart", range = range_name(words, counted.range));
    let most = steps.iter().max_by_key(|(_, tally)| tally.sign_ins.saturating_add(tally.refusals));
    let most = most.map_or_else(String::new, |(at, _)| when(words, counted.range, *at).long);
    let (sign_ins, refused) = (grouped(sum.sign_ins), grouped(sum.refusals));
    let text = fl!(words, "admin-overview-chart-text", sign_ins = sign_ins, refused = refused, most = most);
    [("all-wide", Size::WIDE), ("all-narrow", Size::NARROW)]
        .map(|(id, size)| Chart::of_bars(id.to_owned(), title.clone(), text.clone(), size, &bars))
        .into()
}

/// The numbers behind the chart of everything.
pub(super) fn numbers(words: &Language, range: Range, series: &Series) -> Numbers {
    let row =
        |tally: &Tally| [tally.sign_ins, tally.refusals, tally.tokens, tally.errors].map(grouped).into();
    Numbers {
        caption: fl!(words, "admin-overview-chart", range = range_name(words, range)),
        headings: sums(words, Tally::default()).into_iter().map(|figure| figure.name).collect(),
        rows: rows(words, range, series, row),
    }
}

fn rows(
    words: &Language,
    range: Range,
    series: &Series,
    row: impl Fn(&Tally) -> Vec<String>,
) -> Vec<(String, String, Vec<String>)> {
    let steps = series.steps.iter().rev();
    steps.map(|(at, tally)| (at.to_string(), when(words, range, *at).long, row(tally))).collect()
}

/// Each provider's part, the busiest first: those there are, and those that were removed meanwhile.
pub(super) fn by_provider(
    words: &Language,
    counted: &Statistics,
    all: &[ServiceProvider],
    path: &impl Fn(&str) -> String,
) -> Vec<ProviderPart> {
    let present = all.iter().map(|provider| {
        let id = provider.id.to_string();
        let href = path(&format!("/admin/providers/{}", provider.slug));
        (counted.by_provider.get(&id), provider.name.clone(), Some(href))
    });
    let removed = counted
        .by_provider
        .iter()
        .filter(|(id, _)| !all.iter().any(|provider| provider.id.to_string() == **id))
        .map(|(_, series)| (Some(series), fl!(words, "admin-overview-removed"), None));
    let mut parts: Vec<_> = present.chain(removed).collect();
    let busy = |series: Option<&Series>| {
        series.map_or(0, |series| series.sum.tokens.saturating_add(series.sum.refusals))
    };
    parts.sort_by_key(|(series, name, _)| (Reverse(busy(*series)), name.clone()));
    let parts = parts.into_iter().enumerate().map(|(place, (series, name, href))| {
        let sum = series.map_or_else(Tally::default, |series| series.sum);
        let chart = series
            .filter(|_| place < CHARTS && busy(series) > 0)
            .map(|series| small(words, counted.range, place, &name, series));
        ProviderPart {
            figures: [sum.tokens, sum.refusals, sum.errors].map(grouped).into(),
            name,
            href,
            chart,
        }
    });
    parts.collect()
}

/// The chart of one provider, and the numbers behind it.
fn small(words: &Language, range: Range, place: usize, name: &str, series: &Series) -> (Chart, Numbers) {
    let bars: Vec<Step> = series
        .steps
        .iter()
        .map(|(at, tally)| {
            let when = when(words, range, *at);
            let (tokens, refused) = (grouped(tally.tokens), grouped(tally.refusals));
            Step {
                title: fl!(
                    words,
                    "admin-overview-provider-at",
                    when = when.long,
                    tokens = tokens,
                    refused = refused
                ),
                label: when.short,
                good: tally.tokens,
                bad: tally.refusals,
            }
        })
        .collect();
    let title = fl!(words, "admin-overview-provider-chart", name = name, range = range_name(words, range));
    let (tokens, refused) = (grouped(series.sum.tokens), grouped(series.sum.refusals));
    let text = fl!(words, "admin-overview-provider-text", tokens = tokens, refused = refused);
    let chart = Chart::of_bars(format!("provider-{place}"), title.clone(), text, Size::SMALL, &bars);
    let row = |tally: &Tally| [tally.tokens, tally.refusals, tally.errors].map(grouped).into();
    let headings = vec![
        fl!(words, "admin-overview-tokens"),
        fl!(words, "admin-overview-refused"),
        fl!(words, "admin-overview-errors"),
    ];
    (chart, Numbers { caption: title, headings, rows: rows(words, range, series, row) })
}

/// Why sign-ins were refused, the commonest reason first.
pub(super) fn refusals(words: &Language, counted: &Statistics) -> Vec<(String, String, String)> {
    let mut all: Vec<(&String, u64)> = counted.refusals.iter().map(|(code, times)| (code, *times)).collect();
    all.sort_by_key(|(_, times)| Reverse(*times));
    all.into_iter().map(|(code, times)| (reason(words, code), code.clone(), grouped(times))).collect()
}

/// What a refusal means to an administrator. People read another sentence, which does not tell as much.
fn reason(words: &Language, code: &str) -> String {
    let known = Refusal::ALL.into_iter().find(|refusal| refusal.code() == code);
    known.map_or_else(|| fl!(words, "admin-overview-reason-other"), |refusal| refused(words, refusal))
}

/// How many people there are, as the examination counted them.
pub(super) fn people(words: &Language, found: &[Finding]) -> Vec<Figure> {
    let counted = |count: Count| match count {
        Count::Exactly(number) => grouped(u64::try_from(number).unwrap_or(u64::MAX)),
        Count::MoreThan(number) => {
            fl!(words, "admin-people-more", count = grouped(u64::try_from(number).unwrap_or(u64::MAX)))
        }
        Count::Uncounted => String::new(),
    };
    let figures = |tally: &users::Tally| {
        let administrators = grouped(tally.administrators.unsigned_abs());
        [
            (fl!(words, "admin-people-all"), counted(tally.people)),
            (fl!(words, "admin-people-active"), counted(tally.active)),
            (fl!(words, "admin-people-administrators"), administrators),
        ]
        .map(|(name, value)| Figure { name, value })
        .into()
    };
    // Whoever looks is there and active, so people were counted.
    let tally = found.iter().find_map(|finding| match finding {
        Finding::People(tally) => Some(tally),
        _ => None,
    });
    tally.map(figures).unwrap_or_default()
}

/// The hashing threads.
pub(super) fn pool(words: &Language, load: HashPoolLoad) -> Vec<Figure> {
    let busy = fl!(words, "admin-overview-of", some = load.busy, all = load.workers);
    let waiting = fl!(words, "admin-overview-of", some = load.waiting, all = load.places);
    let speed = match load.sign_ins_per_second {
        Some(speed) if speed < 10.0 => fl!(words, "admin-overview-about", number = format!("{speed:.1}")),
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a rough number of sign-ins"
        )]
        Some(speed) => fl!(words, "admin-overview-about", number = grouped(speed.round() as u64)),
        None => fl!(words, "admin-overview-not-measured"),
    };
    vec![
        Figure { name: fl!(words, "admin-overview-pool-busy"), value: busy },
        Figure { name: fl!(words, "admin-overview-pool-waiting"), value: waiting },
        Figure { name: fl!(words, "admin-overview-pool-turned-away"), value: grouped(load.turned_away) },
        Figure { name: fl!(words, "admin-overview-pool-speed"), value: speed },
    ]
}
