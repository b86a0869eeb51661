//! Secrets stay secret: sealed for their own row, shown to nobody, and nothing that people type is kept.

use bridgewarden::config::{Config, Layers};
use bridgewarden::domain::password::Password;
use bridgewarden::domain::provider::SharedSecret;
use bridgewarden::flow::password::Credentials;
use bridgewarden::flow::providers::{self, NewProvider, ProviderOutcome, SecretChoice};
use bridgewarden::flow::session::SessionToken;
use bridgewarden::flow::users::{self, PasswordChoice, UserOutcome};

use crate::on_each_database;
use crate::support::{Bridge, Delivery, PASSWORD};

const ANN: &str = "ann.lee@example.com";
const ONE: &str = "zq7canary one: 0123456789abcdef0123456789";
const OTHER: &str = "zq7canary other: 0123456789abcdef01234567";

async fn prepare(bridge: &Bridge) {
    bridge.add_person(ANN).await;
    bridge.add_provider("one", "it-glue", &[("subdomain", "acme")], ONE).await;
    bridge.add_provider("other", "zendesk", &[("subdomain", "acme")], OTHER).await;
}

fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect()
}

on_each_database! {
    async fn a_shared_secret_is_nowhere_in_the_database(bridge: Bridge) {
        use base64::Engine;
        use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
        prepare(&bridge).await;
        let made = providers::set_secret(
            &bridge.context,
            &"other".parse().unwrap(),
            SecretChoice::Generate,
            &bridge.origin(),
        )
        .await
        .unwrap();
        let ProviderOutcome::Done(report) = made else { panic!("no secret was made") };
        let generated = report.generated.unwrap();
        Delivery::in_page(&bridge.signed_in(ANN).await.get("/sso/one/login").await);
        let dump = bridge.database.dump();
        assert!(dump.contains("v1.") && dump.contains("provider-secret-changed"), "the dump is not whole");
        for secret in [ONE, OTHER, generated.expose(), "zq7canary"] {
            let shapes = [
                secret.to_owned(),
                hex(secret),
                STANDARD_NO_PAD.encode(secret),
                URL_SAFE_NO_PAD.encode(secret),
            ];
            for shape in shapes {
                assert!(!dump.contains(&shape), "{shape} is in the database");
            }
        }
    }
}

/// Nobody is carried to either provider: by session and by form, a page says that something is broken.
async fn nothing_opens(bridge: &Bridge, what: &str) {
    for slug in ["one", "other"] {
        let mut browser = bridge.signed_in(ANN).await;
        browser.get(&format!("/sso/{slug}/login")).await.is_our_no(500, what);
        let mut stranger = bridge.browser();
        let page = stranger.get(&format!("/sso/{slug}/login")).await;
        let answer = stranger.sign_in(&page, ANN, PASSWORD).await;
        answer.is_our_no(500, what);
        for word in ["zq7canary", "v1.", "sealed", "secret", "provider"] {
            assert!(!answer.body.contains(word), "{what}: {word} in {}", answer.body);
        }
    }
    assert_eq!(bridge.count_audit("token-minted").await, 0, "{what}");
}

on_each_database! {
    async fn a_sealed_secret_opens_in_its_own_row_and_nowhere_else(bridge: Bridge) {
        prepare(&bridge).await;
        let stored = |slug: &str| {
            bridge
                .database
                .names(&format!("SELECT secret_sealed AS name FROM providers WHERE slug = '{slug}'"))
                .remove(0)
        };
        let (one, other) = (stored("one"), stored("other"));
        let store = |one: &str, other: &str| {
            for (slug, sealed) in [("one", one), ("other", other)] {
                let sql = format!("UPDATE providers SET secret_sealed = '{sealed}' WHERE slug = '{slug}'");
                assert_eq!(bridge.database.tamper(&sql), 1);
            }
        };
        store(&other, &one);
        nothing_opens(&bridge, "swapped").await;
        let last = |text: &str| if text.ends_with('A') { 'B' } else { 'A' };
        let flipped = |text: &str| {
            format!(
                "{}{}",
                &text[..text.len() - 2],
                [last(&text[..text.len() - 1]), last(text)].iter().collect::<String>()
            )
        };
        store(&flipped(&one), &flipped(&other));
        nothing_opens(&bridge, "changed").await;
        store(&one[..one.len() - 8], &other.replacen("v1.", "v2.", 1));
        nothing_opens(&bridge, "cut off, and of an unknown version").await;
        store("", ONE);
        nothing_opens(&bridge, "empty, and unsealed").await;

        let faults = bridge.browser().get(&format!("{}/metrics", bridge.metrics_address)).await;
        faults.says("bridgewarden_faults_total{code=\"sealed-secret\"} 16");
        store(&one, &other);
        let mut browser = bridge.signed_in(ANN).await;
        Delivery::in_page(&browser.get("/sso/one/login").await).claims("jwt", ONE);
        Delivery::in_page(&browser.get("/sso/other/login").await).claims("jwt", OTHER);
    }
}

