//! A real bridge on a free port, with a clock that stands still until a story advances it.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;

use bridgewarden::config::{Config, Layers};
use bridgewarden::crypto::seal::SealingKey;
use bridgewarden::domain::audit::{Actor, Origin};
use bridgewarden::domain::audit_chain::AuditRow;
use bridgewarden::domain::clock::{Clock, SystemClock, TestClock};
use bridgewarden::domain::password::Password;
use bridgewarden::flow::providers::{NewProvider, ProviderOutcome, SecretChoice};
use bridgewarden::flow::users::{NewUser, PasswordChoice, UserOutcome};
use bridgewarden::flow::{Context, audit, providers, users};
use bridgewarden::simulator::{self, Kind, Simulator};
use bridgewarden::startup::{self, Running};
use bridgewarden::store::audit::AuditFilter;

use super::browser::Browser;
use super::database::Database;

/// The password of everybody in the stories.
pub const PASSWORD: &str = "correct horse battery";
/// The shared secret of every generic provider in the stories.
pub const SECRET: &str = "0123456789abcdef0123456789abcdef";

/// A running bridge.
pub struct Bridge {
    pub context: Arc<Context>,
    pub clock: TestClock,
    pub database: Database,
    pub address: String,
    pub metrics_address: String,
    running: Option<Running>,
}

impl Bridge {
    /// Starts with the defaults of the stories: cheap hashing, metrics on.
    pub async fn start(database: Database) -> Self {
        Self::start_with(database, &[]).await
    }

    /// Starts with further options, `SECTION.KEY=VALUE`.
    pub async fn start_with(database: Database, options: &[&str]) -> Self {
        let clock = TestClock::at(SystemClock.now());
        Self::start_at(database, clock, options).await
    }

    /// Starts on an existing database and clock, as after a restart.
    pub async fn start_at(database: Database, clock: TestClock, options: &[&str]) -> Self {
        let config = config(&database, options);
        let context = Arc::new(startup::context(&config, Arc::new(clock.clone())).unwrap());
        let running = startup::serve(&config, context.clone()).unwrap();
        let address = format!("http://{}", running.address);
        let metrics_address = format!("http://{}", running.metrics_address.unwrap());
        Self { context, clock, database, address, metrics_address, running: Some(running) }
    }

    /// Stops it gracefully and gives the database back.
    pub async fn stop(mut self) -> (Database, TestClock) {
        self.running.take().unwrap().stop().await;
        (self.database, self.clock)
    }

    /// A browser that has never been here.
    pub fn browser(&self) -> Browser {
        Browser::new(&self.address)
    }

    /// A browser in which that person, who has [`PASSWORD`], has signed in without a provider.
    pub async fn signed_in(&self, email: &str) -> Browser {
        let mut browser = self.browser();
        let page = browser.get("/sign-in").await;
        browser.sign_in(&page, email, PASSWORD).await.is(303);
        browser
    }

    /// The administrator at the command line.
    pub fn origin(&self) -> Origin {
        Origin { actor: Actor::CommandLine("test".into()), client_address: "".into(), request_id: "".into() }
    }

    /// Adds Ann Lee, or somebody like her, with [`PASSWORD`].
    pub async fn add_person(&self, email: &str) {
        self.add(
            email,
            |_| {},
            PasswordChoice::Given { password: Password::parse(PASSWORD).unwrap(), must_change: false },
        )
        .await;
    }

    /// Adds an administrator with [`PASSWORD`].
    pub async fn add_administrator(&self, email: &str) {
        let password = Password::parse(PASSWORD).unwrap();
        let choice = PasswordChoice::Given { password, must_change: false };
        self.add(email, |new| new.is_administrator = true, choice).await;
    }

    /// Adds a person who differs from Ann Lee; returns the one-time password if there is one.
    pub async fn add(
        &self,
        email: &str,
        change: impl FnOnce(&mut NewUser),
        choice: PasswordChoice,
    ) -> Option<String> {
        let mut new = NewUser {
            email: email.parse().unwrap(),
            first_name: "Ann".into(),
            last_name: "Lee".into(),
            external_id: None,
            locale: None,
            groups: [].into(),
            is_administrator: false,
        };
        change(&mut new);
        match users::add(&self.context, new, choice, &self.origin()).await.unwrap() {
            UserOutcome::Done(one_time) => one_time.map(|made| made.expose().to_owned()),
            other => panic!("{email} was not added: {other:?}"),
        }
    }

