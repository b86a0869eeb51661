//! The API tests: real HTTP against a real bridge, each story on SQLite and on PostgreSQL.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail loudly"
)]

mod support;

mod flow_picture;
mod main_job;
