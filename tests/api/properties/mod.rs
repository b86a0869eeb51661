//! What holds for every input, tried with many: random bytes, and texts made of the parts that matter. The fuzz
//! targets in `fuzz/` go on where these end.

mod checks;

use std::time::Duration;

use bridgewarden::domain::clock::Timestamp;
use bridgewarden::domain::throttle::{Admission, Rule, Span, Throttle};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// Texts of the parts that parsers stumble over, in any order.
fn of_parts(parts: &'static [&'static str]) -> impl Strategy<Value = Vec<u8>> {
    vec(prop_oneof![4 => select(parts).prop_map(str::to_owned), 1 => ".{0,3}"], 0..12)
        .prop_map(|parts| parts.concat().into_bytes())
}

const ADDRESS_PARTS: &[&str] = &[
    "/",
    "//",
    "\\",
    "https://",
    "http://",
    "javascript:",
    "provider.example",
    "evil.example",
    "@",
    ":",
    ":443",
    ":8443",
    "?",
    "#",
    "%2f",
    "%5c",
    "%00",
    "..",
    ".",
    ";",
    "&",
    "\t",
    "\n",
    " ",
    "ideas.",
    "a",
    "é",
    "\u{202e}",
];
const FORWARDED_PARTS: &[&str] = &[
    "192.0.2.7",
    "10.0.0.3",
    "2001:db8::1",
    "2001:db8:1::5",
    "[2001:db8::1]:443",
    "10.0.0.3:80",
    ",",
    ", ",
    " ",
    "\n",
    "unknown",
    "_hidden",
    "::ffff:10.0.0.9",
    "::ffff:192.0.2.9",
    "[",
    "]",
    ":",
    "0",
    "%eth0",
    "-",
];
const FORM_PARTS: &[&str] = &[
    "a", "b", "=", "&", "%", "%41", "%00", "%FF", "%C3%BC", "+", "%2", "é", "pending", "%3D", "%26", "\u{0}",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 4096, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_accepted_return_to_leads_to_the_provider_however_it_is_read(
        text in prop_oneof![of_parts(ADDRESS_PARTS), vec(any::<u8>(), 0..80)]
    ) {
        checks::return_to(&text);
    }

    #[test]
    fn nobody_chooses_the_address_they_are_counted_by(
        text in prop_oneof![of_parts(FORWARDED_PARTS), vec(any::<u8>(), 0..80)]
    ) {
        checks::forwarded_addresses(&text);
    }

    #[test]
    fn a_form_has_one_meaning(text in prop_oneof![of_parts(FORM_PARTS), vec(any::<u8>(), 0..200)]) {
        checks::form(&text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_was_not_sealed_here_opens(text in vec(any::<u8>(), 0..200)) {
        checks::sealed(&text);
    }

    #[test]
    fn a_profile_with_lines_changed_is_refused_or_whole(
        which in 0..7_usize, line in any::<prop::sample::Index>(), with in "[ -~]{0,30}", drop in any::<bool>()
    ) {
        let (_, text) = PROFILES[which];
        let mut lines: Vec<&str> = text.lines().collect();
        let line = line.index(lines.len());
        if drop { lines.remove(line); } else { lines[line] = &with; }
        checks::profile(lines.join("\n").as_bytes());
    }

    #[test]
    fn however_guesses_come_no_window_has_many_more_failures_than_it_bears(
        failures in 1..20_u32, pauses in vec(0..90_u64, 1..200)
    ) {
        let minute = Duration::from_secs(60);
        let rule = Rule { failures, window: minute, first_wait: minute, longest_wait: minute * 15 };
        let mut now = Timestamp::from_micros(1_800_000_000_000_000);
        let mut throttle = Throttle::new(now);
        let mut looked_at: Vec<Timestamp> = Vec::new();
        for pause in pauses {
            now = now.plus(Duration::from_secs(pause));
            if throttle.reserve(&rule, now) == Admission::Admitted {
                throttle.settle_wrong(&rule, Span::of(now), now);
                looked_at.push(now);
            }
            // The window slides by estimate: what counts is that it never bears twice as many.
            let lately = looked_at.iter().filter(|at| now.since(**at) < minute).count();
            prop_assert!(lately <= usize::try_from(failures).unwrap() + 1, "{lately} within a minute");
            prop_assert!(throttle.must_wait_until(now).is_none_or(|until| until.since(now) <= minute * 15));
        }
    }
}

/// Every profile that we ship.
const PROFILES: [(&str, &str); 7] = [
    ("it-glue", include_str!("../../../profiles/it-glue.toml")),
    ("aha-ideas", include_str!("../../../profiles/aha-ideas.toml")),
    ("mojo-helpdesk", include_str!("../../../profiles/mojo-helpdesk.toml")),
    ("desk-com", include_str!("../../../profiles/desk-com.toml")),
    ("zendesk", include_str!("../../../profiles/zendesk.toml")),
    ("generic-redirect", include_str!("../../../profiles/generic-redirect.toml")),
    ("generic-form-post", include_str!("../../../profiles/generic-form-post.toml")),
];

/// Inputs with which fuzzing broke a check, and what could have: each is tried again at every run.
#[test]
fn what_fuzzing_found_stays_mended() {
    for header in ["[2001:db8::1%25]:443", "[fe80::1%3]:443, 10.0.0.3", "fe80::1%eth0"] {
        checks::forwarded_addresses(header.as_bytes());
    }
    for address in
        ["https://provider.example//double", "https://provider.example/.//double", "/.//evil.example"]
    {
        checks::return_to(address.as_bytes());
    }
    let it_glue = PROFILES[0].1;
    for (there, instead) in [
        ("token_parameter = \"jwt\"", "token_parameter = \"\""),
        ("in = \"return_to\"", "in = \"\""),
        ("/access/jwt\"", "/access/jwt#\""),
        ("https://{subdomain}", "https://me@{subdomain}"),
        ("[token]", "[token]\nexpires_after = 0"),
        ("[endpoint]", "[echo]\nquery = [\"\"]\n[endpoint]"),
    ] {
        assert!(it_glue.contains(there), "{there}");
        checks::profile(it_glue.replacen(there, instead, 1).as_bytes());
    }
}

#[test]
fn every_profile_that_we_ship_is_tried() {
    let shipped = std::fs::read_dir("profiles").unwrap().count();
    assert_eq!(shipped, PROFILES.len());
    for (name, text) in PROFILES {
        assert!(bridgewarden::profile::catalogue::parse(&format!("{name}.toml"), text).is_ok(), "{name}");
        checks::profile(text.as_bytes());
    }
}
