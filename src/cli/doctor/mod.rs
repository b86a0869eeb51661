//! `bridgewarden doctor`: looks at everything that an installation stands on, changes nothing, and says of each
//! finding what to do about it.
//!
//! What the administrator's first page shows too is found by `flow::examination`, which says how to add a check; it
//! has its words in `words`. What only the configuration tells is looked at in `surroundings`.

mod content;
mod finding;
mod surroundings;
mod words;

use serde_json::json;

use super::configuration::{GlobalOptions, Read, read};
use super::exit::Stop;
use super::output;
use crate::config::Config;
use crate::domain::clock::{Clock, SystemClock};
use crate::flow::examination::machine;
use crate::telemetry::logs;
use finding::{Findings, Level, Topic};

/// How the findings are shown.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Faults keep the bridge from working, warnings are risks, hints are worth a look.
Exit code 0 when there is no fault, 1 otherwise.")]
pub struct DoctorArguments {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Examines everything and prints what was found.
pub fn run(given: &GlobalOptions, arguments: &DoctorArguments) -> Result<(), Stop> {
    let mut findings = Findings::default();
    match read(given) {
        Ok(Read { config, quiet_log }) => {
            match logs::start(&quiet_log) {
                Ok(()) => findings.ok(Topic::Configuration, "The configuration reads."),
                Err(fault) => findings.fault(Topic::Configuration, fault.to_string(), MEND),
            }
            examine(config, &mut findings);
        }
        Err(faults) => {
            for fault in faults {
                findings.fault(Topic::Configuration, fault.to_string(), MEND);
            }
        }
    }
    show(&findings, arguments.json)
}

const MEND: &str = "Mend this option; bridgewarden.example.toml explains each of them.";

fn examine(config: Config, findings: &mut Findings) {
    surroundings::server(&config, findings);
    surroundings::passwords(&config, findings);
    words::tell(machine::clock(SystemClock.now()), findings);
    let are_profiles_good = surroundings::profiles(&config, findings);
    let is_database_ready = surroundings::database(&config, findings);
    let is_key_good = surroundings::sealing_key(&config, findings);
    if are_profiles_good && is_database_ready && is_key_good {
        content::examine(config, findings);
    } else {
        let sentence = "People, providers and the audit were not looked at.";
        findings.hint(Topic::Database, sentence, "Run this again when everything else is in order.");
    }
}

fn show(findings: &Findings, is_json: bool) -> Result<(), Stop> {
    let faults = findings.count(Level::Fault);
    if is_json {
        let shown: Vec<_> = findings.iter().map(|finding| finding.to_json()).collect();
        output::json(
            &json!({ "findings": shown, "faults": faults, "warnings": findings.count(Level::Warning) }),
        )?;
    } else {
        let mut text: String = findings.iter().map(|finding| finding.in_words()).collect();
        text.push_str(&format!("\n{}", findings.summary()));
        output::print(&text)?;
    }
    if faults == 0 { Ok(()) } else { Err(Stop::Refused(Vec::new())) }
}
