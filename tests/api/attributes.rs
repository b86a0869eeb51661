//! Attributes of people, and the claims that they fill: only what a profile allows, only where it is asked for.

use bridgewarden::domain::attribute::Attributes;
use bridgewarden::flow::providers::{self, NewProvider, ProviderOutcome, SecretChoice};
use bridgewarden::flow::users::{self, UserChange, UserOutcome, attributes};

use crate::on_each_database;
use crate::support::bridge::SECRET;
use crate::support::{Bridge, Delivery};

const ANN: &str = "ann.lee@example.com";

fn change(pairs: &[(&str, Option<&str>)]) -> UserChange {
    let attributes =
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.map(str::to_owned))).collect();
    UserChange { attributes, ..UserChange::default() }
}

async fn claims_of(bridge: &Bridge, slug: &str) -> serde_json::Value {
    let mut browser = bridge.signed_in(ANN).await;
    let page = browser.get(&format!("/sso/{slug}/login")).await;
    let delivery = Delivery::in_page(&page);
    let mut claims = delivery.claims("jwt", SECRET);
    for own in ["iat", "jti"] {
        claims.as_object_mut().unwrap().remove(own);
    }
    claims
}

on_each_database! {
    async fn an_attribute_fills_a_claim_and_one_that_is_missing_is_told(bridge: Bridge) {
        bridge.add_person(ANN).await;
        let claims = "email,team=attribute.department,phone=attribute.telephone?";
        let settings = [("jwt_endpoint", "https://sp.example.com/jwt"), ("claims", claims)];
        bridge.add_provider("board", "generic-redirect", &settings, SECRET).await;
        let mut browser = bridge.signed_in(ANN).await;
        browser.get("/sso/board/login").await.is(403).says("asks for your team");
        bridge.change_person(ANN, change(&[("department", Some("Vertrieb Süd"))])).await;
        let told = claims_of(&bridge, "board").await;
        assert_eq!(told, serde_json::json!({"email": ANN, "team": "Vertrieb Süd"}));
        bridge.change_person(ANN, change(&[("telephone", Some("+49 40 1")), ("department", Some("Nord"))])).await;
        let told = claims_of(&bridge, "board").await;
        assert_eq!(told, serde_json::json!({"email": ANN, "team": "Nord", "phone": "+49 40 1"}));
        bridge.change_person(ANN, change(&[("department", None)])).await;
        bridge.signed_in(ANN).await.get("/sso/board/login").await.is(403);
    }
}

on_each_database! {
    async fn a_profile_says_which_further_claims_there_are_and_rights_need_leave(bridge: Bridge) {
        bridge.add_person(ANN).await;
        bridge.change_person(ANN, change(&[("company", Some("Lee & Sons")), ("desk_role", Some("agent"))])).await;
        let add = async |settings: &[(&str, &str)]| {
            let settings = settings.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
            let new = NewProvider {
                slug: "desk".parse().unwrap(),
                name: None,
                profile: "zendesk".into(),
                settings,
                groups: [].into(),
                is_enabled: true,
                max_sign_in_age: None,
            };
            let secret = SecretChoice::Given(SECRET.as_bytes().to_vec());
            providers::add(&bridge.context, new, secret, &bridge.origin()).await.unwrap()
        };
        let own = ("subdomain", "acme");
        for (further, leave) in [
            ("role=desk_role", ""),
            ("role=desk_role", "admin"),
            ("email=company", ""),
            ("organisation=company", ""),
            ("organization=Company", ""),
            ("organization=company", "organization"),
        ] {
            let outcome = add(&[own, ("further_claims", further), ("privileged_claims", leave)]).await;
            assert!(!matches!(outcome, ProviderOutcome::Done(_)), "{further} {leave}: {outcome:?}");
        }
        let further = "organization=company,phone=telephone,role=desk_role";
        let outcome = add(&[own, ("further_claims", further), ("privileged_claims", "role")]).await;
        assert!(matches!(outcome, ProviderOutcome::Done(_)), "{outcome:?}");
        let told = claims_of(&bridge, "desk").await;
        let expected = serde_json::json!({
            "email": ANN, "name": "Ann Lee", "organization": "Lee & Sons", "role": "agent"
        });
        assert_eq!(told, expected, "there is no telephone, and none is required");
    }
}

