//! The way in: not signed in, signed in, asked for the password again.

use super::ADA;
use crate::support::{Bridge, Person};

pub async fn tour(bridge: &Bridge, ada: &Person, stop: &impl AsyncFn(&str)) {
    bridge.add_administrator(ADA).await;
    ada.opens("/admin").await;
    ada.sees("people who are signed in").await;
    stop("the door").await;
    ada.signs_in(ADA).await;
    ada.sees("Overview").await;
    stop("overview").await;

    bridge.clock.advance(std::time::Duration::from_secs(600));
    ada.opens("/admin").await;
    ada.presses("Confirm now").await;
    ada.sees("Is it you?").await;
    stop("is it you").await;
    ada.fills_in("Password", "not my password").await;
    ada.presses("Go on").await;
    ada.sees("This is not your current password.").await;
    stop("is it you, refused").await;
    ada.fills_in("Password", crate::support::PASSWORD).await;
    ada.presses("Go on").await;
    ada.sees("you are not asked again").await;
    stop("overview with a notice").await;
}
