//! `/admin/providers/{slug}`: everything about one provider; its preview, its switch, its end.

use actix_web::HttpResponse;
use actix_web::web::{Path, Payload};
use i18n_embed_fl::fl;

use super::typed::{Problems, Typed};
use super::walk::{KNOWN_GROUPS, addresses};
use super::{named, path_of, told};
use crate::domain::clock::Timestamp;
use crate::domain::email::EmailAddress;
use crate::domain::provider::{SecretFacts, ServiceProvider};
use crate::domain::refusal::Refusal;
use crate::domain::shared_secrets::SecretBeside;
use crate::flow::providers::{self, Previewed, ProviderChange, ProviderOutcome};
use crate::flow::users;
use crate::profile::schema::SecretOwner;
use crate::web::admin::gate::{Administrator, does, shows};
use crate::web::admin::notice::go_on;
use crate::web::language::Language;
use crate::web::moment::Moment;
use crate::web::page::{self, Forms};
use crate::web::pages::admin::provider_parts::{ProviderEvent, SecretView};
use crate::web::pages::admin::{
    Notice, ProviderFarewellPage, ProviderPage, ProviderPreviewPage, Section, Undo,
};
use crate::web::problem::Problem;
use crate::web::visit::Visit;

/// How many rows of the audit stand on the page.
const RECENT: i64 = 20;

/// What is different about the page when something was refused.
#[derive(Default)]
pub struct Refused {
    /// What was typed about the settings, and what is wrong with it.
    pub typed: Option<(Typed, Problems)>,
    /// What is wrong with a secret that was to be staged.
    pub secret: Option<String>,
}

/// `GET /admin/providers/{slug}`.
pub async fn page(visit: Visit, slug: Path<String>) -> HttpResponse {
    shows(visit, async |visit, administrator| {
        let provider = named(visit, &slug).await?;
        show(visit, administrator, &provider, Refused::default()).await
    })
    .await
}

/// The page, as it is or after a refusal.
pub async fn show(
    visit: &Visit,
    administrator: &Administrator,
    provider: &ServiceProvider,
    refused: Refused,
) -> Result<HttpResponse, Problem> {
    let (frame, shell) = administrator.around(visit, Section::Providers);
    let (context, words) = (&visit.state.context, &frame.words);
    let now = context.now();
    let beside = providers::beside(context, provider.id).await?;
    let known = users::groups(context, KNOWN_GROUPS).await?;
    let equal = providers::equal_secrets(context).await?;
    let profile = context.catalogue.get(&provider.profile);
    let filled = context.filled(provider);
    let misfit = filled.as_ref().err().map(|fault| told::unfit(words, fault));
    let status = if refused.typed.is_some() || refused.secret.is_some() { 422 } else { 200 };
    let (typed, problems) = refused.typed.unwrap_or_else(|| (Typed::of(provider), Problems::new()));
    let recent = providers::recent(context, provider.id, RECENT).await?;
    let event = |(row, email): &(crate::domain::audit_chain::AuditRow, Option<EmailAddress>)| {
        let (what, is_error) = told::event(words, row, email.as_ref().map(EmailAddress::as_str));
        let at = Moment::of(words, now, Timestamp::from_micros(row.at));
        ProviderEvent { at, what, is_error }
    };
    let view = |kept: &SecretBeside| secret_view(words, now, &kept.facts, Some(kept.since));
    let page = ProviderPage {
        kind: profile.map_or_else(|| provider.profile.clone(), |profile| told::said(words, &profile.title)),
        path: path_of(&provider.slug),
        is_enabled: provider.is_enabled,
        warnings: told::warnings(words, provider, misfit.as_deref(), &equal),
        values: addresses(visit, words, &provider.slug),
        endpoint: filled.as_ref().map(|filled| filled.endpoint.to_string()).unwrap_or_default(),
        hosts: filled.as_ref().map(|filled| filled.allowed.authorities().join(", ")).unwrap_or_default(),
        notes: profile.map(|profile| told::notes(words, profile)).unwrap_or_default(),
        form: profile.map(|profile| typed.form(words, profile, &problems, &known, false)),
        seen: provider.updated_at.as_micros().to_string(),
        current: secret_view(words, now, &provider.secret, beside.current_since),
        staged: beside.staged.as_ref().map(view),
        former: beside.former.as_ref().map(view),
        is_made_here: profile.is_some_and(|profile| profile.secret.owner == SecretOwner::Either),
        secret_problem: refused.secret.unwrap_or_default(),
        person: administrator.person.user.email.to_string(),
        recent: recent.iter().map(event).collect(),
        name: provider.name.clone(),
        frame,
        shell,
    };
    page::show(&page, status, Forms::Own)
}

fn secret_view(
    words: &Language,
    now: Timestamp,
    facts: &SecretFacts,
    since: Option<Timestamp>,
) -> SecretView {
    SecretView {
        fingerprint: facts.fingerprint.clone(),
        length: told::length(words, facts),
        since: since.map(|since| Moment::of(words, now, since)),
    }
}

