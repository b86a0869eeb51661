//! What a delivery brings to the provider, read as a strict provider would read it.

use bridgewarden::simulator::verify::verify_hs256;
use serde_json::Value;
use url::Url;

use super::browser::Page;
use super::html;

/// A token on its way, by redirect, by refresh or by form.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// The whole address.
    pub address: String,
    /// The address's query, decoded once, in order.
    pub query: Vec<(String, String)>,
    /// The form's fields; none for a redirect.
    pub fields: Vec<(String, String)>,
}

impl Delivery {
    /// Reads a response; `None` when it carries nobody anywhere.
    pub fn of(page: &Page) -> Option<Self> {
        let onward =
            |address: &String| Url::parse(address).is_ok_and(|url| url.origin() != page.url.origin());
        let redirect = page.location().or_else(|| html::refresh(&page.body)).filter(onward);
        if let Some(address) = redirect {
            return Some(Self::to(address, Vec::new()));
        }
        let form = page.forms().into_iter().find(|form| onward(&form.action))?;
        assert_eq!(form.method, "post");
        Some(Self::to(form.action, form.fields))
    }

    /// Reads a response that must be a delivery.
    pub fn in_page(page: &Page) -> Self {
        Self::of(page).unwrap_or_else(|| panic!("no delivery in {} {}: {}", page.status, page.url, page.body))
    }

    fn to(address: String, fields: Vec<(String, String)>) -> Self {
        let url = Url::parse(&address).unwrap();
        assert_eq!(url.fragment(), None, "{address}");
        let query = url.query().unwrap_or_default();
        assert!(!query.contains('+'), "a blank must be %20: {address}");
        let pair = |part: &str| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            (decoded(name), decoded(value))
        };
        let query = query.split('&').filter(|part| !part.is_empty()).map(pair).collect();
        Self { address, query, fields }
    }

    /// Every value of that parameter in the address.
    pub fn values(&self, name: &str) -> Vec<&str> {
        values(&self.query, name)
    }

    /// The token, which must be there exactly once: in the address or in the form.
    pub fn token(&self, parameter: &str) -> &str {
        let found = [self.values(parameter), values(&self.fields, parameter)].concat();
        assert_eq!(found.len(), 1, "{} has {} tokens", self.address, found.len());
        found[0]
    }

    /// The claims, after the signature was verified with an HMAC that is not the minting one's.
    pub fn claims(&self, parameter: &str, secret: &str) -> Value {
        verify_hs256(self.token(parameter), secret.as_bytes()).unwrap().claims
    }
}

fn values<'a>(pairs: &'a [(String, String)], name: &str) -> Vec<&'a str> {
    pairs.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str()).collect()
}

/// Percent-decoding as browsers encode forms; panics at what is not UTF-8.
pub fn decoded(text: &str) -> String {
    let plain = text.replace('+', " ");
    percent_encoding::percent_decode_str(&plain).decode_utf8().unwrap().into_owned()
}
