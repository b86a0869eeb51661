//! A tour of the administrator's pages, with a stop at each: one file a section.
//!
//! To add pages: their stops in the file of their section, its line below. `look.rs` and `accessibility.rs` go along.

mod door;
mod overview;
mod people_import;
mod person;
mod providers;
mod records;
mod users;

use crate::support::{Bridge, Person};

/// Who shows the pages.
pub const ADA: &str = "Ada.Admin@example.com";

/// Goes everywhere and stops everywhere; each stop has a name.
pub async fn admin_tour(bridge: &Bridge, ada: &Person, stop: impl AsyncFn(&str)) {
    door::tour(bridge, ada, &stop).await;
    // These two begin with nobody else and with no provider.
    users::tour(bridge, ada, &stop).await;
    providers::tour(bridge, ada, &stop).await;
    overview::tour(bridge, ada, &stop).await;
    person::tour(bridge, ada, &stop).await;
    records::tour(bridge, ada, &stop).await;
    people_import::tour(bridge, ada, &stop).await;
}
