//! `return_to` comes back to the provider as it came, or not at all: every value of the corpus, in every way a
//! person can arrive.

use std::net::Ipv4Addr;
use std::time::Duration;

use futures_util::{StreamExt, stream};

use crate::on_each_database;
use crate::support::bridge::SECRET;
use crate::support::delivery::decoded;
use crate::support::raw::talk;
use crate::support::{Bridge, Browser, Database, Delivery, PASSWORD, Page};

const ANN: &str = "ann.lee@example.com";
const HOSTILE: &str = include_str!("../corpus/return_to_hostile.txt");
const LEGITIMATE: &str = include_str!("../corpus/return_to_legitimate.txt");
/// Browsers at once.
const BROWSERS: usize = 6;

/// The values of a corpus file, as they stand in a query.
fn values(file: &str) -> Vec<String> {
    let lines = file.lines().filter(|line| !line.is_empty() && !line.starts_with("# "));
    lines.map(expanded).collect()
}

/// Writes the letters out that a line has as `{a*300}`.
fn expanded(line: &str) -> String {
    let Some((before, rest)) = line.split_once("{a*") else { return line.to_owned() };
    let (count, after) = rest.split_once('}').unwrap();
    format!("{before}{}{}", "a".repeat(count.parse().unwrap()), expanded(after))
}

fn hostile() -> Vec<String> {
    let values = values(HOSTILE);
    assert!(values.len() > 1_000, "the corpus has shrunk to {}", values.len());
    values
}

fn legitimate() -> Vec<String> {
    let values = values(LEGITIMATE);
    assert!(values.len() > 150, "the corpus has shrunk to {}", values.len());
    values
}

async fn bridge_of_acme(database: Database) -> Bridge {
    let bridge = Bridge::start_with(
        database,
        &["server.workers=2", "passwords.memory_kib=8", "server.trusted_proxies=127.0.0.1"],
    )
    .await;
    bridge.add_person(ANN).await;
    let settings = [("subdomain", "acme"), ("allowed_hosts", "portal.acme.example,docs.acme.example")];
    bridge.add_provider("it-glue", "it-glue", &settings, SECRET).await;
    bridge
}

/// A person with a session: the token goes at once. Byte for byte, so that nothing is repaired on the way.
async fn silently(bridge: &Bridge, values: Vec<String>) -> Vec<(String, Page)> {
    let mut browser = bridge.browser();
    let page = browser.get("/sso/it-glue/login").await;
    browser.sign_in(&page, ANN, PASSWORD).await.is(200);
    let cookie = format!("__Host-bridgewarden={}", browser.cookie("__Host-bridgewarden").unwrap());
    let clock = bridge.clock.clone();
    talk(&bridge.address, move |raw| {
        let carry = |(number, value): (usize, String)| {
            if number % 7 == 0 {
                clock.advance(Duration::from_secs(61));
            }
            let page = raw.get(&format!("/sso/it-glue/login?return_to={value}"), &[("Cookie", &cookie)]);
            (value, page)
        };
        values.into_iter().enumerate().map(carry).collect()
    })
    .await
}

/// A person who is asked for the password, and knows it.
async fn by_form(mut browser: Browser, _: usize, value: String) -> (String, Page) {
    browser.clear_cookies();
    let page = browser.get(&format!("/sso/it-glue/login?return_to={value}")).await;
    if page.status != 200 {
        return (value, page);
    }
    let delivery = browser.sign_in(&page, ANN, PASSWORD).await;
    (value, delivery)
}

/// A person who mistypes their address first, each of them differently.
async fn after_a_mistake(mut browser: Browser, number: usize, value: String) -> (String, Page) {
    browser.clear_cookies();
    let page = browser.get(&format!("/sso/it-glue/login?return_to={value}")).await;
    if page.status != 200 {
        return (value, page);
    }
    let again = browser.sign_in(&page, &format!("{number}{ANN}"), PASSWORD).await;
    again.is(403);
    let delivery = browser.sign_in(&again, ANN, PASSWORD).await;
    (value, delivery)
}

/// Each value in a browser of its own and from an address of its own, several at once.
async fn each<F: Future<Output = (String, Page)>>(
    bridge: &Bridge,
    values: Vec<String>,
    arrive: impl Fn(Browser, usize, String) -> F,
) -> Vec<(String, Page)> {
    let browser = bridge.browser();
    stream::iter(values.into_iter().enumerate())
        .map(|(number, value)| {
            let mut browser = browser.clone();
            let address = Ipv4Addr::from(0x0a00_0000 + u32::try_from(number).unwrap());
            browser.headers.insert("x-forwarded-for", address.to_string().parse().unwrap());
            arrive(browser, number, value)
        })
        .buffer_unordered(BROWSERS)
        .collect()
        .await
}

/// What is wrong with the answer to a hostile value, if anything.
fn complaint_about_hostile(value: &str, page: &Page) -> Option<String> {
    let Some(delivery) = Delivery::of(page) else {
        return (!page.status.is_client_error())
            .then(|| format!("{value:?} was answered with {}", page.status));
    };
    let is_clean = delivery.query.len() == 1 && delivery.values("jwt").len() == 1;
    let is_ours = delivery.address.starts_with("https://acme.itglue.com/access/jwt?jwt=");
    (!is_clean || !is_ours).then(|| format!("{value:?} reached the provider: {:?}", delivery.query.get(1)))
}

