//! Who is signed in, and what happened.

use std::time::Duration;

use super::ADA;
use crate::support::{Bridge, Person};

/// Somebody of whom the other sections do not speak.
const BO: &str = "bo.kumar@example.com";

pub async fn tour(bridge: &Bridge, ada: &Person, stop: &impl AsyncFn(&str)) {
    bridge.add_person(BO).await;
    bridge.signed_in(BO).await;
    bridge.clock.advance(Duration::from_secs(90));
    ada.opens("/admin/sessions").await;
    ada.sees("This browser").await;
    stop("sessions").await;
    ada.opens("/admin/sessions?person=nobody@example.com").await;
    ada.sees("Nobody has this email address.").await;
    stop("sessions of nobody").await;
    ada.opens("/admin/sessions?search=nothing%20like%20it").await;
    ada.sees("No session like this is alive.").await;
    stop("no sessions found").await;
    ada.opens("/admin/sessions?provider=gone").await;
    ada.sees("There is no such provider any more.").await;
    stop("sessions of no service").await;
    ada.opens("/admin/sessions/end?provider=overview-desk").await;
    ada.sees("There is no session to end").await;
    stop("no sessions to end").await;
    ada.opens("/admin/sessions/end").await;
    ada.sees("of everybody else?").await;
    stop("end sessions").await;
    ada.fills_in("Type 1 to confirm", "2").await;
    ada.presses("End 1 session").await;
    ada.sees("Type the number 1, or cancel.").await;
    stop("end sessions, wrong number").await;

    ada.opens("/admin/audit").await;
    ada.sees("signed in").await;
    stop("audit").await;
    ada.opens("/admin/audit?from=yesterday&person=nobody@example.com").await;
    ada.sees("Nobody has this address now.").await;
    stop("audit, wrong filters").await;
    ada.opens(&format!("/admin/audit?person={ADA}&kind=user-added")).await;
    let event = ada.asks("return document.querySelector('.records td a').href").await;
    ada.opens(event.as_str().unwrap()).await;
    ada.sees("Place in the chain").await;
    stop("an event").await;
}
