//! An administrator lets somebody in, changes an address, and shuts somebody out, while they are at it.

use bridgewarden::flow::users;
use bridgewarden::simulator::Kind;

use crate::admin_tour::ADA;
use crate::support::{ANN, Bridge, Chromium, Database, Person, two_browsers};

const NEW: &str = "seven quiet lanterns";

async fn administrator(bridge: &Bridge, chromium: Chromium) -> Person {
    bridge.add_administrator(ADA).await;
    let ada = chromium.open().await;
    ada.opens("/admin/users/new").await;
    ada.signs_in(ADA).await;
    ada.sees("Add a person").await;
    ada
}

async fn path_of(bridge: &Bridge, email: &str) -> String {
    let user = users::find(&bridge.context, &email.parse().unwrap()).await.unwrap().unwrap();
    format!("/admin/users/{}", user.id)
}

async fn is_added_and_invited(bridge: &Bridge, chromium: Chromium) {
    let _both = two_browsers().await;
    let ada = administrator(bridge, chromium).await;
    ada.fills_in("Email address", ANN).await;
    ada.fills_in("First name", "Ann").await;
    ada.fills_in("Last name", "Lee").await;
    ada.presses("Add the person").await;
    ada.sees("Ann Lee was added").await;
    let link = ada.reads("Invitation link").await;

    let ann = Chromium::at(bridge).open().await;
    ann.opens(&link).await;
    ann.sees("Choose your password").await;
    ann.sees("Ann Lee").await;
    ann.has_focus_on("New password").await;
    ann.fills_in("New password", NEW).await;
    ann.fills_in("New password again", NEW).await;
    ann.presses("Save password and sign in").await;
    ann.sees("Your services").await;
    ann.opens(&link).await;
    ann.sees("This invitation does not work").await;
}

#[tokio::test]
async fn somebody_is_invited_and_lands_signed_in_in_another_browser() {
    let bridge = Bridge::start(Database::sqlite()).await;
    is_added_and_invited(&bridge, Chromium::at(&bridge)).await;
}

#[tokio::test]
async fn and_without_scripts_too() {
    let bridge = Bridge::start(Database::sqlite()).await;
    is_added_and_invited(&bridge, Chromium::at(&bridge).without_scripts()).await;
}

#[tokio::test]
async fn an_address_is_changed_after_a_look_at_what_it_means() {
    let bridge = Bridge::start(Database::sqlite()).await;
    bridge.add_person(ANN).await;
    let _glue = bridge.add_simulator(Kind::ItGlue, &[ANN]).await;
    let ada = administrator(&bridge, Chromium::at(&bridge)).await;
    ada.opens(&path_of(&bridge, ANN).await).await;
    ada.fills_in("Email address", "ann.jones@example.com").await;
    ada.fills_in("Last name", "Jones").await;
    ada.presses("Save changes").await;
    ada.sees("These providers learn the address from tokens: IT Glue").await;
    ada.sees("ann.jones@example.com").await;
    ada.presses("Change the address").await;
    ada.sees("Ann Jones was changed.").await;
    assert_eq!(ada.reads("Email address").await, "ann.jones@example.com");
}

#[tokio::test]
async fn somebody_is_disabled_while_they_work() {
    let _both = two_browsers().await;
    let bridge = Bridge::start(Database::sqlite()).await;
    bridge.add_person(ANN).await;
    let glue = bridge.add_simulator(Kind::ItGlue, &[ANN]).await;
    let ann = Chromium::at(&bridge).open().await;
    ann.opens("/sign-in").await;
    ann.signs_in(ANN).await;
    ann.sees("Your services").await;

    let ada = administrator(&bridge, Chromium::at(&bridge)).await;
    ada.opens(&path_of(&bridge, ANN).await).await;
    ada.presses("Disable Ann Lee").await;
    ada.sees("Ann Lee is disabled. Their sessions have ended.").await;

    ann.presses_tile("IT Glue").await;
    ann.sees("Sign in").await;
    ann.opens(&glue.protected_page()).await;
    ann.sees("Sign in to continue to").await;
    assert_eq!(bridge.tokens().await, 0);
}
