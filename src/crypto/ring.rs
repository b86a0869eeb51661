//! The ring: every sealing key that an installation accepts, and the text of the file that keeps it.
//!
//! ```text
//! # a comment
//! BASE64            the current key: it seals
//! next BASE64       a prepared one: it opens already, and `secret rotate-key` makes it the current one
//! BASE64            an earlier one: it still opens what it sealed
//! ```
//!
//! A file with one key in it is a ring of one. A line that does not read is told by its number, never by what
//! stands in it: it may be half a key.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use super::random::{self, NoRandomness};
use super::seal::{CannotOpen, SealingKey, parts_of};

const NONCE_BYTES: usize = 24;
const NEXT: &str = "next";
const HEADING: &str = "\
# Sealing keys of Bridgewarden. The first seals, all of them open; \"next\" is prepared and not used yet.
# `bridgewarden secret status` tells which are needed, `bridgewarden secret rotate-key` writes this file.
";

/// The keys of one installation: one seals, every one opens.
#[derive(Clone)]
pub struct Ring {
    current: SealingKey,
    next: Option<SealingKey>,
    earlier: Vec<SealingKey>,
}

/// What a key of the ring is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyRole {
    /// It seals and opens.
    Current,
    /// It opens, and will seal after the next rotation.
    Next,
    /// It only opens.
    Earlier,
}

impl KeyRole {
    /// The word for people and programs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Next => "next",
            Self::Earlier => "earlier",
        }
    }
}

/// Why a text is not a ring.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotARing {
    /// A line is no key.
    #[error("line {0}: a sealing key is 32 bytes in base64; make one with: openssl rand -base64 32")]
    Line(usize),
    /// One key stands in two lines.
    #[error("line {0}: this key stands in an earlier line already")]
    Twice(usize),
    /// A second key is marked as the next one.
    #[error("line {0}: another key is \"next\" already")]
    SecondNext(usize),
    /// There is no key, or none that seals.
    #[error("there is no sealing key in it; make one with: openssl rand -base64 32")]
    Empty,
}

impl fmt::Debug for Ring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut list = f.debug_list();
        for (role, key) in self.keys() {
            list.entry(&format_args!("{} {}", role.as_str(), key.id()));
        }
        list.finish()
    }
}

impl Ring {
    /// `current` seals and opens; `earlier` ones, the newest first, only open.
    pub fn new(current: SealingKey, earlier: Vec<SealingKey>) -> Self {
        Self { current, next: None, earlier: Vec::new() }.accepting(earlier)
    }

