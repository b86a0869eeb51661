//! A tour of every kind of page, with a stop at each.

use bridgewarden::domain::audit::{Actor, Origin};
use bridgewarden::domain::password::Password;
use bridgewarden::domain::sign_in::PendingSignIn;
use bridgewarden::flow::password::{self, Credentials};
use bridgewarden::flow::users::PasswordChoice;
use bridgewarden::flow::{session, throttle};
use bridgewarden::store::throttles::Which;
use serde_json::json;

use crate::support::silent::{Delivery, add_named_provider, add_silent_provider, start_silent_host};
use crate::support::{ANN, Bridge, PASSWORD, Person};

/// What things are called on the way.
pub struct Names {
    pub archive: &'static str,
    pub desk: &'static str,
    pub vault: &'static str,
    pub person: &'static str,
}

pub const SHORT: Names = Names { archive: "Archive", desk: "Helpdesk", vault: "Vault", person: "Ann" };

/// Sixty characters each.
pub const LONG: Names = Names {
    archive: "Kundendienstauftragsbearbeitungsverwaltungssystem Süd-Hamburg",
    desk: "株式会社日本国際物流総合情報管理お問い合わせ対応システム東京本社第一営業部関東地区専用ヘルプデスク窓口受付担当",
    vault: "Rechtsschutzversicherungsgesellschaftenaktenverwaltung Nord",
    person: "Wolfeschlegelsteinhausenbergerdorff-Kunterbunt von und zu Hohenfels",
};

/// What a provider might say.
const MESSAGE: &str = "User%20ann.lee%40example.com%20is%20suspended.%20Reference%3A%20\
    9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

/// Sends a form with these fields to the sign-in address, as Back and Reload would.
const SEND_AGAIN: &str = "const form = document.createElement('form');
    form.method = 'post'; form.action = '/sign-in';
    for (const [name, value] of Object.entries(arguments[0])) {
        const input = form.appendChild(document.createElement('input'));
        input.type = 'hidden'; input.name = name; input.value = value;
    }
    document.body.append(form); form.submit();";

/// Goes everywhere and stops everywhere; each stop has a name.
pub async fn tour(bridge: &Bridge, names: &Names, ann: &Person, stop: impl AsyncFn(&str)) {
    let Names { archive, desk, .. } = names;
    let one_time =
        bridge.add(ANN, |new| new.first_name = names.person.into(), PasswordChoice::OneTime).await.unwrap();
    add_silent_provider(bridge, "archive", archive, Delivery::Redirect).await;
    add_named_provider(bridge, "desk", desk, "zendesk", &[("host", &start_silent_host())]).await;
    add_silent_provider(bridge, "vault", names.vault, Delivery::Redirect).await;
    bridge.open_only_to("vault", "directors").await;

    ann.opens("/sign-in").await;
    ann.sees("email address and password.").await;
    stop("sign-in").await;
    ann.opens("/sso/archive/login?return_to=%2Fboxes").await;
    ann.sees("Sign in to continue to").await;
    stop("sign-in to a service").await;
    ann.signs_in_with(ANN, "not my password").await;
    ann.sees("is not right").await;
    stop("sign-in, refused").await;
    guess_four_times(bridge).await;
    ann.signs_in_with(ANN, "not my password").await;
    ann.sees("too many attempts").await;
    stop("sign-in, must wait").await;
    throttle::clear(&bridge.context, Which::All, &bridge.origin()).await.unwrap();
    let pending = ann.asks("return document.querySelector('[name=pending]').value").await;

    ann.signs_in_with(ANN, &one_time).await;
    ann.sees("Choose a new password").await;
    stop("required password").await;
    ann.fills_in("New password", "short").await;
    ann.fills_in("New password again", "short").await;
    ann.presses("Save new password").await;
    ann.sees("Use at least").await;
    stop("required password, refused").await;
    ann.fills_in("New password", PASSWORD).await;
    ann.fills_in("New password again", PASSWORD).await;
    ann.presses("Save new password").await;
    ann.sees("Taking you to").await;
    stop("delivery by redirect").await;
    let fields = json!([{"pending": pending, "email": ANN, "password": PASSWORD}]);
    ann.session.run(SEND_AGAIN, fields).await.unwrap();
    ann.sees("This page works only once").await;
    stop("already delivered").await;

    ann.opens("/").await;
    ann.sees("Choose where you want to go.").await;
    stop("services").await;
    ann.opens("/?password=changed").await;
    ann.sees("Your password is changed.").await;
    stop("services with a notice").await;
    ann.opens("/account/password").await;
    ann.sees("Change your password").await;
    stop("change password").await;
    ann.fills_in("Current password", "not my password").await;
    ann.fills_in("New password", "seven quiet lanterns").await;
    ann.fills_in("New password again", "seven quiet lanterns").await;
    ann.presses("Save new password").await;
    ann.sees("This is not your current password.").await;
    stop("change password, refused").await;
    ann.opens("/").await;
    ann.presses_tile(desk).await;
    ann.sees("Taking you to").await;
    stop("delivery by form post").await;

    ann.opens("/nothing-here").await;
    ann.sees("This page does not exist").await;
    stop("an error").await;
    ann.opens("/sso/vault/login").await;
    ann.sees("You do not have access to").await;
    stop("a refusal").await;
    ann.opens(&format!("/sso/desk/logout?kind=error&message={MESSAGE}")).await;
    ann.sees("did not let you in").await;
    stop("a provider's message").await;

    ann.opens("/").await;
    ann.opens_menu().await;
    stop("menu").await;
    ann.presses("Sign out").await;
    ann.sees("Signing you out").await;
    stop("sign-out walk").await;
    ann.presses("Skip this service").await;
    ann.sees(&format!("Continue to {desk}")).await;
    ann.presses("Skip this service").await;
    ann.sees("You are signed out").await;
    stop("signed out, partly").await;

    bridge.open_only_to("archive", "directors").await;
    bridge.open_only_to("desk", "directors").await;
    ann.presses("Sign in again").await;
    ann.signs_in(ANN).await;
    ann.sees("No services yet").await;
    stop("no services").await;
    ann.opens_menu().await;
    ann.presses("Sign out").await;
    ann.sees("To use your services, sign in again.").await;
    stop("signed out").await;
}

/// Somebody else at the same address guesses until one more is not looked at.
async fn guess_four_times(bridge: &Bridge) {
    let origin = Origin { actor: Actor::Stranger, client_address: "127.0.0.1".into(), request_id: "".into() };
    for _ in 0..4 {
        let pending = PendingSignIn::without_provider(bridge.context.now());
        let typed = Credentials { email: ANN.into(), password: Password::parse("a guess").unwrap() };
        let browser = session::Browser::default();
        password::sign_in(&bridge.context, pending, typed, &browser, &origin).await.unwrap();
    }
}
