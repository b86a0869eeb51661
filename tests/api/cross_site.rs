//! Forms that another site sends in a person's browser: none is accepted, whatever the other site knows.

use std::time::Duration;

use crate::on_each_database;
use crate::support::bridge::SECRET;
use crate::support::raw::{Raw, talk};
use crate::support::{Bridge, Browser, PASSWORD, Page};

const ANN: &str = "ann.lee@example.com";
const EVE: &str = "eve@example.com";
const SESSION: &str = "__Host-bridgewarden";

async fn prepare(bridge: &Bridge) {
    bridge.add_person(ANN).await;
    bridge.add_person(EVE).await;
    bridge.add_provider("it-glue", "it-glue", &[("subdomain", "acme")], SECRET).await;
}

/// The session cookie that an answer sets; not the one it removes.
fn begun_session(page: &Page) -> Option<&str> {
    let cookies = page.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap());
    let mut own = cookies.filter_map(|cookie| cookie.strip_prefix("__Host-bridgewarden="));
    own.find(|value| !value.starts_with(';'))
}

fn is_refused(page: &Page, what: &str) {
    assert!(page.status.is_client_error(), "{what}: {} {}", page.status, page.body);
    assert_eq!(begun_session(page), None, "{what}");
    assert_eq!(page.location(), None, "{what}");
}

/// What other sites' pages, and tampered ones, make browsers say about themselves.
fn foreign_headers(authority: &str) -> Vec<Vec<(&'static str, String)>> {
    let (site, origin) = ("Sec-Fetch-Site", "Origin");
    let own = format!("http://{authority}");
    let port = authority.rsplit_once(':').unwrap().1;
    let mut all = vec![
        vec![(site, "cross-site".into()), (origin, own.clone())],
        vec![(site, "same-site".into()), (origin, own.clone())],
        vec![(site, "none".into()), (origin, own.clone())],
        vec![(site, String::new()), (origin, own.clone())],
        vec![(site, "same-origin, cross-site".into()), (origin, own.clone())],
        vec![(site, "cross-site".into()), (site, "same-origin".into())],
        vec![(site, "cross-site".into())],
    ];
    for foreign in [
        "null".into(),
        "https://evil.example".into(),
        format!("{own}.evil.example"),
        format!("{own}@evil.example"),
        format!("http://evil.example:{port}"),
        format!("http://localhost:{port}"),
        "http://127.0.0.1".into(),
        format!("http://127.0.0.1:1{port}"),
        format!("https://{authority}"),
        format!("{own}/"),
        format!("{own} https://evil.example"),
        String::new(),
    ] {
        all.push(vec![(origin, foreign)]);
    }
    all
}

