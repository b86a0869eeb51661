//! Passwords that nobody expects: long ones, ones without a letter, ones typed on another keyboard. They count
//! in full.

use std::time::{Duration, Instant};

use bridgewarden::domain::password::Password;
use bridgewarden::flow::users::PasswordChoice;

use crate::on_each_database;
use crate::support::{Bridge, Browser, PASSWORD, Page};

on_each_database! {
    async fn passwords_of_two_hundred_characters_and_of_a_thousand_bytes_work_in_full(bridge: Bridge) {
        // Numbers one after the other, so that nothing is repeated.
        let long =
            |count: usize| (100..).map(|number: u32| number.to_string()).take(count).collect::<String>();
        let texts = [format!("Zug 🚂 {}xy", long(64)), long(341), format!("é {}  é", long(339))];
        assert_eq!(texts.each_ref().map(|text| text.chars().count()), [200, 1_023, 1_022]);
        assert_eq!(texts[2].len(), 1_024);
        for (number, text) in texts.iter().enumerate() {
            let email = format!("person{number}@example.com");
            let password = Password::parse(text).unwrap();
            bridge.add(&email, |_| {}, PasswordChoice::Given { password, must_change: false }).await;
            let mut browser = bridge.browser();
            let page = browser.get("/sign-in").await;
            let cut: String = text.chars().take(text.chars().count() - 1).collect();
            browser.sign_in(&page, &email, &cut).await.is(403);
            browser.sign_in(&page, &email, &format!("{cut}x")).await.is(403);
            browser.sign_in(&page, &email, text).await.is(303);
        }
    }
}

on_each_database! {
    async fn a_password_of_signs_alone_is_as_good_as_any(bridge: Bridge) {
        for (number, text) in
            ["🚂🎩🐎🔋📎🍋🧭🎈🪁🧵🔔🍇🐌🌵🎲🪜", "%;!#(=<,&+'.*)$/:->?", "   ¿? ... ¡! --- ~~ "]
                .iter()
                .enumerate()
        {
            let email = format!("person{number}@example.com");
            let password = Password::parse(text).unwrap();
            bridge.add(&email, |_| {}, PasswordChoice::Given { password, must_change: false }).await;
            let mut browser = bridge.browser();
            let page = browser.get("/sign-in").await;
            browser.sign_in(&page, &email, text).await.is(303);
        }
    }
}

on_each_database! {
    async fn one_password_typed_on_two_keyboards_is_one_password(bridge: Bridge) {
        let password = Password::parse("Gu\u{308}terzug nach Ko\u{308}ln").unwrap();
        bridge.add("ann@example.com", |_| {}, PasswordChoice::Given { password, must_change: false }).await;
        for (typed, status) in [
            ("G\u{FC}terzug nach K\u{F6}ln", 303),
            ("Gu\u{308}terzug nach Ko\u{308}ln", 303),
            ("G\u{FC}terzug nach Ko\u{308}ln", 303),
            ("Guterzug nach Koln", 403),
            ("G\u{DC}TERZUG NACH K\u{D6}LN", 403),
            ("G\u{FC}terzug nach K\u{F6}ln ", 403),
        ] {
            let mut browser = bridge.browser();
            let page = browser.get("/sign-in").await;
            browser.sign_in(&page, "ann@example.com", typed).await.is(status);
        }
    }
}

/// The two pages on which a person chooses a password: the one that they wished for, and the one that is due.
const PAGES: [&str; 2] = ["wished", "due"];

/// A person before one of the pages.
async fn before(bridge: &Bridge, page: &str, email: &str) -> (Browser, Page) {
    let mut browser = bridge.browser();
    if page == "wished" {
        bridge.add_person(email).await;
        browser.signs_in_here(email).await;
        let page = browser.open("/account/password").await;
        return (browser, page);
    }
    let one_time = bridge.add(email, |_| {}, PasswordChoice::OneTime).await.unwrap();
    let asked = browser.open("/sign-in").await;
    let page = browser.sign_in(&asked, email, &one_time).await;
    (browser, page)
}

