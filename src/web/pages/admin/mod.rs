//! The administrator's pages: each a struct and a template of the same name in `templates/admin/`, inside the shell.

mod confirm;
mod notice;
mod overview;
mod shell;

pub use confirm::ConfirmPage;
pub use notice::{Notice, Tone, Undo};
pub use overview::OverviewPage;
pub use shell::{Section, Shell};
