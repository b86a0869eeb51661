//! What is done to many people: asked first, then done in portions, with a way back.

use actix_web::HttpResponse;
use actix_web::web::{Path, Payload};
use i18n_embed_fl::fl;

use super::query::{TABLE, TableQuery};
use super::{Asked, show};
use crate::domain::bulk::{BulkAction, BulkRecord, BulkScope};
use crate::domain::group::GroupName;
use crate::domain::id::{BulkId, UserId};
use crate::domain::refusal::Refusal;
use crate::domain::user_table::Begin;
use crate::flow::users::bulk::{self, Undoing};
use crate::web::admin::gate::{Administrator, does, shows};
use crate::web::admin::notice::go_on;
use crate::web::form::Form;
use crate::web::page::{self, Forms};
use crate::web::pages::admin::{BulkLookPage, BulkProgressPage, Notice, Section, Undo, done_sentence};
use crate::web::problem::Problem;
use crate::web::visit::Visit;

/// Portions done for one request: some seconds of work at most.
const PORTIONS: usize = 5;
/// So many people are looked at before they are changed.
const LOOKED_AT: u64 = 20_000;
/// In front of a person's id, in the names of boxes.
const PERSON: &str = "person.";

/// `POST /admin/users/bulk`: says what would be done, and changes nothing.
pub async fn ask(visit: Visit, payload: Payload) -> HttpResponse {
    does(visit, payload, async |visit, administrator, form| {
        let query = TableQuery::read(form.fields())?;
        let wish = match Wish::read(visit, administrator, form, &query)? {
            Ok(wish) => wish,
            Err(problem) => {
                let asked = Asked {
                    action: form.line("action")?.to_owned(),
                    to_group: form.line("to_group")?.to_owned(),
                    is_for_everybody: form.is_ticked("everybody"),
                    ticked: form.ticked(PERSON).map(str::to_owned).collect(),
                    problem: Some(problem),
                };
                return show(visit, administrator, &query, asked).await;
            }
        };
        let context = &visit.state.context;
        let origin = administrator.origin(visit);
        let look = bulk::look(context, &wish.action, &wish.scope, &origin, LOOKED_AT).await?;
        let (frame, shell) = administrator.around(visit, Section::People);
        let page = BulkLookPage {
            action: wish.action.clone(),
            tally: look.tally,
            names: look.names,
            is_part: !look.is_whole,
            carried: wish.fields(&query),
            back: visit.state.path(&query.address()),
            frame,
            shell,
        };
        page::show(&page, 200, Forms::Own)
    })
    .await
}

/// `POST /admin/users/bulk/do`: does it.
pub async fn act(visit: Visit, payload: Payload) -> HttpResponse {
    does(visit, payload, async |visit, administrator, form| {
        let query = TableQuery::read(form.fields())?;
        let Ok(wish) = Wish::read(visit, administrator, form, &query)? else {
            return Err(Refusal::BadRequest.into());
        };
        let origin = administrator.origin(visit);
        let id = bulk::begin(&visit.state.context, wish.action, wish.scope, &origin).await?;
        further(visit, administrator, id, &query.from(Begin::Start).address()).await
    })
    .await
}

/// `GET /admin/users/bulk/{id}`: how far it came.
pub async fn progress(visit: Visit, id: Path<String>) -> HttpResponse {
    shows(visit, async |visit, administrator| {
        let id = read_id(&id)?;
        let record = bulk::find(&visit.state.context, id).await?.ok_or(Refusal::NotFound)?;
        let (frame, shell) = administrator.around(visit, Section::People);
        let is_undo = record.undo_began_at.is_some();
        let n = if is_undo { record.undone + record.changed_since } else { record.tally.people };
        let page = BulkProgressPage {
            is_undo,
            told: fl!(frame.words, "admin-users-so-far", n = n),
            action: visit.state.path(&if is_undo { undo_address(id) } else { address(id) }),
            undo: (!is_undo && record.action.can_be_undone()).then(|| visit.state.path(&undo_address(id))),
            frame,
            shell,
        };
        page::show(&page, 200, Forms::Own)
    })
    .await
}

/// `POST /admin/users/bulk/{id}`: goes on where it stood.
pub async fn carry_on(visit: Visit, id: Path<String>, payload: Payload) -> HttpResponse {
    does(visit, payload, async |visit, administrator, _form| {
        further(visit, administrator, read_id(&id)?, TABLE).await
    })
    .await
}

