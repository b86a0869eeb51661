//! `/admin/providers`: the list, the walk by which one is added, and the page of each.
//!
//! What is filled in is read and judged in `typed`; what the pages say stands in `told`. A provider that is being added
//! is nowhere but in the page, sealed, until it is saved: nothing half-done is stored, and nothing half-done signs.

mod draft;
mod list;
mod one;
mod secrets;
mod settings;
pub(super) mod told;
mod typed;
mod walk;

use actix_web::web::{self, ServiceConfig};

use crate::domain::provider::{ServiceProvider, Slug};
use crate::domain::refusal::Refusal;
use crate::flow::providers;
use crate::web::problem::Problem;
use crate::web::visit::Visit;
use crate::web::{both, get, post};

/// The addresses of this section.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(get("/admin/providers", web::get().to(list::page)))
        .service(get("/admin/providers/new", web::get().to(list::kinds)))
        .service(both(
            "/admin/providers/new/{profile}",
            web::get().to(walk::begin),
            web::post().to(walk::step),
        ))
        .service(get("/admin/providers/{slug}", web::get().to(one::page)))
        .service(post("/admin/providers/{slug}/settings", web::post().to(settings::submit)))
        .service(get("/admin/providers/{slug}/preview", web::get().to(one::preview)))
        .service(post("/admin/providers/{slug}/switch", web::post().to(one::switch)))
        .service(both(
            "/admin/providers/{slug}/delete",
            web::get().to(one::farewell),
            web::post().to(one::delete),
        ))
        .service(post("/admin/providers/{slug}/secret/stage", web::post().to(secrets::stage)))
        .service(post("/admin/providers/{slug}/secret/switch", web::post().to(secrets::switch)))
        .service(post("/admin/providers/{slug}/secret/take-back", web::post().to(secrets::take_back)))
        .service(both(
            "/admin/providers/{slug}/forget/{place}",
            web::get().to(secrets::farewell),
            web::post().to(secrets::forget),
        ));
}

/// The path of a provider's page, below the public URL's.
fn path_of(slug: &Slug) -> String {
    format!("/admin/providers/{slug}")
}

/// The provider that an address names.
async fn named(visit: &Visit, slug: &str) -> Result<ServiceProvider, Problem> {
    let slug: Slug = slug.parse().map_err(|_| Problem::Refused(Refusal::NotFound))?;
    let found = providers::find(&visit.state.context, &slug).await?;
    found.ok_or(Problem::Refused(Refusal::NotFound))
}
