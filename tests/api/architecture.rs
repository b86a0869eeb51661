//! The floors of the house (`docs/architecture.md`), held by reading the source: imports run downward, one floor
//! knows the database, and nothing that ships may panic on purpose.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Lines of a file that are not tests. Longer files are two things.
const LONGEST: usize = 400;
/// The floor of each folder; a file imports from its own folder and from lower floors.
const FLOORS: [(&str, u8); 15] = [
    ("config", 0),
    ("telemetry", 0),
    ("domain", 1),
    ("profile", 2),
    ("crypto", 2),
    ("mint", 2),
    ("store", 3),
    ("flow", 4),
    ("web", 5),
    ("cli", 5),
    ("simulator", 5),
    ("startup", 6),
    ("main", 6),
    ("lib", 6),
    ("bridgewarden", 6),
];
/// Imports beside or upward that are meant: a token is made from a profile with the tools of `crypto`, logs are
/// switched on by the configuration, and the command line starts what `startup` assembles.
const MEANT: [(&str, &str); 5] = [
    ("mint", "profile"),
    ("mint", "crypto"),
    ("telemetry", "config"),
    ("config", "telemetry"),
    ("cli", "startup"),
];

/// A source file without its tests and comments.
struct Source {
    /// Below `src/`.
    path: PathBuf,
    /// Numbered from 1.
    lines: Vec<(usize, String)>,
}

impl Source {
    /// The folder on whose floor it stands.
    fn folder(&self) -> String {
        let first = self.path.components().next().unwrap().as_os_str().to_str().unwrap();
        first.trim_end_matches(".rs").to_owned()
    }

    /// The module whose file this is, from the crate's root.
    fn module(&self) -> Vec<String> {
        let mut parts: Vec<String> =
            self.path.with_extension("").iter().map(|part| part.to_str().unwrap().to_owned()).collect();
        if parts.last().is_some_and(|last| last == "mod") {
            parts.pop();
        }
        parts
    }

    /// The folders that a line names through `crate::` or `super::`.
    fn folders_named_in(&self, line: &str) -> Vec<String> {
        let mut named: Vec<String> = first_names(line, "crate::");
        let mut rest = line;
        while let Some(at) = rest.find("super::") {
            let climbs = rest[at..].split("::").take_while(|part| *part == "super").count();
            let module = self.module();
            let after = &rest[at + climbs * "super::".len()..];
            if climbs >= module.len() {
                named.extend(names_at(after));
            } else {
                named.push(module[0].clone());
            }
            rest = after;
        }
        named
    }
}

fn first_names(line: &str, prefix: &str) -> Vec<String> {
    line.split(prefix).skip(1).flat_map(names_at).collect()
}

/// The name at the beginning of a path, or every first name of a group in braces.
fn names_at(path: &str) -> Vec<String> {
    let word =
        |text: &str| text.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    match path.strip_prefix('{') {
        Some(group) => {
            group.split('}').next().unwrap().split(',').map(word).filter(|name| !name.is_empty()).collect()
        }
        None => vec![word(path)],
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

fn files_below(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            found.extend(files_below(&entry, ending));
        } else if entry.extension().is_some_and(|known| known == ending) {
            found.push(entry);
        }
    }
    found.sort();
    found
}

/// Every source file that ships.
fn sources() -> Vec<Source> {
    let src = root().join("src");
    let is_test = |path: &PathBuf| path.iter().any(|part| part == "tests" || part == "tests.rs");
    let files = files_below(&src, "rs").into_iter().filter(|path| !is_test(path));
    let sources: Vec<Source> = files
        .map(|file| {
            let text = fs::read_to_string(&file).unwrap();
            Source { path: file.strip_prefix(&src).unwrap().to_path_buf(), lines: without_tests(&text) }
        })
        .collect();
    assert!(sources.len() > 80, "only {} files were found", sources.len());
    sources
}

/// Leaves out comments and items under `#[cfg(test)]`, as the formatter lays them out.
fn without_tests(text: &str) -> Vec<(usize, String)> {
    let mut lines = text.lines().enumerate().map(|(at, line)| (at + 1, line.to_owned()));
    let mut kept = Vec::new();
    while let Some((at, line)) = lines.next() {
        if line.trim() != "#[cfg(test)]" {
            kept.push((at, line));
            continue;
        }
        let end = format!("{}}}", &line[..line.len() - line.trim_start().len()]);
        let item = lines.by_ref().find(|(_, line)| !line.trim().starts_with("#[")).unwrap().1;
        if item.trim_end().ends_with('{') {
            lines.by_ref().find(|(_, line)| *line == end);
        }
    }
    kept.retain(|(_, line)| !line.trim_start().starts_with("//"));
    kept
}

