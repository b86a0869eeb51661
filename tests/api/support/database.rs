//! Each test owns its database: a file on SQLite, a schema on PostgreSQL.

use bridgewarden::store::DatabaseUrl;
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use tempfile::TempDir;

/// A database that goes away with the test.
pub struct Database {
    pub url: String,
    pub folder: TempDir,
    schema: Option<(String, String)>,
}

impl Database {
    /// A new file.
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite:{}", folder.path().join("test.db").display());
        Self { url, folder, schema: None }
    }

    /// A new schema. Without a server the test fails and says how to get one.
    pub fn postgres() -> Self {
        let server = std::env::var("BRIDGEWARDEN_TEST_POSTGRES_URL").expect(
            "these tests need PostgreSQL: run ./scripts/test, or eval \"$(scripts/postgres start)\" before cargo test",
        );
        let schema = format!("t{}", uuid::Uuid::now_v7().simple());
        PgConnection::establish(&server).unwrap().batch_execute(&format!("CREATE SCHEMA {schema}")).unwrap();
        let separator = if server.contains('?') { '&' } else { '?' };
        let url = format!("{server}{separator}options=-csearch_path%3D{schema}");
        Self { url, folder: tempfile::tempdir().unwrap(), schema: Some((server, schema)) }
    }

    /// The same database with the same sealing key, for a second instance; the first one must outlive it.
    pub fn shared(&self) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::copy(self.folder.path().join("test.key"), folder.path().join("test.key")).unwrap();
        Self { url: self.url.clone(), folder, schema: None }
    }

    /// A connection of the test's own, for looking behind the bridge's back.
    pub fn connect(&self) -> bridgewarden::store::DbConnection {
        use bridgewarden::store::DbConnection;
        match DatabaseUrl::parse(&self.url).unwrap() {
            DatabaseUrl::Sqlite(path) => {
                let mut connection = diesel::SqliteConnection::establish(path.to_str().unwrap()).unwrap();
                // The bridge writes too, for example when it chains the audit.
                connection.batch_execute("PRAGMA busy_timeout = 5000").unwrap();
                DbConnection::Sqlite(connection)
            }
            DatabaseUrl::Postgres(url) => {
                DbConnection::Postgres(PgConnection::establish(url.as_str()).unwrap())
            }
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Some((server, schema)) = &self.schema
            && let Ok(mut connection) = PgConnection::establish(server)
        {
            let _left_behind = connection.batch_execute(&format!("DROP SCHEMA {schema} CASCADE")).is_err();
        }
    }
}
