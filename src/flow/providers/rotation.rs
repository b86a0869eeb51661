//! A new shared secret in steps, because two sides cannot change at one moment: it is *staged* here while the old one
//! signs; when the provider has it, it is *switched* to, from the next token on; if the provider refuses its tokens, the
//! former one is *taken back*. What is not needed any more is *forgotten*. [`set_secret`] does it all at once.
//!
//! No act loses a secret but `forget`, and `stage` where one was staged before.

use super::change::next_instant;
use super::secret::{self, ReadSecret, SecretChoice, SecretReport, is_same, open, read_secret, seal};
use super::{ProviderOutcome, find};
use crate::domain::audit::{AuditEvent, EventKind, Origin};
use crate::domain::clock::Timestamp;
use crate::domain::id::ProviderId;
use crate::domain::provider::{SecretFacts, ServiceProvider, SharedSecret, Slug};
use crate::domain::shared_secrets::{SecretSlot, SecretsBeside};
use crate::flow::{Context, Fault};
use crate::store::provider_secrets::{self, SealedBeside, SealedSecrets};
use crate::store::providers::SealedSecret;
use crate::store::{audit, providers};

/// What stands beside the secret that signs.
pub async fn beside(context: &Context, id: ProviderId) -> Result<SecretsBeside, Fault> {
    let secrets = context.store.read(move |connection| provider_secrets::find(connection, id)).await?;
    Ok(secrets.map(|secrets| secrets.facts()).unwrap_or_default())
}

/// A provider with its secrets, before something is done with them.
struct Before {
    provider: ServiceProvider,
    secrets: SealedSecrets,
}

impl Before {
    async fn find(context: &Context, slug: &Slug) -> Result<Option<Self>, Fault> {
        let slug = slug.clone();
        let found = context.store.read(move |connection| {
            let Some(provider) = providers::find_by_slug(connection, &slug)? else { return Ok(None) };
            let secrets = provider_secrets::find(connection, provider.id)?;
            Ok(secrets.map(|secrets| Self { provider, secrets }))
        });
        Ok(found.await?)
    }

    /// The secret in that place, with what may be known of it. A secret that does not open is a fault.
    fn opened(
        &self,
        context: &Context,
        slot: SecretSlot,
    ) -> Result<Option<(SharedSecret, SecretFacts)>, Fault> {
        let kept = match slot {
            SecretSlot::Current => Some(&self.secrets.current),
            SecretSlot::Staged => self.secrets.staged.as_ref().map(|kept| &kept.secret),
            SecretSlot::Former => self.secrets.former.as_ref().map(|kept| &kept.secret),
        };
        let Some(kept) = kept else { return Ok(None) };
        let secret = context.open_secret_of(&self.provider, slot, &kept.sealed)?;
        Ok(Some((secret, kept.facts.clone())))
    }

    /// The secret that signs, if it opens. One that does not cannot sign, and is not worth keeping.
    fn current(&self, context: &Context) -> Option<SharedSecret> {
        open(&context.keys, self.provider.id, SecretSlot::Current, &self.secrets.current.sealed)
    }

    fn sealed(
        &self,
        context: &Context,
        slot: SecretSlot,
        secret: &SharedSecret,
    ) -> Result<SealedSecret, Fault> {
        seal(context, self.provider.id, slot, secret)
    }
}

/// Whether whoever acts saw the secret that is there. Without an expectation there is nothing to compare.
fn is_as_seen(seen: Option<&str>, facts: &SecretFacts) -> bool {
    seen.is_none_or(|fingerprint| fingerprint == facts.fingerprint)
}

/// Stages a secret. Nothing changes for sign-ins; one that was staged before makes room.
pub async fn stage(
    context: &Context,
    slug: &Slug,
    choice: SecretChoice,
    origin: &Origin,
) -> Result<ProviderOutcome<SecretReport>, Fault> {
    let Some(before) = Before::find(context, slug).await? else { return Ok(ProviderOutcome::Unknown) };
    let read = match read_secret(context, &before.provider.profile, choice)? {
        Ok(read) => read,
        Err(refused) => return Ok(ProviderOutcome::SecretUnfit(refused)),
    };
    if before.current(context).is_some_and(|current| is_same(&current, &read.secret)) {
        return Ok(ProviderOutcome::SecretUnchanged);
    }
    let now = context.now();
    let staged = before.sealed(context, SecretSlot::Staged, &read.secret)?;
    let facts = staged.facts.clone();
    let after =
        SealedSecrets { staged: Some(SealedBeside { secret: staged, since: now }), ..before.secrets.clone() };
    let event = AuditEvent::new(now, EventKind::ProviderSecretStaged, origin)
        .detail("secret_fingerprint", &facts.fingerprint);
    let event = match &before.secrets.staged {
        Some(dropped) => event.detail("instead_of", &dropped.secret.facts.fingerprint),
        None => event,
    };
    let outcome = apply(context, before, after, Some(read.secret.clone()), event).await?;
    Ok(outcome.map(|()| told(read, facts)))
}

