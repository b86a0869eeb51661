//! `serve`, as an operator meets it: its log, its stop, its start with faults.

use std::time::Duration;

use crate::serving::Serving;
use crate::support::{Installation, PASSWORD};

#[tokio::test]
async fn nothing_secret_is_in_the_log_at_any_level() {
    let installation = Installation::on_sqlite();
    installation.add_person("ann.lee@example.com", &[]);
    let secret = "canary-secret-0123456789-0123456789";
    let add =
        ["provider", "add", "helpdesk", "--profile", "it-glue", "--set", "subdomain=acme", "--secret-stdin"];
    installation.run_with(&add, secret).succeeds();
    let serving = Serving::start(&installation, &["log.level=trace"]).await;
    let mut browser = serving.browser();
    let login = "/sso/helpdesk/login?return_to=%2Fcanary-return-to&jwt=canary-query";
    let page = browser.get(login).await;
    let pending = page.form("pending").field("pending").unwrap().to_owned();
    let wrong = browser.sign_in(&page, "canary-typed-into-the-wrong-field", "canary-wrong-password").await;
    wrong.is(403);
    let delivery = browser.sign_in(&wrong, "ann.lee@example.com", PASSWORD).await;
    let address = crate::html::refresh(&delivery.body).unwrap();
    let token = address.split("jwt=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    let session = browser.cookie("__Host-bridgewarden").unwrap().to_owned();
    let silent = browser.get(login).await.location().unwrap();
    browser.get("/").await.is(200);
    let (_, log) = serving.terminate();

    assert!(log.contains("/sso/helpdesk/login"), "the log has no requests in it: {log}");
    let signature = token.rsplit('.').next().unwrap().to_owned();
    let silent_signature =
        silent.split("jwt=").nth(1).unwrap().split('&').next().unwrap().rsplit('.').next().unwrap();
    let canaries = [
        secret,
        PASSWORD,
        "canary-return-to",
        "canary-query",
        "canary-wrong-password",
        "canary-typed-into-the-wrong-field",
        pending.as_str(),
        signature.as_str(),
        silent_signature,
        session.as_str(),
        "$argon2id$",
    ];
    for canary in canaries {
        let line = log.lines().find(|line| line.contains(canary));
        assert!(line.is_none(), "{canary:?} is in the log: {line:?}");
    }
}

#[tokio::test]
async fn a_log_line_is_one_json_object_whatever_a_browser_sends() {
    let installation = Installation::on_sqlite();
    let serving = Serving::start(&installation, &[]).await;
    let mut browser = serving.browser();
    browser.get("/nothing%0A%7B%22level%22%3A%22forged%22%7D%1B%5B31m").await.is(404);
    let (_, log) = serving.terminate();
    for line in log.lines() {
        let parsed: serde_json::Value =
            serde_json::from_str(line).unwrap_or_else(|why| panic!("{why}: {line}"));
        assert!(parsed["timestamp"].as_str().is_some_and(|time| time.ends_with('Z')), "{line}");
        assert_ne!(parsed["level"], "forged");
    }
    let answered = log.lines().find(|line| line.contains("answered")).unwrap();
    assert!(answered.contains("request_id") && answered.contains("127.0.0.1"), "{answered}");
}

#[tokio::test]
async fn told_to_stop_it_finishes_what_it_began_and_exits_with_zero() {
    let installation = Installation::on_sqlite();
    installation.add_person("ann.lee@example.com", &[]);
    // Expensive enough that the stop arrives while the password is being verified.
    let serving = Serving::start(&installation, &["passwords.memory_kib=262144", "passwords.passes=2"]).await;
    let mut browser = serving.browser();
    let page = browser.get("/sign-in").await;
    let under_way = tokio::spawn(async move { browser.sign_in(&page, "nobody@example.com", PASSWORD).await });
    tokio::time::sleep(Duration::from_millis(150)).await;
    let (code, log) = tokio::task::spawn_blocking(|| serving.terminate()).await.unwrap();
    assert_eq!(code, Some(0), "{log}");
    under_way.await.unwrap().is(403);
}

#[test]
fn it_does_not_start_without_an_address_and_says_which_option_is_missing() {
    let installation = Installation::on_sqlite();
    installation.configure("");
    let said = installation.run(&["serve"]).ends_with(2);
    assert!(said.contains("server.public_url"), "{said}");
}

#[test]
fn a_hash_pool_beyond_the_memory_is_refused_at_the_start_with_the_way_out() {
    let installation = Installation::on_sqlite();
    let giant = ["--option", "passwords.workers=1024", "--option", "passwords.memory_kib=1048576", "serve"];
    let said = installation.run(&giant).ends_with(3);
    for part in
        ["passwords.workers=1024", "passwords.memory_kib=1048576", "the limit is", "or raise the limit"]
    {
        assert!(said.contains(part), "{part:?} is not in {said}");
    }
}

#[tokio::test]
async fn the_log_says_how_many_sign_ins_to_expect() {
    let installation = Installation::on_sqlite();
    let serving = Serving::start(&installation, &[]).await;
    while !serving.log().contains("expected_sign_ins_per_second") {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let (code, log) = serving.terminate();
    assert_eq!(code, Some(0), "{log}");
}
