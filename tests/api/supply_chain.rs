//! What the program is built from, and how: read from the files that decide it, without a network.

use std::fs;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

/// The oldest version of a crate in which no fault is known that concerns us, and whether we must have it at all.
const FLOORS: [(&str, [u64; 3], bool); 8] = [
    // Idle connections end at a stop.
    ("actix-web", [4, 14, 1], true),
    // Two Host headers and odd transfer codings are refused.
    ("actix-http", [3, 18, 11], true),
    // RUSTSEC-2026-0111, -0136 and -0172.
    ("diesel", [2, 3, 13], true),
    // CVE-2026-25537: a claim of the wrong type counted as absent.
    ("jsonwebtoken", [10, 3, 0], true),
    ("argon2", [0, 5, 3], true),
    ("time", [0, 3, 47], true),
    ("idna", [1, 0, 0], true),
    // RUSTSEC-2022-0018. For second factors, which are not there yet.
    ("totp-rs", [1, 1, 0], false),
];
/// Crates that must not be there.
const ABSENT: [&str; 5] = [
    // RUSTSEC-2026-0258; a proxy speaks HTTP/1.1 to us.
    "h2",
    // RUSTSEC-2023-0071, unrepaired.
    "rsa",
    // Sessions that live in a cookie cannot be taken away.
    "actix-session",
    "diesel-async",
    // The service talks to nobody, so it needs no client.
    "hyper-tls",
];

fn text(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|problem| panic!("{name}: {problem}"))
}

fn table(name: &str) -> Table {
    text(name).parse().unwrap_or_else(|problem| panic!("{name}: {problem}"))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A crate of Cargo.lock.
struct Locked {
    name: String,
    version: [u64; 3],
    source: Option<String>,
    has_checksum: bool,
}

fn locked() -> Vec<Locked> {
    let lock = table("Cargo.lock");
    let packages = lock["package"].as_array().unwrap();
    assert!(packages.len() > 200, "only {} crates", packages.len());
    let word = |package: &Value, key: &str| package.get(key).and_then(Value::as_str).map(str::to_owned);
    packages
        .iter()
        .map(|package| Locked {
            name: word(package, "name").unwrap(),
            version: numbers(&word(package, "version").unwrap()),
            source: word(package, "source"),
            has_checksum: package.get("checksum").is_some(),
        })
        .collect()
}

/// Major, minor and patch; what stands behind a hyphen or a plus does not count.
fn numbers(version: &str) -> [u64; 3] {
    let mut parts = version.split(['.', '-', '+']).map(|part| part.parse().unwrap_or(0));
    std::array::from_fn(|_| parts.next().unwrap_or(0))
}

#[test]
fn no_crate_is_older_than_its_last_known_fault() {
    let locked = locked();
    for (name, floor, must_be_there) in FLOORS {
        let found: Vec<&Locked> = locked.iter().filter(|locked| locked.name == name).collect();
        assert!(!found.is_empty() || !must_be_there, "{name} is not in Cargo.lock");
        for locked in found {
            assert!(locked.version >= floor, "{name} {:?} is older than {floor:?}", locked.version);
        }
    }
    assert!(numbers("10.3.0") > numbers("9.30.30") && numbers("2.3.13-rc.1") == [2, 3, 13]);
}

#[test]
fn crates_that_must_not_be_there_are_not_there() {
    let locked = locked();
    for name in ABSENT {
        assert!(!locked.iter().any(|locked| locked.name == name), "{name} is in Cargo.lock");
    }
}

#[test]
fn every_crate_comes_from_the_registry_and_has_its_checksum() {
    for locked in locked().iter().filter(|locked| locked.name != env!("CARGO_PKG_NAME")) {
        let source = locked.source.as_deref().unwrap_or("a folder");
        assert_eq!(source, "registry+https://github.com/rust-lang/crates.io-index", "{}", locked.name);
        assert!(locked.has_checksum, "{} has no checksum", locked.name);
    }
}

#[test]
fn the_rules_for_dependencies_are_the_same_in_both_places() {
    let deny = table("deny.toml");
    let denied = deny["bans"]["deny"].as_array().unwrap();
    let says = |rule: String| denied.iter().any(|entry| entry["crate"].as_str() == Some(&rule));
    for (name, [major, minor, patch], _) in FLOORS {
        let short = match patch {
            0 => format!("{name}@<{major}.{minor}"),
            _ => format!("{name}@<{major}.{minor}.{patch}"),
        };
        let rules = [format!("{name}@<{major}.{minor}.{patch}"), short];
        assert!(rules.into_iter().any(says), "deny.toml has no floor for {name}");
    }
    for name in ["h2", "rsa", "actix-session", "diesel-async"] {
        assert!(says(name.into()), "deny.toml does not refuse {name}");
    }
    for (section, key, value) in [
        ("sources", "unknown-registry", "deny"),
        ("sources", "unknown-git", "deny"),
        ("advisories", "yanked", "deny"),
    ] {
        assert_eq!(deny[section][key].as_str(), Some(value), "{section}.{key}");
    }
    for licence in ["AGPL-3.0", "GPL-2.0", "GPL-3.0", "LGPL-3.0", "SSPL-1.0", "BUSL-1.1"] {
        let allowed = deny["licenses"]["allow"].as_array().unwrap();
        assert!(
            !allowed.iter().any(|name| name.as_str().unwrap().starts_with(licence)),
            "{licence} is allowed"
        );
    }
}

#[test]
fn the_framework_is_built_without_http2_and_tokens_are_signed_by_aws_lc() {
    let dependencies = &table("Cargo.toml")["dependencies"];
    for (name, wanted, refused) in
        [("actix-web", "cookies", "http2"), ("jsonwebtoken", "aws_lc_rs", "rust_crypto")]
    {
        let entry = &dependencies[name];
        let features: Vec<&str> =
            entry["features"].as_array().unwrap().iter().map(|feature| feature.as_str().unwrap()).collect();
        assert_eq!(entry["default-features"].as_bool(), Some(false), "{name}");
        assert!(features.contains(&wanted) && !features.contains(&refused), "{name}: {features:?}");
    }
    assert!(locked().iter().any(|locked| locked.name == "aws-lc-rs"));
}

fn sources(folder: PathBuf) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            found.extend(sources(entry));
        } else if entry.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&entry).unwrap();
            found.push((entry, text));
        }
    }
    found
}

