//! Stories of the operator who changes the sealing key: one command, whatever happens in the middle of it.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use bridgewarden::crypto::ring::Ring;
use bridgewarden::crypto::seal::SealingKey;
use bridgewarden::domain::clock::Timestamp;
use bridgewarden::domain::group::Audience;
use bridgewarden::domain::id::ProviderId;
use bridgewarden::domain::provider::{SecretFacts, ServiceProvider};
use bridgewarden::domain::shared_secrets::SecretSlot;
use bridgewarden::store::provider_secrets::{self, Held, secret_place};
use bridgewarden::store::providers::{self, SealedSecret};

use crate::support::{Answer, CHEAP, Installation, allow, assert_says, run_in};

const ROTATE: [&str; 3] = ["secret", "rotate-key", "--only-instance"];
const KILLS: u32 = 10;

/// `role rows` of every key, and its id.
fn keys(bridge: &Installation) -> Vec<(String, String)> {
    let status = bridge.json(&["secret", "status", "--json"]);
    let text = |key: &serde_json::Value| {
        (format!("{} {}", key["role"].as_str().unwrap(), key["rows"]), key["id"].as_str().unwrap().to_owned())
    };
    status.as_array().unwrap().iter().map(text).collect()
}

fn roles(bridge: &Installation) -> Vec<String> {
    keys(bridge).into_iter().map(|(role, _)| role).collect()
}

fn secret_of(number: usize) -> String {
    format!("the shared secret of provider number {number:04}")
}

/// Adds many providers through the store; one by one would take minutes.
fn add_providers(bridge: &Installation, count: usize) {
    bridge.must(&["migrate"]);
    let ring = bridge.ring();
    bridge.as_the_service(move |connection| {
        for number in 0..count {
            let (id, secret) = (ProviderId::unique(), secret_of(number));
            let sealed = ring
                .seal(
                    &secret_place(id, SecretSlot::Current).each_ref().map(String::as_str),
                    secret.as_bytes(),
                )
                .unwrap();
            let facts = SecretFacts { fingerprint: format!("made up {number}"), bytes: 40 };
            let provider = ServiceProvider {
                id,
                slug: format!("many-{number}").parse().unwrap(),
                name: "One of many".into(),
                profile: "it-glue".into(),
                settings: [("subdomain".to_owned(), "acme".to_owned())].into(),
                audience: Audience::of_groups([].into()),
                is_enabled: true,
                secret: facts.clone(),
                max_sign_in_age: None,
                created_at: Timestamp::from_micros(1_800_000_000_000_000),
                updated_at: Timestamp::from_micros(1_800_000_000_000_000),
            };
            providers::insert(connection, &provider, &SealedSecret { sealed, facts })?;
        }
        Ok(())
    });
}

/// Every secret opens with the keys of the file and is what it was; the ids of keys that seal.
fn assert_all_open(bridge: &Installation, count: usize) -> Vec<String> {
    let ring = bridge.ring();
    let rows = bridge.as_the_service(provider_secrets::all);
    let mut found: Vec<String> = Vec::new();
    let mut sealed_by: Vec<String> = Vec::new();
    for Held { provider, slug, slot, sealed } in rows {
        let opened = ring.open(&secret_place(provider, slot).each_ref().map(String::as_str), &sealed);
        let opened = opened.unwrap_or_else(|fault| panic!("{slug}: {fault}; the file has {ring:?}"));
        found.push(String::from_utf8(opened.to_vec()).unwrap());
        sealed_by.push(bridgewarden::crypto::seal::key_id_of(&sealed).unwrap().to_owned());
    }
    found.sort();
    assert_eq!(found, (0..count).map(secret_of).collect::<Vec<_>>());
    sealed_by.sort();
    sealed_by.dedup();
    sealed_by
}

