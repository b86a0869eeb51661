//! The database is away: nobody is let in, nobody is told that their password is wrong, and it heals by itself.

use std::time::{Duration, Instant};

use bridgewarden::simulator::{Kind, Simulator};
use diesel::connection::SimpleConnection;
use futures_util::future::join_all;

use crate::support::proxy::Proxy;
use crate::support::{Bridge, Browser, Database, PASSWORD, Page};

const ANN: &str = "Ann.Lee@example.com";
/// No person waits longer than this for an answer, whatever has happened to the database.
const PATIENCE: Duration = Duration::from_secs(7);

/// A bridge with Ann and Aha, its way to PostgreSQL, and a browser on the sign-in form.
async fn started() -> (Bridge, Proxy, Simulator, Browser, Page) {
    let mut database = Database::postgres();
    let proxy = Proxy::before(&mut database.url);
    let bridge = Bridge::start(database).await;
    bridge.add_person(ANN).await;
    let aha = bridge.add_simulator(Kind::AhaIdeas, &[]).await;
    let mut browser = bridge.browser();
    let asked = browser.open(&aha.protected_page()).await;
    asked.form("password");
    (bridge, proxy, aha, browser, asked)
}

/// Fails unless the answer says in words that we are not able to, soon.
fn is_an_apology(page: &Page, took: Duration) {
    page.is(503).says("We cannot sign you in just now. Your password is not the reason.").lacks("not right");
    assert!(
        page.header("retry-after").is_some_and(|seconds| seconds.parse::<u32>().unwrap() > 0),
        "{:?}",
        page.headers
    );
    assert!(took < PATIENCE, "it took {took:?}");
}

/// Sends the form again until it is taken; fails after half a minute.
async fn heals(browser: &mut Browser, asked: &Page) -> Page {
    let began = Instant::now();
    loop {
        let answer = browser.sign_in(asked, ANN, PASSWORD).await;
        if answer.status == 200 {
            return answer;
        }
        answer.is(503);
        assert!(began.elapsed() < Duration::from_secs(30), "it does not heal");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

async fn timed(request: impl Future<Output = Page>) -> (Page, Duration) {
    let began = Instant::now();
    let answer = request.await;
    (answer, began.elapsed())
}

/// What everybody sees during an outage, and that it ends by itself.
async fn outage(break_it: impl FnOnce(&Proxy)) {
    let (bridge, proxy, aha, mut browser, asked) = started().await;
    break_it(&proxy);
    browser.get("/sign-in").await.is(200).form("password");
    browser.get("/healthz").await.is(200);
    let crowd = join_all((0..10).map(|_| {
        let (mut browser, asked) = (browser.clone(), asked.clone());
        timed(async move { browser.sign_in(&asked, ANN, PASSWORD).await })
    }));
    let (mut prober, mut stranger) = (bridge.browser(), bridge.browser());
    let readiness = timed(async { prober.get("/readyz").await });
    let arrival = timed(async { stranger.get("/sso/aha-ideas/login?return_to=%2Fideas").await });
    let all = async { tokio::join!(crowd, readiness, arrival) };
    let all = tokio::time::timeout(Duration::from_secs(20), all).await.expect("requests hang");
    let (mut apologies, (ready, ready_after), arrival) = all;
    apologies.push(arrival);
    for (answer, took) in &apologies {
        is_an_apology(answer, *took);
    }
    ready.is(503).says("the database does not answer");
    assert!(ready_after < PATIENCE, "readiness took {ready_after:?}");
    assert!(aha.receipts().is_empty());
    proxy.mend();
    let delivery = heals(&mut browser, &asked).await;
    assert_eq!(browser.carried(delivery).await.url.as_str(), aha.protected_page());
    browser.get("/readyz").await.is(200);
    assert_eq!(bridge.audit_of("sign-in-refused").await.len(), 0);
    assert_eq!(bridge.tokens().await, 1);
}

#[tokio::test]
async fn a_cut_connection_to_postgresql_is_an_apology_and_heals() {
    outage(Proxy::cut).await;
}

#[tokio::test]
async fn a_postgresql_that_swallows_everything_is_an_apology_and_heals() {
    outage(Proxy::swallow).await;
}

#[tokio::test]
async fn a_cut_in_the_middle_of_a_storm_lets_nobody_in_without_a_record() {
    let (bridge, proxy, aha, browser, asked) = started().await;
    let storm = join_all((0..40).map(|number| {
        let (mut browser, address) = (Browser::new(&bridge.address), aha.protected_page());
        async move {
            tokio::time::sleep(Duration::from_millis(number * 5)).await;
            let asked = browser.open(&address).await;
            if asked.status != 200 {
                return asked;
            }
            browser.sign_in(&asked, ANN, PASSWORD).await
        }
    }));
    let cuts = async {
        for _ in 0..4 {
            tokio::time::sleep(Duration::from_millis(40)).await;
            proxy.cut();
            tokio::time::sleep(Duration::from_millis(10)).await;
            proxy.mend();
        }
    };
    let (answers, ()) = tokio::join!(storm, cuts);
    for answer in &answers {
        assert!([200, 503].contains(&answer.status.as_u16()), "{}: {}", answer.status, answer.body);
    }
    let delivered = answers.iter().filter(|answer| answer.body.contains("Taking you to")).count();
    assert!(delivered >= 1, "the cuts left nobody through; they prove nothing");
    heals(&mut browser.clone(), &asked).await;
    // An answer may be lost after its commit; a token without a record may not be.
    assert!(bridge.tokens().await > delivered);
}

#[tokio::test]
async fn a_sqlite_file_that_cannot_be_written_is_an_apology_and_heals() {
    let bridge = Bridge::start(Database::sqlite()).await;
    bridge.add_person(ANN).await;
    let aha = bridge.add_simulator(Kind::AhaIdeas, &[]).await;
    let mut browser = bridge.browser();
    let asked = browser.open(&aha.protected_page()).await;
    let mut somebody_else = bridge.database.connect();
    somebody_else.batch_execute("PRAGMA busy_timeout = 5000; BEGIN EXCLUSIVE").unwrap();
    let crowd = join_all((0..6).map(|number| {
        let (mut browser, asked) = (browser.clone(), asked.clone());
        async move {
            tokio::time::sleep(Duration::from_millis(number * 400)).await;
            timed(browser.sign_in(&asked, ANN, PASSWORD)).await
        }
    }));
    for (answer, took) in crowd.await {
        is_an_apology(&answer, took);
    }
    browser.open(&aha.protected_page()).await.is(200).form("password");
    somebody_else.batch_execute("ROLLBACK").unwrap();
    let delivery = heals(&mut browser, &asked).await;
    assert_eq!(browser.carried(delivery).await.url.as_str(), aha.protected_page());
    assert_eq!((bridge.tokens().await, bridge.audit_of("sign-in").await.len()), (1, 1));
}
