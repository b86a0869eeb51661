//! The same done to many people: told before, done in portions, on record, and undone.

use std::time::Duration;

use bridgewarden::domain::bulk::{BulkAction, BulkScope, BulkTally};
use bridgewarden::domain::user::User;
use bridgewarden::domain::user_search::Search;
use bridgewarden::domain::user_table::UserFilter;
use bridgewarden::flow::users::bulk::{self, Undoing};
use bridgewarden::flow::users::{self, UserChange};

use crate::on_each_database;
use crate::support::{Bridge, Browser, PASSWORD, Page};

const ADA: &str = "ada.admin@example.com";
const BULK: &str = "/admin/users/bulk";

async fn administrator(bridge: &Bridge) -> Browser {
    bridge.add_administrator(ADA).await;
    bridge.signed_in(ADA).await
}

fn email(number: usize) -> String {
    format!("person{number:03}@example.com")
}

async fn people(bridge: &Bridge, count: usize) {
    for number in 0..count {
        bridge.add_person(&email(number)).await;
    }
}

async fn find(bridge: &Bridge, email: &str) -> User {
    users::find(&bridge.context, &email.parse().unwrap()).await.unwrap().unwrap()
}

async fn disabled(bridge: &Bridge) -> Vec<String> {
    bridge.database.names("SELECT email AS name FROM users WHERE status = 'disabled' ORDER BY email")
}

/// Ticks people in the table and asks what would happen.
async fn asks(ada: &mut Browser, bridge: &Bridge, table: &Page, emails: &[&str], action: &str) -> Page {
    let mut form = table.form_to(BULK).set("action", action);
    for email in emails {
        form = form.set(&format!("person.{}", find(bridge, email).await.id), "1");
    }
    ada.submit(table, form).await
}

/// Does what the page asks about; the page that comes next.
async fn agrees(ada: &mut Browser, page: &Page) -> Page {
    let done = ada.submit(page, page.form_to("/admin/users/bulk/do")).await;
    done.is(303);
    ada.follow(done).await
}

on_each_database! {
    async fn people_are_disabled_after_a_look_and_enabled_again_by_undo(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        people(&bridge, 4).await;
        bridge.disable(&email(3)).await;
        let mut person = bridge.signed_in(&email(0)).await;
        let table = ada.get("/admin/users?q=person").await;
        let three = [email(0), email(1), email(3)];
        let chosen: Vec<&str> = three.iter().map(String::as_str).collect();
        let asked = asks(&mut ada, &bridge, &table, &chosen, "disable").await;
        asked.is(200).says("Disable 2 people?").says("Ann Lee").says("1 person is left out");
        asked.says("You can undo this for 24 hours.");
        assert_eq!(disabled(&bridge).await, [email(3)], "asking changes nothing");

        let told = agrees(&mut ada, &asked).await;
        told.is(200).says("2 people are disabled.").says("Undo").says("value=\"person\"");
        assert_eq!(disabled(&bridge).await, [email(0), email(1), email(3)]);
        assert!(!person.is_signed_in().await, "their sessions have ended");
        let rows = bridge.audit_of("user-disabled").await;
        let by_ada: Vec<_> = rows.iter().filter(|row| row.actor.starts_with("person:")).collect();
        assert_eq!(by_ada.len(), 2);
        let id = |details: &str| serde_json::from_str::<serde_json::Value>(details).unwrap()["bulk"].clone();
        assert!(id(&by_ada[0].details).is_string() && id(&by_ada[0].details) == id(&by_ada[1].details));
        let ended = bridge.audit_of("session-revoked").await;
        assert_eq!(id(&ended.last().unwrap().details), id(&by_ada[0].details));

        let undone = ada.submit(&told, told.form_to("/undo")).await;
        ada.follow(undone).await.says("2 people are again as before.").lacks("Undo");
        assert_eq!(disabled(&bridge).await, [email(3)], "who was disabled before stays so");
        assert_eq!(bridge.audit_of("user-enabled").await.len(), 2);
        assert!(bridge.audit_of("user-enabled").await[0].details.contains("\"undo\":\"true\""));
        bridge.signed_in(&email(0)).await;
    }
}

