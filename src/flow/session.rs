//! Sessions: beginning, recognising, listing, taking away.

mod ending;
mod listing;

use std::fmt;
use std::time::Duration;

use super::{Context, Fault};
use crate::crypto::digest::sha256_hex;
use crate::crypto::random::{self, NoRandomness};
use crate::domain::audit::{AuditEvent, EventKind, Origin};
use crate::domain::clock::Timestamp;
use crate::domain::id::{SessionId, UserId};
use crate::domain::known_browser::KnownBrowser;
use crate::domain::session::Session;
use crate::domain::user::User;
use crate::store::{DbConnection, StoreResult, audit, credentials, sessions, users};

pub use ending::{revoke, revoke_all_but, revoke_all_of, revoke_everybodys, revoke_used_at};
pub use listing::{ListedPage, count, is_over, owner_of, page, used_at};

/// A page view notes the session's use only when the last note is older than this.
const TOUCH_INTERVAL: Duration = Duration::from_secs(60);

/// The cookie's value: 256 random bits. Stored only as its SHA-256. `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionToken(String);

impl SessionToken {
    /// A new one.
    pub fn random() -> Result<Self, NoRandomness> {
        random::token::<32>().map(Self)
    }

    /// Reads a cookie's value; anything that cannot be one of ours is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let is_plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        (text.len() == 43 && is_plain).then(|| Self(text.to_owned()))
    }

    /// The cookie's value.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// What the store knows it by.
    pub fn digest(&self) -> String {
        sha256_hex(self.0.as_bytes())
    }
}

impl fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionToken([hidden])")
    }
}

/// The browser that makes a request, as far as a session's record keeps it.
#[derive(Clone, Debug, Default)]
pub struct Browser {
    /// The session cookie, if it sent one.
    pub session: Option<SessionToken>,
    /// The `User-Agent` header, shortened.
    pub user_agent: String,
    /// Who signed in in it before; filled in where passwords are looked at.
    pub known: KnownBrowser,
}

/// A person who is signed in here.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Their session.
    pub session: Session,
    /// They.
    pub user: User,
}

/// The good session behind a cookie, with its person. `None` for everything else, in one query's time.
pub(super) fn find_good(
    connection: &mut DbConnection,
    context_lifetimes: crate::domain::session::SessionLifetimes,
    digest: &str,
    now: Timestamp,
) -> StoreResult<Option<SignedIn>> {
    let Some(session) = sessions::find_by_digest(connection, digest)? else { return Ok(None) };
    if !session.is_good_at(now, context_lifetimes) {
        return Ok(None);
    }
    let user = users::find(connection, session.user_id)?;
    Ok(user.filter(User::is_active).map(|user| SignedIn { session, user }))
}

/// Whose browser this is, when it has a good session and nothing is due from the person first. Notes its use.
pub async fn who_is_it(context: &Context, browser: &Browser) -> Result<Option<SignedIn>, Fault> {
    let Some(token) = &browser.session else { return Ok(None) };
    let (digest, lifetimes, now) = (token.digest(), context.rules.lifetimes, context.now());
    let found = context
        .store
        .read(move |connection| {
            let Some(found) = find_good(connection, lifetimes, &digest, now)? else { return Ok(None) };
            let credential = credentials::find(connection, found.user.id)?;
            Ok(Some(found).filter(|_| !credential.is_some_and(|credential| credential.must_change)))
        })
        .await?;
    if let Some(found) = &found
        && now.since(found.session.last_seen_at) >= TOUCH_INTERVAL
    {
        let id = found.session.id;
        let noted = context.store.write(move |connection| sessions::touch(connection, id, now)).await;
        // A page can be shown without the note; the session then only seems idle a little earlier.
        if let Err(fault) = noted {
            tracing::warn!(%fault, "the use of a session could not be noted");
        }
    }
    Ok(found)
}

