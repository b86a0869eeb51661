//! Guessing is limited and nobody is locked out: not the office of a forgetful colleague, not the person whose
//! password somebody else is guessing.

use std::time::Duration;

use bridgewarden::domain::audit::{Actor, Origin};
use bridgewarden::domain::network::Network;
use bridgewarden::domain::password::Password;
use bridgewarden::domain::sign_in::PendingSignIn;
use bridgewarden::domain::user::UserStatus;
use bridgewarden::flow::password::{self, Credentials};
use bridgewarden::flow::{session, throttle, users};
use bridgewarden::store::throttles::Which;
use futures_util::future::join_all;
use reqwest::header::HeaderValue;

use crate::on_each_database;
use crate::support::{Bridge, Browser, Database, PASSWORD, Page};

const ANN: &str = "Ann.Lee@example.com";
const BOB: &str = "Bob.Ray@example.com";
const WRONG: &str = "not her password at all";
const MINUTE: Duration = Duration::from_secs(60);
/// The tests' own proxy, which says where a browser is.
const PROXY: &str = "server.trusted_proxies=127.0.0.1";

/// A browser that was never here, at that address.
fn browser_at(bridge: &Bridge, address: &str) -> Browser {
    moved(&bridge.browser(), address)
}

/// The same browser at another address.
fn moved(browser: &Browser, address: &str) -> Browser {
    let mut browser = browser.clone();
    browser.headers.insert("x-forwarded-for", HeaderValue::from_str(address).unwrap());
    browser
}

async fn try_in(browser: &mut Browser, email: &str, password: &str) -> Page {
    let page = browser.get("/sign-in").await;
    browser.sign_in(&page, email, password).await
}

/// One sign-in in a new browser.
async fn attempt(bridge: &Bridge, address: &str, email: &str, password: &str) -> Page {
    try_in(&mut browser_at(bridge, address), email, password).await
}

/// Guesses at one account from one address; how many were looked at.
async fn guess(bridge: &Bridge, address: &str, email: &str, times: usize) -> usize {
    let mut looked_at = 0;
    for _ in 0..times {
        looked_at += usize::from(attempt(bridge, address, email, WRONG).await.status == 403);
    }
    looked_at
}

async fn start(database: Database) -> Bridge {
    let bridge = Bridge::start_with(database, &[PROXY]).await;
    bridge.add_person(ANN).await;
    bridge.add_person(BOB).await;
    bridge
}

on_each_database! {
    async fn after_thirty_wrong_guesses_from_one_address_the_right_one_is_not_looked_at(database: Database) {
        let bridge = start(database).await;
        assert_eq!(guess(&bridge, "192.0.2.1", ANN, 30).await, 5);
        let refused = attempt(&bridge, "192.0.2.1", ANN, PASSWORD).await;
        refused.is(429).says("There were too many attempts. Wait a minute, then try again.");
        assert_eq!(refused.header("retry-after"), Some("61"));
        assert_eq!(refused.form("password").field("email"), Some(ANN), "what was typed is kept");
        assert_eq!(bridge.count_audit("sign-in").await, 0);

        // Somewhere else she gets in, without waiting for whoever guesses.
        attempt(&bridge, "192.0.2.2", ANN, PASSWORD).await.is(303);
    }
}

on_each_database! {
    async fn an_address_that_guesses_at_many_accounts_is_not_looked_at_any_more(database: Database) {
        let bridge = start(database).await;
        let mut looked_at = 0;
        for number in 0..30 {
            looked_at += guess(&bridge, "192.0.2.1", &format!("nobody{number}@example.com"), 1).await;
        }
        assert_eq!(looked_at, 10);
        attempt(&bridge, "192.0.2.1", ANN, PASSWORD).await.is(429);
        attempt(&bridge, "192.0.2.2", ANN, PASSWORD).await.is(303);

        // A minute later it may guess once more, and then waits twice as long.
        bridge.clock.advance(MINUTE);
        attempt(&bridge, "192.0.2.1", "nobody@example.com", WRONG).await.is(403);
        attempt(&bridge, "192.0.2.1", ANN, PASSWORD).await.is(429).says("Wait 2 minutes");
        bridge.clock.advance(MINUTE * 2);
        attempt(&bridge, "192.0.2.1", ANN, PASSWORD).await.is(303);
    }
}

