//! Password hashes that other systems made. People who move in bring them along; the first sign-in with the right
//! password replaces one by an Argon2id hash of our own ([`super::hasher`]).
//!
//! A text is read here once, into a [`ForeignHash`]; what it asks for is bounded, so that an imported hash cannot stall
//! the pool. To add a format: a parser in the file of the system that writes it, its vectors in
//! `tests/corpus/foreign_hashes.tsv`, and its line in `docs/import.md`.

mod bounds;
mod crypt;
mod django;
mod encoding;
mod keycloak;
mod ldap;
mod lookalike;
mod pbkdf2;
mod scrypt;
#[cfg(test)]
mod tests;

use std::fmt;

use ::argon2::password_hash::phc::PasswordHash;
use ::argon2::{Algorithm, Params, Version};
use sha2::Digest as _;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

pub use lookalike::{Lookalike, Why};

/// A text longer than this is no password hash of anybody's.
const MAX_TEXT: usize = 4096;

/// What a hash was made with, by the name that people know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Argon2id, Argon2i or Argon2d.
    Argon2,
    /// bcrypt, also over SHA-256 as Django does it.
    Bcrypt,
    /// PBKDF2 with HMAC-SHA-1, -256, -384 or -512.
    Pbkdf2,
    /// scrypt.
    Scrypt,
    /// SHA-crypt: `$5$` and `$6$`.
    ShaCrypt,
    /// yescrypt.
    Yescrypt,
    /// One round of SHA-1, with or without salt.
    Sha1,
    /// One round of SHA-2, with or without salt.
    Sha2,
}

impl Family {
    /// The name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Argon2 => "Argon2",
            Self::Bcrypt => "bcrypt",
            Self::Pbkdf2 => "PBKDF2",
            Self::Scrypt => "scrypt",
            Self::ShaCrypt => "SHA-crypt",
            Self::Yescrypt => "yescrypt",
            Self::Sha1 => "SHA-1",
            Self::Sha2 => "SHA-2",
        }
    }
}

impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Why a text cannot be kept as a password hash. The text itself is never repeated: it may be a password in the clear.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ForeignRefused {
    /// It is of a kind that is known and not accepted.
    #[error("this looks like {}, which is not accepted because {}", .0.name(), .0.why())]
    NotAccepted(Lookalike),
    /// It begins as one kind does and does not go on so.
    #[error("this begins like a hash of {0} and does not read as one")]
    Malformed(Family),
    /// Verifying it would take too long, or too much memory.
    #[error("this asks for more work than is done for an imported hash of {0}: {1} at most")]
    TooCostly(Family, &'static str),
    /// Nothing that is known.
    #[error("this is no password hash of a known format")]
    Unknown,
}

/// The digest below PBKDF2 and salted hashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Digest {
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl Digest {
    const fn len(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }
}

/// A hash that was read.
#[derive(Clone, PartialEq, Eq)]
enum Kind {
    Argon2 { algorithm: Algorithm, version: Version, params: Params, salt: Vec<u8>, expected: Vec<u8> },
    Bcrypt { text: String, is_over_sha256: bool },
    Pbkdf2 { digest: Digest, iterations: u32, salt: Vec<u8>, expected: Vec<u8> },
    Scrypt { log_n: u8, r: u32, p: u32, salt: Vec<u8>, expected: Vec<u8> },
    ShaCrypt(String),
    Yescrypt(String),
    Salted { digest: Digest, salt: Vec<u8>, expected: Vec<u8> },
}

/// A password hash of another system. `Debug` says only what it was made with.
#[derive(Clone, PartialEq, Eq)]
pub struct ForeignHash {
    kind: Kind,
    text: String,
}

impl fmt::Debug for ForeignHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ForeignHash({})", self.family())
    }
}

/// An Argon2 hash, for the hasher, which has the memory for it.
pub(super) struct Argon2Hash<'a> {
    pub(super) algorithm: Algorithm,
    pub(super) version: Version,
    pub(super) params: &'a Params,
    pub(super) salt: &'a [u8],
    pub(super) expected: &'a [u8],
}

impl ForeignHash {
    /// Reads a hash in any of the accepted forms. Blanks around it do not count.
    pub fn parse(text: &str) -> Result<Self, ForeignRefused> {
        let text = text.trim();
        if text.len() > MAX_TEXT || text.chars().any(char::is_control) {
            return Err(ForeignRefused::Unknown);
        }
        let read = if text.starts_with('{') {
            if text.contains('"') { keycloak::export(text) } else { ldap::read(text) }
        } else if let Some(rest) = text.strip_prefix("keycloak$") {
            keycloak::line(rest)
        } else if text.starts_with('$') {
            crypt::read(text)
        } else {
            django::read(text)
        };
        match read {
            Some(read) => read,
            None => Err(lookalike::of(text).map_or(ForeignRefused::Unknown, ForeignRefused::NotAccepted)),
        }
    }

