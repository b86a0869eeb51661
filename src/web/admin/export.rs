//! `/admin/users/export`: the user table as a file.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Bytes;
use futures_util::stream;

use super::gate::shows;
use super::user_table::TableQuery;
use crate::domain::email::EmailAddress;
use crate::domain::import::{Column, headings, row};
use crate::flow::Fault;
use crate::flow::export::{self, Export};
use crate::web::state::AppState;
use crate::web::visit::Visit;

/// `GET /admin/users/export`: everybody, or whom the query filters as the table does. Never with password hashes.
pub async fn download(visit: Visit) -> HttpResponse {
    shows(visit, async |visit, administrator| {
        if visit.is_prefetch() {
            return Ok(HttpResponse::NoContent().finish());
        }
        let query = TableQuery::read(&visit.query()?)?;
        let export = Export { filter: query.filter, with_password_hashes: false };
        let columns = export::begin(&visit.state.context, &export, &administrator.origin(visit)).await?;
        let head = Bytes::from(headings(&columns));
        let begin = Progress { state: visit.state.clone(), export, columns, after: None, head: Some(head) };
        let disposition = "attachment; filename=\"people.csv\"";
        Ok(HttpResponse::Ok()
            .content_type("text/csv; charset=utf-8")
            .insert_header((header::CONTENT_DISPOSITION, disposition))
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .streaming(stream::try_unfold(begin, next)))
    })
    .await
}

/// How far a download is.
struct Progress {
    state: actix_web::web::Data<AppState>,
    export: Export,
    columns: Vec<Column>,
    after: Option<EmailAddress>,
    head: Option<Bytes>,
}

/// The next piece: the header, then a page of people. A fault cuts the download off, and browsers say so.
async fn next(mut progress: Progress) -> Result<Option<(Bytes, Progress)>, Fault> {
    if let Some(head) = progress.head.take() {
        return Ok(Some((head, progress)));
    }
    let context = &progress.state.context;
    let people = export::next_page(context, &progress.export, progress.after.clone()).await?;
    let Some(last) = people.last() else { return Ok(None) };
    progress.after = Some(last.user.email.clone());
    let text: String = people.iter().map(|person| row(person, &progress.columns)).collect();
    Ok(Some((Bytes::from(text), progress)))
}
