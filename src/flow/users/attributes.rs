//! Attributes of people, for claims.

use super::Whom;
use crate::domain::attribute::{AttributeName, Attributes, MAX_ATTRIBUTES};
use crate::flow::{Context, Fault};
use crate::store::attributes;

/// Names offered where one is typed.
const OFFERED: usize = 50;

/// Whether there are no more than a person may have.
pub(super) fn are_few(attributes: &Attributes) -> bool {
    attributes.len() <= MAX_ATTRIBUTES
}

/// As the audit tells them.
pub(in crate::flow) fn told(attributes: &Attributes) -> String {
    let pairs: Vec<String> = attributes.iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join(", ")
}

/// The differences, as the audit tells them.
pub(in crate::flow) fn differences(before: &Attributes, after: &Attributes) -> String {
    let names: std::collections::BTreeSet<&AttributeName> = before.keys().chain(after.keys()).collect();
    let value = |of: &Attributes, name| of.get(name).cloned().unwrap_or_default();
    let changed = names.into_iter().filter(|name| before.get(*name) != after.get(*name));
    let told: Vec<String> =
        changed.map(|name| format!("{name}: {} → {}", value(before, name), value(after, name))).collect();
    told.join(", ")
}

/// A person's attributes; `None` when there is no such person.
pub async fn of(context: &Context, whom: impl Into<Whom>) -> Result<Option<Attributes>, Fault> {
    let whom = whom.into();
    let found = context.store.read(move |connection| {
        let Some(user) = whom.find(connection)? else { return Ok(None) };
        attributes::of(connection, user.id).map(Some)
    });
    Ok(found.await?)
}

/// Names of attributes that people have, to be offered where one is typed.
pub async fn names(context: &Context) -> Result<Vec<AttributeName>, Fault> {
    Ok(context.store.read(|connection| attributes::names(connection, OFFERED)).await?)
}
