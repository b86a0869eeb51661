//! Every kind of page as a screen reader is given it: Chromium's own accessibility tree, and what axe-core says to it.

use std::cell::RefCell;

use serde_json::{Value, json};

use crate::admin_tour::admin_tour;
use crate::support::{Bridge, Chromium, Database, Person, Theme, axe};
use crate::tour::{SHORT, tour};

/// A page's language, and ids that stand twice.
const DOCUMENT: &str = "const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
    return [document.documentElement.lang, ids.filter((id, index) => ids.indexOf(id) !== index)];";

/// The first headings that are there to be read.
const HEADINGS: &str =
    "return [...document.querySelectorAll('h1')].filter((h1) => h1.checkVisibility()).length";

/// Role and name of everything on the page.
async fn tree(person: &Person) -> Vec<(String, String)> {
    let tree = person.session.devtools("Accessibility.getFullAXTree", json!({})).await.unwrap();
    let text = |value: &Value| value["value"].as_str().unwrap_or_default().to_owned();
    let nodes = tree["nodes"].as_array().unwrap().iter();
    nodes
        .filter(|node| node["ignored"] == json!(false))
        .map(|node| (text(&node["role"]), text(&node["name"])))
        .collect()
}

async fn is_told_everything(person: &Person, page: &str) {
    let title = person.session.title().await.unwrap();
    assert!(title.ends_with(" · Acme Corporation") && title.len() > 20, "{page}: {title}");
    assert_eq!(person.asks(DOCUMENT).await, json!(["en", []]), "{page}");

    let tree = tree(person).await;
    let count = |role: &str| tree.iter().filter(|(is, _)| is == role).count();
    for role in ["main", "banner", "contentinfo"] {
        assert_eq!(count(role), 1, "{page} has one {role}: {tree:?}");
    }
    for (role, name) in &tree {
        let needs_name =
            ["button", "link", "textbox", "heading", "image", "DisclosureTriangle"].contains(&role.as_str());
        assert!(!needs_name || !name.trim().is_empty(), "{page} has a {role} without a name: {tree:?}");
    }
    assert_eq!(person.asks(HEADINGS).await, json!(1), "{page}");
}

/// What stands above a form or beside a field is told at once, and belongs to its field.
async fn is_told_what_is_wrong(person: &Person) {
    let tree = tree(person).await;
    let alerts: Vec<_> = tree.iter().filter(|(role, _)| role == "alert").collect();
    assert_eq!(alerts.len(), 1, "{tree:?}");
    let described = person.asks("return document.activeElement.getAttribute('aria-describedby')").await;
    let text = person
        .session
        .run("return document.getElementById(arguments[0].split(' ').at(-1)).innerText", json!([described]));
    assert!(!text.await.unwrap().as_str().unwrap_or_default().is_empty(), "{described}");
}

#[tokio::test]
async fn every_page_says_what_it_is_and_what_can_be_done() {
    let bridge = Bridge::start(Database::sqlite()).await;
    let ann = Chromium::at(&bridge).open().await;
    let stop = async |page: &str| {
        is_told_everything(&ann, page).await;
        if page.ends_with(", refused") {
            is_told_what_is_wrong(&ann).await;
        }
    };
    tour(&bridge, &SHORT, &ann, stop).await;
}

/// What axe-core says about a page, in both themes.
async fn is_accessible(person: &Person, page: &str, complaints: &RefCell<Vec<String>>) {
    for theme in [Theme::Light, Theme::Dark] {
        person.prefers_stillness(theme).await;
        let found = axe::complaints(person).await;
        complaints.borrow_mut().extend(found.iter().map(|what| format!("{page}, {theme:?}: {what}")));
    }
}

fn is_silent(complaints: &RefCell<Vec<String>>) {
    let complaints = complaints.borrow();
    assert!(complaints.is_empty(), "{} complaints:\n{}", complaints.len(), complaints.join("\n"));
}

#[tokio::test]
async fn axe_has_nothing_to_say_about_the_pages_of_people() {
    let bridge = Bridge::start(Database::sqlite()).await;
    let ann = Chromium::at(&bridge).open().await;
    let complaints = RefCell::default();
    tour(&bridge, &SHORT, &ann, async |page| is_accessible(&ann, page, &complaints).await).await;
    is_silent(&complaints);
}

#[tokio::test]
async fn axe_has_nothing_to_say_about_the_pages_of_administrators() {
    let bridge = Bridge::start(Database::sqlite()).await;
    let ada = Chromium::at(&bridge).open().await;
    let complaints = RefCell::default();
    admin_tour(&bridge, &ada, async |page| is_accessible(&ada, page, &complaints).await).await;
    is_silent(&complaints);
}
