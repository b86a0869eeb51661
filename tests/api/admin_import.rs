//! People come in from files: what an administrator sees before, what is written, and who signs in afterwards.

use std::sync::Arc;
use std::time::Duration;

use bridgewarden::domain::import::{Exported, ImportFile, headings, row};
use bridgewarden::domain::user_table::UserFilter;
use bridgewarden::flow::export::{self, Export};
use bridgewarden::flow::import::{self, Carried, Choice, Counts, Examined, Line, Listener, Mode, Outcome};
use bridgewarden::flow::users::PasswordChoice;
use bridgewarden::flow::{housekeeping, users};
use bridgewarden::store::credentials;

use crate::on_each_database;
use crate::support::{Bridge, Browser, PASSWORD, Page};

const ADA: &str = "ada.admin@example.com";
const VECTORS: &str = include_str!("../corpus/foreign_hashes.tsv");
const IMPORT: &str = "/admin/users/import";

const MISTAKES: &str = "\
email,first_name,last_name,groups,administrator,status,password_hash
ann@example.com,Ann,Lee,staff|sales,no,active,
bo@example.com,Bo,Kumar,staff,perhaps,,
ANN@Example.com,Ann,Twin,,,,
nobody,No,Body,,,,
cy@example.com,Cy,Wei,,,,$1$salt$qJH7.N4xYta3aEG/dfqo/0
";

fn silent() -> Listener {
    Arc::new(|_| {})
}

fn lines(text: &str, choice: Choice) -> Arc<Vec<Line>> {
    let file = ImportFile::read(text.as_bytes()).unwrap_or_else(|refused| panic!("{refused}"));
    Arc::new(import::lines_of(&file, choice))
}

async fn examined(bridge: &Bridge, text: &str, choice: Choice) -> Examined {
    import::examine(&bridge.context, lines(text, choice), choice, &silent()).await.unwrap()
}

async fn imported(bridge: &Bridge, text: &str, choice: Choice, mode: Mode) -> Carried {
    let lines = lines(text, choice);
    let examined = import::examine(&bridge.context, lines.clone(), choice, &silent()).await.unwrap();
    let origin = bridge.origin();
    import::carry_out(&bridge.context, lines, examined, mode, &origin, &silent()).await.unwrap()
}

async fn must_import(bridge: &Bridge, text: &str) -> Examined {
    match imported(bridge, text, Choice::default(), Mode::AllOrNothing).await {
        Carried::Done(examined) => examined,
        Carried::Nothing(examined) => panic!("{:#?}", examined.lines),
    }
}

fn reasons(examined: &Examined) -> Vec<(u64, String)> {
    let refused = examined.lines.iter().filter_map(|line| match &line.outcome {
        Outcome::Refused(wrong) => {
            let told: Vec<String> = wrong.iter().map(ToString::to_string).collect();
            Some((line.number, told.join("; ")))
        }
        _ => None,
    });
    refused.collect()
}

async fn people(bridge: &Bridge) -> usize {
    users::list(&bridge.context, UserFilter::default(), None, 500).await.unwrap().len()
}

async fn hash_of(bridge: &Bridge, email: &str) -> Option<String> {
    let user = users::find(&bridge.context, &email.parse().unwrap()).await.unwrap().unwrap();
    let found = bridge.context.store.read(move |connection| credentials::find(connection, user.id)).await;
    found.unwrap().map(|credential| credential.password_hash)
}

async fn administrator(bridge: &Bridge) -> Browser {
    bridge.add_administrator(ADA).await;
    bridge.signed_in(ADA).await
}

/// Sends a file and waits until it was looked at.
async fn sends(browser: &mut Browser, text: &[u8], more: &[(&str, &str)]) -> Page {
    let page = browser.get(IMPORT).await;
    let proof = page.form("proof").field("proof").unwrap().to_owned();
    // The sign-out form comes first and has a proof of its own.
    let proof = page
        .forms()
        .iter()
        .find(|form| form.action == IMPORT)
        .map_or(proof, |form| form.field("proof").unwrap().to_owned());
    let mut fields = vec![("proof", proof.as_str())];
    fields.extend_from_slice(more);
    let answer = browser.upload(IMPORT, &fields, ("people.csv", text)).await;
    if answer.location().is_none() {
        return answer;
    }
    settled(browser, answer).await
}

