//! Many people at once: looked up by what a list says of them, and added.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::connection::{DbConnection, insert_rows};
use super::error::StoreResult;
use super::first_administrator;
use super::schema::{user_groups, users};
use super::user_terms;
use super::users::{Row, parse_groups};
use crate::domain::email::FoldedEmail;
use crate::domain::user::User;

/// The people with these addresses, in no order. A few hundred at once.
pub fn with_emails(connection: &mut DbConnection, emails: &[FoldedEmail]) -> StoreResult<Vec<User>> {
    let emails: Vec<&str> = emails.iter().map(FoldedEmail::as_str).collect();
    let rows: Vec<Row> =
        users::table.filter(users::email_folded.eq_any(emails)).select(Row::as_select()).load(connection)?;
    complete_all(connection, rows)
}

/// The people with these external ids, in no order; several may have the same. A few hundred at once.
pub fn with_external_ids(connection: &mut DbConnection, ids: &[&str]) -> StoreResult<Vec<User>> {
    let rows: Vec<Row> =
        users::table.filter(users::external_id.eq_any(ids)).select(Row::as_select()).load(connection)?;
    complete_all(connection, rows)
}

fn complete_all(connection: &mut DbConnection, rows: Vec<Row>) -> StoreResult<Vec<User>> {
    let ids: Vec<&str> = rows.iter().map(Row::id).collect();
    let memberships: Vec<(String, String)> = user_groups::table
        .filter(user_groups::user_id.eq_any(ids))
        .select((user_groups::user_id, user_groups::group_name))
        .load(connection)?;
    let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (user, group) in memberships {
        groups.entry(user).or_default().push(group);
    }
    let complete = |row: Row| {
        let groups = parse_groups(row.id(), groups.remove(row.id()).unwrap_or_default())?;
        row.into_user(groups)
    };
    rows.into_iter().map(complete).collect()
}

/// Adds people. `Conflict` when an address is taken.
pub fn insert_all(connection: &mut DbConnection, all: &[User]) -> StoreResult<()> {
    let rows: Vec<Row> = all.iter().map(Row::of).collect();
    insert_rows!(&mut *connection, users::table, rows)?;
    if let Some(administrator) = all.iter().find(|user| user.is_administrator) {
        first_administrator::close(connection, administrator.created_at)?;
    }
    user_terms::add(connection, all)?;
    let memberships: Vec<_> = all
        .iter()
        .flat_map(|user| user.groups.iter().map(|group| (user.id.to_string(), group.as_str())))
        .map(|(user, group)| (user_groups::user_id.eq(user), user_groups::group_name.eq(group)))
        .collect();
    insert_rows!(connection, user_groups::table, memberships)
}
