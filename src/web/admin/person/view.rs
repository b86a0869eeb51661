//! One person's page, put together.

use actix_web::HttpResponse;
use actix_web::web::Path;
use i18n_embed_fl::fl;

use super::{audit_path, form, outcome, path_of};
use crate::domain::browser_name::BrowserName;
use crate::domain::clock::Timestamp;
use crate::domain::id::UserId;
use crate::domain::throttle::Scope;
use crate::flow::invitations;
use crate::flow::providers;
use crate::flow::throttle::{self, Throttled};
use crate::flow::users::person::{self, Chapter, PasswordFacts, Person};
use crate::flow::users::{self, address, attributes};
use crate::web::admin::gate::{Administrator, shows};
use crate::web::language::Language;
use crate::web::moment::Moment;
use crate::web::page::{self, Forms};
use crate::web::pages::admin::Section;
use crate::web::pages::admin::person::{Badge, PersonFields, PersonPage, SessionRow, ThrottleRow};
use crate::web::problem::Problem;
use crate::web::visit::Visit;

/// Rows of the history shown here.
const LATELY: usize = 5;
/// Groups offered at the most.
const GROUPS: usize = 100;
/// Counters of wrong passwords shown at the most.
const THROTTLES: i64 = 20;

/// `GET /admin/users/{id}`.
pub async fn page(visit: Visit, id: Path<String>) -> HttpResponse {
    shows(visit, async |visit, administrator| {
        let user = super::person(visit, &id).await?;
        show(visit, administrator, user.id, None).await
    })
    .await
}

/// What was filled in and not taken.
pub struct NotTaken {
    /// As it was filled in.
    pub fields: PersonFields,
    /// What the form had been shown with.
    pub seen: String,
    /// Why, where no field is to blame.
    pub refusal: Option<String>,
}

/// Shows a person, with what was filled in when it was not taken.
pub async fn show(
    visit: &Visit,
    administrator: &Administrator,
    id: UserId,
    not_taken: Option<NotTaken>,
) -> Result<HttpResponse, Problem> {
    let context = &visit.state.context;
    let known = person::look(context, id).await?.ok_or_else(outcome::gone)?;
    let (frame, shell) = administrator.around(visit, Section::People);
    let (words, now) = (frame.words.clone(), context.now());
    let moment = |at: Timestamp| Moment::of(&words, now, at);
    let invitation = invitations::open_of(context, id).await?;
    let throttles = throttle::list(context, Some(id), true, THROTTLES).await?;
    let sign_ins = person::history(context, id, Chapter::SignIns, None, None, LATELY).await?;
    let tokens = person::history(context, id, Chapter::Tokens, None, None, LATELY).await?;
    let known_at = address::known_at(context, &known.user).await?;
    let known_at: Vec<String> = known_at.into_iter().map(|known| known.provider.name).collect();
    let status = if not_taken.is_some() { 422 } else { 200 };
    let (mut fields, seen, refusal) = match not_taken {
        Some(NotTaken { fields, seen, refusal }) => (fields, seen, refusal),
        None => {
            let fields = form::of_person(&words, &known.user, &known.attributes);
            (fields, known.user.updated_at.as_micros().to_string(), None)
        }
    };
    offer(visit, &words, &mut fields).await?;
    let user = &known.user;
    let page = PersonPage {
        name: user.display_name(),
        email: user.email.to_string(),
        path: path_of(id),
        badges: badges(&words, &known, invitation.is_some(), &throttles),
        fields,
        seen,
        refusal,
        is_disabled: !user.is_active(),
        moments: vec![
            (fl!(words, "admin-person-signed-in-at"), user.last_sign_in_at.map(moment)),
            (fl!(words, "admin-person-added-at"), Some(moment(user.created_at))),
            (fl!(words, "admin-person-changed-at"), Some(moment(user.updated_at))),
        ],
        id: id.to_string(),
        open_to: known.open_to.join(", "),
        known_at: known_at.join(", "),
        password: password_in_words(&words, now, known.password.as_ref()),
        can_require_change: known.password.is_some_and(|facts| !facts.must_change),
        invited_until: invitation.map(|invitation| moment(invitation.expires_at)),
        sessions: sessions(&words, now, administrator, &known),
        sign_ins: super::history::rows(&words, now, sign_ins.rows),
        tokens: super::history::rows(&words, now, tokens.rows),
        throttles: throttles.iter().map(|throttled| throttle_row(&words, now, throttled)).collect(),
        audit_path: audit_path(user),
        frame,
        shell,
    };
    page::show(&page, status, Forms::Own)
}

