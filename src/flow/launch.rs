//! IdP-initiated sign-in, called "launch": a signed-in person sees the providers they may use, and opens one.

use super::begin::{continue_or_ask, find_provider, name_of};
use super::session::{Browser, SignedIn};
use super::step::{ProviderName, SignInStep};
use super::{Context, Fault};
use crate::domain::audit::Origin;
use crate::domain::id::PendingId;
use crate::domain::refusal::Refusal;
use crate::domain::sign_in::PendingSignIn;
use crate::profile::schema::Category;
use crate::store::providers;

/// A provider that a person may open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tile {
    /// The provider.
    pub provider: ProviderName,
    /// What kind of provider it is; empty where the profile says nothing that a person would know.
    pub kind: String,
}

/// The providers that a person may open, in order of their names. One that does not fit its profile any more
/// is left out and logged: the others must not suffer.
pub async fn tiles(context: &Context, person: &SignedIn) -> Result<Vec<Tile>, Fault> {
    let all = context.store.read(providers::list).await?;
    let mut tiles = Vec::new();
    for provider in all {
        if !provider.is_enabled || !provider.audience.includes(&person.user.groups) {
            continue;
        }
        match context.filled(&provider) {
            Ok(filled) if filled.is_launch_allowed => {
                let kind = if filled.category == Category::Generic { String::new() } else { filled.title };
                tiles.push(Tile { provider: name_of(&provider), kind });
            }
            Ok(_) => {}
            Err(fault) => tracing::error!(%fault, "a provider is left out of the launch page"),
        }
    }
    Ok(tiles)
}

/// Opens a provider from here. `once` names the tile that was pressed: sent again, it opens nothing.
pub async fn launch(
    context: &Context,
    slug: &str,
    once: PendingId,
    browser: &Browser,
    origin: &Origin,
) -> Result<SignInStep, Fault> {
    let Some(provider) = find_provider(context, slug).await? else {
        return Ok(SignInStep::refused(Refusal::ProviderUnknown));
    };
    if !provider.is_enabled || !context.filled(&provider)?.is_launch_allowed {
        context.metrics.refused(Refusal::ProviderDisabled.code());
        return Ok(SignInStep::refused_at(Refusal::ProviderDisabled, name_of(&provider)));
    }
    let fresh = PendingSignIn::without_provider(context.now());
    let pending = PendingSignIn { id: once, provider: Some(provider.id), ..fresh };
    continue_or_ask(context, pending, &provider, browser, origin, true).await
}
