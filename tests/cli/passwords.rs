//! Stories of the operator who decides what passwords must be and cost, and of the administrator who gives them.

use std::time::Duration;

use bridgewarden::domain::clock::Timestamp;
use bridgewarden::domain::email::EmailAddress;
use bridgewarden::store::{credentials, users};

use crate::serving::Serving;
use crate::support::{Installation, PASSWORD, assert_says};

const ADD: [&str; 4] = ["user", "add", "ann@example.com", "--password-stdin"];

/// When the person's password was set, until when it can be used, and whether it must be changed.
fn kept(bridge: &Installation, email: &str) -> (Timestamp, Option<Timestamp>, bool) {
    let folded = email.parse::<EmailAddress>().unwrap().folded();
    bridge.as_the_service(move |connection| {
        let user = users::find_by_email(connection, &folded)?.unwrap();
        let kept = credentials::find(connection, user.id)?.unwrap();
        Ok((kept.set_at, kept.expires_at, kept.must_change))
    })
}

on_each_database! {
    fn an_administrator_cannot_choose_the_password_that_a_person_keeps(bridge) {
        let is_one_time = |told: &str| {
            assert_says(told, &["one-time password", "within 3 days", "must be changed at that sign-in"]);
            let (set_at, expires_at, must_change) = kept(bridge, "ann@example.com");
            assert!(must_change);
            assert!(expires_at.unwrap().since(set_at) <= Duration::from_secs(72 * 3600), "{expires_at:?}");
        };
        is_one_time(&bridge.run_with(&ADD, "drei blaue Elefanten\n").succeeds());
        bridge.settle_password("ann@example.com", PASSWORD);
        assert_eq!(kept(bridge, "ann@example.com").1, None);
        let password = ["user", "password", "ann@example.com", "--password-stdin"];
        is_one_time(&bridge.run_with(&password, "vier rote Giraffen\n").succeeds());
        is_one_time(&bridge.must(&["user", "password", "ann@example.com"]));
        bridge.settle_password("ann@example.com", PASSWORD);
        bridge.must(&["user", "set", "ann@example.com", "--require-password-change"]);
        assert!(kept(bridge, "ann@example.com").2);
    }

    fn a_given_password_counts_by_characters_and_has_no_other_rules(bridge) {
        let given = |typed: &str| bridge.run_with(&["user", "password", "ann@example.com", "--password-stdin"], typed);
        bridge.must(&["user", "add", "ann@example.com"]);
        assert_says(&given("drei blaue Ele").refusal(), &["at least 15 characters", "Nothing was changed"]);
        given("drei blaue Elef").succeeds();
        given("🚂🎩🐎🔋📎🍋🧭🎈🪁🧵🔔🍇🐌🌵🎲\n").succeeds();
        let numbers: String = (1000..).map(|number: u32| number.to_string()).take(256).collect();
        given(&numbers[..200]).succeeds();
        assert_eq!(numbers.len(), 1024);
        given(&numbers).succeeds();
        assert_says(&given(&format!("{numbers}7")).refusal(), &["at most 1024 bytes", "Nothing was changed"]);
        assert_says(&given(&"x".repeat(1 << 20)).refusal(), &["at most 1024 bytes", "Nothing was changed"]);
    }
}

#[tokio::test]
async fn the_password_that_was_given_opens_only_the_page_for_a_new_one() {
    let installation = Installation::on_sqlite();
    installation.run_with(&ADD, "drei blaue Elefanten\n").succeeds();
    let serving = Serving::start(&installation, &[]).await;
    let mut browser = serving.browser();
    let page = browser.get("/sign-in").await;
    let page = browser.sign_in(&page, "ann@example.com", "drei blaue Elefanten").await;
    page.is(200).says("Choose a new password");
    let form = page.form("new_password").set("new_password", PASSWORD).set("repeat_password", PASSWORD);
    browser.submit(&page, form).await.is(303);
    let mut again = serving.browser();
    let page = again.get("/sign-in").await;
    again.sign_in(&page, "ann@example.com", "drei blaue Elefanten").await.is(403);
    again.sign_in(&page, "ann@example.com", PASSWORD).await.is(303);
}

#[test]
fn there_is_no_way_on_the_command_line_to_give_a_password_for_good() {
    let bridge = Installation::on_sqlite();
    for command in [&["user", "add", "--help"][..], &["user", "password", "--help"]] {
        let told = bridge.must(command);
        assert_says(&told, &["--password-stdin", "one-time password"]);
        assert_eq!(told.matches("--password").count(), told.matches("--password-stdin").count(), "{told}");
    }
    assert_says(
        &bridge.run(&["user", "add", "ann@example.com", "--password", "drei blaue Elefanten"]).usage_fault(),
        &["--password"],
    );
}

