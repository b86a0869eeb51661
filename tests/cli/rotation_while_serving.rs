//! Stories of the people who sign in while the operator changes the sealing key: they notice nothing.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::browser::{Browser, Page};
use crate::serving::Serving;
use crate::support::{Installation, allow};

const ANN: &str = "ann@example.com";
const PASSWORD: &str = "correct horse battery staple";
const NEW_PASSWORD: &str = "another horse battery staple";
const FORM: &str = "/sso/glue/login?return_to=%2Fdocuments%2F7";
const BROWSER: &str = "__Host-bridgewarden-browser";
const PATIENCE: Duration = Duration::from_secs(30);

fn prepared(installation: Installation) -> Installation {
    for email in [ANN, "bo@example.com", "cy@example.com"] {
        installation.add_person(email, &[]);
    }
    installation.add_provider("glue");
    installation
}

/// The id of the key that sealed the form of a sign-in page.
fn key_of(page: &Page) -> String {
    page.form("password").field("pending").unwrap().split('.').nth(1).unwrap().to_owned()
}

/// A form that somebody opened is taken, and leads where they wanted to go.
async fn is_carried(browser: &mut Browser, form: &Page, email: &str) {
    let delivery = browser.sign_in(form, email, PASSWORD).await;
    assert_eq!(delivery.status, 200, "{}", delivery.body);
    let address = crate::html::refresh(&delivery.body).unwrap_or_else(|| panic!("{}", delivery.body));
    assert!(
        address.starts_with("https://acme.itglue.com/access/jwt?") && address.contains("documents"),
        "{address}"
    );
}

/// Waits until the service seals with that key.
async fn wait_for_key(serving: &Serving, key: &str) {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let page = serving.browser().get("/sign-in").await;
        if key_of(&page) == key {
            return;
        }
        assert!(Instant::now() < deadline, "it still seals with {}: {}", key_of(&page), serving.log());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn keep_signing_in(address: String, is_over: Arc<AtomicBool>, carried: Arc<AtomicUsize>) {
    while !is_over.load(Ordering::SeqCst) {
        let mut browser = Browser::new(&address);
        let form = browser.get(FORM).await;
        is_carried(&mut browser, &form, "bo@example.com").await;
        assert_eq!(browser.get("/sso/glue/login").await.status, 303, "a silent sign-in failed");
        carried.fetch_add(1, Ordering::SeqCst);
    }
}

async fn nobody_notices(installation: Installation) {
    let bridge = prepared(installation);
    let serving = Serving::start(&bridge, &[]).await;
    let old = bridge.ring().current().id().to_owned();
    let (mut ann, mut cy) = (serving.browser(), serving.browser());
    let form = ann.get(FORM).await;
    assert_eq!(key_of(&form), old);
    let mut late = serving.browser();
    let late_form = late.get(FORM).await;
    let asked = cy.get("/sign-in").await;
    cy.sign_in(&asked, "cy@example.com", PASSWORD).await.is(303);
    let change = cy.get("/account/password").await;

    let (is_over, carried) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let people = tokio::spawn(keep_signing_in(serving.address.clone(), is_over.clone(), carried.clone()));
    let some = |more: usize| {
        let wanted = carried.load(Ordering::SeqCst) + more;
        let carried = carried.clone();
        async move {
            let deadline = Instant::now() + PATIENCE;
            while carried.load(Ordering::SeqCst) < wanted {
                assert!(Instant::now() < deadline, "nobody is carried any more");
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        }
    };
    some(2).await;
    tokio::task::block_in_place(|| bridge.must(&["secret", "rotate-key", "--only-instance"]));
    let new = bridge.ring().current().id().to_owned();
    some(3).await;
    wait_for_key(&serving, &new).await;
    is_carried(&mut ann, &form, ANN).await;
    let changed = change.form("current_password").set("current_password", PASSWORD);
    let changed = changed.set("new_password", NEW_PASSWORD).set("repeat_password", NEW_PASSWORD);
    cy.submit(&change, changed).await.is(303);
    some(2).await;

    tokio::task::block_in_place(|| bridge.must(&["secret", "drop-key", &old, "--yes"]));
    some(2).await;
    let deadline = Instant::now() + PATIENCE;
    while serving.log().matches("the sealing keys were read again").count() < 2 {
        assert!(Instant::now() < deadline, "{}", serving.log());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    // Whoever stole the old key can make no form with it any more.
    late.sign_in(&late_form, ANN, PASSWORD).await.is(403).says("This page was open for too long");
    is_over.store(true, Ordering::SeqCst);
    people.await.unwrap();
    let log = serving.log();
    assert!(!log.contains("\"ERROR\""), "{log}");
    for (_, key) in bridge.ring().keys() {
        assert!(!log.contains(&key.to_text()[..12]), "the log holds a key");
    }
}

mod nobody_notices_that_the_key_is_changed {
    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn sqlite() {
        nobody_notices(Installation::on_sqlite()).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres() {
        nobody_notices(Installation::on_postgres()).await;
    }
}

/// Two instances, each with its own copy of the key file, as the operator's guide has it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn instances_with_files_of_their_own_change_the_key_one_after_the_other() {
    let bridge = prepared(Installation::on_postgres());
    let own = bridge.path("other").join("sealing.key");
    fs::create_dir(own.parent().unwrap()).unwrap();
    let copy = || {
        fs::copy(bridge.path("sealing.key"), &own).unwrap();
        allow(&own, 0o600);
    };
    copy();
    let option = format!("security.sealing_key_file={}", own.display());
    let (one, other) = (Serving::start(&bridge, &[]).await, Serving::start(&bridge, &[&option]).await);
    let rotate = |arguments: &[&str]| tokio::task::block_in_place(|| bridge.must(arguments));
    // A load balancer sends the form to another instance than the page came from.
    let goes_on_at = async |from: &Serving, to: &Serving| {
        let mut browser = from.browser();
        let form = browser.get(FORM).await;
        let mut moved = to.browser();
        moved.set_cookie(BROWSER, browser.cookie(BROWSER).unwrap());
        let fields = form.form("password").fields;
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| match name.as_str() {
                "email" => ("email", ANN),
                "password" => ("password", PASSWORD),
                _ => (name.as_str(), value.as_str()),
            })
            .collect();
        let answer = moved.post("/sign-in", &fields, &[("sec-fetch-site", "same-origin")]).await;
        assert!(crate::html::refresh(&answer.body).is_some(), "{}: {}", answer.status, answer.body);
    };
    goes_on_at(&one, &other).await;
    rotate(&["secret", "rotate-key", "--prepare"]);
    copy();
    rotate(&["secret", "rotate-key"]);
    let new = bridge.ring().current().id().to_owned();
    wait_for_key(&one, &new).await;
    // Between the two: one seals with the new key, the other with the old one, and both accept both.
    goes_on_at(&one, &other).await;
    goes_on_at(&other, &one).await;
    rotate(&["--option", &option, "secret", "rotate-key"]);
    wait_for_key(&other, &new).await;
    goes_on_at(&one, &other).await;
    goes_on_at(&other, &one).await;
    for log in [one.log(), other.log()] {
        assert!(!log.contains("\"ERROR\""), "{log}");
    }
}
