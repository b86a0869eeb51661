//! `bridgewarden serve`: runs the bridge until the process is told to stop.

use std::sync::Arc;

use actix_web::rt::System;

use super::output::{instant, print};
use crate::config::{Config, ConfigFault};
use crate::domain::clock::SystemClock;
use crate::flow::{Context, first_administrator};
use crate::startup::{self, Signals, StartFault};

/// Runs the bridge. SIGTERM and SIGINT stop it gracefully.
pub fn run(config: &Config) -> Result<(), StartFault> {
    if config.server.public_url.is_none() {
        let problem = "is missing: write the address that people see, for example https://sso.example.com";
        return Err(StartFault::Config(vec![ConfigFault::new("server.public_url", problem)]));
    }
    startup::check_memory(&config.passwords)?;
    System::new().block_on(async {
        let signals = Signals::hear()?;
        let context = Arc::new(startup::context(config, Arc::new(SystemClock))?);
        let backend = context.store.backend();
        let running = startup::serve(config, context.clone())?;
        let public_url = config.server.public_url.as_ref().map(|url| url.address("/")).unwrap_or_default();
        tracing::info!(listen = %running.address, metrics = ?running.metrics_address, %public_url, %backend, "serving");
        offer_first_administrator(config, &context).await;
        running.until_signalled(signals).await;
        tracing::info!("stopped");
        Ok(())
    })
}

/// Prints the one-time address at which the first administrator is made, while there is none. On standard output and
/// not in the log, which is often sent on to where many people read it (`docs/decisions/0022`).
async fn offer_first_administrator(config: &Config, context: &Context) {
    let offer = match first_administrator::offer(context).await {
        Ok(Some(offer)) => offer,
        Ok(None) => return,
        Err(fault) => {
            tracing::warn!(%fault, "there is perhaps no administrator, and no one-time address could be made for one");
            return;
        }
    };
    let path = format!("/first-administrator/{}", offer.token.expose());
    let address = config.server.public_url.as_ref().map(|url| url.address(&path)).unwrap_or_default();
    let until = instant(offer.until);
    let told = print(&format!(
        "There is no administrator yet. Open this address to become the first one:\n\n  {address}\n\n\
         It works once, until {until} or the next start, which prints another. Instead of it:\n\
         bridgewarden user add you@example.com --admin"
    ));
    match told {
        Ok(()) => {
            tracing::warn!(%until, "there is no administrator yet: a one-time address to become the first one stands on standard output")
        }
        Err(_) => tracing::warn!(
            "there is no administrator yet, and standard output takes no address to become one: use `bridgewarden user add --admin`"
        ),
    }
}
