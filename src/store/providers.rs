//! Configured service providers, their settings and their sealed secrets.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use super::connection::{DbConnection, on_either};
use super::error::{StoreError, StoreResult};
use super::schema::{provider_groups, provider_settings, providers};
use crate::domain::clock::Timestamp;
use crate::domain::group::{Audience, GroupName};
use crate::domain::id::ProviderId;
use crate::domain::provider::{SecretFacts, ServiceProvider, Slug};
use crate::domain::sign_in_age::SignInAge;

#[derive(Queryable, Selectable)]
#[diesel(table_name = providers)]
struct Row {
    id: String,
    slug: String,
    name: String,
    profile: String,
    is_enabled: bool,
    secret_fingerprint: String,
    secret_bytes: i32,
    max_sign_in_age: Option<i32>,
    created_at: i64,
    updated_at: i64,
}

/// A shared secret as it is stored.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedSecret {
    /// Sealed for its row and column.
    pub sealed: String,
    /// What may be known of it.
    pub facts: SecretFacts,
}

/// The provider with that id.
pub fn find(connection: &mut DbConnection, id: ProviderId) -> StoreResult<Option<ServiceProvider>> {
    let row: Option<Row> = on_either!(
        connection,
        providers::table.find(id.to_string()).select(Row::as_select()).get_result(connection).optional()
    )?;
    row.map(|row| complete(connection, row)).transpose()
}

/// The provider with that slug.
pub fn find_by_slug(connection: &mut DbConnection, slug: &Slug) -> StoreResult<Option<ServiceProvider>> {
    let row: Option<Row> = on_either!(
        connection,
        providers::table
            .filter(providers::slug.eq(slug.as_str()))
            .select(Row::as_select())
            .get_result(connection)
            .optional()
    )?;
    row.map(|row| complete(connection, row)).transpose()
}

/// All providers in order of their names.
pub fn list(connection: &mut DbConnection) -> StoreResult<Vec<ServiceProvider>> {
    let rows: Vec<Row> = providers::table
        .select(Row::as_select())
        .order((providers::name.asc(), providers::slug.asc()))
        .load(connection)?;
    rows.into_iter().map(|row| complete(connection, row)).collect()
}

fn complete(connection: &mut DbConnection, row: Row) -> StoreResult<ServiceProvider> {
    let corrupt = |column| StoreError::corrupt("providers", column, &row.id);
    let settings: Vec<(String, String)> = on_either!(
        connection,
        provider_settings::table
            .filter(provider_settings::provider_id.eq(&row.id))
            .select((provider_settings::name, provider_settings::value))
            .load(connection)
    )?;
    let groups: Vec<String> = on_either!(
        connection,
        provider_groups::table
            .filter(provider_groups::provider_id.eq(&row.id))
            .select(provider_groups::group_name)
            .load(connection)
    )?;
    // A group that does not read must not turn "these groups only" into "everyone".
    let groups: BTreeSet<GroupName> = groups
        .into_iter()
        .map(|name| name.parse().map_err(|_| StoreError::corrupt("provider_groups", "group_name", &row.id)))
        .collect::<StoreResult<_>>()?;
    Ok(ServiceProvider {
        id: row.id.parse().map_err(|_| corrupt("id"))?,
        slug: row.slug.parse().map_err(|_| corrupt("slug"))?,
        secret: SecretFacts {
            bytes: u32::try_from(row.secret_bytes).map_err(|_| corrupt("secret_bytes"))?,
            fingerprint: row.secret_fingerprint,
        },
        max_sign_in_age: row.max_sign_in_age.map(|minutes| age(&row.id, minutes)).transpose()?,
        name: row.name,
        profile: row.profile,
        settings: settings.into_iter().collect(),
        audience: Audience::of_groups(groups),
        is_enabled: row.is_enabled,
        created_at: Timestamp::from_micros(row.created_at),
        updated_at: Timestamp::from_micros(row.updated_at),
    })
}

