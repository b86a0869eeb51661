//! From the list of services into a provider, and out of all of them again, with an honest word about each.

use bridgewarden::simulator::{Kind, Simulator};

use crate::on_each_database;
use crate::support::{Bridge, Browser, Page, html};

const ANN: &str = "Ann.Lee@example.com";
const EVERYWHERE: &str = "You are signed out here and in every service below.";
const PARTLY: &str = "You are signed out here. Some services below may still be open.";

/// Signs out with the button of the list of services.
async fn signs_out(browser: &mut Browser) -> Page {
    let tiles = browser.open("/").await;
    browser.submit(&tiles, tiles.form_to("/sign-out")).await
}

/// Waits on a page of the walk until it moves on by itself, and follows.
async fn goes_on(browser: &mut Browser, page: &Page) -> Page {
    let address =
        html::refresh(&page.body).unwrap_or_else(|| panic!("{} does not go on: {}", page.url, page.body));
    browser.open(&address).await
}

/// Ann, signed in at Aha and at Zendesk.
async fn in_two_services(bridge: &Bridge) -> (Browser, Simulator, Simulator) {
    bridge.add_person(ANN).await;
    let (aha, zendesk) =
        (bridge.add_simulator(Kind::AhaIdeas, &[]).await, bridge.add_simulator(Kind::Zendesk, &[]).await);
    let mut browser = bridge.browser();
    browser.arrives(&aha.protected_page(), ANN).await.is(200);
    bridge.clock.advance(std::time::Duration::from_secs(1));
    let delivery = browser.open(&zendesk.protected_page()).await;
    browser.carried(delivery).await.is(200);
    assert_eq!((aha.open_sessions(), zendesk.open_sessions()), (1, 1));
    (browser, aha, zendesk)
}

on_each_database! {
    async fn the_list_shows_what_the_person_may_open_in_order_of_names(bridge: Bridge) {
        bridge.add_person(ANN).await;
        for slug in ["zendesk", "mojo-helpdesk", "aha-ideas", "it-glue", "desk-com"] {
            let filled = bridge.context.catalogue.get(slug).unwrap().example_settings();
            let settings: Vec<(&str, &str)> = filled.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
            bridge.add_provider(slug, slug, &settings, &format!("secret of {slug}, long enough for all")).await;
        }
        bridge.switch("mojo-helpdesk", false).await;
        bridge.open_only_to("desk-com", "agents").await;
        let page = bridge.browser().signs_in_here(ANN).await;
        let path = |address: String| address.split('?').next().unwrap().to_owned();
        let launches: Vec<String> = page.forms().into_iter().map(|form| path(form.action)).collect();
        assert_eq!(launches, ["/sign-out", "/sso/aha-ideas/launch", "/sso/it-glue/launch", "/sso/zendesk/launch"]);
        page.lacks("Mojo").lacks("Desk.com");
    }
}

on_each_database! {
    async fn a_tile_leads_into_its_provider_over_a_page_of_ours(bridge: Bridge) {
        bridge.add_person(ANN).await;
        let glue = bridge.add_simulator(Kind::ItGlue, &[ANN]).await;
        let zendesk = bridge.add_simulator(Kind::Zendesk, &[]).await;
        let mut browser = bridge.browser();
        let tiles = browser.signs_in_here(ANN).await;
        let delivery = browser.submit(&tiles, tiles.form_to("/it-glue/launch")).await;
        // A redirect here would be stopped by the browser, which checks form-action on each hop.
        delivery.is(200).says("Taking you to");
        let landed = browser.carried(delivery).await;
        assert!(landed.url.as_str().starts_with(&glue.base_url()), "{}", landed.url);
        let delivery = browser.submit(&tiles, tiles.form_to("/zendesk/launch")).await;
        let action = delivery.is(200).forms()[0].action.clone();
        assert!(action.starts_with(&zendesk.jwt_endpoint()) && !action.contains("jwt="), "{action}");
        browser.carried(delivery).await;
        for provider in [&glue, &zendesk] {
            assert!(provider.receipts()[0].accepted, "{:?}", provider.receipts()[0].checks);
            assert_eq!(provider.open_sessions(), 1);
        }
        assert!(bridge.audit_of("token-minted").await.iter().all(|row| row.details.contains("\"launch\"")));
    }
}

