//! An installation of its own for each story, and the program's answers.

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use bridgewarden::crypto::hasher::{HashCost, Hasher};
use bridgewarden::crypto::ring::Ring;
use bridgewarden::crypto::seal::SealingKey;
use bridgewarden::domain::clock::Timestamp;
use bridgewarden::domain::email::EmailAddress;
use bridgewarden::domain::id::UserId;
use bridgewarden::domain::password::Password;
use bridgewarden::domain::provider::SecretFacts;
use bridgewarden::domain::shared_secrets::SecretSlot;
use bridgewarden::store::credentials::{self, Credential};
use bridgewarden::store::provider_secrets::{self, SealedSecrets};
use bridgewarden::store::providers::SealedSecret;
use bridgewarden::store::{DatabaseUrl, DbConnection, Store, StoreResult, users};
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, QueryableByName, RunQueryDsl, SqliteConnection, sql_query};
use serde_json::Value;
use tempfile::TempDir;

/// The password of everybody in the stories.
pub const PASSWORD: &str = "correct horse battery staple";

/// Cheap hashes, so that the stories are told quickly.
pub const CHEAP: [&str; 3] =
    ["passwords.memory_kib=64", "passwords.passes=1", "passwords.allow_below_floor=true"];

/// The variable that names the server for the tests.
const POSTGRES: &str = "BRIDGEWARDEN_TEST_POSTGRES_URL";

/// Makes `NAME::sqlite` and `NAME::postgres` of one story. One that waits (`async fn`) has its installation to itself.
macro_rules! on_each_database {
    ($(async fn $name:ident($installation:ident) $body:block)+) => {$(
        mod $name {
            #[allow(unused_imports, reason = "not every story needs what stands around it")]
            use super::*;

            async fn story($installation: $crate::support::Installation) $body

            #[tokio::test]
            async fn sqlite() {
                story($crate::support::Installation::on_sqlite()).await;
            }

            #[tokio::test]
            async fn postgres() {
                story($crate::support::Installation::on_postgres()).await;
            }
        }
    )+};
    ($(fn $name:ident($installation:ident) $body:block)+) => {$(
        mod $name {
            #[allow(unused_imports, reason = "not every story needs what stands around it")]
            use super::*;

            fn story($installation: &$crate::support::Installation) $body

            #[test]
            fn sqlite() {
                story(&$crate::support::Installation::on_sqlite());
            }

            #[test]
            fn postgres() {
                story(&$crate::support::Installation::on_postgres());
            }
        }
    )+};
}

/// A database, a sealing key and a configuration file; everything goes away with it.
pub struct Installation {
    folder: TempDir,
    url: String,
    /// What takes its part of the PostgreSQL server away.
    remove: Option<String>,
}

impl Installation {
    /// With a SQLite file of its own, which does not exist yet.
    pub fn on_sqlite() -> Self {
        Self::on_sqlite_in(&std::env::temp_dir())
    }

    /// With a SQLite file in a folder of that place, on another disk for example.
    pub fn on_sqlite_in(place: &Path) -> Self {
        let folder = tempfile::tempdir_in(place).unwrap();
        let url = format!("sqlite:{}", folder.path().join("bridge.db").display());
        Self::with(folder, url, None)
    }

    /// With that PostgreSQL database, which is somebody else's to remove.
    pub fn on(url: &str) -> Self {
        Self::with(tempfile::tempdir().unwrap(), url.to_owned(), None)
    }

    /// With an empty schema of its own on the PostgreSQL server.
    pub fn on_postgres() -> Self {
        let schema = format!("cli_{}", UserId::unique().to_string().replace('-', "_"));
        PgConnection::establish(&server())
            .unwrap()
            .batch_execute(&format!("CREATE SCHEMA {schema}"))
            .unwrap();
        let between = if server().contains('?') { '&' } else { '?' };
        let url = format!("{}{between}options=-c%20search_path%3D{schema}", server());
        let remove = format!("DROP SCHEMA {schema} CASCADE");
        Self::with(tempfile::tempdir().unwrap(), url, Some(remove))
    }

