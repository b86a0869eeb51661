//! Walking along an index, stretch by stretch, in either direction.

use std::collections::BTreeMap;

use diesel::dsl::sql;
use diesel::expression::SqlLiteral;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

use crate::domain::id::UserId;
use crate::domain::user::UserStatus;
use crate::domain::user_table::{Order, Position, SortKey, SortValue};
use crate::store::connection::DbConnection;
use crate::store::error::{StoreError, StoreResult};
use crate::store::schema::{user_terms, users};
use crate::store::user_terms as terms;

/// The last sign-in as it is sorted. Written as in the index `users_by_last_sign_in`.
pub(super) fn signed_in_at() -> SqlLiteral<BigInt> {
    sql("COALESCE(last_sign_in_at, 0)")
}

/// A walk along the index of an order.
pub(super) struct Walk {
    order: Order,
    /// How the terms begin whose finds are walked along: stretches of the index, one behind the other.
    beginnings: Vec<String>,
    /// Walked along by address, the people of one status stand together.
    status: Option<UserStatus>,
    reached: Option<Position>,
    is_backward: bool,
}

/// The next people behind a position: first those with the same value, then those with a greater one (or a smaller
/// one, going down). Two plain ranges, because a comparison of pairs does not use the whole index everywhere.
macro_rules! next_people {
    ($connection:ident, $limit:ident, $down:expr, $from:expr, $value:expr, $id:expr, $all:expr) => {{
        let mut rows = Vec::new();
        if let Some((value, id)) = $from {
            let same = $all.clone().filter($value.eq(value.clone()));
            rows = if $down {
                same.filter($id.lt(id)).order($id.desc()).limit($limit).load($connection)?
            } else {
                same.filter($id.gt(id)).order($id.asc()).limit($limit).load($connection)?
            };
            let rest = $limit - i64::try_from(rows.len()).unwrap_or($limit);
            if rest > 0 {
                let further = if $down {
                    $all.filter($value.lt(value))
                        .order(($value.desc(), $id.desc()))
                        .limit(rest)
                        .load($connection)?
                } else {
                    $all.filter($value.gt(value))
                        .order(($value.asc(), $id.asc()))
                        .limit(rest)
                        .load($connection)?
                };
                rows.extend(further);
            }
        } else {
            let further = if $down {
                $all.order(($value.desc(), $id.desc())).limit($limit).load($connection)?
            } else {
                $all.order(($value.asc(), $id.asc())).limit($limit).load($connection)?
            };
            rows.extend(further);
        }
        rows
    }};
}

impl Walk {
    pub(super) fn new(
        order: Order,
        beginnings: &[String],
        status: Option<UserStatus>,
        from: Option<Position>,
        is_backward: bool,
    ) -> Self {
        Self { order, beginnings: beginnings.to_vec(), status, reached: from, is_backward }
    }

    /// How far it came.
    pub(super) fn reached(&self) -> Option<Position> {
        self.reached.clone()
    }

