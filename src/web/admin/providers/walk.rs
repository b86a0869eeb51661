//! `/admin/providers/new/{profile}`: a provider is added, step by step. Each step is a form that brings what was filled
//! in before along, sealed; `go` says where to.

use actix_web::HttpResponse;
use actix_web::web::{Path, Payload};
use i18n_embed_fl::fl;

use super::draft::Draft;
use super::typed::{Judged, Problems, SLUG, Typed, WHOLE};
use super::{path_of, told};
use crate::domain::email::EmailAddress;
use crate::domain::provider::{SecretFacts, SecretRefused, Slug};
use crate::domain::refusal::Refusal;
use crate::flow::providers::{self, NewProvider, Previewed, ProviderOutcome, SecretChoice};
use crate::flow::users;
use crate::profile::ProviderProfile;
use crate::web::admin::gate::{Administrator, does, shows};
use crate::web::admin::notice::go_on;
use crate::web::language::Language;
use crate::web::page::{self, Forms};
use crate::web::pages::admin::provider_parts::CopyValue;
use crate::web::pages::admin::provider_walk::{Walk, states};
use crate::web::pages::admin::{
    Notice, Section, WalkPastePage, WalkPreviewPage, WalkSecretPage, WalkSettingsPage,
};
use crate::web::problem::Problem;
use crate::web::visit::Visit;

/// How many groups can be ticked; others are typed.
pub const KNOWN_GROUPS: usize = 30;

/// The names of the steps.
pub fn steps(words: &Language) -> Vec<String> {
    vec![
        fl!(words, "admin-provider-step-kind"),
        fl!(words, "admin-provider-step-settings"),
        fl!(words, "admin-provider-step-secret"),
        fl!(words, "admin-provider-step-paste"),
        fl!(words, "admin-provider-step-preview"),
    ]
}

/// `GET /admin/providers/new/{profile}`: the settings, empty.
pub async fn begin(visit: Visit, name: Path<String>) -> HttpResponse {
    shows(visit, async |visit, administrator| {
        let profile = profile_of(visit, &name)?;
        let draft = Draft::fresh(visit, administrator, profile);
        Walking { visit, administrator, profile, draft }.settings(&Problems::new()).await
    })
    .await
}

/// `POST /admin/providers/new/{profile}`: one step on, or back.
pub async fn step(visit: Visit, name: Path<String>, payload: Payload) -> HttpResponse {
    does(visit, payload, async |visit, administrator, form| {
        let profile = profile_of(visit, &name)?;
        let draft = Draft::opened(visit, administrator, profile, form).ok_or(Refusal::FormExpired)?;
        let mut walking = Walking { visit, administrator, profile, draft };
        match form.raw("from") {
            "settings" => walking.draft.typed = Typed::read(form)?,
            "secret" if !walking.draft.take_secret(form)? => {
                let words = walking.words();
                return walking.secret(told::secret_refused(&words, SecretRefused::TooLong));
            }
            "preview" => walking.draft.person = form.line("person")?.trim().to_owned(),
            _ => {}
        }
        walking.go(form.raw("go")).await
    })
    .await
}

fn profile_of<'a>(visit: &'a Visit, name: &str) -> Result<&'a ProviderProfile, Problem> {
    visit.state.context.catalogue.get(name).ok_or(Problem::Refused(Refusal::NotFound))
}

/// Somebody on the way.
struct Walking<'a> {
    visit: &'a Visit,
    administrator: &'a Administrator,
    profile: &'a ProviderProfile,
    draft: Draft,
}

