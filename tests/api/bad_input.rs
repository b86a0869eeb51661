//! Requests that no page of ours and no provider sends. Each is answered with a no of its own, changes
//! nothing, and spoils nothing for the next request.

use crate::on_each_database;
use crate::support::bridge::SECRET;
use crate::support::raw::{Raw, talk};
use crate::support::{Bridge, Delivery};

const ANN: &str = "ann.lee@example.com";

async fn prepare(bridge: &Bridge) {
    bridge.add_person(ANN).await;
    bridge.add_provider("it-glue", "it-glue", &[("subdomain", "acme")], SECRET).await;
}

/// A sign-in form that waits to be sent: the browser's cookie header and the form's first field.
async fn waiting_form(bridge: &Bridge) -> (String, String) {
    let mut browser = bridge.browser();
    let page = browser.get("/sign-in").await;
    (browser.cookie_header(), format!("pending={}", page.form("password").field("pending").unwrap()))
}

on_each_database! {
    async fn an_unknown_provider_is_not_found_and_its_name_is_not_repeated(bridge: Bridge) {
        prepare(&bridge).await;
        let cookie = bridge.signed_in(ANN).await.cookie_header();
        let before = bridge.database.rows();
        talk(&bridge.address, move |raw| {
            let long = "zq7canary".repeat(40);
            let slugs = [
                "zq7canary",
                "IT-GLUE-zq7canary",
                "zq7canary%3Cscript%3E",
                "zq7canary%22onload%3D%22",
                "zq7canary%00",
                "%FFzq7canary",
                "it-glue%2Fzq7canary",
                "zq7canary%0d%0aSet-Cookie:%20a=b",
                "-zq7canary-",
                "%E2%84%AAzq7canary",
                "..zq7canary",
                &long,
            ];
            for (slug, act) in slugs.into_iter().flat_map(|slug| [(slug, "login"), (slug, "logout")]) {
                for headers in [&[][..], &[("Cookie", cookie.as_str())][..]] {
                    let page = raw.get(&format!("/sso/{slug}/{act}?return_to=/zq7canary"), headers);
                    page.is_our_no(404, slug);
                    assert!(!page.body.contains("zq7canary"), "{slug} is repeated: {}", page.body);
                }
            }
        })
        .await;
        assert_eq!(bridge.database.rows(), before, "a row was written for a stranger's typing error");
    }
}

on_each_database! {
    async fn what_can_be_read_in_two_ways_is_refused_with_and_without_a_session(bridge: Bridge) {
        prepare(&bridge).await;
        let cookie = bridge.signed_in(ANN).await.cookie_header();
        talk(&bridge.address, move |raw| {
            let many = (0..65).map(|number| format!("p{number}=1")).collect::<Vec<_>>().join("&");
            let queries = [
                "return_to=/a&return_to=/b",
                "return_to=/a&return_to=/a",
                "return_to=/a&%72eturn_to=/b",
                "x=1&x=2",
                "&x&x",
                "return_to=%FF",
                "return_to=/%C0%AF",
                "return_to=/a%00b",
                "x%0d%0aSet-Cookie:a=1",
                "x=%zz",
                "x=%4",
                &many,
            ];
            for query in queries {
                for (cookie, act) in [("", "login"), (&cookie, "login"), ("", "logout"), (&cookie, "logout")]
                {
                    let page = raw.get(&format!("/sso/it-glue/{act}?{query}"), &[("Cookie", cookie)]);
                    page.is_our_no(400, query);
                }
            }
            // Bytes that no address may have end already where requests are parsed.
            for byte in [0x00, 0x0b, 0x20, 0x7f, 0xff] {
                let mut request = b"GET /sso/it-glue/login?return_to=/".to_vec();
                request.push(byte);
                let rest = format!("x HTTP/1.1\r\nHost: {}\r\nCookie: {cookie}\r\n\r\n", raw.authority());
                request.extend_from_slice(rest.as_bytes());
                let page = Raw::new(&format!("http://{}", raw.authority())).send_bytes(&request, false);
                assert_eq!(page.status, 400, "the byte {byte:#x}");
            }
        })
        .await;
        assert_eq!(bridge.count_audit("token-minted").await, 0);
    }
}

on_each_database! {
    async fn a_form_that_is_no_clean_form_is_refused_before_anything_is_hashed(bridge: Bridge) {
        prepare(&bridge).await;
        let (cookie, pending) = waiting_form(&bridge).await;
        talk(&bridge.address, move |raw| {
            let good = "email=ann.lee%40example.com&password=correct+horse+battery";
            let (long, flood) = ("a".repeat(1025), "a".repeat(1 << 20));
            for (fields, status) in [
                (format!("{good}&email=eve%40example.com"), 400),
                (format!("{good}&passw%6Frd=other"), 400),
                ("email=ann.lee%40example.com&password=correct+horse+battery%00".into(), 400),
                ("email=ann.lee%40example.com&password=correct%0ahorse+battery".into(), 400),
                ("email=ann.lee%40example.com%0d%0aBcc:eve&password=x".into(), 400),
                ("email=ann.lee%40example.com%1b[2J&password=x".into(), 400),
                ("email=ann.lee%40example.com%00&password=x".into(), 400),
                ("email=%ff%fe&password=x".into(), 400),
                ("email=ann.lee%40example.com&password=%ff".into(), 400),
                ("email=ann.lee%40example.com&password=%ed%a0%80".into(), 400),
                ("email=ann.lee%40example.com&pass%0aword=x".into(), 400),
                ("email=ann.lee%40example.com&password=%4".into(), 400),
                (format!("email={long}&password=x"), 413),
                (format!("email=ann.lee%40example.com&password={long}"), 413),
                (format!("email=ann.lee%40example.com&password={flood}"), 413),
                (format!("email={flood}&password=x"), 413),
                (format!("{good}&more={flood}"), 413),
            ] {
                let page = raw.post("/sign-in", &[("Cookie", &cookie)], &format!("{pending}&{fields}"));
                page.is_our_no(status, fields.get(..60.min(fields.len())).unwrap());
            }
            let page = raw.post("/sign-in", &[("Cookie", &cookie)], &format!("{pending}&{good}"));
            assert_eq!(page.status, 303, "the form itself was good: {}", page.body);
        })
        .await;
        // Whatever is verified leaves a row: a sign-in or a refusal. Only the last one did.
        assert_eq!(bridge.audit_kinds().await, ["sign-in"]);
    }
}

