//! A person is carried across: from a page of a provider, over our sign-in, back to that very page.

use bridgewarden::simulator::Kind;

use crate::on_each_database;
use crate::support::{Browser, PASSWORD, Page};

const ANN: &str = "Ann.Lee@example.com";

async fn arrives(browser: &mut Browser, wanted: &str, email: &str) -> Page {
    let sign_in = browser.open(wanted).await;
    sign_in.is(200).says("Sign in");
    let delivery = browser.sign_in(&sign_in, email, PASSWORD).await;
    delivery.is(200);
    browser.carried(delivery).await
}

on_each_database! {
    async fn a_person_lands_on_the_it_glue_page_they_asked_for(bridge: Bridge) {
        bridge.add_person(ANN).await;
        let provider = bridge.add_simulator(Kind::ItGlue, &[ANN]).await;
        let wanted = format!("{}/acme/docs/1142?tab=passwords&x=a%2Fb+c%20d", provider.base_url());
        let page = arrives(&mut bridge.browser(), &wanted, "ann.lee@EXAMPLE.com").await;
        page.is(200).says(ANN);
        assert_eq!(page.url.as_str(), wanted);
        let receipts = provider.receipts();
        assert_eq!(receipts.len(), 1);
        assert!(receipts[0].accepted, "{:?}", receipts[0].checks);
        assert_eq!(receipts[0].claims.as_ref().unwrap()["email"], ANN);
        assert_eq!(bridge.audit_kinds().await, ["sign-in", "token-minted"]);
    }
}

on_each_database! {
    async fn a_person_lands_on_the_zendesk_page_they_asked_for(bridge: Bridge) {
        bridge.add_person(ANN).await;
        let provider = bridge.add_simulator(Kind::Zendesk, &[]).await;
        let wanted = provider.protected_page();
        let page = arrives(&mut bridge.browser(), &wanted, ANN).await;
        page.is(200).says(ANN);
        assert_eq!(page.url.as_str(), wanted);
        assert!(provider.receipts()[0].accepted);
    }
}

on_each_database! {
    async fn a_person_lands_on_the_aha_idea_they_asked_for(bridge: Bridge) {
        bridge.add_person(ANN).await;
        let provider = bridge.add_simulator(Kind::AhaIdeas, &[]).await;
        let page = arrives(&mut bridge.browser(), &provider.protected_page(), ANN).await;
        page.is(200).says(ANN);
        assert_eq!(page.url.as_str(), provider.protected_page());
    }
}

on_each_database! {
    async fn a_person_lands_on_mojos_home_page(bridge: Bridge) {
        bridge.add_person(ANN).await;
        let provider = bridge.add_simulator(Kind::MojoHelpdesk, &[]).await;
        let page = arrives(&mut bridge.browser(), &provider.protected_page(), ANN).await;
        page.is(200).says(ANN);
        let claims = provider.receipts()[0].claims.clone().unwrap();
        assert!(claims.get("jti").is_none(), "Mojo has no use for a token id: {claims}");
    }
}

on_each_database! {
    async fn somebody_who_is_signed_in_is_carried_at_once(bridge: Bridge) {
        bridge.add_person(ANN).await;
        let (glue, zendesk) = (bridge.add_simulator(Kind::ItGlue, &[ANN]).await, bridge.add_simulator(Kind::Zendesk, &[]).await);
        let mut browser = bridge.browser();
        arrives(&mut browser, &glue.protected_page(), ANN).await.is(200);
        let redirected = browser.get("/sso/it-glue/login?return_to=%2Facme").await;
        redirected.is(303);
        assert_eq!(redirected.header("cache-control"), Some("no-store"));
        assert_eq!(redirected.header("referrer-policy"), Some("no-referrer"));
        let delivery = browser.open(&zendesk.protected_page()).await;
        delivery.is(200).says("Taking you to");
        assert_eq!(browser.carried(delivery).await.url.as_str(), zendesk.protected_page());
    }
}
