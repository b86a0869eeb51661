//! A provider that reports an error is heard: its words are shown and kept, and no further token answers it.

use bridgewarden::simulator::Kind;

use crate::on_each_database;

const ANN: &str = "Ann.Lee@example.com";

on_each_database! {
    async fn an_error_of_the_provider_is_shown_and_recorded_and_gets_no_token(bridge: Bridge) {
        bridge.add_person(ANN).await;
        let zendesk = bridge.add_simulator(Kind::Zendesk, &[]).await;
        zendesk.set_clock_offset(3600);
        let mut browser = bridge.browser();
        let page = browser.arrives(&zendesk.protected_page(), ANN).await;
        page.is(200).says("Zendesk did not let you in").says("Rule not kept").lacks("jwt");
        assert!(page.url.as_str().starts_with(&bridge.address), "{}", page.url);
        assert_eq!(zendesk.receipts().len(), 1);
        assert_eq!(bridge.audit_kinds().await, ["sign-in", "token-minted", "provider-reported-error"]);
        assert!(browser.is_signed_in().await, "the person is signed in here all the same");
        browser.get("/").await.says("Zendesk");
    }
}

on_each_database! {
    async fn an_error_message_is_only_ever_text(bridge: Bridge) {
        bridge.add_person(ANN).await;
        bridge.add_simulator(Kind::Zendesk, &[]).await;
        let mut browser = bridge.browser();
        browser.signs_in_here(ANN).await;
        let message = "%3Cscript%3Ealert(1)%3C%2Fscript%3E%0D%0ASet-Cookie:%20a=b%1B%5B31m%22%27%26";
        let page = browser.get(&format!("/sso/zendesk/logout?kind=error&message={message}")).await;
        page.is(200).says("<script>alert(1)</script>");
        assert!(!page.body.contains("<script>alert"), "{}", page.body);
        assert!(!page.body.contains('\u{1b}'), "control characters are not shown");
        assert_eq!(page.header("set-cookie"), None);
        let row = bridge.audit_of("provider-reported-error").await.remove(0);
        assert!(row.details.contains("<script>alert(1)</script>"), "{}", row.details);
        for control in ["\\r", "\\n", "\\u001b", "\u{1b}", "\r", "\n"] {
            assert!(!row.details.contains(control), "{control:?} in {}", row.details);
        }
        assert!(browser.is_signed_in().await);
    }
}

on_each_database! {
    async fn a_long_message_is_shortened_and_an_empty_one_is_left_out(bridge: Bridge) {
        bridge.add_simulator(Kind::Zendesk, &[]).await;
        let mut browser = bridge.browser();
        let long = "abcdefghij".repeat(100);
        let page = browser.get(&format!("/sso/zendesk/logout?kind=error&message={long}")).await;
        page.is(200).says(&long[..300]).lacks(&long[..301]);
        let page = browser.get("/sso/zendesk/logout?kind=error&message=").await;
        page.is(200).says("Zendesk did not let you in").lacks("blockquote");
        browser.get("/sso/zendesk/logout?kind=error&message=%FF").await.is(400);
        // Another provider's way of speaking means nothing here.
        browser.get("/sso/zendesk/login?kind=error&message=x").await.is(200).form("password");
        assert_eq!(bridge.tokens().await, 0);
    }
}
