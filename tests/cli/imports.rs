//! Stories of people who come from a file, and go into one.

use std::os::unix::fs::PermissionsExt;

use crate::support::assert_says;

const PEOPLE: &str = "\
email,first_name,last_name,groups,administrator,password_hash
ann@example.com,Ann,Lee,staff|sales,yes,$2b$04$Gr2kgejP8rSYfH56sJZH7uU.h8w6V6X7MeSypv1UbmspvbXUsCPay
bo@example.com,Bo,Kumar,,no,
cy@example.com,=1+1,Cy,,,
";

on_each_database! {
    fn an_administrator_looks_first_and_then_imports(bridge) {
        let file = bridge.write_private("people.csv", PEOPLE);
        let told = bridge.must(&["user", "import", &file, "--dry-run"]);
        assert_says(&told, &["line 2 ", "created   ann@example.com", "Nothing was written", "created    3", "1 (bcrypt)"]);
        assert_says(&told, &["2 of the new people have no password"]);
        assert_eq!(bridge.json(&["user", "list", "--json"]), serde_json::json!([]));
        let told = bridge.must(&["user", "import", &file]);
        assert_says(&told, &["Imported:", "created    3", "In the audit it is import "]);
        assert_eq!(bridge.json(&["user", "list", "--json"]).as_array().unwrap().len(), 3);
        let told = bridge.must(&["user", "import", &file, "--dry-run"]);
        assert_says(&told, &["unchanged  3"]);
        let told = bridge.run_with(&["user", "import", "-"], "email,last_name\nbo@example.com,Kumar-Lee\n").succeeds();
        assert_says(&told, &["changed    1"]);
    }

    fn a_bad_line_stops_everything_unless_it_is_skipped(bridge) {
        let file = bridge.write_private("people.csv", "email\nann@example.com\nnobody\n");
        let told = bridge.run(&["user", "import", &file]).refusal();
        assert_says(&told, &["line 3 ", "refused   nobody", "Nothing was imported: 1 of 2 lines is bad", "--skip-bad-lines"]);
        assert_eq!(bridge.json(&["user", "list", "--json"]), serde_json::json!([]));
        bridge.run(&["user", "import", &file, "--dry-run"]).refusal();
        let answer = bridge.run(&["user", "import", &file, "--skip-bad-lines"]);
        assert_says(&answer.stderr, &["line 3 "]);
        assert_says(&answer.succeeds(), &["created    1", "refused    1"]);
        for (text, why) in [("", "is empty"), ("PK\u{3}\u{4}", "ZIP"), ("mail\nx", "perhaps email is meant"), ("email\n", "nobody in it")] {
            let file = bridge.write_private("odd.csv", text);
            assert_says(&bridge.run(&["user", "import", &file]).refusal(), &["Nothing was imported", why]);
        }
        bridge.run(&["user", "import", "there-is-no-such-file.csv"]).usage_fault();
    }

    fn people_go_into_a_file_of_their_owner_and_come_back_as_they_were(bridge) {
        let file = bridge.write_private("people.csv", PEOPLE);
        bridge.must(&["user", "import", &file]);
        let told = bridge.must(&["user", "export"]);
        assert_says(&told, &["ann@example.com,Ann,Lee,,,sales|staff,yes,active", "'=1+1"]);
        assert!(!told.contains("$2b$"));
        assert_eq!(bridge.must(&["user", "export", "--group", "staff"]).lines().count(), 2);
        let whole = bridge.path("whole.csv").display().to_string();
        bridge.must(&["user", "export", &whole, "--with-password-hashes"]);
        assert_eq!(std::fs::metadata(&whole).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(std::fs::read_to_string(&whole).unwrap().contains("$2b$04$"));
        assert_says(&bridge.must(&["user", "import", &whole, "--dry-run"]), &["unchanged  3", "refused    0"]);
        assert_says(&bridge.run(&["user", "export", &whole]).usage_fault(), &["nothing is overwritten"]);
        bridge.run(&["user", "export", "--with-password-hashes"]).usage_fault();
    }
}
