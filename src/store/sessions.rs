//! Sessions, and the providers used in each.

use diesel::prelude::*;

use super::connection::{DbConnection, on_either};
use super::error::{StoreError, StoreResult};
use super::schema::{session_providers, sessions};
use super::standing;
use crate::domain::clock::Timestamp;
use crate::domain::id::{ProviderId, SessionId, UserId};
use crate::domain::session::Session;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = sessions)]
pub(super) struct Row {
    id: String,
    token_digest: String,
    user_id: String,
    authenticated_at: i64,
    last_seen_at: i64,
    expires_at: i64,
    revoked_at: Option<i64>,
    client_address: String,
    user_agent: String,
}

impl Row {
    pub(super) fn into_session(self) -> StoreResult<Session> {
        let corrupt = |column| StoreError::corrupt("sessions", column, &self.id);
        Ok(Session {
            id: self.id.parse().map_err(|_| corrupt("id"))?,
            user_id: self.user_id.parse().map_err(|_| corrupt("user_id"))?,
            authenticated_at: Timestamp::from_micros(self.authenticated_at),
            last_seen_at: Timestamp::from_micros(self.last_seen_at),
            expires_at: Timestamp::from_micros(self.expires_at),
            revoked_at: self.revoked_at.map(Timestamp::from_micros),
            client_address: self.client_address,
            user_agent: self.user_agent,
        })
    }
}

/// The session whose cookie has this digest, good or not.
pub fn find_by_digest(connection: &mut DbConnection, digest: &str) -> StoreResult<Option<Session>> {
    let row: Option<Row> = on_either!(
        connection,
        sessions::table
            .filter(sessions::token_digest.eq(digest))
            .select(Row::as_select())
            .get_result(connection)
            .optional()
    )?;
    row.map(Row::into_session).transpose()
}

/// The session with that id, good or not.
pub fn find(connection: &mut DbConnection, id: SessionId) -> StoreResult<Option<Session>> {
    let row: Option<Row> =
        sessions::table.find(id.to_string()).select(Row::as_select()).get_result(connection).optional()?;
    row.map(Row::into_session).transpose()
}

/// Begins a session.
pub fn insert(connection: &mut DbConnection, session: &Session, token_digest: &str) -> StoreResult<()> {
    let row = Row {
        id: session.id.to_string(),
        token_digest: token_digest.to_owned(),
        user_id: session.user_id.to_string(),
        authenticated_at: session.authenticated_at.as_micros(),
        last_seen_at: session.last_seen_at.as_micros(),
        expires_at: session.expires_at.as_micros(),
        revoked_at: None,
        client_address: session.client_address.clone(),
        user_agent: session.user_agent.clone(),
    };
    diesel::insert_into(sessions::table).values(&row).execute(connection)?;
    Ok(())
}

/// Notes that a session was used.
pub fn touch(connection: &mut DbConnection, id: SessionId, at: Timestamp) -> StoreResult<()> {
    diesel::update(sessions::table.find(id.to_string()))
        .set(sessions::last_seen_at.eq(at.as_micros()))
        .execute(connection)?;
    standing::was_used(id, at);
    Ok(())
}

/// Gives a session's cookie a new value; the old one opens nothing any more. False when the session has ended.
pub fn rename(connection: &mut DbConnection, id: SessionId, token_digest: &str) -> StoreResult<bool> {
    let alive =
        sessions::table.filter(sessions::id.eq(id.to_string())).filter(sessions::revoked_at.is_null());
    Ok(diesel::update(alive).set(sessions::token_digest.eq(token_digest)).execute(connection)? > 0)
}

/// The person has proved again who they are: the session counts from now on, under a new value of its cookie. False
/// when it has ended.
pub fn confirm(
    connection: &mut DbConnection,
    id: SessionId,
    token_digest: &str,
    at: Timestamp,
) -> StoreResult<bool> {
    let alive =
        sessions::table.filter(sessions::id.eq(id.to_string())).filter(sessions::revoked_at.is_null());
    let confirmed = (sessions::token_digest.eq(token_digest), sessions::authenticated_at.eq(at.as_micros()));
    Ok(diesel::update(alive).set(confirmed).execute(connection)? > 0)
}

/// Takes a session away. False when it was gone already.
pub fn revoke(connection: &mut DbConnection, id: SessionId, at: Timestamp) -> StoreResult<bool> {
    let alive =
        sessions::table.filter(sessions::id.eq(id.to_string())).filter(sessions::revoked_at.is_null());
    Ok(diesel::update(alive).set(sessions::revoked_at.eq(at.as_micros())).execute(connection)? > 0)
}

/// That the provider was used in a session: asked of each session by its key, on the way through an index of them.
#[diesel::dsl::auto_type(no_type_alias)]
pub(super) fn used(provider: ProviderId) -> _ {
    let provider: String = provider.to_string();
    diesel::dsl::exists(
        session_providers::table
            .filter(session_providers::session_id.eq(sessions::id))
            .filter(session_providers::provider_id.eq(provider)),
    )
}

