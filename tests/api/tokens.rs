//! A token says what its provider's profile says, no more, and is made at the moment it is delivered.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bridgewarden::domain::clock::Clock;
use bridgewarden::domain::password::Password;
use bridgewarden::flow::users::{NewUser, PasswordChoice};
use bridgewarden::simulator::Kind;
use bridgewarden::simulator::verify::verify_hs256;
use serde_json::{Value, json};

use crate::on_each_database;
use crate::support::bridge::SECRET;
use crate::support::raw::talk;
use crate::support::{Bridge, Browser, Delivery, PASSWORD};

pub const ANN: &str = "Ann.Lee@example.com";

/// A provider that wants to know everything, in words of its own.
const EVERYTHING: &[(&str, &str)] = &[
    ("jwt_endpoint", "https://sp.example.com/jwt?customer=7"),
    ("token_parameter", "sso_token"),
    ("token_id", "no"),
    ("expires_after", "90"),
    ("claims", "email,given=first_name,family=last_name,full=name,number=external_id,language=locale,groups"),
];

/// A provider of each profile, and what its tokens say about Ann beside `iat`, `jti` and `exp`.
pub struct Order {
    pub slug: &'static str,
    pub profile: &'static str,
    settings: &'static [(&'static str, &'static str)],
    pub parameter: &'static str,
    pub has_token_id: bool,
    pub expires_after: Option<i64>,
    pub says: Value,
}

pub fn orders() -> Vec<Order> {
    let order = |profile, settings, says| Order {
        slug: profile,
        profile,
        settings,
        parameter: "jwt",
        has_token_id: true,
        expires_after: None,
        says,
    };
    vec![
        order("it-glue", &[("subdomain", "acme")], json!({"email": ANN})),
        order(
            "aha-ideas",
            &[("portal_host", "acme.ideas.aha.io")],
            json!({"email": ANN, "first_name": "Ann", "last_name": "Lee"}),
        ),
        Order {
            parameter: "token",
            has_token_id: false,
            ..order(
                "mojo-helpdesk",
                &[("helpdesk_host", "acme.mojohelpdesk.com")],
                json!({"email": ANN, "first_name": "Ann", "last_name": "Lee"}),
            )
        },
        order("zendesk", &[("subdomain", "acme")], json!({"email": ANN, "name": "Ann Lee"})),
        order(
            "desk-com",
            &[("jwt_endpoint", "https://acme.desk.com/auth/jwt")],
            json!({"email": ANN, "name": "Ann Lee"}),
        ),
        order("generic-redirect", &[("jwt_endpoint", "https://sp.example.com/jwt")], json!({"email": ANN})),
        Order {
            slug: "everything",
            parameter: "sso_token",
            has_token_id: false,
            expires_after: Some(90),
            ..order(
                "generic-form-post",
                EVERYTHING,
                json!({
                    "email": ANN, "given": "Ann", "family": "Lee", "full": "Ann Lee",
                    "number": "e-17", "language": "de", "groups": ["finance", "staff"],
                }),
            )
        },
    ]
}

pub fn secret_of(order: &Order) -> String {
    format!("the secret of {}: 0123456789abcdef0123456789", order.slug)
}

pub async fn prepare(bridge: &Bridge) -> Browser {
    let password = Password::parse(PASSWORD).unwrap();
    let change = |new: &mut NewUser| {
        new.external_id = Some("e-17".into());
        new.locale = Some("de".into());
        new.groups = ["staff".parse().unwrap(), "finance".parse().unwrap()].into();
    };
    bridge.add(ANN, change, PasswordChoice::Given { password, must_change: false }).await;
    for order in orders() {
        bridge.add_provider(order.slug, order.profile, order.settings, &secret_of(&order)).await;
    }
    bridge.signed_in(ANN).await
}