/// Looks again until nothing is at work any more.
async fn settled(browser: &mut Browser, answer: Page) -> Page {
    let address = answer.location().unwrap();
    for _ in 0..2000 {
        let page = browser.get(&address).await;
        if !page.body.contains("http-equiv=\"refresh\"") {
            return page;
        }
    }
    panic!("it never ends");
}

async fn presses(browser: &mut Browser, page: &Page, mode: &str) -> Page {
    let form = page.forms().into_iter().find(|form| form.field("mode") == Some(mode));
    let form = form.unwrap_or_else(|| panic!("no button for {mode}: {}", page.body));
    browser.submit(page, form).await
}

on_each_database! {
    async fn everybody_signs_in_with_the_password_of_the_old_system_and_gets_a_hash_of_ours(bridge: Bridge) {
        let vectors: Vec<Vec<&str>> =
            VECTORS.lines().map(|line| line.split('\t').collect()).filter(|fields: &Vec<&str>| fields.len() == 4).collect();
        let mine: Vec<&Vec<&str>> = vectors.iter().filter(|fields| fields[2] == PASSWORD).collect();
        assert!(mine.len() > 40, "{}", mine.len());
        let mut text = "email,password_hash\n".to_owned();
        for fields in &mine {
            text.push_str(&format!("{}@example.com,\"{}\"\n", fields[0], fields[3].replace('"', "\"\"")));
        }
        let examined = must_import(&bridge, &text).await;
        assert_eq!(examined.counts().created, mine.len());
        assert_eq!(examined.families().values().sum::<usize>(), mine.len());
        for fields in mine {
            let email = format!("{}@example.com", fields[0]);
            let stored = hash_of(&bridge, &email).await.unwrap();
            let mut browser = bridge.browser();
            let page = browser.get("/sign-in").await;
            browser.sign_in(&page, &email, "correct horse Battery").await.is(403);
            browser.sign_in(&page, &email, PASSWORD).await.is(303);
            bridge.forget_guesses().await;
            let upgraded = hash_of(&bridge, &email).await.unwrap();
            // One that is Argon2id already, and dearer than ours, stays.
            if stored.starts_with("$argon2id$v=19$") {
                assert_eq!(upgraded, stored, "{email}");
            } else {
                assert!(upgraded.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{email}: {upgraded}");
            }
            // With the new hash as well.
            let mut browser = bridge.browser();
            let page = browser.get("/sign-in").await;
            browser.sign_in(&page, &email, PASSWORD).await.is(303);
        }
        assert!(bridge.count_audit("password-rehashed").await > 40);
    }
}

on_each_database! {
    async fn a_dry_run_says_line_by_line_what_would_happen_and_writes_nothing(bridge: Bridge) {
        bridge.add("ann@example.com", |_| {}, PasswordChoice::OneTime).await;
        bridge.add("same@example.com", |new| new.first_name = "Sam".into(), PasswordChoice::OneTime).await;
        let rows = bridge.audit().await.len();
        let text = "email,first_name,last_name,groups\n\
                    ann@example.com,Anna,Lee,staff\nsame@example.com,Sam,Lee,\nnew@example.com,New,One,staff\nbad,,,\n";
        let examined = examined(&bridge, text, Choice::default()).await;
        let told: Vec<(u64, &str)> =
            examined.lines.iter().map(|line| (line.number, line.outcome.as_str())).collect();
        assert_eq!(told, [(2, "changed"), (3, "unchanged"), (4, "created"), (5, "refused")]);
        let Outcome::Changed(changes) = &examined.lines[0].outcome else { panic!("{:?}", examined.lines) };
        let changes: Vec<String> =
            changes.iter().map(|change| format!("{}: {} → {}", change.field, change.before, change.after)).collect();
        assert_eq!(changes, ["first_name: Ann → Anna", "groups:  → staff"]);
        assert!(examined.lines[2].lacks_password);
        assert_eq!((people(&bridge).await, bridge.audit().await.len()), (2, rows));
    }
}

on_each_database! {
    async fn with_bad_lines_it_is_all_or_nothing_unless_they_are_skipped(bridge: Bridge) {
        let text = "email,first_name\na@example.com,A\nbad,B\nc@example.com,C\n";
        let nothing = imported(&bridge, text, Choice::default(), Mode::AllOrNothing).await;
        assert!(matches!(nothing, Carried::Nothing(_)));
        assert_eq!((people(&bridge).await, bridge.audit().await.len()), (0, 0));
        let Carried::Done(done) = imported(&bridge, text, Choice::default(), Mode::SkipBadLines).await else {
            panic!("nothing was imported");
        };
        assert_eq!(done.counts(), Counts { created: 2, refused: 1, without_password: 2, ..Counts::default() });
        assert_eq!(people(&bridge).await, 2);
        let summary = &bridge.audit_of("people-imported").await[0];
        for row in bridge.audit_of("user-added").await {
            assert!(row.details.contains(&done.id.to_string()) && summary.details.contains(&done.id.to_string()));
        }
        // The same file again finds everybody as they are.
        let again = examined(&bridge, text, Choice::default()).await.counts();
        assert_eq!((again.unchanged, again.refused), (2, 1));
    }
}

on_each_database! {
    async fn a_thousand_people_come_in_one_go_and_the_audit_stays_whole(bridge: Bridge) {
        let mut text = "email,first_name,last_name,groups,attribute:department\n".to_owned();
        for number in 0..1201 {
            text.push_str(&format!("p{number}@example.com,First{number},Last,staff|team {number},Sales\n"));
        }
        assert_eq!(must_import(&bridge, &text).await.counts().created, 1201);
        housekeeping::seal_audit(&bridge.context).await.unwrap();
        assert_eq!(bridge.count_audit("user-added").await, 1201);
        let check = bridgewarden::flow::audit::verify(&bridge.context, None).await.unwrap();
        assert!(format!("{check:?}").contains("1202"), "{check:?}");
        let again = examined(&bridge, &text, Choice::default()).await.counts();
        assert_eq!(again.unchanged, 1201);
    }
}

on_each_database! {
    async fn whoever_gets_in_the_way_is_noticed_and_nothing_is_overwritten(bridge: Bridge) {
        bridge.add("ann@example.com", |_| {}, PasswordChoice::OneTime).await;
        let (choice, text) = (Choice::default(), "email,first_name\nann@example.com,Anna\nnew@example.com,New\n");
        let lines = lines(text, choice);
        let examined = import::examine(&bridge.context, lines.clone(), choice, &silent()).await.unwrap();
        // Meanwhile somebody adds the new one by hand, and renames the other.
        bridge.add("NEW@example.com", |new| new.last_name = "By Hand".into(), PasswordChoice::OneTime).await;
        let change = users::UserChange { last_name: Some("Lee-Jones".into()), ..Default::default() };
        bridge.clock.advance(Duration::from_secs(1));
        bridge.change_person("ann@example.com", change).await;
        let origin = bridge.origin();
        let done = import::carry_out(&bridge.context, lines, examined, Mode::AllOrNothing, &origin, &silent()).await;
        let Carried::Done(done) = done.unwrap() else { panic!("nothing") };
        assert_eq!((done.counts().created, done.counts().changed), (0, 2));
        let ann = users::find(&bridge.context, &"ann@example.com".parse().unwrap()).await.unwrap().unwrap();
        assert_eq!((ann.first_name.as_str(), ann.last_name.as_str()), ("Anna", "Lee-Jones"));
    }
}

on_each_database! {
    async fn lines_that_cannot_be_are_refused_with_their_reason(bridge: Bridge) {
        bridge.add_administrator(ADA).await;
        bridge.add("left@example.com", |_| {}, PasswordChoice::OneTime).await;
        users::delete(&bridge.context, &"left@example.com".parse().unwrap(), &bridge.origin()).await.unwrap();
        bridge.add("x@example.com", |new| new.external_id = Some("7".into()), PasswordChoice::OneTime).await;
        let text = format!("email,administrator\n{ADA},no\nleft@example.com,\nLEFT@example.com,yes\n");
        let told = reasons(&examined(&bridge, &text, Choice::default()).await);
        assert_eq!(told.len(), 3, "{told:?}");
        assert!(told[0].1.contains("last administrator"), "{told:?}");
        assert!(told[1].1.contains("belonged to another account until lately"), "{told:?}");
        assert_eq!(told[2], (4, "line 3 is about the same person".into()));

        let by_id = Choice { matching: bridgewarden::domain::import::Matching::ExternalId, ..Choice::default() };
        let text = format!("email,external_id\n{ADA},8\nnew@example.com,7\nother@example.com,\nbo@example.com,7\n");
        let examined = examined(&bridge, &text, by_id).await;
        let told = reasons(&examined);
        assert_eq!(told.len(), 3, "{told:?}");
        assert!(told[0].1.contains("another account has the address"), "{told:?}");
        assert!(told[1].1.contains("is missing"), "{told:?}");
        assert!(told[2].1.contains("line 3 is about the same person"), "{told:?}");
        assert_eq!(examined.lines[1].outcome.as_str(), "changed");
        let Carried::Done(_) = imported(&bridge, "email,external_id\nnew@example.com,7\n", by_id, Mode::AllOrNothing).await
        else { panic!("nothing") };
        // The old address is held for whoever had it.
        let told = reasons(&examined_default(&bridge, "email\nx@example.com\n").await);
        assert!(told[0].1.contains("until lately"), "{told:?}");
    }
}

async fn examined_default(bridge: &Bridge, text: &str) -> Examined {
    examined(bridge, text, Choice::default()).await
}

on_each_database! {
    async fn people_keep_their_passwords_unless_they_are_to_be_replaced(bridge: Bridge) {
        bridge.add_person("ann@example.com").await;
        let mut ann = bridge.signed_in("ann@example.com").await;
        let text = "email,password_hash\nann@example.com,{SSHA}V130JsbQwRWr/M/GR59f4Glh/icE4Nx7\n";
        let before = hash_of(&bridge, "ann@example.com").await;
        let kept = must_import(&bridge, text).await.counts();
        assert_eq!((kept.unchanged, kept.keeping_password), (1, 1));
        assert_eq!(hash_of(&bridge, "ann@example.com").await, before);
        ann.get("/account/password").await.is(200);
        let choice = Choice { replace_passwords: true, ..Choice::default() };
        let Carried::Done(done) = imported(&bridge, text, choice, Mode::AllOrNothing).await else { panic!("nothing") };
        assert_eq!(done.counts().changed, 1);
        assert!(hash_of(&bridge, "ann@example.com").await.unwrap().starts_with("{SSHA}"));
        ann.get("/account/password").await.is(303);
    }
}

on_each_database! {
    async fn a_line_that_disables_somebody_ends_their_sessions(bridge: Bridge) {
        bridge.add_person("ann@example.com").await;
        let mut ann = bridge.signed_in("ann@example.com").await;
        ann.get("/").await.is(200);
        must_import(&bridge, "email,status\nann@example.com,disabled\n").await;
        ann.get("/account/password").await.is(303);
        assert_eq!(bridge.count_audit("user-disabled").await, 1);
        must_import(&bridge, "email,status\nann@example.com,active\n").await;
        assert_eq!(bridge.count_audit("user-enabled").await, 1);
    }
}

on_each_database! {
    async fn what_is_exported_comes_back_as_it_was(bridge: Bridge) {
        bridge.add_administrator(ADA).await;
        let text = "email,first_name,last_name,external_id,locale,groups,status,attribute:department,password_hash\n\
                    +a@example.com,=1+1,\"Lee, \"\"Ann\"\"\",'=x,de-AT,a\\|b|c,disabled,@SUM(A1),{SSHA}V130JsbQwRWr/M/GR59f4Glh/icE4Nx7\n\
                    ö@example.com,'t Hooft,Zoë,-7,,,active,,\n";
        must_import(&bridge, text).await;
        for with_password_hashes in [false, true] {
            let export = Export { filter: UserFilter::default(), with_password_hashes };
            let columns = export::begin(&bridge.context, &export, &bridge.origin()).await.unwrap();
            let people: Vec<Exported> = export::next_page(&bridge.context, &export, None).await.unwrap();
            assert_eq!(people.len(), 3);
            let mut text = headings(&columns);
            people.iter().for_each(|person| text.push_str(&row(person, &columns)));
            assert!(text.contains("'=1+1") && text.contains("'@SUM(A1)"), "{text}");
            assert_eq!(text.contains("{SSHA}"), with_password_hashes);
            let again = examined(&bridge, &text, Choice::default()).await.counts();
            assert_eq!((again.unchanged, again.all(), again.keeping_password), (3, 3, 0));
        }
        assert_eq!(bridge.count_audit("people-exported").await, 2);
    }
}

on_each_database! {
    async fn an_administrator_sends_a_file_with_mistakes_repairs_it_and_imports_it(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        let look = sends(&mut ada, MISTAKES.as_bytes(), &[("matching", "email")]).await;
        look.is(200).says("4 lines are bad").says("Line 2 is about the same person.").says("neither yes nor no");
        look.says("MD5-crypt").says("name@example.com").says("Import the 1 good line").says("Refused (4)");
        assert_eq!(people(&bridge).await, 1, "nothing is written by looking");
        let refused = ada.get(&format!("{}?show=refused", look.place())).await;
        refused.is(200).lacks(">New</span>");

        // The refused lines come back to be repaired, with what is wrong with them.
        let bad = ada.get(&format!("{}/refused.csv", look.place())).await;
        bad.is(200);
        assert!(bad.header("content-disposition").unwrap().contains("refused.csv"));
        assert!(bad.body.contains("problem\r\n") && bad.body.contains("bo@example.com,Bo,Kumar,staff,perhaps"), "{}", bad.body);
        let repaired = bad.body.replace("perhaps", "no").replace("ANN@", "an@").replace("nobody", "no@body.example");
        let repaired = repaired.replace("$1$salt$qJH7.N4xYta3aEG/dfqo/0", "{SSHA}V130JsbQwRWr/M/GR59f4Glh/icE4Nx7");

        let skipped = presses(&mut ada, &look, "skip").await;
        let done = settled(&mut ada, skipped).await;
        done.is(200).says("1 person was added").says("4 lines were left out");
        let look = sends(&mut ada, repaired.as_bytes(), &[]).await;
        look.is(200).says("Every line is good.").says("Import 4 people");
        let all = presses(&mut ada, &look, "all").await;
        let done = settled(&mut ada, all).await;
        done.is(200).says("Imported").says("no password");
        assert_eq!(people(&bridge).await, 6);
        assert_eq!(bridge.count_audit("people-imported").await, 2);
        let actor = &bridge.audit_of("people-imported").await[1].actor;
        assert!(actor.starts_with("person:"), "{actor}");
        // It is done once, however often the button is pressed.
        presses(&mut ada, &look, "all").await.is(303);
        assert_eq!(bridge.count_audit("people-imported").await, 2);

        let mut cy = bridge.browser();
        let page = cy.get("/sign-in").await;
        cy.sign_in(&page, "cy@example.com", PASSWORD).await.is(303);
    }
}

on_each_database! {
    async fn a_file_is_its_administrators_own_and_gone_after_an_hour(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        bridge.add_administrator("other@example.com").await;
        bridge.add_person("ann@example.com").await;
        let look = sends(&mut ada, MISTAKES.as_bytes(), &[]).await;
        let place = look.place();
        let mut other = bridge.signed_in("other@example.com").await;
        let (mut ann, mut stranger) = (bridge.signed_in("ann@example.com").await, bridge.browser());
        for address in [place.clone(), format!("{place}/refused.csv")] {
            other.get(&address).await.is(404);
            ann.get(&address).await.is(403);
            stranger.get(&address).await.is(403);
        }
        for address in [IMPORT, "/admin/users/export"] {
            ann.get(address).await.is(403);
            stranger.get(address).await.is(403);
        }
        let form = look.forms().into_iter().find(|form| form.field("mode").is_some()).unwrap();
        assert_ne!(other.submit(&look, form.clone()).await.status.as_u16(), 303);
        assert_eq!(people(&bridge).await, 3);

        // Often enough here that the session goes on.
        bridge.clock.advance(Duration::from_secs(1800));
        ada.get(&place).await.is(200);
        bridge.clock.advance(Duration::from_secs(1800));
        ada.get(&place).await.is(404);
        assert!(housekeeping::sweep(&bridge.context).await.unwrap() > 0);
        let left = ada.get(IMPORT).await;
        left.lacks("people.csv");
    }
}

on_each_database! {
    async fn importing_asks_for_the_password_when_the_sign_in_is_ten_minutes_old(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        let look = sends(&mut ada, b"email\nann@example.com\n", &[]).await;
        bridge.clock.advance(Duration::from_secs(600));
        let asked = presses(&mut ada, &look, "all").await;
        asked.is(403).says("Is it you?");
        assert_eq!(people(&bridge).await, 1);
        let form = asked.form("confirm_password").set("confirm_password", PASSWORD);
        let done = ada.submit(&asked, form).await;
        done.is(303);
        settled(&mut ada, done).await.says("Imported");
        assert_eq!(people(&bridge).await, 2);
    }
}

on_each_database! {
    async fn a_file_that_is_thrown_away_is_gone(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        let look = sends(&mut ada, b"email\nann@example.com\n", &[]).await;
        let form = look.form_to(&format!("{}/discard", look.place()));
        let answer = ada.submit(&look, form).await;
        ada.follow(answer).await.is(200).says("The file was thrown away.");
        ada.get(&look.place()).await.is(404);
        assert_eq!(people(&bridge).await, 1);
    }
}

on_each_database! {
    async fn hostile_files_are_named_and_keep_nothing(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        let utf16: Vec<u8> = "email\r\na@b.c".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let long = format!("email\n{}", "a".repeat(10_000_000));
        let wide = format!("email{}", ",x".repeat(1_000_000));
        for (file, sentence) in [
            (&b""[..], "Choose a file, or paste lines."),
            (b"email\n", "nobody in it"),
            (b"PK\x03\x04\x14\x00", "a ZIP archive or a spreadsheet"),
            (&utf16, "The file is UTF-16"),
            (b"email\na@b.c\n\x00", "line 3 has a NUL"),
            (b"\x89PNG\r\n\x1a\n\x00\x00", "is not text"),
            (b"email\nJ\xF6rg@b.c", "Line 2 is not UTF-8"),
            (b"mail,firstname\na,b", "is not known. Perhaps email is meant."),
            (b"first_name\nAnn", "no column email"),
            (long.as_bytes(), "Line 2 is longer than 64 KiB"),
            (wide.as_bytes(), "Line 1 is longer than 64 KiB"),
        ] {
            sends(&mut ada, file, &[]).await.is(422).says(sentence);
        }
        let evil = "email,first_name\n<script>@example.com,<img src=x onerror=alert(1)>\na@example.com,\"=HYPERLINK(\"\"x\"\")\"\n";
        let look = sends(&mut ada, evil.as_bytes(), &[]).await;
        look.is(200).says("1 line is bad");
        assert!(!look.body.contains("<script>@") && !look.body.contains("<img"), "{}", look.body);
        assert_eq!(people(&bridge).await, 1);
        let pasted = sends(&mut ada, b"", &[("pasted_lines", "email;first_name\r\na@example.com;Ann")]).await;
        pasted.is(200).says("Import 1 person");
        // What was pasted is not lost when it is refused.
        let refused = sends(&mut ada, b"", &[("pasted_lines", "email;firstname\r\na@example.com;Ann")]).await;
        refused.is(422).says("Perhaps first_name is meant.").says("email;firstname");
    }
}

on_each_database! {
    async fn a_file_without_the_forms_proof_or_from_elsewhere_is_not_taken(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        for fields in [&[][..], &[("proof", "forged")], &[("matching", "email"), ("proof", "late")]] {
            ada.upload(IMPORT, fields, ("people.csv", b"email\na@b.c\n")).await.is(403);
        }
        let page = ada.get(IMPORT).await;
        let form = page.form_to(IMPORT);
        let proof = form.field("proof").unwrap();
        ada.post(IMPORT, &[("proof", proof)], &[("sec-fetch-site", "same-origin")]).await.is(415);
        ada.get(IMPORT).await.is(200).lacks("people.csv");
    }
}

on_each_database! {
    async fn the_table_is_downloaded_whole_or_filtered_and_never_with_hashes(bridge: Bridge) {
        let mut ada = administrator(&bridge).await;
        let mut text = "email,first_name,groups\n".to_owned();
        for number in 0..1100 {
            text.push_str(&format!("p{number:04}@example.com,=P{number},{}\n", if number < 3 { "few" } else { "" }));
        }
        must_import(&bridge, &text).await;
        let all = ada.get("/admin/users/export").await;
        all.is(200);
        assert_eq!(all.body.lines().count(), 1102);
        assert!(all.body.contains("p0001@example.com,'=P1,") && !all.body.contains("argon2"));
        assert!(all.header("content-disposition").unwrap().contains("people.csv"));
        let few = ada.get("/admin/users/export?group=few").await;
        assert_eq!(few.body.lines().count(), 4);
        let again = examined(&bridge, &all.body, Choice::default()).await.counts();
        assert_eq!((again.unchanged, again.all()), (1101, 1101));
        assert_eq!(bridge.count_audit("people-exported").await, 2);
    }
}