/// Takes all of a person's sessions away, or all but `keep`. Returns those that were alive.
pub fn revoke_all(
    connection: &mut DbConnection,
    user: UserId,
    keep: Option<SessionId>,
    at: Timestamp,
) -> StoreResult<Vec<SessionId>> {
    let alive: Vec<String> = sessions::table
        .filter(sessions::user_id.eq(user.to_string()))
        .filter(sessions::revoked_at.is_null())
        .filter(sessions::expires_at.gt(at.as_micros()))
        .select(sessions::id)
        .load(connection)?;
    let mut revoked = Vec::new();
    for id in alive {
        let id: SessionId = id.parse().map_err(|_| StoreError::corrupt("sessions", "id", &id))?;
        if Some(id) != keep && revoke(connection, id, at)? {
            revoked.push(id);
        }
    }
    Ok(revoked)
}

/// Takes at most `limit` sessions away, but `keep`: everybody's or one person's, all or those in which a provider was
/// used. Returns whose they were.
pub fn revoke_some(
    connection: &mut DbConnection,
    user: Option<UserId>,
    provider: Option<ProviderId>,
    keep: Option<SessionId>,
    at: Timestamp,
    limit: usize,
) -> StoreResult<Vec<(SessionId, UserId)>> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let kept = keep.map(|id| id.to_string()).unwrap_or_default();
    let mut query = sessions::table
        .filter(sessions::revoked_at.is_null())
        .filter(sessions::expires_at.gt(at.as_micros()))
        .filter(sessions::id.ne(kept))
        .select((sessions::id, sessions::user_id))
        .order((sessions::expires_at.desc(), sessions::id.desc()))
        .limit(limit)
        .into_boxed();
    if let Some(user) = user {
        query = query.filter(sessions::user_id.eq(user.to_string()));
    }
    if let Some(provider) = provider {
        query = query.filter(used(provider));
    }
    let alive: Vec<(String, String)> = query.load(connection)?;
    let ids: Vec<&String> = alive.iter().map(|(id, _)| id).collect();
    diesel::update(sessions::table.filter(sessions::id.eq_any(ids)))
        .set(sessions::revoked_at.eq(at.as_micros()))
        .execute(connection)?;
    let parse = |(id, user): &(String, String)| {
        let corrupt = |column| StoreError::corrupt("sessions", column, id);
        Ok((id.parse().map_err(|_| corrupt("id"))?, user.parse().map_err(|_| corrupt("user_id"))?))
    };
    alive.iter().map(parse).collect()
}

/// Sessions that are neither revoked nor at their absolute end, newest first; of one person, or of all.
pub fn list(
    connection: &mut DbConnection,
    user: Option<UserId>,
    now: Timestamp,
    limit: i64,
) -> StoreResult<Vec<Session>> {
    let mut query = sessions::table
        .filter(sessions::revoked_at.is_null())
        .filter(sessions::expires_at.gt(now.as_micros()))
        .select(Row::as_select())
        .order((sessions::last_seen_at.desc(), sessions::id.asc()))
        .limit(limit)
        .into_boxed();
    if let Some(user) = user {
        query = query.filter(sessions::user_id.eq(user.to_string()));
    }
    let rows: Vec<Row> = query.load(connection)?;
    rows.into_iter().map(Row::into_session).collect()
}

/// The providers used in a session, in the order of their first use.
pub fn providers(connection: &mut DbConnection, id: SessionId) -> StoreResult<Vec<ProviderId>> {
    let ids: Vec<String> = on_either!(
        connection,
        session_providers::table
            .filter(session_providers::session_id.eq(id.to_string()))
            .order(session_providers::first_used_at.asc())
            .select(session_providers::provider_id)
            .load(connection)
    )?;
    let parse =
        |id: String| id.parse().map_err(|_| StoreError::corrupt("session_providers", "provider_id", id));
    ids.into_iter().map(parse).collect()
}

/// Notes that a token for a provider was minted in a session, unless it is noted.
pub fn note_provider(
    connection: &mut DbConnection,
    session: SessionId,
    provider: ProviderId,
    now: Timestamp,
) -> StoreResult<()> {
    let known: Option<i64> = session_providers::table
        .find((session.to_string(), provider.to_string()))
        .select(session_providers::first_used_at)
        .get_result(connection)
        .optional()?;
    if known.is_some() { Ok(()) } else { note_first_provider(connection, session, provider, now) }
}

/// Notes that a first token for a provider was minted in a session. `Conflict` when it is noted.
pub fn note_first_provider(
    connection: &mut DbConnection,
    session: SessionId,
    provider: ProviderId,
    now: Timestamp,
) -> StoreResult<()> {
    let key = (session.to_string(), provider.to_string());
    on_either!(
        connection,
        diesel::insert_into(session_providers::table)
            .values((
                session_providers::session_id.eq(&key.0),
                session_providers::provider_id.eq(&key.1),
                session_providers::first_used_at.eq(now.as_micros()),
                session_providers::last_used_at.eq(now.as_micros()),
                // Of an earlier guard against loops, which counted here.
                session_providers::window_began_at.eq(now.as_micros()),
                session_providers::window_tokens.eq(1),
            ))
            .execute(connection)
    )?;
    standing::was_used_at(session, provider);
    Ok(())
}

/// Hands the list of used providers to the session that replaces this one.
pub fn move_providers(connection: &mut DbConnection, from: SessionId, to: SessionId) -> StoreResult<()> {
    diesel::update(session_providers::table.filter(session_providers::session_id.eq(from.to_string())))
        .set(session_providers::session_id.eq(to.to_string()))
        .execute(connection)?;
    Ok(())
}
