//! The same thing done to many people: first a look that writes nothing, then the deed in portions, so that no write
//! lasts long, and for a day the way back.

mod deed;
mod undo;

pub use deed::{begin, carry_on};
pub use undo::{Undoing, undo};

use std::time::Duration;

use crate::domain::audit::{Actor, Origin};
use crate::domain::bulk::{BulkAction, BulkRecord, BulkScope, BulkTally, Verdict};
use crate::domain::id::{BulkId, UserId};
use crate::domain::user::UserStatus;
use crate::domain::user_table::{Begin, Position, Sort, SortKey, SortValue};
use crate::flow::{Context, Fault};
use crate::store::bulk::{self, Facts};
use crate::store::user_table::{self, Wanted};
use crate::store::{DbConnection, StoreResult, users};

/// So long an action can be undone.
pub const UNDO_FOR: Duration = Duration::from_secs(24 * 3600);
/// People looked at in one read.
const LOOK_AT: usize = 500;
/// Names that a look tells.
const NAMES: usize = 5;

/// What an action would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// To how many people.
    pub tally: BulkTally,
    /// Names of the first whom it would change.
    pub names: Vec<String>,
    /// Whether everybody was looked at.
    pub is_whole: bool,
}

/// Looks what an action would do, to at least `most` people, and changes nothing.
pub async fn look(
    context: &Context,
    action: &BulkAction,
    scope: &BulkScope,
    origin: &Origin,
    most: u64,
) -> Result<Look, Fault> {
    let (now, by) = (context.now(), person(origin));
    let mut look = Look { tally: BulkTally::default(), names: Vec::new(), is_whole: false };
    // Whoever nobody is: then there is no other.
    let nobody = UserId::unique();
    let mut administrators =
        context.store.read(move |connection| users::other_active_administrators(connection, nobody)).await?;
    let mut reached = None;
    while look.tally.people < most {
        let scope = scope.clone();
        let (facts, further) = context
            .store
            .read(move |connection| {
                let (ids, further) = next_people(connection, &scope, reached, LOOK_AT, now)?;
                Ok((bulk::facts(connection, &ids, now)?, further))
            })
            .await?;
        for facts in &facts {
            let mut verdict = judged(action, facts, by);
            if verdict == Verdict::Changes && *action == BulkAction::Disable && facts.user.is_administrator {
                administrators -= 1;
                if administrators <= 0 {
                    verdict = Verdict::LastAdministrator;
                }
            }
            look.tally.count(verdict);
            if verdict == Verdict::Changes && look.names.len() < NAMES {
                look.names.push(facts.user.display_name());
            }
        }
        reached = further;
        if further.is_none() {
            look.is_whole = true;
            break;
        }
    }
    Ok(look)
}

/// An action on record, as it stands; `None` when there is none, or when it is too long ago.
pub async fn find(context: &Context, id: BulkId) -> Result<Option<BulkRecord>, Fault> {
    Ok(context.store.read(move |connection| bulk::find(connection, id)).await?)
}

/// The person who does it, if it is one.
fn person(origin: &Origin) -> Option<UserId> {
    match origin.actor {
        Actor::Person(id) => Some(id),
        _ => None,
    }
}

/// What an action means for a person. Whether they are the last administrator is for the write to see.
fn judged(action: &BulkAction, facts: &Facts, by: Option<UserId>) -> Verdict {
    let user = &facts.user;
    let is_so = match action {
        BulkAction::Disable => user.status == UserStatus::Disabled,
        BulkAction::Enable => user.status == UserStatus::Active,
        BulkAction::Join(group) => user.groups.contains(group),
        BulkAction::Leave(group) => !user.groups.contains(group),
        BulkAction::RequireChange => facts.password.is_some_and(|(_, must_change)| must_change),
        BulkAction::EndSessions => !facts.has_session,
    };
    let locks_out =
        matches!(action, BulkAction::Disable | BulkAction::RequireChange | BulkAction::EndSessions);
    match action {
        _ if locks_out && by == Some(user.id) => Verdict::Yourself,
        BulkAction::RequireChange if facts.password.is_none() => Verdict::WithoutPassword,
        _ if is_so => Verdict::AlreadySo,
        _ => Verdict::Changes,
    }
}

/// The next people whom an action is meant for, in the order of ids, and where it goes on: an order that the action
/// itself does not disturb.
fn next_people(
    connection: &mut DbConnection,
    scope: &BulkScope,
    reached: Option<UserId>,
    limit: usize,
    now: crate::domain::clock::Timestamp,
) -> StoreResult<(Vec<UserId>, Option<UserId>)> {
    match scope {
        BulkScope::People(ids) => {
            let mut left: Vec<UserId> =
                ids.iter().filter(|id| reached.is_none_or(|reached| **id > reached)).copied().collect();
            left.sort();
            left.dedup();
            let has_more = left.len() > limit;
            left.truncate(limit);
            let further = left.last().copied().filter(|_| has_more);
            Ok((left, further))
        }
        BulkScope::Everybody(filter) => {
            let position =
                |id| Position { key: Some(SortKey::Id), value: SortValue::Text(String::new()), id };
            let wanted = Wanted {
                filter: filter.clone(),
                sort: Sort { key: SortKey::Id, is_descending: false },
                begin: reached.map_or(Begin::Start, |id| Begin::After(position(id))),
                limit,
                keeps_order: true,
            };
            let positions = user_table::positions(connection, &wanted, now)?;
            let ids = positions.found.iter().map(|position| position.id).collect();
            Ok((ids, positions.next.map(|position| position.id)))
        }
    }
}
