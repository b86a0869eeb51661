//! Stories of the operator who updates.

use std::fs;

use crate::support::{Installation, assert_says, run_in};

on_each_database! {
    fn migrate_says_what_it_ran_and_then_that_nothing_waits(bridge) {
        assert_says(&bridge.must(&["migrate"]), &["up to date now", "0001"]);
        let told = bridge.must(&["migrate"]);
        assert_says(&told, &["is up to date."]);
        assert!(!told.contains("now"), "{told}");
    }

    fn a_schema_of_a_newer_version_is_left_alone(bridge) {
        bridge.must(&["migrate"]);
        bridge.behind_its_back("INSERT INTO __diesel_schema_migrations (version) VALUES ('9999')");
        for command in [&["migrate"][..], &["user", "list"]] {
            assert_says(&bridge.run(command).ends_with(3), &["newer version", "9999"]);
        }
        assert_says(&bridge.run(&["doctor"]).stdout, &["newer version"]);
    }
}

#[test]
fn the_first_migration_makes_the_key_that_later_commands_need() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("empty.toml"), "").unwrap();
    let run = |arguments: &[&str]| {
        run_in(folder.path(), &[&["--config", "empty.toml"], arguments].concat(), &[], "")
    };
    run(&["migrate"]).succeeds();
    assert!(folder.path().join("sealing.key").exists());
    run(&["user", "list"]).succeeds();
}

#[test]
fn the_first_command_says_that_a_key_was_made() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("empty.toml"), "").unwrap();
    let answer = run_in(folder.path(), &["--config", "empty.toml", "user", "list", "--json"], &[], "");
    assert_says(&answer.stderr, &["A sealing key was made: sealing.key", "Keep a copy"]);
    assert_eq!(answer.succeeds(), "[]\n");
}

#[test]
fn a_database_without_its_key_gets_no_new_one() {
    let bridge = Installation::on_sqlite();
    bridge.add_provider("glue");
    fs::remove_file(bridge.path("sealing.key")).unwrap();
    let told = bridge.run(&["provider", "list"]).usage_fault();
    assert_says(&told, &["security.sealing_key_file", "sealing.key"]);
    assert!(!bridge.path("sealing.key").exists());
}
