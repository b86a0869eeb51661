//! The administrator's first page: what needs somebody comes and goes with its cause, and the numbers are those of the
//! audit.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use bridgewarden::flow::backup::{self, BackupOutcome, BackupWish};
use bridgewarden::flow::examination::Finding;
use bridgewarden::flow::providers::{self, SecretChoice};
use bridgewarden::flow::{audit, examination, housekeeping, statistics};
use bridgewarden::simulator::Kind;
use bridgewarden::store::DatabaseUrl;
use bridgewarden::telemetry::metrics::TurnedAway;

use crate::on_each_database;
use crate::support::bridge::SECRET;
use crate::support::{Bridge, Browser, Database, PASSWORD, Page};

const ADA: &str = "ada.admin@example.com";
const ANN: &str = "ann.lee@example.com";
const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

/// The page, as Ada sees it who signs in for it.
async fn overview(bridge: &Bridge) -> Page {
    let mut ada = bridge.signed_in(ADA).await;
    let page = ada.get("/admin").await;
    page.is(200);
    page
}

/// What a number with that name says.
fn figure(page: &Page, name: &str) -> String {
    let html = page.body.split(&format!("<dt>{name}</dt><dd>")).nth(1);
    let html = html.unwrap_or_else(|| panic!("no {name} on {}", page.body));
    html.split("</dd>").next().unwrap().to_owned()
}

/// An installation of which nothing is to be said but that its hashes are cheap, as the stories want them.
async fn in_order(bridge: &Bridge) {
    bridge.add_administrator(ADA).await;
    bridge.add_administrator("other.admin@example.com").await;
    bridge.add_person(ANN).await;
    bridge.add_provider("it-glue", "it-glue", &[("subdomain", "acme")], SECRET).await;
    if let Ok(DatabaseUrl::Sqlite(file)) = DatabaseUrl::parse(&bridge.database.url) {
        fs::set_permissions(file, fs::Permissions::from_mode(0o600)).unwrap();
    }
}

async fn ann_does(bridge: &Bridge, mistakes: usize, tokens: usize) -> Browser {
    let mut browser = bridge.browser();
    let mut page = browser.get("/sign-in").await;
    for _ in 0..mistakes {
        page = browser.sign_in(&page, ANN, "not the password").await;
    }
    browser.sign_in(&page, ANN, PASSWORD).await.is(303);
    for _ in 0..tokens {
        browser.get("/sso/it-glue/login").await.is(303);
    }
    browser
}

on_each_database! {
    async fn a_new_installation_is_told_what_it_lacks_and_says_so_until_it_is_there(bridge: Bridge) {
        bridge.add_administrator(ADA).await;
        let page = overview(&bridge).await;
        page.says("There is no provider yet").says("You are the only active administrator.");
        page.says("Passwords are hashed at less than the recommended cost");
        assert!(page.link("/admin/settings#passwords").ends_with("#passwords"));
        assert_eq!(figure(&page, "Sign-ins"), "1", "Ada herself");
        in_order_beside_ada(&bridge).await;
        let page = overview(&bridge).await;
        page.lacks("There is no provider yet").lacks("You are the only active administrator.");
    }
}

async fn in_order_beside_ada(bridge: &Bridge) {
    bridge.add_administrator("other.admin@example.com").await;
    bridge.add_provider("it-glue", "it-glue", &[("subdomain", "acme")], SECRET).await;
}

#[tokio::test]
async fn nothing_needs_anybody_when_everything_is_in_order() {
    let options = ["passwords.memory_kib=19456", "passwords.passes=2"];
    let bridge = Bridge::start_with(Database::sqlite(), &options).await;
    in_order(&bridge).await;
    overview(&bridge).await.says("Nothing needs you now.").lacks("docs/troubleshooting.md");
}

