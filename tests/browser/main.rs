//! The browser tests: people at a real Chromium, in front of a real bridge and pretended providers.
//!
//! A story is told with a `Person`: what they do and what they see. To add one: a file here, its line below, and
//! `let ann = Chromium::at(&bridge).open().await;`. What every page must keep, whatever it says, stands in
//! `support/inspect.js` and `accessibility.rs`; a new kind of page gets its stop in `tour.rs`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail loudly"
)]

mod admin_import;
mod admin_tour;
mod support;
mod tour;

mod accessibility;
mod admin_overview;
mod admin_person;
mod admin_providers;
mod admin_users;
mod back_and_refresh;
mod comforts;
mod keyboard;
mod look;
mod password_change;
mod pictures;
mod records;
mod round_trip;
mod sign_out;
