//! Requests that are too large, and the ones that come after them on the same connection.

use super::House;
use crate::raw::Raw;

const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");
/// How often a proxy's connection is tried. nginx keeps one to the bridge for 1,000 requests at most.
const TIMES: usize = 1000;

#[tokio::test]
async fn a_head_that_is_too_large_ends_the_connection() {
    let house = House::open().await;
    for (length, expected) in [(70_000, 413), (120_000, 413), (140_000, 431), (400_000, 431)] {
        let long = "a".repeat(length);
        let request = format!("GET /sign-in HTTP/1.1\r\nHost: sso.example.com\r\nX-Long: {long}\r\n\r\n");
        let heard = house.door().say(format!("{request}{request}").as_bytes());
        assert_eq!(heard.statuses(), [expected], "{length}");
        assert!(heard.is_closed, "{length}");
    }
    let many = "X-A: b\r\n".repeat(200);
    let heard =
        house.door().say(format!("GET /sign-in HTTP/1.1\r\nHost: sso.example.com\r\n{many}\r\n").as_bytes());
    assert!(matches!(heard.statuses()[..], [400 | 431]) && heard.is_closed, "{}", heard.text());
    house.is_unharmed();
}

/// A form of 17 to 64 KB is refused; then the same client asks for a page.
fn too_large_then_good(client: &mut Raw, time: usize) {
    let body = format!("email=a&password={}", "x".repeat(17_000 + time * 997 % 46_000));
    let page = client.post("/sign-in", &[], &body);
    assert_eq!(page.status, 413, "time {time}: {}", page.body);
    assert!(page.body.contains("class=\"facts reference\""), "time {time}: not ours: {}", page.body);
    let page = client.get("/healthz", &[]);
    assert_eq!(page.status, 200, "time {time}: {}", page.body);
    assert!(page.body.contains("\"status\":\"ok\""), "time {time}: {}", page.body);
}

#[tokio::test]
async fn behind_nginx_a_refused_body_never_spoils_the_next_request() {
    let (house, nginx) = House::behind_nginx().await;
    let mut client = nginx.door().client();
    for time in 0..TIMES {
        too_large_then_good(&mut client, time);
    }
    // What is too large for nginx never comes to the bridge.
    let flood = client.send("POST", "/sign-in", &[FORM], &"x".repeat(70_000));
    assert_eq!(flood.status, 413);
    assert!(!flood.body.contains("facts reference"), "nginx lets everything through: {}", flood.body);
    let log = nginx.access_log();
    for status in ["502", "504", "499"] {
        assert!(!log.lines().any(|line| line.contains(&format!(" HTTP/1.1 {status} "))), "{status} in {log}");
    }
    assert_eq!(nginx.error_log(), "");
    house.is_unharmed();
}

#[tokio::test]
async fn directly_a_refused_body_never_spoils_the_next_request() {
    let house = House::open().await;
    let mut client = house.door().client();
    for time in 0..TIMES / 10 {
        too_large_then_good(&mut client, time);
    }
    house.is_unharmed();
}

/// What the bridge itself says early has every header of its pages. What its HTTP parser says has none of them, and
/// needs none: there is nothing in it to show, to run, to keep or to follow.
#[tokio::test]
async fn what_is_refused_early_is_armoured_or_empty() {
    let house = House::open().await;
    let get =
        |target: &str, more: &str| format!("GET {target} HTTP/1.1\r\nHost: sso.example.com\r\n{more}\r\n");
    let post = |more: &str| format!("POST /sign-in HTTP/1.1\r\nHost: sso.example.com\r\n{more}\r\n");
    let (head, longer) = ("a".repeat(70_000), "a".repeat(140_000));
    for (bytes, status, is_ours) in [
        ("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n".to_owned(), 421, true),
        (get("/nowhere", ""), 404, true),
        (get("/", "").replace("GET", "TRACE"), 405, true),
        (post("Content-Length: 99999\r\nContent-Type: application/x-www-form-urlencoded\r\n"), 413, true),
        (post("Transfer-Encoding: chunked\r\n"), 411, true),
        (get("/", &format!("X-Long: {head}\r\n")), 413, true),
        (get("/", &format!("X-Long: {longer}\r\n")), 431, false),
        ("nonsense\r\n\r\n".to_owned(), 400, false),
        ("GET / HTTP/1.1\r\n\r\n".to_owned(), 400, false),
        (post("Content-Length: 1\r\nContent-Length: 2\r\n"), 400, false),
    ] {
        let heard = house.door().say(bytes.as_bytes());
        let shown = bytes.get(..60.min(bytes.len())).unwrap();
        assert_eq!(heard.statuses(), [status], "{shown}");
        let text = heard.text().to_ascii_lowercase();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        if is_ours {
            for line in [
                "content-security-policy: default-src 'none'",
                "x-content-type-options: nosniff",
                "referrer-policy: no-referrer",
                "x-frame-options: deny",
                "cross-origin-opener-policy: same-origin",
                "strict-transport-security: max-age=31536000",
                "cache-control: no-store",
            ] {
                assert!(head.contains(line), "{shown}: no {line} in {head}");
            }
        } else {
            assert_eq!(body, "", "{shown}");
            let names: Vec<&str> = head.lines().skip(1).map(|line| line.split_once(':').unwrap().0).collect();
            let harmless = ["content-length", "connection", "date"];
            assert!(names.iter().all(|name| harmless.contains(name)), "{shown}: {names:?}");
        }
        assert!(!head.contains("\r\nserver:"), "{shown}: {head}");
    }
}
