//! The administrator's pages, below `/admin`. Each handler is one call of the gate: [`gate::shows`] for a page,
//! [`gate::does`] for a form.
//!
//! To add a page: a handler and its address in the room of its section, its struct in `web/pages/admin/`, its template
//! in `templates/admin/`. A section whose addresses have a name in them (`/admin/users/{id}`) comes after those whose
//! addresses would be taken for one.

mod audit;
mod export;
mod gate;
mod import;
mod notice;
mod overview;
mod person;
mod providers;
mod sessions;
mod settings;
mod user_table;

use actix_web::web::{self, ServiceConfig};

use super::{get, post};

/// Every address below `/admin`.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(get("/admin", web::get().to(overview::page)))
        .service(get("/admin/settings", web::get().to(settings::page)))
        .service(post("/admin/confirm", web::post().to(overview::confirm)))
        .configure(person::routes)
        .configure(providers::routes)
        .configure(sessions::routes)
        .configure(audit::routes)
        .configure(import::routes)
        .configure(user_table::routes);
}
