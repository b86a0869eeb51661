//! Looks at what an installation stands on and at what happened lately. What is found is a value; the command line
//! (`doctor`) and the administrator's first page each say it in their own words.
//!
//! To add a check: a variant of [`Finding`] with its level and its topic, a function in `machine`, `content` or
//! `lately` that finds it, its words in `cli/doctor/words.rs` and in `web/admin/findings.rs`; when it is of a new
//! kind, a [`Topic`] and its section in `docs/troubleshooting.md`, which a test demands.

mod content;
mod finding;
pub mod lately;
pub mod machine;

pub use content::content;
pub use finding::{Finding, KeyState, Level, Topic};
pub use lately::{HashPoolLoad, Lately, pool_load, watch};
pub use machine::Installation;

use super::{Context, Fault};

/// Everything that a running service can see of itself. What the database does not tell, because it does not answer,
/// is a fault; that it takes no writes is a finding.
pub async fn everything(context: &Context) -> Result<Vec<Finding>, Fault> {
    let mut found = machine::clock(context.now());
    found.extend(machine::examine(&context.installation));
    if context.store.refuses_writes() {
        found.push(Finding::NoWrites);
    }
    found.extend(content(context).await?);
    found.extend(lately::examine(context));
    Ok(found)
}
