//! PostgreSQL goes away: ended without a goodbye and started again, hidden behind a network that swallows
//! everything, locked by somebody else, or taking no writes as a standby does.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use futures_util::future::join_all;
use tokio::task::JoinSet;
use url::Url;

use super::machine;
use super::shared::{
    LOGIN, Notebook, PATIENCE, SESSION, heals, is_an_apology, is_honest, nothing_is_lost, sign_in, started,
    timed,
};
use crate::proxy::Proxy;
use crate::serving::Serving;
use crate::support::{Installation, server};

const ANN: &str = "ann.lee@example.com";
const PEOPLE: usize = 4;
const ROUNDS: usize = 3;

/// A PostgreSQL server of its own, so that other tests keep theirs.
struct Cluster {
    name: String,
    url: String,
}

impl Cluster {
    fn start(what: &str) -> Self {
        // A name that `scripts/postgres sweep` removes when this process is gone.
        let mut cluster = Self { name: format!("run-{what}-{}", std::process::id()), url: String::new() };
        let told = cluster.script("start");
        cluster.url = told.trim().split_once('=').unwrap().1.to_owned();
        cluster
    }

    fn script(&self, what: &str) -> String {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/postgres");
        let ran = Command::new(script).args([what, &self.name]).output().unwrap();
        assert!(ran.status.success(), "{what}: {}", String::from_utf8_lossy(&ran.stderr));
        String::from_utf8(ran.stdout).unwrap()
    }

