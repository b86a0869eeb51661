//! A configured service provider: one row of profile, settings and shared secret.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use secrecy::{ExposeSecret, SecretSlice};
use serde::{Deserialize, Serialize};

use super::clock::Timestamp;
use super::group::Audience;
use super::id::ProviderId;
use super::sign_in_age::SignInAge;

/// The provider's name in our addresses: `/sso/{slug}/login`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Slug(String);

/// The text is not a slug.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("use 1 to 40 lower-case letters, digits and single hyphens, for example acme-desk")]
pub struct NotASlug;

impl Slug {
    /// The text as it stands in addresses.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Slug {
    type Err = NotASlug;
    fn from_str(text: &str) -> Result<Self, NotASlug> {
        let plain = text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        let edges = text.starts_with('-') || text.ends_with('-') || text.contains("--");
        if text.is_empty() || text.len() > 40 || !plain || edges {
            return Err(NotASlug);
        }
        Ok(Self(text.to_owned()))
    }
}

impl TryFrom<String> for Slug {
    type Error = NotASlug;
    fn try_from(text: String) -> Result<Self, NotASlug> {
        text.parse()
    }
}

impl From<Slug> for String {
    fn from(slug: Slug) -> String {
        slug.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One configured service provider, without its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceProvider {
    /// Which one, for ever.
    pub id: ProviderId,
    /// Its name in our addresses.
    pub slug: Slug,
    /// The name that people read.
    pub name: String,
    /// The name of its profile in the catalogue.
    pub profile: String,
    /// The profile's settings as the administrator filled them in.
    pub settings: BTreeMap<String, String>,
    /// Who may use it.
    pub audience: Audience,
    /// Switched on.
    pub is_enabled: bool,
    /// What may be known of its secret.
    pub secret: SecretFacts,
    /// How old a sign-in may be that is taken for it; as old as sessions last when `None`.
    pub max_sign_in_age: Option<SignInAge>,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// What may be shown of a shared secret, which is itself never shown again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SecretFacts {
    /// The first 12 hexadecimal digits of a keyed digest: enough to compare, useless to guess with.
    pub fingerprint: String,
    /// Its length in bytes.
    pub bytes: u32,
}

/// An HS256 key ought to have at least this many bytes (RFC 7518, section 3.2).
pub const GOOD_SECRET_BYTES: usize = 32;
/// A secret longer than this is a file pasted by mistake.
pub const MAX_SECRET_BYTES: usize = 4096;

impl SecretFacts {
    /// Shorter than RFC 7518 wants. Some providers issue such secrets, so it is a warning and not a refusal.
    pub fn is_short(&self) -> bool {
        (self.bytes as usize) < GOOD_SECRET_BYTES
    }
}

/// The HS256 key that both sides hold. Wiped from memory when dropped, and never shown.
#[derive(Clone)]
pub struct SharedSecret(SecretSlice<u8>);

/// Why a text cannot be a shared secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SecretRefused {
    /// Nothing was given.
    #[error("the shared secret is empty")]
    Empty,
    /// Over [`MAX_SECRET_BYTES`].
    #[error("the shared secret is longer than {MAX_SECRET_BYTES} bytes")]
    TooLong,
    /// Under the length that the provider's own documentation demands.
    #[error("this provider wants a shared secret of at least {0} bytes")]
    TooShort(usize),
}

impl SharedSecret {
    /// Takes the bytes as they are.
    pub fn new(bytes: Vec<u8>) -> Result<Self, SecretRefused> {
        if bytes.is_empty() {
            return Err(SecretRefused::Empty);
        }
        if bytes.len() > MAX_SECRET_BYTES {
            return Err(SecretRefused::TooLong);
        }
        Ok(Self(SecretSlice::from(bytes)))
    }

    /// The key's bytes.
    pub fn expose_bytes(&self) -> &[u8] {
        self.0.expose_secret()
    }
}

impl fmt::Debug for SharedSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SharedSecret([hidden])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_safe_in_an_address() {
        assert!("acme-desk-2".parse::<Slug>().is_ok());
        for text in ["", "-a", "a-", "a--b", "Acme", "a/b", "a.b", "ä", "a b", &"a".repeat(41)] {
            assert_eq!(text.parse::<Slug>(), Err(NotASlug), "{text:?}");
        }
    }

    #[test]
    fn a_shared_secret_is_never_shown() {
        let secret = SharedSecret::new(b"canary".to_vec()).unwrap();
        assert_eq!(format!("{secret:?}"), "SharedSecret([hidden])");
    }
}
