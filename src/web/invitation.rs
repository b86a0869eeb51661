//! `/invitation/{token}`: a person chooses the password of the account that an administrator made for them. Looking
//! changes nothing, so that programs that look at links in mails use nothing up.

use actix_web::HttpResponse;
use actix_web::web::{Path, Payload};

use super::form::Form;
use super::page::{self, Forms};
use super::pages::InvitationPage;
use super::problem::Problem;
use super::sign_in::with_session;
use super::told::{Told, password_problem, with_retry};
use super::visit::Visit;
use crate::domain::refusal::Refusal;
use crate::domain::user::User;
use crate::flow::change_password::NewPassword;
use crate::flow::invitations::{self, Accepted, InvitationToken};

/// `GET /invitation/{token}`.
pub async fn page(visit: Visit, token: Path<String>) -> HttpResponse {
    let outcome = async {
        let token = parse(&token)?;
        let user = invitations::look(&visit.state.context, &token).await?;
        let user = user.ok_or(Refusal::InvitationUnusable)?;
        show(&visit, &token, &user, None).await
    };
    visit.answer(outcome.await)
}

/// `POST /invitation/{token}`: the password.
pub async fn submit(visit: Visit, token: Path<String>, payload: Payload) -> HttpResponse {
    let outcome = async {
        let form = Form::read(&visit, payload).await?;
        let token = parse(&token)?;
        let chosen =
            NewPassword { new: form.password("new_password")?, repeat: form.password("repeat_password")? };
        let context = &visit.state.context;
        match invitations::accept(context, &token, chosen, &visit.browser, &visit.origin).await? {
            Accepted::SignedIn(begun) => {
                with_session(&visit, page::see_other(&visit.state.path("/"))?, Some(begun))
            }
            Accepted::Refused { user, refusal } => show(&visit, &token, &user, Some(Told::of(refusal))).await,
            Accepted::Unusable => Err(Refusal::InvitationUnusable.into()),
        }
    };
    visit.answer(outcome.await)
}

fn parse(text: &str) -> Result<InvitationToken, Problem> {
    InvitationToken::parse(text).ok_or_else(|| Refusal::InvitationUnusable.into())
}

async fn show(
    visit: &Visit,
    token: &InvitationToken,
    user: &User,
    told: Option<Told>,
) -> Result<HttpResponse, Problem> {
    let signed_in = visit.person().await?.filter(|person| person.user.id != user.id);
    let mut frame = visit.frame(None);
    // The person's own language, as far as it is known; nobody is signed in yet.
    if let Some(locale) = user.locale.as_deref() {
        frame.words = visit.state.languages.choose(Some(locale), None);
    }
    let min_length = visit.state.context.rules.passwords.min_code_points;
    let page = InvitationPage {
        name: Some(user.full_name()).filter(|name| !name.is_empty()),
        email: user.email.to_string(),
        signed_in_as: signed_in.map(|person| person.user.display_name()),
        min_length,
        problem: told.map(|told| password_problem(&frame.words, told, min_length)),
        action: visit.state.path(&format!("/invitation/{}", token.expose())),
        frame,
    };
    Ok(with_retry(page::show(&page, told.map_or(200, Told::status), Forms::Own)?, told))
}
