//! Stories of the administrator who sees who is signed in.

use bridgewarden::crypto::digest::sha256_hex;
use bridgewarden::domain::clock::{Clock, SystemClock};
use bridgewarden::domain::id::{SessionId, UserId};
use bridgewarden::domain::session::Session;
use bridgewarden::store::{DbConnection, StoreResult};
use std::time::Duration;

use crate::support::{Installation, assert_says};

/// Signs a person in, as the running service does.
fn sign_in(bridge: &Installation, email: &str) -> String {
    let user = bridge.json(&["user", "show", email, "--json"])["id"].as_str().unwrap().parse().unwrap();
    bridge.as_the_service(move |connection| insert_session(connection, user))
}

fn insert_session(connection: &mut DbConnection, user: UserId) -> StoreResult<String> {
    let now = SystemClock.now();
    let session = Session {
        id: SessionId::unique(),
        user_id: user,
        authenticated_at: now,
        last_seen_at: now,
        expires_at: now.plus(Duration::from_secs(3600)),
        revoked_at: None,
        client_address: "192.0.2.7".into(),
        user_agent: "Firefox\u{1b}[2J".into(),
    };
    let id = session.id.to_string();
    bridgewarden::store::sessions::insert(connection, &session, &sha256_hex(id.as_bytes()))?;
    Ok(id)
}

