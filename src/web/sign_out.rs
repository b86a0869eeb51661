//! Sign-out, its walk, and the page at its end.

use actix_web::HttpResponse;
use actix_web::web::Payload;

use super::cookies;
use super::form::Form;
use super::page::{self, Forms};
use super::pages::{SignOutOutcome, SignOutResult, SignOutWalkPage, SignedOutPage};
use super::problem::Problem;
use super::seal;
use super::sign_in::{self, Via, with_cookie};
use super::visit::Visit;
use crate::domain::sign_out::{SignOutResult as Outcome, SignOutWalk};
use crate::flow::sign_out::{self as flow, SignOutStep};

/// `POST /sign-out`.
pub async fn sign_out(visit: Visit, payload: Payload) -> HttpResponse {
    let outcome = async {
        // Without a session there is no proof to ask for, but another site must not sign anybody out either:
        // from there the browser leaves the session's cookie behind.
        if visit.browser.session.is_some() {
            Form::read_of_session(&visit, payload).await?;
        } else {
            Form::read(&visit, payload).await?;
        }
        let step = flow::sign_out(&visit.state.context, &visit.browser, &visit.origin).await?;
        show(&visit, step, true).await
    };
    visit.answer(outcome.await)
}

/// `GET /sign-out/continue`: the walk goes on past a provider that did not send the browser back.
pub async fn next(visit: Visit) -> HttpResponse {
    let outcome = async {
        // Somebody who is back is not signed out, and an old walk must not say so.
        let walk = match visit.person().await? {
            Some(_) => None,
            None => walk_of(&visit),
        };
        let Some(walk) = walk else {
            return Ok(with_cookie(page::see_other(&visit.state.path("/"))?, Some(cookies::no_walk())));
        };
        let step = flow::continue_walk(&visit.state.context, Some(walk)).await?;
        show(&visit, step, false).await
    };
    visit.answer(outcome.await)
}

fn walk_of(visit: &Visit) -> Option<SignOutWalk> {
    visit.walk.as_deref().and_then(|sealed| seal::open_walk(&visit.state.context.keys, sealed))
}

/// Shows where a sign-out stands. Where a session has ended, its cookie goes, and so does the browser's id:
/// forms made for the person who sat here are worth nothing to the next one.
pub async fn show(visit: &Visit, step: SignOutStep, has_ended: bool) -> Result<HttpResponse, Problem> {
    let (response, walk) = match step {
        SignOutStep::Other(step) => return sign_in::show(visit, step, Via::Get, ""),
        SignOutStep::Visit { walk, provider, address } => {
            let (mut done, mut waiting) = (Vec::new(), Vec::new());
            for outcome in flow::outcomes(&visit.state.context, &walk).await? {
                if outcome.is_waiting {
                    waiting.push(outcome.provider);
                } else if outcome.result == Outcome::Confirmed {
                    done.push(outcome.provider);
                }
            }
            let skip_url = visit.state.path("/sign-out/continue");
            let page = SignOutWalkPage {
                frame: visit.frame(None),
                provider,
                href: address,
                done,
                waiting,
                skip_url,
            };
            (page::show(&page, 200, Forms::Own)?, Some(walk))
        }
        SignOutStep::Done { outcomes, walk } => {
            let page = SignedOutPage {
                frame: visit.frame(None),
                outcomes: outcomes.into_iter().map(shown).collect(),
                sign_in_url: visit.state.path("/sign-in"),
            };
            (page::show(&page, 200, Forms::Own)?, walk)
        }
    };
    let walk = match walk {
        Some(walk) => cookies::walk(seal::walk(&visit.state.context.keys, &walk)?),
        None => cookies::no_walk(),
    };
    let response = with_cookie(response, Some(walk));
    if !has_ended {
        return Ok(response);
    }
    Ok(with_cookie(with_cookie(response, Some(cookies::no_session())), Some(cookies::no_browser())))
}

fn shown(outcome: flow::SignOutOutcome) -> SignOutOutcome {
    SignOutOutcome {
        provider: outcome.provider,
        result: match outcome.result {
            Outcome::Confirmed => SignOutResult::Confirmed,
            Outcome::Unconfirmed => SignOutResult::Unconfirmed,
            Outcome::NotOffered => SignOutResult::NotOffered,
        },
        link: outcome.address,
    }
}
