//! A store with people, providers and sessions in it, and a configuration file: everything as the defaults have it.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use bridgewarden::crypto::hasher::{HashCost, Hasher};
use bridgewarden::crypto::seal::{SealingKey, SealingKeys};
use bridgewarden::domain::clock::{Clock, SystemClock};
use bridgewarden::domain::group::Audience;
use bridgewarden::domain::id::{ProviderId, SessionId, UserId};
use bridgewarden::domain::password::Password;
use bridgewarden::domain::provider::{SecretFacts, ServiceProvider};
use bridgewarden::domain::session::Session;
use bridgewarden::domain::shared_secrets::SecretSlot;
use bridgewarden::domain::user::{User, UserStatus};
use bridgewarden::flow::session::SessionToken;
use bridgewarden::store::credentials::Credential;
use bridgewarden::store::provider_secrets::secret_place;
use bridgewarden::store::providers::SealedSecret;
use bridgewarden::store::{DatabaseUrl, DbConnection, Store, StoreResult};
use bridgewarden::store::{audit, credentials, migrations, providers, sessions, users};
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, SqliteConnection};
use tempfile::TempDir;

use super::machine;

/// Everybody's password.
pub const PASSWORD: &str = "correct horse battery staple";
/// A secret of a shared length.
pub const SECRET: &[u8; 40] = b"a shared secret of a measured provider 1";
const BATCH: usize = 2000;

/// A new id in SQL, of the shape that ids have.
const ID: &str = "lower(printf('%s-%s-7%s-a%s-%s', hex(randomblob(4)), hex(randomblob(2)), \
                  substr(hex(randomblob(2)), 2), substr(hex(randomblob(2)), 2), hex(randomblob(6))))";
const DETAILS: &str = r#"{"initiated_by":"provider","jti_digest":"0000000000000000000000000000000000000000000000000000000000000000"}"#;
const DIGEST: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// A store and its configuration; the folder goes away with it.
pub struct Installation {
    folder: TempDir,
    url: String,
    people: Vec<UserId>,
}

impl Installation {
    /// On a new SQLite file, with so many people who can sign in and so many providers.
    pub fn on_sqlite(people: usize, providers: usize) -> Self {
        let folder = machine::folder();
        let url = format!("sqlite:{}", folder.path().join("bridge.db").display());
        Self::fill(folder, url, people, providers)
    }

    /// In a new PostgreSQL schema of that server.
    pub fn on_postgres(server: &str, people: usize, providers: usize) -> Self {
        let schema = format!("bench_{}", UserId::unique().to_string().replace('-', "_"));
        PgConnection::establish(server).unwrap().batch_execute(&format!("CREATE SCHEMA {schema}")).unwrap();
        let between = if server.contains('?') { '&' } else { '?' };
        let url = format!("{server}{between}options=-c%20search_path%3D{schema}");
        Self::fill(machine::folder(), url, people, providers)
    }

    fn fill(folder: TempDir, url: String, people: usize, providers: usize) -> Self {
        let key = SealingKey::random().unwrap();
        let mut installation = Self { folder, url, people: Vec::new() };
        installation.write_private("sealing.key", &key.to_text());
        let lines = format!(
            "[database]\nurl = {:?}\n[security]\nsealing_key_file = {:?}\n",
            installation.url,
            installation.path("sealing.key").display().to_string()
        );
        installation.write_private("bridgewarden.toml", &lines);
        migrations::migrate(&DatabaseUrl::parse(&installation.url).unwrap(), SystemClock.now()).unwrap();
        installation.add_providers(&SealingKeys::new(key, vec![]), providers);
        installation.add_people(people);
        installation
    }

    /// Has every session of this SQLite file used every provider before: a first time adds a row to those that every
    /// silent sign-in adds.
    pub fn use_every_provider(&self) {
        let mut connection = SqliteConnection::establish(self.url.trim_start_matches("sqlite:")).unwrap();
        let statement = "PRAGMA busy_timeout = 10000;
             INSERT OR IGNORE INTO session_providers
             SELECT sessions.id, providers.id, created, created, created, 1 FROM sessions, providers,
                 (SELECT 1000000 * unixepoch() AS created) ORDER BY 1, 2";
        connection.batch_execute(statement).unwrap();
    }

