//! Hashing under pressure and over the years: a full queue turns people away kindly, and hashes grow stronger.

use std::time::Duration;

use bridgewarden::domain::network::Network;
use bridgewarden::domain::password::Password;
use bridgewarden::flow::users::PasswordChoice;
use bridgewarden::simulator::Kind;
use futures_util::future::join_all;
use tokio::task::JoinHandle;

use crate::on_each_database;
use crate::support::{Bridge, PASSWORD, html};

const ANN: &str = "Ann.Lee@example.com";

on_each_database! {
    async fn a_full_hash_queue_asks_to_wait_and_keeps_the_form(database: Database) {
        let dear = ["passwords.queue=1", "passwords.workers=1", "passwords.memory_kib=65536"];
        let bridge = Bridge::start_with(database, &dear).await;
        bridge.add_person(ANN).await;
        let aha = bridge.add_simulator(Kind::AhaIdeas, &[]).await;
        let crowd = (0..16).map(|_| async {
            let mut browser = bridge.browser();
            let asked = browser.open(&aha.protected_page()).await;
            let answer = browser.sign_in(&asked, ANN, PASSWORD).await;
            (browser, answer)
        });
        let answers = join_all(crowd).await;
        let (served, waiting): (Vec<_>, Vec<_>) = answers.into_iter().partition(|(_, page)| page.status == 200);
        assert!(!served.is_empty() && waiting.len() >= 4, "{} were served, {} wait", served.len(), waiting.len());
        for (mut browser, busy) in waiting {
            busy.is(503).says("Very many people are signing in.").says("Aha! Ideas").lacks("not right");
            assert_eq!(busy.header("retry-after"), Some("5"));
            assert_eq!(busy.form("password").field("email"), Some(ANN));
            assert_eq!(html::refresh(&busy.body), None, "a storm must not feed itself");
            let delivery = browser.sign_in(&busy, ANN, PASSWORD).await;
            assert_eq!(browser.carried(delivery).await.url.as_str(), aha.protected_page());
        }
        assert!(bridge.metrics().await.contains("bridgewarden_refusals_total{code=\"too-busy\"}"));
    }
}

on_each_database! {
    async fn a_required_new_password_asks_to_wait_too_when_the_queue_is_full(database: Database) {
        let dear = ["passwords.queue=1", "passwords.workers=1", "passwords.memory_kib=65536", "passwords.passes=6"];
        let bridge = Bridge::start_with(database, &dear).await;
        let one_time = bridge.add(ANN, |_| {}, PasswordChoice::OneTime).await.unwrap();
        let mut browser = bridge.browser();
        let asked = browser.open("/sign-in").await;
        let page = browser.sign_in(&asked, ANN, &one_time).await;
        let form = page.form("new_password").set("new_password", PASSWORD).set("repeat_password", PASSWORD);
        // One password is being hashed and one waits: there is no room for a third.
        let working = hash_for_somebody_else(&bridge, 0).await;
        let waiting = hash_for_somebody_else(&bridge, 1).await;
        let busy = browser.submit(&page, form).await;
        working.await.unwrap();
        waiting.await.unwrap();
        busy.is(503).says("Very many people are signing in.").form("new_password");
        assert_eq!(busy.header("retry-after"), Some("5"));
    }
}

/// Begins another hash, and returns when so many wait in the queue.
async fn hash_for_somebody_else(bridge: &Bridge, then_waiting: usize) -> JoinHandle<()> {
    let context = bridge.context.clone();
    let hash = tokio::spawn(async move {
        context.pool.hash(Network::NONE, Password::parse("somebody else's").unwrap()).await.unwrap();
    });
    loop {
        tokio::time::sleep(Duration::from_millis(5)).await;
        if bridge.context.pool.waiting() == then_waiting {
            return hash;
        }
    }
}

fn stored_hash(bridge: &Bridge) -> String {
    bridge.database.names("SELECT password_hash AS name FROM credentials").remove(0)
}

on_each_database! {
    async fn a_hash_is_made_stronger_at_the_next_sign_in_after_the_parameters_were_raised(bridge: Bridge) {
        bridge.add_person(ANN).await;
        bridge.browser().signs_in_here(ANN).await;
        let before = stored_hash(&bridge);
        assert!(before.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{before}");
        assert!(bridge.audit_of("password-rehashed").await.is_empty());
        let (database, clock) = bridge.stop().await;
        let bridge = Bridge::start_at(database, clock, &["passwords.passes=3"]).await;
        let mut browser = bridge.browser();
        let asked = browser.open("/sign-in").await;
        browser.sign_in(&asked, ANN, "wrong, and no occasion").await.is(403);
        assert_eq!(stored_hash(&bridge), before);
        browser.signs_in_here(ANN).await;
        let after = stored_hash(&bridge);
        assert!(after.starts_with("$argon2id$v=19$m=64,t=3,p=1$"), "{after}");
        assert_eq!(bridge.audit_of("password-rehashed").await.len(), 1);
        bridge.browser().signs_in_here(ANN).await;
        assert_eq!(stored_hash(&bridge), after, "once is enough");
        assert_eq!(bridge.audit_of("password-rehashed").await.len(), 1);
        assert_eq!(bridge.sessions_of(ANN).await.len(), 3, "a stronger hash of the same password ends no session");
    }
}
