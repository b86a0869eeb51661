//! The command line, as the people who type it meet it: the real program, on a real database.

#[macro_use]
mod support;

mod audit;
mod configuration;
mod doctor;
mod migrations;
mod providers;
mod secrets;
mod sessions;
mod users;
