//! What a profile file says that cannot be true together, or could never work. It is told when the file is read,
//! with the name of what is wrong, and not when the first person is sent away.

use std::collections::BTreeSet;

use super::schema::{
    Endpoint, Flag, ProviderProfile, SecondsSpec, SettingKind, SettingSpec, Text, TokenIdSpec,
};
use super::settings::{PRIVILEGED_CLAIMS, check_value};
use super::{address, claims};
use crate::domain::person_text::is_disruptive;

/// Settings whose text can stand within an address.
const WITHIN_AN_ADDRESS: &[SettingKind] =
    &[SettingKind::DnsLabel, SettingKind::Host, SettingKind::ParameterName];
/// The longest `exp`; settings have the same limit.
const LONGEST_SECONDS: u32 = 86_400;

impl ProviderProfile {
    /// What the file says that cannot be true together; each names the key.
    pub fn contradictions(&self) -> Vec<String> {
        let mut found = Vec::new();
        self.check_uses(&mut found);
        self.check_addresses(&mut found);
        self.check_parameters(&mut found);
        self.check_settings(&mut found);
        self.check_claims(&mut found);
        if let Some(SecondsSpec::Fixed(seconds)) = self.token.expires_after
            && !(1..=LONGEST_SECONDS).contains(&seconds)
        {
            found.push(format!("expires_after must be a number of seconds from 1 to {LONGEST_SECONDS}"));
        }
        found
    }

