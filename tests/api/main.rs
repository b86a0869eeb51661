//! The API tests: real HTTP against a real bridge, each story on SQLite and on PostgreSQL.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail loudly"
)]

mod support;

mod architecture;
mod audit_chain;
mod closed_doors;
mod flow_picture;
mod full_queue;
mod languages;
mod launch_and_sign_out;
mod main_job;
mod migrations;
mod operations;
mod outage;
mod password_change;
mod profiles;
mod provider_errors;
mod required_password;
mod restart;
mod rivals;
mod sign_in_stories;
