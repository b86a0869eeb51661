//! What is sealed in the database, as a rotation of the keys sees it: every sealed text with its place, and keys
//! that were dropped.
//!
//! To add a sealed column: its name ends in `_sealed`, and it has its line in [`COLUMNS`], its part in
//! [`sealed_rows`] and in [`replace`]. A test below finds a column that was forgotten.

use diesel::prelude::*;

use super::connection::DbConnection;
use super::error::{StoreError, StoreResult};
use super::schema::{dropped_sealing_keys, providers};
use crate::domain::clock::Timestamp;
use crate::domain::id::ProviderId;
use crate::domain::shared_secrets::SecretSlot;

/// Every column with something sealed in it.
pub const COLUMNS: [(&str, &str); 3] = [
    ("providers", "secret_sealed"),
    ("providers", "staged_secret_sealed"),
    ("providers", "former_secret_sealed"),
];

/// One sealed text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedRow {
    /// Table, row and column: what the text is bound to.
    pub place: [String; 3],
    /// What an administrator calls it.
    pub name: String,
    /// The sealed text.
    pub sealed: String,
    /// A digest of the plain text that is kept beside it, keyed by the key that seals.
    pub fingerprint: String,
}

/// The associated data that bind a provider's sealed secret to its row and column.
pub fn provider_secret(provider: ProviderId, slot: SecretSlot) -> [String; 3] {
    let column = match slot {
        SecretSlot::Current => "secret_sealed",
        SecretSlot::Staged => "staged_secret_sealed",
        SecretSlot::Former => "former_secret_sealed",
    };
    ["providers".into(), provider.to_string(), column.into()]
}

/// Everything that is sealed.
pub fn sealed_rows(connection: &mut DbConnection) -> StoreResult<Vec<SealedRow>> {
    type Beside = (Option<String>, Option<String>);
    let rows: Vec<(String, String, String, String, Beside, Beside)> = providers::table
        .order(providers::slug.asc())
        .select((
            providers::id,
            providers::slug,
            providers::secret_sealed,
            providers::secret_fingerprint,
            (providers::staged_secret_sealed, providers::staged_secret_fingerprint),
            (providers::former_secret_sealed, providers::former_secret_fingerprint),
        ))
        .load(connection)?;
    let mut sealed_rows = Vec::with_capacity(rows.len());
    for (id, slug, sealed, fingerprint, staged, former) in rows {
        let provider = id.parse().map_err(|_| StoreError::corrupt("providers", "id", &id))?;
        let places = SecretSlot::ALL.into_iter().zip([(Some(sealed), Some(fingerprint)), staged, former]);
        sealed_rows.extend(places.filter_map(|(slot, (sealed, fingerprint))| {
            let name = match slot {
                SecretSlot::Current => format!("the shared secret of {slug}"),
                beside => format!("the {} shared secret of {slug}", beside.as_str()),
            };
            let place = provider_secret(provider, slot);
            sealed.map(|sealed| SealedRow {
                place,
                name,
                sealed,
                fingerprint: fingerprint.unwrap_or_default(),
            })
        }));
    }
    Ok(sealed_rows)
}

/// Writes the same plain text, sealed anew. Nothing else of the row is touched: for everybody else it is what it was.
pub fn replace(connection: &mut DbConnection, row: &SealedRow) -> StoreResult<()> {
    let [table, id, column] = &row.place;
    let changed = match (table.as_str(), column.as_str()) {
        ("providers", "secret_sealed") => diesel::update(providers::table.find(id))
            .set((
                providers::secret_sealed.eq(&row.sealed),
                providers::secret_fingerprint.eq(&row.fingerprint),
            ))
            .execute(connection)?,
        ("providers", "staged_secret_sealed") => diesel::update(providers::table.find(id))
            .set((
                providers::staged_secret_sealed.eq(&row.sealed),
                providers::staged_secret_fingerprint.eq(&row.fingerprint),
            ))
            .execute(connection)?,
        ("providers", "former_secret_sealed") => diesel::update(providers::table.find(id))
            .set((
                providers::former_secret_sealed.eq(&row.sealed),
                providers::former_secret_fingerprint.eq(&row.fingerprint),
            ))
            .execute(connection)?,
        _ => 0,
    };
    if changed == 1 {
        Ok(())
    } else {
        Err(StoreError::Bug(format!("{table}.{column} cannot be sealed anew")))
    }
}

/// Whether a key was dropped. Asked in the write that stores something sealed with it.
pub fn is_dropped(connection: &mut DbConnection, key_id: &str) -> StoreResult<bool> {
    let known: i64 = dropped_sealing_keys::table
        .filter(dropped_sealing_keys::id.eq(key_id))
        .count()
        .get_result(connection)?;
    Ok(known > 0)
}

/// Drops a key. False when it was dropped before.
pub fn drop_key(connection: &mut DbConnection, key_id: &str, at: Timestamp) -> StoreResult<bool> {
    if is_dropped(connection, key_id)? {
        return Ok(false);
    }
    diesel::insert_into(dropped_sealing_keys::table)
        .values((dropped_sealing_keys::id.eq(key_id), dropped_sealing_keys::dropped_at.eq(at.as_micros())))
        .execute(connection)?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_sealed_column_is_forgotten() {
        let mut table = "";
        let mut found = Vec::new();
        for line in include_str!("schema.rs").lines().map(str::trim) {
            if let Some((name, _)) = line.strip_suffix('{').and_then(|line| line.split_once(" (")) {
                table = name;
            }
            if let Some((column, _)) = line.split_once(" -> ").filter(|(name, _)| name.ends_with("_sealed")) {
                found.push((table, column));
            }
        }
        assert_eq!(found, COLUMNS);
    }
}
