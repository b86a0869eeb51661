//! How a session stands is remembered for as long as nobody changes anything. Whoever changes something, here or in
//! another process that has the same database open, is believed at the very next sign-in.

use std::sync::Arc;

use bridgewarden::domain::password::Password;
use bridgewarden::domain::user::UserStatus;
use bridgewarden::flow::providers::{self, ProviderChange};
use bridgewarden::flow::users::{self, PasswordChoice, UserChange, UserOutcome};
use bridgewarden::flow::{Context, session};
use bridgewarden::startup;
use bridgewarden::store::{StoreError, sessions};

use crate::on_each_database;
use crate::sessions::{ANN, EVE, prepare};
use crate::support::bridge::{SECRET, config};
use crate::support::{Bridge, Browser, Delivery, PASSWORD, Page};

/// What is changed, and where: in the process that serves, or in one beside it, as the command line is.
struct Hands<'a> {
    bridge: &'a Bridge,
    context: Arc<Context>,
}

impl<'a> Hands<'a> {
    fn of_each(bridge: &'a Bridge) -> [Self; 2] {
        let config = config(&bridge.database, &[]);
        let beside = startup::context(&config, Arc::new(bridge.clock.clone())).unwrap();
        [Self { bridge, context: bridge.context.clone() }, Self { bridge, context: Arc::new(beside) }]
    }

    async fn change(&self, change: UserChange) {
        self.change_of(ANN, change).await;
    }

    async fn change_of(&self, email: &str, change: UserChange) {
        let (email, origin) = (email.parse().unwrap(), self.bridge.origin());
        let changed = users::change(&self.context, &email, change, &origin).await;
        assert!(matches!(changed.unwrap(), UserOutcome::Done(_)));
    }

    async fn set_status(&self, status: UserStatus) {
        let (email, origin) = (ANN.parse().unwrap(), self.bridge.origin());
        users::set_status(&self.context, &email, status, &origin).await.unwrap();
    }

    async fn reset_password(&self) {
        let choice =
            PasswordChoice::Given { password: Password::parse(PASSWORD).unwrap(), must_change: false };
        let (email, origin) = (ANN.parse().unwrap(), self.bridge.origin());
        users::set_password(&self.context, &email, choice, &origin).await.unwrap();
    }

    async fn change_provider(&self, change: ProviderChange) {
        let (slug, origin) = ("it-glue".parse().unwrap(), self.bridge.origin());
        providers::change(&self.context, &slug, change, &origin).await.unwrap();
    }

    /// A browser whose session is remembered: it was carried across several times, and nothing was changed since.
    async fn remembered(&self) -> Browser {
        self.remembered_of(ANN).await
    }

    async fn remembered_of(&self, email: &str) -> Browser {
        let mut browser = self.bridge.signed_in(email).await;
        for _ in 0..3 {
            assert!(Delivery::of(&silently(&mut browser).await).is_some());
        }
        browser
    }
}

async fn silently(browser: &mut Browser) -> Page {
    browser.get("/sso/it-glue/login").await
}

/// The next sign-in asks for the password.
async fn is_over(browser: &mut Browser, why: &str) {
    let page = silently(browser).await;
    assert!(Delivery::of(&page).is_none(), "{why}");
    page.is(200).says("Password");
}

on_each_database! {
    async fn a_session_that_ends_is_over_at_the_next_sign_in_whoever_ends_it(bridge: Bridge) {
        prepare(&bridge).await;
        let origin = bridge.origin();
        for hands in Hands::of_each(&bridge) {
            let mut browser = hands.remembered().await;
            let listed = session::list(&hands.context, None, 10).await.unwrap();
            session::revoke(&hands.context, listed[0].session.id, &origin).await.unwrap();
            is_over(&mut browser, "one session was ended").await;

            let (mut one, mut other) = (hands.remembered().await, hands.remembered().await);
            session::revoke_all_of(&hands.context, listed[0].user.id, &origin).await.unwrap();
            is_over(&mut one, "all of a person's sessions were ended").await;
            is_over(&mut other, "all of a person's sessions were ended").await;

            let mut browser = hands.remembered().await;
            session::revoke_everybodys(&hands.context, None, &origin).await.unwrap();
            is_over(&mut browser, "everybody's sessions were ended").await;

            let mut browser = hands.remembered().await;
            let mut copied = browser.clone();
            let home = browser.get("/").await;
            browser.submit(&home, home.form_to("/sign-out")).await.is(200);
            is_over(&mut copied, "signed out").await;
        }
    }
}

on_each_database! {
    async fn what_becomes_of_a_person_counts_at_the_next_sign_in_whoever_does_it(bridge: Bridge) {
        prepare(&bridge).await;
        for hands in Hands::of_each(&bridge) {
            let mut browser = hands.remembered().await;
            hands.set_status(UserStatus::Disabled).await;
            is_over(&mut browser, "disabled").await;
            hands.set_status(UserStatus::Active).await;
            is_over(&mut browser, "enabled again").await;

            let mut browser = hands.remembered().await;
            hands.change(UserChange { require_password_change: true, ..UserChange::default() }).await;
            is_over(&mut browser, "a new password is due").await;
            hands.reset_password().await;
            is_over(&mut browser, "the password was reset").await;

            let mut browser = hands.remembered().await;
            for (now, then) in [(ANN, "ann@example.com"), ("ann@example.com", ANN)] {
                let renamed = UserChange { email: Some(then.parse().unwrap()), ..UserChange::default() };
                hands.change_of(now, renamed).await;
                let token = Delivery::in_page(&silently(&mut browser).await).claims("jwt", SECRET);
                assert_eq!(token["email"], then);
            }
        }
    }
}

