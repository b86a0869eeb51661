//! Everything that a sign-in by session asks, in one query.

use diesel::prelude::*;

use super::connection::{DbConnection, on_either};
use super::error::StoreResult;
use super::schema::{credentials, session_providers, sessions, users};
use super::sessions::Row as SessionRow;
use super::users::{Row as UserRow, complete};
use crate::domain::id::ProviderId;
use crate::domain::session::Session;
use crate::domain::user::User;

/// How a browser with a session stands. Whether the session is good and the person active is for the flow to judge.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The session, good or not.
    pub session: Session,
    /// Whose it is.
    pub user: User,
    /// A new password must be chosen first.
    pub must_change: bool,
    /// A token for the provider was minted in this session before.
    pub has_used_provider: bool,
}

type Joined = (SessionRow, UserRow, Option<bool>, Option<String>);

/// The standing of the session whose cookie has this digest, towards one provider.
pub fn find(
    connection: &mut DbConnection,
    digest: &str,
    provider: ProviderId,
) -> StoreResult<Option<Standing>> {
    let here = session_providers::session_id
        .eq(sessions::id)
        .and(session_providers::provider_id.eq(provider.to_string()));
    let joined: Option<Joined> = on_either!(
        connection,
        sessions::table
            .inner_join(users::table)
            .left_join(credentials::table.on(credentials::user_id.eq(users::id)))
            .left_join(session_providers::table.on(here))
            .filter(sessions::token_digest.eq(digest))
            .select((
                SessionRow::as_select(),
                UserRow::as_select(),
                credentials::must_change.nullable(),
                session_providers::provider_id.nullable(),
            ))
            .get_result(connection)
            .optional()
    )?;
    let Some((session, user, must_change, used)) = joined else { return Ok(None) };
    Ok(Some(Standing {
        session: session.into_session()?,
        user: complete(connection, user)?,
        must_change: must_change.unwrap_or(false),
        has_used_provider: used.is_some(),
    }))
}
