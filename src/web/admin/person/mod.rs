//! `/admin/users/new` and `/admin/users/{id}`: adding a person, and everything about one.

mod access;
mod add;
mod change;
mod form;
mod history;
mod outcome;
mod remove;
mod sessions;
mod view;

use actix_web::web::{self, ServiceConfig};

use crate::domain::id::UserId;
use crate::domain::refusal::Refusal;
use crate::domain::user::User;
use crate::flow::users;
use crate::web::problem::Problem;
use crate::web::visit::Visit;
use crate::web::{both, get, post};

/// The addresses about one person.
pub fn routes(config: &mut ServiceConfig) {
    // An id and nothing else, so that other pages of the table can have names here.
    let of_person = |rest: &str| format!("/admin/users/{{id:[0-9a-f-]{{36}}}}{rest}");
    config
        .service(both("/admin/users/new", web::get().to(add::page), web::post().to(add::add)))
        .service(both(&of_person(""), web::get().to(view::page), web::post().to(change::save)))
        .service(both(&of_person("/delete"), web::get().to(remove::page), web::post().to(remove::delete)))
        .service(get(&of_person("/history"), web::get().to(history::page)))
        .service(post(&of_person("/password"), web::post().to(access::make_password)))
        .service(post(&of_person("/require-password"), web::post().to(access::require_password)))
        .service(post(&of_person("/invitation"), web::post().to(access::invite)))
        .service(post(&of_person("/invitation/withdraw"), web::post().to(access::withdraw_invitation)))
        .service(post(&of_person("/status"), web::post().to(access::set_status)))
        .service(post(&of_person("/throttling"), web::post().to(access::clear_throttling)))
        .service(post(&of_person("/sessions"), web::post().to(sessions::end_all)))
        .service(post(&of_person("/sessions/{session}"), web::post().to(sessions::end_one)));
}

/// The person whom an address names.
async fn person(visit: &Visit, id: &str) -> Result<User, Problem> {
    let id: UserId = id.parse().map_err(|_| Problem::Refused(Refusal::NotFound))?;
    let found = users::find_by_id(&visit.state.context, id).await?;
    found.ok_or(Problem::Refused(Refusal::NotFound))
}

/// Where a person's page is, below the public URL's path.
fn path_of(id: UserId) -> String {
    format!("/admin/users/{id}")
}

/// Where the audit is, of one person.
fn audit_path(user: &User) -> String {
    let person: String = url::form_urlencoded::byte_serialize(user.email.as_str().as_bytes()).collect();
    format!("/admin/audit?person={person}")
}
