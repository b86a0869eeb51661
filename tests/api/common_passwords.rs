//! Passwords that guessers try first cannot be chosen. The witness is a list that this project did not make:
//! the common passwords that Django refuses (`tests/tools/common_passwords.py`).

use std::process::Command;
use std::sync::Arc;

use bridgewarden::domain::password::{BlockList, Password, PasswordPolicy, PasswordUnfit};
use bridgewarden::flow::users::PasswordChoice;

use crate::on_each_database;
use crate::support::{Bridge, Browser, PASSWORD, Page};

const ANN: &str = "Ann.Lee@example.com";

/// Every common password of at least so many characters, the most common first.
fn common(least: usize) -> Vec<String> {
    let python = std::env::var("BRIDGEWARDEN_TEST_PYTHON").expect(
        "this test needs a Python with Django: run ./scripts/test, or set BRIDGEWARDEN_TEST_PYTHON to one that has \
         tests/tools/requirements.txt installed",
    );
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/tools/common_passwords.py");
    let said = Command::new(python).arg(script).output().unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let all = String::from_utf8(said.stdout).unwrap();
    assert!(all.lines().count() > 15_000, "the list is somewhere else");
    all.lines().filter(|line| line.chars().count() >= least).map(str::to_owned).collect()
}

fn policy(min_code_points: u32, block_list: &str) -> PasswordPolicy {
    PasswordPolicy {
        min_code_points,
        forbidden: vec!["Acme Corporation".into()],
        block_list: Arc::new(BlockList::of_lines(block_list, min_code_points)),
    }
}

/// Those that could be chosen.
fn accepted(policy: &PasswordPolicy, passwords: &[String]) -> Vec<String> {
    let email = ANN.parse().unwrap();
    let verdict = |typed: &String| policy.check(&Password::parse(typed).unwrap(), &email, "Ann Lee");
    let refused = Err(PasswordUnfit::Guessable);
    passwords.iter().filter(|typed| verdict(typed) != refused).cloned().collect()
}

#[test]
fn of_a_list_of_thousands_hardly_any_but_random_ones_can_be_chosen() {
    let common = common(8);
    let accepted = accepted(&policy(8, ""), &common);
    let refused = common.len() - accepted.len();
    assert!(refused >= 7_500, "only {refused} of {} are refused", common.len());
    // What is left was made by machines that open accounts (`fqrg7cs493`), or is a word of no dictionary here.
    assert!(accepted.len() * 100 < common.len() * 6, "{accepted:?}");
}

#[test]
fn nothing_of_the_operators_list_can_be_chosen_at_all() {
    let common = common(8);
    let list = common.join("\n");
    assert_eq!(accepted(&policy(8, &list), &common), [""; 0]);
    let long: Vec<String> = common.into_iter().filter(|entry| entry.chars().count() >= 15).collect();
    assert!(long.len() > 40, "{}", long.len());
    assert_eq!(accepted(&policy(15, &list), &long), [""; 0]);
    // Without the list, most of them can be told all the same.
    let told = long.len() - accepted(&policy(15, ""), &long).len();
    assert!(told * 4 >= long.len() * 3, "{told} of {}", long.len());
}

#[test]
fn a_common_password_does_not_become_good_by_being_doubled_or_lengthened() {
    let top: Vec<String> = common(8).into_iter().take(2_000).collect();
    let random = accepted(&policy(8, ""), &top);
    let common: Vec<&String> = top.iter().filter(|entry| !random.contains(entry)).collect();
    let dresses: [fn(&str) -> String; 4] = [
        |entry| format!("{entry}{entry}"),
        |entry| format!("{entry}1234567"),
        |entry| format!("{entry}!!!!!!!"),
        |entry| format!("!!!!!!!{entry}"),
    ];
    for dress in dresses {
        let dressed: Vec<String> = common.iter().map(|entry| dress(entry)).collect();
        let accepted = accepted(&policy(15, ""), &dressed);
        assert!(accepted.len() * 100 < dressed.len(), "{accepted:?}");
    }
}

async fn chooses(browser: &mut Browser, page: &Page, new: &str) -> Page {
    let form = page.form("new_password").set("new_password", new).set("repeat_password", new);
    let asks_current = form.field("current_password").is_some();
    let form = if asks_current { form.set("current_password", PASSWORD) } else { form };
    browser.submit(page, form).await
}

on_each_database! {
    async fn twenty_common_passwords_are_refused_wherever_a_person_chooses_one(database: Database) {
        let bridge = Bridge::start_with(database, &["passwords.min_length=8"]).await;
        bridge.add_person(ANN).await;
        let mut browser = bridge.browser();
        browser.signs_in_here(ANN).await;
        let mut wished = browser.open("/account/password").await;
        let one_time = bridge.add("bo@example.com", |_| {}, PasswordChoice::OneTime).await.unwrap();
        let mut newcomer = bridge.browser();
        let asked = newcomer.open("/sign-in").await;
        let mut required = newcomer.sign_in(&asked, "bo@example.com", &one_time).await;
        let common = common(8);
        for typed in common.iter().filter(|entry| entry.chars().all(char::is_alphabetic)).take(16) {
            wished = chooses(&mut browser, &wished, typed).await;
            wished.is(422).says("too easy to guess").says("Avoid names, dates");
            required = chooses(&mut newcomer, &required, typed).await;
            required.is(422).says("too easy to guess");
        }
        for typed in ["12345678", "87654321", "Acme Corporation", "example.com!"] {
            wished = chooses(&mut browser, &wished, typed).await;
            wished.is(422).says("too easy to guess");
            required = chooses(&mut newcomer, &required, typed).await;
            required.is(422).says("too easy to guess");
        }
        assert!(bridge.audit_of("password-changed").await.is_empty());
        chooses(&mut newcomer, &required, "drei blaue Elefanten").await.is(303);
        chooses(&mut browser, &wished, "drei blaue Elefanten").await.is(303);
    }
}

on_each_database! {
    async fn the_operators_list_is_read_at_the_start_and_obeyed(database: Database) {
        let list = database.folder.path().join("refused.txt");
        std::fs::write(&list, "Zwölf Boxkämpfer jagen Viktor\r\n\r\nsilver kettle morning\n").unwrap();
        let option = format!("passwords.block_list_file={}", list.display());
        let bridge = Bridge::start_with(database, &[&option]).await;
        bridge.add_person(ANN).await;
        let mut browser = bridge.browser();
        browser.signs_in_here(ANN).await;
        let mut page = browser.open("/account/password").await;
        for typed in ["Silver Kettle Morning", "zwo\u{308}lf boxka\u{308}mpfer jagen viktor"] {
            page = chooses(&mut browser, &page, typed).await;
            page.is(422).says("too easy to guess");
        }
        chooses(&mut browser, &page, "silver kettle evening").await.is(303);
    }
}
