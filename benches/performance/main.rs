//! Measures what docs/performance.md promises, in one run: the real program as a child process, a load generator of
//! our own, and medians of runs that alternate with what they are compared with.
//!
//!   scripts/bench [--quick] [--full] [--only PART]... [--output FILE]
//!
//! To add a row: a function in `rows` that returns its findings, and its line in `PARTS`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    reason = "a measurement that cannot be made should stop loudly, and this program ships to nobody"
)]

mod apparatus;
mod plan;
mod report;
mod rows;

use std::process::ExitCode;

use plan::Plan;
use report::Finding;

/// A part of the run: its name for `--only`, and what measures it.
type Part = (&'static str, fn(&Plan) -> Vec<Finding>);

const PARTS: [Part; 9] = [
    ("password", rows::password::measure),
    ("silent", rows::silent::measure),
    ("storm", rows::storm::measure),
    ("memory", rows::memory::measure),
    ("disk", rows::disk::measure),
    ("instances", rows::instances::measure),
    ("growth", rows::growth::measure),
    ("import", rows::import::measure),
    ("table", rows::table::measure),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // What the program is compared with runs as processes of their own, so that the processor time of each is known.
    match arguments.first().map(String::as_str) {
        Some(apparatus::bare::MODE) => return apparatus::bare::run(),
        Some(apparatus::raw::MODE) => return apparatus::raw::run(&arguments),
        _ => {}
    }
    let plan = match Plan::read(&arguments, &PARTS.map(|(name, _)| name)) {
        Ok(plan) => plan,
        Err(problem) => {
            eprintln!("{problem}");
            return ExitCode::from(2);
        }
    };
    let mut findings = Vec::new();
    for (name, measure) in PARTS.iter().filter(|(name, _)| plan.wants(name)) {
        eprintln!("==> {name}");
        for finding in measure(&plan) {
            eprintln!("    {finding}");
            findings.push(finding);
        }
    }
    report::write(&plan, &findings);
    ExitCode::SUCCESS
}
