//! Files with secrets in them: what others can read is refused, and no document of ours shows another way.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{Installation, allow, assert_says, run_in};

const CANARY: &str = "canary-0123456789";

/// Modes in which somebody else can read or write.
const OPEN: [u32; 6] = [0o644, 0o640, 0o604, 0o660, 0o666, 0o620];

#[test]
fn a_configuration_with_a_password_that_others_can_read_is_refused() {
    let bridge = Installation::on_sqlite();
    let url = format!("postgres://bridge:{CANARY}@127.0.0.1:1/bridge");
    let text = format!(
        "[server]\npublic_url = \"https://sso.example.com\"\n[database]\nurl = \"{url}\"\n[security]\nsealing_key_file = {:?}\n",
        bridge.path("sealing.key").display().to_string()
    );
    let file = bridge.write_private("with-password.toml", &text);
    let run = |command: &str| run_in(&bridge.path(""), &["--config", &file, command], &[], "");
    for mode in OPEN {
        allow(Path::new(&file), mode);
        for command in ["serve", "migrate"] {
            let told = run(command).usage_fault();
            assert_says(&told, &["with-password.toml", "chmod 600"]);
            assert!(!told.contains(CANARY), "{told}");
        }
    }
    allow(Path::new(&file), 0o600);
    let told = run("migrate").ends_with(3);
    assert_says(&told, &["unavailable"]);
    assert!(!told.contains(CANARY), "{told}");
}

#[test]
fn a_configuration_without_a_secret_may_be_read_by_everybody() {
    let bridge = Installation::on_sqlite();
    allow(&bridge.path("bridgewarden.toml"), 0o644);
    bridge.must(&["user", "list"]);
}

#[test]
fn a_file_that_a_variable_names_must_be_private_too() {
    let bridge = Installation::on_sqlite();
    let url = bridge.write_private("url", &format!("postgres://bridge:{CANARY}@127.0.0.1:1/bridge\n"));
    let key = bridge.path("sealing.key").display().to_string();
    fs::write(bridge.path("empty.toml"), "").unwrap();
    let config = bridge.path("empty.toml").display().to_string();
    let variables = [
        ("BRIDGEWARDEN_DATABASE__URL_FILE", url.as_str()),
        ("BRIDGEWARDEN_SECURITY__SEALING_KEY_FILE", key.as_str()),
    ];
    for mode in OPEN {
        allow(Path::new(&url), mode);
        let told = run_in(&bridge.path(""), &["--config", &config, "migrate"], &variables, "").usage_fault();
        assert_says(&told, &["BRIDGEWARDEN_DATABASE__URL_FILE", "chmod 600"]);
        assert!(!told.contains(CANARY), "{told}");
    }
}

#[test]
fn a_sealing_key_that_others_can_read_is_refused_by_every_command_that_needs_it() {
    let bridge = Installation::on_sqlite();
    bridge.add_provider("glue");
    for mode in OPEN {
        allow(&bridge.path("sealing.key"), mode);
        for command in
            [&["serve"][..], &["user", "list"], &["provider", "secret", "glue", "--generate-secret"]]
        {
            assert_says(&bridge.run(command).usage_fault(), &["sealing.key", "chmod 600"]);
        }
    }
    allow(&bridge.path("sealing.key"), 0o600);
    bridge.must(&["provider", "secret", "glue", "--generate-secret"]);
}

fn documents(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        let is_text = |ending: &str| ["md", "yml", "service", "toml", "conf", "env", "sh"].contains(&ending);
        if entry.is_dir() {
            documents(&entry, found);
        } else if entry.extension().and_then(|ending| ending.to_str()).is_some_and(is_text) {
            found.push(entry);
        }
    }
}

#[test]
fn no_document_of_ours_puts_a_secret_into_the_environment_or_the_arguments() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = vec![root.join("README.md"), root.join("docker-compose.yml"), root.join("Dockerfile")];
    for folder in ["docs", "deploy"] {
        documents(&root.join(folder), &mut found);
    }
    assert!(found.len() > 15, "only {found:?}");
    for file in found {
        let text = fs::read_to_string(&file).unwrap();
        for line in text.lines() {
            // The one place that shows it shows that it is refused.
            let is_refusal = line.contains("hunter2");
            let sets_key = line.contains("SEALING_KEY=")
                || line.contains("SEALING_KEY: ")
                || line.contains("security.sealing_key=");
            let has_password = line.split("postgres://").skip(1).any(|rest| {
                let authority = rest.split(['/', ' ', '"', '`']).next().unwrap();
                let names = ["DATABASE__URL=", "DATABASE__URL: ", "database.url=postgres"];
                authority.split('@').next().unwrap().contains(':')
                    && authority.contains('@')
                    && names.iter().any(|name| line.contains(name))
            });
            assert!(is_refusal || !(sets_key || has_password), "{}: {line}", file.display());
        }
    }
}
