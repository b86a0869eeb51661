//! The sign-in page, its form, the required new password, and how each step of a sign-in is shown.

use actix_web::HttpResponse;
use actix_web::web::Payload;

use super::cookies::{self, BrowserId};
use super::form::Form;
use super::page::{self, Forms};
use super::pages::{
    AlreadyDeliveredPage, ChangePasswordPage, DeliverPage, DeliveryForm, ErrorPage, SignInPage,
};
use super::problem::Problem;
use super::seal::{self, Returned};
use super::sentences::{self, About};
use super::told::{Told, password_problem, with_retry};
use super::visit::Visit;
use crate::crypto::random;
use crate::domain::email::EmailAddress;
use crate::domain::refusal::Refusal;
use crate::domain::sign_in::PendingSignIn;
use crate::flow::begin;
use crate::flow::change_password::{self, NewPassword};
use crate::flow::password::{self, Credentials};
use crate::flow::session::Browser;
use crate::flow::step::{Begun, ProviderName, SignInStep};
use crate::mint::delivery::{Delivery, escape};

/// The name of the field with the sealed pending sign-in.
const PENDING: &str = "pending";

/// A longer address of ours is not come back to.
const MAX_ONWARD_BYTES: usize = 4096;

/// What led to a response. It decides how the browser is sent on: Chromium checks a form's policy on every
/// redirect that follows it, so after a form the browser leaves by a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Via {
    /// A navigation.
    Get,
    /// A form of ours.
    Form,
}

/// `GET /sign-in`.
pub async fn page(visit: Visit) -> HttpResponse {
    let outcome = async {
        if visit.person().await?.is_some() {
            return page::see_other(&visit.state.path("/"));
        }
        show(&visit, begin::begin_without_provider(&visit.state.context), Via::Get, "")
    };
    visit.answer(outcome.await)
}

/// `POST /sign-in`: address and password.
pub async fn submit(visit: Visit, payload: Payload) -> HttpResponse {
    let outcome = async {
        let form = Form::read(&visit, payload).await?;
        let email = form.line("email")?;
        let password = form.password("password")?;
        let context = &visit.state.context;
        let step = match returned(&visit, &form) {
            Ok(pending) => {
                let typed = Credentials { email: email.to_owned(), password };
                let browser = Browser { known: visit.known_browser(), ..visit.browser.clone() };
                password::sign_in(context, pending, typed, &browser, &visit.origin).await?
            }
            Err(stale) => begin::begin_again(context, *stale).await?,
        };
        show(&visit, step, Via::Form, email)
    };
    visit.answer(outcome.await)
}

/// `POST /sign-in/password`: the required new password.
pub async fn choose_password(visit: Visit, payload: Payload) -> HttpResponse {
    let outcome = async {
        let form = Form::read(&visit, payload).await?;
        let chosen =
            NewPassword { new: form.password("new_password")?, repeat: form.password("repeat_password")? };
        let context = &visit.state.context;
        let step = match returned(&visit, &form) {
            Ok(pending) => {
                change_password::at_sign_in(context, pending, chosen, &visit.browser, &visit.origin).await?
            }
            Err(stale) => begin::begin_again(context, *stale).await?,
        };
        show(&visit, step, Via::Form, "")
    };
    visit.answer(outcome.await)
}

/// The pending sign-in of a form; the error is one that must begin again, with what can be kept of it.
fn returned(visit: &Visit, form: &Form) -> Result<PendingSignIn, Box<PendingSignIn>> {
    let context = &visit.state.context;
    let now = context.now();
    match seal::open_pending(&context.keys, form.raw(PENDING), visit.browser_id.as_ref()) {
        Some(Returned::Here(pending)) if !pending.is_expired_at(now) => Ok(pending),
        Some(Returned::Here(pending) | Returned::Elsewhere(pending)) => Err(Box::new(pending)),
        None => Err(Box::new(PendingSignIn::without_provider(now))),
    }
}

/// Shows where a sign-in stands. `typed` is the address to keep in the form.
pub fn show(visit: &Visit, step: SignInStep, via: Via, typed: &str) -> Result<HttpResponse, Problem> {
    match step {
        SignInStep::AskPassword { pending, provider, refusal } => {
            ask_password(visit, &pending, provider, refusal.map(Told::of), typed)
        }
        SignInStep::MustWait { pending, provider, wait } => {
            ask_password(visit, &pending, provider, Some(Told::must_wait(wait)), typed)
        }
        SignInStep::ChangePassword { pending, provider, email, refusal } => {
            ask_new_password(visit, &pending, provider, &email, refusal.map(Told::of))
        }
        SignInStep::Deliver { provider, delivery, begun } => {
            let response = deliver(visit, &provider, delivery, via)?;
            with_session(visit, response, begun)
        }
        SignInStep::SignedIn { begun, onward } => {
            let onward = visit.state.path(onward.as_deref().unwrap_or("/"));
            with_session(visit, page::see_other(&onward)?, Some(begun))
        }
        SignInStep::AlreadyDelivered { provider: None, .. } => page::see_other(&visit.state.path("/")),
        SignInStep::AlreadyDelivered { provider: Some(provider), query } => {
            let open_href = visit.state.path(&format!("/sso/{}/login{}", provider.slug, encoded(&query)));
            let page = AlreadyDeliveredPage { frame: visit.frame(None), provider: provider.name, open_href };
            page::show(&page, Refusal::AlreadyDelivered.status(), Forms::Own)
        }
        SignInStep::Refused { refusal, provider, claim, begun } => {
            let problem = match provider {
                Some(provider) => Problem::RefusedAt { refusal, provider: provider.name, claim },
                None => Problem::Refused(refusal),
            };
            with_session(visit, problem.respond(visit), begun)
        }
        SignInStep::ProviderError { provider, message } => provider_error(visit, &provider, message),
    }
}

