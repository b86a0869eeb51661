//! Passwords as typed, and the rules for choosing one.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use unicode_normalization::UnicodeNormalization;

use super::email::EmailAddress;

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

/// Why a new password was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordUnfit {
    /// Fewer code points than the policy wants.
    #[error("the password has fewer than {min} characters")]
    TooShort {
        /// What the policy wants.
        min: u32,
    },
    /// Easily guessed: the person's own address or name, or one character over and over.
    #[error("the password is too easy to guess")]
    Guessable,
}

/// What a new password must be. Length decides; there are no rules of composition and no expiry (ASVS 5.0, 6.2).
#[derive(Clone, Debug)]
pub struct PasswordPolicy {
    /// Fewest code points; 15 when the password is the only factor (NIST SP 800-63B-4).
    pub min_code_points: u32,
    /// Words that must not be the whole password, folded: the company's name, the product's.
    pub forbidden: Vec<String>,
}

impl PasswordPolicy {
    /// Whether `password` may become the password of the person with this address and name.
    pub fn check(&self, password: &Password, email: &EmailAddress, name: &str) -> Result<(), PasswordUnfit> {
        if password.code_points() < self.min_code_points as usize {
            return Err(PasswordUnfit::TooShort { min: self.min_code_points });
        }
        let folded = squeeze(password.0.expose_secret());
        let own = [squeeze(email.as_str()), squeeze(email.local_part()), squeeze(name)];
        let forbidden = self.forbidden.iter().map(|word| squeeze(word));
        let repeats_a_word = own.into_iter().chain(forbidden).any(|word| repeats(&folded, &word));
        if repeats_a_word || is_one_part_over_and_over(password.0.expose_secret()) {
            return Err(PasswordUnfit::Guessable);
        }
        Ok(())
    }
}

/// One part of at most eight characters, repeated to the end: `aaaa…`, `12341234…`, `passwordpassword`.
fn is_one_part_over_and_over(text: &str) -> bool {
    let letters: Vec<char> = text.chars().flat_map(char::to_lowercase).collect();
    (1..=8).any(|length| {
        letters.get(..length).is_some_and(|part| letters.iter().zip(part.iter().cycle()).all(|(a, b)| a == b))
    })
}

fn squeeze(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether `text` is nothing but `word`, once or several times over.
fn repeats(text: &str, word: &str) -> bool {
    !text.is_empty() && !word.is_empty() && text.replace(word, "").is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy() -> PasswordPolicy {
        PasswordPolicy { min_code_points: 15, forbidden: vec!["Acme Corporation".into()] }
    }

    fn check(typed: &str) -> Result<(), PasswordUnfit> {
        let email = "ann.lee@example.com".parse().unwrap();
        policy().check(&Password::parse(typed).unwrap(), &email, "Ann Lee")
    }

    #[test]
    fn fifteen_code_points_are_enough_and_fourteen_are_not() {
        assert_eq!(check("correct horse b"), Ok(()));
        assert_eq!(check("correct horse "), Err(PasswordUnfit::TooShort { min: 15 }));
        assert_eq!(check("Füße auf Gleis 7"), Ok(()));
        assert_eq!(check("!?#%&*()-+=/<>~^"), Ok(()), "signs are as good as letters");
    }

    #[test]
    fn ones_own_address_the_company_and_one_letter_repeated_are_refused() {
        for typed in [
            "ann.lee@example.com",
            "AnnLeeAnnLeeAnnLee",
            "acme-corporation",
            "aaaaaaaaaaaaaaaaaaaa",
            "---------------",
            "passwordpassword",
            "1234123412341234",
        ] {
            assert_eq!(check(typed), Err(PasswordUnfit::Guessable), "{typed}");
        }
    }

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