on_each_database! {
    async fn waits_grow_to_a_quarter_of_an_hour_and_end(database: Database) {
        let bridge = start(database).await;
        let mut waits = Vec::new();
        for number in 0..80 {
            let page = attempt(&bridge, "192.0.2.1", &format!("nobody{number}@example.com"), WRONG).await;
            if let Some(seconds) = page.header("retry-after") {
                let wait = Duration::from_secs(seconds.parse::<u64>().unwrap() - 1);
                waits.push(wait.as_secs() / 60);
                bridge.clock.advance(wait);
            }
        }
        assert_eq!(waits[..4], [1, 2, 4, 8], "{waits:?}");
        assert!(waits[4..].iter().all(|wait| *wait == 15) && waits.len() > 5, "{waits:?}");
        attempt(&bridge, "192.0.2.1", ANN, PASSWORD).await.is(303);
    }
}

on_each_database! {
    async fn thirty_right_guesses_hidden_behind_thirty_wrong_ones_at_once_do_not_slip_through(database: Database) {
        let bridge = start(database).await;
        let pages = join_all((0..60).map(async |_| {
            let mut browser = browser_at(&bridge, "192.0.2.1");
            let page = browser.get("/sign-in").await;
            (browser, page)
        }))
        .await;
        let answers = join_all(pages.into_iter().enumerate().map(async |(number, (mut browser, page))| {
            // The right ones set off a little later, so that they stand behind the wrong ones.
            let password = if number < 30 { WRONG } else { PASSWORD };
            tokio::time::sleep(Duration::from_millis(if number < 30 { 0 } else { 20 })).await;
            browser.sign_in(&page, ANN, password).await.status.as_u16()
        }))
        .await;
        let count = |status| answers.iter().filter(|answer| **answer == status).count();
        assert!(count(303) <= 10, "{answers:?}");
        assert_eq!(count(403), bridge.count_audit("sign-in-refused").await);
        assert!(count(403) <= 5, "{answers:?}");
    }
}

on_each_database! {
    async fn a_hundred_and_twenty_guesses_from_as_many_addresses_do_not_help_and_she_gets_in(database: Database) {
        let bridge = start(database).await;
        let mut hers = browser_at(&bridge, "198.51.100.1");
        try_in(&mut hers, ANN, PASSWORD).await.is(303);
        let home = hers.get("/").await;
        let form = home.form_to("/sign-out");
        hers.submit(&home, form).await;
        assert!(!hers.is_signed_in().await);

        let mut looked_at = 0;
        for number in 1..=120 {
            looked_at += guess(&bridge, &format!("192.0.2.{number}"), ANN, 1).await;
        }
        assert_eq!(looked_at, 100);
        attempt(&bridge, "192.0.2.121", ANN, PASSWORD).await.is(429);
        // The browser in which she signed in before gets in at once, wherever it is.
        try_in(&mut moved(&hers, "192.0.2.1"), ANN, PASSWORD).await.is(303);
        // Others are not concerned, and neither is she for ever.
        attempt(&bridge, "192.0.2.122", BOB, PASSWORD).await.is(303);
        bridge.clock.advance(MINUTE);
        attempt(&bridge, "192.0.2.123", ANN, PASSWORD).await.is(303);
    }
}

on_each_database! {
    async fn one_forgetful_colleague_does_not_shut_the_office_out(database: Database) {
        let bridge = start(database).await;
        for minute in 0..30 {
            guess(&bridge, "203.0.113.7", ANN, 3).await;
            let colleague = format!("colleague{minute}@example.com");
            bridge.add_person(&colleague).await;
            attempt(&bridge, "203.0.113.7", &colleague, PASSWORD).await.is(303);
            bridge.clock.advance(MINUTE);
        }
    }
}

on_each_database! {
    async fn an_office_that_many_share_bears_more(database: Database) {
        let options = [PROXY, "guessing.shared_networks=203.0.113.0/28", "guessing.failures_per_network=3"];
        let bridge = Bridge::start_with(database, &options).await;
        bridge.add_person(ANN).await;
        let mut looked_at = 0;
        for number in 0..35 {
            looked_at += guess(&bridge, "203.0.113.7", &format!("nobody{number}@example.com"), 1).await;
        }
        assert_eq!(looked_at, 30);
        for number in 0..5 {
            guess(&bridge, "203.0.113.77", &format!("somebody{number}@example.com"), 1).await;
        }
        attempt(&bridge, "203.0.113.77", ANN, PASSWORD).await.is(429);
    }
}

on_each_database! {
    async fn every_spelling_of_an_address_is_one_account(database: Database) {
        let bridge = start(database).await;
        let spellings = [
            "ann.lee@example.com",
            "ANN.LEE@EXAMPLE.COM",
            "Ann.Lee@Example.com",
            "aNN.lee@example.com",
            "ann.LEE@example.com",
            "ann.lee@EXAMPLE.com",
            "ann.lee@example.COM",
            "Ann.Lee@EXAMPLE.COM",
        ];
        let mut looked_at = 0;
        for spelling in spellings {
            looked_at += guess(&bridge, "192.0.2.1", spelling, 1).await;
        }
        assert_eq!(looked_at, 5);
        attempt(&bridge, "192.0.2.1", ANN, PASSWORD).await.is(429);
    }
}

