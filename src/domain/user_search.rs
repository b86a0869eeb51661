//! Finding people by what somebody types: names, addresses and ids are cut into terms, and a word finds everybody of
//! whose terms one begins with it. The same on every database, because the terms are ours.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::user::User;

/// Longer terms and words are cut off here, in bytes: an index entry has its limits.
const LONGEST_TERM: usize = 200;
/// So much of what was typed is looked at, in characters.
const LONGEST_SEARCH: usize = 200;
/// So many words of it.
const MOST_WORDS: usize = 8;

/// What somebody searches for: each word must begin one of a person's terms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Search {
    typed: String,
    words: Vec<Word>,
}

/// A word that somebody searches for. A term may be spelled in another way: `müller` is meant where `mueller` stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word(Vec<String>);

impl Word {
    /// How a term may begin, folded like the terms; in ascending order, and none begins another.
    pub fn beginnings(&self) -> &[String] {
        &self.0
    }

    /// Whether it begins the term.
    pub fn begins(&self, term: &str) -> bool {
        self.0.iter().any(|beginning| term.starts_with(beginning))
    }

    /// How long its shortest beginning is, in bytes: the longer, the fewer people are meant.
    pub fn length(&self) -> usize {
        self.0.iter().map(String::len).min().unwrap_or_default()
    }

    fn of(spellings: [&str; 2]) -> Self {
        let mut folded =
            spellings.map(|word| shortened(word.trim_start_matches(|c: char| !c.is_alphanumeric())));
        folded.sort_unstable();
        let [first, second] = folded;
        let is_covered = second.starts_with(&first);
        Self(std::iter::once(first).chain((!is_covered).then_some(second)).collect())
    }
}

impl Search {
    /// Reads what was typed; `None` when that is nothing at all. Signs alone are a search that finds nobody.
    pub fn parse(typed: &str) -> Option<Self> {
        let typed: String = typed.trim().chars().take(LONGEST_SEARCH).collect();
        if typed.is_empty() {
            return None;
        }
        let mut words: Vec<Word> = Vec::new();
        // Both have the same words: only letters are spelled in another way.
        let (plain, german) = (fold(&typed), fold(&german(&typed)));
        for (plain, german) in plain.split_whitespace().zip(german.split_whitespace()) {
            let word = Word::of([plain, german]);
            if word.length() > 0 && words.len() < MOST_WORDS && !words.contains(&word) {
                words.push(word);
            }
        }
        Some(Self { typed, words })
    }

    /// As it was typed.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// The words. None of them: nobody is found.
    pub fn words(&self) -> &[Word] {
        &self.words
    }
}

/// There is nothing to search for.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("there is nothing to search for")]
pub struct NothingTyped;

impl TryFrom<String> for Search {
    type Error = NothingTyped;
    fn try_from(typed: String) -> Result<Self, NothingTyped> {
        Self::parse(&typed).ok_or(NothingTyped)
    }
}

impl From<Search> for String {
    fn from(search: Search) -> String {
        search.typed
    }
}

/// What a person is found by. A term that begins another one of theirs is left out: whoever types it finds them by
/// the other.
pub fn terms_of(user: &User) -> BTreeSet<String> {
    let mut terms = BTreeSet::new();
    for name in [&user.first_name, &user.last_name] {
        add_words(&mut terms, &fold(name));
        add_words(&mut terms, &fold(&german(name)));
    }
    if let Some(id) = &user.external_id {
        add_words(&mut terms, &fold(id));
    }
    let email = fold(user.email.as_str());
    // The last label of a domain is everybody's.
    let dot = email.rfind('.').filter(|dot| email.rfind('@').is_some_and(|at| at < *dot));
    let end = dot.unwrap_or(email.len());
    terms.extend(beginnings(&email).filter(|(at, _)| *at <= end).map(|(_, piece)| shortened(piece)));
    let whole: Vec<String> = terms.into_iter().collect();
    let covered = |at: usize, term: &str| whole.get(at + 1).is_some_and(|next| next.starts_with(term));
    whole
        .iter()
        .enumerate()
        .filter(|(at, term)| !covered(*at, term.as_str()))
        .map(|(_, term)| term.clone())
        .collect()
}

/// What a person is sorted by: last name, then first name. Whoever has neither stands first.
pub fn name_folded(first_name: &str, last_name: &str) -> String {
    shortened(fold(&format!("{last_name} {first_name}")).trim())
}

fn add_words(terms: &mut BTreeSet<String>, text: &str) {
    for word in text.split_whitespace() {
        for (_, piece) in beginnings(word) {
            terms.insert(shortened(piece));
            // O'Neill is typed oneill, too.
            let letters: String = piece.chars().filter(|c| c.is_alphanumeric()).collect();
            terms.insert(shortened(&letters));
        }
    }
}

/// The pieces of a text that somebody may begin to type: from each beginning of letters or digits to its end. Where
/// words are written without blanks between them, each sign may be such a beginning.
fn beginnings(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut was_inside = false;
    text.char_indices().filter_map(move |(at, c)| {
        let begins = c.is_alphanumeric() && (!was_inside || stands_alone(c));
        was_inside = c.is_alphanumeric();
        if begins { text.get(at..).map(|piece| (at, piece)) } else { None }
    })
}

fn stands_alone(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Small letters without accents, in the compatible form: what is compared. Only the accents of European scripts go:
/// in others such marks make another letter.
fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfkd().flat_map(char::to_lowercase) {
        match c {
            '\u{300}'..='\u{36F}' | '\u{10FFFF}' => {}
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ı' => folded.push('i'),
            'ς' => folded.push('σ'),
            '\u{2018}' | '\u{2019}' | '\u{2BC}' | '`' => folded.push('\''),
            '\u{2010}'..='\u{2015}' => folded.push('-'),
            other => folded.push(other),
        }
    }
    folded.nfc().collect()
}

