//! Signing out goes over every provider of the session at top level, and says of each what is true.

use bridgewarden::simulator::Kind;

use crate::support::silent::{Delivery, add_silent_provider};
use crate::support::{ANN, Bridge, Chromium, Database, Person};

async fn signs_out(person: &Person) {
    person.opens("/").await;
    person.presses("Ann Lee Your account").await;
    person.presses("Sign out").await;
}

async fn walks_over_everything(bridge: &Bridge, chromium: Chromium) {
    bridge.add_person(ANN).await;
    let aha = bridge.add_simulator(Kind::AhaIdeas, &[]).await;
    let zendesk = bridge.add_simulator(Kind::Zendesk, &[]).await;
    let glue = bridge.add_simulator(Kind::ItGlue, &[ANN]).await;
    let runs_scripts = chromium.runs_scripts;
    let ann = chromium.open().await;

    ann.opens("/sign-in").await;
    ann.signs_in(ANN).await;
    ann.sees("Choose where you want to go.").await;
    for provider in [&aha, &zendesk, &glue] {
        ann.opens("/").await;
        ann.presses(provider.kind().title()).await;
        if provider.kind() == Kind::Zendesk && !runs_scripts {
            ann.presses("Continue to Zendesk").await;
        }
        ann.arrives_at(&format!("{}/", provider.base_url())).await;
        ann.sees("Signed in as").await;
    }
    signs_out(&ann).await;
    ann.sees("You are signed out here. Some services below may still be open.").await;
    ann.sees("Aha! Ideas Signed out").await;
    ann.sees("Zendesk Signed out").await;
    ann.sees("IT Glue May still be open").await;

    assert_eq!([aha.open_sessions(), zendesk.open_sessions(), glue.open_sessions()], [0, 0, 1]);
    for provider in [&aha, &zendesk] {
        ann.opens(&provider.protected_page()).await;
        ann.sees(&format!("Sign in to continue to {}", provider.kind().title())).await;
    }
    ann.opens(&glue.protected_page()).await;
    ann.sees("Signed in as").await;
    ann.opens("/").await;
    ann.sees("Use your Acme Corporation email address and password.").await;
}

#[tokio::test]
async fn the_walk_ends_the_session_of_each_provider_that_can_be_asked() {
    let bridge = Bridge::start(Database::sqlite()).await;
    walks_over_everything(&bridge, Chromium::at(&bridge)).await;
}

#[tokio::test]
async fn the_walk_goes_on_by_itself_without_scripts() {
    let bridge = Bridge::start(Database::sqlite()).await;
    walks_over_everything(&bridge, Chromium::at(&bridge).without_scripts()).await;
}

#[tokio::test]
async fn a_provider_that_does_not_answer_can_be_skipped() {
    let bridge = Bridge::start(Database::sqlite()).await;
    bridge.add_person(ANN).await;
    add_silent_provider(&bridge, "archive", "Archive", Delivery::Redirect).await;
    let zendesk = bridge.add_simulator(Kind::Zendesk, &[]).await;
    let ann = Chromium::at(&bridge).open().await;
    ann.opens(&zendesk.protected_page()).await;
    ann.signs_in(ANN).await;
    ann.arrives_at(&zendesk.protected_page()).await;
    ann.opens("/").await;
    ann.presses("Archive").await;
    ann.sees("Taking you to Archive").await;

    signs_out(&ann).await;
    // The two are asked in whichever order; Zendesk answers.
    ann.sees("Archive Now").await;
    ann.presses("Skip this service").await;
    ann.sees("You are signed out here. Some services below may still be open.").await;
    ann.sees("Archive Not confirmed").await;
    ann.sees("Zendesk Signed out").await;
    assert_eq!(zendesk.open_sessions(), 0);
}
