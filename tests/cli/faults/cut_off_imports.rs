//! The plug is pulled in the middle of an import, on the command line and behind the administrator's page. Of all or
//! nothing there is nothing, without bad lines there are whole batches; and whoever imports once more has everybody.

use std::process::Child;
use std::time::{Duration, Instant};

use bridgewarden::store::DbConnection;
use diesel::connection::SimpleConnection;

use super::shared::{PASSWORD, started};
use crate::browser::{Browser, Page};
use crate::serving::Serving;
use crate::support::{Installation, assert_says};

const ADA: &str = "ada@example.com";
/// Enough that a kill comes in the middle.
const PEOPLE: usize = 12_000;
/// How often is looked.
const MOMENT: Duration = Duration::from_millis(10);
/// What an import writes at once when it skips bad lines.
const BATCH: usize = 500;
/// What PostgreSQL has taken when an import is well under way, and far from its end.
const WELL_UNDER_WAY: u64 = 3 << 19;
/// So often in a row, ten milliseconds apart, the lock of SQLite's writer is not to be had then.
const HELD: u32 = 12;
const IMPORT: &str = "/admin/users/import";

/// People, and a bad line after each thousand if that is asked for.
fn file(has_bad_lines: bool) -> String {
    let mut text = "email,first_name,last_name,groups,password_hash\n".to_owned();
    for number in 0..PEOPLE {
        let hash = "$2b$04$Gr2kgejP8rSYfH56sJZH7uU.h8w6V6X7MeSypv1UbmspvbXUsCPay";
        text += &format!(
            "person{number}@example.com,Person,Number {number},staff|office {},{hash}\n",
            number % 7
        );
        if has_bad_lines && number % 1000 == 999 {
            text += "nobody,,,,\n";
        }
    }
    text
}

/// How many good lines stand in the first batch, in the first two, and so on.
fn whole_batches() -> Vec<usize> {
    let text = file(true);
    let is_good: Vec<bool> = text.lines().skip(1).map(|line| !line.starts_with("nobody")).collect();
    let ends = (0..=is_good.len()).step_by(BATCH);
    ends.map(|end| is_good.iter().take(end).filter(|is_good| **is_good).count()).collect()
}

/// Looks from outside whether something large is being written.
struct Watch<'a> {
    installation: &'a Installation,
    before: u64,
    held: u32,
}

impl<'a> Watch<'a> {
    fn begin(installation: &'a Installation) -> Self {
        let before = if installation.is_sqlite() { 0 } else { Self::room(installation) };
        Self { installation, before, held: 0 }
    }

    fn is_well_under_way(&mut self) -> bool {
        if !self.installation.is_sqlite() {
            return Self::room(self.installation) > self.before + WELL_UNDER_WAY;
        }
        let DbConnection::Sqlite(mut connection) = self.installation.connect() else { return false };
        let probe = "PRAGMA busy_timeout = 0; BEGIN IMMEDIATE; ROLLBACK";
        self.held = if connection.batch_execute(probe).is_ok() { 0 } else { self.held + 1 };
        self.held >= HELD
    }

    /// The bytes of the tables, written for good or not.
    fn room(installation: &Installation) -> u64 {
        let sizes = ["users", "user_terms", "audit_events"]
            .map(|table| format!("pg_total_relation_size('{table}'::regclass)"));
        installation.texts(&format!("SELECT ({})::text AS text", sizes.join(" + ")))[0].parse().unwrap()
    }
}

fn count(installation: &Installation, what: &str) -> usize {
    let query = match installation.is_sqlite() {
        true => format!("SELECT CAST(count(*) AS TEXT) AS text FROM {what}"),
        false => format!("SELECT count(*)::text AS text FROM {what}"),
    };
    installation.texts(&query)[0].parse().unwrap()
}

fn imported(installation: &Installation) -> usize {
    count(installation, "users WHERE email LIKE 'person%'")
}

/// Waits for the moment, which must come before the command ends.
fn cut_when(child: &mut Child, mut is_time: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_time() {
        assert!(child.try_wait().unwrap().is_none(), "it ended before it was killed");
        assert!(began.elapsed() < Duration::from_secs(60), "nothing happens");
        std::thread::sleep(MOMENT);
    }
    child.kill().unwrap();
    child.wait().unwrap();
}

