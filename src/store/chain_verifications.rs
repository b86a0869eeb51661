//! Verifications of the audit's chain that an administrator asked for.

use diesel::prelude::*;

use super::connection::DbConnection;
use super::error::StoreResult;
use super::schema::chain_verifications::{self, dsl};
use crate::domain::audit_chain::ChainCheck;
use crate::domain::clock::Timestamp;

/// So many are kept.
const KEPT: i64 = 20;

/// A verification, under way or ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// Its name.
    pub id: String,
    /// Who asked for it, in the audit's words.
    pub actor: String,
    /// When it began.
    pub began_at: Timestamp,
    /// When it last said how far it is.
    pub seen_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// The last place of the chain when it began.
    pub expected: i64,
    /// How far it is: the last place that was found good.
    pub reached: ChainCheck,
    /// Rows that waited to be chained at its end; they were looked at too.
    pub waiting: i64,
    /// What it found wrong, as `ChainBroken::to_record` says it.
    pub problem: Option<String>,
}

#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = chain_verifications, treat_none_as_null = true)]
struct Row {
    id: String,
    actor: String,
    began_at: i64,
    seen_at: i64,
    ended_at: Option<i64>,
    expected: i64,
    position: i64,
    link: String,
    waiting: i64,
    problem: Option<String>,
}

impl From<Row> for Verification {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            actor: row.actor,
            began_at: Timestamp::from_micros(row.began_at),
            seen_at: Timestamp::from_micros(row.seen_at),
            ended_at: row.ended_at.map(Timestamp::from_micros),
            expected: row.expected,
            reached: ChainCheck { position: row.position, link: row.link },
            waiting: row.waiting,
            problem: row.problem,
        }
    }
}

impl From<&Verification> for Row {
    fn from(verification: &Verification) -> Self {
        Self {
            id: verification.id.clone(),
            actor: verification.actor.clone(),
            began_at: verification.began_at.as_micros(),
            seen_at: verification.seen_at.as_micros(),
            ended_at: verification.ended_at.map(Timestamp::as_micros),
            expected: verification.expected,
            position: verification.reached.position,
            link: verification.reached.link.clone(),
            waiting: verification.waiting,
            problem: verification.problem.clone(),
        }
    }
}

/// The latest ones, the newest first.
pub fn latest(connection: &mut DbConnection, limit: i64) -> StoreResult<Vec<Verification>> {
    let rows: Vec<Row> = dsl::chain_verifications
        .order((dsl::began_at.desc(), dsl::id.desc()))
        .select(Row::as_select())
        .limit(limit)
        .load(connection)?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Notes that one has begun, and forgets the oldest.
pub fn insert(connection: &mut DbConnection, begun: &Verification) -> StoreResult<()> {
    diesel::insert_into(dsl::chain_verifications).values(&Row::from(begun)).execute(connection)?;
    let kept = latest(connection, KEPT)?;
    if let Some(oldest) = kept.last() {
        let older = dsl::chain_verifications.filter(dsl::began_at.lt(oldest.began_at.as_micros()));
        diesel::delete(older).execute(connection)?;
    }
    Ok(())
}

/// Notes how far one is.
pub fn update(connection: &mut DbConnection, verification: &Verification) -> StoreResult<()> {
    diesel::update(dsl::chain_verifications.find(&verification.id))
        .set(&Row::from(verification))
        .execute(connection)?;
    Ok(())
}
