//! A signed-in person changes their password: with the present one as proof, and alone in the account afterwards.

use bridgewarden::domain::audit::{Actor, Origin};
use bridgewarden::domain::known_browser::KnownBrowser;
use bridgewarden::domain::password::Password;
use bridgewarden::domain::refusal::Refusal;
use bridgewarden::flow::change_password::{self, Changed, NewPassword};
use bridgewarden::flow::session;

use crate::on_each_database;
use crate::support::{Browser, PASSWORD, Page};

const ANN: &str = "Ann.Lee@example.com";
const NEW: &str = "four unrelated words";

async fn changes(browser: &mut Browser, page: &Page, current: &str, new: &str, repeat: &str) -> Page {
    let form = page.form("current_password");
    let form = form.set("current_password", current).set("new_password", new).set("repeat_password", repeat);
    browser.submit(page, form).await
}

on_each_database! {
    async fn a_new_password_needs_the_present_one_and_must_be_a_good_one(bridge: Bridge) {
        bridge.add_person(ANN).await;
        let mut browser = bridge.browser();
        let tiles = browser.signs_in_here(ANN).await;
        let mut page = browser.open(&tiles.link("/account/password")).await;
        page.is(200).says("Change your password").says(ANN);
        for (current, new, repeat, status, sentence) in [
            ("not the right one", NEW, NEW, 403, "This is not your current password."),
            ("", NEW, NEW, 403, "This is not your current password."),
            (PASSWORD, "correct horse ", "correct horse ", 422, "Use at least 15 characters."),
            (PASSWORD, "AnnLee AnnLee AnnLee", "AnnLee AnnLee AnnLee", 422, "too easy to guess"),
            (PASSWORD, ANN, ANN, 422, "too easy to guess"),
            (PASSWORD, PASSWORD, PASSWORD, 422, "This is the password you have now."),
            (PASSWORD, NEW, "four unrelated", 422, "The two new passwords are not the same."),
        ] {
            page = changes(&mut browser, &page, current, new, repeat).await;
            page.is(status).says(sentence);
            for typed in [current, new, repeat].iter().filter(|typed| !typed.is_empty() && **typed != ANN) {
                page.lacks(typed);
            }
        }
        bridge.browser().signs_in_here(ANN).await;
        assert!(bridge.audit_of("password-changed").await.is_empty());
        let wrong = bridge.audit_of("sign-in-refused").await;
        let codes: Vec<_> = wrong.iter().map(|row| row.refusal.as_deref().unwrap()).collect();
        assert_eq!(codes, ["wrong-current-password"; 2]);
    }
}

on_each_database! {
    async fn the_other_sessions_end_and_this_one_lives(bridge: Bridge) {
        bridge.add_person(ANN).await;
        let (mut browser, mut telephone) = (bridge.browser(), bridge.browser());
        browser.signs_in_here(ANN).await;
        let telephone_tiles = telephone.signs_in_here(ANN).await;
        let page = browser.open("/account/password").await;
        let done = changes(&mut browser, &page, PASSWORD, NEW, NEW).await;
        done.is(303);
        let tiles = browser.follow(done).await;
        tiles.is(200).says("Your password is changed.").says("Your services");
        assert!(browser.is_signed_in().await);
        browser.get("/").await.lacks("Your password is changed.");
        assert!(!telephone.is_signed_in().await);
        let late = telephone.submit(&telephone_tiles, telephone_tiles.form_to("/sign-out")).await;
        late.is(200).says("You are signed out");
        assert_eq!(bridge.sessions_of(ANN).await.len(), 1);
        let asked = telephone.open("/sign-in").await;
        telephone.sign_in(&asked, ANN, PASSWORD).await.is(403);
        telephone.sign_in(&asked, ANN, NEW).await.is(303);
        assert_eq!(
            bridge.audit_kinds().await,
            ["sign-in", "sign-in", "session-revoked", "password-changed", "sign-in-refused", "sign-in"]
        );
    }
}

on_each_database! {
    async fn the_page_is_for_the_person_who_is_signed_in(bridge: Bridge) {
        bridge.add_person(ANN).await;
        let mut stranger = bridge.browser();
        assert_eq!(stranger.open("/account/password").await.place(), "/sign-in");
        let mut browser = bridge.browser();
        browser.signs_in_here(ANN).await;
        let page = browser.open("/account/password").await;
        let stolen = page.form("current_password").set("current_password", PASSWORD).set("new_password", NEW);
        stranger.submit(&page, stolen.clone().set("repeat_password", NEW)).await.is(403);
        let mut second = bridge.browser();
        second.signs_in_here(ANN).await;
        second.submit(&page, stolen.clone().set("repeat_password", NEW)).await.is(403).says("This page has expired");
        let fields: Vec<(&str, &str)> =
            stolen.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        browser.post("/account/password", &fields, &[("sec-fetch-site", "cross-site")]).await.is(403);
        assert!(bridge.audit_of("password-changed").await.is_empty());
    }
}

on_each_database! {
    async fn a_session_that_ends_while_the_password_is_looked_at_changes_nothing(bridge: Bridge) {
        bridge.add_person(ANN).await;
        bridge.browser().signs_in_here(ANN).await;
        let person = session::list(&bridge.context, None, 1).await.unwrap().remove(0);
        // Hashes take their time, and meanwhile an administrator ends everything.
        session::revoke_all_of(&bridge.context, person.user.id, &bridge.origin()).await.unwrap();
        let typed = |text| Password::parse(text).unwrap();
        let chosen = NewPassword { new: typed(NEW), repeat: typed(NEW) };
        let (known, current) = (KnownBrowser::default(), typed(PASSWORD));
        let origin = Origin { actor: Actor::Stranger, client_address: "192.0.2.1".into(), request_id: "".into() };
        let changed =
            change_password::by_person(&bridge.context, &person, &known, current, chosen, &origin).await.unwrap();
        assert_eq!(changed, Changed::Refused(Refusal::FormExpired));
        assert!(bridge.audit_of("password-changed").await.is_empty());
        bridge.browser().signs_in_here(ANN).await;
    }
}
