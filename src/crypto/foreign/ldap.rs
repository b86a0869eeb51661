//! What directories keep in `userPassword` (RFC 2307): a scheme in braces, and the hash behind it.

use super::encoding::standard;
use super::{Digest, Family, Kind, Read, argon2, crypt, kept, malformed, pbkdf2};

/// Reads one.
pub(super) fn read(text: &str) -> Read {
    let (scheme, rest) = text.strip_prefix('{')?.split_once('}')?;
    match scheme.to_ascii_uppercase().as_str() {
        "SHA" => salted(Digest::Sha1, false, rest, text),
        "SSHA" => salted(Digest::Sha1, true, rest, text),
        "SHA256" | "SHA-256" => salted(Digest::Sha256, false, rest, text),
        "SSHA256" | "SSHA-256" => salted(Digest::Sha256, true, rest, text),
        "SHA384" | "SHA-384" => salted(Digest::Sha384, false, rest, text),
        "SSHA384" | "SSHA-384" => salted(Digest::Sha384, true, rest, text),
        "SHA512" | "SHA-512" => salted(Digest::Sha512, false, rest, text),
        "SSHA512" | "SSHA-512" => salted(Digest::Sha512, true, rest, text),
        "PBKDF2" | "PBKDF2-SHA1" => pbkdf2::fields(Digest::Sha1, rest, text),
        "PBKDF2-SHA256" => pbkdf2::fields(Digest::Sha256, rest, text),
        "PBKDF2-SHA512" => pbkdf2::fields(Digest::Sha512, rest, text),
        "PBKDF2_SHA256" => pbkdf2::directory_389(rest, text),
        "PKCS5S2" => pbkdf2::atlassian(rest, text),
        "CRYPT" | "BCRYPT" | "BLF-CRYPT" | "SHA256-CRYPT" | "SHA512-CRYPT" => {
            crypt::behind_scheme(rest, text)
        }
        "ARGON2" | "ARGON2I" | "ARGON2ID" => argon2(rest),
        _ => None,
    }
}

/// The digest, and behind it the salt. SHA-1 and SHA-2 in one round are quick to guess, but the directory has kept
/// them so until now; here they live until the next sign-in.
fn salted(digest: Digest, has_salt: bool, rest: &str, text: &str) -> Read {
    let family = if digest == Digest::Sha1 { Family::Sha1 } else { Family::Sha2 };
    let Some(bytes) = standard(rest) else { return malformed(family) };
    let Some((expected, salt)) = bytes.split_at_checked(digest.len()) else { return malformed(family) };
    if salt.is_empty() == has_salt || salt.len() > 64 {
        return malformed(family);
    }
    kept(Kind::Salted { digest, salt: salt.to_vec(), expected: expected.to_vec() }, text)
}