    /// With an empty PostgreSQL database of its own, for programs that copy whole databases.
    pub fn on_postgres_alone() -> Self {
        let name = format!("cli_{}", UserId::unique().to_string().replace('-', "_"));
        PgConnection::establish(&server())
            .unwrap()
            .batch_execute(&format!("CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0"))
            .unwrap();
        let mut url = url::Url::parse(&server()).unwrap();
        url.set_path(&name);
        let remove = format!("DROP DATABASE {name} WITH (FORCE)");
        Self::with(tempfile::tempdir().unwrap(), url.into(), Some(remove))
    }

    fn with(folder: TempDir, url: String, remove: Option<String>) -> Self {
        let installation = Self { folder, url, remove };
        installation.write_private("sealing.key", &SealingKey::random().unwrap().to_text());
        installation.configure("[server]\npublic_url = \"https://sso.example.com\"\n");
        installation
    }

    /// Writes the configuration file: these lines, the database and the key.
    pub fn configure(&self, lines: &str) {
        let key = self.path("sealing.key");
        let own = format!(
            "{lines}\n[database]\nurl = {:?}\n[security]\nsealing_key_file = {:?}\n",
            self.url,
            key.display().to_string()
        );
        self.write_private("bridgewarden.toml", &own);
    }

    /// Whether the database is a file.
    pub fn is_sqlite(&self) -> bool {
        self.url.starts_with("sqlite:")
    }

    /// The address of the database, as it stands in the configuration.
    pub fn database_url(&self) -> &str {
        &self.url
    }

