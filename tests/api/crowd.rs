//! Nine o'clock in the morning: sign-ins that never stop coming. Everybody arrives, as themselves.

use futures_util::{StreamExt, stream};

use crate::on_each_database;
use crate::support::bridge::SECRET;
use crate::support::{Bridge, Database, Delivery, PASSWORD, Page};

const SIGN_INS: usize = 1_000;
const AT_ONCE: usize = 32;

/// Writes that collide on PostgreSQL are tried again; nobody may see that they did.
async fn everybody_arrives(database: Database, people: usize) {
    let options =
        ["server.workers=2", "database.connections=16", "passwords.memory_kib=8", "passwords.workers=2"];
    let bridge = Bridge::start_with(database, &options).await;
    bridge.add_provider("it-glue", "it-glue", &[("subdomain", "acme")], SECRET).await;
    for number in 0..people {
        bridge.add_person(&format!("person{number}@example.com")).await;
    }
    let browser = bridge.browser();
    let arrive = |number: usize| {
        let mut browser = browser.clone();
        async move {
            let email = format!("person{}@example.com", number % people);
            let page = browser.get("/sso/it-glue/login").await;
            let answer = browser.sign_in(&page, &email, PASSWORD).await;
            (email, answer)
        }
    };
    // Looked at afterwards, so that looking slows nobody down.
    let answers: Vec<(String, Page)> =
        stream::iter(0..SIGN_INS).map(arrive).buffer_unordered(AT_ONCE).collect().await;
    let turned_away = answers.iter().filter(|(_, answer)| answer.status != 200).count();
    assert_eq!(turned_away, 0, "of {SIGN_INS}");
    for (email, answer) in &answers {
        assert_eq!(Delivery::in_page(answer).claims("jwt", SECRET)["email"], *email);
    }
    assert_eq!(bridge.count_audit("token-minted").await, SIGN_INS);
    assert_eq!(bridge.database.names("SELECT token_digest AS name FROM sessions").len(), SIGN_INS);
}

on_each_database! {
    async fn one_person_with_many_browsers_is_never_turned_away(database: Database) {
        everybody_arrives(database, 1).await;
    }
}

on_each_database! {
    async fn fifty_people_are_never_turned_away_or_mixed_up(database: Database) {
        everybody_arrives(database, 50).await;
    }
}