    /// Settings by name, with the kinds that each may be of where it is used. A mistyped one would otherwise count
    /// as "no" and take the token id away in silence.
    fn uses(&self) -> Vec<(&str, &'static [SettingKind])> {
        let mut uses: Vec<(&str, &'static [SettingKind])> = Vec::new();
        for endpoint in self.endpoints() {
            match endpoint {
                Endpoint::Setting { setting } => uses.push((setting, &[SettingKind::HttpsUrl])),
                Endpoint::Template { url, host_setting } => {
                    uses.extend(address::placeholders(url).into_iter().map(|name| (name, WITHIN_AN_ADDRESS)));
                    uses.extend(host_setting.iter().map(|name| (name.as_str(), &[SettingKind::Host][..])));
                }
            }
        }
        for (_, text) in self.single_parameters() {
            if let Text::Chosen { setting } = text {
                uses.push((setting, &[SettingKind::ParameterName]));
            }
        }
        if let Some(setting) = &self.echo.query_setting {
            uses.push((setting, &[SettingKind::ParameterNames]));
        }
        if let Some(setting) = &self.claims_setting {
            uses.push((setting, &[SettingKind::ClaimList]));
        }
        if let Some(further) = &self.further_claims {
            uses.push((&further.setting, &[SettingKind::AttributeClaims]));
        }
        if self.settings.contains_key(PRIVILEGED_CLAIMS) {
            uses.push((PRIVILEGED_CLAIMS, &[SettingKind::PrivilegedClaims]));
        }
        if let TokenIdSpec::Chosen { setting } = &self.token.token_id {
            uses.push((setting, &[SettingKind::YesNo]));
        }
        if let Some(SecondsSpec::Chosen { setting }) = &self.token.expires_after {
            uses.push((setting, &[SettingKind::Seconds]));
        }
        if let Some(Flag::Chosen { setting }) = self.sign_out.as_ref().map(|spec| &spec.comes_back) {
            uses.push((setting, &[SettingKind::YesNo]));
        }
        uses
    }

    fn endpoints(&self) -> impl Iterator<Item = &Endpoint> {
        std::iter::once(&self.endpoint).chain(self.sign_out.iter().map(|spec| &spec.endpoint))
    }

    /// The parameters that a setting may name, each with its key.
    fn single_parameters(&self) -> impl Iterator<Item = (&'static str, &Text)> {
        let returns =
            self.return_to.iter().flat_map(|spec| [("in", &spec.incoming), ("out", &spec.outgoing)]);
        std::iter::once(("token_parameter", &self.delivery.token_parameter)).chain(returns)
    }

    fn check_uses(&self, found: &mut Vec<String>) {
        let uses = self.uses();
        for (name, kinds) in &uses {
            if let Some(spec) = self.settings.get(*name).filter(|spec| !kinds.contains(&spec.kind)) {
                let kinds: Vec<String> = kinds.iter().map(|kind| format!("{kind:?}")).collect();
                let kinds = kinds.join(" or ");
                found.push(format!("the setting {name:?} must be of the kind {kinds}, not {:?}", spec.kind));
            }
        }
        let replaced = self.settings.values().filter_map(|spec| spec.instead_of.as_deref());
        let used: BTreeSet<&str> = uses.iter().map(|(name, _)| *name).chain(replaced).collect();
        for name in used.iter().filter(|name| !self.settings.contains_key(**name)) {
            let known: Vec<&str> = self.settings.keys().map(String::as_str).collect();
            found.push(format!("there is no setting {name:?}; the settings are {}", known.join(", ")));
        }
    }

    fn check_addresses(&self, found: &mut Vec<String>) {
        for endpoint in self.endpoints() {
            if let Endpoint::Template { url, .. } = endpoint
                && let Err(problem) = address::check_template(url)
            {
                found.push(format!("the address {url:?} {problem}"));
            }
        }
    }

    fn check_parameters(&self, found: &mut Vec<String>) {
        let fixed = self.single_parameters().filter_map(|(key, text)| match text {
            Text::Fixed(name) => Some((key, name)),
            Text::Chosen { .. } => None,
        });
        let echoed = self.echo.query.iter().map(|name| ("query", name));
        let errors = self.errors.iter().flat_map(|spec| {
            std::iter::once(("parameter", &spec.parameter))
                .chain(spec.message.iter().map(|name| ("message", name)))
        });
        for (key, name) in fixed.chain(echoed).chain(errors) {
            if name.trim().is_empty() || name.chars().any(is_disruptive) {
                found.push(format!("{key} = {name:?} is not the name of a parameter"));
            }
        }
        // `out` may stay empty: it is then the name on the way in.
        for (key, text) in self.single_parameters().filter(|(key, _)| *key != "out") {
            if let Text::Chosen { setting } = text
                && self.settings.get(setting).is_some_and(|spec| spec.optional && spec.default.is_none())
            {
                found.push(format!("{key} needs a name: {setting:?} cannot be optional without a default"));
            }
        }
    }

    /// What an administrator fills in is checked; so is what stands there already.
    fn check_settings(&self, found: &mut Vec<String>) {
        for (name, spec) in &self.settings {
            for (key, value) in [("default", &spec.default), ("example", &spec.example)] {
                if let Some(value) = value
                    && let Err(problem) = check_value(spec.kind, value)
                {
                    found.push(format!("the {key} of the setting {name:?}: {problem}"));
                }
            }
            if spec.kind == SettingKind::PrivilegedClaims {
                self.check_leave(name, spec, found);
            }
        }
    }

    /// The leave to send claims that give rights. Standing in the file, it would be given by whoever wrote that, and an
    /// administrator who adds the provider would never have been asked.
    fn check_leave(&self, name: &str, spec: &SettingSpec, found: &mut Vec<String>) {
        if name != PRIVILEGED_CLAIMS {
            found.push(format!(
                "the setting {name:?} would give no leave: one of the kind privileged-claims must be named \
                 {PRIVILEGED_CLAIMS}"
            ));
        }
        if spec.default.is_some() {
            found.push(format!(
                "the setting {name:?} cannot have a default: claims that give rights are allowed by an \
                 administrator, and not by a file"
            ));
        }
    }

    fn check_claims(&self, found: &mut Vec<String>) {
        let names: BTreeSet<&str> = self.claims.iter().map(|spec| spec.name.as_str()).collect();
        if names.len() < self.claims.len() {
            found.push("two claims have the same name".into());
        }
        found.extend(self.claims.iter().filter_map(|spec| claims::check_name(&spec.name).err()));
        // A file cannot give the leave that only an administrator gives.
        found.extend(claims::check_rights(&self.claims, &[]).err());
        for name in self.further_claims.iter().flat_map(|further| &further.names) {
            found.extend(claims::check_name(name).err());
            if names.contains(name.as_str()) {
                found.push(format!("the further claim {name:?} is one of [[claims]] already"));
            }
        }
        match &self.claims_setting {
            None if self.claims.is_empty() => {
                found.push("a token needs at least one claim about the person".into());
            }
            Some(setting) if !self.claims.is_empty() => {
                found.push(format!(
                    "the claims are chosen by {setting:?}, and so [[claims]] would do nothing"
                ));
            }
            _ => {}
        }
    }
}