    /// The names of the files in the installation's folder, sorted.
    pub fn files(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// A path in the installation's folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file that only its owner may read, and returns where it is.
    pub fn write_private(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        fs::write(&path, text).unwrap();
        allow(&path, 0o600);
        path.display().to_string()
    }

    /// Runs the program with nothing on standard input.
    pub fn run(&self, arguments: &[&str]) -> Answer {
        self.run_with(arguments, "")
    }

    /// Runs the program with this on standard input.
    pub fn run_with(&self, arguments: &[&str], input: &str) -> Answer {
        let all = self.arguments(arguments);
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        run_in(self.folder.path(), &all, &[], input)
    }

    /// Begins a command, with that on its standard input, and does not wait for its end.
    pub fn begin(&self, arguments: &[&str], input: &str) -> Child {
        let mut command = program(self.folder.path());
        command.args(self.arguments(arguments)).stdin(Stdio::piped());
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        child
    }

    /// Runs the program on a disk that has room for no file larger than this.
    pub fn run_with_room_for(&self, kib: u32, arguments: &[&str]) -> Answer {
        // A write beyond the limit fails as on a full disk, once the signal that would end the program is ignored.
        let script = format!("trap '' XFSZ; ulimit -f {kib}; exec \"$@\"");
        let mut command = Command::new("bash");
        command.args(["-c", &script, "bash", env!("CARGO_BIN_EXE_bridgewarden")]);
        command.args(self.arguments(arguments)).current_dir(self.folder.path());
        answer(command, arguments, "")
    }

    /// The whole command line.
    fn arguments(&self, given: &[&str]) -> Vec<String> {
        let config = self.path("bridgewarden.toml").display().to_string();
        let mut all = vec!["--config", config.as_str()];
        // The doctor would say so.
        if given.first() != Some(&"doctor") {
            all.extend(CHEAP.iter().flat_map(|option| ["--option", option]));
        }
        all.iter().chain(given).map(ToString::to_string).collect()
    }

    /// Runs a command that must succeed.
    pub fn must(&self, arguments: &[&str]) -> String {
        self.run(arguments).succeeds()
    }

    /// Runs a command that must succeed, and reads its JSON.
    pub fn json(&self, arguments: &[&str]) -> Value {
        let text = self.must(arguments);
        serde_json::from_str(&text).unwrap_or_else(|problem| panic!("{problem} in:\n{text}"))
    }

    /// Adds a person who has chosen [`PASSWORD`] already.
    pub fn add_person(&self, email: &str, more: &[&str]) {
        let mut arguments = vec!["user", "add", email];
        arguments.extend(more);
        self.must(&arguments);
        self.settle_password(email, PASSWORD);
    }

    /// The person has chosen that password. Written past the program: in it only the person can do this, on the
    /// page for it.
    pub fn settle_password(&self, email: &str, password: &str) {
        let cheap = HashCost { memory_kib: 64, passes: 1, lanes: 1 };
        self.settle_password_at(cheap, email, password);
    }

    /// The same, with a hash of that cost.
    pub fn settle_password_at(&self, cost: HashCost, email: &str, password: &str) {
        let password_hash = Hasher::new(cost).unwrap().hash(&Password::parse(password).unwrap()).unwrap();
        let folded = email.parse::<EmailAddress>().unwrap().folded();
        self.as_the_service(move |connection| {
            let user = users::find_by_email(connection, &folded)?.unwrap();
            let set_at = credentials::find(connection, user.id)?.unwrap().set_at;
            let password_hash = password_hash.clone();
            let settled = Credential { password_hash, must_change: false, expires_at: None, set_at };
            credentials::set(connection, user.id, &settled)
        });
    }

    /// Adds an IT Glue with a good secret.
    pub fn add_provider(&self, slug: &str) {
        let secret = format!("a shared secret of {slug} that has 32 bytes and more");
        let add =
            ["provider", "add", slug, "--profile", "it-glue", "--set", "subdomain=acme", "--secret-stdin"];
        self.run_with(&add, &secret).succeeds();
    }

    /// The sealing keys as they are kept.
    pub fn ring(&self) -> Ring {
        Ring::parse(&fs::read_to_string(self.path("sealing.key")).unwrap()).unwrap()
    }

    /// Gives a provider a secret that the program would refuse.
    pub fn set_secret_behind_its_back(&self, slug: &str, secret: &str) {
        let (ring, slug, secret) = (self.ring(), slug.to_owned(), secret.to_owned());
        self.as_the_service(move |connection| {
            let rows = provider_secrets::all(connection)?;
            let id = rows.into_iter().find(|held| held.slug == slug).unwrap().provider;
            let place = provider_secrets::secret_place(id, SecretSlot::Current);
            let sealed = ring.seal(&place.each_ref().map(String::as_str), secret.as_bytes()).unwrap();
            let facts = SecretFacts { fingerprint: "made up".into(), bytes: 32 };
            let before = provider_secrets::find(connection, id)?.unwrap();
            let after = SealedSecrets { current: SealedSecret { sealed, facts }, ..before };
            provider_secrets::put(connection, id, &after, Timestamp::from_micros(0))
        });
    }

    /// Changes the database behind the program's back.
    pub fn behind_its_back(&self, sql: &str) {
        match self.connect() {
            DbConnection::Sqlite(mut connection) => connection.batch_execute(sql).unwrap(),
            DbConnection::Postgres(mut connection) => connection.batch_execute(sql).unwrap(),
        }
    }

    /// Everything that the database holds, as text.
    pub fn everything_stored(&self) -> String {
        match self.connect() {
            DbConnection::Sqlite(connection) => {
                drop(connection);
                let files =
                    ["bridge.db", "bridge.db-wal"].map(|name| fs::read(self.path(name)).unwrap_or_default());
                files.iter().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect()
            }
            DbConnection::Postgres(mut connection) => {
                let tables =
                    "SELECT tablename::text AS text FROM pg_tables WHERE schemaname = current_schema()";
                let tables: Vec<Line> = sql_query(tables).load(&mut connection).unwrap();
                assert!(tables.len() > 5, "the tables are somewhere else");
                let rows = |Line { text: table }| {
                    let query =
                        format!("SELECT coalesce(string_agg(t::text, ' '), '') AS text FROM {table} t");
                    sql_query(query).get_result::<Line>(&mut connection).unwrap().text
                };
                tables.into_iter().map(rows).collect()
            }
        }
    }

    /// The first column of what a query finds, as text.
    pub fn texts(&self, query: &str) -> Vec<String> {
        let lines: Vec<Line> = match self.connect() {
            DbConnection::Sqlite(mut connection) => sql_query(query).load(&mut connection).unwrap(),
            DbConnection::Postgres(mut connection) => sql_query(query).load(&mut connection).unwrap(),
        };
        lines.into_iter().map(|line| line.text).collect()
    }

    /// A connection of one's own.
    pub fn connect(&self) -> DbConnection {
        match self.url.strip_prefix("sqlite:") {
            Some(file) => {
                let mut connection = SqliteConnection::establish(file).unwrap();
                // A running bridge writes too.
                connection.batch_execute("PRAGMA busy_timeout = 5000").unwrap();
                DbConnection::Sqlite(connection)
            }
            None => DbConnection::Postgres(PgConnection::establish(&self.url).unwrap()),
        }
    }

    /// Writes through the store, as the running service does.
    pub fn as_the_service<T: Send + 'static>(
        &self,
        work: impl FnMut(&mut DbConnection) -> StoreResult<T> + Send + 'static,
    ) -> T {
        let is_open = || self.path("bridge.db-wal").exists();
        let was_open = is_open();
        let store = Store::open(&DatabaseUrl::parse(&self.url).unwrap(), 1).unwrap();
        // On a thread of its own, because a story may run on a runtime already.
        let wait = move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(store.write(work)).unwrap()
        };
        let done = std::thread::spawn(wait).join().unwrap();
        // The pool closes its connections behind our back, and the last one takes SQLite's other files with it.
        let end = Instant::now() + Duration::from_secs(10);
        while is_open() && !was_open && Instant::now() < end {
            std::thread::sleep(Duration::from_millis(2));
        }
        done
    }

    /// Chains the audit, as the running service does every second.
    pub fn chain_the_audit(&self) {
        self.as_the_service(|connection| bridgewarden::store::audit::seal(connection, 1000));
    }
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = diesel::sql_types::Text)]
    text: String,
}

