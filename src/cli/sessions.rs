//! `bridgewarden session`: who is signed in, and taking that away.

use clap::{ArgGroup, Args, Subcommand};
use serde_json::json;

use super::configuration::Console;
use super::exit::Stop;
use super::output::{self, instant, joined, notice, print, table};
use super::users::unknown;
use crate::domain::browser_name::BrowserName;
use crate::domain::email::EmailAddress;
use crate::domain::id::{ProviderId, SessionId, UserId};
use crate::domain::provider::Slug;
use crate::flow::{providers, session, users};
use crate::store::signed_in::{ListedSession, SessionFilter};

/// What can be done with sessions.
#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub enum SessionCommand {
    /// List who is signed in, the latest sign-in first
    #[command(after_help = "\
Examples:
  bridgewarden session list
  bridgewarden session list ann@example.com
  bridgewarden session list --provider acme-glue --search 192.0.2.")]
    List(ListSessions),
    /// End one session, all of a person, all in which a provider was used, or everybody's, at once
    #[command(after_help = "\
Examples:
  bridgewarden session revoke 019a2b7e-5c1d-7a54-9a53-0f5a6b7c8d9e
  bridgewarden session revoke --user ann@example.com
  bridgewarden session revoke --provider acme-glue
  bridgewarden session revoke --provider acme-glue --user ann@example.com
  bridgewarden session revoke --all                 after an old copy of the database was put back

It ends the session here. Sessions that people have at service providers do not end by it.")]
    Revoke(RevokeSession),
}

/// Which sessions to list.
#[derive(Debug, Args)]
pub struct ListSessions {
    /// Only this person's sessions
    email: Option<EmailAddress>,
    /// Only sessions in which this provider was used: its name in addresses
    #[arg(long, value_name = "SLUG")]
    provider: Option<Slug>,
    /// Only sessions with this in the person's address or name, the client address or the browser's own words
    #[arg(long, value_name = "TEXT")]
    search: Option<String>,
    /// How many sessions at the most; all of them if not given
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..))]
    limit: Option<u32>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

impl ListSessions {
    const fn is_everybody(&self) -> bool {
        self.email.is_none() && self.provider.is_none() && self.search.is_none()
    }
}

/// Which sessions to end.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("which").required(true).multiple(true))]
pub struct RevokeSession {
    /// The session's id, from `bridgewarden session list`
    #[arg(group = "which", value_name = "SESSION_ID", conflicts_with_all = ["user", "provider", "all"])]
    id: Option<SessionId>,
    /// All sessions of the person with this e-mail address
    #[arg(long, group = "which", value_name = "EMAIL")]
    user: Option<EmailAddress>,
    /// All sessions in which this provider was used, or with --user those of the person: its name in addresses
    #[arg(long, group = "which", value_name = "SLUG")]
    provider: Option<Slug>,
    /// Everybody's sessions
    #[arg(long, group = "which", conflicts_with_all = ["user", "provider"])]
    all: bool,
}

/// Runs one of them.
pub fn run(console: Console, command: SessionCommand) -> Result<(), Stop> {
    match command {
        SessionCommand::List(given) => list(&console, &given),
        SessionCommand::Revoke(RevokeSession { id, user, provider, all }) => match (id, provider, user) {
            (Some(id), _, _) => revoke_one(&console, id),
            (None, Some(slug), user) => revoke_used_at(&console, &slug, user.as_ref()),
            (None, None, Some(email)) => revoke_all(&console, &email),
            (None, None, None) if all => revoke_everybodys(&console),
            (None, None, None) => Ok(()),
        },
    }
}

fn id_of(console: &Console, email: &EmailAddress) -> Result<UserId, Stop> {
    console.run(users::find(&console.context, email))?.map(|user| user.id).ok_or_else(|| unknown(email))
}

fn provider_of(console: &Console, slug: &Slug) -> Result<ProviderId, Stop> {
    let found = console.run(providers::find(&console.context, slug))?;
    found.map(|provider| provider.id).ok_or_else(|| {
        Stop::refused(format!("No provider is named {slug}. `bridgewarden provider list` shows all of them."))
    })
}

