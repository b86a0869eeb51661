//! What stories are told with: a bridge, pretended providers, and a person at a browser.

#[path = "../../api/support/mod.rs"]
#[allow(dead_code, unused_imports, reason = "the API tests' own, and not every part is needed here")]
mod api;
pub mod axe;
pub mod chromium;
mod driver;
mod person;
mod screen;
pub mod silent;
mod webdriver;

pub use api::{Bridge, Database, PASSWORD, database};
pub use chromium::Chromium;
pub use driver::two_browsers;
pub use person::{Key, Person};
pub use screen::Theme;

/// Somebody who works here.
pub const ANN: &str = "Ann.Lee@example.com";
