//! Shared secrets: read, fingerprinted, sealed for their place. Two providers never share one, because
//! nothing in a token says for whom it is.

use std::collections::{BTreeMap, BTreeSet};

use subtle::ConstantTimeEq;

use super::ProviderOutcome;
use crate::crypto::random::{self, NoRandomness};
use crate::crypto::ring::Ring;
use crate::crypto::seal::CannotOpen;
use crate::crypto::seal::{SealingKeys, key_id_of};
use crate::domain::id::ProviderId;
use crate::domain::provider::{SecretFacts, SecretRefused, ServiceProvider, SharedSecret};
use crate::domain::shared_secrets::SecretSlot;
use crate::flow::sealing::fingerprint;
use crate::flow::shown_once::ShownOnce;
use crate::flow::{Context, Fault};
use crate::store::provider_secrets::{self, secret_place};
use crate::store::providers::SealedSecret;
use crate::store::{DbConnection, StoreResult, providers, sealing};

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
    pub(super) generated: Option<ShownOnce>,
}

/// Whether a provider's secret opens with the keys at hand.
pub async fn check_secret(context: &Context, provider: &ServiceProvider) -> Result<(), Fault> {
    let id = provider.id;
    let sealed = context.store.read(move |connection| providers::sealed_secret(connection, id)).await?;
    context.open_secret(provider, &sealed.unwrap_or_default()).map(|_| ())
}

/// The staged and the former secret of a provider, as far as they do not open with the keys at hand, and why. Nobody
/// notices before one of them is needed.
pub async fn closed_beside(
    context: &Context,
    provider: &ServiceProvider,
) -> Result<Vec<(SecretSlot, CannotOpen)>, Fault> {
    let id = provider.id;
    let Some(secrets) = context.store.read(move |connection| provider_secrets::find(connection, id)).await?
    else {
        return Ok(Vec::new());
    };
    let mut closed = Vec::new();
    for (slot, kept) in [(SecretSlot::Staged, secrets.staged), (SecretSlot::Former, secrets.former)] {
        let Some(kept) = kept else { continue };
        match context.open_secret_of(provider, slot, &kept.secret.sealed) {
            Ok(_) => {}
            Err(Fault::Sealed { cause, .. }) => closed.push((slot, cause)),
            Err(other) => return Err(other),
        }
    }
    Ok(closed)
}

/// A new secret that nobody has yet: 32 random bytes in base64, to be pasted at the provider.
pub fn generate() -> Result<ShownOnce, NoRandomness> {
    random::token::<32>().map(ShownOnce::new)
}

/// What may be known of a secret that is to be given to a new provider of that profile, or why it cannot be. Nothing
/// is kept.
pub async fn look_at(
    context: &Context,
    profile: &str,
    text: &str,
) -> Result<ProviderOutcome<SecretFacts>, Fault> {
    let read = match read_secret(context, profile, SecretChoice::Given(text.as_bytes().to_vec()))? {
        Ok(read) => read,
        Err(refused) => return Ok(ProviderOutcome::SecretUnfit(refused)),
    };
    let (keys, secret) = (context.keys.clone(), read.secret.clone());
    let sharing = context.store.read(move |connection| sharing(connection, &keys, &secret, None)).await?;
    if !sharing.is_empty() {
        return Ok(ProviderOutcome::SecretShared(sharing));
    }
    Ok(ProviderOutcome::Done(facts_of(&context.keys.ring(), &read.secret)))
}

fn facts_of(ring: &Ring, secret: &SharedSecret) -> SecretFacts {
    let bytes = secret.expose_bytes();
    SecretFacts {
        fingerprint: fingerprint(ring, bytes),
        bytes: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
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
            let made = generate()?;
            (made.expose().to_owned().into_bytes(), Some(made))
        }
    };
    let read = match context.catalogue.get(profile) {
        Some(profile) => profile.read_secret(&bytes),
        None => SharedSecret::new(bytes),
    };
    Ok(read.map(|secret| ReadSecret { secret, generated }))
}

/// Seals a secret for its place. One ring makes seal and fingerprint, so that they belong to one key.
pub(super) fn seal(
    context: &Context,
    provider: ProviderId,
    slot: SecretSlot,
    secret: &SharedSecret,
) -> Result<SealedSecret, Fault> {
    let (ring, place) = (context.keys.ring(), secret_place(provider, slot));
    let sealed = ring.seal(&place.each_ref().map(String::as_str), secret.expose_bytes())?;
    Ok(SealedSecret { sealed, facts: facts_of(&ring, secret) })
}

/// Opens a secret of that provider; `None` when the keys at hand do not open it.
pub(super) fn open(
    keys: &SealingKeys,
    provider: ProviderId,
    slot: SecretSlot,
    sealed: &str,
) -> Option<SharedSecret> {
    let place = secret_place(provider, slot);
    let opened = keys.open(&place.each_ref().map(String::as_str), sealed).ok()?;
    SharedSecret::new(opened.to_vec()).ok()
}

/// The key that sealed it, if that was dropped. Such a row would not open for long; asked in the write that stores it.
pub(super) fn dropped_key_of(
    connection: &mut DbConnection,
    secret: &SealedSecret,
) -> StoreResult<Option<String>> {
    let key = key_id_of(&secret.sealed).unwrap_or_default();
    Ok(if sealing::is_dropped(connection, key)? { Some(key.to_owned()) } else { None })
}

/// Slugs of other providers with this very secret, be it the one that signs or one beside it. The secrets themselves
/// are compared: fingerprints are keyed, and the key of older ones may be retired. What does not open cannot be used
/// for a token either.
pub(super) fn sharing(
    connection: &mut DbConnection,
    keys: &SealingKeys,
    secret: &SharedSecret,
    except: Option<ProviderId>,
) -> StoreResult<Vec<String>> {
    let mut sharing = Vec::new();
    for held in provider_secrets::all(connection)? {
        let is_equal =
            open(keys, held.provider, held.slot, &held.sealed).is_some_and(|other| is_same(&other, secret));
        if is_equal && Some(held.provider) != except && !sharing.contains(&held.slug) {
            sharing.push(held.slug);
        }
    }
    Ok(sharing)
}

/// Whether both are one secret, in constant time.
pub(super) fn is_same(one: &SharedSecret, other: &SharedSecret) -> bool {
    bool::from(one.expose_bytes().ct_eq(other.expose_bytes()))
}

/// Slugs of providers that have one secret, a list for each such secret. The secrets themselves are compared, whatever
/// their fingerprints say; what does not open is left out.
pub async fn equal_secrets(context: &Context) -> Result<Vec<Vec<String>>, Fault> {
    let keys = context.keys.clone();
    let sealed = context.store.read(provider_secrets::all).await?;
    let ring = keys.ring();
    let mut slugs = BTreeMap::<String, BTreeSet<String>>::new();
    for held in sealed {
        if let Some(secret) = open(&keys, held.provider, held.slot, &held.sealed) {
            // A keyed digest of it, so that no secret stands in a list.
            slugs.entry(fingerprint(&ring, secret.expose_bytes())).or_default().insert(held.slug);
        }
    }
    Ok(slugs.into_values().filter(|slugs| slugs.len() > 1).map(|slugs| slugs.into_iter().collect()).collect())
}
