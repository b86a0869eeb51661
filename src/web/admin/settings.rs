//! `/admin/settings`: the effective configuration, and what set each option.

use actix_web::HttpResponse;
use i18n_embed_fl::fl;

use super::gate::shows;
use crate::config::Setting;
use crate::config::layers::Source;
use crate::web::language::Language;
use crate::web::page::{self, Forms};
use crate::web::pages::admin::{RangeLink, Section, SettingRow, SettingsPage, SettingsSection};
use crate::web::visit::Visit;

/// `GET /admin/settings?search=WORDS&show=changed`.
pub async fn page(visit: Visit) -> HttpResponse {
    shows(visit, async |visit, administrator| {
        let query = visit.query()?;
        let value =
            |wanted: &str| query.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
        let search = value("search").unwrap_or_default().trim();
        let is_changed_only = value("show") == Some("changed");
        let (frame, shell) = administrator.around(visit, Section::Settings);
        let words = &frame.words;
        let is_wanted =
            |setting: &&Setting| fits(words, setting, search) && (!is_changed_only || setting.is_chosen());
        let wanted: Vec<&Setting> = visit.state.settings.iter().filter(is_wanted).collect();
        let choice = |name: String, query: &str, is_current| RangeLink {
            name,
            href: visit.state.path(&format!("/admin/settings{query}")),
            is_current,
        };
        let page = SettingsPage {
            choices: vec![
                choice(fl!(words, "admin-settings-all"), "", !is_changed_only),
                choice(fl!(words, "admin-settings-changed"), "?show=changed", is_changed_only),
            ],
            is_changed_only,
            search: search.to_owned(),
            found: wanted.len(),
            sections: sections(words, &wanted),
            shell,
            frame,
        };
        page::show(&page, 200, Forms::Own)
    })
    .await
}

/// What an option is for. In English it stands in the example configuration; other languages have it under the option's
/// own key, which a test demands.
fn meaning(words: &Language, setting: &Setting) -> String {
    let key = format!("option-{}", setting.name.replace('.', "-"));
    if words.has(&key) { words.get(&key) } else { setting.meaning.clone() }
}

/// Whether every word that is searched for stands in its name, its value, its meaning, or where it comes from.
fn fits(words: &Language, setting: &Setting, search: &str) -> bool {
    let text = format!("{} {} {} {}", setting.name, setting.value, meaning(words, setting), setting.source);
    let text = text.to_lowercase();
    search.to_lowercase().split_whitespace().all(|word| text.contains(word))
}

fn sections(words: &Language, settings: &[&Setting]) -> Vec<SettingsSection> {
    let of_one_section = settings.chunk_by(|one, next| one.section() == next.section());
    let section = |settings: &[&Setting]| SettingsSection {
        name: settings.first().map_or_else(String::new, |first| first.section().to_owned()),
        rows: settings.iter().map(|setting| row(words, setting)).collect(),
    };
    of_one_section.map(section).collect()
}

fn row(words: &Language, setting: &Setting) -> SettingRow {
    let (source, place) = match &setting.source {
        Source::Default => (fl!(words, "admin-settings-is-default"), None),
        Source::File(path) => (fl!(words, "admin-settings-is-file"), Some(path.display().to_string())),
        Source::Environment(name) => (fl!(words, "admin-settings-is-environment"), Some(name.clone())),
        Source::EnvironmentFile { variable, path } => (
            fl!(words, "admin-settings-is-environment-file"),
            Some(format!("{variable} → {}", path.display())),
        ),
        Source::CommandLine => (fl!(words, "admin-settings-is-argument"), Some("--option".to_owned())),
    };
    SettingRow {
        name: setting.name.clone(),
        value: setting.value.clone(),
        source,
        place,
        default: setting.is_chosen().then(|| setting.default.clone()),
        meaning: meaning(words, setting),
    }
}