on_each_database! {
    async fn a_group_that_is_left_or_named_counts_at_the_next_sign_in(bridge: Bridge) {
        prepare(&bridge).await;
        let staff = || ["staff".parse().unwrap()].into();
        for hands in Hands::of_each(&bridge) {
            hands.change(UserChange { join: staff(), ..UserChange::default() }).await;
            hands.change_provider(ProviderChange { open_to: staff(), ..ProviderChange::default() }).await;
            let mut browser = hands.remembered().await;
            hands.change(UserChange { leave: staff(), ..UserChange::default() }).await;
            assert!(Delivery::of(silently(&mut browser).await.is(403)).is_none());
            hands.change(UserChange { join: staff(), ..UserChange::default() }).await;
            assert!(Delivery::of(&silently(&mut browser).await).is_some());

            let accounting = ["accounting".parse().unwrap()].into();
            let change = ProviderChange { open_to: accounting, close_to: staff(), ..ProviderChange::default() };
            hands.change_provider(change).await;
            assert!(Delivery::of(silently(&mut browser).await.is(403)).is_none());
            hands.change_provider(ProviderChange { everyone: true, ..ProviderChange::default() }).await;
            assert!(Delivery::of(&silently(&mut browser).await).is_some());
        }
    }
}

on_each_database! {
    async fn somebody_who_was_deleted_is_nobody_at_the_next_sign_in(bridge: Bridge) {
        prepare(&bridge).await;
        for (hands, email) in Hands::of_each(&bridge).into_iter().zip([ANN, EVE]) {
            let mut browser = hands.remembered_of(email).await;
            users::delete(&hands.context, &email.parse().unwrap(), &bridge.origin()).await.unwrap();
            is_over(&mut browser, "deleted").await;
        }
    }
}

on_each_database! {
    async fn what_somebody_changes_in_the_database_itself_counts_at_the_next_sign_in(bridge: Bridge) {
        prepare(&bridge).await;
        let [hands, _] = Hands::of_each(&bridge);
        let mut browser = hands.remembered().await;
        bridge.database.tamper("UPDATE users SET status = 'disabled'");
        is_over(&mut browser, "disabled").await;
        bridge.database.tamper("UPDATE users SET status = 'active'");
        assert!(Delivery::of(&silently(&mut browser).await).is_some());
        bridge.database.tamper("UPDATE sessions SET revoked_at = 1");
        is_over(&mut browser, "ended").await;
    }
}

on_each_database! {
    async fn a_write_that_fails_beside_others_leaves_nothing_wrong_behind(bridge: Bridge) {
        prepare(&bridge).await;
        let [hands, _] = Hands::of_each(&bridge);
        let mut browser = hands.remembered().await;
        let listed = session::list(&bridge.context, None, 10).await.unwrap();
        let (id, now) = (listed[0].session.id, bridge.context.now());

        // A revocation that is undone changes nothing, and one that is not undone counts.
        let undone = bridge.context.store.write(move |connection| -> Result<(), StoreError> {
            sessions::revoke(connection, id, now)?;
            Err(StoreError::Bug("on purpose".into()))
        });
        assert!(undone.await.is_err());
        assert!(Delivery::of(&silently(&mut browser).await).is_some());

        // A use of a provider that was noted and undone is noted again; otherwise sign-out would forget the provider.
        bridge.add_provider("desk", "it-glue", &[("subdomain", "desk")], "another secret of 32 letters or so").await;
        let desk = providers::find(&bridge.context, &"desk".parse().unwrap()).await.unwrap().unwrap().id;
        assert!(Delivery::of(&silently(&mut browser).await).is_some());
        let undone = bridge.context.store.record(move |connection| -> Result<(), StoreError> {
            sessions::note_first_provider(connection, id, desk, now)?;
            sessions::touch(connection, id, now)?;
            Err(StoreError::Bug("on purpose".into()))
        });
        assert!(undone.await.is_err());
        for _ in 0..2 {
            assert!(Delivery::of(&browser.get("/sso/desk/login").await).is_some());
        }
        let used = bridge.context.store.read(move |connection| sessions::providers(connection, id)).await;
        assert!(used.unwrap().contains(&desk));

        bridge.context.store.write(move |connection| sessions::revoke(connection, id, now)).await.unwrap();
        is_over(&mut browser, "ended").await;
    }
}

on_each_database! {
    async fn a_remembered_session_ends_in_time_and_lives_on_while_it_is_used(bridge: Bridge) {
        prepare(&bridge).await;
        let [hands, _] = Hands::of_each(&bridge);
        let mut browser = hands.remembered().await;
        let idle = bridge.context.rules.lifetimes.idle;
        // Each use is noted, also in what is remembered.
        for _ in 0..3 {
            bridge.clock.advance(idle * 2 / 3);
            assert!(Delivery::of(&silently(&mut browser).await).is_some());
        }
        bridge.clock.advance(idle);
        is_over(&mut browser, "idle").await;

        let mut browser = hands.remembered().await;
        let absolute = bridge.context.rules.lifetimes.absolute;
        let mut rest = absolute;
        while rest > idle / 2 {
            assert!(Delivery::of(&silently(&mut browser).await).is_some());
            bridge.clock.advance(idle / 2);
            rest -= idle / 2;
        }
        bridge.clock.advance(rest);
        is_over(&mut browser, "old").await;
    }
}
