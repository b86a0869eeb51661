//! The addresses that providers send browsers to, and launch.

use actix_web::http::{Method, StatusCode};
use actix_web::web::Payload;
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};

use super::form::Form;
use super::problem::{self, Problem};
use super::seal;
use super::sign_in::{self, Via};
use super::sign_out;
use super::visit::Visit;
use crate::domain::refusal::Refusal;
use crate::flow::begin::{self, Arrival};
use crate::flow::{launch as flow_launch, sign_out as flow_sign_out};
use crate::profile::parameters::MAX_PRESERVED_BYTES;

/// Everything below `/sso`: `GET {provider}/login`, `GET {provider}/logout`, `POST {provider}/launch`. Taken apart here
/// and not by patterns of the router, which take longer than everything else that the edge does for a silent sign-in.
pub async fn at_provider(request: HttpRequest, visit: Visit, payload: Payload) -> HttpResponse {
    let mut parts = request.match_info().unprocessed().split('/').skip(1);
    let (Some(provider), Some(action), None) = (parts.next(), parts.next(), parts.next()) else {
        return Box::pin(problem::not_found(visit)).await;
    };
    match (action, request.method()) {
        _ if provider.is_empty() => Box::pin(problem::not_found(visit)).await,
        ("login", &Method::GET) => login(visit, provider).await,
        // In memory of their own: what every sign-in takes is only as large as its own way.
        ("logout", &Method::GET) => Box::pin(logout(visit, provider)).await,
        ("launch", &Method::POST) => Box::pin(launch(visit, provider, payload)).await,
        ("login" | "logout", _) => problem::method_not_allowed(&visit, "GET"),
        ("launch", _) => problem::method_not_allowed(&visit, "POST"),
        _ => Box::pin(problem::not_found(visit)).await,
    }
}

/// The remote login URL.
async fn login(visit: Visit, provider: &str) -> HttpResponse {
    if visit.is_prefetch() {
        return HttpResponseBuilder::new(StatusCode::NO_CONTENT).finish();
    }
    let outcome = async {
        let query = short_query(&visit)?;
        let arrival = Arrival { slug: provider.to_owned(), query };
        let step = begin::begin(&visit.state.context, arrival, &visit.browser, &visit.origin).await?;
        sign_in::show(&visit, step, Via::Get, "")
    };
    visit.answer(outcome.await)
}

/// The remote logout URL.
async fn logout(visit: Visit, provider: &str) -> HttpResponse {
    if visit.is_prefetch() {
        return HttpResponseBuilder::new(StatusCode::NO_CONTENT).finish();
    }
    let outcome = async {
        let query = short_query(&visit)?;
        let context = &visit.state.context;
        let walk = visit.walk.as_deref().and_then(|sealed| seal::open_walk(&context.keys, sealed));
        let step =
            flow_sign_out::remote_sign_out(context, provider, &query, walk, &visit.browser, &visit.origin)
                .await?;
        sign_out::show(&visit, step, true).await
    };
    visit.answer(outcome.await)
}

/// A person opens a provider from the home page.
async fn launch(visit: Visit, provider: &str, payload: Payload) -> HttpResponse {
    let outcome = async {
        let form = Form::read_of_session(&visit, payload).await?;
        let once = form.raw("once").parse().map_err(|_| Problem::Refused(Refusal::BadRequest))?;
        let context = &visit.state.context;
        let step = flow_launch::launch(context, provider, once, &visit.browser, &visit.origin).await?;
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
