//! What a person is told above a form that is shown again, and when they may send it once more.

use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::http::header::{self, HeaderValue};

use super::language::Language;
use super::pages::{PasswordField, PasswordProblem};
use super::problem::RETRY_AFTER;
use super::sentences::{self, About};
use crate::domain::refusal::Refusal;

/// A refusal above a form, with the wait that it demands.
#[derive(Clone, Copy, Debug)]
pub struct Told {
    refusal: Refusal,
    wait: Duration,
}

impl Told {
    /// No, with a reason.
    pub fn of(refusal: Refusal) -> Self {
        Self { refusal, wait: Duration::ZERO }
    }

    /// Not now: too many passwords were guessed.
    pub fn must_wait(wait: Duration) -> Self {
        Self { refusal: Refusal::TooManyAttempts, wait }
    }

    /// Whether it is this refusal.
    pub fn is(self, refusal: Refusal) -> bool {
        self.refusal == refusal
    }

    /// The response's status.
    pub fn status(self) -> u16 {
        self.refusal.status()
    }

    /// The sentence above the form. `min` is the fewest characters of a new password, where one is asked for.
    pub fn sentence(self, words: &Language, min: u32) -> String {
        let minutes = self.wait.as_secs().div_ceil(60).max(1);
        sentences::sentence(words, self.refusal, &About { min, minutes, ..About::default() })
    }
}

/// A refused new password, at the field it concerns.
pub fn password_problem(words: &Language, told: Told, min: u32) -> PasswordProblem {
    let field = match told.refusal {
        Refusal::PasswordsDiffer => PasswordField::Repeat,
        Refusal::WrongCurrentPassword | Refusal::TooManyAttempts => PasswordField::Current,
        _ => PasswordField::New,
    };
    PasswordProblem { field, sentence: told.sentence(words, min) }
}

/// Says when a form that was turned away for want of time may be sent again.
pub fn with_retry(mut response: HttpResponse, told: Option<Told>) -> HttpResponse {
    let seconds = match told {
        Some(Told { refusal: Refusal::TooBusy, .. }) => Some(HeaderValue::from_static(RETRY_AFTER)),
        Some(Told { refusal: Refusal::TooManyAttempts, wait }) => {
            Some(HeaderValue::from(wait.as_secs().saturating_add(1)))
        }
        _ => None,
    };
    if let Some(seconds) = seconds {
        response.headers_mut().insert(header::RETRY_AFTER, seconds);
    }
    response
}
