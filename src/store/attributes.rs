//! Attributes of people, for claims. Read only where a provider's claims ask for one.

use std::collections::HashMap;

use diesel::prelude::*;

use super::connection::{DbConnection, insert_rows, on_either};
use super::error::{StoreError, StoreResult};
use super::schema::user_attributes;
use crate::domain::attribute::{AttributeName, Attributes};
use crate::domain::id::UserId;

/// All of a person's attributes.
pub fn of(connection: &mut DbConnection, user: UserId) -> StoreResult<Attributes> {
    let id = user.to_string();
    let rows: Vec<(String, String)> = on_either!(
        connection,
        user_attributes::table
            .filter(user_attributes::user_id.eq(&id))
            .select((user_attributes::name, user_attributes::value))
            .load(connection)
    )?;
    let parse = |(name, value): (String, String)| {
        let name = name.parse().map_err(|_| StoreError::corrupt("user_attributes", "name", &id))?;
        Ok((name, value))
    };
    rows.into_iter().map(parse).collect()
}

/// The attributes of these people, as far as they have any. A few hundred at once.
pub fn of_all(connection: &mut DbConnection, users: &[UserId]) -> StoreResult<HashMap<String, Attributes>> {
    let ids: Vec<String> = users.iter().map(UserId::to_string).collect();
    let rows: Vec<(String, String, String)> = user_attributes::table
        .filter(user_attributes::user_id.eq_any(ids))
        .select((user_attributes::user_id, user_attributes::name, user_attributes::value))
        .load(connection)?;
    let mut all: HashMap<String, Attributes> = HashMap::new();
    for (user, name, value) in rows {
        let name = name.parse().map_err(|_| StoreError::corrupt("user_attributes", "name", &user))?;
        all.entry(user).or_default().insert(name, value);
    }
    Ok(all)
}

/// Gives people who have no attributes yet theirs.
pub fn insert_all(connection: &mut DbConnection, all: &[(UserId, &Attributes)]) -> StoreResult<()> {
    let rows: Vec<_> = all
        .iter()
        .flat_map(|(user, attributes)| attributes.iter().map(|(name, value)| (user.to_string(), name, value)))
        .map(|(user, name, value)| {
            (
                user_attributes::user_id.eq(user),
                user_attributes::name.eq(name.as_str()),
                user_attributes::value.eq(value),
            )
        })
        .collect();
    insert_rows!(connection, user_attributes::table, rows)
}

/// Gives a person exactly these attributes.
pub fn replace(connection: &mut DbConnection, user: UserId, attributes: &Attributes) -> StoreResult<()> {
    diesel::delete(user_attributes::table.filter(user_attributes::user_id.eq(user.to_string())))
        .execute(connection)?;
    for (name, value) in attributes {
        diesel::insert_into(user_attributes::table)
            .values((
                user_attributes::user_id.eq(user.to_string()),
                user_attributes::name.eq(name.as_str()),
                user_attributes::value.eq(value),
            ))
            .execute(connection)?;
    }
    Ok(())
}

/// The first names that anybody's attributes have, to be offered where one is typed. Each is looked for behind the one
/// before, in the index: there may be a million attributes of a few names.
pub fn names(connection: &mut DbConnection, most: usize) -> StoreResult<Vec<AttributeName>> {
    let mut found = Vec::new();
    let mut last = String::new();
    while found.len() < most {
        let next: Option<String> = user_attributes::table
            .filter(user_attributes::name.gt(&last))
            .order(user_attributes::name.asc())
            .select(user_attributes::name)
            .first(connection)
            .optional()?;
        let Some(next) = next else { break };
        found.push(next.parse().map_err(|_| StoreError::corrupt("user_attributes", "name", &next))?);
        last = next;
    }
    Ok(found)
}
