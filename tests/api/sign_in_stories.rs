//! Nobody loses their way: whatever happens to the sign-in form, the person ends on the page they asked for.

use std::time::Duration;

use bridgewarden::simulator::Kind;

use crate::on_each_database;
use crate::support::{PASSWORD, html};

const ANN: &str = "Ann.Lee@example.com";
const WRONG: &str = "The email address or password is not right.";
const EXPIRED: &str = "This page was open for too long.";

on_each_database! {
    async fn a_wrong_password_keeps_everything_but_the_password(bridge: Bridge) {
        bridge.add_person(ANN).await;
        let zendesk = bridge.add_simulator(Kind::Zendesk, &[]).await;
        let mut browser = bridge.browser();
        let asked = browser.open(&zendesk.protected_page()).await;
        let again = browser.sign_in(&asked, "ann.lee@example.com", "not the right one").await;
        again.is(403).says(WRONG).says("Zendesk").lacks("not the right one");
        assert_eq!(again.form("password").field("email"), Some("ann.lee@example.com"));
        assert_eq!(again.header("retry-after"), None);
        let third = browser.sign_in(&again, "nobody@example.com", PASSWORD).await;
        third.is(403).says(WRONG);
        let delivery = browser.sign_in(&third, ANN, PASSWORD).await;
        let page = browser.carried(delivery).await;
        page.is(200).says(ANN);
        assert_eq!(page.url.as_str(), zendesk.protected_page());
        assert_eq!(bridge.audit_kinds().await, ["sign-in-refused", "sign-in-refused", "sign-in", "token-minted"]);
    }
}

on_each_database! {
    async fn an_expired_form_asks_again_and_still_knows_the_way(bridge: Bridge) {
        bridge.add_person(ANN).await;
        let zendesk = bridge.add_simulator(Kind::Zendesk, &[]).await;
        let mut browser = bridge.browser();
        let asked = browser.open(&zendesk.protected_page()).await;
        bridge.clock.advance(Duration::from_secs(11 * 60));
        zendesk.set_clock_offset(11 * 60);
        let again = browser.sign_in(&asked, ANN, PASSWORD).await;
        again.is(403).says(EXPIRED).says("Zendesk").lacks(WRONG);
        assert_eq!(again.form("password").field("email"), Some(ANN));
        assert!(bridge.audit_kinds().await.is_empty(), "nobody has signed in yet");
        let delivery = browser.sign_in(&again, ANN, PASSWORD).await;
        assert_eq!(browser.carried(delivery).await.url.as_str(), zendesk.protected_page());
    }
}

on_each_database! {
    async fn a_form_that_lost_its_browser_cookie_still_knows_the_way(bridge: Bridge) {
        bridge.add_person(ANN).await;
        let glue = bridge.add_simulator(Kind::ItGlue, &[ANN]).await;
        let wanted = format!("{}/acme/docs/1142?tab=a%2Fb", glue.base_url());
        let mut browser = bridge.browser();
        let asked = browser.open(&wanted).await;
        browser.clear_cookies();
        let again = browser.sign_in(&asked, ANN, PASSWORD).await;
        again.is(403).says(EXPIRED).says("IT Glue");
        assert!(!browser.is_signed_in().await, "a form of another browser signs nobody in");
        let delivery = browser.sign_in(&again, ANN, PASSWORD).await;
        assert_eq!(browser.carried(delivery).await.url.as_str(), wanted);
    }
}

on_each_database! {
    async fn two_tabs_for_two_providers_do_not_disturb_each_other(bridge: Bridge) {
        bridge.add_person(ANN).await;
        let aha = bridge.add_simulator(Kind::AhaIdeas, &[]).await;
        let glue = bridge.add_simulator(Kind::ItGlue, &[ANN]).await;
        let mut browser = bridge.browser();
        let idea = browser.open(&aha.protected_page()).await;
        idea.says("Aha! Ideas");
        let wanted = format!("{}/acme/passwords/7", glue.base_url());
        let document = browser.open(&wanted).await;
        document.says("IT Glue");
        let delivery = browser.sign_in(&document, ANN, PASSWORD).await;
        assert_eq!(browser.carried(delivery).await.url.as_str(), wanted);
        let delivery = browser.sign_in(&idea, ANN, PASSWORD).await;
        assert_eq!(browser.carried(delivery).await.url.as_str(), aha.protected_page());
        assert_eq!(bridge.sessions_of(ANN).await.len(), 1, "one browser has one session");
        assert_eq!((aha.receipts().len(), glue.receipts().len()), (1, 1));
    }
}

