//! `/`: the providers a signed-in person may open, as tiles.

use actix_web::HttpResponse;
use i18n_embed_fl::fl;

use super::form::PROOF;
use super::page::{self, Forms};
use super::pages::{LaunchPage, Tile};
use super::seal;
use super::visit::Visit;
use crate::domain::id::PendingId;
use crate::flow::launch;

/// The path of the public URL without its slash.
pub async fn without_slash(visit: Visit) -> HttpResponse {
    visit.answer(page::see_other(&visit.state.path("/")))
}

/// `GET /`.
pub async fn home(visit: Visit) -> HttpResponse {
    let outcome = async {
        let (Some(person), Some(token)) = (visit.person().await?, visit.browser.session.as_ref()) else {
            return page::see_other(&visit.state.path("/sign-in"));
        };
        let frame = visit.frame(Some(&person));
        let tiles = launch::tiles(&visit.state.context, &person).await?;
        let tile = |tile: launch::Tile| Tile {
            action: visit.state.path(&format!("/sso/{}/launch", tile.provider.slug)),
            once: PendingId::unique().to_string(),
            name: tile.provider.name,
            kind: tile.kind,
        };
        let is_changed = visit.query_string == "password=changed";
        let page = LaunchPage {
            tiles: tiles.into_iter().map(tile).collect(),
            hidden: vec![(PROOF.to_owned(), seal::session_proof(&visit.state.context.keys, token))],
            sign_out_action: visit.state.path("/sign-out"),
            change_password_url: visit.state.path("/account/password"),
            notice: is_changed.then(|| fl!(frame.words, "notice-password-changed")),
            frame,
        };
        page::show(&page, 200, Forms::Own)
    };
    visit.answer(outcome.await)
}
