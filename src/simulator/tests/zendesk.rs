//! Zendesk: the form, the echo, the errors.

use super::browser::*;
use crate::simulator::Kind;

const PAGE: &str = "/hc/en-us/articles/360001?flash=a%2Fb&x=1";

fn form() -> String {
    format!("jwt={}", token_for_now().named().sign(SECRET))
}

/// What a faithful bridge posts to: the endpoint with the query of the login redirect.
fn action(endpoint: &str, sent: &Page) -> String {
    let (_, query) = sent.location.as_deref().unwrap().split_once('?').unwrap();
    format!("{endpoint}?{query}")
}

#[tokio::test]
async fn a_person_who_opens_an_article_comes_back_to_it() {
    let desk = running(Kind::Zendesk).await;
    let mut browser = Browser::new();
    let sent = browser.get(&desk.protected_page()).await;
    assert_eq!(sent.parameter("return_to"), Some(desk.base_url() + PAGE));
    assert!(sent.location.as_deref().unwrap().contains("flash%3Da%252Fb%26x%3D1"));
    for name in ["brand_id", "locale_id", "timestamp"] {
        assert!(sent.parameter(name).is_some_and(|value| value.parse::<i64>().is_ok()), "{name}");
    }

    let arrived = browser.post(&action(&desk.jwt_endpoint(), &sent), &form()).await;
    assert_eq!((arrived.status, arrived.location.clone()), (302, Some(desk.protected_page())));
    let landed = browser.follow(&arrived).await;
    assert!(
        landed.status == 200
            && landed.body.contains("Ada Lovelace")
            && landed.body.contains("reset your second factor")
    );
    assert_eq!(desk.receipts().last().unwrap().landed_on.as_deref(), Some(PAGE));
}

#[tokio::test]
async fn a_parameter_that_is_lost_or_changed_on_the_way_is_an_error() {
    let desk = running(Kind::Zendesk).await;
    for spoiled in ["", "&locale_id=2"] {
        let mut browser = Browser::new();
        let sent = browser.get(&desk.protected_page()).await;
        let address = action(&desk.jwt_endpoint(), &sent).replace("&locale_id=1", spoiled);
        let refused = browser.post(&address, &form()).await;
        assert_eq!(refused.parameter("kind").as_deref(), Some("error"));
        let message = refused.parameter("message").unwrap();
        assert!(
            message.starts_with("Rule not kept: brand_id, locale_id, timestamp came back as they were sent"),
            "{message}"
        );
    }
    let mut browser = Browser::new();
    browser.get(&desk.protected_page()).await;
    let only_return_to = format!("{}?return_to={}", desk.jwt_endpoint(), escaped(&desk.protected_page()));
    let refused = browser.post(&only_return_to, &form()).await;
    assert_eq!(refused.parameter("kind").as_deref(), Some("error"));
    assert_eq!(desk.open_sessions(), 0);
}

#[tokio::test]
async fn two_tabs_come_back_each_with_its_own_parameters() {
    let desk = running(Kind::Zendesk).await;
    let mut browser = Browser::new();
    let first = browser.get(&desk.protected_page()).await;
    desk.set_clock_offset(1);
    let second = browser.get(&(desk.base_url() + "/hc/en-us/requests/new")).await;
    assert_ne!(first.parameter("timestamp"), second.parameter("timestamp"));
    for sent in [first, second] {
        let arrived = browser.post(&action(&desk.jwt_endpoint(), &sent), &form()).await;
        assert_eq!(arrived.location, sent.parameter("return_to"));
    }
}

#[tokio::test]
async fn the_echo_is_recognised_when_the_browser_keeps_its_cookie_back() {
    let desk = running(Kind::Zendesk).await;
    let mut browser = Browser::new();
    let sent = browser.get(&desk.protected_page()).await;
    browser.forget_cookies();
    let arrived = browser.post(&action(&desk.jwt_endpoint(), &sent), &form()).await;
    assert_eq!(arrived.location, Some(desk.protected_page()));
    let invented = format!("{}?brand_id=1&locale_id=1&timestamp=1", desk.jwt_endpoint());
    assert_eq!(Browser::new().post(&invented, &form()).await.parameter("kind").as_deref(), Some("error"));
}

#[tokio::test]
async fn a_sign_in_that_begins_at_the_bridge_brings_nothing_along() {
    let desk = running(Kind::Zendesk).await;
    let arrived = Browser::new().post(&desk.jwt_endpoint(), &form()).await;
    assert_eq!(arrived.location, Some(desk.base_url() + "/"));
}

#[tokio::test]
async fn an_error_goes_to_the_remote_logout_url() {
    let desk = running(Kind::Zendesk).await;
    desk.set_clock_offset(3_600);
    let address = format!("{}?return_to=%2Fagent%2Ftickets%2F8811", desk.jwt_endpoint());
    let refused = Browser::new().post(&address, &form()).await;
    assert_eq!(refused.status, 302);
    assert!(refused.location.as_deref().unwrap().starts_with(LOGOUT));
    assert_eq!(refused.parameter("kind").as_deref(), Some("error"));
    assert_eq!(refused.parameter("email").as_deref(), Some("ada@example.com"));
    assert_eq!(refused.parameter("return_to").as_deref(), Some("/agent/tickets/8811"));
    let message = refused.parameter("message").unwrap();
    assert!(message.contains("iat is within 180 seconds of our clock"), "{message}");
    let receipts = desk.receipts();
    assert_eq!(receipts.last().unwrap().failures().count(), 1);
}

#[tokio::test]
async fn a_token_in_the_address_is_refused_with_the_reason() {
    let desk = running(Kind::Zendesk).await;
    let address = format!("{}?{}", desk.jwt_endpoint(), form());
    let by_get = Browser::new().get(&address).await;
    assert_eq!(by_get.status, 405);
    assert!(by_get.body.contains("this endpoint takes a form that the browser posts"), "{}", by_get.body);
    let by_post = Browser::new().post(&address, "").await;
    assert!(by_post.parameter("message").unwrap().contains("ends up in histories and logs"));
    assert_eq!(desk.open_sessions(), 0);
}

#[tokio::test]
async fn without_a_remote_logout_url_the_error_is_a_page() {
    let mut options = options(Kind::Zendesk);
    options.remote_logout_url.clear();
    let desk = crate::simulator::start(options).await.unwrap();
    let refused = Browser::new().post(&desk.jwt_endpoint(), "jwt=x.y.z").await;
    assert_eq!(refused.status, 403);
}

#[tokio::test]
async fn signing_out_tells_the_bridge_who_it_was() {
    let desk = running(Kind::Zendesk).await;
    let mut browser = Browser::new();
    browser.post(&desk.jwt_endpoint(), &form()).await;
    let signed_out = browser.get(&format!("{}/access/logout", desk.base_url())).await;
    assert!(signed_out.location.as_deref().unwrap().starts_with(LOGOUT));
    assert_eq!(signed_out.parameter("email").as_deref(), Some("ada@example.com"));
    assert_eq!(signed_out.parameter("return_to"), Some(desk.base_url() + "/"));
    assert!(signed_out.parameter("brand_id").is_some() && signed_out.parameter("kind").is_none());
    assert_eq!(desk.open_sessions(), 0);
}
