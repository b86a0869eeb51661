//! Sealing: XChaCha20-Poly1305 with associated data that bind a sealed text to its place, so that a ciphertext
//! copied into another row, column or browser does not open.
//!
//! A sealed text reads `v1.KEYID.BASE64URL(nonce ‖ ciphertext)`. The key id lets keys be rotated: one key of the
//! [`Ring`] seals, every key opens. [`SealingKeys`] is the ring of a running program: it follows the file, so that
//! a rotation needs no restart.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use zeroize::{Zeroize, Zeroizing};

use super::digest;
use super::random::{self, NoRandomness};
use super::ring::Ring;

/// Bytes of a sealing key.
pub const KEY_BYTES: usize = 32;

/// One sealing key.
#[derive(Clone)]
pub struct SealingKey {
    id: String,
    bytes: Zeroizing<[u8; KEY_BYTES]>,
}

impl fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealingKey({})", self.id)
    }
}

/// Why a sealing key could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a sealing key is 32 bytes in base64; make one with: openssl rand -base64 32")]
pub struct NotAKey;

impl SealingKey {
    /// A new random key.
    pub fn random() -> Result<Self, NoRandomness> {
        Ok(Self::from_bytes(random::bytes()?))
    }

    /// Reads the base64 text of a key file; standard or URL-safe alphabet, padding optional.
    pub fn parse(text: &str) -> Result<Self, NotAKey> {
        let mut plain = text.trim().trim_end_matches('=').replace('+', "-").replace('/', "_");
        let decoded = URL_SAFE_NO_PAD.decode(&plain).map(Zeroizing::new);
        plain.zeroize();
        let bytes: [u8; KEY_BYTES] =
            decoded.map_err(|_| NotAKey)?.as_slice().try_into().map_err(|_| NotAKey)?;
        Ok(Self::from_bytes(bytes))
    }

    fn from_bytes(bytes: [u8; KEY_BYTES]) -> Self {
        let id = digest::hex(&digest::keyed(&bytes, "sealing key id", b"")).chars().take(8).collect();
        Self { id, bytes: Zeroizing::new(bytes) }
    }

    /// The text for a key file.
    pub fn to_text(&self) -> Zeroizing<String> {
        Zeroizing::new(base64::engine::general_purpose::STANDARD.encode(self.bytes.as_slice()))
    }

    /// A short public name derived from the key; it says nothing about the key.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The key itself.
    pub(super) fn bytes(&self) -> &[u8; KEY_BYTES] {
        &self.bytes
    }

    /// A key for keyed digests, derived so that it reveals nothing of the sealing key.
    pub fn digest_key(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(digest::keyed(&self.bytes, "key of keyed digests", b""))
    }
}

/// A sealed text could not be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotOpen {
    /// It is not a sealed text.
    #[error("this is not a sealed text")]
    Malformed,
    /// It was sealed with a key that is not here.
    #[error("it was sealed with a key that this installation does not have")]
    UnknownKey,
    /// It was changed, or belongs elsewhere.
    #[error("it was changed, or was sealed for another place")]
    Forged,
}

/// The key id and the rest of a sealed text.
pub(super) fn parts_of(sealed: &str) -> Option<(&str, &str)> {
    sealed.strip_prefix("v1.")?.split_once('.')
}

/// The public name of the key that sealed a text; `None` when it is not a sealed text.
pub fn key_id_of(sealed: &str) -> Option<&str> {
    parts_of(sealed).map(|(key_id, _)| key_id)
}

/// Reads the ring again: `None` while it is what it was, or cannot be read.
type Reread = Box<dyn FnMut() -> Option<Ring> + Send>;

/// The keys of a running program. They follow the place where they are kept: a text that was sealed with a key
/// which is not here yet has the ring read again, and so does [`SealingKeys::look_again`].
pub struct SealingKeys {
    ring: RwLock<Arc<Ring>>,
    reread: Option<Mutex<Reread>>,
}

impl fmt::Debug for SealingKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SealingKeys").field(&self.ring()).finish()
    }
}

impl SealingKeys {
    /// `current` seals and opens; `earlier` ones only open. They stay what they are.
    pub fn new(current: SealingKey, earlier: Vec<SealingKey>) -> Self {
        Self { ring: RwLock::new(Arc::new(Ring::new(current, earlier))), reread: None }
    }

    /// A ring that is kept somewhere. `reread` reads it again: `None` while it is what it was at the last call,
    /// or cannot be read. It is asked often, and should be quick to say so.
    pub fn kept(ring: Ring, reread: impl FnMut() -> Option<Ring> + Send + 'static) -> Self {
        Self { ring: RwLock::new(Arc::new(ring)), reread: Some(Mutex::new(Box::new(reread))) }
    }

