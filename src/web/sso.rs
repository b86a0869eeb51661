//! The addresses that providers send browsers to, and launch.

use actix_web::http::StatusCode;
use actix_web::web::{Path, Payload};
use actix_web::{HttpResponse, HttpResponseBuilder};

use super::form::Form;
use super::problem::Problem;
use super::seal;
use super::sign_in::{self, Via};
use super::sign_out;
use super::visit::Visit;
use crate::domain::refusal::Refusal;
use crate::flow::begin::{self, Arrival};
use crate::flow::{launch as flow_launch, sign_out as flow_sign_out};
use crate::profile::parameters::MAX_PRESERVED_BYTES;

/// `GET /sso/{provider}/login`, the remote login URL.
pub async fn login(visit: Visit, provider: Path<String>) -> HttpResponse {
    if visit.is_prefetch() {
        return HttpResponseBuilder::new(StatusCode::NO_CONTENT).finish();
    }
    let outcome = async {
        let query = short_query(&visit)?;
        let arrival = Arrival { slug: provider.into_inner(), query };
        let step = begin::begin(&visit.state.context, arrival, &visit.browser, &visit.origin).await?;
        sign_in::show(&visit, step, Via::Get, "")
    };
    visit.answer(outcome.await)
}

/// `GET /sso/{provider}/logout`, the remote logout URL.
pub async fn logout(visit: Visit, provider: Path<String>) -> HttpResponse {
    if visit.is_prefetch() {
        return HttpResponseBuilder::new(StatusCode::NO_CONTENT).finish();
    }
    let outcome = async {
        let query = short_query(&visit)?;
        let context = &visit.state.context;
        let walk = visit.walk.as_deref().and_then(|sealed| seal::open_walk(&context.keys, sealed));
        let step =
            flow_sign_out::remote_sign_out(context, &provider, &query, walk, &visit.browser, &visit.origin)
                .await?;
        sign_out::show(&visit, step, true).await
    };
    visit.answer(outcome.await)
}

/// `POST /sso/{provider}/launch`.
pub async fn launch(visit: Visit, provider: Path<String>, payload: Payload) -> HttpResponse {
    let outcome = async {
        let form = Form::read_of_session(&visit, payload).await?;
        let once = form.raw("once").parse().map_err(|_| Problem::Refused(Refusal::BadRequest))?;
        let context = &visit.state.context;
        let step = flow_launch::launch(context, &provider, once, &visit.browser, &visit.origin).await?;
        sign_in::show(&visit, step, Via::Form, "")
    };
    visit.answer(outcome.await)
}

/// The query, when nothing in it but `return_to` is long. A `return_to` that is too long is dropped by the
/// flow; everything else that long is no parameter of any provider.
fn short_query(visit: &Visit) -> Result<Vec<(String, String)>, Problem> {
    let query = visit.query()?;
    let total: usize = query.iter().map(|(name, value)| name.len() + value.len()).sum();
    let long = query.iter().filter(|(_, value)| value.len() > MAX_PRESERVED_BYTES).count();
    if total > 12 * 1024 || long > 2 { Err(Refusal::TooLarge.into()) } else { Ok(query) }
}
