//! `bridgewarden user add`.

use clap::Args;

use super::{PasswordSource, attribute, invitation, outcome};
use crate::cli::configuration::Console;
use crate::cli::exit::Stop;
use crate::cli::input;
use crate::cli::output::print;
use crate::domain::attribute::AttributeName;
use crate::domain::email::EmailAddress;
use crate::domain::group::GroupName;
use crate::flow::users::{self, Besides, NewUser, PasswordChoice, WayIn, WayInMade};

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
    /// What else is known of the person, for claims; may be repeated
    #[arg(long = "attribute", value_name = "NAME=VALUE", value_parser = attribute::assignment)]
    attributes: Vec<(AttributeName, String)>,
    /// Take the address though it belonged to another account until lately
    #[arg(long)]
    release_address: bool,
    /// Make a link by which the person chooses their password, instead of a one-time password
    #[arg(long, conflicts_with = "password_stdin")]
    invite: bool,
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
    let url = if given.invite { Some(invitation::public_url(console)?.clone()) } else { None };
    let way_in = if given.invite { WayIn::Invitation } else { WayIn::Password(choice(&given.password)?) };
    let new = NewUser {
        email: given.email,
        first_name: given.first_name,
        last_name: given.last_name,
        external_id: given.external_id,
        locale: given.locale,
        groups: given.groups.into_iter().collect(),
        is_administrator: given.admin,
    };
    let besides = Besides {
        attributes: given.attributes.into_iter().collect(),
        release_address: given.release_address,
    };
    let now = console.context.now();
    let added = console.run(users::add_with(&console.context, new, besides, way_in, &console.origin))?;
    let made = outcome::done(console, added, &email, &email)?;
    let role = if given.admin { " as an administrator" } else { "" };
    let told = match (made, url) {
        (WayInMade::Password(one_time), _) => outcome::one_time(console, one_time.as_ref(), now),
        (WayInMade::Invitation(invited), Some(url)) => invitation::told(&url, &invited),
        (WayInMade::Invitation(_), None) => String::new(),
    };
    print(&format!("{email} was added{role}.\n\n{told}"))
}
