//! Delivery: the token, `return_to` and the provider's own parameters, brought to the JWT endpoint through the
//! browser. Each parameter appears exactly once, whatever came in.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::Url;
use zeroize::Zeroizing;

use super::Token;
use crate::domain::return_to::ReturnTo;
use crate::profile::FilledProfile;
use crate::profile::schema::DeliveryMethod;

/// Everything but RFC 3986's unreserved characters is escaped: a blank becomes `%20`, never `+`, and inner
/// `&` and `=` cannot leak into the endpoint's own query.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A text as it stands in a query, escaped so.
pub fn escape(text: &str) -> impl std::fmt::Display + '_ {
    utf8_percent_encode(text, ESCAPED)
}

/// How one token travels.
pub enum Delivery {
    /// The browser is sent to this address, which contains the token.
    Redirect {
        /// The address.
        url: Zeroizing<String>,
    },
    /// The browser posts these fields to this address.
    FormPost {
        /// The address, without the token.
        action: String,
        /// The fields: the token.
        fields: Vec<(String, Zeroizing<String>)>,
    },
}

impl fmt::Debug for Delivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Redirect { .. } => f.write_str("Redirect([hidden])"),
            Self::FormPost { action, .. } => write!(f, "FormPost({action}, [hidden])"),
        }
    }
}

/// Lays out one delivery.
pub fn deliver(
    profile: &FilledProfile,
    token: &Token,
    return_to: Option<&ReturnTo>,
    preserved: &[(String, String)],
) -> Delivery {
    let mut query: Vec<(&str, &str)> = Vec::new();
    if profile.method == DeliveryMethod::Redirect {
        query.push((&profile.token_parameter, token.text()));
    }
    if let (Some(spec), Some(return_to)) = (&profile.return_to, return_to) {
        query.push((&spec.outgoing, return_to.as_str()));
    }
    let allowed = |name: &str| profile.echo.iter().any(|echo| echo == name);
    query.extend(
        preserved
            .iter()
            .filter(|(name, _)| allowed(name))
            .map(|(name, value)| (name.as_str(), value.as_str())),
    );
    let url = with_query(&profile.endpoint, &query);
    match profile.method {
        DeliveryMethod::Redirect => Delivery::Redirect { url },
        DeliveryMethod::FormPost => Delivery::FormPost {
            action: url.to_string(),
            fields: vec![(profile.token_parameter.clone(), Zeroizing::new(token.text().to_owned()))],
        },
    }
}

/// The address with `parameters` behind whatever query it has already. An endpoint has no fragment, and what is escaped
/// so is the same for every reader; so the parts are put together as they are, without another parsing.
fn with_query(endpoint: &Url, parameters: &[(&str, &str)]) -> Zeroizing<String> {
    let length: usize = parameters.iter().map(|(name, value)| name.len() + value.len() + 2).sum();
    // As long as it can become: a text that has to grow leaves the token behind in memory that nobody wipes.
    let mut address = Zeroizing::new(String::with_capacity(endpoint.as_str().len() + 3 * length));
    address.push_str(endpoint.as_str());
    let mut separator = match endpoint.query() {
        None => "?",
        Some("") => "",
        Some(_) => "&",
    };
    for (name, value) in parameters {
        address.push_str(separator);
        separator = "&";
        address.extend(utf8_percent_encode(name, ESCAPED));
        address.push('=');
        address.extend(utf8_percent_encode(value, ESCAPED));
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Catalogue;

    fn filled(name: &str, more: &[(&str, &str)]) -> FilledProfile {
        let catalogue = Catalogue::read(None).unwrap();
        let profile = catalogue.get(name).unwrap();
        let mut settings = profile.example_settings();
        settings.extend(more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        profile.fill(&settings).unwrap()
    }

    fn token() -> Token {
        Token { text: Zeroizing::new("aaa.bbb.ccc".into()), id_digest: None }
    }

    fn url_of(delivery: Delivery) -> String {
        match delivery {
            Delivery::Redirect { url } => url.to_string(),
            Delivery::FormPost { action, .. } => action,
        }
    }

    #[test]
    fn it_glue_gets_the_token_and_the_page_in_the_query() {
        let profile = filled("it-glue", &[]);
        let return_to = profile.judge_return_to("/docs?a=1&b=x y#z").unwrap();
        let url = url_of(deliver(&profile, &token(), Some(&return_to), &[]));
        let expected =
            "https://acme.itglue.com/access/jwt?jwt=aaa.bbb.ccc&return_to=%2Fdocs%3Fa%3D1%26b%3Dx%20y%23z";
        assert_eq!(url, expected);
    }

    #[test]
    fn zendesk_gets_the_token_in_the_body_and_everything_else_in_the_query() {
        let profile = filled("zendesk", &[]);
        let preserved = [("brand_id".to_owned(), "7".to_owned()), ("jwt".to_owned(), "evil".to_owned())];
        let Delivery::FormPost { action, fields } = deliver(&profile, &token(), None, &preserved) else {
            panic!("Zendesk takes a form post");
        };
        assert_eq!(action, "https://acme.zendesk.com/access/jwt?brand_id=7");
        assert_eq!(fields.len(), 1);
        assert_eq!((fields[0].0.as_str(), fields[0].1.as_str()), ("jwt", "aaa.bbb.ccc"));
    }

    #[test]
    fn an_endpoints_own_query_is_kept() {
        let profile =
            filled("generic-redirect", &[("jwt_endpoint", "https://sp.example.com/?rest_route=%2Fjwt")]);
        let url = url_of(deliver(&profile, &token(), None, &[]));
        assert_eq!(url, "https://sp.example.com/?rest_route=%2Fjwt&jwt=aaa.bbb.ccc");
    }

    #[test]
    fn a_token_is_not_shown() {
        let profile = filled("it-glue", &[]);
        assert!(!format!("{:?}", deliver(&profile, &token(), None, &[])).contains("aaa"));
        assert!(!format!("{:?}", token()).contains("aaa"));
    }
}
