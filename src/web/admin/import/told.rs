//! What was found about a file and its lines, in the administrator's words.

use i18n_embed_fl::fl;

use crate::crypto::foreign::{ForeignRefused, Why};
use crate::domain::email::EmailRefused;
use crate::domain::import::{FileRefused, MAX_COLUMNS, MAX_FILE_BYTES, MAX_LINE_BYTES, MAX_LINES, Wrong};
use crate::domain::person_text::TextRefused;
use crate::flow::import::{Judged, Outcome, Problem};
use crate::web::language::Language;

/// Sentences about a line: what would change, or what is wrong.
pub fn line(words: &Language, line: &Judged) -> Vec<String> {
    let mut sentences: Vec<String> = match &line.outcome {
        Outcome::Created | Outcome::Unchanged => Vec::new(),
        Outcome::Changed(changes) => changes
            .iter()
            .map(|change| {
                let (field, before, after) =
                    (change.field.as_str(), change.before.as_str(), change.after.as_str());
                let empty = fl!(words, "admin-import-nothing");
                let before = if before.is_empty() { empty.as_str() } else { before };
                let after = if after.is_empty() { empty.as_str() } else { after };
                fl!(words, "admin-import-change", field = field, before = before, after = after)
            })
            .collect(),
        Outcome::Refused(wrong) => wrong.iter().map(|problem| sentence(words, problem)).collect(),
    };
    if line.lacks_password {
        sentences.push(fl!(words, "admin-import-lacks-password"));
    }
    if line.keeps_password {
        sentences.push(fl!(words, "admin-import-keeps-password"));
    }
    sentences
}

fn sentence(words: &Language, problem: &Problem) -> String {
    match problem {
        Wrong::TooManyFields(fields, columns) => {
            let (fields, columns) = (*fields, *columns);
            fl!(words, "admin-import-wrong-fields", fields = fields, columns = columns)
        }
        Wrong::Email(EmailRefused::Shape) => fl!(words, "admin-import-wrong-email-shape"),
        Wrong::Email(EmailRefused::Character) => fl!(words, "admin-import-wrong-email-character"),
        Wrong::Email(EmailRefused::TooLong) => fl!(words, "admin-import-wrong-email-long"),
        Wrong::Text(column, refused) => {
            let column = column.to_string();
            match refused {
                TextRefused::TooLong(most) => {
                    let most = *most;
                    fl!(words, "admin-import-wrong-long", column = column, most = most)
                }
                TextRefused::Control => fl!(words, "admin-import-wrong-control", column = column),
                TextRefused::Empty => fl!(words, "admin-import-wrong-empty", column = column),
                TextRefused::NotALanguage => fl!(words, "admin-import-wrong-language", column = column),
            }
        }
        Wrong::NotYesNo => fl!(words, "admin-import-wrong-yes-no"),
        Wrong::NotAStatus => fl!(words, "admin-import-wrong-status"),
        Wrong::Hash(refused) => hash(words, *refused),
        Wrong::NoExternalId => fl!(words, "admin-import-wrong-no-external-id"),
        Wrong::Twin(line) => {
            let line: u64 = *line;
            fl!(words, "admin-import-wrong-twin", line = line)
        }
        Wrong::TooManyAttributes => fl!(words, "admin-import-wrong-attributes"),
        Wrong::AddressHeld => fl!(words, "admin-import-wrong-held"),
        Wrong::Ambiguous => fl!(words, "admin-import-wrong-ambiguous"),
        Wrong::EmailTaken => fl!(words, "admin-import-wrong-taken"),
        Wrong::LastAdministrator => fl!(words, "admin-import-wrong-last-administrator"),
    }
}

fn hash(words: &Language, refused: ForeignRefused) -> String {
    match refused {
        ForeignRefused::NotAccepted(kind) => {
            let why = match kind.why() {
                Why::TooWeak => fl!(words, "admin-import-hash-weak"),
                Why::NoLibrary => fl!(words, "admin-import-hash-no-library"),
                Why::KeptElsewhere => fl!(words, "admin-import-hash-elsewhere"),
                Why::NeedsKey => fl!(words, "admin-import-hash-key"),
                Why::InTheClear => fl!(words, "admin-import-hash-clear"),
            };
            fl!(words, "admin-import-hash-named", name = kind.name(), why = why)
        }
        ForeignRefused::Malformed(family) => {
            fl!(words, "admin-import-hash-malformed", name = family.as_str())
        }
        ForeignRefused::TooCostly(family, most) => {
            fl!(words, "admin-import-hash-costly", name = family.as_str(), most = most)
        }
        ForeignRefused::Unknown => fl!(words, "admin-import-hash-unknown"),
    }
}

/// Why a whole file was refused.
pub fn file(words: &Language, refused: &FileRefused) -> String {
    match refused {
        FileRefused::Empty => fl!(words, "admin-import-file-empty"),
        FileRefused::TooLarge => {
            let mebibytes = MAX_FILE_BYTES / 1024 / 1024;
            fl!(words, "admin-import-file-large", mebibytes = mebibytes)
        }
        FileRefused::TooManyLines => fl!(words, "admin-import-file-lines", most = MAX_LINES),
        FileRefused::TooManyColumns => fl!(words, "admin-import-file-columns", most = MAX_COLUMNS),
        FileRefused::LineTooLong(line) => {
            let (line, kibibytes) = (*line, MAX_LINE_BYTES / 1024);
            fl!(words, "admin-import-file-line", line = line, kibibytes = kibibytes)
        }
        FileRefused::Utf16 => fl!(words, "admin-import-file-utf16"),
        FileRefused::Archive => fl!(words, "admin-import-file-archive"),
        FileRefused::Binary(line) => {
            let line: u64 = *line;
            fl!(words, "admin-import-file-binary", line = line)
        }
        FileRefused::NotUtf8(line) => {
            let line: u64 = *line;
            fl!(words, "admin-import-file-utf8", line = line)
        }
        FileRefused::UnknownColumn(unknown) => {
            let name = unknown.name.as_str();
            match &unknown.nearest {
                Some(nearest) => {
                    let nearest = nearest.to_string();
                    fl!(words, "admin-import-file-column-nearly", name = name, nearest = nearest)
                }
                None => fl!(words, "admin-import-file-column", name = name),
            }
        }
        FileRefused::ColumnTwice(column) => {
            fl!(words, "admin-import-file-twice", name = column.to_string())
        }
        FileRefused::ColumnMissing(column) => {
            fl!(words, "admin-import-file-missing", name = column.to_string())
        }
    }
}
