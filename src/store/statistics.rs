//! How much happened in each hour. Totals are added up from the audit in the background; what was not added up yet
//! is counted when somebody asks, so that the answer is exact and a sign-in writes nothing more for it.
//!
//! What was counted already is known by the place in the audit's chain, which has no gaps and never changes: a row
//! that is written late, or by a clock that goes wrong, is counted once and in its own hour all the same.

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::{BigInt, Text};

use super::audit::head;
use super::connection::DbConnection;
use super::error::StoreResult;
use super::schema::{audit_verifications, hourly_totals, statistics_progress};
use crate::domain::audit::EventKind;
use crate::domain::clock::Timestamp;
use crate::domain::statistics::{COUNTED, Count, HOUR};

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = BigInt)]
    step: i64,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Text)]
    refusal: String,
    #[diesel(sql_type = Text)]
    provider_id: String,
    #[diesel(sql_type = BigInt)]
    events: i64,
}

impl From<Row> for Count {
    fn from(row: Row) -> Self {
        Self {
            step: Timestamp::from_micros(row.step),
            kind: row.kind,
            refusal: row.refusal,
            provider: row.provider_id,
            events: u64::try_from(row.events).unwrap_or(0),
        }
    }
}

fn one_of(kinds: &[EventKind]) -> String {
    let words: Vec<String> = kinds.iter().map(|kind| format!("'{}'", kind.as_str())).collect();
    format!("kind IN ({})", words.join(", "))
}

/// Rows of the audit that are counted, each with the step in which it lies. They are found by their place in the
/// chain: "+ 0" keeps the databases from looking through everything since then by the index of times.
fn counted_rows(kinds: &[EventKind], step: i64, since: Timestamp) -> String {
    format!(
        "SELECT at / {step} * {step} AS step, kind, COALESCE(refusal, '') AS refusal, \
         COALESCE(provider_id, '') AS provider_id, 1 AS events \
         FROM audit_events WHERE {} AND at + 0 >= {}",
        one_of(kinds),
        since.as_micros()
    )
}

fn summed(rows: &str) -> String {
    format!(
        "SELECT step, kind, refusal, provider_id, CAST(SUM(events) AS BIGINT) AS events FROM ({rows}) AS counted \
         GROUP BY step, kind, refusal, provider_id"
    )
}

fn micros(step: std::time::Duration) -> i64 {
    i64::try_from(step.as_micros()).unwrap_or(i64::MAX)
}

/// More rows than this are not counted while somebody waits: they are added up first.
const LONGEST_TAIL: i64 = 200_000;

/// What was counted, and how many rows of the audit are not in it because too many wait to be added up.
pub type Counted = (Vec<Count>, u64);

/// Everything of these kinds counted since then, in steps of whole hours. One statement, so that nothing is counted
/// twice or left out while somebody adds up.
pub fn counts(
    connection: &mut DbConnection,
    kinds: &[EventKind],
    step: std::time::Duration,
    since: Timestamp,
) -> StoreResult<Counted> {
    let behind = head(connection)?.position - counted_to(connection)?;
    let (step, tail) = (micros(step), counted_rows(kinds, micros(step), since));
    let totals = format!(
        "SELECT hour / {step} * {step} AS step, kind, refusal, provider_id, events FROM hourly_totals \
         WHERE hour >= {} AND {}",
        since.as_micros(),
        one_of(kinds)
    );
    let sql = if behind > LONGEST_TAIL {
        summed(&totals)
    } else {
        summed(&format!(
            "{totals} UNION ALL {tail} AND position > (SELECT counted_to FROM statistics_progress WHERE id = 1) \
             UNION ALL {tail} AND position IS NULL"
        ))
    };
    let rows: Vec<Row> = sql_query(sql).load(connection)?;
    let missing = if behind > LONGEST_TAIL { u64::try_from(behind).unwrap_or(0) } else { 0 };
    Ok((rows.into_iter().map(Count::from).collect(), missing))
}

/// Up to which place of the chain the audit was counted.
pub fn counted_to(connection: &mut DbConnection) -> StoreResult<i64> {
    Ok(statistics_progress::table.find(1).select(statistics_progress::counted_to).get_result(connection)?)
}

/// What the audit has from after one place of the chain to another, by the hour; nothing from before `since`.
pub fn hours_between(
    connection: &mut DbConnection,
    after: i64,
    to: i64,
    since: Timestamp,
) -> StoreResult<Vec<Count>> {
    let rows = counted_rows(&COUNTED, micros(HOUR), since);
    let sql = summed(&format!("{rows} AND position > {after} AND position <= {to}"));
    let rows: Vec<Row> = sql_query(sql).load(connection)?;
    Ok(rows.into_iter().map(Count::from).collect())
}

/// Adds what was counted between two places of the chain. False when somebody else has counted it meanwhile.
pub fn add(connection: &mut DbConnection, after: i64, to: i64, counts: &[Count]) -> StoreResult<bool> {
    let progress = statistics_progress::table
        .filter(statistics_progress::id.eq(1))
        .filter(statistics_progress::counted_to.eq(after));
    if diesel::update(progress).set(statistics_progress::counted_to.eq(to)).execute(connection)? == 0 {
        return Ok(false);
    }
    for count in counts {
        let events = i64::try_from(count.events).unwrap_or(i64::MAX);
        let key = (count.step.as_micros(), &count.kind, &count.refusal, &count.provider);
        let known = diesel::update(hourly_totals::table.find(key))
            .set(hourly_totals::events.eq(hourly_totals::events + events))
            .execute(connection)?;
        if known == 0 {
            diesel::insert_into(hourly_totals::table)
                .values((
                    hourly_totals::hour.eq(count.step.as_micros()),
                    hourly_totals::kind.eq(&count.kind),
                    hourly_totals::refusal.eq(&count.refusal),
                    hourly_totals::provider_id.eq(&count.provider),
                    hourly_totals::events.eq(events),
                ))
                .execute(connection)?;
        }
    }
    Ok(true)
}

/// Forgets the hours before; returns how many rows.
pub fn sweep(connection: &mut DbConnection, before: Timestamp) -> StoreResult<usize> {
    let old = hourly_totals::table.filter(hourly_totals::hour.lt(before.as_micros()));
    Ok(diesel::delete(old).execute(connection)?)
}

/// What the last verification of the audit found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verification {
    /// When it was.
    pub at: Timestamp,
    /// How far the chain was good.
    pub position: i64,
    /// Whether that was its end.
    pub is_intact: bool,
}

/// The last verification, if there was one.
pub fn last_verification(connection: &mut DbConnection) -> StoreResult<Option<Verification>> {
    let found: Option<(i64, i64, bool)> = audit_verifications::table
        .find(1)
        .select((
            audit_verifications::verified_at,
            audit_verifications::position,
            audit_verifications::is_intact,
        ))
        .get_result(connection)
        .optional()?;
    Ok(found.map(|(at, position, is_intact)| Verification {
        at: Timestamp::from_micros(at),
        position,
        is_intact,
    }))
}

/// Notes a verification in place of the one before.
pub fn note_verification(connection: &mut DbConnection, made: Verification) -> StoreResult<()> {
    let values = (
        audit_verifications::verified_at.eq(made.at.as_micros()),
        audit_verifications::position.eq(made.position),
        audit_verifications::is_intact.eq(made.is_intact),
    );
    let known = diesel::update(audit_verifications::table.find(1)).set(values).execute(connection)?;
    if known == 0 {
        diesel::insert_into(audit_verifications::table)
            .values((audit_verifications::id.eq(1), values))
            .execute(connection)?;
    }
    Ok(())
}
