//! An administrator at the user table: finds one person among 100,000 by typing, changes several and takes it back,
//! with the keyboard alone, and without scripts.

use bridgewarden::domain::id::UserId;
use bridgewarden::store::DbConnection;
use diesel::connection::SimpleConnection;

use crate::support::{Bridge, Chromium, Database, Key, Person};

const ADA: &str = "Ada.Admin@example.com";

async fn at_the_table(bridge: &Bridge, chromium: Chromium) -> Person {
    bridge.add_administrator(ADA).await;
    let ada = chromium.open().await;
    ada.opens("/admin/users").await;
    ada.signs_in(ADA).await;
    ada.sees("People").await;
    ada
}

/// A crowd of people, and one among them.
fn fill(bridge: &Bridge, people: usize) {
    let id = UserId::unique();
    let sql = format!(
        "CREATE TEMPORARY TABLE crowd AS WITH RECURSIVE count (n) AS
             (VALUES (1) UNION ALL SELECT n + 1 FROM count WHERE n < {people})
         SELECT n, lower(printf('%s-%s-7%s-a%s-%s', hex(randomblob(4)), hex(randomblob(2)),
             substr(hex(randomblob(2)), 2), substr(hex(randomblob(2)), 2), hex(randomblob(6)))) AS id,
             'crowd' || n || '@northwind.example' AS email FROM count;
         INSERT INTO users (id, email, email_folded, first_name, last_name, status, is_administrator, created_at, updated_at,
             name_folded) SELECT id, email, email, 'Bo', 'Ng' || n, 'active', FALSE, 1, 1, 'ng' || n || ' bo' FROM crowd;
         INSERT INTO user_terms (term, user_id) SELECT email, id FROM crowd UNION ALL SELECT 'northwind.example', id FROM crowd
             UNION ALL SELECT 'bo', id FROM crowd UNION ALL SELECT 'ng' || n, id FROM crowd;
         INSERT INTO users (id, email, email_folded, first_name, last_name, status, is_administrator, created_at, updated_at,
             name_folded) VALUES ('{id}', 'zm@northwind.example', 'zm@northwind.example', 'Zoë', 'Müller', 'active', FALSE, 1, 1,
             'muller zoe');
         INSERT INTO user_terms (term, user_id) VALUES ('zm@northwind.example', '{id}'), ('northwind.example', '{id}'),
             ('zoe', '{id}'), ('muller', '{id}'), ('mueller', '{id}');"
    );
    match &mut bridge.database.connect() {
        DbConnection::Sqlite(connection) => connection.batch_execute(&sql).unwrap(),
        DbConnection::Postgres(_) => panic!("this story is told on SQLite"),
    }
}

/// People in the table, as one reads them.
async fn rows(ada: &Person) -> Vec<String> {
    let rows = ada
        .asks("return [...document.querySelectorAll('.people .email')].map((cell) => cell.innerText)")
        .await;
    rows.as_array().unwrap().iter().map(|row| row.as_str().unwrap().to_owned()).collect()
}

async fn waits_for_rows(ada: &Person, expected: &[&str]) {
    ada.until(&format!("the table shows {expected:?}"), async || (rows(ada).await == expected).then_some(()))
        .await;
}

#[tokio::test]
async fn one_person_is_found_among_a_hundred_thousand_by_typing() {
    let bridge = Bridge::start(Database::sqlite()).await;
    fill(&bridge, 100_000);
    let ada = at_the_table(&bridge, Chromium::at(&bridge)).await;
    ada.sees("More than 1,000 people").await;
    ada.asks("document.getElementById('q').focus(); window.stays = true;").await;
    ada.types("mueller z").await;
    waits_for_rows(&ada, &["zm@northwind.example"]).await;
    ada.sees("1 person").await;
    ada.has_focus_on("Search").await;
    assert_eq!(ada.reads("Search").await, "mueller z");
    assert_eq!(
        ada.asks("return [window.stays, location.search]").await,
        serde_json::json!([true, "?q=mueller+z"])
    );
    // What is told to those who do not see the table change.
    assert_eq!(ada.asks("return document.querySelector('[role=status]#told').textContent").await, "1 person");
    // Who reloads or comes back finds the same.
    ada.reloads().await;
    waits_for_rows(&ada, &["zm@northwind.example"]).await;
    assert_eq!(ada.reads("Search").await, "mueller z");
    ada.fills_in("Search", "zz").await;
    ada.sees("Nobody is like that.").await;
    ada.presses("Show everybody").await;
    ada.sees("More than 1,000 people").await;
    assert_eq!(rows(&ada).await.len(), 50);
}

