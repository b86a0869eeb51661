//! What runs beside the requests: chaining the audit, filing it and adding it up, sweeping expired rows, forgetting what an earlier process
//! had begun, following the sealing keys, and once, timing a hash. A failure is logged and tried
//! again at the next turn; nothing waits for these.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval};

use super::capacity;
use crate::flow::{Context, audit, examination, housekeeping, statistics, throttle};

const SEAL_EVERY: Duration = Duration::from_secs(1);
/// What was not filed yet is looked through when somebody asks, so this is a matter of speed only.
const FILE_EVERY: Duration = Duration::from_secs(10);
const LOOK_FOR_KEYS_EVERY: Duration = Duration::from_secs(1);
/// Whoever looks at the numbers counts what was not added up yet, so this is a matter of speed only.
const ADD_UP_EVERY: Duration = Duration::from_secs(60);
const SWEEP_EVERY: Duration = Duration::from_secs(600);

/// Starts all of them; they end when the handles are aborted.
pub(super) fn start(context: &Arc<Context>) -> Vec<JoinHandle<()>> {
    let (sealer, sweeper, beginner) = (context.clone(), context.clone(), context.clone());
    let (counter, clerk) = (context.clone(), context.clone());
    let keys = context.keys.clone();
    vec![
        tokio::spawn(async move {
            // Without it they are forgotten too, only later.
            if let Err(fault) = throttle::begin(&beginner).await {
                tracing::warn!(%fault, "guesses that an earlier process had reserved could not be given back yet");
            }
        }),
        tokio::spawn(async move {
            let mut turns = every(SEAL_EVERY);
            loop {
                turns.tick().await;
                if let Err(fault) = housekeeping::seal_audit(&sealer).await {
                    tracing::warn!(%fault, "the audit could not be chained; it will be tried again");
                }
            }
        }),
        tokio::spawn(async move {
            let mut turns = every(FILE_EVERY);
            loop {
                turns.tick().await;
                if let Err(fault) = audit::file(&clerk).await {
                    tracing::warn!(%fault, "the audit could not be filed; it will be tried again");
                }
            }
        }),
        tokio::spawn(async move {
            let mut turns = every(SWEEP_EVERY);
            loop {
                turns.tick().await;
                match housekeeping::sweep(&sweeper).await {
                    Ok(0) => {}
                    Ok(rows) => tracing::info!(rows, "expired rows were removed"),
                    Err(fault) => {
                        tracing::warn!(%fault, "expired rows could not be removed; it will be tried again")
                    }
                }
            }
        }),
        tokio::spawn(async move {
            let mut turns = every(LOOK_FOR_KEYS_EVERY);
            loop {
                turns.tick().await;
                // A new key is found when it is met, too; but one that was dropped must not be accepted for long.
                let keys = keys.clone();
                let _panicked = tokio::task::spawn_blocking(move || keys.look_again()).await.is_err();
            }
        }),
        tokio::spawn(async move {
            let mut turns = every(ADD_UP_EVERY);
            loop {
                turns.tick().await;
                examination::watch(&counter);
                if let Err(fault) = statistics::add_up(&counter).await {
                    tracing::warn!(%fault, "the audit could not be added up; it will be tried again");
                }
            }
        }),
        tokio::spawn(capacity::expect_sign_ins(context.clone())),
    ]
}

fn every(period: Duration) -> tokio::time::Interval {
    let mut turns = interval(period);
    turns.set_missed_tick_behavior(MissedTickBehavior::Delay);
    turns
}
