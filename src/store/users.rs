//! People in the user table.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::BigInt;

use super::connection::{DbConnection, on_either};
use super::error::{StoreError, StoreResult};
use super::first_administrator;
use super::schema::{user_groups, users};
use super::user_terms;
use super::users_in_bulk::insert_all;
use crate::domain::clock::Timestamp;
use crate::domain::email::FoldedEmail;
use crate::domain::group::GroupName;
use crate::domain::id::UserId;
use crate::domain::user::{User, UserStatus};
use crate::domain::user_search::name_folded;

/// A sign-in within this time of the last one is not noted again.
const SIGN_IN_NOTED: Duration = Duration::from_secs(60);

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = users, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(super) struct Row {
    id: String,
    email: String,
    email_folded: String,
    first_name: String,
    last_name: String,
    external_id: Option<String>,
    locale: Option<String>,
    status: String,
    is_administrator: bool,
    created_at: i64,
    updated_at: i64,
    last_sign_in_at: Option<i64>,
    name_folded: String,
}

impl Row {
    pub(super) fn of(user: &User) -> Self {
        Self {
            id: user.id.to_string(),
            email: user.email.to_string(),
            email_folded: user.email.folded().as_str().to_owned(),
            first_name: user.first_name.clone(),
            last_name: user.last_name.clone(),
            external_id: user.external_id.clone(),
            locale: user.locale.clone(),
            status: user.status.as_str().to_owned(),
            is_administrator: user.is_administrator,
            created_at: user.created_at.as_micros(),
            updated_at: user.updated_at.as_micros(),
            last_sign_in_at: user.last_sign_in_at.map(Timestamp::as_micros),
            name_folded: name_folded(&user.first_name, &user.last_name),
        }
    }

    pub(super) fn id(&self) -> &str {
        &self.id
    }

    pub(super) fn into_user(self, groups: BTreeSet<GroupName>) -> StoreResult<User> {
        let corrupt = |column| StoreError::corrupt("users", column, &self.id);
        Ok(User {
            id: self.id.parse().map_err(|_| corrupt("id"))?,
            email: self.email.parse().map_err(|_| corrupt("email"))?,
            status: UserStatus::from_word(&self.status).ok_or_else(|| corrupt("status"))?,
            first_name: self.first_name,
            last_name: self.last_name,
            external_id: self.external_id,
            locale: self.locale,
            groups,
            is_administrator: self.is_administrator,
            created_at: Timestamp::from_micros(self.created_at),
            updated_at: Timestamp::from_micros(self.updated_at),
            last_sign_in_at: self.last_sign_in_at.map(Timestamp::from_micros),
        })
    }
}

/// The person with that id.
pub fn find(connection: &mut DbConnection, id: UserId) -> StoreResult<Option<User>> {
    let row = on_either!(
        connection,
        users::table.find(id.to_string()).select(Row::as_select()).get_result(connection).optional()
    )?;
    row.map(|row| complete(connection, row)).transpose()
}

/// The person with that address, ASCII case aside.
pub fn find_by_email(connection: &mut DbConnection, email: &FoldedEmail) -> StoreResult<Option<User>> {
    let row = on_either!(
        connection,
        users::table
            .filter(users::email_folded.eq(email.as_str()))
            .select(Row::as_select())
            .get_result(connection)
            .optional()
    )?;
    row.map(|row| complete(connection, row)).transpose()
}

/// A row with the groups that belong to it.
pub(super) fn complete(connection: &mut DbConnection, row: Row) -> StoreResult<User> {
    let names: Vec<String> = on_either!(
        connection,
        user_groups::table
            .filter(user_groups::user_id.eq(&row.id))
            .select(user_groups::group_name)
            .load(connection)
    )?;
    let groups = parse_groups(&row.id, names)?;
    row.into_user(groups)
}

pub(super) fn parse_groups(user: &str, names: Vec<String>) -> StoreResult<BTreeSet<GroupName>> {
    let parse =
        |name: String| name.parse().map_err(|_| StoreError::corrupt("user_groups", "group_name", user));
    names.into_iter().map(parse).collect()
}

/// People with these ids, in no order.
pub fn find_all(connection: &mut DbConnection, ids: &[String]) -> StoreResult<Vec<User>> {
    let rows: Vec<Row> =
        users::table.filter(users::id.eq_any(ids)).select(Row::as_select()).load(connection)?;
    let memberships: Vec<(String, String)> = user_groups::table
        .filter(user_groups::user_id.eq_any(ids))
        .select((user_groups::user_id, user_groups::group_name))
        .load(connection)?;
    let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (user, group) in memberships {
        groups.entry(user).or_default().push(group);
    }
    rows.into_iter()
        .map(|row| {
            let groups = parse_groups(&row.id, groups.remove(&row.id).unwrap_or_default())?;
            row.into_user(groups)
        })
        .collect()
}

/// Adds a person. `Conflict` when the address is taken.
pub fn insert(connection: &mut DbConnection, user: &User) -> StoreResult<()> {
    insert_all(connection, std::slice::from_ref(user))
}

