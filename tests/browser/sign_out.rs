//! Signing out goes over every provider of the session at top level, and says of each what is true.

use bridgewarden::simulator::Kind;
use serde_json::{Value, json};

use crate::support::silent::{Delivery, add_silent_provider};
use crate::support::{ANN, Bridge, Chromium, Database, Key, Person};

/// The page's clock stands still until the story advances it; `passes` returns how much was done meanwhile.
const CLOCK: &str = "(() => {
    let [now, last] = [0, 0];
    const waiting = new Map();
    window.setTimeout = (act, wait = 0) => { waiting.set(last += 1, { act, at: now + wait }); return last; };
    window.clearTimeout = (which) => { waiting.delete(which); };
    window.passes = (wait) => {
        now += wait;
        const due = [...waiting].filter(([, { at }]) => at <= now);
        due.forEach(([which, { act }]) => { waiting.delete(which); act(); });
        return due.length;
    };
})();";

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

/// Moves the pointer, as a hand does.
async fn points_at(person: &Person, x: f64, y: f64) {
    let at = json!({"type": "mouseMoved", "x": x, "y": y});
    person.session.devtools("Input.dispatchMouseEvent", at).await.unwrap();
}

/// Waits until the walk says whether it goes on by itself.
async fn walk_is(person: &Person, state: &str) {
    let ask = async || {
        let said = person.asks("return document.querySelector('[data-walk]')?.dataset.walk ?? null").await;
        (said == state).then_some(())
    };
    person.until(&format!("the walk {state}"), ask).await;
}

/// Lets time pass for the page; returns how much it did.
async fn passes(person: &Person, milliseconds: u32) -> Value {
    person.asks(&format!("return passes({milliseconds})")).await
}

/// Presses Tab until the focus is on a control of that name, or on another one.
async fn tabs_until(person: &Person, name: &str, is_there: bool) {
    for _ in 0..10 {
        if person.focus().await.is_ok_and(|focus| focus == name) == is_there {
            return;
        }
        person.presses_key(Key::Tab).await;
    }
    panic!("after ten steps of the Tab key the focus is on {:?}", person.focus().await);
}

#[tokio::test]
async fn the_walk_waits_for_whoever_reaches_for_a_control_and_goes_on_when_they_let_go() {
    const SKIP: &str = "Skip this service";
    let bridge = Bridge::start(Database::sqlite()).await;
    bridge.add_person(ANN).await;
    let zendesk = bridge.add_simulator(Kind::Zendesk, &[]).await;
    let ann = Chromium::at(&bridge).open().await;
    ann.opens(&zendesk.protected_page()).await;
    ann.signs_in(ANN).await;
    ann.arrives_at(&zendesk.protected_page()).await;
    ann.session.devtools("Page.addScriptToEvaluateOnNewDocument", json!({"source": CLOCK})).await.unwrap();
    signs_out(&ann).await;
    ann.sees("Zendesk Now").await;
    points_at(&ann, 1.0, 1.0).await;
    walk_is(&ann, "goes").await;

    let place = ann
        .asks(
            "const { x, y, width, height } = document.querySelector('main .after a').getBoundingClientRect();
             return [x + width / 2, y + height / 2];",
        )
        .await;
    points_at(&ann, place[0].as_f64().unwrap(), place[1].as_f64().unwrap()).await;
    walk_is(&ann, "waits").await;
    assert_eq!(passes(&ann, 60_000).await, 0, "nobody is sent away from under their hand");
    points_at(&ann, 1.0, 1.0).await;
    walk_is(&ann, "goes").await;
    assert_eq!(passes(&ann, 999).await, 0, "whoever lets go has the whole moment again");

    tabs_until(&ann, SKIP, true).await;
    walk_is(&ann, "waits").await;
    assert_eq!(passes(&ann, 60_000).await, 0, "nor from under their keys");
    ann.sees("Zendesk Now").await;
    assert_eq!(zendesk.open_sessions(), 1);
    tabs_until(&ann, SKIP, false).await;
    walk_is(&ann, "goes").await;
    assert_eq!(passes(&ann, 1000).await, 1);
    ann.sees("Zendesk Signed out").await;
    assert_eq!(zendesk.open_sessions(), 0);
}