on_each_database! {
    async fn undo_leaves_alone_whoever_changed_since(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        people(&bridge, 3).await;
        let table = ada.get("/admin/users").await;
        let all = [email(0), email(1), email(2)];
        let chosen: Vec<&str> = all.iter().map(String::as_str).collect();
        let asked = asks(&mut ada, &bridge, &table, &chosen, "disable").await;
        let told = agrees(&mut ada, &asked).await;
        bridge.clock.advance(Duration::from_secs(5));
        // One was enabled and disabled again by somebody who had a reason; one was deleted.
        users::set_status(&bridge.context, &email(0).parse().unwrap(), bridgewarden::domain::user::UserStatus::Active, &bridge.origin()).await.unwrap();
        bridge.disable(&email(0)).await;
        users::delete(&bridge.context, &email(1).parse().unwrap(), &bridge.origin()).await.unwrap();
        let undone = ada.submit(&told, told.form_to("/undo")).await;
        let next = ada.follow(undone).await;
        next.says("1 person is again as before.").says("1 person was left alone");
        assert_eq!(disabled(&bridge).await, [email(0)]);
        let again = ada.submit(&told, told.form_to("/undo")).await;
        ada.follow(again).await.says("1 person is again as before.");
        assert_eq!(bridge.audit_of("user-enabled").await.len(), 2, "a second undo does nothing more");
    }
}

on_each_database! {
    async fn two_actions_are_undone_in_their_reverse_order(bridge: Bridge) {
        people(&bridge, 2).await;
        let (context, origin) = (&bridge.context, bridge.origin());
        let scope = || BulkScope::Everybody(UserFilter::default());
        let run = async |action| {
            bridge.clock.advance(Duration::from_secs(1));
            let id = bulk::begin(context, action, scope(), &origin).await.unwrap();
            let record = bulk::carry_on(context, id, &origin).await.unwrap().unwrap();
            assert!(record.is_finished && record.tally.changed == 2, "{record:?}");
            id
        };
        let joined = run(BulkAction::Join("staff".parse().unwrap())).await;
        let disabling = run(BulkAction::Disable).await;
        for id in [disabling, joined] {
            bridge.clock.advance(Duration::from_secs(1));
            let Undoing::Done(record) = bulk::undo(context, id, &origin).await.unwrap() else { panic!() };
            assert_eq!((record.undone, record.changed_since), (2, 0), "{record:?}");
        }
        let person = find(&bridge, &email(0)).await;
        assert!(person.is_active() && person.groups.is_empty(), "{person:?}");
    }
}

on_each_database! {
    async fn groups_and_required_passwords_are_changed_and_undone(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        people(&bridge, 2).await;
        let join = UserChange { join: ["staff".parse().unwrap()].into(), ..UserChange::default() };
        bridge.change_person(&email(1), join).await;
        let chosen = [email(0), email(1)];
        let chosen: Vec<&str> = chosen.iter().map(String::as_str).collect();
        let staff = || async { bridge.database.names("SELECT user_id AS name FROM user_groups WHERE group_name = 'staff'").len() };

        let table = ada.get("/admin/users").await;
        let mut form = table.form_to(BULK).set("action", "join");
        for email in &chosen {
            form = form.set(&format!("person.{}", find(&bridge, email).await.id), "1");
        }
        let missing = ada.submit(&table, form.clone()).await;
        missing.is(422).says("Say which group.");
        assert_eq!(missing.forms().iter().flat_map(|form| &form.fields).filter(|(name, _)| name.starts_with("person.")).count(), 2, "nothing that was ticked is lost");
        let asked = ada.submit(&table, form.set("to_group", "staff")).await;
        asked.says("Add 1 person to the group staff?").says("1 person is left out");
        let told = agrees(&mut ada, &asked).await;
        told.says("1 person was added to the group staff.");
        assert_eq!(staff().await, 2);
        let undone = ada.submit(&told, told.form_to("/undo")).await;
        ada.follow(undone).await.says("1 person is again as before.");
        assert_eq!(staff().await, 1, "who was a member before stays one");

        let table = ada.get("/admin/users").await;
        let form = table.form_to(BULK).set("action", "leave").set("to_group", "staff").set("everybody", "1");
        let asked = ada.submit(&table, form).await;
        asked.says("Remove 1 person from the group staff?");
        let told = agrees(&mut ada, &asked).await;
        assert_eq!(staff().await, 0);
        let undone = ada.submit(&told, told.form_to("/undo")).await;
        ada.follow(undone).await.is(200);
        assert_eq!(staff().await, 1);

        let must_change = || async { bridge.database.names("SELECT user_id AS name FROM credentials WHERE must_change").len() };
        let table = ada.get("/admin/users?q=person").await;
        let form = table.form_to(BULK).set("action", "require-password-change").set("everybody", "1");
        let asked = ada.submit(&table, form).await;
        asked.says("Require a new password of 2 people?");
        let told = agrees(&mut ada, &asked).await;
        told.says("2 people must choose a new password.").says("Must change password");
        assert_eq!(must_change().await, 2);
        // One chooses a new password meanwhile: that stays.
        let mut person = bridge.browser();
        let asked = person.get("/sign-in").await;
        let change = person.sign_in(&asked, &email(0), PASSWORD).await;
        let form = change.form("new_password").set("new_password", "four unrelated words");
        person.submit(&change, form.set("repeat_password", "four unrelated words")).await.is(303);
        let undone = ada.submit(&told, told.form_to("/undo")).await;
        ada.follow(undone).await.says("1 person is again as before.").says("1 person was left alone");
        assert_eq!(must_change().await, 0);
    }
}