/// Everybody who is there is whole: with a password, terms to be found by, and a row in the audit.
fn is_whole(installation: &Installation, expected: usize) {
    assert_eq!(imported(installation), expected);
    let theirs = "IN (SELECT id FROM users WHERE email LIKE 'person%')";
    assert_eq!(count(installation, &format!("credentials WHERE user_id {theirs}")), expected);
    let rows = format!("audit_events WHERE kind = 'user-added' AND user_id {theirs}");
    assert_eq!(count(installation, &rows), expected);
    assert_eq!(
        count(
            installation,
            "users WHERE email LIKE 'person%' AND id NOT IN (SELECT user_id FROM user_terms)"
        ),
        0
    );
    installation.chain_the_audit();
    installation.must(&["audit", "verify"]);
}

on_each_database! {
    fn a_command_that_is_killed_in_the_middle_of_all_or_nothing_has_written_nothing(installation) {
        installation.must(&["user", "list"]);
        let people = installation.write_private("people.csv", &file(false));
        let mut watch = Watch::begin(installation);
        let mut child = installation.begin(&["user", "import", &people], "");
        cut_when(&mut child, || watch.is_well_under_way());
        is_whole(installation, 0);
        assert_eq!(count(installation, "audit_events WHERE kind = 'people-imported'"), 0);
        assert_says(&installation.must(&["user", "import", &people]), &[&format!("created    {PEOPLE}")]);
        is_whole(installation, PEOPLE);
        assert_eq!(count(installation, "audit_events WHERE kind = 'people-imported'"), 1);
    }

    fn a_command_that_is_killed_while_it_skips_bad_lines_leaves_whole_batches_and_is_simply_repeated(installation) {
        installation.must(&["user", "list"]);
        let people = installation.write_private("people.csv", &file(true));
        let import = ["user", "import", people.as_str(), "--skip-bad-lines"];
        let mut child = installation.begin(&import, "");
        cut_when(&mut child, || imported(installation) > 2 * BATCH);
        let there = imported(installation);
        assert!(there < PEOPLE, "it was too quick");
        assert!(whole_batches().contains(&there), "{there} people are no batches");
        is_whole(installation, there);
        let told = installation.must(&import);
        assert_says(&told, &[&format!("created    {}", PEOPLE - there), &format!("unchanged  {there}"), "refused    12"]);
        is_whole(installation, PEOPLE);
        let told = installation.must(&import);
        assert_says(&told, &["created    0", &format!("unchanged  {PEOPLE}")]);
        is_whole(installation, PEOPLE);
    }
}

async fn signed_in(serving: &Serving) -> Browser {
    let mut ada = serving.browser();
    let page = ada.get("/sign-in").await;
    ada.sign_in(&page, ADA, PASSWORD).await.is(303);
    ada
}

