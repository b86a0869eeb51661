//! Methods that an address does not take: refused, directly and behind nginx, with nothing done on the way.

use super::door::Door;
use super::spoofing::signed_in;
use super::{House, PUBLIC_HOST};

/// Every address of the route table, with the methods that it takes.
const ADDRESSES: [(&str, &str); 13] = [
    ("/", "GET"),
    ("/sign-in", "GET, POST"),
    ("/sign-in/password", "POST"),
    ("/sign-out", "POST"),
    ("/sign-out/continue", "GET"),
    ("/account/password", "GET, POST"),
    ("/sso/it-glue/login", "GET"),
    ("/sso/it-glue/logout", "GET"),
    ("/sso/it-glue/launch", "POST"),
    ("/static/bridgewarden.css", "GET"),
    ("/static/brand.css", "GET"),
    ("/healthz", "GET"),
    ("/readyz", "GET"),
];

fn methods() -> Vec<String> {
    let short = [
        "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "TRACK", "CONNECT", "PROPFIND", "MOVE", "get",
        "Get", "post", "GETS", "G", "DEBUG", "QUERY",
    ];
    short.iter().map(ToString::to_string).chain(["A".repeat(300), "A".repeat(9000)]).collect()
}

/// What is answered to a method at an address, with the cookie of somebody who is signed in.
fn ask(door: &Door, method: &str, path: &str, cookie: &str) -> (Vec<u16>, String) {
    let target = if method == "CONNECT" { format!("{PUBLIC_HOST}:443") } else { path.to_owned() };
    let request = format!(
        "{method} {target} HTTP/1.1\r\nHost: {PUBLIC_HOST}\r\nCookie: {cookie}\r\n\
         X-HTTP-Method-Override: GET\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
    );
    let heard = door.say(request.as_bytes());
    (heard.statuses(), heard.text())
}

/// 405 with the methods that there are, or 400 where the HTTP parser does not know the word at all.
fn refuses(door: &Door, cookie: &str, is_ours: bool) {
    for (path, allowed) in ADDRESSES {
        // A tunnel has no path; one question is enough.
        for method in methods().into_iter().filter(|method| method != "CONNECT" || path == "/") {
            let shown = method.get(..9.min(method.len())).unwrap();
            let (statuses, text) = ask(door, &method, path, cookie);
            assert!(matches!(statuses[..], [400 | 405 | 414]), "{shown} {path}: {statuses:?} {text}");
            let is_told = text
                .lines()
                .any(|line| line.to_ascii_lowercase() == format!("allow: {}", allowed.to_ascii_lowercase()));
            let must_be_told = is_ours && statuses == [405] && method != "CONNECT";
            assert!(is_told || !must_be_told, "{shown} {path}: {text}");
            let lower = text.to_ascii_lowercase();
            assert!(!lower.contains("set-cookie") && !lower.contains("location:"), "{shown} {path}: {text}");
            assert!(!text.contains(cookie), "{shown} {path}: the cookie comes back");
        }
    }
}

#[tokio::test]
async fn a_method_that_an_address_does_not_take_changes_nothing_and_mints_nothing() {
    let (house, nginx) = House::behind_nginx().await;
    let cookie = signed_in(&house.door());
    let before = house.audit();
    refuses(&house.door(), &cookie, true);
    refuses(nginx.door(), &cookie, false);
    assert_eq!(house.audit(), before, "something was done");
    for door in [house.door(), nginx.door().clone()] {
        let page = door.client().get("/", &[("Cookie", &cookie)]);
        page.is(200);
    }
    house.is_unharmed();
}

#[tokio::test]
async fn a_get_mints_where_a_head_does_not() {
    let (house, nginx) = House::behind_nginx().await;
    let cookie = signed_in(&house.door());
    let minted = || house.audit().iter().filter(|(kind, _)| kind == "token-minted").count();
    for (door, sum) in [(house.door(), 1), (nginx.door().clone(), 2)] {
        let mut client = door.client();
        let page = client.send("HEAD", "/sso/it-glue/login", &[("Cookie", &cookie)], "");
        assert_eq!((page.status.as_u16(), page.location()), (405, None));
        let page = client.get("/sso/it-glue/login", &[("Cookie", &cookie)]);
        assert!(page.location().unwrap().contains("jwt="), "{page:?}");
        assert_eq!(minted(), sum);
    }
}
