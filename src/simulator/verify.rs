//! HS256 verification from the text of RFC 7515, sharing no code with the part of the product that signs.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::{Map, Value};
use sha2::Sha256;

/// A token whose signature is good. Says nothing about its age or its claims.
#[derive(Clone, Debug, PartialEq)]
pub struct Verified {
    /// The JOSE header; always a JSON object with `alg` equal to `HS256`.
    pub header: Value,
    /// The claims; always a JSON object.
    pub claims: Value,
}

/// Why a token was not verified.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// There is nothing to verify with. An empty key would let anybody sign.
    #[error("no shared secret has been agreed")]
    NoSecret,
    /// RFC 7515 section 7.1: header, payload and signature joined by dots.
    #[error("a token has three parts joined by dots; this one has {0}")]
    Parts(usize),
    /// RFC 7515 section 2: base64url without padding, and nothing in the unused bits.
    #[error("the {0} is not base64url without padding")]
    Encoding(&'static str),
    /// RFC 7519 section 4: a JSON object that names nothing twice.
    #[error("the {0} is not a JSON object with each name once")]
    Json(&'static str),
    /// Only HS256 is accepted here, whatever the token asks for.
    #[error("alg is {0}, and only \"HS256\" is accepted")]
    Algorithm(String),
    /// The HMAC differs.
    #[error("the signature does not belong to this header, these claims and the shared secret")]
    Signature,
}

/// Verifies a compact JWS with HMAC SHA-256 (RFC 7515 section 5.2, RFC 7518 section 3.2).
///
/// The comparison takes the same time wherever the signatures differ. The secret's bytes are used as they are.
pub fn verify_hs256(token: &str, secret: &[u8]) -> Result<Verified, VerifyError> {
    let parts: Vec<&str> = token.split('.').collect();
    let [header_part, claims_part, signature_part] = parts.as_slice() else {
        return Err(VerifyError::Parts(parts.len()));
    };
    let header = read_object(header_part, "header")?;
    let claims = read_object(claims_part, "payload")?;
    let signature = decode_base64url(signature_part).ok_or(VerifyError::Encoding("signature"))?;
    match header.get("alg") {
        Some(Value::String(algorithm)) if algorithm == "HS256" => {}
        Some(other) => return Err(VerifyError::Algorithm(other.to_string())),
        None => return Err(VerifyError::Algorithm("missing".to_owned())),
    }
    if secret.is_empty() {
        return Err(VerifyError::NoSecret);
    }
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).map_err(|_| VerifyError::NoSecret)?;
    mac.update(header_part.as_bytes());
    mac.update(b".");
    mac.update(claims_part.as_bytes());
    mac.verify_slice(&signature).map_err(|_| VerifyError::Signature)?;
    Ok(Verified { header, claims })
}

/// Header and claims as far as they can be read, **unverified**: for showing what came, never for deciding.
pub(super) fn read_unverified(token: &str) -> (Option<Value>, Option<Value>) {
    let mut parts = token.split('.');
    let mut next = |part| parts.next().and_then(|text| read_object(text, part).ok());
    (next("header"), next("payload"))
}

fn read_object(text: &str, part: &'static str) -> Result<Value, VerifyError> {
    let bytes = decode_base64url(text).ok_or(VerifyError::Encoding(part))?;
    let UniqueObject(object) = serde_json::from_slice(&bytes).map_err(|_| VerifyError::Json(part))?;
    Ok(Value::Object(object))
}

/// RFC 4648 section 5, strict: no padding, no other characters, unused bits zero.
fn decode_base64url(text: &str) -> Option<Vec<u8>> {
    let mut decoded = Vec::with_capacity(text.len() / 4 * 3 + 2);
    let (mut held, mut bits) = (0_u32, 0_u32);
    for byte in text.bytes() {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'-' => 62,
            b'_' => 63,
            _ => return None,
        };
        held = held << 6 | u32::from(six);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            decoded.push(u8::try_from(held >> bits).ok()?);
            held &= (1 << bits) - 1;
        }
    }
    (bits < 6 && held == 0).then_some(decoded)
}

/// A JSON object in which no name stands twice, so that two readers cannot read two different people.
struct UniqueObject(Map<String, Value>);

impl<'de> Deserialize<'de> for UniqueObject {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;

