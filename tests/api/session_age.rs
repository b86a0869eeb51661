//! A provider may ask for a sign-in of late: then the password is asked for again, and the person goes on.

use std::time::Duration;

use bridgewarden::flow::providers::ProviderChange;

use crate::on_each_database;
use crate::support::{Bridge, Delivery, PASSWORD};

const ANN: &str = "ann.lee@example.com";
const SECRET: &str = "a secret of the desk that is longer than 32 bytes";
const MINUTE: Duration = Duration::from_secs(60);

async fn prepare(bridge: &Bridge, minutes: &str) {
    bridge.add_person(ANN).await;
    for slug in ["desk", "wiki"] {
        let secret = format!("{SECRET} ({slug})");
        bridge.add_provider(slug, "it-glue", &[("subdomain", "acme")], &secret).await;
    }
    limit(bridge, Some(minutes)).await;
}

async fn limit(bridge: &Bridge, minutes: Option<&str>) {
    let age = minutes.map(|minutes| minutes.parse().unwrap());
    bridge
        .change_provider("desk", ProviderChange { max_sign_in_age: Some(age), ..ProviderChange::default() })
        .await;
}

on_each_database! {
    async fn an_older_sign_in_is_asked_for_the_password_and_goes_on_to_where_it_was_going(bridge: Bridge) {
        prepare(&bridge, "30").await;
        let mut browser = bridge.signed_in(ANN).await;
        bridge.clock.advance(30 * MINUTE);
        Delivery::in_page(&browser.get("/sso/desk/login").await);
        bridge.clock.advance(Duration::from_secs(1));
        let asked = browser.get("/sso/desk/login?return_to=%2Fdocs%2F7").await;
        asked.is(200).says("This service asks for a recent sign-in. Please enter your password again.");
        assert!(Delivery::of(&asked).is_none());
        // Elsewhere the session is as good as before.
        Delivery::in_page(&browser.get("/sso/wiki/login").await);
        let carried = browser.sign_in(&asked, ANN, PASSWORD).await;
        let delivery = Delivery::in_page(&carried);
        assert_eq!(delivery.values("return_to"), ["/docs/7"]);
        delivery.claims("jwt", &format!("{SECRET} (desk)"));
        Delivery::in_page(&browser.get("/sso/desk/login").await);
    }
}

on_each_database! {
    async fn a_wrong_password_is_none(bridge: Bridge) {
        prepare(&bridge, "1").await;
        let mut browser = bridge.signed_in(ANN).await;
        bridge.clock.advance(2 * MINUTE);
        let asked = browser.get("/sso/desk/login").await;
        let again = browser.sign_in(&asked, ANN, "not the password").await;
        again.is(403);
        assert!(Delivery::of(&again).is_none());
        assert_eq!(bridge.count_audit("token-minted").await, 0);
    }
}

on_each_database! {
    async fn the_list_of_services_asks_as_well(bridge: Bridge) {
        prepare(&bridge, "10").await;
        let mut browser = bridge.signed_in(ANN).await;
        bridge.clock.advance(11 * MINUTE);
        let tiles = browser.get("/").await;
        let asked = browser.submit(&tiles, tiles.form_to("/sso/desk/launch")).await;
        asked.is(200).says("asks for a recent sign-in");
        Delivery::in_page(&browser.sign_in(&asked, ANN, PASSWORD).await);
    }
}

on_each_database! {
    async fn a_change_of_the_limit_holds_from_the_next_request_on(bridge: Bridge) {
        prepare(&bridge, "60").await;
        let mut browser = bridge.signed_in(ANN).await;
        bridge.clock.advance(20 * MINUTE);
        Delivery::in_page(&browser.get("/sso/desk/login").await);
        limit(&bridge, Some("10")).await;
        browser.get("/sso/desk/login").await.is(200).says("asks for a recent sign-in");
        limit(&bridge, None).await;
        Delivery::in_page(&browser.get("/sso/desk/login").await);
        let changed = bridge.audit().await.into_iter().filter(|row| row.kind == "provider-changed");
        let details: Vec<String> = changed.map(|row| row.details).collect();
        assert!(details[2].contains("10 min → none"), "{details:?}");
    }
}
