//! What happens inside the one write: every question is asked again of the rows as they stand now, and every
//! answer is recorded with what it answers.

use std::sync::Arc;

use super::{Carry, Outcome, Proof, asked_with};
use crate::domain::attribute::Attributes;
use crate::domain::audit::{AuditEvent, EventKind, Origin};
use crate::domain::clock::Timestamp;
use crate::domain::factors::{Authenticated, Factors, Requirement, Unsatisfied};
use crate::domain::id::{ProviderId, SessionId};
use crate::domain::refusal::Refusal;
use crate::domain::session::{Session, SessionLifetimes};
use crate::domain::sign_in::{Initiation, PENDING_LIFETIME};
use crate::domain::user::User;
use crate::flow::Fault;
use crate::flow::begin::name_of;
use crate::flow::loop_guard::LoopGuard;
use crate::flow::opened::Opened;
use crate::flow::session::{self, Browser, NewSession, SessionToken};
use crate::flow::step::{Begun, ProviderName};
use crate::mint::delivery::deliver;
use crate::mint::{MintError, mint};
use crate::store::{
    DbConnection, StoreResult, attributes, audit, credentials, housekeeping, sessions, standing, users,
};

/// One finish, with what it needs.
pub(super) struct Finish<'a> {
    pub(super) connection: &'a mut DbConnection,
    pub(super) carry: &'a Carry,
    pub(super) opened: Option<&'a Arc<Opened>>,
    pub(super) now: Timestamp,
    pub(super) origin: &'a Origin,
    pub(super) lifetimes: SessionLifetimes,
    /// For the session that begins, if one does.
    pub(super) token: Option<&'a SessionToken>,
    pub(super) loops: &'a LoopGuard,
}

/// Who is to be carried, as the rows say it now.
struct Found {
    factors: Factors,
    user: Arc<User>,
    requirement: Requirement,
    session: Option<Arc<Session>>,
    noted: Noted,
}

/// Whether sign-out knows that the session was used at the provider.
#[derive(Clone, Copy)]
enum Noted {
    Yes,
    No,
    Unknown,
}