fn begin(bridge: &Installation, arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_bridgewarden"))
        .arg("--config")
        .arg(bridge.path("bridgewarden.toml"))
        .args(CHEAP.iter().flat_map(|option| ["--option", option]))
        .args(arguments)
        .env_clear()
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// No key and nothing of one is in what was said.
fn assert_tells_no_key(bridge: &Installation, answer: &Answer) {
    for line in fs::read_to_string(bridge.path("sealing.key")).unwrap().lines() {
        let key = line.trim_start_matches("next ");
        if !key.starts_with('#') {
            assert!(!answer.stdout.contains(&key[..12]) && !answer.stderr.contains(&key[..12]));
        }
    }
}

on_each_database! {
    fn one_command_seals_everything_under_a_new_key(bridge) {
        bridge.add_provider("glue");
        bridge.add_provider("desk");
        let (before, old) = (bridge.json(&["provider", "show", "glue", "--json"]), bridge.ring());
        assert_eq!(keys(bridge), [("current 2".to_owned(), old.current().id().to_owned())]);
        let answer = bridge.run(&["--option", "log.level=trace", "secret", "rotate-key", "--only-instance"]);
        assert_tells_no_key(bridge, &answer);
        assert_says(&answer.succeeds(), &["rows that were sealed anew: 2", "still accepted", "Keep a copy"]);
        let new = bridge.ring();
        let expected = [("current 2", new.current().id()), ("earlier 0", old.current().id())];
        assert_eq!(keys(bridge), expected.map(|(role, id)| (role.to_owned(), id.to_owned())));
        let told = bridge.must(&["doctor"]);
        assert_says(&told, &["The shared secret of glue opens.", "seals nothing any more", &format!("secret drop-key {}", old.current().id())]);
        let after = bridge.json(&["provider", "show", "glue", "--json"]);
        assert_ne!(before["secret"]["fingerprint"], after["secret"]["fingerprint"], "the fingerprint follows the key");
        assert_eq!(before["updated_at"], after["updated_at"], "nobody changed the provider");
        let events = bridge.json(&["audit", "list", "--kind", "sealing-key-rotated", "--json"]);
        assert_eq!(events.as_array().unwrap().len(), 1);
        let details = &events[0]["details"];
        assert_eq!([&details["old_keys"], &details["new_key"], &details["rows"]], [old.current().id(), new.current().id(), "2"]);
        bridge.chain_the_audit();
        bridge.must(&["audit", "verify"]);
    }

    fn equal_secrets_are_found_across_rotations_and_when_the_old_key_is_gone(bridge) {
        bridge.add_provider("glue");
        bridge.must(&ROTATE);
        let add = ["provider", "add", "other", "--profile", "it-glue", "--set", "subdomain=acme", "--secret-stdin"];
        let secret = "a shared secret of glue that has 32 bytes and more";
        assert_says(&bridge.run_with(&add, secret).refusal(), &["glue has the same shared secret"]);
        let old = keys(bridge)[1].1.clone();
        bridge.must(&["secret", "drop-key", &old, "--yes"]);
        assert_says(&bridge.run_with(&add, secret).refusal(), &["glue has the same shared secret"]);
        bridge.run_with(&add, "something else of 32 bytes or more, as it should be").succeeds();
        bridge.set_secret_behind_its_back("other", secret);
        assert_says(&bridge.must(&["doctor"]), &["These providers have the same shared secret: glue, other."]);
    }

    fn killed_at_any_moment_nothing_is_lost_and_the_next_run_goes_on(bridge) {
        let count = 300;
        add_providers(bridge, count);
        let began = Instant::now();
        bridge.must(&ROTATE);
        let whole = began.elapsed();
        let mut left_over = 0;
        for round in 0..KILLS {
            let before = fs::read(bridge.path("sealing.key")).unwrap();
            let mut rotation = begin(bridge, &ROTATE);
            if round % 2 == 0 {
                // The key is written, the rows are about to be.
                let deadline = Instant::now() + Duration::from_secs(30);
                while fs::read(bridge.path("sealing.key")).unwrap() == before && Instant::now() < deadline {
                    std::thread::sleep(Duration::from_micros(200));
                }
                std::thread::sleep(Duration::from_millis(u64::from(round) * 2));
            } else {
                std::thread::sleep(whole * round / KILLS);
            }
            rotation.kill().unwrap();
            rotation.wait().unwrap();
            let sealed_by = assert_all_open(bridge, count);
            assert_eq!(sealed_by.len(), 1, "a rotation is one write: {sealed_by:?}");
            let current = bridge.ring().current().id().to_owned();
            let is_left_over = sealed_by != [current.clone()];
            let told = bridge.must(&ROTATE);
            if is_left_over {
                left_over += 1;
                assert_says(&told, &[&format!("current key {current}"), "No new key was made"]);
                assert_eq!(bridge.ring().current().id(), current, "it did not go on with the key that was made");
            }
            assert_eq!(assert_all_open(bridge, count), [bridge.ring().current().id()]);
        }
        assert!(left_over > 0, "no kill came between the key and the rows");
        assert!(!bridge.path("sealing.key.new").exists(), "a killed command left a key behind");
        bridge.chain_the_audit();
        bridge.must(&["audit", "verify"]);
    }

    fn a_database_from_before_the_rotation_opens_with_the_old_key_of_the_ring(bridge) {
        add_providers(bridge, 2);
        let rows = bridge.as_the_service(bridgewarden::store::sealing::sealed_rows);
        bridge.must(&ROTATE);
        // The restored database: its rows are sealed under the key of its time.
        bridge.as_the_service(move |connection| {
            rows.iter().try_for_each(|row| bridgewarden::store::sealing::replace(connection, row))
        });
        assert_eq!(roles(bridge), ["current 0", "earlier 2"]);
        assert_says(&bridge.must(&["doctor"]), &["The shared secret of many-1 opens.", "which is not the current one: 2."]);
        let current = keys(bridge)[0].1.clone();
        assert_says(&bridge.must(&["secret", "rotate-key"]), &["rows that were sealed anew: 2. No new key was made."]);
        assert_eq!(assert_all_open(bridge, 2), [current]);
    }

    fn a_key_is_dropped_when_nothing_is_sealed_under_it(bridge) {
        add_providers(bridge, 2);
        let rows = bridge.as_the_service(bridgewarden::store::sealing::sealed_rows);
        bridge.must(&ROTATE);
        let [current, old] = [0, 1].map(|at| keys(bridge)[at].1.clone());
        bridge.as_the_service(move |connection| bridgewarden::store::sealing::replace(connection, &rows[0]));
        let before = fs::read_to_string(bridge.path("sealing.key")).unwrap();
        let drop_key = |id: &str| bridge.run(&["secret", "drop-key", id, "--yes"]);
        assert_says(&drop_key(&old).refusal(), &["under the key", &format!("{old}: 1."), "Nothing was changed"]);
        assert_says(&drop_key(&current).refusal(), &["is the one that seals", "Nothing was changed"]);
        assert_says(&drop_key("00000000").refusal(), &["There is no key 00000000 here"]);
        assert_eq!(fs::read_to_string(bridge.path("sealing.key")).unwrap(), before);
        bridge.must(&ROTATE);
        assert_says(&bridge.run(&["secret", "drop-key", &old]).usage_fault(), &["backups", "--yes"]);
        assert_says(&drop_key(&old).succeeds(), &["accepted no more", "backups"]);
        assert_eq!(roles(bridge), ["current 2"]);
        assert_eq!(assert_all_open(bridge, 2), [current]);
        let events = bridge.json(&["audit", "list", "--kind", "sealing-key-dropped", "--json"]);
        assert_eq!(events[0]["details"]["key"], old.as_str());
    }

    fn nothing_is_sealed_under_a_dropped_key_by_who_did_not_notice(bridge) {
        bridge.add_provider("glue");
        fs::copy(bridge.path("sealing.key"), bridge.path("old.key")).unwrap();
        bridge.must(&ROTATE);
        let old = keys(bridge)[1].1.clone();
        bridge.must(&["secret", "drop-key", &old, "--yes"]);
        let stale = format!("security.sealing_key_file={}", bridge.path("old.key").display());
        let refused = |arguments: &[&str]| bridge.run_with(&[&["--option", &stale], arguments].concat(), "a new secret of 32 bytes and a little more").refusal();
        assert_says(&refused(&["provider", "secret", "glue", "--secret-stdin"]), &["was dropped", &old]);
        let add = ["provider", "add", "desk", "--profile", "it-glue", "--set", "subdomain=acme", "--secret-stdin"];
        assert_says(&refused(&add), &["was dropped", "Nothing was changed"]);
        assert_eq!(roles(bridge), ["current 1"]);
        let told = bridge.run(&["doctor", "--option", &stale]).stdout;
        assert_says(&told, &["was dropped, but is the current one here", "docs/troubleshooting.md#key-rotation"]);
    }

    fn what_does_not_open_stops_a_rotation_before_it_begins(bridge) {
        bridge.add_provider("glue");
        bridge.add_provider("desk");
        let foreign = Ring::new(SealingKey::random().unwrap(), vec![]).seal(&["x"], b"canary").unwrap();
        bridge.behind_its_back(&format!("UPDATE providers SET secret_sealed = '{foreign}' WHERE slug = 'desk'"));
        let before = fs::read(bridge.path("sealing.key")).unwrap();
        assert_says(&bridge.run(&ROTATE).refusal(), &["the shared secret of desk", "Nothing was sealed anew"]);
        assert_eq!(fs::read(bridge.path("sealing.key")).unwrap(), before);
        assert_eq!(roles(bridge), ["current 1", "missing 1"]);
    }

    fn a_key_file_that_others_can_read_is_refused(bridge) {
        bridge.add_provider("glue");
        let before = fs::read(bridge.path("sealing.key")).unwrap();
        allow(&bridge.path("sealing.key"), 0o644);
        for command in [&ROTATE[..], &["secret", "rotate-key", "--prepare"], &["secret", "status"]] {
            assert_says(&bridge.run(command).usage_fault(), &["sealing.key", "can be read by others", "chmod 600"]);
        }
        assert_eq!(fs::read(bridge.path("sealing.key")).unwrap(), before);
    }

    fn a_key_file_that_is_read_only_is_left_to_those_who_put_it_there(bridge) {
        bridge.add_provider("glue");
        allow(&bridge.path("sealing.key"), 0o400);
        let before = fs::read(bridge.path("sealing.key")).unwrap();
        for command in [&ROTATE[..], &["secret", "rotate-key", "--prepare"]] {
            let told = bridge.run(command).refusal();
            assert_says(&told, &["is read-only", "Nothing was changed", "security.earlier_sealing_key_files", "openssl rand"]);
        }
        assert_eq!(fs::read(bridge.path("sealing.key")).unwrap(), before);
        assert_eq!(roles(bridge), ["current 1"]);
        // They put a new one there, and name the old one.
        fs::rename(bridge.path("sealing.key"), bridge.path("old.key")).unwrap();
        bridge.write_private("sealing.key", &SealingKey::random().unwrap().to_text());
        allow(&bridge.path("sealing.key"), 0o400);
        let old = format!("security.earlier_sealing_key_files={}", bridge.path("old.key").display());
        assert_says(&bridge.must(&["--option", &old, "secret", "rotate-key"]), &["sealed anew: 1. No new key was made."]);
        assert_eq!(roles(bridge), ["current 1"]);
    }

    fn two_rotations_at_once_do_not_mix(bridge) {
        add_providers(bridge, 50);
        let folder = File::open(bridge.path("")).unwrap();
        folder.lock().unwrap();
        let before = fs::read(bridge.path("sealing.key")).unwrap();
        assert_says(&bridge.run(&ROTATE).refusal(), &["another command is changing", "Nothing was changed"].map(|words| &words[1..]));
        assert_eq!(fs::read(bridge.path("sealing.key")).unwrap(), before);
        drop(folder);
        let mut both = [begin(bridge, &ROTATE), begin(bridge, &ROTATE)];
        let done = both.each_mut().map(|rotation| rotation.wait().unwrap().code());
        assert!(done.contains(&Some(0)), "{done:?}");
        assert_eq!(assert_all_open(bridge, 50), [bridge.ring().current().id()]);
    }

    fn a_bad_line_of_the_key_file_is_told_by_its_number(bridge) {
        bridge.add_provider("glue");
        let good = fs::read_to_string(bridge.path("sealing.key")).unwrap();
        bridge.write_private("sealing.key", &format!("{}\n\n{}\n", good.trim(), &good[..20]));
        let told = bridge.run(&["provider", "list"]).usage_fault();
        assert_says(&told, &["security.sealing_key_file: ", "sealing.key: line 3: a sealing key is 32 bytes in base64"]);
        assert!(!told.contains(&good[..20]), "{told}");
    }
}

#[test]
fn one_instance_on_sqlite_needs_no_option() {
    let bridge = Installation::on_sqlite();
    bridge.add_provider("glue");
    bridge.must(&["secret", "rotate-key"]);
    assert_eq!(roles(&bridge), ["current 1", "earlier 0"]);
}

#[test]
fn on_postgresql_the_other_instances_come_first() {
    let bridge = Installation::on_postgres();
    bridge.add_provider("glue");
    let before = fs::read(bridge.path("sealing.key")).unwrap();
    let told = bridge.run(&["secret", "rotate-key"]).refusal();
    assert_says(&told, &["--prepare", "--only-instance", "Nothing was changed"]);
    assert_eq!(fs::read(bridge.path("sealing.key")).unwrap(), before);
    let told = bridge.must(&["secret", "rotate-key", "--prepare"]);
    assert_says(&told, &["is prepared", "copy", "sealing.key", "on each instance"]);
    assert_eq!(roles(&bridge), ["current 1", "next 0"]);
    assert_says(&bridge.must(&["doctor"]), &["is prepared and not used yet", "rotate-key"]);
    let [current, next] = [0, 1].map(|at| keys(&bridge)[at].1.clone());
    assert_says(&bridge.must(&["secret", "rotate-key", "--prepare"]), &[&next, "nothing was changed"]);
    bridge.must(&["secret", "rotate-key"]);
    let expected = [("current 1".to_owned(), next), ("earlier 0".to_owned(), current)];
    assert_eq!(keys(&bridge), expected);
}

#[test]
fn a_key_from_the_environment_is_changed_by_those_who_give_it() {
    let bridge = Installation::on_sqlite();
    bridge.add_provider("glue");
    let (old, new) = (bridge.path("sealing.key"), SealingKey::random().unwrap());
    bridge.write_private(
        "bare.toml",
        &format!("[database]\nurl = \"sqlite:{}\"\n", bridge.path("bridge.db").display()),
    );
    let run = |key: &str, more: &[&str]| {
        let variables = [
            ("BRIDGEWARDEN_SECURITY__SEALING_KEY", key),
            ("BRIDGEWARDEN_PASSWORDS__MEMORY_KIB", "64"),
            ("BRIDGEWARDEN_PASSWORDS__PASSES", "1"),
            ("BRIDGEWARDEN_PASSWORDS__ALLOW_BELOW_FLOOR", "true"),
        ];
        run_in(
            Path::new("/"),
            &[&["--config", &bridge.path("bare.toml").display().to_string()], more].concat(),
            &variables,
            "",
        )
    };
    let old_text = fs::read_to_string(&old).unwrap();
    let told = run(&old_text, &["secret", "rotate-key"]).refusal();
    assert_says(
        &told,
        &[
            "The key comes from security.sealing_key",
            "Nothing was changed",
            "4. Run `bridgewarden secret rotate-key`",
        ],
    );
    let earlier = format!("security.earlier_sealing_key_files={}", old.display());
    let told = run(&new.to_text(), &["--option", &earlier, "secret", "rotate-key"]).succeeds();
    assert_says(&told, &["sealed anew: 1"]);
    let dropped = Ring::parse(&old_text).unwrap().current().id().to_owned();
    let told =
        run(&new.to_text(), &["--option", &earlier, "secret", "drop-key", &dropped, "--yes"]).succeeds();
    assert_says(&told, &["take it out of", &old.display().to_string()]);
    assert_says(
        &run(&new.to_text(), &["secret", "status"]).succeeds(),
        &[new.id(), "current", "security.sealing_key"],
    );
}
