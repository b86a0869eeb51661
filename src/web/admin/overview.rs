//! `/admin`: how things are.

use actix_web::HttpResponse;
use actix_web::web::Payload;
use i18n_embed_fl::fl;

use super::gate::{does, shows};
use super::notice::go_on;
use crate::flow::users;
use crate::web::moment::Moment;
use crate::web::page::{self, Forms};
use crate::web::pages::admin::{Notice, OverviewPage, Section};
use crate::web::visit::Visit;

/// `GET /admin`.
pub async fn page(visit: Visit) -> HttpResponse {
    shows(visit, async |visit, administrator| {
        let (frame, shell) = administrator.around(visit, Section::Overview);
        let context = &visit.state.context;
        let tally = users::tally(context).await?;
        let authenticated_at = administrator.person.session.authenticated_at;
        let page = OverviewPage {
            people: tally.people,
            active: tally.active,
            administrators: tally.administrators,
            confirmed: Moment::of(&frame.words, context.now(), authenticated_at),
            frame,
            shell,
        };
        page::show(&page, 200, Forms::Own)
    })
    .await
}

/// `POST /admin/confirm`: the administrator proves who they are before they are asked to.
pub async fn confirm(visit: Visit, payload: Payload) -> HttpResponse {
    does(visit, payload, async |visit, administrator, _form| {
        let words = visit.frame(Some(&administrator.person)).words;
        go_on(visit, administrator, "/admin", &Notice::done(fl!(words, "admin-confirmed")))
    })
    .await
}
