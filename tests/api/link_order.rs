//! What lies together in the program: the order is one that every build can take, and the build hands it to the linker.

use std::fs;
use std::path::Path;

const ORDER: &str = "link-order.ld";

fn text(name: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(root.join(name)).unwrap_or_else(|problem| panic!("{name}: {problem}"))
}

/// The patterns in the file, each of which stands alone on a line.
fn patterns(order: &str) -> Vec<&str> {
    order.lines().filter_map(|line| line.trim().strip_prefix("*(.text.")?.strip_suffix(')')).collect()
}

/// Whether `pattern` names something that another compiler, or another version of a crate, names differently: the hash
/// of a name of the older kind (`17h` and 16 digits), that of a crate (`Cs` and 10 or 11 letters and digits), that of
/// a part that was compiled alone (`.llvm.` and digits).
fn has_hash(pattern: &str) -> bool {
    let follows = |start: &str, count: usize, is: fn(&char) -> bool| {
        pattern.match_indices(start).any(|(at, _)| {
            let rest = pattern.get(at + start.len()..).unwrap_or_default();
            rest.chars().take_while(is).count() >= count
        })
    };
    follows("17h", 16, char::is_ascii_hexdigit)
        || follows("Cs", 10, char::is_ascii_alphanumeric)
        || follows(".llvm.", 1, char::is_ascii_digit)
}

#[test]
fn the_order_outlives_compilers_and_versions_of_crates() {
    let order = text(ORDER);
    let patterns = patterns(&order);
    assert!(patterns.len() > 500, "only {} patterns", patterns.len());
    for pattern in &patterns {
        assert!(!has_hash(pattern), "{pattern} has a hash; scripts/link-order writes the file without");
    }
    for line in order.lines().skip_while(|line| *line != "SECTIONS") {
        assert!(!line.contains('/'), "a folder, or a file of one machine: {line}");
    }
    assert!(has_hash("_ZN4core3fmt5write17h0123456789abcdefE") && has_hash("_RNvCs4X4t9plMPHF_9addr2line"));
    assert!(has_hash("one.llvm.36439") && !has_hash("_RNvCs*_9addr2line4unit") && !has_hash("sqlite3Insert"));
}

#[test]
fn the_order_adds_to_the_layout_of_the_linker_and_does_not_replace_it() {
    let order = text(ORDER);
    let last = order.lines().rfind(|line| !line.is_empty());
    assert_eq!(last, Some("INSERT BEFORE .text;"), "without it the linker forgets its own layout");
    assert_eq!(order.matches("SECTIONS").count(), 1);
    assert!(!order.contains("KEEP") && !order.contains("/DISCARD/"), "it says where, and not what");
}

#[test]
fn releases_are_linked_in_the_order_and_name_functions_as_it_does() {
    let build = text("build.rs");
    assert!(build.contains(ORDER) && build.contains("rustc-link-arg-bins=-T"));
    // All that runs of ours while it is built: it asks for variables and prints.
    for word in ["std::fs", "std::process", "std::net", "Command", "include", "extern crate", "OUT_DIR"] {
        assert!(!build.contains(word), "build.rs does more than naming a file: {word}");
    }
    assert!(
        text(".cargo/config.toml").contains("\"-Csymbol-mangling-version=v0\""),
        "the patterns match nothing"
    );
}
