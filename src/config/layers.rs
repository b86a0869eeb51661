//! Layers: defaults < file < environment < options of the command line. Each value remembers whence it came.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

use super::ConfigFault;
use super::secrets;

/// Every option with its default; the lowest layer.
pub const EXAMPLE: &str = include_str!("../../bridgewarden.example.toml");
const PREFIX: &str = "BRIDGEWARDEN_";
const DEFAULT_FILE: &str = "/etc/bridgewarden/bridgewarden.toml";

/// Whence a value came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The example file.
    Default,
    /// A file.
    File(PathBuf),
    /// A variable.
    Environment(String),
    /// A file that a variable names.
    EnvironmentFile {
        /// The variable.
        variable: String,
        /// The file.
        path: PathBuf,
    },
    /// `--option`.
    CommandLine,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("the default"),
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Environment(name) => f.write_str(name),
            Self::EnvironmentFile { variable, path } => write!(f, "{variable} ({})", path.display()),
            Self::CommandLine => f.write_str("the command line"),
        }
    }
}

/// Options by `section.key`, merged.
#[derive(Clone, Debug)]
pub struct Layers {
    values: BTreeMap<String, (Value, Source)>,
    faults: Vec<ConfigFault>,
}

impl Layers {
    /// The defaults alone.
    pub fn defaults() -> Self {
        let mut layers = Self { values: BTreeMap::new(), faults: Vec::new() };
        match EXAMPLE.parse::<Table>() {
            Ok(table) => {
                for (name, value) in options_of(table) {
                    layers.values.insert(name, (value, Source::Default));
                }
            }
            Err(problem) => layers.fault("bridgewarden.example.toml", problem.to_string()),
        }
        layers
    }

    /// Defaults, then the file, then `environment`, then `options` (`SECTION.KEY=VALUE`).
    pub fn read(
        file: Option<&Path>,
        environment: impl IntoIterator<Item = (String, String)>,
        options: &[String],
    ) -> Self {
        let mut layers = Self::defaults();
        let mut environment: Vec<(String, String)> = environment.into_iter().collect();
        environment.sort();
        let named = environment
            .iter()
            .find(|(name, _)| name == "BRIDGEWARDEN_CONFIG")
            .map(|(_, path)| PathBuf::from(path));
        let usual = Some(PathBuf::from(DEFAULT_FILE)).filter(|path| path.exists());
        if let Some(path) = file.map(Path::to_path_buf).or(named).or(usual) {
            layers.add_file(&path);
        }
        for (name, text) in environment {
            layers.add_variable(&name, &text);
        }
        layers.add_options(options);
        layers
    }

    /// Defaults and `options` alone, whatever files and variables the machine has.
    pub fn of_options(options: &[String]) -> Self {
        let mut layers = Self::defaults();
        layers.add_options(options);
        layers
    }

    fn add_options(&mut self, options: &[String]) {
        for option in options {
            match option.split_once('=') {
                Some((name, text)) => self.set_text(name.trim(), text, Source::CommandLine),
                None => self.fault(option, "write SECTION.KEY=VALUE".into()),
            }
        }
    }

