//! Shared secrets: read, fingerprinted, sealed for their row, replaced. Two providers never share one, because
//! nothing in a token says for whom it is.

use std::collections::BTreeMap;

use subtle::ConstantTimeEq;

use super::{ProviderOutcome, find};
use crate::crypto::random;
use crate::crypto::seal::{SealingKeys, key_id_of};
use crate::domain::audit::{AuditEvent, EventKind, Origin};
use crate::domain::id::ProviderId;
use crate::domain::provider::{SecretFacts, SecretRefused, ServiceProvider, SharedSecret, Slug};
use crate::flow::sealing::fingerprint;
use crate::flow::shown_once::ShownOnce;
use crate::flow::{Context, Fault};
use crate::store::providers::{SealedSecret, secret_place};
use crate::store::{DbConnection, StoreResult, audit, providers, sealing};

/// Whence a shared secret comes.
pub enum SecretChoice {
    /// Pasted: the bytes of a file or of standard input.
    Given(Vec<u8>),
    /// Made here: 32 random bytes in base64, to be pasted at the provider.
    Generate,
}

/// What the administrator is told about a new secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretReport {
    /// Shown once, when it was made here.
    pub generated: Option<ShownOnce>,
    /// What may be known of it.
    pub facts: SecretFacts,
}

/// A secret on its way into the store.
pub(super) struct ReadSecret {
    pub(super) secret: SharedSecret,
    generated: Option<ShownOnce>,
}

/// Whether a provider's secret opens with the keys at hand.
pub async fn check_secret(context: &Context, provider: &ServiceProvider) -> Result<(), Fault> {
    let id = provider.id;
    let sealed = context.store.read(move |connection| providers::sealed_secret(connection, id)).await?;
    context.open_secret(provider, &sealed.unwrap_or_default()).map(|_| ())
}

/// Replaces a provider's secret. From the next token on the new one holds.
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
    let (sealed, now, origin) = (seal(context, provider.id, &read)?, context.now(), origin.clone());
    let (keys, secret, facts) = (context.keys.clone(), read.secret.clone(), sealed.facts.clone());
    let outcome = context.store.write(move |connection| {
        if let Some(key) = dropped_key_of(connection, &sealed)? {
            return Ok(ProviderOutcome::KeyDropped(key));
        }
        let sharing = sharing(connection, &keys, &secret, Some(provider.id))?;
        if !sharing.is_empty() {
            return Ok(ProviderOutcome::SecretShared(sharing));
        }
        if !providers::set_secret(connection, provider.id, &sealed, now)? {
            return Ok(ProviderOutcome::Unknown);
        }
        let event = AuditEvent::new(now, EventKind::ProviderSecretChanged, &origin)
            .at_provider(provider.id)
            .detail("secret_fingerprint", &sealed.facts.fingerprint);
        audit::append(connection, &event)?;
        Ok(ProviderOutcome::Done(()))
    });
    Ok(report(outcome.await?, read, facts))
}

/// What the administrator is told, when it is done.
pub(super) fn report(
    outcome: ProviderOutcome,
    read: ReadSecret,
    facts: SecretFacts,
) -> ProviderOutcome<SecretReport> {
    match outcome {
        ProviderOutcome::Done(()) => ProviderOutcome::Done(SecretReport { generated: read.generated, facts }),
        ProviderOutcome::Unknown => ProviderOutcome::Unknown,
        ProviderOutcome::SlugTaken => ProviderOutcome::SlugTaken,
        ProviderOutcome::ProfileUnknown => ProviderOutcome::ProfileUnknown,
        ProviderOutcome::SettingsUnfit(faults) => ProviderOutcome::SettingsUnfit(faults),
        ProviderOutcome::WouldOpenToEveryone => ProviderOutcome::WouldOpenToEveryone,
        ProviderOutcome::SecretUnfit(refused) => ProviderOutcome::SecretUnfit(refused),
        ProviderOutcome::SecretShared(slugs) => ProviderOutcome::SecretShared(slugs),
        ProviderOutcome::KeyDropped(key) => ProviderOutcome::KeyDropped(key),
    }
}

/// Reads a secret as its profile wants it.
pub(super) fn read_secret(
    context: &Context,
    profile: &str,
    choice: SecretChoice,
) -> Result<Result<ReadSecret, SecretRefused>, Fault> {
    let (bytes, generated) = match choice {
        SecretChoice::Given(bytes) => (bytes, None),
        SecretChoice::Generate => {
            let text = random::token::<32>()?;
            (text.clone().into_bytes(), Some(ShownOnce::new(text)))
        }
    };
    let read = match context.catalogue.get(profile) {
        Some(profile) => profile.read_secret(&bytes),
        None => SharedSecret::new(bytes),
    };
    Ok(read.map(|secret| ReadSecret { secret, generated }))
}

/// Seals a secret for its provider's row. One ring makes seal and fingerprint, so that they belong to one key.
pub(super) fn seal(
    context: &Context,
    provider: ProviderId,
    read: &ReadSecret,
) -> Result<SealedSecret, Fault> {
    let (ring, place, secret) = (context.keys.ring(), secret_place(provider), read.secret.expose_bytes());
    let sealed = ring.seal(&place.each_ref().map(String::as_str), secret)?;
    let facts = SecretFacts {
        fingerprint: fingerprint(&ring, secret),
        bytes: u32::try_from(secret.len()).unwrap_or(u32::MAX),
    };
    Ok(SealedSecret { sealed, facts })
}

/// The key that sealed it, if that was dropped. Such a row would not open for long; asked in the write that stores it.
pub(super) fn dropped_key_of(
    connection: &mut DbConnection,
    secret: &SealedSecret,
) -> StoreResult<Option<String>> {
    let key = key_id_of(&secret.sealed).unwrap_or_default();
    Ok(if sealing::is_dropped(connection, key)? { Some(key.to_owned()) } else { None })
}

/// Slugs of other providers with this very secret. The secrets themselves are compared: fingerprints are keyed, and
/// the key of older ones may be retired. What does not open cannot be used for a token either.
pub(super) fn sharing(
    connection: &mut DbConnection,
    keys: &SealingKeys,
    secret: &SharedSecret,
    except: Option<ProviderId>,
) -> StoreResult<Vec<String>> {
    let mut sharing = Vec::new();
    for (id, slug, sealed) in providers::sealed_secrets(connection)? {
        let place = secret_place(id);
        let opened = keys.open(&place.each_ref().map(String::as_str), &sealed);
        let is_equal = opened.is_ok_and(|other| bool::from(other.as_slice().ct_eq(secret.expose_bytes())));
        if is_equal && Some(id) != except {
            sharing.push(slug);
        }
    }
    Ok(sharing)
}

/// Slugs of providers that have one secret, a list for each such secret. The secrets themselves are compared, whatever
/// their fingerprints say; what does not open is left out.
pub async fn equal_secrets(context: &Context) -> Result<Vec<Vec<String>>, Fault> {
    let keys = context.keys.clone();
    let sealed = context.store.read(providers::sealed_secrets).await?;
    let ring = keys.ring();
    let mut slugs = BTreeMap::<String, Vec<String>>::new();
    for (id, slug, sealed) in sealed {
        if let Ok(secret) = keys.open(&secret_place(id).each_ref().map(String::as_str), &sealed) {
            // A keyed digest of it, so that no secret stands in a list.
            slugs.entry(fingerprint(&ring, &secret)).or_default().push(slug);
        }
    }
    Ok(slugs.into_values().filter(|slugs| slugs.len() > 1).collect())
}
