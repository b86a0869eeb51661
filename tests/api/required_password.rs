//! A one-time password opens one door only: the page on which a new password is chosen. From there the person
//! goes on to where they were going.

use std::time::Duration;

use bridgewarden::flow::users::{PasswordChoice, UserChange};
use bridgewarden::simulator::Kind;

use crate::on_each_database;
use crate::support::{Browser, PASSWORD, Page};

const BO: &str = "bo.kumar@example.com";
const NEW: &str = "four unrelated words";
const HOUR: Duration = Duration::from_secs(3600);

async fn choose(browser: &mut Browser, page: &Page, new: &str, repeat: &str) -> Page {
    let form = page.form("new_password").set("new_password", new).set("repeat_password", repeat);
    browser.submit(page, form).await
}

on_each_database! {
    async fn a_one_time_password_leads_over_a_new_password_to_the_page_asked_for(bridge: Bridge) {
        let one_time = bridge.add(BO, |_| {}, PasswordChoice::OneTime).await.unwrap();
        let zendesk = bridge.add_simulator(Kind::Zendesk, &[]).await;
        let mut browser = bridge.browser();
        let asked = browser.open(&zendesk.protected_page()).await;
        let mut page = browser.sign_in(&asked, BO, &one_time).await;
        page.is(200).says("Your password needs to be replaced before you go on to Zendesk.").says(BO);
        page.lacks(&one_time);
        assert!(!browser.is_signed_in().await, "nobody is signed in with a one-time password");
        for (new, repeat, sentence) in [
            ("correct horse ", "correct horse ", "Use at least 15 characters."),
            (NEW, "four unrelated word", "The two new passwords are not the same."),
            (one_time.as_str(), one_time.as_str(), "This is the password you have now."),
            ("Acme-Corporation", "Acme-Corporation", "This password is too easy to guess."),
        ] {
            page = choose(&mut browser, &page, new, repeat).await;
            page.is(422).says(sentence).says("before you go on to Zendesk").lacks(new);
            assert_eq!((bridge.tokens().await, browser.is_signed_in().await), (0, false), "{sentence}");
        }
        let delivery = choose(&mut browser, &page, NEW, NEW).await;
        let landed = browser.carried(delivery.is(200).clone()).await;
        landed.is(200).says(BO);
        assert_eq!(landed.url.as_str(), zendesk.protected_page());
        assert!(browser.is_signed_in().await);
        assert_eq!(bridge.audit_kinds().await, ["password-verified", "password-changed", "sign-in", "token-minted"]);
        let asked = bridge.browser().open("/sign-in").await;
        assert_eq!(browser.sign_in(&asked, BO, &one_time).await.status, 403, "it worked once");
    }
}

on_each_database! {
    async fn the_other_sessions_end_when_the_required_password_is_chosen(bridge: Bridge) {
        bridge.add_person(BO).await;
        let glue = bridge.add_simulator(Kind::ItGlue, &[BO]).await;
        let (mut earlier, mut browser) = (bridge.browser(), bridge.browser());
        earlier.signs_in_here(BO).await;
        bridge.clock.advance(HOUR / 60);
        bridge.change_person(BO, UserChange { require_password_change: true, ..UserChange::default() }).await;
        assert!(!earlier.is_signed_in().await, "a session opens nothing while a new password is due");
        let asked = browser.open(&glue.protected_page()).await;
        let page = browser.sign_in(&asked, BO, PASSWORD).await;
        let delivery = choose(&mut browser, &page, NEW, NEW).await;
        browser.carried(delivery).await.is(200).says(BO);
        assert!(browser.is_signed_in().await);
        assert!(!earlier.is_signed_in().await);
        assert_eq!(bridge.sessions_of(BO).await.len(), 1);
        assert_eq!(bridge.audit_of("session-revoked").await.len(), 1);
    }
}

on_each_database! {
    async fn a_session_alone_does_not_choose_a_new_password(bridge: Bridge) {
        bridge.add_person(BO).await;
        let glue = bridge.add_simulator(Kind::ItGlue, &[BO]).await;
        let mut browser = bridge.browser();
        browser.signs_in_here(BO).await;
        bridge.change_person(BO, UserChange { require_password_change: true, ..UserChange::default() }).await;
        let page = browser.open(&glue.protected_page()).await;
        assert_eq!(bridge.tokens().await, 0);
        // Whoever finds the browser unlocked must not be able to take the account over.
        assert!(page.forms().iter().all(|form| form.field("new_password").is_none()), "no password was asked for");
        page.is(200).form("password");
    }
}