impl Drop for Installation {
    fn drop(&mut self) {
        let Some(remove) = &self.remove else { return };
        if let Ok(mut connection) = PgConnection::establish(&server()) {
            let _ = connection.batch_execute(remove);
        }
    }
}

/// The server for the tests.
pub fn server() -> String {
    std::env::var(POSTGRES).unwrap_or_else(|_| {
        panic!("{POSTGRES} is not set. ./scripts/test starts a PostgreSQL for the tests, and so does: eval \"$(scripts/postgres start)\"")
    })
}

/// Sets a file's mode.
pub fn allow(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// Runs the program in a folder with nothing in the environment but `variables`.
pub fn run_in(folder: &Path, arguments: &[&str], variables: &[(&str, &str)], input: &str) -> Answer {
    let mut command = program(folder);
    command.args(arguments).envs(variables.iter().copied());
    answer(command, arguments, input)
}

/// The program, with nothing in its environment.
fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bridgewarden"));
    command.current_dir(folder).env_clear().env("USER", "tester");
    command
}

fn answer(mut command: Command, arguments: &[&str], input: &str) -> Answer {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A command that refuses early does not read what it is given.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    Answer {
        command: arguments.join(" "),
        code: output.status.code(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// What the program answered.
pub struct Answer {
    command: String,
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Answer {
    /// It succeeded; what it said.
    pub fn succeeds(self) -> String {
        assert_eq!(self.code, Some(0), "{}\n{}\n{}", self.command, self.stdout, self.stderr);
        self.stdout
    }

    /// It was refused; what it said on standard error.
    pub fn refusal(self) -> String {
        self.ends_with(1)
    }

    /// The command line or the configuration was wrong; what it said on standard error.
    pub fn usage_fault(self) -> String {
        self.ends_with(2)
    }

    /// It ended with that code; what it said on standard error.
    pub fn ends_with(self, code: i32) -> String {
        assert_eq!(self.code, Some(code), "{}\n{}\n{}", self.command, self.stdout, self.stderr);
        self.stderr
    }
}

/// A text has all of these in it.
#[track_caller]
pub fn assert_says(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part:?} is not in:\n{text}");
    }
}

/// The value behind `name` in lines such as `name: value` or `name  value`.
#[track_caller]
pub fn value_of(text: &str, name: &str) -> String {
    let line = text.lines().map(str::trim).find_map(|line| line.strip_prefix(name));
    let value = line.unwrap_or_else(|| panic!("{name:?} is not in:\n{text}"));
    value.trim_start_matches(':').trim().to_owned()
}
