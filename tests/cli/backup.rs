//! Stories of the operator who makes backups.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use bridgewarden::crypto::seal::SealingKey;
use diesel::connection::SimpleConnection;
use diesel::{Connection, QueryableByName, RunQueryDsl, SqliteConnection, sql_query};

use crate::support::{Installation, assert_says, run_in, value_of};

/// A SQLite installation with a person, a provider and a chained audit.
fn installation() -> Installation {
    let bridge = Installation::on_sqlite();
    bridge.add_person("ann@example.com", &["--admin"]);
    bridge.add_provider("glue");
    bridge.chain_the_audit();
    bridge
}

/// How many rows of that kind the audit has.
fn audited(bridge: &Installation, kind: &str) -> usize {
    bridge.json(&["audit", "list", "--kind", kind, "--json"]).as_array().unwrap().len()
}

fn open(file: &str) -> SqliteConnection {
    SqliteConnection::establish(file).unwrap()
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    number: i64,
}

fn number(connection: &mut SqliteConnection, sql: &str) -> i64 {
    sql_query(format!("SELECT ({sql}) AS number")).get_result::<Number>(connection).unwrap().number
}

#[test]
fn a_backup_says_what_is_in_it_and_what_must_be_kept_apart() {
    let bridge = installation();
    let head = value_of(&bridge.must(&["audit", "verify"]), "Head");
    let file = bridge.path("copy.db");
    let told = bridge.must(&["backup", file.to_str().unwrap()]);
    let key = bridge.path("sealing.key");
    let key_text = fs::read_to_string(&key).unwrap();
    let id = SealingKey::parse(&key_text).unwrap().id().to_owned();
    assert_says(
        &told,
        &["copy.db was made", &head, &id, &key.display().to_string(), "everybody signs in anew"],
    );
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(!fs::read(&file).unwrap().windows(40).any(|part| part == &key_text.as_bytes()[..40]));
    assert_eq!(bridge.files().iter().filter(|name| name.starts_with("copy.db")).count(), 1);

    let event = &bridge.json(&["audit", "list", "--kind", "backup-made", "--json"])[0];
    assert_says(event["actor"].as_str().unwrap(), &["command-line:uid ", "(tester)"]);
    assert_eq!(event["details"]["file"], file.display().to_string());

    // The row of the first backup is in the second.
    let head = value_of(&bridge.must(&["audit", "verify"]), "Head");
    let json = bridge.json(&["backup", bridge.path("second.db").to_str().unwrap(), "--json"]);
    assert_eq!([&json["head"], &json["sealing_key"]], [head.as_str(), id.as_str()]);
    assert_eq!(json["bytes"], fs::metadata(bridge.path("second.db")).unwrap().len());
}

#[test]
fn every_table_is_in_a_backup_as_it_was_but_sessions() {
    let bridge = installation();
    bridge.behind_its_back(
        "INSERT INTO sessions SELECT 's', 'digest', id, 1, 1, 9000000000000000, NULL, '', '' FROM users; \
         INSERT INTO session_providers SELECT 's', id, 1, 1, 1, 1 FROM providers; \
         INSERT INTO consumed_sign_ins VALUES ('used', 1)",
    );
    let tables = "SELECT count(*) FROM sqlite_schema WHERE type = 'table'";
    let (live, copy) =
        (bridge.path("bridge.db").display().to_string(), bridge.path("copy.db").display().to_string());
    bridge.must(&["backup", &copy]);
    let mut both = open(&copy);
    both.batch_execute(&format!("ATTACH '{live}' AS live")).unwrap();
    #[derive(QueryableByName)]
    struct Table {
        #[diesel(sql_type = diesel::sql_types::Text)]
        name: String,
    }
    let names: Vec<Table> =
        sql_query("SELECT name FROM live.sqlite_schema WHERE type = 'table'").load(&mut both).unwrap();
    assert!(names.len() > 10 && names.len() as i64 == number(&mut both, tables));
    for Table { name } in names {
        let there = number(&mut both, &format!("SELECT count(*) FROM live.\"{name}\""));
        let differing = number(
            &mut both,
            &format!(
                "SELECT count(*) FROM (SELECT * FROM live.\"{name}\" EXCEPT SELECT * FROM main.\"{name}\")"
            ),
        );
        match name.as_str() {
            "sessions" | "session_providers" => {
                assert_eq!(number(&mut both, &format!("SELECT count(*) FROM main.\"{name}\"")), 0, "{name}");
                assert_eq!(there, 1, "{name}");
            }
            // The event of the backup itself was written behind it.
            "audit_events" | "sqlite_sequence" => assert_eq!(differing, 1, "{name}"),
            _ => assert_eq!(differing, 0, "{name}"),
        }
    }
}

