//! Whether and how a person gets in: passwords, invitations, disabling, throttling.

use actix_web::HttpResponse;
use actix_web::web::{Path, Payload};
use i18n_embed_fl::fl;

use super::add::{agreed, show_way_in};
use super::{outcome, path_of};
use crate::domain::refusal::Refusal;
use crate::domain::user::UserStatus;
use crate::flow::users::{self, PasswordChoice, UserChange, UserOutcome, WayInMade};
use crate::flow::{invitations, throttle};
use crate::store::throttles::Which;
use crate::web::admin::gate::{Administrator, does};
use crate::web::admin::notice::go_on;
use crate::web::page::{self, Forms};
use crate::web::pages::admin::person::PersonConfirmPage;
use crate::web::pages::admin::{Notice, Section};
use crate::web::problem::Problem;
use crate::web::visit::Visit;

/// `POST /admin/users/{id}/password`: a one-time password, shown once.
pub async fn make_password(visit: Visit, id: Path<String>, payload: Payload) -> HttpResponse {
    does(visit, payload, async |visit, administrator, _form| {
        let user = super::person(visit, &id).await?;
        let (context, origin) = (&visit.state.context, administrator.origin(visit));
        let words = visit.frame(Some(&administrator.person)).words;
        match users::set_password(context, user.id, PasswordChoice::OneTime, &origin).await? {
            UserOutcome::Done(one_time) => {
                let heading = fl!(words, "admin-person-reset-heading", name = user.display_name());
                show_way_in(visit, administrator, &user, heading, &WayInMade::Password(one_time))
            }
            refused => back(visit, administrator, &user, &refused, String::new()),
        }
    })
    .await
}

/// `POST /admin/users/{id}/invitation`: a link, shown once.
pub async fn invite(visit: Visit, id: Path<String>, payload: Payload) -> HttpResponse {
    does(visit, payload, async |visit, administrator, _form| {
        let user = super::person(visit, &id).await?;
        let words = visit.frame(Some(&administrator.person)).words;
        let origin = administrator.origin(visit);
        match invitations::invite(&visit.state.context, user.id, &origin).await? {
            UserOutcome::Done(invited) => {
                let heading = fl!(words, "admin-person-invited-heading", name = user.display_name());
                show_way_in(visit, administrator, &user, heading, &WayInMade::Invitation(invited))
            }
            refused => back(visit, administrator, &user, &refused, String::new()),
        }
    })
    .await
}

/// `POST /admin/users/{id}/invitation/withdraw`.
pub async fn withdraw_invitation(visit: Visit, id: Path<String>, payload: Payload) -> HttpResponse {
    does(visit, payload, async |visit, administrator, _form| {
        let user = super::person(visit, &id).await?;
        let words = visit.frame(Some(&administrator.person)).words;
        let origin = administrator.origin(visit);
        let withdrawn = invitations::withdraw(&visit.state.context, user.id, &origin).await?;
        let told = match withdrawn {
            UserOutcome::Done(false) => fl!(words, "admin-person-not-invited"),
            _ => fl!(words, "admin-person-withdrawn"),
        };
        back(visit, administrator, &user, &withdrawn, told)
    })
    .await
}

/// `POST /admin/users/{id}/require-password`.
pub async fn require_password(visit: Visit, id: Path<String>, payload: Payload) -> HttpResponse {
    does(visit, payload, async |visit, administrator, _form| {
        let user = super::person(visit, &id).await?;
        let words = visit.frame(Some(&administrator.person)).words;
        let change = UserChange { require_password_change: true, ..UserChange::default() };
        let origin = administrator.origin(visit);
        let changed = users::change(&visit.state.context, user.id, change, &origin).await?;
        let told = fl!(words, "admin-person-required", name = user.display_name());
        back(visit, administrator, &user, &changed, told)
    })
    .await
}

/// `POST /admin/users/{id}/status`: disables or enables. Who would shut themselves out is asked once more.
pub async fn set_status(visit: Visit, id: Path<String>, payload: Payload) -> HttpResponse {
    does(visit, payload, async |visit, administrator, form| {
        let user = super::person(visit, &id).await?;
        let words = visit.frame(Some(&administrator.person)).words;
        let status =
            UserStatus::from_word(form.raw("status")).ok_or(Problem::Refused(Refusal::BadRequest))?;
        let is_self = user.id == administrator.person.user.id;
        let own = user.id.to_string();
        if status == UserStatus::Disabled && is_self && !agreed(form, "self", &own) {
            let (frame, shell) = administrator.around(visit, Section::People);
            let page = PersonConfirmPage {
                heading: fl!(words, "admin-person-self-disable-title"),
                person_path: path_of(user.id),
                name: user.display_name(),
                sentences: vec![fl!(words, "admin-person-self-disable-lede")],
                diff: Vec::new(),
                points_lede: String::new(),
                points: Vec::new(),
                typed: None,
                carried: vec![("status".into(), "disabled".into()), ("agreed_self".into(), own)],
                action: format!("{}/status", path_of(user.id)),
                button: fl!(words, "admin-person-self-disable-button"),
                frame,
                shell,
            };
            return page::show(&page, 200, Forms::Own);
        }
        let origin = administrator.origin(visit);
        let done = users::set_status(&visit.state.context, user.id, status, &origin).await?;
        let told = match status {
            UserStatus::Active => fl!(words, "admin-person-enabled", name = user.display_name()),
            UserStatus::Disabled => fl!(words, "admin-person-disabled", name = user.display_name()),
        };
        back(visit, administrator, &user, &done, told)
    })
    .await
}

/// `POST /admin/users/{id}/throttling`: forgets wrong passwords.
pub async fn clear_throttling(visit: Visit, id: Path<String>, payload: Payload) -> HttpResponse {
    does(visit, payload, async |visit, administrator, _form| {
        let user = super::person(visit, &id).await?;
        let words = visit.frame(Some(&administrator.person)).words;
        let origin = administrator.origin(visit);
        throttle::clear(&visit.state.context, Which::OfPerson(user.id), &origin).await?;
        let told = fl!(words, "admin-person-cleared", name = user.display_name());
        go_on(visit, administrator, &path_of(user.id), &Notice::done(told))
    })
    .await
}

/// Back to the person's page, with what became of it.
fn back<T>(
    visit: &Visit,
    administrator: &Administrator,
    user: &crate::domain::user::User,
    outcome: &UserOutcome<T>,
    done: String,
) -> Result<HttpResponse, Problem> {
    let words = visit.frame(Some(&administrator.person)).words;
    let notice = match outcome::sentence(&words, &visit.state.context, outcome) {
        None => Notice::done(done),
        Some(refused) => Notice::not_done(refused),
    };
    go_on(visit, administrator, &path_of(user.id), &notice)
}
