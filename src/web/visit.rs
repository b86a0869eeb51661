//! One request of one browser: who it is as far as the request itself says, and in which words to answer.

use std::future::{Ready, ready};
use std::net::{IpAddr, Ipv4Addr};
use std::ops::Deref;

use actix_web::dev::Payload;
use actix_web::http::header::{self, HeaderMap};
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse, web};

use super::client_address;
use super::cookies::{BrowserId, Sent};
use super::decode::{self, Malformed};
use super::frame::Frame;
use super::problem::Problem;
use super::seal;
use super::state::AppState;
use super::static_files;
use super::traced::Traced;
use crate::domain::audit::{Actor, Origin};
use crate::domain::known_browser::KnownBrowser;
use crate::flow::session::{self, Browser, SignedIn};

/// What handlers get.
pub struct Visit {
    /// What every request shares.
    pub state: web::Data<AppState>,
    /// The browser, as flows want it.
    pub browser: Browser,
    /// The browser's id, if it has one.
    pub browser_id: Option<BrowserId>,
    /// Through whom and whence, for the audit.
    pub origin: Origin,
    /// Who signed in in this browser before, sealed, if it says so.
    pub known: Option<String>,
    /// The sealed sign-out walk, if the browser carries one.
    pub walk: Option<String>,
    /// What the page that comes next tells, sealed.
    pub notice: Option<String>,
    /// The columns of the user table, if the browser remembers them.
    pub columns: Option<String>,
    /// The request's headers.
    pub headers: Headers,
    /// The request's path, below the public URL's.
    pub path: String,
    /// The request's query, undecoded.
    pub query_string: String,
}

/// Headers of a request: its own, or those that were kept of it.
pub enum Headers {
    /// They are where they were.
    Of(HttpRequest),
    /// A request's own value must not be held while it is routed; so these were taken from it.
    Kept(HeaderMap),
}

impl Deref for Headers {
    type Target = HeaderMap;

    fn deref(&self) -> &HeaderMap {
        match self {
            Self::Of(request) => request.headers(),
            Self::Kept(headers) => headers,
        }
    }
}

impl FromRequest for Visit {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, Self::Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let Some(state) = request.app_data::<web::Data<AppState>>() else {
            return ready(Err(actix_web::error::ErrorInternalServerError("the state is missing")));
        };
        let traced = request.extensions().get::<Traced>().cloned().unwrap_or_default();
        let (headers, query) = (Headers::Of(request.clone()), request.query_string().to_owned());
        let path = request.path().strip_prefix(state.public_url.prefix()).unwrap_or_default().to_owned();
        let visit = Self::of_parts(headers, query, traced, state.clone());
        ready(Ok(Self { path, ..visit }))
    }
}

impl Visit {
    /// Reads what a request says about itself.
    pub fn of_parts(
        headers: Headers,
        query_string: String,
        traced: Traced,
        state: web::Data<AppState>,
    ) -> Self {
        let Traced { request_id, client_address } = traced;
        let agent = headers.get(header::USER_AGENT).map(|value| value.as_bytes()).unwrap_or_default();
        let sent = Sent::of(&headers);
        let browser =
            Browser { session: sent.session, user_agent: shortened(agent), known: KnownBrowser::default() };
        Self {
            state,
            browser,
            browser_id: sent.browser,
            origin: Origin { actor: Actor::Stranger, client_address, request_id },
            known: sent.known,
            walk: sent.walk,
            notice: sent.notice,
            columns: sent.columns,
            headers,
            path: String::new(),
            query_string,
        }
    }

    /// Where the browser is, below the public URL's path.
    pub fn path_and_query(&self) -> String {
        if self.query_string.is_empty() {
            return self.path.clone();
        }
        format!("{}?{}", self.path, self.query_string)
    }

    /// The request's query, strictly.
    pub fn query(&self) -> Result<Vec<(String, String)>, Malformed> {
        decode::parameters(self.query_string.as_bytes())
    }

    /// Who is signed in here.
    pub async fn person(&self) -> Result<Option<SignedIn>, Problem> {
        Ok(session::who_is_it(&self.state.context, &self.browser).await?)
    }

    /// Who signed in in this browser before. What does not open says nobody.
    pub fn known_browser(&self) -> KnownBrowser {
        let opened = self.known.as_deref().map(|sealed| seal::open_known(&self.state.context.keys, sealed));
        opened.flatten().unwrap_or_default()
    }

    /// What stands around a page, in the words of the person or of the browser.
    pub fn frame(&self, person: Option<&SignedIn>) -> Frame {
        let accepted = self.headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let locale = person.and_then(|person| person.user.locale.as_deref());
        let file = |name: &str| self.state.path(&static_files::address(name));
        Frame {
            words: self.state.languages.choose(locale, accepted),
            brand: self.state.brand.clone(),
            base: self.state.public_url.prefix().to_owned(),
            style_url: file("bridgewarden.css"),
            brand_style_url: self.state.path(&static_files::brand_address(&self.state)),
            script_base: self.state.path("/static/"),
            person: person.map(|person| person.user.display_name()),
            is_administrator: person.is_some_and(|person| person.user.is_administrator),
            request_id: self.origin.request_id.to_string(),
        }
    }

    /// A speculative request, which must not mint or change anything.
    pub fn is_prefetch(&self) -> bool {
        let purposes = ["sec-purpose", "purpose"].map(|name| self.headers.get(name));
        purposes.into_iter().flatten().any(|value| value.as_bytes().starts_with(b"prefetch"))
    }

    /// Whether the client asks for JSON rather than a page.
    pub fn wants_json(&self) -> bool {
        let accept = self.headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
        accept.is_some_and(|accept| accept.contains("application/json") && !accept.contains("text/html"))
    }

    /// Turns a handler's outcome into a response, problems into their page.
    pub fn answer(&self, outcome: Result<HttpResponse, Problem>) -> HttpResponse {
        outcome.unwrap_or_else(|problem| problem.respond(self))
    }
}

/// What a browser says of itself, without control characters and not longer than anybody reads.
fn shortened(agent: &[u8]) -> String {
    const LONGEST: usize = 200;
    let is_plain = agent.len() <= LONGEST && agent.iter().all(|byte| matches!(byte, b' '..=b'~'));
    let text = String::from_utf8_lossy(agent);
    if is_plain {
        text.into_owned()
    } else {
        text.chars().filter(|c| !c.is_control()).take(LONGEST).collect()
    }
}

/// The client's address as judged by the trusted proxies.
pub fn client_address_of(headers: &HeaderMap, peer: Option<IpAddr>, state: &AppState) -> IpAddr {
    let peer = peer.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
    let lines: Vec<&[u8]> = headers.get_all("x-forwarded-for").map(|value| value.as_bytes()).collect();
    client_address::judge(peer, lines.into_iter(), &state.trusted_proxies)
}
