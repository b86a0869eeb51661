//! The command line. It decides nothing: each command parses what it is given, calls one flow and prints what
//! became of it. `docs/cli.md` describes the commands for the people who type them.
//!
//! To add a command: a file here with its arguments (clap) and its function, a variant and an arm below, its
//! examples in the help, its paragraph in `docs/cli.md` and a story in `tests/cli`.

pub mod audit;
pub mod backup;
pub mod config;
pub mod configuration;
pub mod demo;
pub mod doctor;
pub mod exit;
pub mod input;
pub mod migrate;
pub mod output;
pub mod providers;
pub mod secrets;
pub mod serve;
pub mod sessions;
pub mod statistics;
pub mod throttles;
pub mod users;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use configuration::{Console, GlobalOptions, read};
use exit::{EXIT_CODES, Stop};

const EXAMPLES: &str = "\
The first steps:
  bridgewarden demo                                      see it work, without a configuration
  bridgewarden user add you@example.com --admin          add yourself
  bridgewarden provider profiles                         which service providers are known
  bridgewarden doctor                                    is everything in order?
  bridgewarden serve                                     run it";

/// Bridgewarden signs a company's people in to service providers that accept JWT single sign-on.
#[derive(Debug, Parser)]
#[command(name = "bridgewarden", version, max_term_width = 100, after_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
#[command(subcommand_required = true, arg_required_else_help = true, disable_help_subcommand = true)]
struct Cli {
    #[command(flatten)]
    global: GlobalOptions,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the bridge until it is told to stop
    Serve,
    /// Show the bridge with a pretended service provider, on this machine and without a configuration
    Demo(DemoArguments),
    /// Bring the database's schema up to date, as `serve` does at its start
    Migrate,
    /// The people who may sign in
    #[command(subcommand)]
    User(users::UserCommand),
    /// The service providers that people are carried to
    #[command(subcommand)]
    Provider(providers::ProviderCommand),
    /// The keys that seal secrets in the database
    #[command(subcommand)]
    Secret(secrets::SecretCommand),
    /// Who is signed in at present
    #[command(subcommand)]
    Session(sessions::SessionCommand),
    /// Who must wait because of guessed passwords
    #[command(subcommand)]
    Throttle(throttles::ThrottleCommand),
    /// What happened
    #[command(subcommand)]
    Audit(audit::AuditCommand),
    /// How many sign-ins, refusals and tokens there were lately
    Statistics(statistics::StatisticsArguments),
    /// The configuration
    #[command(subcommand)]
    Config(config::ConfigCommand),
    /// Copy a SQLite database into a file while the service runs
    Backup(backup::BackupArguments),
    /// Examine the configuration, the database, the keys and every provider; change nothing
    Doctor(doctor::DoctorArguments),
}

#[derive(Debug, clap::Args)]
struct DemoArguments {
    /// Port of 127.0.0.1 for the bridge; the pretended providers take the four after it. 0 takes any free ones
    #[arg(long, default_value_t = 8080)]
    port: u16,
}

/// Runs the command that the process was started with.
pub fn main() -> ExitCode {
    let mut cli = Cli::parse();
    cli.global.take_all(std::env::args_os());
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => stop.report(),
    }
}

fn run(cli: Cli) -> Result<(), Stop> {
    let console = || Console::open(&cli.global);
    match cli.command {
        Command::Serve => {
            let config = read(&cli.global).map_err(|faults| Stop::of_config(&faults))?.config;
            crate::telemetry::logs::start(&config.log).map_err(|fault| Stop::of_config(&[fault]))?;
            Ok(serve::run(&config)?)
        }
        Command::Demo(demo) => Ok(demo::run(demo::DemoOptions { port: demo.port })?),
        Command::Migrate => migrate::run(&cli.global),
        Command::User(command) => users::run(console()?, command),
        Command::Provider(command) => providers::run(&cli.global, command),
        Command::Secret(command) => secrets::run(console()?, command),
        Command::Session(command) => sessions::run(console()?, command),
        Command::Throttle(command) => throttles::run(console()?, command),
        Command::Audit(command) => audit::run(console()?, command),
        Command::Statistics(arguments) => statistics::run(&console()?, &arguments),
        Command::Config(command) => config::run(&cli.global, command),
        Command::Backup(arguments) => backup::run(&cli.global, &arguments),
        Command::Doctor(arguments) => doctor::run(&cli.global, &arguments),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn every_command_is_well_formed() {
        super::Cli::command().debug_assert();
    }

    #[test]
    fn the_documentation_names_every_command() {
        let documentation = include_str!("../../docs/cli.md");
        for command in super::Cli::command().get_subcommands() {
            let below: Vec<String> = command
                .get_subcommands()
                .map(|sub| format!("{} {}", command.get_name(), sub.get_name()))
                .collect();
            let names = if below.is_empty() { vec![command.get_name().to_owned()] } else { below };
            for name in names {
                assert!(
                    documentation.contains(&format!("bridgewarden {name}")),
                    "{name} is not in docs/cli.md"
                );
            }
        }
    }
}
