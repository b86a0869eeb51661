//! The restore drill: a backup made while people sign in, put in place somewhere else, and everybody signs in there.
//! Backup and restore are done as the operator's guide says.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bridgewarden::config::{Config, Layers};
use bridgewarden::crypto::digest::sha256_hex;
use bridgewarden::domain::audit::{Actor, Origin};
use bridgewarden::domain::clock::SystemClock;
use bridgewarden::domain::password::Password;
use bridgewarden::flow::users::{self, NewUser, PasswordChoice, UserOutcome};
use bridgewarden::simulator::{self, Kind, Simulator};
use bridgewarden::startup;
use tokio::task::{JoinSet, spawn_blocking};

use crate::browser::Browser;
use crate::delivery::Delivery;
use crate::documented;
use crate::serving::Serving;
use crate::support::{Installation, allow, assert_says};

const PASSWORD: &str = "correct horse battery staple";
const SECRET: &str = "a shared secret of zendesk that has 32 bytes and more";
const SESSION: &str = "__Host-bridgewarden";
const BINDING: &str = "__Host-bridgewarden-browser";
const PEOPLE: usize = 100;
const IMPATIENT: usize = 4;

fn person(number: usize) -> String {
    format!("person{number}@example.com")
}

/// Adds everybody, as the command does, but with one start of the program.
async fn add_people(installation: &Installation) {
    let cheap = ["passwords.memory_kib=64", "passwords.passes=1", "passwords.allow_below_floor=true"]
        .map(str::to_owned);
    let layers = Layers::read(Some(&installation.path("bridgewarden.toml")), [], &cheap);
    let (config, faults) = Config::judge(layers);
    assert!(faults.is_empty(), "{faults:?}");
    let context = startup::context(&config, Arc::new(SystemClock)).unwrap();
    let actor = Actor::CommandLine("test".into());
    let origin = Origin { actor, client_address: "".into(), request_id: "".into() };
    for number in 0..PEOPLE {
        let new = NewUser {
            email: person(number).parse().unwrap(),
            first_name: "Ann".into(),
            last_name: "Lee".into(),
            external_id: None,
            locale: None,
            groups: [].into(),
            is_administrator: number == 0,
        };
        let password = Password::parse(PASSWORD).unwrap();
        let choice = PasswordChoice::Given { password, must_change: false };
        assert_eq!(users::add(&context, new, choice, &origin).await.unwrap(), UserOutcome::Done(None));
    }
}

async fn start_simulator() -> Simulator {
    let options = simulator::Options {
        kind: Kind::Zendesk,
        port: 0,
        secret: Vec::new(),
        remote_login_url: String::new(),
        remote_logout_url: String::new(),
        known_people: vec![],
        onward_host: None,
    };
    simulator::start(options).await.unwrap()
}

/// The provider is told that the bridge is at this address now.
fn agree(simulator: &Simulator, bridge: &str) {
    let urls = ["login", "logout"].map(|end| format!("{bridge}/sso/zendesk/{end}"));
    let [login, logout] = urls;
    simulator.configure(SECRET.as_bytes().to_vec(), login, logout);
}

/// Signs in anew again and again; notes the id of each token that was delivered.
async fn keep_signing_in(address: String, email: String, delivered: Arc<Mutex<Vec<String>>>) {
    loop {
        let mut browser = Browser::new(&address);
        let page = browser.get("/sso/zendesk/login").await;
        let page = browser.sign_in(&page, &email, PASSWORD).await;
        let claims = Delivery::in_page(page.is(200)).claims("jwt", SECRET);
        delivered.lock().unwrap().push(claims["jti"].as_str().unwrap().to_owned());
    }
}

