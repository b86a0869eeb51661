//! Passwords as typed, and the rules for choosing one.

mod block_list;
mod guesses;
mod policy;

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use unicode_normalization::UnicodeNormalization;

pub use block_list::BlockList;
pub use policy::{PasswordPolicy, PasswordUnfit};

/// More bytes than this are refused before anything is hashed.
pub const MAX_PASSWORD_BYTES: usize = 1024;

/// A password as a person typed it, in Unicode form NFC. Never shown, wiped from memory when dropped.
///
/// NFC is applied once, here, so that the same letters typed on two keyboards are the same password
/// (NIST SP 800-63B, 3.1.1.2). Nothing is trimmed, folded or cut.
#[derive(Clone)]
pub struct Password(SecretString);

/// Why a text cannot be a password at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordMalformed {
    /// Over [`MAX_PASSWORD_BYTES`].
    #[error("a password has at most {MAX_PASSWORD_BYTES} bytes")]
    TooLong,
    /// NUL or another control character, which no keyboard types into a password field.
    #[error("a password has no control characters")]
    Control,
}

impl Password {
    /// Takes what was typed. An empty text is a password too: a wrong one.
    pub fn parse(typed: &str) -> Result<Self, PasswordMalformed> {
        if typed.len() > MAX_PASSWORD_BYTES {
            return Err(PasswordMalformed::TooLong);
        }
        if typed.chars().any(char::is_control) {
            return Err(PasswordMalformed::Control);
        }
        Ok(Self(SecretString::from(typed.nfc().collect::<String>())))
    }

    /// The bytes to hash.
    pub fn expose_bytes(&self) -> &[u8] {
        self.0.expose_secret().as_bytes()
    }

    /// The letters, for the rules of this room.
    fn text(&self) -> &str {
        self.0.expose_secret()
    }

    /// Length in Unicode code points, by which policies count (NIST SP 800-63B, 3.1.1.2).
    pub fn code_points(&self) -> usize {
        self.0.expose_secret().chars().count()
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password([hidden])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_word_typed_in_two_unicode_forms_is_one_password() {
        let composed = Password::parse("G\u{00FC}terzug").unwrap();
        let decomposed = Password::parse("Gu\u{0308}terzug").unwrap();
        assert_eq!(composed.expose_bytes(), decomposed.expose_bytes());
    }

    #[test]
    fn blanks_emoji_and_two_hundred_characters_are_kept_and_a_flood_is_not() {
        assert_eq!(Password::parse("  two  blanks ").unwrap().expose_bytes(), b"  two  blanks ");
        assert!(Password::parse(&"🚂".repeat(200)).is_ok());
        assert_eq!(Password::parse(&"a".repeat(1025)).unwrap_err(), PasswordMalformed::TooLong);
        assert_eq!(Password::parse("a\0b").unwrap_err(), PasswordMalformed::Control);
    }

    #[test]
    fn a_password_is_never_shown() {
        assert_eq!(format!("{:?}", Password::parse("hunter2").unwrap()), "Password([hidden])");
    }
}
