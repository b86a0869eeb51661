//! A browser with cookies and without automatic redirects, and a bridge that is only two addresses.

use std::collections::BTreeMap;

use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::{Method, redirect};
use url::Url;

use super::token::Token;
use crate::simulator::{Kind, Options, Simulator, start};

pub const SECRET: &[u8] = b"a secret that both sides hold";
pub const LOGIN: &str = "https://bridge.example/sso/acme/login";
pub const LOGOUT: &str = "https://bridge.example/sso/acme/logout";

pub fn options(kind: Kind) -> Options {
    Options {
        kind,
        port: 0,
        secret: SECRET.to_vec(),
        remote_login_url: LOGIN.to_owned(),
        remote_logout_url: LOGOUT.to_owned(),
        known_people: vec!["ada@example.com".to_owned()],
        onward_host: None,
    }
}

pub async fn running(kind: Kind) -> Simulator {
    start(options(kind)).await.unwrap()
}

/// A token for now; IT Glue and Mojo accept it as it is, the others once it is named.
#[expect(clippy::disallowed_methods, reason = "the simulators run on the machine's clock")]
pub fn token_for_now() -> Token {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    Token::issued_at(i64::try_from(now).unwrap())
}

pub struct Page {
    pub status: u16,
    pub location: Option<String>,
    pub body: String,
    pub headers: reqwest::header::HeaderMap,
}

impl Page {
    /// The value of one parameter of the redirect, decoded by the `url` crate.
    pub fn parameter(&self, name: &str) -> Option<String> {
        let url = Url::parse(self.location.as_deref()?).unwrap();
        url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
    }
}

pub struct Browser {
    client: reqwest::Client,
    cookies: BTreeMap<(String, String), String>,
}

impl Browser {
    pub fn new() -> Self {
        let client =
            reqwest::Client::builder().redirect(redirect::Policy::none()).no_proxy().build().unwrap();
        Browser { client, cookies: BTreeMap::new() }
    }

    pub async fn get(&mut self, address: &str) -> Page {
        self.send(Method::GET, address, None).await
    }

    pub async fn post(&mut self, address: &str, form: &str) -> Page {
        self.send(Method::POST, address, Some(form)).await
    }

    /// Goes on to where a page sends it.
    pub async fn follow(&mut self, page: &Page) -> Page {
        let location = page.location.clone().unwrap();
        self.get(&location).await
    }

    pub fn forget_cookies(&mut self) {
        self.cookies.clear();
    }

    pub async fn send(&mut self, method: Method, address: &str, form: Option<&str>) -> Page {
        let host = Url::parse(address).unwrap().host_str().unwrap().to_owned();
        let mine = self.cookies.iter().filter(|((at, _), _)| *at == host);
        let cookies: Vec<String> = mine.map(|((_, name), value)| format!("{name}={value}")).collect();
        let mut request = self.client.request(method, address);
        if !cookies.is_empty() {
            request = request.header(COOKIE, cookies.join("; "));
        }
        if let Some(form) = form {
            request =
                request.header("content-type", "application/x-www-form-urlencoded").body(form.to_owned());
        }
        let response = request.send().await.unwrap();
        for set in response.headers().get_all(SET_COOKIE) {
            let set = set.to_str().unwrap();
            let (name, value) = set.split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.insert((host.clone(), name.to_owned()), value.to_owned());
        }
        Page {
            status: response.status().as_u16(),
            location: response.headers().get(LOCATION).map(|value| value.to_str().unwrap().to_owned()),
            headers: response.headers().clone(),
            body: response.text().await.unwrap(),
        }
    }
}

/// Escapes for a query, with the `url` crate.
pub fn escaped(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
