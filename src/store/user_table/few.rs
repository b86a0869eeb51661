//! When only a few people can be meant: all of them are fetched and sorted here.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use diesel::prelude::*;

use super::sieve::sieved;
use super::walk::{positions_of, signed_in_at};
use super::{FEW, Positions, Wanted};
use crate::domain::clock::Timestamp;
use crate::domain::user_table::{Begin, Count, Order, Position, UserFilter};
use crate::store::connection::DbConnection;
use crate::store::error::StoreResult;
use crate::store::schema::{credentials, throttles, user_groups, user_terms, users};
use crate::store::user_terms as terms;

/// Rows that are fetched to see whether they are a few people: of one person there may be two.
const MOST_ROWS: usize = 2 * FEW;

/// How many conditions a filter has; each of them, met by few, makes a few of all.
pub(super) fn conditions(filter: &UserFilter) -> usize {
    let words = filter.search.as_ref().map_or(0, |search| search.words().len());
    let others = [
        filter.group.is_some(),
        filter.status.is_some(),
        filter.is_administrator.is_some(),
        filter.never_signed_in,
        filter.must_change,
        filter.is_throttled,
    ];
    words + others.iter().filter(|is_asked| **is_asked).count()
}

/// The people who meet the narrowest condition, when there are only a few; whether they meet the others is still to be
/// seen. `None`: no condition narrows them down.
pub(super) fn candidates(
    connection: &mut DbConnection,
    filter: &UserFilter,
    now: Timestamp,
) -> StoreResult<Option<BTreeSet<String>>> {
    let limit = i64::try_from(MOST_ROWS + 1).unwrap_or(i64::MAX);
    if let Some(search) = &filter.search {
        if search.words().is_empty() {
            return Ok(Some(BTreeSet::new()));
        }
        for word in search.words() {
            let mut number = 0;
            for beginning in word.beginnings() {
                number += terms::count(connection, beginning, limit)?;
            }
            if number > MOST_ROWS {
                continue;
            }
            let mut found: Vec<String> = Vec::new();
            for beginning in word.beginnings() {
                let range = user_terms::table
                    .filter(user_terms::term.ge(beginning))
                    .filter(user_terms::term.lt(terms::end_of(beginning)));
                found.extend(range.select(user_terms::user_id).load::<String>(connection)?);
            }
            if let Some(few) = few(found) {
                return Ok(Some(few));
            }
        }
    }
    if filter.is_throttled {
        let waiting = throttles::table.filter(throttles::waits_until.gt(now.as_micros()));
        let found: Vec<Option<String>> = waiting.select(throttles::user_id).limit(limit).load(connection)?;
        if found.len() <= MOST_ROWS
            && let Some(few) = few(found.into_iter().flatten().collect())
        {
            return Ok(Some(few));
        }
    }
    let limit = i64::try_from(FEW + 1).unwrap_or(i64::MAX);
    if let Some(group) = &filter.group {
        let members = user_groups::table.filter(user_groups::group_name.eq(group.as_str().to_owned()));
        let found: Vec<String> = members.select(user_groups::user_id).limit(limit).load(connection)?;
        if let Some(few) = few(found) {
            return Ok(Some(few));
        }
    }
    if let Some(is_administrator) = filter.is_administrator {
        let people = users::table.filter(users::is_administrator.eq(is_administrator));
        let found: Vec<String> = people.select(users::id).limit(limit).load(connection)?;
        if let Some(few) = few(found) {
            return Ok(Some(few));
        }
    }
    if let Some(status) = filter.status {
        let people = users::table.filter(users::status.eq(status.as_str()));
        let found: Vec<String> = people.select(users::id).limit(limit).load(connection)?;
        if let Some(few) = few(found) {
            return Ok(Some(few));
        }
    }
    if filter.must_change {
        let due = credentials::table.filter(credentials::must_change.eq(true));
        let found: Vec<String> = due.select(credentials::user_id).limit(limit).load(connection)?;
        if let Some(few) = few(found) {
            return Ok(Some(few));
        }
    }
    if filter.never_signed_in {
        let never = users::table.filter(signed_in_at().eq(0));
        let found: Vec<String> = never.select(users::id).limit(limit).load(connection)?;
        if let Some(few) = few(found) {
            return Ok(Some(few));
        }
    }
    Ok(None)
}

fn few(found: Vec<String>) -> Option<BTreeSet<String>> {
    let people: BTreeSet<String> = found.into_iter().collect();
    (people.len() <= FEW).then_some(people)
}

/// The page of them that is asked for.
pub(super) fn positions(
    connection: &mut DbConnection,
    wanted: &Wanted,
    candidates: BTreeSet<String>,
    now: Timestamp,
) -> StoreResult<Positions> {
    let order = Order::Sorted(wanted.sort);
    let ids: Vec<String> = candidates.into_iter().collect();
    let found = positions_of(connection, wanted.sort.key, &ids)?;
    let mut all = sieved(connection, found, &wanted.filter, now)?;
    all.sort_by(|one, other| compared(wanted, one, other));
    let count = Count::Exactly(all.len());
    let is_before = |one: &Position, other: &Position| compared(wanted, one, other) == Ordering::Less;
    let (from, to) = match &wanted.begin {
        Begin::After(position) if position.is_of(order) => {
            let from = all.partition_point(|one| !is_before(position, one));
            (from, from.saturating_add(wanted.limit).min(all.len()))
        }
        Begin::Before(position) if position.is_of(order) => {
            let to = all.partition_point(|one| is_before(one, position));
            (to.saturating_sub(wanted.limit), to)
        }
        _ => (0, wanted.limit.min(all.len())),
    };
    let found = all.get(from..to).unwrap_or_default().to_vec();
    let begin = match &wanted.begin {
        Begin::After(position) | Begin::Before(position) => Some(position.clone()),
        Begin::Start => None,
    };
    let previous = if from > 0 { found.first().cloned().or_else(|| begin.clone()) } else { None };
    let next = if to < all.len() { found.last().cloned().or(begin) } else { None };
    Ok(Positions { order, found, previous, next, count })
}

fn compared(wanted: &Wanted, one: &Position, other: &Position) -> Ordering {
    let ascending = (&one.value, one.id).cmp(&(&other.value, other.id));
    if wanted.sort.is_descending { ascending.reverse() } else { ascending }
}
