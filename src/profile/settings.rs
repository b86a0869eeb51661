//! What an administrator fills in: checked once, each by its kind.

use std::collections::BTreeMap;

use super::address::is_secure_address;
use super::claims;
use super::schema::{ProviderProfile, SettingKind, SettingSpec};
use crate::domain::return_to::AllowedOrigin;

/// The setting that every profile has: further hosts to which `return_to` may lead.
pub const ALLOWED_HOSTS: &str = "allowed_hosts";

/// The setting by which an administrator allows claims that give rights, in profiles that have it.
pub const PRIVILEGED_CLAIMS: &str = "privileged_claims";

/// What is wrong with one setting.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{setting}: {problem}")]
pub struct SettingFault {
    /// Its name.
    pub setting: String,
    /// What is wrong, and what would be right.
    pub problem: String,
    /// The same without words.
    pub cause: SettingCause,
}

/// Why a setting cannot stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingCause {
    /// The profile has no such setting.
    Unknown,
    /// It is needed and not filled in.
    Missing,
    /// It does not look like its kind.
    Malformed(SettingKind),
    /// It looks right, and does not go together with the others.
    Clash,
}

/// Settings that were checked against a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings(BTreeMap<String, String>);

impl Settings {
    /// Checks every given value and every missing one; all faults are reported together.
    pub fn check(
        profile: &ProviderProfile,
        given: &BTreeMap<String, String>,
    ) -> Result<Self, Vec<SettingFault>> {
        let given: BTreeMap<String, String> = given
            .iter()
            .map(|(name, value)| (name.clone(), value.trim().to_owned()))
            .filter(|(_, value)| !value.is_empty())
            .collect();
        let mut faults = Vec::new();
        let mut fault = |setting: &str, cause: SettingCause, problem: String| {
            faults.push(SettingFault { setting: setting.into(), problem, cause });
        };
        for (name, value) in &given {
            let kind = match profile.settings.get(name) {
                Some(spec) => spec.kind,
                None if name == ALLOWED_HOSTS => SettingKind::HostList,
                None => {
                    fault(
                        name,
                        SettingCause::Unknown,
                        format!("this profile has no such setting; it has {}", names(profile)),
                    );
                    continue;
                }
            };
            if let Err(problem) = check_value(kind, value) {
                fault(name, SettingCause::Malformed(kind), problem);
            }
        }
        for (name, spec) in &profile.settings {
            if !given.contains_key(name) && is_needed(profile, name, spec, &given) {
                fault(name, SettingCause::Missing, format!("is missing: {}", spec.hint.english()));
            }
        }
        if faults.is_empty() { Ok(Self(with_defaults(profile, given))) } else { Err(faults) }
    }

    /// A setting's value, its default included.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// The parts of a list.
    pub fn list(&self, name: &str) -> Vec<String> {
        split_list(self.get(name).unwrap_or_default()).map(str::to_owned).collect()
    }

    /// A `yes`.
    pub fn is_yes(&self, name: &str) -> bool {
        self.get(name) == Some("yes")
    }

    /// A number of seconds other than 0.
    pub fn seconds(&self, name: &str) -> Option<u32> {
        self.get(name).and_then(|value| value.parse().ok()).filter(|seconds| *seconds > 0)
    }
}

fn names(profile: &ProviderProfile) -> String {
    let mut names: Vec<&str> = profile.settings.keys().map(String::as_str).collect();
    names.push(ALLOWED_HOSTS);
    names.join(", ")
}

fn is_needed(
    profile: &ProviderProfile,
    name: &str,
    spec: &SettingSpec,
    given: &BTreeMap<String, String>,
) -> bool {
    let is_replaced = profile
        .settings
        .iter()
        .any(|(other, spec)| spec.instead_of.as_deref() == Some(name) && given.contains_key(other));
    spec.is_needed() && !is_replaced
}

fn with_defaults(profile: &ProviderProfile, mut given: BTreeMap<String, String>) -> BTreeMap<String, String> {
    for (name, spec) in &profile.settings {
        if let Some(default) = &spec.default {
            given.entry(name.clone()).or_insert_with(|| default.clone());
        }
    }
    given
}

fn split_list(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty())
}

