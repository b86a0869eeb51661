//! The log at its loudest, in both formats: nothing in it opens anything, nobody else writes lines into it, and it
//! names the visitor whom the trusted proxies name.

use std::io::{Read, Write};
use std::net::TcpStream;

use reqwest::header::HeaderValue;

use crate::browser::{Browser, Page};
use crate::serving::Serving;
use crate::support::{Installation, value_of};

const PASSWORD: &str = "correct horse battery staple";
const NEW: &str = "canary new password of four words";

fn token_in(address: &str) -> String {
    let url = url::Url::parse(address).unwrap();
    url.query_pairs().find(|(name, _)| name == "jwt").unwrap().1.into_owned()
}

/// Sends bytes as they are; whatever the answer is.
fn send(address: &str, request: &str) {
    let mut stream = TcpStream::connect(address.strip_prefix("http://").unwrap()).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    let _closed_early = stream.read_to_end(&mut answer).is_err();
    assert!(answer.starts_with(b"HTTP/1.1 4"), "{}", String::from_utf8_lossy(&answer));
}

async fn changes_password(browser: &mut Browser, page: &Page, current: Option<&str>) -> Page {
    let form = page.form("new_password").set("new_password", NEW).set("repeat_password", NEW);
    let form = match current {
        Some(current) => form.set("current_password", current),
        None => form,
    };
    browser.submit(page, form).await
}