/// Asks who wants to see a page of ours; they come back to it afterwards. `onward` is its path and query.
pub fn ask_first(visit: &Visit, onward: &str) -> Result<HttpResponse, Problem> {
    let now = visit.state.context.now();
    let onward = Some(onward.to_owned()).filter(|onward| onward.len() <= MAX_ONWARD_BYTES);
    let pending = PendingSignIn { onward, ..PendingSignIn::without_provider(now) };
    ask_password(visit, &pending, None, Some(Told::of(Refusal::SignInRequired)), "")
}

fn ask_password(
    visit: &Visit,
    pending: &PendingSignIn,
    provider: Option<ProviderName>,
    told: Option<Told>,
    typed: &str,
) -> Result<HttpResponse, Problem> {
    let frame = visit.frame(None);
    let (hidden, new_browser) = sealed(visit, pending)?;
    let status = told.map_or(200, Told::status);
    let page = SignInPage {
        provider: provider.map(|provider| provider.name),
        email: typed.to_owned(),
        refusal: told.map(|told| told.sentence(&frame.words, 0)),
        action: visit.state.path("/sign-in"),
        hidden,
        frame,
    };
    let response = with_retry(page::show(&page, status, Forms::Own)?, told);
    Ok(with_browser(response, new_browser.as_ref()))
}

fn ask_new_password(
    visit: &Visit,
    pending: &PendingSignIn,
    provider: Option<ProviderName>,
    email: &EmailAddress,
    told: Option<Told>,
) -> Result<HttpResponse, Problem> {
    let frame = visit.frame(None);
    let (hidden, new_browser) = sealed(visit, pending)?;
    let min_length = visit.state.context.rules.passwords.min_code_points;
    let page = ChangePasswordPage {
        provider: provider.map(|provider| provider.name),
        email: email.to_string(),
        ask_current: false,
        required: true,
        min_length,
        problem: told.map(|told| password_problem(&frame.words, told, min_length)),
        action: visit.state.path("/sign-in/password"),
        hidden,
        frame,
    };
    let response = page::show(&page, told.map_or(200, Told::status), Forms::Own)?;
    Ok(with_browser(with_retry(response, told), new_browser.as_ref()))
}

fn deliver(
    visit: &Visit,
    provider: &ProviderName,
    delivery: Delivery,
    via: Via,
) -> Result<HttpResponse, Problem> {
    let (delivery, forms) = match delivery {
        Delivery::Redirect { url } if via == Via::Get => return page::see_other(&url),
        Delivery::Redirect { url } => (DeliveryForm::Redirect { href: url.to_string() }, Forms::Own),
        Delivery::FormPost { action, fields } => {
            let forms = if action.starts_with("http://") { Forms::Any } else { Forms::Https };
            let fields = fields.into_iter().map(|(name, value)| (name, value.to_string())).collect();
            (DeliveryForm::FormPost { action, fields }, forms)
        }
    };
    let page = DeliverPage { frame: visit.frame(None), provider: provider.name.clone(), delivery };
    page::show(&page, 200, forms)
}

fn provider_error(
    visit: &Visit,
    provider: &ProviderName,
    message: Option<String>,
) -> Result<HttpResponse, Problem> {
    let frame = visit.frame(None);
    let about = About { provider: &provider.name, ..About::default() };
    let (heading, advice) = sentences::heading_and_advice(&frame.words, Refusal::ProviderError, &about);
    let page = ErrorPage {
        status: Refusal::ProviderError.status(),
        heading,
        sentence: sentences::sentence(&frame.words, Refusal::ProviderError, &about),
        advice: vec![advice],
        action: None,
        quoted: message,
        frame,
    };
    page::show(&page, Refusal::ProviderError.status(), Forms::Own)
}

/// Hidden fields of a form.
type Hidden = Vec<(String, String)>;

/// The sealed pending sign-in as a hidden field, and the browser id that had to be made for it.
fn sealed(visit: &Visit, pending: &PendingSignIn) -> Result<(Hidden, Option<BrowserId>), Problem> {
    let (browser, new) = match &visit.browser_id {
        Some(known) => (known.clone(), None),
        None => {
            let made = BrowserId::random()?;
            (made.clone(), Some(made))
        }
    };
    let sealed = seal::pending(&visit.state.context.keys, pending, &browser)?;
    Ok((vec![(PENDING.to_owned(), sealed)], new))
}

fn with_browser(response: HttpResponse, browser: Option<&BrowserId>) -> HttpResponse {
    with_cookie(response, browser.map(cookies::browser))
}

/// Gives the browser its session, and notes in it who signed in there.
pub fn with_session(
    visit: &Visit,
    response: HttpResponse,
    begun: Option<Begun>,
) -> Result<HttpResponse, Problem> {
    let Some(Begun { session, user_id }) = begun else { return Ok(response) };
    let (context, fresh) = (&visit.state.context, random::token::<16>()?);
    let known = visit.known_browser().after_sign_in(user_id, context.now(), fresh);
    let response = with_cookie(response, Some(cookies::known(seal::known(&context.keys, &known)?)));
    Ok(with_cookie(response, Some(cookies::session(&session))))
}

/// Adds a cookie, if there is one. A cookie of ours is always a valid header.
pub fn with_cookie(
    mut response: HttpResponse,
    cookie: Option<actix_web::cookie::Cookie<'static>>,
) -> HttpResponse {
    if let Some(cookie) = cookie
        && let Err(problem) = response.add_cookie(&cookie)
    {
        tracing::error!(%problem, "a cookie could not be set");
    }
    response
}

fn encoded(query: &[(String, String)]) -> String {
    let parts: Vec<String> =
        query.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value))).collect();
    if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) }
}
