//! `/admin/users/{id}/delete`: the one thing that cannot be undone, and so the address is typed first.

use actix_web::HttpResponse;
use actix_web::web::{Path, Payload};
use i18n_embed_fl::fl;

use super::{outcome, path_of};
use crate::domain::user::User;
use crate::flow::users::{self, UserOutcome};
use crate::web::admin::gate::{Administrator, does, shows};
use crate::web::admin::notice::go_on;
use crate::web::page::{self, Forms};
use crate::web::pages::admin::person::{PersonConfirmPage, Typed};
use crate::web::pages::admin::{Notice, Section};
use crate::web::problem::Problem;
use crate::web::visit::Visit;

/// `GET /admin/users/{id}/delete`.
pub async fn page(visit: Visit, id: Path<String>) -> HttpResponse {
    shows(visit, async |visit, administrator| {
        let user = super::person(visit, &id).await?;
        show(visit, administrator, &user, String::new())
    })
    .await
}

/// `POST /admin/users/{id}/delete`.
pub async fn delete(visit: Visit, id: Path<String>, payload: Payload) -> HttpResponse {
    does(visit, payload, async |visit, administrator, form| {
        let user = super::person(visit, &id).await?;
        let context = &visit.state.context;
        let words = visit.frame(Some(&administrator.person)).words;
        let email = user.email.to_string();
        if !form.line("typed")?.trim().eq_ignore_ascii_case(&email) {
            let problem = fl!(words, "admin-person-delete-mistyped", email = email);
            return show(visit, administrator, &user, problem);
        }
        let origin = administrator.origin(visit);
        match users::delete(context, user.id, &origin).await? {
            UserOutcome::Done(()) => {
                let told = fl!(words, "admin-person-deleted", name = user.display_name());
                go_on(visit, administrator, "/admin/users", &Notice::done(told))
            }
            UserOutcome::Unknown => Err(outcome::gone()),
            refused => {
                let told = outcome::sentence(&words, context, &refused).unwrap_or_default();
                go_on(visit, administrator, &path_of(user.id), &Notice::not_done(told))
            }
        }
    })
    .await
}

fn show(
    visit: &Visit,
    administrator: &Administrator,
    user: &User,
    problem: String,
) -> Result<HttpResponse, Problem> {
    let (frame, shell) = administrator.around(visit, Section::People);
    let words = &frame.words;
    let mut sentences = vec![fl!(words, "admin-person-delete-lede")];
    let days = visit.state.context.rules.address_quarantine.as_secs() / (24 * 3600);
    if days > 0 {
        sentences.push(fl!(words, "admin-person-delete-held", days = days));
    }
    if user.id == administrator.person.user.id {
        sentences.push(fl!(words, "admin-person-delete-self"));
    }
    let email = user.email.to_string();
    let status = if problem.is_empty() { 200 } else { 422 };
    let page = PersonConfirmPage {
        heading: fl!(words, "admin-person-delete-title", name = user.display_name()),
        person_path: path_of(user.id),
        name: user.display_name(),
        sentences,
        diff: Vec::new(),
        points_lede: String::new(),
        points: Vec::new(),
        typed: Some(Typed { label: fl!(words, "admin-person-delete-type", email = email), problem }),
        carried: Vec::new(),
        action: format!("{}/delete", path_of(user.id)),
        button: fl!(words, "admin-person-delete-button", name = user.display_name()),
        frame,
        shell,
    };
    page::show(&page, status, Forms::Own)
}
