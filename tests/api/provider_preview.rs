//! A preview says what a token would say, says what is missing, signs nothing and writes nothing.

use bridgewarden::domain::provider::Slug;
use bridgewarden::flow::providers::{self, Draft, Obstacle, Preview, Previewed, ProviderChange};
use bridgewarden::flow::users::PasswordChoice;
use serde_json::Value;

use crate::on_each_database;
use crate::support::bridge::SECRET;
use crate::support::{Bridge, Delivery};
use crate::tokens;

const ANN: &str = "ann.lee@example.com";

async fn preview(bridge: &Bridge, slug: &str, email: &str) -> Preview {
    let slug: Slug = slug.parse().unwrap();
    match providers::preview(&bridge.context, &slug, &email.parse().unwrap()).await.unwrap() {
        Previewed::Shown(preview) => *preview,
        other => panic!("nothing was shown: {other:?}"),
    }
}

on_each_database! {
    async fn a_preview_is_what_is_minted(bridge: Bridge) {
        tokens::prepare(&bridge).await;
        let mut browser = bridge.signed_in(tokens::ANN).await;
        for order in tokens::orders() {
            let before = bridge.database.rows();
            let shown = preview(&bridge, order.slug, tokens::ANN).await;
            assert_eq!(bridge.database.rows(), before, "a preview writes nothing");
            assert_eq!(shown.obstacles, []);
            let minted = Delivery::in_page(&browser.get(&format!("/sso/{}/login", order.slug)).await);
            let minted = minted.claims(order.parameter, &tokens::secret_of(&order));
            let mut shown = Value::Object(shown.claims.unwrap());
            // Made anew for each token; everything else is the same, the clock stands still.
            let shape = |id: &Value| id.as_str().unwrap().split_once('/').map(|(iat, random)| (iat.to_owned(), random.len()));
            if order.has_token_id {
                assert_eq!(shape(&shown["jti"]), shape(&minted["jti"]), "{}", order.slug);
                assert_ne!(shown["jti"], minted["jti"]);
                shown["jti"] = minted["jti"].clone();
            }
            assert_eq!(shown, minted, "{}", order.slug);
        }
    }
}

on_each_database! {
    async fn every_missing_claim_and_every_obstacle_is_told(bridge: Bridge) {
        bridge.add(ANN, |new| (new.first_name, new.last_name) = (String::new(), String::new()), PasswordChoice::OneTime).await;
        bridge.add_provider("ideas", "aha-ideas", &[("portal_host", "acme.ideas.aha.io")], SECRET).await;
        let open_to = ["staff".parse().unwrap()].into();
        bridge.change_provider("ideas", ProviderChange { open_to, ..ProviderChange::default() }).await;
        bridge.switch("ideas", false).await;
        bridge.disable(ANN).await;
        let shown = preview(&bridge, "ideas", ANN).await;
        assert_eq!(shown.claims, Err(vec!["first_name".to_owned(), "last_name".to_owned()]));
        let expected = [Obstacle::SwitchedOff, Obstacle::NotAllowed, Obstacle::Disabled, Obstacle::PasswordChange];
        assert_eq!(shown.obstacles, expected);
    }
}

on_each_database! {
    async fn a_provider_can_be_previewed_before_it_is_saved(bridge: Bridge) {
        bridge.add_person(ANN).await;
        let mut draft = Draft {
            profile: "generic-redirect".into(),
            settings: [("jwt_endpoint", "https://wiki.example.com/jwt"), ("claims", "mail=email,groups")]
                .map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
            groups: [].into(),
            is_enabled: None,
        };
        let email = ANN.parse().unwrap();
        let Previewed::Shown(shown) = providers::preview_draft(&bridge.context, &draft, &email).await.unwrap() else {
            panic!("nothing was shown")
        };
        let claims = shown.claims.unwrap();
        assert_eq!((claims["mail"].as_str(), &claims["groups"]), (Some(ANN), &Value::Array(Vec::new())));
        assert!(providers::list(&bridge.context).await.unwrap().is_empty());
        let nobody = "nobody@example.com".parse().unwrap();
        let unknown = providers::preview_draft(&bridge.context, &draft, &nobody).await.unwrap();
        assert!(matches!(unknown, Previewed::PersonUnknown), "{unknown:?}");
        draft.settings.insert("claims".into(), "role=email".into());
        let unfit = providers::preview_draft(&bridge.context, &draft, &email).await.unwrap();
        assert!(matches!(unfit, Previewed::SettingsUnfit(_)), "{unfit:?}");
        draft.profile = "nothing".into();
        let unknown = providers::preview_draft(&bridge.context, &draft, &email).await.unwrap();
        assert!(matches!(unknown, Previewed::ProfileUnknown), "{unknown:?}");
    }
}
