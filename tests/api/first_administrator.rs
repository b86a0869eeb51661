//! The first administrator: made once, through the address that the start printed, and never again.

use std::sync::Arc;
use std::time::Duration;

use bridgewarden::flow::{audit, first_administrator, housekeeping, session};
use bridgewarden::startup;
use bridgewarden::store::users;
use futures_util::future::join_all;

use crate::on_each_database;
use crate::support::bridge::config;
use crate::support::{Bridge, Browser, PASSWORD, Page};

const ADA: &str = "Ada.Lindqvist@example.com";
const NEW: &str = "four unrelated words";

/// The address that a start prints, if it prints one.
async fn offered(bridge: &Bridge) -> Option<String> {
    let offer = first_administrator::offer(&bridge.context).await.unwrap()?;
    Some(format!("/first-administrator/{}", offer.token.expose()))
}

async fn fill(browser: &mut Browser, page: &Page, email: &str, password: &str, repeat: &str) -> Page {
    let form =
        page.form("new_password").set("email", email).set("first_name", "Ada").set("last_name", "Lindqvist");
    browser.submit(page, form.set("new_password", password).set("repeat_password", repeat)).await
}

async fn administrators(bridge: &Bridge) -> i64 {
    bridge.context.store.read(users::count).await.unwrap().2
}

on_each_database! {
    async fn whoever_holds_the_printed_address_becomes_the_first_administrator_and_is_signed_in(bridge: Bridge) {
        let address = offered(&bridge).await.unwrap();
        let mut browser = bridge.browser();
        let page = browser.get(&address).await;
        page.is(200).says("Set up the first administrator").says("At least");
        let made = fill(&mut browser, &page, ADA, NEW, NEW).await;
        made.is(303);
        assert_eq!(made.location().as_deref(), Some("/admin"));
        assert!(browser.is_signed_in().await);
        let sessions = bridge.sessions_of(ADA).await;
        assert_eq!((sessions.len(), sessions[0].user.is_administrator), (1, true));
        assert_eq!(sessions[0].user.email.as_str(), ADA, "delivered as it was written");
        assert_eq!(bridge.audit_kinds().await, ["first-administrator-offered", "user-added", "sign-in"]);
        let rows = bridge.audit().await;
        let ada = sessions[0].user.id.to_string();
        assert_eq!((rows[0].actor.as_str(), rows[1].actor.clone()), ("service", format!("person:{ada}")));
        assert!(rows[1].details.contains("one-time address"), "{:?}", rows[1]);
        // The password is theirs for good.
        let mut elsewhere = bridge.browser();
        let asked = elsewhere.get("/sign-in").await;
        elsewhere.sign_in(&asked, ADA, NEW).await.is(303);
        housekeeping::seal_audit(&bridge.context).await.unwrap();
        assert_eq!(audit::verify(&bridge.context, None).await.unwrap().broken, None);
    }
}

on_each_database! {
    async fn the_address_works_once_and_afterwards_nothing_is_there(bridge: Bridge) {
        let address = offered(&bridge).await.unwrap();
        let mut browser = bridge.browser();
        let page = browser.get(&address).await;
        fill(&mut browser, &page, ADA, NEW, NEW).await.is(303);
        let mut later = bridge.browser();
        let gone = later.get(&address).await;
        gone.is_our_no(404, "a used address");
        let wrong = later.get("/first-administrator/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").await;
        let without_reference = |page: &Page| {
            let reference = page.body.split("<code>").nth(1).unwrap().split('<').next().unwrap().to_owned();
            page.body.replace(&reference, "")
        };
        assert_eq!(without_reference(&gone), without_reference(&wrong), "used and wrong are the same");
        let rows = bridge.database.rows();
        fill(&mut later, &page, "eve@example.com", NEW, NEW).await.is_our_no(404, "the form once more");
        assert_eq!(bridge.database.rows(), rows, "a stranger writes nothing");
        assert_eq!(administrators(&bridge).await, 1);
        assert_eq!(offered(&bridge).await, None, "no start prints one any more");
        // Also when the last administrator is taken away behind the bridge's back.
        bridge.database.tamper("DELETE FROM users");
        assert_eq!(offered(&bridge).await, None);
        later.get(&address).await.is(404);
    }
}

on_each_database! {
    async fn a_wrong_address_is_like_one_at_which_nothing_is(bridge: Bridge) {
        let right = offered(&bridge).await.unwrap();
        let mut browser = bridge.browser();
        let nowhere = browser.get("/nowhere").await;
        for wrong in ["/first-administrator/x", "/first-administrator/%00", "/first-administrator/", "/first-administrator"] {
            let page = browser.get(wrong).await;
            page.is_our_no(404, wrong);
            assert_eq!(page.body.len(), nowhere.body.len(), "{wrong}");
        }
        for almost in [format!("{right}A"), right[..right.len() - 1].to_owned(), right.to_ascii_lowercase(), format!("{right}/")] {
            browser.get(&almost).await.is(404);
        }
        browser.get(&right).await.is(200);
    }
}

