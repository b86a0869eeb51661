//! Throttles: counters of guessed passwords, shared by every instance and as lasting as the accounts themselves.

use diesel::prelude::*;

use super::connection::DbConnection;
use super::error::{StoreError, StoreResult};
use super::schema::throttles;
use crate::domain::clock::Timestamp;
use crate::domain::id::UserId;
use crate::domain::network::Network;
use crate::domain::throttle::{Scope, Span, Throttle};

/// What one counter counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Of which kind it is.
    pub scope: Scope,
    /// Names it within its scope.
    pub key: String,
    /// The person it concerns, when it concerns one who exists.
    pub user_id: Option<UserId>,
    /// The network it concerns, when it concerns one.
    pub network: Option<Network>,
}

/// A counter as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// What it counts.
    pub counted: Counted,
    /// What it counted.
    pub throttle: Throttle,
}

/// Which counters to take away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Those that concern a person.
    OfPerson(UserId),
    /// Those that concern a network.
    OfNetwork(Network),
    /// All of them.
    All,
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = throttles, treat_none_as_null = true)]
struct Row {
    scope: String,
    counted: String,
    user_id: Option<String>,
    network: Option<String>,
    window_began_at: i64,
    failures: i32,
    earlier_failures: i32,
    reserved: i32,
    earlier_reserved: i32,
    reserved_in: i64,
    waits: i32,
    waits_until: Option<i64>,
    updated_at: i64,
}

impl Row {
    fn of(counted: &Counted, throttle: &Throttle, now: Timestamp) -> Self {
        let count = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
        Self {
            scope: counted.scope.as_str().to_owned(),
            counted: counted.key.clone(),
            user_id: counted.user_id.map(|id| id.to_string()),
            network: counted.network.map(|network| network.to_string()),
            window_began_at: throttle.window_began_at.as_micros(),
            failures: count(throttle.failures),
            earlier_failures: count(throttle.earlier_failures),
            reserved: count(throttle.reserved),
            earlier_reserved: count(throttle.earlier_reserved),
            reserved_in: throttle.reserved_in.as_number(),
            waits: count(throttle.waits),
            waits_until: throttle.waits_until.map(Timestamp::as_micros),
            updated_at: now.as_micros(),
        }
    }

    fn throttle(&self) -> Throttle {
        let count = |number: i32| u32::try_from(number).unwrap_or(0);
        Throttle {
            window_began_at: Timestamp::from_micros(self.window_began_at),
            failures: count(self.failures),
            earlier_failures: count(self.earlier_failures),
            reserved: count(self.reserved),
            earlier_reserved: count(self.earlier_reserved),
            reserved_in: Span::from_number(self.reserved_in),
            waits: count(self.waits),
            waits_until: self.waits_until.map(Timestamp::from_micros),
        }
    }

    fn into_kept(self) -> StoreResult<Kept> {
        let corrupt = |column| StoreError::corrupt("throttles", column, &self.counted);
        let scope = Scope::ALL.into_iter().find(|scope| scope.as_str() == self.scope);
        let user_id = self.user_id.as_deref().map(str::parse).transpose();
        let network = self.network.as_deref().map(str::parse).transpose();
        let throttle = self.throttle();
        Ok(Kept {
            counted: Counted {
                scope: scope.ok_or_else(|| corrupt("scope"))?,
                user_id: user_id.map_err(|_| corrupt("user_id"))?,
                network: network.map_err(|_| corrupt("network"))?,
                key: self.counted,
            },
            throttle,
        })
    }
}

/// The counter, if anything was counted lately.
pub fn find(connection: &mut DbConnection, counted: &Counted) -> StoreResult<Option<Throttle>> {
    let row: Option<Row> = throttles::table
        .find((counted.scope.as_str(), &counted.key))
        .select(Row::as_select())
        .first(connection)
        .optional()?;
    Ok(row.map(|row| row.throttle()))
}

/// Keeps a counter, whatever was there.
pub fn put(
    connection: &mut DbConnection,
    counted: &Counted,
    throttle: &Throttle,
    now: Timestamp,
) -> StoreResult<()> {
    let row = Row::of(counted, throttle, now);
    let changed =
        diesel::update(throttles::table.find((&row.scope, &row.counted))).set(&row).execute(connection)?;
    if changed == 0 {
        diesel::insert_into(throttles::table).values(&row).execute(connection)?;
    }
    Ok(())
}

/// Takes one counter away.
pub fn remove(connection: &mut DbConnection, counted: &Counted) -> StoreResult<()> {
    diesel::delete(throttles::table.find((counted.scope.as_str(), &counted.key))).execute(connection)?;
    Ok(())
}

/// Counters, the latest used first: of one person or of all, and with `waiting_at` only those whose wait lasts at
/// that instant.
pub fn list(
    connection: &mut DbConnection,
    user: Option<UserId>,
    waiting_at: Option<Timestamp>,
    limit: i64,
) -> StoreResult<Vec<Kept>> {
    let mut query = throttles::table
        .order((throttles::updated_at.desc(), throttles::counted.asc()))
        .limit(limit)
        .select(Row::as_select())
        .into_boxed();
    if let Some(now) = waiting_at {
        query = query.filter(throttles::waits_until.gt(now.as_micros()));
    }
    if let Some(user) = user {
        query = query.filter(throttles::user_id.eq(user.to_string()));
    }
    let rows: Vec<Row> = query.load(connection)?;
    rows.into_iter().map(Row::into_kept).collect()
}

/// Forgets every reservation; returns how many counters had one. For a process that is alone with its database and
/// has just started: whoever reserved is gone.
pub fn forget_reservations(connection: &mut DbConnection) -> StoreResult<usize> {
    let reserved = throttles::table.filter(throttles::reserved.gt(0).or(throttles::earlier_reserved.gt(0)));
    let nothing = (throttles::reserved.eq(0), throttles::earlier_reserved.eq(0));
    Ok(diesel::update(reserved).set(nothing).execute(connection)?)
}

/// Takes counters away; returns how many.
pub fn clear(connection: &mut DbConnection, which: Which) -> StoreResult<usize> {
    Ok(match which {
        Which::OfPerson(id) => diesel::delete(throttles::table.filter(throttles::user_id.eq(id.to_string())))
            .execute(connection)?,
        Which::OfNetwork(network) => {
            diesel::delete(throttles::table.filter(throttles::network.eq(network.to_string())))
                .execute(connection)?
        }
        Which::All => diesel::delete(throttles::table).execute(connection)?,
    })
}
