//! The ways out lead nowhere but where they should: sign-out takes no address from anybody, and a `return_to`
//! that was right on arrival is judged again before it goes out.

use bridgewarden::flow::providers::ProviderChange;

use crate::on_each_database;
use crate::sessions::is_signed_in;
use crate::support::bridge::SECRET;
use crate::support::raw::talk;
use crate::support::{Bridge, Delivery, PASSWORD, Page, html};

const ANN: &str = "ann.lee@example.com";
const HOSTILE: &str = include_str!("../corpus/return_to_hostile.txt");
/// What providers and other products call the place to go to after a sign-out.
const NAMES: [&str; 7] =
    ["return_to", "redirect", "redirect_uri", "next", "url", "rd", "post_logout_redirect_uri"];

async fn prepare(bridge: &Bridge) {
    bridge.add_person(ANN).await;
    let allowed = ("allowed_hosts", "portal.acme.example");
    bridge.add_provider("it-glue", "it-glue", &[("subdomain", "acme"), allowed], SECRET).await;
    bridge
        .add_provider(
            "zendesk",
            "zendesk",
            &[("subdomain", "acme"), allowed],
            "another secret of 32 bytes or more",
        )
        .await;
}

/// An end, with nothing but our own addresses on it.
fn leads_nowhere(page: &Page, what: &str) {
    assert!(matches!(page.status.as_u16(), 200 | 400 | 413), "{what}: {} {}", page.status, page.body);
    assert_eq!((page.location(), html::refresh(&page.body)), (None, None), "{what}");
    for address in html::links(&page.body).into_iter().chain(page.forms().into_iter().map(|form| form.action))
    {
        let is_own = address.starts_with('/') && !address.starts_with("//") && !address.contains('\\');
        assert!(is_own || address.starts_with("mailto:help@acme.example"), "{what}: {address}");
    }
    assert!(Delivery::of(page).is_none(), "{what}");
}

on_each_database! {
    async fn a_sign_out_goes_to_no_address_that_it_is_given(bridge: Bridge) {
        prepare(&bridge).await;
        let values: Vec<&str> =
            HOSTILE.lines().filter(|line| !line.is_empty() && !line.starts_with("# ") && !line.contains("{a*")).collect();
        assert!(values.len() > 1_000, "the corpus has shrunk to {}", values.len());
        let cross_site = ("Sec-Fetch-Site", "cross-site");
        talk(&bridge.address, move |raw| {
            for (number, value) in values.into_iter().enumerate() {
                let name = NAMES[number % NAMES.len()];
                let slug = ["it-glue", "zendesk"][number % 2];
                let page = raw.get(&format!("/sso/{slug}/logout?{name}={value}"), &[cross_site]);
                leads_nowhere(&page, &format!("{slug} {name}={value}"));
            }
        })
        .await;
        assert_eq!(bridge.tokens().await, 0);
    }
}

on_each_database! {
    async fn a_sign_out_from_another_site_ends_the_session_whatever_it_carries(bridge: Bridge) {
        prepare(&bridge).await;
        for query in ["", "?return_to=%2Facme", "?return_to=//evil.example/", "?email=x&external_id=7", "?jwt=x"] {
            let browser = bridge.signed_in(ANN).await;
            assert!(is_signed_in(&browser).await);
            let cookie = browser.cookie_header();
            let minted = bridge.tokens().await;
            talk(&bridge.address, move |raw| {
                for _ in 0..2 {
                    let headers = [("Cookie", cookie.as_str()), ("Sec-Fetch-Site", "cross-site")];
                    leads_nowhere_but_home(&raw.get(&format!("/sso/it-glue/logout{query}"), &headers), query);
                }
            })
            .await;
            assert!(!is_signed_in(&browser).await, "{query}");
            assert_eq!(bridge.tokens().await, minted, "{query}");
        }
    }
}

/// As above; but the page may name where a service can still be left by hand.
fn leads_nowhere_but_home(page: &Page, what: &str) {
    page.is(200).says("You are signed out");
    assert_eq!((page.location(), html::refresh(&page.body)), (None, None), "{what}");
    assert!(!page.body.contains("evil"), "{what}: {}", page.body);
}

on_each_database! {
    async fn a_page_that_was_allowed_on_arrival_and_is_no_longer_is_dropped(bridge: Bridge) {
        prepare(&bridge).await;
        let wanted = "return_to=https%3A%2F%2Fportal.acme.example%2Fx";
        let mut browser = bridge.browser();
        let asked = browser.get(&format!("/sso/it-glue/login?{wanted}")).await;
        let mut other = bridge.browser();
        let meanwhile = other.get(&format!("/sso/it-glue/login?{wanted}")).await;
        let delivery = Delivery::in_page(&browser.sign_in(&asked, ANN, PASSWORD).await);
        assert_eq!(delivery.values("return_to"), ["https://portal.acme.example/x"]);

        let narrower = ProviderChange {
            settings: [("allowed_hosts".to_owned(), String::new())].into(),
            ..ProviderChange::default()
        };
        bridge.change_provider("it-glue", narrower).await;
        let delivery = Delivery::in_page(&other.sign_in(&meanwhile, ANN, PASSWORD).await);
        assert_eq!(delivery.values("return_to"), [""; 0], "the host was taken off the list while the person typed");
        assert_eq!(delivery.values("jwt").len(), 1);
        assert_eq!(bridge.count_audit("return-to-dropped").await, 1);
    }
}
