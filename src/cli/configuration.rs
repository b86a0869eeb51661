//! From the command line to what a command works with: the configuration, and a [`Console`] on the opened
//! context.

use std::ffi::OsString;
use std::future::Future;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;

use tokio::runtime::{Builder, Runtime};
use toml::Value;

use super::exit::Stop;
use super::output::notice;
use crate::config::layers::Source;
use crate::config::{Config, ConfigFault, Layers, LogConfig, secrets};
use crate::domain::audit::{Actor, Origin};
use crate::domain::clock::SystemClock;
use crate::domain::person_text;
use crate::flow::{Context, Fault};
use crate::startup;
use crate::startup::keys::KeySource;
use crate::telemetry::logs;

/// Options that every command takes.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Configuration")]
pub struct GlobalOptions {
    /// Configuration file; otherwise $BRIDGEWARDEN_CONFIG, or /etc/bridgewarden/bridgewarden.toml if it exists
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Set one option of the configuration, stronger than file and environment; may be repeated
    #[arg(long = "option", global = true, value_name = "SECTION.KEY=VALUE")]
    pub options: Vec<String>,
}

impl GlobalOptions {
    /// Takes every `--option` of the command line, whether it stands before or after the command's name: clap
    /// keeps those of one place only, and would drop the others in silence. It has checked the arguments before.
    pub fn take_all(&mut self, arguments: impl IntoIterator<Item = OsString>) {
        let mut arguments = arguments.into_iter().map_while(|argument| argument.into_string().ok());
        self.options.clear();
        while let Some(argument) = arguments.next() {
            match argument.split_once('=') {
                _ if argument == "--" => break,
                _ if argument == "--option" => self.options.extend(arguments.next()),
                Some(("--option", value)) => self.options.push(value.to_owned()),
                _ => {}
            }
        }
    }
}

/// The configuration, and how this process logs.
pub struct Read {
    /// Everything that can be configured.
    pub config: Config,
    /// The configured logging; quieter for commands whose output is their result.
    pub quiet_log: LogConfig,
}

/// Reads the configuration; all faults are reported together.
pub fn read(given: &GlobalOptions) -> Result<Read, Vec<ConfigFault>> {
    let environment = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    let layers = Layers::read(given.config.as_deref(), environment, &given.options);
    let is_level_chosen =
        layers.shown().any(|(name, _, source)| name == "log.level" && *source != Source::Default);
    let mut faults: Vec<ConfigFault> =
        given.options.iter().filter_map(|option| told_to_everyone(option)).collect();
    let (config, others) = Config::judge(layers);
    faults.extend(others);
    faults.extend(startup::further_faults(&config));
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut quiet_log = config.log.clone();
    if !is_level_chosen {
        "warn".clone_into(&mut quiet_log.level);
    }
    Ok(Read { config, quiet_log })
}

/// A secret among the arguments: every user of the machine can list them.
fn told_to_everyone(option: &str) -> Option<ConfigFault> {
    let (name, text) = option.split_once('=')?;
    let name = name.trim();
    let is_secret = secrets::is_secret(name, &Value::String(text.to_owned()));
    let variable = format!("BRIDGEWARDEN_{}_FILE", name.to_ascii_uppercase().replace('.', "__"));
    let problem = format!(
        "holds a secret, and arguments can be read by others; put it into a file and name it in {variable}"
    );
    is_secret.then(|| ConfigFault::new(name, problem))
}

/// What a command works with: the opened context, who types, and the means to wait for a flow.
pub struct Console {
    /// The configuration.
    pub config: Config,
    /// What every flow works with.
    pub context: Context,
    /// Who types, for the audit.
    pub origin: Origin,
    runtime: Runtime,
}

impl Console {
    /// Reads the configuration and opens everything a flow needs; the schema is brought up to date.
    pub fn open(given: &GlobalOptions) -> Result<Self, Stop> {
        let Read { config, quiet_log } = read(given).map_err(|faults| Stop::of_config(&faults))?;
        logs::start(&quiet_log).map_err(|fault| Stop::of_config(&[fault]))?;
        Self::with(config)
    }

    /// Opens everything a flow needs.
    pub fn with(mut config: Config) -> Result<Self, Stop> {
        // One command at a time needs neither many connections nor memory for many hashes.
        config.database_connections = config.database_connections.min(2);
        config.passwords.workers = NonZeroUsize::MIN;
        let keys = KeySource::of(&config.security, &startup::database_url(&config)?);
        let is_key_there = keys.file().is_none_or(|file| file.exists());
        let context = startup::context(&config, Arc::new(SystemClock))?;
        if let Some(key) = keys.file().filter(|file| !is_key_there && file.exists()) {
            let shown = key.display();
            notice(&format!("A sealing key was made: {shown}. Keep a copy of it apart from the database."));
        }
        let origin = Origin {
            actor: Actor::CommandLine(who_types()),
            client_address: "".into(),
            request_id: "".into(),
        };
        Ok(Self { config, context, origin, runtime: runtime()? })
    }

    /// Waits for a flow.
    pub fn run<T>(&self, flow: impl Future<Output = Result<T, Fault>>) -> Result<T, Stop> {
        Ok(self.runtime.block_on(flow)?)
    }
}

fn runtime() -> Result<Runtime, Stop> {
    let built = Builder::new_current_thread().enable_all().build();
    built.map_err(|cause| Stop::Surroundings(format!("The program could not set itself up: {cause}.")))
}

/// Who typed the command: the number of the user, which cannot be claimed, and the names that the environment
/// claims, that of sudo included.
fn who_types() -> String {
    let claimed = |variable: &str| {
        let name = std::env::var(variable).ok()?;
        person_text::line(&name, 64).ok().filter(|name| !name.is_empty())
    };
    let number = process_user().map_or_else(|| "uid unknown".to_owned(), |number| format!("uid {number}"));
    match claimed("SUDO_USER").or_else(|| claimed("USER")).or_else(|| claimed("LOGNAME")) {
        Some(name) => format!("{number} ({name})"),
        None => number,
    }
}

/// The number of the user that this process runs as.
pub fn process_user() -> Option<u32> {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").ok().map(|facts| facts.uid())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_before_and_after_the_command_all_count() {
        let mut given = GlobalOptions { config: None, options: vec![] };
        let line = "bridgewarden --option a.b=1 user --option=c.d=2 list --option e.f=3 -- --option g.h=4";
        given.take_all(line.split(' ').map(OsString::from));
        assert_eq!(given.options, ["a.b=1", "c.d=2", "e.f=3"]);
    }

    #[test]
    fn a_secret_among_the_arguments_is_refused() {
        assert!(told_to_everyone("database.url=postgres://u:canary@h/d").is_some());
        assert!(told_to_everyone("security.sealing_key=canary").is_some());
        assert!(told_to_everyone("database.url=postgres://u@h/d").is_none());
    }
}