on_each_database! {
    async fn a_form_that_does_not_say_how_long_it_is_is_not_read(bridge: Bridge) {
        prepare(&bridge).await;
        let (cookie, pending) = waiting_form(&bridge).await;
        talk(&bridge.address, move |raw| {
            let head = format!(
                "POST /sign-in HTTP/1.1\r\nHost: {}\r\nCookie: {cookie}\r\nTransfer-Encoding: chunked\r\n\
                 Content-Type: application/x-www-form-urlencoded\r\nSec-Fetch-Site: same-origin\r\n\r\n",
                raw.authority()
            );
            let form = format!("{pending}&email=ann.lee%40example.com&password=correct+horse+battery");
            let whole = format!("{:x}\r\n{form}\r\n0\r\n\r\n", form.len());
            let flood = format!("8000\r\n{}\r\n", "a".repeat(0x8000));
            for body in [whole, flood] {
                let mut other = Raw::new(&format!("http://{}", raw.authority()));
                let page = other.send_bytes(format!("{head}{body}").as_bytes(), false);
                let status = page.status.as_u16();
                assert!(matches!(status, 411 | 413), "{status}");
                page.is_our_no(status, "chunked");
                assert_eq!(raw.get("/healthz", &[]).status, 200);
            }
        })
        .await;
        assert!(bridge.audit_kinds().await.is_empty());
    }
}

on_each_database! {
    async fn only_a_form_is_taken_for_a_form(bridge: Bridge) {
        prepare(&bridge).await;
        let (cookie, pending) = waiting_form(&bridge).await;
        talk(&bridge.address, move |raw| {
            let body = format!("{pending}&email=ann.lee%40example.com&password=correct+horse+battery");
            for kind in [
                "application/json",
                "text/plain",
                "multipart/form-data; boundary=x",
                "application/x-www-form-urlencoded-x",
                "text/plain; application/x-www-form-urlencoded",
                "application/xml",
                "",
            ] {
                let headers =
                    [("Cookie", cookie.as_str()), ("Sec-Fetch-Site", "same-origin"), ("Content-Type", kind)];
                let headers = if kind.is_empty() { &headers[..2] } else { &headers[..] };
                raw.send("POST", "/sign-in", headers, &body).is_our_no(415, kind);
            }
        })
        .await;
        assert!(bridge.audit_kinds().await.is_empty());
    }
}

on_each_database! {
    async fn a_long_query_is_refused_and_the_next_request_is_answered(bridge: Bridge) {
        prepare(&bridge).await;
        let cookie = bridge.signed_in(ANN).await.cookie_header();
        talk(&bridge.address, move |raw| {
            let long = "a".repeat(20_000);
            for target in
                [format!("/sso/it-glue/login?return_to=/{long}"), format!("/sso/it-glue/login?{long}=1")]
            {
                raw.get(&target, &[("Cookie", &cookie)]).is_our_no(413, "a query of 20 KB");
                assert!(Delivery::of(&raw.get("/sso/it-glue/login", &[("Cookie", &cookie)])).is_some());
            }
        })
        .await;
    }
}

on_each_database! {
    async fn a_head_of_more_than_64_kib_is_refused(bridge: Bridge) {
        talk(&bridge.address, |raw| {
            let status = raw.get("/sign-in", &[("X-Long", &"a".repeat(80_000))]).status.as_u16();
            assert!(matches!(status, 413 | 431), "a head of 80 KB was answered with {status}");
        })
        .await;
    }
}

on_each_database! {
    async fn an_announced_flood_is_refused_at_once_and_is_never_read_as_a_request(bridge: Bridge) {
        prepare(&bridge).await;
        talk(&bridge.address, move |raw| {
            for smuggled in ["", "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"] {
                let headers = [("Content-Length", "10485760")];
                raw.post("/sign-in", &headers, smuggled).is_our_no(413, "10 MB announced");
                // A proxy would now use the connection for somebody else: it is closed, or in order.
                if raw.is_connected() {
                    let page = raw.get("/healthz", &[]);
                    assert!(
                        page.status == 200 && page.body.contains("\"ok\""),
                        "{}: {}",
                        page.status,
                        page.body
                    );
                }
                let next = Raw::new(&format!("http://{}", raw.authority())).get("/sign-in", &[]);
                assert_eq!(next.status, 200);
            }
        })
        .await;
    }
}
