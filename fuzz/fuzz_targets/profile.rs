#![no_main]

// The others are called by the other targets.
#[allow(dead_code)]
#[path = "../../tests/api/properties/checks.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| checks::profile(bytes));

// A changed byte is mostly refused by the TOML parser, so every other time a whole line is changed.
libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let changed = if seed.is_multiple_of(2) { None } else { with_a_line_changed(&data[..size], seed / 2) };
    match changed {
        Some(changed) if changed.len() <= max_size => {
            data[..changed.len()].copy_from_slice(changed.as_bytes());
            changed.len()
        }
        _ => libfuzzer_sys::fuzzer_mutate(data, size, max_size),
    }
});

/// What may stand behind an equals sign, beside what stands behind others of the file.
const VALUES: [&str; 12] = [
    r#""""#,
    r#"" ""#,
    r#""\u0000""#,
    r#""{""#,
    r#""https://@#""#,
    "0",
    "4294967295",
    "true",
    "false",
    "[]",
    r#"[""]"#,
    r#"{ setting = "" }"#,
];

/// One line is gone, stands twice, has moved, or has another value.
fn with_a_line_changed(bytes: &[u8], seed: u32) -> Option<String> {
    let mut lines: Vec<String> = std::str::from_utf8(bytes).ok()?.lines().map(str::to_owned).collect();
    let mut left = usize::try_from(seed).ok()?;
    let mut choose = |among: usize| {
        let chosen = left.checked_rem(among)?;
        left /= among;
        Some(chosen)
    };
    let way = choose(8)?;
    let at = choose(lines.len())?;
    let other = choose(lines.len())?;
    match way {
        0 => drop(lines.remove(at)),
        1 => lines.insert(other, lines[at].clone()),
        2 => lines.swap(at, other),
        3 => {
            let setting = lines[other].strip_prefix("[settings.")?.strip_suffix(']')?;
            lines[at] = format!("{} = {{ setting = {setting:?} }}", lines[at].split_once('=')?.0);
        }
        4 => lines[at] = format!("{}={}", lines[at].split_once('=')?.0, lines[other].split_once('=')?.1),
        _ => lines[at] = format!("{}= {}", lines[at].split_once('=')?.0, VALUES[choose(VALUES.len())?]),
    }
    Some(lines.join("\n"))
}
