//! `bridgewarden config show`: the effective configuration, and whence each value came.

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::configuration::{GlobalOptions, Read, read};
use super::exit::Stop;
use super::output::{self, facts, plain, print, table};
use crate::config::Setting;

/// What to do with the configuration.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Show every option with the value that holds, and whence it came; secrets are masked
    #[command(after_help = "\
Examples:
  bridgewarden config show                        every option
  bridgewarden config show passwords              one section
  bridgewarden config show server.listen          one option, with its default and its meaning
  bridgewarden config show --changed              what is not left at its default")]
    Show(ShowConfig),
}

/// Which options to show.
#[derive(Debug, Args)]
pub struct ShowConfig {
    /// Only this option, or the options of this section
    #[arg(value_name = "SECTION[.KEY]")]
    name: Option<String>,
    /// Only options that a file, the environment or an argument sets
    #[arg(long)]
    changed: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Shows it.
pub fn run(given: &GlobalOptions, command: ConfigCommand) -> Result<(), Stop> {
    let ConfigCommand::Show(wanted) = command;
    let Read { config, .. } = read(given).map_err(|faults| Stop::of_config(&faults))?;
    let is_named = |setting: &Setting| {
        wanted.name.as_ref().is_none_or(|name| setting.name == *name || setting.section() == name)
    };
    let named: Vec<&Setting> = config.settings.iter().filter(|setting| is_named(setting)).collect();
    if named.is_empty() {
        let name = wanted.name.unwrap_or_default();
        return Err(Stop::usage(format!(
            "There is no option and no section named {}. `bridgewarden config show` shows all of them.",
            plain(&name)
        )));
    }
    let shown: Vec<&Setting> =
        named.into_iter().filter(|setting| !wanted.changed || setting.is_chosen()).collect();
    if wanted.json {
        return output::json(&Value::Array(shown.into_iter().map(to_json).collect()));
    }
    match shown.as_slice() {
        [] => print("Every option is left at its default."),
        [one] if wanted.name.as_ref() == Some(&one.name) => print(&in_full(one)),
        several => {
            let rows = several
                .iter()
                .map(|setting| [setting.name.clone(), setting.value.clone(), setting.source.to_string()]);
            print(&table(["OPTION", "VALUE", "FROM"], &rows.collect::<Vec<_>>()))
        }
    }
}

fn in_full(setting: &Setting) -> String {
    let pairs = [
        ("value", setting.value.clone()),
        ("from", setting.source.to_string()),
        ("default", setting.default.clone()),
    ];
    format!("{}\n{}\n{}", setting.name, facts(&pairs), plain(&setting.meaning))
}

fn to_json(setting: &Setting) -> Value {
    json!({
        "option": setting.name,
        "value": setting.value,
        "is_masked": setting.is_masked,
        "from": setting.source.to_string(),
        "default": setting.default,
        "meaning": setting.meaning,
    })
}
