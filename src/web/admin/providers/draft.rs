//! A provider that is being added. It travels in the page, sealed for the administrator's session.

use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

use super::told;
use super::typed::Typed;
use crate::domain::provider::MAX_SECRET_BYTES;
use crate::flow::providers;
use crate::profile::ProviderProfile;
use crate::profile::schema::SecretOwner;
use crate::web::admin::gate::Administrator;
use crate::web::form::Form;
use crate::web::problem::Problem;
use crate::web::seal;
use crate::web::visit::Visit;

/// The field that carries it.
const DRAFT: &str = "draft";

/// What was filled in so far. It has no `Debug`: the secret is in it.
#[derive(Clone, Serialize, Deserialize)]
pub struct Draft {
    /// Its profile.
    pub profile: String,
    /// Its settings.
    pub typed: Typed,
    /// Its secret, when there is one.
    pub secret: Option<DraftSecret>,
    /// The secret is to be made here, or was.
    pub is_made_here: bool,
    /// Whose claims were looked at.
    pub person: String,
}

/// A secret that is not stored yet.
#[derive(Clone, Serialize, Deserialize)]
pub struct DraftSecret {
    /// The text.
    pub text: String,
    /// It was made here, and has to be shown.
    pub is_made_here: bool,
}

impl Drop for DraftSecret {
    fn drop(&mut self) {
        self.text.zeroize();
    }
}

impl Draft {
    /// Nothing is filled in but what fits most.
    pub fn fresh(visit: &Visit, administrator: &Administrator, profile: &ProviderProfile) -> Self {
        let words = visit.frame(Some(&administrator.person)).words;
        Self {
            profile: profile.name.clone(),
            typed: Typed {
                name: told::said(&words, &profile.title),
                slug: profile.name.clone(),
                is_for_everyone: true,
                ..Typed::default()
            },
            secret: None,
            is_made_here: profile.secret.owner == SecretOwner::Either,
            person: administrator.person.user.email.to_string(),
        }
    }

    /// What a form brought back; a fresh one when it brings none. `None` when it does not open here any more.
    pub fn opened(
        visit: &Visit,
        administrator: &Administrator,
        profile: &ProviderProfile,
        form: &Form,
    ) -> Option<Self> {
        let sealed = form.raw(DRAFT);
        if sealed.is_empty() {
            return Some(Self::fresh(visit, administrator, profile));
        }
        let context = &visit.state.context;
        let session = administrator.person.session.id;
        let draft: Self = seal::open_draft(&context.keys, session, sealed, context.now())?;
        (draft.profile == profile.name).then_some(draft)
    }

    /// The hidden field that carries it on.
    pub fn sealed(&self, visit: &Visit, administrator: &Administrator) -> Result<(String, String), Problem> {
        let context = &visit.state.context;
        let session = administrator.person.session.id;
        Ok((DRAFT.to_owned(), seal::draft(&context.keys, session, self, context.now())?))
    }

    /// Takes what was chosen about the secret. False when the text is too long to be one.
    pub fn take_secret(&mut self, form: &Form) -> Result<bool, Problem> {
        let is_made_here = form.raw("whence") == "made";
        let text = form.raw("secret");
        self.is_made_here = is_made_here;
        let kept = self.secret.take().filter(|kept| kept.is_made_here == is_made_here);
        self.secret = if is_made_here {
            match kept {
                Some(kept) => Some(kept),
                None => Some(DraftSecret { text: providers::generate()?.expose().to_owned(), is_made_here }),
            }
        } else if text.len() > MAX_SECRET_BYTES {
            return Ok(false);
        } else if text.is_empty() {
            kept
        } else {
            Some(DraftSecret { text: text.to_owned(), is_made_here })
        };
        Ok(true)
    }
}
