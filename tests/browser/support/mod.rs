//! What stories are told with: a bridge, pretended providers, and a person at a browser.

#[path = "../../api/support/bridge.rs"]
#[allow(dead_code, reason = "shared with the API tests, and not every part is needed here")]
pub mod bridge;
pub mod browser;
#[path = "../../api/support/database.rs"]
#[allow(dead_code, reason = "shared with the API tests, and not every part is needed here")]
pub mod database;
pub mod driver;
pub mod person;
pub mod webdriver;

pub use bridge::{Bridge, PASSWORD};
pub use person::{Key, Person};

/// Somebody who works here.
pub const ANN: &str = "Ann.Lee@example.com";

/// Makes `::sqlite` and `::postgres` of one story.
#[macro_export]
macro_rules! on_each_database {
    ($(#[$attribute:meta])* async fn $name:ident($bridge:ident: Bridge) $body:block) => {
        mod $name {
            #[allow(unused_imports, reason = "not every story needs everything")]
            use super::*;

            async fn story($bridge: $crate::support::Bridge) $body

            $(#[$attribute])*
            #[tokio::test]
            async fn sqlite() {
                story($crate::support::Bridge::start($crate::support::database::Database::sqlite()).await).await;
            }

            $(#[$attribute])*
            #[tokio::test]
            async fn postgres() {
                story($crate::support::Bridge::start($crate::support::database::Database::postgres()).await).await;
            }
        }
    };
}
