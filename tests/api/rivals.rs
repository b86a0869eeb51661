//! Everything at once: what may happen once happens once, nobody gets somebody else's session, nothing is lost.

use std::collections::BTreeSet;
use std::time::Duration;

use bridgewarden::domain::audit::{AuditEvent, EventKind};
use bridgewarden::domain::password::Password;
use bridgewarden::flow::housekeeping;
use bridgewarden::flow::users::{self, NewUser, PasswordChoice, UserChange, UserOutcome};
use bridgewarden::simulator::Kind;
use bridgewarden::store::{StoreError, audit, sessions};
use futures_util::future::join_all;

use crate::on_each_database;
use crate::support::{Bridge, Browser, PASSWORD, Page};

const ANN: &str = "Ann.Lee@example.com";

on_each_database! {
    async fn one_form_sent_eight_times_at_once_mints_one_token(bridge: Bridge) {
        bridge.add_person(ANN).await;
        let aha = bridge.add_simulator(Kind::AhaIdeas, &[]).await;
        let mut browser = bridge.browser();
        let asked = browser.open(&aha.protected_page()).await;
        let answers = join_all((0..8).map(|_| {
            let (mut browser, asked) = (browser.clone(), asked.clone());
            async move { browser.sign_in(&asked, ANN, PASSWORD).await.status.as_u16() }
        }))
        .await;
        assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1, "{answers:?}");
        assert_eq!(answers.iter().filter(|status| **status == 409).count(), 7, "{answers:?}");
        assert_eq!((bridge.tokens().await, bridge.sessions_of(ANN).await.len()), (1, 1));
    }
}

on_each_database! {
    async fn one_required_password_chosen_eight_times_at_once_is_set_once(bridge: Bridge) {
        let one_time = bridge.add(ANN, |_| {}, PasswordChoice::OneTime).await.unwrap();
        let mut browser = bridge.browser();
        let asked = browser.open("/sign-in").await;
        let page = browser.sign_in(&asked, ANN, &one_time).await;
        bridge.clock.advance(Duration::from_secs(1));
        let answers = join_all((0..8).map(|number| {
            let (mut browser, page) = (browser.clone(), page.clone());
            let new = format!("the choice of rival {number}");
            let form = page.form("new_password").set("new_password", &new).set("repeat_password", &new);
            async move { browser.submit(&page, form).await.status.as_u16() }
        }))
        .await;
        // Whoever comes last may be told that it is done; nobody's other choice is taken.
        assert!(answers.contains(&303) && answers.iter().all(|status| [303, 403].contains(status)), "{answers:?}");
        assert_eq!(bridge.audit_of("password-changed").await.len(), 1);
        assert_eq!(bridge.sessions_of(ANN).await.len(), 1);
    }
}

on_each_database! {
    async fn eight_people_added_at_once_under_one_address_are_one(bridge: Bridge) {
        let origin = bridge.origin();
        let outcomes = join_all((0..8).map(|number: usize| {
            // The same address with another letter in capitals each time.
            let twin = |(at, letter): (usize, char)| if at == number { letter.to_ascii_uppercase() } else { letter };
            let email: String = "ann.lee@example.com".chars().enumerate().map(twin).collect();
            let new = NewUser {
                email: email.parse().unwrap(),
                first_name: format!("Ann {number}"),
                last_name: String::new(),
                external_id: None,
                locale: None,
                groups: [].into(),
                is_administrator: false,
            };
            let password = Password::parse(PASSWORD).unwrap();
            users::add(&bridge.context, new, PasswordChoice::Given { password, must_change: false }, &origin)
        }))
        .await;
        let outcomes: Vec<_> = outcomes.into_iter().map(Result::unwrap).collect();
        assert_eq!(outcomes.iter().filter(|outcome| **outcome == UserOutcome::Done(None)).count(), 1, "{outcomes:?}");
        assert_eq!(outcomes.iter().filter(|outcome| **outcome == UserOutcome::EmailTaken).count(), 7, "{outcomes:?}");
        assert_eq!(bridge.audit_of("user-added").await.len(), 1);
    }
}

/// A browser on the sign-in form of a page of its own.
struct Asked {
    browser: Browser,
    form: Page,
    wanted: String,
    email: String,
}

/// Everybody opens a page of their own, then all send their forms at the same moment.
async fn storm(bridge: &Bridge, people: &[String], sign_ins: usize) {
    let aha = bridge.add_simulator(Kind::AhaIdeas, &[]).await;
    for email in people {
        let password = Password::parse(PASSWORD).unwrap();
        let name = email.split('@').next().unwrap().to_owned();
        let choice = PasswordChoice::Given { password, must_change: false };
        bridge.add(email, |new| new.first_name = name, choice).await;
    }
    let mut asked = Vec::new();
    for number in 0..sign_ins {
        let (mut browser, email) = (bridge.browser(), people[number % people.len()].clone());
        let wanted = format!("{}/ideas/APP-I-{number}", aha.base_url());
        let form = browser.open(&wanted).await;
        asked.push(Asked { browser, form, wanted, email });
    }
    let answers =
        join_all(asked.iter_mut().map(|one| one.browser.sign_in(&one.form, &one.email, PASSWORD))).await;
    for answer in &answers {
        answer.is(200).says("Taking you to");
    }
    let mut cookies = BTreeSet::new();
    for (Asked { mut browser, wanted, email, .. }, delivery) in asked.into_iter().zip(answers) {
        let page = browser.carried(delivery).await;
        page.is(200).says(&email);
        assert_eq!(page.url.as_str(), wanted);
        assert_eq!(
            aha.receipts().last().unwrap().claims.as_ref().unwrap()["email"],
            email.as_str(),
            "at {wanted}"
        );
        browser.get("/").await.is(200).says(email.split('@').next().unwrap());
        cookies.insert(browser.cookie("__Host-bridgewarden").unwrap().to_owned());
    }
    assert_eq!(cookies.len(), sign_ins, "no two browsers share a session");
    assert_eq!(aha.receipts().len(), sign_ins);
    let metrics = bridge.metrics().await;
    assert!(metrics.contains(&format!("bridgewarden_sign_ins_total {sign_ins}\n")), "{metrics}");
    assert!(!metrics.contains("bridgewarden_faults_total{"), "{metrics}");
}

