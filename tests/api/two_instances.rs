//! Two instances on one database, and two copies of one machine: what one ends is over at the other, and no token
//! of one was ever made by the other.

use std::collections::BTreeSet;
use std::sync::Arc;

use bridgewarden::domain::user::UserStatus;
use bridgewarden::flow::providers::{self, ProviderChange};
use bridgewarden::flow::session;
use bridgewarden::flow::users::{self, PasswordChoice};
use bridgewarden::startup::{self, Running};

use crate::on_each_database;
use crate::sessions::{ANN, SESSION, is_signed_in, prepare};
use crate::support::bridge::{SECRET, config};
use crate::support::{Bridge, Browser, Database, Delivery, PASSWORD};

/// Another instance with the same configuration, database and clock.
pub struct Second {
    address: String,
    running: Running,
}

impl Second {
    pub fn beside(bridge: &Bridge) -> Self {
        let config = config(&bridge.database, &[]);
        let context = startup::context(&config, Arc::new(bridge.clock.clone())).unwrap();
        let running = startup::serve(&config, Arc::new(context)).unwrap();
        Self { address: format!("http://{}", running.address), running }
    }

    /// Stops it.
    pub async fn stop(self) {
        self.running.stop().await;
    }

    /// The same browser, sent to this instance by the load balancer.
    pub fn seen_by(&self, browser: &Browser) -> Browser {
        let mut here = Browser::new(&self.address);
        for name in [SESSION, "__Host-bridgewarden-browser"] {
            if let Some(value) = browser.cookie(name) {
                here.set_cookie(name, value);
            }
        }
        here
    }
}

on_each_database! {
    async fn what_ends_at_one_instance_is_over_at_the_other_at_the_next_request(bridge: Bridge) {
        prepare(&bridge).await;
        let second = Second::beside(&bridge);
        let (context, origin, ann) = (&bridge.context, bridge.origin(), ANN.parse().unwrap());

        let mut browser = bridge.signed_in(ANN).await;
        let there = second.seen_by(&browser);
        assert!(is_signed_in(&there).await, "a session of one instance is good at the other");
        let tiles = browser.get("/").await;
        browser.submit(&tiles, tiles.form_to("/sign-out")).await.is(200);
        assert!(!is_signed_in(&there).await, "signed out at the first");

        let there = second.seen_by(&bridge.signed_in(ANN).await);
        assert!(is_signed_in(&there).await);
        let listed = session::list(context, None, 10).await.unwrap();
        session::revoke(context, listed[0].session.id, &origin).await.unwrap();
        assert!(!is_signed_in(&there).await, "taken away at the first");

        let there = second.seen_by(&bridge.signed_in(ANN).await);
        assert!(is_signed_in(&there).await);
        users::set_status(context, &ann, UserStatus::Disabled, &origin).await.unwrap();
        assert!(!is_signed_in(&there).await, "disabled at the first");
        users::set_status(context, &ann, UserStatus::Active, &origin).await.unwrap();

        let there = second.seen_by(&bridge.signed_in(ANN).await);
        assert!(is_signed_in(&there).await);
        let password = bridgewarden::domain::password::Password::parse(PASSWORD).unwrap();
        let choice = PasswordChoice::Given { password, must_change: false };
        users::set_password(context, &ann, choice, &origin).await.unwrap();
        assert!(!is_signed_in(&there).await, "a new password at the first");

        let mut there = second.seen_by(&bridge.signed_in(ANN).await);
        Delivery::in_page(&there.get("/sso/it-glue/login").await);
        let off = ProviderChange { is_enabled: Some(false), ..ProviderChange::default() };
        providers::change(context, &"it-glue".parse().unwrap(), off, &origin).await.unwrap();
        there.get("/sso/it-glue/login").await.is_our_no(403, "switched off at the first");
        users::delete(context, &ann, &origin).await.unwrap();
        assert_eq!(there.get("/").await.location().as_deref(), Some("/sign-in"), "deleted at the first");
        second.running.stop().await;
    }
}

/// Ids of ten tokens that a signed-in person gets one after the other.
async fn token_ids(bridge: &Bridge) -> Vec<String> {
    let mut browser = bridge.signed_in(ANN).await;
    let mut ids = Vec::new();
    for _ in 0..8 {
        let delivery = Delivery::in_page(&browser.get("/sso/it-glue/login").await);
        ids.push(delivery.claims("jwt", SECRET)["jti"].to_string());
    }
    ids
}

#[tokio::test]
async fn copies_of_one_machine_make_no_token_id_twice() {
    let original = Bridge::start(Database::sqlite()).await;
    prepare(&original).await;
    token_ids(&original).await;
    let (database, clock) = original.stop().await;
    let mut ids = Vec::new();
    for _ in 0..3 {
        // A snapshot that is started again and again: the same files, the same second.
        let copy = Database::sqlite();
        for entry in std::fs::read_dir(database.folder.path()).unwrap() {
            let file = entry.unwrap();
            std::fs::copy(file.path(), copy.folder.path().join(file.file_name())).unwrap();
        }
        let bridge = Bridge::start_at(copy, clock.clone(), &[]).await;
        ids.extend(token_ids(&bridge).await);
    }
    let distinct: BTreeSet<&String> = ids.iter().collect();
    assert_eq!((ids.len(), distinct.len()), (24, 24), "{ids:?}");
    let seconds: BTreeSet<&str> = ids.iter().map(|id| id.split('/').next().unwrap()).collect();
    assert_eq!(seconds.len(), 1, "all of one second, or the story proves little: {seconds:?}");
}
