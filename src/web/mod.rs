//! The HTTP edge. It parses, calls one flow, and shows the step it gets back; it decides nothing.
//!
//! The route table below is the whole of the public surface. To add an address: a handler in the room it
//! belongs to (`sso`, `sign_in`, …) that takes a [`visit::Visit`], its line here, and its page in `pages`.

pub mod accent;
pub mod brand;
pub mod client_address;
mod colour;
pub mod cookies;
pub mod decode;
pub mod form;
pub mod frame;
mod guard;
mod health;
mod home;
pub mod language;
mod page;
pub mod pages;
mod password;
mod problem;
mod seal;
mod sentences;
mod sign_in;
mod sign_out;
mod sso;
pub mod state;
mod static_files;
mod visit;

pub use guard::{RequestSpan, guard};
pub use health::metrics;
pub use static_files::logo_address;

use actix_web::web::{self, ServiceConfig};
use actix_web::{Resource, Route};

use state::AppState;

/// Every address of the bridge, below the path of its public URL.
pub fn routes(state: &web::Data<AppState>) -> impl FnOnce(&mut ServiceConfig) + use<> {
    let state = state.clone();
    move |config| {
        let below = web::scope(state.public_url.prefix())
            .service(at("/", web::get().to(home::home)))
            .service(at("/sign-in", web::get().to(sign_in::page)).route(web::post().to(sign_in::submit)))
            .service(at("/sign-in/password", web::post().to(sign_in::choose_password)))
            .service(at("/sign-out", web::post().to(sign_out::sign_out)))
            .service(at("/sign-out/continue", web::get().to(sign_out::next)))
            .service(
                at("/account/password", web::get().to(password::page))
                    .route(web::post().to(password::submit)),
            )
            .service(at("/sso/{provider}/login", web::get().to(sso::login)))
            .service(at("/sso/{provider}/logout", web::get().to(sso::logout)))
            .service(at("/sso/{provider}/launch", web::post().to(sso::launch)))
            .service(at("/static/{file}", web::get().to(static_files::file)))
            .service(at("/healthz", web::get().to(health::healthz)))
            .service(at("/readyz", web::get().to(health::readyz)))
            .service(at("", web::get().to(home::without_slash)))
            .default_service(web::to(problem::not_found));
        config.app_data(state);
        // Also without the path: load balancers ask the machine and not the public address.
        config.service(at("/healthz", web::get().to(health::healthz)));
        config.service(at("/readyz", web::get().to(health::readyz)));
        config.service(below);
        config.default_service(web::to(problem::not_found));
    }
}

/// An address with its first method; every other method is told that it is not allowed.
fn at(path: &str, route: Route) -> Resource {
    web::resource(path).route(route).default_service(web::to(problem::method_not_allowed))
}