/// `POST /admin/users/bulk/{id}/undo`: takes it back.
pub async fn undo(visit: Visit, id: Path<String>, payload: Payload) -> HttpResponse {
    does(visit, payload, async |visit, administrator, _form| {
        let id = read_id(&id)?;
        let (context, origin) = (&visit.state.context, administrator.origin(visit));
        let words = visit.frame(Some(&administrator.person)).words;
        for _ in 0..PORTIONS {
            let notice = match bulk::undo(context, id, &origin).await? {
                Undoing::Under(_) => continue,
                Undoing::Done(record) => {
                    let mut told = fl!(words, "admin-users-undone", n = record.undone);
                    if record.changed_since > 0 {
                        told.push(' ');
                        told.push_str(&fl!(words, "admin-users-changed-since", n = record.changed_since));
                    }
                    Notice::done(told)
                }
                Undoing::Unknown => Notice::not_done(fl!(words, "admin-users-undo-too-late")),
                Undoing::Impossible => Notice::not_done(fl!(words, "admin-users-cannot-be-undone")),
            };
            return go_on(visit, administrator, TABLE, &notice);
        }
        page::see_other(&visit.state.path(&address(id)))
    })
    .await
}

/// Does some portions of an action; then says that it is done, or how far it came.
async fn further(
    visit: &Visit,
    administrator: &Administrator,
    id: BulkId,
    back: &str,
) -> Result<HttpResponse, Problem> {
    let (context, origin) = (&visit.state.context, administrator.origin(visit));
    for _ in 0..PORTIONS {
        let record = bulk::carry_on(context, id, &origin).await?.ok_or(Refusal::NotFound)?;
        if record.is_finished {
            return go_on(visit, administrator, back, &told(visit, administrator, &record));
        }
    }
    page::see_other(&visit.state.path(&address(id)))
}

fn told(visit: &Visit, administrator: &Administrator, record: &BulkRecord) -> Notice {
    let words = visit.frame(Some(&administrator.person)).words;
    let sentence = done_sentence(&words, &record.action, &record.tally);
    let is_undoable = record.tally.changed > 0 && record.action.can_be_undone();
    if !is_undoable || record.undo_began_at.is_some() {
        return Notice::done(sentence);
    }
    let action = visit.state.path(&undo_address(record.id));
    Notice::done(sentence).with_undo(Undo { label: fl!(words, "admin-users-undo"), action, fields: vec![] })
}

fn address(id: BulkId) -> String {
    format!("{TABLE}/bulk/{id}")
}

fn undo_address(id: BulkId) -> String {
    format!("{TABLE}/bulk/{id}/undo")
}

fn read_id(text: &str) -> Result<BulkId, Problem> {
    text.parse().map_err(|_| Problem::Refused(Refusal::NotFound))
}

/// What is to be done, and to whom.
struct Wish {
    action: BulkAction,
    scope: BulkScope,
}

impl Wish {
    /// Reads it; a sentence when something is missing that can be chosen.
    fn read(
        visit: &Visit,
        administrator: &Administrator,
        form: &Form,
        query: &TableQuery,
    ) -> Result<Result<Self, String>, Problem> {
        let words = visit.frame(Some(&administrator.person)).words;
        let group = match form.line("to_group")? {
            "" => None,
            typed => match typed.parse::<GroupName>() {
                Ok(group) => Some(group),
                Err(_) => return Ok(Err(fl!(words, "admin-users-bad-group"))),
            },
        };
        let word = form.line("action")?;
        let Some(action) = BulkAction::from_word(word, group) else {
            let is_without_group = matches!(word, "join" | "leave");
            return if is_without_group {
                Ok(Err(fl!(words, "admin-users-which-group")))
            } else {
                Err(Refusal::BadRequest.into())
            };
        };
        if form.is_ticked("everybody") {
            return Ok(Ok(Self { action, scope: BulkScope::Everybody(query.filter.clone()) }));
        }
        let ids: Result<Vec<UserId>, _> = form.ticked(PERSON).map(str::parse).collect();
        let ids = ids.map_err(|_| Problem::Refused(Refusal::BadRequest))?;
        if ids.is_empty() {
            return Ok(Err(fl!(words, "admin-users-nobody-ticked")));
        }
        Ok(Ok(Self { action, scope: BulkScope::People(ids) }))
    }

    /// The fields that say the same once more, with the table as it stood.
    fn fields(&self, query: &TableQuery) -> Vec<(String, String)> {
        let mut fields = query.fields();
        fields.push(("action".to_owned(), self.action.as_str().to_owned()));
        if let Some(group) = self.action.group() {
            fields.push(("to_group".to_owned(), group.to_string()));
        }
        match &self.scope {
            BulkScope::People(ids) => {
                fields.extend(ids.iter().map(|id| (format!("{PERSON}{id}"), "1".to_owned())));
            }
            BulkScope::Everybody(_) => fields.push(("everybody".to_owned(), "1".to_owned())),
        }
        fields
    }
}
