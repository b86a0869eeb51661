//! The guard around e-mail addresses. Providers know people by them: whoever gets an address gets what it opens
//! there. Every flow that gives an account an address asks [`judge`] and calls [`take`] in the same write, and every
//! one that gives an address up calls [`give_up`]. Why it is so stands in decision 0020.

use std::time::Duration;

use crate::domain::audit::{AuditEvent, EventKind, Origin};
use crate::domain::clock::Timestamp;
use crate::domain::email::EmailAddress;
use crate::domain::id::{ProviderId, UserId};
use crate::domain::user::User;
use crate::flow::step::ProviderName;
use crate::flow::{Context, Fault};
use crate::store::held_addresses::{self, HeldAddress};
use crate::store::{DbConnection, StoreResult, audit, providers, users};

/// Whether an account may have an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AddressState {
    /// It may.
    Free,
    /// Another account has it, ASCII case aside.
    Taken(Box<User>),
    /// It belonged to another account until lately.
    Held(Held),
}

/// An address that nobody else may have yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// As it was written last.
    pub email: EmailAddress,
    /// Whose it was.
    pub user_id: UserId,
    /// The address that this account has now; `None` when the account is gone.
    pub now_known_as: Option<EmailAddress>,
    /// When it was given up.
    pub since: Timestamp,
    /// From when on anybody may have it.
    pub until: Timestamp,
}

/// Judges inside a write, or for a dry run inside a read, whether the account `whose` may have this address now.
pub fn judge(
    connection: &mut DbConnection,
    email: &EmailAddress,
    whose: UserId,
    now: Timestamp,
    quarantine: Duration,
) -> StoreResult<AddressState> {
    if let Some(other) = users::find_by_email(connection, &email.folded())?.filter(|user| user.id != whose) {
        return Ok(AddressState::Taken(Box::new(other)));
    }
    let held = held_addresses::find(connection, &email.folded())?.filter(|held| held.user_id != whose);
    let Some(held) = held.filter(|held| now < held.since.plus(quarantine)) else {
        return Ok(AddressState::Free);
    };
    complete(connection, held, quarantine).map(AddressState::Held)
}

fn complete(connection: &mut DbConnection, held: HeldAddress, quarantine: Duration) -> StoreResult<Held> {
    Ok(Held {
        now_known_as: users::find(connection, held.user_id)?.map(|user| user.email),
        until: held.since.plus(quarantine),
        email: held.email,
        user_id: held.user_id,
        since: held.since,
    })
}

/// Notes inside a write that an account has this address now: it is held for nobody any more.
pub fn take(connection: &mut DbConnection, email: &EmailAddress) -> StoreResult<()> {
    held_addresses::release(connection, &email.folded()).map(|_| ())
}

/// Notes inside a write that an account gives its address up.
pub fn give_up(
    connection: &mut DbConnection,
    user: &User,
    now: Timestamp,
    quarantine: Duration,
) -> StoreResult<()> {
    if quarantine.is_zero() {
        return Ok(());
    }
    let held = HeldAddress { email: user.email.clone(), user_id: user.id, since: now };
    held_addresses::hold(connection, &held)
}

/// Judges for a page, before anything is changed.
pub async fn look(context: &Context, email: &EmailAddress, whose: UserId) -> Result<AddressState, Fault> {
    let (email, now, quarantine) = (email.clone(), context.now(), context.rules.address_quarantine);
    Ok(context.store.read(move |connection| judge(connection, &email, whose, now, quarantine)).await?)
}

/// Gives a held address free inside a write, on record.
pub(super) fn release_inside(
    connection: &mut DbConnection,
    held: &Held,
    now: Timestamp,
    origin: &Origin,
) -> StoreResult<()> {
    held_addresses::release(connection, &held.email.folded())?;
    let event = AuditEvent::new(now, EventKind::AddressReleased, origin)
        .about(held.user_id)
        .detail("email", &held.email)
        .detail("held_until", held.until);
    audit::append(connection, &event)
}

/// Gives a held address free before its time. `None` when it is not held.
pub async fn release(
    context: &Context,
    email: &EmailAddress,
    origin: &Origin,
) -> Result<Option<Held>, Fault> {
    let (now, quarantine) = (context.now(), context.rules.address_quarantine);
    let (folded, origin) = (email.folded(), origin.clone());
    let released = context.store.write(move |connection| {
        let held = held_addresses::find(connection, &folded)?;
        let Some(held) = held.filter(|held| now < held.since.plus(quarantine)) else { return Ok(None) };
        let held = complete(connection, held, quarantine)?;
        release_inside(connection, &held, now, &origin)?;
        Ok(Some(held))
    });
    Ok(released.await?)
}

/// The addresses that are held now, the latest first, at most `limit`.
pub async fn held(context: &Context, limit: i64) -> Result<Vec<Held>, Fault> {
    let (now, quarantine) = (context.now(), context.rules.address_quarantine);
    let found = context.store.read(move |connection| {
        let found = held_addresses::list(connection, now.minus(quarantine), limit)?;
        let found = found.into_iter().filter(|held| now < held.since.plus(quarantine));
        found.map(|held| complete(connection, held, quarantine)).collect()
    });
    Ok(found.await?)
}

/// A provider that learns a person's address from tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnowsByEmail {
    /// Which.
    pub id: ProviderId,
    /// Its names.
    pub provider: ProviderName,
}

/// The providers open to a person whose tokens carry the e-mail address: with another address the person may be
/// another one there. One whose profile does not fit is named too, since nothing better is known of it.
pub async fn known_at(context: &Context, user: &User) -> Result<Vec<KnowsByEmail>, Fault> {
    let all = context.store.read(providers::list).await?;
    let open = all.into_iter().filter(|provider| provider.audience.includes(&user.groups));
    let known = open
        .filter(|provider| context.filled(provider).map_or(true, |filled| filled.names_people_by_email()));
    let named = known.map(|provider| KnowsByEmail {
        id: provider.id,
        provider: ProviderName { slug: provider.slug.to_string(), name: provider.name },
    });
    Ok(named.collect())
}
