//! Proof, not hope: a token can be minted only for an [`Authenticated`] person, and the only way to make one
//! is [`Factors::satisfy`], which compares what was proven with what is required.
//!
//! A second factor becomes another field of [`Factors`] and of [`Requirement`]; `satisfy` is then the one
//! place that must learn about it.

use std::sync::Arc;

use super::clock::Timestamp;
use super::id::UserId;
use super::session::Session;
use super::user::User;

/// What a person has proven, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Factors {
    user_id: UserId,
    password_at: Option<Timestamp>,
}

impl Factors {
    /// The person's password was verified at that instant.
    pub fn password_verified(user_id: UserId, at: Timestamp) -> Self {
        Self { user_id, password_at: Some(at) }
    }

    /// What a good session stands for. The caller has checked that it is good.
    pub fn of_session(session: &Session) -> Self {
        Self { user_id: session.user_id, password_at: Some(session.authenticated_at) }
    }

    /// Turns factors into proof, for this very user and this requirement.
    pub fn satisfy(self, user: &Arc<User>, requirement: Requirement) -> Result<Authenticated, Unsatisfied> {
        if self.user_id != user.id {
            return Err(Unsatisfied::AnotherPerson);
        }
        if !user.is_active() {
            return Err(Unsatisfied::Disabled);
        }
        if requirement.password_change_pending {
            return Err(Unsatisfied::PasswordChange);
        }
        let Some(at) = self.password_at else {
            return Err(Unsatisfied::Password);
        };
        if requirement.password_since.is_some_and(|since| at < since) {
            return Err(Unsatisfied::RecentPassword);
        }
        Ok(Authenticated { user: user.clone(), at })
    }
}

/// What must be proven before a token may be minted. Comes from the user and the provider together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Requirement {
    /// The person must choose a new password first.
    pub password_change_pending: bool,
    /// The provider takes no sign-in from before this instant.
    pub password_since: Option<Timestamp>,
}

/// What is still missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsatisfied {
    /// The factors were proven by somebody else.
    #[error("the factors belong to another person")]
    AnotherPerson,
    /// The account cannot be used.
    #[error("the account is disabled")]
    Disabled,
    /// A new password must be chosen first.
    #[error("a new password must be chosen first")]
    PasswordChange,
    /// The password is still to be verified.
    #[error("the password is still to be verified")]
    Password,
    /// The password was verified, but too long ago for this provider.
    #[error("the password was verified too long ago")]
    RecentPassword,
}

/// A person who has proven who they are, as far as required. Only [`Factors::satisfy`] makes one.
#[derive(Clone, Debug)]
pub struct Authenticated {
    user: Arc<User>,
    at: Timestamp,
}

impl Authenticated {
    /// The person.
    pub fn user(&self) -> &User {
        &self.user
    }

    /// When they proved it.
    pub fn at(&self) -> Timestamp {
        self.at
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::domain::user::UserStatus;

    pub(crate) fn sample_user() -> User {
        let now = Timestamp::from_micros(0);
        User {
            id: UserId::unique(),
            email: "Ann.Lee@example.com".parse().unwrap(),
            first_name: "Ann".into(),
            last_name: "Lee".into(),
            external_id: Some("e-17".into()),
            locale: Some("de".into()),
            groups: ["staff".parse().unwrap()].into(),
            status: UserStatus::Active,
            is_administrator: false,
            created_at: now,
            updated_at: now,
            last_sign_in_at: None,
        }
    }

    const NOTHING_PENDING: Requirement = Requirement { password_change_pending: false, password_since: None };

    #[test]
    fn a_verified_password_of_an_active_person_is_proof() {
        let user = Arc::new(sample_user());
        let now = Timestamp::from_micros(7);
        let proof = Factors::password_verified(user.id, now).satisfy(&user, NOTHING_PENDING).unwrap();
        assert_eq!((proof.user().id, proof.at()), (user.id, now));
    }

    #[test]
    fn nothing_less_is() {
        let user = Arc::new(sample_user());
        let now = Timestamp::from_micros(7);
        let factors = || Factors::password_verified(user.id, now);
        let refused =
            |factors: Factors, user: &Arc<User>, requirement| factors.satisfy(user, requirement).unwrap_err();
        assert_eq!(refused(factors(), &Arc::new(sample_user()), NOTHING_PENDING), Unsatisfied::AnotherPerson);
        let disabled = Arc::new(User { status: UserStatus::Disabled, ..User::clone(&user) });
        assert_eq!(refused(factors(), &disabled, NOTHING_PENDING), Unsatisfied::Disabled);
        let pending = Requirement { password_change_pending: true, ..NOTHING_PENDING };
        assert_eq!(refused(factors(), &user, pending), Unsatisfied::PasswordChange);
        let unproven = Factors { user_id: user.id, password_at: None };
        assert_eq!(refused(unproven, &user, NOTHING_PENDING), Unsatisfied::Password);
    }
    #[test]
    fn a_provider_may_want_a_password_of_late() {
        let user = sample_user();
        let at = Timestamp::from_micros(7);
        let since =
            |micros| Requirement { password_since: Some(Timestamp::from_micros(micros)), ..NOTHING_PENDING };
        assert!(Factors::password_verified(user.id, at).satisfy(&Arc::new(user.clone()), since(7)).is_ok());
        let refused =
            Factors::password_verified(user.id, at).satisfy(&Arc::new(user.clone()), since(8)).unwrap_err();
        assert_eq!(refused, Unsatisfied::RecentPassword);
    }
}
