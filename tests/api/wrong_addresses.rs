//! Addresses and methods that are not ours: what is not there is not found, whatever way it is written, and
//! what is there takes its own methods only.

use serde_json::Value;

use crate::on_each_database;
use crate::support::bridge::SECRET;
use crate::support::raw::talk;
use crate::support::{Bridge, Delivery};

const ANN: &str = "ann.lee@example.com";

/// Every address, with the methods it takes in order of the alphabet.
const ADDRESSES: [(&str, &[&str]); 13] = [
    ("/", &["GET"]),
    ("/sign-in", &["GET", "POST"]),
    ("/sign-in/password", &["POST"]),
    ("/sign-out", &["POST"]),
    ("/sign-out/continue", &["GET"]),
    ("/account/password", &["GET", "POST"]),
    ("/sso/it-glue/login", &["GET"]),
    ("/sso/it-glue/logout", &["GET"]),
    ("/sso/it-glue/launch", &["POST"]),
    ("/static/bridgewarden.css", &["GET"]),
    ("/static/brand.css", &["GET"]),
    ("/healthz", &["GET"]),
    ("/readyz", &["GET"]),
];

/// Paths behind which somebody hopes for a file, for another page, or for a proxy's mistake.
const NOWHERE: [&str; 36] = [
    "//",
    "//sso/it-glue/login",
    "//evil.example/",
    "/sso/",
    "/sso/it-glue",
    "/sso/it-glue/",
    "/sso//login",
    "/sso/it-glue//login",
    "/sso/it-glue/login/",
    "/sso/it-glue/login/extra",
    "/sso/../sign-in",
    "/sso/%2e%2e/sign-in",
    "/sso/it-glue/../it-glue/login",
    "/sso/it-glue/%2e%2e/it-glue/login",
    "/sso/it-glue%2flogin",
    "/sso/it-glue/login%00",
    "/sso/it-glue;x=1/login",
    "/SSO/it-glue/login",
    "/sso/it-glue/LOGIN",
    "/sign-in/",
    "/sign-in.html",
    "/./sign-in",
    "/%73ign-in/..",
    "/static/",
    "/static/../Cargo.toml",
    "/static/..%2fCargo.toml",
    "/static/..%2f..%2fCargo.toml",
    "/static/%2e%2e%2fCargo.toml",
    "/static/..%5c..%5cCargo.toml",
    "/static//etc/passwd",
    "/static/%2fetc%2fpasswd",
    "/static/bridgewarden.css%00.js",
    "/metrics",
    "/debug",
    "/.git/config",
    "/admin/../healthz",
];

async fn prepare(bridge: &Bridge) -> String {
    bridge.add_person(ANN).await;
    bridge.add_provider("it-glue", "it-glue", &[("subdomain", "acme")], SECRET).await;
    bridge.signed_in(ANN).await.cookie_header()
}

on_each_database! {
    async fn what_is_written_in_another_way_is_not_there(bridge: Bridge) {
        let cookie = prepare(&bridge).await;
        talk(&bridge.address, move |raw| {
            for (path, cookie) in NOWHERE.iter().flat_map(|path| [(path, ""), (path, &cookie)]) {
                let page = raw.get(path, &[("Cookie", cookie)]);
                page.is_our_no(404, path);
                for leak in ["[package]", "root:", "Cargo.toml", "evil.example"] {
                    assert!(!page.body.contains(leak), "{path}: {leak} in {}", page.body);
                }
            }
            for path in ["/static/bridgewarden.css/..", "/static/%62ridgewarden.css", "/%73ign-in"] {
                let status = raw.get(path, &[]).status.as_u16();
                assert!(matches!(status, 200 | 404), "{path}: {status}");
            }
        })
        .await;
        assert_eq!(bridge.count_audit("token-minted").await, 0);
    }
}

on_each_database! {
    async fn a_whole_address_as_the_target_is_judged_like_any_other(bridge: Bridge) {
        prepare(&bridge).await;
        talk(&bridge.address, |raw| {
            let own = format!("http://{}", raw.authority());
            assert_eq!(raw.get(&format!("{own}/sign-in"), &[]).status, 200);
            let authority = raw.authority().to_owned();
            for host in ["evil.example", &authority] {
                let page = raw.get("http://evil.example/sign-in", &[("Host", host)]);
                page.is_our_no(421, "another host in the target");
                assert!(!page.body.contains("evil.example"), "{}", page.body);
            }
        })
        .await;
    }
}

