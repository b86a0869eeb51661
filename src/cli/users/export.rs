//! `bridgewarden user export`: people into a file that `user import` takes back.

use std::fs::OpenOptions;
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use clap::Args;

use super::filter::PeopleFilter;
use crate::cli::configuration::Console;
use crate::cli::exit::Stop;
use crate::cli::output::{cannot_write, notice};
use crate::domain::import;
use crate::flow::export::{self, Export};

/// What to export.
#[derive(Debug, Args)]
pub struct ExportUsers {
    /// The file to make, readable by its owner only; otherwise standard output
    file: Option<PathBuf>,
    #[command(flatten)]
    filter: PeopleFilter,
    /// Export the password hashes too. Whoever gets the file can guess passwords in peace
    #[arg(long, requires = "file")]
    with_password_hashes: bool,
}

/// Exports people.
pub(super) fn run(console: &Console, given: ExportUsers) -> Result<(), Stop> {
    let export =
        Export { filter: given.filter.to_filter(), with_password_hashes: given.with_password_hashes };
    let Some(path) = given.file else {
        write(console, &export, io::stdout().lock())?;
        return Ok(());
    };
    let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
    let file = file.map_err(|cause| cannot(&path, &cause))?;
    let people = write(console, &export, &file)?;
    file.sync_all().map_err(|cause| cannot(&path, &cause))?;
    notice(&format!("{people} people were written to {}.", path.display()));
    Ok(())
}

fn cannot(path: &Path, cause: &io::Error) -> Stop {
    let why = match cause.kind() {
        io::ErrorKind::AlreadyExists => "it exists already, and nothing is overwritten".to_owned(),
        _ => cause.to_string(),
    };
    Stop::usage(format!("{} cannot be made: {why}", path.display()))
}

/// Page by page; returns how many people.
fn write(console: &Console, export: &Export, out: impl Write) -> Result<usize, Stop> {
    let columns = console.run(export::begin(&console.context, export, &console.origin))?;
    let mut out = BufWriter::new(out);
    out.write_all(import::headings(&columns).as_bytes()).map_err(cannot_write)?;
    let (mut people, mut after) = (0, None);
    loop {
        let page = console.run(export::next_page(&console.context, export, after))?;
        let Some(last) = page.last() else { break };
        after = Some(last.user.email.clone());
        people += page.len();
        for person in &page {
            out.write_all(import::row(person, &columns).as_bytes()).map_err(cannot_write)?;
        }
    }
    out.flush().map_err(cannot_write)?;
    Ok(people)
}
