//! Everything can be done from the keyboard, and one always sees where one is.

use bridgewarden::simulator::Kind;

use crate::support::{ANN, Bridge, Chromium, Database, Key, PASSWORD, Person};

/// Style and width of the outline around what has the focus, and whether it stands apart from its control.
const OUTLINE: &str = "const style = getComputedStyle(document.activeElement);
    return [style.outlineStyle, parseFloat(style.outlineWidth), parseFloat(style.outlineOffset)];";

async fn sees_where_they_are(person: &Person) {
    let outline = person.asks(OUTLINE).await;
    let name = person.focus().await.unwrap();
    assert_eq!(outline[0], "solid", "{name}: {outline}");
    assert!(outline[1].as_f64() >= Some(2.0) && outline[2] != 0, "{name}: {outline}");
}

/// Presses Tab from one control to the next and expects exactly these.
async fn tabs_through(person: &Person, names: &[&str]) {
    for name in names {
        person.presses_key(Key::Tab).await;
        person.has_focus_on(name).await;
        sees_where_they_are(person).await;
    }
}

#[tokio::test]
async fn a_whole_sign_in_takes_no_mouse() {
    let bridge = Bridge::start(Database::sqlite()).await;
    bridge.add_person(ANN).await;
    let provider = bridge.add_simulator(Kind::ItGlue, &[ANN]).await;
    let ann = Chromium::at(&bridge).open().await;

    ann.opens(&provider.protected_page()).await;
    ann.has_focus_on("Email address").await;
    sees_where_they_are(&ann).await;
    ann.types(ANN).await;
    tabs_through(&ann, &["Password"]).await;
    ann.types(PASSWORD).await;
    tabs_through(&ann, &["Show password", "Sign in", "help@acme.example"]).await;
    ann.presses_key(Key::BackTab).await;
    ann.has_focus_on("Sign in").await;
    ann.presses_key(Key::Enter).await;

    ann.arrives_at(&provider.protected_page()).await;
}

#[tokio::test]
async fn after_a_wrong_password_one_types_only_the_password_again() {
    let bridge = Bridge::start(Database::sqlite()).await;
    bridge.add_person(ANN).await;
    let provider = bridge.add_simulator(Kind::Zendesk, &[]).await;
    let ann = Chromium::at(&bridge).open().await;

    ann.opens(&provider.protected_page()).await;
    ann.has_focus_on("Email address").await;
    ann.types(ANN).await;
    ann.presses_key(Key::Tab).await;
    ann.types("not my password").await;
    ann.presses_key(Key::Enter).await;
    ann.sees("The email address or password is not right.").await;
    ann.has_focus_on("Password").await;
    assert_eq!(ann.reads("Email address").await, ANN);
    assert_eq!(ann.reads("Password").await, "");
    ann.types(PASSWORD).await;
    ann.presses_key(Key::Enter).await;

    ann.arrives_at(&provider.protected_page()).await;
}

#[tokio::test]
async fn tiles_and_menu_take_no_mouse() {
    let bridge = Bridge::start(Database::sqlite()).await;
    bridge.add_person(ANN).await;
    let provider = bridge.add_simulator(Kind::MojoHelpdesk, &[]).await;
    let ann = Chromium::at(&bridge).open().await;
    ann.opens("/sign-in").await;
    ann.signs_in(ANN).await;
    ann.sees("Your services").await;

    let menu = "Ann Lee Your account";
    tabs_through(&ann, &[menu]).await;
    ann.presses_key(Key::Enter).await;
    ann.sees("Change password").await;
    ann.presses_key(Key::Escape).await;
    ann.has_focus_on(menu).await;
    ann.does_not_see("Change password").await;
    ann.presses_key(Key::Space).await;
    tabs_through(&ann, &["Change password", "Sign out", "Mojo Helpdesk"]).await;
    ann.does_not_see("Change password").await;

    ann.presses_key(Key::Enter).await;
    ann.arrives_at(&format!("{}/", provider.base_url())).await;
    ann.sees("Signed in as Ann Lee").await;
}
