//! `bridgewarden user bulk`: the same done to many people, after a look.

use std::io::{IsTerminal, stderr};

use clap::{ArgAction, Args, Subcommand};

use super::filter::PeopleFilter;
use super::outcome;
use crate::cli::configuration::Console;
use crate::cli::exit::Stop;
use crate::cli::output::{facts, notice, print};
use crate::domain::bulk::{BulkAction, BulkRecord, BulkScope, BulkTally};
use crate::domain::email::EmailAddress;
use crate::domain::group::GroupName;
use crate::domain::id::BulkId;
use crate::flow::users;
use crate::flow::users::bulk::{self, Undoing};

/// What is done to many people.
#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub enum BulkCommand {
    /// Take people's access away; their sessions end. The last active administrator is left out
    Disable(Whom),
    /// Give disabled people their access back
    Enable(Whom),
    /// Add people to a group
    Join(GroupAndWhom),
    /// Remove people from a group
    Leave(GroupAndWhom),
    /// Have people choose a new password at their next sign-in; their sessions end
    RequirePasswordChange(Whom),
    /// End people's sessions. This cannot be undone
    EndSessions(Whom),
    /// Take back what was done to many people, within a day
    Undo {
        /// The number that was told when it was done
        id: BulkId,
    },
}

/// Whom it is done to.
#[derive(Debug, Args)]
pub struct Whom {
    #[command(flatten)]
    filter: PeopleFilter,
    /// This person; may be repeated
    #[arg(long = "person", value_name = "EMAIL", action = ArgAction::Append, conflicts_with_all =
        ["group", "status", "search", "admin", "never_signed_in", "must_change_password", "throttled", "everybody"])]
    people: Vec<EmailAddress>,
    /// Everybody in the table; without it, people or a condition must be named
    #[arg(long)]
    everybody: bool,
    /// Do it; otherwise it is only told what would be done
    #[arg(long)]
    yes: bool,
}

/// A group, and whom it is done to.
#[derive(Debug, Args)]
pub struct GroupAndWhom {
    /// The group
    #[arg(value_name = "NAME")]
    to: GroupName,
    #[command(flatten)]
    whom: Whom,
}

/// Runs one of them.
pub(super) fn run(console: &Console, command: &BulkCommand) -> Result<(), Stop> {
    match command {
        BulkCommand::Disable(whom) => act(console, BulkAction::Disable, whom),
        BulkCommand::Enable(whom) => act(console, BulkAction::Enable, whom),
        BulkCommand::Join(given) => act(console, BulkAction::Join(given.to.clone()), &given.whom),
        BulkCommand::Leave(given) => act(console, BulkAction::Leave(given.to.clone()), &given.whom),
        BulkCommand::RequirePasswordChange(whom) => act(console, BulkAction::RequireChange, whom),
        BulkCommand::EndSessions(whom) => act(console, BulkAction::EndSessions, whom),
        BulkCommand::Undo { id } => undo(console, *id),
    }
}

fn scope(console: &Console, whom: &Whom) -> Result<BulkScope, Stop> {
    if whom.people.is_empty() {
        let filter = whom.filter.to_filter();
        if filter.is_everybody() && !whom.everybody {
            return Err(Stop::usage(
                "Say who is meant: --person EMAIL, a condition such as --group GROUP, or --everybody.",
            ));
        }
        return Ok(BulkScope::Everybody(filter));
    }
    let mut ids = Vec::with_capacity(whom.people.len());
    for email in &whom.people {
        let found = console.run(users::find(&console.context, email))?;
        ids.push(found.ok_or_else(|| outcome::unknown(email))?.id);
    }
    Ok(BulkScope::People(ids))
}

