//! Filing the audit: under which person and which provider an event is found.

use crate::flow::{Context, Fault};
use crate::store::audit;

/// Rows filed in one write, which takes less than a tenth of a second. Fewer would write the same places again more
/// often, once for each person among them.
const AT_ONCE: i64 = 20_000;

/// Files every chained audit row under whom and what it concerns; returns how many. Nothing depends on it but speed.
pub async fn file(context: &Context) -> Result<i64, Fault> {
    let mut filed = 0;
    while context.store.read(audit::unfiled).await? > 0 {
        let batch = context.store.record(|connection| audit::file(connection, AT_ONCE)).await?;
        if batch == 0 {
            break;
        }
        filed += batch;
    }
    Ok(filed)
}
