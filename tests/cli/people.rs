//! Stories of the administrator and one person: invitations, attributes, addresses that are held.

use serde_json::json;

use crate::support::{assert_says, value_of};

on_each_database! {
    fn a_person_is_invited_and_the_link_is_printed_once(bridge) {
        let told = bridge.must(&["user", "add", "ann@example.com", "--first-name", "Ann", "--invite"]);
        assert_says(&told, &["ann@example.com was added", "shown only now", "by a way that you trust", "works once"]);
        let link = value_of(&told, "Invitation");
        let token = link.strip_prefix("https://sso.example.com/invitation/").unwrap().to_owned();
        assert_eq!(token.len(), 43);
        assert!(!bridge.everything_stored().contains(&token), "it is stored as it is");
        let shown = bridge.json(&["user", "show", "ann@example.com", "--json"]);
        assert!(shown["invited_until"].is_string(), "{shown}");
        assert_says(&bridge.must(&["user", "show", "ann@example.com"]), &["can be used until"]);

        let newer = value_of(&bridge.must(&["user", "invite", "ann@example.com"]), "Invitation");
        assert_ne!(newer, link);
        assert_says(&bridge.must(&["user", "invite", "ann@example.com", "--withdraw"]), &["was taken back"]);
        assert_says(&bridge.must(&["user", "invite", "ann@example.com", "--withdraw"]), &["no invitation"]);
        bridge.must(&["user", "disable", "ann@example.com"]);
        assert_says(&bridge.run(&["user", "invite", "ann@example.com"]).refusal(), &["is disabled", "user enable"]);
        assert_says(&bridge.run(&["user", "invite", "x@example.com"]).refusal(), &["Nobody has the address"]);
        let both = ["user", "add", "bo@example.com", "--invite", "--password-stdin"];
        assert_says(&bridge.run(&both).usage_fault(), &["cannot be used with"]);
        bridge.configure("");
        let told = bridge.run(&["user", "add", "bo@example.com", "--invite"]).refusal();
        assert_says(&told, &["server.public_url is not configured", "Nothing was changed"]);
    }

    fn attributes_are_set_shown_and_removed(bridge) {
        bridge.add_person("ann@example.com", &["--attribute", "department=Sales", "--attribute", "site=Hamburg"]);
        let all = || bridge.json(&["user", "attribute", "ann@example.com", "--json"]);
        assert_eq!(all(), json!({"department": "Sales", "site": "Hamburg"}));
        bridge.must(&["user", "attribute", "ann@example.com", "department=Lee & Sons = 1", "--remove", "site"]);
        assert_eq!(all(), json!({"department": "Lee & Sons = 1"}));
        assert_says(&bridge.must(&["user", "attribute", "ann@example.com"]), &["department  Lee & Sons = 1"]);
        assert_says(&bridge.must(&["user", "show", "ann@example.com"]), &["department=Lee & Sons = 1"]);
        for (given, told) in [("Department=x", "lower-case letters"), ("department", "NAME=VALUE"), ("a= ", "is empty")] {
            assert_says(&bridge.run(&["user", "attribute", "ann@example.com", given]).usage_fault(), &[told]);
        }
        assert_says(&bridge.run(&["user", "attribute", "x@example.com"]).refusal(), &["Nobody has the address"]);
    }

    fn an_address_that_was_given_up_is_held_and_released(bridge) {
        bridge.add_person("Ann@example.com", &[]);
        bridge.add_provider("wiki");
        let told = bridge.must(&["user", "set", "ann@example.com", "--email", "jones@example.com"]);
        assert_says(&told, &["is jones@example.com now", "whose tokens carry it: wiki"]);
        let refused = bridge.run(&["user", "add", "ann@EXAMPLE.com"]).refusal();
        assert_says(&refused, &["was the address of jones@example.com", "user release-address Ann@example.com"]);
        let held = bridge.json(&["user", "held-addresses", "--json"]);
        assert_eq!((&held[0]["email"], &held[0]["now_known_as"]), (&json!("Ann@example.com"), &json!("jones@example.com")));
        assert_says(&bridge.must(&["user", "held-addresses"]), &["WHOSE IT WAS", "Ann@example.com", "HELD UNTIL"]);
        assert_says(&bridge.must(&["user", "release-address", "ann@example.com"]), &["is free now"]);
        assert_says(&bridge.run(&["user", "release-address", "ann@example.com"]).refusal(), &["is not held"]);
        bridge.must(&["user", "add", "ann@example.com"]);

        bridge.must(&["user", "delete", "jones@example.com", "--yes"]);
        let refused = bridge.run(&["user", "set", "ann@example.com", "--email", "jones@example.com"]).refusal();
        assert_says(&refused, &["of an account that is deleted"]);
        bridge.must(&["user", "set", "ann@example.com", "--email", "jones@example.com", "--release-address"]);
        bridge.must(&["user", "add", "ann@example.com", "--release-address"]);
        assert_eq!(bridge.json(&["user", "held-addresses", "--json"]), json!([]));
        let kinds = bridge.json(&["audit", "list", "--kind", "address-released", "--json"]);
        assert_eq!(kinds.as_array().unwrap().len(), 3);
    }
}
