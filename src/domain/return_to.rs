//! `return_to` belongs to the service provider: it says where the person was going, and it must come back to
//! the provider exactly as it came, or not at all.
//!
//! Anything that a browser could read as another site is refused. The rule is deliberately narrower than
//! what URL parsers repair: peers were bypassed again and again by values that a parser made harmless and a
//! browser did not (`//`, `/\`, `/%09/`, suffix hosts, user-info; oauth2-proxy CVE-2020-5233, -11053, -4037,
//! Auth0 CVE-2021-43812, and others named in `tests/corpus/`).

use std::fmt;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use url::{Host, Url};

/// Longer values are refused; browsers and providers cut them anyway.
pub const MAX_RETURN_TO_BYTES: usize = 2048;

/// A place on the service provider, equal to what the provider sent us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnTo(String);

/// Why a value must not reach the final redirect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReturnToRefused {
    /// Over [`MAX_RETURN_TO_BYTES`].
    #[error("longer than {MAX_RETURN_TO_BYTES} bytes")]
    TooLong,
    /// A control character or a backslash, which browsers drop or turn into a slash.
    #[error("contains a control character or a backslash")]
    Character,
    /// Neither a path beginning with a single slash nor an https address.
    #[error("is neither a path nor an https address")]
    Form,
    /// The host is not one of the provider's, or is written in an unusual way.
    #[error("leads to a host that this provider does not have")]
    ForeignHost,
}

impl ReturnToRefused {
    /// The word that the audit keeps.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooLong => "too-long",
            Self::Character => "character",
            Self::Form => "form",
            Self::ForeignHost => "foreign-host",
        }
    }
}

impl ReturnTo {
    /// Accepts a path on the provider, or an address on one of `allowed`. `value` is already decoded, once.
    pub fn parse(value: &str, allowed: &AllowedOrigins) -> Result<Self, ReturnToRefused> {
        if value.len() > MAX_RETURN_TO_BYTES {
            return Err(ReturnToRefused::TooLong);
        }
        if value.chars().any(|c| c.is_control() || c == '\\') {
            return Err(ReturnToRefused::Character);
        }
        match value.strip_prefix('/') {
            Some(rest) if rest.starts_with('/') => return Err(ReturnToRefused::Form),
            Some(_) => check_stays_on_host(value)?,
            None => allowed.check_address(value)?,
        }
        Ok(Self(value.to_owned()))
    }

    /// The value, byte for byte as it came in after decoding.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is a path and not an absolute address.
    pub fn is_relative(&self) -> bool {
        self.0.starts_with('/')
    }
}

impl fmt::Display for ReturnTo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A second opinion on paths: resolved against some site, a path must stay on that site.
fn check_stays_on_host(path: &str) -> Result<(), ReturnToRefused> {
    if is_plain(path) {
        return Ok(());
    }
    static SITE: LazyLock<Option<Url>> = LazyLock::new(|| Url::parse("https://provider.invalid/").ok());
    let site = SITE.as_ref().ok_or(ReturnToRefused::Form)?;
    let resolved = site.join(path).map_err(|_| ReturnToRefused::Form)?;
    // `/.//host` is a path here, but whoever removes the dots and resolves again goes to `host`.
    // The parts of an origin (RFC 6454, section 4), compared where they stand: this is asked twice for each sign-in.
    let is_same_origin = resolved.scheme() == site.scheme()
        && resolved.host() == site.host()
        && resolved.port_or_known_default() == site.port_or_known_default();
    let stays = is_same_origin && !resolved.path().starts_with("//");
    if stays { Ok(()) } else { Err(ReturnToRefused::ForeignHost) }
}

/// A path of words behind single slashes, as most are: letters, digits and these signs, and no word that begins with a
/// dot. No parser finds anything in it to resolve. It is asked twice for each sign-in.
fn is_plain(path: &str) -> bool {
    let is_left_alone = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_.?=&".contains(&byte);
    path.bytes().all(is_left_alone) && !path.contains("//") && !path.contains("/.")
}

/// One origin of a service provider: `https` and a host, with a port only where the administrator wrote one.
///
/// On loopback hosts the scheme is `http`: that is where the demo's simulated providers and tests live.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AllowedOrigin {
    host: String,
    port: Option<u16>,
}

