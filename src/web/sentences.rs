//! The sentence for each refusal and fault, from `locales/`. The keys are checked at compile time.

use i18n_embed_fl::fl;

use super::language::Language;
use crate::domain::refusal::Refusal;

/// What the sentences may mention.
#[derive(Clone, Debug, Default)]
pub struct About<'a> {
    /// The provider's name.
    pub provider: &'a str,
    /// A missing claim.
    pub claim: &'a str,
    /// Fewest characters of a new password.
    pub min: u32,
    /// How long to wait, in minutes.
    pub minutes: u64,
}

/// One sentence, as it stands above a form.
pub fn sentence(words: &Language, refusal: Refusal, about: &About<'_>) -> String {
    let (provider, claim, min) = (about.provider, about.claim, about.min);
    match refusal {
        Refusal::WrongCredentials => fl!(words, "refusal-wrong-credentials"),
        Refusal::FormExpired => fl!(words, "refusal-form-expired"),
        Refusal::InvitationUnusable => fl!(words, "refusal-invitation-unusable"),
        Refusal::PasswordTooShort => fl!(words, "refusal-password-too-short", min = min),
        Refusal::PasswordTooLong => fl!(words, "refusal-password-too-long"),
        Refusal::PasswordCommon => fl!(words, "refusal-password-common"),
        Refusal::PasswordUnchanged => fl!(words, "refusal-password-unchanged"),
        Refusal::PasswordsDiffer => fl!(words, "refusal-passwords-differ"),
        Refusal::WrongCurrentPassword => fl!(words, "refusal-wrong-current-password"),
        Refusal::NotAllowed => fl!(words, "refusal-not-allowed", provider = provider),
        Refusal::ProviderUnknown => fl!(words, "refusal-provider-unknown"),
        Refusal::ProviderDisabled => fl!(words, "refusal-provider-disabled", provider = provider),
        Refusal::ProviderError => fl!(words, "refusal-provider-error", provider = provider),
        Refusal::SignInLoop => fl!(words, "refusal-sign-in-loop", provider = provider),
        Refusal::MissingClaim => fl!(words, "refusal-missing-claim", provider = provider, claim = claim),
        Refusal::AlreadyDelivered => fl!(words, "refusal-already-delivered", provider = provider),
        Refusal::TooManyAttempts => fl!(words, "refusal-too-many-attempts", minutes = about.minutes),
        Refusal::TooBusy => fl!(words, "refusal-too-busy"),
        Refusal::BadRequest => fl!(words, "refusal-bad-request"),
        Refusal::TooLarge => fl!(words, "refusal-too-large"),
        Refusal::LengthRequired => fl!(words, "refusal-length-required"),
        Refusal::TooSlow => fl!(words, "refusal-too-slow"),
        Refusal::WrongContentType => fl!(words, "refusal-wrong-content-type"),
        Refusal::NotFound => fl!(words, "refusal-not-found"),
        Refusal::MethodNotAllowed => fl!(words, "refusal-method-not-allowed"),
        Refusal::WrongHost => fl!(words, "refusal-wrong-host"),
        Refusal::CrossSite => fl!(words, "refusal-cross-site"),
        Refusal::SignInRequired => fl!(words, "refusal-sign-in-required"),
        Refusal::AdministratorRequired => fl!(words, "refusal-administrator-required"),
        Refusal::SignInTooOld => fl!(words, "refusal-sign-in-too-old"),
    }
}

/// What was refused, in a few words, where administrators choose among refusals or count them.
pub fn refused(words: &Language, refusal: Refusal) -> String {
    match refusal {
        Refusal::WrongCredentials => fl!(words, "admin-refusal-wrong-credentials"),
        Refusal::FormExpired => fl!(words, "admin-refusal-form-expired"),
        Refusal::InvitationUnusable => fl!(words, "admin-refusal-invitation-unusable"),
        Refusal::PasswordTooShort => fl!(words, "admin-refusal-password-too-short"),
        Refusal::PasswordTooLong => fl!(words, "admin-refusal-password-too-long"),
        Refusal::PasswordCommon => fl!(words, "admin-refusal-password-common"),
        Refusal::PasswordUnchanged => fl!(words, "admin-refusal-password-unchanged"),
        Refusal::PasswordsDiffer => fl!(words, "admin-refusal-passwords-differ"),
        Refusal::WrongCurrentPassword => fl!(words, "admin-refusal-wrong-current-password"),
        Refusal::NotAllowed => fl!(words, "admin-refusal-not-allowed"),
        Refusal::ProviderUnknown => fl!(words, "admin-refusal-provider-unknown"),
        Refusal::ProviderDisabled => fl!(words, "admin-refusal-provider-disabled"),
        Refusal::ProviderError => fl!(words, "admin-refusal-provider-error"),
        Refusal::SignInLoop => fl!(words, "admin-refusal-sign-in-loop"),
        Refusal::MissingClaim => fl!(words, "admin-refusal-missing-claim"),
        Refusal::AlreadyDelivered => fl!(words, "admin-refusal-already-delivered"),
        Refusal::TooManyAttempts => fl!(words, "admin-refusal-too-many-attempts"),
        Refusal::TooBusy => fl!(words, "admin-refusal-too-busy"),
        Refusal::BadRequest => fl!(words, "admin-refusal-bad-request"),
        Refusal::TooLarge => fl!(words, "admin-refusal-too-large"),
        Refusal::LengthRequired => fl!(words, "admin-refusal-length-required"),
        Refusal::TooSlow => fl!(words, "admin-refusal-too-slow"),
        Refusal::WrongContentType => fl!(words, "admin-refusal-wrong-content-type"),
        Refusal::NotFound => fl!(words, "admin-refusal-not-found"),
        Refusal::MethodNotAllowed => fl!(words, "admin-refusal-method-not-allowed"),
        Refusal::WrongHost => fl!(words, "admin-refusal-wrong-host"),
        Refusal::CrossSite => fl!(words, "admin-refusal-cross-site"),
        Refusal::SignInRequired => fl!(words, "admin-refusal-sign-in-required"),
        Refusal::AdministratorRequired => fl!(words, "admin-refusal-administrator-required"),
        Refusal::SignInTooOld => fl!(words, "admin-refusal-sign-in-too-old"),
    }
}

