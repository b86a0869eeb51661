//! A browser without a screen: cookies, redirects one by one, forms. It sends what real browsers send
//! (`Sec-Fetch-Site`, `Origin` on form posts) and keeps `Secure` cookies on loopback, as Chromium does.

use std::collections::BTreeMap;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, StatusCode};
use url::Url;

use super::html::{self, HtmlForm};

/// A browser.
#[derive(Clone)]
pub struct Browser {
    client: reqwest::Client,
    bridge: String,
    cookies: BTreeMap<(String, String), String>,
    /// Headers of every request, for example a language.
    pub headers: HeaderMap,
}

/// What a request was answered with.
#[derive(Clone, Debug)]
pub struct Page {
    pub url: Url,
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Browser {
    pub fn new(bridge: &str) -> Self {
        // A kept connection can end at the very moment it is used again; a browser then simply asks once more.
        let client =
            reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).pool_max_idle_per_host(0);
        let client = client.build().unwrap();
        Self { client, bridge: bridge.into(), cookies: BTreeMap::new(), headers: HeaderMap::new() }
    }

    /// Speaks that language.
    pub fn speaking(mut self, language: &'static str) -> Self {
        self.headers.insert("accept-language", HeaderValue::from_static(language));
        self
    }

    /// The value of a cookie of the bridge.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        let host = Url::parse(&self.bridge).unwrap().host_str().unwrap().to_owned();
        self.cookies.get(&(host, name.to_owned())).map(String::as_str)
    }

    /// Sets a cookie of the bridge.
    pub fn set_cookie(&mut self, name: &str, value: &str) {
        let host = Url::parse(&self.bridge).unwrap().host_str().unwrap().to_owned();
        self.cookies.insert((host, name.to_owned()), value.to_owned());
    }

    /// Every cookie of the bridge, as a `Cookie` header has them.
    pub fn cookie_header(&self) -> String {
        let host = Url::parse(&self.bridge).unwrap().host_str().unwrap().to_owned();
        let own = self.cookies.iter().filter(|((cookie_host, _), _)| *cookie_host == host);
        own.map(|((_, name), value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    /// Forgets every cookie.
    pub fn clear_cookies(&mut self) {
        self.cookies.clear();
    }

    /// One request, its redirects not followed. A path is one of the bridge.
    pub async fn get(&mut self, address: &str) -> Page {
        let url = self.resolve(address);
        self.send(Method::GET, url, None, &[]).await
    }

    /// A navigation: redirects are followed, across hosts too.
    pub async fn open(&mut self, address: &str) -> Page {
        let page = self.get(address).await;
        self.follow(page).await
    }

    /// Follows redirects from a page.
    pub async fn follow(&mut self, mut page: Page) -> Page {
        for _ in 0..20 {
            let Some(location) = page.location() else { return page };
            let url = page.url.join(&location).unwrap();
            page = self.send(Method::GET, url, None, &[]).await;
        }
        panic!("more than 20 redirects, the last to {}", page.url);
    }

    /// Sends a form from a page of the same site; redirects are not followed.
    pub async fn submit(&mut self, page: &Page, form: HtmlForm) -> Page {
        let url = page.url.join(&form.action).unwrap();
        let site = if url.origin() == page.url.origin() { "same-origin" } else { "cross-site" };
        self.send(Method::POST, url, Some(form.fields), &[("sec-fetch-site", site), ("origin", "null")]).await
    }

    /// Posts fields with headers of one's choice.
    pub async fn post(&mut self, address: &str, fields: &[(&str, &str)], headers: &[(&str, &str)]) -> Page {
        let url = self.resolve(address);
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        self.send(Method::POST, url, Some(fields), headers).await
    }

    /// Sends fields and a file to an address of the bridge, as a form with a file field does.
    pub async fn upload(&mut self, address: &str, fields: &[(&str, &str)], file: (&str, &[u8])) -> Page {
        const BOUNDARY: &str = "----a-boundary-that-is-in-no-file";
        let mut body = Vec::new();
        for (name, value) in fields {
            let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
            body.extend_from_slice(format!("{head}{value}\r\n").as_bytes());
        }
        let head = format!("Content-Disposition: form-data; name=\"file\"; filename=\"{}\"", file.0);
        body.extend_from_slice(
            format!("--{BOUNDARY}\r\n{head}\r\nContent-Type: text/csv\r\n\r\n").as_bytes(),
        );
        body.extend_from_slice(file.1);
        body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
        let url = self.resolve(address);
        let kind = format!("multipart/form-data; boundary={BOUNDARY}");
        let headers = [("sec-fetch-site", "same-origin"), ("origin", "null")];
        self.try_send_body(Method::POST, url, Some((kind, body)), &headers).await.unwrap()
    }

    /// Fills the sign-in form of a page in and sends it.
    pub async fn sign_in(&mut self, page: &Page, email: &str, password: &str) -> Page {
        let form = page.form("password").set("email", email).set("password", password);
        self.submit(page, form).await
    }

    /// Goes on from a delivery page: by its refresh or by posting its form; then follows redirects.
    pub async fn carried(&mut self, page: Page) -> Page {
        let next = if page.location().is_some() {
            page
        } else if let Some(address) = html::refresh(&page.body) {
            let url = page.url.join(&address).unwrap();
            self.send(Method::GET, url, None, &[]).await
        } else {
            let form =
                page.forms().into_iter().next().unwrap_or_else(|| panic!("no delivery in {}", page.body));
            self.submit(&page, form).await
        };
        self.follow(next).await
    }

    fn resolve(&self, address: &str) -> Url {
        Url::parse(&self.bridge).unwrap().join(address).unwrap()
    }

    /// As [`Browser::get`], from a bridge that may not be there.
    #[allow(dead_code, reason = "for the tests of the real program, which is killed and stopped")]
    pub async fn try_get(&mut self, address: &str) -> reqwest::Result<Page> {
        let url = self.resolve(address);
        self.try_send(Method::GET, url, None, &[]).await
    }

    /// As [`Browser::sign_in`], to a bridge that may not be there.
    #[allow(dead_code, reason = "for the tests of the real program, which is killed and stopped")]
    pub async fn try_sign_in(&mut self, page: &Page, email: &str, password: &str) -> reqwest::Result<Page> {
        let form = page.form("password").set("email", email).set("password", password);
        let url = page.url.join(&form.action).unwrap();
        let headers = [("sec-fetch-site", "same-origin"), ("origin", "null")];
        self.try_send(Method::POST, url, Some(form.fields), &headers).await
    }

    async fn send(
        &mut self,
        method: Method,
        url: Url,
        fields: Option<Vec<(String, String)>>,
        headers: &[(&str, &str)],
    ) -> Page {
        self.try_send(method, url, fields, headers).await.unwrap()
    }

    async fn try_send(
        &mut self,
        method: Method,
        url: Url,
        fields: Option<Vec<(String, String)>>,
        headers: &[(&str, &str)],
    ) -> reqwest::Result<Page> {
        let encode = |fields| {
            let text: String =
                url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
            ("application/x-www-form-urlencoded".to_owned(), text.into_bytes())
        };
        self.try_send_body(method, url, fields.map(|fields: Vec<(String, String)>| encode(fields)), headers)
            .await
    }

    async fn try_send_body(
        &mut self,
        method: Method,
        url: Url,
        body: Option<(String, Vec<u8>)>,
        headers: &[(&str, &str)],
    ) -> reqwest::Result<Page> {
        let host = url.host_str().unwrap().to_owned();
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .filter(|((cookie_host, _), _)| *cookie_host == host)
            .map(|((_, name), value)| format!("{name}={value}"))
            .collect();
        let mut request = self.client.request(method, url.clone()).headers(self.headers.clone());
        for (name, value) in headers {
            let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
            request = request.header(name, HeaderValue::from_str(value).unwrap());
        }
        if !cookies.is_empty() {
            request = request.header("cookie", cookies.join("; "));
        }
        if let Some((kind, body)) = body {
            request = request.header("content-type", kind).body(body);
        }
        let response = request.send().await?;
        for cookie in response.headers().get_all("set-cookie") {
            let text = cookie.to_str().unwrap();
            let (name, value) = text.split(';').next().unwrap().split_once('=').unwrap();
            let key = (host.clone(), name.to_owned());
            if text.contains("Max-Age=0") {
                self.cookies.remove(&key);
            } else {
                self.cookies.insert(key, value.to_owned());
            }
        }
        let (status, headers) = (response.status(), response.headers().clone());
        Ok(Page { url, status, headers, body: response.text().await? })
    }
}

impl Page {
    /// Where a redirect leads.
    pub fn location(&self) -> Option<String> {
        if !self.status.is_redirection() {
            return None;
        }
        self.headers.get("location").map(|value| value.to_str().unwrap().to_owned())
    }

    /// A header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// Every form.
    pub fn forms(&self) -> Vec<HtmlForm> {
        html::forms(&self.body)
    }

    /// The form that has a field of that name.
    pub fn form(&self, field: &str) -> HtmlForm {
        let found = self.forms().into_iter().find(|form| form.field(field).is_some());
        found.unwrap_or_else(|| {
            panic!("no form with {field} on {} ({}): {}", self.url, self.status, self.body)
        })
    }

    /// Fails unless the page is there and says `text`.
    pub fn says(&self, text: &str) -> &Self {
        assert!(
            html::unescape(&self.body).contains(text),
            "{text:?} is not on {} ({}): {}",
            self.url,
            self.status,
            self.body
        );
        self
    }

    /// Fails unless the status is this.
    pub fn is(&self, status: u16) -> &Self {
        assert_eq!(self.status.as_u16(), status, "{}: {}", self.url, self.body);
        self
    }

    /// Fails unless this is a page of ours that says no: with a reference, a policy and no way onward.
    pub fn is_our_no(&self, status: u16, what: &str) {
        assert_eq!(self.status.as_u16(), status, "{what}: {}", self.body);
        assert!(self.body.contains("class=\"facts reference\""), "{what}: no reference in {}", self.body);
        assert!(self.header("content-security-policy").unwrap().contains("default-src 'none'"), "{what}");
        assert_eq!(self.header("location"), None, "{what}");
        assert_eq!(self.header("set-cookie"), None, "{what}");
    }

    /// Path, query and fragment.
    pub fn place(&self) -> String {
        let mut place = self.url.path().to_owned();
        if let Some(query) = self.url.query() {
            place.push('?');
            place.push_str(query);
        }
        place
    }
}
