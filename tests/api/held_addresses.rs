//! Providers know people by their address. Nobody gets an address that was another's until lately, unless an
//! administrator says so.

use std::time::Duration;

use bridgewarden::flow::housekeeping;
use bridgewarden::flow::users::{
    self, Besides, NewUser, PasswordChoice, UserChange, UserOutcome, WayIn, address,
};
use futures_util::future::join_all;

use crate::on_each_database;
use crate::support::Bridge;

const ANN: &str = "Ann.Lee@example.com";
const JONES: &str = "ann.jones@example.com";
const BO: &str = "bo.kumar@example.com";
const DAY: Duration = Duration::from_secs(24 * 3600);

fn renamed(email: &str) -> UserChange {
    UserChange { email: Some(email.parse().unwrap()), ..UserChange::default() }
}

async fn rename(bridge: &Bridge, from: &str, change: UserChange) -> UserOutcome {
    users::change(&bridge.context, &from.parse().unwrap(), change, &bridge.origin()).await.unwrap()
}

async fn add(bridge: &Bridge, email: &str, release_address: bool) -> UserOutcome<()> {
    let new = NewUser {
        email: email.parse().unwrap(),
        first_name: String::new(),
        last_name: String::new(),
        external_id: None,
        locale: None,
        groups: [].into(),
        is_administrator: false,
    };
    let besides = Besides { release_address, ..Besides::default() };
    let way_in = WayIn::Password(PasswordChoice::OneTime);
    users::add_with(&bridge.context, new, besides, way_in, &bridge.origin()).await.unwrap().map(|_| ())
}

on_each_database! {
    async fn a_leavers_address_is_nobodys_for_ninety_days(bridge: Bridge) {
        bridge.add_person(ANN).await;
        bridge.add_person(BO).await;
        let ann = users::find(&bridge.context, &ANN.parse().unwrap()).await.unwrap().unwrap();
        users::delete(&bridge.context, ann.id, &bridge.origin()).await.unwrap();
        bridge.clock.advance(89 * DAY);
        housekeeping::sweep(&bridge.context).await.unwrap();
        for email in [ANN, "ann.lee@EXAMPLE.com"] {
            let UserOutcome::AddressHeld(held) = add(&bridge, email, false).await else { panic!("{email}") };
            assert_eq!((held.email.as_str(), held.user_id, &held.now_known_as), (ANN, ann.id, &None));
            let UserOutcome::AddressHeld(_) = rename(&bridge, BO, renamed(email)).await else { panic!("{email}") };
        }
        bridge.clock.advance(DAY);
        assert_eq!(address::held(&bridge.context, 10).await.unwrap(), []);
        assert_eq!(add(&bridge, ANN, false).await, UserOutcome::Done(()));
        assert_eq!(bridge.count_audit("address-released").await, 0, "its time was over");
    }
}

on_each_database! {
    async fn an_address_that_was_changed_away_goes_back_to_its_account_and_to_no_other(bridge: Bridge) {
        bridge.add_person(ANN).await;
        bridge.add_person(BO).await;
        assert_eq!(rename(&bridge, ANN, renamed(JONES)).await, UserOutcome::Done(()));
        let UserOutcome::AddressHeld(held) = rename(&bridge, BO, renamed(ANN)).await else { panic!() };
        assert_eq!(held.now_known_as, Some(JONES.parse().unwrap()), "whose it was is told");
        assert_eq!(held.until, held.since.plus(90 * DAY));
        assert_eq!(rename(&bridge, JONES, renamed(ANN)).await, UserOutcome::Done(()));
        let UserOutcome::AddressHeld(_) = add(&bridge, JONES, false).await else { panic!() };
        assert_eq!(rename(&bridge, BO, renamed(ANN)).await, UserOutcome::EmailTaken);
    }
}

on_each_database! {
    async fn another_spelling_gives_nothing_up(bridge: Bridge) {
        bridge.add_person(ANN).await;
        assert_eq!(rename(&bridge, ANN, renamed("ann.lee@example.com")).await, UserOutcome::Done(()));
        assert_eq!(address::held(&bridge.context, 10).await.unwrap(), []);
        bridge.disable(ANN).await;
        assert_eq!(add(&bridge, ANN, true).await, UserOutcome::EmailTaken, "who is disabled has an address");
    }
}