        impl<'de> Visitor<'de> for Reader {
            type Value = UniqueObject;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<UniqueObject, A::Error> {
                let mut object = Map::new();
                while let Some((name, value)) = members.next_entry::<String, Value>()? {
                    if object.insert(name, value).is_some() {
                        return Err(A::Error::custom("a name stands twice"));
                    }
                }
                Ok(UniqueObject(object))
            }
        }

        deserializer.deserialize_map(Reader)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulator::tests::token::{Token, base64url};

    // RFC 7515, appendix A.1.
    const HEADER: &str = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9";
    const PAYLOAD: &str =
        "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
    const SIGNATURE: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const KEY: &str =
        "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";

    fn rfc_token() -> String {
        [HEADER, PAYLOAD, SIGNATURE].join(".")
    }

    #[test]
    fn the_example_of_rfc_7515_is_verified() {
        let verified = verify_hs256(&rfc_token(), &decode_base64url(KEY).unwrap()).unwrap();
        assert_eq!(verified.header, serde_json::json!({"typ": "JWT", "alg": "HS256"}));
        assert_eq!(verified.claims["iss"], "joe");
        assert_eq!(verified.claims["http://example.com/is_root"], true);
    }

    #[test]
    fn a_change_anywhere_breaks_the_signature() {
        let key = decode_base64url(KEY).unwrap();
        let other_claims = [HEADER, &base64url(br#"{"iss":"eve"}"#), SIGNATURE].join(".");
        assert_eq!(verify_hs256(&other_claims, &key), Err(VerifyError::Signature));
        assert_eq!(verify_hs256(&rfc_token(), b"another key"), Err(VerifyError::Signature));
        let shortened = [HEADER, PAYLOAD, "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjQ"].join(".");
        assert_eq!(verify_hs256(&shortened, &key), Err(VerifyError::Signature));
        let none = [HEADER, PAYLOAD, ""].join(".");
        assert_eq!(verify_hs256(&none, &key), Err(VerifyError::Signature));
    }

    #[test]
    fn the_token_cannot_choose_its_algorithm() {
        for algorithm in ["none", "hs256", "HS512", "RS256"] {
            let token = Token::new().header("alg", algorithm).sign(b"key");
            assert_eq!(verify_hs256(&token, b"key"), Err(VerifyError::Algorithm(format!("{algorithm:?}"))));
        }
        let token = Token::new().without_header("alg").sign(b"key");
        assert_eq!(verify_hs256(&token, b"key"), Err(VerifyError::Algorithm("missing".to_owned())));
    }

    #[test]
    fn an_empty_secret_verifies_nothing() {
        let token = Token::new().sign(b"");
        assert_eq!(verify_hs256(&token, b""), Err(VerifyError::NoSecret));
    }

    #[test]
    fn what_is_not_a_token_is_named() {
        assert_eq!(verify_hs256("", b"key"), Err(VerifyError::Parts(1)));
        assert_eq!(verify_hs256("a.b.c.d", b"key"), Err(VerifyError::Parts(4)));
        let padded = [HEADER, PAYLOAD, "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk="].join(".");
        assert_eq!(verify_hs256(&padded, b"key"), Err(VerifyError::Encoding("signature")));
        let list = [HEADER, &base64url(b"[1]"), SIGNATURE].join(".");
        assert_eq!(verify_hs256(&list, b"key"), Err(VerifyError::Json("payload")));
        let twice = [HEADER, &base64url(br#"{"email":"a","email":"b"}"#), SIGNATURE].join(".");
        assert_eq!(verify_hs256(&twice, b"key"), Err(VerifyError::Json("payload")));
    }

    #[test]
    fn base64url_is_read_strictly() {
        // RFC 4648 section 10, and the two characters that differ from base64.
        for (text, bytes) in [("", ""), ("Zg", "f"), ("Zm8", "fo"), ("Zm9v", "foo"), ("Zm9vYg", "foob")] {
            assert_eq!(decode_base64url(text), Some(bytes.as_bytes().to_vec()));
        }
        assert_eq!(decode_base64url("-_8"), Some(vec![0xfb, 0xff]));
        for text in ["Z", "Zg==", "Zh", "Zm9", "+/8", "Zm 8", "Zm9v\n", "Zé"] {
            assert_eq!(decode_base64url(text), None, "{text}");
        }
    }
}