/// Fills in what is offered where groups and attributes are typed.
pub async fn offer(visit: &Visit, words: &Language, fields: &mut PersonFields) -> Result<(), Problem> {
    let context = &visit.state.context;
    let groups = users::groups(context, GROUPS).await?;
    let ticked: Vec<&String> = fields.groups.iter().map(|group| &group.name).collect();
    let others = groups.iter().map(ToString::to_string).filter(|name| !ticked.contains(&name));
    fields.known_groups = others.collect();
    let names = attributes::names(context).await?;
    fields.known_attributes = names.iter().map(ToString::to_string).collect();
    let rights = providers::rights_by_attribute(context).await?;
    fields.rights = rights
        .iter()
        .map(|right| {
            fl!(
                words,
                "admin-person-attribute-rights",
                attribute = right.attribute.as_str(),
                provider = right.provider.as_str(),
                claim = right.claim.as_str()
            )
        })
        .collect();
    Ok(())
}

fn badges(words: &Language, known: &Person, is_invited: bool, throttles: &[Throttled]) -> Vec<Badge> {
    let user = &known.user;
    let must_wait = throttles.iter().any(|throttled| throttled.waits_until.is_some());
    let must_change = known.password.is_some_and(|facts| facts.must_change);
    let all = [
        (!user.is_active(), "danger", "ban", fl!(words, "admin-person-is-disabled")),
        (user.is_administrator, "info", "shield", fl!(words, "admin-person-is-administrator")),
        (is_invited, "info", "mail", fl!(words, "admin-person-is-invited")),
        (must_change, "warning", "key", fl!(words, "admin-person-must-change")),
        (must_wait, "warning", "clock", fl!(words, "admin-person-is-throttled")),
    ];
    let shown = all.into_iter().filter(|(is_so, ..)| *is_so);
    shown.map(|(_, tone, icon, word)| Badge { tone, icon, word }).collect()
}

fn password_in_words(words: &Language, now: Timestamp, facts: Option<&PasswordFacts>) -> String {
    let utc = |at| Moment::of(words, now, at).utc;
    match facts {
        None => fl!(words, "admin-person-password-none"),
        Some(PasswordFacts { expires_at: Some(end), is_expired: true, .. }) => {
            fl!(words, "admin-person-password-expired", until = utc(*end))
        }
        Some(PasswordFacts { expires_at: Some(end), .. }) => {
            fl!(words, "admin-person-password-one-time", until = utc(*end))
        }
        Some(PasswordFacts { must_change: true, .. }) => fl!(words, "admin-person-password-must-change"),
        Some(facts) => {
            let when = Moment::of(words, now, facts.set_at).words;
            fl!(words, "admin-person-password-chosen", when = when)
        }
    }
}

fn sessions(
    words: &Language,
    now: Timestamp,
    administrator: &Administrator,
    known: &Person,
) -> Vec<SessionRow> {
    let row = |seen: &person::Seen| SessionRow {
        id: seen.session.id.to_string(),
        is_this: seen.session.id == administrator.person.session.id,
        since: Moment::of(words, now, seen.session.authenticated_at),
        seen: Moment::of(words, now, seen.session.last_seen_at),
        from: seen.session.client_address.clone(),
        browser: browser_in_words(&seen.session.user_agent),
        providers: seen.providers.join(", "),
    };
    known.sessions.iter().map(row).collect()
}

/// What people would call the browser; what it says of itself where that is not sure.
fn browser_in_words(agent: &str) -> String {
    let BrowserName { browser, system } = BrowserName::of(agent);
    let named: Vec<&str> = browser.into_iter().chain(system).collect();
    if named.is_empty() { agent.to_owned() } else { named.join(", ") }
}

fn throttle_row(words: &Language, now: Timestamp, throttled: &Throttled) -> ThrottleRow {
    ThrottleRow {
        what: match throttled.scope {
            Scope::Account => fl!(words, "admin-person-throttle-account"),
            Scope::AccountFromNetwork | Scope::Network => fl!(words, "admin-person-throttle-network"),
            Scope::KnownBrowser => fl!(words, "admin-person-throttle-browser"),
        },
        from: throttled.network.map(|network| network.to_string()).unwrap_or_default(),
        failures: throttled.failures,
        until: throttled.waits_until.map(|until| Moment::of(words, now, until)),
    }
}
