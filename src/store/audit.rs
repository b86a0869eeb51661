//! The audit: rows added in the same write as what they record, chained afterwards by a sealer.

mod listing;
mod row;
mod subjects;

use std::cell::Cell;
use std::collections::BTreeMap;

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use super::connection::{DbConnection, insert_rows};
use super::epoch::Epoch;
use super::error::{StoreError, StoreResult};
use super::schema::audit_events;
use crate::domain::audit::{AuditEvent, EventKind};
use crate::domain::audit_chain::{AuditRow, ChainCheck, FIRST_LINK, link};
use crate::domain::clock::Timestamp;
use crate::domain::id::{ImportId, ProviderId};
use row::NewRow;

pub use listing::{
    AuditFilter, AuditPlace, Direction, Span, end_of_window, find, list, newest_place, waiting,
};
pub(super) use row::Row;
pub use subjects::{Subject, file, unfiled};
pub(super) use subjects::{not_filed, number};

/// Adds an event. On SQLite, where writes come one after the other anyway, it is chained at once; on PostgreSQL the
/// sealer does that a moment later, because two writes that both want to be the next link would wait for each other.
pub fn append(connection: &mut DbConnection, event: &AuditEvent) -> StoreResult<()> {
    append_all(connection, std::slice::from_ref(event))
}

/// Adds events, in this order.
pub fn append_all(connection: &mut DbConnection, events: &[AuditEvent]) -> StoreResult<()> {
    let mut rows = events.iter().map(NewRow::of).collect::<StoreResult<Vec<_>>>()?;
    let mut end = match connection {
        DbConnection::Sqlite(_) => Some(end_of_chain(connection)?),
        DbConnection::Postgres(_) => None,
    };
    if let Some(end) = &mut end {
        for row in &mut rows {
            let position = end.position + 1;
            *end = ChainCheck { position, link: link(&end.link, position, &row.digest) };
            (row.position, row.link) = (Some(position), Some(end.link.clone()));
        }
    }
    insert_rows!(connection, audit_events::table, rows)?;
    LAST_LINK.set(Epoch::present().zip(end));
    Ok(())
}

thread_local! {
    /// The end of the chain, as the last row of this epoch made it.
    static LAST_LINK: Cell<Option<(Epoch, ChainCheck)>> = const { Cell::new(None) };
}

/// The end of the chain, asked for once an epoch.
fn end_of_chain(connection: &mut DbConnection) -> StoreResult<ChainCheck> {
    match LAST_LINK.take().filter(|(epoch, _)| Some(*epoch) == Epoch::present()) {
        Some((_, last)) => Ok(last),
        None => head(connection),
    }
}

/// Whether rows wait to be chained; cheap enough to ask every second.
pub fn has_unsealed(connection: &mut DbConnection) -> StoreResult<bool> {
    let first: Option<i64> = audit_events::table
        .filter(audit_events::position.is_null())
        .select(audit_events::id)
        .order(audit_events::id.asc())
        .first(connection)
        .optional()?;
    Ok(first.is_some())
}

/// Chains at most `limit` waiting rows and returns how many. Run inside a write: two instances that seal at
/// once collide there, and one of them begins anew.
pub fn seal(connection: &mut DbConnection, limit: i64) -> StoreResult<usize> {
    let mut head = head(connection)?;
    let waiting: Vec<(i64, String)> = audit_events::table
        .filter(audit_events::position.is_null())
        .order(audit_events::id.asc())
        .select((audit_events::id, audit_events::digest))
        .limit(limit)
        .load(connection)?;
    for (id, digest) in &waiting {
        let position = head.position + 1;
        head = ChainCheck { position, link: link(&head.link, position, digest) };
        diesel::update(audit_events::table.find(id))
            .set((audit_events::position.eq(position), audit_events::link.eq(&head.link)))
            .execute(connection)?;
    }
    Ok(waiting.len())
}