    /// The next people; fewer than `limit` only when nobody comes after them.
    pub(super) fn stretch(
        &mut self,
        connection: &mut DbConnection,
        limit: usize,
    ) -> StoreResult<Vec<Position>> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let from = self.reached.as_ref().map(|position| (position.value.clone(), position.id.to_string()));
        let stretch = match self.order {
            Order::Found => self.finds(connection, from, limit)?,
            Order::Sorted(sort) => {
                let down = sort.is_descending != self.is_backward;
                match (sort.key, from) {
                    (SortKey::Email, from) => self.by_email(connection, from, down, limit)?,
                    (SortKey::Id, from) => by_id(connection, from.map(|(_, id)| id), down, limit)?,
                    (SortKey::Name, from) => {
                        let all = users::table.select((users::name_folded, users::id));
                        let from = from.map(|(value, id)| (text(value), id));
                        let rows: Vec<(String, String)> =
                            next_people!(connection, limit, down, from, users::name_folded, users::id, all);
                        of_texts(Some(SortKey::Name), rows)?
                    }
                    (SortKey::Created, from) => {
                        let all = users::table.select((users::created_at, users::id));
                        let from = from.map(|(value, id)| (number(&value), id));
                        let rows: Vec<(i64, String)> =
                            next_people!(connection, limit, down, from, users::created_at, users::id, all);
                        of_numbers(SortKey::Created, rows)?
                    }
                    (SortKey::LastSignIn, from) => {
                        let all = users::table.select((signed_in_at(), users::id));
                        let from = from.map(|(value, id)| (number(&value), id));
                        let rows: Vec<(i64, String)> =
                            next_people!(connection, limit, down, from, signed_in_at(), users::id, all);
                        of_numbers(SortKey::LastSignIn, rows)?
                    }
                }
            }
        };
        if let Some(last) = stretch.last() {
            self.reached = Some(last.clone());
        }
        Ok(stretch)
    }

    fn by_email(
        &self,
        connection: &mut DbConnection,
        from: Option<(SortValue, String)>,
        down: bool,
        limit: i64,
    ) -> StoreResult<Vec<Position>> {
        let mut query = users::table.select((users::email_folded, users::id)).limit(limit).into_boxed();
        if let Some(status) = self.status {
            query = query.filter(users::status.eq(status.as_str()));
        }
        // No two people have one address.
        if let Some((value, _)) = from {
            let value = text(value);
            query = if down {
                query.filter(users::email_folded.lt(value))
            } else {
                query.filter(users::email_folded.gt(value))
            };
        }
        query = if down {
            query.order(users::email_folded.desc())
        } else {
            query.order(users::email_folded.asc())
        };
        of_texts(Some(SortKey::Email), query.load(connection)?)
    }

    fn finds(
        &self,
        connection: &mut DbConnection,
        from: Option<(SortValue, String)>,
        limit: i64,
    ) -> StoreResult<Vec<Position>> {
        let from = from.map(|(value, id)| (text(value), id));
        let (term, user_id) = (user_terms::term, user_terms::user_id);
        let mut beginnings: Vec<&String> = self.beginnings.iter().collect();
        if self.is_backward {
            beginnings.reverse();
        }
        let mut found: Vec<(String, String)> = Vec::new();
        for begin in beginnings {
            let from = match &from {
                Some((value, _)) if value.starts_with(begin) => from.clone(),
                // Behind us already.
                Some((value, _)) if (value > begin) != self.is_backward => continue,
                _ => None,
            };
            let limit = limit - i64::try_from(found.len()).unwrap_or(limit);
            if limit == 0 {
                break;
            }
            let end = terms::end_of(begin);
            let all = user_terms::table
                .filter(user_terms::term.ge(begin))
                .filter(user_terms::term.lt(&end))
                .select((user_terms::term, user_terms::user_id));
            let rows: Vec<(String, String)> =
                next_people!(connection, limit, self.is_backward, from, term, user_id, all);
            found.extend(rows);
        }
        of_texts(None, found)
    }

    /// A person of whom several terms begin like that stands where the first of them does.
    pub(super) fn without_repetitions(
        &self,
        connection: &mut DbConnection,
        mut stretch: Vec<Position>,
    ) -> StoreResult<Vec<Position>> {
        if self.order != Order::Found {
            return Ok(stretch);
        }
        let ids: Vec<String> = stretch.iter().map(|position| position.id.to_string()).collect();
        let mut first: BTreeMap<String, String> = BTreeMap::new();
        for (user, term) in terms::of(connection, &ids)? {
            if !self.beginnings.iter().any(|begin| term.starts_with(begin)) {
                continue;
            }
            let known = first.entry(user).or_insert_with(|| term.clone());
            if term < *known {
                *known = term;
            }
        }
        stretch.retain(|position| {
            first
                .get(&position.id.to_string())
                .is_some_and(|term| SortValue::Text(term.clone()) == position.value)
        });
        Ok(stretch)
    }
}

fn by_id(
    connection: &mut DbConnection,
    from: Option<String>,
    down: bool,
    limit: i64,
) -> StoreResult<Vec<Position>> {
    let mut query = users::table.select(users::id).limit(limit).into_boxed();
    if let Some(id) = from {
        query = if down { query.filter(users::id.lt(id)) } else { query.filter(users::id.gt(id)) };
    }
    query = if down { query.order(users::id.desc()) } else { query.order(users::id.asc()) };
    let ids: Vec<String> = query.load(connection)?;
    of_texts(Some(SortKey::Id), ids.into_iter().map(|id| (String::new(), id)).collect())
}

/// Where people with these ids stand in an order.
pub(super) fn positions_of(
    connection: &mut DbConnection,
    key: SortKey,
    ids: &[String],
) -> StoreResult<Vec<Position>> {
    let people = users::table.filter(users::id.eq_any(ids));
    match key {
        SortKey::Email => {
            of_texts(Some(key), people.select((users::email_folded, users::id)).load(connection)?)
        }
        SortKey::Name => {
            of_texts(Some(key), people.select((users::name_folded, users::id)).load(connection)?)
        }
        SortKey::Created => of_numbers(key, people.select((users::created_at, users::id)).load(connection)?),
        SortKey::LastSignIn => of_numbers(key, people.select((signed_in_at(), users::id)).load(connection)?),
        SortKey::Id => {
            let found: Vec<String> = people.select(users::id).load(connection)?;
            of_texts(Some(key), found.into_iter().map(|id| (String::new(), id)).collect())
        }
    }
}

fn of_texts(key: Option<SortKey>, rows: Vec<(String, String)>) -> StoreResult<Vec<Position>> {
    rows.into_iter()
        .map(|(value, id)| Ok(Position { key, value: SortValue::Text(value), id: parsed(&id)? }))
        .collect()
}

fn of_numbers(key: SortKey, rows: Vec<(i64, String)>) -> StoreResult<Vec<Position>> {
    rows.into_iter()
        .map(|(value, id)| Ok(Position { key: Some(key), value: SortValue::Number(value), id: parsed(&id)? }))
        .collect()
}

fn parsed(id: &str) -> StoreResult<UserId> {
    id.parse().map_err(|_| StoreError::corrupt("users", "id", id))
}

fn text(value: SortValue) -> String {
    match value {
        SortValue::Text(text) => text,
        SortValue::Number(number) => number.to_string(),
    }
}

fn number(value: &SortValue) -> i64 {
    match value {
        SortValue::Number(number) => *number,
        SortValue::Text(_) => 0,
    }
}
