//! The door of the administration: who comes in, and who must prove again who they are.

use std::time::Duration;

use crate::on_each_database;
use crate::support::{Bridge, Browser, PASSWORD, Page};

const ADA: &str = "ada.admin@example.com";
const ANN: &str = "ann.lee@example.com";
const TEN_MINUTES: Duration = Duration::from_secs(600);
const SESSION: &str = "__Host-bridgewarden";

async fn administrator(bridge: &Bridge) -> Browser {
    bridge.add_administrator(ADA).await;
    bridge.signed_in(ADA).await
}

/// Presses "Confirm now" on the overview.
async fn confirms(browser: &mut Browser, page: &Page) -> Page {
    browser.submit(page, page.form_to("/admin/confirm")).await
}

on_each_database! {
    async fn whoever_is_not_signed_in_signs_in_and_comes_back_to_the_page(database: Database) {
        let bridge = Bridge::start(database).await;
        bridge.add_administrator(ADA).await;
        let mut browser = bridge.browser();
        let asked = browser.get("/admin?range=week").await;
        asked.is(403).says("This page is for people who are signed in.");
        browser.sign_in(&asked, ADA, "not my password").await.is(403);
        let answer = browser.sign_in(&asked, ADA, PASSWORD).await;
        answer.is(303);
        assert_eq!(answer.location().as_deref(), Some("/admin?range=week"));
        browser.follow(answer).await.is(200).says("Overview");
    }
}

on_each_database! {
    async fn whoever_must_choose_a_password_first_comes_back_to_the_page_afterwards(database: Database) {
        let bridge = Bridge::start(database).await;
        let choice = bridgewarden::flow::users::PasswordChoice::OneTime;
        let one_time = bridge.add(ADA, |new| new.is_administrator = true, choice).await.unwrap();
        let mut browser = bridge.browser();
        let asked = browser.get("/admin").await;
        let change = browser.sign_in(&asked, ADA, &one_time).await;
        let form = change.form("new_password");
        let form = form.set("new_password", "four unrelated words").set("repeat_password", "four unrelated words");
        let answer = browser.submit(&change, form).await;
        answer.is(303);
        assert_eq!(answer.location().as_deref(), Some("/admin"));
    }
}

on_each_database! {
    async fn a_script_without_a_session_is_told_so_and_not_shown_a_form(database: Database) {
        let bridge = Bridge::start(database).await;
        let mut browser = bridge.browser();
        browser.headers.insert("accept", "application/json".parse().unwrap());
        browser.get("/admin").await.is(403).says("sign-in-required");
    }
}

on_each_database! {
    async fn whoever_is_no_administrator_is_refused_and_sees_no_way_there(database: Database) {
        let bridge = Bridge::start(database).await;
        bridge.add_person(ANN).await;
        let mut ann = bridge.signed_in(ANN).await;
        ann.get("/admin").await.is(403).says("This page is for administrators.");
        ann.get("/").await.is(200).lacks("Administration");
        let mut ada = administrator(&bridge).await;
        ada.get("/").await.is(200).says("Administration");
        // A form of an administrator is worth nothing in somebody else's hands.
        let page = ada.get("/admin").await;
        ann.submit(&page, page.form_to("/admin/confirm")).await.is(403).says("This page is for administrators.");
    }
}

on_each_database! {
    async fn whoever_is_demoted_or_disabled_is_out_at_the_next_request(database: Database) {
        let bridge = Bridge::start(database).await;
        bridge.add_administrator("other@example.com").await;
        let mut ada = administrator(&bridge).await;
        let page = ada.get("/admin").await;
        page.is(200);
        let change = bridgewarden::flow::users::UserChange { is_administrator: Some(false), ..Default::default() };
        bridge.change_person(ADA, change).await;
        ada.get("/admin").await.is(403);
        confirms(&mut ada, &page).await.is(403).says("This page is for administrators.");
        bridge.disable(ADA).await;
        ada.get("/admin").await.is(403).says("This page is for people who are signed in.");
    }
}

