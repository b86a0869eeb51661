//! Short lines of text about people and providers: names, external ids, locales.

use unic_langid::LanguageIdentifier;

/// Longest name of a person or a provider, in characters.
pub const MAX_NAME: usize = 100;
/// Longest external id, in characters.
pub const MAX_EXTERNAL_ID: usize = 200;

/// Why a line of text was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextRefused {
    /// It is longer than the field allows.
    #[error("is longer than {0} characters")]
    TooLong(usize),
    /// It contains a line break, a NUL or another control character.
    #[error("contains a line break or another control character")]
    Control,
    /// The field must not be empty.
    #[error("is empty")]
    Empty,
    /// The value is not a language tag such as `de` or `en-GB`.
    #[error("is not a language tag such as de or en-GB")]
    NotALanguage,
}

/// A line of at most `max` characters without control characters, surrounding blanks removed; it may be empty.
pub fn line(text: &str, max: usize) -> Result<String, TextRefused> {
    let text = text.trim();
    if text.chars().any(is_disruptive) {
        return Err(TextRefused::Control);
    }
    if text.chars().count() > max {
        return Err(TextRefused::TooLong(max));
    }
    Ok(text.to_owned())
}

/// Like [`line`], but nothing is refused as empty: it becomes `None`.
pub fn optional_line(text: &str, max: usize) -> Result<Option<String>, TextRefused> {
    line(text, max).map(|text| if text.is_empty() { None } else { Some(text) })
}

/// A language tag (BCP 47), kept as written.
pub fn locale(text: &str) -> Result<String, TextRefused> {
    let text = line(text, 35)?;
    text.parse::<LanguageIdentifier>().map_err(|_| TextRefused::NotALanguage)?;
    Ok(text)
}

/// Control characters, and the characters that turn the direction of the text around them: neither belongs
/// into a name that others will read in a list or a log.
pub fn is_disruptive(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_its_letters_and_loses_only_outer_blanks() {
        assert_eq!(line("  Zoë  O’Neill ", 100).unwrap(), "Zoë  O’Neill");
    }

    #[test]
    fn line_breaks_and_direction_marks_are_refused() {
        assert_eq!(line("a\r\nb", 100), Err(TextRefused::Control));
        assert_eq!(line("a\u{202E}b", 100), Err(TextRefused::Control));
    }

    #[test]
    fn a_locale_is_a_language_tag() {
        assert_eq!(locale("de-AT").unwrap(), "de-AT");
        assert_eq!(locale("not a tag"), Err(TextRefused::NotALanguage));
    }
}
