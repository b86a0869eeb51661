//! Stories of the operator who wants to know which options hold, and who set them.

use std::fs;

use serde_json::Value;

use crate::support::{Installation, allow, assert_says, run_in};

/// What `config show` says of one option.
fn shown(answer: &str, name: &str) -> Value {
    let all: Value = serde_json::from_str(answer).unwrap();
    let found = all.as_array().unwrap().iter().find(|setting| setting["option"] == name).cloned();
    found.unwrap_or_else(|| panic!("{name} is not in {answer}"))
}

#[test]
fn every_value_says_whence_it_came() {
    let bridge = Installation::on_sqlite();
    bridge.configure(
        "[server]\npublic_url = \"https://sso.example.com\"\nworkers = 3\n[brand]\nname = \"Acme\"\n",
    );
    let support = bridge.write_private("support", "help@acme.example\n");
    let config = bridge.path("bridgewarden.toml").display().to_string();
    let environment =
        [("BRIDGEWARDEN_BRAND__SUPPORT_FILE", support.as_str()), ("BRIDGEWARDEN_SERVER__HSTS", "false")];
    let show = ["--config", &config, "config", "show", "--json", "--option", "log.level=debug"];
    let told = run_in(&bridge.path(""), &show, &environment, "").succeeds();
    let from = |name: &str| shown(&told, name)["from"].as_str().unwrap().to_owned();
    assert_eq!(from("server.workers"), config);
    assert_eq!(from("server.hsts"), "BRIDGEWARDEN_SERVER__HSTS");
    assert_eq!(from("brand.support"), format!("BRIDGEWARDEN_BRAND__SUPPORT_FILE ({support})"));
    assert_eq!(from("log.level"), "the command line");
    assert_eq!(from("passwords.memory_kib"), "the default");
    let workers = shown(&told, "server.workers");
    assert_eq!((workers["value"].as_str(), workers["default"].as_str()), (Some("3"), Some("0")));
    assert_says(workers["meaning"].as_str().unwrap(), &["0 is one a processor."]);
    assert_eq!(shown(&told, "brand.support")["value"], "\"help@acme.example\"");
}

#[test]
fn one_section_one_option_and_what_was_changed_are_shown_by_themselves() {
    let bridge = Installation::on_sqlite();
    let told = bridge.must(&["config", "show", "sessions"]);
    assert_says(&told, &["OPTION", "sessions.idle_minutes", "60", "the default", "sessions.absolute_hours"]);
    assert_eq!(told.lines().count(), 3, "{told}");
    let told = bridge.must(&["config", "show", "sessions.idle_minutes"]);
    assert_says(&told, &["default  60", "A session ends when nothing was done for this long"]);
    let changed = bridge.must(&["config", "show", "--changed"]);
    assert_says(&changed, &["server.public_url", "database.url", "passwords.memory_kib"]);
    assert!(!changed.contains("the default") && !changed.contains("sessions."), "{changed}");
    assert_says(&bridge.must(&["config", "show", "guessing", "--changed"]), &["left at its default"]);
    assert_says(&bridge.run(&["config", "show", "sesions"]).usage_fault(), &["no section named sesions"]);
}

#[test]
fn no_secret_is_shown_whatever_layer_it_came_from() {
    let folder = tempfile::tempdir().unwrap();
    let url = "postgres://bridge:canary@127.0.0.1:1/bridge?sslpassword=canary";
    let file = folder.path().join("b.toml");
    fs::write(&file, format!("[database]\nurl = \"{url}\"\n[security]\nsealing_key = \"canary\"\n")).unwrap();
    allow(&file, 0o600);
    let secret = folder.path().join("url");
    fs::write(&secret, url).unwrap();
    allow(&secret, 0o600);
    fs::write(folder.path().join("empty.toml"), "").unwrap();
    let file_variable = [("BRIDGEWARDEN_DATABASE__URL_FILE", secret.to_str().unwrap())];
    let variables = [("BRIDGEWARDEN_DATABASE__URL", url), ("BRIDGEWARDEN_SECURITY__SEALING_KEY", "canary")];
    for (config, environment) in
        [("b.toml", &[][..]), ("empty.toml", &file_variable), ("empty.toml", &variables)]
    {
        for more in
            [&["config", "show"][..], &["config", "show", "--json"], &["config", "show", "database.url"]]
        {
            let arguments = [&["--config", config], more].concat();
            let answer = run_in(folder.path(), &arguments, environment, "");
            assert!(
                !answer.stdout.contains("canary") && !answer.stderr.contains("canary"),
                "{}",
                answer.stdout
            );
            assert_says(&answer.succeeds(), &["postgres://bridge:hidden@127.0.0.1:1/bridge"]);
        }
    }
    assert!(!folder.path().join("sealing.key").exists(), "looking makes nothing");
}
