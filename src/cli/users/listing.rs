//! `bridgewarden user list` and `show`.

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::outcome;
use crate::cli::configuration::Console;
use crate::cli::exit::Stop;
use crate::cli::output::{self, facts, instant_or_never, joined, notice, print, table, yes_no};
use crate::domain::email::EmailAddress;
use crate::domain::group::GroupName;
use crate::domain::user::{User, UserStatus};
use crate::flow::{providers, throttle, users};
use crate::store::users::UserFilter;

/// People asked for at once.
const PAGE: i64 = 500;

/// Which people to list.
#[derive(Debug, Args)]
pub struct ListUsers {
    /// Only members of this group
    #[arg(long, value_name = "GROUP")]
    group: Option<GroupName>,
    /// Only active or only disabled people
    #[arg(long)]
    status: Option<Status>,
    /// Only people with this text in their address or name
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// A status, as it is written on the command line.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Status {
    /// May sign in.
    #[value(help = None)]
    Active,
    /// May not.
    #[value(help = None)]
    Disabled,
}

impl From<Status> for UserStatus {
    fn from(status: Status) -> Self {
        match status {
            Status::Active => Self::Active,
            Status::Disabled => Self::Disabled,
        }
    }
}

/// Everyone that the filter lets through, page by page.
pub fn everyone(console: &Console, filter: &UserFilter) -> Result<Vec<User>, Stop> {
    let mut people: Vec<User> = Vec::new();
    loop {
        let after = people.last().map(|last| last.email.clone());
        let page = console.run(users::list(&console.context, filter.clone(), after, PAGE))?;
        if page.is_empty() {
            return Ok(people);
        }
        people.extend(page);
    }
}

/// Lists people.
pub(super) fn list(console: &Console, given: ListUsers) -> Result<(), Stop> {
    let is_filtered = given.search.is_some() || given.group.is_some() || given.status.is_some();
    let filter =
        UserFilter { text: given.search, group: given.group, status: given.status.map(UserStatus::from) };
    let people = everyone(console, &filter)?;
    if given.json {
        return output::json(&people.iter().map(json_of).collect());
    }
    if people.is_empty() {
        notice(if is_filtered {
            "Nobody is like that. `bridgewarden user list` shows everyone."
        } else {
            "The user table is empty. `bridgewarden user add EMAIL` adds a person."
        });
        return Ok(());
    }
    let rows: Vec<[String; 6]> = people
        .iter()
        .map(|user| {
            [
                user.email.to_string(),
                user.full_name(),
                joined(&user.groups),
                user.status.as_str().to_owned(),
                yes_no(user.is_administrator).to_owned(),
                instant_or_never(user.last_sign_in_at),
            ]
        })
        .collect();
    print(&table(["EMAIL", "NAME", "GROUPS", "STATUS", "ADMIN", "LAST SIGN-IN"], &rows))
}

/// One person.
#[derive(Debug, Args)]
pub struct ShowUser {
    /// The person's e-mail address
    email: EmailAddress,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Shows one person.
pub(super) fn show(console: &Console, given: &ShowUser) -> Result<(), Stop> {
    let Some(user) = console.run(users::find(&console.context, &given.email))? else {
        return Err(outcome::unknown(&given.email));
    };
    let all = console.run(providers::list(&console.context))?;
    let open = all.iter().filter(|provider| provider.is_enabled && provider.audience.includes(&user.groups));
    let open: Vec<String> = open.map(|provider| provider.slug.to_string()).collect();
    if given.json {
        let mut shown = json_of(&user);
        if let Some(object) = shown.as_object_mut() {
            object.insert("providers".to_owned(), json!(open));
        }
        return output::json(&shown);
    }
    let waits = console.run(throttle::list(&console.context, Some(user.id), false, i64::MAX))?;
    let longest = waits.iter().filter_map(|throttled| throttled.waits_until).max();
    let guessed = longest.map_or_else(
        || "nobody must wait".to_owned(),
        |until| {
            format!("somebody must wait until {}; see `bridgewarden throttle list`", output::instant(until))
        },
    );
    let or_none = |text: String| if text.is_empty() { "none".to_owned() } else { text };
    let shown = facts(&[
        ("Name", or_none(user.full_name())),
        ("Status", user.status.as_str().to_owned()),
        ("Administrator", yes_no(user.is_administrator).to_owned()),
        ("Groups", or_none(joined(&user.groups))),
        ("Providers open to them", or_none(joined(open))),
        ("External id", or_none(user.external_id.clone().unwrap_or_default())),
        ("Language", user.locale.clone().unwrap_or_else(|| "the browser's".to_owned())),
        ("Wrong passwords", guessed),
        ("Last sign-in", instant_or_never(user.last_sign_in_at)),
        ("Added", output::instant(user.created_at)),
        ("Changed", output::instant(user.updated_at)),
        ("Id", user.id.to_string()),
    ]);
    print(&format!("{}\n{shown}", user.email))
}

fn json_of(user: &User) -> Value {
    json!({
        "id": user.id,
        "email": user.email,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "external_id": user.external_id,
        "locale": user.locale,
        "groups": user.groups,
        "status": user.status.as_str(),
        "is_administrator": user.is_administrator,
        "created_at": user.created_at.to_string(),
        "updated_at": user.updated_at.to_string(),
        "last_sign_in_at": user.last_sign_in_at.map(|at| at.to_string()),
    })
}
