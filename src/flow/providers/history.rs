//! How a provider fares, read from the audit: no sign-in writes anything more for it.

use std::collections::BTreeMap;

use crate::domain::audit_chain::AuditRow;
use crate::domain::email::EmailAddress;
use crate::domain::id::{ProviderId, UserId};
use crate::flow::{Context, Fault};
use crate::store::audit::{self, AuditFilter, Direction, Span};
use crate::store::{DbConnection, StoreResult, users};

/// The last token and the last error of a provider.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// The newest row about a token.
    pub last_token: Option<AuditRow>,
    /// The newest row about a refusal, or about an error that the provider reported.
    pub last_error: Option<AuditRow>,
    /// Whom that concerns, as far as it concerns somebody who is still there.
    pub failed: Option<EmailAddress>,
}

impl History {
    /// The address of whom the last error concerns.
    pub fn person(&self) -> Option<&str> {
        self.failed.as_ref().map(EmailAddress::as_str)
    }

    /// The newest thing that happened was an error.
    pub fn ends_in_error(&self) -> bool {
        match (&self.last_token, &self.last_error) {
            (Some(token), Some(error)) => error.id > token.id,
            (None, Some(_)) => true,
            _ => false,
        }
    }
}

/// The histories of these providers.
pub async fn histories(
    context: &Context,
    ids: Vec<ProviderId>,
) -> Result<BTreeMap<ProviderId, History>, Fault> {
    let found = context.store.read(move |connection| {
        let mut histories = BTreeMap::new();
        for id in ids {
            let last_error = audit::last_error_at(connection, id)?;
            let failed = match last_error.as_ref().and_then(|row| row.user_id.as_deref()) {
                Some(user) => address_of(connection, user)?,
                None => None,
            };
            let last_token = audit::last_token_at(connection, id)?;
            histories.insert(id, History { last_token, last_error, failed });
        }
        Ok(histories)
    });
    Ok(found.await?)
}

fn address_of(connection: &mut DbConnection, user: &str) -> StoreResult<Option<EmailAddress>> {
    let Ok(id) = user.parse::<UserId>() else { return Ok(None) };
    Ok(users::find(connection, id)?.map(|user| user.email))
}

/// The newest rows about a provider, each with the address of the person it concerns, as far as there is one.
pub async fn recent(
    context: &Context,
    id: ProviderId,
    limit: i64,
) -> Result<Vec<(AuditRow, Option<EmailAddress>)>, Fault> {
    let found = context.store.read(move |connection| {
        let filter = AuditFilter { provider: Some(id), ..AuditFilter::default() };
        let rows = audit::list(connection, &filter, Span::default(), Direction::Back, limit)?;
        let mut known: BTreeMap<String, Option<EmailAddress>> = BTreeMap::new();
        let mut told = Vec::with_capacity(rows.len());
        for row in rows {
            let email = match &row.user_id {
                None => None,
                Some(text) => match known.get(text) {
                    Some(email) => email.clone(),
                    None => {
                        let email = address_of(connection, text)?;
                        known.insert(text.clone(), email.clone());
                        email
                    }
                },
            };
            told.push((row, email));
        }
        Ok(told)
    });
    Ok(found.await?)
}
