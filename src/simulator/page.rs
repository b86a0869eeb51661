//! The pages: one template, one struct, one function for each thing that a simulator has to say.

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use askama::Template;
use serde_json::Value;

use super::receipt::{Check, Receipt};
use super::rules::{Delivery, Rules, TokenId};
use super::session::Session;
use super::state::State;

const STYLE_SHEET: &str = include_str!("../../static/simulator.css");

/// Nothing but our own style sheet. Forms may go anywhere: `form-action` is what the bridge is tested for, not we.
const POLICY: &str =
    "default-src 'none'; style-src 'self'; form-action *; base-uri 'none'; frame-ancestors 'none'";

#[derive(Template)]
#[template(path = "simulator/page.html")]
struct Page<'a> {
    rules: &'a Rules,
    tone: &'static str,
    heading: String,
    lead: String,
    /// Shown above the heading, as in a browser's address bar.
    address: Option<&'a str>,
    /// Who is signed in: name and e-mail address.
    person: Option<(String, &'a str)>,
    facts: Vec<(&'static str, String)>,
    checks: &'a [Check],
    failures: usize,
    header: Option<String>,
    claims: Option<String>,
    again: Option<Again<'a>>,
}

/// Sending the same token once more.
struct Again<'a> {
    target: &'a str,
    /// The form field and the token, for providers that take a form.
    field: Option<(&'static str, &'a str)>,
    hint: String,
}

impl<'a> Page<'a> {
    fn new(state: &'a State, heading: impl Into<String>, lead: impl Into<String>) -> Self {
        Page {
            rules: state.rules,
            tone: "plain",
            heading: heading.into(),
            lead: lead.into(),
            address: None,
            person: None,
            facts: Vec::new(),
            checks: &[],
            failures: 0,
            header: None,
            claims: None,
            again: None,
        }
    }

    fn with_receipt(mut self, receipt: &'a Receipt) -> Self {
        self.checks = &receipt.checks;
        self.failures = receipt.failures().count();
        self.header = receipt.header.as_ref().map(pretty);
        self.claims = receipt.claims.as_ref().map(pretty);
        self
    }

    fn answer(self, status: StatusCode) -> HttpResponse {
        let slug = self.rules.slug;
        match self.render() {
            Ok(html) => HttpResponse::build(status)
                .insert_header(header::ContentType::html())
                .insert_header((header::CACHE_CONTROL, "no-store"))
                .insert_header((header::REFERRER_POLICY, "no-referrer"))
                .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
                .body(html),
            Err(error) => {
                tracing::error!(kind = slug, %error, "a simulator page could not be rendered");
                HttpResponse::InternalServerError().finish()
            }
        }
    }
}

/// For somebody who is not signed in.
pub(super) fn public_home(state: &State) -> HttpResponse {
    let mut page = Page::new(
        state,
        "Home",
        "This page is public. The ones below need a session: open one, and this provider sends you to the bridge.",
    );
    let agreement = state.agreement();
    let shown = |url: String| if url.is_empty() { "not set yet".to_owned() } else { url };
    page.facts = vec![
        ("Takes tokens at", state.origin("127.0.0.1") + state.rules.endpoint),
        ("Remote login URL", shown(agreement.remote_login_url)),
        ("Remote logout URL", shown(agreement.remote_logout_url)),
        ("Rules from", state.rules.source.to_owned()),
    ];
    page.answer(StatusCode::OK)
}

/// Any page, for somebody who is signed in.
pub(super) fn signed_in(state: &State, session: &Session, address: &str) -> HttpResponse {
    let receipt = &session.receipt;
    let known = state.rules.pages.iter().find(|page| page.address.split('#').next() == Some(address));
    let heading = match (known, address) {
        (Some(page), _) => page.title,
        (None, "/") => "Home",
        (None, _) => "A page of this provider",
    };
    let mut page = Page::new(state, heading, "").with_receipt(receipt);
    page.tone = "good";
    page.address = Some(address);
    page.person = Some((receipt.person(), receipt.email()));
    page.facts = vec![
        ("The token sent you to", receipt.landed_on.clone().unwrap_or_default()),
        ("It came by", delivery_in_words(state.rules)),
    ];
    page.again = Some(Again {
        target: &receipt.target,
        field: (state.rules.delivery == Delivery::PostForm)
            .then_some((state.rules.token_parameter, session.token.as_str())),
        hint: match state.rules.token_id {
            TokenId::NotUsed => format!(
                "This provider keeps no token ids: it takes the same token again until its iat is {} seconds old.",
                state.rules.issued_at_margin
            ),
            TokenId::Unique | TokenId::UniqueAfterIssuedAt => {
                "A replay. This provider remembers every jti and has to refuse it.".to_owned()
            }
        },
    });
    page.answer(StatusCode::OK)
}

/// A token that was not good enough, with every check.
pub(super) fn refused(state: &State, receipt: &Receipt, status: StatusCode) -> HttpResponse {
    let mut page = Page::new(state, "This sign-in was refused", receipt.complaint()).with_receipt(receipt);
    page.tone = "bad";
    if status == StatusCode::METHOD_NOT_ALLOWED {
        page.facts = vec![("Expected", delivery_in_words(state.rules)), ("Received", receipt.method.clone())];
    }
    page.answer(status)
}

/// A request that is no sign-in and makes no sense.
pub(super) fn plain_refusal(state: &State, why: &str) -> HttpResponse {
    let mut page = Page::new(state, "That does not work here", why);
    page.tone = "bad";
    page.answer(StatusCode::FORBIDDEN)
}

/// A protected page was asked for before a bridge is known.
pub(super) fn no_bridge_yet(state: &State) -> HttpResponse {
    let lead =
        "This provider has not been told a remote login URL, so it cannot send you anywhere to sign in.";
    let mut page = Page::new(state, "No bridge yet", lead);
    page.tone = "bad";
    page.answer(StatusCode::SERVICE_UNAVAILABLE)
}

/// After signing out here.
pub(super) fn signed_out(state: &State) -> HttpResponse {
    let lead =
        "Your session at this provider has ended. The bridge was not told: you may still be signed in there.";
    Page::new(state, "You are signed out", lead).answer(StatusCode::OK)
}

/// The one style sheet.
pub(super) async fn style_sheet() -> HttpResponse {
    HttpResponse::Ok().content_type("text/css; charset=utf-8").body(STYLE_SHEET)
}

/// Browsers ask for an icon by themselves; that must not look like a visit.
pub(super) async fn no_icon() -> HttpResponse {
    HttpResponse::NotFound().finish()
}

fn delivery_in_words(rules: &Rules) -> String {
    match rules.delivery {
        Delivery::GetQuery => {
            format!("GET {} with the token in the query as {}", rules.endpoint, rules.token_parameter)
        }
        Delivery::PostForm => {
            format!("POST {} with the token in the form field {}", rules.endpoint, rules.token_parameter)
        }
    }
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_else(|_| value.to_string())
}
