#![no_main]

// The others are called by the other targets.
#[allow(dead_code)]
#[path = "../../tests/api/properties/checks.rs"]
mod checks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| checks::sealed(bytes));
