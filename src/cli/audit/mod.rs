//! `bridgewarden audit`: looking at what happened, exporting it, and checking that nobody changed it.

mod export;
mod listing;
mod verify;
mod which;

use clap::Subcommand;

use super::configuration::Console;
use super::exit::Stop;

/// What can be done with the audit.
#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub enum AuditCommand {
    /// List what happened, the latest first
    #[command(after_help = "\
Examples:
  bridgewarden audit list --user ann@example.com
  bridgewarden audit list --provider acme-glue --kind token-minted --limit 200")]
    List(listing::ListAudit),
    /// Write the audit to standard output, the oldest first, row by row
    #[command(after_help = "\
Examples:
  bridgewarden audit export > audit.jsonl
  bridgewarden audit export --format csv --since 2026-11-01T00:00:00Z > november.csv")]
    Export(export::ExportAudit),
    /// Check that no row was changed, removed or moved
    #[command(after_help = "\
Examples:
  bridgewarden audit verify
  bridgewarden audit verify --expect 4711:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08

The head that it prints is the end of the chain. Note it down outside this machine: given to --expect at a
later time, it shows that nothing before it was rewritten and nothing behind it was cut off.
Exit code 1 when something is wrong, with the first broken row.")]
    Verify(verify::VerifyAudit),
}

/// Runs one of them.
pub fn run(console: Console, command: AuditCommand) -> Result<(), Stop> {
    match command {
        AuditCommand::List(given) => listing::run(&console, given),
        AuditCommand::Export(given) => export::run(&console, &given),
        AuditCommand::Verify(given) => verify::run(&console, &given),
    }
}
