//! What stories are told with: a bridge with its own database and clock, pretended providers, and a browser.

pub mod bridge;
pub mod browser;
pub mod database;
pub mod delivery;
pub mod html;
pub mod proxy;
pub mod raw;
pub mod story;
pub mod tables;

pub use bridge::{Bridge, PASSWORD};
pub use browser::{Browser, Page};
pub use database::Database;
pub use delivery::Delivery;

/// Makes `::sqlite` and `::postgres` of one story. A story that wants options of its own, or several bridges,
/// takes a `Database` and starts them itself.
#[macro_export]
macro_rules! on_each_database {
    ($(#[$attribute:meta])* async fn $name:ident($database:ident: Database) $body:block) => {
        mod $name {
            #[allow(unused_imports, reason = "not every story needs everything")]
            use super::*;

            async fn story($database: $crate::support::Database) $body

            $(#[$attribute])*
            #[tokio::test]
            async fn sqlite() {
                story($crate::support::Database::sqlite()).await;
            }

            $(#[$attribute])*
            #[tokio::test]
            async fn postgres() {
                story($crate::support::Database::postgres()).await;
            }
        }
    };
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
