//! The effective configuration as an administrator sees it: everything that holds, who set it, and no secret.

use crate::on_each_database;
use crate::support::{Bridge, Database};

const ADA: &str = "ada.admin@example.com";
const ANN: &str = "ann.lee@example.com";

on_each_database! {
    async fn every_option_is_shown_with_its_value_its_origin_and_its_meaning(database: Database) {
        let bridge = Bridge::start_with(database, &["sessions.idle_minutes=30"]).await;
        bridge.add_administrator(ADA).await;
        let mut ada = bridge.signed_in(ADA).await;
        let page = ada.get("/admin/settings").await;
        page.is(200).says("A session ends when nothing was done for this long").says("The default is 60");
        let options = bridgewarden::config::layers::EXAMPLE.lines().filter(|line| line.contains(" = ") && !line.starts_with('#'));
        page.says(&format!("Options: {}", options.count())).says("sessions.idle_minutes").says("Command line").says("passwords.queue");
        for name in ["server", "database", "security", "passwords", "guessing", "sessions", "brand", "profiles", "log"] {
            assert!(page.body.contains(&format!("<h2 id=\"{name}\">")), "{name}");
        }
        let changed = ada.get("/admin/settings?show=changed").await;
        changed.says("sessions.idle_minutes").lacks("sessions.absolute_hours").lacks("guessing.");
        let found = ada.get("/admin/settings?search=proxy%20TLS").await;
        found.says("server.listen").lacks("sessions.idle_minutes").says("Options: 1");
        ada.get("/admin/settings?search=no-such-thing").await.says("No option fits.").says("Options: 0");
        let both = ada.get("/admin/settings?search=session&show=changed").await;
        both.says("sessions.idle_minutes").lacks("sessions.absolute_hours");
        let evil = ada.get("/admin/settings?search=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").await;
        assert!(!evil.body.contains("<script>alert"));
    }
}

on_each_database! {
    async fn settings_are_for_administrators(bridge: Bridge) {
        bridge.add_administrator(ADA).await;
        bridge.add_person(ANN).await;
        let mut browser = bridge.browser();
        let asked = browser.get("/admin/settings?show=changed").await;
        asked.is(403).says("This page is for people who are signed in.");
        let answer = browser.sign_in(&asked, ADA, crate::support::PASSWORD).await;
        assert_eq!(answer.location().as_deref(), Some("/admin/settings?show=changed"));
        browser.follow(answer).await.is(200).says("database.url");
        let mut ann = bridge.signed_in(ANN).await;
        ann.get("/admin/settings").await.is(403).says("This page is for administrators.").lacks("database.url");
    }
}

#[tokio::test]
async fn no_secret_is_on_the_page() {
    let database = Database::postgres();
    // The server asks for no password, and takes any.
    let url = database.url.replacen("postgres://bridgewarden@", "postgres://bridgewarden:canary-1@", 1);
    assert!(url.contains("canary-1"));
    let key = bridgewarden::crypto::seal::SealingKey::random().unwrap();
    let options = [format!("database.url={url}"), format!("security.sealing_key={}", *key.to_text())];
    let options: Vec<&str> = options.iter().map(String::as_str).collect();
    let bridge = Bridge::start_with(database, &options).await;
    bridge.add_administrator(ADA).await;
    let mut ada = bridge.signed_in(ADA).await;
    for address in
        ["/admin/settings", "/admin/settings?show=changed", "/admin/settings?search=canary", "/admin"]
    {
        let page = ada.get(address).await;
        assert!(!page.body.contains("canary-1") && !page.body.contains(key.to_text().as_str()), "{address}");
    }
    ada.get("/admin/settings").await.says("postgres://bridgewarden:hidden@").says("(hidden)");
    // Whether a secret has a word in it is not told by the search either.
    ada.get("/admin/settings?search=canary-1").await.says("Options: 0");
}

on_each_database! {
    async fn on_a_german_page_every_option_has_a_german_meaning(bridge: Bridge) {
        bridge.add_administrator(ADA).await;
        let (mut english, mut german) = (bridge.signed_in(ADA).await, bridge.browser().speaking("de"));
        german.signs_in_here(ADA).await;
        let meanings = |page: &crate::support::Page| -> Vec<String> {
            let items = page.body.split("</p></li>").filter_map(|item| item.rsplit_once("<p>"));
            items.map(|(_, meaning)| meaning.to_owned()).collect()
        };
        let english = meanings(&english.get("/admin/settings").await);
        let page = german.get("/admin/settings").await;
        page.says("Wo die Bridge lauscht.").says("Eine Sitzung endet, wenn so lange nichts geschah");
        let german_ones = meanings(&page);
        assert!(english.len() > 30, "{} meanings were read", english.len());
        assert_eq!(english.len(), german_ones.len());
        for (english, german) in english.iter().zip(&german_ones) {
            assert!(english != german || english.is_empty(), "not translated: {english}");
        }
        let found = german.get("/admin/settings?search=Reverse-Proxy").await;
        found.says("server.listen").lacks("sessions.idle_minutes");
    }
}