/// The text is not `host` or `host:port`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("write a host name such as help.example.com, without https:// and without a path")]
pub struct NotAHost;

impl AllowedOrigin {
    /// Reads `host` or `host:port`. International names are given in their ASCII (`xn--`) form.
    pub fn parse(text: &str) -> Result<Self, NotAHost> {
        let text = text.trim().to_ascii_lowercase();
        let (host, port) = match text.rsplit_once(':') {
            Some((host, port)) if !host.is_empty() && (!host.contains(':') || host.ends_with(']')) => {
                let number = port.parse::<u16>().map_err(|_| NotAHost)?;
                if number == 0 || number.to_string() != port {
                    return Err(NotAHost);
                }
                (host.to_owned(), Some(number))
            }
            _ => (text, None),
        };
        let parsed = Host::parse(&host).map_err(|_| NotAHost)?;
        let plain_domain = match &parsed {
            Host::Domain(name) => is_plain_domain(name),
            Host::Ipv4(_) | Host::Ipv6(_) => true,
        };
        // What the parser had to change was not a host name in its plain form.
        if !plain_domain || parsed.to_string() != host {
            return Err(NotAHost);
        }
        Ok(Self { host, port })
    }

    /// The host name, in lower case.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// `http` on this machine's own loopback, `https` everywhere else.
    pub fn scheme(&self) -> &'static str {
        if self.is_loopback() { "http" } else { "https" }
    }

    /// Whether the host is this machine's loopback.
    pub fn is_loopback(&self) -> bool {
        match Host::parse(&self.host) {
            Ok(Host::Ipv4(address)) => address.is_loopback(),
            Ok(Host::Ipv6(address)) => address.is_loopback(),
            Ok(Host::Domain(name)) => name == "localhost",
            Err(_) => false,
        }
    }

    /// `host` or `host:port`, as it stands in an address.
    pub fn authority(&self) -> String {
        match self.port {
            Some(port) => format!("{}:{port}", self.host),
            None => self.host.clone(),
        }
    }

    fn is_spelled(&self, scheme: &str, authority: &str) -> bool {
        let default_port = if scheme == "https" { ":443" } else { ":80" };
        scheme == self.scheme()
            && (authority == self.authority()
                || (self.port.is_none() && authority.strip_suffix(default_port) == Some(self.host.as_str())))
    }
}

fn is_plain_domain(name: &str) -> bool {
    name.split('.').all(|label| {
        !label.is_empty()
            && label.len() <= 63
            && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_')
            && !label.starts_with('-')
            && !label.ends_with('-')
    })
}

impl TryFrom<String> for AllowedOrigin {
    type Error = NotAHost;
    fn try_from(text: String) -> Result<Self, NotAHost> {
        Self::parse(&text)
    }
}

impl From<AllowedOrigin> for String {
    fn from(origin: AllowedOrigin) -> String {
        origin.authority()
    }
}

/// Every origin to which one provider's `return_to` may lead.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AllowedOrigins(Vec<AllowedOrigin>);

impl AllowedOrigins {
    /// The JWT endpoint's own host and the hosts that the administrator allowed beside it.
    pub fn new(origins: impl IntoIterator<Item = AllowedOrigin>) -> Self {
        Self(origins.into_iter().collect())
    }

    /// Each as it stands in an address, the endpoint's own first.
    pub fn authorities(&self) -> Vec<String> {
        self.0.iter().map(AllowedOrigin::authority).collect()
    }

