//! What happened to one person, newest first, page by page: what of the audit is filed under them, and what waits for it.

use std::cmp::Reverse;

use diesel::prelude::*;

use super::audit::{self, Row, Subject, number};
use super::connection::DbConnection;
use super::error::StoreResult;
use super::schema::{audit_events, audit_subjects};
use crate::domain::audit::EventKind;
use crate::domain::audit_chain::AuditRow;
use crate::domain::clock::Timestamp;
use crate::domain::id::{ProviderId, UserId};

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happening {
    /// The row's number, by which a page goes on.
    pub number: i64,
    /// When.
    pub at: Timestamp,
    /// What, in the stored word.
    pub kind: String,
    /// The refusal's code, when it was one.
    pub refusal: Option<String>,
    /// The provider that it concerned; perhaps it is gone.
    pub provider: Option<ProviderId>,
    /// Whence.
    pub client_address: String,
}

/// What of a person's history is asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Whose.
    pub user: UserId,
    /// Which kinds.
    pub kinds: &'static [EventKind],
    /// At this provider only.
    pub provider: Option<ProviderId>,
    /// Older than the row with this number.
    pub before: Option<i64>,
    /// At most so many.
    pub limit: i64,
}

impl From<AuditRow> for Happening {
    fn from(row: AuditRow) -> Self {
        Self {
            number: row.id,
            at: Timestamp::from_micros(row.at),
            kind: row.kind,
            refusal: row.refusal,
            // A row that does not read is for `audit verify` to name; here it is a row without a provider.
            provider: row.provider_id.and_then(|id| id.parse().ok()),
            client_address: row.client_address,
        }
    }
}

/// Narrows a query to a provider and a page of it, the newest first.
macro_rules! narrowed {
    ($query:ident, $number:expr, $asked:expr) => {
        if let Some(provider) = $asked.provider {
            $query = $query.filter(audit_events::provider_id.eq(provider.to_string()));
        }
        if let Some(before) = $asked.before {
            $query = $query.filter($number.lt(before));
        }
        $query = $query.order($number.desc()).limit($asked.limit);
    };
}

/// What happened, newest first.
pub fn of(connection: &mut DbConnection, asked: &Asked) -> StoreResult<Vec<Happening>> {
    let kinds: Vec<&str> = asked.kinds.iter().map(|kind| kind.as_str()).collect();
    let subject = Subject::User(asked.user);
    let mut found: Vec<Row> = Vec::new();
    for query in audit::not_filed(connection, subject)? {
        let mut query = query.filter(audit_events::kind.eq_any(kinds.clone()));
        narrowed!(query, number(), asked);
        found.extend(query.select(Row::as_select()).load(connection)?);
    }
    let mut query = audit_subjects::table
        .inner_join(audit_events::table)
        .filter(audit_subjects::subject.eq(subject.id()))
        .filter(audit_events::kind.eq_any(kinds))
        .select(Row::as_select())
        .into_boxed();
    narrowed!(query, audit_subjects::event_id, asked);
    found.extend(query.load::<Row>(connection)?);
    let mut found: Vec<AuditRow> = found.into_iter().map(Into::into).collect();
    found.sort_by_key(|row| Reverse(row.id));
    found.dedup_by_key(|row| row.id);
    found.truncate(usize::try_from(asked.limit).unwrap_or(0));
    Ok(found.into_iter().map(Happening::from).collect())
}
