//! A session is what the database says it is: it begins anew at every sign-in and ends in time.

use std::time::Duration;

use bridgewarden::crypto::digest::sha256_hex;

use crate::on_each_database;
use crate::support::bridge::SECRET;
use crate::support::{Bridge, Browser, Delivery, PASSWORD, Page};

pub const ANN: &str = "ann.lee@example.com";
pub const EVE: &str = "eve@example.com";
pub const SESSION: &str = "__Host-bridgewarden";
const SECOND: Duration = Duration::from_secs(1);
const HOUR: Duration = Duration::from_secs(3600);

pub async fn prepare(bridge: &Bridge) {
    bridge.add_person(ANN).await;
    bridge.add_person(EVE).await;
    bridge.add_provider("it-glue", "it-glue", &[("subdomain", "acme")], SECRET).await;
}

/// Whether this browser's session opens anything: the home page, the account, a token. All or nothing.
pub async fn is_signed_in(browser: &Browser) -> bool {
    let mut browser = browser.clone();
    let home = browser.get("/").await;
    let account = browser.get("/account/password").await;
    let login = browser.get("/sso/it-glue/login").await;
    let opened = [home.status == 200, account.status == 200, Delivery::of(&login).is_some()];
    if opened == [false; 3] {
        assert_eq!(home.location().as_deref(), Some("/sign-in"));
        assert_eq!(account.location().as_deref(), Some("/sign-in"));
        login.is(200).says("Password");
    } else {
        assert_eq!(opened, [true; 3]);
    }
    opened[0]
}

fn cookies_of(page: &Page) -> Vec<String> {
    page.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap().to_owned()).collect()
}

