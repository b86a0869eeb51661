//! Ending a person's sessions.

use actix_web::HttpResponse;
use actix_web::web::{Path, Payload};
use i18n_embed_fl::fl;

use super::path_of;
use crate::domain::id::SessionId;
use crate::domain::refusal::Refusal;
use crate::flow::session;
use crate::flow::users::person;
use crate::web::admin::gate::does;
use crate::web::admin::notice::go_on;
use crate::web::pages::admin::Notice;
use crate::web::problem::Problem;
use crate::web::visit::Visit;

/// `POST /admin/users/{id}/sessions`: all of them.
pub async fn end_all(visit: Visit, id: Path<String>, payload: Payload) -> HttpResponse {
    does(visit, payload, async |visit, administrator, _form| {
        let user = super::person(visit, &id).await?;
        let origin = administrator.origin(visit);
        let ended = session::revoke_all_of(&visit.state.context, user.id, &origin).await?;
        let words = visit.frame(Some(&administrator.person)).words;
        let told = fl!(words, "admin-person-sessions-ended", n = ended, name = user.display_name());
        go_on(visit, administrator, &path_of(user.id), &Notice::done(told))
    })
    .await
}

/// `POST /admin/users/{id}/sessions/{session}`: one of them.
pub async fn end_one(visit: Visit, path: Path<(String, String)>, payload: Payload) -> HttpResponse {
    does(visit, payload, async |visit, administrator, _form| {
        let (id, session) = (&path.0, &path.1);
        let user = super::person(visit, id).await?;
        let session: SessionId = session.parse().map_err(|_| Problem::Refused(Refusal::NotFound))?;
        let (context, origin) = (&visit.state.context, administrator.origin(visit));
        // Only one of this person's: the page says whose it ends.
        let known = person::look(context, user.id).await?;
        let is_theirs =
            known.is_some_and(|known| known.sessions.iter().any(|seen| seen.session.id == session));
        let words = visit.frame(Some(&administrator.person)).words;
        let notice = if is_theirs && session::revoke(context, session, &origin).await? {
            Notice::done(fl!(words, "admin-person-session-ended"))
        } else {
            Notice::warning(fl!(words, "admin-person-session-gone"))
        };
        go_on(visit, administrator, &path_of(user.id), &notice)
    })
    .await
}