    fn add_file(&mut self, path: &Path) {
        let shown = path.display().to_string();
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(problem) => return self.fault(&shown, format!("the file cannot be read: {problem}")),
        };
        let table = match text.parse::<Table>() {
            Ok(table) => table,
            Err(problem) => return self.fault(&shown, problem.to_string()),
        };
        let mut holds_secret = false;
        for (name, value) in options_of(table) {
            holds_secret |= secrets::is_secret(&name, &value);
            self.set(&name, value, Source::File(path.to_path_buf()));
        }
        if holds_secret && let Err(problem) = secrets::check_mode(path) {
            self.fault(&shown, problem.to_string());
        }
    }

    fn add_variable(&mut self, variable: &str, text: &str) {
        let Some((section, key)) = variable.strip_prefix(PREFIX).and_then(|rest| rest.split_once("__"))
        else {
            return;
        };
        let name = format!("{section}.{key}").to_ascii_lowercase();
        let source = Source::Environment(variable.to_owned());
        if self.values.contains_key(&name) {
            return self.set_text(&name, text, source);
        }
        match name.strip_suffix("_file").filter(|name| self.values.contains_key(*name)) {
            Some(name) => match std::fs::read_to_string(text) {
                Ok(value) => {
                    let value = value.trim_end_matches(['\r', '\n']);
                    let is_secret = secrets::is_secret(name, &Value::String(value.to_owned()));
                    if is_secret && let Err(problem) = secrets::check_mode(Path::new(text)) {
                        self.fault(variable, format!("the file {text} {problem}"));
                    }
                    let path = PathBuf::from(text);
                    let source = Source::EnvironmentFile { variable: variable.to_owned(), path };
                    self.set_text(name, value, source);
                }
                Err(problem) => self.fault(variable, format!("the file {text} cannot be read: {problem}")),
            },
            None => self.fault(variable, self.unknown(&name)),
        }
    }

    /// Sets from text, read as the type that the default has.
    fn set_text(&mut self, name: &str, text: &str, source: Source) {
        let value = match self.values.get(name).map(|(default, _)| default) {
            None => return self.fault(name, self.unknown(name)),
            Some(Value::Integer(_)) => text.trim().parse().map(Value::Integer).ok(),
            Some(Value::Boolean(_)) => text.trim().parse().map(Value::Boolean).ok(),
            Some(Value::Array(_)) => {
                let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
                Some(Value::Array(parts.map(|part| Value::String(part.to_owned())).collect()))
            }
            Some(_) => Some(Value::String(text.to_owned())),
        };
        match value {
            Some(value) => self.set(name, value, source),
            None => self.wrong_type(name, &source),
        }
    }

    fn set(&mut self, name: &str, value: Value, source: Source) {
        match self.values.get(name) {
            None => self.fault(name, self.unknown(name)),
            Some((default, _)) if default.type_str() != value.type_str() => self.wrong_type(name, &source),
            Some(_) => {
                self.values.insert(name.to_owned(), (value, source));
            }
        }
    }

    fn wrong_type(&mut self, name: &str, source: &Source) {
        let wanted = self.values.get(name).map_or("value", |(default, _)| default.type_str());
        self.fault(name, format!("wants a {wanted}, but {source} gives something else"));
    }

    fn unknown(&self, name: &str) -> String {
        let section = name.split('.').next().unwrap_or_default();
        let in_section = |known: &&String| known.split('.').next() == Some(section);
        let mut known: Vec<&str> = self.values.keys().filter(in_section).map(String::as_str).collect();
        if known.is_empty() {
            known = self.values.keys().filter_map(|known| known.split('.').next()).collect();
            known.dedup();
            return format!("there is no such option; the sections are {}", known.join(", "));
        }
        format!("there is no such option; this section has {}", known.join(", "))
    }

    pub(super) fn fault(&mut self, option: &str, problem: String) {
        self.faults.push(ConfigFault::new(option, problem));
    }

    pub(super) fn value(&self, name: &str) -> Option<&Value> {
        self.values.get(name).map(|(value, _)| value)
    }

    pub(super) fn take_faults(&mut self) -> Vec<ConfigFault> {
        std::mem::take(&mut self.faults)
    }

    pub(super) fn values(&self) -> impl Iterator<Item = (&str, &Value, &Source)> {
        self.values.iter().map(|(name, (value, source))| (name.as_str(), value, source))
    }

    /// Every option with its value as it may be shown, and whence it came.
    pub fn shown(&self) -> impl Iterator<Item = (&str, String, &Source)> {
        self.values.iter().map(|(name, (value, source))| (name.as_str(), secrets::shown(name, value), source))
    }
}

fn options_of(table: Table) -> Vec<(String, Value)> {
    let mut options = Vec::new();
    for (section, value) in table {
        match value {
            Value::Table(keys) => {
                options.extend(keys.into_iter().map(|(key, value)| (format!("{section}.{key}"), value)));
            }
            other => options.push((section, other)),
        }
    }
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn later_layers_win_and_each_value_knows_whence_it_came() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("b.toml");
        std::fs::write(&file, "[server]\nlisten = \"127.0.0.1:1\"\nworkers = 3\n").unwrap();
        let environment = [("BRIDGEWARDEN_SERVER__LISTEN".to_owned(), "127.0.0.1:2".to_owned())];
        let mut layers = Layers::read(Some(&file), environment, &["log.level=debug".into()]);
        assert_eq!(layers.take_faults(), []);
        assert_eq!(layers.value("server.listen").and_then(Value::as_str), Some("127.0.0.1:2"));
        assert_eq!(layers.value("server.workers").and_then(Value::as_integer), Some(3));
        assert_eq!(layers.value("log.level").and_then(Value::as_str), Some("debug"));
        let (_, _, source) = layers.shown().find(|(name, ..)| *name == "server.workers").unwrap();
        assert_eq!(source, &Source::File(file));
    }

    #[test]
    fn unknown_keys_and_wrong_types_are_all_told_together() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("b.toml");
        std::fs::write(&file, "[server]\nlistn = \"x\"\nworkers = \"three\"\n[sever]\na = 1\n").unwrap();
        let environment = [("BRIDGEWARDEN_LOG__LEVL".to_owned(), "x".to_owned())];
        let faults = Layers::read(Some(&file), environment, &[]).take_faults();
        let named: Vec<&str> = faults.iter().map(|fault| fault.option.as_str()).collect();
        assert_eq!(named, ["server.listn", "server.workers", "sever.a", "BRIDGEWARDEN_LOG__LEVL"]);
        assert!(faults[0].problem.contains("server.listen"), "{}", faults[0]);
    }

    #[test]
    fn a_secret_is_read_from_a_file_and_never_shown() {
        let folder = tempfile::tempdir().unwrap();
        let secret = folder.path().join("url");
        std::fs::write(&secret, "postgres://u:canary@h/d\n").unwrap();
        std::fs::set_permissions(&secret, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        let environment = [("BRIDGEWARDEN_DATABASE__URL_FILE".to_owned(), secret.display().to_string())];
        let layers = Layers::read(None, environment, &[]);
        assert_eq!(layers.value("database.url").and_then(Value::as_str), Some("postgres://u:canary@h/d"));
        assert!(!layers.shown().any(|(_, shown, _)| shown.contains("canary")));
    }
}
