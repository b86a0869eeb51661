//! How soon a guesser who tries the likely ones first would come to a password.
//!
//! The estimate is that of zxcvbn: 30,000 common passwords, names, English words, keyboard walks, sequences,
//! dates, repetitions, and how all these are put together and spelled with signs.

use zxcvbn::zxcvbn;

/// A password that is guessed sooner than this is refused: beyond it, guessing the password from a stolen hash
/// takes years, even for somebody who can pay for many machines. The number is the estimator's own boundary of
/// its best class.
const OUT_OF_REACH_LOG10: usize = 10;

/// What it is worth at most to put blanks or signs between the parts.
const SEPARATORS: u64 = 50;

/// Only the beginning is looked at. The time of an estimate grows with the fourth power of the length: measured,
/// at most about 60 ms for 32 characters and 900 ms for 64, and 1 ms and 7 ms as a rule.
const LOOKED_AT: usize = 32;

/// Whether the password `text` would be guessed soon by somebody who knows `known` of the person.
///
/// A policy that allows eight characters must accept eight random ones; so a short password is refused only
/// when it is guessed ten times sooner than by trying everything of its length. `code_points` is the length of
/// the whole password, of which `text` may be a part.
pub(super) fn is_within_reach(text: &str, known: &[String], code_points: usize) -> bool {
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let guesses = |text: &str| guesses(&text.chars().take(LOOKED_AT).collect::<String>(), &known);
    let exponent = code_points.saturating_sub(1).min(OUT_OF_REACH_LOG10);
    let least = 10_u64.saturating_pow(u32::try_from(exponent).unwrap_or(u32::MAX));
    guesses(text) < least || joined(text).is_some_and(|joined| guesses(&joined) < least / SEPARATORS)
}

/// How many guesses it takes. The estimator adds 10,000 for each part that is put together, to the power of their
/// number, because a guesser tries shorter combinations first; with a common password, a year and three signs
/// behind it that is more than everything else. Here the parts count in any order, and no more.
fn guesses(text: &str, known: &[&str]) -> u64 {
    let estimate = zxcvbn(text, known);
    let parts = estimate.sequence();
    let orders = (1..=parts.len() as u64).fold(1, u64::saturating_mul);
    let product = parts.iter().filter_map(|part| part.guesses).fold(orders, u64::saturating_mul);
    estimate.guesses().min(product)
}

/// The text without single separators between letters or digits, if it has any: the estimator takes each for a
/// part of its own that must be guessed, but `liverpool football` is hardly better than `liverpoolfootball`.
fn joined(text: &str) -> Option<String> {
    let letters: Vec<char> = text.chars().collect();
    let is_inner = |place: usize| {
        let beside = [place.checked_sub(1), place.checked_add(1)];
        beside.into_iter().all(|place| {
            place.and_then(|place| letters.get(place)).is_some_and(|letter| letter.is_alphanumeric())
        })
    };
    let kept =
        letters.iter().enumerate().filter(|(place, letter)| !is_separator(**letter) || !is_inner(*place));
    let kept: String = kept.map(|(_, letter)| letter).collect();
    (kept.len() < text.len()).then_some(kept)
}

/// What people put between the parts of a password.
pub(super) fn is_separator(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '.' | ',' | '-' | '_' | '+' | '/' | ':' | '@')
}
