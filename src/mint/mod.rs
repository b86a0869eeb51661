//! The mint: makes and signs tokens, and says how each travels. Only for [`Authenticated`] people, only at the
//! last moment, never cached.

pub mod delivery;
pub mod token_id;

use std::fmt;

use jsonwebtoken::{EncodingKey, Header};
use serde_json::Value;
use zeroize::Zeroizing;

use crate::crypto::random::NoRandomness;
use crate::domain::attribute::Attributes;
use crate::domain::clock::Timestamp;
use crate::domain::factors::Authenticated;
use crate::domain::provider::SharedSecret;
use crate::domain::user::User;
use crate::profile::FilledProfile;
use crate::profile::claims::{MissingClaim, add_claims};
use crate::profile::schema::Algorithm;

/// A signed token. Its text goes to the browser and nowhere else; `Debug` prints its id's digest.
pub struct Token {
    text: Zeroizing<String>,
    id_digest: Option<String>,
}

impl Token {
    /// The compact form (RFC 7515, section 7.1).
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The SHA-256 of its `jti`, by which the audit names it. `None` when the profile gives tokens no id.
    pub fn id_digest(&self) -> Option<&str> {
        self.id_digest.as_deref()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token(id digest {})", self.id_digest.as_deref().unwrap_or("none"))
    }
}

/// A token could not be minted.
#[derive(Debug, thiserror::Error)]
pub enum MintError {
    /// The person's record lacks what the provider requires.
    #[error(transparent)]
    MissingClaim(#[from] MissingClaim),
    /// No random token id.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
    /// Signing failed.
    #[error("the token could not be signed")]
    Signing(#[source] jsonwebtoken::errors::Error),
}

/// Mints a token for a person at `now`: `iat` in whole seconds, `jti` and `exp` as the profile says, the
/// profile's claims and nothing else. `attributes` are the person's, where the profile asks for any. The header is exactly `{"typ":"JWT","alg":"HS256"}`.
pub fn mint(
    person: &Authenticated,
    attributes: &Attributes,
    profile: &FilledProfile,
    secret: &SharedSecret,
    now: Timestamp,
) -> Result<Token, MintError> {
    let Unsigned { header, claims, id_digest } = unsigned(person.user(), attributes, profile, now)?;
    let key = EncodingKey::from_secret(secret.expose_bytes());
    let text = jsonwebtoken::encode(&header, &Value::Object(claims), &key).map_err(MintError::Signing)?;
    Ok(Token { text: Zeroizing::new(text), id_digest })
}

/// A token before it is signed: worth nothing to anybody, and so it needs no proof of who is there.
#[derive(Clone, Debug)]
pub struct Unsigned {
    /// The header.
    pub header: Header,
    /// Everything that it says, in the order in which it is written.
    pub claims: serde_json::Map<String, Value>,
    id_digest: Option<String>,
}

/// What a token for that person would be at `now`, up to its signature.
pub fn unsigned(
    user: &User,
    attributes: &Attributes,
    profile: &FilledProfile,
    now: Timestamp,
) -> Result<Unsigned, MintError> {
    let issued_at = now.as_seconds();
    let mut claims = serde_json::Map::new();
    claims.insert("iat".into(), Value::from(issued_at));
    let mut id_digest = None;
    if profile.has_token_id {
        let id = token_id::random(issued_at)?;
        id_digest = Some(crate::crypto::digest::sha256_hex(id.as_bytes()));
        claims.insert("jti".into(), Value::from(id));
    }
    if let Some(seconds) = profile.expires_after {
        claims.insert("exp".into(), Value::from(issued_at.saturating_add(i64::from(seconds))));
    }
    add_claims(&mut claims, user, attributes, &profile.claims)?;
    let header = Header::new(match profile.algorithm {
        Algorithm::HS256 => jsonwebtoken::Algorithm::HS256,
    });
    Ok(Unsigned { header, claims, id_digest })
}
