//! The administrator's pages, below `/admin`. Each handler is one call of the gate: [`gate::shows`] for a page,
//! [`gate::does`] for a form.
//!
//! To add a page: a handler in the file of its section, its line in the route table here, its struct in
//! `web/pages/admin/`, its template in `templates/admin/`.

mod gate;
mod notice;
mod overview;
mod providers;

use actix_web::web::{self, ServiceConfig};

use super::{get, post};

/// Every address below `/admin`.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(get("/admin", web::get().to(overview::page)))
        .service(post("/admin/confirm", web::post().to(overview::confirm)))
        .configure(providers::routes);
}
