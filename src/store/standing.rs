//! Everything that a sign-in by session asks, in one query; and on SQLite only once within an epoch.
//!
//! What is kept belongs to the thread of the one writer. As soon as anybody has changed anything, here or in another
//! process, the epoch is over ([`Epoch`]) and everything is asked again: a session that was taken away is over at the
//! very next sign-in. What a sign-in itself notes in a session is told here by those who write it (`store/sessions.rs`).

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use diesel::prelude::*;

use super::connection::{DbConnection, on_either};
use super::epoch::Epoch;
use super::error::StoreResult;
use super::schema::{credentials, session_providers, sessions, users};
use super::sessions::{Row as SessionRow, providers as providers_of};
use super::users::{Row as UserRow, complete};
use crate::domain::clock::Timestamp;
use crate::domain::id::{ProviderId, SessionId};
use crate::domain::session::Session;
use crate::domain::user::User;

/// So many are kept at the most; with one more all are forgotten. A kilobyte each.
const MOST_KEPT: usize = 32_768;

/// How a browser with a session stands. Whether the session is good and the person active is for the flow to judge.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The session, good or not.
    pub session: Arc<Session>,
    /// Whose it is.
    pub user: Arc<User>,
    /// A new password must be chosen first.
    pub must_change: bool,
    /// A token for the provider was minted in this session before.
    pub has_used_provider: bool,
}

/// The standing of the session whose cookie has this digest, towards one provider.
pub fn find(
    connection: &mut DbConnection,
    digest: &str,
    provider: ProviderId,
) -> StoreResult<Option<Standing>> {
    let Some(epoch) = Epoch::present() else { return ask(connection, digest, provider) };
    if let Some(known) = in_epoch(epoch, |kept| kept.standing(digest, provider)) {
        return Ok(Some(known));
    }
    let Some(standing) = ask(connection, digest, provider)? else { return Ok(None) };
    let used = providers_of(connection, standing.session.id)?;
    in_epoch(epoch, |kept| kept.keep(digest, standing.clone(), used));
    Ok(Some(standing))
}

type Joined = (SessionRow, UserRow, Option<bool>, Option<String>);

fn ask(connection: &mut DbConnection, digest: &str, provider: ProviderId) -> StoreResult<Option<Standing>> {
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
        session: Arc::new(session.into_session()?),
        user: Arc::new(complete(connection, user)?),
        must_change: must_change.unwrap_or(false),
        has_used_provider: used.is_some(),
    }))
}

/// A session's use was noted.
pub(super) fn was_used(session: SessionId, at: Timestamp) {
    change(session, |known| Arc::make_mut(&mut known.standing.session).last_seen_at = at);
}

/// A session's first token for a provider was noted.
pub(super) fn was_used_at(session: SessionId, provider: ProviderId) {
    change(session, |known| known.used.push(provider));
}

fn change(session: SessionId, change: impl FnOnce(&mut Known)) {
    if let Some(epoch) = Epoch::present() {
        in_epoch(epoch, |kept| {
            let digest = kept.digests.get(&session);
            digest.and_then(|digest| kept.known.get_mut(digest)).map(change);
        });
    }
}

thread_local! {
    static KEPT: RefCell<Kept> = RefCell::default();
}

/// Does something with what is kept; of another epoch nothing is.
fn in_epoch<T>(epoch: Epoch, work: impl FnOnce(&mut Kept) -> T) -> T {
    KEPT.with_borrow_mut(|kept| {
        if kept.epoch != Some(epoch) {
            *kept = Kept { epoch: Some(epoch), ..Kept::default() };
        }
        work(kept)
    })
}

/// Sessions as they stand in one epoch.
#[derive(Default)]
struct Kept {
    epoch: Option<Epoch>,
    /// By the digests of their cookies.
    known: HashMap<Arc<str>, Known>,
    digests: HashMap<SessionId, Arc<str>>,
}

struct Known {
    /// Towards no provider in particular.
    standing: Standing,
    /// Every provider for which a token was minted in the session.
    used: Vec<ProviderId>,
}

impl Kept {
    fn standing(&self, digest: &str, provider: ProviderId) -> Option<Standing> {
        let known = self.known.get(digest)?;
        let has_used_provider = known.used.contains(&provider);
        Some(Standing { has_used_provider, ..known.standing.clone() })
    }

    fn keep(&mut self, digest: &str, standing: Standing, used: Vec<ProviderId>) {
        if self.known.len() >= MOST_KEPT {
            *self = Self { epoch: self.epoch, ..Self::default() };
        }
        let digest: Arc<str> = digest.into();
        self.digests.insert(standing.session.id, digest.clone());
        self.known.insert(digest, Known { standing, used });
    }
}
