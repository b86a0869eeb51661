//! Style sheet, icons and scripts: embedded in the program, so that no path of a request ever names a file.
//! Addresses carry a digest of the content, and may then be kept for ever.

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use rust_embed::Embed;

use super::problem::Problem;
use super::state::AppState;
use super::visit::Visit;
use crate::crypto::digest::{hex, sha256_hex};
use crate::domain::refusal::Refusal;

#[derive(Embed)]
#[folder = "static/"]
struct Files;

/// The colours of the configuration.
const BRAND_STYLE: &str = "brand.css";
/// The company's logo.
const LOGO: &str = "logo";
/// How much of the digest stands in an address.
const VERSION_DIGITS: usize = 12;
const FOR_EVER: &str = "public, max-age=31536000, immutable";
const FOR_AN_HOUR: &str = "public, max-age=3600";

/// The address of an embedded file, below the public URL's path.
pub fn address(name: &str) -> String {
    let digest = Files::get(name).map(|file| hex(&file.metadata.sha256_hash())).unwrap_or_default();
    versioned(name, &digest)
}

/// The address of the colours.
pub fn brand_address(state: &AppState) -> String {
    versioned(BRAND_STYLE, &sha256_hex(state.brand.style_sheet().as_bytes()))
}

/// The address of the logo.
pub fn logo_address(logo: &[u8]) -> String {
    versioned(LOGO, &sha256_hex(logo))
}

fn versioned(name: &str, digest: &str) -> String {
    format!("/static/{name}?v={}", digest.get(..VERSION_DIGITS).unwrap_or_default())
}

/// One file.
pub async fn file(visit: Visit, name: web::Path<String>) -> HttpResponse {
    let found = find(&visit.state, &name);
    visit.answer(
        found.map(|(bytes, kind)| send(&visit, bytes, kind)).ok_or(Problem::Refused(Refusal::NotFound)),
    )
}

fn find(state: &AppState, name: &str) -> Option<(Vec<u8>, &'static str)> {
    match name {
        BRAND_STYLE => Some((state.brand.style_sheet().into_bytes(), "text/css; charset=utf-8")),
        LOGO => state.logo.clone(),
        name => Files::get(name).map(|file| (file.data.into_owned(), content_type(name))),
    }
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn send(visit: &Visit, bytes: Vec<u8>, kind: &'static str) -> HttpResponse {
    let digest = sha256_hex(&bytes);
    let tag = format!("\"{}\"", digest.get(..32).unwrap_or_default());
    let known =
        visit.headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_known = known.split(',').any(|item| item.trim().trim_start_matches("W/") == tag);
    // Only its own digest: an older instance must not fill caches with old content under a new name.
    let is_versioned = visit.query_string.strip_prefix("v=") == digest.get(..VERSION_DIGITS);
    let mut response = if is_known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response
        .insert_header((header::CACHE_CONTROL, if is_versioned { FOR_EVER } else { FOR_AN_HOUR }))
        .insert_header((header::ETAG, tag));
    if is_known { response.finish() } else { response.content_type(kind).body(bytes) }
}
