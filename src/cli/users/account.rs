//! `bridgewarden user disable`, `enable`, `password` and `delete`: whether and how a person gets in.

use clap::Args;

use super::{PasswordSource, add, outcome};
use crate::cli::configuration::Console;
use crate::cli::exit::Stop;
use crate::cli::input;
use crate::cli::output::print;
use crate::domain::email::EmailAddress;
use crate::domain::user::UserStatus;
use crate::flow::users;

/// Disables or enables a person.
pub(super) fn set_status(console: &Console, email: &EmailAddress, status: UserStatus) -> Result<(), Stop> {
    let outcome = console.run(users::set_status(&console.context, email, status, &console.origin))?;
    outcome::done(console, outcome, email, email)?;
    print(&match status {
        UserStatus::Active => format!("{email} is enabled and can sign in."),
        UserStatus::Disabled => format!("{email} is disabled. Their sessions have ended."),
    })
}

/// A new one-time password for a person.
#[derive(Debug, Args)]
pub struct SetPassword {
    /// The person's e-mail address
    email: EmailAddress,
    #[command(flatten)]
    password: PasswordSource,
}

/// Sets it.
pub(super) fn set_password(console: &Console, given: &SetPassword) -> Result<(), Stop> {
    let email = &given.email;
    let choice = add::choice(&given.password)?;
    let now = console.context.now();
    let outcome = console.run(users::set_password(&console.context, email, choice, &console.origin))?;
    let one_time = outcome::done(console, outcome, email, email)?;
    print(&format!(
        "{email} has a one-time password. Their sessions have ended.\n\n{}",
        outcome::one_time(console, one_time.as_ref(), now)
    ))
}

/// A person to be deleted.
#[derive(Debug, Args)]
pub struct DeleteUser {
    /// The person's e-mail address
    email: EmailAddress,
    /// Do not ask
    #[arg(long)]
    yes: bool,
}

/// Deletes a person, when whoever types is sure.
pub(super) fn delete(console: &Console, given: &DeleteUser) -> Result<(), Stop> {
    let email = &given.email;
    let Some(person) = console.run(users::find(&console.context, email))? else {
        return Err(outcome::unknown(email));
    };
    if !given.yes {
        let what = format!("This deletes {} and ends their sessions.", person.email);
        input::confirm(&what, person.email.as_str())?;
    }
    let outcome = console.run(users::delete(&console.context, email, &console.origin))?;
    outcome::done(console, outcome, email, email)?;
    print(&format!("{} was deleted. The audit keeps what they did.", person.email))
}
