//! A storm of passwords: whoever needs none is answered as ever, and whoever comes from elsewhere gets a turn.

use std::time::{Duration, Instant};

use bridgewarden::crypto::hasher::Verdict;
use bridgewarden::crypto::pool::PoolError;
use bridgewarden::domain::network::Network;
use bridgewarden::domain::password::Password;
use reqwest::header::HeaderValue;
use tokio::task::JoinHandle;

use crate::on_each_database;
use crate::support::bridge::SECRET;
use crate::support::{Bridge, Browser, PASSWORD, Page};

const ANN: &str = "Ann.Lee@example.com";
/// A stored hash of a cost that keeps a worker busy for seconds: m=64 MiB, t=64.
const DEAR: &str = "$argon2id$v=19$m=65536,t=64,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

/// Somebody at 203.0.113.`number` whose verification takes long.
fn slow_guest(bridge: &Bridge, number: u8) -> JoinHandle<Result<Verdict, PoolError>> {
    let context = bridge.context.clone();
    tokio::spawn(async move {
        let from = Network::of([203, 0, 113, number].into());
        let password = Password::parse("somebody else's").unwrap();
        context.pool.verify(from, password, Some(DEAR.to_owned())).await
    })
}

/// The first slow guest keeps the only worker busy.
async fn keep_busy(bridge: &Bridge) -> JoinHandle<Result<Verdict, PoolError>> {
    let before = bridge.passwords_begun();
    let guest = slow_guest(bridge, 1);
    until(|| bridge.passwords_begun() > before).await;
    guest
}

async fn until(is_so: impl Fn() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < Duration::from_secs(120), "it never came");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
}

/// A browser at that address, behind a proxy that the bridge trusts.
fn browser_at(bridge: &Bridge, address: &str) -> Browser {
    let mut browser = bridge.browser();
    browser.headers.insert("x-forwarded-for", HeaderValue::from_str(address).unwrap());
    browser
}

/// Begins to sign a person in from that address.
async fn signs_in_from(bridge: &Bridge, address: &str, email: &str) -> JoinHandle<Page> {
    let email = email.to_owned();
    let mut browser = browser_at(bridge, address);
    let asked = browser.open("/sign-in").await;
    tokio::spawn(async move { browser.sign_in(&asked, &email, PASSWORD).await })
}

on_each_database! {
    async fn who_needs_no_password_never_waits_for_those_who_do(database: Database) {
        let bridge = Bridge::start_with(database, &["passwords.queue=2"]).await;
        bridge.add_person(ANN).await;
        bridge.add_provider("it-glue", "it-glue", &[("subdomain", "acme")], SECRET).await;
        let mut ann = bridge.signed_in(ANN).await;
        let mut leaving = bridge.signed_in(ANN).await;
        let mut late = bridge.browser();
        let asked = late.open("/sign-in").await;
        let working = keep_busy(&bridge).await;
        let waiting = [2, 3].map(|number| slow_guest(&bridge, number));
        until(|| bridge.context.pool.waiting() == 2).await;

        let busy = late.sign_in(&asked, ANN, PASSWORD).await;
        busy.is(503).says("Very many people are signing in.");
        assert_eq!(busy.header("retry-after"), Some("5"));
        assert_eq!(busy.form("password").field("email"), Some(ANN), "what was typed is kept");
        let silent = ann.get("/sso/it-glue/login?return_to=%2F1").await;
        assert!(silent.is(303).location().unwrap().contains("jwt="), "{silent:?}");
        let tiles = leaving.get("/").await;
        let signed_out = leaving.submit(tiles.is(200), tiles.form_to("/sign-out")).await;
        leaving.follow(signed_out).await.is(200).says("You are signed out");
        ann.get("/sso/it-glue/logout").await;
        for address in ["/healthz", "/readyz", "/static/bridgewarden.css", "/sign-in"] {
            bridge.browser().get(address).await.is(200);
        }
        assert!(!working.is_finished(), "the only worker was busy all the while");
        assert_eq!(bridge.context.pool.waiting(), 2, "and the queue was full");
        waiting.iter().for_each(JoinHandle::abort);
        working.await.unwrap().unwrap();
        late.sign_in(&busy, ANN, PASSWORD).await.is(303);
    }
}

on_each_database! {
    async fn a_flood_from_one_network_does_not_shut_others_out(database: Database) {
        let options = ["passwords.queue=4", "passwords.wait_seconds=30", "server.trusted_proxies=127.0.0.1"];
        let bridge = Bridge::start_with(database, &options).await;
        bridge.add_person(ANN).await;
        let colleagues: Vec<String> = (0..8).map(|number| format!("colleague{number}@example.com")).collect();
        for colleague in &colleagues {
            bridge.add_person(colleague).await;
        }
        let working = keep_busy(&bridge).await;
        let mut flood = Vec::new();
        for (number, colleague) in colleagues.iter().enumerate() {
            flood.push(signs_in_from(&bridge, &format!("2001:db8::{number}"), colleague).await);
        }
        until(|| flood.iter().filter(|page| page.is_finished()).count() == 4).await;
        assert_eq!(bridge.context.pool.waiting(), 4);
        let alone = signs_in_from(&bridge, "198.51.100.4", ANN).await;
        until(|| flood.iter().filter(|page| page.is_finished()).count() == 5).await;
        assert!(!alone.is_finished() && !working.is_finished(), "the newest of the flood gave way at once");
        alone.await.unwrap().is(303);
        let mut statuses = Vec::new();
        for page in flood {
            statuses.push(page.await.unwrap().status.as_u16());
        }
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 303, 303, 503, 503, 503, 503, 503]);
        let metrics = bridge.metrics().await;
        assert!(metrics.contains("bridgewarden_passwords_turned_away_total{why=\"queue-full\"} 4"), "{metrics}");
        assert!(metrics.contains("bridgewarden_passwords_turned_away_total{why=\"gave-way\"} 1"), "{metrics}");
        assert!(metrics.contains("bridgewarden_passwords_waiting 0"), "{metrics}");
        working.await.unwrap().unwrap();
    }
}

on_each_database! {
    async fn who_has_waited_too_long_is_asked_to_try_again(database: Database) {
        let bridge = Bridge::start_with(database, &["passwords.wait_seconds=1"]).await;
        bridge.add_person(ANN).await;
        let mut browser = bridge.browser();
        let asked = browser.open("/sign-in").await;
        let working = keep_busy(&bridge).await;
        // On a machine so fast that the first is done within the second, the next one works on.
        let next = slow_guest(&bridge, 2);
        until(|| bridge.context.pool.waiting() == 1).await;
        let busy = browser.sign_in(&asked, ANN, PASSWORD).await;
        assert!(!working.is_finished() || !next.is_finished(), "told at the deadline, not when the worker is free");
        busy.is(503).says("Very many people are signing in.");
        assert_eq!(busy.form("password").field("email"), Some(ANN));
        working.await.unwrap().unwrap();
        // It was begun, or turned away as Ann was.
        let _either = next.await.unwrap().is_ok();
    }
}

on_each_database! {
    async fn the_operator_reads_how_many_sign_ins_are_expected(bridge: Bridge) {
        let name = "bridgewarden_expected_sign_ins_per_second ";
        loop {
            let metrics = bridge.metrics().await;
            let line = metrics.lines().find_map(|line| line.strip_prefix(name)).unwrap();
            if line.parse::<f64>().unwrap() > 0.0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}
