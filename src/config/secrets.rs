//! Secrets in files: who may read them, and which options hold one.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use toml::Value;
use url::Url;

/// Whether an option's value must not be shown and must not stand in a file that others can read.
pub fn is_secret(name: &str, value: &Value) -> bool {
    let text = value.as_str().unwrap_or_default();
    match name {
        "security.sealing_key" => !text.is_empty(),
        "database.url" => Url::parse(text).is_ok_and(|url| {
            url.password().is_some() || url.query_pairs().any(|(name, _)| name.contains("password"))
        }),
        _ => false,
    }
}

/// An option's value as it may be shown.
pub fn shown(name: &str, value: &Value) -> String {
    match (name, value.as_str().unwrap_or_default()) {
        ("security.sealing_key", text) if !text.is_empty() => HIDDEN.to_owned(),
        ("database.url", text) if !text.starts_with("sqlite:") => match Url::parse(text) {
            Ok(url) if is_secret(name, value) => Value::String(without_passwords(url)).to_string(),
            Ok(url) if url.has_host() => value.to_string(),
            // Whatever it was meant to be, a password may be in it.
            _ => HIDDEN.to_owned(),
        },
        _ => value.to_string(),
    }
}

const HIDDEN: &str = "(hidden)";

fn without_passwords(mut url: Url) -> String {
    if url.password().is_some() && url.set_password(Some("hidden")).is_err() {
        return HIDDEN.to_owned();
    }
    let masked = |name: &str, value: &str| {
        let value = if name.contains("password") { "hidden" } else { value };
        (name.to_owned(), value.to_owned())
    };
    let pairs: Vec<(String, String)> = url.query_pairs().map(|(name, value)| masked(&name, &value)).collect();
    if !pairs.is_empty() {
        url.query_pairs_mut().clear().extend_pairs(pairs);
    }
    url.into()
}

/// Where service managers and container engines hand secrets over. They decide the modes there, and who else can
/// look in at all.
const HANDED_OVER: [&str; 2] = ["/run/secrets", "/run/credentials"];

/// Whether a service manager or a container engine put the file there.
pub fn is_handed_over(path: &Path) -> bool {
    HANDED_OVER.iter().any(|folder| path.starts_with(folder))
}

/// Why a file should not hold a secret as it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Exposed {
    /// Nobody can tell: the operating system's words.
    #[error("cannot be examined: {0}")]
    Unexamined(String),
    /// Others than its owner can read it.
    #[error("holds a secret and can be read by others (mode {mode:04o}); run: chmod 600 {}", path.display())]
    Readable {
        /// The file.
        path: PathBuf,
        /// Its mode.
        mode: u32,
    },
}

/// Refuses a file that others than its owner can read.
pub fn check_mode(path: &Path) -> Result<(), Exposed> {
    if is_handed_over(path) {
        return Ok(());
    }
    let facts = fs::metadata(path).map_err(|problem| Exposed::Unexamined(problem.to_string()))?;
    let mode = facts.permissions().mode() & 0o7777;
    if mode & 0o077 == 0 { Ok(()) } else { Err(Exposed::Readable { path: path.to_owned(), mode }) }
}
