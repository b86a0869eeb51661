//! IT Glue: the plain redirect, and replays.

use super::browser::*;
use crate::simulator::Kind;

#[tokio::test]
async fn a_person_who_opens_a_document_comes_back_to_it() {
    let glue = running(Kind::ItGlue).await;
    let mut browser = Browser::new();

    let sent = browser.get(&glue.protected_page()).await;
    assert_eq!(sent.status, 302);
    let page = format!("{}/acme/docs/1142?tab=passwords#history", glue.base_url());
    assert_eq!(sent.location.as_deref().map(|to| to.split_once('?').unwrap().0), Some(LOGIN));
    assert_eq!(sent.parameter("return_to"), Some(page.clone()));
    assert!(sent.location.as_deref().unwrap().contains("%3Ftab%3Dpasswords%23history"), "escaped completely");

    let token = token_for_now().sign(SECRET);
    let arrived =
        browser.get(&format!("{}?jwt={token}&return_to={}", glue.jwt_endpoint(), escaped(&page))).await;
    assert_eq!((arrived.status, arrived.location.clone()), (302, Some(page)));

    let landed = browser.follow(&arrived).await;
    assert_eq!(landed.status, 200);
    for text in
        ["Simulated IT Glue", "ada@example.com", "/acme/docs/1142?tab=passwords#history", "14 of 14 passed"]
    {
        assert!(landed.body.contains(text), "{text} is missing in {}", landed.body);
    }
    let receipts = glue.receipts();
    let receipt = receipts.last().unwrap();
    assert!(receipts.len() == 1 && receipt.accepted);
    assert_eq!(receipt.landed_on.as_deref(), Some("/acme/docs/1142?tab=passwords#history"));
    assert_eq!(receipt.header, Some(serde_json::json!({"typ": "JWT", "alg": "HS256"})));
    assert_eq!(receipt.claim_text("email"), Some("ada@example.com"));
    assert_eq!(glue.open_sessions(), 1);
}

#[tokio::test]
async fn a_token_that_was_used_is_refused_and_the_page_says_why() {
    let glue = running(Kind::ItGlue).await;
    let mut browser = Browser::new();
    let address = format!("{}?jwt={}", glue.jwt_endpoint(), token_for_now().sign(SECRET));
    let landed = browser.get(&address).await;
    let home = browser.follow(&landed).await;
    let target = address.trim_start_matches(&glue.base_url()).replace('&', "&amp;");
    assert!(home.body.contains(&format!("href=\"{target}\"")), "the page offers the replay: {}", home.body);

    let replayed = browser.get(&address).await;
    assert_eq!(replayed.status, 403);
    assert!(replayed.body.contains("this token was already used: a replay"), "{}", replayed.body);
    assert!(replayed.body.contains("1 of 14 failed"));
    assert_eq!(glue.receipts().iter().map(|receipt| receipt.accepted).collect::<Vec<_>>(), [true, false]);
}

#[tokio::test]
async fn of_eight_at_once_with_one_token_one_gets_in() {
    let glue = running(Kind::ItGlue).await;
    let address = format!("{}?jwt={}", glue.jwt_endpoint(), token_for_now().sign(SECRET));
    let rivals: Vec<_> = (0..8)
        .map(|_| {
            let address = address.clone();
            tokio::spawn(async move { Browser::new().get(&address).await.status })
        })
        .collect();
    let mut statuses = Vec::new();
    for rival in rivals {
        statuses.push(rival.await.unwrap());
    }
    statuses.sort_unstable();
    assert_eq!(statuses, [302, 403, 403, 403, 403, 403, 403, 403]);
    assert_eq!(glue.open_sessions(), 1);
}

#[tokio::test]
async fn a_form_post_is_answered_with_405_and_an_explanation() {
    let glue = running(Kind::ItGlue).await;
    let refused =
        Browser::new().post(&glue.jwt_endpoint(), &format!("jwt={}", token_for_now().sign(SECRET))).await;
    assert_eq!(refused.status, 405);
    assert_eq!(refused.headers.get("allow").unwrap(), "GET");
    assert!(
        refused.body.contains("this endpoint takes a redirect with the token in the query"),
        "{}",
        refused.body
    );
    let receipts = glue.receipts();
    let receipt = receipts.last().unwrap();
    assert_eq!(receipt.body_fields.first().map(|(name, _)| name.as_str()), Some("jwt"));
    assert!(receipt.claims.is_some() && !receipt.accepted && receipt.landed_on.is_none());
}

#[tokio::test]
async fn a_stranger_is_not_created() {
    let glue = running(Kind::ItGlue).await;
    let token = token_for_now().claim("email", "ADA@example.com").sign(SECRET);
    let refused = Browser::new().get(&format!("{}?jwt={token}", glue.jwt_endpoint())).await;
    assert_eq!(refused.status, 403);
    assert!(refused.body.contains("ADA@example.com is not known; ada@example.com is, and they differ"));
}

#[tokio::test]
async fn a_page_shows_what_a_token_says_as_text() {
    let glue = running(Kind::ItGlue).await;
    let token = token_for_now().claim("email", "<script>alert(1)</script>").sign(SECRET);
    let refused = Browser::new().get(&format!("{}?jwt={token}", glue.jwt_endpoint())).await;
    assert!(!refused.body.contains("<script"), "{}", refused.body);
}

#[tokio::test]
async fn signing_out_stays_here() {
    let glue = running(Kind::ItGlue).await;
    let mut browser = Browser::new();
    browser.get(&format!("{}?jwt={}", glue.jwt_endpoint(), token_for_now().sign(SECRET))).await;
    let signed_out = browser.get(&glue.sign_out_url()).await;
    assert_eq!((signed_out.status, glue.open_sessions()), (200, 0));
    assert_eq!(browser.get(&glue.protected_page()).await.status, 302);
}
