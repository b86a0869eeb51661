//! `bridgewarden demo`: the whole bridge with pretended providers, on loopback and with a throw-away store.

use crate::startup::StartFault;
use crate::startup::demo;

pub use crate::startup::demo::DemoOptions;

/// Runs the demo until the process is told to stop.
pub fn run(options: DemoOptions) -> Result<(), StartFault> {
    demo::run(options)
}