async fn chooses(browser: &mut Browser, page: &Page, new: &str) -> Page {
    let form = page.form("new_password").set("new_password", new).set("repeat_password", new);
    let is_wished = form.field("current_password").is_some();
    let form = if is_wished { form.set("current_password", PASSWORD) } else { form };
    browser.submit(page, form).await
}

on_each_database! {
    async fn each_page_for_a_new_password_takes_fifteen_characters_and_a_thousand_bytes(bridge: Bridge) {
        let numbers = |count: usize| (1000..).map(|number: u32| number.to_string()).take(count).collect::<String>();
        let flags = ["🚂🎩🐎🔋📎🍋🧭🎈🪁🧵🔔🍇🐌🌵", "🚂🎩🐎🔋📎🍋🧭🎈🪁🧵🔔🍇🐌🌵🎲"];
        assert_eq!(flags.map(|text| text.chars().count()), [14, 15]);
        let (long, longest) = (format!("  Zug 🚂 {}", numbers(48)), numbers(256));
        assert_eq!((long.chars().count(), longest.len()), (200, 1024));
        for page_kind in PAGES {
            for (number, (short, good)) in
                [("drei blaue Ele", "drei blaue Elef"), (flags[0], flags[1]), ("12 3", &long), (" ", &longest)]
                    .into_iter()
                    .enumerate()
            {
                let email = format!("{page_kind}{number}@example.com");
                // So that the wrong ones below are not taken for guesses.
                bridge.clock.advance(Duration::from_secs(3600));
                let (mut browser, page) = before(&bridge, page_kind, &email).await;
                let page = chooses(&mut browser, &page, short).await;
                page.is(422).says("Use at least 15 characters.");
                chooses(&mut browser, &page, good).await.is(303);
                let mut again = bridge.browser();
                let page = again.get("/sign-in").await;
                let cut: String = good.chars().take(good.chars().count() - 1).collect();
                again.sign_in(&page, &email, &cut).await.is(403);
                again.sign_in(&page, &email, good.trim()).await.is(if good.starts_with(' ') { 403 } else { 303 });
                again.sign_in(&page, &email, good).await.is(303);
            }
        }
    }
}

on_each_database! {
    async fn more_than_a_thousand_bytes_are_refused_at_once_wherever_a_password_is_typed(bridge: Bridge) {
        for page_kind in PAGES {
            let email = format!("{page_kind}@example.com");
            let (mut browser, page) = before(&bridge, page_kind, &email).await;
            for flood in ["x".repeat(1025), "é".repeat(513), "x".repeat(1 << 20)] {
                let begun = Instant::now();
                chooses(&mut browser, &page, &flood).await.is(413);
                let mut stranger = bridge.browser();
                let asked = stranger.get("/sign-in").await;
                stranger.sign_in(&asked, &email, &flood).await.is(413);
                assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
            }
            chooses(&mut browser, &page, "drei blaue Elefanten").await.is(303);
        }
    }
}

on_each_database! {
    async fn a_new_password_in_two_unicode_forms_is_one_password(bridge: Bridge) {
        for page_kind in PAGES {
            let email = format!("{page_kind}@example.com");
            let (mut browser, page) = before(&bridge, page_kind, &email).await;
            let form = page.form("new_password");
            let form = if page_kind == "wished" { form.set("current_password", PASSWORD) } else { form };
            let form = form.set("new_password", "Gu\u{308}terzug nach Ko\u{308}ln");
            browser.submit(&page, form.set("repeat_password", "G\u{FC}terzug nach K\u{F6}ln")).await.is(303);
            let mut again = bridge.browser();
            let page = again.get("/sign-in").await;
            again.sign_in(&page, &email, "G\u{FC}terzug nach Ko\u{308}ln").await.is(303);
        }
    }
}
