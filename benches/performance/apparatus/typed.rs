//! Sign-ins with address and password: the page is fetched, its form is sent, and the next page delivers the token.
//! Each comes from a network of its own, as the people of a company do from their homes.

use std::cell::Cell;
use std::net::{Ipv4Addr, SocketAddr};
use std::rc::Rc;
use std::time::Duration;

use super::client::{Answer, Connection};
use super::installation::{Installation, PASSWORD};
use super::load::{Load, keep_busy};

/// People who sign in, in turn.
#[derive(Clone)]
pub struct Typists {
    people: usize,
    next: Rc<Cell<usize>>,
}

/// A page with a form, fetched and not yet sent.
pub struct Page {
    pending: String,
    browser: String,
    number: usize,
}

impl Typists {
    /// So many people.
    pub fn new(people: usize) -> Self {
        Self { people, next: Rc::default() }
    }

    /// Fetches the sign-in page of the next person.
    pub async fn open(&self, connection: &mut Connection, address: SocketAddr) -> Option<Page> {
        let number = self.next.replace(self.next.get() + 1);
        let request = format!(
            "GET /sso/{}/login?return_to=%2Fdocs%2F{number} HTTP/1.1\r\nHost: {address}\r\n{}\r\n",
            Installation::slug(0),
            network(number)
        );
        let answer = connection.send(request.as_bytes()).await.ok().filter(|answer| answer.status == 200)?;
        let browser = answer.cookie("__Host-bridgewarden-browser")?.to_owned();
        let pending = hidden(&answer, "pending")?;
        Some(Page { pending, browser, number })
    }

    /// Sends the form.
    pub async fn send(
        &self,
        connection: &mut Connection,
        address: SocketAddr,
        page: &Page,
        password: &str,
    ) -> Option<Answer> {
        let body = format!(
            "pending={}&email={}&password={}",
            page.pending,
            Installation::email(page.number % self.people).replace('@', "%40"),
            password.replace(' ', "+")
        );
        let request = format!(
            "POST /sign-in HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\n\
             Sec-Fetch-Site: same-origin\r\n{}Cookie: __Host-bridgewarden-browser={}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            network(page.number),
            page.browser,
            body.len()
        );
        connection.send(request.as_bytes()).await.ok()
    }

    /// One whole sign-in; true when it ended with a session and a token.
    pub async fn sign_in(&self, mut connection: Connection, address: SocketAddr) -> (Connection, bool) {
        let Some(page) = self.open(&mut connection, address).await else { return (connection, false) };
        let answer = self.send(&mut connection, address, &page, PASSWORD).await;
        let is_good = answer.is_some_and(|answer| {
            let has_session = answer.cookie("__Host-bridgewarden").is_some_and(|cookie| !cookie.is_empty());
            answer.status == 200 && has_session && answer.text().contains("/access/jwt?jwt=")
        });
        (connection, is_good)
    }

    /// So many people at once, each one sign-in after the other.
    pub async fn keep_signing_in(&self, address: SocketAddr, connections: usize, length: Duration) -> Load {
        let typists = self.clone();
        keep_busy(
            connections,
            length,
            |_| Connection::to(address),
            move |connection| {
                let typists = typists.clone();
                async move { typists.sign_in(connection, address).await }
            },
        )
        .await
    }
}

fn network(number: usize) -> String {
    let address = Ipv4Addr::from(u32::from(Ipv4Addr::new(100, 64, 0, 1)) + number as u32);
    format!("X-Forwarded-For: {address}\r\n")
}

/// The value of a hidden field.
fn hidden(answer: &Answer, name: &str) -> Option<String> {
    let text = answer.text();
    let (_, rest) = text.split_once(&format!("name=\"{name}\" value=\""))?;
    rest.split('"').next().map(str::to_owned)
}
