//! A new shared secret in steps: staged, switched to, taken back, forgotten. Each form names the fingerprint that
//! whoever sends it has looked at.

use actix_web::HttpResponse;
use actix_web::web::{Path, Payload};
use i18n_embed_fl::fl;

use super::one::{self, Refused};
use super::{named, path_of, told};
use crate::domain::provider::{SecretFacts, ServiceProvider};
use crate::domain::refusal::Refusal;
use crate::domain::shared_secrets::SecretSlot;
use crate::flow::providers::{self, ProviderOutcome, SecretChoice};
use crate::web::admin::gate::{Administrator, does, shows};
use crate::web::admin::notice::go_on;
use crate::web::page::{self, Forms};
use crate::web::pages::admin::provider_parts::CopyValue;
use crate::web::pages::admin::{Notice, ProviderFarewellPage, ProviderStagedPage, Section, Undo};
use crate::web::problem::Problem;
use crate::web::visit::Visit;

/// The field with the fingerprint that was looked at.
const SEEN: &str = "seen";

/// `POST /admin/providers/{slug}/secret/stage`.
pub async fn stage(visit: Visit, slug: Path<String>, payload: Payload) -> HttpResponse {
    does(visit, payload, async |visit, administrator, form| {
        let provider = named(visit, &slug).await?;
        let (frame, shell) = administrator.around(visit, Section::Providers);
        let words = &frame.words;
        let choice = match form.raw("whence") {
            "made" => SecretChoice::Generate,
            "given" => SecretChoice::Given(form.raw("secret").as_bytes().to_vec()),
            _ => return Err(Refusal::BadRequest.into()),
        };
        let origin = administrator.origin(visit);
        let outcome = providers::stage(&visit.state.context, &provider.slug, choice, &origin).await?;
        let report = match outcome {
            ProviderOutcome::Done(report) => report,
            other => {
                let secret = Some(told::not_done(words, &other));
                return one::show(visit, administrator, &provider, Refused { typed: None, secret }).await;
            }
        };
        let facts = told::facts(words, &report.facts);
        let Some(made) = &report.generated else {
            let sentence = fl!(words, "admin-provider-is-staged", name = provider.name, secret = facts);
            return go_on(visit, administrator, &path_of(&provider.slug), &Notice::done(sentence));
        };
        let label = fl!(words, "admin-provider-secret");
        let page = ProviderStagedPage {
            path: path_of(&provider.slug),
            value: CopyValue::new("secret", label, made.expose().to_owned()),
            secret: facts,
            warnings: told::short_secret(words, &report.facts).into_iter().collect(),
            name: provider.name,
            frame,
            shell,
        };
        page::show(&page, 200, Forms::Own)
    })
    .await
}

/// `POST /admin/providers/{slug}/secret/switch`.
pub async fn switch(visit: Visit, slug: Path<String>, payload: Payload) -> HttpResponse {
    does(visit, payload, async |visit, administrator, form| {
        let provider = named(visit, &slug).await?;
        let origin = administrator.origin(visit);
        let seen = Some(form.line(SEEN)?);
        let outcome = providers::switch(&visit.state.context, &provider.slug, seen, &origin).await?;
        let words = visit.frame(Some(&administrator.person)).words;
        signs_now(visit, administrator, &provider, outcome, |name, fingerprint| {
            fl!(words, "admin-provider-is-switched", name = name, fingerprint = fingerprint)
        })
        .await
    })
    .await
}

/// `POST /admin/providers/{slug}/secret/take-back`.
pub async fn take_back(visit: Visit, slug: Path<String>, payload: Payload) -> HttpResponse {
    does(visit, payload, async |visit, administrator, form| {
        let provider = named(visit, &slug).await?;
        let origin = administrator.origin(visit);
        let seen = Some(form.line(SEEN)?);
        let outcome = providers::take_back(&visit.state.context, &provider.slug, seen, &origin).await?;
        let words = visit.frame(Some(&administrator.person)).words;
        signs_now(visit, administrator, &provider, outcome, |name, fingerprint| {
            fl!(words, "admin-provider-is-taken-back", name = name, fingerprint = fingerprint)
        })
        .await
    })
    .await
}

