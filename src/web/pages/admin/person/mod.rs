//! The pages about one person.

mod confirm;
mod fields;
mod history;
mod new;
mod show;
mod way_in;

pub use confirm::{PersonConfirmPage, Typed};
pub use fields::{AttributeLine, GroupTick, LanguageChoice, Line, NewAttribute, PersonFields};
pub use history::{HistoryRow, PersonHistoryPage};
pub use new::NewPersonPage;
pub use show::{Badge, PersonPage, SessionRow, ThrottleRow};
pub use way_in::WayInPage;
