//! The API tests: real HTTP against a real bridge, each story on SQLite and on PostgreSQL.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must fail loudly"
)]

mod support;

mod admin_audit;
mod admin_gate;
mod admin_import;
mod admin_import_cut_off;
mod admin_sessions;
mod admin_sessions_of_a_service;

mod admin_overview;
mod admin_person;
mod admin_providers;
mod admin_settings;
mod admin_users;
mod admin_users_bulk;
mod admin_users_search;
mod admin_warnings;
mod architecture;
mod attributes;
mod audit_chain;
mod audit_rows;
mod audit_subjects;
mod bad_input;
mod busy_pool;
mod clock_faults;
mod closed_doors;
mod common_passwords;
mod cross_site;
mod crowd;
mod ended_sessions;
mod every_form;
mod exported_people;
mod first_administrator;
mod flow_picture;
mod fresh_cookies;
mod fresh_installation;
mod full_queue;
mod german_pages;
mod guessing;
mod headers;
mod held_addresses;
mod invitations;
mod kept_standings;
mod languages;
mod launch_and_sign_out;
mod link_order;
mod main_job;
mod migrations;
mod names_as_text;
mod operations;
mod outage;
mod password_change;
mod profiles;
mod properties;
mod provider_errors;
mod provider_preview;
mod proxy_and_host;
mod required_password;
mod restart;
mod return_to;
mod rivals;
mod sealing;
mod secret_rotation;
mod secrets_and_logs;
mod security_register;
mod session_age;
mod session_options;
mod sessions;
mod sign_in_stories;
mod statistics;
mod supply_chain;
mod token_witnesses;
mod tokens;
mod two_instances;
mod under_a_path;
mod uniform_answers;
mod unusual_passwords;
mod ways_out;
mod wrong_addresses;