/// As Germans write umlauts where there are none: Müller is typed mueller, too.
fn german(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for c in text.nfc() {
        match c {
            'ä' | 'Ä' => written.push_str("ae"),
            'ö' | 'Ö' => written.push_str("oe"),
            'ü' | 'Ü' => written.push_str("ue"),
            other => written.push(other),
        }
    }
    written
}

fn shortened(text: &str) -> String {
    text.get(..text.floor_char_boundary(LONGEST_TERM)).unwrap_or(text).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::clock::Timestamp;
    use crate::domain::id::UserId;
    use crate::domain::user::UserStatus;

    fn person(first_name: &str, last_name: &str, email: &str) -> User {
        User {
            id: UserId::unique(),
            email: email.parse().unwrap(),
            first_name: first_name.into(),
            last_name: last_name.into(),
            external_id: None,
            locale: None,
            groups: BTreeSet::new(),
            status: UserStatus::Active,
            is_administrator: false,
            created_at: Timestamp::from_micros(0),
            updated_at: Timestamp::from_micros(0),
            last_sign_in_at: None,
        }
    }

    fn finds(typed: &str, user: &User) -> bool {
        let (search, terms) = (Search::parse(typed).unwrap(), terms_of(user));
        !search.words().is_empty()
            && search.words().iter().all(|word| terms.iter().any(|term| word.begins(term)))
    }

    #[test]
    fn a_person_is_found_by_the_beginning_of_any_piece() {
        let ann = person("Ann", "Lee-O’Neill", "Ann.Lee_7@mail.Example.com");
        for typed in [
            "a",
            "ANN",
            "lee-o",
            "o'n",
            "oneill",
            "leeo",
            "ann.lee_7@m",
            "lee_7",
            "7@mail",
            "@example",
            "ann neill",
        ] {
            assert!(finds(typed, &ann), "{typed}");
        }
        for typed in ["nn", "com", "ann bob", "%", "_", "lee%", "a_n", "xample"] {
            assert!(!finds(typed, &ann), "{typed}");
        }
    }

    #[test]
    fn accents_and_scripts_do_not_stand_in_the_way() {
        let (weiss, taro) =
            (person("Jürgen", "Weiß-Łoś", "jw@example.com"), person("太郎", "山田", "yt@example.com"));
        for typed in ["jurgen", "juergen", "JÜRGEN", "Ju\u{308}r", "weiss", "WEISS", "los"] {
            assert!(finds(typed, &weiss), "{typed}");
        }
        for typed in ["山", "山田 太郎", "太郎", "郎", "田"] {
            assert!(finds(typed, &taro), "{typed}");
        }
        let gaku = person("ｶﾞｸ", "", "g@example.com");
        assert!(finds("ガ", &gaku) && !finds("カ", &gaku), "a voiced sound is another letter");
    }

    #[test]
    fn umlauts_find_their_other_spelling_and_are_found_by_it() {
        let spelled = [("Müller", "Mueller"), ("Jörg", "Joerg"), ("Jäger", "Jaeger"), ("Weiß", "Weiss")];
        for (umlaut, other) in spelled {
            for name in [umlaut, other] {
                let somebody = person("", name, "a@example.com");
                for typed in [umlaut, other, &umlaut.to_uppercase(), &format!("a@ {umlaut}")] {
                    assert!(finds(typed, &somebody), "{typed} does not find {name}");
                }
            }
        }
        let (mueller, muller) = (person("", "Mueller", "a@b.c"), person("", "Muller", "a@b.c"));
        assert!(
            finds("müll", &muller) && finds("mu\u{308}ll", &mueller),
            "by its beginning, however it is encoded"
        );
        assert!(!finds("muller", &mueller), "without its dots it is another name");
        assert!(!finds("mueller", &muller));
    }

    #[test]
    fn of_two_spellings_one_that_begins_the_other_is_enough() {
        let beginnings = |typed: &str| Search::parse(typed).unwrap().words()[0].beginnings().to_vec();
        assert_eq!(beginnings("Müller"), ["mueller", "muller"]);
        assert_eq!(beginnings("mü"), ["mu"]);
        assert_eq!(beginnings("(weiß"), ["weiss"]);
    }

    #[test]
    fn a_term_that_begins_another_is_not_kept_twice() {
        let terms = terms_of(&person("Ann", "Lee", "ann.lee@example.com"));
        assert_eq!(
            terms.into_iter().collect::<Vec<_>>(),
            ["ann.lee@example.com", "example.com", "lee@example.com"]
        );
    }

    #[test]
    fn nothing_becomes_longer_than_an_index_bears() {
        let long = person(&"\u{FDFA}".repeat(100), "", "a@example.com");
        assert!(terms_of(&long).iter().all(|term| term.len() <= LONGEST_TERM));
        assert!(name_folded(&long.first_name, "").len() <= LONGEST_TERM);
        assert_eq!(Search::parse(&"a b ".repeat(100)).unwrap().words().len(), 2);
        assert_eq!(Search::parse(" \u{3000} "), None);
        assert!(Search::parse("?!").unwrap().words().is_empty());
    }

    #[test]
    fn names_are_sorted_without_regard_to_accents_and_case() {
        let mut names = [("B", "Zorn"), ("a", "ärmel"), ("", ""), ("A", "Armel"), ("c", "")]
            .map(|(first, last)| name_folded(first, last));
        names.sort();
        assert_eq!(names, ["", "armel a", "armel a", "c", "zorn b"]);
    }
}
