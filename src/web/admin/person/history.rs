//! `/admin/users/{id}/history`: what a person did, page by page.

use actix_web::HttpResponse;
use actix_web::web::Path;
use i18n_embed_fl::fl;

use super::{audit_path, path_of};
use crate::domain::audit::EventKind;
use crate::domain::clock::Timestamp;
use crate::domain::id::ProviderId;
use crate::domain::refusal::Refusal;
use crate::flow::providers;
use crate::flow::users::person::{self, Chapter};
use crate::store::history::Happening;
use crate::web::admin::gate::shows;
use crate::web::language::Language;
use crate::web::moment::Moment;
use crate::web::page::{self, Forms};
use crate::web::pages::admin::Section;
use crate::web::pages::admin::person::{HistoryRow, PersonHistoryPage};
use crate::web::problem::Problem;
use crate::web::visit::Visit;

/// Rows of one page.
const ROWS: usize = 50;

/// What is asked for by the address.
struct Asked {
    is_tokens: bool,
    provider: Option<ProviderId>,
    before: Option<i64>,
}

impl Asked {
    fn of(visit: &Visit) -> Result<Self, Problem> {
        let query = visit.query()?;
        let value = |name: &str| {
            let found = query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
            found.filter(|value| !value.is_empty())
        };
        let bad = || Problem::Refused(Refusal::BadRequest);
        Ok(Self {
            is_tokens: value("kind") == Some("tokens"),
            provider: value("provider").map(str::parse).transpose().map_err(|_| bad())?,
            before: value("before").map(str::parse).transpose().map_err(|_| bad())?,
        })
    }

    /// The same question about other rows.
    fn query(&self, before: Option<i64>) -> String {
        let kind = if self.is_tokens { "tokens" } else { "sign-ins" };
        let provider = self.provider.map(|id| format!("&provider={id}")).unwrap_or_default();
        let before = before.map(|number| format!("&before={number}")).unwrap_or_default();
        format!("?kind={kind}{provider}{before}")
    }
}

/// `GET /admin/users/{id}/history`.
pub async fn page(visit: Visit, id: Path<String>) -> HttpResponse {
    shows(visit, async |visit, administrator| {
        let asked = Asked::of(visit)?;
        let user = super::person(visit, &id).await?;
        let context = &visit.state.context;
        let chapter = if asked.is_tokens { Chapter::Tokens } else { Chapter::SignIns };
        let found = person::history(context, user.id, chapter, asked.provider, asked.before, ROWS).await?;
        let (frame, shell) = administrator.around(visit, Section::People);
        let all = if asked.is_tokens { providers::list(context).await? } else { Vec::new() };
        let choices = all
            .into_iter()
            .map(|provider| (provider.id.to_string(), provider.name, Some(provider.id) == asked.provider));
        let page = PersonHistoryPage {
            person_path: path_of(user.id),
            name: user.display_name(),
            is_tokens: asked.is_tokens,
            providers: choices.collect(),
            rows: rows(&frame.words, context.now(), found.rows),
            newest: asked.before.map(|_| asked.query(None)),
            older: found.older.map(|number| asked.query(Some(number))),
            audit_path: audit_path(&user),
            frame,
            shell,
        };
        page::show(&page, 200, Forms::Own)
    })
    .await
}

/// What happened, in words.
pub fn rows(words: &Language, now: Timestamp, found: Vec<(Happening, Option<String>)>) -> Vec<HistoryRow> {
    let row = |(happening, provider): (Happening, Option<String>)| HistoryRow {
        at: Moment::of(words, now, happening.at),
        what: in_words(words, &happening.kind),
        refusal: happening.refusal.unwrap_or_default(),
        provider: provider.unwrap_or_default(),
        from: happening.client_address,
    };
    found.into_iter().map(row).collect()
}

fn in_words(words: &Language, kind: &str) -> String {
    let known = EventKind::ALL.iter().copied().find(|known| known.as_str() == kind);
    match known {
        Some(EventKind::SignedIn) => fl!(words, "admin-person-event-sign-in"),
        Some(EventKind::SignInRefused) => fl!(words, "admin-person-event-sign-in-refused"),
        Some(EventKind::PasswordVerified) => fl!(words, "admin-person-event-password-verified"),
        Some(EventKind::SessionConfirmed) => fl!(words, "admin-person-event-session-confirmed"),
        Some(EventKind::SignedOut) => fl!(words, "admin-person-event-sign-out"),
        Some(EventKind::SessionRevoked) => fl!(words, "admin-person-event-session-revoked"),
        Some(EventKind::PasswordChanged) => fl!(words, "admin-person-event-password-changed"),
        Some(EventKind::PasswordReset) => fl!(words, "admin-person-event-password-reset"),
        Some(EventKind::InvitationMade) => fl!(words, "admin-person-event-invitation-made"),
        Some(EventKind::InvitationWithdrawn) => fl!(words, "admin-person-event-invitation-withdrawn"),
        Some(EventKind::InvitationAccepted) => fl!(words, "admin-person-event-invitation-accepted"),
        Some(EventKind::GuessingThrottled) => fl!(words, "admin-person-event-guessing-throttled"),
        Some(EventKind::TokenMinted) => fl!(words, "admin-person-event-token-minted"),
        _ => kind.to_owned(),
    }
}
