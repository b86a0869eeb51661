//! By what a request is known: in the log, in the audit and on the page that tells of a problem. Made once, and first
//! of all.

use std::sync::Arc;

use actix_web::dev::ServiceRequest;
use actix_web::web;
use tracing::Span;
use uuid::Uuid;

use super::first_administrator;
use super::state::AppState;
use super::visit::client_address_of;

/// Paths behind which something stands that opens an account.
const OPENING: [&str; 2] = ["/invitation/", first_administrator::PLACE];

/// A request's id, and whose request it is.
#[derive(Clone, Debug, Default)]
pub struct Traced {
    /// The id, which nothing else has.
    pub request_id: Arc<str>,
    /// The client's address as judged by the trusted proxies.
    pub client_address: Arc<str>,
}

impl Traced {
    /// Of a request that has just come in.
    pub fn of(request: &ServiceRequest) -> Self {
        let client_address = request
            .app_data::<web::Data<AppState>>()
            .map(|state| {
                let peer = request.peer_addr().map(|peer| peer.ip());
                client_address_of(request.headers(), peer, state).to_string().into()
            })
            .unwrap_or_default();
        let mut written = Uuid::encode_buffer();
        let request_id = &*Uuid::new_v4().hyphenated().encode_lower(&mut written);
        Self { request_id: request_id.into(), client_address }
    }

    /// The span around the request's log lines. The query is left out: at remote login URLs it says where people go, and
    /// elsewhere somebody may have pasted a secret. So is what stands in a path and opens an account.
    pub fn span(&self, request: &ServiceRequest) -> Span {
        tracing::info_span!(
            "request",
            method = %request.method(),
            path = loggable(request.path()),
            client = %self.client_address,
            request_id = %self.request_id,
            status = tracing::field::Empty,
        )
    }
}

/// A path as the logs may know it.
fn loggable(path: &str) -> &str {
    let end = OPENING.iter().find_map(|opening| path.find(opening).map(|at| at + opening.len()));
    end.and_then(|end| path.get(..end)).unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::loggable;

    #[test]
    fn what_opens_an_account_is_not_logged() {
        assert_eq!(loggable("/sso/invitation/canary/more"), "/sso/invitation/");
        assert_eq!(loggable("/sso/it-glue/login"), "/sso/it-glue/login");
    }
}
