//! Sealing: XChaCha20-Poly1305 with associated data that bind a sealed text to its place, so that a ciphertext
//! copied into another row, column or browser does not open.
//!
//! A sealed text reads `v1.KEYID.BASE64URL(nonce ‖ ciphertext)`. The key id lets keys be rotated: the first
//! key of a [`SealingKeys`] seals, every key opens.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use zeroize::{Zeroize, Zeroizing};

use super::digest;
use super::random::{self, NoRandomness};

/// Bytes of a sealing key.
pub const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 24;

/// One sealing key.
pub struct SealingKey {
    id: String,
    bytes: Zeroizing<[u8; KEY_BYTES]>,
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
}

/// The keys of one installation.
pub struct SealingKeys {
    current: SealingKey,
    earlier: Vec<SealingKey>,
}

impl fmt::Debug for SealingKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealingKeys(current {}, {} earlier)", self.current.id, self.earlier.len())
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

impl SealingKeys {
    /// `current` seals and opens; `earlier` ones only open.
    pub fn new(current: SealingKey, earlier: Vec<SealingKey>) -> Self {
        Self { current, earlier }
    }

    /// Seals `plain` for the place that `purpose` names.
    pub fn seal(&self, purpose: &[&str], plain: &[u8]) -> Result<String, NoRandomness> {
        let nonce: [u8; NONCE_BYTES] = random::bytes()?;
        let cipher = XChaCha20Poly1305::new((&*self.current.bytes).into());
        let aad = associated(purpose);
        // Sealing fails only for texts of 256 GiB; such a text opens nowhere.
        let sealed =
            cipher.encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: &aad }).unwrap_or_default();
        let mut whole = nonce.to_vec();
        whole.extend_from_slice(&sealed);
        Ok(format!("v1.{}.{}", self.current.id, URL_SAFE_NO_PAD.encode(whole)))
    }

    /// Opens what was sealed for this very place.
    pub fn open(&self, purpose: &[&str], sealed: &str) -> Result<Zeroizing<Vec<u8>>, CannotOpen> {
        let mut parts = sealed.splitn(3, '.');
        let (Some("v1"), Some(key_id), Some(text)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(CannotOpen::Malformed);
        };
        let whole = URL_SAFE_NO_PAD.decode(text).map_err(|_| CannotOpen::Malformed)?;
        let (nonce, ciphertext) = whole.split_first_chunk::<NONCE_BYTES>().ok_or(CannotOpen::Malformed)?;
        let key = std::iter::once(&self.current)
            .chain(&self.earlier)
            .find(|key| key.id == key_id)
            .ok_or(CannotOpen::UnknownKey)?;
        let aad = associated(purpose);
        XChaCha20Poly1305::new((&*key.bytes).into())
            .decrypt(&XNonce::from(*nonce), Payload { msg: ciphertext, aad: &aad })
            .map(Zeroizing::new)
            .map_err(|_| CannotOpen::Forged)
    }

    /// A key for keyed digests, derived so that it reveals nothing of the sealing key. It follows the oldest
    /// key, so that digests stay comparable while keys rotate.
    pub fn digest_key(&self) -> Zeroizing<[u8; 32]> {
        let oldest = self.earlier.last().unwrap_or(&self.current);
        Zeroizing::new(digest::keyed(&oldest.bytes, "key of keyed digests", b""))
    }

    /// The public name of the key that seals.
    pub fn current_id(&self) -> &str {
        &self.current.id
    }
}

/// The parts of a place, each with its length before it.
fn associated(purpose: &[&str]) -> Vec<u8> {
    let mut bytes = b"bridgewarden seal 1".to_vec();
    for part in purpose {
        bytes.extend_from_slice(&(part.len() as u64).to_be_bytes());
        bytes.extend_from_slice(part.as_bytes());
    }
    bytes
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
}
