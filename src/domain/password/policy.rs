//! What a new password must be.

use std::sync::Arc;

use super::Password;
use super::block_list::BlockList;
use super::guesses::{is_separator, is_within_reach};
use crate::domain::email::EmailAddress;

/// Why a new password was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordUnfit {
    /// Fewer code points than the policy wants.
    #[error("the password has fewer than {min} characters")]
    TooShort {
        /// What the policy wants.
        min: u32,
    },
    /// Easily guessed: common, on the operator's list, or made of what is known of the person and the company.
    #[error("the password is too easy to guess")]
    Guessable,
}

/// What a new password must be: long enough, and not one that guessers try early. There are no rules of
/// composition and no expiry (ASVS 5.0, 6.2).
#[derive(Clone, Debug)]
pub struct PasswordPolicy {
    /// Fewest code points; 15 when the password is the only factor (NIST SP 800-63B-4).
    pub min_code_points: u32,
    /// Names that a guesser tries with every person here: the company's, the product's.
    pub forbidden: Vec<String>,
    /// The operator's own list.
    pub block_list: Arc<BlockList>,
}

impl PasswordPolicy {
    /// Whether `password` may become the password of the person with this address and name. It takes up to a
    /// tenth of a second, so it is not for a thread that others wait for.
    pub fn check(&self, password: &Password, email: &EmailAddress, name: &str) -> Result<(), PasswordUnfit> {
        let code_points = password.code_points();
        if code_points < self.min_code_points as usize {
            return Err(PasswordUnfit::TooShort { min: self.min_code_points });
        }
        let known = self.known_words(email, name);
        let typed = password.text();
        let is_guessable = self.block_list.contains(password)
            || is_hardly_more_than(typed, &known)
            || match repeated_part(typed) {
                Some(part) => {
                    part.chars().count() <= SHORT_PART || is_within_reach(&part, &known, code_points)
                }
                None => is_within_reach(typed, &known, code_points),
            };
        if is_guessable { Err(PasswordUnfit::Guessable) } else { Ok(()) }
    }

    /// What a guesser knows of this person and this company, folded; the longest first.
    fn known_words(&self, email: &EmailAddress, name: &str) -> Vec<String> {
        let domain = email.as_str().rsplit_once('@').map_or("", |(_, domain)| domain);
        let organisation = domain.rsplit_once('.').map_or(domain, |(labels, _)| labels);
        let texts = [email.as_str(), email.local_part(), domain, organisation, name];
        let texts = texts.into_iter().chain(self.forbidden.iter().map(String::as_str));
        let mut words: Vec<String> = texts
            .flat_map(|text| std::iter::once(text).chain(text.split(|c: char| !c.is_alphanumeric())))
            .flat_map(|text| [lower(text), squeeze(text)])
            .filter(|word| word.chars().count() >= SHORTEST_WORD)
            .collect();
        words.sort_unstable_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        words.dedup();
        words
    }
}

/// A part of at most so many characters gains nothing by being repeated, whatever it is.
const SHORT_PART: usize = 8;
/// Shorter words than this are in every text by chance.
const SHORTEST_WORD: usize = 3;

/// The part that, repeated to the end, makes the whole: `aaaa…`, `12341234…`, `passwordpassword`. Repeating
/// adds nothing to guess.
fn repeated_part(text: &str) -> Option<String> {
    let letters: Vec<char> = text.chars().flat_map(char::to_lowercase).collect();
    let makes_all = |part: &[char]| letters.iter().zip(part.iter().cycle()).all(|(a, b)| a == b);
    let part =
        (1..=letters.len() / 2).find_map(|length| letters.get(..length).filter(|part| makes_all(part)))?;
    Some(part.iter().collect())
}

fn lower(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}

fn squeeze(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether `text` is made of `words` and little else: what is known adds nothing.
fn is_hardly_more_than(text: &str, words: &[String]) -> bool {
    let (all, letters) = (text.chars().count(), squeeze(text));
    let rest = words.iter().fold(letters.clone(), |rest, word| rest.replace(word.as_str(), ""));
    let signs = text.chars().filter(|c| !c.is_alphanumeric() && !is_separator(*c)).count();
    rest.len() < letters.len() && rest.chars().count() + signs < (all / 2).min(SHORT_PART)
}

#[cfg(test)]
mod tests;
