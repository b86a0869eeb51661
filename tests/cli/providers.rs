//! Stories of the administrator who connects service providers.

use serde_json::json;

use crate::support::{allow, assert_says, value_of};

on_each_database! {
    fn provider_add_prints_what_to_paste(bridge) {
        let add = [
            "provider", "add", "acme-glue", "--profile", "it-glue", "--set", "subdomain=acme", "--set",
            "allowed_hosts=docs.example.com, kb.example.com", "--secret-stdin",
        ];
        let told = bridge.run_with(&add, "a secret from the provider, 32 bytes and more\n").succeeds();
        assert_eq!(value_of(&told, "Remote login URL"), "https://sso.example.com/sso/acme-glue/login");
        assert_eq!(value_of(&told, "Remote logout URL"), "https://sso.example.com/sso/acme-glue/logout");
        assert_eq!(value_of(&told, "Tokens go to"), "https://acme.itglue.com/access/jwt");
        let hosts = "acme.itglue.com, docs.example.com, kb.example.com";
        assert_eq!(value_of(&told, "People may be returned to"), hosts);
        assert_says(&told, &["IT Glue refuses people it does not know", "locks everyone out"]);
        assert!(!told.contains("RFC 7518"), "this secret is long enough:\n{told}");
        let shown = bridge.must(&["provider", "show", "acme-glue"]);
        assert_eq!(value_of(&shown, "Remote login URL"), "https://sso.example.com/sso/acme-glue/login");
    }

    fn without_a_public_address_the_provider_is_added_all_the_same(bridge) {
        bridge.configure("");
        let add = ["provider", "add", "wiki", "--profile", "generic-redirect", "--set", "jwt_endpoint=https://wiki.example.com/jwt", "--generate-secret"];
        let told = bridge.must(&add);
        assert_eq!(value_of(&told, "Remote login URL"), "…/sso/wiki/login");
        assert_says(&told, &["set server.public_url", "bridgewarden provider show wiki"]);
        assert_eq!(bridge.json(&["provider", "show", "wiki", "--json"])["remote_login_url"], json!(null));
        bridge.configure("[server]\npublic_url = \"https://www.example.com/bridge/\"\n");
        let url = &bridge.json(&["provider", "show", "wiki", "--json"])["remote_login_url"];
        assert_eq!(url, "https://www.example.com/bridge/sso/wiki/login");
    }

    fn every_wrong_setting_is_told_at_once(bridge) {
        let told = bridge
            .run(&["provider", "add", "wiki", "--profile", "generic-redirect", "--set", "jwt_endpoint=http://wiki.example.com/", "--set", "token_prameter=t", "--generate-secret"])
            .refusal();
        assert_says(&told, &["jwt_endpoint:", "begins with https://", "token_prameter: this profile has no such setting", "provider profiles generic-redirect"]);
        let told = bridge.run(&["provider", "add", "wiki", "--profile", "it-glu", "--generate-secret"]).refusal();
        assert_says(&told, &["no profile named it-glu", "it-glue", "zendesk"]);
        let told = bridge.run(&["provider", "add", "Wiki!", "--profile", "it-glue", "--generate-secret"]).usage_fault();
        assert_says(&told, &["lower-case letters"]);
        let told = bridge.run(&["provider", "add", "wiki", "--profile", "it-glue"]).usage_fault();
        assert_says(&told, &["--secret-stdin", "--secret-file", "--generate-secret"]);
        assert_eq!(bridge.json(&["provider", "list", "--json"]), json!([]));
    }

    fn a_name_is_given_once(bridge) {
        bridge.add_provider("acme-glue");
        let told = bridge.run(&["provider", "add", "acme-glue", "--profile", "it-glue", "--set", "subdomain=acme", "--generate-secret"]).refusal();
        assert_says(&told, &["a provider named acme-glue already"]);
        let told = bridge.run(&["provider", "show", "acme-gleu"]).refusal();
        assert_eq!(told, "No provider is named acme-gleu. `bridgewarden provider list` shows all of them.\n");
    }

    fn two_providers_cannot_share_a_secret_and_a_line_end_makes_no_other(bridge) {
        bridge.add_provider("one");
        let file = bridge.write_private("secret.txt", "a shared secret of one that has 32 bytes and more\r\n");
        let add = ["provider", "add", "two", "--profile", "it-glue", "--set", "subdomain=beta", "--secret-file", &file];
        assert_says(&bridge.run(&add).refusal(), &["one has the same shared secret", "its own"]);
        bridge.add_provider("two");
        let told = bridge.run(&["provider", "secret", "two", "--secret-file", &file]).refusal();
        assert_says(&told, &["one has the same shared secret"]);
        assert_says(&bridge.run_with(&["provider", "secret", "two", "--secret-stdin"], "\n").refusal(), &["is empty"]);
    }

    fn a_short_secret_and_a_readable_file_are_warned_of(bridge) {
        let file = bridge.write_private("secret.txt", "only 23 bytes of secret");
        allow(&bridge.path("secret.txt"), 0o644);
        let add = ["provider", "add", "glue", "--profile", "it-glue", "--set", "subdomain=acme", "--secret-file", &file];
        let answer = bridge.run(&add);
        assert_says(&answer.stderr, &["can be read by others", "chmod 600"]);
        assert_says(&answer.succeeds(), &["has 23 bytes", "RFC 7518", "32"]);
        assert_eq!(bridge.json(&["provider", "show", "glue", "--json"])["secret"]["is_short"], json!(true));
        let told = bridge.must(&["provider", "secret", "glue", "--generate-secret"]);
        assert_says(&told, &["43 bytes", "shown only now"]);
        assert_eq!(bridge.json(&["provider", "show", "glue", "--json"])["secret"]["is_short"], json!(false));
    }

    fn a_provider_is_changed_switched_and_removed(bridge) {
        bridge.add_provider("glue");
        bridge.must(&["provider", "set", "glue", "--name", "Our docs", "--set", "host=acme.eu.itglue.com", "--unset", "subdomain", "--open-to", "staff"]);
        let glue = bridge.json(&["provider", "show", "glue", "--json"]);
        assert_eq!(glue["endpoint"], "https://acme.eu.itglue.com/access/jwt");
        assert_eq!([&glue["name"], &glue["groups"][0]], ["Our docs", "staff"]);
        assert_eq!(glue["settings"], json!({ "host": "acme.eu.itglue.com" }));
        assert_says(&bridge.must(&["provider", "disable", "glue"]), &["switched off"]);
        assert_says(&bridge.must(&["provider", "list"]), &["glue", "Our docs", "off", "staff"]);
        assert_says(&bridge.must(&["provider", "enable", "glue"]), &["switched on, for staff"]);
        let told = bridge.run(&["provider", "set", "glue", "--unset", "portal"]).refusal();
        assert_says(&told, &["no setting portal", "host"]);
        assert_says(&bridge.run(&["provider", "set", "glue"]).usage_fault(), &["--open-to"]);
        assert_says(&bridge.run(&["provider", "remove", "glue"]).usage_fault(), &["Add --yes"]);
        bridge.must(&["provider", "remove", "glue", "--yes"]);
        bridge.run(&["provider", "show", "glue"]).refusal();
    }

    fn nobody_opens_a_provider_to_everyone_by_accident(bridge) {
        bridge.add_provider("glue");
        bridge.must(&["provider", "set", "glue", "--open-to", "staff"]);
        let told = bridge.run(&["provider", "set", "glue", "--close-to", "staff"]).refusal();
        assert_says(&told, &["everyone could use it", "--everyone"]);
        assert_eq!(bridge.json(&["provider", "show", "glue", "--json"])["groups"], json!(["staff"]));
        bridge.must(&["provider", "set", "glue", "--everyone"]);
        assert_eq!(bridge.json(&["provider", "show", "glue", "--json"])["groups"], json!([]));
    }
}

