//! The dialects of Base64 in which hashes are written. Padding may be there or not.

use base64::Engine;
use base64::alphabet::{Alphabet, STANDARD};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);

/// The ordinary one.
pub(super) fn standard(text: &str) -> Option<Vec<u8>> {
    decode(&STANDARD, text)
}

/// passlib's and OpenLDAP's, with a full stop in place of the plus sign; either is read.
pub(super) fn adapted(text: &str) -> Option<Vec<u8>> {
    decode(&STANDARD, &text.replace('.', "+"))
}

fn decode(alphabet: &Alphabet, text: &str) -> Option<Vec<u8>> {
    GeneralPurpose::new(alphabet, LENIENT).decode(text).ok().filter(|bytes| !bytes.is_empty())
}

/// The 64 characters of crypt(3).
const CRYPT: &str = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The value of one of them.
pub(super) fn crypt_digit(letter: char) -> Option<u32> {
    CRYPT.find(letter).and_then(|place| u32::try_from(place).ok())
}

/// A number in crypt's digits, the least one first.
pub(super) fn crypt_number(text: &str) -> Option<u32> {
    let digit = |sum: u32, letter| sum.checked_mul(64)?.checked_add(crypt_digit(letter)?);
    text.chars().rev().try_fold(0, digit)
}

/// Bytes in crypt's digits: three bytes are one number of four digits, the least one first.
pub(super) fn crypt_bytes(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    for group in text.as_bytes().chunks(4) {
        let group = std::str::from_utf8(group).ok()?;
        let whole = crypt_number(group)?.to_le_bytes();
        bytes.extend(whole.iter().take(group.len() * 6 / 8));
    }
    Some(bytes)
}

/// Bytes in hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
