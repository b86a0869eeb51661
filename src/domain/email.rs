//! E-mail addresses: kept and delivered exactly as stored, compared by ASCII case folding.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// An e-mail address as the administrator wrote it.
///
/// Providers match people by this exact text (IT Glue: "must match exactly"), so nothing changes its spelling.
/// Two addresses are the same account when their ASCII letters differ in case only. Unicode folding is not
/// used: it would join `K` (U+212A) with `k` and let one person take another's name (as at Auth.js, CVE-2026-73420).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

/// Why a text is not an e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EmailRefused {
    /// There is not exactly one part before and one after the last `@`.
    #[error("an e-mail address looks like name@example.com")]
    Shape,
    /// Blanks, controls or characters that end an address in a header.
    #[error("an e-mail address has no blanks, quotes, brackets or control characters")]
    Character,
    /// RFC 5321, section 4.5.3.1: 64 octets before the `@`, 254 in all.
    #[error("an e-mail address has at most 64 bytes before the @ and 254 in all")]
    TooLong,
}

impl EmailAddress {
    /// The address as stored, which is also what tokens carry.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What accounts are compared by: ASCII letters in lower case, all else untouched.
    pub fn folded(&self) -> FoldedEmail {
        FoldedEmail(self.0.to_ascii_lowercase())
    }

    /// The part before the last `@`.
    pub fn local_part(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(local, _)| local)
    }
}

impl FromStr for EmailAddress {
    type Err = EmailRefused;

    fn from_str(text: &str) -> Result<Self, EmailRefused> {
        let text = text.trim_matches(' ');
        let (local, domain) = text.rsplit_once('@').ok_or(EmailRefused::Shape)?;
        if local.is_empty() || domain.is_empty() || local.contains('@') {
            return Err(EmailRefused::Shape);
        }
        if domain.starts_with('.') || domain.ends_with('.') || domain.contains("..") {
            return Err(EmailRefused::Shape);
        }
        if text.chars().any(is_foreign) {
            return Err(EmailRefused::Character);
        }
        if local.len() > 64 || text.len() > 254 {
            return Err(EmailRefused::TooLong);
        }
        Ok(Self(text.to_owned()))
    }
}

fn is_foreign(c: char) -> bool {
    c.is_control()
        || c.is_whitespace()
        || matches!(c, '<' | '>' | '"' | '(' | ')' | ',' | ';' | ':' | '\\' | '[' | ']')
}

impl TryFrom<String> for EmailAddress {
    type Error = EmailRefused;
    fn try_from(text: String) -> Result<Self, EmailRefused> {
        text.parse()
    }
}

impl From<EmailAddress> for String {
    fn from(email: EmailAddress) -> String {
        email.0
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The form of an e-mail address that is unique in the user table.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FoldedEmail(String);

impl FoldedEmail {
    /// The folded text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_spelling_is_kept_and_ascii_case_is_folded_for_comparison() {
        let email: EmailAddress = "Ann.Lee@Example.COM".parse().unwrap();
        assert_eq!(email.as_str(), "Ann.Lee@Example.COM");
        assert_eq!(email.folded().as_str(), "ann.lee@example.com");
    }

    #[test]
    fn letters_that_only_look_alike_stay_different_people() {
        let kelvin: EmailAddress = "\u{212A}im@example.com".parse().unwrap();
        let dotless: EmailAddress = "k\u{131}m@example.com".parse().unwrap();
        let plain: EmailAddress = "kim@example.com".parse().unwrap();
        assert_ne!(kelvin.folded(), plain.folded());
        assert_ne!(dotless.folded(), plain.folded());
    }

    #[test]
    fn what_is_not_an_address_is_refused_with_its_reason() {
        for (text, reason) in [
            ("", EmailRefused::Shape),
            ("ann", EmailRefused::Shape),
            ("@example.com", EmailRefused::Shape),
            ("ann@", EmailRefused::Shape),
            ("ann@a@b.com", EmailRefused::Shape),
            ("ann@example..com", EmailRefused::Shape),
            ("an n@example.com", EmailRefused::Character),
            ("ann\r\n@example.com", EmailRefused::Character),
            ("<ann@example.com", EmailRefused::Character),
        ] {
            assert_eq!(text.parse::<EmailAddress>(), Err(reason), "{text:?}");
        }
        let long = format!("{}@example.com", "a".repeat(65));
        assert_eq!(long.parse::<EmailAddress>(), Err(EmailRefused::TooLong));
    }
}
