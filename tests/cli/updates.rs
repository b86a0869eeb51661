//! Stories of the operator who puts a new program on an old SQLite database: `tests/fixtures` has one of every
//! schema there was.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::thread;

use diesel::connection::SimpleConnection;
use diesel::{Connection, QueryableByName, RunQueryDsl, SqliteConnection, sql_query};

use crate::delivery::Delivery;
use crate::serving::Serving;
use crate::support::{Installation, assert_says};

const PEOPLE: [&str; 3] = ["Ann.Lee@example.com", "bob@example.com", "carol@example.com"];
const PASSWORD: &str = "correct horse battery staple";
const SECRET: &str = "a shared secret of glue that has 32 bytes and more";
/// The cookie of Bob's session.
const BOBS_SESSION: &str = "P0YJbH2JBPeWARXgy7r8N0puq8seybczGXYA_vLFbn4";
/// The newest link of the audit in the fixture.
const HEAD: &str = "8:7f80542abc94ed434c0abab9fcdbf752ece7e21206a6970cf3e2c369939e46dc";
/// The newest migration of the fixture.
const VERSION: &str = "0001";
/// Before the name of every copy, in the folder of a story.
const COPY: &str = "bridge.db.schema-";

/// An installation as it was when there was one migration only.
fn old_installation() -> Installation {
    let bridge = Installation::on_sqlite();
    let file = bridge.path("bridge.db");
    SqliteConnection::establish(file.to_str().unwrap())
        .unwrap()
        .batch_execute(include_str!("../fixtures/schema-0001.sql"))
        .unwrap();
    fs::set_permissions(file, fs::Permissions::from_mode(0o600)).unwrap();
    bridge.write_private("sealing.key", include_str!("../fixtures/schema-0001.key"));
    bridge
}

/// The migrations that came after it, by their numbers.
fn later_migrations() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/sqlite");
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let numbers = names.map(|name| name.split('_').next().unwrap().to_owned());
    let mut later: Vec<String> = numbers.filter(|number| number.as_str() > VERSION).collect();
    later.sort();
    later
}

fn copies(bridge: &Installation) -> Vec<String> {
    bridge.files().into_iter().filter(|name| name.starts_with(COPY)).collect()
}

#[derive(QueryableByName)]
struct Text {
    #[diesel(sql_type = diesel::sql_types::Text)]
    text: String,
}

/// Everything in a database file, tables and rows, as one text.
fn content(bridge: &Installation, name: &str) -> String {
    let mut connection = SqliteConnection::establish(bridge.path(name).to_str().unwrap()).unwrap();
    let mut texts = |sql: &str| -> Vec<String> {
        let rows: Vec<Text> = sql_query(sql).load(&mut connection).unwrap();
        rows.into_iter().map(|row| row.text).collect()
    };
    let mut all = texts("SELECT coalesce(sql, name) AS text FROM sqlite_schema ORDER BY name");
    for table in texts("SELECT name AS text FROM sqlite_schema WHERE type = 'table' ORDER BY name") {
        let columns = texts(&format!(
            "SELECT 'quote(\"' || name || '\")' AS text FROM pragma_table_info('{table}') ORDER BY cid"
        ));
        all.extend(texts(&format!(
            "SELECT {} AS text FROM \"{table}\" ORDER BY text",
            columns.join(" || ', ' || ")
        )));
    }
    all.join("\n")
}

