//! `/admin/sessions`: who is signed in, and taking that away.

use actix_web::HttpResponse;
use actix_web::web::{self, Path, Payload, ServiceConfig};
use i18n_embed_fl::fl;

use super::gate::{Administrator, does, shows};
use super::notice::go_on;
use crate::domain::browser_name::BrowserName;
use crate::domain::email::EmailAddress;
use crate::domain::id::{SessionId, UserId};
use crate::domain::refusal::Refusal;
use crate::domain::user::User;
use crate::flow::{session, users};
use crate::store::signed_in::{ListedSession, SessionFilter, SessionPlace};
use crate::web::cookies;
use crate::web::form::Form;
use crate::web::language::Language;
use crate::web::moment::Moment;
use crate::web::page::{self, Forms};
use crate::web::pages::admin::{EndSessionsPage, Notice, Section, SessionLine, SessionsPage};
use crate::web::problem::Problem;
use crate::web::sign_in::with_cookie;
use crate::web::visit::Visit;
use crate::web::{both, get, post};

/// Sessions on a page.
const PAGE: usize = 50;
/// No address, name or browser that is looked for is longer.
const MOST_SOUGHT: usize = 254;

/// What is looked for, as it was typed.
#[derive(Clone, Debug, Default)]
struct Sought {
    person: String,
    search: String,
    behind: Option<SessionPlace>,
}

impl Sought {
    fn of(query: &[(String, String)]) -> Result<Self, Problem> {
        let value =
            |name: &str| query.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value).trim();
        if [value("person"), value("search")].iter().any(|text| text.len() > MOST_SOUGHT) {
            return Err(Refusal::TooLarge.into());
        }
        let behind = Some(value("after")).filter(|after| !after.is_empty()).map(place).transpose()?;
        Ok(Self { person: value("person").to_owned(), search: value("search").to_owned(), behind })
    }

    /// The address of the page that shows this, below the public URL's path.
    fn address(&self, behind: Option<SessionPlace>) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in [("person", &self.person), ("search", &self.search)] {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        if let Some(place) = behind {
            query.append_pair("after", &format!("{}.{}", place.expires_at, place.id));
        }
        let query = query.finish();
        if query.is_empty() { "/admin/sessions".to_owned() } else { format!("/admin/sessions?{query}") }
    }
}

fn place(text: &str) -> Result<SessionPlace, Problem> {
    let parsed = text
        .split_once('.')
        .and_then(|(at, id)| Some(SessionPlace { expires_at: at.parse().ok()?, id: id.parse().ok()? }));
    parsed.ok_or_else(|| Refusal::BadRequest.into())
}

/// The person whose address that is.
async fn find(visit: &Visit, typed: &str) -> Result<Option<User>, Problem> {
    match typed.parse::<EmailAddress>() {
        Ok(email) => Ok(users::find(&visit.state.context, &email).await?),
        Err(_) => Ok(None),
    }
}

/// The addresses of this section.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(get("/admin/sessions", web::get().to(page)))
        .service(both("/admin/sessions/end", web::get().to(ask), web::post().to(end_all)))
        .service(post("/admin/sessions/{id}/end", web::post().to(end_one)));
}

/// `GET /admin/sessions`.
pub async fn page(visit: Visit) -> HttpResponse {
    shows(visit, async |visit, administrator| {
        let sought = Sought::of(&visit.query()?)?;
        let (frame, shell) = administrator.around(visit, Section::Sessions);
        let context = &visit.state.context;
        let person = find(visit, &sought.person).await?;
        let is_nobody = !sought.person.is_empty() && person.is_none();
        let filter = SessionFilter {
            user: person.as_ref().map(|person| person.id),
            provider: None,
            text: Some(sought.search.clone()).filter(|text| !text.is_empty()),
        };
        let found = if is_nobody {
            session::ListedPage { sessions: Vec::new(), further: None }
        } else {
            session::page(context, &filter, sought.behind, PAGE).await?
        };
        let own = administrator.person.session.id;
        let line = |listed: &ListedSession| line(&frame.words, context.now(), listed, own, &shell.base);
        let page = SessionsPage {
            lines: found.sessions.iter().map(line).collect(),
            problem: if is_nobody { fl!(frame.words, "admin-sessions-nobody") } else { String::new() },
            is_filtered: !sought.person.is_empty() || !sought.search.is_empty(),
            end_all: person
                .map(|person| shell.path(&format!("/admin/sessions/end?person={}", person.id)))
                .unwrap_or_else(|| shell.path("/admin/sessions/end")),
            is_of_person: filter.user.is_some(),
            newest: sought.behind.map(|_| shell.path(&sought.address(None))),
            further: found.further.map(|place| shell.path(&sought.address(Some(place)))),
            person: sought.person,
            search: sought.search,
            frame,
            shell,
        };
        page::show(&page, if is_nobody { 422 } else { 200 }, Forms::Own)
    })
    .await
}

fn line(
    words: &Language,
    now: crate::domain::clock::Timestamp,
    listed: &ListedSession,
    own: SessionId,
    base: &str,
) -> SessionLine {
    let session = &listed.session;
    let name = format!("{} {}", listed.first_name, listed.last_name).trim().to_owned();
    SessionLine {
        id: session.id.to_string(),
        name: if name.is_empty() { listed.email.clone() } else { name },
        email: listed.email.clone(),
        person_href: format!("{base}/admin/users/{}", session.user_id),
        address: session.client_address.clone(),
        browser: browser(words, &session.user_agent),
        user_agent: session.user_agent.clone(),
        signed_in: Moment::of(words, now, session.authenticated_at),
        last_seen: Moment::of(words, now, session.last_seen_at),
        providers: listed.providers.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", "),
        is_own: session.id == own,
    }
}