#[test]
fn profiles_are_described_without_a_database() {
    let bridge = crate::support::Installation::on_sqlite();
    let told = bridge.must(&["provider", "profiles"]);
    assert_says(&told, &["it-glue", "IT Glue", "documentation", "subdomain", "generic-redirect"]);
    let told = bridge.must(&["provider", "profiles", "zendesk"]);
    assert_says(
        &told,
        &[
            "Your Zendesk address".trim_start_matches("Your "),
            "instead of subdomain",
            "the person's email",
            "makes an account",
            "allowed_hosts",
            "SOURCES",
            "--set subdomain=acme",
        ],
    );
    let profiles = bridge.json(&["provider", "profiles", "--json"]);
    let names: Vec<_> =
        profiles.as_array().unwrap().iter().map(|profile| profile["name"].as_str().unwrap()).collect();
    assert!(names.contains(&"mojo-helpdesk"), "{names:?}");
    assert_eq!(bridge.json(&["provider", "profiles", "it-glue", "--json"])["claims"][0]["source"], "email");
    assert_says(&bridge.run(&["provider", "profiles", "it-glu"]).refusal(), &["no profile named it-glu"]);
    assert!(!bridge.path("bridge.db").exists());
}

#[test]
fn a_profile_typo_is_told_with_file_and_line() {
    let bridge = crate::support::Installation::on_sqlite();
    std::fs::create_dir(bridge.path("profiles")).unwrap();
    let built_in = include_str!("../../profiles/it-glue.toml");
    let wrong = built_in.replace("token_parameter", "token_paramter");
    let line = 1 + wrong.lines().position(|line| line.contains("token_paramter")).unwrap();
    bridge.write_private("profiles/our-glue.toml", &wrong);
    bridge
        .configure(&format!("[profiles]\ndirectory = {:?}\n", bridge.path("profiles").display().to_string()));
    let told = bridge.run(&["provider", "list"]).usage_fault();
    assert_says(&told, &["our-glue.toml", &format!("line {line}"), "token_paramter", "token_parameter"]);
    assert_eq!(bridge.run(&["provider", "profiles"]).usage_fault(), told);
    bridge.write_private("profiles/our-glue.toml", built_in);
    assert_says(&bridge.must(&["provider", "profiles"]), &["our-glue"]);
}
