//! Brings a notice to the page that comes next.

use actix_web::HttpResponse;

use super::gate::Administrator;
use crate::domain::id::SessionId;
use crate::web::cookies;
use crate::web::page;
use crate::web::pages::admin::Notice;
use crate::web::problem::Problem;
use crate::web::seal;
use crate::web::sign_in::with_cookie;
use crate::web::visit::Visit;

/// Opens what the browser brought, if it was meant for this session.
pub fn open(visit: &Visit, session: SessionId) -> Option<Notice> {
    let sealed = visit.notice.as_deref()?;
    let (meant_for, notice): (SessionId, Notice) = seal::open_notice(&visit.state.context.keys, sealed)?;
    (meant_for == session).then_some(notice)
}

/// Sends the browser to a page of ours, which tells the notice. `path` is below the public URL's.
pub fn go_on(
    visit: &Visit,
    administrator: &Administrator,
    path: &str,
    notice: &Notice,
) -> Result<HttpResponse, Problem> {
    let sealed = seal::notice(&visit.state.context.keys, &(administrator.person.session.id, notice))?;
    Ok(with_cookie(page::see_other(&visit.state.path(path))?, Some(cookies::notice(sealed))))
}
