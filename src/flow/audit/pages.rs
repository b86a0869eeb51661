//! Looking at the audit page by page. What is rare is looked for in steps, so that no page looks through ten million
//! rows: it says how far it came, and the next one goes on from there.

use crate::domain::audit_chain::AuditRow;
use crate::flow::{Context, Fault};
use crate::store::audit::{self, AuditFilter, AuditPlace, Direction, Span};

/// Rows looked through in one read.
const WINDOW: i64 = 25_000;
/// Reads for one page.
const WINDOWS: usize = 8;

/// A page of the audit, the newest event first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditPage {
    /// The events.
    pub rows: Vec<AuditRow>,
    /// How to go on, when there is more.
    pub further: Option<Further>,
}

/// What lies behind a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Further {
    /// More events, behind this place.
    Events(AuditPlace),
    /// Rows that were not looked through yet; perhaps there is nothing among them.
    Unsearched(AuditPlace),
}

/// The events behind a place, at most `limit`.
pub async fn page(
    context: &Context,
    filter: &AuditFilter,
    behind: Option<AuditPlace>,
    limit: usize,
) -> Result<AuditPage, Fault> {
    let mut rows: Vec<AuditRow> = Vec::new();
    let mut span = Span { behind, up_to: None };
    let mut is_searched = false;
    for _ in 0..WINDOWS {
        let (sought, missing) = (filter.clone(), limit.saturating_sub(rows.len()).saturating_add(1));
        let missing = i64::try_from(missing).unwrap_or(i64::MAX);
        let found = context.store.read(move |connection| {
            let end = if sought.is_direct() {
                None
            } else {
                audit::end_of_window(connection, &sought, span, Direction::Back, WINDOW)?
            };
            let within = Span { up_to: end, ..span };
            Ok((audit::list(connection, &sought, within, Direction::Back, missing)?, end))
        });
        let (found, end) = found.await?;
        rows.extend(found);
        is_searched = end.is_none();
        if is_searched || rows.len() > limit {
            break;
        }
        span.behind = end;
    }
    let further = if rows.len() > limit {
        rows.truncate(limit);
        rows.last().map(|row| Further::Events(AuditPlace::of(row)))
    } else if is_searched {
        None
    } else {
        span.behind.map(Further::Unsearched)
    };
    Ok(AuditPage { rows, further })
}

/// The newest events, at most `limit`, however far one must look for them.
pub async fn newest(context: &Context, filter: AuditFilter, limit: usize) -> Result<Vec<AuditRow>, Fault> {
    let mut rows = Vec::new();
    let mut behind = None;
    loop {
        let found = page(context, &filter, behind, limit.saturating_sub(rows.len())).await?;
        rows.extend(found.rows);
        match found.further {
            Some(Further::Unsearched(place)) if rows.len() < limit => behind = Some(place),
            _ => return Ok(rows),
        }
    }
}

/// The event with that number.
pub async fn find(context: &Context, id: i64) -> Result<Option<AuditRow>, Fault> {
    Ok(context.store.read(move |connection| audit::find(connection, id)).await?)
}