on_each_database! {
    async fn sessions_of_many_end_and_that_cannot_be_undone(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        people(&bridge, 2).await;
        let mut person = bridge.signed_in(&email(0)).await;
        let table = ada.get("/admin/users").await;
        let form = table.form_to(BULK).set("action", "end-sessions").set("everybody", "1");
        let asked = ada.submit(&table, form).await;
        asked.says("End the sessions of 1 person?").says("This cannot be undone.").says("You yourself are left out.");
        let told = agrees(&mut ada, &asked).await;
        told.says("The sessions of 1 person have ended.").lacks("Undo");
        assert!(!person.is_signed_in().await && ada.is_signed_in().await);
    }
}

on_each_database! {
    async fn nobody_disables_themselves_or_the_last_administrator_by_it(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        people(&bridge, 1).await;
        let table = ada.get("/admin/users").await;
        let asked = asks(&mut ada, &bridge, &table, &[ADA], "disable").await;
        asked.says("There is nothing to change").says("You yourself are left out.");
        assert!(asked.forms().iter().all(|form| !form.action.contains("/bulk")), "there is nothing to press");
        let form = table.form_to(BULK).set("action", "disable").set("everybody", "1");
        let asked = ada.submit(&table, form).await;
        let told = agrees(&mut ada, &asked).await;
        told.says("1 person is disabled.").says("You yourself are left out.");
        assert_eq!(disabled(&bridge).await, [email(0)]);

        // At the command line nobody is "yourself": then the last of them stays.
        bridge.add_administrator("other.admin@example.com").await;
        let (context, origin) = (&bridge.context, bridge.origin());
        let scope = BulkScope::Everybody(UserFilter::default());
        let look = bulk::look(context, &BulkAction::Disable, &scope, &origin, 1000).await.unwrap();
        let expected = BulkTally { people: 3, changed: 1, already_so: 1, last_administrator: 1, ..BulkTally::default() };
        assert_eq!(look.tally, expected);
        let id = bulk::begin(context, BulkAction::Disable, scope, &origin).await.unwrap();
        let record = bulk::carry_on(context, id, &origin).await.unwrap().unwrap();
        assert_eq!(record.tally, expected, "it does what it said");
        assert_eq!(bridge.database.names("SELECT email AS name FROM users WHERE status = 'active' AND is_administrator").len(), 1);
    }
}

on_each_database! {
    async fn everybody_who_matches_is_changed_in_portions_that_can_be_broken_off_and_taken_back(bridge: Bridge) {
        let (context, origin) = (&bridge.context, bridge.origin());
        let template = { people(&bridge, 1).await; find(&bridge, &email(0)).await };
        let crowd: Vec<User> = (0..250)
            .map(|number| User {
                id: bridgewarden::domain::id::UserId::unique(),
                email: format!("crowd{number}@example.com").parse().unwrap(),
                ..template.clone()
            })
            .collect();
        let write = move |connection: &mut bridgewarden::store::DbConnection| {
            crowd.iter().try_for_each(|user| bridgewarden::store::users::insert(connection, user))
        };
        context.store.write(write).await.unwrap();
        let filter = UserFilter { search: Search::parse("crowd"), ..UserFilter::default() };
        let id = bulk::begin(context, BulkAction::Disable, BulkScope::Everybody(filter), &origin).await.unwrap();
        let first = bulk::carry_on(context, id, &origin).await.unwrap().unwrap();
        assert_eq!((first.is_finished, first.tally.changed), (false, 100));
        let second = bulk::carry_on(context, id, &origin).await.unwrap().unwrap();
        assert_eq!((second.is_finished, second.tally.changed), (false, 200));
        assert_eq!(disabled(&bridge).await.len(), 200);
        let mut undone = bulk::undo(context, id, &origin).await.unwrap();
        while let Undoing::Under(_) = undone {
            undone = bulk::undo(context, id, &origin).await.unwrap();
        }
        let Undoing::Done(record) = undone else { panic!("{undone:?}") };
        assert_eq!((record.undone, record.changed_since), (200, 0));
        assert!(bulk::carry_on(context, id, &origin).await.unwrap().unwrap().is_finished, "it does not go on");
        assert_eq!(disabled(&bridge).await, [""; 0]);
    }
}

