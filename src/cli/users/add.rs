//! `bridgewarden user add`.

use clap::Args;

use super::{PasswordSource, outcome};
use crate::cli::configuration::Console;
use crate::cli::exit::Stop;
use crate::cli::input;
use crate::cli::output::print;
use crate::domain::email::EmailAddress;
use crate::domain::group::GroupName;
use crate::flow::users::{self, NewUser, PasswordChoice};

/// A person to be added.
#[derive(Debug, Args)]
pub struct AddUser {
    /// The address by which providers know the person; it is delivered exactly as written here
    email: EmailAddress,
    /// First name
    #[arg(long, value_name = "NAME", value_parser = input::name, default_value = "", hide_default_value = true)]
    first_name: String,
    /// Last name
    #[arg(long, value_name = "NAME", value_parser = input::name, default_value = "", hide_default_value = true)]
    last_name: String,
    /// The id by which some providers know the person
    #[arg(long, value_name = "ID", value_parser = input::external_id)]
    external_id: Option<String>,
    /// The person's language, for example de or en-GB
    #[arg(long, value_name = "TAG", value_parser = input::locale)]
    locale: Option<String>,
    /// A group that the person belongs to; may be repeated
    #[arg(long = "group", value_name = "GROUP")]
    groups: Vec<GroupName>,
    /// The person may administer this bridge
    #[arg(long)]
    admin: bool,
    #[command(flatten)]
    password: PasswordSource,
}

/// How the person's one-time password is chosen; read only after everything else was found right.
pub(super) fn choice(source: &PasswordSource) -> Result<PasswordChoice, Stop> {
    if source.password_stdin {
        Ok(PasswordChoice::Given { password: input::new_password()?, must_change: true })
    } else {
        Ok(PasswordChoice::OneTime)
    }
}

/// Adds the person.
pub(super) fn run(console: &Console, given: AddUser) -> Result<(), Stop> {
    let email = given.email.clone();
    let choice = choice(&given.password)?;
    let new = NewUser {
        email: given.email,
        first_name: given.first_name,
        last_name: given.last_name,
        external_id: given.external_id,
        locale: given.locale,
        groups: given.groups.into_iter().collect(),
        is_administrator: given.admin,
    };
    let now = console.context.now();
    let added = console.run(users::add(&console.context, new, choice, &console.origin))?;
    let one_time = outcome::done(console, added, &email, &email)?;
    let role = if given.admin { " as an administrator" } else { "" };
    print(&format!("{email} was added{role}.\n\n{}", outcome::one_time(console, one_time.as_ref(), now)))
}
