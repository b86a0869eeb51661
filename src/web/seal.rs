//! What travels in pages and cookies, sealed: the pending sign-in, who signed in in a browser, the sign-out walk.

use std::time::Duration;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use super::cookies::BrowserId;
use crate::crypto::digest::{keyed_hex, sha256_hex};
use crate::crypto::random::NoRandomness;
use crate::crypto::seal::SealingKeys;
use crate::domain::clock::Timestamp;
use crate::domain::id::SessionId;
use crate::domain::known_browser::KnownBrowser;
use crate::domain::sign_in::PendingSignIn;
use crate::domain::sign_out::SignOutWalk;
use crate::flow::session::SessionToken;

const PENDING: &[&str] = &["web", "pending sign-in"];
const KNOWN: &[&str] = &["web", "known browser"];
const WALK: &[&str] = &["web", "sign-out walk"];
const NOTICE: &[&str] = &["web", "notice"];

/// How long a kept form waits for the proof.
const KEPT_FOR: Duration = Duration::from_secs(3600);
/// Whoever adds a provider looks for things in its own settings meanwhile.
const DRAFT_KEPT_FOR: Duration = Duration::from_secs(12 * 3600);

#[derive(Serialize, Deserialize)]
struct Bound {
    pending: PendingSignIn,
    /// SHA-256 of the browser's id. Kept inside and not as associated data, so that a form which lost its
    /// browser still knows where the person was going.
    browser: String,
}

/// A pending sign-in that came back.
#[derive(Debug)]
pub enum Returned {
    /// From the browser it was made for.
    Here(PendingSignIn),
    /// From another one, or from one that lost its cookie: the destination may be kept, nothing else.
    Elsewhere(PendingSignIn),
}

/// Seals a pending sign-in for one browser.
pub fn pending(
    keys: &SealingKeys,
    pending: &PendingSignIn,
    browser: &BrowserId,
) -> Result<String, NoRandomness> {
    let bound = Bound { pending: pending.clone(), browser: sha256_hex(browser.as_str().as_bytes()) };
    seal(keys, PENDING, &bound)
}

/// Opens a pending sign-in.
pub fn open_pending(keys: &SealingKeys, sealed: &str, browser: Option<&BrowserId>) -> Option<Returned> {
    let Bound { pending, browser: expected } = open(keys, PENDING, sealed)?;
    let actual = browser.map(|browser| sha256_hex(browser.as_str().as_bytes())).unwrap_or_default();
    if bool::from(expected.as_bytes().ct_eq(actual.as_bytes())) {
        Some(Returned::Here(pending))
    } else {
        Some(Returned::Elsewhere(pending))
    }
}

/// Seals who signed in in a browser.
pub fn known(keys: &SealingKeys, known: &KnownBrowser) -> Result<String, NoRandomness> {
    seal(keys, KNOWN, known)
}

/// Opens who signed in in a browser.
pub fn open_known(keys: &SealingKeys, sealed: &str) -> Option<KnownBrowser> {
    open(keys, KNOWN, sealed)
}

/// Seals a sign-out walk.
pub fn walk(keys: &SealingKeys, walk: &SignOutWalk) -> Result<String, NoRandomness> {
    seal(keys, WALK, walk)
}

/// Opens a sign-out walk.
pub fn open_walk(keys: &SealingKeys, sealed: &str) -> Option<SignOutWalk> {
    open(keys, WALK, sealed)
}

/// What a form of a signed-in person carries, bound to their session.
pub fn session_proof(keys: &SealingKeys, token: &SessionToken) -> String {
    proof_with(&keys.digest_key(), token)
}

/// Whether a form belongs to the session, in constant time. One from before a rotation of the keys is as good.
pub fn is_session_proof(keys: &SealingKeys, token: &SessionToken, given: &str) -> bool {
    keys.any_digest_key(|key| bool::from(proof_with(key, token).as_bytes().ct_eq(given.as_bytes())))
}

fn proof_with(digest_key: &[u8; 32], token: &SessionToken) -> String {
    keyed_hex(digest_key, "form of a session", token.digest().as_bytes())
}

/// What an administrator's form carries. It names the session and not its cookie, which gets a new value whenever the
/// person proves again who they are: forms in other windows stay good.
pub fn administrator_proof(keys: &SealingKeys, session: SessionId) -> String {
    administrator_proof_with(&keys.digest_key(), session)
}

/// Whether an administrator's form belongs to the session, in constant time.
pub fn is_administrator_proof(keys: &SealingKeys, session: SessionId, given: &str) -> bool {
    let is_of = |key: &[u8; 32]| {
        bool::from(administrator_proof_with(key, session).as_bytes().ct_eq(given.as_bytes()))
    };
    keys.any_digest_key(is_of)
}

fn administrator_proof_with(digest_key: &[u8; 32], session: SessionId) -> String {
    keyed_hex(digest_key, "form of an administrator", session.to_string().as_bytes())
}

/// Seals the fields of a form while the administrator proves who they are. It opens in the same session, at the same
/// address, for a while.
pub fn kept_form(
    keys: &SealingKeys,
    session: SessionId,
    path: &str,
    fields: &[(String, String)],
    now: Timestamp,
) -> Result<String, NoRandomness> {
    let session = session.to_string();
    seal(keys, &["web", "kept form", &session, path], &(now, fields))
}

/// Opens the fields of a kept form.
pub fn open_kept_form(
    keys: &SealingKeys,
    session: SessionId,
    path: &str,
    sealed: &str,
    now: Timestamp,
) -> Option<Vec<(String, String)>> {
    let session = session.to_string();
    let (kept_at, fields): (Timestamp, _) = open(keys, &["web", "kept form", &session, path], sealed)?;
    (now.since(kept_at) < KEPT_FOR).then_some(fields)
}

/// Seals what was filled in about a provider that is not saved yet, its secret included. It opens in the same session.
pub fn draft<T: Serialize>(
    keys: &SealingKeys,
    session: SessionId,
    draft: &T,
    now: Timestamp,
) -> Result<String, NoRandomness> {
    let json = Zeroizing::new(serde_json::to_vec(&(now, draft)).unwrap_or_default());
    keys.seal(&["web", "provider draft", &session.to_string()], &json)
}

/// Opens what was filled in about a provider.
pub fn open_draft<T: DeserializeOwned>(
    keys: &SealingKeys,
    session: SessionId,
    sealed: &str,
    now: Timestamp,
) -> Option<T> {
    let (made_at, draft): (Timestamp, T) =
        open(keys, &["web", "provider draft", &session.to_string()], sealed)?;
    (now.since(made_at) < DRAFT_KEPT_FOR).then_some(draft)
}

/// Seals what the next page tells.
pub fn notice<T: Serialize>(keys: &SealingKeys, notice: &T) -> Result<String, NoRandomness> {
    seal(keys, NOTICE, notice)
}

/// Opens what a page tells.
pub fn open_notice<T: DeserializeOwned>(keys: &SealingKeys, sealed: &str) -> Option<T> {
    open(keys, NOTICE, sealed)
}

fn seal<T: Serialize>(keys: &SealingKeys, purpose: &[&str], value: &T) -> Result<String, NoRandomness> {
    // These types have no maps with other keys than texts, so they always serialise.
    let json = serde_json::to_vec(value).unwrap_or_default();
    keys.seal(purpose, &json)
}

fn open<T: DeserializeOwned>(keys: &SealingKeys, purpose: &[&str], sealed: &str) -> Option<T> {
    let json = keys.open(purpose, sealed).ok()?;
    serde_json::from_slice(&json).ok()
}
