//! Provider profiles: what a *kind* of service provider wants, as data. One TOML file a kind, in `profiles/`.
//!
//! The schema is closed: unknown keys are refused, and there are no expressions. What cannot be said becomes a
//! new enum variant here, with the code that obeys it and a test. `docs/profiles.md` explains every key.

pub mod address;
pub mod catalogue;
pub mod claims;
mod contradictions;
pub mod fill;
pub mod parameters;
pub mod prose;
pub mod schema;
pub mod settings;

pub use catalogue::Catalogue;
pub use fill::FilledProfile;
pub use prose::Prose;
pub use schema::ProviderProfile;
