//! Tokens before witnesses that share nothing with the part that mints: another library, and statistics.

use std::collections::{BTreeSet, HashSet};
use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use bridgewarden::domain::attribute::Attributes;
use bridgewarden::domain::clock::{Clock, SystemClock};
use bridgewarden::domain::factors::{Factors, Requirement};
use bridgewarden::domain::provider::SharedSecret;
use bridgewarden::flow::users;
use bridgewarden::mint::mint;
use bridgewarden::profile::Catalogue;
use bridgewarden::simulator::verify::verify_hs256;
use serde_json::{Value, json};

use crate::on_each_database;
use crate::support::bridge::SECRET;
use crate::support::{Bridge, Database, Delivery};
use crate::tokens::{ANN, orders, prepare, secret_of};

on_each_database! {
    async fn pyjwt_accepts_every_profiles_token_with_its_default_settings(bridge: Bridge) {
        let python = std::env::var("BRIDGEWARDEN_TEST_PYTHON").expect(
            "this test needs a Python with PyJWT: run ./scripts/test, or set BRIDGEWARDEN_TEST_PYTHON to one that \
             has tests/tools/requirements.txt installed",
        );
        let mut browser = prepare(&bridge).await;
        let mut lines = String::new();
        let mut line = |token: &str, secret: &str, claims: BTreeSet<&str>| {
            let secret = STANDARD.encode(secret);
            let order =
                json!({"token": token, "secret_base64": secret, "required": claims, "allowed": claims});
            lines += &format!("{order}\n");
        };
        for order in orders() {
            let page = browser.get(&format!("/sso/{}/login", order.slug)).await;
            let own = order.says.as_object().unwrap().keys().map(String::as_str);
            let further =
                [("iat", true), ("jti", order.has_token_id), ("exp", order.expires_after.is_some())];
            let claims =
                own.chain(further.into_iter().filter(|(_, has)| *has).map(|(name, _)| name)).collect();
            line(Delivery::in_page(&page).token(order.parameter), &secret_of(&order), claims);
        }
        // The rest of the catalogue, by what each profile itself says of its claims.
        let known: Vec<&str> = orders().iter().map(|order| order.profile).collect();
        let others =
            bridge.context.catalogue.iter().filter(|profile| !known.contains(&profile.name.as_str()));
        for profile in others {
            let settings = profile.example_settings();
            let filled = profile.fill(&settings).unwrap();
            let settings: Vec<(&str, &str)> =
                settings.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let secret = format!("the secret of {}: 0123456789abcdef0123456789", profile.name);
            bridge.add_provider(&profile.name, &profile.name, &settings, &secret).await;
            let page = browser.get(&format!("/sso/{}/login", profile.name)).await;
            let own = filled.claims.iter().map(|claim| claim.name.as_str());
            let further =
                [("iat", true), ("jti", filled.has_token_id), ("exp", filled.expires_after.is_some())];
            let claims =
                own.chain(further.into_iter().filter(|(_, has)| *has).map(|(name, _)| name)).collect();
            line(Delivery::in_page(&page).token(&filled.token_parameter), &secret, claims);
        }
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tools/verify_tokens.py");
        let mut verifier =
            Command::new(python).arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        verifier.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
        let output = verifier.wait_with_output().unwrap();
        let answers: Vec<Value> = String::from_utf8(output.stdout)
            .unwrap()
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        assert_eq!(answers.len(), lines.lines().count());
        for answer in answers {
            assert_eq!(answer["ok"], true, "{answer}");
            assert_eq!(answer["claims"]["email"], ANN);
        }
        assert!(output.status.success());
    }
}

#[tokio::test]
async fn ten_thousand_tokens_of_one_second_have_ten_thousand_ids() {
    let bridge = Bridge::start(Database::sqlite()).await;
    bridge.add_person(ANN).await;
    let user = users::find(&bridge.context, &ANN.parse().unwrap()).await.unwrap().unwrap();
    let now = SystemClock.now();
    let nothing_pending = Requirement { password_change_pending: false, password_since: None };
    let person = Factors::password_verified(user.id, now).satisfy(&Arc::new(user), nothing_pending).unwrap();
    let catalogue = Catalogue::read(None).unwrap();
    let profile = catalogue.get("it-glue").unwrap();
    let filled = profile.fill(&profile.example_settings()).unwrap();
    let secret = SharedSecret::new(SECRET.into()).unwrap();
    let random = |_| {
        let token = mint(&person, &Attributes::new(), &filled, &secret, now).unwrap();
        let claims = verify_hs256(token.text(), SECRET.as_bytes()).unwrap().claims;
        let id = claims["jti"]
            .as_str()
            .unwrap()
            .strip_prefix(&format!("{}/", now.as_seconds()))
            .unwrap()
            .to_owned();
        URL_SAFE_NO_PAD.decode(id).unwrap()
    };
    let ids: Vec<Vec<u8>> = (0..10_000).map(random).collect();
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len());
    // Every bit is as often set as not: of 192 fair bits none strays from the middle by 7 standard deviations.
    let is_set = |id: &Vec<u8>, bit: usize| id[bit / 8] >> (bit % 8) & 1 == 1;
    let fair = (0..ids[0].len() * 8).filter(|bit| {
        let set = ids.iter().filter(|id| is_set(id, *bit)).count();
        set.abs_diff(5_000) < 350
    });
    assert!(fair.count() >= 128);
    let alike =
        |pair: &[Vec<u8>]| pair[0].iter().zip(&pair[1]).take_while(|(one, other)| one == other).count();
    assert!(ids.windows(2).all(|pair| alike(pair) < 6), "neighbours begin alike");
}
