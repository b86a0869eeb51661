//! The clock is wrong: set back, set forward, or from before the program was made; at the start, and while it runs.

use std::time::Duration;

use bridgewarden::domain::clock::{Clock, SystemClock, Timestamp};

use super::machine::FalseClock;
use super::shared::{
    LOGIN, Notebook, PASSWORD, SESSION, audit_is_chained, claims, heals, is_an_apology, note,
    nothing_is_lost, sign_in, token_address,
};
use crate::browser::{Browser, Page};
use crate::serving::Serving;
use crate::support::{Installation, assert_says, value_of};

const ANN: &str = "ann.lee@example.com";
const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// Long before the program was made.
const LONG_AGO: i64 = -2000 * DAY;

struct Story {
    installation: Installation,
    clock: FalseClock,
    serving: Serving,
    notebook: Notebook,
}

impl Story {
    async fn begin() -> Self {
        let (installation, clock) = (Installation::on_sqlite(), FalseClock::new());
        installation.add_person(ANN, &[]);
        installation.add_provider("helpdesk");
        let mut serving = Serving::begin(&installation, &[], &clock.around());
        serving.wait_until_ready().await;
        Self { installation, clock, serving, notebook: Notebook::default() }
    }

    /// A browser in which Ann has just signed in.
    async fn signed_in(&self) -> Browser {
        let mut browser = self.serving.browser();
        let page = browser.get(LOGIN).await;
        let answer = browser.sign_in(&page, ANN, PASSWORD).await;
        self.delivers(&browser, &answer);
        browser
    }

    /// The answer carries a token of now, as the service's clock has it.
    fn delivers(&self, browser: &Browser, answer: &Page) {
        let address = token_address(answer).unwrap_or_else(|| panic!("{}: {}", answer.status, answer.body));
        note(&self.notebook, browser, answer);
        let issued_at = claims(&address)["iat"].as_i64().unwrap();
        assert!(issued_at >= self.clock_says() - 20 && issued_at <= self.clock_says(), "{issued_at}");
    }

    /// What the service's clock must say, in seconds.
    fn clock_says(&self) -> i64 {
        SystemClock.now().as_seconds() + self.clock.offset()
    }

    async fn own_time(&self) -> String {
        let health = self.serving.browser().get("/healthz").await;
        let health: serde_json::Value = serde_json::from_str(&health.is(200).body).unwrap();
        health["time"].as_str().unwrap().to_owned()
    }
}

/// The year that a clock shows which is off by [`LONG_AGO`].
fn long_ago() -> String {
    let seconds = SystemClock.now().as_seconds() + LONG_AGO;
    Timestamp::from_micros(seconds * 1_000_000).to_string()[..5].to_owned()
}

/// Asks for the password; no token.
fn asks(page: &Page) {
    page.is(200).form("password");
    assert_eq!(token_address(page), None);
}

#[tokio::test]
async fn a_clock_set_back_by_less_than_an_hour_is_not_noticed() {
    let story = Story::begin().await;
    let mut ann = story.signed_in().await;
    let mut late = story.serving.browser();
    let opened_before = late.get(LOGIN).await;
    story.clock.set_off_by(-55 * MINUTE);
    let silent = ann.get(LOGIN).await;
    story.delivers(&ann, &silent);
    story.signed_in().await;
    // The page is from the future now: it asks again and says so, and the person gets in.
    let again = late.sign_in(&opened_before, ANN, PASSWORD).await;
    assert_eq!(token_address(&again), None);
    let answer = late.sign_in(&again, ANN, PASSWORD).await;
    story.delivers(&late, &answer);
    story.clock.set_off_by(0);
    let silent = ann.get(LOGIN).await;
    story.delivers(&ann, &silent);
    nothing_is_lost(&story.installation, &story.serving, &story.notebook).await;
}

