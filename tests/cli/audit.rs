//! Stories of the auditor, and of somebody who writes to the database behind the program's back.

use serde_json::Value;

use crate::support::{Installation, assert_says, value_of};

/// An installation in which a few things have happened, chained.
fn after_some_work(bridge: &Installation) {
    bridge.add_person("ann@example.com", &["--admin"]);
    bridge.add_person("bob@example.com", &[]);
    bridge.must(&["user", "disable", "bob@example.com"]);
    bridge.add_provider("glue");
    bridge.chain_the_audit();
}

on_each_database! {
    fn an_untouched_audit_is_whole(bridge) {
        after_some_work(bridge);
        let told = bridge.must(&["audit", "verify"]);
        assert_says(&told, &["The audit is whole"]);
        assert_eq!(value_of(&told, "Rows checked"), "4");
        let head = value_of(&told, "Head");
        assert!(head.starts_with("4:") && head.len() == 66, "{head}");

        bridge.must(&["user", "enable", "bob@example.com"]);
        let told = bridge.must(&["audit", "verify", "--expect", &head]);
        assert_says(&told, &["holds the head at position 4"]);
        // On SQLite a row is chained with its write, on PostgreSQL by the running service a moment later.
        let waiting = if bridge.is_sqlite() { "0" } else { "1" };
        assert_eq!(value_of(&told, "Of these waiting to be chained"), waiting);
        assert_eq!(told.contains("Rows that wait"), !bridge.is_sqlite());
        bridge.chain_the_audit();
        bridge.must(&["audit", "verify", "--expect", &head]);
        assert_eq!(bridge.json(&["audit", "verify", "--json"])["is_whole"], true);
    }

    fn the_audit_names_a_row_that_was_changed_behind_its_back(bridge) {
        after_some_work(bridge);
        bridge.behind_its_back("UPDATE audit_events SET user_id = 'somebody else' WHERE kind = 'user-disabled'");
        let told = bridge.run(&["audit", "verify"]).refusal();
        assert_says(&told, &["at position 3 was changed after it was written", "docs/troubleshooting.md#audit"]);
        let answer = bridge.run(&["audit", "verify", "--json"]);
        let json: Value = serde_json::from_str(&answer.stdout).unwrap();
        assert_eq!(json["is_whole"], false);
        assert_eq!(answer.refusal(), "");
    }

    fn a_row_that_waits_to_be_chained_cannot_be_changed_unseen(bridge) {
        bridge.add_person("ann@example.com", &[]);
        bridge.behind_its_back("UPDATE audit_events SET actor = 'service', position = NULL, link = NULL");
        assert_says(&bridge.run(&["audit", "verify"]).refusal(), &["which waits to be chained, was changed"]);
    }

    fn a_row_that_was_removed_is_missed(bridge) {
        after_some_work(bridge);
        bridge.behind_its_back("DELETE FROM audit_events WHERE position = 2");
        assert_says(&bridge.run(&["audit", "verify"]).refusal(), &["the row at position 2 is missing"]);
    }

    fn an_end_that_was_cut_off_is_missed_by_whoever_noted_it(bridge) {
        after_some_work(bridge);
        let head = value_of(&bridge.must(&["audit", "verify"]), "Head");
        bridge.behind_its_back("DELETE FROM audit_events WHERE position = 4");
        bridge.must(&["audit", "verify"]);
        let told = bridge.run(&["audit", "verify", "--expect", &head]).refusal();
        assert_says(&told, &["cut off", "ends at position 3", "reached position 4"]);

        bridge.must(&["user", "enable", "bob@example.com"]);
        bridge.chain_the_audit();
        bridge.must(&["audit", "verify"]);
        let told = bridge.run(&["audit", "verify", "--expect", &head]).refusal();
        assert_says(&told, &["written anew", "position 4"]);
    }

    fn events_are_listed_by_person_provider_and_kind(bridge) {
        after_some_work(bridge);
        let table = bridge.must(&["audit", "list"]);
        assert_says(&table, &["provider-added", "command-line:uid ", "(tester)", "glue", "bob@example.com", "profile: it-glue"]);
        let kinds = |arguments: &[&str]| {
            let mut all = vec!["audit", "list", "--json"];
            all.extend(arguments);
            let rows = bridge.json(&all);
            rows.as_array().unwrap().iter().map(|row| row["kind"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(kinds(&["--user", "bob@example.com"]), ["user-disabled", "user-added"]);
        assert_eq!(kinds(&["--provider", "glue"]), ["provider-added"]);
        assert_eq!(kinds(&["--kind", "user-added"]).len(), 2);
        assert_eq!(kinds(&["--limit", "1"]), ["provider-added"]);
        let told = bridge.run(&["audit", "list", "--kind", "user-aded"]).usage_fault();
        assert_says(&told, &["user-added"]);

        let bob = bridge.json(&["user", "show", "bob@example.com", "--json"])["id"].as_str().unwrap().to_owned();
        bridge.must(&["user", "delete", "bob@example.com", "--yes"]);
        assert_eq!(kinds(&["--user", &bob]), ["user-deleted", "user-disabled", "user-added"]);
    }

    fn the_export_has_every_row_oldest_first(bridge) {
        after_some_work(bridge);
        let lines = bridge.must(&["audit", "export"]);
        let rows: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let kinds: Vec<&str> = rows.iter().map(|row| row["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["user-added", "user-added", "user-disabled", "provider-added"]);
        assert_eq!(rows[0]["details"]["email"], "ann@example.com");
        assert_eq!(rows[3]["position"], 4);

        let csv = bridge.must(&["audit", "export", "--format", "csv"]);
        assert_eq!(csv.lines().count(), 5);
        assert!(csv.starts_with("id,at,kind,actor,"), "{csv}");
        let later = bridge.must(&["audit", "export", "--since", "2999-01-01"]);
        assert_eq!(later, "");
        let told = bridge.run(&["audit", "export", "--since", "yesterday"]).usage_fault();
        assert_says(&told, &["2026-11-01T00:00:00Z"]);
    }

    fn the_export_and_the_list_have_the_same_filters(bridge) {
        after_some_work(bridge);
        for (filter, expected) in [
            (&["--user", "bob@example.com"][..], 2),
            (&["--provider", "glue"], 1),
            (&["--kind", "user-added", "--kind", "user-disabled"], 3),
            (&["--kind", "user-added", "--user", "bob@example.com"], 1),
            (&["--refusal", "wrong-credentials"], 0),
            (&["--until", "2001-01-01"], 0),
            (&["--since", "2001-01-01", "--until", "2999-01-01T00:00:00Z"], 4),
        ] {
            let lines = bridge.must(&[&["audit", "export"][..], filter].concat());
            assert_eq!(lines.lines().count(), expected, "{filter:?}");
            let listed = bridge.json(&[&["audit", "list", "--json"][..], filter].concat());
            assert_eq!(listed.as_array().unwrap().len(), expected, "{filter:?}");
        }
    }

    fn a_spreadsheet_runs_nothing_of_what_was_recorded(bridge) {
        bridge.add_person("ann@example.com", &[]);
        bridge.behind_its_back("UPDATE audit_events SET request_id = '=1+1', client_address = '@SUM(A1,\"x\")'");
        let csv = bridge.must(&["audit", "export", "--format", "csv"]);
        assert_says(&csv, &[",\"'@SUM(A1,\"\"x\"\")\",'=1+1,"]);
    }
}

#[test]
fn an_export_that_nobody_reads_to_its_end_is_no_fault() {
    let bridge = Installation::on_sqlite();
    after_some_work(&bridge);
    let program = env!("CARGO_BIN_EXE_bridgewarden");
    let config = bridge.path("bridgewarden.toml");
    let line =
        format!("'{program}' --config '{}' audit export | true; exit ${{PIPESTATUS[0]}}", config.display());
    let status = std::process::Command::new("bash").args(["-c", &line]).status().unwrap();
    assert_eq!(status.code(), Some(0));
}