on_each_database! {
    async fn the_page_behind_a_tile_refreshed_mints_nothing_and_offers_the_way_on(bridge: Bridge) {
        bridge.add_person(ANN).await;
        let glue = bridge.add_simulator(Kind::ItGlue, &[ANN]).await;
        let mut browser = bridge.browser();
        let tiles = browser.signs_in_here(ANN).await;
        browser.submit(&tiles, tiles.form_to("/it-glue/launch")).await.is(200);
        let refreshed = browser.submit(&tiles, tiles.form_to("/it-glue/launch")).await;
        refreshed.is(409).says("You have already been taken to");
        assert_eq!(bridge.tokens().await, 1);
        browser.open(&refreshed.link("/sso/it-glue/login")).await.is(200);
        let tiles = browser.open("/").await;
        let delivery = browser.submit(&tiles, tiles.form_to("/it-glue/launch")).await;
        browser.carried(delivery).await;
        assert!(glue.receipts().iter().all(|receipt| receipt.accepted));
        assert_eq!((bridge.tokens().await, glue.receipts().len()), (3, 2));
    }
}

on_each_database! {
    async fn a_tile_pressed_after_the_access_was_taken_away_opens_nothing(bridge: Bridge) {
        bridge.add_person(ANN).await;
        bridge.add_simulator(Kind::ItGlue, &[ANN]).await;
        let mut browser = bridge.browser();
        let tiles = browser.signs_in_here(ANN).await;
        bridge.open_only_to("it-glue", "agents").await;
        let refused = browser.submit(&tiles, tiles.form_to("/it-glue/launch")).await;
        refused.is(403).says("You do not have access to IT Glue");
        bridge.switch("it-glue", false).await;
        let refused = browser.submit(&tiles, tiles.form_to("/it-glue/launch")).await;
        refused.is(403).says("IT Glue is switched off");
        bridge.disable(ANN).await;
        let asked = browser.submit(&tiles, tiles.form_to("/it-glue/launch")).await;
        assert!(asked.forms().iter().all(|form| form.field("jwt").is_none()), "{}", asked.body);
        assert_eq!(bridge.tokens().await, 0);
    }
}

on_each_database! {
    async fn signing_out_walks_through_every_service_and_says_what_became_of_each(bridge: Bridge) {
        let (mut browser, aha, zendesk) = in_two_services(&bridge).await;
        let first = signs_out(&mut browser).await;
        first.is(200).says("Signing you out").says("Aha! Ideas").says("Zendesk");
        assert!(!browser.is_signed_in().await, "our own session ends first");
        assert!(bridge.sessions_of(ANN).await.is_empty());
        let second = goes_on(&mut browser, &first).await;
        assert_eq!((aha.open_sessions(), zendesk.open_sessions()), (0, 1));
        let end = goes_on(&mut browser, &second).await;
        assert_eq!((aha.open_sessions(), zendesk.open_sessions()), (0, 0));
        end.is(200).says("You are signed out").says(EVERYWHERE).lacks("Not confirmed");
        assert_eq!(end.body.matches("Signed out</span>").count(), 2, "{}", end.body);
        assert_eq!(html::refresh(&end.body), None);
        assert_eq!(bridge.audit_of("sign-out").await.len(), 1);
        // Aha sends the browser to our remote logout URL whenever somebody signs out there: no second walk.
        for _ in 0..2 {
            let back = browser.open(&aha.sign_out_url()).await;
            back.is(200).says("You are signed out");
            assert_eq!(html::refresh(&back.body), None);
        }
        assert_eq!(bridge.tokens().await, 2);
    }
}

