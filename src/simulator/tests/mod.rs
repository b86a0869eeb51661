//! Whole sign-ins over real HTTP, and what the unit tests share.

mod browser;
mod common;
mod it_glue;
mod other_redirects;
pub(in crate::simulator) mod token;
mod zendesk;
