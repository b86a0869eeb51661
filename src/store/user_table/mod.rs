//! Pages of the table of people, as quick for a million as for a hundred.
//!
//! Every question here goes to one table and one index of it, so that no planner can choose badly. When at most
//! [`FEW`] people can be meant by some part of the filter, all of them are fetched, sieved and sorted (`few`).
//! Otherwise an index is walked from where the page begins (`walk`), and what it brings is sieved in portions; after
//! [`FARTHEST`] people the walk ends, and its page says where to go on.

mod few;
mod sieve;
mod walk;

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::BigInt;

use super::connection::DbConnection;
use super::error::StoreResult;
use super::schema::{credentials, throttles};
use super::users;
use crate::domain::clock::Timestamp;
use crate::domain::user::User;
use crate::domain::user_search::Word;
use crate::domain::user_table::{Begin, Count, Order, Position, Sort, UserFilter};

/// So many people are counted exactly, and sorted whichever way is asked for.
pub const FEW: usize = 1000;
/// So many people are looked at for one page of those who match.
const FARTHEST: usize = 50_000;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Who.
    pub filter: UserFilter,
    /// In which order.
    pub sort: Sort,
    /// From where.
    pub begin: Begin,
    /// At most so many.
    pub limit: usize,
    /// In that order however many are found: for whoever reads all of them and does not mind that it takes longer.
    pub keeps_order: bool,
}

/// Positions of the people on a page.
#[derive(Clone, Debug)]
pub struct Positions {
    /// The order in which they stand.
    pub order: Order,
    /// They.
    pub found: Vec<Position>,
    /// The position before which a page ends that comes before this one, if there may be one.
    pub previous: Option<Position>,
    /// The position after which the page begins that comes after this one, if there may be one.
    pub next: Option<Position>,
    /// How many match.
    pub count: Count,
}

/// A person as the table shows them.
#[derive(Clone, Debug)]
pub struct Listed {
    /// They.
    pub user: User,
    /// They must choose a new password.
    pub must_change: bool,
    /// Somebody who signs in to their account must wait until then.
    pub waits_until: Option<Timestamp>,
}

/// Who stands on a page.
pub fn positions(connection: &mut DbConnection, wanted: &Wanted, now: Timestamp) -> StoreResult<Positions> {
    let filter = &wanted.filter;
    if let Some(candidates) = few::candidates(connection, filter, now)? {
        return few::positions(connection, wanted, candidates, now);
    }
    let word =
        filter.search.as_ref().and_then(|search| search.words().iter().max_by_key(|word| word.length()));
    let order = match word {
        Some(_) if !wanted.keeps_order => Order::Found,
        _ => Order::Sorted(wanted.sort),
    };
    let count = count(connection, filter)?;
    // A position of another order was given when more or fewer people matched: the table begins anew.
    let (from, is_backward) = match &wanted.begin {
        Begin::After(position) if position.is_of(order) => (Some(position.clone()), false),
        Begin::Before(position) if position.is_of(order) => (Some(position.clone()), true),
        _ => (None, false),
    };
    let mut walk = walk::Walk::new(
        order,
        word.map_or(&[][..], Word::beginnings),
        filter.status,
        from.clone(),
        is_backward,
    );
    let (mut found, mut looked_at, mut is_over) = (Vec::new(), 0, false);
    // One more than is shown tells whether there is another page.
    let mut portion = wanted.limit + 1;
    while found.len() <= wanted.limit && looked_at < FARTHEST && !is_over {
        let stretch = walk.stretch(connection, portion)?;
        looked_at += stretch.len();
        is_over = stretch.len() < portion;
        let stretch = walk.without_repetitions(connection, stretch)?;
        found.extend(sieve::sieved(connection, stretch, filter, now)?);
        portion = (portion * 2).min(FEW);
    }
    let has_more = found.len() > wanted.limit;
    found.truncate(wanted.limit);
    let beyond = if has_more {
        found.last().cloned()
    } else if is_over {
        None
    } else {
        walk.reached()
    };
    let (previous, next) = if is_backward {
        found.reverse();
        (beyond, found.last().cloned().or(from))
    } else {
        (from.map(|from| found.first().cloned().unwrap_or(from)), beyond)
    };
    Ok(Positions { order, found, previous, next, count })
}

/// Those people, in that order, with what the table shows of them.
pub fn listed(connection: &mut DbConnection, found: &[Position], now: Timestamp) -> StoreResult<Vec<Listed>> {
    let ids: Vec<String> = found.iter().map(|position| position.id.to_string()).collect();
    let must_change: Vec<String> = credentials::table
        .filter(credentials::user_id.eq_any(&ids))
        .filter(credentials::must_change.eq(true))
        .select(credentials::user_id)
        .load(connection)?;
    let waits: Vec<(Option<String>, Option<i64>)> = throttles::table
        .filter(throttles::user_id.eq_any(&ids))
        .filter(throttles::waits_until.gt(now.as_micros()))
        .select((throttles::user_id, throttles::waits_until))
        .load(connection)?;
    let must_change: BTreeSet<String> = must_change.into_iter().collect();
    let mut longest: BTreeMap<String, i64> = BTreeMap::new();
    for (user, until) in waits {
        if let (Some(user), Some(until)) = (user, until) {
            longest.entry(user).and_modify(|known| *known = until.max(*known)).or_insert(until);
        }
    }
    let mut people: BTreeMap<_, User> =
        users::find_all(connection, &ids)?.into_iter().map(|user| (user.id, user)).collect();
    let listed = found.iter().filter_map(|position| people.remove(&position.id)).map(|user| {
        let id = user.id.to_string();
        Listed {
            must_change: must_change.contains(&id),
            waits_until: longest.get(&id).copied().map(Timestamp::from_micros),
            user,
        }
    });
    Ok(listed.collect())
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

/// How many people match a filter that does not narrow them down to a few.
fn count(connection: &mut DbConnection, filter: &UserFilter) -> StoreResult<Count> {
    if filter.is_everybody() {
        let query =
            sql_query("SELECT COUNT(*) AS number FROM (SELECT 1 AS one FROM users LIMIT $1) AS counted");
        let limit = i64::try_from(FEW + 1).unwrap_or(i64::MAX);
        let counted: Counted = query.bind::<BigInt, _>(limit).get_result(connection)?;
        let number = usize::try_from(counted.number).unwrap_or(0);
        return Ok(if number > FEW { Count::MoreThan(FEW) } else { Count::Exactly(number) });
    }
    // Of a single condition it is known that more than a few meet it; of several together nothing is.
    Ok(if few::conditions(filter) == 1 { Count::MoreThan(FEW) } else { Count::Uncounted })
}
