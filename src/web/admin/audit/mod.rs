//! `/admin/audit`: what happened, whether anybody changed the record of it, and taking it along.

mod export;
mod sought;
mod words;

use actix_web::HttpResponse;
use actix_web::web::{self, Path, Payload, ServiceConfig};
use i18n_embed_fl::fl;

use super::gate::{Administrator, does, shows};
use super::notice::go_on;
use crate::domain::audit_chain::AuditRow;
use crate::domain::clock::Timestamp;
use crate::domain::refusal::Refusal;
use crate::flow::audit::{self, ChainState, Further, Names, Started};
use crate::web::moment::Moment;
use crate::web::page::{self, Forms};
use crate::web::pages::admin::{
    AuditEventPage, AuditLine, AuditPage, Chain, ChainResult, Detail, Notice, Section,
};
use crate::web::problem::Problem;
use crate::web::visit::Visit;
use crate::web::{get, post};
use sought::Sought;
use words::Told;

/// Events on a page.
const PAGE: usize = 50;

/// The addresses of this section.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(get("/admin/audit", web::get().to(page)))
        .service(post("/admin/audit/export", web::post().to(export::export)))
        .service(post("/admin/audit/verify", web::post().to(verify)))
        .service(get("/admin/audit/{id}", web::get().to(event)));
}

/// `GET /admin/audit`.
async fn page(visit: Visit) -> HttpResponse {
    shows(visit, async |visit, administrator| {
        let (frame, shell) = administrator.around(visit, Section::Audit);
        let context = &visit.state.context;
        let sought = Sought::read(visit, &visit.query()?, &frame.words).await?;
        let found = if sought.is_wrong() {
            audit::AuditPage { rows: Vec::new(), further: None }
        } else {
            audit::page(context, &sought.filter, sought.behind, PAGE).await?
        };
        let names = Names::of(context, &found.rows).await?;
        let told = Told { words: &frame.words, names: &names };
        let line = |row: &AuditRow| line(&told, context.now(), row, &shell.path(""));
        let searched_to = match found.further {
            Some(Further::Unsearched(place)) => Some(Timestamp::from_micros(place.at)),
            _ => None,
        };
        let further = found.further.map(|further| match further {
            Further::Events(place) | Further::Unsearched(place) => shell.path(&sought.address(Some(place))),
        });
        let page = AuditPage {
            lines: found.rows.iter().map(line).collect(),
            searched_to: searched_to.map(|at| Moment::of(&frame.words, context.now(), at)),
            newest: sought.behind.map(|_| shell.path(&sought.address(None))),
            further,
            is_filtered: sought.is_filtered(),
            fields: sought.fields(&frame.words),
            sought: sought.typed(),
            person_problem: sought.person_problem.clone(),
            from_problem: sought.from_problem.clone(),
            to_problem: sought.to_problem.clone(),
            chain: chain(visit, administrator).await?,
            frame,
            shell,
        };
        page::show(&page, if sought.is_wrong() { 422 } else { 200 }, Forms::Own)
    })
    .await
}

fn line(told: &Told<'_>, now: Timestamp, row: &AuditRow, base: &str) -> AuditLine {
    AuditLine {
        href: format!("{base}/admin/audit/{}", row.id),
        moment: Moment::of(told.words, now, Timestamp::from_micros(row.at)),
        sentence: told.sentence(row),
        why: told.why(row),
        is_refusal: row.refusal.is_some(),
        address: row.client_address.clone(),
    }
}

