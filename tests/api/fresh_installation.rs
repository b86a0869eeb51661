//! A new installation is closed: no account is there, no address makes one, and none ever will.

use bridgewarden::domain::user::UserStatus;
use bridgewarden::flow::users::{self, NewUser, PasswordChoice, UserChange, UserOutcome};

use crate::on_each_database;
use crate::support::raw::talk;
use crate::support::{Bridge, PASSWORD};

const ANN: &str = "ann.lee@example.com";

/// Where other products make their first account, and where ours might one day by mistake.
const SETUP: [&str; 17] = [
    "/first-administrator",
    "/setup",
    "/setup/",
    "/setup/admin",
    "/install",
    "/init",
    "/bootstrap",
    "/first-run",
    "/register",
    "/sign-up",
    "/signup",
    "/admin/setup",
    "/api/setup",
    "/api/session",
    "/api/users",
    "/if/flow/initial-setup/",
    "/account",
];

/// The administration is there, and nobody comes in.
const DOORS: [&str; 4] = ["/admin", "/admin/users", "/admin/users/new", "/admin/providers/new"];

/// What people try first.
const USUAL: [(&str, &str); 6] = [
    ("admin", "admin"),
    ("admin@example.com", "admin"),
    ("admin@localhost", "password"),
    ("root", "toor"),
    ("bridgewarden@bridgewarden", "bridgewarden"),
    ("", ""),
];

/// No address makes an account, and no usual one opens.
async fn is_closed(bridge: &Bridge, what: &'static str) {
    let people = bridge.database.names("SELECT email AS name FROM users");
    talk(&bridge.address, move |raw| {
        let body = format!(
            "email=eve%40example.com&password={0}&token=setup&admin=true",
            PASSWORD.replace(' ', "+")
        );
        for path in SETUP {
            for _ in 0..2 {
                raw.get(path, &[]).is_our_no(404, &format!("{what}: {path}"));
                raw.post(path, &[], &body).is_our_no(404, &format!("{what}: {path}"));
            }
        }
        for path in DOORS {
            let shown = raw.get(path, &[]);
            assert_eq!(shown.status, 403, "{what}: {path}");
            assert!(
                shown.body.contains("name=\"password\""),
                "{what}: {path} shows something else than a sign-in"
            );
            let sent = raw.post(path, &[], &body);
            assert!(
                matches!(sent.status.as_u16(), 403 | 405),
                "{what}: {path} was answered with {}",
                sent.status
            );
        }
    })
    .await;
    for (email, password) in USUAL {
        let mut browser = bridge.browser();
        let page = browser.get("/sign-in").await;
        let answer = browser.sign_in(&page, email, password).await;
        assert!(answer.status.is_client_error(), "{what}: {email} was answered with {}", answer.status);
    }
    assert_eq!(bridge.database.names("SELECT email AS name FROM users"), people, "{what}");
    assert!(bridge.database.names("SELECT id AS name FROM sessions").is_empty(), "{what}");
}

on_each_database! {
    async fn a_new_bridge_has_no_account_and_no_address_makes_one_then_or_later(bridge: Bridge) {
        for table in ["users", "credentials", "providers", "sessions", "audit_events"] {
            let rows = bridge.database.rows();
            let (_, count) = rows.iter().find(|(name, _)| name == table).unwrap();
            assert_eq!(*count, 0, "{table} of a new bridge");
        }
        is_closed(&bridge, "before anybody was added").await;

        let (context, origin, ann) = (&bridge.context, bridge.origin(), ANN.parse().unwrap());
        bridge.add(ANN, |ann: &mut NewUser| ann.is_administrator = true, PasswordChoice::OneTime).await.unwrap();
        is_closed(&bridge, "with an administrator").await;

        let demoted = UserChange { is_administrator: Some(false), ..UserChange::default() };
        for outcome in [
            users::change(context, &ann, demoted, &origin).await.unwrap(),
            users::set_status(context, &ann, UserStatus::Disabled, &origin).await.unwrap(),
            users::delete(context, &ann, &origin).await.unwrap(),
        ] {
            assert_eq!(outcome, UserOutcome::LastAdministrator);
        }
        // Even somebody with the database cannot open a door that is not there.
        bridge.database.tamper("DELETE FROM credentials");
        bridge.database.tamper("DELETE FROM users");
        is_closed(&bridge, "after the last administrator was deleted").await;
        let (database, clock) = bridge.stop().await;
        let bridge = Bridge::start_at(database, clock, &[]).await;
        is_closed(&bridge, "and after a restart").await;
    }
}

on_each_database! {
    async fn nothing_but_the_address_names_an_account(bridge: Bridge) {
        let ann = |ann: &mut NewUser| (ann.first_name, ann.external_id) = ("Annabel".into(), Some("e-17".into()));
        // Eve's other words are Ann's address: they must not make her Ann, nor Ann's name hers.
        let eve = |eve: &mut NewUser| (eve.first_name, eve.external_id) = (ANN.into(), Some(ANN.into()));
        let password = |text: &str| PasswordChoice::Given {
            password: bridgewarden::domain::password::Password::parse(text).unwrap(),
            must_change: false,
        };
        let eves = "another horse, another battery";
        bridge.add(ANN, ann, password(PASSWORD)).await;
        bridge.add("eve@example.com", eve, password(eves)).await;
        let id = bridge.database.names("SELECT id AS name FROM users").remove(0);
        for (typed, password) in [
            (ANN, eves),
            ("Annabel", PASSWORD),
            ("Annabel Lee", PASSWORD),
            ("e-17", PASSWORD),
            ("ann.lee", PASSWORD),
            (id.as_str(), PASSWORD),
        ] {
            let mut browser = bridge.browser();
            let page = browser.get("/sign-in").await;
            let answer = browser.sign_in(&page, typed, password).await;
            assert!(answer.status.is_client_error(), "{typed}: {}", answer.status);
        }
        assert_eq!(bridge.count_audit("sign-in").await, 0);
        bridge.signed_in(ANN).await;
    }
}