#[test]
fn no_unsafe_code_is_ours() {
    let manifest = table("Cargo.toml");
    // Unlike "deny", "forbid" cannot be lifted further in.
    assert_eq!(manifest["lints"]["rust"]["unsafe_code"].as_str(), Some("forbid"));
    assert!(manifest.get("workspace").is_none(), "another crate of ours needs a look of its own");
    let mut sources = sources(root().join("src"));
    assert!(sources.len() > 100, "only {} files", sources.len());
    // The lints of the manifest hold for it too; what else it may do is told in link_order.rs.
    sources.push((root().join("build.rs"), text("build.rs")));
    for (file, text) in sources {
        for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
            let is_unsafe =
                line.contains("unsafe {") || line.contains("unsafe fn") || line.contains("unsafe impl");
            assert!(!is_unsafe && !line.contains("unsafe_code"), "{}: {line}", file.display());
        }
    }
}

#[test]
fn a_panic_ends_one_request_and_not_the_service() {
    let manifest = table("Cargo.toml");
    for profile in manifest["profile"].as_table().unwrap().values() {
        assert!(profile.get("panic").is_none(), "panic = \"abort\" would let one request end the service");
    }
}

#[test]
fn the_bridge_makes_tokens_and_believes_none() {
    // Pretended providers verify with code of their own, so even there the library only signs.
    for (file, text) in sources(root().join("src")) {
        for word in [
            "jsonwebtoken::decode",
            "DecodingKey",
            "Validation::",
            "jsonwebtoken::Validation",
            "insecure_decode",
        ] {
            assert!(!text.contains(word), "{} verifies tokens ({word}); see requirement T13", file.display());
        }
    }
}

#[test]
fn everything_is_built_from_the_locked_versions() {
    for file in ["scripts/test", "scripts/sbom", "scripts/cargo-tool", "Dockerfile"] {
        for line in text(file).lines().map(str::trim).filter(|line| !line.starts_with('#')) {
            let builds = [
                "cargo build ",
                "cargo test ",
                "cargo clippy ",
                "cargo install ",
                "cargo tree ",
                "cargo run ",
            ];
            let says = line.contains("--version") && !line.contains("cargo install");
            let is_run =
                builds.iter().any(|word| line.contains(word)) && !says && !line.contains("\"cargo test \"");
            assert!(!is_run || line.contains("--locked"), "{file}: {line}");
        }
    }
}

#[test]
fn the_container_runs_as_nobody_with_a_file_system_that_is_only_read() {
    let image = text("Dockerfile");
    let last = image.rsplit("\nFROM ").next().unwrap();
    let user = last.lines().find_map(|line| line.strip_prefix("USER ")).expect("the image names a user");
    let (user, group) = user.split_once(':').unwrap();
    assert!(user.parse::<u32>().unwrap() > 0 && group.parse::<u32>().unwrap() > 0, "{user}:{group}");
    assert!(!last.contains("cargo") && !last.contains("COPY . ."), "the sources are not in the image");

    let compose = text("docker-compose.yml");
    let hardened = compose.split("x-hardened:").nth(1).unwrap().split("\n\n").next().unwrap();
    for line in ["read_only: true", "cap_drop: [ALL]", "no-new-privileges:true"] {
        assert!(hardened.contains(line), "{line} is not in {hardened}");
    }
    let services = compose.split("\nservices:\n").nth(1).unwrap().split("\nsecrets:\n").next().unwrap();
    let names = services
        .lines()
        .filter(|line| line.starts_with("  ") && !line.starts_with("   ") && line.ends_with(':'));
    let count = names.count();
    assert_eq!(services.matches("<<: *hardened").count(), count, "each of {count} services is hardened");
    assert!(
        count >= 3 && !services.contains("privileged: true") && !services.contains("/var/run/docker.sock")
    );

    let unit = text("docs/samples/bridgewarden.service");
    for line in
        ["NoNewPrivileges=", "ProtectSystem=strict", "ProtectHome=", "PrivateTmp=", "CapabilityBoundingSet="]
    {
        assert!(unit.lines().any(|found| found.starts_with(line)), "{line} is not in the service file");
    }
    assert!(
        unit.contains("DynamicUser=")
            || unit.lines().any(|line| line.starts_with("User=") && line != "User=root")
    );
}
