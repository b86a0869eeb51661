//! `bridgewarden audit export`: some rows at a time, so that an audit of any length fits.

use std::io::{BufWriter, Write};

use clap::{Args, ValueEnum};

use super::which::Which;
use crate::cli::configuration::Console;
use crate::cli::exit::Stop;
use crate::cli::output::{cannot_write, tame_json};
use crate::flow::audit::{self, ExportFormat};

/// How the rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// One JSON object a line
    Jsonl,
    /// A table with a heading, for spreadsheets
    Csv,
}

/// What to export.
#[derive(Debug, Args)]
pub struct ExportAudit {
    #[command(flatten)]
    which: Which,
    /// How the rows are written
    #[arg(long, value_enum, default_value_t = Format::Jsonl)]
    format: Format,
}

/// Exports the rows.
pub(super) fn run(console: &Console, given: &ExportAudit) -> Result<(), Stop> {
    let format = match given.format {
        Format::Jsonl => ExportFormat::JsonLines,
        Format::Csv => ExportFormat::Csv,
    };
    let filter = given.which.filter(console)?;
    let mut export = console.run(audit::Export::begin(&console.context, filter))?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    if let Some(heading) = format.heading() {
        out.write_all(heading.as_bytes()).map_err(cannot_write)?;
    }
    while let Some(rows) = console.run(export.next(&console.context))? {
        for row in &rows {
            let line = format.line(row);
            let line = if given.format == Format::Jsonl { tame_json(&line) } else { line };
            out.write_all(line.as_bytes()).map_err(cannot_write)?;
        }
        out.flush().map_err(cannot_write)?;
    }
    out.flush().map_err(cannot_write)
}
