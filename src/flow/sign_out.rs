//! Sign-out: our session ends first; then the browser is walked through the providers used in it.

use super::begin::find_provider;
use super::provider_report;
use super::session::{Browser, SessionToken};
use super::step::SignInStep;
use super::{Context, Fault};
use crate::domain::audit::{AuditEvent, EventKind, Origin};
use crate::domain::id::ProviderId;
use crate::domain::refusal::Refusal;
use crate::domain::sign_out::{SignOutResult, SignOutWalk};
use crate::profile::schema::ErrorAddress;
use crate::store::{audit, providers, sessions};

/// What the person is shown.
#[derive(Debug)]
pub enum SignOutStep {
    /// The browser goes to a provider's own sign-out address.
    Visit {
        /// The walk from here on.
        walk: SignOutWalk,
        /// The provider's name.
        provider: String,
        /// Its sign-out address.
        address: String,
    },
    /// The walk is over, or there was none.
    Done {
        /// With what became of each provider.
        outcomes: Vec<SignOutOutcome>,
        /// Kept only while something is still open.
        walk: Option<SignOutWalk>,
    },
    /// The address carried something else than a sign-out.
    Other(SignInStep),
}

/// What became of one provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignOutOutcome {
    /// The provider's name.
    pub provider: String,
    /// What became of it.
    pub result: SignOutResult,
    /// Where the person can still sign out there.
    pub address: Option<String>,
    /// The walk has still to go there.
    pub is_waiting: bool,
}

/// The person signs out here. Ending a session twice is no fault.
pub async fn sign_out(context: &Context, browser: &Browser, origin: &Origin) -> Result<SignOutStep, Fault> {
    let used = end_session(context, browser.session.as_ref(), origin).await?;
    let walk = plan(context, used).await?;
    proceed(context, walk).await
}

/// The browser came to a provider's remote logout URL: because the walk sent it there and it came back, because
/// the person signed out at the provider, or because the provider reports an error.
pub async fn remote_sign_out(
    context: &Context,
    slug: &str,
    query: &[(String, String)],
    walk: Option<SignOutWalk>,
    browser: &Browser,
    origin: &Origin,
) -> Result<SignOutStep, Fault> {
    let Some(provider) = find_provider(context, slug).await? else {
        return Ok(SignOutStep::Other(SignInStep::refused(Refusal::ProviderUnknown)));
    };
    // A provider that does not fit its profile any more must not keep a session alive.
    let filled =
        context.filled(&provider).inspect_err(|fault| tracing::error!(%fault, "signing out all the same"));
    if let Some(error) =
        filled.ok().and_then(|filled| filled.reported_error(ErrorAddress::RemoteLogout, query))
    {
        let step = provider_report::record(context, &provider, error, browser, origin).await?;
        return Ok(SignOutStep::Other(step));
    }
    let walk = walk.filter(|walk| !walk.is_expired_at(context.now()));
    if let Some(mut walk) = walk
        && walk.confirm(provider.id)
    {
        // A session that began meanwhile, in another tab, is not part of this walk, but a sign-out is a sign-out.
        end_session(context, browser.session.as_ref(), origin).await?;
        return proceed(context, walk).await;
    }
    let used = end_session(context, browser.session.as_ref(), origin).await?;
    let mut walk = plan(context, used).await?;
    walk.mark_begun_by(provider.id);
    // The provider's own sign-out must not send the browser on a journey: the others are offered, not visited.
    finished(context, walk).await
}

/// Goes on with a walk whose last provider did not send the browser back.
pub async fn continue_walk(context: &Context, walk: Option<SignOutWalk>) -> Result<SignOutStep, Fault> {
    match walk.filter(|walk| !walk.is_expired_at(context.now())) {
        Some(walk) => proceed(context, walk).await,
        None => Ok(SignOutStep::Done { outcomes: Vec::new(), walk: None }),
    }
}

/// Ends the browser's session, if it has one, and says which providers were used in it.
async fn end_session(
    context: &Context,
    token: Option<&SessionToken>,
    origin: &Origin,
) -> Result<Vec<ProviderId>, Fault> {
    let Some(token) = token else { return Ok(Vec::new()) };
    let (digest, now, origin) = (token.digest(), context.now(), origin.clone());
    let known = digest.clone();
    let exists =
        context.store.read(move |connection| Ok(sessions::find_by_digest(connection, &known)?.is_some()));
    if !exists.await? {
        return Ok(Vec::new());
    }
    let used = context.store.write(move |connection| {
        let Some(session) = sessions::find_by_digest(connection, &digest)? else { return Ok(Vec::new()) };
        if !sessions::revoke(connection, session.id, now)? {
            return Ok(Vec::new());
        }
        let event = AuditEvent::new(now, EventKind::SignedOut, &origin.by(session.user_id))
            .about(session.user_id)
            .in_session(session.id);
        audit::append(connection, &event)?;
        sessions::providers(connection, session.id)
    });
    Ok(used.await?)
}

async fn plan(context: &Context, used: Vec<ProviderId>) -> Result<SignOutWalk, Fault> {
    let mut stops = Vec::new();
    for id in used {
        stops.push((id, describe(context, id).await?.is_some_and(|place| place.address.is_some())));
    }
    Ok(SignOutWalk::through(stops, context.now()))
}

struct Place {
    name: String,
    address: Option<String>,
    comes_back: bool,
}

/// A provider's sign-out address. A provider that cannot be described is shown as offering none.
async fn describe(context: &Context, id: ProviderId) -> Result<Option<Place>, Fault> {
    let Some(provider) = context.store.read(move |connection| providers::find(connection, id)).await? else {
        return Ok(None);
    };
    let sign_out = context.filled(&provider).ok().and_then(|filled| filled.sign_out);
    let comes_back = sign_out.as_ref().is_some_and(|(_, comes_back)| *comes_back);
    let address = sign_out.map(|(url, _)| url.to_string());
    Ok(Some(Place { name: provider.name, address, comes_back }))
}

/// Visits the next provider that sends the browser back; the others would strand it, so they are offered as
/// links at the end.
async fn proceed(context: &Context, mut walk: SignOutWalk) -> Result<SignOutStep, Fault> {
    while let Some(id) = walk.visit_next() {
        if let Some(Place { name, address: Some(address), comes_back: true }) = describe(context, id).await? {
            return Ok(SignOutStep::Visit { walk, provider: name, address });
        }
    }
    finished(context, walk).await
}

async fn finished(context: &Context, walk: SignOutWalk) -> Result<SignOutStep, Fault> {
    let outcomes = outcomes(context, &walk).await?;
    let is_open = walk.stops.iter().any(|stop| stop.result == SignOutResult::Unconfirmed);
    Ok(SignOutStep::Done { outcomes, walk: Some(walk).filter(|_| is_open) })
}

/// What became of each provider so far, with a link where the person can still do something.
pub async fn outcomes(context: &Context, walk: &SignOutWalk) -> Result<Vec<SignOutOutcome>, Fault> {
    let mut outcomes = Vec::new();
    for stop in &walk.stops {
        if let Some(place) = describe(context, stop.provider).await? {
            let address = place.address.filter(|_| stop.result == SignOutResult::Unconfirmed);
            outcomes.push(SignOutOutcome {
                provider: place.name,
                result: stop.result,
                address,
                is_waiting: !stop.is_visited,
            });
        }
    }
    Ok(outcomes)
}