/// Sessions fetched at once.
const PAGE: usize = 1000;

fn find(console: &Console, given: &ListSessions) -> Result<Vec<ListedSession>, Stop> {
    let filter = SessionFilter {
        user: given.email.as_ref().map(|email| id_of(console, email)).transpose()?,
        provider: given.provider.as_ref().map(|slug| provider_of(console, slug)).transpose()?,
        text: given.search.clone(),
    };
    let most = given.limit.map_or(usize::MAX, |limit| usize::try_from(limit).unwrap_or(usize::MAX));
    let (mut found, mut behind) = (Vec::new(), None);
    loop {
        let wanted = PAGE.min(most.saturating_sub(found.len()));
        let page = console.run(session::page(&console.context, &filter, behind, wanted))?;
        found.extend(page.sessions);
        behind = page.further;
        if behind.is_none() || found.len() >= most {
            return Ok(found);
        }
    }
}

fn list(console: &Console, given: &ListSessions) -> Result<(), Stop> {
    let found = find(console, given)?;
    if given.json {
        let shown = found.iter().map(|found| {
            json!({
                "id": found.session.id,
                "user_id": found.session.user_id,
                "email": found.email,
                "authenticated_at": found.session.authenticated_at.to_string(),
                "last_seen_at": found.session.last_seen_at.to_string(),
                "expires_at": found.session.expires_at.to_string(),
                "client_address": found.session.client_address,
                "user_agent": found.session.user_agent,
                "providers": found.providers.iter().map(|(_, slug)| slug).collect::<Vec<_>>(),
            })
        });
        return output::json(&shown.collect());
    }
    if found.is_empty() {
        notice(if given.is_everybody() { "Nobody is signed in." } else { "There is no such session." });
        return Ok(());
    }
    let rows: Vec<[String; 8]> = found
        .iter()
        .map(|found| {
            [
                found.session.id.to_string(),
                found.email.clone(),
                instant(found.session.authenticated_at),
                instant(found.session.last_seen_at),
                instant(found.session.expires_at),
                found.session.client_address.clone(),
                browser(&found.session.user_agent),
                joined(found.providers.iter().map(|(_, slug)| slug)),
            ]
        })
        .collect();
    print(&table(["ID", "EMAIL", "SIGNED IN", "LAST SEEN", "ENDS", "ADDRESS", "BROWSER", "PROVIDERS"], &rows))
}

/// A browser in words, or in its own.
fn browser(user_agent: &str) -> String {
    match BrowserName::of(user_agent) {
        BrowserName { browser: Some(browser), system: Some(system) } => format!("{browser} on {system}"),
        BrowserName { browser: Some(browser), system: None } => browser.to_owned(),
        BrowserName { browser: None, .. } => user_agent.to_owned(),
    }
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

fn revoke_used_at(console: &Console, slug: &Slug, email: Option<&EmailAddress>) -> Result<(), Stop> {
    let provider = provider_of(console, slug)?;
    let person = email.map(|email| id_of(console, email)).transpose()?;
    let (context, origin) = (&console.context, &console.origin);
    let ended = console.run(session::revoke_used_at(context, provider, person, None, origin))?;
    let whose = email.map(|email| format!(" of {email}")).unwrap_or_default();
    print(&match ended {
        0 => format!("{slug} was used in no session{whose} that is alive."),
        1 => format!("The one session{whose} in which {slug} was used has ended."),
        _ => format!("All {ended} sessions{whose} in which {slug} was used have ended."),
    })
}

fn revoke_everybodys(console: &Console) -> Result<(), Stop> {
    print(&match console.run(session::revoke_everybodys(&console.context, None, &console.origin))? {
        0 => "Nobody was signed in.".to_owned(),
        1 => "The one session that lived has ended.".to_owned(),
        ended => format!("All {ended} sessions have ended."),
    })
}
