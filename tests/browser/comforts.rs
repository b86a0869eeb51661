//! Small comforts by script, and the calm of a page on which nothing moves.

use serde_json::{Value, json};

use crate::support::{ANN, Bridge, Chromium, Database, PASSWORD, Person};

/// The boxes of the form's parts.
const PLACES: &str = "return ['h1', '#email', '#password', 'form .button'].map((part) => {
        const { x, y, width, height } = document.querySelector(part).getBoundingClientRect();
        return [x, y, width, height];
    });";
/// How many of three presses would send the form, and whether its button says that it is busy.
const PRESS_THREE_TIMES: &str = "let sent = 0;
    addEventListener('submit', (event) => { sent += !event.defaultPrevented; event.preventDefault(); });
    const button = document.querySelector('form .button');
    for (let press = 0; press < 3; press += 1) button.click();
    return [sent, button.getAttribute('aria-busy')];";
/// Caps Lock cannot be held down by the driver, so the page is told that it is.
const TYPE_A_CAPITAL: &str = "document.activeElement.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'A', bubbles: true, modifierCapsLock: arguments[0] }));";

async fn at_the_sign_in_page(bridge: &Bridge) -> Person {
    bridge.add_person(ANN).await;
    let ann = Chromium::at(bridge).open().await;
    ann.opens("/sign-in").await;
    ann.has_focus_on("Email address").await;
    ann
}

#[tokio::test]
async fn a_password_can_be_shown_while_it_is_typed_and_is_sent_as_a_password() {
    let bridge = Bridge::start(Database::sqlite()).await;
    let ann = at_the_sign_in_page(&bridge).await;
    let kind = async || ann.asks("return document.getElementById('password').type").await;
    ann.fills_in("Email address", ANN).await;
    ann.fills_in("Password", "not my password").await;
    assert_eq!(kind().await, "password");
    ann.presses("Show password").await;
    assert_eq!(kind().await, "text");
    ann.presses("Show password").await;
    assert_eq!(kind().await, "password");

    ann.presses("Show password").await;
    ann.asks("document.forms[0].addEventListener('submit', (event) => event.preventDefault())").await;
    ann.presses("Sign in").await;
    assert_eq!(kind().await, "password");
}

#[tokio::test]
async fn caps_lock_is_pointed_out_in_the_password_field() {
    let bridge = Bridge::start(Database::sqlite()).await;
    let ann = at_the_sign_in_page(&bridge).await;
    let types_a_capital = async |caps_lock: bool| {
        ann.session.run(TYPE_A_CAPITAL, json!([caps_lock])).await.unwrap();
    };
    types_a_capital(true).await;
    ann.does_not_see("Caps Lock is on").await;
    ann.fills_in("Password", "p").await;
    ann.does_not_see("Caps Lock is on").await;
    types_a_capital(true).await;
    ann.sees("Caps Lock is on").await;
    types_a_capital(false).await;
    ann.does_not_see("Caps Lock is on").await;
}

#[tokio::test]
async fn nothing_moves_when_a_sign_in_is_refused() {
    // With a short name the sentence above the form has one line, and the refusal has two.
    let bridge = Bridge::start_with(Database::sqlite(), &["brand.name=Acme"]).await;
    let ann = at_the_sign_in_page(&bridge).await;
    let mut before: Vec<Value> = Vec::new();
    for width in [320, 380, 800, 1400] {
        ann.has_a_screen(width, 900, 1.0).await;
        before.push(ann.asks(PLACES).await);
    }
    ann.signs_in_with(ANN, "not my password").await;
    ann.sees("is not right").await;
    for (width, before) in [320, 380, 800, 1400].into_iter().zip(before) {
        ann.has_a_screen(width, 900, 1.0).await;
        assert_eq!(ann.asks(PLACES).await, before, "at {width} px");
    }
}

#[tokio::test]
async fn a_form_is_sent_once_however_often_it_is_pressed() {
    let bridge = Bridge::start(Database::sqlite()).await;
    let ann = at_the_sign_in_page(&bridge).await;
    ann.fills_in("Email address", ANN).await;
    ann.fills_in("Password", PASSWORD).await;
    assert_eq!(ann.asks(PRESS_THREE_TIMES).await, json!([1, "true"]));
}
