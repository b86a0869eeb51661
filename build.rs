//! Hands `link-order.ld` to the linker of a release: what a start and a sign-in execute lies together in the program, so
//! that fewer pages of it are in memory. Nothing is made, nothing but variables of cargo is read.
//! See docs/decisions/0028-what-runs-lies-together.md.

use std::env;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=link-order.ld");
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|found| found == value);
    // These linkers do not know the command INSERT and would stop. Without the order the program is the same, and
    // takes more memory.
    let other_linker = env::var("CARGO_ENCODED_RUSTFLAGS")
        .is_ok_and(|flags| ["mold", "gold", "wild"].iter().any(|linker| flags.contains(linker)));
    if is("PROFILE", "release")
        && is("CARGO_CFG_TARGET_OS", "linux")
        && !other_linker
        && let Ok(root) = env::var("CARGO_MANIFEST_DIR")
    {
        println!("cargo:rustc-link-arg-bins=-T{root}/link-order.ld");
    }
}