    /// Reads the text of a ring file.
    pub fn parse(text: &str) -> Result<Self, NotARing> {
        let (mut plain, mut next) = (Vec::new(), None::<SealingKey>);
        for (at, line) in text.lines().enumerate().map(|(at, line)| (at + 1, line.trim())) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let marked = line.strip_prefix(NEXT).filter(|rest| rest.starts_with([' ', '\t']));
            let key = SealingKey::parse(marked.unwrap_or(line)).map_err(|_| NotARing::Line(at))?;
            if plain.iter().chain(&next).any(|known: &SealingKey| known.id() == key.id()) {
                return Err(NotARing::Twice(at));
            }
            match marked {
                None => plain.push(key),
                Some(_) if next.is_some() => return Err(NotARing::SecondNext(at)),
                Some(_) => next = Some(key),
            }
        }
        let mut plain = plain.into_iter();
        let current = plain.next().ok_or(NotARing::Empty)?;
        Ok(Self { current, next, earlier: plain.collect() })
    }

    /// The text for a ring file.
    pub fn to_text(&self) -> Zeroizing<String> {
        // Reserved at once: a text that grows leaves copies of keys behind.
        let mut text = Zeroizing::new(String::with_capacity(HEADING.len() + 64 * (self.keys().count() + 1)));
        text.push_str(HEADING);
        for (role, key) in self.keys() {
            if role == KeyRole::Next {
                text.push_str(NEXT);
                text.push(' ');
            }
            text.push_str(&key.to_text());
            text.push('\n');
        }
        text
    }

    /// Every key with its role: the current one, the next one, the earlier ones with the newest first.
    pub fn keys(&self) -> impl Iterator<Item = (KeyRole, &SealingKey)> {
        let earlier = self.earlier.iter().map(|key| (KeyRole::Earlier, key));
        std::iter::once((KeyRole::Current, &self.current))
            .chain(self.next.iter().map(|key| (KeyRole::Next, key)))
            .chain(earlier)
    }

    /// The role of a key; `None` when it is not in the ring.
    pub fn role_of(&self, id: &str) -> Option<KeyRole> {
        self.keys().find(|(_, key)| key.id() == id).map(|(role, _)| role)
    }

    /// The key that seals.
    pub fn current(&self) -> &SealingKey {
        &self.current
    }

    /// The key that is prepared.
    pub fn next(&self) -> Option<&SealingKey> {
        self.next.as_ref()
    }

    /// The same ring, with these keys accepted as earlier ones.
    pub fn accepting(mut self, keys: impl IntoIterator<Item = SealingKey>) -> Self {
        for key in keys {
            if self.role_of(key.id()).is_none() {
                self.earlier.push(key);
            }
        }
        self
    }

    /// The same ring with a prepared key.
    pub fn preparing(&self, next: SealingKey) -> Self {
        Self { next: Some(next), ..self.clone() }
    }

    /// The ring in which `key` seals. The one that sealed before is the newest earlier one.
    pub fn rotated_to(&self, key: SealingKey) -> Self {
        let next = self.next.clone().filter(|next| next.id() != key.id());
        let before = std::iter::once(&self.current).chain(&self.earlier);
        let earlier = before.filter(|earlier| earlier.id() != key.id()).cloned().collect();
        Self { current: key, next, earlier }
    }

    /// The ring without that key. The current one stays.
    pub fn without(&self, id: &str) -> Self {
        let earlier = self.earlier.iter().filter(|key| key.id() != id).cloned().collect();
        let next = self.next.clone().filter(|key| key.id() != id);
        Self { current: self.current.clone(), next, earlier }
    }

    /// Whether the same keys have the same roles in both.
    pub fn is_like(&self, other: &Self) -> bool {
        self.keys().map(|(role, key)| (role, key.id())).eq(other.keys().map(|(role, key)| (role, key.id())))
    }

    /// Seals `plain` with the current key for the place that `purpose` names.
    pub fn seal(&self, purpose: &[&str], plain: &[u8]) -> Result<String, NoRandomness> {
        let nonce: [u8; NONCE_BYTES] = random::bytes()?;
        let cipher = XChaCha20Poly1305::new(self.current.bytes().into());
        let aad = associated(purpose);
        // Sealing fails only for texts of 256 GiB; such a text opens nowhere.
        let sealed =
            cipher.encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: &aad }).unwrap_or_default();
        let mut whole = nonce.to_vec();
        whole.extend_from_slice(&sealed);
        Ok(format!("v1.{}.{}", self.current.id(), URL_SAFE_NO_PAD.encode(whole)))
    }

    /// Opens what was sealed for this very place with any key of the ring.
    pub fn open(&self, purpose: &[&str], sealed: &str) -> Result<Zeroizing<Vec<u8>>, CannotOpen> {
        let (key_id, text) = parts_of(sealed).ok_or(CannotOpen::Malformed)?;
        let whole = URL_SAFE_NO_PAD.decode(text).map_err(|_| CannotOpen::Malformed)?;
        let (nonce, ciphertext) = whole.split_first_chunk::<NONCE_BYTES>().ok_or(CannotOpen::Malformed)?;
        let (_, key) = self.keys().find(|(_, key)| key.id() == key_id).ok_or(CannotOpen::UnknownKey)?;
        let aad = associated(purpose);
        XChaCha20Poly1305::new(key.bytes().into())
            .decrypt(&XNonce::from(*nonce), Payload { msg: ciphertext, aad: &aad })
            .map(Zeroizing::new)
            .map_err(|_| CannotOpen::Forged)
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

    fn key() -> SealingKey {
        SealingKey::random().unwrap()
    }

    fn roles(ring: &Ring) -> Vec<(KeyRole, String)> {
        ring.keys().map(|(role, key)| (role, key.id().to_owned())).collect()
    }

    #[test]
    fn a_file_with_one_key_is_a_ring_of_one() {
        let key = key();
        let ring = Ring::parse(&format!("\n{}\n", *key.to_text())).unwrap();
        assert_eq!(roles(&ring), [(KeyRole::Current, key.id().to_owned())]);
    }

    #[test]
    fn a_ring_reads_as_it_was_written() {
        let ring = Ring::new(key(), vec![key(), key()]).preparing(key());
        assert!(Ring::parse(&ring.to_text()).unwrap().is_like(&ring));
        let crlf = ring.to_text().replace('\n', "\r\n");
        assert!(Ring::parse(&crlf).unwrap().is_like(&ring));
    }

    #[test]
    fn a_bad_line_is_told_by_its_number_and_not_by_its_content() {
        let (one, other) = (key().to_text(), key().to_text());
        let half = &one[..30];
        for (text, number, expected) in [
            (format!("{}\n{half}\n", *other), 2, NotARing::Line(2)),
            (format!("# a comment\n\n{}\n{half} {half}", *other), 4, NotARing::Line(4)),
            (format!("next{}", *one), 1, NotARing::Line(1)),
            (format!("{}\nlast {}", *other, *one), 2, NotARing::Line(2)),
            (format!("{}\nnext {}", *one, *one), 2, NotARing::Twice(2)),
            (format!("{}\nnext {}\nnext {}", *other, *one, *key().to_text()), 3, NotARing::SecondNext(3)),
        ] {
            let fault = Ring::parse(&text).unwrap_err();
            assert_eq!(fault, expected);
            let told = format!("{fault} {fault:?}");
            assert!(told.contains(&format!("line {number}")), "{told}");
            assert!(!told.contains(half) && !told.contains(&one[..8]), "{told}");
        }
        for text in ["", "# only a comment\n", &format!("next {}", *one)] {
            assert_eq!(Ring::parse(text).unwrap_err(), NotARing::Empty, "{text:?}");
        }
    }

    #[test]
    fn a_rotation_keeps_what_sealed_before_and_uses_up_what_was_prepared() {
        let (first, second, third) = (key(), key(), key());
        let id = |key: &SealingKey| key.id().to_owned();
        let ring = Ring::new(first.clone(), vec![]).preparing(second.clone());
        let rotated = ring.rotated_to(second.clone()).rotated_to(third.clone());
        let expected =
            [(KeyRole::Current, id(&third)), (KeyRole::Earlier, id(&second)), (KeyRole::Earlier, id(&first))];
        assert_eq!(roles(&rotated), expected);
        assert_eq!(roles(&rotated.without(first.id())), expected[..2]);
        assert!(rotated.without(third.id()).is_like(&rotated), "the current key was taken out");
        assert_eq!(roles(&rotated.clone().accepting([first, second])), expected, "a key is there twice");
    }

    #[test]
    fn a_ring_shows_names_and_no_keys() {
        let ring = Ring::new(key(), vec![key()]).preparing(key());
        let shown = format!("{ring:?}");
        for (_, key) in ring.keys() {
            assert!(shown.contains(key.id()) && !shown.contains(&key.to_text()[..8]), "{shown}");
        }
    }
}
