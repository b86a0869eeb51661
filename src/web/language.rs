//! The languages that pages speak.
//!
//! Every sentence lives in `locales/<language>/bridgewarden.ftl` and is fetched with
//! [`fl!`](i18n_embed_fl::fl), which checks its key and its arguments against English while compiling.
//! To add a language, add its folder; a test here then asks for every key and every argument, and for the meaning of
//! every option.

use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use fluent_langneg::{LanguageIdentifier, NegotiationStrategy, negotiate_languages};
use i18n_embed::fluent::FluentLanguageLoader;
use i18n_embed::{I18nEmbedError, LanguageLoader};
use rust_embed::RustEmbed;

/// The language that every key exists in.
const ENGLISH: &str = "en";
/// The domain is the name of the files: `bridgewarden.ftl`.
const DOMAIN: &str = "bridgewarden";
/// A browser names a handful of languages; whatever comes after these was not written by one.
const MOST_ACCEPTED: usize = 16;

#[derive(RustEmbed)]
#[folder = "locales/"]
struct Locales;

/// One language, with English behind it for a sentence that it lacks. Cloning it is cheap. Its sentences are read with
/// the first page that speaks it: all of them are a megabyte for each language.
///
/// It dereferences to the loader, so `fl!(language, "sign-in-button")` works on it.
#[derive(Clone, Debug)]
pub struct Language {
    tag: Arc<str>,
    /// Empty at first.
    loader: Arc<FluentLanguageLoader>,
    is_read: Arc<OnceLock<()>>,
}

impl Language {
    /// The language tag, as it stands in `<html lang="…">`.
    #[must_use]
    pub fn tag(&self) -> &str {
        &self.tag
    }

    fn of(id: &unic_langid::LanguageIdentifier) -> Result<Self, I18nEmbedError> {
        let loader = FluentLanguageLoader::new(DOMAIN, identifier(ENGLISH)?);
        Ok(Self { tag: id.to_string().into(), loader: Arc::new(loader), is_read: Arc::default() })
    }

    fn read(&self) {
        let read = identifier(&self.tag).and_then(|id| self.loader.load_languages(&Locales, &[id]));
        if let Err(problem) = read {
            // Embedded and read by every test of a page.
            tracing::error!(%problem, language = %self.tag, "the sentences of a language cannot be read");
        }
        // Isolation marks are for text of mixed direction; in a password manager's or a person's
        // clipboard they are invisible rubbish.
        self.loader.set_use_isolating(false);
    }
}

impl Deref for Language {
    type Target = FluentLanguageLoader;

    fn deref(&self) -> &Self::Target {
        self.is_read.get_or_init(|| self.read());
        &self.loader
    }
}

/// All languages of this build.
#[derive(Clone, Debug)]
pub struct Languages {
    english: Language,
    languages: Vec<Language>,
    /// The identifiers of `languages`, in the same order, as negotiation wants them.
    identifiers: Vec<LanguageIdentifier>,
}

impl Languages {
    /// Finds every embedded language.
    ///
    /// # Errors
    ///
    /// When the embedded files cannot be listed or English is missing; neither happens in a build whose
    /// tests passed.
    pub fn load() -> Result<Self, I18nEmbedError> {
        let catalogue = FluentLanguageLoader::new(DOMAIN, identifier(ENGLISH)?);
        let mut languages = Vec::new();
        let mut identifiers = Vec::new();
        for id in catalogue.available_languages(&Locales)? {
            let language = Language::of(&id)?;
            if let Ok(id) = language.tag().parse() {
                languages.push(language);
                identifiers.push(id);
            }
        }
        let english = languages.iter().find(|language| language.tag() == ENGLISH).cloned();
        let missing =
            || I18nEmbedError::LanguageNotAvailable(DOMAIN.to_owned(), catalogue.fallback_language().clone());
        Ok(Self { english: english.ok_or_else(missing)?, languages, identifiers })
    }

