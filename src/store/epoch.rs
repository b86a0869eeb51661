//! Epochs of a SQLite database, as its one writer knows them: while an epoch lasts, nobody has changed a row, here or
//! in another process, but by writes that only add (`Store::record`). What a write compares with the rows once need not
//! be compared again in the same epoch.
//!
//! There is none outside the writer's thread, and none on PostgreSQL: there every write compares.

use std::cell::Cell;

use diesel::prelude::*;
use diesel::sql_query;
use diesel::sql_types::BigInt;

use super::connection::DbConnection;
use super::error::StoreResult;

thread_local! {
    static PRESENT: Cell<Option<Epoch>> = const { Cell::new(None) };
}

/// Never the same again once it is over, in the life of this process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Epoch(u64);

impl Epoch {
    /// The present one, for a write that runs in the writer's thread.
    pub fn present() -> Option<Self> {
        PRESENT.get()
    }

    /// As a number above 0.
    pub fn number(self) -> u64 {
        self.0
    }
}

/// Counts the epochs. The writer owns it.
#[derive(Debug, Default)]
pub(super) struct Epochs {
    last: u64,
    others: i64,
}

#[derive(QueryableByName)]
struct DataVersion {
    #[diesel(sql_type = BigInt)]
    data_version: i64,
}

impl Epochs {
    /// A new one begins: something may have changed.
    pub(super) fn begin(&mut self) {
        self.last += 1;
        PRESENT.set(Some(Epoch(self.last)));
    }

    /// Asks, with the write lock held, whether another connection has written since the last time.
    pub(super) fn look_for_others(&mut self, connection: &mut DbConnection) -> StoreResult<()> {
        let found: DataVersion = sql_query("PRAGMA data_version").get_result(connection)?;
        if found.data_version != self.others || self.last == 0 {
            self.others = found.data_version;
            self.begin();
        }
        Ok(())
    }
}