on_each_database! {
    async fn many_people_are_changed_while_a_page_says_how_far_it_is(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        let template = find(&bridge, ADA).await;
        let crowd: Vec<User> = (0..620)
            .map(|number| User {
                id: bridgewarden::domain::id::UserId::unique(),
                email: format!("crowd{number}@example.com").parse().unwrap(),
                is_administrator: false,
                ..template.clone()
            })
            .collect();
        let write = move |connection: &mut bridgewarden::store::DbConnection| {
            crowd.iter().try_for_each(|user| bridgewarden::store::users::insert(connection, user))
        };
        bridge.context.store.write(write).await.unwrap();
        let table = ada.get("/admin/users?q=crowd").await;
        let form = table.form_to(BULK).set("action", "disable").set("everybody", "1");
        let asked = ada.submit(&table, form).await;
        asked.says("Disable 620 people?").says("and 615 others");
        let under_way = agrees(&mut ada, &asked).await;
        under_way.is(200).says("500 people so far").says("Stop and undo");
        let action = under_way.place();
        let done = ada.submit(&under_way, under_way.form_to(action.rsplit('/').next().unwrap())).await;
        let told = ada.follow(done).await;
        told.says("620 people are disabled.");
        assert_eq!(disabled(&bridge).await.len(), 620);
        let undoing = ada.submit(&told, told.form_to("/undo")).await;
        let undoing = ada.follow(undoing).await;
        undoing.says("500 people so far");
        let done = ada.submit(&undoing, undoing.form_to("/undo")).await;
        ada.follow(done).await.says("620 people are again as before.");
        assert_eq!(disabled(&bridge).await, [""; 0]);
    }
}

on_each_database! {
    async fn after_a_day_nothing_is_undone_and_nothing_is_kept(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        people(&bridge, 1).await;
        let table = ada.get("/admin/users").await;
        let person = email(0);
        let asked = asks(&mut ada, &bridge, &table, &[&person], "disable").await;
        let told = agrees(&mut ada, &asked).await;
        bridge.clock.advance(Duration::from_secs(24 * 3600));
        let mut ada = bridge.signed_in(ADA).await;
        let fresh = ada.get("/admin/users").await;
        let form = fresh.form_to(BULK);
        let mut undo = told.form_to("/undo");
        undo = undo.set("proof", form.field("proof").unwrap());
        let refused = ada.submit(&fresh, undo).await;
        ada.follow(refused).await.says("This was not undone: it is more than 24 hours ago.");
        assert_eq!(disabled(&bridge).await, [email(0)]);
        bridge.clock.advance(Duration::from_secs(1));
        bridgewarden::flow::housekeeping::sweep(&bridge.context).await.unwrap();
        assert_eq!(bridge.database.names("SELECT id AS name FROM bulk_actions"), [""; 0]);
        assert_eq!(bridge.database.names("SELECT user_id AS name FROM bulk_changes"), [""; 0]);
    }
}

on_each_database! {
    async fn a_wish_without_people_or_with_nonsense_changes_nothing(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        people(&bridge, 1).await;
        let table = ada.get("/admin/users?q=person").await;
        let nobody = ada.submit(&table, table.form_to(BULK).set("action", "disable")).await;
        nobody.is(422).says("Nobody is chosen.").says("value=\"person\"");
        for form in [
            table.form_to(BULK).set("action", "delete").set("everybody", "1"),
            table.form_to(BULK).set("action", "disable").set("person.x", "1"),
            table.form_to(BULK).set("action", "disable").set("everybody", "1").set("status", "gone"),
        ] {
            ada.submit(&table, form).await.is_our_no(400, "nonsense");
        }
        let group = table.form_to(BULK).set("action", "join").set("everybody", "1").set("to_group", &"x".repeat(101));
        ada.submit(&table, group).await.is(422).says("This is no name of a group.");
        let stranger = table.form_to(BULK).set("proof", "x").set("action", "disable").set("everybody", "1");
        ada.submit(&table, stranger).await.is(403);
        let gone = format!("{BULK}/{}", bridgewarden::domain::id::BulkId::unique());
        ada.get(&gone).await.is(404);
        ada.get(&format!("{BULK}/x")).await.is(404);
        assert_eq!(disabled(&bridge).await, [""; 0]);
    }
}

on_each_database! {
    async fn the_password_is_asked_for_again_and_what_was_ticked_goes_on(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        people(&bridge, 2).await;
        let table = ada.get("/admin/users").await;
        bridge.clock.advance(Duration::from_secs(601));
        let person = email(1);
        let asked = asks(&mut ada, &bridge, &table, &[&person], "disable").await;
        asked.is(403).says("Is it you?");
        let form = asked.form("confirm_password").set("confirm_password", PASSWORD);
        let look = ada.submit(&asked, form).await;
        look.is(200).says("Disable 1 person?");
        agrees(&mut ada, &look).await.says("1 person is disabled.");
        assert_eq!(disabled(&bridge).await, [email(1)]);
    }
}
