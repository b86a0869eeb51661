//! `/admin/users`: the table of people, and what is done to many of them at once.

mod bulk;
mod query;

use std::collections::BTreeSet;

use actix_web::HttpResponse;
use actix_web::web::{self, ServiceConfig};
use i18n_embed_fl::fl;

use self::query::TABLE;
pub use self::query::TableQuery;
use super::gate::{Administrator, shows};
use crate::domain::clock::Timestamp;
use crate::domain::user::UserStatus;
use crate::domain::user_table::{Begin, Order, SortKey};
use crate::flow::users::{self, Listed, Wanted};
use crate::web::cookies;
use crate::web::frame::Frame;
use crate::web::moment::Moment;
use crate::web::page::{self, Forms};
use crate::web::pages::admin::{Chosen, Columns, Section, Shell, UserRow, UsersPage};
use crate::web::problem::Problem;
use crate::web::sign_in::with_cookie;
use crate::web::visit::Visit;
use crate::web::{both, get, post};

/// People on a page.
const ON_A_PAGE: usize = 50;
/// Groups that are offered; any other can be typed.
const GROUPS: usize = 50;

/// The addresses of this section.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(get("/admin/users", web::get().to(page)))
        .service(post("/admin/users/bulk", web::post().to(bulk::ask)))
        .service(post("/admin/users/bulk/do", web::post().to(bulk::act)))
        .service(both(
            "/admin/users/bulk/{id}",
            web::get().to(bulk::progress),
            web::post().to(bulk::carry_on),
        ))
        .service(post("/admin/users/bulk/{id}/undo", web::post().to(bulk::undo)));
}

/// `GET /admin/users`.
async fn page(visit: Visit) -> HttpResponse {
    shows(visit, async |visit, administrator| {
        let query = TableQuery::read(&visit.query()?)?;
        let shown = show(visit, administrator, &query, Asked::default()).await?;
        let chosen = query.columns.map(|columns| cookies::columns(columns.to_text()));
        Ok(with_cookie(shown, chosen))
    })
    .await
}

/// What was asked for below the table, when it is shown again because something is missing.
#[derive(Default)]
struct Asked {
    action: String,
    to_group: String,
    is_for_everybody: bool,
    ticked: BTreeSet<String>,
    problem: Option<String>,
}

async fn show(
    visit: &Visit,
    administrator: &Administrator,
    query: &TableQuery,
    asked: Asked,
) -> Result<HttpResponse, Problem> {
    let (frame, shell) = administrator.around(visit, Section::People);
    let context = &visit.state.context;
    let wanted = Wanted {
        filter: query.filter.clone(),
        sort: query.sort,
        begin: query.begin.clone(),
        limit: ON_A_PAGE,
        keeps_order: false,
    };
    let found = users::page(context, wanted).await?;
    let columns = query.columns.or_else(|| visit.columns.as_deref().and_then(Columns::from_text));
    let href = |query: &TableQuery| visit.state.path(&query.address());
    let sorted = match found.order {
        Order::Sorted(sort) => Some((sort.key, sort.is_descending)),
        Order::Found => None,
    };
    let heading = |key: SortKey| UsersPage::heading(href(&query.sorted_by(key)), sorted, key);
    let filter = &query.filter;
    let now = context.now();
    let status = if asked.problem.is_some() { 422 } else { 200 };
    let page = UsersPage {
        chosen: Chosen {
            search: filter.search.as_ref().map(|search| search.typed().to_owned()).unwrap_or_default(),
            status: filter.status.map_or("", UserStatus::as_str),
            group: filter.group.as_ref().map(ToString::to_string).unwrap_or_default(),
            administrator: filter.is_administrator.map_or("", |yes| if yes { "yes" } else { "no" }),
            never: filter.never_signed_in,
            must_change: filter.must_change,
            throttled: filter.is_throttled,
        },
        is_filtered: !filter.is_everybody(),
        groups: users::groups(context, GROUPS).await?.iter().map(ToString::to_string).collect(),
        carried: query.fields(),
        carried_sort: query.sort_fields(),
        carried_filter: query.filter_fields(),
        by_name: heading(SortKey::Name),
        by_email: heading(SortKey::Email),
        by_last_sign_in: heading(SortKey::LastSignIn),
        by_created: heading(SortKey::Created),
        is_as_found: found.order == Order::Found,
        columns: columns.unwrap_or_default(),
        people: found.people.iter().map(|person| row(&frame, &shell, now, person, &asked.ticked)).collect(),
        count: found.count,
        previous: found.previous.map(|position| href(&query.from(Begin::Before(position)))),
        next: found.next.map(|position| href(&query.from(Begin::After(position)))),
        action: asked.action,
        to_group: asked.to_group,
        is_for_everybody: asked.is_for_everybody,
        problem: asked.problem,
        frame,
        shell,
    };
    page::show(&page, status, Forms::OwnAndLive)
}

fn row(frame: &Frame, shell: &Shell, now: Timestamp, listed: &Listed, ticked: &BTreeSet<String>) -> UserRow {
    let (words, user) = (&frame.words, &listed.user);
    let id = user.id.to_string();
    // As the column is sorted: the last name first.
    let name = match (user.last_name.as_str(), user.first_name.as_str()) {
        ("", first) => first.to_owned(),
        (last, "") => last.to_owned(),
        (last, first) => format!("{last}, {first}"),
    };
    UserRow {
        href: shell.path(&format!("{TABLE}/{id}")),
        name,
        email: user.email.to_string(),
        is_active: user.is_active(),
        is_administrator: user.is_administrator,
        must_change: listed.must_change,
        is_throttled: listed.waits_until.is_some_and(|until| until > now),
        groups: user.groups.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        external_id: user.external_id.clone().unwrap_or_default(),
        language: user.locale.clone().unwrap_or_default(),
        last_sign_in: user.last_sign_in_at.map(|at| Moment::of(words, now, at)),
        created: Moment::of(words, now, user.created_at),
        is_ticked: ticked.contains(&id),
        tick: fl!(words, "admin-users-tick", name = user.display_name()),
        id,
    }
}
