//! Hashes that begin with a dollar sign, as crypt(3), PHP, passlib and PHC strings have them.

use sha_crypt::{PasswordVerifier, ShaCrypt};
use yescrypt::Yescrypt;

use super::bounds::{SHA_CRYPT_ROUNDS, is_scrypt_borne};
use super::encoding::{crypt_bytes, crypt_digit};
use super::{Family, ForeignRefused, Kind, Lookalike, Read, argon2, kept, malformed, pbkdf2, scrypt};

/// Reads one.
pub(super) fn read(text: &str) -> Read {
    if text.starts_with("$argon2") {
        return argon2(text);
    }
    bcrypt(text, false, text)
        .or_else(|| pbkdf2::modular(text))
        .or_else(|| scrypt::phc(text))
        .or_else(|| scrypt::crypt(text))
        .or_else(|| sha_crypt(text, text))
        .or_else(|| yescrypt(text, text))
}

/// What stands behind `{CRYPT}` and its like.
pub(super) fn behind_scheme(hash: &str, text: &str) -> Read {
    bcrypt(hash, false, text).or_else(|| sha_crypt(hash, text)).or_else(|| yescrypt(hash, text)).or_else(
        || match read(hash) {
            Some(Ok(read)) => kept(read.kind, text),
            other => other,
        },
    )
}

/// `$2a$`, `$2b$` and `$2y$` mean the same for every password that has no NUL.
pub(super) fn bcrypt(hash: &str, is_over_sha256: bool, text: &str) -> Read {
    let version = hash.get(..4)?;
    if version == "$2x$" {
        return Some(Err(ForeignRefused::NotAccepted(Lookalike::OldPhpBcrypt)));
    }
    if !matches!(version, "$2a$" | "$2b$" | "$2y$") {
        return None;
    }
    let (cost, rest) = (hash.get(4..6).and_then(|cost| cost.parse::<u32>().ok()), hash.get(6..));
    let is_whole = hash.len() == 60
        && cost.is_some_and(|cost| (4..=31).contains(&cost))
        && rest.and_then(|rest| rest.strip_prefix('$')).is_some_and(|digits| digits.chars().all(is_digit));
    if !is_whole {
        return malformed(Family::Bcrypt);
    }
    kept(Kind::Bcrypt { text: hash.to_owned(), is_over_sha256 }, text)
}

fn is_digit(letter: char) -> bool {
    crypt_digit(letter).is_some()
}

/// `$5$` and `$6$`, with or without `rounds=`.
fn sha_crypt(hash: &str, text: &str) -> Read {
    let (length, rest) = match hash.get(..3)? {
        "$5$" => (43, hash.get(3..)?),
        "$6$" => (86, hash.get(3..)?),
        _ => return None,
    };
    let rest = match rest.strip_prefix("rounds=").and_then(|rest| rest.split_once('$')) {
        None => rest,
        Some((rounds, rest)) => match rounds.parse::<u32>() {
            Ok(1000..=SHA_CRYPT_ROUNDS) => rest,
            Ok(rounds) if rounds > SHA_CRYPT_ROUNDS => {
                return Some(Err(ForeignRefused::TooCostly(Family::ShaCrypt, "1000000 rounds")));
            }
            _ => return malformed(Family::ShaCrypt),
        },
    };
    let is_whole = rest.split_once('$').is_some_and(|(salt, digits)| {
        salt.len() <= 16 && !salt.is_empty() && digits.len() == length && digits.chars().all(is_digit)
    });
    if is_whole { kept(Kind::ShaCrypt(hash.to_owned()), text) } else { malformed(Family::ShaCrypt) }
}

/// `$y$`.
fn yescrypt(hash: &str, text: &str) -> Read {
    let rest = hash.strip_prefix("$y$")?;
    let mut fields = rest.split('$');
    let (Some(params), Some(salt), Some(digits), None) =
        (fields.next(), fields.next(), fields.next(), fields.next())
    else {
        return malformed(Family::Yescrypt);
    };
    let Ok(read) = params.parse::<yescrypt::Params>() else { return malformed(Family::Yescrypt) };
    let is_whole = crypt_bytes(salt).is_some() && digits.len() == 43 && digits.chars().all(is_digit);
    if !is_whole || !read.n().is_power_of_two() {
        return malformed(Family::Yescrypt);
    }
    // More passes over the same memory ("t") are nobody's default, and their number cannot be asked for.
    let is_plain = yescrypt::Params::new(yescrypt::Mode::default(), read.n(), read.r(), read.p())
        .is_ok_and(|plain| plain == read);
    let log_n = u8::try_from(read.n().ilog2()).unwrap_or(u8::MAX);
    if !is_plain || !is_scrypt_borne(log_n, read.r(), read.p()) {
        let most = "128 MiB of memory, N times r times p=4194304, and the default flags";
        return Some(Err(ForeignRefused::TooCostly(Family::Yescrypt, most)));
    }
    kept(Kind::Yescrypt(hash.to_owned()), text)
}

/// Whether it is the password; `None` when the text does not read.
pub(super) fn is_sha_crypt_of(password: &[u8], hash: &str) -> Option<bool> {
    let hash = sha_crypt::PasswordHashRef::new(hash).ok()?;
    judged(ShaCrypt::default().verify_password(password, hash))
}

/// Whether it is the password; `None` when the text does not read.
pub(super) fn is_yescrypt_of(password: &[u8], hash: &str) -> Option<bool> {
    judged(Yescrypt::default().verify_password(password, hash))
}

fn judged(verified: Result<(), sha_crypt::password_hash::Error>) -> Option<bool> {
    match verified {
        Ok(()) => Some(true),
        Err(sha_crypt::password_hash::Error::PasswordInvalid) => Some(false),
        Err(_) => None,
    }
}