impl Walking<'_> {
    fn words(&self) -> Language {
        self.visit.frame(Some(&self.administrator.person)).words
    }

    fn walk(&self, now: usize) -> Result<Walk, Problem> {
        Ok(Walk {
            kind: told::said(&self.words(), &self.profile.title),
            action: format!("/admin/providers/new/{}", self.profile.name),
            hidden: vec![self.draft.sealed(self.visit, self.administrator)?],
            steps: states(steps(&self.words()), now),
        })
    }

    /// Shows the step that is wanted, or the first before it that is not in order.
    async fn go(mut self, to: &str) -> Result<HttpResponse, Problem> {
        if to == "settings" {
            return self.settings(&Problems::new()).await;
        }
        let (judged, slug) = match self.judge().await? {
            Ok(judged) => judged,
            Err(problems) => return self.settings(&problems).await,
        };
        if to == "secret" {
            return self.secret(String::new());
        }
        let facts = match self.look_at_secret().await? {
            Ok(facts) => facts,
            Err(problem) => return self.secret(problem),
        };
        match to {
            "paste" => self.paste(&slug, &facts),
            "preview" => self.preview(&judged).await,
            "save" => self.save(judged, slug).await,
            _ => Err(Refusal::BadRequest.into()),
        }
    }

    async fn judge(&self) -> Result<Result<(Judged, Slug), Problems>, Problem> {
        let words = self.words();
        let mut problems = Problems::new();
        let slug = match self.draft.typed.slug.parse::<Slug>() {
            Ok(slug) => {
                if providers::find(&self.visit.state.context, &slug).await?.is_some() {
                    problems.insert(SLUG.into(), fl!(words, "admin-provider-wrong-slug-taken"));
                }
                Some(slug)
            }
            Err(_) => {
                problems.insert(SLUG.into(), fl!(words, "admin-provider-wrong-slug"));
                None
            }
        };
        Ok(match (self.draft.typed.judge(&words, self.profile), slug) {
            (Ok(judged), Some(slug)) if problems.is_empty() => Ok((judged, slug)),
            (Ok(_), _) => Err(problems),
            (Err(more), _) => {
                problems.extend(more);
                Err(problems)
            }
        })
    }

    /// What may be known of the secret, or what is wrong with it.
    async fn look_at_secret(&self) -> Result<Result<SecretFacts, String>, Problem> {
        let words = self.words();
        let Some(secret) = &self.draft.secret else {
            return Ok(Err(told::secret_refused(&words, SecretRefused::Empty)));
        };
        let context = &self.visit.state.context;
        let looked = providers::look_at(context, &self.profile.name, &secret.text).await?;
        Ok(match looked {
            ProviderOutcome::Done(facts) => Ok(facts),
            other => Err(told::not_done(&words, &other)),
        })
    }

    async fn settings(&self, problems: &Problems) -> Result<HttpResponse, Problem> {
        let (frame, shell) = self.administrator.around(self.visit, Section::Providers);
        let known = users::groups(&self.visit.state.context, KNOWN_GROUPS).await?;
        let page = WalkSettingsPage {
            walk: self.walk(1)?,
            notes: told::notes(&frame.words, self.profile),
            form: self.draft.typed.form(&frame.words, self.profile, problems, &known, true),
            frame,
            shell,
        };
        page::show(&page, if problems.is_empty() { 200 } else { 422 }, Forms::Own)
    }

    fn secret(&self, problem: String) -> Result<HttpResponse, Problem> {
        let (frame, shell) = self.administrator.around(self.visit, Section::Providers);
        let kept = self.draft.secret.as_ref().filter(|_| problem.is_empty());
        let page = WalkSecretPage {
            walk: self.walk(2)?,
            who: told::secret_owner(&frame.words, self.profile),
            is_made_here: self.draft.is_made_here,
            kept: match kept {
                Some(secret) if secret.is_made_here => fl!(frame.words, "admin-provider-kept-made"),
                Some(secret) => fl!(frame.words, "admin-provider-kept-given", bytes = secret.text.len()),
                None => String::new(),
            },
            problem,
            frame,
            shell,
        };
        let status = if page.problem.is_empty() { 200 } else { 422 };
        page::show(&page, status, Forms::Own)
    }

    fn paste(&self, slug: &Slug, facts: &SecretFacts) -> Result<HttpResponse, Problem> {
        let (frame, shell) = self.administrator.around(self.visit, Section::Providers);
        let words = &frame.words;
        let mut values = addresses(self.visit, words, slug);
        let made = self.draft.secret.as_ref().filter(|secret| secret.is_made_here);
        if let Some(secret) = made {
            values.push(CopyValue::new("secret", fl!(words, "admin-provider-secret"), secret.text.clone()));
        }
        let filled = self.profile.fill(&self.draft.typed.settings);
        let page = WalkPastePage {
            walk: self.walk(3)?,
            values,
            shows_secret: made.is_some(),
            endpoint: filled.map(|filled| filled.endpoint.to_string()).unwrap_or_default(),
            secret: told::facts(words, facts),
            warnings: told::short_secret(words, facts).into_iter().collect(),
            notes: told::notes(words, self.profile),
            frame,
            shell,
        };
        page::show(&page, 200, Forms::Own)
    }

    async fn preview(&self, judged: &Judged) -> Result<HttpResponse, Problem> {
        let (frame, shell) = self.administrator.around(self.visit, Section::Providers);
        let draft = providers::Draft {
            profile: self.profile.name.clone(),
            settings: judged.settings.clone(),
            groups: judged.groups.clone(),
            is_enabled: None,
        };
        let context = &self.visit.state.context;
        let previewed = match self.draft.person.parse::<EmailAddress>() {
            Ok(email) => providers::preview_draft(context, &draft, &email).await?,
            Err(_) => Previewed::PersonUnknown,
        };
        let preview = match &previewed {
            Previewed::Shown(preview) => Some(told::claims(&frame.words, preview)),
            _ => None,
        };
        let problem =
            if preview.is_some() { String::new() } else { fl!(frame.words, "admin-provider-wrong-person") };
        let page = WalkPreviewPage {
            walk: self.walk(4)?,
            name: judged.name.clone(),
            person: self.draft.person.clone(),
            problem,
            preview,
            frame,
            shell,
        };
        page::show(&page, if page.problem.is_empty() { 200 } else { 422 }, Forms::Own)
    }

    async fn save(&mut self, judged: Judged, slug: Slug) -> Result<HttpResponse, Problem> {
        let (words, path) = (self.words(), path_of(&slug));
        let name = judged.name.clone();
        let new = NewProvider {
            slug,
            name: Some(judged.name),
            profile: self.profile.name.clone(),
            settings: judged.settings,
            groups: judged.groups,
            max_sign_in_age: judged.age,
            is_enabled: false,
        };
        let text = self.draft.secret.as_ref().map(|secret| secret.text.clone()).unwrap_or_default();
        let choice = SecretChoice::Given(text.into_bytes());
        let origin = self.administrator.origin(self.visit);
        match providers::add(&self.visit.state.context, new, choice, &origin).await? {
            ProviderOutcome::Done(_) => {
                let told = Notice::done(fl!(words, "admin-provider-saved", name = name));
                go_on(self.visit, self.administrator, &path, &told)
            }
            other @ (ProviderOutcome::SecretUnfit(_) | ProviderOutcome::SecretShared(_)) => {
                self.secret(told::not_done(&words, &other))
            }
            other => {
                let place = if other == ProviderOutcome::SlugTaken { SLUG } else { WHOLE };
                self.settings(&Problems::from([(place.to_owned(), told::not_done(&words, &other))])).await
            }
        }
    }
}

/// Our two addresses for a provider.
pub fn addresses(visit: &Visit, words: &Language, slug: &Slug) -> Vec<CopyValue> {
    let url = |end: &str| visit.state.public_url.address(&format!("/sso/{slug}/{end}"));
    vec![
        CopyValue::new("remote-login", fl!(words, "admin-provider-remote-login"), url("login")),
        CopyValue::new("remote-logout", fl!(words, "admin-provider-remote-logout"), url("logout")),
    ]
}
