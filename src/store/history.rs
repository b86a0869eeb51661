//! What happened to one person, newest first, page by page. Along the audit's index of people.

use diesel::prelude::*;

use super::connection::DbConnection;
use super::error::StoreResult;
use super::schema::audit_events;
use crate::domain::audit::EventKind;
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

type Columns = (i64, i64, String, Option<String>, Option<String>, String);

/// What happened, newest first.
pub fn of(connection: &mut DbConnection, asked: &Asked) -> StoreResult<Vec<Happening>> {
    let kinds: Vec<&str> = asked.kinds.iter().map(|kind| kind.as_str()).collect();
    let mut query = audit_events::table
        .filter(audit_events::user_id.eq(asked.user.to_string()))
        .filter(audit_events::kind.eq_any(kinds))
        .order(audit_events::id.desc())
        .limit(asked.limit)
        .select((
            audit_events::id,
            audit_events::at,
            audit_events::kind,
            audit_events::refusal,
            audit_events::provider_id,
            audit_events::client_address,
        ))
        .into_boxed();
    if let Some(provider) = asked.provider {
        query = query.filter(audit_events::provider_id.eq(provider.to_string()));
    }
    if let Some(before) = asked.before {
        query = query.filter(audit_events::id.lt(before));
    }
    let rows: Vec<Columns> = query.load(connection)?;
    Ok(rows
        .into_iter()
        .map(|(number, at, kind, refusal, provider, client_address)| Happening {
            number,
            at: Timestamp::from_micros(at),
            kind,
            refusal,
            // A row that does not read is for `audit verify` to name; here it is a row without a provider.
            provider: provider.and_then(|id| id.parse().ok()),
            client_address,
        })
        .collect())
}