    /// The address must be spelled with one of the hosts, letter by letter (ASCII case aside); a URL parser
    /// must then agree. Spelling first: whatever needs repair to become an allowed host was not meant well.
    fn check_address(&self, value: &str) -> Result<(), ReturnToRefused> {
        let (scheme, rest) = value.split_once("://").ok_or(ReturnToRefused::Form)?;
        let scheme = scheme.to_ascii_lowercase();
        if scheme != "https" && scheme != "http" {
            return Err(ReturnToRefused::Form);
        }
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let authority = rest.get(..end).unwrap_or_default().to_ascii_lowercase();
        let origin = self
            .0
            .iter()
            .find(|origin| origin.is_spelled(&scheme, &authority))
            .ok_or(ReturnToRefused::ForeignHost)?;
        let url = Url::parse(value).map_err(|_| ReturnToRefused::Form)?;
        let agrees = url.scheme() == scheme
            && url.host_str() == Some(origin.host())
            && url.username().is_empty()
            && url.password().is_none();
        if agrees { Ok(()) } else { Err(ReturnToRefused::ForeignHost) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed() -> AllowedOrigins {
        AllowedOrigins::new(
            ["acme.itglue.com", "portal.acme.example"].map(|host| AllowedOrigin::parse(host).unwrap()),
        )
    }

    #[test]
    fn a_deep_link_comes_out_as_it_went_in() {
        for value in [
            "/",
            "/acme/docs/1142?tab=a&amp;b#history",
            "https://acme.itglue.com/x?next=https://evil.example/",
            "https://ACME.itglue.com:443/ü/日本?q=a+b%2F",
            "https://portal.acme.example",
        ] {
            assert_eq!(
                ReturnTo::parse(value, &allowed()).map(|kept| kept.as_str().to_owned()),
                Ok(value.to_owned())
            );
        }
    }

    #[test]
    fn what_a_browser_could_take_elsewhere_is_refused() {
        for (value, reason) in [
            ("", ReturnToRefused::Form),
            ("//evil.example", ReturnToRefused::Form),
            ("/\\evil.example", ReturnToRefused::Character),
            ("/\t/evil.example", ReturnToRefused::Character),
            (" /x", ReturnToRefused::Form),
            ("https://acme.itglue.com.evil.example/", ReturnToRefused::ForeignHost),
            ("https://acme.itglue.com@evil.example/", ReturnToRefused::ForeignHost),
            ("https://acme.itglue.com:8443/", ReturnToRefused::ForeignHost),
            ("http://acme.itglue.com/", ReturnToRefused::ForeignHost),
            ("https:///acme.itglue.com/", ReturnToRefused::ForeignHost),
            ("javascript:alert(1)", ReturnToRefused::Form),
            ("https://acme.itglue\u{3002}com/", ReturnToRefused::ForeignHost),
        ] {
            assert_eq!(ReturnTo::parse(value, &allowed()), Err(reason), "{value:?}");
        }
    }

    #[test]
    fn a_plain_path_is_one_of_which_a_parser_thinks_the_same() {
        let site = Url::parse("https://provider.invalid/").unwrap();
        let (mut paths, mut plain) = (vec!["/".to_owned()], 0);
        for _ in 0..6 {
            for path in &paths {
                if is_plain(path) {
                    plain += 1;
                    assert_eq!(site.join(path).unwrap().as_str(), format!("https://provider.invalid{path}"));
                }
            }
            paths = paths
                .iter()
                .flat_map(|path| "/.a?&".chars().map(move |next| format!("{path}{next}")))
                .collect();
        }
        assert!(plain > 100, "{plain}");
        for path in [
            "//evil.example",
            "/.//evil.example",
            "/a/../..//evil.example",
            "/a%2f",
            "/\\evil.example",
            "/a:b",
            "/\u{fc}",
            "/a#",
        ] {
            assert!(!is_plain(path), "{path}");
        }
    }

    #[test]
    fn a_port_counts_only_when_the_administrator_wrote_it() {
        let allowed = AllowedOrigins::new([AllowedOrigin::parse("127.0.0.1:4001").unwrap()]);
        assert!(ReturnTo::parse("http://127.0.0.1:4001/x", &allowed).is_ok());
        assert!(ReturnTo::parse("http://127.0.0.1:4002/x", &allowed).is_err());
        assert!(ReturnTo::parse("https://127.0.0.1:4001/x", &allowed).is_err());
    }

    #[test]
    fn an_allowed_host_is_a_plain_host_name() {
        for text in [
            "",
            "https://a.example",
            "a.example/x",
            "*.example",
            "a b.example",
            "a.example:0",
            "a.example:99999",
            "ä.example",
            "0x7f.1",
            "a..b",
            "-a.example",
            "a.example.",
        ] {
            assert_eq!(AllowedOrigin::parse(text), Err(NotAHost), "{text:?}");
        }
        assert_eq!(
            AllowedOrigin::parse("Help.Example.com:8443").unwrap().authority(),
            "help.example.com:8443"
        );
    }
}
