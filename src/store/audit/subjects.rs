//! Events by whom and what they concern. They are filed under these in the background, many at once, because an index
//! that every sign-in writes into at another place costs it more than its own row. What was not filed yet is looked
//! through when somebody asks: the answer is exact at once.
//!
//! What was filed already is known by the place in the chain, which has no gaps and never changes, as for
//! `store/statistics.rs`.

use diesel::dsl::sql;
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::BigInt;

use super::listing::{AuditFilter, AuditPlace, Direction, Span, chosen, within};
use super::{DbConnection, Row, StoreResult, audit_events, head};
use crate::domain::audit_chain::AuditRow;
use crate::domain::id::{ProviderId, UserId};
use crate::store::schema::{audit_filing, audit_subjects};

type Either = <DbConnection as Connection>::Backend;

/// Under what an event is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The person it concerns.
    User(UserId),
    /// The provider it concerns.
    Provider(ProviderId),
}

impl Subject {
    /// As it is filed.
    pub(in crate::store) fn id(self) -> String {
        match self {
            Self::User(id) => id.to_string(),
            Self::Provider(id) => id.to_string(),
        }
    }
}

/// Up to which place of the chain events were filed.
fn filed_to(connection: &mut DbConnection) -> StoreResult<i64> {
    Ok(audit_filing::table.find(1).select(audit_filing::filed_to).get_result(connection)?)
}

/// How many chained events wait to be filed; cheap enough to ask every few seconds.
pub fn unfiled(connection: &mut DbConnection) -> StoreResult<i64> {
    Ok(head(connection)?.position - filed_to(connection)?)
}

/// Files at most `limit` events and returns how many. Run inside a write: of two instances that file at once, one
/// finds the place moved and files nothing. What is filed already stays as it is, so that an administrator who sets
/// the place back, and leaves rows behind, does not stop the filing.
pub fn file(connection: &mut DbConnection, limit: i64) -> StoreResult<i64> {
    let after = filed_to(connection)?;
    let to = head(connection)?.position.min(after.saturating_add(limit));
    if to <= after {
        return Ok(0);
    }
    let progress =
        audit_filing::table.filter(audit_filing::id.eq(1)).filter(audit_filing::filed_to.eq(after));
    if diesel::update(progress).set(audit_filing::filed_to.eq(to)).execute(connection)? == 0 {
        return Ok(0);
    }
    let rows = |column: &str| {
        format!(
            "SELECT {column} AS subject, at, id FROM audit_events \
             WHERE position > {after} AND position <= {to} AND {column} IS NOT NULL"
        )
    };
    sql_query(format!(
        "INSERT INTO audit_subjects (subject, at, event_id) {} UNION ALL {} ORDER BY 1, 2, 3 \
         ON CONFLICT DO NOTHING",
        rows("user_id"),
        rows("provider_id")
    ))
    .execute(connection)?;
    Ok(to - after)
}

/// The events of one subject that were not filed yet, as two queries that are to be asked in this order, and before what
/// is filed: an event that is chained or filed meanwhile is found twice, and never not at all. What is doubled is left
/// out by its number.
///
/// Two and not one with "or": each has an index that finds these rows and no others. Put them in order by [`instant`] and
/// [`number`], so that the databases do not take the index of times instead, along which the whole audit lies.
pub(in crate::store) fn not_filed<'a>(
    connection: &mut DbConnection,
    subject: Subject,
) -> StoreResult<[audit_events::BoxedQuery<'a, Either>; 2]> {
    let filed_to = filed_to(connection)?;
    let of_subject = || {
        let all = audit_events::table.into_boxed();
        match subject {
            Subject::User(id) => all.filter(audit_events::user_id.eq(id.to_string())),
            Subject::Provider(id) => all.filter(audit_events::provider_id.eq(id.to_string())),
        }
    };
    let unchained = of_subject().filter(audit_events::position.is_null());
    let chained = of_subject().filter(audit_events::position.gt(filed_to));
    Ok([unchained, chained])
}

/// When an event happened, as no index has it.
pub(in crate::store) fn instant() -> SqlLiteral<BigInt> {
    sql("audit_events.at + 0")
}

/// An event's number, as no index has it.
pub(in crate::store) fn number() -> SqlLiteral<BigInt> {
    sql("audit_events.id + 0")
}

/// The place that stands `length` rows behind the beginning of a span, among the filed events of one subject.
pub(super) fn end_of_window(
    connection: &mut DbConnection,
    subject: Subject,
    filter: &AuditFilter,
    span: Span,
    direction: Direction,
    length: i64,
) -> StoreResult<Option<AuditPlace>> {
    let mut query = audit_subjects::table.filter(audit_subjects::subject.eq(subject.id())).into_boxed();
    within!(query, audit_subjects::at, audit_subjects::event_id, filter, span, direction);
    let end: Option<(i64, i64)> = query
        .select((audit_subjects::at, audit_subjects::event_id))
        .offset(length)
        .limit(1)
        .get_result(connection)
        .optional()?;
    Ok(end.map(|(at, id)| AuditPlace { at, id }))
}

/// The first `limit` events of a span that concern one subject.
pub(super) fn list(
    connection: &mut DbConnection,
    subject: Subject,
    filter: &AuditFilter,
    span: Span,
    direction: Direction,
    limit: i64,
) -> StoreResult<Vec<AuditRow>> {
    let mut found: Vec<Row> = Vec::new();
    for mut query in not_filed(connection, subject)? {
        within!(query, instant(), number(), filter, span, direction);
        chosen!(query, filter);
        found.extend(query.limit(limit).select(Row::as_select()).load(connection)?);
    }
    let mut query = audit_subjects::table
        .inner_join(audit_events::table)
        .filter(audit_subjects::subject.eq(subject.id()))
        .select(Row::as_select())
        .into_boxed();
    within!(query, audit_subjects::at, audit_subjects::event_id, filter, span, direction);
    chosen!(query, filter);
    found.extend(query.limit(limit).load::<Row>(connection)?);
    let mut found: Vec<AuditRow> = found.into_iter().map(Into::into).collect();
    found.sort_by_key(AuditPlace::of);
    found.dedup_by_key(|row| row.id);
    if direction == Direction::Back {
        found.reverse();
    }
    found.truncate(usize::try_from(limit).unwrap_or(0));
    Ok(found)
}
