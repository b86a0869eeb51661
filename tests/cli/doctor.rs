//! Stories of the operator who asks whether everything is in order.

use std::fs;

use bridgewarden::crypto::seal::SealingKey;
use serde_json::Value;

use crate::support::{Installation, allow, assert_says, run_in};

/// An installation in which everything is in order.
fn in_order(bridge: &Installation) {
    bridge
        .configure("[server]\npublic_url = \"https://sso.example.com\"\ntrusted_proxies = [\"127.0.0.1\"]\n");
    bridge.add_person("ann@example.com", &["--admin"]);
    bridge.add_person("bob@example.com", &["--admin"]);
    bridge.add_provider("glue");
    if bridge.is_sqlite() {
        allow(&bridge.path("bridge.db"), 0o600);
    }
}

/// The level and the topic of every finding that is not in order, and the exit code.
fn findings(bridge: &Installation) -> (Vec<String>, Option<i32>) {
    let answer = bridge.run(&["doctor", "--json"]);
    let json: Value = serde_json::from_str(&answer.stdout).unwrap_or_else(|_| panic!("{}", answer.stdout));
    let text = |finding: &Value, key: &str| finding[key].as_str().unwrap_or_default().to_owned();
    let found = json["findings"].as_array().unwrap().iter().filter(|finding| finding["level"] != "ok");
    let found = found.map(|finding| {
        let page = text(finding, "documentation");
        assert!(page.starts_with("docs/troubleshooting.md#"), "{finding}");
        assert!(!text(finding, "remedy").is_empty(), "{finding}");
        format!("{} {}", text(finding, "level"), text(finding, "about"))
    });
    (found.collect(), answer.code)
}