async fn wait_for(delivered: &Mutex<Vec<String>>, count: usize, people: &mut JoinSet<()>) {
    while delivered.lock().unwrap().len() < count {
        if let Some(ended) = people.try_join_next() {
            ended.unwrap();
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// Whether this session cookie opens the page of services.
async fn is_alive(serving: &Serving, cookie: &str) -> bool {
    let mut browser = serving.browser();
    browser.set_cookie(SESSION, cookie);
    browser.get("/").await.status == 200
}

/// Makes a backup as the guide says, beside the installation.
fn back_up(installation: &Installation, name: &str) -> PathBuf {
    let file = installation.path(name);
    if installation.is_sqlite() {
        installation.must(&["backup", file.to_str().unwrap()]);
    } else {
        documented::run("postgresql-backup", installation.database_url(), &file);
    }
    file
}

/// Another machine: an installation that has seen other people, into which the backup and the key are put.
fn restore(installation: &Installation, backup: &Path) -> Installation {
    let elsewhere =
        if installation.is_sqlite() { Installation::on_sqlite() } else { Installation::on_postgres_alone() };
    let url = elsewhere.database_url();
    if installation.is_sqlite() {
        elsewhere.add_person("replaced@example.com", &[]);
        // As after a plug that was pulled: a journal of the old file lies there.
        fs::write(elsewhere.path("bridge.db-wal"), "of the old file").unwrap();
        documented::run("sqlite-restore", documented::file_of(url).to_str().unwrap(), backup);
        assert!(elsewhere.path("bridge.db.replaced/bridge.db-wal").exists());
    } else {
        documented::run("postgresql-restore", url, backup);
    }
    fs::copy(installation.path("sealing.key"), elsewhere.path("sealing.key")).unwrap();
    allow(&elsewhere.path("sealing.key"), 0o600);
    elsewhere
}

async fn drill(installation: Installation) {
    add_people(&installation).await;
    let simulator = start_simulator().await;
    let host = format!("host=127.0.0.1:{}", simulator.port());
    let add = ["provider", "add", "zendesk", "--profile", "zendesk", "--set", &host, "--secret-stdin"];
    installation.run_with(&add, SECRET).succeeds();
    let serving = Serving::start(&installation, &[]).await;
    agree(&simulator, &serving.address);

    // Two people are signed in; one of them is thrown out before the backup, the other one after it.
    let mut sessions = Vec::new();
    let mut used_page = None;
    for number in [50, 51] {
        let mut browser = serving.browser();
        let page = browser.get("/sso/zendesk/login").await;
        used_page = Some((page.form("password"), browser.cookie(BINDING).unwrap().to_owned()));
        let delivery = browser.sign_in(&page, &person(number), PASSWORD).await;
        browser.carried(delivery).await.is(200);
        sessions.push(browser.cookie(SESSION).unwrap().to_owned());
    }
    installation.must(&["session", "revoke", "--user", &person(50)]);
    assert!(!is_alive(&serving, &sessions[0]).await && is_alive(&serving, &sessions[1]).await);

    let delivered = Arc::new(Mutex::new(Vec::new()));
    let mut people = JoinSet::new();
    for number in 0..IMPATIENT {
        people.spawn(keep_signing_in(serving.address.clone(), person(number), delivered.clone()));
    }
    wait_for(&delivered, 3 * IMPATIENT, &mut people).await;
    // More than one, so that one of them meets a write wherever it can hurt.
    let mut installation = installation;
    let (mut before, mut backup) = (Vec::new(), PathBuf::new());
    for round in 0..4 {
        before = delivered.lock().unwrap().clone();
        (installation, backup) = spawn_blocking(move || {
            let backup = back_up(&installation, &format!("{round}.backup"));
            (installation, backup)
        })
        .await
        .unwrap();
        wait_for(&delivered, before.len() + IMPATIENT, &mut people).await;
    }
    people.shutdown().await;
    let ended = installation.must(&["session", "revoke", "--all"]);
    assert_says(&ended, &["sessions have ended"]);
    assert!(!is_alive(&serving, &sessions[1]).await);
    assert_eq!(fs::metadata(&backup).unwrap().permissions().mode() & 0o777, 0o600);
    let unfinished = installation.files().into_iter().find(|name| name.contains("unfinished"));
    assert_eq!(unfinished, None);
    drop(serving);

    let restored = restore(&installation, &backup);
    restored.must(&["audit", "verify"]);
    assert_says(&restored.must(&["doctor"]), &["The shared secret of zendesk opens."]);
    assert_says(&restored.run(&["session", "list"]).stderr, &["Nobody is signed in."]);
    let known = restored.must(&["user", "list"]);
    assert!(known.contains(&person(99)) && !known.contains("replaced"), "{known}");
    let minted = restored.json(&["audit", "list", "--kind", "token-minted", "--limit", "100000", "--json"]);
    let minted = minted.to_string();
    let lost = before.iter().filter(|id| !minted.contains(&sha256_hex(id.as_bytes())));
    assert_eq!(lost.collect::<Vec<_>>(), Vec::<&String>::new(), "acknowledged before the backup began");

    let serving = Serving::start(&restored, &[]).await;
    agree(&simulator, &serving.address);
    for session in &sessions {
        assert!(!is_alive(&serving, session).await, "a session came back");
    }
    let (form, binding) = used_page.unwrap();
    let mut browser = serving.browser();
    browser.set_cookie(BINDING, &binding);
    let sign_in = browser.get("/sign-in").await;
    let again = form.set("email", &person(51)).set("password", PASSWORD);
    let page = browser.submit(&sign_in, again).await;
    assert!(Delivery::of(&page).is_none(), "a page that was used before the backup minted again");

    let arrived_before = simulator.receipts().len();
    for number in 0..PEOPLE {
        let mut browser = serving.browser();
        let page = browser.open(&simulator.protected_page()).await;
        let delivery = browser.sign_in(&page, &person(number), PASSWORD).await;
        browser.carried(delivery).await.is(200).says(&person(number));
    }
    let receipts = simulator.receipts().split_off(arrived_before);
    assert_eq!(receipts.len(), PEOPLE);
    for (number, receipt) in receipts.iter().enumerate() {
        assert!(receipt.accepted, "{:?}", receipt.checks);
        assert_eq!(receipt.claims.as_ref().unwrap()["email"], person(number));
    }
    let (code, log) = serving.terminate();
    assert_eq!(code, Some(0), "{log}");
    restored.must(&["audit", "verify"]);
    if restored.is_sqlite() {
        restored.must(&["backup", restored.path("next").to_str().unwrap()]);
    }
}

mod a_backup_made_while_people_sign_in_is_restored_elsewhere_and_everybody_signs_in {
    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn sqlite() {
        drill(Installation::on_sqlite()).await;
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn postgres() {
        drill(Installation::on_postgres_alone()).await;
    }
}
