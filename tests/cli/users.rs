//! Stories of the administrator who keeps the user table.

use bridgewarden::domain::clock::Timestamp;
use bridgewarden::domain::id::UserId;
use bridgewarden::domain::user::{User, UserStatus};
use serde_json::json;

use crate::support::{assert_says, value_of};

on_each_database! {
    fn an_administrator_adds_a_person_and_is_given_a_one_time_password(bridge) {
        let told = bridge.must(&["user", "add", "Ann.Lee@example.com", "--first-name", "Ann", "--last-name", "Lee"]);
        assert_says(&told, &["Ann.Lee@example.com was added", "only now", "within 3 days", "must be changed"]);
        let password = value_of(&told, "One-time password");
        assert_eq!(password.split('-').map(str::len).collect::<Vec<_>>(), [5, 5, 5, 5]);
        assert!(!bridge.everything_stored().contains(&password), "it is stored as it is");
        let again = bridge.must(&["user", "password", "ann.lee@EXAMPLE.com"]);
        assert_ne!(value_of(&again, "One-time password"), password);
    }

    fn a_given_password_is_judged_and_nothing_is_printed_of_it(bridge) {
        let add = ["user", "add", "ann@example.com", "--password-stdin"];
        let refused = bridge.run_with(&add, "hunter2-canary\n").refusal();
        assert_says(&refused, &["too short", "at least 15 characters", "Nothing was changed"]);
        let refused = bridge.run_with(&add, "ann@example.com\r\n").refusal();
        assert_says(&refused, &["too easy to guess"]);
        bridge.must(&["user", "list", "--json"]);
        assert_eq!(bridge.json(&["user", "list", "--json"]), json!([]), "nobody was added");

        let told = bridge.run_with(&add, "correct horse canary staple\n").succeeds();
        assert_says(&told, &["ann@example.com was added.", "is a one-time password", "within 3 days", "must be changed"]);
        assert!(!told.contains("canary"));
        assert!(!bridge.everything_stored().contains("canary"));
    }

    fn one_address_in_two_spellings_is_one_person(bridge) {
        bridge.add_person("Ann@example.com", &[]);
        let refused = bridge.run(&["user", "add", "ann@Example.com"]).refusal();
        assert_says(&refused, &["Another account has the address ann@Example.com"]);
        bridge.add_person("bob@example.com", &[]);
        let refused = bridge.run(&["user", "set", "bob@example.com", "--email", "ANN@example.com"]).refusal();
        assert_says(&refused, &["Another account", "ANN@example.com"]);
        let people = bridge.json(&["user", "list", "--json"]);
        assert_eq!(people[0]["email"], "Ann@example.com", "the spelling is kept");
    }

    fn the_last_administrator_cannot_be_disabled_deleted_or_demoted(bridge) {
        bridge.add_person("ann@example.com", &["--admin"]);
        for command in [
            &["user", "disable", "ann@example.com"][..],
            &["user", "delete", "ann@example.com", "--yes"],
            &["user", "set", "ann@example.com", "--admin", "no"],
        ] {
            assert_says(&bridge.run(command).refusal(), &["last active administrator", "--admin yes"]);
        }
        bridge.add_person("bob@example.com", &[]);
        bridge.must(&["user", "set", "bob@example.com", "--admin", "yes"]);
        bridge.must(&["user", "disable", "ann@example.com"]);
        assert_says(&bridge.must(&["user", "show", "ann@example.com"]), &["disabled"]);
        bridge.must(&["user", "enable", "ann@example.com"]);
    }

    fn a_person_is_changed_and_found_again(bridge) {
        let known = ["--first-name", "Ann", "--group", "staff", "--group", "sales", "--locale", "de", "--external-id", "7"];
        bridge.add_person("ann@example.com", &known);
        bridge.add_person("zoe@example.com", &[]);
        let told = bridge.must(&["user", "set", "ann@example.com", "--email", "ann.jones@example.com"]);
        assert_says(&told, &["ann@example.com is ann.jones@example.com now", "change it there, too"]);
        bridge.must(&[
            "user", "set", "ann.jones@example.com", "--last-name", "Jones", "--join", "support", "--leave", "sales",
            "--no-locale", "--no-external-id",
        ]);
        let ann = bridge.json(&["user", "show", "ann.jones@example.com", "--json"]);
        assert_eq!(ann["groups"], json!(["staff", "support"]));
        assert_eq!([&ann["first_name"], &ann["last_name"]], ["Ann", "Jones"]);
        assert_eq!([&ann["locale"], &ann["external_id"]], [&json!(null), &json!(null)]);

        let emails = |arguments: &[&str]| {
            let mut all = vec!["user", "list", "--json"];
            all.extend(arguments);
            let found = bridge.json(&all);
            found.as_array().unwrap().iter().map(|user| user["email"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(emails(&["--group", "support"]), ["ann.jones@example.com"]);
        assert_eq!(emails(&["--search", "zoe"]), ["zoe@example.com"]);
        assert_eq!(emails(&["--search", "%"]), [""; 0]);
        bridge.must(&["user", "disable", "zoe@example.com"]);
        assert_eq!(emails(&["--status", "disabled"]), ["zoe@example.com"]);
        assert_says(&bridge.must(&["user", "list"]), &["EMAIL", "ann.jones@example.com  Ann Jones", "never"]);
    }

    fn a_long_user_table_is_listed_to_its_end(bridge) {
        bridge.must(&["migrate"]);
        bridge.as_the_service(|connection| {
            (0..1101).try_for_each(|number| bridgewarden::store::users::insert(connection, &person(number)))
        });
        let people = bridge.json(&["user", "list", "--json"]);
        assert_eq!(people.as_array().unwrap().len(), 1101);
        assert_eq!(bridge.must(&["user", "list"]).lines().count(), 1102, "a heading and everyone");
    }

    fn nobody_is_deleted_without_somebody_being_sure(bridge) {
        bridge.add_person("ann@example.com", &[]);
        let refused = bridge.run(&["user", "delete", "ann@example.com"]).usage_fault();
        assert_says(&refused, &["deletes ann@example.com", "Add --yes"]);
        bridge.must(&["user", "show", "ann@example.com"]);
        bridge.must(&["user", "delete", "ann@example.com", "--yes"]);
        let unknown = bridge.run(&["user", "show", "ann@example.com"]).refusal();
        assert_eq!(unknown, "Nobody has the address ann@example.com. `bridgewarden user list` shows everyone.\n");
    }

    fn changing_nothing_is_a_usage_fault(bridge) {
        bridge.add_person("ann@example.com", &[]);
        let told = bridge.run(&["user", "set", "ann@example.com"]).usage_fault();
        assert_says(&told, &["--email", "--require-password-change"]);
        let told = bridge.run(&["user", "set", "ann@example.com", "--locale", "de", "--no-locale"]).usage_fault();
        assert_says(&told, &["cannot be used with"]);
        assert_says(&bridge.run(&["user", "add", "ann"]).usage_fault(), &["name@example.com"]);
        let told = bridge.run(&["user", "add", "b@example.com", "--first-name", "a\u{202e}b"]).usage_fault();
        assert_says(&told, &["control character"]);
    }

    fn every_command_about_a_stranger_says_the_same(bridge) {
        for command in [
            &["user", "show", "x@example.com"][..],
            &["user", "set", "x@example.com", "--first-name", "X"],
            &["user", "disable", "x@example.com"],
            &["user", "enable", "x@example.com"],
            &["user", "password", "x@example.com"],
            &["user", "delete", "x@example.com"],
            &["session", "list", "x@example.com"],
            &["session", "revoke", "--user", "x@example.com"],
            &["audit", "list", "--user", "x@example.com"],
        ] {
            assert_says(&bridge.run(command).refusal(), &["Nobody has the address x@example.com."]);
        }
    }

    fn a_person_is_shown_with_the_providers_that_are_open_to_them(bridge) {
        bridge.add_person("ann@example.com", &["--group", "staff"]);
        bridge.add_provider("for-all");
        bridge.add_provider("for-sales");
        bridge.add_provider("for-staff");
        bridge.must(&["provider", "set", "for-sales", "--open-to", "sales"]);
        bridge.must(&["provider", "set", "for-staff", "--open-to", "staff"]);
        let providers = || bridge.json(&["user", "show", "ann@example.com", "--json"])["providers"].clone();
        assert_eq!(providers(), json!(["for-all", "for-staff"]));
        bridge.must(&["provider", "disable", "for-all"]);
        assert_eq!(providers(), json!(["for-staff"]));
    }

    fn a_person_is_found_by_part_of_a_name_in_any_case(bridge) {
        bridge.add_person("Ann.Lee@example.com", &["--first-name", "Ann", "--last-name", "Lee_100%"]);
        bridge.add_person("bo@example.com", &["--first-name", "Bo"]);
        for part in ["LEE", "ann.l", "aNN", "_100%"] {
            let found = bridge.json(&["user", "list", "--search", part, "--json"]);
            assert_eq!(found.as_array().map(Vec::len), Some(1), "{part}: {found}");
        }
        assert_eq!(bridge.json(&["user", "list", "--search", "b_", "--json"]), serde_json::json!([]));
    }
}

fn person(number: usize) -> User {
    User {
        id: UserId::unique(),
        email: format!("person{number}@example.com").parse().unwrap(),
        first_name: String::new(),
        last_name: String::new(),
        external_id: None,
        locale: None,
        groups: ["staff".parse().unwrap()].into(),
        status: UserStatus::Active,
        is_administrator: false,
        created_at: Timestamp::from_micros(0),
        updated_at: Timestamp::from_micros(0),
        last_sign_in_at: None,
    }
}
