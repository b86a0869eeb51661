//! People come in from a file: an administrator sends it with mistakes, repairs it, and is done.

use crate::support::{Bridge, Chromium, Database};

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
