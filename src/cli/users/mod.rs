//! `bridgewarden user`: the user table.

mod account;
mod add;
mod addresses;
mod attribute;
mod bulk;
mod change;
mod export;
mod filter;
mod import;
mod invitation;
mod listing;
mod outcome;

use clap::Subcommand;

use super::configuration::Console;
use super::exit::Stop;
use crate::domain::email::EmailAddress;
use crate::domain::user::UserStatus;

pub use outcome::unknown;

/// What can be done with people.
#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub enum UserCommand {
    /// Add a person, with a one-time password or an invitation
    #[command(after_help = "\
Examples:
  bridgewarden user add ann@example.com --first-name Ann --last-name Lee --group staff
  bridgewarden user add ann@example.com --invite --attribute department=Sales
  bridgewarden user add you@example.com --admin
  bridgewarden user add ann@example.com --password-stdin < password.txt")]
    Add(Box<add::AddUser>),
    /// List people
    #[command(after_help = "\
Examples:
  bridgewarden user list --group staff --status active
  bridgewarden user list --search lee --json
  bridgewarden user list --never-signed-in --sort created --limit 100")]
    List(listing::ListUsers),
    /// Show one person: what is known of them, what they may, and how they get in
    Show(listing::ShowUser),
    /// Change what is known of a person
    #[command(after_help = "\
Examples:
  bridgewarden user set ann@example.com --last-name Lee-Jones --join sales --leave staff
  bridgewarden user set ann@example.com --email ann.jones@example.com
  bridgewarden user set ann@example.com --admin yes

Providers know people by their e-mail address: a new one must be changed there, too. Nobody else may have the old
one for a while; see `user held-addresses`.")]
    Set(Box<change::SetUser>),
    /// Do the same to many people: first it is only told what would be done
    #[command(
        subcommand,
        after_help = "\
Examples:
  bridgewarden user bulk disable --group interns
  bridgewarden user bulk disable --group interns --yes
  bridgewarden user bulk join staff --person ann@example.com --person bo@example.com --yes
  bridgewarden user bulk end-sessions --everybody --yes"
    )]
    Bulk(Box<bulk::BulkCommand>),
    /// Take a person's access away; their sessions end at once, their record stays
    Disable {
        /// The person's e-mail address
        email: EmailAddress,
    },
    /// Give a disabled person their access back
    Enable {
        /// The person's e-mail address
        email: EmailAddress,
    },
    /// Give a person a new one-time password; their sessions end
    #[command(after_help = "\
Examples:
  bridgewarden user password ann@example.com
  bridgewarden user password ann@example.com --password-stdin < password.txt")]
    Password(account::SetPassword),
    /// Make a link by which a person chooses their password; it works once
    #[command(after_help = "\
Examples:
  bridgewarden user invite ann@example.com
  bridgewarden user invite ann@example.com --withdraw

The link is shown once and sent nowhere: send it by a way that you trust. It ends when the account is disabled, when
its address changes, when another password is set, and when a newer one is made.")]
    Invite(invitation::Invite),
    /// Show or change a person's attributes, from which providers' claims can be filled
    #[command(after_help = "\
Examples:
  bridgewarden user attribute ann@example.com
  bridgewarden user attribute ann@example.com department=Sales \"company=Lee & Sons\"
  bridgewarden user attribute ann@example.com --remove department")]
    Attribute(attribute::Attribute),
    /// List the addresses that accounts gave up lately, and that nobody else may have yet
    HeldAddresses(addresses::HeldAddresses),
    /// Let another account have an address before its time
    ReleaseAddress {
        /// The address
        email: EmailAddress,
    },
    /// Import people from a CSV file, with the passwords that they have in another system
    #[command(after_help = "\
Examples:
  bridgewarden user import people.csv --dry-run
  bridgewarden user import people.csv
  bridgewarden user import people.csv --skip-bad-lines --match external-id

Columns: email, first_name, last_name, external_id, locale, groups (with | between them), administrator (yes or no),
status (active or disabled), password_hash. Only email is required. A missing column leaves things as they are.")]
    Import(import::ImportUsers),
    /// Export people as a CSV file that `user import` takes back
    #[command(after_help = "\
Examples:
  bridgewarden user export people.csv
  bridgewarden user export --group staff --status active > staff.csv
  bridgewarden user export everything.csv --with-password-hashes")]
    Export(export::ExportUsers),
    /// Delete a person with their sessions; the audit keeps what they did. Usually `disable` is better
    Delete(account::DeleteUser),
}

/// How a person's one-time password is chosen. The one that they keep is always chosen by themselves.
#[derive(Debug, clap::Args)]
struct PasswordSource {
    /// Read the one-time password from standard input instead of making one and printing it; at a terminal it is
    /// asked for twice and stays invisible
    #[arg(long)]
    password_stdin: bool,
}

/// Runs one of them.
pub fn run(console: Console, command: UserCommand) -> Result<(), Stop> {
    match command {
        UserCommand::Add(given) => add::run(&console, *given),
        UserCommand::List(given) => listing::list(&console, &given),
        UserCommand::Show(given) => listing::show(&console, &given),
        UserCommand::Set(given) => change::run(&console, *given),
        UserCommand::Bulk(command) => bulk::run(&console, &command),
        UserCommand::Disable { email } => account::set_status(&console, &email, UserStatus::Disabled),
        UserCommand::Enable { email } => account::set_status(&console, &email, UserStatus::Active),
        UserCommand::Password(given) => account::set_password(&console, &given),
        UserCommand::Invite(given) => invitation::run(&console, &given),
        UserCommand::Attribute(given) => attribute::run(&console, given),
        UserCommand::HeldAddresses(given) => addresses::list(&console, &given),
        UserCommand::ReleaseAddress { email } => addresses::release(&console, &email),
        UserCommand::Import(given) => import::run(&console, &given),
        UserCommand::Export(given) => export::run(&console, given),
        UserCommand::Delete(given) => account::delete(&console, &given),
    }
}
