//! Kinds of hashes that are known by their looks and not accepted, so that the refusal can name them.

use std::fmt;

/// Why a kind is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// A machine tries all passwords behind it in no time.
    TooWeak,
    /// There is no well-kept library for it.
    NoLibrary,
    /// The password is not in it.
    KeptElsewhere,
    /// It says nothing without a key that is kept elsewhere.
    NeedsKey,
    /// It is a password and no hash.
    InTheClear,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooWeak => "whoever has it finds the password quickly",
            Self::NoLibrary => "no well-kept library verifies it",
            Self::KeptElsewhere => "the password is kept elsewhere",
            Self::NeedsKey => "it needs a key that is kept elsewhere",
            Self::InTheClear => "passwords are not imported in the clear",
        })
    }
}

macro_rules! lookalikes {
    ($($variant:ident => $name:literal, $why:ident;)*) => {
        /// A kind of hash that is known and not accepted.
        #[allow(missing_docs, reason = "each has its name below")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Lookalike { $($variant,)* }

        impl Lookalike {
            /// Its name.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Why it is not accepted.
            pub const fn why(self) -> Why {
                match self { $(Self::$variant => Why::$why,)* }
            }
        }
    };
}

lookalikes! {
    Md5Crypt => "MD5-crypt ($1$ or $apr1$)", TooWeak;
    DesCrypt => "DES-crypt", TooWeak;
    Md5 => "MD5", TooWeak;
    Ntlm => "NTLM or MD5 without salt", TooWeak;
    LanMan => "LAN Manager", TooWeak;
    BareSha1 => "SHA-1 without salt in hexadecimal digits", TooWeak;
    BareSha2 => "SHA-2 without salt in hexadecimal digits", TooWeak;
    MySql => "MySQL's PASSWORD()", TooWeak;
    OldDjango => "Django's old sha1$ or md5$", TooWeak;
    Phpass => "phpass ($P$ or $H$, of WordPress and phpBB)", NoLibrary;
    Drupal => "Drupal 7 ($S$)", NoLibrary;
    OldPhpBcrypt => "the faulty bcrypt of old PHP ($2x$)", NoLibrary;
    PasslibBcrypt => "passlib's bcrypt_sha256", NoLibrary;
    WordPressBcrypt => "WordPress 6.8 ($wp$)", NoLibrary;
    GostYescrypt => "gost-yescrypt ($gy$)", NoLibrary;
    SunMd5 => "SunMD5 ($md5)", NoLibrary;
    Werkzeug => "Werkzeug (pbkdf2:… or scrypt:…)", NoLibrary;
    AspNet => "ASP.NET Identity", NoLibrary;
    KeyedArgon2 => "Argon2 with a key", NeedsKey;
    Sasl => "a reference to another sign-in service ({SASL} or {KERBEROS})", KeptElsewhere;
    OtherScheme => "another scheme of a directory server", NoLibrary;
    Clear => "a password in the clear", InTheClear;
}

/// What a text that no parser took looks like.
pub(super) fn of(text: &str) -> Option<Lookalike> {
    if let Some((scheme, _)) = text.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
        return Some(match scheme.to_ascii_uppercase().as_str() {
            "MD5" | "SMD5" | "PLAIN-MD5" | "LDAP-MD5" | "CRAM-MD5" | "DIGEST-MD5" => Lookalike::Md5,
            "MD5-CRYPT" => Lookalike::Md5Crypt,
            "NT" | "NTLM" => Lookalike::Ntlm,
            "LANMAN" | "LM" => Lookalike::LanMan,
            "SASL" | "KERBEROS" | "GSSAPI" => Lookalike::Sasl,
            "CLEAR" | "CLEARTEXT" | "PLAIN" => Lookalike::Clear,
            "CRYPT" => of(text.get("{CRYPT}".len()..)?).unwrap_or(Lookalike::DesCrypt),
            "DES-CRYPT" => Lookalike::DesCrypt,
            _ => Lookalike::OtherScheme,
        });
    }
    const BEGINNINGS: [(&str, Lookalike); 16] = [
        ("$1$", Lookalike::Md5Crypt),
        ("$apr1$", Lookalike::Md5Crypt),
        ("$P$", Lookalike::Phpass),
        ("$H$", Lookalike::Phpass),
        ("$S$", Lookalike::Drupal),
        ("$wp$", Lookalike::WordPressBcrypt),
        ("$gy$", Lookalike::GostYescrypt),
        ("$md5", Lookalike::SunMd5),
        ("$3$", Lookalike::Ntlm),
        ("$NT$", Lookalike::Ntlm),
        ("$bcrypt-sha256$", Lookalike::PasslibBcrypt),
        ("sha1$", Lookalike::OldDjango),
        ("md5$", Lookalike::OldDjango),
        ("pbkdf2:", Lookalike::Werkzeug),
        ("scrypt:", Lookalike::Werkzeug),
        ("AQAAAA", Lookalike::AspNet),
    ];
    if let Some((_, found)) = BEGINNINGS.iter().find(|(beginning, _)| text.starts_with(beginning)) {
        return Some(*found);
    }
    let is_hex = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit());
    match text.len() {
        32 if is_hex(text) => Some(Lookalike::Ntlm),
        40 if is_hex(text) => Some(Lookalike::BareSha1),
        64 | 96 | 128 if is_hex(text) => Some(Lookalike::BareSha2),
        41 if text.strip_prefix('*').is_some_and(is_hex) => Some(Lookalike::MySql),
        _ => None,
    }
}
