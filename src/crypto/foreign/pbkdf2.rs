//! PBKDF2 in the forms of passlib, RustCrypto, OpenLDAP and its kin.

use super::encoding::{adapted, standard};
use super::{Digest, Family, Kind, Read, kept, malformed};

/// `$pbkdf2-sha256$29000$SALT$HASH` (passlib) or `$pbkdf2-sha256$i=29000,l=32$SALT$HASH` (a PHC string).
pub(super) fn modular(text: &str) -> Read {
    let (scheme, rest) = text.strip_prefix('$')?.split_once('$')?;
    let digest = match scheme {
        "pbkdf2" | "pbkdf2-sha1" => Digest::Sha1,
        "pbkdf2-sha256" => Digest::Sha256,
        "pbkdf2-sha384" => Digest::Sha384,
        "pbkdf2-sha512" => Digest::Sha512,
        _ => return None,
    };
    fields(digest, rest, text)
}

/// `29000$SALT$HASH`, or with `i=29000` in the first place.
pub(super) fn fields(digest: Digest, fields: &str, text: &str) -> Read {
    let mut fields = fields.split('$');
    let (Some(cost), Some(salt), Some(expected), None) =
        (fields.next(), fields.next(), fields.next(), fields.next())
    else {
        return malformed(Family::Pbkdf2);
    };
    let iterations = cost.split(',').find_map(|param| param.strip_prefix("i=")).unwrap_or(cost);
    of_parts(digest, iterations, adapted(salt), adapted(expected), text)
}

/// Puts one together. The derived key may be longer than the digest: what goes beyond the digest's length is derived
/// by itself and proves nothing more, so it is neither kept nor computed.
pub(super) fn of_parts(
    digest: Digest,
    iterations: &str,
    salt: Option<Vec<u8>>,
    expected: Option<Vec<u8>>,
    text: &str,
) -> Read {
    let iterations = iterations.parse().ok().filter(|iterations| *iterations > 0);
    let expected = expected.filter(|expected| expected.len() >= 16);
    match (iterations, salt, expected) {
        (Some(iterations), Some(salt), Some(mut expected)) => {
            expected.truncate(digest.len());
            kept(Kind::Pbkdf2 { digest, iterations, salt, expected }, text)
        }
        _ => malformed(Family::Pbkdf2),
    }
}

/// Atlassian's `{PKCS5S2}`: 16 bytes of salt and 32 of the key, SHA-1, 10,000 iterations.
pub(super) fn atlassian(rest: &str, text: &str) -> Read {
    let Some(bytes) = standard(rest).filter(|bytes| bytes.len() == 48) else {
        return malformed(Family::Pbkdf2);
    };
    let (salt, expected) = bytes.split_at(16);
    of_parts(Digest::Sha1, "10000", Some(salt.to_vec()), Some(expected.to_vec()), text)
}

/// 389 Directory Server's older `{PBKDF2_SHA256}`: four bytes of iterations, 64 of salt, 256 of the key.
pub(super) fn directory_389(rest: &str, text: &str) -> Read {
    let bytes = standard(rest).filter(|bytes| bytes.len() == 4 + 64 + 256);
    let Some((iterations, rest)) = bytes.as_deref().and_then(|bytes| bytes.split_first_chunk::<4>()) else {
        return malformed(Family::Pbkdf2);
    };
    let (salt, expected) = rest.split_at(64);
    let iterations = u32::from_be_bytes(*iterations).to_string();
    of_parts(Digest::Sha256, &iterations, Some(salt.to_vec()), Some(expected.to_vec()), text)
}

pub(super) fn compute(digest: Digest, password: &[u8], salt: &[u8], iterations: u32, out: &mut [u8]) {
    match digest {
        Digest::Sha1 => ::pbkdf2::pbkdf2_hmac::<sha1::Sha1>(password, salt, iterations, out),
        Digest::Sha256 => ::pbkdf2::pbkdf2_hmac::<sha2::Sha256>(password, salt, iterations, out),
        Digest::Sha384 => ::pbkdf2::pbkdf2_hmac::<sha2::Sha384>(password, salt, iterations, out),
        Digest::Sha512 => ::pbkdf2::pbkdf2_hmac::<sha2::Sha512>(password, salt, iterations, out),
    }
}
