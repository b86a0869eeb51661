//! Configured providers: adding, changing, switching, their shared secrets and the change of those in steps.

mod change;
mod history;
mod preview;
mod rights;
mod rotation;
mod secret;

pub use change::{ProviderChange, change, remove};
pub use history::{History, histories, recent};
pub use preview::{Draft, Obstacle, Preview, Previewed, preview, preview_draft};
pub use rights::{RightByAttribute, rights_by_attribute};
pub use rotation::{beside, forget, set_secret, stage, switch, take_back};
pub use secret::{SecretChoice, SecretReport, check_secret, closed_beside, equal_secrets, generate, look_at};

use std::collections::{BTreeMap, BTreeSet};

use super::{Context, Fault};
use crate::domain::audit::{AuditEvent, EventKind, Origin};
use crate::domain::group::{Audience, GroupName};
use crate::domain::id::ProviderId;
use crate::domain::provider::{SecretRefused, ServiceProvider, Slug};
use crate::domain::shared_secrets::SecretSlot;
use crate::domain::sign_in_age::SignInAge;
use crate::profile::settings::SettingFault;
use crate::store::audit;
use crate::store::providers;
use secret::{dropped_key_of, read_secret, seal};

/// A provider to be added.
#[derive(Clone, Debug)]
pub struct NewProvider {
    /// Its name in our addresses.
    pub slug: Slug,
    /// The name that people read; the profile's title when `None`.
    pub name: Option<String>,
    /// Its profile.
    pub profile: String,
    /// Its settings.
    pub settings: BTreeMap<String, String>,
    /// Groups that may use it; everyone when empty.
    pub groups: BTreeSet<GroupName>,
    /// How old a sign-in may be that is taken for it.
    pub max_sign_in_age: Option<SignInAge>,
    /// Whether it is switched on at once.
    pub is_enabled: bool,
}

/// What became of a wish of the administrator's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProviderOutcome<T = ()> {
    /// It is done.
    Done(T),
    /// No provider has that slug.
    Unknown,
    /// Another provider has that slug.
    SlugTaken,
    /// There is no such profile.
    ProfileUnknown,
    /// The settings do not fit the profile.
    SettingsUnfit(Vec<SettingFault>),
    /// No group would be left, and so everyone could use it; nobody said so.
    WouldOpenToEveryone,
    /// The secret cannot be one.
    SecretUnfit(SecretRefused),
    /// Another provider has the same secret: a token for one would be accepted by the other.
    SecretShared(Vec<String>),
    /// The sealing key with this id was dropped: this process has an old copy of the keys.
    KeyDropped(String),
    /// The secret is the one that signs already.
    SecretUnchanged,
    /// No secret stands in that place.
    NoSecretThere(SecretSlot),
    /// Somebody else changed it since it was looked at; nothing was done.
    ChangedMeanwhile,
}

impl<T> ProviderOutcome<T> {
    /// The same outcome with something else to tell when it is done.
    fn map<U>(self, tell: impl FnOnce(T) -> U) -> ProviderOutcome<U> {
        match self {
            Self::Done(done) => ProviderOutcome::Done(tell(done)),
            Self::Unknown => ProviderOutcome::Unknown,
            Self::SlugTaken => ProviderOutcome::SlugTaken,
            Self::ProfileUnknown => ProviderOutcome::ProfileUnknown,
            Self::SettingsUnfit(faults) => ProviderOutcome::SettingsUnfit(faults),
            Self::WouldOpenToEveryone => ProviderOutcome::WouldOpenToEveryone,
            Self::SecretUnfit(refused) => ProviderOutcome::SecretUnfit(refused),
            Self::SecretShared(slugs) => ProviderOutcome::SecretShared(slugs),
            Self::KeyDropped(key) => ProviderOutcome::KeyDropped(key),
            Self::SecretUnchanged => ProviderOutcome::SecretUnchanged,
            Self::NoSecretThere(slot) => ProviderOutcome::NoSecretThere(slot),
            Self::ChangedMeanwhile => ProviderOutcome::ChangedMeanwhile,
        }
    }
}

/// Adds a provider.
pub async fn add(
    context: &Context,
    new: NewProvider,
    choice: SecretChoice,
    origin: &Origin,
) -> Result<ProviderOutcome<SecretReport>, Fault> {
    let Some(profile) = context.catalogue.get(&new.profile) else {
        return Ok(ProviderOutcome::ProfileUnknown);
    };
    if let Err(faults) = profile.fill(&new.settings) {
        return Ok(ProviderOutcome::SettingsUnfit(faults));
    }
    let read = match read_secret(context, &new.profile, choice)? {
        Ok(read) => read,
        Err(refused) => return Ok(ProviderOutcome::SecretUnfit(refused)),
    };
    let (now, id) = (context.now(), ProviderId::unique());
    let sealed = seal(context, id, SecretSlot::Current, &read.secret)?;
    let facts = sealed.facts.clone();
    let provider = ServiceProvider {
        id,
        slug: new.slug,
        name: new.name.unwrap_or_else(|| profile.title.english().to_owned()),
        profile: new.profile,
        settings: tidy(new.settings),
        audience: Audience::of_groups(new.groups),
        is_enabled: new.is_enabled,
        secret: facts.clone(),
        max_sign_in_age: new.max_sign_in_age,
        created_at: now,
        updated_at: now,
    };
    let event = AuditEvent::new(now, EventKind::ProviderAdded, origin)
        .at_provider(provider.id)
        .detail("slug", &provider.slug)
        .detail("profile", &provider.profile)
        .detail("secret_fingerprint", &provider.secret.fingerprint);
    let (keys, plain) = (context.keys.clone(), read.secret.clone());
    let outcome = context.store.write(move |connection| {
        if providers::find_by_slug(connection, &provider.slug)?.is_some() {
            return Ok(ProviderOutcome::SlugTaken);
        }
        if let Some(key) = dropped_key_of(connection, &sealed)? {
            return Ok(ProviderOutcome::KeyDropped(key));
        }
        let sharing = secret::sharing(connection, &keys, &plain, None)?;
        if !sharing.is_empty() {
            return Ok(ProviderOutcome::SecretShared(sharing));
        }
        providers::insert(connection, &provider, &sealed)?;
        audit::append(connection, &event)?;
        Ok(ProviderOutcome::Done(()))
    });
    Ok(outcome.await?.map(|()| SecretReport { generated: read.generated, facts }))
}

fn tidy(settings: BTreeMap<String, String>) -> BTreeMap<String, String> {
    let trimmed = settings.into_iter().map(|(name, value)| (name, value.trim().to_owned()));
    trimmed.filter(|(_, value)| !value.is_empty()).collect()
}

/// The provider with that slug.
pub async fn find(context: &Context, slug: &Slug) -> Result<Option<ServiceProvider>, Fault> {
    let slug = slug.clone();
    Ok(context.store.read(move |connection| providers::find_by_slug(connection, &slug)).await?)
}

/// All providers.
pub async fn list(context: &Context) -> Result<Vec<ServiceProvider>, Fault> {
    Ok(context.store.read(providers::list).await?)
}