on_each_database! {
    async fn the_numbers_and_the_chart_are_those_of_the_range_that_is_asked_for(bridge: Bridge) {
        in_order(&bridge).await;
        ann_does(&bridge, 2, 3).await;
        statistics::add_up(&bridge.context).await.unwrap();
        bridge.clock.advance(DAY * 2);
        ann_does(&bridge, 1, 1).await;
        let mut ada = bridge.signed_in(ADA).await;
        for (range, expected) in [("", ["2", "1", "1", "0"]), ("?range=week", ["3", "3", "4", "0"]), ("?range=month", ["3", "3", "4", "0"])] {
            let page = ada.get(&format!("/admin{range}")).await;
            let found = ["Sign-ins", "Refused", "Tokens", "Errors reported"].map(|name| figure(&page, name));
            assert_eq!(found, expected, "{range}");
            assert_eq!(page.body.matches("role=\"img\"").count(), 3, "a chart for desks, one for phones, one for IT Glue");
            assert!(!page.body.contains("style="));
            page.says("Show the numbers").says("Wrong password, or an address that nobody has").says("IT Glue");
            let steps = match range { "" => 24, "?range=week" => 7, _ => 30 };
            assert_eq!(page.body.matches("<time datetime=").count(), steps * 2 + 1, "two tables, and when Ada came");
        }
        ada.get("/admin?range=century").await.is(200).says("24 hours");
        ada.get("/admin?range=%FF").await.is(400);
        bridge.clock.advance(DAY * 40);
        let mut ada = bridge.signed_in(ADA).await;
        ada.get("/admin?range=month").await.lacks("Tokens: 1, refused: 0");
    }
}

on_each_database! {
    async fn somebody_who_must_wait_is_told_until_they_may_go_on(bridge: Bridge) {
        in_order(&bridge).await;
        overview(&bridge).await.lacks("make somebody wait now");
        let mut browser = bridge.browser();
        let mut page = browser.get("/sign-in").await;
        for _ in 0..8 {
            page = browser.sign_in(&page, ANN, "a guess").await;
        }
        overview(&bridge).await.says("Counters of guessed passwords that make somebody wait now: 1.");
        bridge.forget_guesses().await;
        overview(&bridge).await.lacks("make somebody wait now");
    }
}

on_each_database! {
    async fn what_went_wrong_at_a_provider_is_told_for_a_day(bridge: Bridge) {
        in_order(&bridge).await;
        bridge.add_simulator(Kind::Zendesk, &[]).await;
        overview(&bridge).await.lacks("reported within a day");
        let mut ann = bridge.signed_in(ANN).await;
        ann.get("/sso/zendesk/logout?kind=error&message=unknown").await.is(200);
        let page = overview(&bridge).await;
        page.says("Errors that zendesk reported within a day: 1.");
        assert!(page.link("/admin/providers/zendesk").ends_with("/zendesk"));
        bridge.clock.advance(DAY + HOUR);
        overview(&bridge).await.lacks("reported within a day");
    }
}

on_each_database! {
    async fn a_short_secret_and_a_provider_that_does_not_fit_are_told_until_they_are_mended(bridge: Bridge) {
        in_order(&bridge).await;
        bridge.add_provider("short", "it-glue", &[("subdomain", "acme")], "12345678").await;
        bridge.database.tamper("UPDATE providers SET profile = 'gone' WHERE slug = 'it-glue'");
        let page = overview(&bridge).await;
        page.says("The shared secret of short has 8 bytes; it should have 32 or more.");
        page.says("Nobody can be carried to it-glue");
        bridge.database.tamper("UPDATE providers SET profile = 'it-glue' WHERE slug = 'it-glue'");
        providers::set_secret(&bridge.context, &"short".parse().unwrap(), SecretChoice::Generate, &bridge.origin())
            .await
            .unwrap();
        overview(&bridge).await.lacks("The shared secret of short").lacks("Nobody can be carried");
    }
}

on_each_database! {
    async fn a_key_file_that_others_can_read_is_told_while_the_service_runs(bridge: Bridge) {
        in_order(&bridge).await;
        let key = bridge.database.folder.path().join("test.key");
        fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
        let page = overview(&bridge).await;
        page.says("The file of the sealing keys").says("mode 0644").says("Fault");
        fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
        overview(&bridge).await.lacks("The file of the sealing keys");
    }
}

#[tokio::test]
async fn a_database_file_that_others_can_read_is_told() {
    let bridge = Bridge::start(Database::sqlite()).await;
    in_order(&bridge).await;
    let file = bridge.database.folder.path().join("test.db");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    overview(&bridge).await.says("Others than its owner may open the database file").says("mode 0640");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    overview(&bridge).await.lacks("Others than its owner");
}

