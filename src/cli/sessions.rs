//! `bridgewarden session`: who is signed in, and taking that away.

use clap::{ArgGroup, Args, Subcommand};
use serde_json::json;

use super::configuration::Console;
use super::exit::Stop;
use super::output::{self, instant, notice, print, table};
use super::users::unknown;
use crate::domain::email::EmailAddress;
use crate::domain::id::{SessionId, UserId};
use crate::flow::{session, users};

/// What can be done with sessions.
#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub enum SessionCommand {
    /// List who is signed in, the latest first
    List {
        /// Only this person's sessions
        email: Option<EmailAddress>,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// End one session, all sessions of a person, or everybody's, at once
    #[command(after_help = "\
Examples:
  bridgewarden session revoke 019a2b7e-5c1d-7a54-9a53-0f5a6b7c8d9e
  bridgewarden session revoke --user ann@example.com
  bridgewarden session revoke --all                 after an old copy of the database was put back

It ends the session here. Sessions that people have at service providers do not end by it.")]
    Revoke(RevokeSession),
}

/// Which sessions to end.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("which").required(true))]
pub struct RevokeSession {
    /// The session's id, from `bridgewarden session list`
    #[arg(group = "which", value_name = "SESSION_ID")]
    id: Option<SessionId>,
    /// All sessions of the person with this e-mail address
    #[arg(long, group = "which", value_name = "EMAIL")]
    user: Option<EmailAddress>,
    /// Everybody's sessions
    #[arg(long, group = "which")]
    all: bool,
}

/// Runs one of them.
pub fn run(console: Console, command: SessionCommand) -> Result<(), Stop> {
    match command {
        SessionCommand::List { email, json } => list(&console, email.as_ref(), json),
        SessionCommand::Revoke(RevokeSession { id, user, all }) => {
            if let Some(id) = id {
                revoke_one(&console, id)?;
            }
            if all {
                revoke_everybodys(&console)?;
            }
            user.map_or(Ok(()), |email| revoke_all(&console, &email))
        }
    }
}

fn id_of(console: &Console, email: &EmailAddress) -> Result<UserId, Stop> {
    console.run(users::find(&console.context, email))?.map(|user| user.id).ok_or_else(|| unknown(email))
}

fn list(console: &Console, email: Option<&EmailAddress>, is_json: bool) -> Result<(), Stop> {
    let person = email.map(|email| id_of(console, email)).transpose()?;
    let found = console.run(session::list(&console.context, person, i64::MAX))?;
    if is_json {
        let shown = found.iter().map(|found| {
            json!({
                "id": found.session.id,
                "user_id": found.user.id,
                "email": found.user.email,
                "authenticated_at": found.session.authenticated_at.to_string(),
                "last_seen_at": found.session.last_seen_at.to_string(),
                "expires_at": found.session.expires_at.to_string(),
                "client_address": found.session.client_address,
                "user_agent": found.session.user_agent,
            })
        });
        return output::json(&shown.collect());
    }
    if found.is_empty() {
        notice("Nobody is signed in.");
        return Ok(());
    }
    let rows: Vec<[String; 7]> = found
        .iter()
        .map(|found| {
            [
                found.session.id.to_string(),
                found.user.email.to_string(),
                instant(found.session.authenticated_at),
                instant(found.session.last_seen_at),
                instant(found.session.expires_at),
                found.session.client_address.clone(),
                found.session.user_agent.clone(),
            ]
        })
        .collect();
    print(&table(["ID", "EMAIL", "SIGNED IN", "LAST SEEN", "ENDS", "ADDRESS", "BROWSER"], &rows))
}

fn revoke_one(console: &Console, id: SessionId) -> Result<(), Stop> {
    if console.run(session::revoke(&console.context, id, &console.origin))? {
        print(&format!("The session {id} has ended."))
    } else {
        Err(Stop::refused(format!(
            "There is no session {id}, or it has ended already. `bridgewarden session list` shows those that live."
        )))
    }
}

fn revoke_all(console: &Console, email: &EmailAddress) -> Result<(), Stop> {
    let person = id_of(console, email)?;
    let ended = console.run(session::revoke_all_of(&console.context, person, &console.origin))?;
    print(&match ended {
        0 => format!("{email} was not signed in."),
        1 => format!("The one session of {email} has ended."),
        _ => format!("All {ended} sessions of {email} have ended."),
    })
}

fn revoke_everybodys(console: &Console) -> Result<(), Stop> {
    print(&match console.run(session::revoke_everybodys(&console.context, &console.origin))? {
        0 => "Nobody was signed in.".to_owned(),
        1 => "The one session that lived has ended.".to_owned(),
        ended => format!("All {ended} sessions have ended."),
    })
}
