//! For load balancers and Prometheus.

use std::sync::atomic::Ordering;

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use serde_json::json;

use super::state::AppState;
use crate::flow::housekeeping;
use crate::telemetry::metrics::Metrics;

/// The process lives. Its own time is told, so that a clock that runs away can be seen from outside.
pub async fn healthz(state: web::Data<AppState>) -> HttpResponse {
    let now = state.context.now();
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(json!({"status": "ok", "time": now.to_string(), "version": env!("CARGO_PKG_VERSION")}))
}

/// It can serve: the database answers and takes writes, the clock can be right, and it is not stopping.
pub async fn readyz(state: web::Data<AppState>) -> HttpResponse {
    let not_ready = |why: &str| {
        HttpResponse::ServiceUnavailable()
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .insert_header((header::RETRY_AFTER, "5"))
            .json(json!({"status": "not ready", "why": why}))
    };
    if state.is_stopping.load(Ordering::Relaxed) {
        return not_ready("stopping");
    }
    match housekeeping::readiness(&state.context).await {
        Ok(()) => HttpResponse::Ok()
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .json(json!({"status": "ready"})),
        Err(why) => {
            let cause = std::error::Error::source(&why).map(ToString::to_string).unwrap_or_default();
            tracing::warn!(%why, cause, "not ready");
            not_ready(&why.to_string())
        }
    }
}

/// Counters, on their own listener.
pub async fn metrics(metrics: web::Data<Metrics>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/openmetrics-text; version=1.0.0; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(metrics.render())
}
