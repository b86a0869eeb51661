//! Addresses of the provider: built from a template by filling in checked settings, and parsed before use.

use url::Url;

use super::schema::Endpoint;
use crate::domain::person_text::is_disruptive;
use crate::domain::return_to::AllowedOrigin;

/// The names in braces of a template, in order.
pub fn placeholders(template: &str) -> Vec<&str> {
    template.split('{').skip(1).filter_map(|part| part.split_once('}').map(|(name, _)| name)).collect()
}

/// Whether a template can become a secure address, whatever is filled in; otherwise what it lacks.
pub fn check_template(template: &str) -> Result<(), &'static str> {
    let Some(rest) = template.strip_prefix("https://") else { return Err("must begin with https://") };
    let names = placeholders(template);
    let braces = template.matches(['{', '}']).count();
    if braces != 2 * names.len() || names.iter().any(|name| name.contains('{')) {
        return Err("has a brace that belongs to no setting");
    }
    let (host, _) = split_host(rest);
    if host.is_empty() || host.contains('@') || rest.contains(['#', '\\']) || rest.chars().any(is_disruptive)
    {
        return Err("must have a host, and no user name, backslash or #part");
    }
    Ok(())
}

/// Fills an endpoint in. `value` gives a setting's checked value. `None` when a value is missing, or when the
/// whole is not an address that may take tokens.
///
/// The scheme follows the host: `https`, except on this machine's own loopback, where demos and tests live.
pub fn fill(endpoint: &Endpoint, value: impl Fn(&str) -> Option<String>) -> Option<Url> {
    let text = match endpoint {
        Endpoint::Setting { setting } => value(setting)?,
        Endpoint::Template { url, host_setting } => {
            let (host, path) = split_host(url.strip_prefix("https://")?);
            let host = match host_setting.as_deref().and_then(&value) {
                Some(whole) => whole,
                None => fill_placeholders(host, &value)?,
            };
            format!("https://{host}{}", fill_placeholders(path, &value)?)
        }
    };
    let mut url = Url::parse(&text).ok()?;
    let origin = origin_of(&url)?;
    if origin.scheme() != url.scheme() {
        url = Url::parse(&text.replacen("https://", "http://", 1)).ok()?;
    }
    is_secure_address(url.as_str()).then_some(url)
}

/// The host of an address without its scheme, and everything behind it.
fn split_host(rest: &str) -> (&str, &str) {
    rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()))
}

fn fill_placeholders(template: &str, value: impl Fn(&str) -> Option<String>) -> Option<String> {
    let mut text = template.to_owned();
    for name in placeholders(template) {
        text = text.replace(&format!("{{{name}}}"), &value(name)?);
    }
    Some(text)
}

/// The host and explicit port of an address.
pub fn origin_of(url: &Url) -> Option<AllowedOrigin> {
    let host = url.host_str()?;
    let text = match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    };
    AllowedOrigin::parse(&text).ok()
}

/// An https address without user-info and fragment; `http` is taken on loopback only.
pub fn is_secure_address(text: &str) -> bool {
    let Ok(url) = Url::parse(text) else { return false };
    let plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    plain && origin_of(&url).is_some_and(|origin| url.scheme() == "https" || origin.scheme() == url.scheme())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(url: &str, host_setting: Option<&str>) -> Endpoint {
        Endpoint::Template { url: url.into(), host_setting: host_setting.map(Into::into) }
    }

    #[test]
    fn a_template_is_filled_and_a_host_replaces_the_whole_host() {
        let endpoint = template("https://{subdomain}.itglue.com/access/jwt", Some("host"));
        let acme = |name: &str| (name == "subdomain").then(|| "acme".to_owned());
        assert_eq!(fill(&endpoint, acme).unwrap().as_str(), "https://acme.itglue.com/access/jwt");
        let regional = |name: &str| (name == "host").then(|| "acme.eu.itglue.com".to_owned());
        assert_eq!(fill(&endpoint, regional).unwrap().as_str(), "https://acme.eu.itglue.com/access/jwt");
        assert_eq!(fill(&endpoint, |_| None), None);
    }

    #[test]
    fn a_host_of_ones_own_leaves_the_rest_of_the_address_as_it_is() {
        let own = |name: &str| (name != "subdomain").then(|| "help.acme.example".to_owned());
        for (url, whole) in [
            ("https://{subdomain}.sp.example", "https://help.acme.example/"),
            ("https://{subdomain}.sp.example?a=1", "https://help.acme.example/?a=1"),
            ("https://{subdomain}.sp.example/{site}/jwt", "https://help.acme.example/help.acme.example/jwt"),
        ] {
            assert_eq!(fill(&template(url, Some("host")), own).map(String::from).as_deref(), Some(whole));
        }
    }

    #[test]
    fn a_template_that_could_never_be_a_secure_address_is_refused() {
        assert_eq!(check_template("https://{subdomain}.itglue.com/access/jwt?a={b}"), Ok(()));
        for url in [
            "http://sp.example/",
            "https://",
            "https:///jwt",
            "https://user@sp.example/",
            "https://sp.example/#x",
            "https://sp.example\\jwt",
            "https://{subdomain.sp.example/",
            "https://subdomain}.sp.example/",
            "https://{{a}}.sp.example/",
            "https://sp.example/\n",
        ] {
            assert!(check_template(url).is_err(), "{url}");
        }
    }

    #[test]
    fn loopback_hosts_are_reached_by_http() {
        let endpoint = template("https://{portal}/jwt", None);
        let url = fill(&endpoint, |_| Some("127.0.0.1:4001".into())).unwrap();
        assert_eq!(url.as_str(), "http://127.0.0.1:4001/jwt");
    }

    #[test]
    fn only_https_addresses_take_tokens() {
        assert!(is_secure_address("https://sp.example.com/jwt?customer=7"));
        assert!(is_secure_address("http://localhost:4001/jwt"));
        for text in [
            "http://sp.example.com/jwt",
            "https://user@sp.example.com/",
            "ftp://sp.example.com/",
            "sp.example.com",
            "https://sp.example.com/#x",
        ] {
            assert!(!is_secure_address(text), "{text}");
        }
    }
}
