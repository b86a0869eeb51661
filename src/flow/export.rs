//! People go out as a file: page by page, so that a table of any length fits, and on record.

use super::{Context, Fault, users};
use crate::domain::attribute::AttributeName;
use crate::domain::audit::{AuditEvent, EventKind, Origin};
use crate::domain::email::EmailAddress;
use crate::domain::id::UserId;
use crate::domain::import::{Column, Exported, MAX_COLUMNS, columns};
use crate::domain::user_table::UserFilter;
use crate::store::{attributes, audit, credentials};

/// People in one page.
const PAGE: usize = 500;

/// What is exported.
#[derive(Clone, Debug, Default)]
pub struct Export {
    /// Who.
    pub filter: UserFilter,
    /// With their password hashes. Only the command line asks for that.
    pub with_password_hashes: bool,
}

/// Notes that the table goes out, before it does. Returns the columns: those that everybody has, and one for each
/// attribute that anybody has, as far as a file may have columns.
pub async fn begin(context: &Context, export: &Export, origin: &Origin) -> Result<Vec<Column>, Fault> {
    let mut event = AuditEvent::new(context.now(), EventKind::PeopleExported, origin)
        .detail("password_hashes", export.with_password_hashes);
    if !export.filter.is_everybody() {
        let filter = serde_json::to_string(&export.filter).unwrap_or_default();
        event = event.detail("filter", filter);
    }
    let room = MAX_COLUMNS.saturating_sub(Column::ALL.len());
    let names: Vec<AttributeName> =
        context.store.read(move |connection| attributes::names(connection, room)).await?;
    context.store.write(move |connection| audit::append(connection, &event)).await?;
    Ok(columns(export.with_password_hashes, names))
}

/// The people after this address, in order of addresses; none at the end.
pub async fn next_page(
    context: &Context,
    export: &Export,
    after: Option<EmailAddress>,
) -> Result<Vec<Exported>, Fault> {
    let people = users::list(context, export.filter.clone(), after, PAGE).await?;
    let with_hashes = export.with_password_hashes;
    let page = context.store.read(move |connection| {
        let ids: Vec<UserId> = people.iter().map(|user| user.id).collect();
        let mut all_attributes = attributes::of_all(connection, &ids)?;
        let mut hashes = match with_hashes {
            true => credentials::hashes_of(connection, &ids)?,
            false => Default::default(),
        };
        let complete = people.into_iter().map(|user| {
            let id = user.id.to_string();
            let attributes = all_attributes.remove(&id).unwrap_or_default();
            Exported { attributes, password_hash: hashes.remove(&id), user }
        });
        Ok(complete.collect())
    });
    Ok(page.await?)
}