    /// Starts a pretended provider and adds it under its kind's name.
    pub async fn add_simulator(&self, kind: Kind, known_people: &[&str]) -> Simulator {
        self.add_simulator_with(kind, known_people, None).await
    }

    /// The same, with an onward hop over another host name.
    pub async fn add_simulator_with(
        &self,
        kind: Kind,
        known_people: &[&str],
        onward: Option<&str>,
    ) -> Simulator {
        let secret = format!("secret of {kind}: 0123456789abcdef0123456789");
        let simulator = simulator::start(simulator::Options {
            kind,
            port: 0,
            secret: secret.clone().into_bytes(),
            remote_login_url: format!("{}/sso/{kind}/login", self.address),
            remote_logout_url: format!("{}/sso/{kind}/logout", self.address),
            known_people: known_people.iter().map(ToString::to_string).collect(),
            onward_host: onward.map(str::to_owned),
        })
        .await
        .unwrap();
        let host_setting = match kind {
            Kind::ItGlue | Kind::Zendesk => "host",
            Kind::AhaIdeas => "portal_host",
            Kind::MojoHelpdesk => "helpdesk_host",
        };
        let host = format!("127.0.0.1:{}", simulator.port());
        let allowed = format!("localhost:{}", simulator.port());
        let settings = [(host_setting, host.as_str()), ("allowed_hosts", allowed.as_str())];
        self.add_provider(kind.slug(), kind.slug(), &settings, &secret).await;
        simulator
    }

    /// Adds a provider, switched on, open to everyone.
    pub async fn add_provider(&self, slug: &str, profile: &str, settings: &[(&str, &str)], secret: &str) {
        let new = NewProvider {
            slug: slug.parse().unwrap(),
            name: None,
            profile: profile.into(),
            settings: settings
                .iter()
                .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
                .collect::<BTreeMap<_, _>>(),
            groups: [].into(),
            max_sign_in_age: None,
            is_enabled: true,
        };
        let choice = SecretChoice::Given(secret.as_bytes().to_vec());
        match providers::add(&self.context, new, choice, &self.origin()).await.unwrap() {
            ProviderOutcome::Done(_) => {}
            other => panic!("{slug} was not added: {other:?}"),
        }
    }

    /// The audit, oldest first.
    pub async fn audit(&self) -> Vec<AuditRow> {
        let mut export = audit::Export::begin(&self.context, AuditFilter::default()).await.unwrap();
        let mut rows: Vec<AuditRow> = Vec::new();
        while let Some(more) = export.next(&self.context).await.unwrap() {
            rows.extend(more);
        }
        // In the order in which they were written: the clock of a story may have been set back.
        rows.sort_by_key(|row| row.id);
        rows
    }

    /// How many rows of that kind the audit has.
    pub async fn count_audit(&self, kind: &str) -> usize {
        self.audit().await.iter().filter(|row| row.kind == kind).count()
    }

    /// The kinds of the audit's rows, oldest first, without what the stories' own preparation left.
    pub async fn audit_kinds(&self) -> Vec<String> {
        let rows = self.audit().await;
        let is_story = |row: &&AuditRow| !row.actor.starts_with("command-line");
        rows.iter().filter(is_story).map(|row| row.kind.clone()).collect()
    }
}

/// The stories' configuration.
pub fn config(database: &Database, options: &[&str]) -> Config {
    let key_file = database.folder.path().join("test.key");
    if !key_file.exists() {
        std::fs::write(&key_file, SealingKey::random().unwrap().to_text().as_bytes()).unwrap();
        std::fs::set_permissions(&key_file, PermissionsExt::from_mode(0o600)).unwrap();
    }
    let mut all = vec![
        "server.listen=127.0.0.1:0".to_owned(),
        "server.metrics_listen=127.0.0.1:0".to_owned(),
        "server.workers=1".to_owned(),
        format!("database.url={}", database.url),
        "database.connections=4".to_owned(),
        format!("security.sealing_key_file={}", key_file.display()),
        "passwords.allow_below_floor=true".to_owned(),
        "passwords.memory_kib=64".to_owned(),
        "passwords.passes=1".to_owned(),
        "passwords.workers=1".to_owned(),
        "brand.name=Acme Corporation".to_owned(),
        "brand.support=help@acme.example".to_owned(),
    ];
    all.extend(options.iter().map(ToString::to_string));
    Config::of_layers(Layers::of_options(&all)).unwrap()
}
