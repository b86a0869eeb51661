//! `/admin/providers`: how each provider fares; `/admin/providers/new`: of which kind one can be added.

use actix_web::HttpResponse;

use i18n_embed_fl::fl;

use super::{path_of, told, walk};
use crate::flow::providers;
use crate::mint::delivery::escape;
use crate::profile::ProviderProfile;
use crate::profile::schema::Category;
use crate::web::admin::gate::shows;
use crate::web::language::Language;
use crate::web::moment::Moment;
use crate::web::page::{self, Forms};
use crate::web::pages::admin::provider_walk::states;
use crate::web::pages::admin::{ProfileChoice, ProfilesPage, ProviderCard, ProvidersPage, Section};
use crate::web::visit::Visit;

/// `GET /admin/providers`.
pub async fn page(visit: Visit) -> HttpResponse {
    shows(visit, async |visit, administrator| {
        let (frame, shell) = administrator.around(visit, Section::Providers);
        let (context, words) = (&visit.state.context, &frame.words);
        let all = providers::list(context).await?;
        let mut histories = providers::histories(context, all.iter().map(|one| one.id).collect()).await?;
        let equal = providers::equal_secrets(context).await?;
        let mut cards = Vec::with_capacity(all.len());
        for provider in all {
            let history = histories.remove(&provider.id).unwrap_or_default();
            let is_failing = provider.is_enabled && history.ends_in_error();
            let at = |row: &crate::domain::audit_chain::AuditRow| {
                Moment::of(words, context.now(), crate::domain::clock::Timestamp::from_micros(row.at))
            };
            let profile = context.catalogue.get(&provider.profile);
            let misfit = context.filled(&provider).err().map(|fault| told::unfit(words, &fault));
            let last_error = history.last_error.as_ref();
            cards.push(ProviderCard {
                href: shell.path(&path_of(&provider.slug)),
                kind: profile
                    .map_or_else(|| provider.profile.clone(), |profile| told::said(words, &profile.title)),
                slug: provider.slug.to_string(),
                is_enabled: provider.is_enabled,
                audience: told::audience(words, &provider.audience),
                last_token: history.last_token.as_ref().map(at),
                last_error: last_error.map(|row| (at(row), told::event(words, row, history.person()).0)),
                is_failing,
                warnings: told::warnings(words, &provider, misfit.as_deref(), &equal),
                name: provider.name,
            });
        }
        page::show(&ProvidersPage { cards, frame, shell }, 200, Forms::Own)
    })
    .await
}

/// `GET /admin/providers/new`: the kinds, searched and by category.
pub async fn kinds(visit: Visit) -> HttpResponse {
    shows(visit, async |visit, administrator| {
        let (frame, shell) = administrator.around(visit, Section::Providers);
        let (context, words) = (&visit.state.context, &frame.words);
        let asked = visit.query()?;
        let asked = |name: &str| {
            asked
                .iter()
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.trim().to_owned())
                .unwrap_or_default()
        };
        let query: String = asked("q").chars().take(100).collect();
        let chosen = Category::ALL.into_iter().find(|category| word(*category) == asked("category"));
        let found: Vec<&ProviderProfile> =
            context.catalogue.iter().filter(|profile| fits(words, profile, &query)).collect();
        let href = |category: &str| {
            shell.path(&format!("/admin/providers/new?q={}&category={category}", escape(&query)))
        };
        let every = (href(""), fl!(words, "admin-provider-category-all"), found.len(), chosen.is_none());
        let each = Category::ALL.into_iter().map(|category| {
            let count = found.iter().filter(|profile| profile.category == category).count();
            (href(word(category)), told::category(words, category), count, chosen == Some(category))
        });
        let choice = |profile: &&ProviderProfile| ProfileChoice {
            title: told::said(words, &profile.title),
            category: told::category(words, profile.category),
            href: shell.path(&format!("/admin/providers/new/{}", profile.name)),
            people: told::unknown_people(words, profile),
        };
        let is_chosen =
            |profile: &&&ProviderProfile| chosen.is_none_or(|category| profile.category == category);
        let page = ProfilesPage {
            categories: std::iter::once(every).chain(each).collect(),
            category: chosen.map(word).unwrap_or_default().to_owned(),
            profiles: found.iter().filter(is_chosen).map(choice).collect(),
            generic_href: shell.path(&format!("/admin/providers/new?category={}", word(Category::Generic))),
            steps: states(walk::steps(words), 0),
            query,
            frame,
            shell,
        };
        page::show(&page, 200, Forms::Own)
    })
    .await
}

/// The category's word in addresses.
const fn word(category: Category) -> &'static str {
    match category {
        Category::HelpDesk => "help-desk",
        Category::Documentation => "documentation",
        Category::Feedback => "feedback",
        Category::Generic => "generic",
    }
}

/// Whether every word of the search is in the title, the name or the category.
fn fits(words: &Language, profile: &ProviderProfile, query: &str) -> bool {
    let category = told::category(words, profile.category);
    let text = format!("{} {} {category}", told::said(words, &profile.title), profile.name).to_lowercase();
    query.to_lowercase().split_whitespace().all(|word| text.contains(word))
}
