//! The service is told to stop while people sign in: the load balancer hears it first, what was begun is answered,
//! and after the next start everybody is still signed in.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use bridgewarden::store::DbConnection;
use diesel::connection::SimpleConnection;
use tokio::task::JoinSet;

use super::shared::{LOGIN, Notebook, OFFICE, PASSWORD, is_honest, note, nothing_is_lost, sign_in, started};
use crate::serving::Serving;
use crate::support::Installation;

const UNDER_WAY: usize = 10;
const NOTICE: &str = "server.stop_notice_seconds=2";
const STOPS_WITHIN: Duration = Duration::from_secs(15);

/// Makes every write wait, until dropped.
fn hold_writes(installation: &Installation) -> DbConnection {
    let mut connection = installation.connect();
    let hold = match &connection {
        DbConnection::Sqlite(_) => "BEGIN IMMEDIATE",
        DbConnection::Postgres(_) => "BEGIN; LOCK TABLE audit_events IN EXCLUSIVE MODE",
    };
    connection.batch_execute(hold).unwrap();
    connection
}

on_each_database! {
    async fn ten_sign_ins_under_way_are_answered_when_it_is_told_to_stop(installation) {
        installation.add_person("ann.lee@example.com", &[]);
        installation.add_provider("helpdesk");
        let mut serving = Serving::start(&installation, &[NOTICE, OFFICE, "database.connections=16"]).await;
        let notebook = Notebook::default();
        let mut asked = Vec::new();
        for _ in 0..UNDER_WAY {
            let mut browser = serving.browser();
            let page = browser.get(LOGIN).await;
            asked.push((browser, page));
        }
        let held = hold_writes(&installation);
        let mut under_way = JoinSet::new();
        for (mut browser, page) in asked {
            let notebook = notebook.clone();
            under_way.spawn(async move {
                let answer = browser.try_sign_in(&page, "ann.lee@example.com", PASSWORD).await.unwrap();
                note(&notebook, &browser, answer.is(200));
            });
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
        let began = Instant::now();
        serving.tell_to_stop();
        // What was begun goes on while the load balancer is told.
        let mut prober = serving.browser();
        while prober.get("/readyz").await.status != 503 {
            assert!(began.elapsed() < Duration::from_secs(2), "it says that it is ready");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        prober.get("/readyz").await.is(503).says("stopping");
        // Until nothing new is taken any more.
        while prober.try_get("/healthz").await.is_ok() {
            assert!(began.elapsed() < Duration::from_secs(4), "it still listens");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(under_way.len(), UNDER_WAY, "nothing was under way; this proves nothing");
        serving.is_alive();
        drop(held);
        while let Some(answered) = under_way.join_next().await {
            answered.unwrap();
        }
        let (code, log) = serving.ended_within(STOPS_WITHIN);
        assert_eq!(code, Some(0), "{log}");
        assert!(began.elapsed() < STOPS_WITHIN, "it took {:?}", began.elapsed());
        assert_eq!(notebook.lock().unwrap().sessions.len(), UNDER_WAY);
        let serving = started(&installation).await;
        nothing_is_lost(&installation, &serving, &notebook).await;
    }
}

/// People who come as long as the load balancer sends them: no request of theirs is dropped.
#[tokio::test]
async fn behind_a_load_balancer_nobody_notices_a_stop() {
    let installation = Installation::on_sqlite();
    installation.add_person("ann.lee@example.com", &[]);
    installation.add_provider("helpdesk");
    let notebook = Notebook::default();
    for _ in 0..3 {
        let serving = Serving::start(&installation, &[NOTICE, OFFICE]).await;
        let is_sent_here = Arc::new(AtomicBool::new(true));
        let mut people = JoinSet::new();
        for _ in 0..6 {
            let (address, is_sent_here, notebook) =
                (serving.address.clone(), is_sent_here.clone(), notebook.clone());
            people.spawn(async move {
                while is_sent_here.load(Ordering::SeqCst) {
                    let told = sign_in(&address, "ann.lee@example.com", &notebook).await;
                    is_honest(&told.expect("a request was dropped"));
                }
            });
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
        serving.tell_to_stop();
        let mut balancer = serving.browser();
        while balancer.get("/readyz").await.status == 200 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        is_sent_here.store(false, Ordering::SeqCst);
        while let Some(person) = people.join_next().await {
            person.unwrap();
        }
        let (code, log) = serving.ended_within(STOPS_WITHIN);
        assert_eq!(code, Some(0), "{log}");
    }
    let serving = started(&installation).await;
    nothing_is_lost(&installation, &serving, &notebook).await;
}
