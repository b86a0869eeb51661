//! Adding a person, with a password that must be changed or with an invitation to choose one.

use std::collections::BTreeSet;

use super::address::{self, AddressState};
use super::password::{self, OneTime, PasswordChoice};
use super::{UserOutcome, attributes};
use crate::domain::attribute::Attributes;
use crate::domain::audit::{AuditEvent, EventKind, Origin};
use crate::domain::email::EmailAddress;
use crate::domain::group::GroupName;
use crate::domain::id::UserId;
use crate::domain::user::{User, UserStatus};
use crate::flow::invitations::{Invited, NewInvitation};
use crate::flow::{Context, Fault};
use crate::store::credentials::Credential;
use crate::store::{attributes as kept_attributes, audit, credentials, users};

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

/// What else may be said where a person is added.
#[derive(Clone, Debug, Default)]
pub struct Besides {
    /// Attributes for claims.
    pub attributes: Attributes,
    /// The address may be taken though it is held, because an administrator says so.
    pub release_address: bool,
}

/// How a new person gets in.
#[derive(Clone, Debug)]
pub enum WayIn {
    /// By a password.
    Password(PasswordChoice),
    /// By a link with which they choose one.
    Invitation,
}

/// What is shown once, to be handed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WayInMade {
    /// A one-time password; `None` when one was given.
    Password(OneTime),
    /// A link.
    Invitation(Invited),
}

/// What the write needs of the way in.
#[derive(Clone)]
enum Prepared {
    Password(Credential),
    Invitation(NewInvitation),
}

/// Adds a person with a password.
pub async fn add(
    context: &Context,
    new: NewUser,
    choice: PasswordChoice,
    origin: &Origin,
) -> Result<UserOutcome<OneTime>, Fault> {
    let added = add_with(context, new, Besides::default(), WayIn::Password(choice), origin).await?;
    Ok(added.map(|made| match made {
        WayInMade::Password(one_time) => one_time,
        WayInMade::Invitation(_) => None,
    }))
}

/// Adds a person.
pub async fn add_with(
    context: &Context,
    new: NewUser,
    besides: Besides,
    way_in: WayIn,
    origin: &Origin,
) -> Result<UserOutcome<WayInMade>, Fault> {
    if !attributes::are_few(&besides.attributes) {
        return Ok(UserOutcome::TooManyAttributes);
    }
    let (now, quarantine) = (context.now(), context.rules.address_quarantine);
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
    let (prepared, made) = match way_in {
        WayIn::Password(choice) => {
            match password::credential_of(context, &user, choice, now, origin.network()).await? {
                Ok((credential, one_time)) => (Prepared::Password(credential), WayInMade::Password(one_time)),
                Err(refusal) => return Ok(UserOutcome::PasswordUnfit(refusal)),
            }
        }
        WayIn::Invitation => {
            let (new, invited) = NewInvitation::make(context, &user, origin)?;
            (Prepared::Invitation(new), WayInMade::Invitation(invited))
        }
    };
    let mut event = AuditEvent::new(now, EventKind::UserAdded, origin)
        .about(user.id)
        .detail("email", &user.email)
        .detail("is_administrator", user.is_administrator);
    if !besides.attributes.is_empty() {
        event = event.detail("attributes", attributes::told(&besides.attributes));
    }
    let origin = origin.clone();
    let added = context.store.write(move |connection| {
        match address::judge(connection, &user.email, user.id, now, quarantine)? {
            AddressState::Free => {}
            AddressState::Held(held) if besides.release_address => {
                address::release_inside(connection, &held, now, &origin)?;
            }
            AddressState::Held(held) => return Ok(UserOutcome::AddressHeld(held)),
            AddressState::Taken(_) => return Ok(UserOutcome::EmailTaken),
        }
        users::insert(connection, &user)?;
        address::take(connection, &user.email)?;
        kept_attributes::replace(connection, user.id, &besides.attributes)?;
        audit::append(connection, &event)?;
        match &prepared {
            Prepared::Password(credential) => credentials::set(connection, user.id, credential)?,
            Prepared::Invitation(new) => new.keep(connection, &user, &origin)?,
        }
        Ok(UserOutcome::Done(()))
    });
    Ok(added.await?.map(|()| made))
}
