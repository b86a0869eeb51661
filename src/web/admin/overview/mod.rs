//! `/admin`: what needs somebody, and how much was done.

mod figures;
mod findings;

use actix_web::HttpResponse;
use actix_web::web::Payload;
use i18n_embed_fl::fl;

use super::gate::{does, shows};
use super::notice::go_on;
use crate::domain::statistics::Range;
use crate::flow::{examination, providers, statistics};
use crate::web::chart::grouped;
use crate::web::moment::Moment;
use crate::web::page::{self, Forms};
use crate::web::pages::admin::{Notice, OverviewPage, RangeLink, Section};
use crate::web::visit::Visit;

/// `GET /admin?range=day|week|month`. Another range is the first one: the address may have been typed.
pub async fn page(visit: Visit) -> HttpResponse {
    shows(visit, async |visit, administrator| {
        let query = visit.query()?;
        let chosen = query.iter().find(|(name, _)| name == "range");
        let range = chosen.and_then(|(_, word)| Range::of_word(word)).unwrap_or_default();
        let (frame, shell) = administrator.around(visit, Section::Overview);
        let (context, words) = (&visit.state.context, &frame.words);
        let found = examination::everything(context).await?;
        let counted = statistics::look(context, range).await?;
        let all = providers::list(context).await?;
        let path = |path: &str| visit.state.path(path);
        let ranges = Range::ALL.map(|each| RangeLink {
            name: figures::range_name(words, each),
            href: path(&format!("/admin?range={}", each.as_str())),
            is_current: each == range,
        });
        let page = OverviewPage {
            warnings: findings::warnings(words, &found, &path),
            ranges: ranges.into(),
            sums: figures::sums(words, counted.all.sum),
            charts: figures::charts(words, &counted),
            numbers: figures::numbers(words, range, &counted.all),
            missing: (counted.missing > 0).then(|| grouped(counted.missing)),
            providers: figures::by_provider(words, &counted, &all, &path),
            refusals: figures::refusals(words, &counted),
            pool: figures::pool(words, examination::pool_load(context)),
            people: figures::people(words, &found),
            confirmed: Moment::of(words, context.now(), administrator.person.session.authenticated_at),
            shell,
            frame,
        };
        page::show(&page, 200, Forms::Own)
    })
    .await
}

/// `POST /admin/confirm`: the administrator proves who they are before they are asked to.
pub async fn confirm(visit: Visit, payload: Payload) -> HttpResponse {
    does(visit, payload, async |visit, administrator, _form| {
        let words = visit.frame(Some(&administrator.person)).words;
        go_on(visit, administrator, "/admin", &Notice::done(fl!(words, "admin-confirmed")))
    })
    .await
}