on_each_database! {
    async fn an_administrator_gives_an_address_free_and_it_is_on_record(bridge: Bridge) {
        bridge.add_person(ANN).await;
        bridge.add_person(BO).await;
        let ann = ANN.parse().unwrap();
        assert_eq!(address::release(&bridge.context, &ann, &bridge.origin()).await.unwrap(), None);
        rename(&bridge, ANN, renamed(JONES)).await;
        let UserOutcome::AddressHeld(_) = add(&bridge, ANN, false).await else { panic!() };
        assert!(address::release(&bridge.context, &ann, &bridge.origin()).await.unwrap().is_some());
        assert_eq!(add(&bridge, ANN, false).await, UserOutcome::Done(()));

        // Together with what the address is for.
        let change = UserChange { release_address: true, ..renamed("ann.smith@example.com") };
        assert_eq!(rename(&bridge, JONES, change).await, UserOutcome::Done(()));
        assert_eq!(bridge.count_audit("address-released").await, 1, "nothing was held");
        let change = UserChange { release_address: true, ..renamed(JONES) };
        assert_eq!(rename(&bridge, BO, change).await, UserOutcome::Done(()));
        assert_eq!(add(&bridge, BO, true).await, UserOutcome::Done(()));
        let rows = bridge.audit_of("address-released").await;
        assert_eq!(rows.len(), 3);
        assert!(rows.iter().all(|row| row.details.contains("held_until") && row.user_id.is_some()), "{rows:?}");
    }
}

on_each_database! {
    async fn eight_who_want_one_released_address_at_once_are_one(bridge: Bridge) {
        bridge.add_person(ANN).await;
        rename(&bridge, ANN, renamed(JONES)).await;
        let outcomes = join_all((0..8).map(|_| add(&bridge, ANN, true))).await;
        let done = outcomes.iter().filter(|outcome| **outcome == UserOutcome::Done(())).count();
        let taken = outcomes.iter().filter(|outcome| **outcome == UserOutcome::EmailTaken).count();
        assert_eq!((done, taken), (1, 7), "{outcomes:?}");
        assert_eq!(bridge.count_audit("address-released").await, 1);
    }
}

on_each_database! {
    async fn the_days_are_the_operators_and_none_switches_it_off(database: Database) {
        let bridge = Bridge::start_with(database, &["users.address_quarantine_days=2"]).await;
        bridge.add_person(ANN).await;
        rename(&bridge, ANN, renamed(JONES)).await;
        bridge.clock.advance(DAY);
        let UserOutcome::AddressHeld(_) = add(&bridge, ANN, false).await else { panic!() };
        let (database, clock) = bridge.stop().await;
        let bridge = Bridge::start_at(database, clock, &["users.address_quarantine_days=0"]).await;
        assert_eq!(add(&bridge, ANN, false).await, UserOutcome::Done(()));
        rename(&bridge, ANN, renamed("ann.smith@example.com")).await;
        assert_eq!(add(&bridge, ANN, false).await, UserOutcome::Done(()));
        assert_eq!(address::held(&bridge.context, 10).await.unwrap(), []);
    }
}

on_each_database! {
    async fn it_is_known_where_another_address_is_another_person(bridge: Bridge) {
        bridge.add_person(ANN).await;
        let secret = |number: u8| format!("{number}: 0123456789abcdef0123456789abcdef");
        bridge.add_provider("glue", "it-glue", &[("subdomain", "acme")], &secret(1)).await;
        let by_id = [("jwt_endpoint", "https://sp.example.com/jwt"), ("claims", "id=user_id")];
        bridge.add_provider("by-id", "generic-redirect", &by_id, &secret(2)).await;
        bridge.add_provider("sales", "aha-ideas", &[("portal_host", "acme.ideas.aha.io")], &secret(3)).await;
        bridge.open_only_to("sales", "sales").await;
        let ann = users::find(&bridge.context, &ANN.parse().unwrap()).await.unwrap().unwrap();
        let known = address::known_at(&bridge.context, &ann).await.unwrap();
        let slugs: Vec<&str> = known.iter().map(|known| known.provider.slug.as_str()).collect();
        assert_eq!(slugs, ["glue"]);
    }
}
