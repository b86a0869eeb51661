//! What is in the database: people, providers with their secrets, keys, and the audit's opinion of the clock.

use super::finding::{Findings, Topic};
use super::words;
use crate::cli::configuration::Console;
use crate::cli::exit::Stop;
use crate::config::Config;
use crate::flow::examination;

/// Looks at everything in the database. It was found up to date before, so that opening it changes nothing.
pub(super) fn examine(config: Config, findings: &mut Findings) {
    let looked =
        Console::with(config).and_then(|console| console.run(examination::content(&console.context)));
    match looked {
        Ok(found) => words::tell(found, findings),
        Err(Stop::ReaderGone) => {}
        Err(Stop::Refused(lines) | Stop::Usage(lines)) => unreadable(findings, &lines.join("; ")),
        Err(Stop::Surroundings(line)) => unreadable(findings, &line),
    }
}

fn unreadable(findings: &mut Findings, why: &str) {
    let remedy = "Look for the cause in the database's own log; this command can be repeated at any time.";
    findings.fault(Topic::Database, format!("The database could not be read to its end. {why}"), remedy);
}