/// Notes inside a write that a session was used, to the minute.
pub(super) fn note_use(connection: &mut DbConnection, session: &Session, now: Timestamp) -> StoreResult<()> {
    let is_noted = session.last_seen_at <= now && now.since(session.last_seen_at) < TOUCH_INTERVAL;
    if is_noted { Ok(()) } else { sessions::touch(connection, session.id, now) }
}

/// Begins a session inside a write. The browser's earlier session ends: its cookie is overwritten, and a
/// person who signs in after another must never find the other's session. The same person keeps the list
/// of providers to sign out of.
pub(super) fn begin(
    connection: &mut DbConnection,
    user: &User,
    token: &SessionToken,
    begun: &NewSession,
    origin: &Origin,
) -> StoreResult<Session> {
    let session = Session {
        id: SessionId::unique(),
        user_id: user.id,
        authenticated_at: begun.now,
        last_seen_at: begun.now,
        expires_at: begun.now.plus(begun.absolute),
        revoked_at: None,
        client_address: origin.client_address.to_string(),
        user_agent: begun.user_agent.clone(),
    };
    sessions::insert(connection, &session, &token.digest())?;
    if let Some(digest) = &begun.replaces
        && let Some(earlier) = sessions::find_by_digest(connection, digest)?
        && sessions::revoke(connection, earlier.id, begun.now)?
    {
        if earlier.user_id == user.id {
            sessions::move_providers(connection, earlier.id, session.id)?;
        }
        let event = AuditEvent::new(begun.now, EventKind::SessionRevoked, origin)
            .about(earlier.user_id)
            .in_session(earlier.id)
            .detail("why", "replaced by a new sign-in in the same browser");
        audit::append(connection, &event)?;
    }
    users::record_sign_in(connection, user, begun.now)?;
    let event = AuditEvent::new(begun.now, EventKind::SignedIn, &origin.by(user.id))
        .about(user.id)
        .in_session(session.id);
    audit::append(connection, &event)?;
    Ok(session)
}

/// What a new session is made from.
#[derive(Clone, Debug)]
pub(super) struct NewSession {
    pub now: Timestamp,
    pub absolute: Duration,
    pub user_agent: String,
    /// Digest of the browser's earlier session cookie.
    pub replaces: Option<String>,
}

/// Sessions in a listing, each with its person.
pub async fn list(context: &Context, user: Option<UserId>, limit: i64) -> Result<Vec<SignedIn>, Fault> {
    let (now, lifetimes) = (context.now(), context.rules.lifetimes);
    let found = context.store.read(move |connection| {
        let mut found = Vec::new();
        for session in sessions::list(connection, user, now, limit)? {
            if session.is_good_at(now, lifetimes)
                && let Some(user) = users::find(connection, session.user_id)?
            {
                found.push(SignedIn { session, user });
            }
        }
        Ok(found)
    });
    Ok(found.await?)
}

/// Takes all of a person's sessions away inside a write, but `keep`; each on record.
pub(super) fn revoke_all(
    connection: &mut DbConnection,
    user: UserId,
    keep: Option<SessionId>,
    why: &str,
    now: Timestamp,
    origin: &Origin,
) -> StoreResult<usize> {
    let revoked = sessions::revoke_all(connection, user, keep, now)?;
    for id in &revoked {
        let event = AuditEvent::new(now, EventKind::SessionRevoked, origin)
            .about(user)
            .in_session(*id)
            .detail("why", why);
        audit::append(connection, &event)?;
    }
    Ok(revoked.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_could_be_ours_is_taken_for_a_session_cookie() {
        let token = SessionToken::random().unwrap();
        assert_eq!(SessionToken::parse(token.expose()), Some(token.clone()));
        for text in ["", "short", &"a".repeat(44), &"!".repeat(43)] {
            assert_eq!(SessionToken::parse(text), None);
        }
        assert!(!format!("{token:?}").contains(token.expose()));
    }
}
