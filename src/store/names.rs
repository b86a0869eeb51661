//! The present names of ids, for records, which hold nothing but ids.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::connection::DbConnection;
use super::error::StoreResult;
use super::schema::{providers, users};

/// So many are asked for in one query.
const AT_ONCE: usize = 500;

/// Addresses and names of people by their ids. Who was deleted is not among them.
pub fn people(
    connection: &mut DbConnection,
    ids: &[String],
) -> StoreResult<BTreeMap<String, (String, String)>> {
    let mut named = BTreeMap::new();
    for some in ids.chunks(AT_ONCE) {
        let rows: Vec<(String, String, String, String)> = users::table
            .filter(users::id.eq_any(some.to_vec()))
            .select((users::id, users::email, users::first_name, users::last_name))
            .load(connection)?;
        for (id, email, first_name, last_name) in rows {
            named.insert(id, (email, format!("{first_name} {last_name}").trim().to_owned()));
        }
    }
    Ok(named)
}

/// Slugs and names of every provider by its id.
pub fn providers(connection: &mut DbConnection) -> StoreResult<BTreeMap<String, (String, String)>> {
    let rows: Vec<(String, String, String)> =
        providers::table.select((providers::id, providers::slug, providers::name)).load(connection)?;
    Ok(rows.into_iter().map(|(id, slug, name)| (id, (slug, name))).collect())
}