    /// The language for one person: the one on record, else what the browser prefers, else English.
    #[must_use]
    pub fn choose(&self, person_locale: Option<&str>, accept_language: Option<&str>) -> Language {
        let mut wanted: Vec<LanguageIdentifier> = Vec::new();
        wanted.extend(person_locale.and_then(|locale| locale.trim().parse().ok()));
        wanted.extend(accept_language.map(accepted).unwrap_or_default());
        // Looking up stops at the first language of theirs that we have.
        negotiate_languages(&wanted, &self.identifiers, None, NegotiationStrategy::Lookup)
            .first()
            .and_then(|found| self.identifiers.iter().position(|id| id == *found))
            .and_then(|at| self.languages.get(at))
            .unwrap_or(&self.english)
            .clone()
    }

    /// Every language, for those who want to show or check all of them.
    pub fn iter(&self) -> impl Iterator<Item = &Language> {
        self.languages.iter()
    }
}

/// The languages of an `Accept-Language` header, the most wanted first. What cannot be read is left out.
fn accepted(header: &str) -> Vec<LanguageIdentifier> {
    let mut weighed: Vec<(f32, LanguageIdentifier)> = header
        .split(',')
        .take(MOST_ACCEPTED)
        .filter_map(|part| {
            let (tag, parameters) = part.split_once(';').unwrap_or((part, ""));
            let weight = weight(parameters)?;
            Some((weight, tag.trim().parse().ok()?))
        })
        .filter(|(weight, _)| *weight > 0.0)
        .collect();
    // A stable sort: languages of equal weight stay in the order in which the browser named them.
    weighed.sort_by(|(left, _), (right, _)| right.total_cmp(left));
    weighed.into_iter().map(|(_, id)| id).collect()
}

/// The `q` of one entry: 1 when it is not given, nothing when it cannot be read.
fn weight(parameters: &str) -> Option<f32> {
    let Some(value) = parameters.trim().strip_prefix("q=") else {
        return parameters.trim().is_empty().then_some(1.0);
    };
    let weight: f32 = value.trim().parse().ok()?;
    (0.0..=1.0).contains(&weight).then_some(weight)
}

