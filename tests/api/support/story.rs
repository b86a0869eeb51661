//! More words for stories: what the administrator does meanwhile, what a person does in one go, and what can be
//! seen behind the scenes.

use bridgewarden::domain::audit_chain::AuditRow;
use bridgewarden::domain::user::UserStatus;
use bridgewarden::flow::providers::{ProviderChange, ProviderOutcome};
use bridgewarden::flow::session::SignedIn;
use bridgewarden::flow::users::{UserChange, UserOutcome};
use bridgewarden::flow::{providers, session, throttle, users};
use bridgewarden::store::throttles::Which;

use super::bridge::{Bridge, PASSWORD};
use super::browser::{Browser, Page};
use super::html;

impl Bridge {
    /// The administrator changes a person.
    pub async fn change_person(&self, email: &str, change: UserChange) {
        let email = email.parse().unwrap();
        let outcome = users::change(&self.context, &email, change, &self.origin()).await.unwrap();
        assert_eq!(outcome, UserOutcome::Done(()), "{email}");
    }

    /// The administrator disables a person.
    pub async fn disable(&self, email: &str) {
        let email = email.parse().unwrap();
        let outcome =
            users::set_status(&self.context, &email, UserStatus::Disabled, &self.origin()).await.unwrap();
        assert_eq!(outcome, UserOutcome::Done(()), "{email}");
    }

    /// The administrator changes a provider.
    pub async fn change_provider(&self, slug: &str, change: ProviderChange) {
        let slug = slug.parse().unwrap();
        let outcome = providers::change(&self.context, &slug, change, &self.origin()).await.unwrap();
        assert_eq!(outcome, ProviderOutcome::Done(()), "{slug}");
    }

    /// The administrator switches a provider on or off.
    pub async fn switch(&self, slug: &str, is_enabled: bool) {
        self.change_provider(
            slug,
            ProviderChange { is_enabled: Some(is_enabled), ..ProviderChange::default() },
        )
        .await;
    }

    /// The administrator opens a provider to one group only.
    pub async fn open_only_to(&self, slug: &str, group: &str) {
        let open_to = [group.parse().unwrap()].into();
        self.change_provider(slug, ProviderChange { open_to, ..ProviderChange::default() }).await;
    }

    /// Good sessions of a person.
    pub async fn sessions_of(&self, email: &str) -> Vec<SignedIn> {
        let user = users::find(&self.context, &email.parse().unwrap()).await.unwrap().unwrap();
        session::list(&self.context, Some(user.id), 1000).await.unwrap()
    }

    /// The audit's rows of one kind, oldest first.
    pub async fn audit_of(&self, kind: &str) -> Vec<AuditRow> {
        self.audit().await.into_iter().filter(|row| row.kind == kind).collect()
    }

    /// The administrator lets everybody go on who must wait because of wrong passwords.
    pub async fn forget_guesses(&self) {
        throttle::clear(&self.context, Which::All, &self.origin()).await.unwrap();
    }

    /// How many tokens were ever minted.
    pub async fn tokens(&self) -> usize {
        self.audit_of("token-minted").await.len()
    }

    /// How many passwords a hashing thread has begun with.
    pub fn passwords_begun(&self) -> u64 {
        let metrics = self.context.metrics.render();
        let name = "bridgewarden_password_wait_seconds_count ";
        metrics.lines().find_map(|line| line.strip_prefix(name)).unwrap().parse().unwrap()
    }

    /// The page that Prometheus reads.
    pub async fn metrics(&self) -> String {
        Browser::new(&self.metrics_address).get("/metrics").await.is(200).body.clone()
    }
}

impl Browser {
    /// Opens a page of a provider, signs in on the way, and goes on to the end.
    pub async fn arrives(&mut self, wanted: &str, email: &str) -> Page {
        let sign_in = self.open(wanted).await;
        let delivery = self.sign_in(&sign_in, email, PASSWORD).await;
        delivery.is(200);
        self.carried(delivery).await
    }

    /// Signs in without going anywhere, and sees the list of services.
    pub async fn signs_in_here(&mut self, email: &str) -> Page {
        let sign_in = self.open("/sign-in").await;
        let answer = self.sign_in(&sign_in, email, PASSWORD).await;
        answer.is(303);
        let tiles = self.follow(answer).await;
        tiles.is(200);
        assert_eq!(tiles.place(), "/");
        tiles
    }

    /// Whether this browser is signed in: the home page is there instead of leading to the sign-in page.
    pub async fn is_signed_in(&mut self) -> bool {
        self.get("/").await.status == 200
    }
}

impl Page {
    /// Fails if the page says `text`.
    pub fn lacks(&self, text: &str) -> &Self {
        assert!(
            !html::unescape(&self.body).contains(text),
            "{text:?} is on {} ({}): {}",
            self.url,
            self.status,
            self.body
        );
        self
    }

    /// The form whose address, its query aside, ends so.
    pub fn form_to(&self, end: &str) -> html::HtmlForm {
        let leads_there = |form: &html::HtmlForm| form.action.split('?').next().unwrap().ends_with(end);
        let found = self.forms().into_iter().find(leads_there);
        found.unwrap_or_else(|| panic!("no form to {end} on {} ({}): {}", self.url, self.status, self.body))
    }

    /// The link whose address contains this.
    pub fn link(&self, part: &str) -> String {
        let found = html::links(&self.body).into_iter().find(|address| address.contains(part));
        found
            .unwrap_or_else(|| panic!("no link with {part} on {} ({}): {}", self.url, self.status, self.body))
    }
}
