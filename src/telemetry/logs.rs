//! Logs through `tracing`: text or JSON, to standard error, with times in UTC.

use std::io::stderr;

use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::layer;
use tracing_subscriber::fmt::time::SystemTime;
use tracing_subscriber::prelude::*;
use tracing_subscriber::{EnvFilter, Layer, Registry};

use crate::config::{ConfigFault, LogConfig};

/// What strangers can write at will is no error of ours: the server reports each request that does not read at the
/// level ERROR. `log.level` may ask for it again.
const NOISE: &str = "actix_http::h1::dispatcher=off";

/// Whether logging can be started so.
pub fn check(config: &LogConfig) -> Result<(), ConfigFault> {
    filter(config).map(|_| ())
}

fn filter(config: &LogConfig) -> Result<Box<dyn Layer<Registry> + Send + Sync>, ConfigFault> {
    let words = format!("{NOISE},{}", config.level);
    let filter = EnvFilter::try_new(&words).map_err(|problem| {
        ConfigFault::new("log.level", format!("{:?} is not right: {problem}", config.level))
    })?;
    // Words about spans need a look at every span of every request. Hardly anybody writes any.
    Ok(match words.parse::<Targets>() {
        Ok(targets) if !words.contains('[') => targets.boxed(),
        _ => filter.boxed(),
    })
}

/// Starts logging for the whole process. A second call changes nothing.
pub fn start(config: &LogConfig) -> Result<(), ConfigFault> {
    // A line that cannot be written, on a full disk for example, is lost. To complain about that on the same
    // standard error would panic, and a request would end with it.
    let lines = layer().with_writer(stderr).with_timer(SystemTime).log_internal_errors(false);
    let lines = if config.is_json {
        lines.json().flatten_event(true).with_current_span(true).with_span_list(false).boxed()
    } else {
        lines.with_ansi(std::io::IsTerminal::is_terminal(&stderr())).boxed()
    };
    let _started_before =
        tracing_subscriber::registry().with(filter(config)?).with(lines).try_init().is_err();
    Ok(())
}
