//! What people are found by. Kept here, by whatever adds or changes a person, and filled once for the people of a
//! database that knew no terms.

use std::collections::BTreeSet;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use diesel::{PgConnection, SqliteConnection, sql_query};

use super::connection::{DbConnection, insert_rows};
use super::error::{StoreError, StoreResult};
use super::schema::user_terms;
use crate::domain::clock::Timestamp;
use crate::domain::user::{User, UserStatus};
use crate::domain::user_search::{name_folded, terms_of};

/// Brings a person's terms up to date.
pub(super) fn keep(connection: &mut DbConnection, user: &User) -> StoreResult<()> {
    let id = user.id.to_string();
    let kept: Vec<String> =
        user_terms::table.filter(user_terms::user_id.eq(&id)).select(user_terms::term).load(connection)?;
    let (kept, wanted) = (BTreeSet::from_iter(kept), terms_of(user));
    for term in kept.difference(&wanted) {
        diesel::delete(user_terms::table.find((term, &id))).execute(connection)?;
    }
    for term in wanted.difference(&kept) {
        diesel::insert_into(user_terms::table)
            .values((user_terms::term.eq(term), user_terms::user_id.eq(&id)))
            .execute(connection)?;
    }
    Ok(())
}

/// Writes down the terms of people who have none yet.
pub(super) fn add(connection: &mut DbConnection, all: &[User]) -> StoreResult<()> {
    let terms = all.iter().flat_map(|user| {
        let id = user.id.to_string();
        terms_of(user).into_iter().map(move |term| (term, id.clone()))
    });
    let rows: Vec<_> =
        terms.map(|(term, id)| (user_terms::term.eq(term), user_terms::user_id.eq(id))).collect();
    insert_rows!(connection, user_terms::table, rows)
}

/// All terms of these people, each with whose it is. Which of them are wanted is for the caller to say: asked for a
/// range as well, PostgreSQL sometimes reads the whole range.
pub(super) fn of(connection: &mut DbConnection, ids: &[String]) -> StoreResult<Vec<(String, String)>> {
    let terms = user_terms::table.filter(user_terms::user_id.eq_any(ids));
    Ok(terms.select((user_terms::user_id, user_terms::term)).load(connection)?)
}

/// A text that every other one beginning with `prefix` is smaller than.
pub(super) fn end_of(prefix: &str) -> String {
    // Folded texts do not have this character, and nothing is greater.
    format!("{prefix}\u{10FFFF}")
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

/// How many terms begin with `prefix`, counted up to `limit`.
pub(super) fn count(connection: &mut DbConnection, prefix: &str, limit: i64) -> StoreResult<usize> {
    // `$1` is a parameter on both databases.
    let query = sql_query(
        "SELECT COUNT(*) AS number FROM \
         (SELECT 1 AS one FROM user_terms WHERE term >= $1 AND term < $2 LIMIT $3) AS counted",
    );
    let query =
        query.bind::<Text, _>(prefix.to_owned()).bind::<Text, _>(end_of(prefix)).bind::<BigInt, _>(limit);
    let counted: Count = query.get_result(connection)?;
    Ok(usize::try_from(counted.number).unwrap_or(0))
}

/// People filled at once.
const BATCH: i64 = 1000;

/// A person as the migration that brings the terms finds them: by its own columns, whatever later ones are called.
#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Text)]
    id: String,
    #[diesel(sql_type = Text)]
    email: String,
    #[diesel(sql_type = Text)]
    first_name: String,
    #[diesel(sql_type = Text)]
    last_name: String,
    #[diesel(sql_type = Text)]
    external_id: String,
}

impl Found {
    fn terms(&self) -> StoreResult<BTreeSet<String>> {
        let corrupt = |column| StoreError::corrupt("users", column, &self.id);
        Ok(terms_of(&User {
            id: self.id.parse().map_err(|_| corrupt("id"))?,
            email: self.email.parse().map_err(|_| corrupt("email"))?,
            first_name: self.first_name.clone(),
            last_name: self.last_name.clone(),
            external_id: Some(self.external_id.clone()),
            locale: None,
            groups: BTreeSet::new(),
            status: UserStatus::Active,
            is_administrator: false,
            created_at: Timestamp::from_micros(0),
            updated_at: Timestamp::from_micros(0),
            last_sign_in_at: None,
        }))
    }
}

/// Makes one function for each kind of connection, because migrations run on such a one.
macro_rules! fill {
    ($name:ident, $connection:ty) => {
        /// Fills the terms and sort names of everybody, inside the transaction of the migration that made their place.
        pub(super) fn $name(connection: &mut $connection) -> StoreResult<()> {
            let mut after = String::new();
            loop {
                let people: Vec<Found> = sql_query(
                    "SELECT id, email, first_name, last_name, COALESCE(external_id, '') AS external_id \
                     FROM users WHERE id > $1 ORDER BY id LIMIT $2",
                )
                .bind::<Text, _>(&after)
                .bind::<BigInt, _>(BATCH)
                .load(connection)?;
                let Some(last) = people.last() else { return Ok(()) };
                after.clone_from(&last.id);
                for person in &people {
                    let name = name_folded(&person.first_name, &person.last_name);
                    sql_query("UPDATE users SET name_folded = $1 WHERE id = $2")
                        .bind::<Text, _>(name)
                        .bind::<Text, _>(&person.id)
                        .execute(connection)?;
                    for term in person.terms()? {
                        sql_query("INSERT INTO user_terms (term, user_id) VALUES ($1, $2)")
                            .bind::<Text, _>(term)
                            .bind::<Text, _>(&person.id)
                            .execute(connection)?;
                    }
                }
            }
        }
    };
}

fill!(fill_sqlite, SqliteConnection);
fill!(fill_postgres, PgConnection);
