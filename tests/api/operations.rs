//! What the operator and the load balancer see: health, readiness, counters, a graceful stop, cached files.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use bridgewarden::domain::clock::Clock;
use bridgewarden::domain::network::Network;
use bridgewarden::domain::password::Password;
use bridgewarden::simulator::Kind;
use futures_util::future::join_all;
use serde_json::Value;

use crate::on_each_database;
use crate::support::{Bridge, Browser, PASSWORD, Page};

const BOB: &str = "Bob.Ray@example.com";
const ANN: &str = "Ann.Lee@example.com";

on_each_database! {
    async fn health_tells_the_bridges_own_time_in_utc(bridge: Bridge) {
        bridge.clock.advance(Duration::from_secs(3600));
        let page = bridge.browser().get("/healthz").await;
        let told: Value = serde_json::from_str(&page.is(200).body).unwrap();
        assert_eq!(told["status"], "ok");
        assert_eq!(told["time"], bridge.clock.now().to_string());
        assert!(told["time"].as_str().unwrap().ends_with('Z'), "{told}");
        assert_eq!(page.header("cache-control"), Some("no-store"));
        bridge.browser().get("/readyz").await.is(200).says("\"ready\"");
    }
}

on_each_database! {
    async fn sign_ins_tokens_and_refusals_are_counted(bridge: Bridge) {
        bridge.add_person(ANN).await;
        let glue = bridge.add_simulator(Kind::ItGlue, &[ANN]).await;
        let aha = bridge.add_simulator(Kind::AhaIdeas, &[]).await;
        let mut browser = bridge.browser();
        let asked = browser.open(&glue.protected_page()).await;
        for _ in 0..3 {
            browser.sign_in(&asked, ANN, "wrong").await.is(403);
        }
        browser.arrives(&glue.protected_page(), ANN).await.is(200);
        browser.open(&aha.protected_page()).await.is(200);
        browser.get("/sso/aha-ideas/login").await.is(303);
        browser.get("/sso/nobody/login").await.is(404);
        let metrics = bridge.metrics().await;
        for line in [
            "bridgewarden_sign_ins_total 1",
            "bridgewarden_tokens_total{provider=\"it-glue\"} 1",
            "bridgewarden_tokens_total{provider=\"aha-ideas\"} 2",
            "bridgewarden_refusals_total{code=\"wrong-credentials\"} 3",
            "bridgewarden_refusals_total{code=\"provider-unknown\"} 1",
            "bridgewarden_responses_total{status=\"403\"} 3",
        ] {
            assert!(metrics.lines().any(|found| found == line), "{line} is not in {metrics}");
        }
        assert!(metrics.ends_with("# EOF\n"));
        browser.get("/metrics").await.is(404);
    }
}

on_each_database! {
    async fn every_refusal_is_counted_once(bridge: Bridge) {
        bridge.add_person(ANN).await;
        let glue = bridge.add_simulator(Kind::ItGlue, &[ANN]).await;
        let mut browser = bridge.browser();
        let before_it_went = browser.open(&glue.protected_page()).await;
        bridge.switch("it-glue", false).await;
        browser.get("/sso/it-glue/login").await.is(403);
        let expired = browser.sign_in(&before_it_went, ANN, "wrong").await;
        bridge.clock.advance(Duration::from_secs(11 * 60));
        browser.sign_in(&expired, ANN, PASSWORD).await.is(403).says("open for too long");
        browser.signs_in_here(ANN).await;
        let page = browser.open("/account/password").await;
        let form = page.form("current_password").set("current_password", PASSWORD).set("new_password", "short");
        browser.submit(&page, form.set("repeat_password", "short")).await.is(422);
        let metrics = bridge.metrics().await;
        let is_counted = |code: &&str| {
            let line = format!("bridgewarden_refusals_total{{code=\"{code}\"}} 1");
            metrics.lines().any(|found| found == line)
        };
        let refused = ["provider-disabled", "wrong-credentials", "form-expired", "password-too-short"];
        let forgotten: Vec<&str> = refused.into_iter().filter(|code| !is_counted(code)).collect();
        assert!(forgotten.is_empty(), "{forgotten:?} were not counted once: {metrics}");
    }
}

on_each_database! {
    async fn a_provider_removed_while_the_person_types_is_one_refusal(bridge: Bridge) {
        bridge.add_person(ANN).await;
        let glue = bridge.add_simulator(Kind::ItGlue, &[ANN]).await;
        let mut browser = bridge.browser();
        let asked = browser.open(&glue.protected_page()).await;
        let slug = "it-glue".parse().unwrap();
        bridgewarden::flow::providers::remove(&bridge.context, &slug, &bridge.origin()).await.unwrap();
        browser.sign_in(&asked, ANN, PASSWORD).await.is(404).says("We do not know this service");
        let line = "bridgewarden_refusals_total{code=\"provider-unknown\"} 1";
        let metrics = bridge.metrics().await;
        assert!(metrics.lines().any(|found| found == line), "{line} is not in {metrics}");
        assert!(browser.is_signed_in().await, "the password was right");
    }
}

/// Passwords of others that are hashed meanwhile.
const OTHERS: usize = 16;

