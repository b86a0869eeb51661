//! Ending many sessions: a person's, those in which a service was used, or everybody's.

use actix_web::HttpResponse;
use actix_web::web::Payload;
use i18n_embed_fl::fl;

use super::signed_out;
use super::sought::{Sought, provider};
use crate::domain::id::UserId;
use crate::domain::provider::ServiceProvider;
use crate::domain::refusal::Refusal;
use crate::domain::user::User;
use crate::flow::{session, users};
use crate::store::signed_in::SessionFilter;
use crate::web::admin::gate::{Administrator, does, shows};
use crate::web::admin::notice::go_on;
use crate::web::form::Form;
use crate::web::page::{self, Forms};
use crate::web::pages::admin::{EndSessionsPage, Notice, Section};
use crate::web::problem::Problem;
use crate::web::visit::Visit;

/// Which sessions are to end.
struct Which {
    person: Option<User>,
    provider: Option<ServiceProvider>,
}

impl Which {
    async fn of(visit: &Visit, person: &str, slug: &str) -> Result<Self, Problem> {
        let person = if person.is_empty() {
            None
        } else {
            let id: UserId = person.parse().map_err(|_| Problem::Refused(Refusal::NotFound))?;
            let found = users::find_by_id(&visit.state.context, id).await?;
            Some(found.ok_or(Problem::Refused(Refusal::NotFound))?)
        };
        Ok(Self { person, provider: provider(visit, slug).await? })
    }

    /// The page on which those of this service are seen.
    fn address(&self) -> String {
        let provider = self.provider.as_ref().map(|provider| provider.slug.to_string());
        Sought { provider: provider.unwrap_or_default(), ..Sought::default() }.address(None)
    }
}

/// Where that is asked, below the public URL's path.
pub(super) fn address(person: Option<&User>, provider: Option<&ServiceProvider>) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(person.map(|person| ("person", person.id.to_string())));
    query.extend_pairs(provider.map(|provider| ("provider", provider.slug.to_string())));
    let query = query.finish();
    if query.is_empty() { "/admin/sessions/end".to_owned() } else { format!("/admin/sessions/end?{query}") }
}

/// `GET /admin/sessions/end`: says what will happen.
pub async fn ask(visit: Visit) -> HttpResponse {
    shows(visit, async |visit, administrator| {
        let query = visit.query()?;
        let value = |name: &str| query.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value);
        let which = Which::of(visit, value("person"), value("provider")).await?;
        ask_about(visit, administrator, which, None).await
    })
    .await
}

async fn ask_about(
    visit: &Visit,
    administrator: &Administrator,
    which: Which,
    refused: Option<&Form>,
) -> Result<HttpResponse, Problem> {
    let (frame, shell) = administrator.around(visit, Section::Sessions);
    let context = &visit.state.context;
    let own = &administrator.person;
    let back = which.address();
    let Which { person, provider } = which;
    let filter = SessionFilter {
        user: person.as_ref().map(|person| person.id),
        provider: provider.as_ref().map(|provider| provider.id),
        text: None,
    };
    let is_own_among = person.as_ref().is_none_or(|person| person.id == own.user.id)
        && match filter.provider {
            Some(id) => session::used_at(context, own.session.id).await?.contains(&id),
            None => true,
        };
    // Their own session is theirs to choose, and counted apart.
    let count = session::count(context, &filter).await? - i64::from(is_own_among);
    let page = EndSessionsPage {
        count,
        is_own_among,
        is_own_too: refused.is_some_and(|form| form.is_ticked("own")),
        typed: refused.map(|form| form.raw("typed").chars().take(20).collect()).unwrap_or_default(),
        problem: match refused {
            Some(_) => fl!(frame.words, "admin-sessions-typed-wrong", count = count),
            None => String::new(),
        },
        is_of_asker: filter.user == Some(own.user.id),
        person: person.map(|person| (person.id.to_string(), person.display_name(), person.email.to_string())),
        provider: provider.map(|provider| (provider.slug.to_string(), provider.name)),
        back: shell.path(&back),
        frame,
        shell,
    };
    page::show(&page, if refused.is_some() { 422 } else { 200 }, Forms::Own)
}

/// `POST /admin/sessions/end`: all of those.
pub async fn end_all(visit: Visit, payload: Payload) -> HttpResponse {
    does(visit, payload, async |visit, administrator, form| {
        let which = Which::of(visit, form.line("person")?, form.line("provider")?).await?;
        if which.person.is_none() && form.line("typed")?.trim() != form.line("count")? {
            return ask_about(visit, administrator, which, Some(form)).await;
        }
        let (context, origin) = (&visit.state.context, administrator.origin(visit));
        let own = administrator.person.session.id;
        let is_own_too = form.is_ticked("own");
        let words = visit.frame(Some(&administrator.person)).words;
        let keep = (!is_own_too).then_some(own);
        let ended = match (&which.person, &which.provider) {
            (person, Some(provider)) => {
                let person = person.as_ref().map(|person| person.id);
                session::revoke_used_at(context, provider.id, person, keep, &origin).await?
            }
            (Some(person), None) => session::revoke_all_but(context, person.id, keep, &origin).await?,
            (None, None) => session::revoke_everybodys(context, keep, &origin).await?,
        };
        if is_own_too && session::is_over(context, own).await? {
            return signed_out(visit);
        }
        let notice = match &which.person {
            _ if ended == 0 => Notice::warning(fl!(words, "admin-sessions-ended-none")),
            Some(person) => {
                let name = person.display_name();
                Notice::done(fl!(words, "admin-sessions-ended-person", count = ended, name = name))
            }
            None => Notice::done(fl!(words, "admin-sessions-ended-all", count = ended)),
        };
        go_on(visit, administrator, &which.address(), &notice)
    })
    .await
}
