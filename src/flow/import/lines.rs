//! What can be said of the lines of a file without looking at anybody: is each one well-formed, is its password hash one
//! that can be verified, and does it stand there once.

use std::collections::HashMap;

use super::{Choice, Problem};
use crate::crypto::foreign::ForeignHash;
use crate::domain::import::{Column, ImportFile, Matching, RawLine, Wanted, Wrong};

/// A line: what it wishes, or what is wrong with it.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its number in the file.
    pub number: u64,
    /// The address, as it stands there.
    pub email: String,
    pub(super) wanted: Result<Wish, Vec<Problem>>,
}

/// A well-formed line.
#[derive(Clone, Debug)]
pub(super) struct Wish {
    pub(super) wanted: Wanted,
    pub(super) hash: Option<ForeignHash>,
}

/// The lines of a file.
pub fn lines_of(file: &ImportFile, choice: Choice) -> Vec<Line> {
    let mut seen = Seen::default();
    file.lines.iter().map(|line| read(&file.columns, line, choice, &mut seen)).collect()
}

/// Whom earlier lines were about.
#[derive(Default)]
struct Seen {
    emails: HashMap<String, u64>,
    external_ids: HashMap<String, u64>,
}

fn read(columns: &[Column], line: &RawLine, choice: Choice, seen: &mut Seen) -> Line {
    let place = columns.iter().position(|column| *column == Column::Email);
    let email = place.and_then(|place| line.fields.get(place)).map(|email| email.trim().to_owned());
    Line { number: line.number, email: email.unwrap_or_default(), wanted: wish(columns, line, choice, seen) }
}

fn wish(columns: &[Column], line: &RawLine, choice: Choice, seen: &mut Seen) -> Result<Wish, Vec<Problem>> {
    let wanted = Wanted::read(columns, line, choice.matching)?;
    let mut wrong = Vec::new();
    let hash = match wanted.password_hash.as_deref().filter(|text| !ForeignHash::is_none(text)) {
        None => None,
        Some(text) => match ForeignHash::parse(text) {
            Ok(hash) => Some(hash),
            Err(refused) => {
                wrong.push(Wrong::Hash(refused));
                None
            }
        },
    };
    let mut twin = seen.emails.get(wanted.email.folded().as_str()).copied();
    seen.emails.entry(wanted.email.folded().as_str().to_owned()).or_insert(line.number);
    if choice.matching == Matching::ExternalId
        && let Some(Some(id)) = &wanted.external_id
    {
        twin = twin.or_else(|| seen.external_ids.get(id).copied());
        seen.external_ids.entry(id.clone()).or_insert(line.number);
    }
    wrong.extend(twin.map(Wrong::Twin));
    if wrong.is_empty() { Ok(Wish { wanted, hash }) } else { Err(wrong) }
}