    /// A command of the server's administrator.
    fn administrate(&self, sql: &[&str]) {
        let mut url = Url::parse(&self.url).unwrap();
        url.set_username("postgres").unwrap();
        let mut administrator = PgConnection::establish(url.as_str()).unwrap();
        for statement in sql {
            administrator.batch_execute(statement).unwrap();
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.script("stop");
    }
}

async fn installed(installation: &Installation) -> (Serving, Notebook) {
    for number in 0..PEOPLE {
        installation.add_person(&format!("person{number}@example.com"), &[]);
    }
    installation.add_person(ANN, &[]);
    installation.add_provider("helpdesk");
    let (serving, notebook) = (started(installation).await, Notebook::default());
    sign_in(&serving.address, ANN, &notebook).await.unwrap();
    (serving, notebook)
}

#[tokio::test]
async fn a_postgresql_that_is_restarted_without_a_goodbye_is_an_apology_and_heals() {
    let cluster = Cluster::start("restart");
    let installation = Installation::on(&cluster.url);
    let (mut serving, notebook) = installed(&installation).await;
    let mut people = JoinSet::new();
    for number in 0..PEOPLE {
        let (address, notebook) = (serving.address.clone(), notebook.clone());
        people.spawn(async move {
            loop {
                let email = format!("person{number}@example.com");
                is_honest(&sign_in(&address, &email, &notebook).await.unwrap());
            }
        });
    }
    for round in 0..ROUNDS {
        let enough = notebook.lock().unwrap().sessions.len() + 10;
        while notebook.lock().unwrap().sessions.len() < enough {
            assert!(people.try_join_next().is_none(), "somebody was told something else: {}", serving.log());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        cluster.script("crash");
        let (ready, took) = timed(serving.browser().get("/readyz")).await;
        ready.is(503).says("the database");
        assert!(took < PATIENCE, "{took:?}");
        tokio::time::sleep(Duration::from_millis(1000 * round as u64)).await;
        cluster.script("resume");
        let took = heals(&serving, ANN, &notebook).await;
        println!("restart {round}: people get in again after {took:?}");
    }
    assert!(people.try_join_next().is_none(), "somebody was told something else: {}", serving.log());
    people.shutdown().await;
    nothing_is_lost(&installation, &serving, &notebook).await;
    let refused = "SELECT kind AS text FROM audit_events WHERE kind = 'sign-in-refused'";
    assert_eq!(installation.texts(refused), Vec::<String>::new(), "a fault was taken for a wrong password");
    serving.is_alive();
}

#[tokio::test]
async fn a_postgresql_that_takes_no_writes_is_not_ready_and_heals() {
    let cluster = Cluster::start("standby");
    let installation = Installation::on(&cluster.url);
    let (serving, notebook) = installed(&installation).await;
    let mut known = serving.browser();
    known.set_cookie(SESSION, &notebook.lock().unwrap().sessions[0].clone());
    let set = |value: &str| {
        let setting = format!("ALTER SYSTEM SET default_transaction_read_only = {value}");
        cluster.administrate(&[
            "SET default_transaction_read_only = off",
            &setting,
            "SELECT pg_reload_conf()",
        ]);
    };
    set("on");
    let began = Instant::now();
    let (answers, _) = loop {
        let told = sign_in(&serving.address, ANN, &notebook).await.unwrap();
        // Every server process reads its settings again in its own time.
        if told.0.last().unwrap().status == 503 || began.elapsed() > Duration::from_secs(10) {
            break told;
        }
    };
    is_an_apology(answers.last().unwrap());
    known.get("/").await.is(200).says("Your services");
    known.get("/readyz").await.is(503).says("the database takes no writes");
    set("off");
    heals(&serving, ANN, &notebook).await;
    nothing_is_lost(&installation, &serving, &notebook).await;
}

/// Connections that stood are swallowed in both directions, and new ones are taken and never answered.
#[tokio::test]
async fn a_network_that_swallows_everything_is_an_apology_and_heals() {
    let direct = Installation::on_postgres();
    let mut address = direct.database_url().to_owned();
    let proxy = Proxy::before(&mut address);
    let installation = Installation::on(&address);
    let (mut serving, notebook) = installed(&installation).await;
    let mut known = serving.browser();
    known.set_cookie(SESSION, &notebook.lock().unwrap().sessions[0].clone());
    for _ in 0..2 {
        proxy.swallow();
        let crowd = join_all((0..12).map(|_| sign_in(&serving.address, ANN, &notebook)));
        let silent = timed(async { known.clone().get(LOGIN).await });
        let ready = timed(async { serving.browser().get("/readyz").await });
        let (crowd, silent, ready) = tokio::join!(crowd, silent, ready);
        for told in crowd {
            let told = told.unwrap();
            is_honest(&told);
            is_an_apology(told.0.last().unwrap());
        }
        is_an_apology(&silent.0);
        ready.0.is(503).says("the database does not answer");
        assert!(silent.1 < PATIENCE && ready.1 < PATIENCE, "{:?}, {:?}", silent.1, ready.1);
        known.get("/healthz").await.is(200);
        serving.browser().get("/sign-in").await.is(200);
        proxy.mend();
        heals(&serving, ANN, &notebook).await;
    }
    nothing_is_lost(&direct, &serving, &notebook).await;
    serving.is_alive();
}

#[tokio::test]
async fn a_table_that_somebody_has_locked_is_an_apology_and_heals() {
    let installation = Installation::on_postgres();
    let (serving, notebook) = installed(&installation).await;
    let mut somebody_else = installation.connect();
    somebody_else.batch_execute("BEGIN; LOCK TABLE sessions IN ACCESS EXCLUSIVE MODE").unwrap();
    let crowd = join_all((0..12).map(|_| sign_in(&serving.address, ANN, &notebook)));
    for told in crowd.await {
        let told = told.unwrap();
        is_honest(&told);
        is_an_apology(told.0.last().unwrap());
    }
    somebody_else.batch_execute("ROLLBACK").unwrap();
    heals(&serving, ANN, &notebook).await;
    nothing_is_lost(&installation, &serving, &notebook).await;
}

/// A server that vanished in the middle of a conversation is given up by the kernel, not only by us.
#[tokio::test]
async fn every_connection_is_given_up_by_the_kernel_within_seconds() {
    let installation = Installation::on_postgres();
    assert!(server().contains("127.0.0.1"), "the options are those of a network connection");
    let notes = installation.path("calls");
    let strace = machine::tool("strace");
    let around = [&strace, "-D", "-f", "-o", notes.to_str().unwrap(), "-e", "trace=setsockopt"];
    let mut serving = Serving::begin(&installation, &[], &around);
    serving.wait_until_ready().await;
    let calls = std::fs::read_to_string(&notes).unwrap();
    let own_sessions = "SELECT pid::text AS text FROM pg_stat_activity WHERE usename = current_user";
    assert!(!installation.texts(own_sessions).is_empty());
    for option in ["TCP_USER_TIMEOUT, [5000]", "TCP_KEEPIDLE, [5]", "TCP_KEEPINTVL, [2]", "TCP_KEEPCNT, [2]"]
    {
        assert!(calls.contains(option), "{option} is not set:\n{calls}");
    }
}