on_each_database! {
    async fn a_one_time_password_is_worthless_after_three_days(bridge: Bridge) {
        let one_time = bridge.add(BO, |_| {}, PasswordChoice::OneTime).await.unwrap();
        bridge.clock.advance(HOUR * 72 - Duration::from_secs(1));
        let mut browser = bridge.browser();
        let asked = browser.open("/sign-in").await;
        let page = browser.sign_in(&asked, BO, &one_time).await;
        page.is(200).says("Choose a new password");
        bridge.clock.advance(Duration::from_secs(1));
        let asked = browser.open("/sign-in").await;
        let late = browser.sign_in(&asked, BO, &one_time).await;
        late.is(403).says("The email address or password is not right.");
    }
}

on_each_database! {
    async fn the_page_for_the_new_password_expires_and_begins_again(bridge: Bridge) {
        let one_time = bridge.add(BO, |_| {}, PasswordChoice::OneTime).await.unwrap();
        let aha = bridge.add_simulator(Kind::AhaIdeas, &[]).await;
        let mut browser = bridge.browser();
        let asked = browser.open(&aha.protected_page()).await;
        let page = browser.sign_in(&asked, BO, &one_time).await;
        bridge.clock.advance(Duration::from_secs(11 * 60));
        aha.set_clock_offset(11 * 60);
        let again = choose(&mut browser, &page, NEW, NEW).await;
        again.is(403).says("This page was open for too long.").says("Aha! Ideas");
        let page = browser.sign_in(&again, BO, &one_time).await;
        let delivery = choose(&mut browser, &page, NEW, NEW).await;
        assert_eq!(browser.carried(delivery).await.url.as_str(), aha.protected_page());
    }
}

on_each_database! {
    async fn the_delivery_page_after_it_refreshed_mints_nothing_and_offers_the_way_on(bridge: Bridge) {
        let one_time = bridge.add(BO, |_| {}, PasswordChoice::OneTime).await.unwrap();
        let aha = bridge.add_simulator(Kind::AhaIdeas, &[]).await;
        let mut browser = bridge.browser();
        let asked = browser.open(&aha.protected_page()).await;
        let page = browser.sign_in(&asked, BO, &one_time).await;
        bridge.clock.advance(Duration::from_secs(1));
        let delivery = choose(&mut browser, &page, NEW, NEW).await;
        browser.carried(delivery).await.is(200);
        let refreshed = choose(&mut browser, &page, NEW, NEW).await;
        assert_eq!(bridge.tokens().await, 1);
        refreshed.is(409).says("You have already been taken to").lacks("open for too long");
        let opened = browser.open(&refreshed.link("/sso/aha-ideas/login")).await;
        assert_eq!(opened.url.as_str(), aha.protected_page());
    }
}

on_each_database! {
    async fn the_page_for_the_new_password_is_worthless_once_the_password_is_another(bridge: Bridge) {
        let one_time = bridge.add(BO, |_| {}, PasswordChoice::OneTime).await.unwrap();
        let (mut browser, mut thief) = (bridge.browser(), bridge.browser());
        let asked = browser.open("/sign-in").await;
        let page = browser.sign_in(&asked, BO, &one_time).await;
        let asked = thief.open("/sign-in").await;
        let stolen = thief.sign_in(&asked, BO, &one_time).await;
        bridge.clock.advance(Duration::from_secs(1));
        let home = choose(&mut browser, &page, NEW, NEW).await;
        home.is(303);
        let late = choose(&mut thief, &stolen, "another set of words", "another set of words").await;
        late.is(403);
        assert!(!thief.is_signed_in().await);
        assert!(browser.is_signed_in().await);
        let copied = choose(&mut bridge.browser(), &page, "another set of words", "another set of words").await;
        copied.is(403).form("password");
        let asked = bridge.browser().open("/sign-in").await;
        assert_eq!(asked.status, 200);
        let mut third = bridge.browser();
        let asked = third.open("/sign-in").await;
        third.sign_in(&asked, BO, NEW).await.is(303);
    }
}
