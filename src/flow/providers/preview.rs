//! What a provider would be told about a person, before anybody is carried there: the claims as minting makes them, and
//! what would stand in the way. Nothing is signed and nothing is written: whoever may look at people and providers
//! learns nothing here that their pages do not show.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::find;
use crate::domain::clock::Timestamp;
use crate::domain::email::EmailAddress;
use crate::domain::group::{Audience, GroupName};
use crate::domain::provider::Slug;
use crate::domain::user::User;
use crate::flow::{Context, Fault};
use crate::mint::{MintError, Unsigned, unsigned};
use crate::profile::FilledProfile;
use crate::profile::claims::missing_claims;
use crate::profile::settings::SettingFault;
use crate::store::{attributes, credentials, users};

/// A provider as it is, or as it would be.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Its profile.
    pub profile: String,
    /// Its settings.
    pub settings: BTreeMap<String, String>,
    /// Groups that may use it; everyone when empty.
    pub groups: BTreeSet<GroupName>,
    /// Whether it is switched on; `None` where that is still to be decided.
    pub is_enabled: Option<bool>,
}

/// Why the person would not be carried, whatever the claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// The provider is switched off.
    SwitchedOff,
    /// The person is in none of the provider's groups.
    NotAllowed,
    /// The account is disabled.
    Disabled,
    /// The account has no password.
    NoPassword,
    /// A new password must be chosen first.
    PasswordChange,
}

/// What a token would say.
#[derive(Clone, Debug)]
pub struct Preview {
    /// The person.
    pub user: User,
    /// The token's header.
    pub header: Value,
    /// What it says about itself and the person, in its order; `Err` with every claim for which the person's record
    /// has nothing.
    pub claims: Result<Map<String, Value>, Vec<String>>,
    /// What else stands in the way.
    pub obstacles: Vec<Obstacle>,
    /// How it would travel.
    pub filled: FilledProfile,
    /// When.
    pub at: Timestamp,
}

/// What became of the wish to see one.
#[derive(Clone, Debug)]
pub enum Previewed {
    /// Here it is.
    Shown(Box<Preview>),
    /// No provider has that name.
    ProviderUnknown,
    /// Nobody has that address.
    PersonUnknown,
    /// There is no such profile.
    ProfileUnknown,
    /// The settings do not fit the profile.
    SettingsUnfit(Vec<SettingFault>),
}

/// What a configured provider would be told about a person.
pub async fn preview(context: &Context, slug: &Slug, email: &EmailAddress) -> Result<Previewed, Fault> {
    let Some(provider) = find(context, slug).await? else { return Ok(Previewed::ProviderUnknown) };
    let draft = Draft {
        groups: match &provider.audience {
            Audience::Everyone => BTreeSet::new(),
            Audience::Groups(groups) => groups.clone(),
        },
        profile: provider.profile,
        settings: provider.settings,
        is_enabled: Some(provider.is_enabled),
    };
    preview_draft(context, &draft, email).await
}

/// What a provider that is not configured yet would be told about a person.
pub async fn preview_draft(
    context: &Context,
    draft: &Draft,
    email: &EmailAddress,
) -> Result<Previewed, Fault> {
    let Some(profile) = context.catalogue.get(&draft.profile) else { return Ok(Previewed::ProfileUnknown) };
    let filled = match profile.fill(&draft.settings) {
        Ok(filled) => filled,
        Err(faults) => return Ok(Previewed::SettingsUnfit(faults)),
    };
    let email = email.folded();
    let found = context.store.read(move |connection| {
        let Some(user) = users::find_by_email(connection, &email)? else { return Ok(None) };
        let credential = credentials::find(connection, user.id)?;
        let attributes = attributes::of(connection, user.id)?;
        Ok(Some((user, attributes, credential)))
    });
    let Some((user, attributes, credential)) = found.await? else { return Ok(Previewed::PersonUnknown) };
    let mut obstacles = Vec::new();
    if draft.is_enabled == Some(false) {
        obstacles.push(Obstacle::SwitchedOff);
    }
    if !Audience::of_groups(draft.groups.clone()).includes(&user.groups) {
        obstacles.push(Obstacle::NotAllowed);
    }
    if !user.is_active() {
        obstacles.push(Obstacle::Disabled);
    }
    match credential {
        None => obstacles.push(Obstacle::NoPassword),
        Some(credential) if credential.must_change => obstacles.push(Obstacle::PasswordChange),
        Some(_) => {}
    }
    let at = context.now();
    let (header, claims) = match unsigned(&user, &attributes, &filled, at) {
        Ok(Unsigned { header, claims, .. }) => (serde_json::to_value(header).unwrap_or_default(), Ok(claims)),
        Err(MintError::MissingClaim(_)) => {
            let missing = missing_claims(&user, &attributes, &filled.claims);
            (Value::Null, Err(missing.into_iter().map(|claim| claim.0).collect()))
        }
        Err(other) => return Err(Fault::Mint(other)),
    };
    Ok(Previewed::Shown(Box::new(Preview { user, header, claims, obstacles, filled, at })))
}
