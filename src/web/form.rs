//! Forms: who may send one, how large and how slow it may be, and what is in it. Everything is judged here
//! before anything is hashed.

use actix_web::http::header::{self, HeaderMap};
use actix_web::web::Payload;
use futures_util::StreamExt;
use tokio::time::timeout;

use super::decode;
use super::problem::Problem;
use super::seal;
use super::visit::Visit;
use crate::config::PublicUrl;
use crate::domain::password::{Password, PasswordMalformed};
use crate::domain::refusal::Refusal;

/// The largest form. The sealed pending sign-in with the longest `return_to` is well below it.
pub const MAX_FORM_BYTES: usize = 16 * 1024;
/// The largest form of an administrator: a whole page of people can be chosen in one. What nginx lets through.
pub const MAX_ADMIN_FORM_BYTES: usize = 60 * 1024;
/// Fields of such a form.
const MAX_ADMIN_FIELDS: usize = 512;
/// A field whose name ends so may have several lines.
const OF_SEVERAL_LINES: &str = "_lines";
/// Fields other than the sealed ones.
const MAX_FIELD_BYTES: usize = 1024;
/// The name of the field that binds a form to a session.
pub const PROOF: &str = "proof";

/// A form that came from our own page.
#[derive(Clone)]
pub struct Form(Vec<(String, String)>);

/// How much a form may hold.
struct Size {
    bytes: usize,
    fields: usize,
}

impl Form {
    /// Reads a form, after judging where it comes from.
    pub async fn read(visit: &Visit, payload: Payload) -> Result<Self, Problem> {
        let size = Size { bytes: MAX_FORM_BYTES, fields: decode::MAX_PARAMETERS };
        Self::read_sized(visit, payload, &size).await
    }

    /// Reads an administrator's form. Whose it is, is for the gate to say.
    pub async fn read_large(visit: &Visit, payload: Payload) -> Result<Self, Problem> {
        let size = Size { bytes: MAX_ADMIN_FORM_BYTES, fields: MAX_ADMIN_FIELDS };
        Self::read_sized(visit, payload, &size).await
    }

    /// A form that was read before and kept sealed meanwhile.
    pub fn kept(fields: Vec<(String, String)>) -> Self {
        Self(fields)
    }

    async fn read_sized(visit: &Visit, payload: Payload, size: &Size) -> Result<Self, Problem> {
        let headers = &visit.headers;
        if !is_own(headers, &visit.state.public_url) {
            return Err(Refusal::CrossSite.into());
        }
        let content_type =
            headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let media_type = content_type.split(';').next().unwrap_or_default().trim();
        if !media_type.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            return Err(Refusal::WrongContentType.into());
        }
        let bytes = timeout(visit.state.body_timeout, collect(headers, payload, size.bytes))
            .await
            .map_err(|_| Problem::Refused(Refusal::TooSlow))??;
        let fields = decode::at_most(size.fields, &bytes)?;
        // No keyboard types a control character into a form, whichever field it is.
        if fields.iter().any(|(name, value)| value.chars().any(|c| is_untyped(name, c))) {
            return Err(Refusal::BadRequest.into());
        }
        Ok(Self(fields))
    }

    /// Reads a form of a signed-in person, bound to their session.
    pub async fn read_of_session(visit: &Visit, payload: Payload) -> Result<Self, Problem> {
        let form = Self::read(visit, payload).await?;
        let keys = &visit.state.context.keys;
        let is_bound = visit
            .browser
            .session
            .as_ref()
            .is_some_and(|token| seal::is_session_proof(keys, token, form.raw(PROOF)));
        if is_bound { Ok(form) } else { Err(Refusal::FormExpired.into()) }
    }

    /// A field as it came; empty when it did not.
    pub fn raw(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// Every field, in the order in which they came.
    pub fn fields(&self) -> &[(String, String)] {
        &self.0
    }

    /// Whether a box was ticked.
    pub fn is_ticked(&self, name: &str) -> bool {
        self.0.iter().any(|(key, _)| key == name)
    }

    /// What stands behind `prefix` in the names of ticked boxes. No name may stand in a form twice, so a box of many
    /// carries its value in its name: `person.ID`.
    pub fn ticked<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter_map(move |(name, _)| name.strip_prefix(prefix))
    }

    /// A field of ordinary length.
    pub fn line(&self, name: &str) -> Result<&str, Problem> {
        let value = self.raw(name);
        if value.len() > MAX_FIELD_BYTES { Err(Refusal::TooLarge.into()) } else { Ok(value) }
    }

    /// A password field.
    pub fn password(&self, name: &str) -> Result<Password, Problem> {
        Password::parse(self.raw(name)).map_err(|problem| match problem {
            PasswordMalformed::TooLong => Refusal::PasswordTooLong.into(),
            PasswordMalformed::Control => Refusal::BadRequest.into(),
        })
    }
}

fn is_untyped(field: &str, character: char) -> bool {
    let breaks_lines = matches!(character, '\r' | '\n' | '\t') && field.ends_with(OF_SEVERAL_LINES);
    character.is_control() && !breaks_lines
}

async fn collect(headers: &HeaderMap, mut payload: Payload, most: usize) -> Result<Vec<u8>, Problem> {
    let announced =
        headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > most) {
        return Err(Refusal::TooLarge.into());
    }
    let mut bytes = Vec::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| Problem::Refused(Refusal::BadRequest))?;
        if bytes.len() + chunk.len() > most {
            return Err(Refusal::TooLarge.into());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// Whether our own page sent it. Browsers that know Fetch Metadata say so (`Sec-Fetch-Site`), and no script
/// can change what they say; older ones name the origin. Where neither header stands it was no browser of
/// this decade, and the proof inside the form must do alone. Never a prefix match (Casdoor GHSL-2024-035).
pub fn is_own(headers: &HeaderMap, public_url: &PublicUrl) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("unreadable"));
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin";
    }
    match text("origin") {
        Some(origin) => origin == public_url.origin(),
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;

    fn judged(pairs: &[(&'static str, &'static str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        is_own(&headers, &PublicUrl::parse("https://sso.example.com/bridge").unwrap())
    }

    #[test]
    fn only_our_own_pages_may_send_forms() {
        assert!(judged(&[("sec-fetch-site", "same-origin"), ("origin", "null")]));
        assert!(judged(&[("origin", "https://sso.example.com")]));
        for pairs in [
            [("sec-fetch-site", "cross-site"), ("origin", "https://sso.example.com")],
            [("sec-fetch-site", "same-site"), ("origin", "https://sso.example.com")],
            [("sec-fetch-site", "none"), ("origin", "https://sso.example.com")],
        ] {
            assert!(!judged(&pairs), "{pairs:?}");
        }
        for origin in [
            "null",
            "https://sso.example.com.evil.example",
            "https://sso.example.co",
            "http://sso.example.com",
            "https://sso.example.com:8443",
            "https://evil.example",
        ] {
            assert!(!judged(&[("origin", origin)]), "{origin}");
        }
    }
}
