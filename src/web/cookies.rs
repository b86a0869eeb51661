//! Our cookies. All are `__Host-`: the browser itself then guarantees `Secure`, `Path=/` and no `Domain`, so
//! that no neighbouring host can set them (RFC 6265bis, section 4.1.3.2).
//!
//! `SameSite=Lax` and not `Strict`: a provider's redirect is a navigation from another site, and must find
//! the session.

use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header::{self, HeaderMap};

use crate::crypto::random::{self, NoRandomness};
use crate::domain::known_browser::KNOWN_FOR;
use crate::flow::session::SessionToken;

const SESSION: &str = "__Host-bridgewarden";
const BROWSER: &str = "__Host-bridgewarden-browser";
const KNOWN: &str = "__Host-bridgewarden-known";
const WALK: &str = "__Host-bridgewarden-sign-out";
const COLUMNS: &str = "__Host-bridgewarden-columns";
const NOTICE: &str = "__Host-bridgewarden-notice";

fn cookie(name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build(name, value).path("/").secure(true).http_only(true).same_site(SameSite::Lax).finish()
}

fn removal(name: &'static str) -> Cookie<'static> {
    let mut cookie = cookie(name, String::new());
    cookie.set_max_age(Duration::ZERO);
    cookie
}

/// What a request's cookies say. Anything that cannot be one of ours is as good as absent.
#[derive(Debug, Default)]
pub struct Sent {
    /// The session that the browser names.
    pub session: Option<SessionToken>,
    /// The browser's id.
    pub browser: Option<BrowserId>,
    /// Who signed in in this browser before, sealed.
    pub known: Option<String>,
    /// The sealed sign-out walk.
    pub walk: Option<String>,
    /// What the next page tells, sealed.
    pub notice: Option<String>,
    /// The columns of the user table.
    pub columns: Option<String>,
}

impl Sent {
    /// Reads the `Cookie` headers. The first of two cookies of one name counts.
    pub fn of(headers: &HeaderMap) -> Self {
        let mut sent = Self::default();
        // Part by part and as bytes: a neighbour's cookie that is no text must not hide ours.
        let parts =
            headers.get_all(header::COOKIE).flat_map(|line| line.as_bytes().split(|byte| *byte == b';'));
        let parts = parts.filter_map(|part| std::str::from_utf8(part).ok());
        for (name, value) in parts.filter_map(|part| part.trim_matches([' ', '\t']).split_once('=')) {
            match name {
                SESSION => sent.session = sent.session.or_else(|| SessionToken::parse(value)),
                BROWSER => sent.browser = sent.browser.or_else(|| BrowserId::parse(value)),
                KNOWN => sent.known = sent.known.or_else(|| not_empty(value)),
                WALK => sent.walk = sent.walk.or_else(|| not_empty(value)),
                COLUMNS => sent.columns = sent.columns.or_else(|| not_empty(value)),
                NOTICE => sent.notice = sent.notice.or_else(|| not_empty(value)),
                _ => {}
            }
        }
        sent
    }
}

fn not_empty(value: &str) -> Option<String> {
    Some(value.to_owned()).filter(|value| !value.is_empty())
}

/// Names the session; ends with the browser.
pub fn session(token: &SessionToken) -> Cookie<'static> {
    cookie(SESSION, token.expose().to_owned())
}

/// Forgets the session.
pub fn no_session() -> Cookie<'static> {
    removal(SESSION)
}

/// Names a browser before anyone has signed in, so that a sign-in form can be bound to it. It opens nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrowserId(String);

impl BrowserId {
    /// A new one.
    pub fn random() -> Result<Self, NoRandomness> {
        random::token::<18>().map(Self)
    }

    fn parse(text: &str) -> Option<Self> {
        let is_plain = text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        (text.len() == 24 && is_plain).then(|| Self(text.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Names the browser; ends with it.
pub fn browser(id: &BrowserId) -> Cookie<'static> {
    cookie(BROWSER, id.as_str().to_owned())
}

/// Forgets the browser's id.
pub fn no_browser() -> Cookie<'static> {
    removal(BROWSER)
}

/// Remembers, sealed, who signed in in this browser. It stays after a sign-out: that is its use.
pub fn known(sealed: String) -> Cookie<'static> {
    let mut cookie = cookie(KNOWN, sealed);
    cookie.set_max_age(Duration::try_from(KNOWN_FOR).unwrap_or(Duration::MAX));
    cookie
}

/// Keeps the sealed walk for ten minutes.
pub fn walk(sealed: String) -> Cookie<'static> {
    let mut cookie = cookie(WALK, sealed);
    cookie.set_max_age(Duration::minutes(10));
    cookie
}

/// Keeps the columns of the user table for a year.
pub fn columns(chosen: String) -> Cookie<'static> {
    let mut cookie = cookie(COLUMNS, chosen);
    cookie.set_max_age(Duration::days(365));
    cookie
}

/// Keeps what the next page tells for a minute.
pub fn notice(sealed: String) -> Cookie<'static> {
    let mut cookie = cookie(NOTICE, sealed);
    cookie.set_max_age(Duration::minutes(1));
    cookie
}

/// Forgets what was told.
pub fn no_notice() -> Cookie<'static> {
    removal(NOTICE)
}

/// Forgets the walk.
pub fn no_walk() -> Cookie<'static> {
    removal(WALK)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_neighbours_cookie_that_is_no_text_does_not_hide_ours() {
        let token = SessionToken::random().unwrap();
        let mut line = b"theme=gr\xfcn; __Host-bridgewarden=".to_vec();
        line.extend_from_slice(token.expose().as_bytes());
        line.extend_from_slice(b"; other=\xff");
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, header::HeaderValue::from_bytes(&line).unwrap());
        assert_eq!(Sent::of(&headers).session, Some(token));
    }

    #[test]
    fn every_cookie_is_host_only_secure_and_hidden_from_scripts() {
        let id = BrowserId::random().unwrap();
        let token = SessionToken::random().unwrap();
        for cookie in
            [session(&token), no_session(), browser(&id), known("x".into()), walk("x".into()), no_walk()]
        {
            let text = cookie.to_string();
            assert!(text.starts_with("__Host-"), "{text}");
            for part in ["Secure", "HttpOnly", "Path=/", "SameSite=Lax"] {
                assert!(text.contains(part), "{part} in {text}");
            }
            assert!(!text.contains("Domain"), "{text}");
        }
    }
}
