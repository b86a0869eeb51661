//! What comes over the wire, byte for byte: the real program at real sockets, directly and behind a real nginx with
//! the sample configuration.

mod door;
mod limits;
mod methods;
mod nginx;
mod paths;
mod random;
mod slow;
mod smuggling;
mod spoofing;

use std::time::{Duration, Instant};

use url::Url;

use crate::serving::Serving;
use crate::support::Installation;
use door::Door;
use nginx::Nginx;

/// The host of the public address, in the sample and in these stories.
const PUBLIC_HOST: &str = "sso.example.com";
const ANN: &str = "ann.lee@example.com";
const PASSWORD: &str = "correct horse battery staple";

/// A bridge for `https://sso.example.com`, with one person and one provider.
pub struct House {
    pub serving: Serving,
    pub installation: Installation,
}

impl House {
    /// Nobody's forwarded headers are believed.
    pub async fn open() -> Self {
        Self::with(&[]).await
    }

    /// As the sample says: nginx on this machine is believed.
    pub async fn behind_nginx() -> (Self, Nginx) {
        let house = Self::with(&["server.trusted_proxies=127.0.0.1/32"]).await;
        let nginx = Nginx::before(house.port(), &house.installation);
        (house, nginx)
    }

    async fn with(options: &[&str]) -> Self {
        let installation = Installation::on_sqlite();
        installation.add_person(ANN, &[]);
        installation.add_provider("it-glue");
        let public_url = format!("server.public_url=https://{PUBLIC_HOST}");
        let serving = Serving::start(&installation, &[&[public_url.as_str()], options].concat()).await;
        Self { serving, installation }
    }

    fn port(&self) -> u16 {
        Url::parse(&self.serving.address).unwrap().port().unwrap()
    }

    /// The way in without a proxy.
    pub fn door(&self) -> Door {
        Door::plain(self.port())
    }

    /// The audit as the command line shows it, oldest first: kind and client's address.
    pub fn audit(&self) -> Vec<(String, String)> {
        let rows = self.installation.json(&["audit", "list", "--json", "--limit", "1000"]);
        let text = |row: &serde_json::Value, name: &str| row[name].as_str().unwrap_or_default().to_owned();
        let mut rows: Vec<(String, String)> = rows
            .as_array()
            .unwrap()
            .iter()
            .map(|row| (text(row, "kind"), text(row, "client_address")))
            .collect();
        rows.reverse();
        rows
    }

    /// It lives, it never panicked, and it never answered with a fault of its own.
    pub fn is_unharmed(&self) {
        let page = self.door().client().get("/healthz", &[]);
        assert_eq!(page.status, 200, "{}", page.body);
        let log = self.serving.log();
        for word in ["panicked", "\"status\":5", "\"level\":\"ERROR\""] {
            let line = log.lines().find(|line| line.contains(word));
            assert_eq!(line, None, "{word}");
        }
    }
}

/// Waits for what comes true soon.
fn soon(what: &str, mut is_so: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(10);
    while !is_so() {
        assert!(Instant::now() < deadline, "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Does the work for each, a few at the same time: most of them wait for a connection to end.
fn for_each<T: Sync>(all: &[T], work: impl Fn(&T) + Sync) {
    const AT_ONCE: usize = 12;
    let work = &work;
    std::thread::scope(|scope| {
        for first in 0..AT_ONCE {
            scope.spawn(move || all.iter().skip(first).step_by(AT_ONCE).for_each(work));
        }
    });
}