fn act(console: &Console, action: BulkAction, whom: &Whom) -> Result<(), Stop> {
    let scope = scope(console, whom)?;
    let (context, origin) = (&console.context, &console.origin);
    if !whom.yes {
        let look = console.run(bulk::look(context, &action, &scope, origin, u64::MAX))?;
        let mut told = format!("Nothing was changed. This would {}.\n", what(&action, look.tally.changed));
        told.push_str(&numbers(&look.tally, "Would be changed", "nobody would be left who could administer"));
        if !look.names.is_empty() {
            let more = look.tally.changed > u64::try_from(look.names.len()).unwrap_or(u64::MAX);
            let end = if more { ", …" } else { "" };
            told.push_str(&format!("\nFirst of them: {}{end}\n", look.names.join(", ")));
        }
        told.push_str("\nAdd --yes to do it.");
        return print(&told);
    }
    let id = console.run(bulk::begin(context, action, scope, origin))?;
    loop {
        let record = console.run(bulk::carry_on(context, id, origin))?;
        let Some(record) = record else {
            return Err(Stop::Surroundings("The record of this action is gone.".into()));
        };
        if record.is_finished {
            return print(&done(&record));
        }
        progress(record.tally.people);
    }
}

fn done(record: &BulkRecord) -> String {
    let mut told = numbers(&record.tally, "Changed", "nobody would be left who could administer");
    if record.tally.changed > 0 {
        told.push_str(&match record.action {
            BulkAction::EndSessions => "\nEnded sessions cannot be begun again.".to_owned(),
            BulkAction::Disable | BulkAction::RequireChange => format!(
                "\nTheir sessions have ended. To take it back within a day: bridgewarden user bulk undo {}",
                record.id
            ),
            _ => format!("\nTo take it back within a day: bridgewarden user bulk undo {}", record.id),
        });
    }
    told
}

fn undo(console: &Console, id: BulkId) -> Result<(), Stop> {
    loop {
        match console.run(bulk::undo(&console.context, id, &console.origin))? {
            Undoing::Under(record) => progress(record.undone + record.changed_since),
            Undoing::Done(record) => {
                let mut told = format!("{} again as before.", people_are(record.undone));
                if record.changed_since > 0 {
                    let left = people(record.changed_since);
                    told.push_str(&format!(" {left} left as they are: they have changed since."));
                }
                return print(&told);
            }
            Undoing::Unknown => {
                return Err(Stop::refused("There is no such action, or it was more than a day ago."));
            }
            Undoing::Impossible => return Err(Stop::refused("Ended sessions cannot be begun again.")),
        }
    }
}

fn progress(number: u64) {
    if stderr().is_terminal() {
        notice(&format!("{} so far", people(number)));
    }
}

fn what(action: &BulkAction, number: u64) -> String {
    let people = people(number);
    match action {
        BulkAction::Disable => format!("disable {people}"),
        BulkAction::Enable => format!("enable {people}"),
        BulkAction::Join(group) => format!("add {people} to the group {group}"),
        BulkAction::Leave(group) => format!("remove {people} from the group {group}"),
        BulkAction::RequireChange => format!("have {people} choose a new password"),
        BulkAction::EndSessions => format!("end the sessions of {people}"),
    }
}

fn people(number: u64) -> String {
    if number == 1 { "1 person".to_owned() } else { format!("{number} people") }
}

fn people_are(number: u64) -> String {
    if number == 1 { "1 person is".to_owned() } else { format!("{number} people are") }
}

fn numbers(tally: &BulkTally, changed: &'static str, last: &str) -> String {
    let mut lines = vec![("Meant", people(tally.people)), (changed, people(tally.changed))];
    let left_out = [
        ("So already", tally.already_so, String::new()),
        ("Left out", tally.yourself, ": you yourself".to_owned()),
        ("Left out", tally.last_administrator, format!(": {last}")),
        ("Left out", tally.without_password, ": they have no password".to_owned()),
    ];
    for (name, number, why) in left_out {
        if number > 0 {
            lines.push((name, format!("{}{why}", people(number))));
        }
    }
    facts(&lines)
}