on_each_database! {
    async fn an_address_takes_its_own_methods_only(bridge: Bridge) {
        let cookie = prepare(&bridge).await;
        let before = bridge.database.rows();
        talk(&bridge.address, move |raw| {
            for (path, allowed) in ADDRESSES {
                for method in
                    ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "get"]
                {
                    if allowed.contains(&method) {
                        continue;
                    }
                    let headers = [("Cookie", cookie.as_str()), ("X-HTTP-Method-Override", allowed[0])];
                    let page = raw.send(method, path, &headers, "");
                    assert_eq!(page.status, 405, "{method} {path}: {}", page.body);
                    assert_eq!(page.header("set-cookie"), None, "{method} {path}");
                    assert!(
                        method != "TRACE" || !page.body.contains("bridgewarden="),
                        "{path}: {}",
                        page.body
                    );
                }
            }
        })
        .await;
        assert_eq!(bridge.database.rows(), before);
    }
}

on_each_database! {
    async fn a_refused_method_is_told_which_ones_there_are(bridge: Bridge) {
        talk(&bridge.address, move |raw| {
            for (path, allowed) in ADDRESSES {
                let page = raw.send("DELETE", path, &[], "");
                // RFC 9110, section 15.5.6: a 405 must name the methods in Allow.
                let named = page.header("allow").unwrap_or_else(|| panic!("{path} names no methods"));
                let mut named: Vec<&str> = named.split(',').map(str::trim).collect();
                named.sort_unstable();
                assert_eq!(named, allowed, "{path}");
            }
        })
        .await;
    }
}

on_each_database! {
    async fn a_program_that_asks_for_json_is_told_no_in_json(bridge: Bridge) {
        let cookie = prepare(&bridge).await;
        talk(&bridge.address, move |raw| {
            let json = ("Accept", "application/json");
            let kind = ("Content-Type", "application/x-www-form-urlencoded");
            for (method, path, headers, status, code) in [
                ("GET", "/nowhere", vec![json], 404, "not-found"),
                ("GET", "/sso/zq7canary/login", vec![json], 404, "provider-unknown"),
                ("GET", "/sso/it-glue/login?a=1&a=2", vec![json], 400, "bad-request"),
                ("PUT", "/sign-in", vec![json], 405, "method-not-allowed"),
                ("POST", "/sign-in", vec![json], 415, "wrong-content-type"),
                ("POST", "/sign-in", vec![json, kind, ("Origin", "https://evil.example")], 403, "cross-site"),
                ("POST", "/sign-in", vec![json, kind, ("Content-Length", "99999")], 413, "too-large"),
                ("POST", "/account/password", vec![json, kind], 403, "form-expired"),
                ("GET", "/", vec![json, ("Host", "evil.example")], 421, "wrong-host"),
            ] {
                let page = raw.send(method, path, &headers, "");
                assert_eq!(page.status, status, "{method} {path}: {}", page.body);
                assert_eq!(page.header("content-type"), Some("application/json"), "{method} {path}");
                let answer: Value = serde_json::from_str(&page.body).unwrap();
                assert_eq!(answer["code"], code, "{method} {path}");
                assert!(!answer["message"].as_str().unwrap().is_empty());
                assert!(uuid::Uuid::try_parse(answer["reference"].as_str().unwrap()).is_ok(), "{answer}");
                assert_eq!(answer.as_object().unwrap().len(), 3, "{answer}");
                assert!(!page.body.contains("zq7canary"), "{answer}");
            }
            // A browser, which would also take JSON, gets a page; and so does everybody else.
            for accept in ["text/html,application/xhtml+xml,application/json;q=0.9", "*/*", "", "image/webp"]
            {
                raw.get("/nowhere", &[("Accept", accept)]).is_our_no(404, accept);
            }
            let delivery = raw.get("/sso/it-glue/login", &[("Cookie", &cookie), json]);
            assert!(Delivery::of(&delivery).is_some(), "what Accept says decides only how a no is said");
        })
        .await;
    }
}