/// A browser in the reader's words.
fn browser(words: &Language, user_agent: &str) -> String {
    match BrowserName::of(user_agent) {
        BrowserName { browser: Some(browser), system: Some(system) } => {
            fl!(words, "admin-sessions-browser-on", browser = browser, system = system)
        }
        BrowserName { browser: Some(browser), system: None } => browser.to_owned(),
        BrowserName { browser: None, system: Some(system) } => {
            fl!(words, "admin-sessions-unknown-on", system = system)
        }
        BrowserName::UNKNOWN => fl!(words, "admin-sessions-unknown"),
    }
}

/// `POST /admin/sessions/{id}/end`: one session.
pub async fn end_one(visit: Visit, id: Path<String>, payload: Payload) -> HttpResponse {
    does(visit, payload, async |visit, administrator, form| {
        let id: SessionId = id.parse().map_err(|_| Problem::Refused(Refusal::NotFound))?;
        let words = visit.frame(Some(&administrator.person)).words;
        let context = &visit.state.context;
        let is_ended = session::revoke(context, id, &administrator.origin(visit)).await?;
        if id == administrator.person.session.id {
            return signed_out(visit);
        }
        let notice = if is_ended {
            let whose = match session::owner_of(context, id).await? {
                Some(user) => users::find_by_id(context, user).await?,
                None => None,
            };
            let name = whose.map(|user| user.display_name()).unwrap_or_default();
            Notice::done(fl!(words, "admin-sessions-ended-one", name = name))
        } else {
            Notice::warning(fl!(words, "admin-sessions-ended-before"))
        };
        let back = [("person", form.line("person")?), ("search", form.line("search")?)];
        let back = back.map(|(name, value)| (name.to_owned(), value.to_owned()));
        go_on(visit, administrator, &Sought::of(&back)?.address(None), &notice)
    })
    .await
}

/// Whoever ended their own session is asked to sign in.
fn signed_out(visit: &Visit) -> Result<HttpResponse, Problem> {
    Ok(with_cookie(page::see_other(&visit.state.path("/sign-in"))?, Some(cookies::no_session())))
}

/// Whose sessions are to end: a person's, or everybody's.
async fn whose(visit: &Visit, id: &str) -> Result<Option<User>, Problem> {
    if id.is_empty() {
        return Ok(None);
    }
    let id: UserId = id.parse().map_err(|_| Problem::Refused(Refusal::NotFound))?;
    let found = users::find_by_id(&visit.state.context, id).await?;
    Ok(Some(found.ok_or(Problem::Refused(Refusal::NotFound))?))
}

/// `GET /admin/sessions/end`: says what will happen.
pub async fn ask(visit: Visit) -> HttpResponse {
    shows(visit, async |visit, administrator| {
        let query = visit.query()?;
        let person = query.iter().find(|(name, _)| name == "person").map_or("", |(_, value)| value);
        let person = whose(visit, person).await?;
        ask_about(visit, administrator, person, None).await
    })
    .await
}

async fn ask_about(
    visit: &Visit,
    administrator: &Administrator,
    person: Option<User>,
    refused: Option<&Form>,
) -> Result<HttpResponse, Problem> {
    let (frame, shell) = administrator.around(visit, Section::Sessions);
    let filter = SessionFilter { user: person.as_ref().map(|person| person.id), ..SessionFilter::default() };
    let is_own_among = person.as_ref().is_none_or(|person| person.id == administrator.person.user.id);
    // Their own session is theirs to choose, and counted apart.
    let count = session::count(&visit.state.context, &filter).await? - i64::from(is_own_among);
    let page = EndSessionsPage {
        count,
        is_own_among,
        is_own_too: refused.is_some_and(|form| form.is_ticked("own")),
        typed: refused.map(|form| form.raw("typed").chars().take(20).collect()).unwrap_or_default(),
        problem: match refused {
            Some(_) => fl!(frame.words, "admin-sessions-typed-wrong", count = count),
            None => String::new(),
        },
        person: person.map(|person| (person.id.to_string(), person.display_name(), person.email.to_string())),
        frame,
        shell,
    };
    page::show(&page, if refused.is_some() { 422 } else { 200 }, Forms::Own)
}

/// `POST /admin/sessions/end`: all sessions of a person, or everybody's.
pub async fn end_all(visit: Visit, payload: Payload) -> HttpResponse {
    does(visit, payload, async |visit, administrator, form| {
        let person = whose(visit, form.line("person")?).await?;
        let (context, origin) = (&visit.state.context, administrator.origin(visit));
        let own = administrator.person.session.id;
        let is_own_too = form.is_ticked("own");
        let words = visit.frame(Some(&administrator.person)).words;
        let keep = (!is_own_too).then_some(own);
        let (ended, sentence) = match person {
            Some(person) => {
                let ended = session::revoke_all_but(context, person.id, keep, &origin).await?;
                let name = person.display_name();
                (ended, fl!(words, "admin-sessions-ended-person", count = ended, name = name))
            }
            None if form.line("typed")?.trim() != form.line("count")? => {
                return ask_about(visit, administrator, None, Some(form)).await;
            }
            None => {
                let ended = session::revoke_everybodys(context, keep, &origin).await?;
                (ended, fl!(words, "admin-sessions-ended-all", count = ended))
            }
        };
        if is_own_too && session::is_over(context, own).await? {
            return signed_out(visit);
        }
        let notice = if ended == 0 {
            Notice::warning(fl!(words, "admin-sessions-ended-none"))
        } else {
            Notice::done(sentence)
        };
        go_on(visit, administrator, "/admin/sessions", &notice)
    })
    .await
}
