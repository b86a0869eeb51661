//! `docs/security.md` is held to its word: every requirement has its line, every line of weight names what holds
//! it, and what it names is there, is a test, and runs.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Every requirement whose subject is built, with its weight: 0 stops a release, 1 must hold before version 1.0,
/// 2 should hold.
const REQUIREMENTS: [(&str, &[u8]); 9] = [
    // Tokens.
    ("T", &[0, 0, 0, 0, 0, 0, 0, 1, 0, 2, 0, 1, 0]),
    // Redirects and hand-over.
    ("R", &[0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0]),
    // Passwords.
    ("P", &[1, 0, 2, 1, 0, 0, 0, 0, 0, 1, 0]),
    // Guessing. The seventh is about second factors and comes with them.
    ("L", &[0, 0, 0, 0, 0, 1, NOT_YET, 1]),
    // Sessions and pages.
    ("S", &[0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]),
    // HTTP and the proxy.
    ("H", &[0, 0, 1, 0, 0, 0, 1, 0, 1, 0, 1]),
    // Secrets, logs, audit.
    ("K", &[0, 1, 0, 1, 0, 0, 1, 2]),
    // Reliability.
    ("D", &[0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0]),
    // Supply chain.
    ("C", &[0, 0, 1, 1, 1]),
];
/// A weight: what it is about is not built, and the page must not claim it.
const NOT_YET: u8 = 9;
/// Held by a script that needs the internet, and so by no test.
const BY_SCRIPT: &[&str] = &["C1"];
/// Macros that make tests, by the way their stories are written in them.
const STORIES: [&str; 3] = ["on_each_database! {", "round_trips! {", "with_own_mounts! {"];

/// A line of the page.
#[derive(Debug)]
struct Line {
    priority: String,
    sentence: String,
    /// What stands in backquotes in the last column.
    named: Vec<String>,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn page() -> String {
    fs::read_to_string(root().join("docs/security.md")).unwrap()
}

/// The lines of every table of the page, by requirement.
fn lines(page: &str) -> BTreeMap<String, Line> {
    let mut found = BTreeMap::new();
    for row in page.lines().filter_map(|line| line.strip_prefix("| ")) {
        let cells: Vec<&str> = row.trim_end_matches('|').split(" | ").map(str::trim).collect();
        let [id, priority, sentence, held_by] = cells[..] else { continue };
        let is_id =
            id.starts_with(|c: char| c.is_ascii_uppercase()) && id[1..].bytes().all(|b| b.is_ascii_digit());
        if id.len() < 2 || !is_id {
            continue;
        }
        let named = held_by.split('`').skip(1).step_by(2).map(str::to_owned).collect();
        let line = Line { priority: priority.into(), sentence: sentence.into(), named };
        assert!(found.insert(id.to_owned(), line).is_none(), "{id} stands there twice");
    }
    found
}

/// Every id with its weight.
fn requirements() -> Vec<(String, u8)> {
    let section = |(letter, weights): &(&str, &[u8])| {
        let letter = (*letter).to_owned();
        weights.iter().enumerate().map(move |(at, weight)| (format!("{letter}{}", at + 1), *weight)).collect()
    };
    REQUIREMENTS.iter().flat_map::<Vec<_>, _>(section).collect()
}

/// Why what is named does not hold a requirement; `None` when it does.
fn complaint(named: &str) -> Option<String> {
    let Some((file, rest)) = named.split_once("::") else { return Some("is no test".into()) };
    let function = rest.rsplit("::").next().unwrap();
    let Ok(text) = fs::read_to_string(root().join(file)) else { return Some("is in no file of ours".into()) };
    if !is_compiled(Path::new(file)) {
        return Some("is in a file that no test program has".into());
    }
    in_text(&text, function)
}

/// Whether every module on the way to a test file is declared by the one above it.
fn is_compiled(file: &Path) -> bool {
    let parts: Vec<&str> = file.iter().map(|part| part.to_str().unwrap()).collect();
    let ["tests", program, modules @ ..] = &parts[..] else { return parts.first() == Some(&"src") };
    let mut folder = root().join("tests").join(program);
    let mut declaring = folder.join("main.rs");
    for module in modules {
        let name = module.trim_end_matches(".rs");
        let declared = fs::read_to_string(&declaring).unwrap_or_default();
        if name != "mod" && !declared.lines().any(|line| line.trim() == format!("mod {name};")) {
            return false;
        }
        folder.push(name);
        let beside = folder.with_extension("rs");
        declaring = if beside.exists() { beside } else { folder.join("mod.rs") };
    }
    true
}

/// Why a function of this text is no test that runs; `None` when it is one.
fn in_text(text: &str, function: &str) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let begins = |line: &str, start: &str| {
        line.trim().strip_prefix(start).is_some_and(|rest| {
            // Without a word before it, it is an entry of a table of stories: `name: what, …;`.
            let ends: &[char] = if start.is_empty() { &[':'] } else { &['(', ' ', '<'] };
            rest.strip_prefix(function).is_some_and(|rest| rest.starts_with(ends))
        })
    };
    let starts = ["fn ", "async fn ", "mod ", ""];
    let at = lines.iter().position(|line| starts.iter().any(|start| begins(line, start)));
    let Some(at) = at else { return Some("is not in its file".into()) };
    let attributes: Vec<&str> = lines[..at]
        .iter()
        .rev()
        .map(|line| line.trim())
        .take_while(|line| line.starts_with("#[") || line.starts_with("//"))
        .collect();
    if attributes.iter().any(|line| line.starts_with("#[ignore") || line.starts_with("#[cfg")) {
        return Some("is switched off".into());
    }
    let is_test =
        |line: &&str| ["#[test]", "#[tokio::test]"].contains(line) || line.starts_with("#[tokio::test(");
    if attributes.iter().any(is_test) {
        return None;
    }
    // A story in a macro; or a module with one test for each database.
    let opened = lines[..at].iter().rev().find(|line| !line.is_empty() && !line.starts_with([' ', '}', '/']));
    let is_story = opened.is_some_and(|line| STORIES.contains(line)) && lines[at].starts_with(' ');
    let body: Vec<&str> =
        lines[at..].iter().take_while(|line| **line != "}").map(|line| line.trim()).collect();
    let is_module = begins(lines[at], "mod ") && lines[at].ends_with('{');
    let is_off = is_module && body.iter().any(|line| line.starts_with("#[ignore"));
    if is_off {
        return Some("is switched off".into());
    }
    let has_tests = is_module && body.iter().any(is_test);
    if is_story || has_tests { None } else { Some("is no test".into()) }
}

