//! What happens inside the one write: every question is asked again of the rows as they stand now, and every
//! answer is recorded with what it answers.

use super::{Carry, LOOP_LIMIT, LOOP_WINDOW, Outcome, Prepared, Proof, asked_with};
use crate::domain::audit::{AuditEvent, EventKind, Origin};
use crate::domain::clock::Timestamp;
use crate::domain::factors::{Authenticated, Factors, Requirement, Unsatisfied};
use crate::domain::id::UserId;
use crate::domain::refusal::Refusal;
use crate::domain::session::{Session, SessionLifetimes};
use crate::domain::sign_in::{Initiation, PENDING_LIFETIME};
use crate::flow::Fault;
use crate::flow::begin::name_of;
use crate::flow::session::{self, NewSession, SessionToken};
use crate::flow::step::ProviderName;
use crate::mint::delivery::deliver;
use crate::mint::{MintError, mint};
use crate::store::{DbConnection, StoreResult, audit, credentials, housekeeping, providers, sessions, users};

/// One finish, with what it needs.
pub(super) struct Finish<'a> {
    pub(super) connection: &'a mut DbConnection,
    pub(super) carry: &'a Carry,
    pub(super) prepared: Option<&'a Prepared>,
    pub(super) now: Timestamp,
    pub(super) origin: &'a Origin,
}

