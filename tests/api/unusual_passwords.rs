//! Passwords that nobody expects: long ones, ones without a letter, ones typed on another keyboard. They count
//! in full.

use bridgewarden::domain::password::Password;
use bridgewarden::flow::users::PasswordChoice;

use crate::on_each_database;

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
            ["🚂🎩🐎🔋📎🍋🧭🎈🪁🧵🔔🍇🐌🌵🎲🪜", "!\"#$%&'()*+,-./:;<=>", "   ¿? ... ¡! --- ~~ "]
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
