//! Refusals and faults become pages here, once: HTML or JSON, with a reference and what the person can do now.
//! The cause of a fault is logged here and shown nowhere.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, HttpResponseBuilder};
use i18n_embed_fl::fl;
use serde_json::json;

use super::decode::Malformed;
use super::language::Language;
use super::page::{self, Forms};
use super::pages::ErrorPage;
use super::sentences::{self, About};
use super::visit::Visit;
use crate::crypto::random::NoRandomness;
use crate::domain::refusal::Refusal;
use crate::flow::Fault;

/// Seconds after which a browser or a proxy may try again.
pub const RETRY_AFTER: &str = "5";
const RETRY_AFTER_LOOP: &str = "60";

/// Why a request does not get what it asked for.
#[derive(Debug)]
pub enum Problem {
    /// No, with a reason.
    Refused(Refusal),
    /// No, by a provider's rule.
    RefusedAt {
        /// The reason.
        refusal: Refusal,
        /// The provider's name.
        provider: String,
        /// A missing claim.
        claim: Option<String>,
    },
    /// A fault below.
    Fault(Fault),
    /// A fault of the edge itself.
    Broken(String),
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<NoRandomness> for Problem {
    fn from(fault: NoRandomness) -> Self {
        Self::Fault(fault.into())
    }
}

impl From<Malformed> for Problem {
    fn from(_: Malformed) -> Self {
        Self::Refused(Refusal::BadRequest)
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

struct Said {
    code: &'static str,
    status: u16,
    heading: String,
    sentence: String,
    advice: String,
    retry_after: Option<&'static str>,
}

impl Problem {
    /// The response, logged and counted.
    pub fn respond(&self, visit: &Visit) -> HttpResponse {
        let frame = visit.frame(None);
        let said = self.say(&frame.words);
        self.record(visit, &said);
        let action = Some((fl!(frame.words, "launch-title"), visit.state.path("/")));
        let page = ErrorPage {
            status: said.status,
            heading: said.heading,
            sentence: said.sentence.clone(),
            advice: vec![said.advice],
            action: action.filter(|_| said.status != 503),
            quoted: None,
            frame,
        };
        let shown = if visit.wants_json() { None } else { page::show(&page, said.status, Forms::Own).ok() };
        let mut response = shown.unwrap_or_else(|| {
            let status = StatusCode::from_u16(said.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            HttpResponseBuilder::new(status).insert_header((header::CACHE_CONTROL, "no-store")).json(
                json!({"code": said.code, "message": said.sentence, "reference": &*visit.origin.request_id}),
            )
        });
        if let Some(seconds) = said.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(seconds));
        }
        response
    }

    fn record(&self, visit: &Visit, said: &Said) {
        let metrics = &visit.state.context.metrics;
        match self {
            Self::Refused(refusal) => metrics.refused(refusal.code()),
            // Counted by the flow that refused.
            Self::RefusedAt { .. } => {}
            Self::Fault(fault) if fault.is_passing() => {
                metrics.faulted(fault.code());
                tracing::warn!(code = said.code, %fault, "a request failed; trying again may help");
            }
            Self::Fault(fault) => {
                metrics.faulted(fault.code());
                tracing::error!(code = said.code, %fault, "a request failed");
            }
            Self::Broken(problem) => {
                metrics.faulted("edge");
                tracing::error!(problem, "a request failed");
            }
        }
    }

    fn say(&self, words: &Language) -> Said {
        match self {
            Self::Refused(refusal) => refused(words, *refusal, &About::default()),
            Self::RefusedAt { refusal, provider, claim } => {
                let claim = claim.as_deref().map(|claim| claim.replace('_', " ")).unwrap_or_default();
                refused(words, *refusal, &About { provider, claim: &claim, ..About::default() })
            }
            Self::Fault(fault) if fault.is_passing() => Said {
                code: "unavailable",
                status: 503,
                heading: fl!(words, "fault-unavailable-heading"),
                sentence: fl!(words, "fault-unavailable"),
                advice: fl!(words, "fault-unavailable-advice"),
                retry_after: Some(RETRY_AFTER),
            },
            Self::Fault(_) | Self::Broken(_) => Said {
                code: "internal",
                status: 500,
                heading: fl!(words, "fault-internal-heading"),
                sentence: fl!(words, "fault-internal"),
                advice: fl!(words, "fault-internal-advice"),
                retry_after: None,
            },
        }
    }
}

fn refused(words: &Language, refusal: Refusal, about: &About<'_>) -> Said {
    let sentence = sentences::sentence(words, refusal, about);
    let (heading, advice) = sentences::heading_and_advice(words, refusal, about);
    let retry_after = match refusal {
        Refusal::TooBusy => Some(RETRY_AFTER),
        Refusal::SignInLoop => Some(RETRY_AFTER_LOOP),
        _ => None,
    };
    Said { code: refusal.code(), status: refusal.status(), heading, sentence, advice, retry_after }
}

/// Nothing is at this address.
pub async fn not_found(visit: Visit) -> HttpResponse {
    visit.answer(Err(Refusal::NotFound.into()))
}

/// The address exists, but not for this method.
pub fn method_not_allowed(visit: &Visit, allowed: &'static str) -> HttpResponse {
    let mut response = visit.answer(Err(Refusal::MethodNotAllowed.into()));
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(allowed));
    response
}