on_each_database! {
    async fn a_token_says_what_the_profile_says_and_no_more(bridge: Bridge) {
        let mut browser = prepare(&bridge).await;
        for order in orders() {
            bridge.clock.advance(Duration::from_millis(1_400));
            let page = browser.get(&format!("/sso/{}/login", order.slug)).await;
            let delivery = Delivery::in_page(&page);
            let token = delivery.token(order.parameter);
            let wanted =
                order.settings.iter().find(|(name, _)| *name == "jwt_endpoint").map(|(_, value)| *value);
            assert!(delivery.address.starts_with(wanted.unwrap_or("https://acme.")), "{}", delivery.address);
            let header = URL_SAFE_NO_PAD.decode(token.split('.').next().unwrap()).unwrap();
            assert_eq!(std::str::from_utf8(&header).unwrap(), r#"{"typ":"JWT","alg":"HS256"}"#);
            let verified = verify_hs256(token, secret_of(&order).as_bytes()).unwrap();
            let now = bridge.clock.now().as_seconds();
            let mut expected = order.says.clone();
            expected["iat"] = json!(now);
            if let Some(seconds) = order.expires_after {
                expected["exp"] = json!(now + seconds);
            }
            if order.has_token_id {
                let id = verified.claims["jti"].as_str().unwrap().to_owned();
                let random = id.strip_prefix(&format!("{now}/")).unwrap();
                assert_eq!(URL_SAFE_NO_PAD.decode(random).unwrap().len(), 24, "{id}");
                expected["jti"] = json!(id);
            }
            assert_eq!(verified.claims, expected, "{}", order.slug);
            assert!(verified.claims["iat"].is_i64());
        }
    }
}

on_each_database! {
    async fn a_token_that_comes_in_does_not_go_out(bridge: Bridge) {
        let mut browser = prepare(&bridge).await;
        for (slug, parameter) in [("it-glue", "jwt"), ("mojo-helpdesk", "token"), ("zendesk", "jwt")] {
            let page = browser
                .get(&format!("/sso/{slug}/login?{parameter}=zq7canary&evil=zq7canary&return_to=%2Fx"))
                .await;
            let delivery = Delivery::in_page(&page);
            assert!(!page.body.contains("zq7canary") && !delivery.address.contains("zq7canary"), "{slug}");
            assert_eq!(delivery.token(parameter).split('.').count(), 3);
        }
    }
}

on_each_database! {
    async fn iat_is_the_moment_of_delivery_and_not_of_the_page(bridge: Bridge) {
        bridge.add_person(ANN).await;
        bridge.add_provider("it-glue", "it-glue", &[("subdomain", "acme")], SECRET).await;
        let mut browser = bridge.browser();
        let page = browser.get("/sso/it-glue/login").await;
        bridge.clock.advance(Duration::from_secs(30));
        let again = browser.sign_in(&page, ANN, "battery staple horse").await;
        bridge.clock.advance(Duration::from_secs(300));
        let delivery = Delivery::in_page(&browser.sign_in(&again, ANN, PASSWORD).await);
        let first = delivery.claims("jwt", SECRET);
        assert_eq!(first["iat"], bridge.clock.now().as_seconds());
        bridge.clock.advance(Duration::from_secs(2));
        let second = Delivery::in_page(&browser.get("/sso/it-glue/login").await).claims("jwt", SECRET);
        assert_eq!(second["iat"], bridge.clock.now().as_seconds());
        assert_ne!(first["jti"], second["jti"]);
    }
}

on_each_database! {
    async fn a_token_opens_one_provider_and_opens_it_once(bridge: Bridge) {
        bridge.add_person(ANN).await;
        let glue = bridge.add_simulator(Kind::ItGlue, &[ANN]).await;
        let aha = bridge.add_simulator(Kind::AhaIdeas, &[]).await;
        let mut browser = bridge.signed_in(ANN).await;
        let carried = Delivery::in_page(&browser.get("/sso/it-glue/login").await);
        let mut anywhere = bridge.browser();
        for (simulator, is_accepted) in [(&aha, false), (&glue, true), (&glue, false)] {
            anywhere.get(&format!("{}?jwt={}", simulator.jwt_endpoint(), carried.token("jwt"))).await;
            let receipts = simulator.receipts();
            assert_eq!(
                receipts.last().unwrap().accepted,
                is_accepted,
                "{:?}",
                receipts.last().unwrap().checks
            );
        }
    }
}

on_each_database! {
    async fn looking_ahead_mints_nothing(bridge: Bridge) {
        let browser = prepare(&bridge).await;
        let cookie = browser.cookie_header();
        talk(&bridge.address, move |raw| {
            for (method, header) in [
                ("HEAD", ("Accept", "*/*")),
                ("OPTIONS", ("Access-Control-Request-Method", "GET")),
                ("GET", ("Sec-Purpose", "prefetch")),
                ("GET", ("Sec-Purpose", "prefetch;prerender")),
                ("GET", ("Sec-Purpose", "prefetch;anonymous-client-ip")),
                ("GET", ("Purpose", "prefetch")),
            ] {
                for act in ["login", "logout"] {
                    let page =
                        raw.send(method, &format!("/sso/it-glue/{act}"), &[("Cookie", &cookie), header], "");
                    assert!(
                        matches!(page.status.as_u16(), 204 | 405),
                        "{method} {act} {header:?}: {}",
                        page.status
                    );
                    assert!(
                        page.location().is_none()
                            && page.header("set-cookie").is_none()
                            && page.body.is_empty()
                            || page.status == 405
                    );
                }
            }
        })
        .await;
        assert_eq!(bridge.audit_kinds().await, ["sign-in"]);
        Delivery::in_page(&browser.clone().get("/sso/it-glue/login").await);
    }
}