/// `GET /admin/audit/{id}`: everything about one event.
pub async fn event(visit: Visit, id: Path<String>) -> HttpResponse {
    shows(visit, async |visit, administrator| {
        let id: i64 = id.parse().map_err(|_| Problem::Refused(Refusal::NotFound))?;
        let context = &visit.state.context;
        let row = audit::find(context, id).await?.ok_or(Problem::Refused(Refusal::NotFound))?;
        let (frame, shell) = administrator.around(visit, Section::Audit);
        let names = Names::of(context, std::slice::from_ref(&row)).await?;
        let told = Told { words: &frame.words, names: &names };
        let user = row.user_id.clone();
        let page = AuditEventPage {
            moment: Moment::of(&frame.words, context.now(), Timestamp::from_micros(row.at)),
            sentence: told.sentence(&row),
            kind: row.kind.clone(),
            actor: told.actor(&row.actor),
            refusal: row.refusal.clone(),
            person: user.as_ref().map(|id| told.person(id)),
            person_href: user
                .as_ref()
                .filter(|id| names.email(id).is_some())
                .map(|id| shell.path(&format!("/admin/users/{id}"))),
            more_of_person: user.map(|id| shell.path(&format!("/admin/audit?person={id}"))),
            provider: row.provider_id.as_ref().map(|id| told.provider(id)),
            details: details(&row),
            is_intact: row.digest_of_content() == row.digest,
            row,
            frame,
            shell,
        };
        page::show(&page, 200, Forms::Own)
    })
    .await
}

/// What else the event says. A change has what was before and what is after.
fn details(row: &AuditRow) -> Vec<Detail> {
    let text = |value: &serde_json::Value| match value {
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let detail = |(name, value): (String, serde_json::Value)| {
        let value = text(&value);
        let name = name.replace('_', " ");
        match value.split_once(" → ") {
            Some((before, after)) => {
                Detail { name, before: Some(before.to_owned()), value: after.to_owned() }
            }
            None => Detail { name, before: None, value },
        }
    };
    match audit::json_of(row).remove("details") {
        Some(serde_json::Value::Object(details)) => details.into_iter().map(detail).collect(),
        _ => Vec::new(),
    }
}

/// How the chain stands, in the reader's words.
async fn chain(visit: &Visit, administrator: &Administrator) -> Result<Chain, Problem> {
    let context = &visit.state.context;
    let words = visit.frame(Some(&administrator.person)).words;
    let ChainState { head, waiting, running, last, noted, was_interrupted } =
        audit::chain_state(context).await?;
    let result = match (last, noted) {
        (Some(last), noted) if noted.is_none_or(|noted| Some(noted.at) <= last.ended_at) => {
            Some(ChainResult {
                moment: Moment::of(&words, context.now(), last.ended_at.unwrap_or(last.seen_at)),
                position: last.reached.position,
                head: format!("{}:{}", last.reached.position, last.reached.link),
                problem: last.problem.map(|kept| words::broken(&words, &kept)),
                is_whole: false,
            })
        }
        (_, Some(noted)) => Some(ChainResult {
            moment: Moment::of(&words, context.now(), noted.at),
            position: noted.position,
            head: String::new(),
            problem: (!noted.is_intact)
                .then(|| fl!(words, "admin-audit-chain-broken-after", position = noted.position)),
            is_whole: false,
        }),
        (_, None) => None,
    };
    Ok(Chain {
        length: head.position,
        waiting,
        running: running.map(|running| (running.reached.position, running.expected.max(1))),
        was_interrupted,
        result: result.map(|result| ChainResult { is_whole: result.problem.is_none(), ..result }),
    })
}

/// `POST /admin/audit/verify`: begins to verify the chain.
pub async fn verify(visit: Visit, payload: Payload) -> HttpResponse {
    does(visit, payload, async |visit, administrator, _form| {
        let words = visit.frame(Some(&administrator.person)).words;
        let origin = administrator.origin(visit);
        let notice = match audit::begin_verification(&visit.state.context, &origin).await? {
            Started::Now => Notice::done(fl!(words, "admin-audit-verify-begun")),
            Started::Already => Notice::warning(fl!(words, "admin-audit-verify-already")),
        };
        go_on(visit, administrator, "/admin/audit", &notice)
    })
    .await
}