on_each_database! {
    async fn after_ten_minutes_the_password_is_asked_for_and_the_form_goes_on(database: Database) {
        let bridge = Bridge::start(database).await;
        let mut ada = administrator(&bridge).await;
        let page = ada.get("/admin").await;
        let at_once = confirms(&mut ada, &page).await;
        at_once.is(303);
        ada.follow(at_once).await.is(200).says("For the next ten minutes you are not asked again.");
        ada.get("/admin").await.lacks("For the next ten minutes");

        bridge.clock.advance(TEN_MINUTES);
        let before = ada.cookie(SESSION).unwrap().to_owned();
        let asked = confirms(&mut ada, &page).await;
        asked.is(403).says("Is it you?");
        let form = asked.form("confirm_password");
        let wrong = ada.submit(&asked, form.clone().set("confirm_password", "not my password")).await;
        wrong.is(403).says("This is not your current password.");
        assert_eq!(bridge.audit_of("session-confirmed").await.len(), 0);
        let done = ada.submit(&wrong, wrong.form("confirm_password").set("confirm_password", PASSWORD)).await;
        done.is(303);
        ada.follow(done).await.is(200).says("For the next ten minutes you are not asked again.");
        assert_eq!(bridge.audit_of("session-confirmed").await.len(), 1);

        // The session goes on under another name: a copy of the old cookie opens nothing.
        assert_ne!(ada.cookie(SESSION).unwrap(), before);
        let mut thief = bridge.browser();
        thief.set_cookie(SESSION, &before);
        thief.get("/admin").await.is(403);
        // A form that was open in another window is still good, and so is the way out.
        confirms(&mut ada, &page).await.is(303);
        let here = ada.get("/admin").await;
        ada.submit(&here, here.form_to("/sign-out")).await.is(200);
    }
}

on_each_database! {
    async fn a_kept_form_goes_on_only_where_it_was_going_and_in_its_own_session(database: Database) {
        let bridge = Bridge::start(database).await;
        let mut ada = administrator(&bridge).await;
        let page = ada.get("/admin").await;
        bridge.clock.advance(TEN_MINUTES);
        let asked = confirms(&mut ada, &page).await;
        let form = asked.form("confirm_password").set("confirm_password", PASSWORD);
        let mut other = bridge.signed_in(ADA).await;
        other.submit(&asked, form.clone()).await.is(403).says("This page was open for too long.");
        let spoiled = form.clone().set("kept", "v1.c2VhbGVk");
        ada.submit(&asked, spoiled).await.is(403).says("This page was open for too long.");
        bridge.clock.advance(TEN_MINUTES * 6);
        ada.submit(&asked, form).await.is(403);
    }
}

on_each_database! {
    async fn guessing_the_password_again_and_again_is_limited_like_any_guessing(database: Database) {
        let bridge = Bridge::start(database).await;
        let mut ada = administrator(&bridge).await;
        ada.set_cookie("__Host-bridgewarden-known", "");
        let page = ada.get("/admin").await;
        bridge.clock.advance(TEN_MINUTES);
        let mut asked = confirms(&mut ada, &page).await;
        for _ in 0..5 {
            let form = asked.form("confirm_password").set("confirm_password", "a guess");
            asked = ada.submit(&asked, form).await;
        }
        let form = asked.form("confirm_password").set("confirm_password", PASSWORD);
        let waits = ada.submit(&asked, form).await;
        waits.is(429).says("There were too many attempts.");
        assert!(waits.headers.contains_key("retry-after"));
    }
}

on_each_database! {
    async fn a_form_from_another_site_or_without_its_proof_does_nothing(database: Database) {
        let bridge = Bridge::start(database).await;
        let mut ada = administrator(&bridge).await;
        let page = ada.get("/admin").await;
        let form = page.form_to("/admin/confirm");
        let fields: Vec<(&str, &str)> = form.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        ada.post("/admin/confirm", &fields, &[("sec-fetch-site", "cross-site")]).await.is(403);
        ada.post("/admin/confirm", &[], &[("sec-fetch-site", "same-origin")]).await.is(403).says("This page was open for too long.");
        ada.get("/admin/confirm").await.is(405);
    }
}
