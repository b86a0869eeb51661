//! What became of a wish about a person, in sentences.

use crate::cli::configuration::Console;
use crate::cli::exit::Stop;
use crate::cli::output::{in_words, instant};
use crate::domain::attribute::MAX_ATTRIBUTES;
use crate::domain::clock::Timestamp;
use crate::domain::email::EmailAddress;
use crate::domain::refusal::Refusal;
use crate::flow::shown_once::ShownOnce;
use crate::flow::users::{Held, UserOutcome};

/// What was done, or the refusal as a sentence. `taken` is the address that may belong to somebody else.
pub fn done<T>(
    console: &Console,
    outcome: UserOutcome<T>,
    email: &EmailAddress,
    taken: &EmailAddress,
) -> Result<T, Stop> {
    match outcome {
        UserOutcome::Done(done) => Ok(done),
        UserOutcome::Unknown => Err(unknown(email)),
        UserOutcome::EmailTaken => Err(Stop::refused(format!(
            "Another account has the address {taken} (capital and small letters count as the same). \
             `bridgewarden user show {taken}` shows it."
        ))),
        UserOutcome::AddressHeld(held) => Err(Stop::refused(format!(
            "{} Nobody else may have it until {}, so that they do not get into the other's accounts at the \
             providers. `bridgewarden user release-address {}` gives it free earlier.",
            whose(&held),
            instant(held.until),
            held.email
        ))),
        UserOutcome::IsDisabled => Err(Stop::refused(format!(
            "{email} is disabled. Enable the account first: bridgewarden user enable {email}"
        ))),
        UserOutcome::ChangedMeanwhile => Err(Stop::refused(format!(
            "{email} was changed by somebody else at this moment. Look again: bridgewarden user show {email}"
        ))),
        UserOutcome::TooManyAttributes => Err(Stop::refused(format!(
            "A person has at most {MAX_ATTRIBUTES} attributes. Nothing was changed."
        ))),
        UserOutcome::PasswordUnfit(refusal) => Err(password_unfit(console, refusal)),
        UserOutcome::LastAdministrator => Err(Stop::refused(format!(
            "{email} is the last active administrator: nobody could administer any more. \
             Make somebody else one first: bridgewarden user set EMAIL --admin yes"
        ))),
    }
}

/// To whom a held address belonged.
pub fn whose(held: &Held) -> String {
    let (address, since) = (&held.email, instant(held.since));
    match &held.now_known_as {
        Some(now) => format!("Until {since}, {address} was the address of {now}."),
        None => format!("Until {since}, {address} was the address of an account that is deleted."),
    }
}

/// Nobody has that address.
pub fn unknown(email: &EmailAddress) -> Stop {
    Stop::refused(format!("Nobody has the address {email}. `bridgewarden user list` shows everyone."))
}

fn password_unfit(console: &Console, refusal: Refusal) -> Stop {
    let least = console.context.rules.passwords.min_code_points;
    let why = match refusal {
        Refusal::PasswordTooShort => {
            format!("The password is too short: it needs at least {least} characters.")
        }
        Refusal::PasswordTooLong => "The password is too long.".to_owned(),
        Refusal::PasswordCommon => format!(
            "The password is too easy to guess: it is a common one, or made of the person's own name or address, the \
             company's name, dates or repetitions. It needs at least {least} characters that nobody would try; a few \
             words without connection are good."
        ),
        Refusal::TooBusy => {
            return Stop::Surroundings("Too many passwords wait to be hashed. Please try again.".into());
        }
        other => format!("The password was refused ({}).", other.code()),
    };
    Stop::refused(format!("{why} Nothing was changed."))
}

/// What the administrator should know, and tell the person, of a one-time password: the one that was made, said
/// once, or the one that was given. `asked_at` is an instant before it was set, so that the end told here is never
/// too late.
pub fn one_time(console: &Console, made: Option<&ShownOnce>, asked_at: Timestamp) -> String {
    let lifetime = console.context.rules.one_time_lifetime;
    let (words, end) = (in_words(lifetime), instant(asked_at.plus(lifetime)));
    match made {
        Some(made) => format!(
            "One-time password: {}\n\n\
             It is shown only now. It can be used within {words}, until {end}, and must be changed at that sign-in.",
            made.expose()
        ),
        None => format!(
            "The password that you gave is a one-time password. It can be used within {words}, until {end}, and must \
             be changed at that sign-in."
        ),
    }
}
