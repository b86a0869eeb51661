//! The database as somebody sees it who got hold of it: every row of every table, as text.

use bridgewarden::store::DbConnection;
use diesel::sql_types::{BigInt, Text};
use diesel::{QueryableByName, RunQueryDsl, sql_query};

use super::database::Database;

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}

#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    count: i64,
}

impl Database {
    /// Every table of the bridge's own.
    pub fn tables(&self) -> Vec<String> {
        let sql = match self.connect() {
            DbConnection::Sqlite(_) => {
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            }
            DbConnection::Postgres(_) => {
                "SELECT table_name::text AS name FROM information_schema.tables WHERE table_schema = current_schema()"
            }
        };
        let tables = self.names(sql);
        assert!(tables.len() > 8, "only {tables:?}");
        tables
    }

    /// How many rows each table has.
    pub fn rows(&self) -> Vec<(String, i64)> {
        let count = |table: String| {
            let sql = sql_query(format!("SELECT count(*) AS count FROM {table}"));
            let found: Count = match &mut self.connect() {
                DbConnection::Sqlite(connection) => sql.get_result(connection),
                DbConnection::Postgres(connection) => sql.get_result(connection),
            }
            .unwrap();
            (table, found.count)
        };
        self.tables().into_iter().map(count).collect()
    }

    /// Every value of every column of every table, and on SQLite the bytes of its files too.
    pub fn dump(&self) -> String {
        let mut dump = String::new();
        for table in self.tables() {
            let columns = match self.connect() {
                DbConnection::Sqlite(_) => format!("SELECT name FROM pragma_table_info('{table}')"),
                DbConnection::Postgres(_) => format!(
                    "SELECT column_name::text AS name FROM information_schema.columns \
                     WHERE table_schema = current_schema() AND table_name = '{table}'"
                ),
            };
            for column in self.names(&columns) {
                let sql = format!("SELECT coalesce(CAST(\"{column}\" AS TEXT), '') AS name FROM {table}");
                dump += &format!("\n[{table}.{column}]\n{}", self.names(&sql).join("\n"));
            }
        }
        for file in std::fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().path()) {
            if file.file_name().unwrap().to_str().unwrap().starts_with("test.db") {
                dump += &String::from_utf8_lossy(&std::fs::read(file).unwrap());
            }
        }
        dump
    }

    /// Changes something behind the bridge's back; returns how many rows.
    pub fn tamper(&self, sql: &str) -> usize {
        match &mut self.connect() {
            DbConnection::Sqlite(connection) => sql_query(sql).execute(connection),
            DbConnection::Postgres(connection) => sql_query(sql).execute(connection),
        }
        .unwrap()
    }

    /// The one text column of a query, which it must call `name`.
    pub fn names(&self, sql: &str) -> Vec<String> {
        let rows: Vec<Name> = match &mut self.connect() {
            DbConnection::Sqlite(connection) => sql_query(sql).load(connection),
            DbConnection::Postgres(connection) => sql_query(sql).load(connection),
        }
        .unwrap();
        rows.into_iter().map(|row| row.name).collect()
    }
}