on_each_database! {
    async fn every_cookie_is_for_this_host_alone_and_what_opens_something_ends_with_the_browser(bridge: Bridge) {
        prepare(&bridge).await;
        let mut browser = bridge.browser();
        let page = browser.get("/sso/it-glue/login").await;
        let delivery = browser.sign_in(&page, ANN, PASSWORD).await;
        let cookies = [cookies_of(&page), cookies_of(&delivery)].concat();
        let names: Vec<&str> = cookies.iter().map(|cookie| cookie.split('=').next().unwrap()).collect();
        assert_eq!(names, ["__Host-bridgewarden-browser", "__Host-bridgewarden-known", SESSION]);
        for cookie in &cookies {
            let mut flags: Vec<&str> = cookie.split("; ").skip(1).collect();
            flags.sort_unstable();
            // Only what opens nothing outlives the browser: that somebody signed in in it before.
            if cookie.starts_with("__Host-bridgewarden-known=") {
                flags.retain(|flag| *flag != "Max-Age=31622400");
            }
            assert_eq!(flags, ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"], "{cookie}");
        }
        let token = browser.cookie(SESSION).unwrap();
        assert_eq!(token.len(), 43, "256 bits in base64");
    }
}

on_each_database! {
    async fn what_opens_a_session_is_not_in_the_database(bridge: Bridge) {
        prepare(&bridge).await;
        let mut browser = bridge.browser();
        let page = browser.get("/sso/it-glue/login").await;
        let pending = page.form("password").field("pending").unwrap().to_owned();
        let delivery = Delivery::in_page(&browser.sign_in(&page, ANN, PASSWORD).await);
        let claims = delivery.claims("jwt", SECRET);
        let dump = bridge.database.dump();
        let token = browser.cookie(SESSION).unwrap();
        assert!(dump.contains(&sha256_hex(token.as_bytes())) && dump.contains(ANN), "the dump is not whole");
        let signature = delivery.token("jwt").rsplit('.').next().unwrap();
        let browser_id = browser.cookie("__Host-bridgewarden-browser").unwrap();
        let jti = claims["jti"].as_str().unwrap().rsplit('/').next().unwrap();
        for secret in [token, browser_id, &pending, delivery.token("jwt"), signature, jti, PASSWORD] {
            assert!(!dump.contains(secret), "{secret} is in the database");
        }
    }
}

on_each_database! {
    async fn each_sign_in_begins_a_new_session_and_ends_the_browsers_old_one(bridge: Bridge) {
        prepare(&bridge).await;
        let mut browser = bridge.browser();
        browser.set_cookie(SESSION, &"A".repeat(43));
        let (first, second) = (browser.get("/sign-in").await, browser.get("/sign-in").await);
        browser.sign_in(&first, ANN, PASSWORD).await.is(303);
        assert_ne!(browser.cookie(SESSION), Some("A".repeat(43).as_str()), "a planted name was taken over");
        let old = browser.clone();
        assert!(is_signed_in(&old).await);
        browser.sign_in(&second, ANN, PASSWORD).await.is(303);
        assert_ne!(browser.cookie(SESSION), old.cookie(SESSION));
        assert!(is_signed_in(&browser).await);
        assert!(!is_signed_in(&old).await);
    }
}

on_each_database! {
    async fn the_next_person_in_a_browser_never_gets_the_first_ones_session(bridge: Bridge) {
        prepare(&bridge).await;
        let mut browser = bridge.browser();
        let (first, second) = (browser.get("/sign-in").await, browser.get("/sso/it-glue/login").await);
        browser.sign_in(&first, ANN, PASSWORD).await.is(303);
        Delivery::in_page(&browser.get("/sso/it-glue/login").await);
        let anns = browser.clone();
        let delivery = Delivery::in_page(&browser.sign_in(&second, EVE, PASSWORD).await);
        assert_eq!(delivery.claims("jwt", SECRET)["email"], EVE);
        assert!(!is_signed_in(&anns).await);
        let silent = Delivery::in_page(&browser.get("/sso/it-glue/login").await);
        assert_eq!(silent.claims("jwt", SECRET)["email"], EVE);
    }
}

on_each_database! {
    async fn a_session_ends_after_an_hour_without_use_and_after_twelve_hours_of_it(bridge: Bridge) {
        prepare(&bridge).await;
        let browser = bridge.signed_in(ANN).await;
        for _ in 0..2 {
            bridge.clock.advance(HOUR - SECOND);
            assert!(is_signed_in(&browser).await, "one second before the hour is over");
        }
        bridge.clock.advance(HOUR);
        assert!(!is_signed_in(&browser).await, "an hour without use");

        let busy = bridge.signed_in(ANN).await;
        for half_hour in 0..23 {
            bridge.clock.advance(HOUR / 2);
            assert!(is_signed_in(&busy).await, "{half_hour}");
        }
        bridge.clock.advance(HOUR / 2 - SECOND);
        assert!(is_signed_in(&busy).await, "one second before the twelve hours are over");
        bridge.clock.advance(SECOND);
        assert!(!is_signed_in(&busy).await, "after twelve hours");
    }
}

on_each_database! {
    async fn a_clock_that_is_set_back_lengthens_no_session(bridge: Bridge) {
        prepare(&bridge).await;
        let browser = bridge.signed_in(ANN).await;
        bridge.clock.set_back(HOUR / 2);
        assert!(is_signed_in(&browser).await, "half an hour is a corrected clock");
        bridge.clock.set_back(HOUR * 24);
        assert!(!is_signed_in(&browser).await, "a day is not");
    }
}

on_each_database! {
    async fn a_stranger_leaves_nothing_behind(bridge: Bridge) {
        prepare(&bridge).await;
        bridge.signed_in(EVE).await;
        let before = bridge.database.rows();
        let unknown = ["", "x", "\"\"", &"A".repeat(43), &"A".repeat(44), &"é".repeat(21), "a b", "%00"];
        for value in unknown {
            let mut browser = bridge.browser();
            browser.set_cookie(SESSION, value);
            for path in [
                "/",
                "/sign-in",
                "/account/password",
                "/sso/it-glue/login?return_to=/x",
                "/sso/it-glue/login?return_to=//evil.example",
                "/sso/it-glue/logout",
                "/sso/nobody/login",
                "/sign-out/continue",
                "/static/bridgewarden.css",
                "/healthz",
                "/readyz",
                "/nowhere",
            ] {
                let page = browser.get(path).await;
                assert!(page.status.as_u16() < 500, "{path}: {}", page.status);
                let begun = cookies_of(&page).into_iter().find(|cookie| {
                    cookie.starts_with("__Host-bridgewarden=") && !cookie.contains("Max-Age=0")
                });
                assert_eq!(begun, None, "{path}");
                browser.set_cookie(SESSION, value);
            }
            assert!(!is_signed_in(&browser).await);
            browser.post("/sign-in", &[("email", ANN), ("password", PASSWORD)], &[]).await.is(403);
        }
        assert_eq!(bridge.database.rows(), before);
    }
}