/// Writes everything about a person. False when there is no such person; `Conflict` when the address is taken.
pub fn update(connection: &mut DbConnection, user: &User) -> StoreResult<bool> {
    let row = Row::of(user);
    let changed = diesel::update(users::table.find(&row.id)).set(&row).execute(connection)?;
    if changed == 0 {
        return Ok(false);
    }
    user_terms::keep(connection, user)?;
    if user.is_administrator {
        first_administrator::close(connection, user.updated_at)?;
    }
    diesel::delete(user_groups::table.filter(user_groups::user_id.eq(&row.id))).execute(connection)?;
    insert_groups(connection, user)?;
    Ok(true)
}

fn insert_groups(connection: &mut DbConnection, user: &User) -> StoreResult<()> {
    for group in &user.groups {
        diesel::insert_into(user_groups::table)
            .values((
                user_groups::user_id.eq(user.id.to_string()),
                user_groups::group_name.eq(group.as_str()),
            ))
            .execute(connection)?;
    }
    Ok(())
}

/// Notes a successful sign-in, to the minute: many sign-ins of one person at once must not queue for their row.
pub fn record_sign_in(connection: &mut DbConnection, user: &User, at: Timestamp) -> StoreResult<()> {
    if user.last_sign_in_at.is_some_and(|last| last <= at && at.since(last) < SIGN_IN_NOTED) {
        return Ok(());
    }
    diesel::update(users::table.find(user.id.to_string()))
        .set(users::last_sign_in_at.eq(at.as_micros()))
        .execute(connection)?;
    Ok(())
}

/// Deletes a person with everything that belongs to them. The audit stays.
pub fn delete(connection: &mut DbConnection, id: UserId) -> StoreResult<bool> {
    Ok(diesel::delete(users::table.find(id.to_string())).execute(connection)? > 0)
}

/// Groups that somebody belongs to, in order of their names, at most so many: from one name to the next, because to
/// look at every membership would take long where there are many.
pub fn groups(connection: &mut DbConnection, most: usize) -> StoreResult<BTreeSet<GroupName>> {
    let mut names = BTreeSet::new();
    let mut last = String::new();
    while names.len() < most {
        let next: Option<String> = user_groups::table
            .filter(user_groups::group_name.gt(&last))
            .order(user_groups::group_name.asc())
            .select(user_groups::group_name)
            .first(connection)
            .optional()?;
        let Some(name) = next else { break };
        names.insert(name.parse().map_err(|_| StoreError::corrupt("user_groups", "group_name", &name))?);
        last = name;
    }
    Ok(names)
}

/// How many active administrators there are besides this person.
pub fn other_active_administrators(connection: &mut DbConnection, id: UserId) -> StoreResult<i64> {
    Ok(users::table
        .filter(users::is_administrator.eq(true))
        .filter(users::status.eq(UserStatus::Active.as_str()))
        .filter(users::id.ne(id.to_string()))
        .count()
        .get_result(connection)?)
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    people: i64,
    #[diesel(sql_type = BigInt)]
    active: i64,
    #[diesel(sql_type = BigInt)]
    administrators: i64,
}

/// How many people there are, and how many of them are active, both counted up to `most`; and how many active
/// administrators there are. Each is a stretch of one index, as long as `most` however many people there are.
pub fn count_up_to(connection: &mut DbConnection, most: i64) -> StoreResult<(i64, i64, i64)> {
    // `$1` is a parameter on both databases. Administrators are few: their status is looked at in their rows.
    let query = sql_query(
        "SELECT (SELECT COUNT(*) FROM (SELECT 1 AS one FROM users LIMIT $1) AS a) AS people, \
         (SELECT COUNT(*) FROM (SELECT 1 AS one FROM users WHERE status = 'active' LIMIT $2) AS b) AS active, \
         (SELECT COUNT(*) FROM users WHERE is_administrator = TRUE AND status = 'active') AS administrators",
    );
    let counted: Counted = query.bind::<BigInt, _>(most).bind::<BigInt, _>(most).get_result(connection)?;
    Ok((counted.people, counted.active, counted.administrators))
}

/// The same, however many there are.
pub fn count(connection: &mut DbConnection) -> StoreResult<(i64, i64, i64)> {
    count_up_to(connection, i64::MAX)
}

/// How many people may administer and are active.
pub fn administrators(connection: &mut DbConnection) -> StoreResult<i64> {
    Ok(count_up_to(connection, 0)?.2)
}

/// Whether anybody may administer, active or not.
pub fn any_administrator(connection: &mut DbConnection) -> StoreResult<bool> {
    let first: Option<String> = users::table
        .filter(users::is_administrator.eq(true))
        .select(users::id)
        .limit(1)
        .first(connection)
        .optional()?;
    Ok(first.is_some())
}

/// Whether there is anybody at all. The cheapest question that needs the table.
pub fn any(connection: &mut DbConnection) -> StoreResult<bool> {
    let first: Option<String> = users::table.select(users::id).limit(1).first(connection).optional()?;
    Ok(first.is_some())
}
