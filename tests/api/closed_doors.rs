//! Doors that stay shut: who may not enter is told so in words, keeps what they may, and gets no token.

use std::time::Duration;

use bridgewarden::flow::users::UserChange;
use bridgewarden::simulator::Kind;

use crate::on_each_database;
use crate::support::PASSWORD;

const ANN: &str = "Ann.Lee@example.com";
const BO: &str = "bo.kumar@example.com";

on_each_database! {
    async fn a_disabled_person_is_out_from_the_next_request_on_and_reads_the_same_as_anybody(bridge: Bridge) {
        bridge.add_person(ANN).await;
        let glue = bridge.add_simulator(Kind::ItGlue, &[ANN]).await;
        let mut browser = bridge.browser();
        browser.arrives(&glue.protected_page(), ANN).await.is(200);
        bridge.disable(ANN).await;
        assert!(!browser.is_signed_in().await);
        let asked = browser.get("/sso/it-glue/login?return_to=%2Facme").await;
        asked.is(200).form("password");
        let disabled = browser.sign_in(&asked, ANN, PASSWORD).await;
        let stranger = browser.sign_in(&asked, "stranger@example.com", PASSWORD).await;
        disabled.is(403).says("The email address or password is not right.").lacks("disabled");
        assert_eq!(disabled.status, stranger.status);
        let shape = |page: &crate::support::Page| {
            let body = page.body.replace(ANN, "").replace("stranger@example.com", "");
            let sealed = page.form("password").field("pending").unwrap().to_owned();
            body.replace(&sealed, "")
        };
        assert_eq!(shape(&disabled), shape(&stranger), "the two must not be told apart");
        assert_eq!(bridge.tokens().await, 1);
        assert!(bridge.sessions_of(ANN).await.is_empty());
    }
}

on_each_database! {
    async fn a_provider_that_is_switched_off_says_so(bridge: Bridge) {
        bridge.add_person(ANN).await;
        bridge.add_simulator(Kind::ItGlue, &[ANN]).await;
        bridge.switch("it-glue", false).await;
        let mut browser = bridge.browser();
        let stranger = browser.get("/sso/it-glue/login?return_to=%2Facme").await;
        stranger.is(403).says("IT Glue is switched off");
        browser.signs_in_here(ANN).await.lacks("IT Glue");
        browser.get("/sso/it-glue/login").await.is(403).says("IT Glue is switched off");
        assert_eq!(bridge.tokens().await, 0);
        bridge.switch("it-glue", true).await;
        browser.get("/sso/it-glue/login").await.is(303);
    }
}

on_each_database! {
    async fn a_provider_switched_off_while_the_person_types_gets_no_token(bridge: Bridge) {
        bridge.add_person(ANN).await;
        let glue = bridge.add_simulator(Kind::ItGlue, &[ANN]).await;
        let aha = bridge.add_simulator(Kind::AhaIdeas, &[]).await;
        let mut browser = bridge.browser();
        let asked = browser.open(&glue.protected_page()).await;
        bridge.switch("it-glue", false).await;
        let refused = browser.sign_in(&asked, ANN, PASSWORD).await;
        refused.is(403).says("IT Glue is switched off");
        assert_eq!((bridge.tokens().await, glue.receipts().len()), (0, 0));
        let idea = browser.open(&aha.protected_page()).await;
        assert_eq!(idea.url.as_str(), aha.protected_page(), "the password was right, so the person is signed in");
    }
}

on_each_database! {
    async fn a_provider_of_one_group_is_closed_to_others_who_may_still_open_the_rest(bridge: Bridge) {
        bridge.add_person(BO).await;
        let glue = bridge.add_simulator(Kind::ItGlue, &[BO]).await;
        let aha = bridge.add_simulator(Kind::AhaIdeas, &[]).await;
        bridge.open_only_to("it-glue", "support").await;
        let mut browser = bridge.browser();
        let asked = browser.open(&glue.protected_page()).await;
        let refused = browser.sign_in(&asked, BO, PASSWORD).await;
        refused.is(403).says("You do not have access to IT Glue");
        assert_eq!(bridge.audit_kinds().await, ["sign-in", "sign-in-refused"]);
        assert_eq!(bridge.audit_of("sign-in-refused").await[0].refusal.as_deref(), Some("not-allowed"));
        browser.get("/").await.is(200).says("Aha! Ideas").lacks("IT Glue");
        assert_eq!(browser.open(&aha.protected_page()).await.url.as_str(), aha.protected_page());
        let join = ["support".parse().unwrap()].into();
        bridge.change_person(BO, UserChange { join, ..UserChange::default() }).await;
        let opened = browser.open(&glue.protected_page()).await;
        opened.is(200).says(BO);
    }
}

on_each_database! {
    async fn a_missing_last_name_is_named_and_can_be_repaired(bridge: Bridge) {
        let password = bridgewarden::domain::password::Password::parse(PASSWORD).unwrap();
        let choice = bridgewarden::flow::users::PasswordChoice::Given { password, must_change: false };
        bridge.add(BO, |bo| bo.last_name.clear(), choice).await;
        let aha = bridge.add_simulator(Kind::AhaIdeas, &[]).await;
        let mut browser = bridge.browser();
        let asked = browser.open(&aha.protected_page()).await;
        let refused = browser.sign_in(&asked, BO, PASSWORD).await;
        refused.is(403).says("Aha! Ideas asks for your last name, and your account has none.");
        assert_eq!((bridge.tokens().await, aha.receipts().len()), (0, 0));
        let row = &bridge.audit_of("sign-in-refused").await[0];
        assert_eq!(row.refusal.as_deref(), Some("missing-claim"));
        assert!(row.details.contains("last_name"), "{}", row.details);
        bridge.change_person(BO, UserChange { last_name: Some("Kumar".into()), ..UserChange::default() }).await;
        let page = browser.open(&aha.protected_page()).await;
        assert_eq!(page.url.as_str(), aha.protected_page(), "the person is signed in and need not type again");
        assert_eq!(aha.receipts()[0].claims.as_ref().unwrap()["last_name"], "Kumar");
    }
}

on_each_database! {
    async fn the_ninth_token_within_a_minute_is_a_loop_and_a_minute_later_it_is_over(bridge: Bridge) {
        bridge.add_person(ANN).await;
        bridge.add_simulator(Kind::ItGlue, &[ANN]).await;
        bridge.add_simulator(Kind::AhaIdeas, &[]).await;
        let mut browser = bridge.browser();
        browser.signs_in_here(ANN).await;
        for _ in 0..8 {
            browser.get("/sso/it-glue/login?return_to=%2Facme").await.is(303);
            bridge.clock.advance(Duration::from_secs(5));
        }
        let ninth = browser.get("/sso/it-glue/login?return_to=%2Facme").await;
        ninth.is(429).says("IT Glue keeps sending you back");
        assert_eq!(ninth.header("retry-after"), Some("60"));
        assert_eq!(bridge.tokens().await, 8);
        assert_eq!(bridge.audit_of("sign-in-refused").await[0].refusal.as_deref(), Some("sign-in-loop"));
        browser.get("/sso/aha-ideas/login").await.is(303);
        bridge.clock.advance(Duration::from_secs(19));
        browser.get("/sso/it-glue/login").await.is(429);
        // Those who try meanwhile do not have to wait any longer for it.
        bridge.clock.advance(Duration::from_secs(1));
        browser.get("/sso/it-glue/login").await.is(303);
    }
}
