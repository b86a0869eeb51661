//! `/admin/users/import`: a file comes, is looked at, and is imported.

mod told;

use std::sync::Arc;
use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{self, Path, Payload, ServiceConfig};
use i18n_embed_fl::fl;
use tokio::time::timeout;

use super::export;
use super::gate::{Administrator, does, shows, takes};
use super::notice::go_on;
use crate::domain::id::ImportId;
use crate::domain::import::{Column, ImportFile, Matching, line};
use crate::domain::refusal::Refusal;
use crate::flow::import::upload::{self, Teller};
use crate::flow::import::{Choice, Mode};
use crate::store::Backend;
use crate::store::imports::{Import, ImportState};
use crate::web::language::Language;
use crate::web::moment::Moment;
use crate::web::page::{self, Forms};
use crate::web::pages::admin::{
    ImportLookPage, ImportPage, ImportWorkPage, LineShown, Notice, Section, Waiting,
};
use crate::web::problem::Problem;
use crate::web::upload::Upload;
use crate::web::visit::Visit;
use crate::web::{both, get, post};

/// Lines on a page.
const PAGE: usize = 100;
/// Most files are looked through in this time; then nobody sees a page that asks to wait.
const AT_ONCE: Duration = Duration::from_millis(1500);
/// On SQLite so many people in one write keep others waiting long enough to say so.
const NOTICED: i64 = 5000;

/// The addresses of import and export.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(get("/admin/users/export", web::get().to(export::download)))
        .service(both("/admin/users/import", web::get().to(page), web::post().to(receive)))
        .service(both("/admin/users/import/{id}", web::get().to(look), web::post().to(start)))
        .service(post("/admin/users/import/{id}/discard", web::post().to(discard)))
        .service(get("/admin/users/import/{id}/refused.csv", web::get().to(refused_lines)));
}

/// `GET /admin/users/import`.
async fn page(visit: Visit) -> HttpResponse {
    shows(visit, async |visit, administrator| {
        show_form(visit, administrator, Form::default(), None, 200).await
    })
    .await
}

/// What was filled in.
#[derive(Default)]
struct Form {
    pasted: String,
    by_external_id: bool,
    replaces_passwords: bool,
}

async fn show_form(
    visit: &Visit,
    administrator: &Administrator,
    form: Form,
    problem: Option<String>,
    status: u16,
) -> Result<HttpResponse, Problem> {
    let (frame, shell) = administrator.around(visit, Section::People);
    let context = &visit.state.context;
    let waiting = upload::list(context, administrator.person.user.id).await?;
    let now = context.now();
    let waiting = waiting
        .into_iter()
        .map(|import| Waiting {
            href: visit.state.path(&address(import.id)),
            received: Moment::of(&frame.words, now, import.created_at),
            state: state_word(&frame.words, import.state),
            name: import.name,
        })
        .collect();
    let page = ImportPage {
        columns: Column::ALL.iter().map(ToString::to_string).collect(),
        pasted: form.pasted,
        by_external_id: form.by_external_id,
        replaces_passwords: form.replaces_passwords,
        problem,
        waiting,
        frame,
        shell,
    };
    page::show(&page, status, Forms::Own)
}

fn state_word(words: &Language, state: ImportState) -> String {
    match state {
        ImportState::Examining => fl!(words, "admin-import-state-examining"),
        ImportState::Examined => fl!(words, "admin-import-state-examined"),
        ImportState::Writing => fl!(words, "admin-import-state-writing"),
        ImportState::Done => fl!(words, "admin-import-state-done"),
        ImportState::Failed => fl!(words, "admin-import-state-failed"),
    }
}

fn address(id: ImportId) -> String {
    format!("/admin/users/import/{id}")
}

fn teller(words: &Language) -> Teller {
    let words = words.clone();
    Arc::new(move |judged| told::line(&words, judged))
}