/// `GET /admin/providers/{slug}/preview?person=…`. Looking at claims is reading: it writes nothing.
pub async fn preview(visit: Visit, slug: Path<String>) -> HttpResponse {
    shows(visit, async |visit, administrator| {
        let provider = named(visit, &slug).await?;
        let (frame, shell) = administrator.around(visit, Section::Providers);
        let query = visit.query()?;
        let asked = query.iter().find(|(name, _)| name == "person").map(|(_, value)| value.trim());
        let own = administrator.person.user.email.to_string();
        let person = asked.unwrap_or(&own).to_owned();
        let context = &visit.state.context;
        let previewed = match person.parse::<EmailAddress>() {
            Ok(email) => providers::preview(context, &provider.slug, &email).await?,
            Err(_) => Previewed::PersonUnknown,
        };
        let words = &frame.words;
        let (preview, problem) = match &previewed {
            Previewed::Shown(preview) => (Some(told::claims(words, preview)), String::new()),
            Previewed::PersonUnknown => (None, fl!(words, "admin-provider-wrong-person")),
            Previewed::SettingsUnfit(faults) => {
                (None, told::not_done(words, &ProviderOutcome::<()>::SettingsUnfit(faults.clone())))
            }
            Previewed::ProfileUnknown | Previewed::ProviderUnknown => {
                (None, told::not_done(words, &ProviderOutcome::<()>::ProfileUnknown))
            }
        };
        let status = if problem.is_empty() { 200 } else { 422 };
        let page = ProviderPreviewPage {
            path: path_of(&provider.slug),
            name: provider.name,
            person,
            problem,
            preview,
            frame,
            shell,
        };
        page::show(&page, status, Forms::Own)
    })
    .await
}

/// `POST /admin/providers/{slug}/switch`.
pub async fn switch(visit: Visit, slug: Path<String>, payload: Payload) -> HttpResponse {
    does(visit, payload, async |visit, administrator, form| {
        let provider = named(visit, &slug).await?;
        let is_enabled = match form.raw("to") {
            "on" => true,
            "off" => false,
            _ => return Err(Refusal::BadRequest.into()),
        };
        let words = visit.frame(Some(&administrator.person)).words;
        let (path, origin) = (path_of(&provider.slug), administrator.origin(visit));
        let change = ProviderChange { is_enabled: Some(is_enabled), ..ProviderChange::default() };
        let outcome = providers::change(&visit.state.context, &provider.slug, change, &origin).await?;
        let ProviderOutcome::Done(()) = outcome else {
            return go_on(visit, administrator, &path, &Notice::not_done(told::not_done(&words, &outcome)));
        };
        let name = provider.name.as_str();
        let sentence = if is_enabled {
            fl!(
                words,
                "admin-provider-is-on",
                name = name,
                audience = told::audience(&words, &provider.audience)
            )
        } else {
            fl!(words, "admin-provider-is-off", name = name)
        };
        let undo = Undo {
            label: fl!(words, "admin-provider-undo"),
            action: visit.state.path(&format!("{path}/switch")),
            fields: vec![("to".to_owned(), if is_enabled { "off" } else { "on" }.to_owned())],
        };
        go_on(visit, administrator, &path, &Notice::done(sentence).with_undo(undo))
    })
    .await
}

/// `GET /admin/providers/{slug}/delete`: asks.
pub async fn farewell(visit: Visit, slug: Path<String>) -> HttpResponse {
    shows(visit, async |visit, administrator| {
        let provider = named(visit, &slug).await?;
        ask_to_delete(visit, administrator, &provider, None)
    })
    .await
}

/// `POST /admin/providers/{slug}/delete`, with the name in addresses typed.
pub async fn delete(visit: Visit, slug: Path<String>, payload: Payload) -> HttpResponse {
    does(visit, payload, async |visit, administrator, form| {
        let provider = named(visit, &slug).await?;
        let typed = form.line("word")?.trim();
        if typed != provider.slug.as_str() {
            return ask_to_delete(visit, administrator, &provider, Some(typed));
        }
        let words = visit.frame(Some(&administrator.person)).words;
        let origin = administrator.origin(visit);
        let told = match providers::remove(&visit.state.context, &provider.slug, &origin).await? {
            ProviderOutcome::Done(()) => {
                Notice::done(fl!(words, "admin-provider-deleted", name = provider.name))
            }
            other => Notice::not_done(told::not_done(&words, &other)),
        };
        go_on(visit, administrator, "/admin/providers", &told)
    })
    .await
}

fn ask_to_delete(
    visit: &Visit,
    administrator: &Administrator,
    provider: &ServiceProvider,
    typed: Option<&str>,
) -> Result<HttpResponse, Problem> {
    let (frame, shell) = administrator.around(visit, Section::Providers);
    let (words, name, path) = (&frame.words, provider.name.as_str(), path_of(&provider.slug));
    let word = provider.slug.to_string();
    let page = ProviderFarewellPage {
        heading: fl!(words, "admin-provider-delete-ask", name = name),
        lede: fl!(words, "admin-provider-delete-lede"),
        action: format!("{path}/delete"),
        fields: Vec::new(),
        problem: typed
            .map(|_| fl!(words, "admin-provider-wrong-word", word = word.as_str()))
            .unwrap_or_default(),
        typed: typed.unwrap_or_default().to_owned(),
        button: fl!(words, "admin-provider-delete", name = name),
        name: provider.name.clone(),
        word,
        path,
        frame,
        shell,
    };
    page::show(&page, if typed.is_some() { 422 } else { 200 }, Forms::Own)
}
