//! Digests: how tokens of the bridge itself are stored and recorded without being kept.

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

pub use crate::domain::hexadecimal::hex;

/// SHA-256 in lower-case hexadecimal. For values with at least 128 random bits, which cannot be guessed back.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// HMAC-SHA-256. For values that could be guessed, such as a typed name or a short shared secret.
pub fn keyed(key: &[u8; 32], purpose: &str, bytes: &[u8]) -> [u8; 32] {
    // HMAC takes keys of any length, so this cannot fail; an all-zero answer would compare equal to nothing kept.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return [0; 32] };
    mac.update(&(purpose.len() as u64).to_be_bytes());
    mac.update(purpose.as_bytes());
    mac.update(bytes);
    mac.finalize().into_bytes().into()
}

/// [`keyed`] in lower-case hexadecimal.
pub fn keyed_hex(key: &[u8; 32], purpose: &str, bytes: &[u8]) -> String {
    hex(&keyed(key, purpose, bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_of_abc_is_the_standards_own_example() {
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256_hex(b"abc"), expected, "FIPS 180-4, example 1");
    }

    #[test]
    fn one_key_gives_unrelated_digests_for_two_purposes() {
        assert_ne!(keyed(&[7; 32], "a", b"x"), keyed(&[7; 32], "b", b"x"));
    }
}
