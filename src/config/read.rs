//! From layers to typed values. A value that does not read becomes a fault; the default stands in for it, so
//! that one look finds every fault.

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use secrecy::SecretString;
use toml::Value;

use super::{
    BrandConfig, Config, ConfigFault, GuessingConfig, Layers, LogConfig, PasswordConfig, PublicUrl,
    SecurityConfig, ServerConfig,
};

impl Config {
    /// Reads every option; all faults are reported together.
    pub fn of_layers(layers: Layers) -> Result<Self, Vec<ConfigFault>> {
        let (config, faults) = Self::judge(layers);
        if faults.is_empty() { Ok(config) } else { Err(faults) }
    }

    /// Reads every option. Where one is at fault its default stands in, so that whoever judges further (the
    /// database's address, the colours) can add their faults to these.
    pub fn judge(mut layers: Layers) -> (Self, Vec<ConfigFault>) {
        let cores = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        let config = Self {
            server: ServerConfig {
                listen: layers
                    .parsed("server.listen", "write an address and a port, for example 127.0.0.1:8080"),
                public_url: layers.public_url(),
                trusted_proxies: layers.networks("server.trusted_proxies"),
                metrics_listen: layers.optional(
                    "server.metrics_listen",
                    "write an address and a port, or \"\" to switch it off",
                ),
                hsts: layers.flag("server.hsts"),
                workers: NonZeroUsize::new(layers.number("server.workers", 0, 1024)).unwrap_or(cores),
                stop_notice: Duration::from_secs(layers.number("server.stop_notice_seconds", 0, 60)),
                upload_timeout: Duration::from_secs(layers.number("server.upload_timeout_seconds", 1, 3600)),
            },
            database_url: SecretString::from(layers.text("database.url")),
            database_connections: layers.number("database.connections", 1, 1000),
            security: SecurityConfig {
                sealing_key_file: layers.path("security.sealing_key_file"),
                sealing_key: Some(layers.text("security.sealing_key"))
                    .filter(|text| !text.is_empty())
                    .map(SecretString::from),
                earlier_sealing_key_files: layers
                    .list("security.earlier_sealing_key_files")
                    .into_iter()
                    .map(PathBuf::from)
                    .collect(),
            },
            passwords: PasswordConfig {
                memory_kib: layers.number("passwords.memory_kib", 8, 1 << 20),
                passes: layers.number("passwords.passes", 1, 64),
                lanes: layers.number("passwords.lanes", 1, 16),
                allow_below_floor: layers.flag("passwords.allow_below_floor"),
                workers: NonZeroUsize::new(layers.number("passwords.workers", 0, 1024)).unwrap_or(cores),
                queue: layers.number("passwords.queue", 1, 100_000),
                longest_wait: Duration::from_secs(layers.number("passwords.wait_seconds", 1, 30)),
                min_length: layers.number("passwords.min_length", 8, 128),
                block_list_file: layers.path("passwords.block_list_file"),
                one_time_lifetime: Duration::from_secs(
                    layers.number::<u64>("passwords.one_time_hours", 1, 72) * 3600,
                ),
            },
            address_quarantine: Duration::from_secs(
                layers.number::<u64>("users.address_quarantine_days", 0, 3650) * 24 * 3600,
            ),
            guessing: GuessingConfig {
                failures_per_network: layers.number("guessing.failures_per_network", 3, 1000),
                shared_networks: layers.networks("guessing.shared_networks"),
                // NIST SP 800-63B-4, 3.2.2: no more than 100.
                failures_per_account: layers.number("guessing.failures_per_account", 10, 100),
            },
            session_idle: Duration::from_secs(layers.number::<u64>("sessions.idle_minutes", 1, 60 * 24) * 60),
            session_absolute: Duration::from_secs(
                layers.number::<u64>("sessions.absolute_hours", 1, 24 * 7) * 3600,
            ),
            brand: BrandConfig {
                name: layers.text("brand.name"),
                logo_file: layers.path("brand.logo_file"),
                accent: layers.text("brand.accent"),
                support: Some(layers.text("brand.support")).filter(|text| !text.is_empty()),
            },
            profile_directory: layers.path("profiles.directory"),
            log: LogConfig {
                is_json: layers.choice("log.format", &["text", "json"]) == "json",
                level: layers.text("log.level"),
            },
            settings: layers.settings().into(),
        };
        (config, layers.take_faults())
    }
}

