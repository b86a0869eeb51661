//! The present names of those whom events are about.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::audit_chain::AuditRow;
use crate::flow::{Context, Fault};
use crate::store::names;

/// Names by ids, as they are now. Whoever was deleted has none.
#[derive(Clone, Debug, Default)]
pub struct Names {
    people: BTreeMap<String, (String, String)>,
    providers: BTreeMap<String, (String, String)>,
}

impl Names {
    /// The names for these events.
    pub async fn of(context: &Context, rows: &[AuditRow]) -> Result<Self, Fault> {
        let actors = rows.iter().filter_map(|row| row.actor.strip_prefix("person:").map(str::to_owned));
        let ids: BTreeSet<String> = actors.chain(rows.iter().filter_map(|row| row.user_id.clone())).collect();
        let ids: Vec<String> = ids.into_iter().collect();
        let found = context
            .store
            .read(move |connection| Ok((names::people(connection, &ids)?, names::providers(connection)?)));
        let (people, providers) = found.await?;
        Ok(Self { people, providers })
    }

    /// A person's address.
    pub fn email(&self, id: &str) -> Option<&str> {
        self.people.get(id).map(|(email, _)| email.as_str())
    }

    /// A person's name, which may be empty.
    pub fn person(&self, id: &str) -> Option<&str> {
        self.people.get(id).map(|(_, name)| name.as_str())
    }

    /// A provider's name in addresses.
    pub fn slug(&self, id: &str) -> Option<&str> {
        self.providers.get(id).map(|(slug, _)| slug.as_str())
    }

    /// A provider's name.
    pub fn provider(&self, id: &str) -> Option<&str> {
        self.providers.get(id).map(|(_, name)| name.as_str())
    }
}
