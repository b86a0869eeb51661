//! Aha! Ideas and Mojo Helpdesk: what they do differently.

use super::browser::*;
use crate::simulator::Kind;

#[tokio::test]
async fn aha_sends_a_relative_return_to_and_takes_both_forms_back() {
    let aha = running(Kind::AhaIdeas).await;
    let sent = Browser::new().get(&aha.protected_page()).await;
    assert_eq!(sent.location, Some(format!("{LOGIN}?return_to=%2Fideas%2FAPP-I-469")));

    for return_to in ["/ideas/APP-I-469".to_owned(), aha.protected_page()] {
        let mut browser = Browser::new();
        let token = token_for_now().named().sign(SECRET);
        let address = format!("{}?jwt={token}&return_to={}", aha.jwt_endpoint(), escaped(&return_to));
        let arrived = browser.get(&address).await;
        assert_eq!(arrived.location, Some(aha.protected_page()));
        let landed = browser.follow(&arrived).await;
        assert!(landed.body.contains("Ada Lovelace") && landed.body.contains("APP-I-469: dark mode"));
    }
}

#[tokio::test]
async fn aha_signs_out_by_way_of_the_bridge() {
    let aha = running(Kind::AhaIdeas).await;
    let mut browser = Browser::new();
    browser.get(&format!("{}?jwt={}", aha.jwt_endpoint(), token_for_now().named().sign(SECRET))).await;
    assert_eq!(aha.open_sessions(), 1);
    let signed_out = browser.get(&format!("{}/portal_session/logout", aha.base_url())).await;
    assert_eq!((signed_out.status, signed_out.location.as_deref()), (302, Some(LOGOUT)));
    assert_eq!(aha.open_sessions(), 0);
}

#[tokio::test]
async fn mojo_sends_nothing_along_and_lands_everybody_at_home() {
    let mojo = running(Kind::MojoHelpdesk).await;
    let mut browser = Browser::new();
    let sent = browser.get(&mojo.protected_page()).await;
    assert_eq!(sent.location.as_deref(), Some(LOGIN));

    let token = token_for_now().without("jti").sign(SECRET);
    let arrived =
        browser.get(&format!("{}?token={token}&return_to=%2Fmc%2Ftickets%2F77", mojo.jwt_endpoint())).await;
    assert_eq!(arrived.location, Some(mojo.base_url() + "/"));
    let home = browser.follow(&arrived).await;
    assert!(
        home.body.contains("return_to is ignored") && home.body.contains("ada@example.com"),
        "{}",
        home.body
    );
    assert_eq!(browser.get(&mojo.protected_page()).await.status, 200);

    let again = browser.get(&format!("{}?token={token}", mojo.jwt_endpoint())).await;
    assert_eq!(again.status, 302, "no token ids are kept here");
}
