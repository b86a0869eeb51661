//! `bridgewarden user list` and `show`.

use clap::Args;
use serde_json::{Value, json};

use super::filter::{PeopleFilter, SortBy};
use super::outcome;
use crate::cli::configuration::Console;
use crate::cli::exit::Stop;
use crate::cli::output::{self, facts, instant_or_never, joined, notice, print, table, yes_no};
use crate::domain::email::EmailAddress;
use crate::domain::user::User;
use crate::domain::user_table::{Begin, Order, Position, Sort};
use crate::flow::users::{MOST_ON_A_PAGE, Wanted, address, attributes};
use crate::flow::{invitations, providers, session, throttle, users};

/// Which people to list.
#[derive(Debug, Args)]
pub struct ListUsers {
    #[command(flatten)]
    filter: PeopleFilter,
    /// By what they are sorted; by last sign-in, whoever never signed in comes first
    #[arg(long, value_name = "BY", default_value = "email")]
    sort: SortBy,
    /// The other way round
    #[arg(long)]
    descending: bool,
    /// At most so many people (1 to 500); where the list goes on is said on standard error
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=500))]
    limit: Option<u16>,
    /// Go on after this place, as the list before said
    #[arg(long, value_name = "PLACE", requires = "limit")]
    after: Option<Position>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// The people asked for, and where the list goes on.
fn read(console: &Console, given: &ListUsers) -> Result<(Vec<User>, Option<Position>), Stop> {
    let sort = Sort { key: given.sort.into(), is_descending: given.descending };
    let mut begin = given.after.clone().map_or(Begin::Start, Begin::After);
    if let Begin::After(place) = &begin
        && !place.is_of(Order::Sorted(sort))
    {
        return Err(Stop::usage("--after: that place belongs to a list with another --sort."));
    }
    let limit = given.limit.map_or(MOST_ON_A_PAGE, usize::from);
    let mut people: Vec<User> = Vec::new();
    loop {
        let filter = given.filter.to_filter();
        let limit = limit.saturating_sub(if given.limit.is_some() { people.len() } else { 0 });
        let wanted = Wanted { filter, sort, begin, limit, keeps_order: true };
        let page = console.run(users::page(&console.context, wanted))?;
        people.extend(page.people.into_iter().map(|listed| listed.user));
        let is_full = given.limit.is_some_and(|limit| people.len() >= usize::from(limit));
        match page.next {
            Some(next) if !is_full => begin = Begin::After(next),
            next => return Ok((people, next)),
        }
    }
}

/// Lists people.
pub(super) fn list(console: &Console, given: &ListUsers) -> Result<(), Stop> {
    let (people, next) = read(console, given)?;
    if given.json {
        output::json(&people.iter().map(json_of).collect())?;
    } else if people.is_empty() {
        notice(if !given.filter.to_filter().is_everybody() || given.after.is_some() {
            "Nobody is like that. `bridgewarden user list` shows everyone."
        } else {
            "The user table is empty. `bridgewarden user add EMAIL` adds a person."
        });
    } else {
        print(&as_table(&people))?;
    }
    if let Some(next) = next {
        notice(&format!("The list goes on: --after {next}"));
    }
    Ok(())
}

fn as_table(people: &[User]) -> String {
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
    table(["EMAIL", "NAME", "GROUPS", "STATUS", "ADMIN", "LAST SIGN-IN"], &rows)
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
    let context = &console.context;
    let attributes = console.run(attributes::of(context, user.id))?.unwrap_or_default();
    let invitation = console.run(invitations::open_of(context, user.id))?;
    let sessions = console.run(session::list(context, Some(user.id), i64::MAX))?.len();
    let known_at = console.run(address::known_at(context, &user))?;
    let known_at: Vec<String> = known_at.into_iter().map(|known| known.provider.slug).collect();
    if given.json {
        let mut shown = json_of(&user);
        if let Some(object) = shown.as_object_mut() {
            object.insert("providers".to_owned(), json!(open));
            object.insert("known_by_email_at".to_owned(), json!(known_at));
            let attributes = attributes.iter().map(|(name, value)| (name.to_string(), json!(value)));
            object.insert("attributes".to_owned(), Value::Object(attributes.collect()));
            let until = invitation.map(|invitation| invitation.expires_at.to_string());
            object.insert("invited_until".to_owned(), json!(until));
            object.insert("sessions".to_owned(), json!(sessions));
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
    let invited = invitation.map_or_else(
        || "none".to_owned(),
        |invitation| format!("can be used until {}", output::instant(invitation.expires_at)),
    );
    let or_none = |text: String| if text.is_empty() { "none".to_owned() } else { text };
    let shown = facts(&[
        ("Name", or_none(user.full_name())),
        ("Status", user.status.as_str().to_owned()),
        ("Administrator", yes_no(user.is_administrator).to_owned()),
        ("Groups", or_none(joined(&user.groups))),
        ("Providers open to them", or_none(joined(open))),
        ("Known by e-mail at", or_none(joined(known_at))),
        ("External id", or_none(user.external_id.clone().unwrap_or_default())),
        ("Language", user.locale.clone().unwrap_or_else(|| "the browser's".to_owned())),
        ("Attributes", or_none(joined(attributes.iter().map(|(name, value)| format!("{name}={value}"))))),
        ("Sessions", sessions.to_string()),
        ("Invitation", invited),
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
