//! Pages speak the person's language, or the browser's, or English; and there is a sentence for everything.

use std::collections::BTreeMap;

use bridgewarden::domain::refusal::Refusal;
use bridgewarden::flow::users::PasswordChoice;
use bridgewarden::simulator::Kind;

use crate::on_each_database;
use crate::support::{Bridge, Page};

const ANN: &str = "Ann.Lee@example.com";

fn speaks(page: &Page, language: &str) {
    let opening = format!("<html lang=\"{language}\">");
    assert!(page.body.contains(&opening), "{} does not speak {language}: {}", page.url, page.body);
}

/// Adds Ann, who has this language on record.
async fn add_ann(bridge: &Bridge, locale: Option<&str>) {
    let password = bridgewarden::domain::password::Password::parse(crate::support::PASSWORD).unwrap();
    let choice = PasswordChoice::Given { password, must_change: false };
    bridge.add(ANN, |ann| ann.locale = locale.map(str::to_owned), choice).await;
}

on_each_database! {
    async fn a_german_browser_gets_german_pages(bridge: Bridge) {
        add_ann(&bridge, None).await;
        bridge.add_simulator(Kind::Zendesk, &[]).await;
        let mut browser = bridge.browser().speaking("de-AT,de;q=0.9,en;q=0.5");
        let asked = browser.open("/sso/zendesk/login").await;
        speaks(asked.is(200).says("Anmelden und weiter zu").says("E-Mail-Adresse"), "de");
        let refused = browser.sign_in(&asked, ANN, "wrong").await;
        speaks(refused.is(403).says("E-Mail-Adresse oder Passwort stimmt nicht. Bitte prüfen Sie beides."), "de");
        let tiles = browser.signs_in_here(ANN).await;
        speaks(tiles.says("Ihre Dienste"), "de");
        let delivery = browser.submit(&tiles, tiles.form_to("/zendesk/launch")).await;
        speaks(delivery.says("Sie werden weitergeleitet zu"), "de");
        speaks(browser.get("/account/password").await.says("Bisheriges Passwort"), "de");
        speaks(browser.get("/nowhere").await.is(404).says("Diese Seite gibt es nicht"), "de");
        let out = browser.submit(&tiles, tiles.form_to("/sign-out")).await;
        speaks(out.says("Sie werden abgemeldet"), "de");
    }
}

on_each_database! {
    async fn the_language_on_record_wins_once_it_is_known_who_it_is(bridge: Bridge) {
        add_ann(&bridge, Some("de-CH")).await;
        let mut browser = bridge.browser().speaking("en-GB,en;q=0.9");
        let asked = browser.open("/sign-in").await;
        speaks(asked.says("Sign in"), "en");
        let tiles = browser.signs_in_here(ANN).await;
        speaks(tiles.says("Ihre Dienste").lacks("Your services"), "de");
        speaks(browser.get("/account/password").await.says("Passwort ändern"), "de");
    }
}

on_each_database! {
    async fn what_nobody_speaks_is_answered_in_english(bridge: Bridge) {
        add_ann(&bridge, Some("tlh")).await;
        let garbage = ["*", ";;;q=,,", "de;q=0", "xx-nonsense-%%%", "\u{00e9}", "q=1", "de;q=9", "-"];
        for header in garbage.into_iter().chain(["", "ja,ko;q=0.9"]) {
            let mut browser = bridge.browser();
            let value = reqwest::header::HeaderValue::from_bytes(header.as_bytes()).unwrap();
            browser.headers.insert("accept-language", value);
            let page = browser.open("/sign-in").await;
            speaks(page.is(200).says("Use your Acme Corporation email address and password."), "en");
        }
        let mut browser = bridge.browser();
        browser.headers.insert("accept-language", "de,".repeat(2000).parse().unwrap());
        speaks(browser.open("/sign-in").await.is(200), "de");
        speaks(&bridge.browser().signs_in_here(ANN).await, "en");
    }
}

/// The messages of one language file.
fn messages(language: &str) -> BTreeMap<String, String> {
    let path = format!("{}/locales/{language}/bridgewarden.ftl", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with(['#', ' ']));
    lines
        .filter_map(|line| line.split_once(" = "))
        .map(|(key, text)| (key.to_owned(), text.to_owned()))
        .collect()
}

#[test]
fn every_refusal_has_its_sentence_in_both_languages() {
    let (english, german) = (messages("en"), messages("de"));
    assert!(english.len() > 100, "only {} messages were read", english.len());
    for refusal in Refusal::ALL {
        let key = format!("refusal-{}", refusal.code());
        let (english, german) = (english.get(&key), german.get(&key));
        assert!(english.is_some_and(|text| text.len() > 15), "{key} in English: {english:?}");
        assert!(german.is_some_and(|text| text.len() > 15), "{key} in German: {german:?}");
        assert_ne!(english, german, "{key} was not translated");
    }
}

#[test]
fn no_refusal_sentence_is_left_over() {
    let codes: Vec<String> =
        Refusal::ALL.iter().map(|refusal| format!("refusal-{}", refusal.code())).collect();
    for key in messages("en").keys().filter(|key| key.starts_with("refusal-")) {
        let sentence = key.trim_end_matches("-heading").trim_end_matches("-advice");
        assert!(codes.iter().any(|code| code == sentence), "{key} belongs to no refusal");
    }
}

#[test]
fn every_refusal_is_explained_to_the_administrator() {
    let page = std::fs::read_to_string(format!("{}/docs/refusals.md", env!("CARGO_MANIFEST_DIR"))).unwrap();
    for refusal in Refusal::ALL {
        let (code, status) = (refusal.code(), refusal.status());
        let (_, section) = page
            .split_once(&format!("### `{code}`\n"))
            .unwrap_or_else(|| panic!("docs/refusals.md has no section for {code}"));
        assert!(page.contains(&format!("<a id=\"{code}\"></a>")), "{code} has no anchor");
        let section = section.split("\n### ").next().unwrap();
        assert!(section.contains(&format!("Status {status}")), "{code} answers {status}: {section}");
    }
}
