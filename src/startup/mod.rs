//! Assembles what the configuration describes, and runs it.

mod background;
mod capacity;
pub mod demo;
mod first_key;
pub mod key_file;
pub mod keys;
pub mod passwords;
mod server;

use std::path::Path;
use std::sync::Arc;

use secrecy::ExposeSecret;

use crate::config::{Config, ConfigFault};
use crate::crypto::hasher::HashFault;
use crate::crypto::pool::{HashPool, PoolOptions};
use crate::domain::clock::Clock;
use crate::domain::session::SessionLifetimes;
use crate::flow::examination::{Installation, Lately};
use crate::flow::import::AtWork;
use crate::flow::opened::OpenedProviders;
use crate::flow::throttle::{Gates, GuessingRules};
use crate::flow::{Context, Rules};
use crate::profile::Catalogue;
use crate::profile::catalogue::ProfileFault;
use crate::store::{DatabaseUrl, Store, StoreError, migrations};
use crate::telemetry::logs;
use crate::telemetry::metrics::Metrics;
use crate::web::accent::Accent;

pub use capacity::{DoesNotFit, check_memory};
pub use server::{Running, Signals, serve};

/// Why nothing could be started.
#[derive(Debug, thiserror::Error)]
pub enum StartFault {
    /// Options that must be mended first.
    #[error("the configuration has {} fault(s)", .0.len())]
    Config(Vec<ConfigFault>),
    /// Profiles that must be mended first.
    #[error("{} provider profile(s) cannot be used", .0.len())]
    Profiles(Vec<ProfileFault>),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The hash pool.
    #[error(transparent)]
    Hash(#[from] HashFault),
    /// The hash pool is larger than the memory.
    #[error(transparent)]
    Capacity(#[from] DoesNotFit),
    /// A listener.
    #[error("cannot listen on {address}: {cause}")]
    Listen {
        /// Where.
        address: String,
        /// Why.
        #[source]
        cause: std::io::Error,
    },
    /// Something else of the operating system's.
    #[error("{0}")]
    System(String),
}

/// Faults that only the floors above the configuration can see, each in its own words.
pub fn further_faults(config: &Config) -> Vec<ConfigFault> {
    let accent = Accent::parse(&config.brand.accent).map(|_| ());
    let database = DatabaseUrl::parse(config.database_url.expose_secret()).map(|_| ());
    [
        database.map_err(|problem| ConfigFault::new("database.url", problem.to_string())),
        accent.map_err(|problem| ConfigFault::new("brand.accent", problem.to_string())),
        passwords::hash_cost(&config.passwords).map(|_| ()),
        passwords::block_list(&config.passwords).map(|_| ()),
        logs::check(&config.log),
    ]
    .into_iter()
    .filter_map(Result::err)
    .collect()
}

/// The database that the configuration names.
pub fn database_url(config: &Config) -> Result<DatabaseUrl, StartFault> {
    DatabaseUrl::parse(config.database_url.expose_secret())
        .map_err(|problem| StartFault::Config(vec![ConfigFault::new("database.url", problem.to_string())]))
}

/// What of the configuration is looked at while the service runs, and by `doctor`.
pub fn installation(config: &Config) -> Result<Installation, StartFault> {
    let url = database_url(config)?;
    Ok(Installation {
        key_files: keys::KeySource::of(&config.security, &url).files(),
        database_file: url.file().map(Path::to_path_buf),
        is_hash_cheap: passwords::is_cheap(&config.passwords),
    })
}

/// Opens everything a flow needs. The schema is brought up to date first.
pub fn context(config: &Config, clock: Arc<dyn Clock>) -> Result<Context, StartFault> {
    if !clock.now().is_plausible() {
        return Err(StartFault::System(format!(
            "the clock says {}, which is before this program was made: tokens would be refused everywhere; set the clock",
            clock.now()
        )));
    }
    let catalogue = Catalogue::read(config.profile_directory.as_deref()).map_err(StartFault::Profiles)?;
    let url = database_url(config)?;
    let cost = passwords::hash_cost(&config.passwords).map_err(|fault| StartFault::Config(vec![fault]))?;
    let policy = passwords::policy(config).map_err(|fault| StartFault::Config(vec![fault]))?;
    let keys = keys::read_or_make(&config.security, &url).map_err(|fault| StartFault::Config(vec![fault]))?;
    let migrated = migrations::migrate(&url, clock.now())?;
    if let Some(copy) = &migrated.copy {
        // Also where only warnings are shown: the file holds what the database holds, and its owner ought to know.
        tracing::warn!(copy = %copy.display(), "the database was copied before its schema was changed");
    }
    if !migrated.run.is_empty() {
        tracing::info!(migrations = migrated.run.len(), "the database schema is up to date now");
    }
    let store = Store::open(&url, config.database_connections)?;
    let metrics = Metrics::shared();
    let options = PoolOptions {
        workers: config.passwords.workers,
        queue: config.passwords.queue,
        longest_wait: config.passwords.longest_wait,
        cost,
    };
    let pool = HashPool::start(options, metrics.clone())?;
    Ok(Context {
        store,
        clock,
        pool,
        keys: Arc::new(keys),
        catalogue,
        metrics,
        gates: Gates::default(),
        installation: installation(config)?,
        lately: Lately::default(),
        rules: Rules {
            lifetimes: SessionLifetimes { idle: config.session_idle, absolute: config.session_absolute },
            passwords: policy,
            one_time_lifetime: config.passwords.one_time_lifetime,
            address_quarantine: config.address_quarantine,
            guessing: GuessingRules {
                per_network: config.guessing.failures_per_network,
                per_account: config.guessing.failures_per_account,
                shared_networks: config.guessing.shared_networks.clone(),
            },
        },
        imports: AtWork::default(),
        opened: OpenedProviders::default(),
        loops: Arc::default(),
    })
}
