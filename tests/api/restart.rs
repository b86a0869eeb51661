//! The bridge stops and starts again on the same database: people notice nothing, and nothing that ended returns.

use std::collections::BTreeSet;

use bridgewarden::flow::session;
use bridgewarden::simulator::{Kind, Simulator};

use crate::on_each_database;
use crate::support::{Bridge, Browser, PASSWORD, Page};

const ANN: &str = "Ann.Lee@example.com";
const COOKIES: [&str; 2] = ["__Host-bridgewarden", "__Host-bridgewarden-browser"];

/// Stops the bridge and starts it again. The stories' bridge has another port then; a real one keeps its address.
async fn restarted(bridge: Bridge) -> Bridge {
    let (database, clock) = bridge.stop().await;
    Bridge::start_at(database, clock, &[]).await
}

/// The same browser, which knows the bridge's new address.
fn moved(browser: &Browser, bridge: &Bridge) -> Browser {
    let mut moved = bridge.browser();
    for name in COOKIES {
        if let Some(value) = browser.cookie(name) {
            moved.set_cookie(name, value);
        }
    }
    moved
}

/// A page that was loaded before the restart, as if from the bridge's new address.
fn kept(page: &Page, bridge: &Bridge) -> Page {
    let mut page = page.clone();
    page.url.set_port(bridge.address.rsplit(':').next().unwrap().parse().ok()).unwrap();
    page
}

/// Tells a provider the bridge's new address; everything else stays.
fn reconfigured(simulator: &Simulator, bridge: &Bridge) {
    let kind = simulator.kind();
    let secret = format!("secret of {kind}: 0123456789abcdef0123456789").into_bytes();
    simulator.configure(
        secret,
        format!("{}/sso/{kind}/login", bridge.address),
        format!("{}/sso/{kind}/logout", bridge.address),
    );
}

on_each_database! {
    async fn a_session_survives_and_a_revoked_one_stays_revoked(bridge: Bridge) {
        bridge.add_person(ANN).await;
        let aha = bridge.add_simulator(Kind::AhaIdeas, &[]).await;
        let (mut browser, mut lost, mut left) = (bridge.browser(), bridge.browser(), bridge.browser());
        lost.signs_in_here(ANN).await;
        let stolen = bridge.sessions_of(ANN).await[0].session.id;
        left.signs_in_here(ANN).await;
        browser.arrives(&aha.protected_page(), ANN).await.is(200);
        assert!(session::revoke(&bridge.context, stolen, &bridge.origin()).await.unwrap());
        let left_cookies = left.clone();
        let tiles = left.open("/").await;
        left.submit(&tiles, tiles.form_to("/sign-out")).await.is(200);
        let bridge = restarted(bridge).await;
        reconfigured(&aha, &bridge);
        assert!(!moved(&lost, &bridge).is_signed_in().await, "taken away by the administrator");
        assert!(!moved(&left_cookies, &bridge).is_signed_in().await, "signed out");
        let mut browser = moved(&browser, &bridge);
        assert!(browser.is_signed_in().await);
        let page = browser.open("/sso/aha-ideas/login?return_to=%2Fideas%2FAPP-I-1").await;
        assert_eq!(page.url.as_str(), format!("{}/ideas/APP-I-1", aha.base_url()));
        assert_eq!(bridge.sessions_of(ANN).await.len(), 1);
    }
}

on_each_database! {
    async fn a_form_opened_before_the_restart_is_taken_after_it(bridge: Bridge) {
        bridge.add_person(ANN).await;
        let zendesk = bridge.add_simulator(Kind::Zendesk, &[]).await;
        let mut browser = bridge.browser();
        let asked = browser.open(&zendesk.protected_page()).await;
        let bridge = restarted(bridge).await;
        reconfigured(&zendesk, &bridge);
        let (mut browser, asked) = (moved(&browser, &bridge), kept(&asked, &bridge));
        let delivery = browser.sign_in(&asked, ANN, PASSWORD).await;
        assert_eq!(browser.carried(delivery.is(200).clone()).await.url.as_str(), zendesk.protected_page());
        let bridge = restarted(bridge).await;
        let (mut browser, asked) = (moved(&browser, &bridge), kept(&asked, &bridge));
        browser.sign_in(&asked, ANN, PASSWORD).await.is(409).says("You have already been taken to");
        assert_eq!(bridge.tokens().await, 1, "what was consumed before the restart stays consumed");
    }
}

on_each_database! {
    async fn no_token_id_repeats_over_restarts_with_the_clock_standing_still(bridge: Bridge) {
        bridge.add_person(ANN).await;
        let aha = bridge.add_simulator(Kind::AhaIdeas, &[]).await;
        let mut bridge = bridge;
        for _ in 0..4 {
            for _ in 0..3 {
                bridge.browser().arrives(&aha.protected_page(), ANN).await.is(200);
            }
            bridge = restarted(bridge).await;
            reconfigured(&aha, &bridge);
        }
        let receipts = aha.receipts();
        let id = |receipt: &bridgewarden::simulator::Receipt| receipt.claims.as_ref().unwrap()["jti"].to_string();
        let ids: BTreeSet<String> = receipts.iter().map(id).collect();
        assert_eq!((receipts.len(), ids.len()), (12, 12), "{ids:?}");
        assert!(receipts.iter().all(|receipt| receipt.accepted));
    }
}

on_each_database! {
    async fn the_audit_goes_on_with_the_chain_it_had(bridge: Bridge) {
        use bridgewarden::flow::{audit, housekeeping};
        bridge.add_person(ANN).await;
        bridge.browser().signs_in_here(ANN).await;
        housekeeping::seal_audit(&bridge.context).await.unwrap();
        let before = audit::verify(&bridge.context, None).await.unwrap().head;
        let bridge = restarted(bridge).await;
        bridge.browser().signs_in_here(ANN).await;
        housekeeping::seal_audit(&bridge.context).await.unwrap();
        let after = audit::verify(&bridge.context, Some(&before)).await.unwrap();
        assert_eq!(after.broken, None);
        assert_eq!(after.head.position, before.position + 1);
        let rows = bridge.audit().await;
        let noted = rows.iter().find(|row| row.position == Some(before.position)).unwrap();
        assert_eq!(noted.link.as_ref(), Some(&before.link), "what was noted before the restart still stands");
    }
}
