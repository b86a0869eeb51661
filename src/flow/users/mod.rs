//! The user table: adding, changing, disabling, deleting people, and their one-time passwords.

mod add;
pub mod address;
pub mod attributes;
pub mod bulk;
mod change;
mod password;
pub mod person;
mod table;

pub use add::{Besides, NewUser, WayIn, WayInMade, add, add_with};
pub use address::Held;
pub(in crate::flow) use attributes::{differences as attribute_differences, told as told_attributes};
pub use change::{UserChange, change, delete, set_status};
pub(in crate::flow) use change::{audited_differences, differences};
pub use password::{OneTime, PasswordChoice, set_password};
pub use table::{Listed, MOST_ON_A_PAGE, UserPage, Wanted, groups, list, page};

use super::{Context, Fault};
use crate::domain::email::{EmailAddress, FoldedEmail};
use crate::domain::id::UserId;
use crate::domain::refusal::Refusal;
use crate::domain::user::User;
use crate::domain::user_table::Count;
use crate::store::{DbConnection, StoreResult, users};

/// Which person is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whom {
    /// Whoever has this address.
    Email(FoldedEmail),
    /// This one, whatever the address has become.
    Id(UserId),
}

impl Whom {
    /// Finds them.
    pub(super) fn find(&self, connection: &mut DbConnection) -> StoreResult<Option<User>> {
        match self {
            Self::Email(folded) => users::find_by_email(connection, folded),
            Self::Id(id) => users::find(connection, *id),
        }
    }
}

impl From<&EmailAddress> for Whom {
    fn from(email: &EmailAddress) -> Self {
        Self::Email(email.folded())
    }
}

impl From<UserId> for Whom {
    fn from(id: UserId) -> Self {
        Self::Id(id)
    }
}

/// What became of a wish of the administrator's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UserOutcome<T = ()> {
    /// It is done.
    Done(T),
    /// There is no such person.
    Unknown,
    /// Another account has that address, ASCII case aside.
    EmailTaken,
    /// The address belonged to another account until lately.
    AddressHeld(Held),
    /// The password does not meet the rules.
    PasswordUnfit(Refusal),
    /// Nobody could administer any more.
    LastAdministrator,
    /// The account is disabled; enable it first.
    IsDisabled,
    /// Somebody else changed the person meanwhile.
    ChangedMeanwhile,
    /// More attributes than a person may have.
    TooManyAttributes,
}

impl<T> UserOutcome<T> {
    /// The same outcome with something else done.
    pub fn map<U>(self, done: impl FnOnce(T) -> U) -> UserOutcome<U> {
        match self {
            Self::Done(what) => UserOutcome::Done(done(what)),
            Self::Unknown => UserOutcome::Unknown,
            Self::EmailTaken => UserOutcome::EmailTaken,
            Self::AddressHeld(held) => UserOutcome::AddressHeld(held),
            Self::PasswordUnfit(refusal) => UserOutcome::PasswordUnfit(refusal),
            Self::LastAdministrator => UserOutcome::LastAdministrator,
            Self::IsDisabled => UserOutcome::IsDisabled,
            Self::ChangedMeanwhile => UserOutcome::ChangedMeanwhile,
            Self::TooManyAttributes => UserOutcome::TooManyAttributes,
        }
    }
}

/// The person who is meant.
pub async fn find(context: &Context, whom: impl Into<Whom>) -> Result<Option<User>, Fault> {
    let whom = whom.into();
    Ok(context.store.read(move |connection| whom.find(connection)).await?)
}

/// The person with that id.
pub async fn find_by_id(context: &Context, id: UserId) -> Result<Option<User>, Fault> {
    Ok(context.store.read(move |connection| users::find(connection, id)).await?)
}

/// So far people are counted. Whoever has more of them needs no exact number at every look, and counting a million
/// takes long on every database.
const MOST_COUNTED: i64 = 100_000;

/// How many people there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    /// In the table.
    pub people: Count,
    /// Of these active.
    pub active: Count,
    /// Of these administrators.
    pub administrators: i64,
}

/// Counts people.
pub async fn tally(context: &Context) -> Result<Tally, Fault> {
    let (people, active, administrators) =
        context.store.read(|connection| users::count_up_to(connection, MOST_COUNTED + 1)).await?;
    let count = |number: i64| {
        let so_many = usize::try_from(number.min(MOST_COUNTED)).unwrap_or_default();
        if number > MOST_COUNTED { Count::MoreThan(so_many) } else { Count::Exactly(so_many) }
    };
    Ok(Tally { people: count(people), active: count(active), administrators })
}
