//! Pages of the table of people.

use std::collections::BTreeSet;

use crate::domain::email::EmailAddress;
use crate::domain::group::GroupName;
use crate::domain::id::UserId;
use crate::domain::user::User;
use crate::domain::user_table::{Begin, Count, Order, Position, Sort, SortKey, SortValue, UserFilter};
use crate::flow::{Context, Fault};
use crate::store::{user_table, users};

pub use crate::store::user_table::{Listed, Wanted};

/// Nobody is shown more people on one page.
pub const MOST_ON_A_PAGE: usize = 500;

/// A page of the table.
#[derive(Clone, Debug)]
pub struct UserPage {
    /// The order in which they stand.
    pub order: Order,
    /// They.
    pub people: Vec<Listed>,
    /// The page before this one ends before that position.
    pub previous: Option<Position>,
    /// The page after this one begins after that position.
    pub next: Option<Position>,
    /// How many match.
    pub count: Count,
}

/// One page. Nobody is on two pages, and nobody on none, who stands where they stand while the pages are turned.
pub async fn page(context: &Context, wanted: Wanted) -> Result<UserPage, Fault> {
    let now = context.now();
    let wanted = Wanted { limit: wanted.limit.clamp(1, MOST_ON_A_PAGE), ..wanted };
    let page = context.store.read(move |connection| {
        let mut positions = user_table::positions(connection, &wanted, now)?;
        if positions.found.is_empty() && matches!(wanted.begin, Begin::Before(_)) {
            // Whoever stood before has gone.
            let start = Wanted { begin: Begin::Start, ..wanted };
            positions = user_table::positions(connection, &start, now)?;
        }
        Ok(UserPage {
            people: user_table::listed(connection, &positions.found, now)?,
            order: positions.order,
            previous: positions.previous,
            next: positions.next,
            count: positions.count,
        })
    });
    Ok(page.await?)
}

/// Groups that somebody belongs to, in order of their names, at most so many.
pub async fn groups(context: &Context, most: usize) -> Result<BTreeSet<GroupName>, Fault> {
    Ok(context.store.read(move |connection| users::groups(connection, most)).await?)
}

/// People in order of addresses, after `after`; whoever reads everybody calls it again until nobody comes.
pub async fn list(
    context: &Context,
    filter: UserFilter,
    after: Option<EmailAddress>,
    limit: usize,
) -> Result<Vec<User>, Fault> {
    let now = context.now();
    let begin = after.map_or(Begin::Start, |email| {
        let value = SortValue::Text(email.folded().as_str().to_owned());
        // Addresses are unique: which id stands beside one is all the same.
        Begin::After(Position { key: Some(SortKey::Email), value, id: UserId::unique() })
    });
    let sort = Sort::default();
    let people = context.store.read(move |connection| {
        let mut wanted = Wanted { filter, sort, begin, limit, keeps_order: true };
        loop {
            let positions = user_table::positions(connection, &wanted, now)?;
            let listed = user_table::listed(connection, &positions.found, now)?;
            match positions.next {
                Some(next) if listed.is_empty() => wanted.begin = Begin::After(next),
                _ => return Ok(listed.into_iter().map(|listed| listed.user).collect()),
            }
        }
    });
    Ok(people.await?)
}
