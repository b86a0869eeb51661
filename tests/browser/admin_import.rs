//! People come in from a file: an administrator sends it with mistakes, repairs it, and is done; or watches how far it is.

use bridgewarden::domain::id::ImportId;
use bridgewarden::domain::import::ImportFile;
use bridgewarden::flow::import::{Choice, upload};
use bridgewarden::flow::users;
use bridgewarden::store::imports::{self, ImportState};
use serde_json::json;

use crate::support::{Bridge, Chromium, Database, Person};

const ADA: &str = "ada.admin@example.com";
const MISTAKES: &str =
    "email,first_name,groups\nbo@example.com,Bo,staff\nbo@Example.com,Bob,staff\ncy.example.com,Cy,";

async fn imports(bridge: &Bridge, chromium: Chromium) {
    bridge.add_administrator(ADA).await;
    let ada = chromium.open().await;
    ada.opens("/admin/users/import").await;
    ada.signs_in(ADA).await;
    ada.sees("Nothing is changed by sending it.").await;
    ada.presses("Paste text instead").await;
    let lines = ada.named("textarea", "Lines").await;
    ada.session.fill_in(&lines, &MISTAKES.replace("first_name", "firstname")).await.unwrap();
    ada.presses("Look at it first").await;
    ada.sees("Perhaps first_name is meant.").await;

    // What was pasted is still there.
    let lines = ada.named("textarea", "Lines").await;
    assert!(ada.session.value(&lines).await.unwrap().contains("cy.example.com"));
    ada.session.fill_in(&lines, MISTAKES).await.unwrap();
    ada.presses("Look at it first").await;
    ada.sees("2 lines are bad.").await;
    ada.sees("Line 2 is about the same person.").await;
    ada.presses("Refused (2)").await;
    ada.sees("An e-mail address looks like name@example.com.").await;
    ada.does_not_see("bo@example.com").await;

    ada.presses("Choose another file").await;
    ada.presses("Paste text instead").await;
    let lines = ada.named("textarea", "Lines").await;
    let repaired = MISTAKES.replace("bo@Example.com", "bob@example.com").replace("cy.example", "cy@example");
    ada.session.fill_in(&lines, &repaired).await.unwrap();
    ada.presses("Look at it first").await;
    ada.sees("Every line is good.").await;
    ada.presses("Import 3 people").await;
    ada.sees("Imported").await;
    ada.presses("To the people").await;
    ada.sees("cy@example.com").await;
}

#[tokio::test]
async fn an_administrator_repairs_a_file_with_mistakes_and_imports_it() {
    let bridge = Bridge::start(Database::sqlite()).await;
    imports(&bridge, Chromium::at(&bridge)).await;
}

#[tokio::test]
async fn it_is_the_same_without_scripts() {
    let bridge = Bridge::start(Database::sqlite()).await;
    imports(&bridge, Chromium::at(&bridge).without_scripts()).await;
}

/// A file of a hundred people that another instance is writing; how far it is, is told by the story.
struct Elsewhere<'a> {
    bridge: &'a Bridge,
    id: ImportId,
}

impl<'a> Elsewhere<'a> {
    async fn begins(bridge: &'a Bridge) -> Self {
        bridge.add_administrator(ADA).await;
        let ada = users::find(&bridge.context, &ADA.parse().unwrap()).await.unwrap().unwrap();
        let people: String = (0..100).map(|number| format!("p{number}@example.com\n")).collect();
        let file = ImportFile::read(format!("email\n{people}").as_bytes()).unwrap();
        let name = "people.csv".to_owned();
        let id = upload::receive(&bridge.context, ada.id, name, &file, Choice::default()).await.unwrap();
        let writing = Self { bridge, id };
        writing.is(ImportState::Writing, 0).await;
        writing
    }

    async fn is(&self, state: ImportState, reached: i64) {
        let (id, now) = (self.id, self.bridge.context.now());
        let write = self.bridge.context.store.write(move |connection| {
            let mut import = imports::find(connection, id)?.unwrap();
            (import.state, import.reached, import.touched_at) = (state, reached, now);
            (import.mode, import.counts) = ("all or nothing".to_owned(), [97, 2, 1, 0]);
            imports::update(connection, &import)
        });
        assert!(write.await.unwrap());
    }

    async fn watched_at(&self, chromium: Chromium) -> Person {
        let ada = chromium.open().await;
        ada.opens(&format!("/admin/users/import/{}", self.id)).await;
        ada.signs_in(ADA).await;
        ada.sees("People are being imported").await;
        ada.sees("0 of 100 lines").await;
        ada
    }
}

#[tokio::test]
async fn progress_is_shown_in_place_told_now_and_then_and_leads_to_the_result() {
    let bridge = Bridge::start(Database::sqlite()).await;
    let writing = Elsewhere::begins(&bridge).await;
    let ada = writing.watched_at(Chromium::at(&bridge)).await;
    // The browser has noted that it was asked to sign in.
    ada.session.console().await.unwrap();
    ada.asks("window.stays = true").await;
    let told = "document.querySelector('[role=status]').textContent";
    for (reached, heard) in [(40, "40 of 100 lines"), (41, "40 of 100 lines"), (80, "80 of 100 lines")] {
        writing.is(ImportState::Writing, reached).await;
        ada.sees(&format!("{reached} of 100 lines")).await;
        let seen = ada
            .asks(&format!("return [window.stays, document.querySelector('progress').value, {told}]"))
            .await;
        assert_eq!(seen, json!([true, reached, heard]));
    }
    writing.is(ImportState::Done, 100).await;
    ada.sees("Name in the audit").await;
    ada.sees("97").await;
    assert_eq!(ada.session.console().await.unwrap(), [""; 0]);
}

#[tokio::test]
async fn whoever_watches_hears_that_it_was_not_finished_or_that_they_must_sign_in() {
    let bridge = Bridge::start(Database::sqlite()).await;
    let writing = Elsewhere::begins(&bridge).await;
    let ada = writing.watched_at(Chromium::at(&bridge)).await;
    // The other instance is not heard of any more.
    bridge.clock.advance(std::time::Duration::from_secs(16));
    ada.sees("Nothing was imported. The service was stopped meanwhile").await;
    ada.named("button", "Start again").await;
    writing.is(ImportState::Writing, 7).await;
    ada.reloads().await;
    ada.sees("7 of 100 lines").await;
    ada.session.devtools("Network.clearBrowserCookies", json!({})).await.unwrap();
    ada.sees("Sign in").await;
}

#[tokio::test]
async fn progress_leads_to_the_result_without_scripts() {
    let bridge = Bridge::start(Database::sqlite()).await;
    let writing = Elsewhere::begins(&bridge).await;
    let ada = writing.watched_at(Chromium::at(&bridge).without_scripts()).await;
    writing.is(ImportState::Writing, 40).await;
    ada.sees("40 of 100 lines").await;
    writing.is(ImportState::Done, 100).await;
    ada.sees("Name in the audit").await;
}
