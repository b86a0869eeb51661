//! Stories of the administrator at the command line who looks for people among many, and does the same to many.

use serde_json::json;

use crate::support::{Installation, assert_says, value_of};

fn emails(bridge: &Installation, arguments: &[&str]) -> Vec<String> {
    let mut all = vec!["user", "list", "--json"];
    all.extend(arguments);
    let found = bridge.json(&all);
    found.as_array().unwrap().iter().map(|user| user["email"].as_str().unwrap().to_owned()).collect()
}

/// Ann and Bo are staff, Cid is an administrator and nobody's colleague.
fn three(bridge: &Installation) {
    bridge
        .add_person("ann@example.com", &["--first-name", "Ann", "--last-name", "Müller", "--group", "staff"]);
    bridge.add_person("bo@example.com", &["--first-name", "Bo", "--last-name", "Ng", "--group", "staff"]);
    bridge.add_person("cid@example.org", &["--first-name", "Cid", "--last-name", "Álvarez", "--admin"]);
}

on_each_database! {
    fn people_are_filtered_sorted_and_listed_in_portions(bridge) {
        three(bridge);
        bridge.must(&["user", "password", "bo@example.com"]);
        for (arguments, expected) in [
            (&["--search", "mueller"][..], &["ann@example.com"][..]),
            (&["--search", "example.com n"], &["bo@example.com"]),
            (&["--admin", "yes"], &["cid@example.org"]),
            (&["--admin", "no", "--group", "staff", "--descending"], &["bo@example.com", "ann@example.com"]),
            (&["--never-signed-in"], &["ann@example.com", "bo@example.com", "cid@example.org"]),
            (&["--must-change-password"], &["bo@example.com"]),
            (&["--throttled"], &[]),
            (&["--sort", "name"], &["cid@example.org", "ann@example.com", "bo@example.com"]),
            (&["--sort", "created", "--descending"], &["cid@example.org", "bo@example.com", "ann@example.com"]),
        ] {
            assert_eq!(emails(bridge, arguments), expected, "{arguments:?}");
        }
        let first = bridge.run(&["user", "list", "--sort", "name", "--limit", "2"]);
        assert_says(&first.stdout, &["cid@example.org", "ann@example.com"]);
        let place = value_of(&first.stderr, "The list goes on: --after");
        assert_eq!(emails(bridge, &["--sort", "name", "--limit", "2", "--after", &place]), ["bo@example.com"]);
        let told = bridge.run(&["user", "list", "--limit", "2", "--after", &place]).usage_fault();
        assert_says(&told, &["another --sort"]);
        assert_says(&bridge.run(&["user", "list", "--limit", "2", "--after", "x"]).usage_fault(), &["first page"]);
        let nobody = bridge.run(&["user", "list", "--search", "%"]);
        assert_says(&nobody.stderr, &["Nobody is like that."]);
    }

    fn many_are_changed_only_when_that_is_said_and_it_can_be_undone(bridge) {
        three(bridge);
        let told = bridge.must(&["user", "bulk", "disable", "--group", "staff"]);
        assert_says(&told, &["Nothing was changed.", "disable 2 people", "Ann Müller, Bo Ng", "Add --yes"]);
        assert_eq!(emails(bridge, &["--status", "disabled"]), [""; 0]);
        let told = bridge.must(&["user", "bulk", "disable", "--group", "staff", "--yes"]);
        assert_says(&told, &["2 people", "within a day"]);
        assert_eq!(emails(bridge, &["--status", "disabled"]), ["ann@example.com", "bo@example.com"]);
        let id = told.split_whitespace().last().unwrap();
        bridge.must(&["user", "enable", "bo@example.com"]);
        bridge.must(&["user", "set", "bo@example.com", "--first-name", "Bob"]);
        let told = bridge.must(&["user", "bulk", "undo", id]);
        assert_says(&told, &["1 person is again as before.", "1 person left as they are"]);
        assert_eq!(emails(bridge, &["--status", "disabled"]), [""; 0]);
        assert_says(&bridge.must(&["audit", "list", "--kind", "user-disabled", "--json"]), &["bulk", id]);
    }

    fn whoever_is_meant_must_be_said(bridge) {
        three(bridge);
        let told = bridge.run(&["user", "bulk", "end-sessions", "--yes"]).usage_fault();
        assert_says(&told, &["Say who is meant", "--everybody"]);
        let told = bridge.run(&["user", "bulk", "enable", "--person", "x@example.com", "--yes"]).refusal();
        assert_says(&told, &["Nobody has the address x@example.com."]);
        let told = bridge.run(&["user", "bulk", "enable", "--person", "bo@example.com", "--group", "staff"]).usage_fault();
        assert_says(&told, &["cannot be used with"]);
        let unknown = "01a2013d-9da8-75e0-bf29-3ead42d85718";
        assert_says(&bridge.run(&["user", "bulk", "undo", unknown]).refusal(), &["no such action"]);
    }

    fn groups_passwords_and_the_last_administrator(bridge) {
        three(bridge);
        let told = bridge.must(&["user", "bulk", "disable", "--everybody", "--yes"]);
        assert_says(&told, &["2 people", "1 person: nobody would be left who could administer"]);
        assert_eq!(emails(bridge, &["--status", "active"]), ["cid@example.org"]);
        let people = ["--person", "bo@example.com", "--person", "CID@example.org"];
        bridge.must(&[&["user", "bulk", "join", "night shift"], &people[..], &["--yes"]].concat());
        assert_eq!(emails(bridge, &["--group", "night shift"]), ["bo@example.com", "cid@example.org"]);
        let told = bridge.must(&["user", "bulk", "leave", "night shift", "--admin", "yes", "--yes"]);
        assert_says(&told, &["1 person"]);
        assert_eq!(emails(bridge, &["--group", "night shift"]), ["bo@example.com"]);
        let told = bridge.must(&["user", "bulk", "require-password-change", "--everybody"]);
        assert_says(&told, &["have 3 people choose a new password"]);
        let told = bridge.must(&["user", "bulk", "end-sessions", "--everybody", "--yes"]);
        assert!(!told.contains("undo"), "{told}");
        let ann = bridge.json(&["user", "show", "ann@example.com", "--json"]);
        assert_eq!(ann["groups"], json!(["staff"]));
    }
}