/// A provider and its secret in that place, if whoever acts has looked at this very one.
async fn looked_at(
    context: &Context,
    slug: &Slug,
    slot: SecretSlot,
    seen: Option<&str>,
) -> Result<Result<(Before, SharedSecret), ProviderOutcome<SecretFacts>>, Fault> {
    let Some(before) = Before::find(context, slug).await? else { return Ok(Err(ProviderOutcome::Unknown)) };
    let Some((secret, facts)) = before.opened(context, slot)? else {
        return Ok(Err(ProviderOutcome::NoSecretThere(slot)));
    };
    if !is_as_seen(seen, &facts) {
        return Ok(Err(ProviderOutcome::ChangedMeanwhile));
    }
    Ok(Ok((before, secret)))
}

/// The staged secret signs from the next token on; the one before it is kept as the former one. `seen` is the
/// fingerprint of the staged secret that whoever switches has looked at.
pub async fn switch(
    context: &Context,
    slug: &Slug,
    seen: Option<&str>,
    origin: &Origin,
) -> Result<ProviderOutcome<SecretFacts>, Fault> {
    let (before, secret) = match looked_at(context, slug, SecretSlot::Staged, seen).await? {
        Ok(found) => found,
        Err(outcome) => return Ok(outcome),
    };
    let now = context.now();
    let after = SealedSecrets {
        current: before.sealed(context, SecretSlot::Current, &secret)?,
        current_since: Some(now),
        staged: None,
        former: former_of(context, &before, now)?,
    };
    let event = replaced(EventKind::ProviderSecretSwitched, &before, &after, now, origin);
    let told = after.current.facts.clone();
    Ok(apply(context, before, after, Some(secret), event).await?.map(|()| told))
}

/// The former secret signs again. The one that signed until now waits as the staged one, or, where another is staged,
/// as the former one.
pub async fn take_back(
    context: &Context,
    slug: &Slug,
    seen: Option<&str>,
    origin: &Origin,
) -> Result<ProviderOutcome<SecretFacts>, Fault> {
    let (before, secret) = match looked_at(context, slug, SecretSlot::Former, seen).await? {
        Ok(found) => found,
        Err(outcome) => return Ok(outcome),
    };
    let now = context.now();
    let waits_in = if before.secrets.staged.is_some() { SecretSlot::Former } else { SecretSlot::Staged };
    let waiting = match before.current(context) {
        Some(current) => {
            Some(SealedBeside { secret: before.sealed(context, waits_in, &current)?, since: now })
        }
        None => None,
    };
    let (staged, former) = match waits_in {
        SecretSlot::Former => (before.secrets.staged.clone(), waiting),
        _ => (waiting, None),
    };
    let current = before.sealed(context, SecretSlot::Current, &secret)?;
    let after = SealedSecrets { current, current_since: Some(now), staged, former };
    let event = replaced(EventKind::ProviderSecretTakenBack, &before, &after, now, origin);
    let told = after.current.facts.clone();
    Ok(apply(context, before, after, Some(secret), event).await?.map(|()| told))
}

/// Removes the staged or the former secret for good.
pub async fn forget(
    context: &Context,
    slug: &Slug,
    slot: SecretSlot,
    seen: Option<&str>,
    origin: &Origin,
) -> Result<ProviderOutcome<SecretFacts>, Fault> {
    let Some(before) = Before::find(context, slug).await? else { return Ok(ProviderOutcome::Unknown) };
    let mut after = before.secrets.clone();
    let taken = match slot {
        SecretSlot::Current => None,
        SecretSlot::Staged => after.staged.take(),
        SecretSlot::Former => after.former.take(),
    };
    let Some(taken) = taken else { return Ok(ProviderOutcome::NoSecretThere(slot)) };
    let facts = taken.secret.facts;
    if !is_as_seen(seen, &facts) {
        return Ok(ProviderOutcome::ChangedMeanwhile);
    }
    let event = AuditEvent::new(context.now(), EventKind::ProviderSecretForgotten, origin)
        .detail("which", slot.as_str())
        .detail("secret_fingerprint", &facts.fingerprint);
    Ok(apply(context, before, after, None, event).await?.map(|()| facts))
}

