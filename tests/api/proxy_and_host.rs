//! Behind a proxy: whose headers are believed, and which host is ours.

use reqwest::header::{HeaderName, HeaderValue};

use crate::on_each_database;
use crate::support::bridge::SECRET;
use crate::support::raw::{Raw, talk};
use crate::support::{Bridge, Browser, Delivery, PASSWORD, Page};

const ANN: &str = "ann.lee@example.com";

async fn prepare(bridge: &Bridge) {
    bridge.add_person(ANN).await;
    bridge.add_provider("it-glue", "it-glue", &[("subdomain", "acme")], SECRET).await;
}

fn with_headers(mut browser: Browser, headers: &[(&str, &str)]) -> Browser {
    for (name, value) in headers {
        let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
        browser.headers.append(name, HeaderValue::from_str(value).unwrap());
    }
    browser
}

/// The address that the audit notes for a sign-in with these headers.
async fn noted_address(bridge: &Bridge, headers: &[(&str, &str)]) -> String {
    let mut browser = with_headers(bridge.browser(), headers);
    let page = browser.get("/sign-in").await;
    browser.sign_in(&page, ANN, "battery staple horse").await.is(403);
    let noted = bridge.audit().await.pop().unwrap().client_address;
    bridge.forget_guesses().await;
    noted
}

on_each_database! {
    async fn nobodys_forwarded_address_is_believed_by_default(bridge: Bridge) {
        prepare(&bridge).await;
        for name in ["X-Forwarded-For", "X-Real-IP", "X-Client-IP", "True-Client-IP", "CF-Connecting-IP"] {
            assert_eq!(noted_address(&bridge, &[(name, "203.0.113.9")]).await, "127.0.0.1", "{name}");
        }
        assert_eq!(
            noted_address(&bridge, &[("Forwarded", "for=203.0.113.9;host=evil.example")]).await,
            "127.0.0.1"
        );
    }
}

on_each_database! {
    async fn the_proxy_that_the_operator_named_is_believed_as_far_as_it_goes(database: Database) {
        let bridge = Bridge::start_with(database, &["server.trusted_proxies=127.0.0.0/8,10.1.0.0/16"]).await;
        prepare(&bridge).await;
        let name = "X-Forwarded-For";
        for (lines, expected) in [
            (vec!["203.0.113.9"], "203.0.113.9"),
            (vec!["6.6.6.6, 203.0.113.9"], "203.0.113.9"),
            (vec!["6.6.6.6, 203.0.113.9, 10.1.0.7"], "203.0.113.9"),
            (vec!["6.6.6.6", "203.0.113.9", "10.1.0.7, 10.1.0.8"], "203.0.113.9"),
            (vec!["203.0.113.9:4711"], "203.0.113.9"),
            (vec!["[2001:db8::1]:443"], "2001:db8::1"),
            (vec!["::ffff:203.0.113.9"], "203.0.113.9"),
            (vec!["a"], "127.0.0.1"),
            (vec![""], "127.0.0.1"),
            (vec!["unknown"], "127.0.0.1"),
            (vec!["203.0.113.9, "], "127.0.0.1"),
            (vec!["203.0.113.9, <script>"], "127.0.0.1"),
            (vec!["203.0.113.9", "_hidden"], "127.0.0.1"),
            (vec!["203.0.113.999"], "127.0.0.1"),
        ] {
            let headers: Vec<(&str, &str)> = lines.iter().map(|line| (name, *line)).collect();
            assert_eq!(noted_address(&bridge, &headers).await, expected, "{lines:?}");
        }
        for other in ["X-Real-IP", "X-Client-IP", "Forwarded"] {
            assert_eq!(noted_address(&bridge, &[(other, "203.0.113.9")]).await, "127.0.0.1", "{other}");
        }
        let mut browser = with_headers(bridge.browser(), &[(name, "203.0.113.9")]);
        let page = browser.get("/sign-in").await;
        browser.sign_in(&page, ANN, PASSWORD).await.is(303);
        assert_eq!(bridge.database.names("SELECT client_address AS name FROM sessions"), ["203.0.113.9"]);
    }
}

/// What proxies and intruders say about an address or a person, none of which is theirs to say.
const CLAIMS: [(&str, &str); 16] = [
    ("X-Forwarded-Host", "evil.example"),
    ("X-Forwarded-Proto", "https"),
    ("X-Forwarded-Port", "4443"),
    ("X-Forwarded-Prefix", "/evil.example"),
    ("X-Forwarded-Server", "evil.example"),
    ("Forwarded", "for=6.6.6.6;host=evil.example;proto=https"),
    ("X-Host", "evil.example"),
    ("X-Original-Host", "evil.example"),
    ("X-Original-URL", "/sign-out/continue"),
    ("X-Rewrite-URL", "/sign-out/continue"),
    ("Remote-User", "ann.lee@example.com"),
    ("X-Remote-User", "ann.lee@example.com"),
    ("X-Forwarded-User", "ann.lee@example.com"),
    ("X-Forwarded-Email", "ann.lee@example.com"),
    ("X-Auth-Request-Email", "ann.lee@example.com"),
    ("Authorization", "Basic YW5uLmxlZUBleGFtcGxlLmNvbTpjb3JyZWN0IGhvcnNlIGJhdHRlcnk="),
];