#[tokio::test]
async fn a_clock_set_back_gives_nothing_a_second_life() {
    let story = Story::begin().await;
    let mut ann = story.signed_in().await;
    let told = story.installation.must(&["user", "add", "new@example.com"]);
    let one_time = value_of(&told, "One-time password");
    story.clock.set_off_by(-2 * HOUR);
    asks(&ann.get(LOGIN).await);
    // A session of that time is not immortal when the clock is right again.
    let mut backward = story.signed_in().await;
    story.clock.set_off_by(0);
    asks(&backward.get(LOGIN).await);
    // Expired three days later, and three days before it was made.
    for offset in [4 * DAY, -4 * DAY] {
        story.clock.set_off_by(offset);
        let mut browser = story.serving.browser();
        let page = browser.get("/sign-in").await;
        browser.sign_in(&page, "new@example.com", &one_time).await.is(403);
    }
    story.clock.set_off_by(0);
    let mut browser = story.serving.browser();
    let page = browser.get("/sign-in").await;
    browser.sign_in(&page, "new@example.com", &one_time).await.is(200).form("new_password");
    audit_is_chained(&story.installation).await;
}

#[tokio::test]
async fn a_clock_that_jumps_two_days_ahead_ends_sessions_and_nothing_else() {
    let mut story = Story::begin().await;
    let mut ann = story.signed_in().await;
    story.clock.set_off_by(2 * DAY);
    asks(&ann.get(LOGIN).await);
    let mut ahead = story.signed_in().await;
    story.clock.set_off_by(0);
    asks(&ahead.get(LOGIN).await);
    story.signed_in().await;
    heals(&story.serving, ANN, &Notebook::default()).await;
    audit_is_chained(&story.installation).await;
    story.serving.is_alive();
}

#[tokio::test]
async fn a_clock_from_before_the_program_was_made_lets_nobody_in() {
    let mut story = Story::begin().await;
    let mut ann = story.signed_in().await;
    story.clock.set_off_by(LONG_AGO);
    let (now, year) = (story.own_time().await, long_ago());
    assert!(now.starts_with(&year), "the service tells its own time: {now}, and not {year}");
    let (answers, _) = sign_in(&story.serving.address, ANN, &story.notebook).await.unwrap();
    is_an_apology(answers.last().unwrap());
    assert_eq!(token_address(&ann.get(LOGIN).await), None);
    assert_eq!(
        ann.get("/readyz").await.is(503).says("the clock cannot be right").header("retry-after"),
        Some("5")
    );
    story.clock.set_off_by(0);
    let silent = ann.get(LOGIN).await;
    story.delivers(&ann, &silent);
    let on_record = story.installation.texts("SELECT kind AS text FROM audit_events WHERE kind = 'sign-in'");
    assert_eq!(on_record.len(), 1);
    heals(&story.serving, ANN, &story.notebook).await;
    story.serving.is_alive();
    let (_, log) = story.serving.terminate();
    assert_says(&log, &["before this program was made"]);
}

#[tokio::test]
async fn with_such_a_clock_it_does_not_start_and_says_so() {
    let (installation, clock) = (Installation::on_sqlite(), FalseClock::new());
    clock.set_off_by(LONG_AGO);
    let serving = Serving::begin(&installation, &[], &clock.around());
    let (code, log) = serving.ended_within(Duration::from_secs(20));
    assert_eq!(code, Some(3), "{log}");
    assert_says(&log, &[&format!("The clock says {}", long_ago()), "set the clock"]);
}

#[tokio::test]
async fn two_clocks_that_differ_share_their_sessions() {
    let story = Story::begin().await;
    let ahead = FalseClock::new();
    ahead.set_off_by(20);
    let mut other = Serving::begin(&story.installation, &[], &ahead.around());
    other.wait_until_ready().await;
    let ann = story.signed_in().await;
    let mut there = other.browser();
    there.set_cookie(SESSION, ann.cookie(SESSION).unwrap());
    assert!(token_address(&there.get(LOGIN).await).is_some());
}