on_each_database! {
    async fn a_sign_in_form_from_another_site_begins_no_session(bridge: Bridge) {
        prepare(&bridge).await;
        let mut browser = bridge.browser();
        let form = browser.get("/sso/it-glue/login").await.form("password");
        let (pending, cookie) = (form.field("pending").unwrap().to_owned(), browser.cookie_header());
        talk(&bridge.address, move |raw| {
            let body = format!("pending={pending}&email={ANN}&password=correct+horse+battery");
            let post = |raw: &mut Raw, headers: &[(&'static str, String)]| {
                let mut all =
                    vec![("Cookie", cookie.as_str()), ("Content-Type", "application/x-www-form-urlencoded")];
                all.extend(headers.iter().map(|(name, value)| (*name, value.as_str())));
                raw.send("POST", "/sign-in", &all, &body)
            };
            for headers in foreign_headers(raw.authority()) {
                is_refused(&post(raw, &headers), &format!("{headers:?}"));
            }
            // The form itself was good, and an old browser, which says nothing about itself, may send it.
            assert!(begun_session(&post(raw, &[])).is_some());
        })
        .await;
        assert_eq!(bridge.audit_kinds().await, ["sign-in", "token-minted"]);
    }
}

/// Posts a sign-in as the bridge's own page would.
async fn post(browser: &mut Browser, pending: &str, email: &str) -> Page {
    let fields = [("pending", pending), ("email", email), ("password", PASSWORD)];
    browser.post("/sign-in", &fields, &[("sec-fetch-site", "same-origin")]).await
}

on_each_database! {
    async fn nobody_is_signed_in_to_the_account_of_somebody_else(bridge: Bridge) {
        prepare(&bridge).await;
        let fresh = async || {
            let mut browser = bridge.browser();
            let pending =
                browser.get("/sso/it-glue/login").await.form("password").field("pending").unwrap().to_owned();
            (browser, pending)
        };
        let (mut ann, own) = fresh().await;
        // Eve prepares a form in her own browser, and has Ann's browser send it with Eve's address and password.
        let (eve, eves) = fresh().await;
        is_refused(&post(&mut ann, &eves, EVE).await, "the form of another browser");
        let (mut cookieless, pending) = fresh().await;
        cookieless.clear_cookies();
        is_refused(&post(&mut cookieless, &pending, EVE).await, "no browser cookie");
        for other in ["", "x", &"A".repeat(24), eve.cookie("__Host-bridgewarden-browser").unwrap()] {
            cookieless.set_cookie("__Host-bridgewarden-browser", other);
            is_refused(&post(&mut cookieless, &pending, EVE).await, other);
        }
        let sealed_secret = bridge.database.names("SELECT secret_sealed AS name FROM providers").remove(0);
        let middle = own.len() / 2;
        let (start, rest) = own.split_at(middle);
        let flipped = format!("{start}{}{}", if rest.starts_with('A') { 'B' } else { 'A' }, &rest[1..]);
        for pending in [
            "",
            "v1",
            "v1..",
            "nonsense",
            &own[..own.len() - 1],
            &flipped,
            &own.to_uppercase(),
            &sealed_secret,
        ] {
            is_refused(&post(&mut ann, pending, EVE).await, pending);
        }
        let fields = format!("pending={own}&email={EVE}&password=correct+horse+battery");
        is_refused(
            &ann.post(&format!("/sign-in?{fields}"), &[], &[("sec-fetch-site", "same-origin")]).await,
            "in the query",
        );
        assert_eq!(begun_session(&ann.get(&format!("/sign-in?{fields}")).await), None);
        bridge.clock.advance(Duration::from_secs(600));
        is_refused(&post(&mut ann, &own, EVE).await, "ten minutes later");
        assert_eq!(bridge.count_audit("sign-in").await, 0);
        assert!(bridge.database.names("SELECT id AS name FROM sessions").is_empty());
    }
}

on_each_database! {
    async fn a_form_of_one_installation_means_nothing_to_another(database: Database) {
        let other = Bridge::start(crate::support::Database::sqlite()).await;
        let bridge = Bridge::start(database).await;
        prepare(&bridge).await;
        prepare(&other).await;
        let mut browser = other.browser();
        let pending =
            browser.get("/sso/it-glue/login").await.form("password").field("pending").unwrap().to_owned();
        let mut here = bridge.browser();
        here.set_cookie(
            "__Host-bridgewarden-browser",
            browser.cookie("__Host-bridgewarden-browser").unwrap(),
        );
        is_refused(&post(&mut here, &pending, ANN).await, "sealed elsewhere");
        assert_eq!(bridge.count_audit("sign-in").await, 0);
    }
}

/// The proof in the forms of a signed-in person's pages.
async fn proof_of(browser: &mut Browser) -> String {
    browser.get("/").await.form("proof").field("proof").unwrap().to_owned()
}

on_each_database! {
    async fn what_a_signed_in_person_can_do_no_other_site_can(bridge: Bridge) {
        prepare(&bridge).await;
        let (mut ann, mut eve, mut ann_elsewhere) =
            (bridge.signed_in(ANN).await, bridge.signed_in(EVE).await, bridge.signed_in(ANN).await);
        let own = proof_of(&mut ann).await;
        let before = ann.clone();
        let mut foreign =
            vec![String::new(), "x".into(), own.to_uppercase(), own[1..].into(), format!("{own}0")];
        foreign.extend([proof_of(&mut eve).await, proof_of(&mut ann_elsewhere).await]);
        foreign.push(ann.cookie(SESSION).unwrap().to_owned());
        let rows = bridge.database.rows();
        let home = ann.get("/").await;
        let tile = home.form("once");
        let change = [
            ("once", tile.field("once").unwrap()),
            ("current_password", PASSWORD),
            ("new_password", "a longer one for Eve"),
            ("repeat_password", "a longer one for Eve"),
        ];
        for act in ["/sign-out", "/account/password", "/sso/it-glue/launch"] {
            for proof in &foreign {
                let fields = [&[("proof", proof.as_str())][..], &change].concat();
                let page = ann.post(act, &fields, &[("sec-fetch-site", "same-origin")]).await;
                is_refused(&page, &format!("{act} with {proof:?}"));
            }
            let fields = [&[("proof", own.as_str())][..], &change].concat();
            for headers in foreign_headers(bridge.address.strip_prefix("http://").unwrap()) {
                let headers: Vec<(&str, &str)> =
                    headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
                is_refused(&ann.post(act, &fields, &headers).await, &format!("{act} with {headers:?}"));
            }
            let page =
                ann.post(&format!("{act}?proof={own}"), &change, &[("sec-fetch-site", "same-origin")]).await;
            is_refused(&page, "the proof in the query");
        }
        assert_eq!(ann.cookie(SESSION), before.cookie(SESSION));
        assert_eq!(bridge.database.rows(), rows, "something was changed or minted");
        ann.get("/").await.is(200);
        ann.submit(&home, tile).await.is(200).says("Taking you to");
    }
}

on_each_database! {
    async fn another_site_cannot_make_the_browser_forget_its_session(bridge: Bridge) {
        prepare(&bridge).await;
        // Browsers leave our cookies (SameSite=Lax) out of another site's post, but do what its answer says.
        for headers in foreign_headers(bridge.address.strip_prefix("http://").unwrap()) {
            let headers: Vec<(&str, &str)> =
                headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let page = bridge.browser().post("/sign-out", &[], &headers).await;
            assert_eq!(page.header("set-cookie"), None, "{headers:?}");
        }
    }
}