on_each_database! {
    async fn a_tab_left_open_asks_who_it_is_even_after_a_sign_in_in_another(bridge: Bridge) {
        bridge.add_person(ANN).await;
        let aha = bridge.add_simulator(Kind::AhaIdeas, &[]).await;
        let mut browser = bridge.browser();
        let left_open = browser.open(&aha.protected_page()).await;
        bridge.clock.advance(Duration::from_secs(11 * 60));
        aha.set_clock_offset(11 * 60);
        browser.signs_in_here(ANN).await;
        // Perhaps it was somebody else who left it open: nobody goes on under another's name.
        let again = browser.sign_in(&left_open, ANN, "half a passw").await;
        again.is(403).says(EXPIRED).says("Aha! Ideas");
        assert_eq!(bridge.tokens().await, 0);
        let delivery = browser.sign_in(&again, ANN, PASSWORD).await;
        assert_eq!(browser.carried(delivery).await.url.as_str(), aha.protected_page());
        assert_eq!(bridge.sessions_of(ANN).await.len(), 1);
    }
}

on_each_database! {
    async fn the_same_form_sent_again_mints_nothing_and_offers_the_way_on(bridge: Bridge) {
        bridge.add_person(ANN).await;
        let glue = bridge.add_simulator(Kind::ItGlue, &[ANN]).await;
        let wanted = format!("{}/acme/docs/1142?tab=passwords&x=a%2Fb+c%20d", glue.base_url());
        let mut browser = bridge.browser();
        let asked = browser.open(&wanted).await;
        let delivery = browser.sign_in(&asked, ANN, PASSWORD).await;
        browser.carried(delivery).await.is(200);
        let refreshed = browser.sign_in(&asked, ANN, PASSWORD).await;
        refreshed.is(409).says("You have already been taken to").says("IT Glue");
        assert_eq!(html::refresh(&refreshed.body), None, "it must not go on by itself");
        assert_eq!((bridge.tokens().await, glue.receipts().len()), (1, 1));
        assert_eq!(bridge.sessions_of(ANN).await.len(), 1);
        let way_on = refreshed.link("/sso/it-glue/login");
        let page = browser.open(&way_on).await;
        page.is(200);
        assert_eq!(page.url.as_str(), wanted, "{way_on}");
    }
}

on_each_database! {
    async fn the_way_on_keeps_the_providers_own_parameters(bridge: Bridge) {
        bridge.add_person(ANN).await;
        let zendesk = bridge.add_simulator(Kind::Zendesk, &[]).await;
        let mut browser = bridge.browser();
        let asked = browser.open(&zendesk.protected_page()).await;
        browser.sign_in(&asked, ANN, PASSWORD).await.is(200).says("Taking you to");
        let refreshed = browser.sign_in(&asked, ANN, PASSWORD).await;
        let way_on = refreshed.is(409).link("/sso/zendesk/login");
        let delivery = browser.open(&way_on).await;
        // The first token never arrived: the simulator compares what comes back with what it had sent.
        let page = browser.carried(delivery).await;
        assert_eq!(page.url.as_str(), zendesk.protected_page(), "{way_on}");
        assert!(zendesk.receipts()[0].accepted, "{:?}", zendesk.receipts()[0].checks);
    }
}

on_each_database! {
    async fn without_a_provider_a_sign_in_ends_on_the_tiles(bridge: Bridge) {
        bridge.add_person(ANN).await;
        bridge.add_simulator(Kind::Zendesk, &[]).await;
        let mut browser = bridge.browser();
        let home = browser.open("/").await;
        assert_eq!(home.place(), "/sign-in");
        let asked = home;
        let answer = browser.sign_in(&asked, ANN, PASSWORD).await;
        let tiles = browser.follow(answer).await;
        tiles.is(200).says("Your services").says("Zendesk").says("Ann Lee");
        assert_eq!(browser.open("/sign-in").await.place(), "/", "whoever is signed in is not asked");
        let again = browser.sign_in(&asked, ANN, PASSWORD).await;
        assert_eq!(browser.follow(again).await.place(), "/");
        assert_eq!(bridge.audit_kinds().await, ["sign-in"]);
    }
}
