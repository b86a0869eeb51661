//! Files that come too slowly, imports that take long, and imports that a stop of the service cut off: what their administrator is told.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use bridgewarden::domain::id::ImportId;
use bridgewarden::domain::import::ImportFile;
use bridgewarden::flow::import::upload::{self, Teller};
use bridgewarden::flow::import::{Choice, Mode};
use bridgewarden::flow::users;
use bridgewarden::store::imports::{self, ImportState};

use crate::on_each_database;
use crate::support::{Bridge, Browser, Database, Page};

const ADA: &str = "ada.admin@example.com";

/// A file of an administrator that was looked at.
async fn sent(bridge: &Bridge, people: usize) -> ImportId {
    bridge.add_administrator(ADA).await;
    let ada = users::find(&bridge.context, &ADA.parse().unwrap()).await.unwrap().unwrap().id;
    let lines: String = (0..people).map(|number| format!("p{number}@example.com,staff\n")).collect();
    let file = ImportFile::read(format!("email,groups\n{lines}").as_bytes()).unwrap();
    let (context, choice) = (&bridge.context, Choice::default());
    let id = upload::receive(context, ada, "people.csv".to_owned(), &file, choice).await.unwrap();
    upload::examine_upload(context, id, file, choice, silent()).await.unwrap();
    id
}

fn silent() -> Teller {
    std::sync::Arc::new(|_| Vec::new())
}

/// Imports it, as the page's button does.
async fn import(bridge: &Bridge, id: ImportId, mode: Mode) {
    let context = &bridge.context;
    let import = context.store.read(move |connection| imports::find(connection, id)).await.unwrap().unwrap();
    assert!(upload::begin(context, id, import.user, mode).await.unwrap());
    upload::import_upload(context, import, mode, &bridge.origin(), silent()).await.unwrap();
}

/// As a service leaves it that is killed while it writes.
async fn is_left_lying(bridge: &Bridge, id: ImportId, mode: Mode) {
    let now = bridge.context.now();
    let write = bridge.context.store.write(move |connection| {
        let mut import = imports::find(connection, id)?.unwrap();
        (import.state, import.mode, import.touched_at) =
            (ImportState::Writing, mode.as_str().to_owned(), now);
        import.counts = [0; 4];
        imports::update(connection, &import)
    });
    assert!(write.await.unwrap());
    bridge.clock.advance(Duration::from_secs(16));
}

async fn opens(browser: &mut Browser, id: ImportId) -> Page {
    browser.get(&format!("/admin/users/import/{id}")).await
}

async fn presses(browser: &mut Browser, page: &Page, mode: &str) -> Page {
    let form = page.forms().into_iter().find(|form| form.field("mode") == Some(mode));
    let answer = browser.submit(page, form.unwrap_or_else(|| panic!("{}", page.body))).await;
    let address = answer.location().unwrap();
    loop {
        let page = browser.get(&address).await;
        if !page.body.contains("http-equiv=\"refresh\"") {
            return page;
        }
    }
}

async fn people(bridge: &Bridge) -> i64 {
    bridge.context.store.read(bridgewarden::store::users::count).await.unwrap().0
}

on_each_database! {
    async fn a_long_import_shows_how_far_it_is_and_is_never_taken_for_one_that_was_cut_off(bridge: Bridge) {
        let id = sent(&bridge, 4000).await;
        let mut ada = bridge.signed_in(ADA).await;
        let mut between = 0;
        let importing = import(&bridge, id, Mode::AllOrNothing);
        let watching = async {
            loop {
                // Nothing of it is in the database yet, and nobody was told anything for a minute.
                let page = opens(&mut ada, id).await;
                if page.body.contains("Name in the audit") {
                    return page;
                }
                page.is(200).lacks("It was not finished");
                let is_far = page.body.contains("value=\"") && !page.body.contains("value=\"0\"");
                if page.body.contains("data-under-way=\"writing\"") && is_far {
                    between += 1;
                    if between == 1 {
                        bridge.clock.advance(Duration::from_secs(60));
                    }
                }
            }
        };
        let ((), done) = tokio::join!(importing, watching);
        done.says("Imported");
        assert!(between > 0, "nobody saw how far it was");
        assert_eq!(people(&bridge).await, 4001);
    }
}

on_each_database! {
    async fn an_import_that_was_cut_off_before_it_was_written_can_be_started_again(bridge: Bridge) {
        let id = sent(&bridge, 3).await;
        let mut ada = bridge.signed_in(ADA).await;
        is_left_lying(&bridge, id, Mode::AllOrNothing).await;
        ada.get("/admin/users/import").await.says("not imported");
        let page = opens(&mut ada, id).await;
        page.is(200).says("It was not finished").says("Nothing was imported. The service was stopped meanwhile");
        assert_eq!(people(&bridge).await, 1);
        presses(&mut ada, &page, "all").await.says("Imported").says("<dd>3</dd>");
        assert_eq!((people(&bridge).await, bridge.count_audit("people-imported").await), (4, 1));
    }
}

