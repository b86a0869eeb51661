//! The configuration: layered, typed, and complete before anything starts. All faults are reported together.
//!
//! To add an option: its line with default and meaning in `bridgewarden.example.toml` (which is the lowest
//! layer itself), a field here, and its reading in [`Config::of_layers`].

pub mod layers;
mod read;
pub mod secrets;
pub mod settings;

use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use ipnet::IpNet;
use secrecy::SecretString;
use url::Url;

pub use layers::Layers;
pub use settings::Setting;

/// One fault of the configuration, with the option's name and what would be right.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{option}: {problem}")]
pub struct ConfigFault {
    /// `section.key`, or the file.
    pub option: String,
    /// What is wrong, and what would be right.
    pub problem: String,
}

impl ConfigFault {
    /// A fault of that option.
    pub fn new(option: impl Into<String>, problem: impl Into<String>) -> Self {
        Self { option: option.into(), problem: problem.into() }
    }
}

/// Everything that can be configured.
#[derive(Clone, Debug)]
pub struct Config {
    /// Listeners and addresses.
    pub server: ServerConfig,
    /// The database's address, unparsed: its type belongs to the store. It may hold a password.
    pub database_url: SecretString,
    /// Connections at the most.
    pub database_connections: u32,
    /// The sealing keys.
    pub security: SecurityConfig,
    /// Cost and rules of passwords.
    pub passwords: PasswordConfig,
    /// How long nobody else may have an address that an account gave up.
    pub address_quarantine: Duration,
    /// How much guessing is borne.
    pub guessing: GuessingConfig,
    /// Idle lifetime of sessions.
    pub session_idle: Duration,
    /// Absolute lifetime of sessions.
    pub session_absolute: Duration,
    /// The company's looks.
    pub brand: BrandConfig,
    /// A folder of further profiles.
    pub profile_directory: Option<PathBuf>,
    /// Logging.
    pub log: LogConfig,
    /// All of it as an administrator reads it, without secrets.
    pub settings: Arc<[Setting]>,
}

/// Listeners and addresses.
#[derive(Clone, Debug)]
pub struct ServerConfig {
    /// Where the bridge listens.
    pub listen: SocketAddr,
    /// The address people see; `None` where a command does not need it and none was given.
    pub public_url: Option<PublicUrl>,
    /// Networks whose forwarded headers are believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Where metrics are read.
    pub metrics_listen: Option<SocketAddr>,
    /// Send Strict-Transport-Security.
    pub hsts: bool,
    /// Threads that answer requests.
    pub workers: NonZeroUsize,
    /// How long it says that it is stopping before it listens no more.
    pub stop_notice: Duration,
    /// How long a file that an administrator sends may take.
    pub upload_timeout: Duration,
}

/// Where the sealing keys are.
#[derive(Clone, Debug)]
pub struct SecurityConfig {
    /// The file, if one was named.
    pub sealing_key_file: Option<PathBuf>,
    /// The key itself, if it was given.
    pub sealing_key: Option<secrecy::SecretString>,
    /// Files of earlier keys.
    pub earlier_sealing_key_files: Vec<PathBuf>,
}

/// Cost and rules of passwords.
#[derive(Clone, Debug)]
pub struct PasswordConfig {
    /// m in KiB.
    pub memory_kib: u32,
    /// t.
    pub passes: u32,
    /// p.
    pub lanes: u32,
    /// Whether a cost below the floor is taken.
    pub allow_below_floor: bool,
    /// Hashing threads.
    pub workers: NonZeroUsize,
    /// Sign-ins that may wait.
    pub queue: usize,
    /// The longest that one may wait.
    pub longest_wait: Duration,
    /// Fewest characters of a new password.
    pub min_length: u32,
    /// A list of passwords that nobody may choose.
    pub block_list_file: Option<PathBuf>,
    /// How long a one-time password can be used.
    pub one_time_lifetime: Duration,
}

