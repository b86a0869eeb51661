//! `/admin/sessions`: who is signed in, and taking that away.

mod ending;
mod sought;

use actix_web::HttpResponse;
use actix_web::web::{self, Path, Payload, ServiceConfig};
use i18n_embed_fl::fl;

use self::sought::{Meant, Sought};
use super::gate::{does, shows};
use super::notice::go_on;
use crate::domain::browser_name::BrowserName;
use crate::domain::id::SessionId;
use crate::domain::refusal::Refusal;
use crate::flow::{session, users};
use crate::store::signed_in::ListedSession;
use crate::web::cookies;
use crate::web::language::Language;
use crate::web::moment::Moment;
use crate::web::page::{self, Forms};
use crate::web::pages::admin::{Notice, Section, SessionLine, SessionsPage};
use crate::web::problem::Problem;
use crate::web::sign_in::with_cookie;
use crate::web::visit::Visit;
use crate::web::{both, get, post};

/// Sessions on a page.
const PAGE: usize = 50;
/// The addresses of this section.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(get("/admin/sessions", web::get().to(page)))
        .service(both("/admin/sessions/end", web::get().to(ending::ask), web::post().to(ending::end_all)))
        .service(post("/admin/sessions/{id}/end", web::post().to(end_one)));
}

/// `GET /admin/sessions`.
pub async fn page(visit: Visit) -> HttpResponse {
    shows(visit, async |visit, administrator| {
        let sought = Sought::of(&visit.query()?)?;
        let (frame, shell) = administrator.around(visit, Section::Sessions);
        let context = &visit.state.context;
        let meant = Meant::by(visit, &frame.words, &sought).await?;
        let filter = meant.filter(&sought);
        let found = match &filter {
            Some(filter) => session::page(context, filter, sought.behind, PAGE).await?,
            None => session::ListedPage { sessions: Vec::new(), further: None },
        };
        let own = administrator.person.session.id;
        let line = |listed: &ListedSession| line(&frame.words, context.now(), listed, own, &shell.base);
        let [problem, provider_problem] = meant.problems;
        let page = SessionsPage {
            lines: found.sessions.iter().map(line).collect(),
            problem,
            provider_problem,
            is_filtered: sought.is_filtered(),
            end_all: shell.path(&ending::address(meant.person.as_ref(), meant.provider.as_ref())),
            is_of_person: meant.person.is_some(),
            is_of_provider: meant.provider.is_some(),
            newest: sought.behind.map(|_| shell.path(&sought.address(None))),
            further: found.further.map(|place| shell.path(&sought.address(Some(place)))),
            providers: meant.providers,
            person: sought.person,
            provider: sought.provider,
            search: sought.search,
            frame,
            shell,
        };
        page::show(&page, if filter.is_none() { 422 } else { 200 }, Forms::Own)
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
        let mut back = Vec::new();
        for name in ["person", "provider", "search"] {
            back.push((name.to_owned(), form.line(name)?.to_owned()));
        }
        go_on(visit, administrator, &Sought::of(&back)?.address(None), &notice)
    })
    .await
}

/// Whoever ended their own session is asked to sign in.
fn signed_out(visit: &Visit) -> Result<HttpResponse, Problem> {
    Ok(with_cookie(page::see_other(&visit.state.path("/sign-in"))?, Some(cookies::no_session())))
}
