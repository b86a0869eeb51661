//! When somebody ends a session, it opens nothing from the very next request on.

use bridgewarden::domain::password::Password;
use bridgewarden::domain::user::UserStatus;
use bridgewarden::flow::providers::{self, ProviderChange};
use bridgewarden::flow::session;
use bridgewarden::flow::users::{self, PasswordChoice, UserChange};

use crate::on_each_database;
use crate::sessions::{ANN, SESSION, is_signed_in, prepare};
use crate::support::{Delivery, PASSWORD};

on_each_database! {
    async fn signing_out_ends_the_session_for_whoever_holds_its_cookie(bridge: Bridge) {
        prepare(&bridge).await;
        let mut browser = bridge.signed_in(ANN).await;
        let copied = browser.clone();
        let home = browser.get("/").await;
        browser
            .submit(&home, home.forms().into_iter().find(|form| form.action == "/sign-out").unwrap())
            .await
            .is(200);
        assert_eq!(browser.cookie(SESSION), None);
        assert!(!is_signed_in(&copied).await);

        let mut browser = bridge.signed_in(ANN).await;
        let copied = browser.clone();
        browser.get("/sso/it-glue/logout").await.is(200);
        browser.get("/sso/it-glue/logout").await.is(200);
        assert!(!is_signed_in(&copied).await, "the provider's own sign-out is a sign-out");
        assert_eq!(bridge.count_audit("sign-out").await, 2);
    }
}

on_each_database! {
    async fn what_an_administrator_ends_is_over_at_the_next_request(bridge: Bridge) {
        prepare(&bridge).await;
        let (context, origin, ann) = (&bridge.context, bridge.origin(), ANN.parse().unwrap());

        let browser = bridge.signed_in(ANN).await;
        users::set_status(context, &ann, UserStatus::Disabled, &origin).await.unwrap();
        assert!(!is_signed_in(&browser).await, "disabled");
        users::set_status(context, &ann, UserStatus::Active, &origin).await.unwrap();
        assert!(!is_signed_in(&browser).await, "enabled again: a new sign-in, not the old session");

        let browser = bridge.signed_in(ANN).await;
        let change = UserChange { require_password_change: true, ..UserChange::default() };
        users::change(context, &ann, change, &origin).await.unwrap();
        assert_eq!(browser.clone().get("/").await.location().as_deref(), Some("/sign-in"));
        let login = browser.clone().get("/sso/it-glue/login").await;
        assert!(Delivery::of(&login).is_none(), "must change the password");
        // The session is no proof of the old password.
        assert!(login.form("password").field("new_password").is_none());

        let choice =
            PasswordChoice::Given { password: Password::parse(PASSWORD).unwrap(), must_change: false };
        users::set_password(context, &ann, choice, &origin).await.unwrap();
        assert!(!is_signed_in(&browser).await, "the password was reset");

        let (one, other) = (bridge.signed_in(ANN).await, bridge.signed_in(ANN).await);
        let newest = session::list(context, None, 10).await.unwrap();
        assert_eq!(newest.len(), 2);
        session::revoke(context, newest[0].session.id, &origin).await.unwrap();
        let alive = [is_signed_in(&one).await, is_signed_in(&other).await];
        assert_eq!(alive.iter().filter(|alive| **alive).count(), 1, "one of two sessions was taken away");
        session::revoke_all_of(context, newest[0].user.id, &origin).await.unwrap();
        assert!(!is_signed_in(&one).await && !is_signed_in(&other).await);

        let browser = bridge.signed_in(ANN).await;
        users::delete(context, &ann, &origin).await.unwrap();
        assert!(!is_signed_in(&browser).await, "deleted");
    }
}

on_each_database! {
    async fn a_provider_that_is_closed_gets_no_token_at_the_next_request(bridge: Bridge) {
        prepare(&bridge).await;
        let (context, origin, slug) = (&bridge.context, bridge.origin(), "it-glue".parse().unwrap());
        let mut browser = bridge.signed_in(ANN).await;
        Delivery::in_page(&browser.get("/sso/it-glue/login").await);
        let others =
            ProviderChange { open_to: ["finance".parse().unwrap()].into(), ..ProviderChange::default() };
        providers::change(context, &slug, others, &origin).await.unwrap();
        browser.get("/sso/it-glue/login").await.is_our_no(403, "a group she is not in");
        let off = ProviderChange { everyone: true, is_enabled: Some(false), ..ProviderChange::default() };
        providers::change(context, &slug, off, &origin).await.unwrap();
        browser.get("/sso/it-glue/login").await.is_our_no(403, "switched off");
        providers::remove(context, &slug, &origin).await.unwrap();
        browser.get("/sso/it-glue/login").await.is_our_no(404, "removed");
        assert_eq!(bridge.count_audit("token-minted").await, 1);
    }
}

on_each_database! {
    async fn what_is_changed_by_hand_in_the_database_holds_at_the_next_request(bridge: Bridge) {
        prepare(&bridge).await;
        let mut browser = bridge.signed_in(ANN).await;
        for _ in 0..2 {
            Delivery::in_page(&browser.get("/sso/it-glue/login").await);
        }
        bridge.database.tamper("INSERT INTO provider_groups SELECT id, 'finance' FROM providers");
        browser.get("/sso/it-glue/login").await.is_our_no(403, "a group she is not in");
        bridge.database.tamper("DELETE FROM provider_groups");
        Delivery::in_page(&browser.get("/sso/it-glue/login").await);
        bridge.database.tamper("UPDATE providers SET is_enabled = FALSE");
        browser.get("/sso/it-glue/login").await.is_our_no(403, "switched off");
        bridge.database.tamper("UPDATE providers SET is_enabled = TRUE");
        Delivery::in_page(&browser.get("/sso/it-glue/login").await);
        bridge.database.tamper("UPDATE users SET status = 'disabled'");
        assert!(Delivery::of(&browser.get("/sso/it-glue/login").await).is_none(), "disabled");
        assert_eq!(bridge.count_audit("token-minted").await, 4);
    }
}
