//! Turns a page struct into a response. This file owns status, cache rule and content security policy.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use askama::Template;

use super::problem::Problem;

/// Where the forms of a page may lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Forms {
    /// To ourselves only.
    Own,
    /// To ourselves only; and a script of ours may fetch pages of ours.
    OwnAndLive,
    /// Anywhere over TLS. Chromium checks `form-action` on every hop after a form post, the provider's own
    /// onward redirects included, and fails silently; so the delivery page cannot name one host.
    Https,
    /// Also over plain HTTP: the delivery to a provider on loopback.
    Any,
}

/// The policy of every page: nothing from elsewhere, no inline style or script.
pub fn policy(forms: Forms) -> HeaderValue {
    HeaderValue::from_static(match forms {
        Forms::Own => {
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; \
             base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
        }
        Forms::OwnAndLive => {
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
             form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
        }
        Forms::Https => {
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action https:; \
             base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
        }
        Forms::Any => {
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action https: http:; \
             base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
        }
    })
}

/// Renders a page; it is never stored by anyone.
pub fn show(page: &impl Template, status: u16, forms: Forms) -> Result<HttpResponse, Problem> {
    let html =
        page.render().map_err(|problem| Problem::Broken(format!("a page does not render: {problem}")))?;
    let mut response =
        HttpResponse::build(StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR))
            .content_type("text/html; charset=utf-8")
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .body(html);
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy(forms));
    Ok(response)
}

/// Sends the browser on with a GET (RFC 9110, section 15.4.4).
pub fn see_other(address: &str) -> Result<HttpResponse, Problem> {
    let location =
        HeaderValue::from_str(address).map_err(|_| Problem::Broken("an address is no header".into()))?;
    let mut response = HttpResponse::new(StatusCode::SEE_OTHER);
    let headers = response.headers_mut();
    // As many as there will be, with those that every answer gets: each sign-in ends here.
    headers.reserve(12);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::LOCATION, location);
    Ok(response)
}