impl Finish<'_> {
    /// Runs inside a write; may run more than once.
    pub(super) fn run(
        mut self,
        token: &SessionToken,
        new_session: &NewSession,
        lifetimes: SessionLifetimes,
    ) -> StoreResult<Outcome> {
        let name = self.prepared.map(|prepared| name_of(&prepared.provider));
        if let Some(Prepared { provider, .. }) = self.prepared
            && providers::find(self.connection, provider.id)?.as_ref() != Some(provider)
        {
            return Ok(Outcome::Stale);
        }
        let asked_again = || Ok(Outcome::AskPassword { provider: name.clone() });
        let (factors, user_id, existing) = match &self.carry.proof {
            Proof::Session { digest } => {
                match session::find_good(self.connection, lifetimes, digest, self.now)? {
                    Some(found) => (Factors::of_session(&found.session), found.user.id, Some(found.session)),
                    None => return asked_again(),
                }
            }
            Proof::Password(proof) => {
                // A password that was changed since it was verified is not the person's password any more.
                let credential = credentials::find(self.connection, proof.user_id)?;
                if credential.is_none_or(|credential| credential.set_at != proof.password_set_at) {
                    return asked_again();
                }
                (Factors::password_verified(proof.user_id, self.now), proof.user_id, None)
            }
        };
        let Some(user) = users::find(self.connection, user_id)? else { return asked_again() };
        let credential = credentials::find(self.connection, user_id)?;
        let requirement =
            Requirement { password_change_pending: credential.is_some_and(|kept| kept.must_change) };
        let person = match factors.satisfy(&user, requirement) {
            Ok(person) => person,
            Err(Unsatisfied::PasswordChange) => {
                // A session alone must not set a new password: whoever holds it proves the old one first.
                let Proof::Password(proof) = self.carry.proof else { return asked_again() };
                let event =
                    AuditEvent::new(self.now, EventKind::PasswordVerified, self.origin).about(user_id);
                audit::append(self.connection, &event)?;
                return Ok(Outcome::ChangePassword { provider: name, email: user.email, proof });
            }
            Err(Unsatisfied::AnotherPerson | Unsatisfied::Disabled | Unsatisfied::Password) => {
                return asked_again();
            }
        };
        if self.carry.is_from_page && housekeeping::is_consumed(self.connection, self.carry.pending.id)? {
            let event = AuditEvent::new(self.now, EventKind::SignInRefused, self.origin).about(user_id);
            audit::append(self.connection, &event.refused(Refusal::AlreadyDelivered.code()))?;
            let filled = self.prepared.map(|prepared| &prepared.filled);
            let query = filled.map(|filled| asked_with(filled, &self.carry.pending)).unwrap_or_default();
            return Ok(Outcome::AlreadyDelivered { provider: name, query });
        }
        let began = existing.is_none().then_some(user.id);
        let session = match existing {
            Some(session) => {
                sessions::touch(self.connection, session.id, self.now)?;
                session
            }
            None => session::begin(self.connection, &user, token, new_session, self.origin)?,
        };
        if self.carry.pending.provider.is_none() {
            self.consume()?;
            return Ok(Outcome::SignedIn(user.id));
        }
        self.deliver(&person, &session, began)
    }

    fn deliver(
        &mut self,
        person: &Authenticated,
        session: &Session,
        began: Option<UserId>,
    ) -> StoreResult<Outcome> {
        let Some(prepared) = self.prepared else {
            return Ok(refused(Refusal::ProviderUnknown, None, None, began));
        };
        let provider = &prepared.provider;
        let no = |refusal, claim| refused(refusal, Some(name_of(provider)), claim, began);
        let origin = self.origin.by(person.user().id);
        let event = |kind| {
            AuditEvent::new(self.now, kind, &origin)
                .about(person.user().id)
                .at_provider(provider.id)
                .in_session(session.id)
        };
        let closed = if !provider.is_enabled {
            Some(Refusal::ProviderDisabled)
        } else if !provider.audience.includes(&person.user().groups) {
            Some(Refusal::NotAllowed)
        } else {
            None
        };
        if let Some(refusal) = closed {
            audit::append(self.connection, &event(EventKind::SignInRefused).refused(refusal.code()))?;
            return Ok(no(refusal, None));
        }
        let recent =
            sessions::record_provider(self.connection, session.id, provider.id, self.now, LOOP_WINDOW)?;
        if recent > LOOP_LIMIT {
            audit::append(
                self.connection,
                &event(EventKind::SignInRefused).refused(Refusal::SignInLoop.code()),
            )?;
            return Ok(no(Refusal::SignInLoop, None));
        }
        let token = match mint(person, &prepared.filled, &prepared.secret, self.now) {
            Ok(token) => token,
            Err(MintError::MissingClaim(missing)) => {
                let refusal = event(EventKind::SignInRefused)
                    .refused(Refusal::MissingClaim.code())
                    .detail("claim", &missing.0);
                audit::append(self.connection, &refusal)?;
                return Ok(no(Refusal::MissingClaim, Some(missing.0)));
            }
            Err(other) => return Ok(Outcome::Fault(Fault::Mint(other))),
        };
        let pending = &self.carry.pending;
        let judged = pending.return_to.as_deref().map(|value| prepared.filled.judge_return_to(value));
        let dropped = match &judged {
            Some(Err(reason)) => Some(reason.code().to_owned()),
            _ => pending.dropped_return_to.clone(),
        };
        if let Some(reason) = dropped {
            audit::append(self.connection, &event(EventKind::ReturnToDropped).detail("reason", reason))?;
        }
        let return_to = judged.and_then(Result::ok);
        let delivery = deliver(&prepared.filled, &token, return_to.as_ref(), &pending.preserved);
        let initiation = match pending.initiation {
            Initiation::SpInitiated => "provider",
            Initiation::IdpInitiated => "launch",
        };
        let minted = event(EventKind::TokenMinted)
            .detail("jti_digest", token.id_digest().unwrap_or("none"))
            .detail("initiated_by", initiation);
        audit::append(self.connection, &minted)?;
        self.consume()?;
        Ok(Outcome::Delivered { provider: provider.clone(), delivery, began })
    }

    /// The page of this sign-in is spent: Back and refresh send its form again. A silent one has no page.
    fn consume(&mut self) -> StoreResult<()> {
        if self.carry.is_from_page {
            let end = self.now.plus(PENDING_LIFETIME * 2);
            housekeeping::consume_sign_in(self.connection, self.carry.pending.id, end)?;
        }
        Ok(())
    }
}

fn refused(
    refusal: Refusal,
    provider: Option<ProviderName>,
    claim: Option<String>,
    began: Option<UserId>,
) -> Outcome {
    Outcome::Refused { refusal, provider, claim, began }
}
