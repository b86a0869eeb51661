//! What happens by itself: rows that have expired are swept away, and audit rows are chained.

use std::time::Duration;

use super::{Context, Fault};
use crate::store::{audit, housekeeping};

/// Expired rows are kept this long, for the administrator who asks what happened yesterday.
const KEPT: Duration = Duration::from_secs(7 * 24 * 3600);
/// Audit rows chained in one write.
const BATCH: i64 = 500;

/// Removes what expired long ago; returns how many rows.
pub async fn sweep(context: &Context) -> Result<usize, Fault> {
    let before = context.now().minus(KEPT);
    Ok(context.store.write(move |connection| housekeeping::sweep(connection, before)).await?)
}

/// Chains every waiting audit row; returns how many.
pub async fn seal_audit(context: &Context) -> Result<usize, Fault> {
    let mut sealed = 0;
    while context.store.read(audit::has_unsealed).await? {
        let batch = context.store.write(|connection| audit::seal(connection, BATCH)).await?;
        if batch == 0 {
            break;
        }
        sealed += batch;
    }
    Ok(sealed)
}
