//! A crowd for the table of people: as many as wanted, written by the database itself, with all that the program would
//! have written for each.

use bridgewarden::store::DatabaseUrl;
use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection, SqliteConnection};

const FIRST: [&str; 12] =
    ["ann", "bo", "carla", "daniel", "emma", "farid", "greta", "hiro", "ines", "jonas", "karim", "lena"];
const LAST: [&str; 10] =
    ["adler", "brandt", "chen", "dahl", "engel", "fischer", "garcia", "huber", "ito", "jansen"];

/// Adds so many people. Number 7 is called `needle`, wherever it is. Each of them matches `example.com`.
pub fn add(url: &str, people: usize) {
    let pick = |names: &[&str], divisor: usize| {
        let arms: Vec<String> =
            names.iter().enumerate().map(|(at, name)| format!("WHEN {at} THEN '{name}'")).collect();
        format!("(CASE (n / {divisor}) % {} {} END)", names.len(), arms.join(" "))
    };
    let (first, last) = (pick(&FIRST, 1), pick(&LAST, 7));
    let name = format!("CASE WHEN n = 7 THEN 'needle' ELSE {last} || n END");
    let (id, numbers) = match DatabaseUrl::parse(url).unwrap() {
        DatabaseUrl::Sqlite(_) => (
            "lower(printf('%s-%s-7%s-a%s-%s', hex(randomblob(4)), hex(randomblob(2)), substr(hex(randomblob(2)), 2), \
             substr(hex(randomblob(2)), 2), hex(randomblob(6))))",
            format!(
                "(WITH RECURSIVE count (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM count WHERE n < {people}) \
                 SELECT n FROM count)"
            ),
        ),
        DatabaseUrl::Postgres(_) => {
            ("gen_random_uuid()::text", format!("(SELECT n FROM generate_series(1::bigint, {people}) AS n)"))
        }
    };
    // Every third one never signed in; the others at two thousand different minutes, so that there are many ties.
    let statements = format!(
        "CREATE TEMPORARY TABLE crowd AS SELECT {id} AS id, n, {first} AS first, {name} AS last,
             {first} || '.' || {name} || '@example.com' AS email FROM {numbers} AS numbers;
         INSERT INTO users (id, email, email_folded, first_name, last_name, external_id, locale, status,
             is_administrator, created_at, updated_at, last_sign_in_at, name_folded)
         SELECT id, email, email, first, last, NULL, NULL, CASE WHEN n % 50 = 0 THEN 'disabled' ELSE 'active' END, FALSE,
             n / 10 * 1000000, 0, CASE WHEN n % 3 = 0 THEN NULL ELSE n % 2000 * 60000000 END, last || ' ' || first
         FROM crowd;
         INSERT INTO credentials (user_id, password_hash, must_change, expires_at, set_at)
         SELECT id, '$argon2id$v=19$m=19456,t=2,p=1$none$none', n % 100 = 0, NULL, 0 FROM crowd;
         INSERT INTO user_groups (user_id, group_name) SELECT id, 'staff' FROM crowd;
         INSERT INTO user_terms (term, user_id) SELECT term, id FROM (
             SELECT email AS term, id FROM crowd UNION ALL SELECT last || '@example.com', id FROM crowd
             UNION ALL SELECT 'example.com', id FROM crowd) AS terms ORDER BY term, id;
         DROP TABLE crowd;"
    );
    match DatabaseUrl::parse(url).unwrap() {
        DatabaseUrl::Sqlite(file) => {
            let mut connection = SqliteConnection::establish(&file.to_string_lossy()).unwrap();
            let whole = format!(
                "PRAGMA synchronous = OFF; PRAGMA cache_size = -500000; BEGIN; {statements} COMMIT;
                 PRAGMA wal_checkpoint(TRUNCATE);"
            );
            connection.batch_execute(&whole).unwrap();
        }
        DatabaseUrl::Postgres(url) => {
            let mut connection = PgConnection::establish(url.as_str()).unwrap();
            connection.batch_execute(&format!("BEGIN; {statements} COMMIT;")).unwrap();
            for table in ["users", "credentials", "user_groups", "user_terms", "throttles"] {
                // As the server itself does some minutes later.
                connection.batch_execute(&format!("VACUUM ANALYZE {table}")).unwrap();
            }
        }
    }
}