on_each_database! {
    async fn an_ipv6_subscriber_is_one_address(database: Database) {
        let bridge = start(database).await;
        let mut looked_at = 0;
        for number in 0..20 {
            looked_at += guess(&bridge, &format!("2001:db8:1:2:{number:x}::{number:x}"), ANN, 1).await;
        }
        assert_eq!(looked_at, 5);
        attempt(&bridge, "2001:db8:1:2::ffff", ANN, PASSWORD).await.is(429);
        attempt(&bridge, "2001:db8:1:3::1", ANN, PASSWORD).await.is(303);
    }
}

on_each_database! {
    async fn a_right_password_forgives_no_wrong_ones(database: Database) {
        let bridge = start(database).await;
        // Somebody with an account of their own guesses at hers, and signs in as themselves in between.
        for _ in 0..4 {
            attempt(&bridge, "192.0.2.1", ANN, WRONG).await.is(403);
            attempt(&bridge, "192.0.2.1", BOB, PASSWORD).await.is(303);
        }
        attempt(&bridge, "192.0.2.1", ANN, WRONG).await.is(403);
        attempt(&bridge, "192.0.2.1", ANN, PASSWORD).await.is(429);
    }
}

on_each_database! {
    async fn a_known_browser_has_a_count_of_its_own_and_it_ends_too(database: Database) {
        let bridge = start(database).await;
        let mut hers = browser_at(&bridge, "198.51.100.1");
        try_in(&mut hers, ANN, PASSWORD).await.is(303);
        hers.set_cookie("__Host-bridgewarden", "");
        let mut looked_at = 0;
        for _ in 0..15 {
            looked_at += usize::from(try_in(&mut hers, ANN, WRONG).await.status == 403);
        }
        assert_eq!(looked_at, 10);
        try_in(&mut hers, ANN, PASSWORD).await.is(429);
        // What happened in it is nobody else's concern.
        attempt(&bridge, "198.51.100.1", ANN, PASSWORD).await.is(303);
        bridge.clock.advance(MINUTE);
        try_in(&mut hers, ANN, PASSWORD).await.is(303);
    }
}

on_each_database! {
    async fn a_browser_is_known_to_whoever_signed_in_there_only(database: Database) {
        let bridge = start(database).await;
        let mut hers = browser_at(&bridge, "198.51.100.1");
        try_in(&mut hers, ANN, PASSWORD).await.is(303);
        let known = hers.cookie("__Host-bridgewarden-known").unwrap().to_owned();

        // Ann's browser guesses at Bob's account: there it is a stranger.
        guess(&bridge, "192.0.2.1", BOB, 5).await;
        let mut at_bobs = moved(&hers, "192.0.2.1");
        at_bobs.set_cookie("__Host-bridgewarden", "");
        try_in(&mut at_bobs, BOB, PASSWORD).await.is(429);

        // A cookie that was made up or cut short says nobody.
        guess(&bridge, "192.0.2.1", ANN, 5).await;
        for forged in ["x", &known[..known.len() - 2], &known.replace(&known[20..30], "AAAAAAAAAA")] {
            let mut forger = browser_at(&bridge, "192.0.2.1");
            forger.set_cookie("__Host-bridgewarden-known", forged);
            try_in(&mut forger, ANN, PASSWORD).await.is(429);
        }
        let mut honest = browser_at(&bridge, "192.0.2.1");
        honest.set_cookie("__Host-bridgewarden-known", &known);
        try_in(&mut honest, ANN, PASSWORD).await.is(303);
    }
}

on_each_database! {
    async fn whoever_must_wait_learns_nothing_about_the_account(database: Database) {
        let bridge = start(database).await;
        users::set_status(&bridge.context, &BOB.parse().unwrap(), UserStatus::Disabled, &bridge.origin())
            .await
            .unwrap();
        let mut answers = Vec::new();
        let cases = [("192.0.2.1", ANN), ("192.0.2.2", BOB), ("192.0.2.3", "nobody1@example.com"), ("192.0.2.4", "a text")];
        for (address, email) in cases {
            assert_eq!(guess(&bridge, address, email, 8).await, 5, "{email}");
            for password in [WRONG, PASSWORD] {
                let page = attempt(&bridge, address, email, password).await;
                let sealed = page.form("password").field("pending").unwrap().to_owned();
                let mut names: Vec<String> = page.headers.iter().map(|(name, _)| name.to_string()).collect();
                names.sort();
                let body = page.body.replace(&sealed, "…").replace(email, "…");
                answers.push((page.status, names, page.header("retry-after").map(str::to_owned), body));
            }
        }
        answers.dedup();
        assert_eq!(answers.len(), 1, "{answers:#?}");
    }
}

