//! What is looked for among the sessions.

use i18n_embed_fl::fl;

use crate::domain::email::EmailAddress;
use crate::domain::provider::{ServiceProvider, Slug};
use crate::domain::refusal::Refusal;
use crate::domain::user::User;
use crate::flow::{providers, users};
use crate::store::signed_in::{SessionFilter, SessionPlace};
use crate::web::language::Language;
use crate::web::pages::admin::AuditChoice;
use crate::web::problem::Problem;
use crate::web::visit::Visit;

/// No address, name or browser that is looked for is longer.
const MOST_SOUGHT: usize = 254;

/// What is looked for, as it was typed and chosen.
#[derive(Clone, Debug, Default)]
pub(super) struct Sought {
    pub person: String,
    pub provider: String,
    pub search: String,
    pub behind: Option<SessionPlace>,
}

impl Sought {
    pub fn of(query: &[(String, String)]) -> Result<Self, Problem> {
        let value =
            |name: &str| query.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value).trim();
        let typed = ["person", "provider", "search"].map(value);
        if typed.iter().any(|text| text.len() > MOST_SOUGHT) {
            return Err(Refusal::TooLarge.into());
        }
        let behind = Some(value("after")).filter(|after| !after.is_empty()).map(place).transpose()?;
        let [person, provider, search] = typed.map(str::to_owned);
        Ok(Self { person, provider, search, behind })
    }

    /// The address of the page that shows this, below the public URL's path.
    pub fn address(&self, behind: Option<SessionPlace>) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in
            [("person", &self.person), ("provider", &self.provider), ("search", &self.search)]
        {
            if !value.is_empty() {
                query.append_pair(name, value);
            }
        }
        if let Some(place) = behind {
            query.append_pair("after", &format!("{}.{}", place.expires_at, place.id));
        }
        let query = query.finish();
        if query.is_empty() { "/admin/sessions".to_owned() } else { format!("/admin/sessions?{query}") }
    }

    pub fn is_filtered(&self) -> bool {
        [&self.person, &self.provider, &self.search].iter().any(|typed| !typed.is_empty())
    }
}

fn place(text: &str) -> Result<SessionPlace, Problem> {
    let parsed = text
        .split_once('.')
        .and_then(|(at, id)| Some(SessionPlace { expires_at: at.parse().ok()?, id: id.parse().ok()? }));
    parsed.ok_or_else(|| Refusal::BadRequest.into())
}

/// Whom and what that means.
pub(super) struct Meant {
    pub person: Option<User>,
    pub provider: Option<ServiceProvider>,
    /// All providers, to choose from.
    pub providers: Vec<AuditChoice>,
    /// What is wrong with the person, and with the provider.
    pub problems: [String; 2],
}

impl Meant {
    pub async fn by(visit: &Visit, words: &Language, sought: &Sought) -> Result<Self, Problem> {
        let context = &visit.state.context;
        let person = match sought.person.parse::<EmailAddress>() {
            Ok(email) => users::find(context, &email).await?,
            Err(_) => None,
        };
        let all = providers::list(context).await?;
        let chosen = sought.provider.as_str();
        let mut choices: Vec<AuditChoice> =
            all.iter().map(|one| AuditChoice::of(one.slug.as_str(), &one.name, chosen)).collect();
        let provider = all.into_iter().find(|one| one.slug.as_str() == chosen);
        let mut problems = [String::new(), String::new()];
        if person.is_none() && !sought.person.is_empty() {
            problems[0] = fl!(words, "admin-sessions-nobody");
        }
        if provider.is_none() && !chosen.is_empty() {
            choices.push(AuditChoice::of(chosen, chosen, chosen));
            problems[1] = fl!(words, "admin-sessions-no-such-service");
        }
        Ok(Self { person, provider, providers: choices, problems })
    }

    /// The sessions that are meant, when it is known whose and where.
    pub fn filter(&self, sought: &Sought) -> Option<SessionFilter> {
        self.problems.iter().all(String::is_empty).then(|| SessionFilter {
            user: self.person.as_ref().map(|person| person.id),
            provider: self.provider.as_ref().map(|provider| provider.id),
            text: Some(sought.search.clone()).filter(|text| !text.is_empty()),
        })
    }
}

/// The provider of that slug; none, when none is named.
pub(super) async fn provider(visit: &Visit, slug: &str) -> Result<Option<ServiceProvider>, Problem> {
    if slug.is_empty() {
        return Ok(None);
    }
    let slug: Slug = slug.parse().map_err(|_| Problem::Refused(Refusal::NotFound))?;
    let found = providers::find(&visit.state.context, &slug).await?;
    Ok(Some(found.ok_or(Problem::Refused(Refusal::NotFound))?))
}