/// An age that does not read must not turn "asks again" into "takes any".
fn age(id: &str, minutes: i32) -> StoreResult<SignInAge> {
    let age = u32::try_from(minutes).ok().and_then(|minutes| SignInAge::of_minutes(minutes).ok());
    age.ok_or_else(|| StoreError::corrupt("providers", "max_sign_in_age", id))
}

fn stored_age(age: Option<SignInAge>) -> Option<i32> {
    age.map(|age| i32::try_from(age.minutes()).unwrap_or(i32::MAX))
}

/// Adds a provider with its sealed secret. `Conflict` when the slug is taken.
pub fn insert(
    connection: &mut DbConnection,
    provider: &ServiceProvider,
    secret: &SealedSecret,
) -> StoreResult<()> {
    diesel::insert_into(providers::table)
        .values((
            providers::id.eq(provider.id.to_string()),
            providers::slug.eq(provider.slug.as_str()),
            providers::name.eq(&provider.name),
            providers::profile.eq(&provider.profile),
            providers::is_enabled.eq(provider.is_enabled),
            providers::secret_sealed.eq(&secret.sealed),
            providers::secret_fingerprint.eq(&secret.facts.fingerprint),
            providers::secret_bytes.eq(i32::try_from(secret.facts.bytes).unwrap_or(i32::MAX)),
            providers::secret_since.eq(provider.created_at.as_micros()),
            providers::max_sign_in_age.eq(stored_age(provider.max_sign_in_age)),
            providers::created_at.eq(provider.created_at.as_micros()),
            providers::updated_at.eq(provider.updated_at.as_micros()),
        ))
        .execute(connection)?;
    insert_details(connection, provider.id, &provider.settings, &provider.audience.groups())
}

/// Writes a provider's name, settings, groups, age of sign-ins and switch. False when there is none.
pub fn update(connection: &mut DbConnection, provider: &ServiceProvider) -> StoreResult<bool> {
    let id = provider.id.to_string();
    let changed = diesel::update(providers::table.find(&id))
        .set((
            providers::name.eq(&provider.name),
            providers::is_enabled.eq(provider.is_enabled),
            providers::max_sign_in_age.eq(stored_age(provider.max_sign_in_age)),
            providers::updated_at.eq(provider.updated_at.as_micros()),
        ))
        .execute(connection)?;
    if changed == 0 {
        return Ok(false);
    }
    diesel::delete(provider_settings::table.filter(provider_settings::provider_id.eq(&id)))
        .execute(connection)?;
    diesel::delete(provider_groups::table.filter(provider_groups::provider_id.eq(&id)))
        .execute(connection)?;
    insert_details(connection, provider.id, &provider.settings, &provider.audience.groups())?;
    Ok(true)
}

fn insert_details(
    connection: &mut DbConnection,
    id: ProviderId,
    settings: &BTreeMap<String, String>,
    groups: &BTreeSet<GroupName>,
) -> StoreResult<()> {
    let id = id.to_string();
    for (name, value) in settings {
        diesel::insert_into(provider_settings::table)
            .values((
                provider_settings::provider_id.eq(&id),
                provider_settings::name.eq(name),
                provider_settings::value.eq(value),
            ))
            .execute(connection)?;
    }
    for group in groups {
        diesel::insert_into(provider_groups::table)
            .values((provider_groups::provider_id.eq(&id), provider_groups::group_name.eq(group.as_str())))
            .execute(connection)?;
    }
    Ok(())
}

/// The sealed secret of a provider.
pub fn sealed_secret(connection: &mut DbConnection, id: ProviderId) -> StoreResult<Option<String>> {
    Ok(providers::table
        .find(id.to_string())
        .select(providers::secret_sealed)
        .get_result(connection)
        .optional()?)
}

/// Removes a provider with its settings and its secrets. The audit stays.
pub fn delete(connection: &mut DbConnection, id: ProviderId) -> StoreResult<bool> {
    Ok(diesel::delete(providers::table.find(id.to_string())).execute(connection)? > 0)
}
