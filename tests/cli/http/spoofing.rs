//! What a request says about who sends it, whence, and under which name. It is believed only from whom the operator
//! named, and only as far as he did.

use std::net::Ipv4Addr;

use super::door::Door;
use super::nginx::Nginx;
use super::{ANN, House, PASSWORD, PUBLIC_HOST};
use crate::browser::Page;
use crate::raw::Raw;

/// Every way to claim an address that proxies and intruders use.
const ADDRESSES: [&[(&str, &str)]; 28] = [
    &[("X-Forwarded-For", "203.0.113.9")],
    &[("x-forwarded-for", "203.0.113.9")],
    &[("X-Forwarded-For", "203.0.113.9, 127.0.0.1")],
    &[("X-Forwarded-For", "127.0.0.1, 203.0.113.9")],
    &[("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-For", "127.0.0.1")],
    &[("X-Forwarded-For", "127.0.0.1"), ("X-Forwarded-For", "203.0.113.9")],
    &[("X-Forwarded-For", "203.0.113.9:4711")],
    &[("X-Forwarded-For", "[2001:db8::1]:443")],
    &[("X-Forwarded-For", "::ffff:203.0.113.9")],
    &[("X-Forwarded-For", "")],
    &[("X-Forwarded-For", ",")],
    &[("X-Forwarded-For", "203.0.113.9,")],
    &[("X-Forwarded-For", "unknown")],
    &[("X-Forwarded-For", "203.0.113.9 127.0.0.1")],
    &[("X-Forwarded-For", "203.0.113.999")],
    &[("X-Forwarded-For", "\t203.0.113.9\t")],
    &[("X_Forwarded_For", "203.0.113.9")],
    &[("X-Forwarded_For", "203.0.113.9")],
    &[("Forwarded", "for=203.0.113.9;proto=https;host=evil.example")],
    &[("Forwarded", "for=\"[2001:db8::1]\"")],
    &[("X-Real-IP", "203.0.113.9")],
    &[("X-Client-IP", "203.0.113.9")],
    &[("True-Client-IP", "203.0.113.9")],
    &[("CF-Connecting-IP", "203.0.113.9")],
    &[("X-Cluster-Client-IP", "203.0.113.9")],
    &[("Via", "1.1 203.0.113.9")],
    // Names a header that nginx should take out on the way.
    &[("Connection", "X-Forwarded-For")],
    &[("Connection", "close, X-Forwarded-For"), ("X-Forwarded-For", "203.0.113.9")],
];

/// What somebody could claim to be, and where.
const CLAIMS: [(&str, &str); 20] = [
    ("X-Forwarded-Host", "evil.example"),
    ("X-Forwarded-Proto", "http"),
    ("X-Forwarded-Scheme", "http"),
    ("X-Forwarded-Ssl", "off"),
    ("Front-End-Https", "off"),
    ("X-Forwarded-Port", "4443"),
    ("X-Forwarded-Prefix", "/evil.example"),
    ("X-Forwarded-Server", "evil.example"),
    ("Forwarded", "for=6.6.6.6;host=evil.example;proto=http"),
    ("X-Host", "evil.example"),
    ("X-Original-Host", "evil.example"),
    ("X-Original-URL", "/sign-out/continue"),
    ("X-Rewrite-URL", "/sign-out/continue"),
    ("X-HTTP-Method-Override", "POST"),
    ("X-Method-Override", "DELETE"),
    ("Remote-User", ANN),
    ("X-Remote-User", ANN),
    ("X-Forwarded-User", ANN),
    ("X-Forwarded-Email", ANN),
    ("X-Auth-Request-Email", ANN),
];

/// The cookies that an answer sets, as the next request sends them.
fn cookies(page: &Page) -> String {
    let set = page.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap());
    set.map(|cookie| cookie.split(';').next().unwrap()).collect::<Vec<_>>().join("; ")
}

/// The cookies of Ann, who signs in here.
pub fn signed_in(door: &Door) -> String {
    let pages = sign_in(&mut door.client(), &[], PASSWORD);
    pages.iter().map(cookies).filter(|cookies| !cookies.is_empty()).collect::<Vec<_>>().join("; ")
}

/// Signs Ann in, or somebody with a wrong password, with these headers at every request.
fn sign_in(client: &mut Raw, headers: &[(&str, &str)], password: &str) -> Vec<Page> {
    let page = client.get("/sign-in", headers);
    page.is(200);
    let cookie = cookies(&page);
    let pending = page.form("password").field("pending").unwrap().to_owned();
    let password = password.replace(' ', "+");
    let body = format!("pending={pending}&email={}&password={password}", ANN.replace('@', "%40"));
    let headers = [headers, &[("Cookie", cookie.as_str())]].concat();
    let answer = client.post("/sign-in", &headers, &body);
    vec![page, answer]
}

