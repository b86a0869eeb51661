//! `/admin/users/new`.

use std::collections::BTreeSet;

use actix_web::HttpResponse;
use actix_web::web::Payload;
use i18n_embed_fl::fl;

use super::form::{self, Details};
use super::view::offer;
use super::{outcome, path_of};
use crate::domain::id::UserId;
use crate::flow::shown_once::ShownOnce;
use crate::flow::users::address::{self, AddressState};
use crate::flow::users::{self, Besides, NewUser, PasswordChoice, UserOutcome, WayIn, WayInMade};
use crate::web::admin::gate::{Administrator, does, shows};
use crate::web::form::Form;
use crate::web::moment::Moment;
use crate::web::page::{self, Forms};
use crate::web::pages::admin::Section;
use crate::web::pages::admin::person::{NewPersonPage, PersonFields, WayInPage};
use crate::web::problem::Problem;
use crate::web::visit::Visit;

/// `GET /admin/users/new`.
pub async fn page(visit: Visit) -> HttpResponse {
    shows(visit, async |visit, administrator| {
        let words = visit.frame(Some(&administrator.person)).words;
        show(visit, administrator, form::empty(&words), true, None).await
    })
    .await
}

/// `POST /admin/users/new`.
pub async fn add(visit: Visit, payload: Payload) -> HttpResponse {
    does(visit, payload, async |visit, administrator, form| {
        let context = &visit.state.context;
        let words = visit.frame(Some(&administrator.person)).words;
        let is_invited = form.raw("way_in") != "password";
        let (mut fields, details) = form::read(&words, form, &BTreeSet::new());
        let Some(details) = details else {
            return show(visit, administrator, fields, is_invited, None).await;
        };
        let is_released = form.is_ticked("release_address");
        let state = address::look(context, &details.person.email, UserId::unique()).await?;
        if !matches!(state, AddressState::Free | AddressState::Held(_)) || (is_held(&state) && !is_released) {
            outcome::mark_address(&words, context, &mut fields, &state);
            return show(visit, administrator, fields, is_invited, None).await;
        }
        let email = details.person.email.clone();
        let way_in = if is_invited { WayIn::Invitation } else { WayIn::Password(PasswordChoice::OneTime) };
        let (new, besides) = split(details, is_released);
        let origin = administrator.origin(visit);
        match users::add_with(context, new, besides, way_in, &origin).await? {
            UserOutcome::Done(made) => {
                let user = users::find(context, &email).await?.ok_or_else(outcome::gone)?;
                let heading = fl!(words, "admin-person-added", name = user.display_name());
                show_way_in(visit, administrator, &user, heading, &made)
            }
            refused => {
                let state = address::look(context, &email, UserId::unique()).await?;
                outcome::mark_address(&words, context, &mut fields, &state);
                let told = outcome::sentence(&words, context, &refused).filter(|_| !fields.has_problems());
                show(visit, administrator, fields, is_invited, told).await
            }
        }
    })
    .await
}

fn is_held(state: &AddressState) -> bool {
    matches!(state, AddressState::Held(_))
}

fn split(details: Details, release_address: bool) -> (NewUser, Besides) {
    let attributes =
        details.attributes.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
    (details.person, Besides { attributes, release_address })
}

async fn show(
    visit: &Visit,
    administrator: &Administrator,
    mut fields: PersonFields,
    is_invited: bool,
    refusal: Option<String>,
) -> Result<HttpResponse, Problem> {
    let (frame, shell) = administrator.around(visit, Section::People);
    offer(visit, &frame.words, &mut fields).await?;
    let is_refused = refusal.is_some() || fields.has_problems();
    let hours = visit.state.context.rules.one_time_lifetime.as_secs() / 3600;
    let page = NewPersonPage { frame, shell, fields, is_invited, hours, refusal };
    page::show(&page, if is_refused { 422 } else { 200 }, Forms::Own)
}

/// Shows once what the person gets in with.
pub fn show_way_in(
    visit: &Visit,
    administrator: &Administrator,
    user: &crate::domain::user::User,
    heading: String,
    made: &WayInMade,
) -> Result<HttpResponse, Problem> {
    let context = &visit.state.context;
    let (frame, shell) = administrator.around(visit, Section::People);
    let now = context.now();
    let (is_link, secret, until) = match made {
        WayInMade::Invitation(invited) => {
            let path = format!("/invitation/{}", invited.token.expose());
            (true, visit.state.public_url.address(&path), invited.until)
        }
        WayInMade::Password(one_time) => {
            let secret = one_time.as_ref().map_or("", ShownOnce::expose).to_owned();
            (false, secret, now.plus(context.rules.one_time_lifetime))
        }
    };
    let page = WayInPage {
        heading,
        is_link,
        secret,
        until: Moment::of(&frame.words, now, until),
        person_path: path_of(user.id),
        name: user.display_name(),
        frame,
        shell,
    };
    page::show(&page, 200, Forms::Own)
}

/// Whether a form carries this agreement: what was said on the page that asked once more.
pub fn agreed(form: &Form, to: &str, what: &str) -> bool {
    !what.is_empty() && form.raw(&format!("agreed_{to}")) == what
}
