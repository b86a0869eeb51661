//! The configuration as an administrator reads it: each option with its value, whence that came, the default, and
//! what it means. Secrets are masked here, so that nothing that holds these can show one.

use std::collections::BTreeMap;

use super::layers::{EXAMPLE, Layers, Source};
use super::secrets;

/// One option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// `section.key`.
    pub name: String,
    /// The value that holds, as it is written in the file; masked when it is a secret.
    pub value: String,
    /// Whether something of it was masked.
    pub is_masked: bool,
    /// Whence it came.
    pub source: Source,
    /// The default, as it is written in the file.
    pub default: String,
    /// What it means, from `bridgewarden.example.toml`.
    pub meaning: String,
}

impl Setting {
    /// The part of the name before the point.
    pub fn section(&self) -> &str {
        self.name.split_once('.').map_or(self.name.as_str(), |(section, _)| section)
    }

    /// The part of the name after the point.
    pub fn key(&self) -> &str {
        self.name.split_once('.').map_or("", |(_, key)| key)
    }

    /// Whether somebody chose it, the default or something else.
    pub fn is_chosen(&self) -> bool {
        self.source != Source::Default
    }
}

impl Layers {
    /// Every option, in the order of `bridgewarden.example.toml`.
    pub fn settings(&self) -> Vec<Setting> {
        let defaults = Self::defaults();
        let described = described();
        let mut settings: Vec<(usize, Setting)> = self
            .values()
            .map(|(name, value, source)| {
                let (place, meaning) = described.get(name).cloned().unwrap_or((usize::MAX, String::new()));
                let shown = secrets::shown(name, value);
                let setting = Setting {
                    name: name.to_owned(),
                    is_masked: shown != value.to_string(),
                    value: shown,
                    source: source.clone(),
                    default: defaults.value(name).map(ToString::to_string).unwrap_or_default(),
                    meaning,
                };
                (place, setting)
            })
            .collect();
        settings.sort_by(|(place, a), (other, b)| place.cmp(other).then_with(|| a.name.cmp(&b.name)));
        settings.into_iter().map(|(_, setting)| setting).collect()
    }
}

/// The place and the meaning of each option: the comment above it. An option directly below another one shares its
/// comment.
fn described() -> BTreeMap<String, (usize, String)> {
    let mut found = BTreeMap::new();
    let (mut section, mut meaning, mut is_fresh) = (String::new(), String::new(), false);
    for line in EXAMPLE.lines().map(str::trim) {
        if let Some(comment) = line.strip_prefix('#') {
            if !is_fresh {
                meaning.clear();
            }
            is_fresh = true;
            if !meaning.is_empty() {
                meaning.push(' ');
            }
            meaning.push_str(comment.trim());
        } else if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            name.clone_into(&mut section);
            meaning.clear();
        } else if let Some((key, _)) = line.split_once('=') {
            found.insert(format!("{section}.{}", key.trim()), (found.len(), meaning.clone()));
            is_fresh = false;
        } else {
            meaning.clear();
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(settings: &[Setting], name: &str) -> Setting {
        settings.iter().find(|setting| setting.name == name).unwrap().clone()
    }

    #[test]
    fn every_option_has_a_meaning_and_stands_in_the_order_of_the_example() {
        let settings = Layers::defaults().settings();
        assert_eq!(settings.first().unwrap().name, "server.listen");
        assert_eq!(settings.last().unwrap().name, "log.level");
        for setting in &settings {
            assert!(setting.meaning.len() > 10, "{} has no meaning", setting.name);
            assert!(!setting.is_chosen() && setting.value == setting.default, "{setting:?}");
        }
        let sections: Vec<&str> = settings.iter().map(Setting::section).collect();
        let mut distinct = sections.clone();
        distinct.dedup();
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!(distinct.len(), EXAMPLE.lines().filter(|line| line.starts_with('[')).count());
    }

    #[test]
    fn options_that_stand_together_share_their_comment() {
        let settings = Layers::defaults().settings();
        let meaning = of(&settings, "passwords.memory_kib").meaning;
        assert!(meaning.starts_with("Cost of one Argon2id hash") && meaning.ends_with("next sign-in."));
        assert_eq!(of(&settings, "passwords.lanes").meaning, meaning);
        assert!(of(&settings, "passwords.allow_below_floor").meaning.starts_with("Less than that"));
        assert!(of(&settings, "brand.name").meaning.starts_with("The company's name"));
    }

    #[test]
    fn no_setting_holds_a_secret() {
        let url = "postgres://bridge:canary@db/b?sslpassword=canary&sslmode=require";
        let environment = [
            ("BRIDGEWARDEN_DATABASE__URL".to_owned(), url.to_owned()),
            ("BRIDGEWARDEN_SECURITY__SEALING_KEY".to_owned(), "canary".to_owned()),
        ];
        let settings = Layers::read(None, environment, &[]).settings();
        assert!(!format!("{settings:?}").contains("canary"));
        let database = of(&settings, "database.url");
        assert!(database.is_masked && database.value.contains("postgres://bridge:"), "{database:?}");
        assert!(database.value.contains("@db/b?") && database.value.contains("sslmode=require"));
        assert_eq!(database.source, Source::Environment("BRIDGEWARDEN_DATABASE__URL".into()));
        assert!(of(&settings, "security.sealing_key").is_masked);
    }

    #[test]
    fn what_does_not_read_as_an_address_is_hidden_as_a_whole() {
        for url in ["postgres://u:can ary@h:port/d", "canary", "postgres://u:canary@h:99999/d"] {
            let environment = [("BRIDGEWARDEN_DATABASE__URL".to_owned(), url.to_owned())];
            let shown = of(&Layers::read(None, environment, &[]).settings(), "database.url");
            assert_eq!((shown.value.as_str(), shown.is_masked), ("(hidden)", true), "{url}");
        }
        let options = ["database.url=sqlite:/var/lib/b.db".to_owned()];
        let shown = of(&Layers::of_options(&options).settings(), "database.url");
        assert_eq!((shown.value.as_str(), shown.is_masked), ("\"sqlite:/var/lib/b.db\"", false));
    }
}
