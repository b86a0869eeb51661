//! The JWT endpoint: read the request, have it examined, let the person in or say no.

use actix_web::http::header::{CONTENT_TYPE, HOST, HeaderName};
use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};

use super::examine::{Arrival, Examined, examine, is_form};
use super::fields::{Fields, with_parameters};
use super::page;
use super::receipt::Receipt;
use super::rules::OnRefusal;
use super::session::{self, Handoff, Session, random_name};
use super::state::State;
use super::token_checks::Expectations;

/// Takes a request of any method, since a wrong one deserves an explanation. Every request leaves a receipt.
pub(super) async fn receive(request: HttpRequest, body: web::Bytes, state: web::Data<State>) -> HttpResponse {
    let arrival = read(&request, &body);
    let browser = request.cookie(&session::browser_cookie_name(&state));
    let examined = judge(&state, &arrival, browser.as_ref().map(|cookie| cookie.value()));
    let accepted = examined.accepted();
    let receipt = Receipt {
        method: arrival.method.clone(),
        target: arrival.target,
        body_fields: arrival.body.into_pairs(),
        header: examined.header,
        claims: examined.claims,
        landed_on: accepted.then(|| examined.landing.as_str().to_owned()),
        checks: examined.checks,
        accepted,
    };
    state.memory().keep(receipt.clone());
    tracing::debug!(kind = state.rules.slug, accepted, "a token arrived at a simulator");
    let origin = origin(&request, &state);
    match examined.token {
        Some(token) if accepted => {
            let handoff = Handoff { session: Session { receipt, token }, landing: examined.landing, origin };
            let_in(&request, &state, handoff)
        }
        _ => refuse(&state, &arrival.method, &arrival.query, &receipt),
    }
}

fn read(request: &HttpRequest, body: &[u8]) -> Arrival {
    let content_type = header_text(request, CONTENT_TYPE);
    let form = if is_form(content_type) { std::str::from_utf8(body).unwrap_or_default() } else { "" };
    Arrival {
        method: request.method().to_string(),
        target: target(request),
        query: Fields::parse(request.query_string()),
        body: Fields::parse(form),
        content_type: content_type.to_owned(),
    }
}

fn judge(state: &State, arrival: &Arrival, browser: Option<&str>) -> Examined {
    let agreement = state.agreement();
    let expected =
        Expectations { secret: &agreement.secret, now: state.now(), known_people: &state.known_people };
    let own_origins = state.own_origins();
    // One lock for everything that is used up once, so that of two equal tokens at the same moment one wins.
    let mut memory = state.memory();
    let echo = memory.sent_sign_ins.check(state.rules, browser, &arrival.query);
    examine(state.rules, arrival, &expected, &own_origins, echo, &mut memory.used_token_ids)
}

/// Opens the session here, or sends the browser to the other host name to open it there.
fn let_in(request: &HttpRequest, state: &State, mut handoff: Handoff) -> HttpResponse {
    let Some(onward_host) = &state.onward_host else {
        return open_session(request, state, handoff);
    };
    handoff.origin = state.origin(onward_host);
    let code = random_name();
    let address = with_parameters(&(handoff.origin.clone() + "/session/handoff"), &[("code", &code)]);
    state.memory().handoffs.insert_new(&code, handoff);
    found(&address)
}

/// Sets the session cookie on the host of this request and goes to the page that was asked for.
pub(super) fn open_session(request: &HttpRequest, state: &State, handoff: Handoff) -> HttpResponse {
    let name = random_name();
    let mut memory = state.memory();
    if let Some(before) = session::session_name(request, state) {
        memory.sessions.remove(&before);
    }
    memory.sessions.insert_new(&name, handoff.session);
    let mut response = found(&handoff.landing.at(&handoff.origin));
    // Adding a cookie fails only for one that cannot be written as a header; ours are plain ASCII.
    if let Err(error) = response.add_cookie(&session::cookie(session::session_cookie_name(state), name)) {
        tracing::error!(%error, "a simulator could not set its cookie");
    }
    response
}

fn refuse(state: &State, method: &str, query: &Fields, receipt: &Receipt) -> HttpResponse {
    let wanted = state.rules.delivery.method();
    let remote_logout_url = state.agreement().remote_logout_url;
    if method != wanted {
        let mut response = page::refused(state, receipt, StatusCode::METHOD_NOT_ALLOWED);
        response.headers_mut().insert(header::ALLOW, header::HeaderValue::from_static(wanted));
        return response;
    }
    match state.rules.on_refusal {
        OnRefusal::RemoteLogout if !remote_logout_url.is_empty() => {
            let message = receipt.complaint();
            let mut parameters = vec![
                ("kind", "error"),
                ("message", message.as_str()),
                ("email", receipt.email()),
                ("return_to", query.first("return_to").unwrap_or_default()),
            ];
            parameters.extend(state.rules.brand_id().map(|brand| ("brand_id", brand)));
            found(&with_parameters(&remote_logout_url, &parameters))
        }
        OnRefusal::RemoteLogout | OnRefusal::Page => page::refused(state, receipt, StatusCode::FORBIDDEN),
    }
}

/// 302, as the providers do, and never kept by a cache.
pub(super) fn found(address: &str) -> HttpResponse {
    HttpResponse::Found()
        .insert_header((header::LOCATION, address))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::REFERRER_POLICY, "no-referrer"))
        .finish()
}

/// Path and query exactly as they stood in the request.
pub(super) fn target(request: &HttpRequest) -> String {
    request.uri().path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string)
}

/// The origin that the browser used; a `Host` that is not ours counts as 127.0.0.1.
pub(super) fn origin(request: &HttpRequest, state: &State) -> String {
    state.origin_of(header_text(request, HOST))
}

fn header_text(request: &HttpRequest, name: HeaderName) -> &str {
    request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}
