//! `bridgewarden user import`: people from a file.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::cli::configuration::Console;
use crate::cli::exit::Stop;
use crate::cli::output::{notice, plain, print};
use crate::domain::import::{ImportFile, MAX_FILE_BYTES, Matching};
use crate::flow::import::{self, Carried, Choice, Counts, Examined, Judged, Listener, Mode, Outcome, Step};

/// What to import.
#[derive(Debug, Args)]
pub struct ImportUsers {
    /// The file, as CSV in UTF-8; - reads standard input
    file: PathBuf,
    /// Say line by line what would happen, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Import the good lines of a file that has bad ones; otherwise it is all or nothing
    #[arg(long)]
    skip_bad_lines: bool,
    /// By what a line finds the person that it is about
    #[arg(long = "match", value_name = "COLUMN", value_enum, default_value_t = MatchBy::Email)]
    match_by: MatchBy,
    /// Give people who have a password the one of the file all the same; their sessions end
    #[arg(long)]
    replace_passwords: bool,
}

/// By what people are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MatchBy {
    /// The address, capital and small letters alike
    Email,
    /// The id at the providers; the address may be a new one
    ExternalId,
}

/// Imports people, or says what would happen.
pub(super) fn run(console: &Console, given: &ImportUsers) -> Result<(), Stop> {
    let bytes = read(&given.file)?;
    let file = ImportFile::read(&bytes)
        .map_err(|refused| Stop::refused(format!("Nothing was imported: {refused}.")))?;
    drop(bytes);
    let matching = match given.match_by {
        MatchBy::Email => Matching::Email,
        MatchBy::ExternalId => Matching::ExternalId,
    };
    let choice = Choice { matching, replace_passwords: given.replace_passwords };
    let lines = Arc::new(import::lines_of(&file, choice));
    if lines.is_empty() {
        return Err(Stop::refused("Nothing was imported: the file has a header and nobody in it."));
    }
    let context = &console.context;
    let (bar, listener) = progress(lines.len());
    bar.set_message("looking");
    let examined = console.run(import::examine(context, lines.clone(), choice, &listener))?;
    if given.dry_run {
        bar.finish_and_clear();
        return tell_dry_run(&examined);
    }
    let mode = if given.skip_bad_lines { Mode::SkipBadLines } else { Mode::AllOrNothing };
    bar.set_position(0);
    bar.set_message("writing");
    let carried = console.run(import::carry_out(context, lines, examined, mode, &console.origin, &listener));
    bar.finish_and_clear();
    match carried? {
        Carried::Done(examined) => {
            examined.lines.iter().filter(|line| is_refused(line)).for_each(|line| notice(&told(line)));
            print(&summary(&examined, false))
        }
        Carried::Nothing(examined) => {
            let bad = examined.lines.iter().filter(|line| is_refused(line));
            let mut sentences: Vec<String> = bad.map(told).collect();
            let counts = examined.counts();
            sentences.push(format!(
                "Nothing was imported: {} of {} lines {} bad. Repair {}, or add --skip-bad-lines.",
                counts.refused,
                counts.all(),
                if counts.refused == 1 { "is" } else { "are" },
                if counts.refused == 1 { "it" } else { "them" },
            ));
            Err(Stop::Refused(sentences))
        }
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Stop> {
    let shown = path.display();
    let cannot = |cause: io::Error| Stop::usage(format!("{shown} cannot be read: {cause}"));
    let mut bytes = Vec::new();
    // One byte more than is allowed, so that it is seen.
    let most = MAX_FILE_BYTES as u64 + 1;
    let read = match path.to_str() {
        Some("-") => io::stdin().lock().take(most).read_to_end(&mut bytes),
        _ => File::open(path).map_err(cannot)?.take(most).read_to_end(&mut bytes),
    };
    read.map_err(cannot)?;
    Ok(bytes)
}

/// A bar on a terminal, and nothing elsewhere.
fn progress(lines: usize) -> (ProgressBar, Listener) {
    let target = ProgressDrawTarget::stderr_with_hz(10);
    let bar = ProgressBar::with_draw_target(Some(lines as u64), target);
    if let Ok(style) = ProgressStyle::with_template("{msg:8} {wide_bar} {human_pos}/{human_len}  {eta} left")
    {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    let heard = bar.clone();
    let listener: Listener = Arc::new(move |step| match step {
        Step::Judged(lines) | Step::Written(lines) => heard.set_position(lines as u64),
    });
    (bar, listener)
}

fn tell_dry_run(examined: &Examined) -> Result<(), Stop> {
    let mut lines: Vec<String> = examined.lines.iter().map(told).collect();
    lines.push(String::new());
    lines.push(summary(examined, true));
    print(&lines.join("\n"))?;
    if examined.counts().refused > 0 { Err(Stop::Refused(Vec::new())) } else { Ok(()) }
}

fn is_refused(line: &Judged) -> bool {
    matches!(line.outcome, Outcome::Refused(_))
}

/// One line, with what becomes of it.
fn told(line: &Judged) -> String {
    let details: Vec<String> = match &line.outcome {
        Outcome::Changed(changes) => changes
            .iter()
            .map(|change| format!("{} {:?} → {:?}", change.field, change.before, change.after))
            .collect(),
        Outcome::Refused(wrong) => wrong.iter().map(ToString::to_string).collect(),
        Outcome::Created if line.lacks_password => vec!["without a password".to_owned()],
        Outcome::Created => Vec::new(),
        Outcome::Unchanged => Vec::new(),
    };
    let mut details = details;
    if line.keeps_password {
        details.push("keeps the password that they have".to_owned());
    }
    let details = details.join("; ");
    let separator = if details.is_empty() { "" } else { ": " };
    let (number, outcome) = (line.number, line.outcome.as_str());
    plain(&format!("line {number:<6} {outcome:<9} {}{separator}{details}", line.email))
}

fn summary(examined: &Examined, is_dry: bool) -> String {
    let Counts { created, changed, unchanged, refused, without_password, keeping_password } =
        examined.counts();
    let heading = if is_dry { "Nothing was written. It would be:" } else { "Imported:" };
    let mut text = format!(
        "{heading}\n  created    {created}\n  changed    {changed}\n  unchanged  {unchanged}\n  refused    {refused}\n"
    );
    for (family, number) in examined.families() {
        text.push_str(&format!("  passwords  {number} ({family})\n"));
    }
    if without_password > 0 {
        text.push_str(&format!(
            "\n{without_password} of the new people have no password. `bridgewarden user password EMAIL` gives one.\n"
        ));
    }
    if keeping_password > 0 {
        text.push_str(&format!(
            "\n{keeping_password} have a password already and keep it; --replace-passwords takes the file's.\n"
        ));
    }
    if !is_dry {
        text.push_str(&format!("\nIn the audit it is import {}.\n", examined.id));
    }
    text
}
