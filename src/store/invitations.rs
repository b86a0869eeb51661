//! Invitations: links by which a person chooses a password. Only the digest of a link's token is here.

use diesel::prelude::*;

use super::connection::DbConnection;
use super::error::{StoreError, StoreResult};
use super::schema::invitations;
use crate::domain::clock::Timestamp;
use crate::domain::email::{EmailAddress, FoldedEmail};
use crate::domain::id::UserId;

/// An invitation as the store knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Whose account it opens.
    pub user_id: UserId,
    /// The address for which it was made, folded.
    pub email_folded: String,
    /// Who made it, as the audit names them.
    pub made_by: String,
    /// When.
    pub created_at: Timestamp,
    /// It is worth nothing from this instant on.
    pub expires_at: Timestamp,
    /// When it was used.
    pub consumed_at: Option<Timestamp>,
}

impl Invitation {
    /// Whether it can still be used, as far as it says so itself. A clock set back gives it no second life.
    pub fn is_open_at(&self, now: Timestamp) -> bool {
        self.consumed_at.is_none()
            && now < self.expires_at
            && self.created_at.since(now) < self.expires_at.since(self.created_at)
    }

    /// Whether it was made for that address.
    pub fn is_for(&self, email: &EmailAddress) -> bool {
        self.email_folded == email.folded().as_str()
    }
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = invitations)]
struct Row {
    token_digest: String,
    user_id: String,
    email_folded: String,
    made_by: String,
    created_at: i64,
    expires_at: i64,
    consumed_at: Option<i64>,
}

impl Row {
    fn into_invitation(self) -> StoreResult<Invitation> {
        let corrupt = |column| StoreError::corrupt("invitations", column, &self.user_id);
        Ok(Invitation {
            user_id: self.user_id.parse().map_err(|_| corrupt("user_id"))?,
            email_folded: self.email_folded,
            made_by: self.made_by,
            created_at: Timestamp::from_micros(self.created_at),
            expires_at: Timestamp::from_micros(self.expires_at),
            consumed_at: self.consumed_at.map(Timestamp::from_micros),
        })
    }
}

/// Keeps a new one.
pub fn insert(
    connection: &mut DbConnection,
    digest: &str,
    invitation: &Invitation,
    email: &FoldedEmail,
) -> StoreResult<()> {
    let row = Row {
        token_digest: digest.to_owned(),
        user_id: invitation.user_id.to_string(),
        email_folded: email.as_str().to_owned(),
        made_by: invitation.made_by.clone(),
        created_at: invitation.created_at.as_micros(),
        expires_at: invitation.expires_at.as_micros(),
        consumed_at: None,
    };
    diesel::insert_into(invitations::table).values(&row).execute(connection)?;
    Ok(())
}

/// The one with that digest, good or not.
pub fn find(connection: &mut DbConnection, digest: &str) -> StoreResult<Option<Invitation>> {
    let row: Option<Row> =
        invitations::table.find(digest).select(Row::as_select()).get_result(connection).optional()?;
    row.map(Row::into_invitation).transpose()
}

/// The person's newest one that was not used, good or not.
pub fn newest_of(connection: &mut DbConnection, user: UserId) -> StoreResult<Option<Invitation>> {
    let row: Option<Row> = invitations::table
        .filter(invitations::user_id.eq(user.to_string()))
        .filter(invitations::consumed_at.is_null())
        .order(invitations::created_at.desc())
        .select(Row::as_select())
        .first(connection)
        .optional()?;
    row.map(Row::into_invitation).transpose()
}

/// Uses one up. False when it was used before: the statement itself carries the guard.
pub fn consume(connection: &mut DbConnection, digest: &str, at: Timestamp) -> StoreResult<bool> {
    let unused = invitations::table
        .filter(invitations::token_digest.eq(digest))
        .filter(invitations::consumed_at.is_null());
    Ok(diesel::update(unused).set(invitations::consumed_at.eq(at.as_micros())).execute(connection)? > 0)
}

/// Takes a person's unused ones away; how many could still have been used.
pub fn withdraw(connection: &mut DbConnection, user: UserId, now: Timestamp) -> StoreResult<usize> {
    let unused = || {
        invitations::table
            .filter(invitations::user_id.eq(user.to_string()))
            .filter(invitations::consumed_at.is_null())
    };
    let open: i64 =
        unused().filter(invitations::expires_at.gt(now.as_micros())).count().get_result(connection)?;
    diesel::delete(unused()).execute(connection)?;
    Ok(usize::try_from(open).unwrap_or(0))
}

/// Removes those that ended before `before`; returns how many.
pub fn sweep(connection: &mut DbConnection, before: Timestamp) -> StoreResult<usize> {
    Ok(diesel::delete(invitations::table.filter(invitations::expires_at.lt(before.as_micros())))
        .execute(connection)?)
}