/// What stands above and below the sentence when a refusal fills a page of its own. Refusals that only ever
/// stand above a form have the general heading of a request that did not work.
pub fn heading_and_advice(words: &Language, refusal: Refusal, about: &About<'_>) -> (String, String) {
    let (provider, claim) = (about.provider, about.claim);
    match refusal {
        Refusal::WrongCredentials
        | Refusal::PasswordTooShort
        | Refusal::PasswordTooLong
        | Refusal::PasswordCommon
        | Refusal::PasswordUnchanged
        | Refusal::PasswordsDiffer
        | Refusal::WrongCurrentPassword
        | Refusal::SignInTooOld
        | Refusal::BadRequest => {
            (fl!(words, "refusal-bad-request-heading"), fl!(words, "refusal-bad-request-advice"))
        }
        Refusal::FormExpired => {
            (fl!(words, "refusal-form-expired-heading"), fl!(words, "refusal-form-expired-advice"))
        }
        Refusal::InvitationUnusable => (
            fl!(words, "refusal-invitation-unusable-heading"),
            fl!(words, "refusal-invitation-unusable-advice"),
        ),
        Refusal::NotAllowed => (
            fl!(words, "refusal-not-allowed-heading", provider = provider),
            fl!(words, "refusal-not-allowed-advice", provider = provider),
        ),
        Refusal::ProviderUnknown => {
            (fl!(words, "refusal-provider-unknown-heading"), fl!(words, "refusal-provider-unknown-advice"))
        }
        Refusal::ProviderDisabled => (
            fl!(words, "refusal-provider-disabled-heading", provider = provider),
            fl!(words, "refusal-provider-disabled-advice"),
        ),
        Refusal::ProviderError => (
            fl!(words, "refusal-provider-error-heading", provider = provider),
            fl!(words, "refusal-provider-error-advice", provider = provider),
        ),
        Refusal::SignInLoop => (
            fl!(words, "refusal-sign-in-loop-heading", provider = provider),
            fl!(words, "refusal-sign-in-loop-advice", provider = provider),
        ),
        Refusal::MissingClaim => (
            fl!(words, "refusal-missing-claim-heading"),
            fl!(words, "refusal-missing-claim-advice", provider = provider, claim = claim),
        ),
        Refusal::AlreadyDelivered => (
            fl!(words, "refusal-already-delivered-heading"),
            fl!(words, "refusal-already-delivered-advice", provider = provider),
        ),
        Refusal::TooManyAttempts => {
            (fl!(words, "refusal-too-many-attempts-heading"), fl!(words, "refusal-too-many-attempts-advice"))
        }
        Refusal::TooBusy => (fl!(words, "refusal-too-busy-heading"), fl!(words, "refusal-too-busy-advice")),
        Refusal::TooLarge => {
            (fl!(words, "refusal-too-large-heading"), fl!(words, "refusal-too-large-advice"))
        }
        Refusal::LengthRequired => {
            (fl!(words, "refusal-length-required-heading"), fl!(words, "refusal-length-required-advice"))
        }
        Refusal::TooSlow => (fl!(words, "refusal-too-slow-heading"), fl!(words, "refusal-too-slow-advice")),
        Refusal::WrongContentType => (
            fl!(words, "refusal-wrong-content-type-heading"),
            fl!(words, "refusal-wrong-content-type-advice"),
        ),
        Refusal::NotFound => {
            (fl!(words, "refusal-not-found-heading"), fl!(words, "refusal-not-found-advice"))
        }
        Refusal::MethodNotAllowed => (
            fl!(words, "refusal-method-not-allowed-heading"),
            fl!(words, "refusal-method-not-allowed-advice"),
        ),
        Refusal::WrongHost => {
            (fl!(words, "refusal-wrong-host-heading"), fl!(words, "refusal-wrong-host-advice"))
        }
        Refusal::CrossSite => {
            (fl!(words, "refusal-cross-site-heading"), fl!(words, "refusal-cross-site-advice"))
        }
        Refusal::SignInRequired => {
            (fl!(words, "refusal-sign-in-required-heading"), fl!(words, "refusal-sign-in-required-advice"))
        }
        Refusal::AdministratorRequired => (
            fl!(words, "refusal-administrator-required-heading"),
            fl!(words, "refusal-administrator-required-advice"),
        ),
    }
}
