//! Nobody learns from an answer who has an account; and nobody gets in under a name that only looks like one.

use std::time::Duration;

use bridgewarden::domain::email::EmailAddress;
use bridgewarden::domain::password::Password;
use bridgewarden::domain::user::UserStatus;
use bridgewarden::flow::users::{self, NewUser, PasswordChoice, UserOutcome};

use crate::on_each_database;
use crate::support::bridge::SECRET;
use crate::support::{Bridge, Delivery, PASSWORD, Page};

const DAY: Duration = Duration::from_secs(24 * 3600);

/// An answer without what differs between any two: the form's seal, the reference, the date.
#[derive(Debug, PartialEq, Eq)]
struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

impl Answer {
    fn of(page: &Page, typed: &str) -> Self {
        let mut headers: Vec<(String, String)> = page
            .headers
            .iter()
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
            .map(|(name, value)| match name.as_str() {
                "date" => (name, String::new()),
                // The name and the flags stay, the value goes.
                "set-cookie" => (name, value.replace(value.split(['=', ';']).nth(1).unwrap(), "…")),
                _ => (name, value),
            })
            .collect();
        headers.sort();
        let sealed = page.form("password").field("pending").unwrap().to_owned();
        assert!(page.body.contains(typed), "what was typed is kept");
        Self {
            status: page.status.as_u16(),
            headers,
            body: page.body.replace(&sealed, "…").replace(typed, "…"),
        }
    }
}

/// One sign-in in a browser of its own.
async fn attempt(bridge: &Bridge, email: &str, password: &str) -> Page {
    let mut browser = bridge.browser();
    let page = browser.get("/sso/it-glue/login?return_to=/x").await;
    browser.sign_in(&page, email, password).await
}

async fn add_it_glue(bridge: &Bridge) {
    bridge.add_provider("it-glue", "it-glue", &[("subdomain", "acme")], SECRET).await;
}

on_each_database! {
    async fn five_reasons_for_a_no_have_one_answer(bridge: Bridge) {
        add_it_glue(&bridge).await;
        for email in ["known@example.com", "shut1@example.com", "empty@example.com"] {
            bridge.add_person(email).await;
        }
        let (context, origin) = (&bridge.context, bridge.origin());
        let one_time = bridge.add("early@example.com", |_| {}, PasswordChoice::OneTime).await.unwrap();
        users::set_status(context, &"shut1@example.com".parse().unwrap(), UserStatus::Disabled, &origin)
            .await
            .unwrap();
        let emptied = bridge.database.tamper(
            "DELETE FROM credentials WHERE user_id = (SELECT id FROM users WHERE email = 'empty@example.com')",
        );
        assert_eq!(emptied, 1);
        bridge.clock.advance(DAY * 3 - Duration::from_secs(1));
        attempt(&bridge, "early@example.com", &one_time).await.is(200).says("Choose a new password");
        bridge.clock.advance(Duration::from_secs(1));

        let mut answers = Vec::new();
        for (email, password) in [
            ("known@example.com", "not her password at all"),
            ("nobod@example.com", PASSWORD),
            ("shut1@example.com", PASSWORD),
            ("empty@example.com", PASSWORD),
            ("early@example.com", &one_time),
            ("known@example.com", ""),
            ("nobod.example.com", PASSWORD),
        ] {
            let page = attempt(&bridge, email, password).await;
            assert_eq!(page.header("set-cookie"), None, "{email}");
            answers.push((email, Answer::of(&page, email)));
        }
        assert_eq!(answers[0].1.status, 403);
        for (email, answer) in &answers {
            assert_eq!(answer, &answers[0].1, "{email}");
        }
        let rows = bridge.audit().await;
        let refused: Vec<_> = rows.iter().filter(|row| row.kind == "sign-in-refused").collect();
        assert_eq!(refused.len(), answers.len());
        assert!(refused.iter().all(|row| row.refusal.as_deref() == Some("wrong-credentials")));
        // What was typed for a name may have been a password.
        assert!(refused.iter().all(|row| !row.details.contains("nobod")), "{refused:?}");
        attempt(&bridge, "known@example.com", PASSWORD).await.is(200);
    }
}

on_each_database! {
    async fn a_name_that_only_looks_like_one_opens_nothing(bridge: Bridge) {
        add_it_glue(&bridge).await;
        bridge.add_person("kim.sid@example.com").await;
        for typed in [
            "\u{212A}im.sid@example.com",
            "k\u{131}m.sid@example.com",
            "k\u{130}m.sid@example.com",
            "K\u{130}M.SID@EXAMPLE.COM",
            "\u{FF4B}im.sid@example.com",
            "\u{FF2B}IM.SID@EXAMPLE.COM",
            "kim.\u{17F}id@example.com",
            "kim.sid\u{FF20}example.com",
            "kim.sid@example\u{3002}com",
            "kim.sid@ex\u{0430}mple.com",
            "kim.sid@example.com\u{200B}",
            "kim.sid@example.com\u{A0}",
            "kim\u{AD}.sid@example.com",
            "k\u{0069}\u{0307}m.sid@example.com",
            "kim.sid@example.com.",
            "kim.sid+x@example.com",
            "kimsid@example.com",
            "kim_sid@example.com",
            "kim%sid@example.com",
            "kim.sid@example.com@example.com",
            "<kim.sid@example.com>",
            "' OR '1'='1",
        ] {
            attempt(&bridge, typed, PASSWORD).await.is(403);
            bridge.forget_guesses().await;
        }
        assert_eq!(bridge.count_audit("sign-in").await, 0);
    }
}

on_each_database! {
    async fn people_with_names_that_look_alike_stay_two_people(bridge: Bridge) {
        add_it_glue(&bridge).await;
        let other = "another horse, another battery";
        bridge.add_person("kim@example.com").await;
        let password = Password::parse(other).unwrap();
        bridge
            .add("\u{212A}im@example.com", |_| {}, PasswordChoice::Given { password, must_change: false })
            .await;
        for (email, password) in [("kim@example.com", PASSWORD), ("\u{212A}im@example.com", other)] {
            let delivery = Delivery::in_page(&attempt(&bridge, email, password).await);
            assert_eq!(delivery.claims("jwt", SECRET)["email"], email);
        }
        attempt(&bridge, "kim@example.com", other).await.is(403);
        attempt(&bridge, "\u{212A}im@example.com", PASSWORD).await.is(403);
    }
}

on_each_database! {
    async fn the_address_is_delivered_as_it_is_stored_however_it_was_typed(bridge: Bridge) {
        add_it_glue(&bridge).await;
        let stored = "Ann.O'Lee+Sso@Example.COM";
        bridge.add_person(stored).await;
        for typed in
            [stored, "ann.o'lee+sso@example.com", "ANN.O'LEE+SSO@EXAMPLE.COM", " Ann.O'Lee+sso@example.com "]
        {
            let delivery = Delivery::in_page(&attempt(&bridge, typed, PASSWORD).await);
            assert_eq!(delivery.claims("jwt", SECRET)["email"], stored, "{typed}");
        }
        let again = NewUser {
            email: "ANN.o'lee+SSO@example.com".parse::<EmailAddress>().unwrap(),
            first_name: String::new(),
            last_name: String::new(),
            external_id: None,
            locale: None,
            groups: [].into(),
            is_administrator: false,
        };
        let outcome =
            users::add(&bridge.context, again, PasswordChoice::OneTime, &bridge.origin()).await.unwrap();
        assert_eq!(outcome, UserOutcome::EmailTaken);
    }
}