/// Replaces the secret that signs at once: from the next token on the new one holds, and the former one is kept.
pub async fn set_secret(
    context: &Context,
    slug: &Slug,
    choice: SecretChoice,
    origin: &Origin,
) -> Result<ProviderOutcome<SecretReport>, Fault> {
    let Some(provider) = find(context, slug).await? else { return Ok(ProviderOutcome::Unknown) };
    let read = match read_secret(context, &provider.profile, choice)? {
        Ok(read) => read,
        Err(refused) => return Ok(ProviderOutcome::SecretUnfit(refused)),
    };
    let Some(before) = Before::find(context, slug).await? else { return Ok(ProviderOutcome::Unknown) };
    let now = context.now();
    // Given once more, it is sealed anew and nothing else: it does not become its own former one.
    let is_same = before.current(context).is_some_and(|current| is_same(&current, &read.secret));
    let (since, former) = if is_same {
        (before.secrets.current_since, before.secrets.former.clone())
    } else {
        (Some(now), former_of(context, &before, now)?)
    };
    let after = SealedSecrets {
        current: before.sealed(context, SecretSlot::Current, &read.secret)?,
        current_since: since,
        staged: before.secrets.staged.clone(),
        former,
    };
    let facts = after.current.facts.clone();
    let event = replaced(EventKind::ProviderSecretChanged, &before, &after, now, origin);
    let outcome = apply(context, before, after, Some(read.secret.clone()), event).await?;
    Ok(outcome.map(|()| told(read, facts)))
}

/// The secret that signs, on its way to the former one's place. Where it does not open, the former one stays.
fn former_of(context: &Context, before: &Before, now: Timestamp) -> Result<Option<SealedBeside>, Fault> {
    match before.current(context) {
        Some(current) => {
            let secret = before.sealed(context, SecretSlot::Former, &current)?;
            Ok(Some(SealedBeside { secret, since: now }))
        }
        None => Ok(before.secrets.former.clone()),
    }
}

fn told(read: ReadSecret, facts: SecretFacts) -> SecretReport {
    SecretReport { generated: read.generated, facts }
}

fn replaced(
    kind: EventKind,
    before: &Before,
    after: &SealedSecrets,
    now: Timestamp,
    origin: &Origin,
) -> AuditEvent {
    AuditEvent::new(now, kind, origin)
        .detail("secret_fingerprint", &after.current.facts.fingerprint)
        .detail("instead_of", &before.secrets.current.facts.fingerprint)
}

/// One write: the secrets as they are to be, if they still are what they were. `placed` is the secret that gets a new
/// place; no other provider may have it.
async fn apply(
    context: &Context,
    before: Before,
    after: SealedSecrets,
    placed: Option<SharedSecret>,
    event: AuditEvent,
) -> Result<ProviderOutcome, Fault> {
    let (keys, id, event) = (context.keys.clone(), before.provider.id, event.at_provider(before.provider.id));
    let at = next_instant(&before.provider, event.at);
    let outcome = context.store.write(move |connection| {
        if provider_secrets::find(connection, id)?.as_ref() != Some(&before.secrets) {
            return Ok(ProviderOutcome::ChangedMeanwhile);
        }
        // What stood there already is not stored by this; otherwise nobody could get rid of one of two that do not open.
        let stood: Vec<&SealedSecret> = before.secrets.all().collect();
        for sealed in after.all().filter(|sealed| !stood.contains(sealed)) {
            if let Some(key) = secret::dropped_key_of(connection, sealed)? {
                return Ok(ProviderOutcome::KeyDropped(key));
            }
        }
        if let Some(placed) = &placed {
            let sharing = secret::sharing(connection, &keys, placed, Some(id))?;
            if !sharing.is_empty() {
                return Ok(ProviderOutcome::SecretShared(sharing));
            }
        }
        if !provider_secrets::put(connection, id, &after, at)? {
            return Ok(ProviderOutcome::Unknown);
        }
        audit::append(connection, &event)?;
        Ok(ProviderOutcome::Done(()))
    });
    Ok(outcome.await?)
}
