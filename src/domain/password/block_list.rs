//! The operator's own list of passwords that nobody may choose.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use super::Password;

/// Passwords that nobody may choose, whichever case their letters have.
///
/// Entries too short to be chosen at all are not kept, so that a list of millions, most of which are short,
/// takes little memory.
#[derive(Default)]
pub struct BlockList {
    /// Folded, in order, each once.
    entries: Vec<Box<str>>,
}

impl BlockList {
    /// Reads one password a line. Empty lines say nothing; blanks belong to the password.
    pub fn of_lines(text: &str, min_code_points: u32) -> Self {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let mut entries: Vec<Box<str>> = text
            .lines()
            .map(fold)
            .filter(|entry| entry.chars().count() >= min_code_points as usize && !entry.is_empty())
            .map(String::into_boxed_str)
            .collect();
        entries.sort_unstable();
        entries.dedup();
        entries.shrink_to_fit();
        Self { entries }
    }

    /// Whether this password is on the list.
    pub fn contains(&self, password: &Password) -> bool {
        let folded = fold(password.text());
        self.entries.binary_search_by(|entry| (**entry).cmp(folded.as_str())).is_ok()
    }

    /// How many passwords were kept.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether none was.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

/// NFC as [`Password`] has it, then lower case.
fn fold(text: &str) -> String {
    text.nfc().flat_map(char::to_lowercase).collect()
}

impl fmt::Debug for BlockList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BlockList({} entries)", self.entries.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(list: &BlockList, typed: &str) -> bool {
        list.contains(&Password::parse(typed).unwrap())
    }

    #[test]
    fn an_entry_is_found_in_any_case_and_unicode_form_and_nothing_else_is() {
        let list = BlockList::of_lines("\u{FEFF}Gu\u{308}terzug\r\n\n  two blanks \nGÜTERZUG\nshort\n", 8);
        assert_eq!(list.len(), 2);
        assert!(has(&list, "g\u{FC}terZUG") && has(&list, "  TWO blanks "));
        for other in ["g\u{FC}terzug1", "two blanks", "short", "", "guterzug"] {
            assert!(!has(&list, other), "{other}");
        }
    }

    #[test]
    fn a_list_is_never_shown() {
        assert_eq!(format!("{:?}", BlockList::of_lines("correct horse", 8)), "BlockList(1 entries)");
    }
}