/// Tells which secret signs, with a way back when the one before is kept.
async fn signs_now(
    visit: &Visit,
    administrator: &Administrator,
    provider: &ServiceProvider,
    outcome: ProviderOutcome<SecretFacts>,
    sentence: impl FnOnce(&str, &str) -> String,
) -> Result<HttpResponse, Problem> {
    let words = visit.frame(Some(&administrator.person)).words;
    let path = path_of(&provider.slug);
    let ProviderOutcome::Done(facts) = outcome else {
        return go_on(visit, administrator, &path, &Notice::not_done(told::not_done(&words, &outcome)));
    };
    let told = Notice::done(sentence(&provider.name, &facts.fingerprint));
    let beside = providers::beside(&visit.state.context, provider.id).await?;
    let undo = |act: &str, fingerprint: String| Undo {
        label: fl!(words, "admin-provider-undo"),
        action: visit.state.path(&format!("{path}/secret/{act}")),
        fields: vec![(SEEN.to_owned(), fingerprint)],
    };
    // The one that signed until now is where it can be fetched from.
    let signed = provider.secret.fingerprint.as_str();
    let at = |kept: Option<crate::domain::shared_secrets::SecretBeside>| {
        kept.map(|kept| kept.facts.fingerprint).filter(|fingerprint| fingerprint == signed)
    };
    let back = at(beside.former).map(|fingerprint| undo("take-back", fingerprint));
    let back = back.or_else(|| at(beside.staged).map(|fingerprint| undo("switch", fingerprint)));
    let told = match back {
        Some(undo) => told.with_undo(undo),
        None => told,
    };
    go_on(visit, administrator, &path, &told)
}

/// The place that an address names, and the secret there.
async fn placed(
    visit: &Visit,
    provider: &ServiceProvider,
    place: &str,
) -> Result<(SecretSlot, SecretFacts), Problem> {
    let beside = providers::beside(&visit.state.context, provider.id).await?;
    let (slot, kept) = match place {
        "staged" => (SecretSlot::Staged, beside.staged),
        "former" => (SecretSlot::Former, beside.former),
        _ => return Err(Refusal::NotFound.into()),
    };
    kept.map(|kept| (slot, kept.facts)).ok_or(Problem::Refused(Refusal::NotFound))
}

/// `GET /admin/providers/{slug}/forget/{place}`: asks.
pub async fn farewell(visit: Visit, address: Path<(String, String)>) -> HttpResponse {
    shows(visit, async |visit, administrator| {
        let (slug, place) = address.into_inner();
        let provider = named(visit, &slug).await?;
        let (slot, facts) = placed(visit, &provider, &place).await?;
        ask(visit, administrator, &provider, slot, &facts, None)
    })
    .await
}

/// `POST /admin/providers/{slug}/forget/{place}`, with the fingerprint typed.
pub async fn forget(visit: Visit, address: Path<(String, String)>, payload: Payload) -> HttpResponse {
    does(visit, payload, async |visit, administrator, form| {
        let (slug, place) = address.into_inner();
        let provider = named(visit, &slug).await?;
        let (slot, facts) = placed(visit, &provider, &place).await?;
        let typed = form.line("word")?.trim();
        if typed != facts.fingerprint {
            return ask(visit, administrator, &provider, slot, &facts, Some(typed));
        }
        let (context, origin) = (&visit.state.context, administrator.origin(visit));
        let words = visit.frame(Some(&administrator.person)).words;
        let seen = Some(facts.fingerprint.as_str());
        let told = match providers::forget(context, &provider.slug, slot, seen, &origin).await? {
            ProviderOutcome::Done(facts) => {
                Notice::done(fl!(words, "admin-provider-is-forgotten", fingerprint = facts.fingerprint))
            }
            other => Notice::not_done(told::not_done(&words, &other)),
        };
        go_on(visit, administrator, &path_of(&provider.slug), &told)
    })
    .await
}

fn ask(
    visit: &Visit,
    administrator: &Administrator,
    provider: &ServiceProvider,
    slot: SecretSlot,
    facts: &SecretFacts,
    typed: Option<&str>,
) -> Result<HttpResponse, Problem> {
    let (frame, shell) = administrator.around(visit, Section::Providers);
    let (words, path) = (&frame.words, path_of(&provider.slug));
    let (heading, button) = match slot {
        SecretSlot::Former => {
            (fl!(words, "admin-provider-forget-former-ask"), fl!(words, "admin-provider-forget-former"))
        }
        _ => (fl!(words, "admin-provider-forget-staged-ask"), fl!(words, "admin-provider-forget-staged")),
    };
    let word = facts.fingerprint.clone();
    let page = ProviderFarewellPage {
        heading,
        lede: fl!(
            words,
            "admin-provider-forget-lede",
            name = provider.name.as_str(),
            secret = told::facts(words, facts)
        ),
        action: format!("{path}/forget/{}", slot.as_str()),
        fields: Vec::new(),
        problem: typed
            .map(|_| fl!(words, "admin-provider-wrong-word", word = word.as_str()))
            .unwrap_or_default(),
        typed: typed.unwrap_or_default().to_owned(),
        button,
        name: provider.name.clone(),
        word,
        path,
        frame,
        shell,
    };
    page::show(&page, if typed.is_some() { 422 } else { 200 }, Forms::Own)
}
