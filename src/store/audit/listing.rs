//! Events in the order of time, page by page. An audit of ten million rows must not be looked through at once, so a
//! listing is asked for within a span that ends a known number of rows further on.
//!
//! What this needs: the index `audit_events_by_time` (at, id) for everything; for what concerns one person or one
//! provider `store/audit/subjects.rs`.

use diesel::prelude::*;

use super::subjects::{self, Subject};
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

impl AuditFilter {
    /// Whether everything that it asks for is found along an index.
    pub fn is_direct(&self) -> bool {
        let is_one = self.user.is_none() || self.provider.is_none();
        self.kinds.is_empty() && self.refusal.is_none() && is_one
    }

    /// Under what those that it asks for are filed.
    fn subject(&self) -> Option<Subject> {
        self.user.map(Subject::User).or(self.provider.map(Subject::Provider))
    }
}

/// Narrows a query to the time that a filter asks for and to a span, and puts it in order. Written so that the instant
/// alone bounds the way through an index.
macro_rules! within {
    ($query:ident, $at:expr, $id:expr, $filter:expr, $span:expr, $direction:expr) => {
        if let Some(since) = $filter.since {
            $query = $query.filter($at.ge(since));
        }
        if let Some(until) = $filter.until {
            $query = $query.filter($at.lt(until));
        }
        if let Some(place) = $span.behind {
            $query = match $direction {
                Direction::Back => $query.filter($at.le(place.at).and($at.lt(place.at).or($id.lt(place.id)))),
                Direction::Forth => {
                    $query.filter($at.ge(place.at).and($at.gt(place.at).or($id.gt(place.id))))
                }
            };
        }
        if let Some(place) = $span.up_to {
            $query = match $direction {
                Direction::Back => $query.filter($at.ge(place.at).and($at.gt(place.at).or($id.ge(place.id)))),
                Direction::Forth => {
                    $query.filter($at.le(place.at).and($at.lt(place.at).or($id.le(place.id))))
                }
            };
        }
        $query = match $direction {
            Direction::Back => $query.order(($at.desc(), $id.desc())),
            Direction::Forth => $query.order(($at.asc(), $id.asc())),
        };
    };
}
pub(super) use within;

/// Leaves of a query what a filter asks for within that time.
macro_rules! chosen {
    ($query:ident, $filter:expr) => {
        if let Some(provider) = $filter.provider {
            $query = $query.filter(audit_events::provider_id.eq(provider.to_string()));
        }
        if !$filter.kinds.is_empty() {
            $query = $query.filter(audit_events::kind.eq_any($filter.kinds.clone()));
        }
        if let Some(refusal) = &$filter.refusal {
            $query = $query.filter(audit_events::refusal.eq(refusal.clone()));
        }
    };
}
pub(super) use chosen;

/// The place that stands `length` rows behind the beginning of a span, before anything is chosen among them; `None`
/// when there are not so many.
pub fn end_of_window(
    connection: &mut DbConnection,
    filter: &AuditFilter,
    span: Span,
    direction: Direction,
    length: i64,
) -> StoreResult<Option<AuditPlace>> {
    if let Some(subject) = filter.subject() {
        return subjects::end_of_window(connection, subject, filter, span, direction, length);
    }
    let mut query = audit_events::table.into_boxed();
    within!(query, audit_events::at, audit_events::id, filter, span, direction);
    let end: Option<(i64, i64)> = query
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
    if let Some(subject) = filter.subject() {
        return subjects::list(connection, subject, filter, span, direction, limit);
    }
    let mut query = audit_events::table.select(Row::as_select()).limit(limit).into_boxed();
    within!(query, audit_events::at, audit_events::id, filter, span, direction);
    chosen!(query, filter);
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
