//! Every profile of the catalogue, filled with its own examples, makes a token and a delivery that a snapshot
//! shows. A new profile needs its snapshot: `INSTA_UPDATE=always cargo test --test api profiles`, and a look at it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use bridgewarden::domain::attribute::Attributes;
use bridgewarden::domain::clock::Timestamp;
use bridgewarden::domain::factors::{Authenticated, Factors, Requirement};
use bridgewarden::domain::provider::SharedSecret;
use bridgewarden::domain::user::{User, UserStatus};
use bridgewarden::mint::delivery::{Delivery, deliver};
use bridgewarden::mint::mint;
use bridgewarden::profile::catalogue::Catalogue;
use bridgewarden::profile::schema::ProviderProfile;
use bridgewarden::simulator::Kind;
use bridgewarden::simulator::verify::verify_hs256;
use serde_json::{Value, json};

const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef";
const ISSUED_AT: i64 = 1_800_000_000;

/// Ann Lee, of whom everything is known.
fn ann() -> User {
    let now = Timestamp::from_micros(0);
    User {
        id: "01935e2f-0000-7000-8000-000000000001".parse().unwrap(),
        email: "Ann.Lee@example.com".parse().unwrap(),
        first_name: "Ann".into(),
        last_name: "Lee".into(),
        external_id: Some("e-17".into()),
        locale: Some("de".into()),
        groups: ["staff".parse().unwrap(), "support".parse().unwrap()].into(),
        status: UserStatus::Active,
        is_administrator: true,
        created_at: now,
        updated_at: now,
        last_sign_in_at: None,
    }
}

fn authenticated(user: &User) -> Authenticated {
    let factors = Factors::password_verified(user.id, Timestamp::from_micros(0));
    let nothing_due = Requirement { password_change_pending: false, password_since: None };
    factors.satisfy(&Arc::new(user.clone()), nothing_due).unwrap()
}

fn catalogue() -> Catalogue {
    Catalogue::read(None).unwrap()
}

fn part(token: &str, index: usize) -> Value {
    let bytes = URL_SAFE_NO_PAD.decode(token.split('.').nth(index).unwrap()).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

/// What a profile makes for Ann: header, claims and delivery, with what differs each time left out.
fn sample(profile: &ProviderProfile) -> Value {
    let filled = profile
        .fill(&profile.example_settings())
        .unwrap_or_else(|faults| panic!("{}: {faults:?}", profile.name));
    let secret = SharedSecret::new(SECRET.to_vec()).unwrap();
    let now = Timestamp::from_micros(ISSUED_AT * 1_000_000 + 999_999);
    let token = mint(&authenticated(&ann()), &Attributes::new(), &filled, &secret, now).unwrap();
    let verified =
        verify_hs256(token.text(), SECRET).unwrap_or_else(|problem| panic!("{}: {problem:?}", profile.name));
    let mut claims = verified.claims;
    assert_eq!(claims["iat"], ISSUED_AT, "{}: whole seconds, never rounded up", profile.name);
    claims["iat"] = json!("[iat]");
    if let Some(id) = claims.get("jti") {
        let (issued_at, random) = id.as_str().unwrap().split_once('/').unwrap();
        assert_eq!((issued_at, random.len()), ("1800000000", 32), "{}", profile.name);
        claims["jti"] = json!("[iat]/[random]");
    }
    if let Some(end) = claims.get("exp") {
        claims["exp"] = json!(format!("[iat] + {}", end.as_i64().unwrap() - ISSUED_AT));
    }
    let wanted = "/a page?x=1&y=a%2Fb#end";
    let return_to = filled.return_to.as_ref().map(|_| filled.judge_return_to(wanted));
    let preserved: Vec<(String, String)> =
        filled.echo.iter().map(|name| (name.clone(), format!("{name} & more"))).collect();
    let return_to = return_to.and_then(Result::ok);
    let hide = |text: &str| text.replace(token.text(), "[token]");
    let delivery = match deliver(&filled, &token, return_to.as_ref(), &preserved) {
        Delivery::Redirect { url } => json!({"redirect": hide(&url)}),
        Delivery::FormPost { action, fields } => {
            let fields: Vec<String> =
                fields.iter().map(|(name, value)| format!("{name}={}", hide(value))).collect();
            json!({"form post": action, "fields": fields})
        }
    };
    let sign_out = filled
        .sign_out
        .as_ref()
        .map(|(url, comes_back)| json!({"address": url.as_str(), "comes back": comes_back}));
    json!({
        "header": part(token.text(), 0),
        "claims": claims,
        "delivery": delivery,
        "launch": filled.is_launch_allowed,
        "sign out": sign_out,
    })
}

#[test]
fn each_profile_makes_what_its_snapshot_shows() {
    for profile in catalogue().iter() {
        insta::assert_json_snapshot!(profile.name.as_str(), sample(profile));
    }
}

#[test]
fn no_profile_says_more_than_it_should() {
    for profile in catalogue().iter() {
        let sample = sample(profile);
        assert_eq!(sample["header"], json!({"typ": "JWT", "alg": "HS256"}), "{}", profile.name);
        let claims: BTreeSet<&str> =
            sample["claims"].as_object().unwrap().keys().map(String::as_str).collect();
        for privileged in ["role", "roles", "admin", "is_admin", "owner", "permissions", "aud"] {
            assert!(!claims.contains(privileged), "{} sends {privileged}", profile.name);
        }
        let address =
            sample["delivery"].get("redirect").or_else(|| sample["delivery"].get("form post")).unwrap();
        assert!(address.as_str().unwrap().starts_with("https://"), "{}: {address}", profile.name);
    }
}

#[test]
fn every_snapshot_belongs_to_a_profile_and_every_simulated_kind_has_one() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/api/snapshots");
    let names: BTreeSet<String> = catalogue().iter().map(|profile| profile.name.clone()).collect();
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let kept: BTreeSet<String> = files
        .filter_map(|file| Some(file.strip_prefix("api__profiles__")?.trim_end_matches(".snap").to_owned()))
        .collect();
    assert_eq!(kept, names, "snapshots on the left, profiles on the right");
    for kind in Kind::ALL {
        assert!(names.contains(kind.slug()), "{kind} has no profile");
    }
}
