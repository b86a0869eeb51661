//! Which of some people meet every condition of a filter.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;

use super::walk::signed_in_at;
use crate::domain::clock::Timestamp;
use crate::domain::user_search::Word;
use crate::domain::user_table::{Position, UserFilter};
use crate::store::connection::DbConnection;
use crate::store::error::StoreResult;
use crate::store::schema::{credentials, throttles, user_groups, users};
use crate::store::user_terms as terms;

/// Those who do, in the order in which they came.
pub(super) fn sieved(
    connection: &mut DbConnection,
    mut people: Vec<Position>,
    filter: &UserFilter,
    now: Timestamp,
) -> StoreResult<Vec<Position>> {
    if filter.status.is_some() || filter.is_administrator.is_some() || filter.never_signed_in {
        let mut query = users::table.filter(users::id.eq_any(ids(&people))).select(users::id).into_boxed();
        if let Some(status) = filter.status {
            query = query.filter(users::status.eq(status.as_str()));
        }
        if let Some(is_administrator) = filter.is_administrator {
            query = query.filter(users::is_administrator.eq(is_administrator));
        }
        if filter.never_signed_in {
            query = query.filter(signed_in_at().eq(0));
        }
        let found = query.load(connection)?;
        keep(&mut people, found);
    }
    if let Some(group) = &filter.group {
        let members = user_groups::table
            .filter(user_groups::user_id.eq_any(ids(&people)))
            .filter(user_groups::group_name.eq(group.as_str().to_owned()));
        let found = members.select(user_groups::user_id).load(connection)?;
        keep(&mut people, found);
    }
    if filter.must_change {
        let due = credentials::table
            .filter(credentials::user_id.eq_any(ids(&people)))
            .filter(credentials::must_change.eq(true));
        let found = due.select(credentials::user_id).load(connection)?;
        keep(&mut people, found);
    }
    if filter.is_throttled {
        let waiting = throttles::table
            .filter(throttles::user_id.eq_any(ids(&people)))
            .filter(throttles::waits_until.gt(now.as_micros()));
        let found: Vec<Option<String>> = waiting.select(throttles::user_id).load(connection)?;
        keep(&mut people, found.into_iter().flatten().collect());
    }
    if let Some(search) = &filter.search {
        let mut terms: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (user, term) in terms::of(connection, &ids(&people))? {
            terms.entry(user).or_default().push(term);
        }
        let has = |terms: &[String], word: &Word| terms.iter().any(|term| word.begins(term));
        people.retain(|position| {
            let terms = terms.get(&position.id.to_string()).map(Vec::as_slice).unwrap_or_default();
            search.words().iter().all(|word| has(terms, word))
        });
    }
    Ok(people)
}

fn ids(people: &[Position]) -> Vec<String> {
    people.iter().map(|position| position.id.to_string()).collect()
}

fn keep(people: &mut Vec<Position>, found: Vec<String>) {
    let found: BTreeSet<String> = found.into_iter().collect();
    people.retain(|position| found.contains(&position.id.to_string()));
}
