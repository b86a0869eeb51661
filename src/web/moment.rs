//! Instants in the reader's words, with the exact time in UTC beside them.

use std::time::Duration;

use i18n_embed_fl::fl;

use super::language::Language;
use crate::domain::clock::Timestamp;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
const MONTH: u64 = 30 * DAY;
const YEAR: u64 = 365 * DAY;

/// An instant as a page shows it: `<time datetime="EXACT" title="UTC">WORDS</time>`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moment {
    /// "3 hours ago".
    pub words: String,
    /// RFC 3339 in UTC.
    pub exact: String,
    /// "2026-11-22 14:03:07 UTC".
    pub utc: String,
}

impl Moment {
    /// How `at` is told at `now`.
    pub fn of(words: &Language, now: Timestamp, at: Timestamp) -> Self {
        let told = if at > now { ahead(words, at.since(now)) } else { ago(words, now.since(at)) };
        let exact = at.to_string();
        let seconds = exact.split(['.', 'Z']).next().unwrap_or_default().replace('T', " ");
        Self { words: told, utc: format!("{seconds} UTC"), exact }
    }
}

fn ago(words: &Language, past: Duration) -> String {
    let seconds = past.as_secs();
    let n = |unit: u64| seconds / unit;
    match seconds {
        0..MINUTE => fl!(words, "moment-now"),
        MINUTE..HOUR => fl!(words, "moment-minutes", n = n(MINUTE)),
        HOUR..DAY => fl!(words, "moment-hours", n = n(HOUR)),
        DAY..MONTH => fl!(words, "moment-days", n = n(DAY)),
        MONTH..YEAR => fl!(words, "moment-months", n = n(MONTH)),
        _ => fl!(words, "moment-years", n = n(YEAR)),
    }
}

fn ahead(words: &Language, future: Duration) -> String {
    let seconds = future.as_secs();
    let n = |unit: u64| seconds / unit;
    match seconds {
        0..MINUTE => fl!(words, "moment-soon"),
        MINUTE..HOUR => fl!(words, "moment-in-minutes", n = n(MINUTE)),
        HOUR..DAY => fl!(words, "moment-in-hours", n = n(HOUR)),
        _ => fl!(words, "moment-in-days", n = n(DAY)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::language::Languages;
    use super::*;

    #[test]
    fn an_instant_is_told_in_words_and_exactly() {
        let words = Languages::load().unwrap().choose(None, None);
        let now = Timestamp::from_micros(1_795_000_000_123_456);
        let told = |seconds| Moment::of(&words, now, now.minus(Duration::from_secs(seconds))).words;
        assert_eq!(told(0), "just now");
        assert_eq!(told(60), "1 minute ago");
        assert_eq!(told(3 * HOUR), "3 hours ago");
        assert_eq!(told(DAY + HOUR), "1 day ago");
        assert_eq!(told(3 * MONTH), "3 months ago");
        assert_eq!(told(2 * YEAR), "2 years ago");
        let later = Moment::of(&words, now, now.plus(Duration::from_secs(72 * HOUR)));
        assert_eq!(later.words, "in 3 days");
        assert_eq!(Moment::of(&words, now, now).utc, "2026-11-18 11:06:40 UTC");
    }
}