#[test]
fn twenty_common_passwords_are_refused_on_the_command_line() {
    let bridge = Installation::on_sqlite();
    bridge.must(&["user", "add", "ann@example.com", "--first-name", "Ann", "--last-name", "Lee"]);
    let password =
        ["user", "password", "ann@example.com", "--password-stdin", "--option", "passwords.min_length=8"];
    for typed in [
        "password",
        "12345678",
        "qwertyuiop",
        "iloveyou",
        "princess",
        "football",
        "baseball",
        "sunshine",
        "superman",
        "1q2w3e4r",
        "1qaz2wsx",
        "trustno1",
        "password1",
        "qwerty123",
        "11111111",
        "abcd1234",
        "123456789012345",
        "passwordpassword",
        "qwertyuiopasdfghjkl",
        "ann lee ann lee",
    ] {
        let refused = bridge.run_with(&password, &format!("{typed}\n")).refusal();
        assert_says(
            &refused,
            &["too easy to guess", "a few words without connection are good", "Nothing was changed"],
        );
    }
}

#[test]
fn a_list_of_refused_passwords_is_read_or_said_to_be_unreadable() {
    let bridge = Installation::on_sqlite();
    bridge.must(&["user", "add", "ann@example.com"]);
    let with = |file: &str| format!("passwords.block_list_file={file}");
    let list = bridge.write_private("list.txt", "short\nSilver Kettle Morning\n\ndrei blaue Elefanten\n");
    let password = ["user", "password", "ann@example.com", "--password-stdin", "--option", &with(&list)];
    assert_says(&bridge.run_with(&password, "silver kettle MORNING").refusal(), &["too easy to guess"]);
    bridge.run_with(&password, "silver kettle evening").succeeds();
    assert_says(
        &bridge.must(&["doctor", "--option", &with(&list)]),
        &["2 passwords of", "list.txt are refused"],
    );

    let short = bridge.write_private("short.txt", "short\n");
    let told = bridge.must(&["doctor", "--option", &with(&short)]);
    assert_says(&told, &["warning", "short.txt", "docs/troubleshooting.md#passwords"]);

    let bytes = bridge.path("bytes.txt");
    std::fs::write(&bytes, b"first line\nG\xFCterzug nach K\xF6ln\n").unwrap();
    let long = bridge.write_private("long.txt", &"correct horse battery staple\n".repeat(1_200_000));
    for (file, why) in [
        (bridge.path("missing.txt").display().to_string(), "cannot be read: No such file"),
        (bridge.path(".").display().to_string(), "cannot be read: Is a directory"),
        (bytes.display().to_string(), "is not UTF-8 text (line 2)"),
        (long, "has more than 32 MiB"),
    ] {
        for command in [&["user", "list"][..], &["serve"], &["user", "password", "ann@example.com"]] {
            let mut arguments = command.to_vec();
            let option = with(&file);
            arguments.extend(["--option", &option]);
            assert_says(
                &bridge.run(&arguments).usage_fault(),
                &["passwords.block_list_file: the file", &file, why],
            );
        }
        let doctor = bridge.run(&["doctor", "--option", &with(&file)]);
        assert_eq!(doctor.code, Some(1));
        assert_says(&doctor.stdout, &["fault", "passwords.block_list_file", &file, why]);
    }
}

/// Runs a command with hashes of that cost, and without leave to be cheap.
fn with_cost(bridge: &Installation, memory_kib: &str, passes: &str, more: &[&str]) -> crate::support::Answer {
    let options = [
        format!("passwords.memory_kib={memory_kib}"),
        format!("passwords.passes={passes}"),
        "passwords.allow_below_floor=false".to_owned(),
    ];
    let mut arguments = vec!["user", "list"];
    arguments.extend(options.iter().flat_map(|option| ["--option", option.as_str()]));
    arguments.extend(more);
    bridge.run(&arguments)
}

#[test]
fn hashes_below_the_floor_are_refused_unless_the_operator_means_it() {
    let bridge = Installation::on_sqlite();
    for (memory_kib, passes) in
        [("19456", "2"), ("47104", "1"), ("12288", "3"), ("9216", "4"), ("7168", "5"), ("65536", "3")]
    {
        with_cost(&bridge, memory_kib, passes, &[]).succeeds();
    }
    for (memory_kib, passes) in [("19456", "1"), ("19455", "2"), ("47103", "1"), ("7167", "64"), ("64", "1")]
    {
        let told = with_cost(&bridge, memory_kib, passes, &[]).usage_fault();
        assert_says(
            &told,
            &["passwords.memory_kib: ", memory_kib, "below the floor", "allow_below_floor = true"],
        );
    }
    with_cost(&bridge, "64", "1", &["--option", "passwords.allow_below_floor=true"]).succeeds();
    let told = bridge.must(&[
        "doctor",
        "--option",
        "passwords.memory_kib=64",
        "--option",
        "passwords.allow_below_floor=true",
    ]);
    assert_says(
        &told,
        &["warning  Passwords are hashed below the floor", "docs/troubleshooting.md#passwords"],
    );
}

#[tokio::test]
async fn the_log_warns_of_hashes_below_the_floor_and_of_no_others() {
    let installation = Installation::on_sqlite();
    for (options, warns) in [
        (&["passwords.memory_kib=64"][..], true),
        (&["passwords.memory_kib=7168", "passwords.passes=5", "passwords.workers=1"], false),
    ] {
        let (_, log) = Serving::start(&installation, options).await.terminate();
        assert_eq!(log.contains("below the floor"), warns, "{log}");
    }
}