/// `POST /admin/users/import`: a file, or a pasted text.
async fn receive(visit: Visit, payload: Payload) -> HttpResponse {
    takes(visit, payload, async |visit, administrator, sent| {
        let words = visit.frame(Some(&administrator.person)).words;
        let (name, bytes) = if sent.file.is_empty() {
            (fl!(words, "admin-import-pasted-name"), sent.raw("pasted_lines").as_bytes().to_vec())
        } else {
            (sent.file_name.clone(), sent.file.clone())
        };
        let by_external_id = sent.raw("matching") == Matching::ExternalId.as_str();
        let choice = Choice {
            matching: if by_external_id { Matching::ExternalId } else { Matching::Email },
            replace_passwords: sent.is_ticked("replace_passwords"),
        };
        let refuse = async |sent: &Upload, problem| {
            let form = Form {
                pasted: sent.raw("pasted_lines").to_owned(),
                by_external_id,
                replaces_passwords: choice.replace_passwords,
            };
            show_form(visit, administrator, form, Some(problem), 422).await
        };
        let file = match ImportFile::read(&bytes) {
            Err(refused) => return refuse(&sent, told::file(&words, &refused)).await,
            Ok(file) if file.lines.is_empty() => {
                return refuse(&sent, fl!(words, "admin-import-file-nobody")).await;
            }
            Ok(file) => file,
        };
        let (context, user) = (visit.state.context.clone(), administrator.person.user.id);
        let id = upload::receive(&context, user, name, &file, choice).await?;
        let teller = teller(&words);
        at_once(async move { upload::examine_upload(&context, id, file, choice, teller).await }).await;
        page::see_other(&visit.state.path(&address(id)))
    })
    .await
}

/// Goes on with the work when the browser has its answer; waits a moment, because most work is done by then.
async fn at_once(work: impl Future<Output = Result<(), crate::flow::Fault>> + Send + 'static) {
    let work = async move {
        if let Err(fault) = work.await {
            tracing::warn!(%fault, "a file of people could not be worked on");
        }
    };
    let _still_at_work = timeout(AT_ONCE, tokio::spawn(work)).await.is_err();
}

/// The file of the address, if it is this administrator's.
async fn found(visit: &Visit, administrator: &Administrator, id: &str) -> Result<Import, Problem> {
    let id: ImportId = id.parse().map_err(|_| Problem::Refused(Refusal::NotFound))?;
    let found = upload::find(&visit.state.context, id, administrator.person.user.id).await?;
    found.ok_or(Problem::Refused(Refusal::NotFound))
}

/// `GET /admin/users/import/{id}`: what would happen, how far it is, or what has happened.
async fn look(visit: Visit, id: Path<String>) -> HttpResponse {
    shows(visit, async |visit, administrator| {
        let import = found(visit, administrator, &id).await?;
        match import.state {
            ImportState::Examined => look_at(visit, administrator, import).await,
            ImportState::Done if import.counts[3] > 0 => look_at(visit, administrator, import).await,
            _ => show_work(visit, administrator, &import),
        }
    })
    .await
}

fn show_work(visit: &Visit, administrator: &Administrator, import: &Import) -> Result<HttpResponse, Problem> {
    let (frame, shell) = administrator.around(visit, Section::People);
    let [created, changed, unchanged, _] = import.counts;
    let page = ImportWorkPage {
        name: import.name.clone(),
        state: import.state,
        was_writing: !import.mode.is_empty(),
        is_all_or_nothing: import.mode == Mode::AllOrNothing.as_str(),
        reached: import.reached,
        lines: import.lines,
        created,
        changed,
        unchanged,
        without_password: import.passwords[0],
        id: import.id.to_string(),
        frame,
        shell,
    };
    page::show(&page, 200, Forms::OwnAndLive)
}

