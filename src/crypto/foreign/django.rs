//! Django's forms: the name of the hasher, a dollar sign, and what that hasher writes.

use super::encoding::standard;
use super::{Digest, Family, Read, argon2, crypt, malformed, pbkdf2, scrypt};

/// Reads one.
pub(super) fn read(text: &str) -> Read {
    let (name, rest) = text.split_once('$')?;
    match name {
        "pbkdf2_sha256" => key(Digest::Sha256, rest, text),
        "pbkdf2_sha1" => key(Digest::Sha1, rest, text),
        // Without the name in front it is the hash that everybody else writes.
        "argon2" => argon2(&format!("${rest}")),
        "bcrypt" => crypt::bcrypt(rest, false, text).or_else(|| malformed(Family::Bcrypt)),
        "bcrypt_sha256" => crypt::bcrypt(rest, true, text).or_else(|| malformed(Family::Bcrypt)),
        "scrypt" => scrypt::django(rest, text),
        _ => None,
    }
}

/// `ITERATIONS$SALT$HASH`, with the salt as it stands.
fn key(digest: Digest, fields: &str, text: &str) -> Read {
    let mut fields = fields.split('$');
    let (Some(iterations), Some(salt), Some(expected), None) =
        (fields.next(), fields.next(), fields.next(), fields.next())
    else {
        return malformed(Family::Pbkdf2);
    };
    pbkdf2::of_parts(digest, iterations, Some(salt.as_bytes().to_vec()), standard(expected), text)
}