on_each_database! {
    fn an_administrator_sees_who_is_signed_in_and_ends_one_session(bridge) {
        bridge.add_person("ann@example.com", &[]);
        bridge.add_person("bob@example.com", &[]);
        let (anns, bobs) = (sign_in(bridge, "ann@example.com"), sign_in(bridge, "bob@example.com"));
        let table = bridge.must(&["session", "list"]);
        assert_says(&table, &["ann@example.com", "bob@example.com", "192.0.2.7", "Firefox?[2J"]);
        let listed = bridge.json(&["session", "list", "ann@example.com", "--json"]);
        assert_eq!([&listed[0]["id"], &listed[0]["user_agent"]], [anns.as_str(), "Firefox\u{1b}[2J"]);
        assert_eq!(listed.as_array().unwrap().len(), 1);

        assert_says(&bridge.must(&["session", "revoke", &anns]), &["has ended"]);
        let told = bridge.run(&["session", "revoke", &anns]).refusal();
        assert_says(&told, &["has ended already"]);
        assert_eq!(bridge.json(&["session", "list", "--json"])[0]["id"], bobs.as_str());
    }

    fn sessions_are_listed_by_provider_and_by_what_is_in_them_with_the_providers_used(bridge) {
        for email in ["ann@example.com", "bob@example.com"] {
            bridge.add_person(email, &[]);
        }
        bridge.add_provider("glue");
        bridge.add_provider("desk");
        let (anns, bobs) = (sign_in(bridge, "ann@example.com"), sign_in(bridge, "bob@example.com"));
        let at = "INSERT INTO session_providers (session_id, provider_id, first_used_at, last_used_at, window_began_at, window_tokens)";
        bridge.behind_its_back(&format!("{at} SELECT '{anns}', id, 1, 1, 1, 1 FROM providers WHERE slug = 'glue'"));
        bridge.behind_its_back(&format!("{at} SELECT '{anns}', id, 2, 2, 2, 1 FROM providers WHERE slug = 'desk'"));
        let ids = |arguments: &[&str]| {
            let all = [&["session", "list", "--json"][..], arguments].concat();
            let listed = bridge.json(&all);
            listed.as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(ids(&[]), [bobs.as_str(), anns.as_str()]);
        assert_eq!(ids(&["--provider", "glue"]), [anns.as_str()]);
        assert_eq!(ids(&["--search", "BOB@"]), [bobs.as_str()]);
        assert_eq!(ids(&["--search", "192.0.2."]).len(), 2);
        assert_eq!(ids(&["--search", "%"]).len(), 0);
        assert_eq!(ids(&["--limit", "1"]), [bobs.as_str()]);
        let listed = bridge.json(&["session", "list", "ann@example.com", "--json"]);
        assert_eq!(listed[0]["providers"], serde_json::json!(["glue", "desk"]));
        assert_says(&bridge.must(&["session", "list"]), &["PROVIDERS", "glue, desk"]);
        assert_says(&bridge.run(&["session", "list", "--provider", "nothing"]).refusal(), &["No provider is named nothing"]);
    }

    fn all_sessions_of_a_person_end_together(bridge) {
        bridge.add_person("ann@example.com", &[]);
        bridge.add_person("bob@example.com", &[]);
        for email in ["ann@example.com", "ann@example.com", "bob@example.com"] {
            sign_in(bridge, email);
        }
        let told = bridge.must(&["session", "revoke", "--user", "ann@example.com"]);
        assert_says(&told, &["All 2 sessions of ann@example.com have ended."]);
        assert_says(&bridge.must(&["session", "revoke", "--user", "ann@example.com"]), &["was not signed in"]);
        assert_eq!(bridge.json(&["session", "list", "--json"]).as_array().unwrap().len(), 1);
        let who = bridge.json(&["audit", "list", "--kind", "session-revoked", "--json"]);
        assert_says(who[0]["actor"].as_str().unwrap(), &["command-line:uid ", "(tester)"]);
        assert_eq!(who[0]["email"], "ann@example.com");
    }

    fn sessions_in_which_a_provider_was_used_end_together(bridge) {
        for email in ["ann@example.com", "bob@example.com"] {
            bridge.add_person(email, &[]);
        }
        bridge.add_provider("glue");
        let emails = ["ann@example.com", "ann@example.com", "bob@example.com", "bob@example.com"];
        let [_, first, second, third] = emails.map(|email| sign_in(bridge, email));
        for used in [first, second, third] {
            bridge.behind_its_back(&format!(
                "INSERT INTO session_providers (session_id, provider_id, first_used_at, last_used_at, window_began_at, \
                 window_tokens) SELECT '{used}', id, 1, 1, 1, 1 FROM providers WHERE slug = 'glue'"
            ));
        }
        let told = bridge.must(&["session", "revoke", "--provider", "glue", "--user", "ann@example.com"]);
        assert_says(&told, &["The one session of ann@example.com in which glue was used has ended."]);
        let told = bridge.must(&["session", "revoke", "--provider", "glue"]);
        assert_says(&told, &["All 2 sessions in which glue was used have ended."]);
        let left = bridge.json(&["session", "list", "--json"]);
        assert_eq!((left.as_array().unwrap().len(), left[0]["email"].as_str()), (1, Some("ann@example.com")));
        let told = bridge.must(&["session", "revoke", "--provider", "glue"]);
        assert_says(&told, &["glue was used in no session that is alive."]);
        let events = bridge.json(&["audit", "list", "--kind", "session-revoked", "--provider", "glue", "--json"]);
        assert_eq!(events.as_array().unwrap().len(), 3);
        assert_says(&bridge.run(&["session", "revoke", "--provider", "no"]).refusal(), &["No provider is named no"]);
        for wrong in [&["--all", "--user", "ann@example.com"][..], &["--all", "--provider", "glue"]] {
            bridge.run(&[&["session", "revoke"], wrong].concat()).usage_fault();
        }
    }

    fn everybodys_sessions_end_together(bridge) {
        for email in ["ann@example.com", "bob@example.com"] {
            bridge.add_person(email, &[]);
            // More than are taken away in one write.
            let user: UserId = bridge.json(&["user", "show", email, "--json"])["id"].as_str().unwrap().parse().unwrap();
            bridge.as_the_service(move |connection| {
                (0..400).try_for_each(|_| insert_session(connection, user).map(|_| ()))
            });
        }
        assert_says(&bridge.must(&["session", "revoke", "--all"]), &["All 800 sessions have ended."]);
        assert_eq!(bridge.must(&["session", "list", "--json"]), "[]\n");
        assert_says(&bridge.must(&["session", "revoke", "--all"]), &["Nobody was signed in."]);
        let told = bridge.json(&["audit", "list", "--kind", "session-revoked", "--limit", "1000", "--json"]);
        assert_eq!(told.as_array().unwrap().len(), 800);
        assert_says(told[0]["actor"].as_str().unwrap(), &["command-line:uid ", "(tester)"]);
        assert_says(&told[0]["details"].to_string(), &["everybody's sessions were ended by an administrator"]);
    }

    fn a_disabled_person_and_one_with_a_new_password_are_signed_out(bridge) {
        for (email, command) in [("ann@example.com", "disable"), ("bob@example.com", "password")] {
            bridge.add_person(email, &[]);
            sign_in(bridge, email);
            assert_says(&bridge.must(&["user", command, email]), &["sessions have ended"]);
            assert_eq!(bridge.must(&["session", "list", email, "--json"]), "[]\n");
        }
    }
}

#[test]
fn revoking_wants_to_know_which() {
    let bridge = Installation::on_sqlite();
    assert_says(
        &bridge.run(&["session", "revoke"]).usage_fault(),
        &["SESSION_ID", "--user", "--provider", "--all"],
    );
    bridge.run(&["session", "revoke", "7"]).usage_fault();
}