async fn look_at(
    visit: &Visit,
    administrator: &Administrator,
    import: Import,
) -> Result<HttpResponse, Problem> {
    const OUTCOMES: [&str; 4] = ["created", "changed", "unchanged", "refused"];
    let query = visit.query()?;
    let value =
        |name: &str| query.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str());
    let show = OUTCOMES.into_iter().find(|outcome| *outcome == value("show"));
    let after = value("after").parse().unwrap_or(0);
    let context = &visit.state.context;
    let wanted = show.map(str::to_owned);
    let limit = i64::try_from(PAGE).unwrap_or(i64::MAX) + 1;
    let mut lines = upload::lines(context, import.id, wanted, after, limit).await?;
    let has_more = lines.len() > PAGE;
    lines.truncate(PAGE);
    let next = lines.last().filter(|_| has_more).map(|line| line.number);
    let (frame, shell) = administrator.around(visit, Section::People);
    let lines = lines.into_iter().map(|line| LineShown {
        number: line.number,
        email: line.email,
        outcome: line.outcome,
        told: line.told,
    });
    let is_sqlite = context.store.backend() == Backend::Sqlite;
    let [created, changed, ..] = import.counts;
    let page = ImportLookPage {
        lines: lines.collect(),
        expires: Moment::of(&frame.words, context.now(), import.expires_at),
        is_done: import.state == ImportState::Done,
        keeps_others_waiting: is_sqlite && created + changed >= NOTICED,
        name: import.name,
        id: import.id.to_string(),
        counts: import.counts,
        passwords: import.passwords,
        show: show.unwrap_or_default(),
        next,
        is_first: after == 0,
        frame,
        shell,
    };
    page::show(&page, 200, Forms::Own)
}

/// `POST /admin/users/import/{id}`: imports it.
async fn start(visit: Visit, id: Path<String>, payload: Payload) -> HttpResponse {
    does(visit, payload, async |visit, administrator, form| {
        let import = found(visit, administrator, &id).await?;
        let mode = match form.line("mode")? {
            "skip" => Mode::SkipBadLines,
            _ => Mode::AllOrNothing,
        };
        let (context, user) = (visit.state.context.clone(), administrator.person.user.id);
        let there = address(import.id);
        if upload::begin(&context, import.id, user, mode).await? {
            let origin = administrator.origin(visit);
            let teller = teller(&visit.frame(Some(&administrator.person)).words);
            let work = async move { upload::import_upload(&context, import, mode, &origin, teller).await };
            at_once(work).await;
        }
        page::see_other(&visit.state.path(&there))
    })
    .await
}

/// `POST /admin/users/import/{id}/discard`: throws it away.
async fn discard(visit: Visit, id: Path<String>, payload: Payload) -> HttpResponse {
    does(visit, payload, async |visit, administrator, _form| {
        let import = found(visit, administrator, &id).await?;
        let words = visit.frame(Some(&administrator.person)).words;
        let user = administrator.person.user.id;
        let (sentence, there) = if upload::discard(&visit.state.context, import.id, user).await? {
            (fl!(words, "admin-import-discarded"), "/admin/users/import".to_owned())
        } else {
            (fl!(words, "admin-import-not-discarded"), address(import.id))
        };
        go_on(visit, administrator, &there, &Notice::done(sentence))
    })
    .await
}

/// `GET /admin/users/import/{id}/refused.csv`: the bad lines with what is wrong with them, to be repaired and sent again.
async fn refused_lines(visit: Visit, id: Path<String>) -> HttpResponse {
    shows(visit, async |visit, administrator| {
        let import = found(visit, administrator, &id).await?;
        let mut columns = import.header.clone();
        let has_problem = columns.iter().position(|name| name == Column::Problem.as_str());
        if has_problem.is_none() {
            columns.push(Column::Problem.to_string());
        }
        let place = has_problem.unwrap_or(columns.len() - 1);
        let mut text = line(columns.iter().cloned());
        let mut after = 0;
        loop {
            let refused = Some("refused".to_owned());
            let batch = upload::lines(&visit.state.context, import.id, refused, after, 500).await?;
            let Some(last) = batch.last() else { break };
            after = last.number;
            for bad in batch {
                let mut fields = bad.fields;
                fields.resize(fields.len().max(columns.len()), String::new());
                if let Some(cell) = fields.get_mut(place) {
                    *cell = bad.told.join("; ");
                }
                text.push_str(&line(fields));
            }
        }
        Ok(HttpResponse::Ok()
            .content_type("text/csv; charset=utf-8")
            .insert_header((header::CONTENT_DISPOSITION, "attachment; filename=\"refused.csv\""))
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .body(text))
    })
    .await
}
