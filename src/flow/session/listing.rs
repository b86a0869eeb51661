//! Who is signed in, page by page.

use crate::domain::id::{ProviderId, SessionId, UserId};
use crate::flow::{Context, Fault};
use crate::store::sessions;
use crate::store::signed_in::{self, ListedSession, SessionFilter, SessionPlace};

/// A page of living sessions, the newest sign-in first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedPage {
    /// The sessions.
    pub sessions: Vec<ListedSession>,
    /// Behind which there are more, when there are.
    pub further: Option<SessionPlace>,
}

/// The living sessions behind a place, at most `limit`.
pub async fn page(
    context: &Context,
    filter: &SessionFilter,
    behind: Option<SessionPlace>,
    limit: usize,
) -> Result<ListedPage, Fault> {
    let (now, idle, filter) = (context.now(), context.rules.lifetimes.idle, filter.clone());
    let more = i64::try_from(limit.saturating_add(1)).unwrap_or(i64::MAX);
    let found =
        context.store.read(move |connection| signed_in::page(connection, &filter, now, idle, behind, more));
    let mut sessions = found.await?;
    let is_more = sessions.len() > limit;
    sessions.truncate(limit);
    let further = sessions.last().filter(|_| is_more).map(ListedSession::place);
    Ok(ListedPage { sessions, further })
}

/// How many living sessions there are.
pub async fn count(context: &Context, filter: &SessionFilter) -> Result<i64, Fault> {
    let (now, idle, filter) = (context.now(), context.rules.lifetimes.idle, filter.clone());
    Ok(context.store.read(move |connection| signed_in::count(connection, &filter, now, idle)).await?)
}

/// Whether that session opens nothing any more.
pub async fn is_over(context: &Context, id: SessionId) -> Result<bool, Fault> {
    let (now, lifetimes) = (context.now(), context.rules.lifetimes);
    let found = context.store.read(move |connection| sessions::find(connection, id)).await?;
    Ok(!found.is_some_and(|session| session.is_good_at(now, lifetimes)))
}

/// Whose session that is, living or not.
pub async fn owner_of(context: &Context, id: SessionId) -> Result<Option<UserId>, Fault> {
    Ok(context.store.read(move |connection| signed_in::owner(connection, id)).await?)
}

/// The providers used in that session.
pub async fn used_at(context: &Context, id: SessionId) -> Result<Vec<ProviderId>, Fault> {
    Ok(context.store.read(move |connection| sessions::providers(connection, id)).await?)
}
