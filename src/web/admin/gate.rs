//! Who may come in. Pages are for signed-in administrators; whoever is not signed in is asked to, and comes back to
//! the page. Forms must belong to the session, and whoever sends one must have proved who they are within the last ten
//! minutes: otherwise the password is asked for once more, and the form goes on as it was.

use actix_web::HttpResponse;
use actix_web::web::Payload;

use super::notice;
use crate::domain::audit::Origin;
use crate::domain::refusal::Refusal;
use crate::flow::confirm::{self, Confirmed};
use crate::flow::session::{SessionToken, SignedIn};
use crate::web::cookies;
use crate::web::form::{Form, PROOF};
use crate::web::frame::Frame;
use crate::web::page::{self, Forms};
use crate::web::pages::admin::{ConfirmPage, Notice, Section, Shell};
use crate::web::problem::Problem;
use crate::web::seal;
use crate::web::sign_in::{ask_first, with_cookie};
use crate::web::told::{Told, with_retry};
use crate::web::upload::Upload;
use crate::web::visit::Visit;

/// The field with a form that waits for the password, sealed.
const KEPT: &str = "kept";
/// The field with the password. No form of the administrator's has another one of this name.
const PASSWORD: &str = "confirm_password";
/// What is kept of a form must come back sealed within the limit of a form.
const MOST_KEPT_BYTES: usize = 40 * 1024;

/// An administrator at work.
pub struct Administrator {
    /// Who they are, and their session.
    pub person: SignedIn,
    token: SessionToken,
    notice: Option<Notice>,
}

impl Administrator {
    /// Whom the audit names.
    pub fn origin(&self, visit: &Visit) -> Origin {
        visit.origin.by(self.person.user.id)
    }

    /// What stands around a page of this section.
    pub fn around(&self, visit: &Visit, section: Section) -> (Frame, Shell) {
        let frame = visit.frame(Some(&self.person));
        let keys = &visit.state.context.keys;
        let hidden = |proof| vec![(PROOF.to_owned(), proof)];
        let shell = Shell {
            section,
            base: frame.base.clone(),
            notice: self.notice.clone(),
            hidden: hidden(seal::administrator_proof(keys, self.person.session.id)),
            sign_out_hidden: hidden(seal::session_proof(keys, &self.token)),
        };
        (frame, shell)
    }
}

/// Shows a page to an administrator.
pub async fn shows(
    visit: Visit,
    page: impl AsyncFnOnce(&Visit, &Administrator) -> Result<HttpResponse, Problem>,
) -> HttpResponse {
    let outcome = async {
        let Some(administrator) = enter(&visit).await? else {
            if visit.wants_json() {
                return Err(Refusal::SignInRequired.into());
            }
            return ask_first(&visit, &visit.path_and_query());
        };
        let shown = page(&visit, &administrator).await?;
        Ok(with_cookie(shown, administrator.notice.map(|_| cookies::no_notice())))
    };
    visit.answer(outcome.await)
}

/// Does what an administrator's form asks for. The work is run once everything about the form is in order, and decides
/// what is shown next.
pub async fn does(
    visit: Visit,
    payload: Payload,
    work: impl AsyncFnOnce(&Visit, &Administrator, &Form) -> Result<HttpResponse, Problem>,
) -> HttpResponse {
    let outcome = async {
        let sent = Form::read_large(&visit, payload).await?;
        let Some(mut administrator) = enter(&visit).await? else {
            return Err(Refusal::SignInRequired.into());
        };
        let (keys, now) = (&visit.state.context.keys, visit.state.context.now());
        let session = administrator.person.session.id;
        if !seal::is_administrator_proof(keys, session, sent.raw(PROOF)) {
            return Err(Refusal::FormExpired.into());
        }
        let kept = Some(sent.raw(KEPT)).filter(|kept| !kept.is_empty());
        let form = match kept {
            None => sent.clone(),
            Some(kept) => {
                let opened = seal::open_kept_form(keys, session, &visit.path, kept, now);
                opened.map(Form::kept).ok_or(Problem::Refused(Refusal::FormExpired))?
            }
        };
        if confirm::is_fresh(&administrator.person.session, now) {
            return work(&visit, &administrator, &form).await;
        }
        if kept.is_none() {
            return ask_again(&visit, &administrator, &form, None);
        }
        let (person, origin) = (&administrator.person, administrator.origin(&visit));
        let (known, password) = (visit.known_browser(), sent.password(PASSWORD)?);
        let told = match confirm::confirm(&visit.state.context, person, &known, password, &origin).await? {
            Confirmed::Done(token) => {
                administrator.token = token.clone();
                administrator.person.session.authenticated_at = now;
                // The browser needs the new cookie, whatever becomes of the form.
                let response = visit.answer(work(&visit, &administrator, &form).await);
                return Ok(with_cookie(response, Some(cookies::session(&token))));
            }
            Confirmed::Refused(Refusal::SignInRequired) => return Err(Refusal::SignInRequired.into()),
            Confirmed::Refused(refusal) => Told::of(refusal),
            Confirmed::MustWait(wait) => Told::must_wait(wait),
        };
        ask_again(&visit, &administrator, &form, Some(told))
    };
    visit.answer(outcome.await)
}

/// Takes a file that an administrator sends. It only lies there then: what is done with it needs a form of its own, and
/// that one asks for the password when the sign-in is too old.
pub async fn takes(
    visit: Visit,
    payload: Payload,
    work: impl AsyncFnOnce(&Visit, &Administrator, Upload) -> Result<HttpResponse, Problem>,
) -> HttpResponse {
    let outcome = async {
        let Some(administrator) = enter(&visit).await? else {
            return Err(Refusal::SignInRequired.into());
        };
        let (keys, session) = (&visit.state.context.keys, administrator.person.session.id);
        let is_proof = |proof: &str| seal::is_administrator_proof(keys, session, proof);
        let upload = Upload::read(&visit, payload, is_proof).await?;
        work(&visit, &administrator, upload).await
    };
    visit.answer(outcome.await)
}

/// The administrator at the door; `None` for whoever is not signed in.
async fn enter(visit: &Visit) -> Result<Option<Administrator>, Problem> {
    let Some((person, token)) = visit.person().await?.zip(visit.browser.session.clone()) else {
        return Ok(None);
    };
    if !person.user.is_administrator {
        return Err(Refusal::AdministratorRequired.into());
    }
    let notice = notice::open(visit, person.session.id);
    Ok(Some(Administrator { person, token, notice }))
}

/// Asks for the password and keeps the form.
fn ask_again(
    visit: &Visit,
    administrator: &Administrator,
    form: &Form,
    told: Option<Told>,
) -> Result<HttpResponse, Problem> {
    let size: usize = form.fields().iter().map(|(name, value)| name.len() + value.len() + 8).sum();
    if size > MOST_KEPT_BYTES {
        return Err(Refusal::TooLarge.into());
    }
    let context = &visit.state.context;
    let session = administrator.person.session.id;
    let kept = seal::kept_form(&context.keys, session, &visit.path, form.fields(), context.now())?;
    let (frame, mut shell) = administrator.around(visit, Section::of(&visit.path));
    shell.hidden.push((KEPT.to_owned(), kept));
    let page = ConfirmPage {
        email: administrator.person.user.email.to_string(),
        problem: told.map(|told| told.sentence(&frame.words, 0)),
        action: visit.state.path(&visit.path_and_query()),
        frame,
        shell,
    };
    let status = told.map_or(Refusal::SignInRequired.status(), Told::status);
    Ok(with_retry(page::show(&page, status, Forms::Own)?, told))
}
