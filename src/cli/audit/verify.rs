//! `bridgewarden audit verify`: follows the chain of digests through the whole audit.

use clap::Args;
use serde_json::json;

use crate::cli::configuration::Console;
use crate::cli::exit::Stop;
use crate::cli::output::{self, facts, print};
use crate::domain::audit_chain::ChainCheck;
use crate::flow::audit::{Verified, verify};

/// What to check.
#[derive(Debug, Args)]
pub struct VerifyAudit {
    /// A head that was noted down earlier: the row at that position must have that link
    #[arg(long, value_name = "POSITION:LINK", value_parser = head)]
    expect: Option<ChainCheck>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

fn head(text: &str) -> Result<ChainCheck, &'static str> {
    const HINT: &str = "write POSITION:LINK as `bridgewarden audit verify` printed it";
    let (position, link) = text.trim().split_once(':').ok_or(HINT)?;
    let position: i64 = position.parse().map_err(|_| HINT)?;
    let is_link = link.len() == 64 && link.bytes().all(|b| b.is_ascii_hexdigit());
    if position < 0 || !is_link {
        return Err(HINT);
    }
    Ok(ChainCheck { position, link: link.to_ascii_lowercase() })
}

/// Checks the audit.
pub(super) fn run(console: &Console, given: &VerifyAudit) -> Result<(), Stop> {
    let verified = console.run(verify(&console.context, given.expect.as_ref()))?;
    let problem = verified.broken.as_ref().map(|broken| format!("The audit is broken: {broken}."));
    let head = format!("{}:{}", verified.head.position, verified.head.link);
    let waiting = i64::try_from(verified.waiting).unwrap_or(i64::MAX);
    let rows = verified.head.position.saturating_add(waiting);
    if given.json {
        output::json(&json!({
            "is_whole": problem.is_none(),
            "problem": problem,
            "rows": rows,
            "head": head,
            "waiting": waiting,
        }))?;
        return if problem.is_some() { Err(Stop::Refused(Vec::new())) } else { Ok(()) };
    }
    print(&facts(&[
        ("Rows checked", rows.to_string()),
        ("Head", head),
        ("Of these waiting to be chained", waiting.to_string()),
    ]))?;
    match problem {
        Some(problem) => Err(Stop::Refused(vec![problem, WHAT_NOW.to_owned()])),
        None => print(&all_is_well(&verified, given.expect.as_ref())),
    }
}

const WHAT_NOW: &str = "Somebody changed the database behind this program's back, or it was restored from a copy. \
                        Keep it as it is and compare it with a backup; docs/troubleshooting.md#audit says how.";

fn all_is_well(verified: &Verified, noted: Option<&ChainCheck>) -> String {
    let mut text = "The audit is whole: nothing was changed, removed or moved.".to_owned();
    if let Some(noted) = noted {
        text.push_str(&format!(" It holds the head at position {} as noted.", noted.position));
    }
    text.push_str("\nNote the head down outside this machine, for --expect.");
    if verified.waiting > 0 {
        text.push_str(
            "\nRows that wait are chained by the running service within seconds; until then one could \
                       be removed unseen.",
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_noted_head_reads_as_it_was_printed() {
        let link = "ab".repeat(32);
        assert_eq!(head(&format!("12:{link}")), Ok(ChainCheck { position: 12, link }));
        for text in ["12", "12:ab", "x:ab", "-1:ab"] {
            assert!(head(text).is_err(), "{text}");
        }
    }
}
