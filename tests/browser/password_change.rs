//! A one-time password must be replaced on the way, and the way stays what it was.

use bridgewarden::flow::users::PasswordChoice;
use bridgewarden::simulator::Kind;

use crate::support::{ANN, Bridge, Chromium, Database};

const NEW: &str = "seven quiet lanterns";

async fn lands_after_choosing_a_password(bridge: &Bridge, chromium: Chromium) {
    let one_time = bridge.add(ANN, |_| {}, PasswordChoice::OneTime).await.unwrap();
    let provider = bridge.add_simulator(Kind::ItGlue, &[ANN]).await;
    let ann = chromium.open().await;

    ann.opens(&provider.protected_page()).await;
    ann.signs_in_with(ANN, &one_time).await;
    ann.sees("Your password needs to be replaced before you go on to IT Glue.").await;
    ann.has_focus_on("New password").await;
    ann.fills_in("New password", "short").await;
    ann.fills_in("New password again", "short").await;
    ann.presses("Save new password").await;
    ann.sees("Use at least 15 characters.").await;
    ann.has_focus_on("New password").await;
    ann.fills_in("New password", NEW).await;
    ann.fills_in("New password again", "seven quiet lantern").await;
    ann.presses("Save new password").await;
    ann.sees("The two new passwords are not the same.").await;
    ann.fills_in("New password", NEW).await;
    ann.fills_in("New password again", NEW).await;
    ann.presses("Save new password").await;

    ann.arrives_at(&provider.protected_page()).await;
    ann.sees(ANN).await;
    assert_eq!(provider.receipts().len(), 1);
}

#[tokio::test]
async fn who_replaces_a_one_time_password_lands_on_the_page_they_asked_for() {
    let bridge = Bridge::start(Database::sqlite()).await;
    lands_after_choosing_a_password(&bridge, Chromium::at(&bridge)).await;
}

#[tokio::test]
async fn who_replaces_it_without_scripts_lands_there_too() {
    let bridge = Bridge::start(Database::sqlite()).await;
    lands_after_choosing_a_password(&bridge, Chromium::at(&bridge).without_scripts()).await;
}
