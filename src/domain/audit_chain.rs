//! The audit's chain: each row carries a digest of itself, and each link covers the row and all before it, so
//! that a changed, missing or reordered row can be named.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::hexadecimal::hex;

/// An event as it stands in the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditRow {
    /// The store's own number; says nothing about order between instances.
    pub id: i64,
    /// When, in microseconds since the epoch.
    pub at: i64,
    /// [`EventKind::as_str`](super::audit::EventKind::as_str).
    pub kind: String,
    /// The [`Actor`](super::audit::Actor) in words.
    pub actor: String,
    /// The refusal's code.
    pub refusal: Option<String>,
    /// The person it concerns.
    pub user_id: Option<String>,
    /// The provider it concerns.
    pub provider_id: Option<String>,
    /// The session it belongs to.
    pub session_id: Option<String>,
    /// Whence.
    pub client_address: String,
    /// The request id.
    pub request_id: String,
    /// A JSON object of texts.
    pub details: String,
    /// [`AuditRow::digest_of_content`] at the time of writing.
    pub digest: String,
    /// Its place in the chain, from 1 without gaps; `None` until sealed.
    pub position: Option<i64>,
    /// [`link`] of the previous link and this row.
    pub link: Option<String>,
}

impl AuditRow {
    /// [`AuditContent::digest`] of what the row says.
    pub fn digest_of_content(&self) -> String {
        let content = AuditContent {
            at: self.at,
            kind: &self.kind,
            actor: &self.actor,
            refusal: self.refusal.as_deref(),
            user_id: self.user_id.as_deref(),
            provider_id: self.provider_id.as_deref(),
            session_id: self.session_id.as_deref(),
            client_address: &self.client_address,
            request_id: &self.request_id,
            details: &self.details,
        };
        content.digest()
    }
}

/// What a row says, wherever it stands: the fields of [`AuditRow`] that its digest covers.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "they are those of the row")]
pub struct AuditContent<'a> {
    pub at: i64,
    pub kind: &'a str,
    pub actor: &'a str,
    pub refusal: Option<&'a str>,
    pub user_id: Option<&'a str>,
    pub provider_id: Option<&'a str>,
    pub session_id: Option<&'a str>,
    pub client_address: &'a str,
    pub request_id: &'a str,
    pub details: &'a str,
}

impl AuditContent<'_> {
    /// SHA-256 over everything, each part with its length before it so that nothing can be moved from one field into
    /// the next.
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(b"bridgewarden audit row 1");
        hash.update(self.at.to_be_bytes());
        let optional = [self.refusal, self.user_id, self.provider_id, self.session_id];
        let fixed = [self.kind, self.actor, self.client_address, self.request_id, self.details];
        for text in fixed {
            hash.update((text.len() as u64).to_be_bytes());
            hash.update(text.as_bytes());
        }
        for text in optional {
            hash.update([u8::from(text.is_some())]);
            let text = text.unwrap_or_default();
            hash.update((text.len() as u64).to_be_bytes());
            hash.update(text.as_bytes());
        }
        hex(&hash.finalize())
    }
}

/// The link before the first row.
pub const FIRST_LINK: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Chains one row to all before it: SHA-256 of the previous link, the position and the row's digest.
pub fn link(previous: &str, position: i64, digest: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(b"bridgewarden audit link 1");
    hash.update(previous.as_bytes());
    hash.update(position.to_be_bytes());
    hash.update(digest.as_bytes());
    hex(&hash.finalize())
}

/// What is wrong with a chain, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum ChainBroken {
    /// A row says something else than when it was written.
    #[error("row {row} at position {position} was changed after it was written")]
    Changed {
        /// The row's number in the store.
        row: i64,
        /// Its place in the chain.
        position: i64,
    },
    /// A row that waits to be chained says something else than when it was written.
    #[error("row {row}, which waits to be chained, was changed after it was written")]
    ChangedWaiting {
        /// The row's number in the store.
        row: i64,
    },
    /// The end that somebody noted is gone.
    #[error("it was cut off: it ends at position {end}, and once it reached position {noted}")]
    CutOff {
        /// Where it ends.
        end: i64,
        /// Where it once reached.
        noted: i64,
    },
    /// At a noted place stands another row than was noted.
    #[error("it was written anew: the row at position {position} is not the one that was noted down")]
    Rewritten {
        /// The noted place.
        position: i64,
    },
    /// One or more rows are gone.
    #[error("the row at position {position} is missing")]
    Missing {
        /// The first missing place.
        position: i64,
    },
    /// A row stands at another place than when it was chained.
    #[error("row {row} does not belong at position {position}: the chain was reordered or replaced")]
    Reordered {
        /// The row's number in the store.
        row: i64,
        /// The place it stands at.
        position: i64,
    },
}

