//! A browser arrives at a remote login URL, or at the sign-in page without a provider.

use super::finish::{Carry, Proof, carry, carry_at_once};
use super::provider_report;
use super::session::{Browser, find_good};
use super::step::{ProviderName, SignInStep};
use super::{Context, Fault};
use crate::domain::audit::Origin;
use crate::domain::provider::{ServiceProvider, Slug};
use crate::domain::refusal::Refusal;
use crate::domain::sign_in::{Initiation, PendingSignIn};
use crate::profile::FilledProfile;
use crate::profile::schema::ErrorAddress;
use crate::store::providers;

/// What a provider's redirect brought.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// The provider's name in the address.
    pub slug: String,
    /// The query, decoded strictly, without doubled names.
    pub query: Vec<(String, String)>,
}

/// A provider sent a browser to its remote login URL. With a good session the token goes at once; otherwise
/// the person is asked, and nothing is written for a stranger.
pub async fn begin(
    context: &Context,
    arrival: Arrival,
    browser: &Browser,
    origin: &Origin,
) -> Result<SignInStep, Fault> {
    match begin_at_once(context, &arrival, browser, origin).await? {
        Some(step) => Ok(step),
        // In memory of its own, which a silent sign-in does without.
        None => Box::pin(begin_with_a_look(context, &arrival, browser, origin)).await,
    }
}

/// The provider is looked up first.
async fn begin_with_a_look(
    context: &Context,
    arrival: &Arrival,
    browser: &Browser,
    origin: &Origin,
) -> Result<SignInStep, Fault> {
    let Some(provider) = find_provider(context, &arrival.slug).await? else {
        return Ok(SignInStep::refused(Refusal::ProviderUnknown));
    };
    let filled = context.filled(&provider)?;
    if let Some(error) = filled.reported_error(ErrorAddress::RemoteLogin, &arrival.query) {
        return provider_report::record(context, &provider, error, browser, origin).await;
    }
    if !provider.is_enabled {
        context.metrics.refused(Refusal::ProviderDisabled.code());
        return Ok(SignInStep::refused_at(Refusal::ProviderDisabled, name_of(&provider)));
    }
    let pending = pending_of(context, &provider, &filled, arrival);
    continue_or_ask(context, pending, &provider, browser, origin, false).await
}

/// A browser with a session comes to a provider that was opened before: nothing is read, and the one write decides
/// everything. `None` when it takes more than that; then nothing has happened yet.
async fn begin_at_once(
    context: &Context,
    arrival: &Arrival,
    browser: &Browser,
    origin: &Origin,
) -> Result<Option<SignInStep>, Fault> {
    let Some((token, opened)) = browser.session.as_ref().zip(context.opened.kept(&arrival.slug)) else {
        return Ok(None);
    };
    let reports_error = opened.filled.reported_error(ErrorAddress::RemoteLogin, &arrival.query).is_some();
    if !opened.provider.is_enabled || reports_error {
        return Ok(None);
    }
    let pending = pending_of(context, &opened.provider, &opened.filled, arrival);
    let proof = Proof::Session { digest: token.digest() };
    let carried = Carry { pending, proof, is_from_page: false };
    carry_at_once(context, carried, opened, origin).await
}

/// What a provider's redirect asks for, judged by its profile.
fn pending_of(
    context: &Context,
    provider: &ServiceProvider,
    filled: &FilledProfile,
    arrival: &Arrival,
) -> PendingSignIn {
    let parameters = filled.read_parameters(&arrival.query);
    let dropped = match &parameters.return_to {
        Some(Err(reason)) => {
            tracing::warn!(provider = %provider.slug, reason = reason.code(), "a return_to was dropped");
            Some(reason.code().to_owned())
        }
        _ => None,
    };
    PendingSignIn {
        provider: Some(provider.id),
        initiation: Initiation::SpInitiated,
        return_to: parameters.return_to.and_then(Result::ok).map(|kept| kept.to_string()),
        dropped_return_to: dropped,
        preserved: parameters.preserved,
        ..PendingSignIn::without_provider(context.now())
    }
}

/// With a good session the token goes at once; otherwise the person is asked.
pub(super) async fn continue_or_ask(
    context: &Context,
    pending: PendingSignIn,
    provider: &ServiceProvider,
    browser: &Browser,
    origin: &Origin,
    is_from_page: bool,
) -> Result<SignInStep, Fault> {
    if let Some(token) = &browser.session {
        let (digest, lifetimes, now) = (token.digest(), context.rules.lifetimes, context.now());
        let known = digest.clone();
        let is_good = context
            .store
            .read(move |connection| Ok(find_good(connection, lifetimes, &known, now)?.is_some()))
            .await?;
        if is_good {
            let proof = Proof::Session { digest };
            return carry(context, Carry { pending, proof, is_from_page }, origin).await;
        }
    }
    Ok(SignInStep::AskPassword { pending, provider: Some(name_of(provider)), refusal: None })
}

/// The sign-in page without a provider.
pub fn begin_without_provider(context: &Context) -> SignInStep {
    SignInStep::AskPassword {
        pending: PendingSignIn::without_provider(context.now()),
        provider: None,
        refusal: None,
    }
}

/// A form whose pending sign-in has expired, or was made for another browser: the same destination, from the
/// beginning. Also when somebody has signed in here meanwhile: the form may be another person's, and nobody is
/// ever carried under the name of whoever sat here before.
pub async fn begin_again(context: &Context, pending: PendingSignIn) -> Result<SignInStep, Fault> {
    let pending = pending.again(context.now());
    let provider = match pending.provider {
        Some(id) => context.store.read(move |connection| providers::find(connection, id)).await?,
        None => None,
    };
    context.metrics.refused(Refusal::FormExpired.code());
    let provider = provider.as_ref().map(name_of);
    Ok(SignInStep::AskPassword { pending, provider, refusal: Some(Refusal::FormExpired) })
}

/// The provider with that name in addresses; a text that is no slug names none.
pub(super) async fn find_provider(context: &Context, slug: &str) -> Result<Option<ServiceProvider>, Fault> {
    let Ok(slug) = slug.parse::<Slug>() else { return Ok(None) };
    Ok(context.store.read(move |connection| providers::find_by_slug(connection, &slug)).await?)
}

/// A provider as people see it.
pub fn name_of(provider: &ServiceProvider) -> ProviderName {
    ProviderName { slug: provider.slug.to_string(), name: provider.name.clone() }
}