#[tokio::test]
async fn an_old_database_is_copied_migrated_and_everybody_still_signs_in() {
    let bridge = old_installation();
    // Bob signed in long ago; let it be an hour ago.
    bridge.behind_its_back(
        "UPDATE sessions SET expires_at = 1000000 * (unixepoch() + 3600), last_seen_at = 1000000 * unixepoch()",
    );
    let serving = Serving::start(&bridge, &[]).await;
    for email in PEOPLE {
        let mut browser = serving.browser();
        let page = browser.get("/sso/glue/login?return_to=%2Facme").await;
        let delivery = browser.sign_in(&page, email, PASSWORD).await;
        let claims = Delivery::in_page(delivery.is(200)).claims("jwt", SECRET);
        assert_eq!(claims["email"], email);
    }
    // Whoever was there before the terms by which people are found.
    let found = bridge.json(&["user", "list", "--search", "o'n carol c-7", "--sort", "name", "--json"]);
    assert_eq!(found[0]["email"], "carol@example.com", "{found}");
    // What happened before events were filed under whom they concern.
    let found = bridge.json(&["audit", "list", "--user", "ann.lee@example.com", "--json"]);
    let kinds: Vec<&str> =
        found.as_array().unwrap().iter().map(|event| event["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["token-minted", "sign-in", "token-minted", "sign-in", "user-added"], "{found}");
    let mut bob = serving.browser();
    bob.set_cookie("__Host-bridgewarden", BOBS_SESSION);
    bob.get("/").await.is(200);
    let (code, log) = serving.terminate();
    assert_eq!(code, Some(0), "{log}");

    bridge.must(&["audit", "verify", "--expect", HEAD]);
    assert_says(&bridge.must(&["migrate"]), &["is up to date."]);
    let copies = copies(&bridge);
    assert_eq!(copies.len(), 1, "{copies:?}");
    assert_says(&copies[0], &[&format!("{COPY}{VERSION}.2")]);
    assert_says(&log, &[&copies[0], "copied before its schema was changed"]);
}

#[test]
fn the_copy_is_the_old_database_without_sessions_and_opens_again() {
    let bridge = old_installation();
    let told = bridge.must(&["migrate"]);
    assert_says(&told, &later_migrations().iter().map(String::as_str).collect::<Vec<_>>());
    let copy = copies(&bridge).pop().unwrap();
    assert_says(&told, &["as it was before, without sessions", &copy]);
    assert_eq!(fs::metadata(bridge.path(&copy)).unwrap().permissions().mode() & 0o777, 0o600);

    let old = old_installation();
    old.behind_its_back("DELETE FROM session_providers; DELETE FROM sessions");
    assert_eq!(content(&bridge, &copy), content(&old, "bridge.db"));
    // Going back and forth again.
    fs::copy(bridge.path(&copy), old.path("bridge.db")).unwrap();
    assert_says(&old.must(&["migrate"]), &["up to date now"]);
    old.must(&["audit", "verify", "--expect", HEAD]);
}

#[test]
fn a_database_that_cannot_be_copied_is_not_migrated() {
    let bridge = old_installation();
    let before = (content(&bridge, "bridge.db"), bridge.files());
    for command in [&["migrate"][..], &["user", "list"], &["serve"]] {
        let answer = bridge.run_with_room_for(96, command);
        assert_says(&answer.ends_with(3), &["schema was not changed", COPY, "could not be written"]);
        assert_eq!((content(&bridge, "bridge.db"), bridge.files()), before);
    }
    assert_says(&bridge.must(&["migrate"]), &["up to date now"]);
}

#[test]
fn a_migration_that_fails_leaves_database_and_folder_as_they_were() {
    let bridge = old_installation();
    let last = later_migrations().pop().unwrap();
    bridge.must(&["migrate"]);
    // Its tables are there already, so that it fails.
    bridge.behind_its_back(&format!("DELETE FROM __diesel_schema_migrations WHERE version = '{last}'"));
    let before = (content(&bridge, "bridge.db"), bridge.files());
    for _ in 0..2 {
        bridge.run(&["migrate"]).ends_with(3);
        assert_eq!((content(&bridge, "bridge.db"), bridge.files()), before);
    }
}

#[test]
fn starts_at_the_same_moment_copy_an_old_database_once() {
    let bridge = old_installation();
    let commands: Vec<_> = thread::scope(|scope| {
        let starts: Vec<_> = (0..4).map(|_| scope.spawn(|| bridge.run(&["user", "list"]))).collect();
        starts.into_iter().map(|start| start.join().unwrap()).collect()
    });
    for answer in commands {
        assert_says(&answer.succeeds(), &PEOPLE);
    }
    assert_eq!(copies(&bridge).len(), 1);
}

#[test]
fn a_new_database_is_not_copied() {
    let bridge = Installation::on_sqlite();
    bridge.must(&["migrate"]);
    bridge.must(&["user", "list"]);
    assert_eq!(copies(&bridge), Vec::<String>::new());
}
