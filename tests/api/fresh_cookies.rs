//! Who proves the password again gets a new cookie: a copy that somebody took of the old one is worth nothing.

use crate::on_each_database;
use crate::sessions::{ANN, SESSION, is_signed_in, prepare};
use crate::support::{Delivery, PASSWORD};

const NEW: &str = "four unrelated words";

on_each_database! {
    async fn a_password_change_renews_the_cookie_and_a_copy_of_the_old_one_is_worthless(bridge: Bridge) {
        prepare(&bridge).await;
        let mut browser = bridge.signed_in(ANN).await;
        let tiles = browser.get("/").await;
        let page = browser.get("/account/password").await;
        let mut thief = browser.clone();
        let form = page.form("current_password").set("new_password", NEW).set("repeat_password", NEW);

        browser.submit(&page, form.clone().set("current_password", "not the password")).await.is(403);
        assert_eq!(browser.cookie(SESSION), thief.cookie(SESSION), "a wrong password changes nothing");
        browser.submit(&page, form.set("current_password", PASSWORD)).await.is(303);
        assert_ne!(browser.cookie(SESSION), thief.cookie(SESSION));
        assert!(is_signed_in(&browser).await, "the person goes on");
        assert!(!is_signed_in(&thief).await, "the copy does not");
        let launched = thief.submit(&tiles, tiles.form_to("/it-glue/launch")).await;
        assert!(Delivery::of(&launched).is_none() && launched.form("password").field("pending").is_some());
        assert_eq!(bridge.sessions_of(ANN).await.len(), 1);
        let named = bridge.database.dump();
        assert!(!named.contains(browser.cookie(SESSION).unwrap()), "the new value is in the database");
    }
}