on_each_database! {
    async fn an_import_that_was_cut_off_after_it_was_written_is_said_to_be_imported(bridge: Bridge) {
        for (mode, round) in [(Mode::AllOrNothing, 1), (Mode::SkipBadLines, 2)] {
            let id = if round == 1 { sent(&bridge, 3).await } else { sent_again(&bridge).await };
            import(&bridge, id, mode).await;
            is_left_lying(&bridge, id, mode).await;
            let mut ada = bridge.signed_in(ADA).await;
            let listed = ada.get("/admin/users/import").await;
            listed.says("imported").lacks("not imported").lacks("being imported");
            let page = opens(&mut ada, id).await;
            page.is(200).says("Imported").lacks("It was not finished");
            page.says(if round == 1 { "<dt>New</dt><dd>3</dd>" } else { "<dt>Unchanged</dt><dd>3</dd>" });
            assert_eq!(bridge.count_audit("people-imported").await, round);
            assert_eq!(people(&bridge).await, 4);
        }
    }
}

/// The same three people once more.
async fn sent_again(bridge: &Bridge) -> ImportId {
    let ada = users::find(&bridge.context, &ADA.parse().unwrap()).await.unwrap().unwrap().id;
    let text = "email,groups\np0@example.com,staff\np1@example.com,staff\np2@example.com,staff\n";
    let file = ImportFile::read(text.as_bytes()).unwrap();
    let (context, choice) = (&bridge.context, Choice::default());
    let id = upload::receive(context, ada, "again.csv".to_owned(), &file, choice).await.unwrap();
    upload::examine_upload(context, id, file, choice, silent()).await.unwrap();
    id
}

on_each_database! {
    async fn a_file_that_was_cut_off_while_it_was_looked_at_is_to_be_sent_again(bridge: Bridge) {
        let id = sent(&bridge, 3).await;
        let write = bridge.context.store.write(move |connection| {
            let mut import = imports::find(connection, id)?.unwrap();
            import.state = ImportState::Examining;
            imports::update(connection, &import)
        });
        assert!(write.await.unwrap());
        bridge.clock.advance(Duration::from_secs(16));
        let mut ada = bridge.signed_in(ADA).await;
        let page = opens(&mut ada, id).await;
        page.is(200).says("The file could not be looked at to the end. Send it again.");
        assert!(page.forms().iter().all(|form| form.field("mode").is_none()));
    }
}

/// Sends the head of a file, and then a byte now and then; returns the answer, once the connection has ended.
fn dribbles(host: &str, cookies: &str, proof: &str) -> String {
    let mut stream = TcpStream::connect(host).unwrap();
    let head = format!(
        "POST /admin/users/import HTTP/1.1\r\nHost: {host}\r\nSec-Fetch-Site: same-origin\r\nCookie: {cookies}\r\n\
         Content-Type: multipart/form-data; boundary=line\r\nContent-Length: 20000000\r\n\r\n\
         --line\r\nContent-Disposition: form-data; name=\"proof\"\r\n\r\n{proof}\r\n\
         --line\r\nContent-Disposition: form-data; name=\"file\"; filename=\"people.csv\"\r\n\r\n\
         email\r\nann@example.com\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    stream.set_read_timeout(Some(Duration::from_millis(100))).unwrap();
    let (mut answer, mut piece) = (Vec::new(), [0; 4096]);
    loop {
        match stream.read(&mut piece) {
            Ok(0) => break,
            Ok(count) => answer.extend_from_slice(&piece[..count]),
            Err(fault) if matches!(fault.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                if stream.write_all(b"a").is_err() {
                    break;
                }
            }
            Err(_) => break,
        }
    }
    String::from_utf8_lossy(&answer).into_owned()
}

async fn a_slow_file_is_given_up(database: Database) {
    let bridge = Bridge::start_with(database, &["server.upload_timeout_seconds=1"]).await;
    bridge.add_administrator(ADA).await;
    let mut ada = bridge.signed_in(ADA).await;
    let page = ada.get("/admin/users/import").await;
    let proof = page.form_to("/admin/users/import").field("proof").unwrap().to_owned();
    let (host, cookies) = (bridge.address.trim_start_matches("http://").to_owned(), ada.cookie_header());
    let sent = tokio::task::spawn_blocking(move || dribbles(&host, &cookies, &proof));
    let answer = sent.await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 408 ") && answer.contains("class=\"facts reference\""), "{answer}");
    ada.get("/admin/users/import").await.is(200).lacks("people.csv");
    assert_eq!(people(&bridge).await, 1);
}

#[tokio::test]
async fn a_file_that_comes_too_slowly_is_given_up_and_nothing_of_it_is_kept() {
    a_slow_file_is_given_up(Database::sqlite()).await;
    a_slow_file_is_given_up(Database::postgres()).await;
}
