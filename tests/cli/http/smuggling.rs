//! Requests of which two readers might each see another end. Whoever hides a second request in one of them gets
//! one no, a closed connection, and nothing carried out.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::nginx::Nginx;
use super::{House, PUBLIC_HOST, for_each, soon};

/// Where the hidden request of a variant would go. Paths are logged.
fn marker(name: &str) -> String {
    format!("/hidden-{}", name.replace([' ', '+'], "-"))
}

fn hidden(name: &str) -> String {
    format!("GET {} HTTP/1.1\r\nHost: {PUBLIC_HOST}\r\n\r\n", marker(name))
}

/// A form with these header lines and this body, which ends in a hidden request.
fn form(name: &str, lines: &str, body: &str) -> (String, Vec<u8>) {
    let head = format!(
        "POST /sign-in HTTP/1.1\r\nHost: {PUBLIC_HOST}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Sec-Fetch-Site: same-origin\r\n"
    );
    let hidden = hidden(name);
    let length = hidden.len();
    let lines = lines.replace("{length}", &length.to_string());
    (name.to_owned(), format!("{head}{lines}\r\n{body}{hidden}").into_bytes())
}

/// Ends that are doubtful, or that we do not take because others doubt them.
fn doubtful() -> Vec<(String, Vec<u8>)> {
    let end = "0\r\n\r\n";
    let chunked = "Transfer-Encoding: chunked\r\n";
    let mut all: Vec<(String, Vec<u8>)> = [
        ("length then chunks", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", end),
        ("chunks then length", "Transfer-Encoding: chunked\r\nContent-Length: {length}\r\n", end),
        ("two lengths", "Content-Length: 0\r\nContent-Length: {length}\r\n", ""),
        ("two lengths reversed", "Content-Length: {length}\r\nContent-Length: 0\r\n", ""),
        ("two equal lengths", "Content-Length: 0\r\nContent-Length: 0\r\n", ""),
        ("length with plus", "Content-Length: +0\r\n", ""),
        ("length with minus", "Content-Length: -1\r\n", ""),
        ("list of lengths", "Content-Length: 0, 0\r\n", ""),
        ("length with space", "Content-Length: 0 0\r\n", ""),
        ("length in hex", "Content-Length: 0x0\r\n", ""),
        ("length without digits", "Content-Length: \r\n", ""),
        ("length past 64 bits", "Content-Length: 18446744073709551616\r\n", ""),
        ("length with vertical tab", "Content-Length: \u{b}0\r\n", ""),
        ("length with form feed", "Content-Length: 0\u{c}\r\n", ""),
        ("chunked and identity", "Transfer-Encoding: chunked ,identity\r\n", end),
        ("identity and chunked", "Transfer-Encoding: identity, chunked\r\n", end),
        ("xchunked", "Transfer-Encoding: xchunked\r\n", end),
        ("chunked quoted", "Transfer-Encoding: \"chunked\"\r\n", end),
        ("chunked after tab and length", "Transfer-Encoding:\tchunked\r\nContent-Length: 5\r\n", end),
        ("chunked after vertical tab", "Transfer-Encoding: \u{b}chunked\r\n", end),
        ("chunked before nul", "Transfer-Encoding: chunked\0\r\n", end),
        ("chunked twice", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", end),
        ("chunked then identity", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", end),
        ("identity and length", "Transfer-Encoding: identity\r\nContent-Length: 0\r\n", ""),
        ("gzip and chunked", "Transfer-Encoding: gzip, chunked\r\n", end),
        ("chunked in a folded line", "Transfer-Encoding:\r\n chunked\r\n", end),
        ("length in a folded line", "X-A: b\r\n Content-Length: 0\r\n", ""),
        ("bare cr", "X-A: b\rContent-Length: 0\r\n", ""),
        ("bare lf before chunked", "X-A: b\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n", end),
        ("nul in a value", "X-A: b\0c\r\nContent-Length: 0\r\n", ""),
        ("nul in a name", "Content-\0Length: 0\r\n", ""),
        ("space before colon", "Content-Length : 0\r\n", ""),
        ("space before colon of chunked", "Transfer-Encoding : chunked\r\n", end),
        ("tab before colon", "Content-Length\t: 0\r\n", ""),
        ("line without colon", "Content-Length\r\nContent-Length: 0\r\n", ""),
        ("chunk of negative size", chunked, "-1\r\n"),
        ("chunk past 64 bits", chunked, "fffffffffffffffff\r\n"),
        ("chunk with plus", chunked, "+5\r\nhello\r\n0\r\n\r\n"),
        ("chunk with 0x", chunked, "0x5\r\nhello\r\n0\r\n\r\n"),
        ("chunk size in two words", chunked, "5 5\r\nhello\r\n0\r\n\r\n"),
        ("chunk extension with lf", chunked, "5;a\nhello\r\n0\r\n\r\n"),
        ("chunk extension with cr", chunked, "5;a\rb\r\nhello\r\n0\r\n\r\n"),
        ("chunk ended by lf", chunked, "5\nhello\n0\n\n"),
        ("chunk longer than it says", chunked, "5\r\nhelloXX0\r\n\r\n"),
    ]
    .into_iter()
    .map(|(name, lines, body)| form(name, lines, body))
    .collect();
    let (name, bytes) = form("chunked in http 1.0", chunked, end);
    let old = String::from_utf8(bytes).unwrap().replacen("HTTP/1.1", "HTTP/1.0", 1);
    all.push((name, old.into_bytes()));
    for (name, first) in [
        ("space before the first header", "GET /sign-in HTTP/1.1\r\n Host: x\r\n"),
        ("http 0.9", "GET /sign-in\r\n"),
        ("http 1.2", "GET /sign-in HTTP/1.2\r\n"),
        ("http 2.0", "GET /sign-in HTTP/2.0\r\n"),
        ("the preface of http 2", "PRI * HTTP/2.0\r\n\r\nSM\r\n"),
        ("two spaces in the request line", "GET  /sign-in HTTP/1.1\r\n"),
        ("bare cr in the request line", "GET /sign-in\rHTTP/1.1\r\n"),
    ] {
        all.push((name.into(), format!("{first}Host: {PUBLIC_HOST}\r\n\r\n{}", hidden(name)).into_bytes()));
    }
    all
}

/// Bodies that nobody reads. They are no requests.
fn unread() -> Vec<(String, Vec<u8>)> {
    let get = |name: &str, method: &str, lines: &str| {
        let lines = lines.replace("{length}", &hidden(name).len().to_string());
        let text = format!("{method} HTTP/1.1\r\nHost: {PUBLIC_HOST}\r\n{lines}\r\n{}", hidden(name));
        (name.to_owned(), text.into_bytes())
    };
    vec![
        get("body of a get", "GET /sign-in", "Content-Length: 9{length}\r\n"),
        get("body of a get of nothing", "GET /nowhere", "Content-Length: 9{length}\r\n"),
        get("body of a delete", "DELETE /sign-in", "Content-Length: 9{length}\r\n"),
        get("behind connect", "CONNECT sso.example.com:443", ""),
        get("behind an upgrade", "GET /sign-in", "Connection: Upgrade\r\nUpgrade: websocket\r\n"),
        get("behind the last request", "GET /sign-in", "Connection: close\r\n"),
        form("announced flood", "Content-Length: 99999\r\n", ""),
        form("chunks with nothing wrong", "Transfer-Encoding: chunked\r\n", "5\r\nhello\r\n0\r\n\r\n"),
        form("chunks in capitals", "Transfer-Encoding: CHUNKED\r\n", "0\r\n\r\n"),
        form("chunks after a tab", "Transfer-Encoding:\tchunked\r\n", "0\r\n\r\n"),
        form("a length in the trailer", "Transfer-Encoding: chunked\r\n", "0\r\nContent-Length: 5\r\n\r\n"),
    ]
}

#[tokio::test]
async fn a_request_with_a_doubtful_end_gets_one_no_and_a_closed_connection() {
    let house = House::open().await;
    let variants = doubtful();
    assert!(variants.len() >= 50);
    for_each(&variants, |(name, bytes)| {
        let heard = house.door().say(bytes);
        let statuses = heard.statuses();
        assert!(matches!(statuses[..], [400 | 411]), "{name}: {statuses:?} {}", heard.text());
        assert!(heard.is_closed, "{name}: the connection stays open");
    });
    nothing_hidden_was_done(&house, variants.iter().map(|(name, _)| name.as_str()));
    house.is_unharmed();
}

#[tokio::test]
async fn a_body_that_nobody_reads_is_not_taken_for_a_request() {
    let house = House::open().await;
    let variants = unread();
    for_each(&variants, |(name, bytes)| {
        let heard = house.door().say(bytes);
        assert_eq!(heard.statuses().len(), 1, "{name}: {}", heard.text());
        assert!(heard.is_closed, "{name}: the connection stays open");
    });
    nothing_hidden_was_done(&house, variants.iter().map(|(name, _)| name.as_str()));
    house.is_unharmed();
}

fn nothing_hidden_was_done<'a>(house: &House, names: impl Iterator<Item = &'a str>) {
    let log = house.serving.log();
    assert!(
        log.contains("\"path\":\"/sign-in\"") || log.contains("/readyz"),
        "requests are not logged: {log}"
    );
    for name in names {
        assert!(!was_carried_out(&log, name), "{name}: the hidden request was carried out");
    }
}

/// Whether the hidden request was routed. What stands behind the last request of a connection is logged as refused.
fn was_carried_out(log: &str, name: &str) -> bool {
    let path = format!("\"{}\"", marker(name));
    log.lines().any(|line| line.contains(&path) && !line.contains("\"status\":400"))
}

#[tokio::test]
async fn nginx_and_the_bridge_never_see_different_requests() {
    let (house, nginx) = House::behind_nginx().await;
    let variants = [doubtful(), unread()].concat();
    let refused = AtomicUsize::new(0);
    for_each(&variants, |(name, bytes)| {
        let statuses = nginx.door().say(bytes).statuses();
        // 501 and 505 are nginx's no to encodings and versions that it does not know.
        assert!(
            statuses.iter().all(|status| matches!(status, 200..=499 | 501 | 505)),
            "{name}: {statuses:?}"
        );
        if matches!(statuses[..], [400..=505]) {
            refused.fetch_add(1, Ordering::Relaxed);
        }
        agree(&house, &nginx, name, statuses.len());
    });
    let refused = refused.into_inner();
    assert!(refused >= 40, "nginx refused only {refused}");
    house.is_unharmed();
}

/// A hidden request is carried out only if nginx, too, saw it as a request of its own, and answered it as one.
fn agree(house: &House, nginx: &Nginx, name: &str, answers: usize) {
    let path = format!(" {} ", marker(name));
    soon("nginx logs what it answered", || {
        let log = nginx.access_log();
        let is_logged = log.lines().any(|line| line.contains(&path));
        is_logged == (answers > 1)
    });
    assert_eq!(was_carried_out(&house.serving.log(), name), answers > 1, "{name}: {answers} answers");
}
