//! What the database itself can tell: its clock and its size. Only a server has either; of a file the machine knows.

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::BigInt;

use super::connection::DbConnection;
use super::error::StoreResult;
use crate::domain::clock::Timestamp;

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

fn asked(connection: &mut DbConnection, sql: &str) -> StoreResult<Option<i64>> {
    match connection {
        DbConnection::Sqlite(_) => Ok(None),
        DbConnection::Postgres(connection) => {
            let found: Number = sql_query(sql).get_result(connection)?;
            Ok(Some(found.number))
        }
    }
}

/// The time of the database's server.
pub fn clock(connection: &mut DbConnection) -> StoreResult<Option<Timestamp>> {
    let sql = "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT) AS number";
    Ok(asked(connection, sql)?.map(Timestamp::from_micros))
}

/// The bytes that the database takes on its server.
pub fn size(connection: &mut DbConnection) -> StoreResult<Option<u64>> {
    let size = asked(connection, "SELECT pg_database_size(current_database()) AS number")?;
    Ok(size.and_then(|bytes| u64::try_from(bytes).ok()))
}
