//! Who is signed in here, who is about to be, and the cookies that say so.

use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, SameSite, time::Duration};

use super::receipt::Receipt;
use super::return_to::Landing;
use super::state::State;

/// A signed-in browser.
#[derive(Clone)]
pub(super) struct Session {
    /// The receipt of the token that opened it.
    pub receipt: Receipt,
    /// The token, for showing what a replay does.
    pub token: String,
}

/// An accepted token on its way to another host name.
pub(super) struct Handoff {
    pub session: Session,
    pub landing: Landing,
    /// The only origin at which the code is good.
    pub origin: String,
}

/// A name that cannot be guessed.
pub(super) fn random_name() -> String {
    format!("{:032x}", rand::random::<u128>())
}

/// Cookies ignore ports, so the kind and the port are part of the name.
pub(super) fn session_cookie_name(state: &State) -> String {
    format!("sim_{}_{}", state.rules.slug, state.port)
}

/// The cookie that recognises a browser between the redirect to the bridge and its return.
pub(super) fn browser_cookie_name(state: &State) -> String {
    session_cookie_name(state) + "_before"
}

/// A cookie for this host only: plain HTTP on loopback, out of reach for scripts, `SameSite=Lax`.
pub(super) fn cookie(name: String, value: String) -> Cookie<'static> {
    Cookie::build(name, value).path("/").http_only(true).same_site(SameSite::Lax).finish()
}

/// The same cookie, taken away.
pub(super) fn cookie_removed(name: String) -> Cookie<'static> {
    let mut removed = cookie(name, String::new());
    removed.set_max_age(Duration::ZERO);
    removed
}

/// The name of the session that a request carries, whether or not it still exists.
pub(super) fn session_name(request: &HttpRequest, state: &State) -> Option<String> {
    request.cookie(&session_cookie_name(state)).map(|cookie| cookie.value().to_owned())
}

/// The session of a request.
pub(super) fn session(request: &HttpRequest, state: &State) -> Option<Session> {
    let name = session_name(request, state)?;
    state.memory().sessions.get(&name).cloned()
}