#[tokio::test]
async fn several_people_are_disabled_and_that_is_undone() {
    let bridge = Bridge::start(Database::sqlite()).await;
    for name in ["bo", "cy", "di"] {
        bridge.add_person(&format!("{name}@example.com")).await;
        let change = bridgewarden::flow::users::UserChange {
            first_name: Some(name.to_uppercase()),
            ..Default::default()
        };
        bridge.change_person(&format!("{name}@example.com"), change).await;
    }
    let ada = at_the_table(&bridge, Chromium::at(&bridge)).await;
    ada.presses_box("Choose BO Lee").await;
    ada.sees("1 person chosen").await;
    ada.presses_box("Choose DI Lee").await;
    ada.sees("2 people chosen").await;
    ada.presses("See what happens").await;
    ada.sees("Disable 2 people?").await;
    ada.sees("BO Lee").await;
    ada.presses("Disable 2 people").await;
    ada.sees("2 people are disabled.").await;
    assert_eq!(bridge.database.names("SELECT email AS name FROM users WHERE status = 'disabled'").len(), 2);
    ada.presses("Undo").await;
    ada.sees("2 people are again as before.").await;
    assert_eq!(bridge.database.names("SELECT email AS name FROM users WHERE status = 'disabled'"), [""; 0]);
    // Everybody on the page by one box.
    ada.presses_box("Choose everybody on this page").await;
    ada.sees("4 people chosen").await;
    ada.presses("See what happens").await;
    ada.sees("Disable 3 people?").await;
    ada.sees("You yourself are left out.").await;
    ada.presses("Cancel").await;
    ada.sees("4 people").await;
}

#[tokio::test]
async fn the_table_takes_no_mouse() {
    let bridge = Bridge::start(Database::sqlite()).await;
    bridge.add_person("bo@example.com").await;
    let ada = at_the_table(&bridge, Chromium::at(&bridge)).await;
    ada.asks("document.getElementById('q').focus()").await;
    ada.types("bo").await;
    waits_for_rows(&ada, &["bo@example.com"]).await;
    let goes_to = async |name: &str| {
        for _ in 0..40 {
            ada.presses_key(Key::Tab).await;
            if ada.focus().await.unwrap() == name {
                return;
            }
        }
        panic!("{name} cannot be reached");
    };
    goes_to("Email address").await;
    ada.presses_key(Key::Enter).await;
    ada.until("the order is turned round", async || {
        ada.asks("return document.querySelector('[aria-sort=descending] a')?.innerText")
            .await
            .as_str()
            .map(|_| ())
    })
    .await;
    goes_to("Choose Ann Lee").await;
    ada.presses_key(Key::Space).await;
    ada.sees("1 person chosen").await;
    goes_to("See what happens").await;
    ada.presses_key(Key::Enter).await;
    ada.sees("Disable 1 person?").await;
    goes_to("Disable 1 person").await;
    ada.presses_key(Key::Enter).await;
    ada.sees("1 person is disabled.").await;
    goes_to("Undo").await;
    ada.presses_key(Key::Enter).await;
    ada.sees("1 person is again as before.").await;
}

#[tokio::test]
async fn the_table_works_without_scripts() {
    let bridge = Bridge::start(Database::sqlite()).await;
    bridge.add_person("bo@example.com").await;
    bridge.add_person("cy@example.com").await;
    let ada = at_the_table(&bridge, Chromium::at(&bridge).without_scripts()).await;
    ada.fills_in("Search", "cy").await;
    ada.presses("Search").await;
    ada.sees("1 person").await;
    ada.does_not_see("bo@example.com").await;
    ada.presses_box("Choose Ann Lee").await;
    ada.presses("See what happens").await;
    ada.presses("Disable 1 person").await;
    ada.sees("1 person is disabled.").await;
    assert_eq!(ada.reads("Search").await, "cy");
    assert_eq!(
        bridge.database.names("SELECT email AS name FROM users WHERE status = 'disabled'"),
        ["cy@example.com"]
    );
}
