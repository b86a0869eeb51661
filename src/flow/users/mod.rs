//! The user table: adding, changing, disabling, deleting people, and their one-time passwords.

pub mod bulk;
mod change;
mod table;

pub use change::{UserChange, change, delete, set_status};
pub use table::{MOST_ON_A_PAGE, UserPage, Wanted, list, page};

use std::collections::BTreeSet;

use super::change_password::judge;
use super::session::revoke_all;
use super::shown_once::ShownOnce;
use super::{Context, Fault};
use crate::crypto::pool::PoolError;
use crate::crypto::random;
use crate::domain::audit::{AuditEvent, EventKind, Origin};
use crate::domain::clock::Timestamp;
use crate::domain::email::EmailAddress;
use crate::domain::group::GroupName;
use crate::domain::id::UserId;
use crate::domain::network::Network;
use crate::domain::password::Password;
use crate::domain::refusal::Refusal;
use crate::domain::user::{User, UserStatus};
use crate::store::credentials::Credential;
use crate::store::{StoreError, audit, credentials, users};

/// What is known of a new person.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// The address, delivered to providers exactly as written here.
    pub email: EmailAddress,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// Id at providers that want one.
    pub external_id: Option<String>,
    /// Language.
    pub locale: Option<String>,
    /// Groups.
    pub groups: BTreeSet<GroupName>,
    /// May administer.
    pub is_administrator: bool,
}

/// Which password a person gets.
#[derive(Clone, Debug)]
pub enum PasswordChoice {
    /// A random one that must be changed and expires.
    OneTime,
    /// This one.
    Given {
        /// The password.
        password: Password,
        /// Whether it must be changed at the next sign-in, and expires. Nobody chooses another person's password
        /// for good, so every edge says true; a store made for show or for a test may say false.
        must_change: bool,
    },
}

/// What became of a wish of the administrator's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UserOutcome<T = ()> {
    /// It is done.
    Done(T),
    /// No person has that address.
    Unknown,
    /// Another account has that address, ASCII case aside.
    EmailTaken,
    /// The password does not meet the rules.
    PasswordUnfit(Refusal),
    /// Nobody could administer any more.
    LastAdministrator,
}

/// The one-time password, to be shown once; `None` when one was given.
pub type OneTime = Option<ShownOnce>;

/// Adds a person with a password.
pub async fn add(
    context: &Context,
    new: NewUser,
    choice: PasswordChoice,
    origin: &Origin,
) -> Result<UserOutcome<OneTime>, Fault> {
    let now = context.now();
    let user = User {
        id: UserId::unique(),
        email: new.email,
        first_name: new.first_name,
        last_name: new.last_name,
        external_id: new.external_id,
        locale: new.locale,
        groups: new.groups,
        status: UserStatus::Active,
        is_administrator: new.is_administrator,
        created_at: now,
        updated_at: now,
        last_sign_in_at: None,
    };
    let (credential, one_time) = match credential_of(context, &user, choice, now, origin.network()).await? {
        Ok(made) => made,
        Err(refusal) => return Ok(UserOutcome::PasswordUnfit(refusal)),
    };
    let event = AuditEvent::new(now, EventKind::UserAdded, origin)
        .about(user.id)
        .detail("email", &user.email)
        .detail("is_administrator", user.is_administrator);
    let added = context
        .store
        .write(move |connection| {
            if users::find_by_email(connection, &user.email.folded())?.is_some() {
                return Ok(false);
            }
            users::insert(connection, &user)?;
            credentials::set(connection, user.id, &credential)?;
            audit::append(connection, &event)?;
            Ok(true)
        })
        .await?;
    Ok(if added { UserOutcome::Done(one_time) } else { UserOutcome::EmailTaken })
}

async fn credential_of(
    context: &Context,
    user: &User,
    choice: PasswordChoice,
    now: Timestamp,
    from: Network,
) -> Result<Result<(Credential, OneTime), Refusal>, Fault> {
    let (password, must_change, one_time) = match choice {
        PasswordChoice::OneTime => {
            let text = random::one_time_password()?;
            match Password::parse(&text) {
                Ok(password) => (password, true, Some(ShownOnce::new(text))),
                Err(_) => return Ok(Err(Refusal::PasswordTooLong)),
            }
        }
        PasswordChoice::Given { password, must_change } => {
            if let Err(refusal) = judge(context, from, &password, user).await? {
                return Ok(Err(refusal));
            }
            (password, must_change, None)
        }
    };
    let password_hash = match context.pool.hash(from, password).await {
        Ok(hash) => hash,
        Err(PoolError::Busy) => return Ok(Err(Refusal::TooBusy)),
        Err(other) => return Err(Fault::Hash(other)),
    };
    // A password that somebody else chose is only a way in, and not for long.
    let expires_at = must_change.then(|| now.plus(context.rules.one_time_lifetime));
    Ok(Ok((Credential { password_hash, must_change, expires_at, set_at: now }, one_time)))
}

/// Sets a person's password; their sessions end.
pub async fn set_password(
    context: &Context,
    email: &EmailAddress,
    choice: PasswordChoice,
    origin: &Origin,
) -> Result<UserOutcome<OneTime>, Fault> {
    let Some(user) = find(context, email).await? else { return Ok(UserOutcome::Unknown) };
    let now = context.now();
    let (credential, one_time) = match credential_of(context, &user, choice, now, origin.network()).await? {
        Ok(made) => made,
        Err(refusal) => return Ok(UserOutcome::PasswordUnfit(refusal)),
    };
    let origin = origin.clone();
    let is_set = context
        .store
        .write(move |connection| {
            if users::find(connection, user.id)?.is_none() {
                return Ok(false);
            }
            credentials::set(connection, user.id, &credential)?;
            revoke_all(connection, user.id, None, "the password was reset", now, &origin)?;
            let event = AuditEvent::new(now, EventKind::PasswordReset, &origin).about(user.id);
            audit::append(connection, &event.detail("one_time", credential.expires_at.is_some()))?;
            Ok::<_, StoreError>(true)
        })
        .await?;
    Ok(if is_set { UserOutcome::Done(one_time) } else { UserOutcome::Unknown })
}

/// The person with that address.
pub async fn find(context: &Context, email: &EmailAddress) -> Result<Option<User>, Fault> {
    let folded = email.folded();
    Ok(context.store.read(move |connection| users::find_by_email(connection, &folded)).await?)
}

/// The person with that id.
pub async fn find_by_id(context: &Context, id: UserId) -> Result<Option<User>, Fault> {
    Ok(context.store.read(move |connection| users::find(connection, id)).await?)
}

/// How many people there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    /// In the table.
    pub people: i64,
    /// Of these active.
    pub active: i64,
    /// Of these administrators.
    pub administrators: i64,
}

/// Counts people.
pub async fn tally(context: &Context) -> Result<Tally, Fault> {
    let (people, active, administrators) = context.store.read(users::count).await?;
    Ok(Tally { people, active, administrators })
}
