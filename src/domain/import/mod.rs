//! People as a table of text (CSV, RFC 4180): which columns there are, how a file is read, what a line wishes, and how
//! people are written so that reading gives them back.

mod column;
mod line;
mod read;
mod write;

pub use column::{Column, UnknownColumn};
pub use line::{LineProblem, Wanted, Wrong};
pub use read::{FileRefused, ImportFile, RawLine};
pub use write::{Exported, columns, headings, line, row};

/// The largest file.
pub const MAX_FILE_BYTES: usize = 32 * 1024 * 1024;
/// The most people in one file.
pub const MAX_LINES: usize = 200_000;
/// The most columns of a file.
pub const MAX_COLUMNS: usize = 100;
/// The longest line of a file, in bytes.
pub const MAX_LINE_BYTES: usize = 64 * 1024;

/// By what a line finds the person that it speaks of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Matching {
    /// By the e-mail address, ASCII case aside.
    #[default]
    Email,
    /// By the id at the providers; the address may then be a new one.
    ExternalId,
}

impl Matching {
    /// The word that stores and forms use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::ExternalId => "external_id",
        }
    }

    /// Reads the word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Email, Self::ExternalId].into_iter().find(|one| one.as_str() == word)
    }
}
