//! The sealed shared secrets of providers: the one that signs and those beside it. Each is sealed for its own column,
//! so that none can be moved to another place by hand.

use diesel::prelude::*;

pub use super::sealing::provider_secret as secret_place;

use super::connection::DbConnection;
use super::error::{StoreError, StoreResult};
use super::providers::SealedSecret;
use super::schema::providers;
use crate::domain::clock::Timestamp;
use crate::domain::id::ProviderId;
use crate::domain::provider::SecretFacts;
use crate::domain::shared_secrets::{SecretBeside, SecretSlot, SecretsBeside};

/// A secret beside the one that signs.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedBeside {
    /// The secret.
    pub secret: SealedSecret,
    /// Since when it is staged, or does not sign any more.
    pub since: Timestamp,
}

/// All secrets of one provider.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedSecrets {
    /// The one that signs.
    pub current: SealedSecret,
    /// Since when it does.
    pub current_since: Option<Timestamp>,
    /// The staged one.
    pub staged: Option<SealedBeside>,
    /// The former one.
    pub former: Option<SealedBeside>,
}

impl SealedSecrets {
    /// All that there are.
    pub fn all(&self) -> impl Iterator<Item = &SealedSecret> {
        let beside = [&self.staged, &self.former].into_iter().flatten().map(|kept| &kept.secret);
        std::iter::once(&self.current).chain(beside)
    }

    /// What may be shown of them.
    pub fn facts(&self) -> SecretsBeside {
        let beside = |kept: &Option<SealedBeside>| {
            kept.as_ref().map(|kept| SecretBeside { facts: kept.secret.facts.clone(), since: kept.since })
        };
        SecretsBeside {
            current_since: self.current_since,
            staged: beside(&self.staged),
            former: beside(&self.former),
        }
    }
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = providers)]
struct Row {
    secret_sealed: String,
    secret_fingerprint: String,
    secret_bytes: i32,
    secret_since: Option<i64>,
    staged_secret_sealed: Option<String>,
    staged_secret_fingerprint: Option<String>,
    staged_secret_bytes: Option<i32>,
    staged_secret_since: Option<i64>,
    former_secret_sealed: Option<String>,
    former_secret_fingerprint: Option<String>,
    former_secret_bytes: Option<i32>,
    former_secret_since: Option<i64>,
}

type Columns = (Option<String>, Option<String>, Option<i32>, Option<i64>);

/// All secrets of that provider.
pub fn find(connection: &mut DbConnection, id: ProviderId) -> StoreResult<Option<SealedSecrets>> {
    let row: Option<Row> =
        providers::table.find(id.to_string()).select(Row::as_select()).get_result(connection).optional()?;
    let Some(row) = row else { return Ok(None) };
    let staged = (
        row.staged_secret_sealed,
        row.staged_secret_fingerprint,
        row.staged_secret_bytes,
        row.staged_secret_since,
    );
    let former = (
        row.former_secret_sealed,
        row.former_secret_fingerprint,
        row.former_secret_bytes,
        row.former_secret_since,
    );
    Ok(Some(SealedSecrets {
        current: sealed(id, "secret_bytes", row.secret_sealed, row.secret_fingerprint, row.secret_bytes)?,
        current_since: row.secret_since.map(Timestamp::from_micros),
        staged: beside(id, "staged_secret_sealed", staged)?,
        former: beside(id, "former_secret_sealed", former)?,
    }))
}

fn sealed(
    id: ProviderId,
    column: &'static str,
    sealed: String,
    fingerprint: String,
    bytes: i32,
) -> StoreResult<SealedSecret> {
    let bytes = u32::try_from(bytes).map_err(|_| StoreError::corrupt("providers", column, id))?;
    Ok(SealedSecret { sealed, facts: SecretFacts { fingerprint, bytes } })
}

/// All of its columns, or none of them.
fn beside(id: ProviderId, column: &'static str, columns: Columns) -> StoreResult<Option<SealedBeside>> {
    match columns {
        (Some(text), Some(fingerprint), Some(bytes), Some(since)) => Ok(Some(SealedBeside {
            secret: sealed(id, column, text, fingerprint, bytes)?,
            since: Timestamp::from_micros(since),
        })),
        (None, None, None, None) => Ok(None),
        _ => Err(StoreError::corrupt("providers", column, id)),
    }
}

/// Writes all secrets of a provider. False when there is no such provider.
pub fn put(
    connection: &mut DbConnection,
    id: ProviderId,
    secrets: &SealedSecrets,
    at: Timestamp,
) -> StoreResult<bool> {
    let current = &secrets.current;
    let staged = secrets.staged.as_ref();
    let former = secrets.former.as_ref();
    let changed = diesel::update(providers::table.find(id.to_string()))
        .set((
            providers::secret_sealed.eq(&current.sealed),
            providers::secret_fingerprint.eq(&current.facts.fingerprint),
            providers::secret_bytes.eq(length(current)),
            providers::secret_since.eq(secrets.current_since.map(Timestamp::as_micros)),
            providers::staged_secret_sealed.eq(staged.map(|kept| &kept.secret.sealed)),
            providers::staged_secret_fingerprint.eq(staged.map(|kept| &kept.secret.facts.fingerprint)),
            providers::staged_secret_bytes.eq(staged.map(|kept| length(&kept.secret))),
            providers::staged_secret_since.eq(staged.map(|kept| kept.since.as_micros())),
            providers::former_secret_sealed.eq(former.map(|kept| &kept.secret.sealed)),
            providers::former_secret_fingerprint.eq(former.map(|kept| &kept.secret.facts.fingerprint)),
            providers::former_secret_bytes.eq(former.map(|kept| length(&kept.secret))),
            providers::former_secret_since.eq(former.map(|kept| kept.since.as_micros())),
            providers::updated_at.eq(at.as_micros()),
        ))
        .execute(connection)?;
    Ok(changed > 0)
}

fn length(secret: &SealedSecret) -> i32 {
    i32::try_from(secret.facts.bytes).unwrap_or(i32::MAX)
}

/// One sealed secret of some provider.
#[derive(Clone, Debug)]
pub struct Held {
    /// Whose it is.
    pub provider: ProviderId,
    /// The provider's name in addresses.
    pub slug: String,
    /// Its place.
    pub slot: SecretSlot,
    /// The sealed text.
    pub sealed: String,
}

/// Every secret of every provider, in order of their names in addresses.
pub fn all(connection: &mut DbConnection) -> StoreResult<Vec<Held>> {
    type Sealed = (String, String, String, Option<String>, Option<String>);
    let rows: Vec<Sealed> = providers::table
        .order(providers::slug.asc())
        .select((
            providers::id,
            providers::slug,
            providers::secret_sealed,
            providers::staged_secret_sealed,
            providers::former_secret_sealed,
        ))
        .load(connection)?;
    let mut all = Vec::with_capacity(rows.len());
    for (id, slug, current, staged, former) in rows {
        let provider = id.parse().map_err(|_| StoreError::corrupt("providers", "id", &id))?;
        let places = SecretSlot::ALL.into_iter().zip([Some(current), staged, former]);
        all.extend(places.filter_map(|(slot, sealed)| {
            sealed.map(|sealed| Held { provider, slug: slug.clone(), slot, sealed })
        }));
    }
    Ok(all)
}