on_each_database! {
    async fn a_new_start_prints_a_new_address_and_the_old_one_is_void(bridge: Bridge) {
        let first = offered(&bridge).await.unwrap();
        let (database, clock) = bridge.stop().await;
        let bridge = Bridge::start_at(database, clock, &[]).await;
        let second = offered(&bridge).await.unwrap();
        assert_ne!(first, second);
        let mut browser = bridge.browser();
        browser.get(&first).await.is(404);
        browser.get(&second).await.is(200);
    }
}

on_each_database! {
    async fn it_is_closed_by_an_administrator_who_was_made_at_the_command_line_meanwhile(bridge: Bridge) {
        let address = offered(&bridge).await.unwrap();
        let mut browser = bridge.browser();
        let page = browser.get(&address).await;
        page.is(200);
        let given = bridgewarden::flow::users::PasswordChoice::OneTime;
        bridge.add("boss@example.com", |new| new.is_administrator = true, given).await;
        browser.get(&address).await.is(404);
        fill(&mut browser, &page, ADA, NEW, NEW).await.is(404);
        assert_eq!(administrators(&bridge).await, 1);
        assert_eq!(offered(&bridge).await, None);
    }
}

on_each_database! {
    async fn it_is_closed_by_a_person_who_was_made_an_administrator(bridge: Bridge) {
        bridge.add_person("bo@example.com").await;
        let address = offered(&bridge).await.unwrap();
        let change = bridgewarden::flow::users::UserChange { is_administrator: Some(true), ..Default::default() };
        bridge.change_person("bo@example.com", change).await;
        bridge.browser().get(&address).await.is(404);
        // For ever: also when that person's right is gone again, however that came.
        bridge.database.tamper("UPDATE users SET is_administrator = (1 = 0)");
        bridge.browser().get(&address).await.is(404);
        assert_eq!(offered(&bridge).await, None);
    }
}

on_each_database! {
    async fn an_administrator_of_whom_the_bridge_was_not_told_closes_it_too(bridge: Bridge) {
        bridge.add_person("bo@example.com").await;
        let address = offered(&bridge).await.unwrap();
        bridge.database.tamper("UPDATE users SET is_administrator = (1 = 1)");
        bridge.browser().get(&address).await.is(404);
        assert_eq!(offered(&bridge).await, None);
    }
}

on_each_database! {
    async fn it_ends_when_nobody_comes_for_days(bridge: Bridge) {
        let address = offered(&bridge).await.unwrap();
        let mut browser = bridge.browser();
        bridge.clock.advance(Duration::from_secs(71 * 3600));
        let page = browser.get(&address).await;
        page.is(200);
        bridge.clock.advance(Duration::from_secs(2 * 3600));
        browser.get(&address).await.is(404);
        fill(&mut browser, &page, ADA, NEW, NEW).await.is(404);
        let again = offered(&bridge).await.unwrap();
        browser.get(&again).await.is(200);
    }
}

on_each_database! {
    async fn of_eight_who_come_at_once_one_becomes_administrator(bridge: Bridge) {
        let address = offered(&bridge).await.unwrap();
        let config = config(&bridge.database, &[]);
        let second = startup::context(&config, Arc::new(bridge.clock.clone())).unwrap();
        let second = startup::serve(&config, Arc::new(second)).unwrap();
        let other = format!("http://{}", second.address);
        let statuses = join_all((0..8).map(|number| {
            let mut browser = if number % 2 == 0 { bridge.browser() } else { Browser::new(&other) };
            let address = address.clone();
            async move {
                let page = browser.get(&address).await;
                if page.status == 404 {
                    // Somebody was very quick.
                    return 404;
                }
                fill(&mut browser, &page, &format!("rival{number}@example.com"), NEW, NEW).await.status.as_u16()
            }
        }))
        .await;
        assert_eq!(statuses.iter().filter(|status| **status == 303).count(), 1, "{statuses:?}");
        assert!(statuses.iter().all(|status| [303, 404].contains(status)), "{statuses:?}");
        assert_eq!(administrators(&bridge).await, 1);
        assert_eq!(bridge.context.store.read(users::count).await.unwrap().0, 1);
        assert_eq!(session::count(&bridge.context, &Default::default()).await.unwrap(), 1);
        second.stop().await;
    }
}

