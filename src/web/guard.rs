//! What happens around every request: it gets its id and its line in the log, the host is judged, the answer gets its
//! security headers, time and status are counted, and a panic becomes a page.

use std::panic::AssertUnwindSafe;
use std::time::Instant;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::ConnectionType;
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpResponse, web};
use futures_util::FutureExt;
use tracing::Instrument;

use super::connection::Connection;
use super::page::{self, Forms};
use super::problem::Problem;
use super::state::AppState;
use super::traced::Traced;
use super::visit::{Headers, Visit};
use crate::domain::refusal::Refusal;
use crate::store::patience::once_for_all;

/// Addresses that load balancers ask by whatever name they know the machine.
const HEALTH: [&str; 2] = ["/healthz", "/readyz"];

/// A larger head belongs to nobody's browser. The server itself takes up to 128 KiB.
const MAX_HEAD_BYTES: usize = 64 * 1024;

/// The middleware. What is logged meanwhile is logged as part of the request.
pub async fn guard<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let traced = Traced::of(&request);
    let span = traced.span(&request);
    request.extensions_mut().insert(traced);
    let answered = async {
        let outcome = keep_order(request, next).await;
        if let Ok(response) = &outcome {
            span.record("status", response.status().as_u16());
        }
        tracing::info!("answered");
        outcome
    };
    answered.instrument(span.clone()).await
}

/// Requests of one connection come one after the other, and none behind the one that ends it.
async fn keep_order<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let Some(connection) = request.conn_data::<Connection>().cloned() else {
        return judge(request, next, None).await;
    };
    if connection.is_ending() {
        // Put behind a request that ended the connection. It is not carried out, and nobody reads the answer.
        connection.ended().await;
        return Ok(request.into_response(HttpResponse::BadRequest().finish()));
    }
    connection.asked();
    let is_last = request.head().connection_type() == ConnectionType::Close;
    let mut outcome = judge(request, next, Some(&connection)).await;
    connection.answered();
    if is_last {
        connection.end_with_this_answer();
    }
    if let Ok(response) = &mut outcome
        && connection.is_ending()
    {
        response.response_mut().head_mut().set_connection_type(ConnectionType::Close);
    }
    outcome
}

/// Judges a request, and hands on what is for us.
async fn judge<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
    connection: Option<&Connection>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let began = Instant::now();
    let Some(state) = request.app_data::<web::Data<AppState>>().cloned() else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    if !is_for_us(&request, &state) {
        return Ok(refuse(request, state, Refusal::WrongHost, began));
    }
    if head_size(&request) > MAX_HEAD_BYTES {
        connection.inspect(|connection| connection.end_with_this_answer());
        return Ok(refuse(request, state, Refusal::TooLarge, began));
    }
    if request.headers().contains_key(header::TRANSFER_ENCODING) {
        // No form of ours comes chunked.
        let body = request.take_payload();
        connection.inspect(|connection| connection.end_after_this_answer(body));
        return Ok(refuse(request, state, Refusal::LengthRequired, began));
    }
    let traces = Traces::of(&request);
    // The request is not used again after a panic, and shared state is behind locks that survive one.
    let mut response = match AssertUnwindSafe(once_for_all(next.call(request))).catch_unwind().await {
        Ok(response) => response?.map_into_boxed_body(),
        Err(_) => {
            let visit = traces.visit(state.clone());
            let mut response = Problem::Broken("a handler panicked".into()).respond(&visit);
            set_headers(response.headers_mut(), &state);
            return Err(InternalError::from_response("a handler panicked", response).into());
        }
    };
    set_headers(response.headers_mut(), &state);
    state.context.metrics.answered(response.status().as_u16(), began.elapsed().as_secs_f64());
    Ok(response)
}

/// Answers without asking anybody further in.
fn refuse(
    request: ServiceRequest,
    state: web::Data<AppState>,
    refusal: Refusal,
    began: Instant,
) -> ServiceResponse<BoxBody> {
    let visit = visit_of(&request, state);
    let mut response = Problem::Refused(refusal).respond(&visit);
    set_headers(response.headers_mut(), &visit.state);
    visit.state.context.metrics.answered(response.status().as_u16(), began.elapsed().as_secs_f64());
    request.into_response(response)
}

/// The host must be the public one: nothing is answered under a name that is not ours. Where the target is a
/// whole address, the host in it counts for proxies (RFC 9112, section 3.2.2), so it must be ours as well.
fn is_for_us(request: &ServiceRequest, state: &AppState) -> bool {
    if HEALTH.contains(&request.path()) {
        return true;
    }
    let header = request.headers().get(header::HOST).map(|host| host.to_str().unwrap_or_default());
    let target = request.uri().authority().map(|authority| authority.as_str());
    let mut given = header.into_iter().chain(target).peekable();
    given.peek().is_some() && given.all(|host| is_our_host(host, state))
}

fn is_our_host(host: &str, state: &AppState) -> bool {
    let expected = state.public_url.authority();
    let default_port = if state.public_url.is_https() { "443" } else { "80" };
    let with_default_port = || host.rsplit_once(':').filter(|(_, port)| *port == default_port);
    host.eq_ignore_ascii_case(expected)
        || (!state.public_url.has_port()
            && with_default_port().is_some_and(|(host, _)| host.eq_ignore_ascii_case(expected)))
}

/// Request line and headers, in bytes.
fn head_size(request: &ServiceRequest) -> usize {
    let target = request.uri().path_and_query().map_or(0, |target| target.as_str().len());
    request.headers().iter().fold(target, |sum, (name, value)| sum + name.as_str().len() + value.len() + 4)
}

/// What is left of a request whose handler panicked: enough to tell the browser, in its language. A whole visit for
/// every request would be made for nothing.
struct Traces {
    words: [(HeaderName, Option<HeaderValue>); 2],
    traced: Traced,
}

impl Traces {
    fn of(request: &ServiceRequest) -> Self {
        let words = [header::ACCEPT, header::ACCEPT_LANGUAGE];
        let words = words.map(|name| (name.clone(), request.headers().get(name).cloned()));
        Self { words, traced: traced_of(request) }
    }

    fn visit(self, state: web::Data<AppState>) -> Visit {
        let words = self.words.into_iter().filter_map(|(name, value)| Some((name, value?)));
        Visit::of_parts(Headers::Kept(words.collect()), String::new(), self.traced, state)
    }
}

fn visit_of(request: &ServiceRequest, state: web::Data<AppState>) -> Visit {
    Visit::of_parts(Headers::Kept(request.headers().clone()), String::new(), traced_of(request), state)
}

fn traced_of(request: &ServiceRequest) -> Traced {
    request.extensions().get::<Traced>().cloned().unwrap_or_default()
}

fn set_headers(headers: &mut HeaderMap, state: &AppState) {
    let mut set =
        |name: HeaderName, value: &'static str| headers.insert(name, HeaderValue::from_static(value));
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "no-referrer");
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(HeaderName::from_static("x-frame-options"), "DENY");
    if state.hsts && state.public_url.is_https() {
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        headers.insert(header::CONTENT_SECURITY_POLICY, page::policy(Forms::Own));
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}