on_each_database! {
    async fn an_audit_that_nobody_verified_is_told_after_a_month_and_one_that_broke_at_once(bridge: Bridge) {
        in_order(&bridge).await;
        overview(&bridge).await.lacks("verified");
        bridge.clock.advance(DAY * 31);
        overview(&bridge).await.says("Nobody has ever verified the audit.");
        housekeeping::seal_audit(&bridge.context).await.unwrap();
        assert_eq!(audit::verify(&bridge.context, None).await.unwrap().broken, None);
        overview(&bridge).await.lacks("verified the audit");
        bridge.clock.advance(DAY * 31);
        overview(&bridge).await.says("The audit was last verified at");
        bridge.database.tamper("UPDATE audit_events SET actor = 'somebody' WHERE position = 2");
        assert!(audit::verify(&bridge.context, None).await.unwrap().broken.is_some());
        let page = overview(&bridge).await;
        page.says("is broken after place 1.").says("Fault");
        assert!(page.link("/admin/audit").ends_with("/admin/audit"));
    }
}

#[tokio::test]
async fn a_week_without_a_backup_is_told_until_there_is_one() {
    let bridge = Bridge::start(Database::sqlite()).await;
    in_order(&bridge).await;
    overview(&bridge).await.lacks("backup");
    bridge.clock.advance(DAY * 8);
    statistics::add_up(&bridge.context).await.unwrap();
    overview(&bridge).await.says("No backup was made within the last 7 days.");
    for _ in 0..2 {
        let wish = BackupWish {
            database: DatabaseUrl::parse(&bridge.database.url).unwrap(),
            file: bridge.database.folder.path().join("copy.db"),
            is_broken_audit_taken: false,
        };
        let made = backup::make(&bridge.context, wish, &bridge.origin()).await.unwrap();
        assert!(matches!(made, BackupOutcome::Made(_)), "{made:?}");
        overview(&bridge).await.lacks("No backup was made");
        // Added up it still counts, and a week later no more.
        statistics::add_up(&bridge.context).await.unwrap();
        overview(&bridge).await.lacks("No backup was made");
        bridge.clock.advance(DAY * 8);
        overview(&bridge).await.says("No backup was made");
        fs::remove_file(bridge.database.folder.path().join("copy.db")).unwrap();
    }
}

on_each_database! {
    async fn a_clock_that_disagrees_with_the_audit_or_with_the_database_is_told(bridge: Bridge) {
        in_order(&bridge).await;
        overview(&bridge).await.lacks("The clock shows");
        bridge.clock.advance(Duration::from_secs(300));
        let page = overview(&bridge).await;
        if bridge.database.url.starts_with("sqlite:") {
            page.lacks("The clock shows");
        } else {
            page.says("the one of the database’s server");
        }
        bridge.clock.set_back(Duration::from_secs(300));
        overview(&bridge).await.lacks("The clock shows");
        bridge.clock.advance(HOUR * 3);
        ann_does(&bridge, 0, 1).await;
        bridge.clock.set_back(HOUR * 3);
        let is_told = async || {
            let found = examination::everything(&bridge.context).await.unwrap();
            found.iter().any(|finding| matches!(finding, Finding::ClockBehindAudit { .. }))
        };
        assert!(is_told().await);
        // Once something was written by the clock that was set right, it is the clock that counts.
        overview(&bridge).await.lacks("but the audit has an event of");
        assert!(!is_told().await);
    }
}

on_each_database! {
    async fn faults_and_passwords_that_were_turned_away_are_told_for_an_hour(bridge: Bridge) {
        in_order(&bridge).await;
        examination::watch(&bridge.context);
        overview(&bridge).await.lacks("within an hour:");
        bridge.context.metrics.faulted("store");
        for _ in 0..3 {
            bridge.context.metrics.password_turned_away(TurnedAway::QueueFull);
        }
        let page = overview(&bridge).await;
        page.says("Faults of this instance within an hour: 1.");
        page.says("Passwords that found no place in the queue within an hour: 3.");
        assert_eq!(figure(&page, "Turned away within an hour"), "3");
        assert_eq!(figure(&page, "At work"), "0 of 1");
        assert_eq!(figure(&page, "Passwords waiting"), "0 of 64");
        for _ in 0..61 {
            bridge.clock.advance(Duration::from_secs(60));
            examination::watch(&bridge.context);
        }
        overview(&bridge).await.lacks("within an hour:");
    }
}

on_each_database! {
    async fn people_read_the_overview_in_their_language(bridge: Bridge) {
        in_order(&bridge).await;
        ann_does(&bridge, 1, 1).await;
        let mut ada = bridge.signed_in(ADA).await.speaking("de");
        let page = ada.get("/admin?range=week").await;
        page.is(200).says("Was Sie angeht").says("Anmeldungen und Ablehnungen, 7 Tage").says("Passwörter werden mit weniger Aufwand");
        ada.get("/admin/settings").await.is(200).says("Einstellungen suchen");
    }
}