on_each_database! {
    fn an_installation_in_order_has_no_findings(bridge) {
        in_order(bridge);
        let told = bridge.must(&["doctor"]);
        assert_says(&told, &["https://acme.itglue.com/access/jwt", "The shared secret of glue opens.", "Everything is in order."]);
        assert_eq!(findings(bridge), (vec![], Some(0)));
    }

    fn the_doctor_finds_a_key_file_that_others_can_read(bridge) {
        in_order(bridge);
        allow(&bridge.path("sealing.key"), 0o644);
        assert_eq!(findings(bridge), (vec!["fault sealing-key".into(), "hint database".into()], Some(1)));
        let told = bridge.run(&["doctor"]).stdout;
        assert_says(&told, &["can be read by others (mode 0644)", "chmod 600", "docs/troubleshooting.md#sealing-key"]);
    }

    fn the_doctor_finds_that_the_key_was_replaced(bridge) {
        in_order(bridge);
        fs::copy(bridge.path("sealing.key"), bridge.path("old.key")).unwrap();
        bridge.write_private("sealing.key", &SealingKey::random().unwrap().to_text());
        assert_eq!(findings(bridge), (vec!["fault provider-secret".into()], Some(1)));
        assert_says(&bridge.run(&["doctor"]).stdout, &["does not open", "earlier_sealing_key_files"]);
        let old = format!("security.earlier_sealing_key_files={}", bridge.path("old.key").display());
        let told = bridge.must(&["doctor", "--option", &old]);
        assert_says(&told, &["which is not the current one: 1.", "secret rotate-key", "docs/troubleshooting.md#key-rotation"]);
    }

    fn the_doctor_finds_staged_and_former_secrets_that_do_not_open(bridge) {
        in_order(bridge);
        bridge.must(&["provider", "secret", "glue", "--generate-secret"]);
        bridge.must(&["provider", "secret", "stage", "glue", "--generate-secret"]);
        assert_eq!(findings(bridge), (vec![], Some(0)));
        fs::copy(bridge.path("sealing.key"), bridge.path("old.key")).unwrap();
        bridge.write_private("sealing.key", &SealingKey::random().unwrap().to_text());
        bridge.must(&["provider", "secret", "glue", "--generate-secret"]);
        let warning = || "warning provider-secret".to_owned();
        assert_eq!(findings(bridge), (vec![warning(), warning()], Some(0)));
        let told = bridge.must(&["doctor"]);
        assert_says(&told, &["The shared secret of glue opens.", "The staged shared secret of glue does not open: it was sealed"]);
        assert_says(&told, &["bridgewarden provider secret forget glue --staged", "security.earlier_sealing_key_files"]);
        assert_says(&told, &["The former shared secret of glue does not open", "secret forget glue --former"]);
        let old = format!("security.earlier_sealing_key_files={}", bridge.path("old.key").display());
        assert!(!bridge.must(&["doctor", "--option", &old]).contains("does not open"));
        for (which, left) in [("--staged", vec![warning()]), ("--former", vec![])] {
            bridge.must(&["provider", "secret", "forget", "glue", which, "--yes"]);
            assert_eq!(findings(bridge), (left, Some(0)));
        }
    }

    fn the_doctor_tells_every_fault_of_the_configuration(bridge) {
        in_order(bridge);
        bridge.configure("[server]\nlisten = \"here\"\npublic_url = \"http://sso.example.com\"\n");
        let expected = vec!["fault configuration".to_owned(), "fault configuration".into()];
        assert_eq!(findings(bridge), (expected, Some(1)));
    }

    fn the_doctor_changes_nothing(bridge) {
        if bridge.is_sqlite() {
            fs::write(bridge.path("bridge.db"), "").unwrap();
            allow(&bridge.path("bridge.db"), 0o600);
        }
        bridge.configure("[server]\npublic_url = \"https://sso.example.com\"\ntrusted_proxies = [\"127.0.0.1\"]\n");
        for _ in 0..2 {
            assert_eq!(findings(bridge), (vec!["warning migrations".into(), "hint database".into()], Some(0)));
        }
        assert_says(&bridge.must(&["migrate"]), &["up to date now"]);
    }

    fn the_doctor_misses_people_and_administrators(bridge) {
        in_order(bridge);
        bridge.behind_its_back("UPDATE users SET is_administrator = FALSE");
        assert_eq!(findings(bridge), (vec!["warning administrators".into()], Some(0)));
        for email in ["ann@example.com", "bob@example.com"] {
            bridge.must(&["user", "disable", email]);
        }
        assert_eq!(findings(bridge), (vec!["warning people".into()], Some(0)));
    }

    fn the_doctor_looks_at_every_provider(bridge) {
        in_order(bridge);
        bridge.add_provider("gone");
        bridge.behind_its_back("UPDATE providers SET profile = 'gone-too' WHERE slug = 'gone'");
        let add = ["provider", "add", "short", "--profile", "it-glue", "--set", "subdomain=acme", "--secret-stdin"];
        bridge.run_with(&add, "12345678").succeeds();
        for slug in ["glue", "gone"] {
            bridge.set_secret_behind_its_back(slug, "one secret for two, of 32 bytes and more");
        }
        let (mut found, code) = findings(bridge);
        found.sort();
        assert_eq!(found, ["fault provider", "warning equal-secrets", "warning short-secret"]);
        assert_eq!(code, Some(1));
        let told = bridge.run(&["doctor"]).stdout;
        assert_says(&told, &["Nobody can be carried to gone", "gone-too", "The shared secret of short has 8 bytes", "glue, gone"]);
    }

    fn the_doctor_compares_the_clock_with_the_audit(bridge) {
        in_order(bridge);
        bridge.behind_its_back("UPDATE audit_events SET at = at + 7200000000");
        assert_eq!(findings(bridge), (vec!["warning clock".into()], Some(0)));
    }

    fn the_doctor_wants_a_second_administrator_and_a_verified_audit(bridge) {
        in_order(bridge);
        bridge.must(&["user", "disable", "bob@example.com"]);
        assert_eq!(findings(bridge), (vec!["hint administrators".into()], Some(0)));
        bridge.must(&["user", "enable", "bob@example.com"]);
        bridge.must(&["audit", "verify"]);
        assert_says(&bridge.must(&["doctor"]), &["The audit was verified at"]);
        bridge.behind_its_back("UPDATE audit_verifications SET verified_at = verified_at - 2700000000000");
        assert_eq!(findings(bridge), (vec![], Some(0)), "the audit itself is younger than that");
        bridge.behind_its_back("UPDATE audit_events SET at = at - 2700000000000");
        let backup: &[&str] = if bridge.is_sqlite() { &["hint backup"] } else { &[] };
        let mut expected: Vec<String> = backup.iter().map(ToString::to_string).collect();
        expected.push("hint audit".into());
        // Rows that nobody chains, because no service runs.
        if !bridge.is_sqlite() {
            expected.insert(0, "warning audit".into());
        }
        assert_eq!(findings(bridge), (expected, Some(0)));
        bridge.chain_the_audit();
        bridge.run(&["audit", "verify"]).refusal();
        let (found, code) = findings(bridge);
        assert!(found.contains(&"fault audit".into()) && code == Some(1), "{found:?}");
    }

    fn the_doctor_tells_what_went_wrong_at_a_provider_lately(bridge) {
        in_order(bridge);
        bridge.behind_its_back(
            "INSERT INTO audit_events (at, kind, actor, refusal, provider_id, client_address, request_id, details, digest) \
             SELECT at, 'sign-in-refused', 'stranger', 'missing-claim', provider_id, '', '', '{}', '' \
             FROM audit_events WHERE kind = 'provider-added'",
        );
        assert_eq!(findings(bridge), (vec!["warning provider-errors".into()], Some(0)));
        assert_says(&bridge.must(&["doctor"]), &["Sign-ins to glue that were refused within a day for want of a claim: 1."]);
        bridge.behind_its_back("UPDATE audit_events SET at = at - 90000000000");
        assert_eq!(findings(bridge).1, Some(0));
        assert!(!findings(bridge).0.contains(&"warning provider-errors".into()));
    }

    fn the_doctor_looks_at_addresses(bridge) {
        in_order(bridge);
        bridge.configure("[server]\npublic_url = \"http://127.0.0.1:8080\"\nmetrics_listen = \"0.0.0.0:9464\"\n");
        assert_eq!(findings(bridge), (vec!["warning public-url".into(), "warning metrics".into()], Some(0)));
        bridge.configure("[server]\npublic_url = \"https://sso.example.com\"\n");
        assert_eq!(findings(bridge), (vec!["hint trusted-proxies".into()], Some(0)));
        bridge.configure("");
        assert_eq!(findings(bridge), (vec!["fault public-url".into()], Some(1)));
    }
}

#[test]
fn before_the_first_start_the_doctor_makes_neither_database_nor_key() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("empty.toml"), "").unwrap();
    let told = run_in(folder.path(), &["--config", "empty.toml", "doctor"], &[], "").stdout;
    assert_says(
        &told,
        &["There is no database", "There is no sealing key yet", "server.public_url is not set"],
    );
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "only the configuration file is there");
}

#[test]
fn the_doctor_finds_a_database_file_that_others_can_read() {
    let bridge = Installation::on_sqlite();
    in_order(&bridge);
    allow(&bridge.path("bridge.db"), 0o640);
    assert_eq!(findings(&bridge), (vec!["warning database-file".into()], Some(0)));
}

#[test]
fn a_database_that_is_away_is_a_finding() {
    let bridge = Installation::on_sqlite();
    let told = bridge.run(&["doctor", "--option", "database.url=postgres://bridge@127.0.0.1:1/bridge"]);
    assert_says(&told.stdout, &["fault", "unavailable", "docs/troubleshooting.md#database"]);
    assert_eq!(told.code, Some(1));
}