fn identifier(tag: &str) -> Result<unic_langid::LanguageIdentifier, I18nEmbedError> {
    tag.parse().map_err(|error| I18nEmbedError::ErrorParsingLocale(tag.to_owned(), error))
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    fn chosen(person: Option<&str>, browser: Option<&str>) -> String {
        let languages = Languages::load().expect("the embedded languages load");
        languages.choose(person, browser).tag().to_owned()
    }

    #[test]
    fn the_persons_language_comes_before_the_browsers() {
        assert_eq!(chosen(Some("de"), Some("en")), "de");
        assert_eq!(chosen(Some("en"), Some("de")), "en");
        assert_eq!(chosen(Some("de-CH"), None), "de");
        assert_eq!(chosen(Some("de_AT"), None), "de");
    }

    #[test]
    fn the_browsers_weights_decide() {
        assert_eq!(chosen(None, Some("de-AT,de;q=0.9,en;q=0.8")), "de");
        assert_eq!(chosen(None, Some("de;q=0.5, en;q=0.9")), "en");
        assert_eq!(chosen(None, Some("en;q=0,de;q=0.1")), "de");
        assert_eq!(chosen(None, Some("fr-FR, de ; q=0.3")), "de");
        assert_eq!(chosen(None, Some("en-GB,de")), "en");
    }

    #[test]
    fn what_cannot_be_read_is_english() {
        let long = "de-".repeat(5000);
        for garbage in
            ["", "*", ";;;", ",,,", "q=1", "de;q=nan", "de;q=inf", "de;q=-1", "\u{0}", "日本語", &long]
        {
            assert_eq!(chosen(None, Some(garbage)), "en", "{garbage:.40}");
            assert_eq!(chosen(Some(garbage), Some(garbage)), "en", "{garbage:.40}");
        }
        assert_eq!(chosen(None, None), "en");
        assert_eq!(chosen(Some("ja"), Some("ko,zh")), "en");
        assert_eq!(chosen(Some("nonsense-"), Some("de")), "de");
    }

    /// The keys of one language, each with the arguments that its sentence takes.
    fn keys(tag: &str) -> BTreeMap<String, BTreeSet<String>> {
        let file = Locales::get(&format!("{tag}/{DOMAIN}.ftl")).expect("the file is embedded");
        let text = std::str::from_utf8(&file.data).expect("it is UTF-8").to_owned();
        let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut current = String::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if let Some((key, _)) = line.split_once(" =")
                && line.starts_with(|first: char| first.is_ascii_lowercase())
            {
                assert!(!keys.contains_key(key), "{key} stands twice in {tag}");
                key.clone_into(&mut current);
                keys.insert(current.clone(), BTreeSet::new());
            } else {
                assert!(line.trim().is_empty() || line.starts_with(' '), "not a message in {tag}: {line}");
            }
            for piece in line.split('$').skip(1) {
                let argument = piece.split(|c: char| !c.is_ascii_alphanumeric()).next();
                keys.get_mut(&current)
                    .expect("an argument belongs to a key")
                    .extend(argument.map(str::to_owned));
            }
        }
        keys
    }

    /// Every file of ours in which a key may stand, in one text.
    fn sources(folder: &std::path::Path) -> String {
        let entries =
            std::fs::read_dir(folder).expect("a folder of the source").map(|entry| entry.expect("it").path());
        entries
            .map(|path| {
                if path.is_dir() {
                    sources(&path)
                } else {
                    std::fs::read_to_string(&path).unwrap_or_default()
                }
            })
            .collect()
    }

    #[test]
    fn no_sentence_is_left_that_nothing_says() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let sources = ["src", "templates"].map(|folder| sources(&root.join(folder))).concat();
        let unused: Vec<String> =
            keys(ENGLISH).into_keys().filter(|key| !sources.contains(&format!("\"{key}\""))).collect();
        assert!(unused.is_empty(), "{unused:?}");
    }

    /// The key of every option in the example configuration.
    fn options() -> Vec<String> {
        let example: toml::Table =
            include_str!("../../bridgewarden.example.toml").parse().expect("it is TOML");
        let keys = |(section, options): (&String, &toml::Value)| {
            let names = options.as_table().expect("a section").keys();
            names.map(|name| format!("option-{section}-{name}")).collect::<Vec<_>>()
        };
        example.iter().flat_map(keys).collect()
    }

    #[test]
    fn every_language_has_the_same_keys_and_arguments() {
        let english = keys(ENGLISH);
        let languages = Languages::load().expect("the embedded languages load");
        assert!(languages.iter().count() >= 2, "German belongs to this build");
        for language in languages.iter() {
            let mut wanted = english.clone();
            if language.tag() != ENGLISH {
                // English says what they mean in the example configuration.
                let options = options().into_iter().map(|option| (option, BTreeSet::new()));
                wanted.extend(options);
            }
            assert_eq!(keys(language.tag()), wanted, "{}", language.tag());
            // What Fluent could not parse is missing from what it loaded.
            let id = identifier(language.tag()).expect("a tag of ours");
            let loaded: BTreeSet<String> =
                language.with_message_iter(&id, |all| all.map(|m| m.id.name.to_owned()).collect());
            assert_eq!(loaded, wanted.into_keys().collect(), "{}", language.tag());
        }
    }

    #[test]
    fn sentences_carry_no_exclamation_marks() {
        for tag in ["en", "de"] {
            let file = Locales::get(&format!("{tag}/{DOMAIN}.ftl")).expect("the file is embedded");
            assert!(!file.data.contains(&b'!'), "{tag}");
        }
    }
}
