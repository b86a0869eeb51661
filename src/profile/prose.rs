//! What a profile says to an administrator: in English, and in the other languages that pages speak.
//!
//! To add a language, add it to [`Prose`] and to [`Translated`]; a test here then asks every built-in profile for it.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A text in English, with what stands for it in other languages. Written as one text (`hint = "…"`), it is English;
/// written by language (`hint.en = "…"`, `hint.de = "…"`), English must be there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prose {
    en: String,
    de: Option<String>,
}

/// The second way to write it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Translated {
    en: String,
    de: Option<String>,
}

impl Prose {
    /// For the command line, which speaks English.
    pub fn english(&self) -> &str {
        &self.en
    }

    /// For a page in the language of that tag; in English where the profile has no other.
    pub fn in_language(&self, tag: &str) -> &str {
        let translated = match tag.split('-').next() {
            Some("de") => self.de.as_deref(),
            _ => None,
        };
        translated.unwrap_or(&self.en)
    }
}

impl From<String> for Prose {
    fn from(english: String) -> Self {
        Self { en: english, de: None }
    }
}

/// English, for those who read what the command line writes.
impl Serialize for Prose {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.en)
    }
}

impl<'de> Deserialize<'de> for Prose {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct EitherWay;

        impl<'de> Visitor<'de> for EitherWay {
            type Value = Prose;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a text, or texts by language such as en and de")
            }

            fn visit_str<E>(self, english: &str) -> Result<Prose, E> {
                Ok(Prose::from(english.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Prose, A::Error> {
                let Translated { en, de } = Translated::deserialize(MapAccessDeserializer::new(map))?;
                Ok(Prose { en, de })
            }
        }

        deserializer.deserialize_any(EitherWay)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::{Catalogue, ProviderProfile};

    #[derive(Debug, Deserialize)]
    struct Sample {
        hint: Prose,
    }

    fn read(toml: &str) -> Result<Prose, String> {
        toml::from_str::<Sample>(toml).map(|sample| sample.hint).map_err(|fault| fault.message().to_owned())
    }

    #[test]
    fn a_text_is_english_alone_or_written_by_language() {
        let plain = read("hint = 'The host'").unwrap();
        assert_eq!((plain.english(), plain.in_language("de")), ("The host", "The host"));
        let both = read("hint.en = 'The host'\nhint.de = 'Der Host'").unwrap();
        assert_eq!(both.english(), "The host");
        for (tag, said) in [("de", "Der Host"), ("de-AT", "Der Host"), ("en", "The host"), ("ja", "The host")]
        {
            assert_eq!(both.in_language(tag), said, "{tag}");
        }
    }

    #[test]
    fn a_text_without_english_or_in_an_unknown_language_is_told() {
        assert_eq!(read("hint.de = 'Der Host'").unwrap_err(), "missing field `en`");
        let unknown = read("hint.en = 'The host'\nhint.dee = 'Der Host'").unwrap_err();
        assert_eq!(unknown, "unknown field `dee`, expected `en` or `de`");
        assert!(
            read("hint = 7")
                .unwrap_err()
                .ends_with("expected a text, or texts by language such as en and de")
        );
    }

    /// Every text of a profile, with where it stands.
    fn texts(profile: &ProviderProfile) -> Vec<(String, &Prose)> {
        let at = |place: &str| format!("{}: {place}", profile.name);
        let mut all: Vec<(String, &Prose)> = profile.notes.iter().map(|note| (at("notes"), note)).collect();
        for (name, spec) in &profile.settings {
            all.push((at(&format!("{name}.hint")), &spec.hint));
            all.extend(spec.label.iter().map(|label| (at(&format!("{name}.label")), label)));
        }
        all
    }

    #[test]
    fn every_text_of_a_built_in_profile_is_there_in_german() {
        let catalogue = Catalogue::read(None).unwrap();
        let all: Vec<(String, &Prose)> = catalogue.iter().flat_map(texts).collect();
        assert!(all.len() > 60, "only {} texts were read", all.len());
        for (place, text) in all {
            let german = text.de.as_deref().unwrap_or_else(|| panic!("{place} has no German: {text:?}"));
            // Names and technical terms may be the same; sentences may not.
            let is_term = text.english().split_whitespace().count() < 3;
            assert!(is_term || german != text.english(), "{place} was not translated: {german}");
            assert!(!german.is_empty() && !german.ends_with('!'), "{place}: {german}");
        }
        // Names of products stay as they are; these two are none.
        for name in ["generic-redirect", "generic-form-post"] {
            assert!(catalogue.get(name).unwrap().title.de.is_some(), "{name}");
        }
    }
}
