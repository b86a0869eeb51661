//! What commands print: sentences and tables for people, JSON for programs. Results go to standard output,
//! notices to standard error, so that a result can be piped on.

use std::io::{self, ErrorKind, Write};
use std::time::Duration;

use serde_json::Value;

use super::exit::Stop;
use crate::domain::clock::Timestamp;

/// Prints a text with one line end after it.
pub fn print(text: &str) -> Result<(), Stop> {
    let mut stdout = io::stdout().lock();
    let written = writeln!(stdout, "{}", text.trim_end()).and_then(|()| stdout.flush());
    written.map_err(cannot_write)
}

/// Standard output did not take what was written.
pub fn cannot_write(cause: io::Error) -> Stop {
    match cause.kind() {
        ErrorKind::BrokenPipe => Stop::ReaderGone,
        _ => Stop::Surroundings(format!("The output could not be written: {cause}.")),
    }
}

/// Says something beside the result.
pub fn notice(text: &str) {
    // Without standard error there is nobody to tell.
    let _unheard = writeln!(io::stderr().lock(), "{text}").is_err();
}

/// Prints JSON, indented.
pub fn json(value: &Value) -> Result<(), Stop> {
    print(&tame_json(&format!("{value:#}")))
}

/// JSON without characters that a terminal would obey; inside texts they become `\u` escapes.
pub fn tame_json(text: &str) -> String {
    let mut tame = String::with_capacity(text.len());
    for letter in text.chars() {
        if is_disruptive(letter) && letter != '\n' {
            tame.push_str(&format!("\\u{:04x}", u32::from(letter)));
        } else {
            tame.push(letter);
        }
    }
    tame
}

/// A text from the database as it may stand on a terminal: control characters and those that turn the
/// direction of writing become question marks. Part of it may come from a stranger's request.
pub fn plain(text: &str) -> String {
    text.chars().map(|letter| if is_disruptive(letter) { '?' } else { letter }).collect()
}

fn is_disruptive(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// Rows under headings, each column as wide as its widest cell.
pub fn table<const N: usize>(headings: [&str; N], rows: &[[String; N]]) -> String {
    let mut lines = vec![headings.map(str::to_owned)];
    lines.extend(rows.iter().map(|row| row.each_ref().map(|cell| plain(cell))));
    aligned(&lines)
}

/// Names and values, one a line, indented.
pub fn facts(pairs: &[(&str, String)]) -> String {
    let lines: Vec<[String; 2]> =
        pairs.iter().map(|(name, value)| [format!("  {name}"), plain(value)]).collect();
    aligned(&lines)
}

fn aligned<const N: usize>(lines: &[[String; N]]) -> String {
    let mut widths = [0; N];
    for line in lines {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut text = String::new();
    for line in lines {
        let mut whole = String::new();
        for (cell, width) in line.iter().zip(widths) {
            whole.push_str(&format!("{cell:width$}  "));
        }
        text.push_str(whole.trim_end());
        text.push('\n');
    }
    text
}

/// Points, one a line, indented.
pub fn points(texts: impl IntoIterator<Item = String>) -> String {
    texts.into_iter().map(|text| format!("  - {text}\n")).collect()
}

/// Names with commas between them, or `none`.
pub fn joined<T: ToString>(names: impl IntoIterator<Item = T>) -> String {
    names.into_iter().map(|name| name.to_string()).collect::<Vec<_>>().join(", ")
}

/// A number of bytes, in the unit that leaves one to three digits before the point.
pub fn bytes(count: u64) -> String {
    let units = ["KiB", "MiB", "GiB", "TiB"];
    let mut shown = (count as f64, "bytes");
    for unit in units {
        if shown.0 < 1000.0 {
            break;
        }
        shown = (shown.0 / 1024.0, unit);
    }
    let digits = usize::from(shown.1 != "bytes" && shown.0 < 10.0);
    format!("{:.digits$} {}", shown.0, shown.1)
}

/// `yes` or `no`.
pub const fn yes_no(flag: bool) -> &'static str {
    if flag { "yes" } else { "no" }
}

/// An instant in whole seconds, as RFC 3339 in UTC.
pub fn instant(at: Timestamp) -> String {
    Timestamp::from_micros(at.as_seconds().saturating_mul(1_000_000)).to_string()
}

/// An instant, or `never`.
pub fn instant_or_never(at: Option<Timestamp>) -> String {
    at.map_or_else(|| "never".to_owned(), instant)
}

/// A duration in words, in the largest unit that gives a whole number of hours or days.
pub fn in_words(duration: Duration) -> String {
    let hours = duration.as_secs() / 3600;
    let (number, unit) =
        if hours >= 24 && hours.is_multiple_of(24) { (hours / 24, "day") } else { (hours, "hour") };
    format!("{number} {unit}{}", if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell_in_characters() {
        let rows = [["zoë@example.com".to_owned(), "Zoë".to_owned()], ["a@b.c".to_owned(), String::new()]];
        let expected = "EMAIL            NAME\nzoë@example.com  Zoë\na@b.c\n";
        assert_eq!(table(["EMAIL", "NAME"], &rows), expected);
    }

    #[test]
    fn nothing_that_a_stranger_wrote_steers_the_terminal() {
        assert_eq!(plain("a\u{1b}[2Jb\u{202E}c\nd"), "a?[2Jb?c?d");
        let json = serde_json::json!({ "message": "a\u{1b}\u{9b}2J\u{202E}" });
        let tame = tame_json(&format!("{json:#}"));
        assert!(tame.is_ascii(), "{tame}");
        assert_eq!(serde_json::from_str::<Value>(&tame).unwrap(), json);
    }

    #[test]
    fn bytes_are_told_in_a_unit_that_people_can_compare() {
        let told = [0, 999, 1000, 1024, 10 << 20, 1_500_000_000, u64::MAX].map(bytes);
        let expected = ["0 bytes", "999 bytes", "1.0 KiB", "1.0 KiB", "10 MiB", "1.4 GiB", "16777216 TiB"];
        assert_eq!(told, expected);
    }

    #[test]
    fn durations_are_told_in_hours_or_whole_days() {
        let hours = |hours: u64| in_words(Duration::from_secs(hours * 3600));
        assert_eq!([hours(1), hours(24), hours(72), hours(30)], ["1 hour", "1 day", "3 days", "30 hours"]);
    }
}
