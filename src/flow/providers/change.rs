//! Changing, switching and removing providers.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::{ProviderOutcome, find, tidy};
use crate::domain::audit::{AuditEvent, EventKind, Origin};
use crate::domain::clock::Timestamp;
use crate::domain::group::{Audience, GroupName};
use crate::domain::provider::{ServiceProvider, Slug};
use crate::domain::sign_in_age::SignInAge;
use crate::flow::{Context, Fault, changes};
use crate::store::{StoreError, audit, providers};

/// What may be changed about a provider; `None` leaves it as it is.
#[derive(Clone, Debug, Default)]
pub struct ProviderChange {
    /// The name that people read.
    pub name: Option<String>,
    /// Settings to set; an empty value removes one.
    pub settings: BTreeMap<String, String>,
    /// Groups to open it to.
    pub open_to: BTreeSet<GroupName>,
    /// Groups to close it to.
    pub close_to: BTreeSet<GroupName>,
    /// Open it to everyone.
    pub everyone: bool,
    /// How old a sign-in may be that is taken for it; `Some(None)` takes the limit away.
    pub max_sign_in_age: Option<Option<SignInAge>>,
    /// Switch it on or off.
    pub is_enabled: Option<bool>,
    /// The provider as whoever changes it saw it, by the instant of its last change. When it was changed since,
    /// nothing is done.
    pub seen_at: Option<Timestamp>,
}

/// Changes a provider. Taking the last group away without saying "everyone" is refused: nobody
/// should open a provider to the whole company by accident.
pub async fn change(
    context: &Context,
    slug: &Slug,
    change: ProviderChange,
    origin: &Origin,
) -> Result<ProviderOutcome, Fault> {
    let Some(before) = find(context, slug).await? else { return Ok(ProviderOutcome::Unknown) };
    let Some(profile) = context.catalogue.get(&before.profile) else {
        return Ok(ProviderOutcome::ProfileUnknown);
    };
    if change.seen_at.is_some_and(|seen_at| seen_at != before.updated_at) {
        return Ok(ProviderOutcome::ChangedMeanwhile);
    }
    let mut after = before.clone();
    if let Some(name) = change.name {
        after.name = name;
    }
    after.settings.extend(change.settings);
    after.settings = tidy(after.settings);
    let mut groups = before.audience.groups();
    groups.extend(change.open_to);
    groups.retain(|group| !change.close_to.contains(group));
    if change.everyone {
        groups.clear();
    } else if groups.is_empty() && before.audience != Audience::Everyone {
        return Ok(ProviderOutcome::WouldOpenToEveryone);
    }
    after.audience = Audience::of_groups(groups);
    after.max_sign_in_age = change.max_sign_in_age.unwrap_or(before.max_sign_in_age);
    after.is_enabled = change.is_enabled.unwrap_or(before.is_enabled);
    if let Err(faults) = profile.fill(&after.settings) {
        return Ok(ProviderOutcome::SettingsUnfit(faults));
    }
    let now = context.now();
    after.updated_at = next_instant(&before, now);
    let events = events_of(&before, &after, now, origin);
    let is_changed = context
        .store
        .write(move |connection| {
            if providers::find(connection, before.id)?.as_ref() != Some(&before) {
                return Ok(false);
            }
            providers::update(connection, &after)?;
            for event in &events {
                audit::append(connection, event)?;
            }
            Ok(true)
        })
        .await?;
    if is_changed { Ok(ProviderOutcome::Done(())) } else { Err(Fault::Store(StoreError::Contended)) }
}

/// Later than the last change, whatever the clock says: by this instant a page knows what it showed.
pub(super) fn next_instant(before: &ServiceProvider, now: Timestamp) -> Timestamp {
    now.max(before.updated_at.plus(Duration::from_micros(1)))
}

fn events_of(
    before: &ServiceProvider,
    after: &ServiceProvider,
    now: Timestamp,
    origin: &Origin,
) -> Vec<AuditEvent> {
    let groups = |provider: &ServiceProvider| match &provider.audience {
        Audience::Everyone => "everyone".to_owned(),
        Audience::Groups(groups) => groups.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
    };
    let settings = |provider: &ServiceProvider| {
        provider.settings.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(", ")
    };
    let event = |kind| AuditEvent::new(now, kind, origin).at_provider(after.id);
    let mut events = Vec::new();
    let age = |provider: &ServiceProvider| {
        provider.max_sign_in_age.map_or_else(|| "none".to_owned(), |age| age.to_string())
    };
    let details = changes(&[
        ("name", before.name.clone(), after.name.clone()),
        ("settings", settings(before), settings(after)),
        ("groups", groups(before), groups(after)),
        ("max_sign_in_age", age(before), age(after)),
    ]);
    if !details.is_empty() {
        let mut changed = event(EventKind::ProviderChanged);
        changed.details = details;
        events.push(changed);
    }
    if before.is_enabled != after.is_enabled {
        let switched =
            if after.is_enabled { EventKind::ProviderEnabled } else { EventKind::ProviderDisabled };
        events.push(event(switched));
    }
    events
}

/// Removes a provider with its secret. The audit keeps what was done with it.
pub async fn remove(context: &Context, slug: &Slug, origin: &Origin) -> Result<ProviderOutcome, Fault> {
    let (slug, now, origin) = (slug.clone(), context.now(), origin.clone());
    let outcome = context.store.write(move |connection| {
        let Some(provider) = providers::find_by_slug(connection, &slug)? else {
            return Ok(ProviderOutcome::Unknown);
        };
        providers::delete(connection, provider.id)?;
        let event = AuditEvent::new(now, EventKind::ProviderRemoved, &origin)
            .at_provider(provider.id)
            .detail("slug", &provider.slug);
        audit::append(connection, &event)?;
        Ok(ProviderOutcome::Done(()))
    });
    Ok(outcome.await?)
}