on_each_database! {
    async fn what_is_wrong_stands_by_its_field_and_nothing_typed_is_lost_but_the_password(bridge: Bridge) {
        bridge.add_person("taken@example.com").await;
        let address = offered(&bridge).await.unwrap();
        let mut browser = bridge.browser();
        let page = browser.get(&address).await;
        let long = "x".repeat(101);
        for (email, password, repeat, status, told) in [
            ("ada", NEW, NEW, 422, "This is not an email address."),
            ("TAKEN@example.com", NEW, NEW, 422, "Another account has this address."),
            (ADA, "short", "short", 422, "Use at least"),
            (ADA, "passwordpassword", "passwordpassword", 422, "too easy to guess"),
            (ADA, NEW, PASSWORD, 422, "are not the same"),
        ] {
            let answer = fill(&mut browser, &page, email, password, repeat).await;
            answer.is(status).says(told).says("value=\"Lindqvist\"").lacks(password);
            let form = answer.form("new_password");
            assert_eq!(form.field("email"), Some(email));
            assert_eq!(answer.body.matches("aria-invalid=\"true\"").count(), 1, "{told}");
        }
        let form = page.form("new_password").set("email", ADA).set("first_name", &long);
        let answer = browser.submit(&page, form.set("new_password", NEW).set("repeat_password", NEW)).await;
        answer.is(422).says("Use at most 100");
        assert_eq!(administrators(&bridge).await, 0);
        let answer = fill(&mut browser, &page, ADA, NEW, NEW).await;
        answer.is(303);
    }
}

on_each_database! {
    async fn wrong_addresses_are_limited_like_guesses_and_do_not_keep_others_away(bridge: Bridge) {
        let address = offered(&bridge).await.unwrap();
        let mut browser = bridge.browser();
        let page = browser.get(&address).await;
        let typed = [("email", ADA), ("new_password", NEW), ("repeat_password", NEW)];
        let mut statuses = Vec::new();
        for number in 0..14 {
            let wrong = format!("/first-administrator/wrong{number}");
            statuses.push(browser.post(&wrong, &typed, &[("sec-fetch-site", "same-origin")]).await.status.as_u16());
        }
        assert_eq!(statuses[..9], [404; 9]);
        assert_eq!(statuses[13], 429, "{statuses:?}");
        fill(&mut browser, &page, ADA, NEW, NEW).await.is(429).says("too many attempts");
        assert_eq!(bridge.passwords_begun(), 0, "nothing was hashed for them");
        // Only their own network waits: nothing else is counted for it.
        let counted = bridge.database.tamper("UPDATE throttles SET scope = scope WHERE scope = 'network'");
        let all = bridge.database.tamper("UPDATE throttles SET scope = scope");
        assert_eq!((counted, all), (1, 1));
        bridge.clock.advance(Duration::from_secs(120));
        fill(&mut browser, &page, ADA, NEW, NEW).await.is(303);
    }
}

on_each_database! {
    async fn no_other_site_sends_the_form(bridge: Bridge) {
        let address = offered(&bridge).await.unwrap();
        let mut browser = bridge.browser();
        let typed = [("email", ADA), ("new_password", NEW), ("repeat_password", NEW)];
        for headers in [
            [("sec-fetch-site", "cross-site")],
            [("sec-fetch-site", "same-site")],
            [("origin", "https://evil.example")],
        ] {
            browser.post(&address, &typed, &headers).await.is(403);
        }
        assert_eq!(administrators(&bridge).await, 0);
    }
}

on_each_database! {
    async fn somebody_who_is_signed_in_already_goes_on_as_the_administrator(bridge: Bridge) {
        bridge.add_person("bo@example.com").await;
        let mut browser = bridge.signed_in("bo@example.com").await;
        let address = offered(&bridge).await.unwrap();
        let page = browser.get(&address).await;
        fill(&mut browser, &page, ADA, NEW, NEW).await.is(303);
        assert_eq!(bridge.sessions_of("bo@example.com").await.len(), 0, "the session in this browser was replaced");
        assert_eq!(bridge.sessions_of(ADA).await.len(), 1);
    }
}

on_each_database! {
    async fn what_is_stored_does_not_open_it(bridge: Bridge) {
        let address = offered(&bridge).await.unwrap();
        let token = address.rsplit('/').next().unwrap();
        let rows = bridge.audit().await;
        assert!(!format!("{rows:?}").contains(token));
        let stored = "SELECT token_digest AS name FROM first_administrator";
        let digest = bridge.database.names(stored).remove(0);
        assert_eq!(digest.len(), 64);
        assert_ne!(digest, token);
        bridge.browser().get(&format!("/first-administrator/{digest}")).await.is(404);
    }
}
