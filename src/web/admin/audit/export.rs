//! `POST /admin/audit/export`: the events that are looked for as a file, written while they are read.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Bytes, Payload};
use futures_util::stream;
use i18n_embed_fl::fl;

use super::sought::Sought;
use crate::domain::refusal::Refusal;
use crate::flow::Context;
use crate::flow::audit::{Export, ExportFormat, record_export};
use crate::web::admin::gate::does;
use crate::web::admin::notice::go_on;
use crate::web::pages::admin::Notice;
use crate::web::problem::Problem;
use crate::web::visit::Visit;

/// Sends the file.
pub async fn export(visit: Visit, payload: Payload) -> HttpResponse {
    does(visit, payload, async |visit, administrator, form| {
        let format = match form.line("format")? {
            "csv" => ExportFormat::Csv,
            "jsonl" => ExportFormat::JsonLines,
            _ => return Err(Problem::Refused(Refusal::BadRequest)),
        };
        let words = visit.frame(Some(&administrator.person)).words;
        let sought = Sought::read(visit, form.fields(), &words).await?;
        if sought.is_wrong() {
            let notice = Notice::not_done(fl!(words, "admin-audit-export-wrong"));
            return go_on(visit, administrator, &sought.address(None), &notice);
        }
        let context = visit.state.context.clone();
        record_export(&context, &sought.filter, format, &administrator.origin(visit)).await?;
        let export = Export::begin(&context, sought.filter).await?;
        let (kind, ending) = match format {
            ExportFormat::Csv => ("text/csv; charset=utf-8; header=present", "csv"),
            ExportFormat::JsonLines => ("application/x-ndjson; charset=utf-8", "jsonl"),
        };
        let day = context.now().to_string();
        let day = day.split('T').next().unwrap_or_default();
        Ok(HttpResponse::Ok()
            .insert_header((header::CONTENT_TYPE, kind))
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .insert_header((
                header::CONTENT_DISPOSITION,
                format!("attachment; filename=\"audit-{day}.{ending}\""),
            ))
            .streaming(lines(context, export, format)))
    })
    .await
}

/// The file in pieces. A fault in the middle ends the connection before its time, so that no browser takes a part of
/// the file for the whole.
fn lines(
    context: Arc<Context>,
    export: Export,
    format: ExportFormat,
) -> impl stream::Stream<Item = Result<Bytes, std::io::Error>> {
    let heading = format.heading().unwrap_or_default();
    stream::unfold(Some((export, heading)), move |state| {
        let context = context.clone();
        async move {
            let (mut export, mut text) = state?;
            match export.next(&context).await {
                Ok(Some(rows)) => {
                    for row in &rows {
                        text.push_str(&format.line(row));
                    }
                    Some((Ok(Bytes::from(text)), Some((export, String::new()))))
                }
                // The heading of an empty table is still to be sent.
                Ok(None) if !text.is_empty() => Some((Ok(Bytes::from(text)), None)),
                Ok(None) => None,
                Err(fault) => {
                    tracing::warn!(%fault, "an export of the audit broke off");
                    Some((Err(std::io::Error::other("the export broke off")), None))
                }
            }
        }
    })
}
