//! Back and Reload on the way to a provider: nothing is minted again, and the person is shown how to go on.

use bridgewarden::simulator::Kind;

use crate::support::silent::{Delivery, add_silent_provider};
use crate::support::{ANN, Bridge, Chromium, Database, Person};

async fn tokens_minted(bridge: &Bridge) -> usize {
    bridge.count_audit("token-minted").await
}

/// The provider shows nothing, so the browser stays on the delivery page.
async fn stays_on_the_delivery_page(bridge: &Bridge, chromium: Chromium, delivery: Delivery) -> Person {
    bridge.add_person(ANN).await;
    add_silent_provider(bridge, "archive", "Archive", delivery).await;
    let ann = chromium.open().await;
    ann.opens("/sso/archive/login?return_to=%2Fboxes%2F7%3Fa%3Db%26c%23d").await;
    ann.signs_in(ANN).await;
    ann.sees("Taking you to Archive").await;
    assert_eq!(tokens_minted(bridge).await, 1);
    ann
}

/// The form is sent again, as often as the person likes.
async fn a_reload_says_that_it_is_done(delivery: Delivery, chromium: impl Fn(&Bridge) -> Chromium) {
    let bridge = Bridge::start(Database::sqlite()).await;
    let ann = stays_on_the_delivery_page(&bridge, chromium(&bridge), delivery).await;
    for _ in 0..2 {
        ann.reloads().await;
        ann.sees("You have already been taken to Archive").await;
        assert_eq!(tokens_minted(&bridge).await, 1);
    }
    let again = ann.link("Open Archive again").await;
    assert_eq!(again, format!("{}/sso/archive/login?return_to=%2Fboxes%2F7%3Fa%3Db%26c%23d", bridge.address));
    ann.presses("Open Archive again").await;
    match delivery {
        // A plain redirect, which the provider answers with nothing.
        Delivery::Redirect => ann.sees("You have already been taken to Archive").await,
        Delivery::FormPost => ann.sees("Taking you to Archive").await,
    }
    let asked_for = async || (tokens_minted(&bridge).await == 2).then_some(());
    ann.until("a second token is minted, since the person asked for it", asked_for).await;
}

#[tokio::test]
async fn a_reload_after_a_redirect_mints_nothing() {
    a_reload_says_that_it_is_done(Delivery::Redirect, Chromium::at).await;
}

/// The script on the page has made its entry in the history an ordinary one, so the form is not sent again.
#[tokio::test]
async fn a_reload_after_a_form_post_mints_nothing() {
    let bridge = Bridge::start(Database::sqlite()).await;
    let ann = stays_on_the_delivery_page(&bridge, Chromium::at(&bridge), Delivery::FormPost).await;
    ann.reloads().await;
    ann.sees("Choose where you want to go.").await;
    assert_eq!(tokens_minted(&bridge).await, 1);
}

#[tokio::test]
async fn a_reload_after_a_redirect_without_scripts_mints_nothing() {
    a_reload_says_that_it_is_done(Delivery::Redirect, |bridge| Chromium::at(bridge).without_scripts()).await;
}

#[tokio::test]
async fn a_reload_after_a_form_post_without_scripts_mints_nothing() {
    a_reload_says_that_it_is_done(Delivery::FormPost, |bridge| Chromium::at(bridge).without_scripts()).await;
}

#[tokio::test]
async fn a_delivery_page_that_stays_shows_its_button_after_a_while() {
    let bridge = Bridge::start(Database::sqlite()).await;
    let ann = stays_on_the_delivery_page(&bridge, Chromium::at(&bridge), Delivery::FormPost).await;
    ann.does_not_see("Continue to Archive").await;
    ann.sees("Continue to Archive").await;
}

/// Without scripts the person pressed a button on the delivery page, so that page is in the history. Chromium does
/// not show it again by itself, since a form led to it; when the person insists, they get the way on.
#[tokio::test]
async fn back_to_the_delivery_page_mints_nothing() {
    let bridge = Bridge::start(Database::sqlite()).await;
    bridge.add_person(ANN).await;
    let provider = bridge.add_simulator(Kind::Zendesk, &[]).await;
    let ann = Chromium::at(&bridge).without_scripts().open().await;
    ann.opens(&provider.protected_page()).await;
    ann.signs_in(ANN).await;
    ann.presses("Continue to Zendesk").await;
    ann.arrives_at(&provider.protected_page()).await;

    ann.goes_back().await;
    ann.sees("Confirm Form Resubmission").await;
    ann.reloads().await;
    ann.sees("You have already been taken to Zendesk").await;
    assert_eq!((tokens_minted(&bridge).await, provider.receipts().len()), (1, 1));
    ann.presses("Your services").await;
    ann.sees("Choose where you want to go.").await;
}

/// With scripts, or by redirect, the delivery page leaves no trace in the history: Back from the provider leads to
/// our remote login URL, which is a new sign-in with a new token, to the same page.
#[tokio::test]
async fn back_from_the_provider_leads_to_the_same_page_with_a_new_token() {
    let bridge = Bridge::start(Database::sqlite()).await;
    bridge.add_person(ANN).await;
    let provider = bridge.add_simulator(Kind::ItGlue, &[ANN]).await;
    let ann = Chromium::at(&bridge).open().await;
    ann.opens(&provider.protected_page()).await;
    ann.signs_in(ANN).await;
    ann.arrives_at(&provider.protected_page()).await;

    ann.goes_back().await;
    ann.arrives_at(&provider.protected_page()).await;
    let receipts = provider.receipts();
    assert_eq!(receipts.len(), 2);
    assert!(receipts.iter().all(|receipt| receipt.accepted), "no token came twice: {receipts:?}");
}

/// From the list of services, Back from the provider is Back to the list.
#[tokio::test]
async fn back_after_a_launch_shows_the_list_again() {
    let bridge = Bridge::start(Database::sqlite()).await;
    bridge.add_person(ANN).await;
    let provider = bridge.add_simulator(Kind::Zendesk, &[]).await;
    let ann = Chromium::at(&bridge).open().await;
    ann.opens("/sign-in").await;
    ann.signs_in(ANN).await;
    ann.presses("Zendesk").await;
    ann.arrives_at(&format!("{}/", provider.base_url())).await;

    ann.goes_back().await;
    ann.sees("Choose where you want to go.").await;
    ann.reloads().await;
    ann.sees("Choose where you want to go.").await;
    assert_eq!((tokens_minted(&bridge).await, provider.receipts().len()), (1, 1));
}
