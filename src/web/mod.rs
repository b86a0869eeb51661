//! The HTTP edge. It parses, calls one flow, and shows the step it gets back; it decides nothing.
//!
//! The route table below is the whole of the public surface. To add an address: a handler in the room it
//! belongs to (`sso`, `sign_in`, …) that takes a [`visit::Visit`], its line here, and its page in `pages`.

pub mod accent;
mod admin;
pub mod brand;
pub mod chart;
pub mod client_address;
mod colour;
mod connection;
pub mod cookies;
pub mod decode;
mod first_administrator;
pub mod form;
pub mod frame;
mod guard;
mod health;
mod home;
mod invitation;
pub mod language;
mod moment;
mod page;
pub mod pages;
mod password;
mod problem;
pub mod seal;
mod sentences;
mod sign_in;
mod sign_out;
mod sso;
pub mod state;
mod static_files;
mod told;
mod traced;
mod upload;
mod visit;

pub use connection::watch;
pub use guard::guard;
pub use health::metrics;
pub use static_files::logo_address;

use actix_web::web::{self, ServiceConfig};
use actix_web::{Resource, Route};

use state::AppState;
use visit::Visit;

/// Every address of the bridge, below the path of its public URL.
pub fn routes(state: &web::Data<AppState>) -> impl FnOnce(&mut ServiceConfig) + use<> {
    let state = state.clone();
    move |config| {
        let below = web::scope(state.public_url.prefix())
            // First, because they are looked through in this order and most requests go there.
            .service(web::scope("/sso").default_service(web::to(sso::at_provider)))
            .service(get("/", web::get().to(home::home)))
            .service(both("/sign-in", web::get().to(sign_in::page), web::post().to(sign_in::submit)))
            .service(post("/sign-in/password", web::post().to(sign_in::choose_password)))
            .service(post("/sign-out", web::post().to(sign_out::sign_out)))
            .service(get("/sign-out/continue", web::get().to(sign_out::next)))
            .service(both(
                "/account/password",
                web::get().to(password::page),
                web::post().to(password::submit),
            ))
            .service(both(
                "/invitation/{token}",
                web::get().to(invitation::page),
                web::post().to(invitation::submit),
            ))
            .service(both(
                "/first-administrator/{token}",
                web::get().to(first_administrator::page),
                web::post().to(first_administrator::submit),
            ))
            .service(get("/static/{file}", web::get().to(static_files::file)))
            .service(get("/healthz", web::get().to(health::healthz)))
            .service(get("/readyz", web::get().to(health::readyz)))
            .configure(admin::routes)
            .service(get("", web::get().to(home::without_slash)))
            .default_service(web::to(problem::not_found));
        config.app_data(state);
        // Also without the path: load balancers ask the machine and not the public address.
        config.service(get("/healthz", web::get().to(health::healthz)));
        config.service(get("/readyz", web::get().to(health::readyz)));
        config.service(below);
        config.default_service(web::to(problem::not_found));
    }
}

fn get(path: &str, route: Route) -> Resource {
    at(path, "GET").route(route)
}

fn post(path: &str, route: Route) -> Resource {
    at(path, "POST").route(route)
}

fn both(path: &str, shows: Route, takes: Route) -> Resource {
    at(path, "GET, POST").route(shows).route(takes)
}

/// An address; every other method is told which ones there are (RFC 9110, section 15.5.6).
fn at(path: &str, allowed: &'static str) -> Resource {
    let refuse = move |visit: Visit| async move { problem::method_not_allowed(&visit, allowed) };
    web::resource(path).default_service(web::to(refuse))
}