    /// The ring as it is known now. Whoever does two things that must agree does both with one ring.
    pub fn ring(&self) -> Arc<Ring> {
        self.ring.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads the ring again where it is kept; whether it has changed.
    pub fn look_again(&self) -> bool {
        let Some(reread) = &self.reread else { return false };
        // Held until the ring is exchanged: whoever comes second must find the new ring, not only that it was read.
        let mut reread = reread.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(read) = reread() else { return false };
        let mut ring = self.ring.write().unwrap_or_else(PoisonError::into_inner);
        if ring.is_like(&read) {
            return false;
        }
        *ring = Arc::new(read);
        true
    }

    /// Seals `plain` for the place that `purpose` names.
    pub fn seal(&self, purpose: &[&str], plain: &[u8]) -> Result<String, NoRandomness> {
        self.ring().seal(purpose, plain)
    }

    /// Opens what was sealed for this very place.
    pub fn open(&self, purpose: &[&str], sealed: &str) -> Result<Zeroizing<Vec<u8>>, CannotOpen> {
        match self.ring().open(purpose, sealed) {
            // Perhaps a key of a rotation that took place a moment ago.
            Err(CannotOpen::UnknownKey) => {
                self.look_again();
                self.ring().open(purpose, sealed)
            }
            opened => opened,
        }
    }

    /// A key for keyed digests, derived from the current key so that it reveals nothing of it. After a rotation it
    /// is another one: what is kept is computed anew by the rotation, what travels is judged by
    /// [`SealingKeys::any_digest_key`].
    pub fn digest_key(&self) -> Zeroizing<[u8; 32]> {
        self.ring().current().digest_key()
    }

    /// Whether `is_right` says so of the digest key of any accepted key. So a digest that left this house before a
    /// rotation is good for as long as its key is accepted.
    pub fn any_digest_key(&self, is_right: impl Fn(&[u8; 32]) -> bool) -> bool {
        let any = || self.ring().keys().any(|(_, key)| is_right(&key.digest_key()));
        any() || {
            self.look_again();
            any()
        }
    }

    /// The public name of the key that seals.
    pub fn current_id(&self) -> String {
        self.ring().current().id().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys() -> SealingKeys {
        SealingKeys::new(SealingKey::random().unwrap(), vec![])
    }

    #[test]
    fn what_is_sealed_for_one_row_does_not_open_in_another() {
        let keys = keys();
        let sealed = keys.seal(&["providers", "1", "secret"], b"canary").unwrap();
        assert_eq!(keys.open(&["providers", "1", "secret"], &sealed).unwrap().as_slice(), b"canary");
        assert_eq!(keys.open(&["providers", "2", "secret"], &sealed), Err(CannotOpen::Forged));
        assert_eq!(keys.open(&["providers", "1s", "ecret"], &sealed), Err(CannotOpen::Forged));
        assert!(!sealed.contains("canary"));
    }

    #[test]
    fn an_earlier_key_still_opens_and_a_strange_one_does_not() {
        let old = SealingKey::random().unwrap();
        let old_text = old.to_text();
        let sealed = SealingKeys::new(old, vec![]).seal(&["x"], b"canary").unwrap();
        let rotated =
            SealingKeys::new(SealingKey::random().unwrap(), vec![SealingKey::parse(&old_text).unwrap()]);
        assert_eq!(rotated.open(&["x"], &sealed).unwrap().as_slice(), b"canary");
        assert_eq!(keys().open(&["x"], &sealed), Err(CannotOpen::UnknownKey));
    }

    #[test]
    fn one_flipped_bit_does_not_open() {
        let keys = keys();
        let sealed = keys.seal(&["x"], b"canary").unwrap();
        let last = sealed.chars().last().unwrap();
        let flipped = format!("{}{}", &sealed[..sealed.len() - 1], if last == 'A' { 'Q' } else { 'A' });
        assert!(keys.open(&["x"], &flipped).is_err());
        assert_eq!(keys.open(&["x"], "nonsense"), Err(CannotOpen::Malformed));
        assert_eq!(keys.open(&["x"], "v1.a.b"), Err(CannotOpen::Malformed));
    }

    #[test]
    fn a_key_that_is_not_here_yet_is_looked_for_where_the_ring_is_kept() {
        let (old, new) = (SealingKey::random().unwrap(), SealingKey::random().unwrap());
        let before = Ring::new(old.clone(), vec![]);
        let after = before.rotated_to(new.clone());
        let sealed = after.seal(&["x"], b"canary").unwrap();
        let kept = after.clone();
        let keys = SealingKeys::kept(before.clone(), move || Some(kept.clone()));
        let form = before.seal(&["x"], b"a form").unwrap();
        assert_eq!(keys.current_id(), old.id());
        assert_eq!(keys.open(&["x"], &sealed).unwrap().as_slice(), b"canary");
        assert_eq!(keys.current_id(), new.id(), "it does not seal with the new key");
        assert_eq!(keys.open(&["x"], &form).unwrap().as_slice(), b"a form", "an open form was thrown away");
        assert!(!keys.look_again(), "nothing has changed since");
    }

    #[test]
    fn a_digest_from_before_a_rotation_is_recognised_and_a_strange_one_is_not() {
        let (old, new) = (SealingKey::random().unwrap(), SealingKey::random().unwrap());
        let proof = |key: &[u8; 32]| digest::keyed(key, "proof", b"session");
        let (earlier, later) = (proof(&old.digest_key()), proof(&new.digest_key()));
        let keys = SealingKeys::new(new, vec![old]);
        assert_eq!(proof(&keys.digest_key()), later, "the digest key does not follow the current key");
        assert!(keys.any_digest_key(|key| proof(key) == earlier));
        assert!(keys.any_digest_key(|key| proof(key) == later));
        assert!(!keys.any_digest_key(|key| proof(key) == proof(&[7; 32])));
    }

    #[test]
    fn a_sealed_text_tells_its_key() {
        let keys = keys();
        assert_eq!(key_id_of(&keys.seal(&["x"], b"").unwrap()), Some(keys.current_id().as_str()));
        assert_eq!([key_id_of(""), key_id_of("v2.a.b"), key_id_of("v1.a")], [None; 3]);
    }
}
