//! `bridgewarden user set`.

use clap::{ArgGroup, Args, ValueEnum};

use super::outcome;
use crate::cli::configuration::Console;
use crate::cli::exit::Stop;
use crate::cli::input;
use crate::cli::output::{joined, print};
use crate::domain::email::EmailAddress;
use crate::domain::group::GroupName;
use crate::flow::users::{self, UserChange, address};

/// Yes or no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum YesNo {
    /// Yes.
    #[value(help = None)]
    Yes,
    /// No.
    #[value(help = None)]
    No,
}

/// What is to be changed about a person; at least one thing.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("change").required(true).multiple(true))]
pub struct SetUser {
    /// The person's e-mail address
    email: EmailAddress,
    /// A new e-mail address
    #[arg(long = "email", value_name = "NEW", group = "change")]
    new_email: Option<EmailAddress>,
    /// First name; "" removes it
    #[arg(long, value_name = "NAME", value_parser = input::name, group = "change")]
    first_name: Option<String>,
    /// Last name; "" removes it
    #[arg(long, value_name = "NAME", value_parser = input::name, group = "change")]
    last_name: Option<String>,
    /// The id by which some providers know the person
    #[arg(long, value_name = "ID", value_parser = input::external_id, group = "change")]
    external_id: Option<String>,
    /// Remove that id
    #[arg(long, group = "change", conflicts_with = "external_id")]
    no_external_id: bool,
    /// The person's language, for example de or en-GB
    #[arg(long, value_name = "TAG", value_parser = input::locale, group = "change")]
    locale: Option<String>,
    /// Forget the person's language: the browser's is used
    #[arg(long, group = "change", conflicts_with = "locale")]
    no_locale: bool,
    /// A group to join; may be repeated
    #[arg(long, value_name = "GROUP", group = "change")]
    join: Vec<GroupName>,
    /// A group to leave; may be repeated
    #[arg(long, value_name = "GROUP", group = "change")]
    leave: Vec<GroupName>,
    /// Whether the person may administer this bridge
    #[arg(long, value_name = "YES|NO", group = "change")]
    admin: Option<YesNo>,
    /// The person must choose a new password at the next sign-in
    #[arg(long, group = "change")]
    require_password_change: bool,
    /// Take the new address though it belonged to another account until lately
    #[arg(long, requires = "new_email")]
    release_address: bool,
}

/// `Some(None)` removes, `Some(Some(…))` sets, `None` leaves as it is.
fn removable(set: Option<String>, is_removed: bool) -> Option<Option<String>> {
    if is_removed { Some(None) } else { set.map(Some) }
}

/// Changes the person.
pub(super) fn run(console: &Console, given: SetUser) -> Result<(), Stop> {
    let email = given.email;
    let taken = given.new_email.clone().unwrap_or_else(|| email.clone());
    let is_renamed = taken != email;
    let change = UserChange {
        email: given.new_email,
        first_name: given.first_name,
        last_name: given.last_name,
        external_id: removable(given.external_id, given.no_external_id),
        locale: removable(given.locale, given.no_locale),
        join: given.join.into_iter().collect(),
        leave: given.leave.into_iter().collect(),
        is_administrator: given.admin.map(|answer| answer == YesNo::Yes),
        require_password_change: given.require_password_change,
        release_address: given.release_address,
        ..UserChange::default()
    };
    let outcome = console.run(users::change(&console.context, &email, change, &console.origin))?;
    outcome::done(console, outcome, &email, &taken)?;
    if is_renamed {
        let known_at = match console.run(users::find(&console.context, &taken))? {
            Some(user) => console.run(address::known_at(&console.context, &user))?,
            None => Vec::new(),
        };
        let known_at = joined(known_at.into_iter().map(|known| known.provider.slug));
        let known_at = if known_at.is_empty() { "none at present".to_owned() } else { known_at };
        print(&format!(
            "{email} is {taken} now. Providers know people by this address: change it there, too, or the person \
             meets an empty account. Those whose tokens carry it: {known_at}."
        ))
    } else {
        print(&format!("{email} was changed. `bridgewarden user show {email}` shows the result."))
    }
}
