//! Stories of the administrator who connects service providers.

use bridgewarden::store::provider_secrets::{self, secret_place};
use serde_json::json;

use crate::support::{PASSWORD, allow, assert_says, value_of};

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

on_each_database! {
    fn a_shared_secret_is_changed_in_steps(bridge) {
        bridge.add_provider("glue");
        let show = || bridge.json(&["provider", "show", "glue", "--json"]);
        let old = show()["secret"]["fingerprint"].clone();
        assert_eq!(show()["staged_secret"], json!(null));
        let told = bridge.must(&["provider", "secret", "stage", "glue", "--generate-secret"]);
        assert_says(&told, &["43 bytes", "still signed with the present one", "shown only now", "secret switch glue"]);
        let staged = show()["staged_secret"]["fingerprint"].clone();
        assert_eq!(show()["secret"]["fingerprint"], old);
        assert_says(&bridge.must(&["provider", "show", "glue"]), &["Staged secret", staged.as_str().unwrap()]);
        let told = bridge.must(&["provider", "secret", "switch", "glue"]);
        assert_says(&told, &[staged.as_str().unwrap(), old.as_str().unwrap(), "take-back glue"]);
        assert_eq!([&show()["secret"]["fingerprint"], &show()["former_secret"]["fingerprint"]], [&staged, &old]);
        assert_says(&bridge.must(&["provider", "secret", "take-back", "glue"]), &["former secret"]);
        assert_eq!([&show()["secret"]["fingerprint"], &show()["staged_secret"]["fingerprint"]], [&old, &staged]);
        assert_says(&bridge.run(&["provider", "secret", "forget", "glue", "--staged"]).usage_fault(), &["Add --yes"]);
        bridge.must(&["provider", "secret", "forget", "glue", "--staged", "--yes"]);
        assert_says(&bridge.run(&["provider", "secret", "switch", "glue"]).refusal(), &["no staged secret", "secret stage glue"]);
        assert_says(&bridge.run(&["provider", "secret", "take-back", "glue"]).refusal(), &["no former secret"]);
        let same = "a shared secret of glue that has 32 bytes and more";
        let told = bridge.run_with(&["provider", "secret", "stage", "glue", "--secret-stdin"], same).refusal();
        assert_says(&told, &["this very secret already"]);
        assert_says(&bridge.run(&["provider", "secret"]).usage_fault(), &["SLUG"]);
        assert_says(&bridge.run(&["provider", "secret", "forget", "glue", "--yes"]).usage_fault(), &["--staged"]);
    }

    fn staged_and_former_secrets_live_through_a_rotation_of_the_sealing_keys(bridge) {
        bridge.add_provider("glue");
        let secret = |act: &str, text: &str| {
            bridge.run_with(&["provider", "secret", act, "glue", "--secret-stdin"], text).succeeds()
        };
        secret("stage", "the second secret of glue, of 32 bytes and more");
        bridge.must(&["provider", "secret", "switch", "glue"]);
        secret("stage", "the third secret of glue, of 32 bytes and more");
        let old = bridge.ring();
        bridge.must(&["secret", "rotate-key", "--only-instance"]);
        bridge.must(&["secret", "drop-key", old.current().id(), "--yes"]);
        let ring = bridge.ring();
        assert_eq!(ring.role_of(old.current().id()), None);
        let held = bridge.as_the_service(provider_secrets::all);
        let opened: Vec<String> = held.into_iter().map(|held| {
            let place = secret_place(held.provider, held.slot);
            let opened = ring.open(&place.each_ref().map(String::as_str), &held.sealed).unwrap();
            format!("{}: {}", held.slot.as_str(), String::from_utf8(opened.to_vec()).unwrap())
        }).collect();
        assert_eq!(opened, [
            "current: the second secret of glue, of 32 bytes and more",
            "staged: the third secret of glue, of 32 bytes and more",
            "former: a shared secret of glue that has 32 bytes and more",
        ]);
        let before = bridge.json(&["provider", "show", "glue", "--json"]);
        bridge.must(&["provider", "secret", "take-back", "glue"]);
        let after = bridge.json(&["provider", "show", "glue", "--json"]);
        assert_eq!(after["secret"]["fingerprint"], before["former_secret"]["fingerprint"]);
        bridge.chain_the_audit();
        bridge.must(&["audit", "verify"]);
    }

    fn what_a_provider_would_be_told_is_shown_beforehand(bridge) {
        bridge.add_provider("glue");
        bridge.run_with(&["user", "add", "ann.lee@example.com", "--first-name", "Ann", "--password-stdin"], PASSWORD).succeeds();
        let told = bridge.run(&["provider", "preview", "glue", "ann.lee@example.com"]);
        assert_says(&told.stdout, &["must choose a new password first"]);
        told.refusal();
        bridge.behind_its_back("UPDATE credentials SET must_change = FALSE");
        let told = bridge.must(&["provider", "preview", "glue", "ann.lee@example.com"]);
        assert_says(&told, &["email", "ann.lee@example.com", "jti", "https://acme.itglue.com/access/jwt", "Nothing was signed"]);
        let json = bridge.json(&["provider", "preview", "glue", "ann.lee@example.com", "--json"]);
        assert_eq!((&json["claims"]["email"], &json["header"]), (&json!("ann.lee@example.com"), &json!({"alg": "HS256", "typ": "JWT"})));
        bridge.must(&["provider", "set", "glue", "--open-to", "staff"]);
        bridge.must(&["provider", "disable", "glue"]);
        let answer = bridge.run(&["provider", "preview", "glue", "ann.lee@example.com"]);
        assert_says(&answer.stdout, &["switched off", "none of the groups"]);
        answer.refusal();
        assert_says(&bridge.run(&["provider", "preview", "glue", "bo@example.com"]).refusal(), &["Nobody has the address"]);
        assert_says(&bridge.run(&["provider", "preview", "gleu", "bo@example.com"]).refusal(), &["No provider is named gleu"]);
    }

    fn a_provider_can_want_a_sign_in_of_late(bridge) {
        let add = ["provider", "add", "glue", "--profile", "it-glue", "--set", "subdomain=acme", "--generate-secret", "--session-age", "60"];
        bridge.must(&add);
        let age = || bridge.json(&["provider", "show", "glue", "--json"])["session_age_minutes"].clone();
        assert_eq!(age(), json!(60));
        bridge.must(&["provider", "set", "glue", "--session-age", "15"]);
        assert_says(&bridge.must(&["provider", "show", "glue"]), &["at most 15 minutes"]);
        bridge.must(&["provider", "set", "glue", "--session-age", "none"]);
        assert_eq!(age(), json!(null));
        assert_says(&bridge.run(&["provider", "set", "glue", "--session-age", "0"]).usage_fault(), &["whole minutes"]);
    }
}