/// Looks again until nothing is at work any more.
async fn settled(ada: &mut Browser, address: &str) -> Page {
    let began = Instant::now();
    loop {
        let page = ada.get(address).await;
        if !page.body.contains("http-equiv=\"refresh\"") {
            return page;
        }
        assert!(began.elapsed() < Duration::from_secs(90), "it never ends: {}", page.body);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// Sends a file through the page and waits until it was looked at.
async fn sends(ada: &mut Browser, text: &str) -> Page {
    let page = ada.get(IMPORT).await;
    let form = page.forms().into_iter().find(|form| form.action == IMPORT).unwrap();
    let proof = form.field("proof").unwrap().to_owned();
    let answer = ada.upload(IMPORT, &[("proof", &proof)], ("people.csv", text.as_bytes())).await;
    settled(ada, &answer.location().unwrap()).await
}

/// Presses the button that begins it; the plug may be pulled before there is an answer.
async fn presses(ada: &mut Browser, page: &Page, mode: &str) -> Page {
    let form = page.forms().into_iter().find(|form| form.field("mode") == Some(mode));
    ada.submit(page, form.unwrap_or_else(|| panic!("no button for {mode}: {}", page.body))).await
}

/// How a service ends.
#[derive(Clone, Copy, Debug)]
enum End {
    Killed,
    ToldToStop,
}

/// Imports through the page, ends the service at that moment, and starts the service again; what the page says then.
async fn cut_behind_the_page(
    installation: &Installation,
    text: &str,
    mode: &str,
    end: End,
    mut is_time: impl FnMut() -> bool,
) -> (Serving, Browser, Page) {
    installation.add_person(ADA, &["--admin"]);
    let serving = started(installation).await;
    let mut ada = signed_in(&serving).await;
    let look = sends(&mut ada, text).await;
    let address = look.place();
    // It is answered after a moment, although the work goes on; or the plug is pulled first.
    {
        let cut = async {
            let began = Instant::now();
            while !is_time() {
                assert!(began.elapsed() < Duration::from_secs(60), "nothing happens: {}", serving.log());
                tokio::time::sleep(MOMENT).await;
            }
        };
        tokio::pin!(cut);
        tokio::select! {
            answer = presses(&mut ada, &look, mode) => {
                answer.is(303);
                cut.await;
            }
            () = &mut cut => {}
        }
    }
    let port = serving.port();
    match end {
        End::Killed => serving.kill(),
        End::ToldToStop => assert_eq!(serving.terminate().0, Some(0)),
    }
    let mut serving = Serving::begin_at(installation, &[super::shared::OFFICE], &[], port);
    serving.wait_until_ready().await;
    let mut ada = signed_in(&serving).await;
    let page = settled(&mut ada, &address).await;
    (serving, ada, page)
}

on_each_database! {
    async fn a_service_that_is_killed_in_the_middle_of_all_or_nothing_says_so_and_starts_again(installation) {
        installation.must(&["user", "list"]);
        let mut watch = Watch::begin(&installation);
        let is_time = || watch.is_well_under_way();
        let (serving, mut ada, page) = cut_behind_the_page(&installation, &file(false), "all", End::Killed, is_time).await;
        page.is(200).says("It was not finished").says("Nothing was imported. The service was stopped meanwhile");
        is_whole(&installation, 0);
        let again = presses(&mut ada, &page, "all").await;
        let done = settled(&mut ada, &again.location().unwrap()).await;
        done.is(200).says("Imported").says(&format!("<dt>New</dt><dd>{PEOPLE}</dd>"));
        is_whole(&installation, PEOPLE);
        assert_eq!(count(&installation, "audit_events WHERE kind = 'people-imported'"), 1);
        drop(serving);
    }
}

on_each_database! {
    async fn a_service_that_is_killed_while_it_skips_bad_lines_says_what_stays_and_goes_on(installation) {
        let is_time = || imported(&installation) > 2 * BATCH;
        let (serving, mut ada, page) = cut_behind_the_page(&installation, &file(true), "skip", End::Killed, is_time).await;
        page.is(200).says("What was imported until then stays");
        let there = imported(&installation);
        assert!(there < PEOPLE, "it was too quick");
        is_whole(&installation, there);
        let again = presses(&mut ada, &page, "skip").await;
        let done = settled(&mut ada, &again.location().unwrap()).await;
        done.is(200).says(&format!("{} people were added", PEOPLE - there)).says("12 lines were left out");
        is_whole(&installation, PEOPLE);
        drop(serving);
    }
}

on_each_database! {
    async fn a_service_that_is_told_to_stop_in_the_middle_of_all_or_nothing_says_truly_what_became_of_it(installation) {
        installation.must(&["user", "list"]);
        let mut watch = Watch::begin(&installation);
        let is_time = || watch.is_well_under_way();
        let (serving, mut ada, page) =
            cut_behind_the_page(&installation, &file(false), "all", End::ToldToStop, is_time).await;
        if imported(&installation) > 0 {
            // What was begun is finished, whoever waited for it.
            page.is(200).says("Imported").says(&format!("<dt>New</dt><dd>{PEOPLE}</dd>"));
        } else {
            page.is(200).says("Nothing was imported. The service was stopped meanwhile");
            let again = presses(&mut ada, &page, "all").await;
            settled(&mut ada, &again.location().unwrap()).await.says("Imported");
        }
        is_whole(&installation, PEOPLE);
        assert_eq!(count(&installation, "audit_events WHERE kind = 'people-imported'"), 1);
        drop(serving);
    }
}