/// The addresses that the audit notes when Ann signs in with each of the claims, and once with a wrong password.
fn noted_addresses(house: &House, door: &Door) -> Vec<String> {
    for headers in ADDRESSES {
        let mut client = door.client();
        sign_in(&mut client, headers, PASSWORD)[1].is(303);
    }
    sign_in(&mut door.client(), &[("X-Forwarded-For", "203.0.113.9")], "battery staple horse")[1].is(403);
    let noted = house.audit().into_iter().filter(|(kind, _)| kind.starts_with("sign-in"));
    noted.map(|(_, address)| address).collect()
}

#[tokio::test]
async fn directly_nobody_chooses_the_address_that_is_noted() {
    let house = House::open().await;
    let noted = noted_addresses(&house, &house.door().from(Ipv4Addr::new(127, 0, 0, 7)));
    assert_eq!(noted, vec!["127.0.0.7"; ADDRESSES.len() + 1]);
    house.is_unharmed();
}

#[tokio::test]
async fn behind_nginx_the_address_is_the_one_that_nginx_saw() {
    let (house, nginx) = House::behind_nginx().await;
    let noted = noted_addresses(&house, &nginx.door().from(Ipv4Addr::new(127, 0, 0, 7)));
    assert_eq!(noted, vec!["127.0.0.7"; ADDRESSES.len() + 1]);
    // Whoever goes past nginx is no proxy, even on the same machine.
    let mut past = house.door().from(Ipv4Addr::new(127, 0, 0, 8)).client();
    sign_in(&mut past, &[("X-Forwarded-For", "203.0.113.9")], PASSWORD)[1].is(303);
    assert_eq!(house.audit().pop().unwrap().1, "127.0.0.8");
    house.is_unharmed();
}

/// Compares what a client with every claim sees with what one without any sees.
fn claims_move_nothing(door: &Door) {
    let (mut plain, mut forged) = (door.client(), door.client());
    for path in [
        "/",
        "/sign-in",
        "/account/password",
        "/sign-out/continue",
        "/sso/it-glue/login?return_to=/x",
        "/sso/it-glue/logout",
        "/sso/nobody/login",
        "/nowhere",
        "/static/brand.css",
    ] {
        let (expected, page) = (plain.get(path, &[]), forged.get(path, &CLAIMS));
        assert_eq!(page.status, expected.status, "{path}");
        assert_eq!(page.location(), expected.location(), "{path}");
        is_untouched(&page, path);
    }
    for page in sign_in(&mut forged, &CLAIMS, PASSWORD) {
        is_untouched(&Page { body: page.body.replace(ANN, ""), ..page }, "a sign-in");
    }
}

fn is_untouched(page: &Page, what: &str) {
    let said = format!("{:?} {}", page.headers, page.body);
    for word in ["evil.example", "4443", ANN, "http://"] {
        assert!(!said.contains(word), "{what}: {word} in {said}");
    }
    for cookie in page.headers.get_all("set-cookie") {
        let cookie = cookie.to_str().unwrap();
        assert!(cookie.starts_with("__Host-") && cookie.contains("; Secure"), "{what}: {cookie}");
        assert!(cookie.contains("; Path=/") && !cookie.contains("Domain"), "{what}: {cookie}");
    }
}

#[tokio::test]
async fn no_header_moves_a_link_a_cookie_or_a_person() {
    let house = House::open().await;
    claims_move_nothing(&house.door());
    let (house, nginx) = House::behind_nginx().await;
    claims_move_nothing(nginx.door());
    let signed_in = house.audit().into_iter().filter(|(kind, _)| kind == "sign-in").count();
    assert_eq!(signed_in, 1, "a header signed somebody in");
}

