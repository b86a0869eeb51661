//! Every answer of every kind carries its armour: what a browser may load, show, keep and pass on.

use crate::on_each_database;
use crate::support::bridge::SECRET;
use crate::support::raw::{Raw, talk};
use crate::support::{Bridge, Database, Delivery, PASSWORD, Page};

const ANN: &str = "ann.lee@example.com";
const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");
const SAME: (&str, &str) = ("Sec-Fetch-Site", "same-origin");

async fn prepare(bridge: &Bridge) {
    bridge.add_person(ANN).await;
    bridge.add_provider("it-glue", "it-glue", &[("subdomain", "acme")], SECRET).await;
    bridge
        .add_provider("zendesk", "zendesk", &[("subdomain", "acme")], "another secret of 32 bytes or more")
        .await;
}

/// The cookies that an answer sets, as the next request sends them.
fn cookies(page: &Page) -> String {
    let set = page.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap());
    set.map(|cookie| cookie.split(';').next().unwrap()).collect::<Vec<_>>().join("; ")
}

/// One answer of each kind that the bridge gives, named.
fn every_kind(raw: &mut Raw, host: &str) -> Vec<(String, Page)> {
    let host = ("Host", host);
    let mut all = Vec::new();
    let mut sign_in = |raw: &mut Raw, slug: &str| {
        let page = raw.get(&format!("/sso/{slug}/login?return_to=/x"), &[host]);
        let (cookie, pending) = (cookies(&page), page.form("password").field("pending").unwrap().to_owned());
        let body = |password: &str| format!("pending={pending}&email={ANN}&password={password}");
        let refused = raw.post("/sign-in", &[host, ("Cookie", &cookie)], &body("x"));
        let delivery = raw.post("/sign-in", &[host, ("Cookie", &cookie)], &body(&PASSWORD.replace(' ', "+")));
        let again = raw.post("/sign-in", &[host, ("Cookie", &cookie)], &body(&PASSWORD.replace(' ', "+")));
        let session = cookies(&delivery);
        all.extend(
            [
                ("a sign-in page", page),
                ("a refusal", refused),
                ("a delivery", delivery),
                ("a second delivery", again),
            ]
            .map(|(what, page)| (format!("{what} for {slug}"), page)),
        );
        session
    };
    let session = sign_in(raw, "it-glue");
    sign_in(raw, "zendesk");
    let cookie = ("Cookie", session.as_str());
    let known = raw.get("/static/bridgewarden.css", &[host]);
    let tag = known.header("etag").unwrap().to_owned();
    for (method, path, headers) in [
        ("GET", "/", vec![]),
        ("GET", "/", vec![cookie]),
        ("GET", "/sign-in", vec![]),
        ("GET", "/account/password", vec![cookie]),
        ("GET", "/sso/it-glue/login", vec![cookie]),
        ("GET", "/sso/zendesk/login", vec![cookie]),
        ("GET", "/sso/it-glue/login", vec![("Sec-Purpose", "prefetch")]),
        ("GET", "/sso/it-glue/login?a=1&a=2", vec![]),
        ("GET", "/sso/nobody/login", vec![]),
        ("GET", "/sso/nobody/login", vec![("Accept", "application/json")]),
        ("GET", "/sso/zendesk/logout?kind=error&message=No", vec![]),
        ("GET", "/sso/%FF/login", vec![]),
        ("GET", "/nowhere", vec![]),
        ("DELETE", "/sign-in", vec![]),
        (
            "OPTIONS",
            "/sign-in",
            vec![("Origin", "https://evil.example"), ("Access-Control-Request-Method", "POST")],
        ),
        ("GET", "/sign-in", vec![("Origin", "https://evil.example")]),
        ("POST", "/sign-in", vec![SAME]),
        ("POST", "/sign-in", vec![SAME, FORM]),
        ("POST", "/sign-in", vec![FORM, ("Origin", "https://evil.example")]),
        ("POST", "/sign-in", vec![SAME, FORM, ("Content-Length", "99999")]),
        ("POST", "/account/password", vec![SAME, FORM, cookie]),
        ("GET", "/static/bridgewarden.css", vec![]),
        ("GET", "/static/bridgewarden.css?v=1", vec![("If-None-Match", tag.as_str())]),
        ("GET", "/static/brand.css", vec![]),
        ("GET", "/static/deliver.js", vec![]),
        ("GET", "/static/favicon.svg", vec![]),
        ("GET", "/static/nothing.css", vec![]),
        ("GET", "/healthz", vec![]),
        ("GET", "/readyz", vec![]),
        ("GET", "/sso/zendesk/logout", vec![cookie]),
    ] {
        let headers = [&[host][..], &headers].concat();
        all.push((format!("{method} {path}"), raw.send(method, path, &headers, "")));
    }
    all.push(("another host".into(), raw.get("/sign-in", &[("Host", "evil.example")])));
    all
}

fn directives(page: &Page) -> Vec<&str> {
    let policy = page.header("content-security-policy").unwrap_or_default();
    policy.split(';').map(str::trim).collect()
}