/// Whether a value looks like its kind; otherwise what would.
pub fn check_value(kind: SettingKind, value: &str) -> Result<(), String> {
    let is_good = match kind {
        SettingKind::DnsLabel => is_dns_label(value),
        SettingKind::Host => AllowedOrigin::parse(value).is_ok(),
        SettingKind::HostList => split_list(value).all(|host| AllowedOrigin::parse(host).is_ok()),
        SettingKind::HttpsUrl => is_secure_address(value),
        SettingKind::ParameterName => is_parameter_name(value),
        SettingKind::ParameterNames => split_list(value).all(is_parameter_name),
        SettingKind::ClaimList => return claims::parse_list(value).map(|_| ()),
        SettingKind::AttributeClaims => return claims::parse_further(value).map(|_| ()),
        SettingKind::PrivilegedClaims => split_list(value).all(claims::is_privileged),
        SettingKind::Seconds => value.parse::<u32>().is_ok_and(|seconds| seconds <= 86_400),
        SettingKind::YesNo => matches!(value, "yes" | "no"),
    };
    if is_good { Ok(()) } else { Err(format!("{value:?} is not right: {}", expectation(kind))) }
}

const fn expectation(kind: SettingKind) -> &'static str {
    match kind {
        SettingKind::DnsLabel => "write letters, digits and hyphens only, for example acme",
        SettingKind::Host => {
            "write a host name such as help.example.com, without https:// and without a path"
        }
        SettingKind::HostList => {
            "write host names with commas between them, without https:// and without paths"
        }
        SettingKind::HttpsUrl => "write a whole address that begins with https:// and has no #part",
        SettingKind::ParameterName => "write a parameter name of letters, digits, - _ and .",
        SettingKind::ParameterNames => "write parameter names with commas between them",
        SettingKind::ClaimList => "write claims as name or name=source with commas between them",
        SettingKind::AttributeClaims => "write claims as claim=attribute with commas between them",
        SettingKind::PrivilegedClaims => {
            "write names of claims that give rights, such as role, with commas between them; others need no leave"
        }
        SettingKind::Seconds => "write a number of seconds from 0 to 86400",
        SettingKind::YesNo => "write yes or no",
    }
}

fn is_dns_label(value: &str) -> bool {
    let plain = value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    !value.is_empty() && value.len() <= 63 && plain && !value.starts_with('-') && !value.ends_with('-')
}

/// Names that need no escaping and cannot be taken for something else.
pub fn is_parameter_name(value: &str) -> bool {
    let plain = value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
    !value.is_empty() && value.len() <= 64 && plain
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Catalogue;

    fn check(profile: &str, given: &[(&str, &str)]) -> Result<Settings, Vec<String>> {
        let catalogue = Catalogue::read(None).unwrap();
        let given = given.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Settings::check(catalogue.get(profile).unwrap(), &given)
            .map_err(|faults| faults.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn all_faults_are_told_at_once() {
        let faults =
            check("it-glue", &[("subdomian", "acme"), ("allowed_hosts", "https://x.example/")]).unwrap_err();
        assert_eq!(faults.len(), 3, "{faults:?}");
        assert!(faults.iter().any(|fault| fault.starts_with("subdomian: this profile has no such setting")));
        assert!(faults.iter().any(|fault| fault.starts_with("allowed_hosts:")));
        assert!(faults.iter().any(|fault| fault.starts_with("subdomain: is missing")));
    }

    #[test]
    fn a_host_may_stand_instead_of_the_subdomain() {
        assert!(check("it-glue", &[("host", "acme.eu.itglue.com")]).is_ok());
        assert!(check("it-glue", &[]).is_err());
    }

    #[test]
    fn a_subdomain_cannot_smuggle_another_host_in() {
        for value in ["acme.evil", "evil.example/", "acme@evil", "acme#", "ac me", "-acme"] {
            assert!(check("it-glue", &[("subdomain", value)]).is_err(), "{value}");
        }
    }

    #[test]
    fn defaults_are_filled_in() {
        let settings = check("generic-redirect", &[("jwt_endpoint", "https://sp.example.com/jwt")]).unwrap();
        assert_eq!(settings.get("token_parameter"), Some("jwt"));
        assert_eq!(settings.seconds("expires_after"), None);
    }
}
