//! Events in the order of time, page by page. An audit of ten million rows must not be looked through at once, so a
//! listing is asked for within a span that ends a known number of rows further on.
//!
//! What this needs: `audit_events_by_time` (at, id) for everything; `audit_events_by_user` (user_id, at, id) and
//! `audit_events_by_provider` (provider_id, at, id) for what concerns one of them. Without one of the latter two its
//! arm in [`AuditFilter::along`] must go; then those events are looked for among all.

use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::{DbConnection, Row, StoreResult, audit_events};
use crate::domain::audit_chain::AuditRow;
use crate::domain::id::{ProviderId, UserId};

/// Which events a listing shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Those that concern this person.
    pub user: Option<UserId>,
    /// Those that concern this provider.
    pub provider: Option<ProviderId>,
    /// Those of one of these kinds; of any when there is none.
    pub kinds: Vec<&'static str>,
    /// Those with this refusal.
    pub refusal: Option<String>,
    /// Those at or after this instant, in microseconds.
    pub since: Option<i64>,
    /// Those before this instant, in microseconds.
    pub until: Option<i64>,
}

/// A place in the order of time. Events of one instant stand in the order of their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AuditPlace {
    /// When, in microseconds.
    pub at: i64,
    /// The row's number.
    pub id: i64,
}

impl AuditPlace {
    /// Where a row stands.
    pub fn of(row: &AuditRow) -> Self {
        Self { at: row.at, id: row.id }
    }
}

/// In which order events come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// The newest first, for looking.
    Back,
    /// The oldest first, for exporting.
    Forth,
}

/// A part of the order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// It begins behind this place, or at the beginning.
    pub behind: Option<AuditPlace>,
    /// It ends with this place, or at the end.
    pub up_to: Option<AuditPlace>,
}

type Either = <DbConnection as Connection>::Backend;
type Condition = Box<dyn BoxableExpression<audit_events::table, Either, SqlType = Bool>>;

impl AuditFilter {
    /// Whether everything that it asks for is found along an index.
    pub fn is_direct(&self) -> bool {
        let is_one = self.user.is_none() || self.provider.is_none();
        self.kinds.is_empty() && self.refusal.is_none() && is_one
    }

    /// The events among which those that it asks for are looked for: what an index finds.
    fn along<'a>(&self, span: Span, direction: Direction) -> audit_events::BoxedQuery<'a, Either> {
        let mut query = audit_events::table.into_boxed();
        match (self.user, self.provider) {
            (Some(user), _) => query = query.filter(audit_events::user_id.eq(user.to_string())),
            (None, Some(provider)) => {
                query = query.filter(audit_events::provider_id.eq(provider.to_string()));
            }
            (None, None) => {}
        }
        if let Some(since) = self.since {
            query = query.filter(audit_events::at.ge(since));
        }
        if let Some(until) = self.until {
            query = query.filter(audit_events::at.lt(until));
        }
        if let Some(place) = span.behind {
            query = query.filter(beyond(place, direction, false));
        }
        if let Some(place) = span.up_to {
            let reversed = match direction {
                Direction::Back => Direction::Forth,
                Direction::Forth => Direction::Back,
            };
            query = query.filter(beyond(place, reversed, true));
        }
        match direction {
            Direction::Back => query.order((audit_events::at.desc(), audit_events::id.desc())),
            Direction::Forth => query.order((audit_events::at.asc(), audit_events::id.asc())),
        }
    }
}

/// What stands beyond a place, or at it. Written so that the instant alone bounds the way through an index.
fn beyond(place: AuditPlace, direction: Direction, or_at_it: bool) -> Condition {
    use audit_events::{at, id};
    match (direction, or_at_it) {
        (Direction::Back, false) => Box::new(at.le(place.at).and(at.lt(place.at).or(id.lt(place.id)))),
        (Direction::Back, true) => Box::new(at.le(place.at).and(at.lt(place.at).or(id.le(place.id)))),
        (Direction::Forth, false) => Box::new(at.ge(place.at).and(at.gt(place.at).or(id.gt(place.id)))),
        (Direction::Forth, true) => Box::new(at.ge(place.at).and(at.gt(place.at).or(id.ge(place.id)))),
    }
}

/// The place that stands `length` rows behind the beginning of a span, before anything is chosen among them; `None`
/// when there are not so many.
pub fn end_of_window(
    connection: &mut DbConnection,
    filter: &AuditFilter,
    span: Span,
    direction: Direction,
    length: i64,
) -> StoreResult<Option<AuditPlace>> {
    let end: Option<(i64, i64)> = filter
        .along(span, direction)
        .select((audit_events::at, audit_events::id))
        .offset(length)
        .limit(1)
        .get_result(connection)
        .optional()?;
    Ok(end.map(|(at, id)| AuditPlace { at, id }))
}

/// The first `limit` events of a span.
pub fn list(
    connection: &mut DbConnection,
    filter: &AuditFilter,
    span: Span,
    direction: Direction,
    limit: i64,
) -> StoreResult<Vec<AuditRow>> {
    let mut query = filter.along(span, direction).select(Row::as_select()).limit(limit);
    if let Some(provider) = filter.provider {
        query = query.filter(audit_events::provider_id.eq(provider.to_string()));
    }
    if !filter.kinds.is_empty() {
        query = query.filter(audit_events::kind.eq_any(filter.kinds.clone()));
    }
    if let Some(refusal) = &filter.refusal {
        query = query.filter(audit_events::refusal.eq(refusal.clone()));
    }
    let rows: Vec<Row> = query.load(connection)?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Where the newest event stands.
pub fn newest_place(connection: &mut DbConnection) -> StoreResult<Option<AuditPlace>> {
    let newest: Option<(i64, i64)> = audit_events::table
        .select((audit_events::at, audit_events::id))
        .order((audit_events::at.desc(), audit_events::id.desc()))
        .first(connection)
        .optional()?;
    Ok(newest.map(|(at, id)| AuditPlace { at, id }))
}

/// The event with that number.
pub fn find(connection: &mut DbConnection, id: i64) -> StoreResult<Option<AuditRow>> {
    let row: Option<Row> =
        audit_events::table.find(id).select(Row::as_select()).get_result(connection).optional()?;
    Ok(row.map(Into::into))
}

/// How many rows wait to be chained.
pub fn waiting(connection: &mut DbConnection) -> StoreResult<i64> {
    Ok(audit_events::table.filter(audit_events::position.is_null()).count().get_result(connection)?)
}