on_each_database! {
    async fn what_people_type_and_where_they_go_is_not_kept(bridge: Bridge) {
        prepare(&bridge).await;
        let mut browser = bridge.browser();
        let page = browser.get("/sso/one/login?return_to=/zq7canary-page%3Ftoken=zq7canary").await;
        let again =
            browser.sign_in(&page, "zq7canary typed into the wrong field", "zq7canary-password").await;
        let again = browser.sign_in(&again, ANN, "zq7canary-password").await;
        let delivery = Delivery::in_page(&browser.sign_in(&again, ANN, PASSWORD).await);
        assert_eq!(delivery.values("return_to"), ["/zq7canary-page?token=zq7canary"]);
        browser.get("/sso/one/login?return_to=//zq7canary.example/").await.is(303);
        let dump = bridge.database.dump();
        assert_eq!(
            bridge.audit_kinds().await,
            [
                "sign-in-refused",
                "sign-in-refused",
                "sign-in",
                "token-minted",
                "return-to-dropped",
                "token-minted"
            ]
        );
        for word in ["zq7canary", PASSWORD] {
            assert!(!dump.contains(word), "{word} was kept");
        }
    }
}

#[test]
fn what_holds_a_secret_does_not_show_it() {
    let canary = "zq7canary".repeat(4);
    let password = Password::parse(&canary).unwrap();
    let token = SessionToken::random().unwrap();
    for shown in [
        format!("{password:?}"),
        format!("{:?}", Credentials { email: "ann".into(), password: password.clone() }),
        format!("{:?}", PasswordChoice::Given { password, must_change: false }),
        format!("{:?}", SharedSecret::new(canary.clone().into_bytes()).unwrap()),
        format!("{token:?}"),
    ] {
        assert!(!shown.contains("zq7canary") && !shown.contains(token.expose()), "{shown}");
    }
}

#[test]
fn a_configuration_does_not_show_its_secrets() {
    let options = [
        "database.url=postgres://bridge:zq7canary@db/bridge",
        "security.sealing_key=enE3Y2FuYXJ5enE3Y2FuYXJ5enE3Y2FuYXJ5enE3Y2E=",
        "server.public_url=https://sso.example.com",
    ];
    let config = Config::of_layers(Layers::of_options(&options.map(str::to_owned))).unwrap();
    let shown = format!("{config:?}");
    for secret in ["zq7canary", "enE3Y2Fu"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

on_each_database! {
    async fn a_secret_that_was_made_here_is_shown_once_and_by_nothing_else(bridge: Bridge) {
        prepare(&bridge).await;
        let (context, origin) = (&bridge.context, bridge.origin());
        let made = providers::set_secret(context, &"one".parse().unwrap(), SecretChoice::Generate, &origin)
            .await
            .unwrap();
        let shown = format!("{made:?}");
        let ProviderOutcome::Done(report) = made else { panic!("no secret was made") };
        assert!(!shown.contains(report.generated.unwrap().expose()), "{shown}");
        let reset = users::set_password(context, &ANN.parse().unwrap(), PasswordChoice::OneTime, &origin)
            .await
            .unwrap();
        let shown = format!("{reset:?}");
        let UserOutcome::Done(Some(one_time)) = reset else { panic!("no password was made") };
        assert!(!shown.contains(one_time.expose()), "{shown}");
    }
}

on_each_database! {
    async fn two_providers_cannot_have_one_secret(bridge: Bridge) {
        let (context, origin) = (&bridge.context, bridge.origin());
        bridge.add_provider("one", "it-glue", &[("subdomain", "acme")], ONE).await;
        bridge
            .add_provider("other", "zendesk", &[("subdomain", "acme")], "another secret of 32 bytes or more")
            .await;
        let given = |secret: String| SecretChoice::Given(secret.into_bytes());
        let shared = ProviderOutcome::SecretShared(vec!["one".into()]);
        for secret in [ONE.to_owned(), format!("{ONE}\n"), format!("{ONE}\r\n")] {
            let new = NewProvider {
                slug: "third".parse().unwrap(),
                name: None,
                profile: "aha-ideas".into(),
                settings: [("portal_host".to_owned(), "acme.ideas.aha.io".to_owned())].into(),
                groups: [].into(),
                max_sign_in_age: None,
                is_enabled: true,
            };
            assert_eq!(providers::add(context, new, given(secret.clone()), &origin).await.unwrap(), shared);
            let other = "other".parse().unwrap();
            assert_eq!(providers::set_secret(context, &other, given(secret), &origin).await.unwrap(), shared);
        }
        assert!(providers::find(context, &"third".parse().unwrap()).await.unwrap().is_none());
    }
}
