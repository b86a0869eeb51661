//! Making tokens by hand, right and wrong.

use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Map, Value, json};
use sha2::Sha256;

/// A token under construction; starts as one that every kind accepts at [`Token::NOW`].
pub(in crate::simulator) struct Token {
    header: Map<String, Value>,
    claims: Map<String, Value>,
}

impl Token {
    /// The clock of the pure tests.
    pub const NOW: i64 = 1_800_000_000;

    pub fn new() -> Self {
        Token::issued_at(Token::NOW)
    }

    pub fn issued_at(now: i64) -> Self {
        let mut token = Token { header: Map::new(), claims: Map::new() };
        token = token.header("typ", "JWT").header("alg", "HS256");
        token = token.claim("iat", now).claim("jti", format!("{now}/{:032x}", rand::random::<u128>()));
        token.claim("email", "ada@example.com")
    }

    /// With the names that Aha! and Zendesk ask for.
    pub fn named(self) -> Self {
        self.claim("name", "Ada Lovelace").claim("first_name", "Ada").claim("last_name", "Lovelace")
    }

    pub fn header(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.header.insert(name.to_owned(), value.into());
        self
    }

    pub fn without_header(mut self, name: &str) -> Self {
        self.header.remove(name);
        self
    }

    pub fn claim(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.claims.insert(name.to_owned(), value.into());
        self
    }

    pub fn without(mut self, name: &str) -> Self {
        self.claims.remove(name);
        self
    }

    pub fn sign(&self, secret: &[u8]) -> String {
        let header = base64url(json!(self.header).to_string().as_bytes());
        let claims = base64url(json!(self.claims).to_string().as_bytes());
        let signed = [header, claims].join(".");
        let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("any length will do");
        mac.update(signed.as_bytes());
        [signed, base64url(&mac.finalize().into_bytes())].join(".")
    }
}

/// Written with a library, while the code under test reads with its own.
pub(in crate::simulator) fn base64url(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}
