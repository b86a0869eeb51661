//! Logs through `tracing`: text or JSON, to standard error, with times in UTC.

use std::io::stderr;

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::time::SystemTime;

use crate::config::{ConfigFault, LogConfig};

/// What strangers can write at will is no error of ours: the server reports each request that does not read at the
/// level ERROR. `log.level` may ask for it again.
const NOISE: &str = "actix_http::h1::dispatcher=off";

/// Whether logging can be started so.
pub fn check(config: &LogConfig) -> Result<(), ConfigFault> {
    filter(config).map(|_| ())
}

fn filter(config: &LogConfig) -> Result<EnvFilter, ConfigFault> {
    EnvFilter::try_new(format!("{NOISE},{}", config.level)).map_err(|problem| {
        ConfigFault::new("log.level", format!("{:?} is not right: {problem}", config.level))
    })
}

/// Starts logging for the whole process. A second call changes nothing.
pub fn start(config: &LogConfig) -> Result<(), ConfigFault> {
    let filter = filter(config)?;
    // A line that cannot be written, on a full disk for example, is lost. To complain about that on the same
    // standard error would panic, and a request would end with it.
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(stderr)
        .with_timer(SystemTime)
        .log_internal_errors(false);
    let _started_before = if config.is_json {
        builder.json().flatten_event(true).with_current_span(true).with_span_list(false).try_init().is_err()
    } else {
        builder.with_ansi(std::io::IsTerminal::is_terminal(&stderr())).try_init().is_err()
    };
    Ok(())
}