/// How much guessing is borne.
#[derive(Clone, Debug)]
pub struct GuessingConfig {
    /// Failures from one network within a minute.
    pub failures_per_network: u32,
    /// Networks that many people share; each bears ten times as many.
    pub shared_networks: Vec<IpNet>,
    /// Failures at one account within a day, from browsers that are not known.
    pub failures_per_account: u32,
}

/// The company's looks.
#[derive(Clone, Debug)]
pub struct BrandConfig {
    /// Its name.
    pub name: String,
    /// Its logo.
    pub logo_file: Option<PathBuf>,
    /// Its colour, unparsed: its type belongs to the pages.
    pub accent: String,
    /// Where people get help.
    pub support: Option<String>,
}

/// Logging.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogConfig {
    /// One JSON object a line instead of text.
    pub is_json: bool,
    /// A filter of tracing-subscriber.
    pub level: String,
}

/// The one address from which cookies and all other addresses derive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    url: Url,
    authority: String,
    prefix: String,
}

/// The text is not a public address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "write the address that people see, for example https://sso.example.com or https://www.example.com/sso"
)]
pub struct NotAPublicUrl;

impl PublicUrl {
    /// Reads an https address without query and fragment; http is taken on loopback only.
    pub fn parse(text: &str) -> Result<Self, NotAPublicUrl> {
        let url = Url::parse(text).map_err(|_| NotAPublicUrl)?;
        let is_loopback = match url.host() {
            Some(url::Host::Domain(name)) => name == "localhost",
            Some(url::Host::Ipv4(address)) => address.is_loopback(),
            Some(url::Host::Ipv6(address)) => address.is_loopback(),
            None => return Err(NotAPublicUrl),
        };
        let is_secure = url.scheme() == "https" || (url.scheme() == "http" && is_loopback);
        let is_plain = url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none();
        let prefix = url.path().trim_end_matches('/').to_owned();
        let is_plain_path =
            prefix.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-' | b'_' | b'.'));
        if is_secure && is_plain && is_plain_path && !prefix.contains("//") {
            let host = url.host_str().unwrap_or_default();
            let authority = match url.port() {
                Some(port) => format!("{host}:{port}"),
                None => host.to_owned(),
            };
            Ok(Self { url, authority, prefix })
        } else {
            Err(NotAPublicUrl)
        }
    }

    /// The path below which everything lies: empty, or `/sso` without a slash at its end.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The whole address of a path of ours, which begins with a slash.
    pub fn address(&self, path: &str) -> String {
        format!("{}{}{path}", self.origin(), self.prefix)
    }

    /// Scheme, host and port, as browsers send it in `Origin`.
    pub fn origin(&self) -> String {
        self.url.origin().ascii_serialization()
    }

    /// Host and port as browsers send them in `Host`.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// Whether it names a port.
    pub fn has_port(&self) -> bool {
        self.url.port().is_some()
    }

    /// Whether it is reached over TLS.
    pub fn is_https(&self) -> bool {
        self.url.scheme() == "https"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_derive_from_the_public_url_with_its_prefix() {
        let url = PublicUrl::parse("https://www.example.com/sso/").unwrap();
        assert_eq!(url.prefix(), "/sso");
        assert_eq!(url.address("/sign-in"), "https://www.example.com/sso/sign-in");
        assert_eq!(url.authority(), "www.example.com");
        assert_eq!(
            PublicUrl::parse("https://sso.example.com:8443").unwrap().authority(),
            "sso.example.com:8443"
        );
    }

    #[test]
    fn http_is_for_loopback_only() {
        assert!(PublicUrl::parse("http://127.0.0.1:8080").is_ok());
        for text in [
            "http://sso.example.com",
            "sso.example.com",
            "https://u@h/",
            "https://h/?a",
            "https://h/#a",
            "ftp://h/",
            "",
        ] {
            assert_eq!(PublicUrl::parse(text), Err(NotAPublicUrl), "{text}");
        }
    }
}
