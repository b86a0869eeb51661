//! `bridgewarden serve`: runs the bridge until the process is told to stop.

use std::sync::Arc;

use actix_web::rt::System;

use crate::config::{Config, ConfigFault};
use crate::domain::clock::SystemClock;
use crate::startup::{self, StartFault};

/// Runs the bridge. SIGTERM and SIGINT stop it gracefully.
pub fn run(config: &Config) -> Result<(), StartFault> {
    if config.server.public_url.is_none() {
        let problem = "is missing: write the address that people see, for example https://sso.example.com";
        return Err(StartFault::Config(vec![ConfigFault::new("server.public_url", problem)]));
    }
    startup::check_memory(&config.passwords)?;
    System::new().block_on(async {
        let context = Arc::new(startup::context(config, Arc::new(SystemClock))?);
        let backend = context.store.backend();
        let running = startup::serve(config, context)?;
        let public_url = config.server.public_url.as_ref().map(|url| url.address("/")).unwrap_or_default();
        tracing::info!(listen = %running.address, metrics = ?running.metrics_address, %public_url, %backend, "serving");
        running.until_signalled().await?;
        tracing::info!("stopped");
        Ok(())
    })
}
