//! How a provider fares, read from the audit: no sign-in writes anything more for it.

use std::collections::BTreeMap;

use crate::domain::audit_chain::AuditRow;
use crate::domain::email::EmailAddress;
use crate::domain::id::{ProviderId, UserId};
use crate::flow::{Context, Fault};
use crate::store::audit::{self, AuditFilter, AuditOrder};
use crate::store::users;

/// The last token and the last error of a provider.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// The newest row about a token.
    pub last_token: Option<AuditRow>,
    /// The newest row about a refusal, or about an error that the provider reported.
    pub last_error: Option<AuditRow>,
}

impl History {
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
            let history = History {
                last_token: audit::last_token_at(connection, id)?,
                last_error: audit::last_error_at(connection, id)?,
            };
            histories.insert(id, history);
        }
        Ok(histories)
    });
    Ok(found.await?)
}

/// The newest rows about a provider, each with the address of the person it concerns, as far as there is one.
pub async fn recent(
    context: &Context,
    id: ProviderId,
    limit: i64,
) -> Result<Vec<(AuditRow, Option<EmailAddress>)>, Fault> {
    let found = context.store.read(move |connection| {
        let filter = AuditFilter { provider: Some(id), ..AuditFilter::default() };
        let rows = audit::list(connection, &filter, AuditOrder::NewestFirst, limit)?;
        let mut known: BTreeMap<String, Option<EmailAddress>> = BTreeMap::new();
        let mut told = Vec::with_capacity(rows.len());
        for row in rows {
            let email = match &row.user_id {
                None => None,
                Some(text) => match known.get(text) {
                    Some(email) => email.clone(),
                    None => {
                        let user = match text.parse::<UserId>() {
                            Ok(user) => users::find(connection, user)?,
                            Err(_) => None,
                        };
                        let email = user.map(|user| user.email);
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
