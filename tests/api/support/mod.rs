//! What stories are told with: a bridge with its own database and clock, pretended providers, and a browser.

pub mod bridge;
pub mod browser;
pub mod database;
pub mod html;

pub use bridge::{Bridge, PASSWORD};
pub use browser::{Browser, Page};

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