impl ChainBroken {
    /// As it is kept: without words, because whoever reads it has a language.
    pub fn to_record(&self) -> String {
        serde_json::to_string(self).unwrap_or_else(|_| self.to_string())
    }

    /// What was kept; `None` when it is words.
    pub fn of_record(kept: &str) -> Option<Self> {
        serde_json::from_str(kept).ok()
    }
}

/// Follows a chain row by row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainCheck {
    /// The last good place.
    pub position: i64,
    /// The link at that place.
    pub link: String,
}

impl Default for ChainCheck {
    fn default() -> Self {
        Self { position: 0, link: FIRST_LINK.to_owned() }
    }
}

impl ChainCheck {
    /// Takes the next row in order of position; says what is wrong with it, if anything.
    pub fn follow(&mut self, row: &AuditRow) -> Result<(), ChainBroken> {
        let expected = self.position + 1;
        let position = row.position.unwrap_or(expected);
        if position > expected {
            return Err(ChainBroken::Missing { position: expected });
        }
        if row.digest_of_content() != row.digest {
            return Err(ChainBroken::Changed { row: row.id, position });
        }
        let expected_link = link(&self.link, expected, &row.digest);
        if position < expected || row.link.as_deref() != Some(expected_link.as_str()) {
            return Err(ChainBroken::Reordered { row: row.id, position });
        }
        *self = Self { position, link: expected_link };
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(length: i64) -> Vec<AuditRow> {
        let mut previous = FIRST_LINK.to_owned();
        (1..=length)
            .map(|position| {
                let mut row = AuditRow {
                    id: position * 10,
                    at: position,
                    kind: "sign-in".into(),
                    actor: "stranger".into(),
                    refusal: None,
                    user_id: Some("u".into()),
                    provider_id: None,
                    session_id: None,
                    client_address: "192.0.2.1".into(),
                    request_id: "r".into(),
                    details: "{}".into(),
                    digest: String::new(),
                    position: Some(position),
                    link: None,
                };
                row.digest = row.digest_of_content();
                previous = link(&previous, position, &row.digest);
                row.link = Some(previous.clone());
                row
            })
            .collect()
    }

    fn follow(rows: &[AuditRow]) -> Result<i64, ChainBroken> {
        let mut check = ChainCheck::default();
        rows.iter().try_for_each(|row| check.follow(row))?;
        Ok(check.position)
    }

    #[test]
    fn an_untouched_chain_holds() {
        assert_eq!(follow(&chain(5)), Ok(5));
    }

    #[test]
    fn a_changed_a_missing_and_a_reordered_row_are_each_named() {
        let mut changed = chain(5);
        changed[2].user_id = Some("someone else".into());
        assert_eq!(follow(&changed), Err(ChainBroken::Changed { row: 30, position: 3 }));

        let mut missing = chain(5);
        missing.remove(2);
        assert_eq!(follow(&missing), Err(ChainBroken::Missing { position: 3 }));

        let mut reordered = chain(5);
        reordered[1].position = Some(3);
        reordered[2].position = Some(2);
        reordered.swap(1, 2);
        assert_eq!(follow(&reordered), Err(ChainBroken::Reordered { row: 30, position: 2 }));

        let mut rewritten = chain(5);
        rewritten[2].user_id = Some("someone else".into());
        rewritten[2].digest = rewritten[2].digest_of_content();
        assert_eq!(follow(&rewritten), Err(ChainBroken::Reordered { row: 30, position: 3 }));
    }

    #[test]
    fn text_moved_from_one_field_to_the_next_changes_the_digest() {
        let mut row = chain(1).remove(0);
        row.kind = "ab".into();
        row.actor = "c".into();
        let before = row.digest_of_content();
        row.kind = "a".into();
        row.actor = "bc".into();
        assert_ne!(before, row.digest_of_content());
    }
}