#[test]
fn every_requirement_has_its_line_and_no_line_has_no_requirement() {
    let lines = lines(&page());
    for (id, weight) in requirements() {
        match lines.get(&id) {
            _ if weight == NOT_YET => assert!(!lines.contains_key(&id), "{id} is not built, and has a line"),
            None => panic!("{id} has no line in docs/security.md"),
            Some(line) => {
                assert_eq!(line.priority, format!("P{weight}"), "{id}");
                assert!(line.sentence.len() > 20, "{id} says nothing");
            }
        }
    }
    let known: Vec<String> = requirements().into_iter().map(|(id, _)| id).collect();
    let unknown: Vec<&String> = lines.keys().filter(|id| !known.contains(id)).collect();
    assert!(unknown.is_empty(), "these lines belong to no requirement: {unknown:?}");
}

#[test]
fn every_line_of_weight_names_what_holds_it() {
    let lines = lines(&page());
    let mut bare = Vec::new();
    for (id, _) in requirements().into_iter().filter(|(_, weight)| *weight < 2) {
        let tests = lines[&id].named.iter().filter(|named| named.contains("::")).count();
        let scripts = lines[&id].named.iter().filter(|named| named.starts_with("scripts/")).count();
        let is_held = tests > 0 || (BY_SCRIPT.contains(&id.as_str()) && scripts > 0);
        if !is_held {
            bare.push(id);
        }
    }
    assert!(bare.is_empty(), "no test is named for {bare:?}");
}

#[test]
fn every_test_that_is_named_exists_and_runs() {
    let mut complaints = Vec::new();
    let mut tests = 0;
    for (id, line) in lines(&page()) {
        for named in &line.named {
            let program = named.split(' ').next().unwrap();
            let is_there = program.starts_with("scripts/") && root().join(program).is_file();
            let found = if is_there { None } else { complaint(named) };
            tests += usize::from(!is_there);
            complaints.extend(found.map(|why| format!("{id}: {named} {why}")));
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
    assert!(tests > 100, "only {tests} tests are named");
}

#[test]
fn the_page_is_for_its_readers() {
    let page = page();
    for word in ["/tmp/", "/home/", "/root/", "to be named"] {
        assert!(!page.contains(word), "{word} is in docs/security.md");
    }
    for link in page.split("](").skip(1).map(|rest| rest.split(')').next().unwrap()) {
        let file = link.split('#').next().unwrap();
        let is_here =
            link.starts_with("https://") || file.is_empty() || root().join("docs").join(file).exists();
        assert!(is_here, "{link} leads nowhere");
    }
}

#[test]
fn the_register_would_notice() {
    let text = "\
#[test]
fn plain() {}
/// Told.
#[tokio::test]
async fn with_tokio() {
}

#[test]
#[ignore]
fn ignored() {}

fn helper() {}

on_each_database! {
    async fn story(bridge: Bridge) {
        helper();
    }
}

on_each_database! {
    #[ignore]
    async fn ignored_story(bridge: Bridge) {
    }
}

mod pair {
    #[tokio::test(flavor = \"multi_thread\")]
    async fn sqlite() {}
}

mod tools {
    fn nothing() {}
}

round_trips! {
    by_redirect: ItGlue, None, scripts;
}
";
    for good in ["plain", "with_tokio", "story", "pair", "by_redirect"] {
        assert_eq!(in_text(text, good), None, "{good}");
    }
    for (bad, why) in [
        ("ignored", "is switched off"),
        ("ignored_story", "is switched off"),
        ("helper", "is no test"),
        ("tools", "is no test"),
        ("nothing", "is no test"),
        ("plai", "is not in its file"),
        ("missing", "is not in its file"),
    ] {
        assert_eq!(in_text(text, bad).as_deref(), Some(why), "{bad}");
    }
    assert!(complaint("tests/api/no_such_file.rs::plain").is_some());
    assert!(complaint("tests/api/support/html.rs::forms").is_some());
    assert!(complaint("scripts/no-such-script").is_some());
    assert!(
        is_compiled(&PathBuf::from("tests/api/tokens.rs"))
            && !is_compiled(&PathBuf::from("tests/api/nowhere.rs"))
    );

    let page = "| id | priority | what | held by |\n| --- | --- | --- | --- |\n| T1 | P0 | A sentence. | `a::b`, `c` |\n";
    let lines = lines(page);
    assert_eq!((lines.len(), &lines["T1"].named), (1, &vec!["a::b".to_owned(), "c".to_owned()]));
}
