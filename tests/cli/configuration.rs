//! Stories of the operator who configures the bridge and reads its exit codes.

use crate::support::{Installation, assert_says, run_in};

#[test]
fn all_configuration_faults_are_told_at_once_with_exit_code_2() {
    let bridge = Installation::on_sqlite();
    bridge.configure(
        "[server]\nlisten = \"here\"\nlistn = \"x\"\nworkers = \"three\"\n[log]\nformat = \"xml\"\n\
         level = \"lo=ud=est\"\n[brand]\naccent = \"reddish\"\n",
    );
    for command in
        [&["user", "list"][..], &["serve"], &["migrate"], &["audit", "verify"], &["provider", "profiles"]]
    {
        let answer = bridge.run(command);
        assert_eq!(answer.stdout, "");
        let told = answer.usage_fault();
        assert_eq!(told.lines().count(), 6, "{told}");
        for option in [
            "server.listen: ",
            "server.listn: ",
            "server.workers: ",
            "log.format: ",
            "log.level: ",
            "brand.accent: ",
        ] {
            assert!(told.lines().any(|line| line.starts_with(option)), "{option} in {told}");
        }
    }
}

#[test]
fn options_before_and_after_the_command_count_alike() {
    let bridge = Installation::on_sqlite();
    let told = bridge
        .run(&["--option", "a.b=1", "user", "--option", "c.d=2", "list", "--option=e.f=3"])
        .usage_fault();
    assert_says(&told, &["a.b: ", "c.d: ", "e.f: "]);
    assert_says(
        &bridge.run(&["user", "list", "--option", "log.level"]).usage_fault(),
        &["SECTION.KEY=VALUE"],
    );
}

#[test]
fn a_database_address_of_another_kind_says_which_there_are() {
    let bridge = Installation::on_sqlite();
    let told = bridge.run(&["user", "list", "--option", "database.url=mysql://db/bridge"]).usage_fault();
    assert_says(&told, &["database.url: ", "sqlite:FILE", "postgres://"]);
}

#[test]
fn a_configuration_file_that_is_not_there_is_a_fault() {
    let folder = tempfile::tempdir().unwrap();
    let variables = [("BRIDGEWARDEN_CONFIG", "missing.toml")];
    let told = run_in(folder.path(), &["user", "list"], &variables, "").usage_fault();
    assert_says(&told, &["missing.toml: the file cannot be read"]);
}

#[test]
fn a_database_that_is_away_is_exit_code_3() {
    let bridge = Installation::on_sqlite();
    let missing = format!("database.url=sqlite:{}", bridge.path("no/such/folder/b.db").display());
    for url in ["database.url=postgres://bridge@127.0.0.1:1/bridge", &missing] {
        let told = bridge.run(&["user", "list", "--option", url]).ends_with(3);
        assert_says(&told, &["unavailable", "bridgewarden doctor"]);
    }
}

#[test]
fn the_help_explains_itself() {
    let bridge = Installation::on_sqlite();
    assert_says(
        &bridge.must(&["--help"]),
        &["Exit codes:", "  3  the database", "bridgewarden doctor", "--option"],
    );
    for command in [
        &["user", "add"][..],
        &["user", "set"],
        &["provider", "add"],
        &["audit", "export"],
        &["session", "revoke"],
    ] {
        let mut arguments = command.to_vec();
        arguments.push("--help");
        assert_says(&bridge.must(&arguments), &["Examples:\n  bridgewarden ", "Configuration:"]);
    }
    assert_says(&bridge.must(&["--version"]), &[concat!("bridgewarden ", env!("CARGO_PKG_VERSION"))]);
    assert_says(&bridge.run(&["frobnicate"]).usage_fault(), &["frobnicate", "--help"]);
}

#[test]
fn serve_wants_to_know_its_public_address() {
    let bridge = Installation::on_sqlite();
    bridge.configure("");
    assert_says(&bridge.run(&["serve"]).usage_fault(), &["server.public_url"]);
}
