//! `POST /admin/users/{id}`: saving what is known of a person. Another address, and the loss of one's own rights, are
//! said once more before they happen.

use actix_web::HttpResponse;
use actix_web::web::{Path, Payload};
use i18n_embed_fl::fl;

use super::add::agreed;
use super::form::{self, Details};
use super::view::{self, NotTaken};
use super::{outcome, path_of};
use crate::domain::clock::Timestamp;
use crate::domain::refusal::Refusal;
use crate::domain::user::User;
use crate::flow::invitations;
use crate::flow::users::address::{self, AddressState};
use crate::flow::users::{self, UserChange, UserOutcome};
use crate::web::admin::gate::{Administrator, does};
use crate::web::admin::notice::go_on;
use crate::web::form::{Form, PROOF};
use crate::web::page::{self, Forms};
use crate::web::pages::admin::person::PersonConfirmPage;
use crate::web::pages::admin::{Notice, Section};
use crate::web::problem::Problem;
use crate::web::visit::Visit;

/// `POST /admin/users/{id}`.
pub async fn save(visit: Visit, id: Path<String>, payload: Payload) -> HttpResponse {
    does(visit, payload, async |visit, administrator, form| {
        let user = super::person(visit, &id).await?;
        let context = &visit.state.context;
        let words = visit.frame(Some(&administrator.person)).words;
        let seen = form.line("seen")?.to_owned();
        let (mut fields, details) = form::read(&words, form, &user.groups);
        let Some(details) = details else {
            return view::show(visit, administrator, user.id, not_taken(fields, seen, None)).await;
        };
        let release_address = form.is_ticked("release_address");
        let state = address::look(context, &details.person.email, user.id).await?;
        let is_open = match &state {
            AddressState::Free => true,
            AddressState::Held(_) => release_address,
            AddressState::Taken(_) => false,
        };
        if !is_open {
            outcome::mark_address(&words, context, &mut fields, &state);
            return view::show(visit, administrator, user.id, not_taken(fields, seen, None)).await;
        }
        let wish = Wish { user: &user, details: &details, form };
        if wish.is_unsaid(administrator) {
            return wish.ask(visit, administrator).await;
        }
        let is_out = wish.demotes_oneself(administrator);
        let change = change_of(&user, details, &seen, release_address)?;
        let origin = administrator.origin(visit);
        let outcome = users::change(context, user.id, change, &origin).await?;
        if let UserOutcome::Done(()) = outcome {
            if is_out {
                return page::see_other(&visit.state.path("/"));
            }
            let now = users::find_by_id(context, user.id).await?.unwrap_or(user);
            let told = fl!(words, "admin-person-saved", name = now.display_name());
            return go_on(visit, administrator, &path_of(now.id), &Notice::done(told));
        }
        let mut refusal = outcome::sentence(&words, context, &outcome);
        if outcome == UserOutcome::LastAdministrator {
            fields.administrator_problem = refusal.take().unwrap_or_default();
        }
        view::show(visit, administrator, user.id, not_taken(fields, seen, refusal)).await
    })
    .await
}

fn not_taken(
    fields: crate::web::pages::admin::person::PersonFields,
    seen: String,
    refusal: Option<String>,
) -> Option<NotTaken> {
    Some(NotTaken { fields, seen, refusal })
}

fn change_of(
    user: &User,
    Details { person, attributes }: Details,
    seen: &str,
    release_address: bool,
) -> Result<UserChange, Problem> {
    let seen: i64 = seen.parse().map_err(|_| Problem::Refused(Refusal::BadRequest))?;
    Ok(UserChange {
        email: Some(person.email),
        first_name: Some(person.first_name),
        last_name: Some(person.last_name),
        external_id: Some(person.external_id),
        locale: Some(person.locale),
        join: person.groups.difference(&user.groups).cloned().collect(),
        leave: user.groups.difference(&person.groups).cloned().collect(),
        is_administrator: Some(person.is_administrator),
        require_password_change: false,
        attributes,
        release_address,
        seen: Some(Timestamp::from_micros(seen)),
    })
}

/// What somebody wants to save.
struct Wish<'a> {
    user: &'a User,
    details: &'a Details,
    form: &'a Form,
}

impl Wish<'_> {
    fn changes_email(&self) -> bool {
        self.details.person.email != self.user.email
    }

    fn demotes_oneself(&self, administrator: &Administrator) -> bool {
        self.user.id == administrator.person.user.id
            && self.user.is_administrator
            && !self.details.person.is_administrator
    }

    /// Whether something must be said before it happens, and was not said yet.
    fn is_unsaid(&self, administrator: &Administrator) -> bool {
        let email = self.details.person.email.as_str();
        (self.changes_email() && !agreed(self.form, "email", email))
            || (self.demotes_oneself(administrator) && !agreed(self.form, "self", &self.user.id.to_string()))
    }

    /// Says it. Everything that was filled in travels along.
    async fn ask(&self, visit: &Visit, administrator: &Administrator) -> Result<HttpResponse, Problem> {
        let context = &visit.state.context;
        let (frame, shell) = administrator.around(visit, Section::People);
        let words = &frame.words;
        let is_agreement = |name: &str| name == PROOF || name.starts_with("agreed_");
        let fields = self.form.fields().iter().filter(|(name, _)| !is_agreement(name));
        let mut carried: Vec<(String, String)> = fields.cloned().collect();
        let name = self.user.display_name();
        let mut page = PersonConfirmPage {
            heading: fl!(words, "admin-person-self-demote-title"),
            person_path: path_of(self.user.id),
            name: name.clone(),
            sentences: Vec::new(),
            diff: Vec::new(),
            points_lede: fl!(words, "admin-person-email-points"),
            points: Vec::new(),
            typed: None,
            carried: Vec::new(),
            action: path_of(self.user.id),
            button: fl!(words, "admin-person-self-demote-button"),
            frame: frame.clone(),
            shell,
        };
        if self.demotes_oneself(administrator) {
            page.sentences.push(fl!(words, "admin-person-self-demote-lede"));
            carried.push(("agreed_self".to_owned(), self.user.id.to_string()));
        }
        if self.changes_email() {
            let known = address::known_at(context, self.user).await?;
            page.points = known.into_iter().map(|known| known.provider.name).collect();
            page.heading = fl!(words, "admin-person-email-title", name = name);
            page.button = fl!(words, "admin-person-email-button");
            page.sentences.push(if page.points.is_empty() {
                fl!(words, "admin-person-email-nowhere")
            } else {
                fl!(words, "admin-person-email-lede")
            });
            self.say_what_follows(visit, words, &mut page).await?;
            let label = fl!(words, "sign-in-email");
            page.diff = vec![(label, self.user.email.to_string(), self.details.person.email.to_string())];
            carried.push(("agreed_email".to_owned(), self.details.person.email.to_string()));
        }
        page.carried = carried;
        page::show(&page, 200, Forms::Own)
    }

    /// What goes along with another address. Another spelling gives nothing up.
    async fn say_what_follows(
        &self,
        visit: &Visit,
        words: &crate::web::language::Language,
        page: &mut PersonConfirmPage,
    ) -> Result<(), Problem> {
        if self.details.person.email.folded() == self.user.email.folded() {
            return Ok(());
        }
        let context = &visit.state.context;
        let days = context.rules.address_quarantine.as_secs() / (24 * 3600);
        if days > 0 {
            page.sentences.push(fl!(words, "admin-person-email-held", days = days));
        }
        if invitations::open_of(context, self.user.id).await?.is_some() {
            page.sentences.push(fl!(words, "admin-person-email-invitation"));
        }
        Ok(())
    }
}
