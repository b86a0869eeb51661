//! An administrator adds a provider, and changes its secret, at a real Chromium.

use bridgewarden::flow::providers;
use bridgewarden::simulator::{Kind, Simulator};

use crate::support::{ANN, Bridge, Chromium, Database, Key, Person};

const ADA: &str = "ada.admin@example.com";
const SLUG: &str = "it-glue";

/// A pretended provider that nobody has added yet; the secret that it holds.
async fn pretended(bridge: &Bridge) -> (Simulator, String) {
    let provider = bridge.add_simulator(Kind::ItGlue, &[ADA]).await;
    providers::remove(&bridge.context, &SLUG.parse().unwrap(), &bridge.origin()).await.unwrap();
    (provider, format!("secret of {SLUG}: 0123456789abcdef0123456789"))
}

async fn administrator(bridge: &Bridge, chromium: Chromium) -> Person {
    bridge.add_administrator(ADA).await;
    bridge.add_person(ANN).await;
    let ada = chromium.open().await;
    ada.opens("/admin/providers").await;
    ada.signs_in(ADA).await;
    ada
}

/// Somebody begins at the provider, and arrives there.
async fn is_carried(person: &Person, provider: &Simulator) {
    person.opens(&provider.protected_page()).await;
    person.arrives_at(&provider.protected_page()).await;
    person.sees("Signed in as").await;
}

async fn adds_a_provider(chromium: impl Fn(&Bridge) -> Chromium) {
    let bridge = Bridge::start(Database::sqlite()).await;
    let (provider, secret) = pretended(&bridge).await;
    let ada = administrator(&bridge, chromium(&bridge)).await;

    ada.sees("No providers yet").await;
    ada.presses("Add the first provider").await;
    ada.fills_in("Search for a kind of provider", "glue").await;
    ada.presses("Search").await;
    ada.presses_tile("IT Glue").await;
    ada.sees("Settings of the new provider").await;
    ada.fills_in("Name", "Documentation").await;
    ada.fills_in("Host (optional)", &format!("127.0.0.1:{}/no", provider.port())).await;
    ada.presses("Go on to the secret").await;
    ada.sees("Write a host name such as help.example.com").await;
    assert_eq!(ada.reads("Name").await, "Documentation");
    ada.fills_in("Host (optional)", &format!("127.0.0.1:{}", provider.port())).await;
    ada.fills_in("Further hosts", &format!("localhost:{}", provider.port())).await;
    ada.presses("Go on to the secret").await;
    ada.fills_in("The provider’s secret", &secret).await;
    ada.presses("Go on to the addresses").await;
    ada.sees("What to paste at the provider").await;
    assert_eq!(ada.reads("Remote login URL").await, format!("{}/sso/it-glue/login", bridge.address));
    ada.presses("Go on to the preview").await;
    ada.fills_in("Email address of a person", ANN).await;
    ada.presses("Show the claims").await;
    ada.sees(ANN).await;
    ada.sees("Nothing was signed").await;
    ada.presses("Save Documentation, switched off").await;
    ada.sees("Documentation is saved and switched off.").await;

    ada.opens(&provider.protected_page()).await;
    ada.sees("is switched off").await;
    ada.opens("/admin/providers/it-glue").await;
    ada.presses("Switch Documentation on").await;
    ada.sees("Documentation is switched on.").await;
    is_carried(&ada, &provider).await;
    ada.opens("/admin/providers/it-glue").await;
    ada.sees(&format!("A token for {ADA}")).await;
}

#[tokio::test]
async fn an_administrator_adds_a_provider_previews_it_and_switches_it_on() {
    adds_a_provider(Chromium::at).await;
}

#[tokio::test]
async fn a_provider_is_added_without_scripts() {
    adds_a_provider(|bridge| Chromium::at(bridge).without_scripts()).await;
}

#[tokio::test]
async fn a_secret_is_rotated_and_taken_back() {
    let bridge = Bridge::start(Database::sqlite()).await;
    let provider = bridge.add_simulator(Kind::ItGlue, &[ADA]).await;
    let ada = administrator(&bridge, Chromium::at(&bridge)).await;
    ada.sees("Last token").await;
    is_carried(&ada, &provider).await;

    ada.opens("/admin/providers/it-glue").await;
    ada.presses("Stage a new secret").await;
    let made = ada.named("input[type=radio]", "Make a secret here").await;
    ada.session.click(&made).await.unwrap();
    ada.presses("Stage this secret").await;
    ada.sees("The secret is shown only now.").await;
    assert_eq!(ada.reads("Shared secret").await.len(), 43);
    ada.presses("Go on to IT Glue").await;
    ada.sees("Switch to this secret").await;
    ada.opens(&format!("/sso/{SLUG}/login")).await;
    ada.sees("Signed in as").await;

    // The provider does not have it yet, and refuses the tokens.
    ada.opens("/admin/providers/it-glue").await;
    ada.presses("Switch to this secret").await;
    ada.sees("from now on. The secret before it is kept.").await;
    ada.opens(&format!("/sso/{SLUG}/login")).await;
    ada.sees("Rule not kept").await;
    ada.opens("/admin/providers/it-glue").await;
    ada.presses("Take this secret back").await;
    ada.sees("again. The secret that signed until now is kept.").await;
    ada.opens(&format!("/sso/{SLUG}/login")).await;
    ada.sees("Signed in as").await;
}

/// Tabs on until the focus is there.
async fn tabs_to(person: &Person, name: &str) {
    for _ in 0..80 {
        person.presses_key(Key::Tab).await;
        // Until the next page is there, what has the focus may go at any moment.
        if person.focus().await.is_ok_and(|focus| focus == name) {
            return;
        }
    }
    panic!("{name:?} cannot be reached by Tab; {:?}", person.screen().await);
}

#[tokio::test]
async fn a_provider_is_added_by_keyboard_alone() {
    let bridge = Bridge::start(Database::sqlite()).await;
    let ada = administrator(&bridge, Chromium::at(&bridge)).await;
    tabs_to(&ada, "Add the first provider").await;
    ada.presses_key(Key::Enter).await;
    ada.has_focus_on("Search for a kind of provider").await;
    ada.types("other redirect").await;
    ada.presses_key(Key::Enter).await;
    ada.sees("Other provider (redirect)").await;
    ada.does_not_see("IT Glue").await;
    ada.opens("/admin/providers/new/generic-redirect").await;
    tabs_to(&ada, "Name in addresses").await;
    // What stands in a field is chosen as a whole when one comes by Tab.
    ada.types("wiki").await;
    tabs_to(&ada, "JWT endpoint").await;
    ada.types("https://wiki.example.com/jwt").await;
    // Return sends the form on its way, as the first button does.
    ada.presses_key(Key::Enter).await;
    ada.sees("The shared secret").await;
    tabs_to(&ada, "Make a secret here").await;
    tabs_to(&ada, "Go on to the addresses").await;
    ada.presses_key(Key::Space).await;
    ada.sees("What to paste at the provider").await;
    tabs_to(&ada, "Copy").await;
    ada.presses_key(Key::Enter).await;
    tabs_to(&ada, "Go on to the preview").await;
    ada.presses_key(Key::Enter).await;
    ada.sees("Nothing was signed").await;
    tabs_to(&ada, "Save Other provider (redirect), switched off").await;
    ada.presses_key(Key::Enter).await;
    ada.sees("is saved and switched off.").await;
}
