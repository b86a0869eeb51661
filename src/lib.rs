//! Bridgewarden: a self-hosted bridge that signs a company's people in to service providers that accept JWT
//! single sign-on. `docs/architecture.md` draws the floors; a test keeps imports running downward.

pub mod cli;
pub mod config;
pub mod crypto;
pub mod domain;
pub mod flow;
pub mod mint;
pub mod profile;
pub mod simulator;
pub mod startup;
pub mod store;
pub mod telemetry;
pub mod web;
