//! `POST /admin/providers/{slug}/settings`: what was typed is judged, shown as before and after, and saved.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::web::{Path, Payload};
use i18n_embed_fl::fl;

use super::one::{self, Refused};
use super::typed::{Judged, Problems, Typed, WHOLE};
use super::{named, path_of, told};
use crate::domain::clock::Timestamp;
use crate::domain::group::Audience;
use crate::domain::provider::ServiceProvider;
use crate::domain::refusal::Refusal;
use crate::domain::sign_in_age::SignInAge;
use crate::flow::providers::{self, ProviderChange, ProviderOutcome};
use crate::profile::ProviderProfile;
use crate::profile::settings::ALLOWED_HOSTS;
use crate::web::admin::gate::{Administrator, does};
use crate::web::admin::notice::go_on;
use crate::web::language::Language;
use crate::web::page::{self, Forms};
use crate::web::pages::admin::{Notice, ProviderReviewPage, Section};
use crate::web::problem::Problem;
use crate::web::visit::Visit;

/// The field by which a form knows whether somebody else changed the provider meanwhile.
const SEEN: &str = "seen";

/// Judges, shows or saves, as the form says.
pub async fn submit(visit: Visit, slug: Path<String>, payload: Payload) -> HttpResponse {
    does(visit, payload, async |visit, administrator, form| {
        let before = named(visit, &slug).await?;
        let words = visit.frame(Some(&administrator.person)).words;
        let typed = Typed::read(form)?;
        let again = |typed, problems| Refused { typed: Some((typed, problems)), secret: None };
        let whole = |sentence| Problems::from([(WHOLE.to_owned(), sentence)]);
        let Some(profile) = visit.state.context.catalogue.get(&before.profile) else {
            let told = whole(told::not_done(&words, &ProviderOutcome::<()>::ProfileUnknown));
            return one::show(visit, administrator, &before, again(typed, told)).await;
        };
        let judged = match typed.judge(&words, profile) {
            Ok(judged) => judged,
            Err(problems) => return one::show(visit, administrator, &before, again(typed, problems)).await,
        };
        let seen: i64 = form.line(SEEN)?.parse().map_err(|_| Problem::Refused(Refusal::BadRequest))?;
        let seen_at = Timestamp::from_micros(seen);
        let outcome = match form.raw("go") {
            "review" if before.updated_at == seen_at => {
                let changes = changes(&words, profile, &before, &judged);
                if changes.is_empty() {
                    let told = Notice::done(fl!(words, "admin-provider-nothing-changed"));
                    return go_on(visit, administrator, &path_of(&before.slug), &told);
                }
                return review(visit, administrator, &before, changes, &typed, seen);
            }
            "review" => ProviderOutcome::ChangedMeanwhile,
            "edit" => return one::show(visit, administrator, &before, again(typed, Problems::new())).await,
            "save" => {
                let (context, origin) = (&visit.state.context, administrator.origin(visit));
                providers::change(context, &before.slug, wish(&before, judged, seen_at), &origin).await?
            }
            _ => return Err(Refusal::BadRequest.into()),
        };
        match outcome {
            ProviderOutcome::Done(()) => {
                let told = Notice::done(fl!(words, "admin-provider-changes-saved", name = typed.name));
                go_on(visit, administrator, &path_of(&before.slug), &told)
            }
            other => {
                let problems = whole(told::not_done(&words, &other));
                one::show(visit, administrator, &before, again(typed, problems)).await
            }
        }
    })
    .await
}

/// The change that makes a provider what was typed.
fn wish(before: &ServiceProvider, judged: Judged, seen_at: Timestamp) -> ProviderChange {
    let groups = before.audience.groups();
    // What the form has no field for is not a setting of the profile any more.
    let gone = before.settings.keys().map(|name| (name.clone(), String::new()));
    ProviderChange {
        name: Some(judged.name),
        settings: gone.chain(judged.settings).collect(),
        open_to: judged.groups.difference(&groups).cloned().collect(),
        close_to: groups.difference(&judged.groups).cloned().collect(),
        everyone: judged.groups.is_empty(),
        max_sign_in_age: Some(judged.age),
        is_enabled: None,
        seen_at: Some(seen_at),
    }
}

fn review(
    visit: &Visit,
    administrator: &Administrator,
    before: &ServiceProvider,
    changes: Vec<(String, String, String)>,
    typed: &Typed,
    seen: i64,
) -> Result<HttpResponse, Problem> {
    let (frame, shell) = administrator.around(visit, Section::Providers);
    let opens = typed.is_for_everyone && before.audience != Audience::Everyone;
    let mut fields = typed.fields();
    fields.push((SEEN.to_owned(), seen.to_string()));
    let page = ProviderReviewPage {
        name: before.name.clone(),
        path: path_of(&before.slug),
        changes,
        warnings: opens.then(|| fl!(frame.words, "admin-provider-warning-everyone")).into_iter().collect(),
        fields,
        frame,
        shell,
    };
    page::show(&page, 200, Forms::Own)
}

/// What would be different: what, before, after.
fn changes(
    words: &Language,
    profile: &ProviderProfile,
    before: &ServiceProvider,
    judged: &Judged,
) -> Vec<(String, String, String)> {
    let filled: BTreeMap<&str, &str> = judged
        .settings
        .iter()
        .map(|(name, value)| (name.as_str(), value.trim()))
        .filter(|(_, value)| !value.is_empty())
        .collect();
    let mut names: Vec<&str> =
        before.settings.keys().map(String::as_str).chain(filled.keys().copied()).collect();
    names.sort_unstable();
    names.dedup();
    let label = |name: &str| match profile.settings.get(name) {
        Some(spec) => told::said(words, &spec.label_of(name)),
        None if name == ALLOWED_HOSTS => fl!(words, "admin-provider-hosts"),
        None => name.to_owned(),
    };
    let settings = names.into_iter().map(|name| {
        let earlier = before.settings.get(name).cloned().unwrap_or_default();
        (label(name), earlier, filled.get(name).copied().unwrap_or_default().to_owned())
    });
    let age = |age: Option<SignInAge>| match age {
        Some(age) => fl!(words, "admin-provider-minutes", minutes = age.minutes()),
        None => String::new(),
    };
    let after = Audience::of_groups(judged.groups.clone());
    let others = [
        (fl!(words, "admin-provider-name"), before.name.clone(), judged.name.clone()),
        (
            fl!(words, "admin-provider-audience"),
            told::audience(words, &before.audience),
            told::audience(words, &after),
        ),
        (fl!(words, "admin-provider-age"), age(before.max_sign_in_age), age(judged.age)),
    ];
    others.into_iter().chain(settings).filter(|(_, before, after)| before != after).collect()
}
