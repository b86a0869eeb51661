//! Silent sign-ins: browsers that have a session come from a provider.

use std::cell::Cell;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};

use super::client::Connection;
use super::installation::Installation;
use super::load::{Load, keep_busy};
use super::statistics::millis;

/// A provider may get this many tokens in one session within a minute before the guard takes it for a loop, and the
/// load must look like many people and not like a loop. See `LOOP_LIMIT` in src/flow/finish.
const TOKENS_A_MINUTE: usize = 8;
/// At the most this many silent sign-ins in a second are expected.
const FASTEST: usize = 40_000;

/// Sessions and providers, used in turn.
#[derive(Clone)]
pub struct People {
    cookies: Rc<Vec<String>>,
    providers: usize,
    next: Rc<Cell<usize>>,
}

impl People {
    /// Begins as many sessions as a run of a minute needs with so many providers.
    pub fn of(installation: &Installation, providers: usize, is_quick: bool) -> Self {
        let seconds = if is_quick { 2 } else { 60 };
        let cookies = installation.begin_sessions(FASTEST * seconds / TOKENS_A_MINUTE / providers);
        Self { cookies: Rc::new(cookies), providers, next: Rc::default() }
    }

    /// The request of the next one.
    pub fn request(&self, address: SocketAddr) -> Vec<u8> {
        let number = self.next.replace(self.next.get() + 1);
        let cookie = &self.cookies[number % self.cookies.len()];
        let slug = Installation::slug(number / self.cookies.len() % self.providers);
        format!(
            "GET /sso/{slug}/login?return_to=%2Fdocs%2F{number} HTTP/1.1\r\nHost: {address}\r\n\
             User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r\n\
             Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\nAccept-Language: de,en;q=0.7\r\n\
             Accept-Encoding: gzip, deflate, br\r\nX-Forwarded-For: 203.0.113.{}\r\n\
             Cookie: __Host-bridgewarden={cookie}\r\n\r\n",
            number % 250 + 1
        )
        .into_bytes()
    }

    /// One silent sign-in; true when the browser is sent on with a token.
    pub async fn sign_in(&self, mut connection: Connection, address: SocketAddr) -> (Connection, bool) {
        let answer = connection.send(&self.request(address)).await;
        let is_good =
            answer.is_ok_and(|answer| answer.status == 303 && answer.head.contains("/access/jwt?jwt="));
        (connection, is_good)
    }

    /// Times single silent sign-ins in milliseconds, one every `pause`, for as long as that is wanted. Each must be good.
    pub async fn timed(
        &self,
        address: SocketAddr,
        pause: Duration,
        is_wanted: impl Fn() -> bool,
    ) -> Vec<f64> {
        let (mut connection, mut times) = (Connection::to(address), Vec::new());
        while is_wanted() {
            tokio::time::sleep(pause).await;
            let asked = Instant::now();
            let (back, is_good) = self.sign_in(connection, address).await;
            connection = back;
            assert!(is_good, "a silent sign-in went wrong");
            times.push(millis(&asked.elapsed()));
        }
        times
    }

    /// So many connections, each one silent sign-in after the other.
    pub async fn keep_signing_in(&self, address: SocketAddr, connections: usize, length: Duration) -> Load {
        let people = self.clone();
        keep_busy(
            connections,
            length,
            |_| Connection::to(address),
            move |connection| {
                let people = people.clone();
                async move { people.sign_in(connection, address).await }
            },
        )
        .await
    }
}