on_each_database! {
    async fn what_was_begun_before_the_stop_is_answered(database: Database) {
        let dear = ["passwords.memory_kib=32768", "passwords.passes=2", "passwords.wait_seconds=30"];
        let bridge = Bridge::start_with(database, &dear).await;
        bridge.add_person(ANN).await;
        bridge.add_person(BOB).await;
        let begun_before = usize::try_from(bridge.passwords_begun()).unwrap();
        // Two people: of one account fewer guesses are looked at at once.
        let bridge_now = &bridge;
        let asked = join_all((0..10).map(|number| async move {
            let mut browser = bridge_now.browser();
            let asked = browser.open("/sign-in").await;
            (browser, asked, if number % 2 == 0 { ANN } else { BOB })
        }))
        .await;
        for _ in 0..OTHERS {
            let context = bridge.context.clone();
            tokio::spawn(async move {
                context.pool.hash(Network::NONE, Password::parse("somebody else's").unwrap()).await.unwrap();
            });
        }
        let sign_in = |(mut browser, asked, email): (Browser, Page, &'static str)| {
            tokio::spawn(async move { browser.sign_in(&asked, email, PASSWORD).await.status.as_u16() })
        };
        let sign_ins: Vec<_> = asked.into_iter().map(sign_in).collect();
        // Until each has begun or waits: then every sign-in has been read.
        let begun = || usize::try_from(bridge.passwords_begun()).unwrap() - begun_before;
        while begun() + bridge.context.pool.waiting() < OTHERS + 10 {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        let address = bridge.address.replace("http://", "");
        bridge.stop().await;
        for sign_in in sign_ins {
            assert_eq!(sign_in.await.unwrap(), 303);
        }
        assert!(TcpStream::connect(&address).is_err(), "nobody listens any more");
    }
}

on_each_database! {
    async fn a_load_balancer_is_told_before_nobody_answers_any_more(bridge: Bridge) {
        let address = bridge.address.replace("http://", "");
        let (began, begin) = std::sync::mpsc::channel();
        let load_balancer = tokio::task::spawn_blocking(move || {
            let mut answers = Vec::new();
            while let Some(answer) = ask_readiness(&address) {
                answers.push(answer);
                let _not_waited_for = began.send(()).is_err();
            }
            answers
        });
        tokio::task::spawn_blocking(move || begin.recv().unwrap()).await.unwrap();
        bridge.stop().await;
        let answers = load_balancer.await.unwrap();
        assert!(answers[0].starts_with("HTTP/1.1 200"), "{}", answers[0]);
        let last = answers.last().unwrap();
        assert!(last.starts_with("HTTP/1.1 503") && last.contains("stopping"), "the last word was {last}");
    }
}

/// Asks on a connection of its own; `None` when nobody answers.
fn ask_readiness(address: &str) -> Option<String> {
    let mut stream = TcpStream::connect(address).ok()?;
    let request = format!("GET /readyz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    Some(answer).filter(|answer| !answer.is_empty())
}

on_each_database! {
    async fn files_are_kept_for_ever_under_their_own_version_and_asked_for_again_otherwise(bridge: Bridge) {
        let mut browser = bridge.browser();
        let page = browser.open("/sign-in").await;
        let style = page.body.split('"').find(|part| part.contains("bridgewarden.css")).unwrap().to_owned();
        assert!(style.starts_with("/static/bridgewarden.css?v="), "{style}");
        let file = browser.get(&style).await;
        file.is(200);
        assert_eq!(file.header("content-type"), Some("text/css; charset=utf-8"));
        assert_eq!(file.header("cache-control"), Some("public, max-age=31536000, immutable"));
        let tag = file.header("etag").unwrap().to_owned();
        browser.headers.insert("if-none-match", tag.parse().unwrap());
        let known = browser.get(&style).await;
        assert_eq!((known.is(304).body.as_str(), known.header("etag")), ("", Some(tag.as_str())));
        browser.headers.insert("if-none-match", "\"something else\"".parse().unwrap());
        browser.get(&style).await.is(200);
        let plain = browser.get("/static/bridgewarden.css").await;
        assert!(!plain.is(200).header("cache-control").unwrap().contains("immutable"));
        // Beside a newer instance, this one must not be believed for ever about a version it does not have.
        let newer = browser.get("/static/bridgewarden.css?v=000000000000").await;
        assert!(!newer.is(200).header("cache-control").unwrap().contains("immutable"), "{:?}", newer.headers);
        for missing in ["/static/nothing.css", "/static/", "/static/%2e%2e%2fCargo.toml", "/static/..%2fCargo.toml"] {
            browser.get(missing).await.is(404);
        }
    }
}

on_each_database! {
    async fn no_page_names_anybody_elses_address(bridge: Bridge) {
        bridge.add_person(ANN).await;
        bridge.add_simulator(Kind::ItGlue, &[ANN]).await;
        let mut browser = bridge.browser();
        let mut pages = vec![browser.open("/sign-in").await, browser.open("/sso/it-glue/login").await];
        pages.push(browser.sign_in(&pages[0], ANN, "wrong").await);
        for address in ["/nowhere", "/sso/nobody/login", "/sso/it-glue/login?a=%FF", "/sso/it-glue/logout"] {
            pages.push(browser.get(address).await);
        }
        pages.push(browser.signs_in_here(ANN).await);
        pages.push(browser.open("/account/password").await);
        for page in &pages {
            for attribute in [" href=\"", " src=\"", " action=\"", "url("] {
                for address in page.body.split(attribute).skip(1).map(|rest| rest.split('"').next().unwrap()) {
                    let is_own = address.starts_with('/') && !address.starts_with("//");
                    assert!(is_own || address.starts_with("mailto:help@acme.example"), "{address} on {}", page.url);
                }
            }
            let policy = page.header("content-security-policy").unwrap();
            assert!(policy.starts_with("default-src 'none'") && !policy.contains("//"), "{policy}");
        }
    }
}
