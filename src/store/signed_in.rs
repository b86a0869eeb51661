//! Who is signed in: living sessions with their people, page by page, the newest sign-in first.
//!
//! They are in the order of their absolute end, which is that of their beginning: `sessions_alive` holds just these
//! rows in just this order, and using a session moves nothing in it.

use std::collections::BTreeMap;
use std::time::Duration;

use diesel::prelude::*;

use super::connection::DbConnection;
use super::error::{StoreError, StoreResult};
use super::schema::{providers, session_providers, sessions, users};
use super::sessions::{Row, used};
use crate::domain::clock::Timestamp;
use crate::domain::id::{ProviderId, SessionId, UserId};
use crate::domain::session::Session;

/// Which sessions a listing shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SessionFilter {
    /// This person's.
    pub user: Option<UserId>,
    /// Those in which this provider was used.
    pub provider: Option<ProviderId>,
    /// Those whose person, client address or browser has this in it, ASCII case aside.
    pub text: Option<String>,
}

/// A session's place in the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionPlace {
    /// Its absolute end, in microseconds.
    pub expires_at: i64,
    /// Its id.
    pub id: SessionId,
}

/// A session with the person whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedSession {
    /// The session.
    pub session: Session,
    /// The person's address.
    pub email: String,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// Names and slugs of the providers used in it, in the order of their first use.
    pub providers: Vec<(String, String)>,
}

impl ListedSession {
    /// Where it stands in the order.
    pub fn place(&self) -> SessionPlace {
        SessionPlace { expires_at: self.session.expires_at.as_micros(), id: self.session.id }
    }
}

/// Sessions that are neither revoked nor at one of their ends.
macro_rules! alive {
    ($now:expr, $idle:expr) => {
        sessions::table
            .inner_join(users::table)
            .filter(sessions::revoked_at.is_null())
            .filter(sessions::expires_at.gt($now.as_micros()))
            .filter(sessions::last_seen_at.gt($now.minus($idle).as_micros()))
            .filter(sessions::last_seen_at.lt($now.plus($idle).as_micros()))
            .into_boxed()
    };
}

macro_rules! chosen {
    ($query:ident, $filter:expr) => {
        if let Some(user) = $filter.user {
            $query = $query.filter(sessions::user_id.eq(user.to_string()));
        }
        if let Some(provider) = $filter.provider {
            $query = $query.filter(used(provider));
        }
        if let Some(text) = &$filter.text {
            let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
            let part = format!("%{}%", escaped.to_ascii_lowercase());
            $query = $query.filter(
                users::email_folded
                    .like(part.clone())
                    .escape('\\')
                    .or(lower(users::first_name).like(part.clone()).escape('\\'))
                    .or(lower(users::last_name).like(part.clone()).escape('\\'))
                    .or(lower(sessions::user_agent).like(part.clone()).escape('\\'))
                    .or(sessions::client_address.like(part).escape('\\')),
            );
        }
    };
}

diesel::define_sql_function! {
    /// ASCII letters in lower case, on both databases.
    fn lower(text: diesel::sql_types::Text) -> diesel::sql_types::Text;
}

/// The living sessions behind a place, at most `limit`.
pub fn page(
    connection: &mut DbConnection,
    filter: &SessionFilter,
    now: Timestamp,
    idle: Duration,
    behind: Option<SessionPlace>,
    limit: i64,
) -> StoreResult<Vec<ListedSession>> {
    let mut query = alive!(now, idle);
    chosen!(query, filter);
    if let Some(place) = behind {
        // The end alone bounds the way through the index.
        query = query
            .filter(sessions::expires_at.le(place.expires_at))
            .filter(sessions::expires_at.lt(place.expires_at).or(sessions::id.lt(place.id.to_string())));
    }
    let rows: Vec<(Row, String, String, String)> = query
        .select((Row::as_select(), users::email, users::first_name, users::last_name))
        .order((sessions::expires_at.desc(), sessions::id.desc()))
        .limit(limit)
        .load(connection)?;
    let mut found = Vec::with_capacity(rows.len());
    for (row, email, first_name, last_name) in rows {
        let session = row.into_session()?;
        found.push(ListedSession { session, email, first_name, last_name, providers: Vec::new() });
    }
    name_providers(connection, &mut found)?;
    Ok(found)
}

/// So many are asked for in one query.
const AT_ONCE: usize = 500;

fn name_providers(connection: &mut DbConnection, found: &mut [ListedSession]) -> StoreResult<()> {
    for some in found.chunks_mut(AT_ONCE) {
        let ids: Vec<String> = some.iter().map(|listed| listed.session.id.to_string()).collect();
        let rows: Vec<(String, String, String)> = session_providers::table
            .inner_join(providers::table)
            .filter(session_providers::session_id.eq_any(ids))
            .order(session_providers::first_used_at.asc())
            .select((session_providers::session_id, providers::name, providers::slug))
            .load(connection)?;
        let mut by_session: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
        for (session, name, slug) in rows {
            by_session.entry(session).or_default().push((name, slug));
        }
        for listed in some {
            listed.providers = by_session.remove(&listed.session.id.to_string()).unwrap_or_default();
        }
    }
    Ok(())
}

/// How many living sessions there are.
pub fn count(
    connection: &mut DbConnection,
    filter: &SessionFilter,
    now: Timestamp,
    idle: Duration,
) -> StoreResult<i64> {
    let mut query = alive!(now, idle);
    chosen!(query, filter);
    Ok(query.count().get_result(connection)?)
}

/// Whose session that is, living or not.
pub fn owner(connection: &mut DbConnection, id: SessionId) -> StoreResult<Option<UserId>> {
    let user: Option<String> =
        sessions::table.find(id.to_string()).select(sessions::user_id).get_result(connection).optional()?;
    user.map(|user| user.parse().map_err(|_| StoreError::corrupt("sessions", "user_id", &user))).transpose()
}
