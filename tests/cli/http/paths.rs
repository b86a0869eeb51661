//! Addresses written in other ways. What is not there is not found; no file, no page and no counter is behind a
//! trick of spelling, neither directly nor through nginx, which has a mind of its own about paths.

use super::door::Door;
use super::{House, PUBLIC_HOST, for_each};

/// Spellings; `{}` stands for a segment of the path.
const SPELLINGS: [&str; 40] = [
    "/../{}",
    "/%2e%2e/{}",
    "/%2e%2e%2f{}",
    "/..%2f{}",
    "/..%5c{}",
    "/..\\{}",
    "/%252e%252e%252f{}",
    "/..%252f{}",
    "/..%c0%af{}",
    "/..%ef%bc%8f{}",
    "/%c0%ae%c0%ae/{}",
    "/%uff0e%uff0e/{}",
    "/.%00./{}",
    "/..;/{}",
    "/..;x=1/{}",
    "/.../{}",
    "/....//{}",
    "/./{}/.",
    "//{}",
    "///{}",
    "/%2f{}",
    "/%5c{}",
    "/\\{}",
    "/{}/",
    "/{}//",
    "/{}/.",
    "/{}/..",
    "/{}.",
    "/{}..",
    "/{}%20",
    "/{}%00",
    "/{}%00.css",
    "/{}%0a",
    "/{}%0d%0aX-Header:%20evil",
    "/{};x",
    "/{};jsessionid=1",
    "/{}%3fa=b",
    "/{}%23a",
    "/{}%ff%fe",
    "/{}~",
];

/// What somebody would like to find, below each of the addresses that take a part of the path as a name.
const WANTED: [&str; 9] = [
    "etc/passwd",
    "proc/self/environ",
    "Cargo.toml",
    "bridge.db",
    "bridgewarden.toml",
    "sealing.key",
    "metrics",
    "healthz",
    "static/bridgewarden.css",
];
const BELOW: [&str; 5] = ["", "/static", "/sso", "/sso/it-glue", "/static/bridgewarden.css"];

/// Words of files and of the machine.
const LEAKS: [&str; 9] = [
    "root:",
    "[package]",
    "sealing_key",
    "SQLite format",
    "PATH=",
    "bridgewarden_",
    "src/",
    ".rs:",
    "panicked",
];

/// Paths that are long, or no text at all.
fn odd() -> Vec<Vec<u8>> {
    let mut all: Vec<Vec<u8>> = ["/static/", "/sso/", "/"]
        .iter()
        .flat_map(|below| {
            [1000, 8000, 15_000, 60_000, 70_000]
                .map(|length| format!("{below}{}", "a/".repeat(length / 2)).into_bytes())
        })
        .collect();
    all.push(format!("/static/{}", "%2e%2e%2f".repeat(1000)).into_bytes());
    all.push(format!("/{}", "../".repeat(4000)).into_bytes());
    for bytes in [
        &b"/static/\xff\xfe"[..],
        b"/\xc3\x28",
        b"/static/\x00",
        b"/sso/\x01/login",
        b"/a\x7fb",
        b"/\xe2\x80\xae",
    ] {
        all.push(bytes.to_vec());
    }
    for target in [
        "*",
        "sign-in",
        "?",
        "#",
        ":443",
        "..",
        "\\",
        "http:",
        "http://",
        "file:///etc/passwd",
        "javascript:1",
    ] {
        all.push(target.as_bytes().to_vec());
    }
    all
}

fn spelled() -> Vec<Vec<u8>> {
    let mut all = odd();
    for below in BELOW {
        for wanted in WANTED {
            all.extend(
                SPELLINGS
                    .iter()
                    .map(|spelling| format!("{below}{}", spelling.replace("{}", wanted)).into_bytes()),
            );
        }
    }
    all
}

/// Asks for a path as it stands.
fn ask(door: &Door, path: &[u8]) -> (Vec<u16>, String) {
    let head = format!(" HTTP/1.1\r\nHost: {PUBLIC_HOST}\r\nConnection: close\r\n\r\n");
    let heard = door.say(&[b"GET ", path, head.as_bytes()].concat());
    (heard.statuses(), heard.text())
}

fn nothing_is_behind(door: &Door, path: &[u8]) {
    let shown = String::from_utf8_lossy(path.get(..80).unwrap_or(path)).into_owned();
    let (statuses, text) = ask(door, path);
    assert!(
        matches!(statuses[..], [200 | 303 | 304 | 400 | 404 | 405 | 413 | 414 | 421 | 431]),
        "{shown}: {statuses:?}"
    );
    for leak in LEAKS {
        assert!(!text.contains(leak), "{shown}: {leak} in {text}");
    }
    assert!(!text.to_ascii_lowercase().contains("\r\nx-header"), "{shown}: {text}");
    // Found is only what nginx, or nobody, spells in another way: health, the style sheet, the ways to sign in.
    let is_known =
        ["\"status\":\"ok\"", "content-type: text/css", "location: /sign-in", "<title>", "location: /\r\n"];
    let is_found = matches!(statuses[..], [200 | 303]);
    assert!(
        !is_found || is_known.iter().any(|known| text.to_ascii_lowercase().contains(known)),
        "{shown}: {text}"
    );
}

#[tokio::test]
async fn no_spelling_of_a_path_finds_a_file_or_breaks_anything() {
    let (house, nginx) = House::behind_nginx().await;
    let paths = spelled();
    assert!(paths.len() > 1500, "{}", paths.len());
    for_each(&paths, |path| nothing_is_behind(&house.door(), path));
    for_each(&paths, |path| nothing_is_behind(nginx.door(), path));
    house.is_unharmed();
}

#[tokio::test]
async fn counters_are_on_no_spelling_of_the_public_address() {
    let (house, nginx) = House::behind_nginx().await;
    for path in [
        "/metrics",
        "/metrics/",
        "//metrics",
        "/./metrics",
        "/x/../metrics",
        "/%6detrics",
        "/metrics?a=b",
        "/metrics%20",
        "/metrics;x",
        "/METRICS",
        "/debug",
        "/debug/pprof",
        "/docs",
        "/openapi.json",
        "/server-status",
        "/nginx_status",
    ] {
        for door in [house.door(), nginx.door().clone()] {
            let (statuses, text) = ask(&door, path.as_bytes());
            assert_eq!(statuses, [404], "{path}: {text}");
            assert!(!text.contains("bridgewarden_") && !text.contains("# TYPE"), "{path}: {text}");
        }
    }
}