#[test]
fn a_file_that_exists_is_never_overwritten() {
    let bridge = installation();
    let precious = bridge.write_private("precious", "precious");
    symlink(bridge.path("nowhere"), bridge.path("link")).unwrap();
    let before = bridge.files();
    for file in
        [precious.as_str(), bridge.path("link").to_str().unwrap(), bridge.path("bridge.db").to_str().unwrap()]
    {
        assert_says(&bridge.run(&["backup", file]).refusal(), &["exists already", file]);
    }
    assert_eq!(fs::read_to_string(precious).unwrap(), "precious");
    assert_eq!(bridge.files(), before);
    assert_eq!(audited(&bridge, "backup-made"), 0);
    bridge.must(&["user", "show", "ann@example.com"]);
}

#[test]
fn a_backup_may_have_any_name() {
    let bridge = installation();
    for name in [
        "it's \"a\" copy; DROP TABLE users --.db",
        "file:copy.db?mode=memory",
        "Zoës Kopie.db",
        ":memory:",
        "-x",
    ] {
        bridge.must(&["backup", "--", name]);
        assert_eq!(
            number(&mut open(bridge.path(name).to_str().unwrap()), "SELECT count(*) FROM users"),
            1,
            "{name}"
        );
    }
}

#[test]
fn a_backup_that_fails_leaves_nothing_behind() {
    let bridge = installation();
    let before = bridge.files();
    let copy = bridge.path("copy.db").display().to_string();
    let told = bridge.run_with_room_for(96, &["backup", &copy]).ends_with(3);
    assert_says(&told, &["No backup was made", "copy.db could not be written"]);
    let nowhere = bridge.path("nowhere/copy.db").display().to_string();
    assert_says(&bridge.run(&["backup", &nowhere]).ends_with(3), &["No backup was made", "No such file"]);
    assert_eq!(bridge.files(), before);
    assert_eq!(audited(&bridge, "backup-made"), 0);
    bridge.must(&["backup", &copy]);
}

#[test]
fn a_broken_audit_is_told_before_it_is_copied() {
    let bridge = installation();
    bridge.behind_its_back("UPDATE audit_events SET actor = 'stranger' WHERE position = 1");
    let copy = bridge.path("copy.db");
    let backup = ["backup", copy.to_str().unwrap()];
    assert_says(
        &bridge.run(&backup).refusal(),
        &["the audit is broken", "position 1", "--allow-broken-audit"],
    );
    assert!(!copy.exists());
    let answer = bridge.run(&[&backup[..], &["--allow-broken-audit"]].concat());
    assert_says(&answer.stderr, &["audit in this backup is broken"]);
    assert_says(&answer.succeeds(), &["was made"]);
}

#[test]
fn a_damaged_database_is_told_instead_of_copied() {
    let bridge = installation();
    bridge.behind_its_back(
        "PRAGMA writable_schema = ON; \
         UPDATE sqlite_schema SET sql = replace(replace(sql, '''active''', '''on'''), '''disabled''', '''off''') WHERE name = 'users'",
    );
    let before = bridge.files();
    let told = bridge.run(&["backup", bridge.path("copy.db").to_str().unwrap()]).refusal();
    assert_says(&told, &["No backup was made", "damaged", "users"]);
    assert_eq!(bridge.files(), before);
}

#[test]
fn on_postgresql_the_command_says_how_it_is_done_there() {
    let bridge = Installation::on_postgres();
    bridge.must(&["migrate"]);
    let away = "database.url=postgres://bridge@127.0.0.1:1/bridge";
    for more in [&[][..], &["--option", away]] {
        let told = bridge.run(&[&["backup", "copy.db"], more].concat()).refusal();
        assert_says(
            &told,
            &[
                "pg_dump --format=custom",
                "--exclude-table-data='*.sessions'",
                "docs/operations.md#postgresql-backup",
            ],
        );
    }
    assert!(!bridge.path("copy.db").exists());
}

#[test]
fn without_a_database_nothing_is_made() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("empty.toml"), "").unwrap();
    let run = |arguments: &[&str]| {
        run_in(folder.path(), &[&["--config", "empty.toml"], arguments].concat(), &[], "")
    };
    assert_says(&run(&["backup", "copy.db"]).refusal(), &["There is no database"]);
    assert_says(&run(&["backup"]).usage_fault(), &["FILE"]);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn the_doctor_hints_at_a_week_without_a_backup() {
    let bridge = installation();
    let told = || bridge.must(&["doctor"]);
    assert!(!told().contains("backup"), "an installation of today");
    bridge.behind_its_back("UPDATE audit_events SET at = at - 8 * 86400000000");
    assert_says(&told(), &["No backup was made", "docs/troubleshooting.md#backup"]);
    bridge.must(&["backup", "copy.db", "--allow-broken-audit"]);
    assert_says(&told(), &["A backup was made within the last 7 days."]);
}