/// `path:line: text` of every shipped line of which `is_wrong` says so.
fn lines_where(is_wrong: impl Fn(&Source, &str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources() {
        for (at, line) in source.lines.iter().filter(|(_, line)| is_wrong(&source, line)) {
            found.push(format!("src/{}:{at}: {}", source.path.display(), line.trim()));
        }
    }
    found
}

#[test]
fn imports_run_downward() {
    let floor = |folder: &str| FLOORS.iter().find(|(name, _)| *name == folder).map(|(_, floor)| *floor);
    let unknown: BTreeSet<String> =
        sources().iter().map(Source::folder).filter(|folder| floor(folder).is_none()).collect();
    assert!(unknown.is_empty(), "these folders stand on no floor: {unknown:?}");
    let upward = lines_where(|source, line| {
        let own = source.folder();
        // What is no folder is an item of the crate's root; there is none but the folders.
        source.folders_named_in(line).iter().any(|named| {
            let is_meant = MEANT.contains(&(own.as_str(), named.as_str()));
            *named != own
                && !is_meant
                && floor(named).is_none_or(|floor_named| floor_named >= floor(&own).unwrap())
        })
    });
    assert!(upward.is_empty(), "these lines look upward or sideways:\n{}", upward.join("\n"));
}

#[test]
fn imports_are_understood() {
    let source = |path: &str| Source { path: path.into(), lines: vec![] };
    for (path, line, named) in [
        ("web/sign_in.rs", "use crate::flow::begin;", vec!["flow"]),
        ("web/pages/error.rs", "use super::super::frame::Frame;", vec!["web"]),
        ("web/mod.rs", "use super::store::Store;", vec!["store"]),
        ("web/sign_in.rs", "use super::super::store::Store;", vec!["store"]),
        ("cli/mod.rs", "use crate::{domain::user::User, web};", vec!["domain", "web"]),
        ("flow/mod.rs", "fn a(b: crate::web::Page) -> crate::cli::Exit {", vec!["web", "cli"]),
    ] {
        assert_eq!(source(path).folders_named_in(line), named, "{path}: {line}");
    }
    let text = "a\n#[cfg(test)]\nmod tests {\n    b {\n    }\n}\nc\n#[cfg(test)]\nmod more;\n// d\ne";
    assert_eq!(without_tests(text).iter().map(|(at, _)| *at).collect::<Vec<_>>(), [1, 7, 11]);
}

#[test]
fn no_file_is_too_long() {
    let long: Vec<String> = sources()
        .iter()
        .filter(|source| source.lines.len() > LONGEST)
        .map(|source| format!("{} has {} lines", source.path.display(), source.lines.len()))
        .collect();
    assert!(long.is_empty(), "{long:?}");
}

#[test]
fn one_floor_knows_the_database_and_the_edges_know_the_web() {
    let only_in = |name: &str, folders: &[&str]| {
        let is_named =
            |line: &str| line.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == name);
        lines_where(|source, line| is_named(line) && !folders.contains(&source.folder().as_str()))
    };
    assert_eq!(only_in("diesel", &["store"]), Vec::<String>::new());
    assert_eq!(only_in("actix_web", &["web", "simulator", "startup", "cli"]), Vec::<String>::new());
}

#[test]
fn only_writes_that_add_say_so() {
    // What they write is told in docs/decisions/0019; anything else must end what is kept of rows.
    let meant = [
        "flow/audit.rs",
        "flow/audit/filing.rs",
        "flow/audit/verification.rs",
        "flow/finish/mod.rs",
        "flow/statistics.rs",
        "flow/throttle/reservation.rs",
        "store/mod.rs",
        "store/writer.rs",
    ];
    let others = lines_where(|source, line| {
        let says_so =
            ["store.record(", ".record(move", "Effect::Records"].iter().any(|way| line.contains(way));
        says_so && !meant.iter().any(|path| source.path == Path::new(path))
    });
    assert_eq!(others, Vec::<String>::new());
}

#[test]
fn nothing_that_ships_believes_forwarded_headers_or_panics_on_purpose() {
    for word in ["connection_info", ".unwrap()", ".expect(", "panic!(", "todo!(", "unreachable!(", "dbg!("] {
        assert_eq!(lines_where(|_, line| line.contains(word)), Vec::<String>::new(), "{word}");
    }
}

#[test]
fn no_template_writes_unescaped() {
    let templates = files_below(&root().join("templates"), "html");
    assert!(templates.len() > 10, "only {templates:?}");
    for template in templates {
        let text = fs::read_to_string(&template).unwrap().replace(' ', "");
        for word in ["|safe", "|escape(\"none\")", "autoescapefalse"] {
            assert!(!text.contains(word), "{} has {word}", template.display());
        }
    }
}
