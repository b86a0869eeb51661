//! `/first-administrator/{token}`: the one-time address that the service prints while nobody administers. For whoever
//! comes with a wrong one, or when it is closed, nothing is there.

use actix_web::HttpResponse;
use actix_web::web::{Path, Payload};
use i18n_embed_fl::fl;

use super::form::Form;
use super::language::Language;
use super::page::{self, Forms};
use super::pages::{FirstAdministratorPage, FirstField, FirstProblem};
use super::problem::Problem;
use super::sign_in::with_session;
use super::told::{Told, with_retry};
use super::visit::Visit;
use crate::domain::email::EmailAddress;
use crate::domain::person_text::{self, MAX_NAME};
use crate::domain::refusal::Refusal;
use crate::flow::change_password::NewPassword;
use crate::flow::first_administrator::{self, FirstAdministrator, Made};

/// Where the page is, below the public URL. What follows is secret.
pub const PLACE: &str = "/first-administrator/";

/// What was typed, but for the password.
#[derive(Clone, Debug, Default)]
struct Typed {
    email: String,
    first_name: String,
    last_name: String,
}

/// `GET /first-administrator/{token}`.
pub async fn page(visit: Visit, token: Path<String>) -> HttpResponse {
    let outcome = async {
        if first_administrator::is_open(&visit.state.context, &token).await? {
            show(&visit, &token, Typed::default(), None, None)
        } else {
            Err(Refusal::NotFound.into())
        }
    };
    visit.answer(outcome.await)
}

/// `POST /first-administrator/{token}`.
pub async fn submit(visit: Visit, token: Path<String>, payload: Payload) -> HttpResponse {
    let outcome = async {
        let form = Form::read(&visit, payload).await?;
        let typed = Typed {
            email: form.line("email")?.to_owned(),
            first_name: form.line("first_name")?.to_owned(),
            last_name: form.line("last_name")?.to_owned(),
        };
        let chosen =
            NewPassword { new: form.password("new_password")?, repeat: form.password("repeat_password")? };
        let (context, words) = (&visit.state.context, visit.frame(None).words);
        let wanted = match read(&typed, chosen, &words) {
            Ok(wanted) => wanted,
            // Only for whoever may see the page at all.
            Err(problem) if first_administrator::is_open(context, &token).await? => {
                return show(&visit, &token, typed, Some(problem), None);
            }
            Err(_) => return Err(Refusal::NotFound.into()),
        };
        match first_administrator::make(context, &token, wanted, &visit.browser, &visit.origin).await? {
            Made::SignedIn(begun) => {
                with_session(&visit, page::see_other(&visit.state.path("/admin"))?, Some(begun))
            }
            Made::Refused(refusal) => show(&visit, &token, typed, None, Some(Told::of(refusal))),
            Made::EmailTaken => {
                let sentence = fl!(words, "first-admin-email-taken");
                show(&visit, &token, typed, Some(FirstProblem { field: FirstField::Email, sentence }), None)
            }
            Made::Closed => Err(Refusal::NotFound.into()),
            Made::MustWait(wait) => {
                let told = Told::must_wait(wait);
                Ok(with_retry(Problem::Refused(Refusal::TooManyAttempts).respond(&visit), Some(told)))
            }
        }
    };
    visit.answer(outcome.await)
}

fn read(typed: &Typed, chosen: NewPassword, words: &Language) -> Result<FirstAdministrator, FirstProblem> {
    let email: EmailAddress = typed.email.parse().map_err(|_| FirstProblem {
        field: FirstField::Email,
        sentence: fl!(words, "first-admin-email-wrong"),
    })?;
    let name = |text: &str, field| {
        let sentence = || fl!(words, "first-admin-name-wrong", most = u32::try_from(MAX_NAME).unwrap_or(0));
        person_text::line(text, MAX_NAME).map_err(|_| FirstProblem { field, sentence: sentence() })
    };
    let first_name = name(&typed.first_name, FirstField::FirstName)?;
    let last_name = name(&typed.last_name, FirstField::LastName)?;
    Ok(FirstAdministrator { email, first_name, last_name, chosen })
}

fn show(
    visit: &Visit,
    token: &str,
    typed: Typed,
    problem: Option<FirstProblem>,
    told: Option<Told>,
) -> Result<HttpResponse, Problem> {
    let frame = visit.frame(None);
    let min_length = visit.state.context.rules.passwords.min_code_points;
    let is_wrong = problem.is_some();
    let problem = problem.or_else(|| {
        told.map(|told| FirstProblem {
            field: if told.is(Refusal::PasswordsDiffer) { FirstField::Repeat } else { FirstField::New },
            sentence: told.sentence(&frame.words, min_length),
        })
    });
    let page = FirstAdministratorPage {
        email: typed.email,
        first_name: typed.first_name,
        last_name: typed.last_name,
        min_length,
        problem,
        action: visit.state.path(&format!("{PLACE}{token}")),
        frame,
    };
    let status = told.map_or(if is_wrong { 422 } else { 200 }, Told::status);
    Ok(with_retry(page::show(&page, status, Forms::Own)?, told))
}
