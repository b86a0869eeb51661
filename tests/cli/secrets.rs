//! A secret is what nobody else learns: not from the output, not from the logs, not from the database.

use std::fs;

use crate::support::{Installation, assert_says, value_of};

const CANARY: &str = "canary-0123456789-abcdefghijklmnopqrstuvwxyz";

/// Everything that could show what is stored.
const LOOKS: [&[&str]; 12] = [
    &["provider", "show", "glue"],
    &["provider", "show", "glue", "--json"],
    &["provider", "list"],
    &["provider", "list", "--json"],
    &["user", "show", "ann@example.com", "--json"],
    &["audit", "list"],
    &["audit", "list", "--json"],
    &["audit", "export"],
    &["audit", "export", "--format", "csv"],
    &["doctor", "--json"],
    &["secret", "status"],
    &["secret", "status", "--json"],
];

fn assert_is_nowhere(bridge: &Installation, secret: &str) {
    for look in LOOKS {
        let mut loud = vec!["--option", "log.level=trace"];
        loud.extend(look);
        let answer = bridge.run(&loud);
        let everything = format!("{}{}", answer.stdout, answer.stderr);
        assert!(everything.len() > 20, "{look:?} said nothing");
        assert!(!everything.contains(secret), "{look:?} shows it:\n{everything}");
    }
    let stored = bridge.everything_stored();
    assert_says(&stored, &["ann@example.com", "glue"]);
    assert!(!stored.contains(secret), "the database holds it");
}

on_each_database! {
    fn a_secret_never_appears_in_the_output_or_the_database(bridge) {
        bridge.add_person("ann@example.com", &[]);
        let add = ["--option", "log.level=trace", "provider", "add", "glue", "--profile", "it-glue", "--set", "subdomain=acme", "--secret-stdin"];
        let answer = bridge.run_with(&add, CANARY);
        let everything = format!("{}{}", answer.stdout, answer.stderr);
        answer.succeeds();
        assert!(!everything.contains("canary"), "{everything}");
        assert_is_nowhere(bridge, CANARY);
    }

    fn a_generated_secret_is_shown_once(bridge) {
        bridge.add_person("ann@example.com", &[]);
        bridge.add_provider("glue");
        let told = bridge.must(&["provider", "secret", "glue", "--generate-secret"]);
        let secret = value_of(&told, "Shared secret");
        assert_eq!(secret.len(), 43);
        assert_is_nowhere(bridge, &secret);
    }

    fn a_one_time_password_is_shown_once(bridge) {
        bridge.add_provider("glue");
        let told = bridge.must(&["user", "add", "ann@example.com"]);
        assert_is_nowhere(bridge, &value_of(&told, "One-time password"));
    }
}

#[test]
fn a_secret_among_the_arguments_is_refused() {
    let bridge = Installation::on_sqlite();
    let key = format!("security.sealing_key={CANARY}");
    let url = format!("database.url=postgres://bridge:{CANARY}@127.0.0.1/bridge");
    let told = bridge.run(&["--option", &key, "user", "list", "--option", &url]).usage_fault();
    assert_says(&told, &["security.sealing_key: holds a secret", "database.url: holds a secret"]);
    assert_says(&told, &["BRIDGEWARDEN_DATABASE__URL_FILE"]);
    assert!(!told.contains(CANARY), "{told}");
}

#[test]
fn a_database_password_is_not_told_when_the_database_is_away() {
    let bridge = Installation::on_sqlite();
    let url = format!("postgres://bridge:{CANARY}@127.0.0.1:1/bridge");
    let file = bridge.write_private("url", &url);
    let key = bridge.path("sealing.key").display().to_string();
    let variables = [
        ("BRIDGEWARDEN_DATABASE__URL_FILE", file.as_str()),
        ("BRIDGEWARDEN_SECURITY__SEALING_KEY_FILE", key.as_str()),
        ("BRIDGEWARDEN_LOG__LEVEL", "trace"),
    ];
    fs::write(bridge.path("empty.toml"), "").unwrap();
    let empty = bridge.path("empty.toml").display().to_string();
    for command in [&["user", "list"][..], &["migrate"], &["doctor"]] {
        let mut arguments = vec!["--config", &empty];
        arguments.extend(command);
        let answer = crate::support::run_in(&bridge.path(""), &arguments, &variables, "");
        let everything = format!("{}{}", answer.stdout, answer.stderr);
        assert_says(&everything, &["127.0.0.1", "unavailable"]);
        assert!(!everything.contains(CANARY), "{everything}");
    }
}
