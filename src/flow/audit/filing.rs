//! Filing the audit: under which person and which provider an event is found.

use crate::flow::{Context, Fault};
use crate::store::audit;

/// Rows filed in one write. So few keep nobody waiting for longer than a sign-in takes.
const A_FEW: i64 = 200;
/// Where very many sign in, fewer and larger writes: the place of each person is then written once for many events. One
/// takes less than a tenth of a second.
const MANY: i64 = 20_000;

/// Files every chained audit row under whom and what it concerns; returns how many. Nothing depends on it but speed.
pub async fn file(context: &Context) -> Result<i64, Fault> {
    let mut filed = 0;
    let mut limit = A_FEW;
    loop {
        let waiting = context.store.read(audit::unfiled).await?;
        if waiting <= 0 {
            break;
        }
        // Asked each time: in a storm more may come than a few at a time can file, and the storm may last.
        if waiting >= MANY {
            limit = MANY;
        }
        let batch = context.store.record(move |connection| audit::file(connection, limit)).await?;
        if batch == 0 {
            break;
        }
        filed += batch;
    }
    Ok(filed)
}
