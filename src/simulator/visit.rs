//! What a person does here besides bringing a token: open pages, follow a handoff, sign out.

use actix_web::http::Method;
use actix_web::{HttpRequest, HttpResponse, web};

use super::arrival::{found, open_session, origin, target};
use super::fields::{Fields, with_parameters};
use super::page;
use super::return_to::Landing;
use super::rules::{AfterSignOut, EchoedValue, ReturnTo};
use super::session::{self, random_name, session};
use super::state::State;

/// The public home page; Mojo Helpdesk's people also land here.
pub(super) async fn home(request: HttpRequest, state: web::Data<State>) -> HttpResponse {
    match session(&request, &state) {
        Some(session) => page::signed_in(&state, &session, &target(&request)),
        None => page::public_home(&state),
    }
}

/// Every other path: the page itself with a session, the bridge's remote login URL without.
pub(super) async fn protected_page(request: HttpRequest, state: web::Data<State>) -> HttpResponse {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return page::plain_refusal(&state, "Pages here are opened by GET.");
    }
    match session(&request, &state) {
        Some(session) => page::signed_in(&state, &session, &target(&request)),
        None => to_the_bridge(&request, &state),
    }
}

/// The redirect to the remote login URL, with this provider's own parameters.
fn to_the_bridge(request: &HttpRequest, state: &State) -> HttpResponse {
    let remote_login_url = state.agreement().remote_login_url;
    if remote_login_url.is_empty() {
        return page::no_bridge_yet(state);
    }
    let mut wanted = target(request);
    if let Some(fragment) = state.rules.fragment_of(&wanted) {
        wanted.push('#');
        wanted.push_str(fragment);
    }
    let mut parameters = Vec::new();
    match state.rules.return_to {
        ReturnTo::Absolute => parameters.push(("return_to", origin(request, state) + &wanted)),
        ReturnTo::Relative => parameters.push(("return_to", wanted)),
        ReturnTo::NotUsed => {}
    }
    let echoed: Vec<(&'static str, String)> = state
        .rules
        .echoed
        .iter()
        .map(|echoed| match echoed.value {
            EchoedValue::Fixed(value) => (echoed.name, value.to_owned()),
            EchoedValue::Now => (echoed.name, state.now().to_string()),
        })
        .collect();
    parameters.extend(echoed.iter().cloned());
    let parameters: Vec<(&str, &str)> =
        parameters.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let mut response = found(&with_parameters(&remote_login_url, &parameters));
    if !echoed.is_empty() {
        let name = session::browser_cookie_name(state);
        let browser = request.cookie(&name).map_or_else(random_name, |cookie| cookie.value().to_owned());
        state.memory().sent_sign_ins.remember(&browser, echoed);
        if let Err(error) = response.add_cookie(&session::cookie(name, browser)) {
            tracing::error!(%error, "a simulator could not set its cookie");
        }
    }
    response
}

/// The hop to another host name: a code that is good once, at one host, opens the session there.
pub(super) async fn handoff(request: HttpRequest, state: web::Data<State>) -> HttpResponse {
    let query = Fields::parse(request.query_string());
    let handoff = query.first("code").and_then(|code| state.memory().handoffs.remove(code));
    match handoff {
        Some(handoff) if handoff.origin == origin(&request, &state) => {
            open_session(&request, &state, handoff)
        }
        _ => {
            page::plain_refusal(&state, "This handoff was already followed, or belongs to another host name.")
        }
    }
}

/// Ends the session here, then does what this provider does next.
pub(super) async fn sign_out(request: HttpRequest, state: web::Data<State>) -> HttpResponse {
    let name = session::session_name(&request, &state);
    let ended = name.and_then(|name| state.memory().sessions.remove(&name));
    let remote_logout_url = state.agreement().remote_logout_url;
    let mut response = match state.rules.sign_out.then {
        _ if remote_logout_url.is_empty() => page::signed_out(&state),
        AfterSignOut::Home => page::signed_out(&state),
        AfterSignOut::RemoteLogout => found(&remote_logout_url),
        AfterSignOut::RemoteLogoutWithDetails => {
            let query = Fields::parse(request.query_string());
            let asked =
                query.first("return_to").and_then(|text| Landing::parse(text, &state.own_origins()).ok());
            let return_to = asked.unwrap_or_else(Landing::home).at(&origin(&request, &state));
            let email = ended.as_ref().map(|session| session.receipt.email());
            let mut parameters: Vec<(&str, &str)> = email.map(|email| ("email", email)).into_iter().collect();
            parameters.push(("return_to", &return_to));
            parameters.extend(state.rules.brand_id().map(|brand| ("brand_id", brand)));
            found(&with_parameters(&remote_logout_url, &parameters))
        }
    };
    if let Err(error) = response.add_cookie(&session::cookie_removed(session::session_cookie_name(&state))) {
        tracing::error!(%error, "a simulator could not take its cookie away");
    }
    response
}