on_each_database! {
    async fn whoever_must_wait_costs_no_hash(database: Database) {
        // One hash takes seconds here, so that ten would be noticed.
        let bridge = start(database).await;
        guess(&bridge, "192.0.2.1", ANN, 5).await;
        let (database, clock) = bridge.stop().await;
        let dear = [PROXY, "passwords.memory_kib=262144", "passwords.passes=8", "passwords.queue=1"];
        let bridge = Bridge::start_at(database, clock, &dear).await;
        // The only worker is busy and one waits: whoever needs a hash is turned away.
        let mut busy = Vec::new();
        for number in 0..2 {
            let context = bridge.context.clone();
            let password = Password::parse(&number.to_string()).unwrap();
            busy.push(tokio::spawn(async move { context.pool.hash(Network::NONE, password).await.is_ok() }));
            while (bridge.passwords_begun(), bridge.context.pool.waiting()) != (1, number) {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        }
        attempt(&bridge, "192.0.2.9", ANN, WRONG).await.is(503);
        for _ in 0..10 {
            attempt(&bridge, "192.0.2.1", ANN, PASSWORD).await.is(429);
        }
        for work in busy {
            work.abort();
        }
    }
}

on_each_database! {
    async fn a_restart_helps_nobody_who_guesses(database: Database) {
        let bridge = start(database).await;
        guess(&bridge, "192.0.2.1", ANN, 5).await;
        let (database, clock) = bridge.stop().await;
        let bridge = Bridge::start_at(database, clock, &[PROXY]).await;
        attempt(&bridge, "192.0.2.1", ANN, PASSWORD).await.is(429);
    }
}

on_each_database! {
    async fn a_clock_that_was_ahead_keeps_nobody_out(database: Database) {
        let bridge = start(database).await;
        bridge.clock.advance(MINUTE * 60 * 24 * 30);
        guess(&bridge, "192.0.2.1", ANN, 10).await;
        attempt(&bridge, "192.0.2.1", ANN, PASSWORD).await.is(429);
        bridge.clock.set_back(MINUTE * 60 * 24 * 30);
        attempt(&bridge, "192.0.2.1", ANN, PASSWORD).await.is(303);
    }
}

on_each_database! {
    async fn the_present_password_cannot_be_guessed_behind_an_open_screen(database: Database) {
        let bridge = start(database).await;
        let mut hers = browser_at(&bridge, "198.51.100.1");
        try_in(&mut hers, ANN, PASSWORD).await.is(303);
        let page = hers.get("/account/password").await;
        let form = |current: &str| {
            let form = page.form("current_password").set("current_password", current);
            form.set("new_password", "a new one, long enough").set("repeat_password", "a new one, long enough")
        };
        for _ in 0..10 {
            hers.submit(&page, form(WRONG)).await.is(403);
        }
        hers.submit(&page, form(PASSWORD)).await.is(429).says("too many attempts");
        bridge.clock.advance(MINUTE);
        hers.submit(&page, form(PASSWORD)).await.is(303);
    }
}

on_each_database! {
    async fn the_administrator_sees_who_must_wait_and_lets_them_go_on(database: Database) {
        let bridge = start(database).await;
        guess(&bridge, "192.0.2.1", ANN, 6).await;
        let waiting = throttle::list(&bridge.context, None, false, 100).await.unwrap();
        assert_eq!(waiting.len(), 1);
        assert_eq!(waiting[0].scope.as_str(), "account-from-network");
        assert_eq!(waiting[0].person.as_ref().unwrap().1.as_str(), ANN);
        assert_eq!(waiting[0].network.unwrap().to_string(), "192.0.2.1");
        assert_eq!(waiting[0].waits_until, Some(bridge.context.now().plus(MINUTE)));
        assert_eq!(throttle::list(&bridge.context, None, true, 100).await.unwrap().len(), 3);

        let rows = bridge.audit_of("guessing-throttled").await;
        assert_eq!(rows.len(), 1, "once for each wait, not for each guess");
        assert_eq!(rows[0].client_address, "192.0.2.1");
        assert!(rows[0].details.contains("account-from-network"), "{}", rows[0].details);

        let user = users::find(&bridge.context, &ANN.parse().unwrap()).await.unwrap().unwrap();
        let cleared = throttle::clear(&bridge.context, Which::OfPerson(user.id), &bridge.origin()).await.unwrap();
        assert_eq!(cleared.counters, 2);
        assert_eq!(bridge.count_audit("throttling-cleared").await, 1);
        attempt(&bridge, "192.0.2.1", ANN, PASSWORD).await.is(303);

        for number in 0..12 {
            guess(&bridge, "192.0.2.5", &format!("nobody{number}@example.com"), 1).await;
        }
        attempt(&bridge, "192.0.2.5", ANN, PASSWORD).await.is(429);
        let network: Network = "192.0.2.5".parse().unwrap();
        throttle::clear(&bridge.context, Which::OfNetwork(network), &bridge.origin()).await.unwrap();
        attempt(&bridge, "192.0.2.5", ANN, PASSWORD).await.is(303);
    }
}

on_each_database! {
    async fn nothing_is_kept_of_old_guesses_and_no_name_is_kept_at_all(database: Database) {
        let bridge = start(database).await;
        guess(&bridge, "192.0.2.1", "hunter2 my password", 1).await;
        let kept = bridge.database.names("SELECT counted AS name FROM throttles ORDER BY counted");
        assert_eq!(kept.len(), 3);
        assert!(kept.iter().all(|name| !name.contains("hunter2")), "{kept:?}");
        // Each goes as soon as it says nothing: strangers choose the names, and as many as they like.
        let scopes = async |hours: u32| {
            bridge.clock.advance(MINUTE * 60 * hours);
            bridgewarden::flow::housekeeping::sweep(&bridge.context).await.unwrap();
            bridge.database.names("SELECT scope AS name FROM throttles ORDER BY scope")
        };
        assert_eq!(scopes(1).await, ["account", "account-from-network"]);
        assert_eq!(scopes(3).await, ["account"]);
        assert!(scopes(45).await.is_empty());
    }
}

/// Two instances share their counters, where there can be two.
#[tokio::test]
async fn a_second_instance_does_not_help_whoever_guesses() {
    let one = start(Database::postgres()).await;
    let two = Bridge::start_at(one.database.shared(), one.clock.clone(), &[PROXY]).await;
    let mut looked_at = 0;
    for number in 0..12 {
        let bridge = if number % 2 == 0 { &one } else { &two };
        looked_at += guess(bridge, "192.0.2.1", ANN, 1).await;
    }
    assert_eq!(looked_at, 5);
    attempt(&one, "192.0.2.1", ANN, PASSWORD).await.is(429);
    attempt(&two, "192.0.2.1", ANN, PASSWORD).await.is(429);
}

on_each_database! {
    async fn a_guess_that_is_given_up_takes_no_place_away(database: Database) {
        let dear = [PROXY, "passwords.memory_kib=65536", "passwords.passes=3"];
        let bridge = Bridge::start_with(database, &dear).await;
        bridge.add_person(ANN).await;
        for _ in 0..30 {
            give_up(&bridge, ANN).await;
        }
        let reserved = "SELECT scope AS name FROM throttles WHERE reserved + earlier_reserved > 0";
        while !bridge.database.names(reserved).is_empty() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        attempt(&bridge, "192.0.2.1", ANN, PASSWORD).await.is(303);
    }
}

/// One guess of a browser that leaves after a moment.
async fn give_up(bridge: &Bridge, email: &str) {
    let origin = Origin { actor: Actor::Stranger, client_address: "192.0.2.1".into(), request_id: "".into() };
    let pending = PendingSignIn::without_provider(bridge.context.now());
    let typed = Credentials { email: email.into(), password: Password::parse(WRONG).unwrap() };
    let browser = session::Browser::default();
    let guess = password::sign_in(&bridge.context, pending, typed, &browser, &origin);
    let _given_up = tokio::time::timeout(Duration::from_millis(20), guess).await.is_err();
}

on_each_database! {
    async fn nothing_is_piled_up_by_guesses_that_are_given_up_or_right(database: Database) {
        let dear = [PROXY, "passwords.memory_kib=65536", "passwords.passes=6"];
        let bridge = Bridge::start_with(database, &dear).await;
        bridge.add_person(ANN).await;
        for number in 0..30 {
            give_up(&bridge, &format!("nobody{number}@example.com")).await;
        }
        attempt(&bridge, "192.0.2.1", ANN, PASSWORD).await.is(303);
        // Each is given back a moment after its browser has left.
        let mut kept = usize::MAX;
        for _ in 0..100 {
            kept = bridge.database.names("SELECT counted AS name FROM throttles").len();
            if kept == 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(kept, 0);
    }
}
