//! `demo`, as a visitor meets it: begin at a page of a pretended provider, sign in, land on that very page.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use crate::browser::Browser;

/// What the demo printed behind a name.
fn printed<'a>(said: &'a str, name: &str) -> &'a str {
    let line = said.lines().find(|line| line.trim_start().starts_with(name));
    let line = line.unwrap_or_else(|| panic!("{name} is not in:\n{said}"));
    line.trim_start().trim_start_matches(name).split_whitespace().next().unwrap()
}

#[tokio::test]
async fn a_visitor_of_the_demo_lands_on_the_pages_they_asked_for() {
    let mut demo = Command::new(env!("CARGO_BIN_EXE_bridgewarden"))
        .args(["demo", "--port", "0"])
        .env("USER", "visitor")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(demo.stdout.take().unwrap()).lines();
    let mut said = String::new();
    while !said.contains("Press Ctrl+C to stop.") {
        said.push_str(&lines.next().unwrap_or_else(|| panic!("the demo ended:\n{said}")).unwrap());
        said.push('\n');
    }
    let bridge = printed(&said, "Bridgewarden is running at").to_owned();
    let (email, password) = ("Ann.Lee@example.com", printed(&said, "Ann.Lee@example.com").to_owned());
    for provider in ["IT Glue", "Aha! Ideas", "Zendesk"] {
        let wanted = printed(&said, provider);
        let mut browser = Browser::new(&bridge);
        let sign_in = browser.open(wanted).await;
        let delivery = browser.sign_in(&sign_in, email, &password).await;
        let landed = browser.carried(delivery).await;
        landed.is(200).says(email);
        assert_eq!(landed.url.as_str().split('#').next(), wanted.split('#').next());
    }
    // One that never says where a person was going, as the demo tells; its page is begun at all the same.
    let wanted = printed(&said, "Mojo Helpdesk");
    let mut browser = Browser::new(&bridge);
    let sign_in = browser.open(wanted).await;
    let delivery = browser.sign_in(&sign_in, email, &password).await;
    let landed = browser.carried(delivery).await;
    landed.is(200).says(email);
    assert_eq!(landed.url.path(), "/");
    assert!(said.contains("on its home page"), "{said}");
    // In the same browser, who signed in as Ann administers.
    browser.open(printed(&said, "Administration")).await.is(200).says("Audit");
    browser.open(printed(&said, "Services")).await.is(200).says("Zendesk");
    let pid = demo.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    assert_eq!(demo.wait().unwrap().code(), Some(0));
}
