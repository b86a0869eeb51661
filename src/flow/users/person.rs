//! One person with everything that an administrator wants to see of them.

use std::collections::BTreeMap;

use super::Whom;
use crate::domain::attribute::Attributes;
use crate::domain::audit::EventKind;
use crate::domain::clock::Timestamp;
use crate::domain::id::{ProviderId, UserId};
use crate::domain::session::Session;
use crate::domain::user::User;
use crate::flow::{Context, Fault};
use crate::store::history::{self, Asked, Happening};
use crate::store::{attributes, credentials, providers, sessions};

/// Sessions shown at the most.
const SESSIONS: i64 = 100;

/// What is known of a password; never the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PasswordFacts {
    /// When it was set.
    pub set_at: Timestamp,
    /// A new one must be chosen at the next sign-in.
    pub must_change: bool,
    /// When it runs out, when it is a one-time password.
    pub expires_at: Option<Timestamp>,
    /// It has run out.
    pub is_expired: bool,
}

/// A session with the names of the providers used in it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The session.
    pub session: Session,
    /// Where it led.
    pub providers: Vec<String>,
}

/// A person as a page shows them.
#[derive(Clone, Debug)]
pub struct Person {
    /// What stands in the user table.
    pub user: User,
    /// Attributes for claims.
    pub attributes: Attributes,
    /// What is known of the password; `None` when there is none.
    pub password: Option<PasswordFacts>,
    /// Where they are signed in, the last used first.
    pub sessions: Vec<Seen>,
    /// Names of the providers that are switched on and open to them.
    pub open_to: Vec<String>,
}

/// Looks at one person.
pub async fn look(context: &Context, whom: impl Into<Whom>) -> Result<Option<Person>, Fault> {
    let (whom, now, lifetimes) = (whom.into(), context.now(), context.rules.lifetimes);
    let found = context.store.read(move |connection| {
        let Some(user) = whom.find(connection)? else { return Ok(None) };
        let all = providers::list(connection)?;
        let names: BTreeMap<ProviderId, String> =
            all.iter().map(|provider| (provider.id, provider.name.clone())).collect();
        let mut seen = Vec::new();
        for session in sessions::list(connection, Some(user.id), now, SESSIONS)? {
            if session.is_good_at(now, lifetimes) {
                let used = sessions::providers(connection, session.id)?;
                let providers = used.iter().filter_map(|id| names.get(id).cloned()).collect();
                seen.push(Seen { session, providers });
            }
        }
        let open = all
            .iter()
            .filter(|provider| provider.is_enabled && provider.audience.includes(&user.groups))
            .map(|provider| provider.name.clone());
        let password = credentials::find(connection, user.id)?.map(|credential| PasswordFacts {
            set_at: credential.set_at,
            must_change: credential.must_change,
            expires_at: credential.expires_at,
            is_expired: credential.is_expired_at(now),
        });
        Ok(Some(Person {
            attributes: attributes::of(connection, user.id)?,
            password,
            sessions: seen,
            open_to: open.collect(),
            user,
        }))
    });
    Ok(found.await?)
}

/// What of a person's history is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chapter {
    /// Signing in and out, and what stood in the way.
    SignIns,
    /// Tokens that were minted for them.
    Tokens,
}

impl Chapter {
    const fn kinds(self) -> &'static [EventKind] {
        match self {
            Self::SignIns => &[
                EventKind::SignedIn,
                EventKind::SignInRefused,
                EventKind::PasswordVerified,
                EventKind::SessionConfirmed,
                EventKind::SignedOut,
                EventKind::SessionRevoked,
                EventKind::PasswordChanged,
                EventKind::PasswordReset,
                EventKind::InvitationMade,
                EventKind::InvitationWithdrawn,
                EventKind::InvitationAccepted,
                EventKind::GuessingThrottled,
            ],
            Self::Tokens => &[EventKind::TokenMinted],
        }
    }
}

/// A page of a person's history.
#[derive(Clone, Debug)]
pub struct HistoryPage {
    /// What happened, newest first, each with the name of the provider that it concerned.
    pub rows: Vec<(Happening, Option<String>)>,
    /// Where older ones begin; `None` when there are none.
    pub older: Option<i64>,
}

/// A person's history, newest first, at most `limit` rows older than `before`.
pub async fn history(
    context: &Context,
    user: UserId,
    chapter: Chapter,
    provider: Option<ProviderId>,
    before: Option<i64>,
    limit: usize,
) -> Result<HistoryPage, Fault> {
    let one_more = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
    let asked = Asked { user, kinds: chapter.kinds(), provider, before, limit: one_more };
    let found = context.store.read(move |connection| {
        let names: BTreeMap<ProviderId, String> =
            providers::list(connection)?.into_iter().map(|provider| (provider.id, provider.name)).collect();
        let mut rows = history::of(connection, &asked)?;
        let has_older = rows.len() > limit;
        rows.truncate(limit);
        let older = rows.last().map(|row| row.number).filter(|_| has_older);
        let named = rows.into_iter().map(|row| {
            let name = row.provider.and_then(|id| names.get(&id).cloned());
            (row, name)
        });
        Ok(HistoryPage { rows: named.collect(), older })
    });
    Ok(found.await?)
}