impl Layers {
    fn text(&self, name: &str) -> String {
        self.value(name).and_then(Value::as_str).unwrap_or_default().to_owned()
    }

    fn path(&self, name: &str) -> Option<PathBuf> {
        Some(self.text(name)).filter(|text| !text.is_empty()).map(PathBuf::from)
    }

    fn list(&self, name: &str) -> Vec<String> {
        let parts = self.value(name).and_then(Value::as_array).cloned().unwrap_or_default();
        parts.iter().filter_map(Value::as_str).map(str::to_owned).collect()
    }

    fn flag(&self, name: &str) -> bool {
        self.value(name).and_then(Value::as_bool).unwrap_or_default()
    }

    fn number<N: TryFrom<i64> + Default>(&mut self, name: &str, least: i64, most: i64) -> N {
        let number = self.value(name).and_then(Value::as_integer).unwrap_or_default();
        if !(least..=most).contains(&number) {
            self.fault(name, format!("{number} is not between {least} and {most}"));
        }
        N::try_from(number).unwrap_or_default()
    }

    fn choice(&mut self, name: &str, words: &[&str]) -> String {
        let text = self.text(name);
        if !words.contains(&text.as_str()) {
            self.fault(name, format!("{text:?} is not one of {}", words.join(", ")));
        }
        text
    }

    fn parsed(&mut self, name: &str, hint: &str) -> std::net::SocketAddr {
        let text = self.text(name);
        text.parse().unwrap_or_else(|_| {
            self.fault(name, format!("{text:?} is not right: {hint}"));
            std::net::SocketAddr::from(([127, 0, 0, 1], 0))
        })
    }

    fn optional(&mut self, name: &str, hint: &str) -> Option<std::net::SocketAddr> {
        if self.text(name).is_empty() { None } else { Some(self.parsed(name, hint)) }
    }

    fn public_url(&mut self) -> Option<PublicUrl> {
        let text = self.text("server.public_url");
        if text.is_empty() {
            return None;
        }
        PublicUrl::parse(&text)
            .map_err(|problem| self.fault("server.public_url", format!("{text:?} is not right: {problem}")))
            .ok()
    }

    fn networks(&mut self, name: &str) -> Vec<ipnet::IpNet> {
        let mut networks = Vec::new();
        for text in self.list(name) {
            let single = text.parse::<std::net::IpAddr>().map(ipnet::IpNet::from);
            match single.or_else(|_| text.parse::<ipnet::IpNet>()) {
                Ok(network) if network.prefix_len() == 0 => {
                    self.fault(name, format!("{text} is everybody; name the network that is meant"));
                }
                Ok(network) => networks.push(network),
                Err(_) => self.fault(name, format!("{text:?} is not a network such as 10.1.2.0/24")),
            }
        }
        networks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_right_in_themselves() {
        let config = Config::of_layers(Layers::defaults()).unwrap();
        assert_eq!(config.passwords.memory_kib, 19_456);
        assert_eq!(config.session_idle, Duration::from_secs(3600));
        assert_eq!(config.server.trusted_proxies, []);
    }

    #[test]
    fn every_fault_is_told_at_once() {
        let options = [
            "server.listen=here",
            "server.public_url=http://sso.example.com",
            "server.trusted_proxies=0.0.0.0/0,10.1.2.3,nonsense",
            "passwords.queue=0",
            "log.format=xml",
        ];
        let options = options.map(str::to_owned);
        let faults = Config::of_layers(Layers::read(None, [], &options)).unwrap_err();
        let named: Vec<&str> = faults.iter().map(|fault| fault.option.as_str()).collect();
        let expected = [
            "server.listen",
            "server.public_url",
            "server.trusted_proxies",
            "server.trusted_proxies",
            "passwords.queue",
            "log.format",
        ];
        assert_eq!(named, expected);
    }
}
