//! The first administrator's first minutes, who is signed in, and the audit, in a real browser.

use std::time::Duration;

use bridgewarden::flow::first_administrator;
use serde_json::json;

use crate::support::{ANN, Bridge, Chromium, Database, Person, two_browsers};

const ADA: &str = "Ada.Admin@example.com";
const NEW: &str = "seven quiet lanterns";

async fn administrator(bridge: &Bridge, chromium: Chromium) -> Person {
    bridge.add_administrator(ADA).await;
    let ada = chromium.open().await;
    ada.opens("/admin").await;
    ada.signs_in(ADA).await;
    ada.sees("Overview").await;
    ada
}

async fn becomes_the_first_administrator(chromium: impl FnOnce(&Bridge) -> Chromium) {
    let bridge = Bridge::start(Database::sqlite()).await;
    let offer = first_administrator::offer(&bridge.context).await.unwrap().unwrap();
    let ada = chromium(&bridge).open().await;
    ada.opens(&format!("/first-administrator/{}", offer.token.expose())).await;
    ada.sees("Set up the first administrator").await;
    ada.has_focus_on("Email address").await;
    ada.fills_in("Email address", ADA).await;
    ada.fills_in("First name", "Ada").await;
    ada.fills_in("Last name", "Lindqvist").await;
    ada.fills_in("Password", "short").await;
    ada.fills_in("Password again", "short").await;
    ada.presses("Create account and sign in").await;
    ada.sees("Use at least 15 characters.").await;
    assert_eq!(ada.reads("Last name").await, "Lindqvist");
    ada.fills_in("Password", NEW).await;
    ada.fills_in("Password again", NEW).await;
    ada.presses("Create account and sign in").await;
    ada.sees("Overview").await;
    ada.sees("Ada Lindqvist").await;
    ada.goes_back().await;
    ada.reloads().await;
    ada.sees("This page does not exist").await;
}

#[tokio::test]
async fn the_first_administrator_comes_from_the_printed_address_to_the_overview() {
    becomes_the_first_administrator(Chromium::at).await;
}

#[tokio::test]
async fn the_first_administrator_needs_no_scripts() {
    becomes_the_first_administrator(|bridge| Chromium::at(bridge).without_scripts()).await;
}

#[tokio::test]
async fn a_session_is_ended_and_the_other_browser_is_signed_out() {
    let _both = two_browsers().await;
    let bridge = Bridge::start(Database::sqlite()).await;
    bridge.add_person(ANN).await;
    let ann = Chromium::at(&bridge).open().await;
    ann.opens("/").await;
    ann.signs_in(ANN).await;
    ann.sees("Your services").await;
    let ada = administrator(&bridge, Chromium::at(&bridge)).await;
    ada.opens("/admin/sessions").await;
    ada.sees("Chrome on Linux").await;
    ada.fills_in("Person", ANN).await;
    ada.presses("Show").await;
    ada.presses("End Ann Lee, Chrome on Linux").await;
    ada.sees("The session of Ann Lee has ended.").await;
    ann.reloads().await;
    ann.sees("Email address").await;
}

#[tokio::test]
async fn the_audit_is_looked_through_and_its_export_arrives() {
    let bridge = Bridge::start(Database::sqlite()).await;
    bridge.add_person(ANN).await;
    bridge.signed_in(ANN).await;
    let ada = administrator(&bridge, Chromium::at(&bridge)).await;
    ada.opens("/admin/audit").await;
    ada.fills_in("Person", ANN).await;
    ada.presses("Show").await;
    ada.sees("Ann Lee (Ann.Lee@example.com) signed in").await;
    ada.does_not_see("Ada").await;
    let folder = tempfile::tempdir().unwrap();
    let into = json!({"behavior": "allow", "downloadPath": folder.path()});
    ada.session.devtools("Page.setDownloadBehavior", into).await.unwrap();
    ada.presses("Export as CSV").await;
    let file = ada
        .until("the file arrives", async || {
            let entry = std::fs::read_dir(folder.path()).ok()?.next()?.ok()?;
            let is_whole = entry.path().extension().is_some_and(|ending| ending == "csv");
            is_whole.then(|| std::fs::read_to_string(entry.path()).ok()).flatten()
        })
        .await;
    let kinds: Vec<&str> = file.lines().skip(1).map(|line| line.split(',').nth(2).unwrap()).collect();
    assert_eq!(kinds, ["user-added", "sign-in"]);
    // The page is as it was, and its buttons work on.
    ada.presses("Verify the chain now").await;
    ada.sees("The chain is being verified.").await;
    bridge.clock.advance(Duration::from_secs(1));
    ada.until("the chain was found whole", async || {
        ada.reloads().await;
        ada.screen().await.ok()?.contains("Whole up to event").then_some(())
    })
    .await;
}