on_each_database! {
    async fn a_service_that_cannot_be_asked_is_not_called_signed_out(bridge: Bridge) {
        bridge.add_person(ANN).await;
        let glue = bridge.add_simulator(Kind::ItGlue, &[ANN]).await;
        let mut browser = bridge.browser();
        browser.arrives(&glue.protected_page(), ANN).await.is(200);
        let end = signs_out(&mut browser).await;
        end.is(200).says(PARTLY).says("IT Glue").says("May still be open").lacks(EVERYWHERE);
        assert_eq!(glue.open_sessions(), 1);
    }
}

on_each_database! {
    async fn a_provider_that_never_sends_the_browser_back_can_be_skipped(bridge: Bridge) {
        let (mut browser, aha, zendesk) = in_two_services(&bridge).await;
        aha.configure(Vec::new(), String::new(), String::new());
        let walk = signs_out(&mut browser).await;
        let stuck = goes_on(&mut browser, &walk).await;
        assert!(stuck.url.as_str().starts_with(&aha.base_url()), "{}", stuck.url);
        let next = browser.open(&walk.link("/sign-out/continue")).await;
        next.is(200).says("Signing you out").says("Zendesk");
        let end = goes_on(&mut browser, &next).await;
        assert_eq!(zendesk.open_sessions(), 0);
        end.is(200).says(PARTLY).says("Not confirmed").says("Signed out");
        assert_eq!(end.link(&aha.base_url()), aha.sign_out_url());
    }
}

on_each_database! {
    async fn signing_out_at_a_provider_ends_our_session_and_leads_nowhere(bridge: Bridge) {
        let (mut browser, aha, zendesk) = in_two_services(&bridge).await;
        let end = browser.open(&aha.sign_out_url()).await;
        end.is(200).says("You are signed out").says(PARTLY).says("Zendesk");
        assert!(end.url.as_str().starts_with(&bridge.address), "{}", end.url);
        assert_eq!(html::refresh(&end.body), None, "the person is not sent on a journey");
        assert_eq!(end.link(&zendesk.base_url()), zendesk.sign_out_url());
        assert!(bridge.sessions_of(ANN).await.is_empty());
        assert!(!browser.is_signed_in().await);
        for query in ["", "?return_to=https%3A%2F%2Fevil.example%2F", "?email=x&return_to=%2F%2Fevil.example"] {
            let again = browser.get(&format!("/sso/aha-ideas/logout{query}")).await;
            again.is(200).says("You are signed out").lacks("evil");
            assert_eq!((again.location(), html::refresh(&again.body)), (None, None));
        }
        assert_eq!((bridge.tokens().await, bridge.audit_of("sign-out").await.len()), (2, 1));
        browser.get("/sso/nothing-here/logout").await.is(404);
    }
}

on_each_database! {
    async fn an_address_of_the_walk_opened_without_a_walk_does_not_pretend(bridge: Bridge) {
        bridge.add_person(ANN).await;
        let mut browser = bridge.browser();
        browser.signs_in_here(ANN).await;
        let page = browser.open("/sign-out/continue").await;
        let is_over = bridge.sessions_of(ANN).await.is_empty();
        assert_eq!(page.body.contains("You are signed out"), is_over, "the session is over: {is_over}");
        assert!(browser.is_signed_in().await, "a link on some other site must not sign anybody out half-way");
    }
}

on_each_database! {
    async fn an_old_walk_does_not_sign_out_somebody_who_is_back(bridge: Bridge) {
        let (mut browser, aha, _zendesk) = in_two_services(&bridge).await;
        aha.configure(Vec::new(), String::new(), String::new());
        let walk = signs_out(&mut browser).await;
        goes_on(&mut browser, &walk).await;
        browser.signs_in_here(ANN).await;
        browser.open(&walk.link("/sign-out/continue")).await.lacks("You are signed out");
        assert_eq!((bridge.sessions_of(ANN).await.len(), browser.is_signed_in().await), (1, true));
    }
}