impl Finish<'_> {
    /// Runs inside a write; may run more than once.
    pub(super) fn run(mut self) -> StoreResult<Outcome> {
        let opened = self.opened;
        let name = || opened.map(|opened| name_of(&opened.provider));
        if let Some(opened) = self.opened
            && !opened.is_current(self.connection)?
        {
            return Ok(Outcome::Stale);
        }
        let Some(found) = self.find()? else { return Ok(ask_password(name())) };
        let Found { factors, user, requirement, session, noted } = found;
        let user_id = user.id;
        let person = match factors.satisfy(&user, requirement) {
            Ok(person) => person,
            Err(Unsatisfied::PasswordChange) => {
                // A session alone must not set a new password: whoever holds it proves the old one first.
                let Proof::Password { proof, .. } = self.carry.proof else {
                    return Ok(ask_password(name()));
                };
                let event =
                    AuditEvent::new(self.now, EventKind::PasswordVerified, self.origin).about(user_id);
                audit::append(self.connection, &event)?;
                return Ok(Outcome::ChangePassword { provider: name(), email: user.email.clone(), proof });
            }
            Err(Unsatisfied::RecentPassword) => {
                return Ok(Outcome::AskPassword { provider: name(), refusal: Some(Refusal::SignInTooOld) });
            }
            Err(Unsatisfied::AnotherPerson | Unsatisfied::Disabled | Unsatisfied::Password) => {
                return Ok(ask_password(name()));
            }
        };
        if self.carry.is_from_page && housekeeping::is_consumed(self.connection, self.carry.pending.id)? {
            let event = AuditEvent::new(self.now, EventKind::SignInRefused, self.origin).about(user_id);
            audit::append(self.connection, &event.refused(Refusal::AlreadyDelivered.code()))?;
            let filled = self.opened.map(|opened| &opened.filled);
            let query = filled.map(|filled| asked_with(filled, &self.carry.pending)).unwrap_or_default();
            return Ok(Outcome::AlreadyDelivered { provider: name(), query });
        }
        let (session, begun) = match (session, &self.carry.proof, self.token) {
            (Some(session), ..) => {
                session::note_use(self.connection, &session, self.now)?;
                (session, None)
            }
            (None, Proof::Password { browser, .. }, Some(token)) => {
                let begun = Begun { session: token.clone(), user_id };
                (Arc::new(self.begin(&user, token, browser)?), Some(begun))
            }
            (None, ..) => return Ok(ask_password(name())),
        };
        if self.carry.pending.provider.is_none() {
            self.consume()?;
            // Without a session that begins here there is nothing to go on with but the one there is.
            return Ok(match begun {
                Some(begun) => Outcome::SignedIn { begun },
                None => ask_password(None),
            });
        }
        self.deliver(&person, &session, begun, noted)
    }

    /// `None` when there is nobody whom the proof proves any more.
    fn find(&mut self) -> StoreResult<Option<Found>> {
        match &self.carry.proof {
            Proof::Session { digest } => {
                let Some(provider) = self.carry.pending.provider else { return Ok(None) };
                let Some(standing) = standing::find(self.connection, digest, provider)? else {
                    return Ok(None);
                };
                if !standing.session.is_good_at(self.now, self.lifetimes) {
                    return Ok(None);
                }
                Ok(Some(Found {
                    factors: Factors::of_session(&standing.session),
                    user: standing.user,
                    requirement: self.requirement(standing.must_change),
                    session: Some(standing.session),
                    noted: if standing.has_used_provider { Noted::Yes } else { Noted::No },
                }))
            }
            Proof::Password { proof, .. } => {
                // A password that was changed since it was verified is not the person's password any more.
                let credential = credentials::find(self.connection, proof.user_id)?;
                let credential = credential.filter(|credential| credential.set_at == proof.password_set_at);
                let user = users::find(self.connection, proof.user_id)?;
                let requirement =
                    credential.as_ref().map(|credential| self.requirement(credential.must_change));
                Ok(requirement.zip(user).map(|(requirement, user)| Found {
                    factors: Factors::password_verified(proof.user_id, self.now),
                    user: Arc::new(user),
                    requirement,
                    session: None,
                    noted: Noted::Unknown,
                }))
            }
        }
    }

    /// What the person and the provider together want proven.
    fn requirement(&self, must_change: bool) -> Requirement {
        let age = self.opened.and_then(|opened| opened.provider.max_sign_in_age);
        Requirement {
            password_change_pending: must_change,
            password_since: age.map(|age| self.now.minus(age.duration())),
        }
    }

    fn begin(&mut self, user: &User, token: &SessionToken, browser: &Browser) -> StoreResult<Session> {
        let begun = NewSession {
            now: self.now,
            absolute: self.lifetimes.absolute,
            user_agent: browser.user_agent.clone(),
            replaces: browser.session.as_ref().map(SessionToken::digest),
        };
        session::begin(self.connection, user, token, &begun, self.origin)
    }

    fn deliver(
        &mut self,
        person: &Authenticated,
        session: &Session,
        begun: Option<Begun>,
        noted: Noted,
    ) -> StoreResult<Outcome> {
        let Some(opened) = self.opened else {
            return Ok(refused(Refusal::ProviderUnknown, None, None, begun));
        };
        let provider = &opened.provider;
        let no = |refusal, claim| refused(refusal, Some(name_of(provider)), claim, begun.clone());
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
        if self.loops.is_loop(session.id, provider.id, self.now) {
            audit::append(
                self.connection,
                &event(EventKind::SignInRefused).refused(Refusal::SignInLoop.code()),
            )?;
            return Ok(no(Refusal::SignInLoop, None));
        }
        let attributes = if opened.filled.asks_for_attributes() {
            attributes::of(self.connection, person.user().id)?
        } else {
            Attributes::new()
        };
        let token = match mint(person, &attributes, &opened.filled, &opened.secret, self.now) {
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
        let judged = pending.return_to.as_deref().map(|value| opened.filled.judge_return_to(value));
        let dropped = match &judged {
            Some(Err(reason)) => Some(reason.code().to_owned()),
            _ => pending.dropped_return_to.clone(),
        };
        if let Some(reason) = dropped {
            audit::append(self.connection, &event(EventKind::ReturnToDropped).detail("reason", reason))?;
        }
        let return_to = judged.and_then(Result::ok);
        let delivery = deliver(&opened.filled, &token, return_to.as_ref(), &pending.preserved);
        let initiation = match pending.initiation {
            Initiation::SpInitiated => "provider",
            Initiation::IdpInitiated => "launch",
        };
        let minted = event(EventKind::TokenMinted)
            .detail("jti_digest", token.id_digest().unwrap_or("none"))
            .detail("initiated_by", initiation);
        audit::append(self.connection, &minted)?;
        self.note_provider(session.id, provider.id, noted)?;
        self.consume()?;
        Ok(Outcome::Delivered { opened: opened.clone(), delivery, begun, session: session.id, at: self.now })
    }

    fn note_provider(&mut self, session: SessionId, provider: ProviderId, noted: Noted) -> StoreResult<()> {
        match noted {
            Noted::Yes => Ok(()),
            Noted::No => sessions::note_first_provider(self.connection, session, provider, self.now),
            Noted::Unknown => sessions::note_provider(self.connection, session, provider, self.now),
        }
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

fn ask_password(provider: Option<ProviderName>) -> Outcome {
    Outcome::AskPassword { provider, refusal: None }
}

fn refused(
    refusal: Refusal,
    provider: Option<ProviderName>,
    claim: Option<String>,
    begun: Option<Begun>,
) -> Outcome {
    Outcome::Refused { refusal, provider, claim, begun }
}