on_each_database! {
    async fn whoever_chooses_claims_sends_none_that_gives_rights_without_naming_it(bridge: Bridge) {
        bridge.add_person(ANN).await;
        bridge.change_person(ANN, change(&[("desk_role", Some("agent"))])).await;
        let add = async |claims: &str, leave: &str| {
            let settings = [("jwt_endpoint", "https://desk.example.com/jwt"), ("claims", claims), ("privileged_claims", leave)];
            let new = NewProvider {
                slug: "own".parse().unwrap(),
                name: None,
                profile: "generic-redirect".into(),
                settings: settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
                groups: [].into(),
                max_sign_in_age: None,
                is_enabled: true,
            };
            let secret = SecretChoice::Given(SECRET.as_bytes().to_vec());
            providers::add(&bridge.context, new, secret, &bridge.origin()).await.unwrap()
        };
        for (claims, leave) in [
            ("email,role=attribute.desk_role", ""),
            ("email,Role=attribute.desk_role", ""),
            ("email,isAdmin=attribute.desk_role?", "role"),
            ("email,role=external_id", "role"),
            ("email,role=groups", "role"),
        ] {
            match add(claims, leave).await {
                ProviderOutcome::SettingsUnfit(faults) => {
                    let told = faults[0].to_string();
                    assert!(told.starts_with("claims: ") && told.contains("gives rights at the provider"), "{told}");
                }
                other => panic!("{claims} {leave}: {other:?}"),
            }
        }
        let outcome = add("email,isAdmin=attribute.desk_role", "isAdmin").await;
        assert!(matches!(outcome, ProviderOutcome::Done(_)), "{outcome:?}");
        let told = claims_of(&bridge, "own").await;
        assert_eq!(told, serde_json::json!({"email": ANN, "isAdmin": "agent"}));
    }
}

on_each_database! {
    async fn what_is_set_is_on_record_and_what_is_set_again_is_not(bridge: Bridge) {
        bridge.add_person(ANN).await;
        bridge.change_person(ANN, change(&[("department", Some("Sales")), ("site", Some("Hamburg"))])).await;
        bridge.change_person(ANN, change(&[("department", Some("Sales")), ("site", None)])).await;
        bridge.change_person(ANN, change(&[("department", Some("Sales")), ("nothing", None)])).await;
        let rows = bridge.audit_of("user-changed").await;
        assert_eq!(rows.len(), 2, "{rows:?}");
        assert!(rows[0].details.contains("department:  → Sales, site:  → Hamburg"), "{}", rows[0].details);
        assert!(rows[1].details.contains("site: Hamburg → "), "{}", rows[1].details);
        let known = attributes::of(&bridge.context, &ANN.parse().unwrap()).await.unwrap().unwrap();
        assert_eq!(known, Attributes::from([("department".parse().unwrap(), "Sales".to_owned())]));
        let many: Vec<String> = (0..31).map(|number| format!("a{number}")).collect();
        let many: Vec<(&str, Option<&str>)> = many.iter().map(|name| (name.as_str(), Some("x"))).collect();
        let (ann, origin) = (ANN.parse().unwrap(), bridge.origin());
        let refused = users::change(&bridge.context, &ann, change(&many), &origin).await.unwrap();
        assert_eq!(refused, UserOutcome::TooManyAttributes);
        users::delete(&bridge.context, &ANN.parse().unwrap(), &bridge.origin()).await.unwrap();
        let kept = bridge.database.rows().into_iter().find(|(name, _)| name == "user_attributes").unwrap();
        assert_eq!(kept.1, 0);
    }
}
