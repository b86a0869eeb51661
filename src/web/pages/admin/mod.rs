//! The administrator's pages: each a struct and a template of the same name in `templates/admin/`, inside the shell.

mod audit;
mod bulk;
mod confirm;
mod import;
mod notice;
mod overview;
pub mod person;
mod provider;
pub mod provider_parts;
pub mod provider_walk;
mod providers;
mod sessions;
mod settings;
mod shell;
mod users;

pub use audit::{AuditChoice, AuditEventPage, AuditFields, AuditLine, AuditPage, Chain, ChainResult, Detail};
pub use bulk::{BulkLookPage, BulkProgressPage, done as done_sentence};
pub use confirm::ConfirmPage;
pub use import::{ImportLookPage, ImportPage, ImportWorkPage, LineShown, Waiting};
pub use notice::{Notice, Tone, Undo};
pub use overview::{Figure, Numbers, OverviewPage, ProviderPart, RangeLink, Warning};
pub use provider::{
    ProviderFarewellPage, ProviderPage, ProviderPreviewPage, ProviderReviewPage, ProviderStagedPage,
};
pub use provider_walk::{WalkPastePage, WalkPreviewPage, WalkSecretPage, WalkSettingsPage};
pub use providers::{ProfileChoice, ProfilesPage, ProviderCard, ProvidersPage};
pub use sessions::{EndSessionsPage, SessionLine, SessionsPage};
pub use settings::{SettingRow, SettingsPage, SettingsSection};
pub use shell::{Section, Shell};
pub use users::{Chosen, Columns, UserRow, UsersPage};
