//! What became of a wish about a person, in sentences and beside the fields they concern.

use i18n_embed_fl::fl;

use crate::domain::attribute::MAX_ATTRIBUTES;
use crate::domain::refusal::Refusal;
use crate::domain::user::User;
use crate::flow::Context;
use crate::flow::users::address::AddressState;
use crate::flow::users::{Held, UserOutcome};
use crate::web::language::Language;
use crate::web::moment::Moment;
use crate::web::pages::admin::person::PersonFields;
use crate::web::problem::Problem;
use crate::web::sentences::{self, About};

/// A refusal that stands above a form, or after a button; `None` when it is done.
pub fn sentence<T>(words: &Language, context: &Context, outcome: &UserOutcome<T>) -> Option<String> {
    Some(match outcome {
        UserOutcome::Done(_) => return None,
        UserOutcome::Unknown => sentences::sentence(words, Refusal::NotFound, &About::default()),
        // Both are told at the address; a button never meets them.
        UserOutcome::EmailTaken | UserOutcome::AddressHeld(_) | UserOutcome::ChangedMeanwhile => {
            fl!(words, "admin-person-changed-meanwhile")
        }
        UserOutcome::PasswordUnfit(Refusal::TooBusy) => fl!(words, "admin-person-busy"),
        UserOutcome::PasswordUnfit(refusal) => {
            let min = context.rules.passwords.min_code_points;
            sentences::sentence(words, *refusal, &About { min, ..About::default() })
        }
        UserOutcome::LastAdministrator => fl!(words, "admin-person-last-administrator"),
        UserOutcome::IsDisabled => fl!(words, "admin-person-refused-disabled"),
        UserOutcome::TooManyAttributes => fl!(words, "admin-person-attributes-many", most = MAX_ATTRIBUTES),
    })
}

/// Whether a person may have an address, told at its field.
pub fn mark_address(words: &Language, context: &Context, fields: &mut PersonFields, state: &AddressState) {
    match state {
        AddressState::Free => {}
        AddressState::Taken(other) => fields.email.problem = taken(words, other),
        AddressState::Held(held) => {
            fields.email.problem = held_in_words(words, context, held);
            let email = held.email.to_string();
            fields.release = Some(fl!(words, "admin-person-release", email = email));
        }
    }
}

fn taken(words: &Language, other: &User) -> String {
    fl!(words, "admin-person-email-taken", name = other.display_name(), email = other.email.to_string())
}

fn held_in_words(words: &Language, context: &Context, held: &Held) -> String {
    let now = context.now();
    let utc = |at| Moment::of(words, now, at).utc;
    let (since, until) = (utc(held.since), utc(held.until));
    match &held.now_known_as {
        Some(other) => {
            let other = other.to_string();
            fl!(words, "admin-person-email-of-other", since = since, other = other, until = until)
        }
        None => fl!(words, "admin-person-email-of-gone", since = since, until = until),
    }
}

/// Nobody is there any more.
pub fn gone() -> Problem {
    Problem::Refused(Refusal::NotFound)
}