    /// Waits until the bridge on this SQLite file has done for the audit what it does in the background, so that it is
    /// in what is measured.
    pub fn wait_for_the_background(&self) {
        let file = self.url.trim_start_matches("sqlite:");
        let mut connection = DbConnection::Sqlite(SqliteConnection::establish(file).unwrap());
        let end = Instant::now() + Duration::from_secs(60);
        while audit::has_unsealed(&mut connection).unwrap() || audit::unfiled(&mut connection).unwrap() > 0 {
            assert!(Instant::now() < end, "the audit is not filed");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// A path in its folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The address of its database.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// How many people can sign in.
    pub fn people(&self) -> usize {
        self.people.len()
    }

    /// Fills a SQLite store up to so many people and rows of audit. They are there to be in the way: nobody of these
    /// people signs in, and the rows are not chained.
    pub fn grow(&self, people: usize, rows: usize) {
        let mut connection = SqliteConnection::establish(self.url.trim_start_matches("sqlite:")).unwrap();
        let statement = format!(
            "PRAGMA synchronous = OFF;
             INSERT INTO users (id, email, email_folded, first_name, last_name, status, is_administrator, created_at,
                 updated_at, name_folded)
             SELECT id, 'crowd' || n || '@example.com', 'crowd' || n || '@example.com', 'Bo', 'Ng', 'active', FALSE, 0, 0,
                 'ng bo'
             FROM (WITH RECURSIVE count (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM count WHERE n < {people})
                   SELECT n, {ID} AS id FROM count);
             INSERT INTO user_terms (term, user_id) SELECT email_folded, id FROM users WHERE first_name = 'Bo'
                 UNION ALL SELECT 'bo', id FROM users WHERE first_name = 'Bo'
                 UNION ALL SELECT 'ng', id FROM users WHERE first_name = 'Bo'
                 UNION ALL SELECT 'example.com', id FROM users WHERE first_name = 'Bo';
             INSERT INTO credentials SELECT id, '$argon2id$v=19$m=19456,t=2,p=1$none$none', FALSE, NULL, 0 FROM users
                 WHERE id NOT IN (SELECT user_id FROM credentials);
             INSERT INTO audit_events (at, kind, actor, user_id, provider_id, session_id, client_address, request_id,
                 details, digest, position, link)
             SELECT n, 'token-minted', 'person', (SELECT id FROM users WHERE rowid = 1 + abs(random()) % {people}),
                 (SELECT id FROM providers WHERE rowid = 1 + n % (SELECT count(*) FROM providers)), {ID},
                 '192.0.2.1', {ID}, '{DETAILS}', '{DIGEST}', n + (SELECT coalesce(max(position), 0) FROM audit_events),
                 '{DIGEST}'
             FROM (WITH RECURSIVE count (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM count WHERE n < {rows})
                   SELECT n FROM count);
             INSERT INTO audit_subjects (subject, at, event_id)
                 SELECT user_id, at, id FROM audit_events WHERE position > (SELECT filed_to FROM audit_filing)
                 UNION ALL SELECT provider_id, at, id FROM audit_events WHERE position > (SELECT filed_to FROM audit_filing)
                 ORDER BY 1, 2, 3;
             UPDATE audit_filing SET filed_to = (SELECT max(position) FROM audit_events);
             PRAGMA wal_checkpoint(TRUNCATE);"
        );
        connection.batch_execute(&statement).unwrap();
    }

    /// The names of its providers in addresses.
    pub fn slug(number: usize) -> String {
        format!("desk-{number}")
    }

    /// The address of a person.
    pub fn email(number: usize) -> String {
        format!("person{number}@example.com")
    }

    fn write_private(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    }

    /// Writes through the store, as the service does.
    pub fn write<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut DbConnection) -> StoreResult<T> + Send + 'static,
    ) -> T {
        let store = Store::open(&DatabaseUrl::parse(&self.url).unwrap(), 1).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(store.write(work)).unwrap()
    }