    /// Whether the text says that there is no password: Django's unusable ones, and locked accounts of a system.
    pub fn is_none(text: &str) -> bool {
        let text = text.trim();
        let text = match text.split_at_checked("{crypt}".len()) {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("{crypt}") => rest,
            _ => text,
        };
        text.is_empty() || text.starts_with('!') || matches!(text, "*" | "x" | "*LK*" | "*NP*")
    }

    /// What it was made with.
    pub fn family(&self) -> Family {
        match &self.kind {
            Kind::Argon2 { .. } => Family::Argon2,
            Kind::Bcrypt { .. } => Family::Bcrypt,
            Kind::Pbkdf2 { .. } => Family::Pbkdf2,
            Kind::Scrypt { .. } => Family::Scrypt,
            Kind::ShaCrypt(_) => Family::ShaCrypt,
            Kind::Yescrypt(_) => Family::Yescrypt,
            Kind::Salted { digest: Digest::Sha1, .. } => Family::Sha1,
            Kind::Salted { .. } => Family::Sha2,
        }
    }

    /// The text to keep: the one that was read, or a short form of the same where that was long.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Its parts, when it is an Argon2 hash.
    pub(super) fn argon2(&self) -> Option<Argon2Hash<'_>> {
        match &self.kind {
            Kind::Argon2 { algorithm, version, params, salt, expected } => {
                Some(Argon2Hash { algorithm: *algorithm, version: *version, params, salt, expected })
            }
            _ => None,
        }
    }

    /// Whether this is the password; `None` when that cannot be found out. Argon2 is the hasher's.
    pub(super) fn is_of(&self, password: &[u8]) -> Option<bool> {
        match &self.kind {
            Kind::Argon2 { .. } => None,
            Kind::Bcrypt { text, is_over_sha256: false } => bcrypt::verify(password, text).ok(),
            Kind::Bcrypt { text, is_over_sha256: true } => {
                let digest = Zeroizing::new(encoding::hex(&sha2::Sha256::digest(password)));
                bcrypt::verify(digest.as_bytes(), text).ok()
            }
            Kind::Pbkdf2 { digest, iterations, salt, expected } => {
                let mut out = Zeroizing::new(vec![0; expected.len()]);
                pbkdf2::compute(*digest, password, salt, *iterations, &mut out);
                Some(out.ct_eq(expected).into())
            }
            Kind::Scrypt { log_n, r, p, salt, expected } => {
                let params = ::scrypt::Params::new(*log_n, *r, *p).ok()?;
                let mut out = Zeroizing::new(vec![0; expected.len()]);
                ::scrypt::scrypt(password, salt, &params, &mut out).ok()?;
                Some(out.ct_eq(expected).into())
            }
            Kind::ShaCrypt(text) => crypt::is_sha_crypt_of(password, text),
            Kind::Yescrypt(text) => crypt::is_yescrypt_of(password, text),
            Kind::Salted { digest, salt, expected } => {
                let out = Zeroizing::new(digest_of(*digest, &[password, salt]));
                Some(out.ct_eq(expected).into())
            }
        }
    }
}

fn digest_of(digest: Digest, parts: &[&[u8]]) -> Vec<u8> {
    fn of<D: sha2::Digest>(parts: &[&[u8]]) -> Vec<u8> {
        let mut hash = D::new();
        parts.iter().for_each(|part| hash.update(part));
        hash.finalize().to_vec()
    }
    match digest {
        Digest::Sha1 => of::<sha1::Sha1>(parts),
        Digest::Sha256 => of::<sha2::Sha256>(parts),
        Digest::Sha384 => of::<sha2::Sha384>(parts),
        Digest::Sha512 => of::<sha2::Sha512>(parts),
    }
}

/// What a parser found; `None` when the text is not of its kind at all.
type Read = Option<Result<ForeignHash, ForeignRefused>>;

/// Keeps a hash with the text that it was read from.
fn kept(kind: Kind, text: &str) -> Read {
    let hash = ForeignHash { kind, text: text.to_owned() };
    Some(bounds::check(&hash.kind).map(|()| hash))
}

fn malformed(family: Family) -> Read {
    Some(Err(ForeignRefused::Malformed(family)))
}

/// An Argon2 hash as a PHC string.
fn argon2(text: &str) -> Read {
    // Made with a key that is kept elsewhere, or for data that are.
    let is_keyed = text.split('$').nth(3).is_some_and(|params| {
        params.split(',').any(|param| param.starts_with("keyid=") || param.starts_with("data="))
    });
    if is_keyed {
        return Some(Err(ForeignRefused::NotAccepted(Lookalike::KeyedArgon2)));
    }
    let read = || {
        let phc = PasswordHash::new(text).ok()?;
        let algorithm = Algorithm::try_from(phc.algorithm.as_str()).ok()?;
        let version = match phc.version {
            Some(number) => Version::try_from(number).ok()?,
            None => Version::V0x10,
        };
        let params = Params::try_from(&phc).ok()?;
        let (salt, expected) = (phc.salt?.as_ref().to_vec(), phc.hash?.as_bytes().to_vec());
        Some(Kind::Argon2 { algorithm, version, params, salt, expected })
    };
    match read() {
        Some(kind) => kept(kind, text),
        None => malformed(Family::Argon2),
    }
}