/// The end of the chain.
pub fn head(connection: &mut DbConnection) -> StoreResult<ChainCheck> {
    let last_first = audit_events::table
        .filter(audit_events::position.is_not_null())
        .order(audit_events::position.desc())
        .select((audit_events::position, audit_events::link));
    let last: Option<(Option<i64>, Option<String>)> = match connection {
        // Rows are fetched one by one there, so that the first is the only one; see `on_either`.
        DbConnection::Sqlite(connection) => last_first.get_result(connection),
        DbConnection::Postgres(connection) => last_first.first(connection),
    }
    .optional()?;
    Ok(match last {
        Some((Some(position), link)) => {
            ChainCheck { position, link: link.unwrap_or_else(|| FIRST_LINK.into()) }
        }
        _ => ChainCheck::default(),
    })
}

/// Chained rows after `position`, in order.
pub fn chained_after(connection: &mut DbConnection, position: i64, limit: i64) -> StoreResult<Vec<AuditRow>> {
    let rows: Vec<Row> = audit_events::table
        .filter(audit_events::position.gt(position))
        .order(audit_events::position.asc())
        .select(Row::as_select())
        .limit(limit)
        .load(connection)?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Rows that wait to be chained, in order of their numbers.
pub fn unchained(connection: &mut DbConnection, limit: i64) -> StoreResult<Vec<AuditRow>> {
    let rows: Vec<Row> = audit_events::table
        .filter(audit_events::position.is_null())
        .order(audit_events::id.asc())
        .select(Row::as_select())
        .limit(limit)
        .load(connection)?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// When the oldest event happened.
pub fn began_at(connection: &mut DbConnection) -> StoreResult<Option<Timestamp>> {
    let oldest: Option<i64> = audit_events::table
        .select(audit_events::at)
        .order(audit_events::at.asc())
        .first(connection)
        .optional()?;
    Ok(oldest.map(Timestamp::from_micros))
}

/// When the event happened that was written last.
pub fn last_written_at(connection: &mut DbConnection) -> StoreResult<Option<Timestamp>> {
    let last: Option<i64> = audit_events::table
        .select(audit_events::at)
        .order(audit_events::id.desc())
        .first(connection)
        .optional()?;
    Ok(last.map(Timestamp::from_micros))
}

/// The newest token of a provider.
pub fn last_token_at(connection: &mut DbConnection, provider: ProviderId) -> StoreResult<Option<AuditRow>> {
    let filter = AuditFilter {
        provider: Some(provider),
        kinds: vec![EventKind::TokenMinted.as_str()],
        ..AuditFilter::default()
    };
    Ok(list(connection, &filter, Span::default(), Direction::Back, 1)?.into_iter().next())
}

/// The newest refusal at a provider, or error that it reported. An index of its own holds these rows and no others;
/// databases take it when the statement says the same words as the index, and not with bound values.
pub fn last_error_at(connection: &mut DbConnection, provider: ProviderId) -> StoreResult<Option<AuditRow>> {
    let row: Option<Row> = audit_events::table
        .filter(audit_events::provider_id.eq(provider.to_string()))
        .filter(sql::<Bool>("kind IN ('sign-in-refused', 'provider-reported-error')"))
        .order(audit_events::id.desc())
        .select(Row::as_select())
        .first(connection)
        .optional()?;
    Ok(row.map(Into::into))
}

/// What was noted since then about an import as a whole, by its names; `None` when it was not written.
pub fn details_of_import(
    connection: &mut DbConnection,
    id: ImportId,
    since: Timestamp,
) -> StoreResult<Option<BTreeMap<String, String>>> {
    let details: Option<String> = audit_events::table
        .filter(audit_events::at.ge(since.as_micros()))
        .filter(audit_events::kind.eq(EventKind::PeopleImported.as_str()))
        .filter(audit_events::details.like(format!("%{id}%")))
        .order(audit_events::id.desc())
        .select(audit_events::details)
        .first(connection)
        .optional()?;
    let read = |text: String| {
        serde_json::from_str(&text).map_err(|_| StoreError::corrupt("audit_events", "details", id))
    };
    details.map(read).transpose()
}