    fn add_providers(&self, keys: &SealingKeys, count: usize) {
        let now = SystemClock.now();
        let made: Vec<(ServiceProvider, SealedSecret)> = (0..count)
            .map(|number| {
                let id = ProviderId::unique();
                let facts = SecretFacts { fingerprint: format!("{number:012x}"), bytes: SECRET.len() as u32 };
                let provider = ServiceProvider {
                    id,
                    slug: Self::slug(number).parse().unwrap(),
                    name: format!("Desk {number}"),
                    profile: "it-glue".into(),
                    settings: [("subdomain".to_owned(), "acme".to_owned())].into(),
                    audience: Audience::Everyone,
                    is_enabled: true,
                    secret: facts.clone(),
                    max_sign_in_age: None,
                    created_at: now,
                    updated_at: now,
                };
                let place = secret_place(id, SecretSlot::Current);
                let sealed = keys.seal(&place.each_ref().map(String::as_str), SECRET).unwrap();
                (provider, SealedSecret { sealed, facts })
            })
            .collect();
        self.write(move |connection| {
            made.iter().try_for_each(|(provider, secret)| providers::insert(connection, provider, secret))
        });
    }

    fn add_people(&mut self, count: usize) {
        let password = Password::parse(PASSWORD).unwrap();
        // One hash for all of them: what a verification costs does not depend on whose it is.
        let hash = Hasher::new(HashCost::default()).unwrap().hash(&password).unwrap();
        let now = SystemClock.now();
        for first in (0..count).step_by(BATCH) {
            let hash = hash.clone();
            let people: Vec<User> =
                (first..count.min(first + BATCH)).map(|number| person(number, now)).collect();
            self.people.extend(people.iter().map(|user| user.id));
            self.write(move |connection| {
                let credential = Credential {
                    password_hash: hash.clone(),
                    must_change: false,
                    expires_at: None,
                    set_at: now,
                };
                people.iter().try_for_each(|user| {
                    users::insert(connection, user)?;
                    credentials::set(connection, user.id, &credential)
                })
            });
        }
    }

    /// Makes its people administrators, but nobody of a crowd.
    pub fn promote_everybody_who_can_sign_in(&self) {
        let ids = self.people.clone();
        self.write(move |connection| {
            for id in &ids {
                if let Some(user) = users::find(connection, *id)? {
                    users::update(connection, &User { is_administrator: true, ..user })?;
                }
            }
            Ok(())
        });
    }

    /// Has everybody's password hashed at that cost.
    pub fn hash_at(&self, cost: HashCost) {
        let password = Password::parse(PASSWORD).unwrap();
        let credential = Credential {
            password_hash: Hasher::new(cost).unwrap().hash(&password).unwrap(),
            must_change: false,
            expires_at: None,
            set_at: SystemClock.now(),
        };
        let people = self.people.clone();
        self.write(move |connection| {
            people.iter().try_for_each(|id| credentials::set(connection, *id, &credential))
        });
    }

    /// Begins so many sessions, of the people in turn; returns their cookies' values.
    pub fn begin_sessions(&self, count: usize) -> Vec<String> {
        let now = SystemClock.now();
        let mut cookies = Vec::with_capacity(count);
        for first in (0..count).step_by(BATCH) {
            let made: Vec<(Session, SessionToken)> = (first..count.min(first + BATCH))
                .map(|number| {
                    let session = Session {
                        id: SessionId::unique(),
                        user_id: self.people[number % self.people.len()],
                        authenticated_at: now,
                        last_seen_at: now,
                        expires_at: now.plus(Duration::from_secs(12 * 3600)),
                        revoked_at: None,
                        client_address: "192.0.2.1".into(),
                        user_agent: "Mozilla/5.0".into(),
                    };
                    (session, SessionToken::random().unwrap())
                })
                .collect();
            cookies.extend(made.iter().map(|(_, token)| token.expose().to_owned()));
            self.write(move |connection| {
                made.iter()
                    .try_for_each(|(session, token)| sessions::insert(connection, session, &token.digest()))
            });
        }
        cookies
    }
}

fn person(number: usize, now: bridgewarden::domain::clock::Timestamp) -> User {
    User {
        id: UserId::unique(),
        email: Installation::email(number).parse().unwrap(),
        first_name: "Ann".into(),
        last_name: format!("Lee {number}"),
        external_id: None,
        locale: None,
        groups: ["staff".parse().unwrap()].into(),
        status: UserStatus::Active,
        is_administrator: false,
        created_at: now,
        updated_at: now,
        last_sign_in_at: None,
    }
}