on_each_database! {
    async fn fifty_sign_ins_of_one_person_at_once_all_arrive(database: Database) {
        let bridge = Bridge::start_with(database, &["database.connections=16"]).await;
        storm(&bridge, &["ann.lee@example.com".to_owned()], 50).await;
        assert_eq!(bridge.sessions_of("ann.lee@example.com").await.len(), 50);
    }
}

on_each_database! {
    async fn a_hundred_sign_ins_of_ten_people_at_once_are_not_mixed_up(database: Database) {
        let bridge = Bridge::start_with(database, &["passwords.queue=200", "database.connections=16"]).await;
        let people: Vec<String> = (0..10).map(|number| format!("person.{number}@example.com")).collect();
        storm(&bridge, &people, 100).await;
        for email in &people {
            assert_eq!(bridge.sessions_of(email).await.len(), 10, "{email}");
        }
    }
}

on_each_database! {
    async fn two_administrators_who_demote_each_other_leave_one(bridge: Bridge) {
        let people = ["one@example.com", "two@example.com"];
        for email in people {
            let password = Password::parse(PASSWORD).unwrap();
            let choice = PasswordChoice::Given { password, must_change: false };
            bridge.add(email, |new| new.is_administrator = true, choice).await;
        }
        let set = |email: &str, is_administrator: bool| {
            let (context, origin, email) = (bridge.context.clone(), bridge.origin(), email.parse().unwrap());
            let change = UserChange { is_administrator: Some(is_administrator), ..UserChange::default() };
            async move { users::change(&context, &email, change, &origin).await.unwrap() }
        };
        for round in 0..10 {
            let outcomes = join_all(people.map(|email| set(email, false))).await;
            let left = bridge.database.names("SELECT email AS name FROM users WHERE is_administrator");
            assert_eq!(left.len(), 1, "round {round}: {outcomes:?}");
            assert!(outcomes.contains(&UserOutcome::LastAdministrator), "{outcomes:?}");
            join_all(people.map(|email| set(email, true))).await;
        }
    }
}

on_each_database! {
    async fn a_write_that_fails_takes_nobody_elses_with_it(bridge: Bridge) {
        let before = bridge.audit().await.len();
        let writes = (0..60).map(|number: usize| {
            let event = AuditEvent::new(bridge.context.now(), EventKind::UserChanged, &bridge.origin());
            let event = event.detail("number", number);
            bridge.context.store.write(move |connection| {
                audit::append(connection, &event)?;
                if number % 3 == 1 { Err(StoreError::Corrupt { table: "t", column: "c", row: "r".into() }) } else { Ok(number) }
            })
        });
        let outcomes = join_all(writes).await;
        for (number, outcome) in outcomes.into_iter().enumerate() {
            match outcome {
                Ok(written) => assert!(written == number && number % 3 != 1),
                Err(StoreError::Corrupt { .. }) => assert_eq!(number % 3, 1),
                Err(other) => panic!("{number} suffered from another: {other}"),
            }
        }
        let rows = bridge.audit().await.split_off(before);
        let mut numbers: Vec<usize> = rows.iter().map(|row| number_in(&row.details)).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (0..60).filter(|number| number % 3 != 1).collect::<Vec<_>>());
        housekeeping::seal_audit(&bridge.context).await.unwrap();
        let verified = bridgewarden::flow::audit::verify(&bridge.context, None).await.unwrap();
        assert_eq!((verified.broken, verified.waiting), (None, 0));
    }
}

fn number_in(details: &str) -> usize {
    let details: serde_json::Value = serde_json::from_str(details).unwrap();
    details["number"].as_str().unwrap().parse().unwrap()
}

on_each_database! {
    async fn four_hundred_counts_at_once_lose_none(bridge: Bridge) {
        bridge.add_person(ANN).await;
        bridge.browser().signs_in_here(ANN).await;
        let begun = bridge.sessions_of(ANN).await[0].session.clone();
        let (id, start) = (begun.id, begun.last_seen_at);
        let tick = Duration::from_micros(1);
        // Read, add one, write: what is lost without isolation.
        let count = || {
            bridge.context.store.write(move |connection| {
                let last = sessions::find(connection, id)?.map_or(start, |session| session.last_seen_at);
                sessions::touch(connection, id, last.plus(tick))?;
                Ok(last.plus(tick).since(start).as_micros())
            })
        };
        let mut counted = BTreeSet::new();
        // As many at once as a busy database serves before anybody is told to come back later.
        for _ in 0..8 {
            counted.extend(join_all((0..50).map(|_| count())).await.into_iter().map(Result::unwrap));
        }
        assert_eq!(counted, (1..=400).collect(), "every count was seen by exactly one");
    }
}
