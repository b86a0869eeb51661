//! Refusals: no, said to a person, with a reason. Each has one stable code, one status and, by its code, one
//! sentence in `locales/` (`refusal-CODE`) and one anchor in `docs/refusals.md`.
//!
//! To add one: a variant here, its row in the table below, its sentences in every language, its paragraph in
//! the documentation. Tests hold the four together.

/// Why a person was told no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// Unknown address, wrong password, disabled account or no password: never said which.
    WrongCredentials,
    /// The page was open too long, or belongs to another browser.
    FormExpired,
    /// The invitation is used, expired, ended, or never was one: never said which.
    InvitationUnusable,
    /// The new password is too short.
    PasswordTooShort,
    /// The password is longer than is ever hashed.
    PasswordTooLong,
    /// The new password is easily guessed.
    PasswordCommon,
    /// The new password is the old one.
    PasswordUnchanged,
    /// The two new passwords differ.
    PasswordsDiffer,
    /// The present password, asked for before a change, is wrong.
    WrongCurrentPassword,
    /// The person is in none of the provider's groups.
    NotAllowed,
    /// No provider has that name.
    ProviderUnknown,
    /// The provider is switched off.
    ProviderDisabled,
    /// The provider reported an error of its own.
    ProviderError,
    /// The same browser was sent to the same provider too often within a minute.
    SignInLoop,
    /// A claim that the provider requires is empty in the person's record.
    MissingClaim,
    /// The token of this page was delivered already.
    AlreadyDelivered,
    /// The hash pool's queue is full.
    TooBusy,
    /// Too many passwords were guessed: wait.
    TooManyAttempts,
    /// Doubled parameters, broken encoding, control characters.
    BadRequest,
    /// More bytes than this address takes.
    TooLarge,
    /// A body came in chunks, without saying how long it is.
    LengthRequired,
    /// The body came too slowly.
    TooSlow,
    /// A form was not sent as a form.
    WrongContentType,
    /// Nothing is there.
    NotFound,
    /// The address exists, but not for this method.
    MethodNotAllowed,
    /// The request was meant for another host.
    WrongHost,
    /// A form was sent from another site.
    CrossSite,
    /// The page needs a session.
    SignInRequired,
    /// The page is for administrators.
    AdministratorRequired,
    /// The provider wants a sign-in of late.
    SignInTooOld,
}

impl Refusal {
    /// Every refusal, for the tests that keep texts and documentation complete.
    pub const ALL: [Self; 30] = [
        Self::WrongCredentials,
        Self::FormExpired,
        Self::InvitationUnusable,
        Self::PasswordTooShort,
        Self::PasswordTooLong,
        Self::PasswordCommon,
        Self::PasswordUnchanged,
        Self::PasswordsDiffer,
        Self::WrongCurrentPassword,
        Self::NotAllowed,
        Self::ProviderUnknown,
        Self::ProviderDisabled,
        Self::ProviderError,
        Self::SignInLoop,
        Self::MissingClaim,
        Self::AlreadyDelivered,
        Self::TooBusy,
        Self::TooManyAttempts,
        Self::BadRequest,
        Self::TooLarge,
        Self::LengthRequired,
        Self::TooSlow,
        Self::WrongContentType,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::WrongHost,
        Self::CrossSite,
        Self::SignInRequired,
        Self::AdministratorRequired,
        Self::SignInTooOld,
    ];

    /// The code by which logs, audit, metrics and documentation name it. Never changes.
    pub const fn code(self) -> &'static str {
        self.row().0
    }

    /// The HTTP status.
    pub const fn status(self) -> u16 {
        self.row().1
    }

    const fn row(self) -> (&'static str, u16) {
        match self {
            // 401 would demand a WWW-Authenticate challenge (RFC 9110, 15.5.2), which browsers answer with a box of their own.
            Self::WrongCredentials => ("wrong-credentials", 403),
            Self::FormExpired => ("form-expired", 403),
            Self::InvitationUnusable => ("invitation-unusable", 404),
            Self::PasswordTooShort => ("password-too-short", 422),
            Self::PasswordTooLong => ("password-too-long", 413),
            Self::PasswordCommon => ("password-common", 422),
            Self::PasswordUnchanged => ("password-unchanged", 422),
            Self::PasswordsDiffer => ("passwords-differ", 422),
            Self::WrongCurrentPassword => ("wrong-current-password", 403),
            Self::NotAllowed => ("not-allowed", 403),
            Self::ProviderUnknown => ("provider-unknown", 404),
            Self::ProviderDisabled => ("provider-disabled", 403),
            Self::ProviderError => ("provider-error", 200),
            Self::SignInLoop => ("sign-in-loop", 429),
            Self::MissingClaim => ("missing-claim", 403),
            Self::AlreadyDelivered => ("already-delivered", 409),
            Self::TooBusy => ("too-busy", 503),
            Self::TooManyAttempts => ("too-many-attempts", 429),
            Self::BadRequest => ("bad-request", 400),
            Self::TooLarge => ("too-large", 413),
            Self::LengthRequired => ("length-required", 411),
            Self::TooSlow => ("too-slow", 408),
            Self::WrongContentType => ("wrong-content-type", 415),
            Self::NotFound => ("not-found", 404),
            Self::MethodNotAllowed => ("method-not-allowed", 405),
            Self::WrongHost => ("wrong-host", 421),
            Self::CrossSite => ("cross-site", 403),
            Self::SignInRequired => ("sign-in-required", 403),
            Self::AdministratorRequired => ("administrator-required", 403),
            // The ordinary way to such a provider, and no fault of anybody's.
            Self::SignInTooOld => ("sign-in-too-old", 200),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_named_once() {
        let codes: std::collections::BTreeSet<_> =
            Refusal::ALL.iter().map(|refusal| refusal.code()).collect();
        assert_eq!(codes.len(), Refusal::ALL.len());
    }
}