fn is_armoured(what: &str, page: &Page) {
    let policy = directives(page);
    for directive in ["default-src 'none'", "base-uri 'none'", "object-src 'none'", "frame-ancestors 'none'"]
    {
        assert!(policy.contains(&directive), "{what}: {directive} is not in {policy:?}");
    }
    for directive in policy {
        let (name, sources) = directive.split_once(' ').unwrap();
        let is_delivery = name == "form-action" && sources == "https:";
        assert!(is_delivery || matches!(sources, "'self'" | "'none'"), "{what}: {directive}");
    }
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("x-frame-options", "DENY"),
    ] {
        assert_eq!(page.header(name), Some(value), "{what}: {name}");
    }
    for name in page.headers.keys().map(|name| name.as_str()) {
        let tells = ["server", "x-powered-by", "via"].contains(&name) || name.starts_with("access-control-");
        assert!(!tells, "{what}: {name}");
    }
    if !page.body.is_empty() {
        let kind = page.header("content-type").unwrap();
        let is_text = kind.starts_with("text/") || kind.contains("xml");
        assert!(!is_text || kind.ends_with("; charset=utf-8"), "{what}: {kind}");
    }
    let is_file = what.starts_with("GET /static/") && page.status != 404;
    let kept = page.header("cache-control").unwrap();
    assert_eq!(kept == "no-store", !is_file, "{what}: {kept}");
}

async fn answers(bridge: &Bridge) -> Vec<(String, Page)> {
    prepare(bridge).await;
    let host = bridge.address.strip_prefix("http://").unwrap().to_owned();
    talk(&bridge.address, move |raw| every_kind(raw, &host)).await
}

on_each_database! {
    async fn every_kind_of_answer_is_armoured(bridge: Bridge) {
        let answers = answers(&bridge).await;
        for (what, page) in &answers {
            if !what.ends_with(".svg") {
                is_armoured(what, page);
            }
            assert_eq!(
                page.header("strict-transport-security"),
                None,
                "{what}: over plain HTTP it would be a lie"
            );
        }
        let statuses: std::collections::BTreeSet<u16> =
            answers.iter().map(|(_, page)| page.status.as_u16()).collect();
        let expected = [200, 204, 303, 304, 400, 403, 404, 405, 409, 413, 415, 421];
        assert_eq!(statuses, expected.into(), "a kind is missing");
    }
}

on_each_database! {
    async fn an_icon_says_its_character_set_too(bridge: Bridge) {
        // ASVS 5.0, 4.1.1: text, +xml and xml alike.
        is_armoured("GET /static/favicon.svg", &bridge.browser().get("/static/favicon.svg").await);
    }
}

on_each_database! {
    async fn forms_lead_to_ourselves_and_only_a_delivery_by_form_leads_further(bridge: Bridge) {
        let answers = answers(&bridge).await;
        let mut deliveries = 0;
        for (what, page) in &answers {
            let is_form = Delivery::of(page).is_some_and(|delivery| !delivery.fields.is_empty());
            let expected = if is_form { "form-action https:" } else { "form-action 'self'" };
            assert!(directives(page).contains(&expected), "{what}: {:?}", directives(page));
            deliveries += usize::from(is_form);
        }
        assert_eq!(deliveries, 2, "after the form, and at once");
    }
}

on_each_database! {
    async fn a_page_brings_nothing_from_elsewhere_and_nothing_inline(bridge: Bridge) {
        let answers = answers(&bridge).await;
        let mut pages = 0;
        for (what, page) in answers.iter().filter(|(_, page)| page.body.starts_with("<!doctype html>")) {
            pages += 1;
            for tag in page.body.split('<').skip(1).map(|rest| rest.split('>').next().unwrap()) {
                let name = tag.split([' ', '\n', '/']).next().unwrap();
                let loads = [
                    "script", "link", "img", "iframe", "object", "embed", "source", "video", "audio", "use",
                    "image",
                ]
                .contains(&name);
                let address = ["src=\"", "href=\""]
                    .into_iter()
                    .find_map(|attribute| tag.split_once(attribute))
                    .map(|(_, rest)| rest);
                assert!(
                    !loads || address.is_some_and(|address| address.starts_with("/static/")),
                    "{what}: <{tag}>"
                );
                assert!(name != "style" && name != "base", "{what}: <{tag}>");
                let attributes = tag.split_whitespace().skip(1);
                for attribute in attributes {
                    let is_handler = attribute.starts_with("on") && attribute.contains("=\"");
                    let is_inline = attribute.starts_with("style=") || is_handler;
                    assert!(!is_inline, "{what}: <{tag}>");
                }
            }
        }
        assert!(pages > 20, "only {pages} pages");
        for (what, file) in answers.iter().filter(|(what, _)| what.contains(".css") || what.contains(".js")) {
            for word in ["@import", "http://", "https://", "url(//", "eval(", "innerHTML"] {
                assert!(!file.body.contains(word), "{what}: {word}");
            }
        }
    }
}

/// Every kind of answer of a bridge that is reached over TLS.
async fn answers_over_tls(database: Database, hsts: &str) -> Vec<(String, Page)> {
    let options = ["server.public_url=https://sso.example.com", hsts];
    let bridge = Bridge::start_with(database, &options).await;
    prepare(&bridge).await;
    talk(&bridge.address, |raw| every_kind(raw, "sso.example.com")).await
}

on_each_database! {
    async fn over_tls_every_answer_says_so_for_a_year(database: Database) {
        for (what, page) in answers_over_tls(database, "server.hsts=true").await {
            let policy = page.header("strict-transport-security").unwrap_or_else(|| panic!("{what}"));
            let age: u64 =
                policy.strip_prefix("max-age=").unwrap().split(';').next().unwrap().parse().unwrap();
            assert!(age >= 31_536_000, "{what}: {policy}");
            assert!(page.location().is_none_or(|location| !location.starts_with("http://")), "{what}");
        }
    }
}

on_each_database! {
    async fn a_proxy_that_says_so_itself_is_not_contradicted(database: Database) {
        for (what, page) in answers_over_tls(database, "server.hsts=false").await {
            assert_eq!(page.header("strict-transport-security"), None, "{what}");
        }
    }
}