fn complaint_about_legitimate(value: &str, page: &Page) -> Option<String> {
    let Some(delivery) = Delivery::of(page) else {
        return Some(format!("{value:?} was answered with {}", page.status));
    };
    let is_faithful = delivery.values("return_to") == [decoded(value)];
    let is_clean = delivery.query.len() == 2 && delivery.values("jwt").len() == 1;
    (!is_faithful || !is_clean).then(|| format!("{value:?} came out as {:?}", delivery.values("return_to")))
}

/// Fails with every complaint; returns how many values were delivered.
fn judge(answers: &[(String, Page)], complaint: impl Fn(&str, &Page) -> Option<String>) -> usize {
    let complaints: Vec<String> = answers.iter().filter_map(|(value, page)| complaint(value, page)).collect();
    assert!(complaints.is_empty(), "{} of {}:\n{}", complaints.len(), answers.len(), complaints.join("\n"));
    answers.iter().filter(|(_, page)| Delivery::of(page).is_some()).count()
}

/// Every delivery without its `return_to` has its row in the audit, and no other has.
async fn hostile_values_are_dropped(bridge: &Bridge, answers: &[(String, Page)]) {
    assert_eq!(answers.len(), hostile().len());
    let delivered = judge(answers, complaint_about_hostile);
    assert!(delivered > 1_000, "only {delivered} people arrived; the others were turned away");
    assert_eq!(bridge.count_audit("return-to-dropped").await, delivered);
}

async fn legitimate_values_arrive(bridge: &Bridge, answers: &[(String, Page)]) {
    assert_eq!(judge(answers, complaint_about_legitimate), legitimate().len());
    assert_eq!(bridge.count_audit("return-to-dropped").await, 0);
}

on_each_database! {
    async fn nothing_hostile_reaches_the_provider_when_the_person_is_signed_in(database: Database) {
        let bridge = bridge_of_acme(database).await;
        let answers = silently(&bridge, hostile()).await;
        hostile_values_are_dropped(&bridge, &answers).await;
    }
}

on_each_database! {
    async fn nothing_hostile_reaches_the_provider_when_the_person_signs_in(database: Database) {
        let bridge = bridge_of_acme(database).await;
        let answers = each(&bridge, hostile(), by_form).await;
        hostile_values_are_dropped(&bridge, &answers).await;
    }
}

on_each_database! {
    async fn nothing_hostile_reaches_the_provider_when_the_person_mistypes_first(database: Database) {
        let bridge = bridge_of_acme(database).await;
        let answers = each(&bridge, hostile(), after_a_mistake).await;
        hostile_values_are_dropped(&bridge, &answers).await;
    }
}

on_each_database! {
    async fn what_the_provider_sent_comes_back_to_it_unchanged(database: Database) {
        let bridge = bridge_of_acme(database).await;
        let answers = silently(&bridge, legitimate()).await;
        legitimate_values_arrive(&bridge, &answers).await;
        let answers = each(&bridge, legitimate(), by_form).await;
        legitimate_values_arrive(&bridge, &answers).await;
        let answers = each(&bridge, legitimate(), after_a_mistake).await;
        legitimate_values_arrive(&bridge, &answers).await;
    }
}

/// A dozen for a provider with that host: half of them hostile.
fn dozen(host: &str) -> [(String, bool); 12] {
    [
        ("/tickets/new?category=hardware%26priority=2".into(), true),
        ("/a%252Fb+c%2B%2B".into(), true),
        (format!("https://{host}/hc/requests/12%23comment"), true),
        (format!("https%3A%2F%2F{}%3A443%2F%3Fq%3Da%26b%3Dc", host.to_uppercase()), true),
        ("/%3Cscript%3E%22%27".into(), true),
        ("/foo?return_to=/other%26jwt=forged".into(), true),
        ("//evil.example/".into(), false),
        (format!("https://{host}.evil.example/"), false),
        (format!("https://{host}@evil.example/"), false),
        ("https://acme.itglue.com/".into(), false),
        ("/%5Cevil.example".into(), false),
        ("javascript:alert(1)".into(), false),
    ]
}

on_each_database! {
    async fn other_providers_get_their_pages_back_and_nothing_else(bridge: Bridge) {
        bridge.add_person(ANN).await;
        bridge.add_provider("zendesk", "zendesk", &[("subdomain", "acme")], SECRET).await;
        let portal = [("portal_host", "acme.ideas.aha.io")];
        bridge.add_provider("aha", "aha-ideas", &portal, "another secret of 32 bytes or more").await;
        let mut dropped = 0;
        for (slug, host) in [("zendesk", "acme.zendesk.com"), ("aha", "acme.ideas.aha.io")] {
            for (value, is_legitimate) in dozen(host) {
                let mut browser = bridge.browser();
                let address = format!("/sso/{slug}/login?return_to={value}");
                let page = browser.get(&address).await;
                let by_form = browser.sign_in(&page, ANN, PASSWORD).await;
                let at_once = browser.get(&address).await;
                for page in [by_form, at_once] {
                    let delivery = Delivery::in_page(&page);
                    assert!(
                        delivery.address.starts_with(&format!("https://{host}/")),
                        "{}",
                        delivery.address
                    );
                    delivery.token("jwt");
                    let expected = if is_legitimate { vec![decoded(&value)] } else { Vec::new() };
                    assert_eq!(delivery.values("return_to"), expected, "{slug}: {value}");
                    dropped += usize::from(!is_legitimate);
                }
            }
        }
        assert_eq!(bridge.count_audit("return-to-dropped").await, dropped);
    }
}