/// Everything that a person can do, done; returns what must not be in the log.
async fn everything_is_done(serving: &Serving, one_time: &str, invitation: &str) -> Vec<String> {
    let mut secrets = vec![PASSWORD.to_owned(), NEW.to_owned(), one_time.to_owned(), "canary".to_owned()];
    let mut browser = serving.browser();
    browser.headers.insert("authorization", HeaderValue::from_static("Bearer canary-bearer"));
    browser.headers.insert("x-api-key", HeaderValue::from_static("canary-key"));
    browser.set_cookie("neighbour", "canary-neighbours-cookie");

    let login = "/sso/helpdesk/login?return_to=%2Fcanary-page&canary-name=canary-value";
    let page = browser.get(login).await;
    secrets.push(page.form("pending").field("pending").unwrap().to_owned());
    browser.get("/sso/helpdesk/login?return_to=%2F%2Fcanary-host.example%2F").await.is(200);
    browser.get("/sso/helpdesk/login?return_to=canary%FF").await.is(400);
    let delivery = browser.sign_in(&page, "ann@example.com", PASSWORD).await;
    secrets.push(token_in(&crate::html::refresh(&delivery.body).unwrap()));
    secrets.push(token_in(&browser.get(login).await.location().unwrap()));
    for name in ["__Host-bridgewarden", "__Host-bridgewarden-browser", "__Host-bridgewarden-known"] {
        secrets.push(browser.cookie(name).unwrap().to_owned());
    }
    let tiles = browser.get("/").await;
    secrets.push(tiles.form("proof").field("proof").unwrap().to_owned());
    let page = browser.get("/account/password").await;
    changes_password(&mut browser, &page, Some(PASSWORD)).await.is(303);
    // The new password came with a new cookie, and so with new proofs.
    let tiles = browser.get("/").await;
    let launch = tiles.forms().into_iter().find(|form| form.action.ends_with("/launch")).unwrap();
    let launched = browser.submit(&tiles, launch).await;
    secrets.push(token_in(&crate::html::refresh(&launched.body).unwrap()));
    let sign_out = tiles.forms().into_iter().find(|form| form.action.ends_with("/sign-out")).unwrap();
    browser.submit(&tiles, sign_out).await.is(200);

    let mut bob = serving.browser();
    let page = bob.get("/sign-in").await;
    let page = bob.sign_in(&page, "bob@example.com", one_time).await;
    secrets.push(page.form("new_password").fields[0].1.clone());
    changes_password(&mut bob, &page, None).await.is(303);
    secrets.push(bob.cookie("__Host-bridgewarden").unwrap().to_owned());

    let mut eve = serving.browser();
    let link = invitation.rsplit('/').next().unwrap();
    let page = eve.get(&format!("/invitation/{link}")).await;
    changes_password(&mut eve, &page, None).await.is(303);
    eve.get(&format!("/invitation/{link}")).await.is(404);
    secrets.push(link.to_owned());

    // Forms that are refused at different depths.
    let host = serving.address.strip_prefix("http://").unwrap();
    let form = "application/x-www-form-urlencoded";
    for (kind, body) in [
        (form, "email=canary%FF&password=canary"),
        (form, "email=canary%0Acanary&password=canary"),
        (form, "password=canary&password=canary"),
        ("application/json", "{\"password\":\"canary\"}"),
    ] {
        let head = format!(
            "POST /sign-in?canary=canary HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: {kind}"
        );
        send(&serving.address, &format!("{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len()));
    }
    send(
        &serving.address,
        "GET /?canary HTTP/1.1\r\nHost: canary.example\r\nConnection: close\r\nReferer: https://canary/\r\n\r\n",
    );
    secrets
}

async fn nothing_secret_is_logged(format: &str) {
    let installation = Installation::on_sqlite();
    installation.add_person("ann@example.com", &[]);
    let told = installation.must(&["user", "add", "bob@example.com"]);
    let one_time = value_of(&told, "One-time password");
    let told = installation.must(&["user", "add", "eve@example.com", "--invite"]);
    let invitation = value_of(&told, "Invitation");
    let add =
        ["provider", "add", "helpdesk", "--profile", "it-glue", "--set", "subdomain=acme", "--secret-stdin"];
    installation.run_with(&add, "canary of a shared secret, 32 bytes and more").succeeds();
    let key = std::fs::read_to_string(installation.path("sealing.key")).unwrap();

    let serving = Serving::start(&installation, &["log.level=trace", &format!("log.format={format}")]).await;
    let mut secrets = everything_is_done(&serving, &one_time, &invitation).await;
    let (_, log) = serving.terminate();
    assert!(log.lines().count() > 50 && log.contains("/sso/helpdesk/launch"), "the log is not whole: {log}");

    // Tokens are looked for by their signature and their id too.
    let tokens: Vec<String> = secrets.iter().filter(|text| text.split('.').count() == 3).cloned().collect();
    secrets.extend(tokens.iter().map(|token| token.rsplit('.').next().unwrap().to_owned()));
    secrets.push(key.trim().to_owned());
    secrets.push("$argon2id$".to_owned());
    assert!(secrets.len() > 15);
    for secret in secrets {
        assert!(secret.len() > 5, "{secret:?} proves nothing");
        let line = log.lines().find(|line| line.contains(&secret));
        assert!(line.is_none(), "{secret:?} is in the log: {line:?}");
    }
}

#[tokio::test]
async fn nothing_that_opens_anything_is_in_the_json_log_at_trace() {
    nothing_secret_is_logged("json").await;
}

#[tokio::test]
async fn nothing_that_opens_anything_is_in_the_text_log_at_trace() {
    nothing_secret_is_logged("text").await;
}

#[tokio::test]
async fn nobody_else_writes_a_line_into_the_text_log() {
    let installation = Installation::on_sqlite();
    let add =
        ["provider", "add", "desk", "--profile", "zendesk", "--set", "subdomain=acme", "--generate-secret"];
    installation.must(&add);
    let serving = Serving::start(&installation, &["log.format=text"]).await;
    let mut browser = serving.browser();
    let forged = "%0D%0A2026-01-01T00:00:00Z%20INFO%20forged%1B%5B31m%C2%85%E2%80%A8x";
    for path in ["/nothing", "/sso/desk", "/sso/desk/logout?kind=error&message=", "/sign-in?", "/static/"] {
        browser.get(&format!("{path}{forged}")).await;
    }
    let (_, log) = serving.terminate();
    assert!(log.contains("/nothing") && log.contains("the provider reported an error"), "{log}");
    for line in log.lines() {
        let instant = line.split(' ').next().unwrap();
        let is_ours =
            instant.len() == 27 && instant.ends_with('Z') && !instant.contains("2026-01-01T00:00:00Z");
        assert!(is_ours, "a line of somebody else: {line:?}");
    }
    let control = log.chars().find(|letter| letter.is_control() && *letter != '\n');
    assert_eq!(control, None, "{log}");
}

#[tokio::test]
async fn a_line_has_the_reference_of_the_page_and_the_visitor_whom_the_proxy_names() {
    let forwarded = HeaderValue::from_static("6.6.6.6, 203.0.113.9");
    for (trusted, visitor) in [("", "127.0.0.1"), ("127.0.0.1/32", "203.0.113.9")] {
        let installation = Installation::on_sqlite();
        let serving = Serving::start(&installation, &[&format!("server.trusted_proxies={trusted}")]).await;
        let mut browser = serving.browser();
        browser.headers.insert("x-forwarded-for", forwarded.clone());
        let page = browser.get("/nowhere").await;
        let (_, log) = serving.terminate();
        let line = log.lines().find(|line| line.contains("/nowhere")).unwrap();
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        let request = &line["span"];
        assert_eq!(request["client"], visitor, "{line}");
        let reference = request["request_id"].as_str().unwrap();
        assert!(page.body.contains(reference), "the page has another reference than {line}");
        assert!(!log.contains("6.6.6.6"), "what nobody vouches for is not kept: {log}");
    }
}

#[tokio::test]
async fn health_tells_the_time_of_this_machine() {
    use bridgewarden::domain::clock::{Clock, SystemClock};
    let installation = Installation::on_sqlite();
    let serving = Serving::start(&installation, &[]).await;
    let before = SystemClock.now().to_string();
    let page = serving.browser().get("/healthz").await;
    let after = SystemClock.now().to_string();
    let told: serde_json::Value = serde_json::from_str(&page.is(200).body).unwrap();
    let told = told["time"].as_str().unwrap().to_owned();
    // RFC 3339 in UTC compares as text, if the fractions are cut off; they may be left out when they are 0.
    let second = |text: &str| text[..19].to_owned();
    assert!(second(&before) <= second(&told) && second(&told) <= second(&after), "{before} {told} {after}");
}
