//! The plug is pulled in the middle of a stream of sign-ins. What was answered is there afterwards.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use tokio::task::JoinSet;

use crate::browser::Browser;
use crate::serving::Serving;
use crate::support::Installation;

const PASSWORD: &str = "correct horse battery staple";
const SESSION: &str = "__Host-bridgewarden";
const ROUNDS: usize = 8;
const BROWSERS: usize = 6;

/// What the bridge acknowledged: session cookies, and ids of tokens.
#[derive(Default)]
struct Acknowledged {
    sessions: Vec<String>,
    token_ids: Vec<String>,
}

async fn keep_signing_in(address: String, email: String, acknowledged: Arc<Mutex<Acknowledged>>) {
    loop {
        let mut browser = Browser::new(&address);
        let page = browser.get("/sso/helpdesk/login?return_to=%2Fx").await;
        let delivery = browser.sign_in(&page, &email, PASSWORD).await;
        if delivery.status != 200 {
            continue;
        }
        let silent = browser.get("/sso/helpdesk/login").await;
        let mut acknowledged = acknowledged.lock().unwrap();
        acknowledged.sessions.push(browser.cookie(SESSION).unwrap().to_owned());
        let first = crate::html::refresh(&delivery.body);
        acknowledged.token_ids.extend(first.iter().map(|address| token_id(address)));
        acknowledged.token_ids.extend(silent.location().iter().map(|address| token_id(address)));
    }
}

fn token_id(address: &str) -> String {
    let token = url::Url::parse(address)
        .unwrap()
        .query_pairs()
        .find(|(name, _)| name == "jwt")
        .unwrap()
        .1
        .into_owned();
    let claims = URL_SAFE_NO_PAD.decode(token.split('.').nth(1).unwrap()).unwrap();
    let claims: serde_json::Value = serde_json::from_slice(&claims).unwrap();
    claims["jti"].as_str().unwrap().to_owned()
}

async fn story(installation: Installation) {
    for number in 0..BROWSERS {
        installation.add_person(&format!("person{number}@example.com"), &[]);
    }
    installation.add_provider("helpdesk");
    let acknowledged = Arc::new(Mutex::new(Acknowledged::default()));
    for round in 0..ROUNDS {
        // What a killed process had reserved is given back only after a while; a network of many has places left.
        let serving = Serving::start(&installation, &["guessing.shared_networks=127.0.0.1"]).await;
        let before = acknowledged.lock().unwrap().sessions.len();
        let mut people = JoinSet::new();
        for number in 0..BROWSERS {
            let email = format!("person{number}@example.com");
            people.spawn(keep_signing_in(serving.address.clone(), email, acknowledged.clone()));
        }
        while acknowledged.lock().unwrap().sessions.len() < before + 5 + 3 * round {
            assert!(people.try_join_next().is_none(), "a browser stopped before the kill: {}", serving.log());
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        serving.kill();
        // Requests that were under way now fail, and their browsers with them; they were not acknowledged.
        people.shutdown().await;
    }
    let serving = Serving::start(&installation, &[]).await;
    let acknowledged = std::mem::take(&mut *acknowledged.lock().unwrap());
    for session in &acknowledged.sessions {
        let mut browser = serving.browser();
        browser.set_cookie(SESSION, session);
        browser.get("/").await.is(200).says("Your services");
    }
    let distinct: HashSet<&String> = acknowledged.token_ids.iter().collect();
    assert_eq!(distinct.len(), acknowledged.token_ids.len(), "a token id was used twice");
    assert!(acknowledged.sessions.len() >= ROUNDS * 5);
    tokio::time::sleep(Duration::from_millis(1500)).await;
    installation.must(&["audit", "verify"]);
    let events =
        installation.json(&["audit", "list", "--kind", "token-minted", "--limit", "100000", "--json"]);
    let recorded = events.as_array().unwrap().len();
    assert!(
        recorded >= acknowledged.token_ids.len(),
        "{recorded} tokens on record, {} delivered",
        distinct.len()
    );
}

mod nothing_acknowledged_is_lost_when_the_plug_is_pulled {
    use super::*;

    #[tokio::test]
    async fn sqlite() {
        story(Installation::on_sqlite()).await;
    }

    #[tokio::test]
    async fn postgres() {
        story(Installation::on_postgres()).await;
    }
}
