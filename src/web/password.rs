//! `/account/password`: a signed-in person changes their password.

use actix_web::HttpResponse;
use actix_web::web::Payload;

use super::cookies;
use super::form::{Form, PROOF};
use super::page::{self, Forms};
use super::pages::ChangePasswordPage;
use super::problem::Problem;
use super::seal;
use super::sign_in::with_cookie;
use super::told::{Told, password_problem, with_retry};
use super::visit::Visit;
use crate::domain::refusal::Refusal;
use crate::flow::change_password::{self, Changed, NewPassword};
use crate::flow::session::{SessionToken, SignedIn};

/// `GET /account/password`.
pub async fn page(visit: Visit) -> HttpResponse {
    let outcome = async {
        match signed_in(&visit).await? {
            Some((person, token)) => show(&visit, &person, &token, None),
            None => page::see_other(&visit.state.path("/sign-in")),
        }
    };
    visit.answer(outcome.await)
}

/// `POST /account/password`.
pub async fn submit(visit: Visit, payload: Payload) -> HttpResponse {
    let outcome = async {
        let form = Form::read_of_session(&visit, payload).await?;
        let Some((person, token)) = signed_in(&visit).await? else {
            return Err(Refusal::SignInRequired.into());
        };
        let current = form.password("current_password")?;
        let chosen =
            NewPassword { new: form.password("new_password")?, repeat: form.password("repeat_password")? };
        let (context, known) = (&visit.state.context, visit.known_browser());
        match change_password::by_person(context, &person, &known, current, chosen, &visit.origin).await? {
            Changed::Done(token) => {
                let home = page::see_other(&visit.state.path("/?password=changed"))?;
                Ok(with_cookie(home, Some(cookies::session(&token))))
            }
            Changed::Refused(refusal) => show(&visit, &person, &token, Some(Told::of(refusal))),
            Changed::MustWait(wait) => show(&visit, &person, &token, Some(Told::must_wait(wait))),
        }
    };
    visit.answer(outcome.await)
}

async fn signed_in(visit: &Visit) -> Result<Option<(SignedIn, SessionToken)>, Problem> {
    Ok(visit.person().await?.zip(visit.browser.session.clone()))
}

fn show(
    visit: &Visit,
    person: &SignedIn,
    token: &SessionToken,
    told: Option<Told>,
) -> Result<HttpResponse, Problem> {
    let frame = visit.frame(Some(person));
    let min_length = visit.state.context.rules.passwords.min_code_points;
    let page = ChangePasswordPage {
        provider: None,
        email: person.user.email.to_string(),
        ask_current: true,
        required: false,
        min_length,
        problem: told.map(|told| password_problem(&frame.words, told, min_length)),
        action: visit.state.path("/account/password"),
        hidden: vec![(PROOF.to_owned(), seal::session_proof(&visit.state.context.keys, token))],
        frame,
    };
    Ok(with_retry(page::show(&page, told.map_or(200, Told::status), Forms::Own)?, told))
}
