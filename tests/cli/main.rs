//! The command line, as the people who type it meet it: the real program, on a real database.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails loudly")]

#[path = "../api/support/browser.rs"]
#[allow(dead_code, reason = "shared with the API tests")]
mod browser;
#[path = "../api/support/delivery.rs"]
#[allow(dead_code, reason = "shared with the API tests")]
mod delivery;
mod documented;
#[path = "../api/support/html.rs"]
#[allow(dead_code, reason = "shared with the API tests")]
mod html;
#[path = "../api/support/proxy.rs"]
#[allow(dead_code, reason = "shared with the API tests")]
mod proxy;
#[path = "../api/support/raw.rs"]
#[allow(dead_code, reason = "shared with the API tests")]
mod raw;
mod serving;
#[macro_use]
mod support;

mod audit;
mod backup;
mod canaries;
mod config;
mod configuration;
mod demo;
mod doctor;
mod equal_time;
mod faults;
mod first_administrator;
mod guessing;
mod http;
mod imports;
mod migrations;
mod passwords;
mod people;
mod providers;
mod remembered;
mod restore;
mod rotation;
mod rotation_while_serving;
mod secret_files;
mod secrets;
mod serve;
mod sessions;
mod statistics;
mod updates;
mod user_table;
mod users;