/// Requests under other names, as they begin. None of them is answered as if it were for us.
fn under_other_names() -> Vec<String> {
    let hosts = [
        "evil.example",
        "sso.example.com.",
        "sso.example.com.evil.example",
        "evil.example.sso.example.com",
        "sso.example.com@evil.example",
        "evil.example@sso.example.com",
        "user:password@sso.example.com",
        "sso.example.com:80",
        "sso.example.com:8443",
        "sso.example.com:",
        "sso.example.com:443:443",
        "sso.example.com:evil",
        "sso.example.com, evil.example",
        "sso.example.com evil.example",
        "sso.example.com/evil.example",
        "sso.example.com#evil.example",
        "sso.example.com\\evil.example",
        "https://sso.example.com",
        "xn--sso.example.com",
        "127.0.0.1",
        "[::1]",
        "",
    ];
    let mut all: Vec<String> =
        hosts.iter().map(|host| format!("GET /sign-in HTTP/1.1\r\nHost: {host}\r\n")).collect();
    all.extend([
        "GET /sign-in HTTP/1.1\r\n".to_owned(),
        "GET /sign-in HTTP/1.0\r\n".to_owned(),
        format!("GET /sign-in HTTP/1.1\r\nHost: {PUBLIC_HOST}\r\nHost: evil.example\r\n"),
        format!("GET /sign-in HTTP/1.1\r\nHost: evil.example\r\nHost: {PUBLIC_HOST}\r\n"),
        format!("GET /sign-in HTTP/1.1\r\nHost: {PUBLIC_HOST}\r\nHost: {PUBLIC_HOST}\r\n"),
        format!("GET /sign-in HTTP/1.1\r\nHost : {PUBLIC_HOST}\r\n"),
        format!("GET /sign-in HTTP/1.1\r\nHost: {PUBLIC_HOST}\r\n evil.example\r\n"),
        "GET https://sso.example.com/sign-in HTTP/1.1\r\nHost: evil.example\r\n".to_owned(),
    ]);
    all
}

/// Addresses as targets that name another host than the header does. A proxy may judge by either of them.
const OTHER_TARGETS: [&str; 4] = [
    "http://evil.example/sign-in",
    "https://evil.example/sign-in",
    "https://sso.example.com@evil.example/sign-in",
    "https://sso.example.com.evil.example/sign-in",
];

fn is_sent_away(door: &Door, head: &str, allowed: &[u16]) {
    let heard = door.say(format!("{head}Connection: close\r\n\r\n").as_bytes());
    let statuses = heard.statuses();
    assert!(matches!(&statuses[..], [one] if allowed.contains(one)), "{head}: {statuses:?}");
    let text = heard.text();
    for word in ["evil", "Location: ", "location: ", "Set-Cookie", "set-cookie"] {
        assert!(!text.contains(word), "{head}: {word} in {text}");
    }
}

#[tokio::test]
async fn a_request_under_another_name_is_sent_away_and_the_name_is_not_repeated() {
    let (house, nginx) = House::behind_nginx().await;
    for door in [house.door(), nginx.door().clone()] {
        for head in under_other_names() {
            is_sent_away(&door, &head, &[400, 421]);
        }
    }
    for target in OTHER_TARGETS {
        let head = format!("GET {target} HTTP/1.1\r\nHost: {PUBLIC_HOST}\r\n");
        is_sent_away(&house.door(), &head, &[400, 421]);
    }
    for host in ["sso.example.com", "SSO.Example.COM", "sso.example.com:443"] {
        for door in [house.door(), nginx.door().clone()] {
            let page = door.client().get("/sign-in", &[("Host", host)]);
            page.is(200);
            assert!(!page.body.contains("sso.example.com") && !page.body.contains("SSO"), "{}", page.body);
        }
    }
    house.is_unharmed();
}

#[tokio::test]
async fn without_tls_nginx_leads_to_the_public_address_whatever_the_host() {
    let (_house, nginx) = House::behind_nginx().await;
    for host in ["sso.example.com", "evil.example", "evil.example:80", "sso.example.com@evil.example"] {
        leads_home(&nginx, host, "/sso/it-glue/login?return_to=%2Fx");
    }
    leads_home(&nginx, PUBLIC_HOST, "//evil.example/%0d%0aX-A:%20b");
}

fn leads_home(nginx: &Nginx, host: &str, target: &str) {
    let heard = nginx.plain_door().say(
        format!("GET {target} HTTP/1.1\r\nHost: {host}\r\nX-Forwarded-Host: evil.example\r\nConnection: close\r\n\r\n")
            .as_bytes(),
    );
    assert!(matches!(heard.statuses()[..], [301 | 400]), "{host}: {:?}", heard.statuses());
    let text = heard.text();
    let location = text.lines().find_map(|line| line.strip_prefix("Location: "));
    let expected = format!("https://{PUBLIC_HOST}{target}");
    assert!(location.is_none_or(|location| location == expected), "{host}: {text}");
    assert_eq!(location.is_some(), heard.statuses() == [301]);
}
