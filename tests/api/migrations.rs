//! Two migration folders, one schema; run once, run behind a lock, and never over a newer one.

use std::sync::Arc;
use std::sync::Barrier;
use std::thread;

use bridgewarden::domain::clock::{Clock, SystemClock};
use bridgewarden::startup;
use bridgewarden::store::{DatabaseUrl, DbConnection, StoreError, migrations};

use crate::support::{Database, bridge};

fn migrate(database: &Database) -> Result<Vec<String>, StoreError> {
    let url = DatabaseUrl::parse(&database.url).unwrap();
    migrations::migrate(&url, SystemClock.now()).map(|migrated| migrated.run)
}

fn migrated(database: Database) -> Database {
    assert!(!migrate(&database).unwrap().is_empty());
    database
}

/// Every column of every table of ours: `table.column kind null-or-not key-or-not`, sorted.
fn columns(database: &Database) -> Vec<String> {
    let sql = match database.connect() {
        DbConnection::Sqlite(_) => {
            "SELECT m.name || '.' || p.name || ' ' || lower(p.type) || CASE WHEN p.\"notnull\" = 1 THEN '' ELSE ' null' END \
             || CASE WHEN p.pk > 0 THEN ' key ' || p.pk ELSE '' END AS name \
             FROM sqlite_master m JOIN pragma_table_info(m.name) p \
             WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name NOT LIKE '\\_\\_diesel%' ESCAPE '\\'"
        }
        DbConnection::Postgres(_) => {
            "SELECT c.table_name || '.' || c.column_name || ' ' || c.data_type \
             || CASE WHEN c.is_nullable = 'NO' THEN '' ELSE ' null' END \
             || COALESCE(' key ' || k.ordinal_position, '') AS name \
             FROM information_schema.columns c \
             LEFT JOIN information_schema.table_constraints t ON t.constraint_type = 'PRIMARY KEY' \
                  AND t.table_schema = c.table_schema AND t.table_name = c.table_name \
             LEFT JOIN information_schema.key_column_usage k ON k.constraint_name = t.constraint_name \
                  AND k.table_schema = c.table_schema AND k.table_name = c.table_name AND k.column_name = c.column_name \
             WHERE c.table_schema = current_schema() AND c.table_name NOT LIKE '\\_\\_diesel%'"
        }
    };
    let mut columns = database.names(sql);
    // SQLite's 64-bit row number is written INTEGER, and cannot be written otherwise.
    for column in &mut columns {
        if column.starts_with("audit_events.id ") {
            *column = column.replace("integer", "bigint");
        }
    }
    columns.sort();
    columns
}

/// Indexes that a migration names, with their columns.
fn indexes(database: &Database) -> Vec<String> {
    let sql = match database.connect() {
        DbConnection::Sqlite(_) => {
            "SELECT m.name || ' on ' || m.tbl_name || ' (' || (SELECT group_concat(i.name, ', ') FROM pragma_index_info(m.name) i) \
             || ')' AS name FROM sqlite_master m WHERE m.type = 'index' AND m.sql IS NOT NULL"
        }
        DbConnection::Postgres(_) => {
            "SELECT c.relname || ' on ' || t.relname || ' (' || string_agg(a.attname, ', ' ORDER BY k.at) || ')' AS name \
             FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid \
             JOIN pg_namespace n ON n.oid = c.relnamespace \
             CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, at) \
             JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum \
             WHERE n.nspname = current_schema() AND NOT i.indisunique GROUP BY c.relname, t.relname"
        }
    };
    let mut indexes = database.names(sql);
    indexes.sort();
    indexes
}

#[test]
fn both_folders_make_the_same_tables() {
    let (sqlite, postgres) = (migrated(Database::sqlite()), migrated(Database::postgres()));
    let (left, right) = (columns(&sqlite), columns(&postgres));
    assert!(left.len() > 60, "only {left:?}");
    assert!(left.contains(&"users.id text key 1".to_owned()), "{left:?}");
    assert!(left.contains(&"users.external_id text null".to_owned()), "{left:?}");
    let only = |these: &[String], others: &[String]| -> Vec<String> {
        these.iter().filter(|column| !others.contains(column)).cloned().collect()
    };
    assert_eq!((only(&left, &right), only(&right, &left)), (vec![], vec![]), "SQLite on the left");
    let (left, right) = (indexes(&sqlite), indexes(&postgres));
    assert!(left.len() > 5, "only {left:?}");
    assert_eq!(left, right);
}

#[test]
fn both_folders_have_the_same_migrations() {
    let names = |backend: &str| {
        let folder = format!("{}/migrations/{backend}", env!("CARGO_MANIFEST_DIR"));
        let mut names: Vec<_> =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    assert!(!names("sqlite").is_empty());
    assert_eq!(names("sqlite"), names("postgres"));
}

#[test]
fn text_on_postgresql_sorts_as_on_sqlite() {
    let database = migrated(Database::postgres());
    let others = "SELECT table_name || '.' || column_name AS name FROM information_schema.columns \
                  WHERE table_schema = current_schema() AND table_name NOT LIKE '\\_\\_diesel%' \
                  AND data_type IN ('text', 'character varying') AND collation_name IS DISTINCT FROM 'C'";
    assert_eq!(database.names(others), Vec::<String>::new(), "these need COLLATE \"C\"");
}

/// Makes `::sqlite` and `::postgres` of a story without a bridge.
macro_rules! on_both {
    ($name:ident, $story:expr) => {
        mod $name {
            use super::*;

            #[test]
            fn sqlite() {
                $story(Database::sqlite);
            }

            #[test]
            fn postgres() {
                $story(Database::postgres);
            }
        }
    };
}

on_both!(running_them_again_changes_nothing, |new: fn() -> Database| {
    let database = migrated(new());
    let before = (columns(&database), indexes(&database), database.rows());
    assert_eq!(migrate(&database).unwrap(), Vec::<String>::new());
    assert_eq!((columns(&database), indexes(&database), database.rows()), before);
});

on_both!(a_schema_of_a_newer_version_is_refused, |new: fn() -> Database| {
    let database = migrated(new());
    let newer = "INSERT INTO __diesel_schema_migrations (version, run_on) VALUES ('9999', CURRENT_TIMESTAMP)";
    assert_eq!(database.tamper(newer), 1);
    let refused = migrate(&database).unwrap_err();
    assert!(matches!(&refused, StoreError::NewerSchema(version) if version == "9999"), "{refused}");
    assert!(refused.to_string().contains("newer version"), "{refused}");
    let config = bridge::config(&database, &[]);
    assert!(startup::context(&config, Arc::new(SystemClock)).is_err(), "nothing starts on it either");
});

on_both!(instances_that_start_at_once_on_a_new_database_all_come_up, |new: fn() -> Database| {
    for round in 0..10 {
        let (database, instances) = (new(), 3);
        let together = Arc::new(Barrier::new(instances));
        let start = |_| {
            let (config, together) = (bridge::config(&database, &[]), together.clone());
            thread::spawn(move || {
                together.wait();
                startup::context(&config, Arc::new(SystemClock)).map(|context| context.store.backend())
            })
        };
        let starting: Vec<_> = (0..instances).map(start).collect();
        for instance in starting {
            let started = instance.join().unwrap();
            assert!(started.is_ok(), "round {round}: {started:?}");
        }
        assert!(migrate(&database).unwrap().is_empty(), "round {round}");
    }
});
