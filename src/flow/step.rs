//! Where a sign-in can stand. The edge shows it; it decides nothing.

use std::time::Duration;

use super::session::SessionToken;
use crate::domain::email::EmailAddress;
use crate::domain::id::UserId;
use crate::domain::refusal::Refusal;
use crate::domain::sign_in::PendingSignIn;
use crate::mint::delivery::Delivery;

/// The provider as people see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderName {
    /// Its name in addresses.
    pub slug: String,
    /// Its name on pages.
    pub name: String,
}

/// A session that began.
#[derive(Clone, Debug)]
pub struct Begun {
    /// What the browser is given.
    pub session: SessionToken,
    /// Whose it is.
    pub user_id: UserId,
}

/// Where a sign-in stands.
#[derive(Debug)]
pub enum SignInStep {
    /// The person is asked for address and password.
    AskPassword {
        /// Travels in the page.
        pending: PendingSignIn,
        /// To whom it leads.
        provider: Option<ProviderName>,
        /// Why they are asked again.
        refusal: Option<Refusal>,
    },
    /// Too many passwords were guessed: this one was not looked at.
    MustWait {
        /// Travels in the page.
        pending: PendingSignIn,
        /// To whom it leads.
        provider: Option<ProviderName>,
        /// How long.
        wait: Duration,
    },
    /// The password was right, and a new one must be chosen.
    ChangePassword {
        /// Travels in the page, with the proof of the password.
        pending: PendingSignIn,
        /// To whom it leads.
        provider: Option<ProviderName>,
        /// Whose password.
        email: EmailAddress,
        /// What was wrong with the last choice.
        refusal: Option<Refusal>,
    },
    /// The person is carried across.
    Deliver {
        /// To whom.
        provider: ProviderName,
        /// How.
        delivery: Delivery,
        /// The session that began, when one did.
        begun: Option<Begun>,
    },
    /// The person is signed in here and was not going anywhere.
    SignedIn {
        /// The session that began.
        begun: Begun,
        /// The page of ours that asked them to sign in.
        onward: Option<String>,
    },
    /// The person is told no, on a page of its own.
    Refused {
        /// Why.
        refusal: Refusal,
        /// The provider, where one is concerned.
        provider: Option<ProviderName>,
        /// The claim that is missing, where one is.
        claim: Option<String>,
        /// The session that began, when one did: being refused one provider is not being refused them all.
        begun: Option<Begun>,
    },
    /// The token of this page was delivered before: Back or refresh sent the form again. Nothing was minted.
    AlreadyDelivered {
        /// To whom.
        provider: Option<ProviderName>,
        /// The parameters with which the provider had asked, so that the person can open it anew.
        query: Vec<(String, String)>,
    },
    /// The provider reported an error of its own.
    ProviderError {
        /// Which.
        provider: ProviderName,
        /// In its own words, if it gave any.
        message: Option<String>,
    },
}

impl SignInStep {
    /// A refusal that concerns no provider in particular.
    pub fn refused(refusal: Refusal) -> Self {
        Self::Refused { refusal, provider: None, claim: None, begun: None }
    }

    /// A refusal that concerns a provider.
    pub fn refused_at(refusal: Refusal, provider: ProviderName) -> Self {
        Self::Refused { refusal, provider: Some(provider), claim: None, begun: None }
    }
}