fn is_untouched(page: &Page, what: &str) {
    let said = format!("{:?} {}", page.headers, page.body);
    for word in ["evil.example", "4443", ANN] {
        assert!(!said.contains(word), "{what}: {word} in {said}");
    }
}

on_each_database! {
    async fn what_a_request_claims_about_host_and_person_moves_nothing(database: Database) {
        let bridge = Bridge::start_with(database, &["server.trusted_proxies=127.0.0.0/8"]).await;
        prepare(&bridge).await;
        let mut plain = bridge.browser();
        let mut forged = with_headers(bridge.browser(), &CLAIMS);
        for path in [
            "/",
            "/sign-in",
            "/account/password",
            "/sso/it-glue/login",
            "/sso/nobody/login",
            "/sso/it-glue/logout",
            "/nowhere",
            "/static/brand.css",
        ] {
            let (expected, page) = (plain.get(path).await, forged.get(path).await);
            assert_eq!(page.status, expected.status, "{path}");
            assert_eq!(page.location(), expected.location(), "{path}");
            is_untouched(&page, path);
        }
        let page = forged.get("/sso/it-glue/login?return_to=/x").await;
        let mut elsewhere = forged.clone();
        is_untouched(
            &elsewhere.submit(&page, page.form("password").set("email", "x").set("password", "x")).await,
            "refused",
        );
        assert_eq!(bridge.count_audit("sign-in").await, 0, "a header signed somebody in");
        let delivery = Delivery::in_page(&forged.sign_in(&page, ANN, PASSWORD).await);
        assert!(delivery.address.starts_with("https://acme.itglue.com/access/jwt?"), "{}", delivery.address);
        assert_eq!(delivery.values("return_to"), ["/x"]);
    }
}

on_each_database! {
    async fn a_request_for_another_host_is_sent_away(bridge: Bridge) {
        prepare(&bridge).await;
        let cookie = bridge.signed_in(ANN).await.cookie_header();
        talk(&bridge.address, move |raw| {
            let own = raw.authority().to_owned();
            let port = own.rsplit_once(':').unwrap().1.to_owned();
            for host in [
                "evil.example",
                "127.0.0.1",
                "127.0.0.1:1",
                &format!("localhost:{port}"),
                &format!("{own}.evil.example"),
                &format!("evil.example:{port}"),
                &format!("{own}0"),
                &format!("127.0.0.1.:{port}"),
                &format!("0x7f.1:{port}"),
                &format!("[::1]:{port}"),
                "",
            ] {
                for path in ["/sso/it-glue/login", "/sign-in", "/static/brand.css", "/nowhere"] {
                    let page = raw.get(path, &[("Host", host), ("Cookie", &cookie)]);
                    let said = page.body.clone();
                    assert!(matches!(page.status.as_u16(), 400 | 421), "{host} {path}: {}", page.status);
                    assert!(
                        !said.contains("evil")
                            && page.location().is_none()
                            && page.header("set-cookie").is_none()
                    );
                }
                assert_eq!(
                    raw.get("/healthz", &[("Host", "10.0.0.1:8080")]).status,
                    200,
                    "a load balancer asks by its own name"
                );
            }
            raw.get("/sign-in", &[("Host", "evil.example")]).is_our_no(421, "evil.example");
            for hosts in [
                "",
                &format!("Host: {own}\r\nHost: evil.example\r\n"),
                &format!("Host: {own}\r\nHost: {own}\r\n"),
            ] {
                let page = Raw::new(&format!("http://{own}"))
                    .send_bytes(format!("GET /sign-in HTTP/1.1\r\n{hosts}\r\n").as_bytes(), false);
                assert!(matches!(page.status.as_u16(), 400 | 421), "{hosts:?}: {}", page.status);
            }
        })
        .await;
        assert_eq!(bridge.count_audit("token-minted").await, 0);
    }
}

on_each_database! {
    async fn counters_are_on_a_listener_of_their_own_and_know_no_names(bridge: Bridge) {
        prepare(&bridge).await;
        Delivery::in_page(&bridge.signed_in(ANN).await.get("/sso/it-glue/login").await);
        for path in ["/metrics", "/metrics/", "//metrics", "/sso/metrics"] {
            bridge.browser().get(&format!("{}{path}", bridge.address)).await.is_our_no(404, path);
        }
        let mut operator = bridge.browser();
        let page = operator.get(&format!("{}/metrics", bridge.metrics_address)).await;
        page.is(200)
            .says("bridgewarden_tokens_total{provider=\"it-glue\"} 1")
            .says("bridgewarden_sign_ins_total 1");
        assert!(!page.body.contains("ann") && !page.body.contains("example.com"), "{}", page.body);
        for path in ["/", "/sign-in", "/sso/it-glue/login", "/healthz"] {
            operator.get(&format!("{}{path}", bridge.metrics_address)).await.is(404);
        }
    }
}

on_each_database! {
    async fn a_host_with_two_ports_is_nobodys(bridge: Bridge) {
        talk(&bridge.address, |raw| {
            let host = format!("{}:80", raw.authority());
            let status = raw.get("/sign-in", &[("Host", &host)]).status.as_u16();
            assert!(matches!(status, 400 | 421), "{host}: {status}");
        })
        .await;
    }
}
