//! A profile filled in with one provider's settings: what the flow, the mint and the pages work with. After
//! this nothing asks any more whether a value was fixed by the profile or chosen by the administrator.

use std::collections::{BTreeMap, BTreeSet};

use url::Url;

use super::address;
use super::claims;
use super::schema::{
    Algorithm, Category, ClaimSource, ClaimSpec, DeliveryMethod, ErrorSpec, Flag, ProviderProfile,
    ReturnForm, SecondsSpec, Text, TokenIdSpec,
};
use super::settings::{ALLOWED_HOSTS, PRIVILEGED_CLAIMS, SettingCause, SettingFault, Settings};
use crate::domain::provider::{SecretRefused, SharedSecret};
use crate::domain::return_to::{AllowedOrigin, AllowedOrigins};

/// Everything that is known about how to carry a person to one provider.
#[derive(Clone, Debug)]
pub struct FilledProfile {
    /// The profile's name.
    pub profile: String,
    /// What people call this kind of provider.
    pub title: String,
    /// Where it stands in listings.
    pub category: Category,
    /// Where tokens go.
    pub endpoint: Url,
    /// How they travel.
    pub method: DeliveryMethod,
    /// The parameter that carries the token.
    pub token_parameter: String,
    /// `return_to` on the way in and back.
    pub return_to: Option<FilledReturn>,
    /// Parameters that travel back unchanged, in order.
    pub echo: Vec<String>,
    /// Hosts to which `return_to` may lead, the endpoint's own first.
    pub allowed: AllowedOrigins,
    /// How tokens are signed.
    pub algorithm: Algorithm,
    /// Whether they carry a `jti`.
    pub has_token_id: bool,
    /// Seconds from `iat` to `exp`.
    pub expires_after: Option<u32>,
    /// What they say about the person.
    pub claims: Vec<ClaimSpec>,
    /// Whether a person may start here.
    pub is_launch_allowed: bool,
    /// The provider's sign-out address, and whether the browser comes back from it.
    pub sign_out: Option<(Url, bool)>,
    /// How the provider reports errors.
    pub errors: Option<ErrorSpec>,
}

/// The names of `return_to`, and the form the provider takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilledReturn {
    /// On the way in.
    pub incoming: String,
    /// On the way back.
    pub outgoing: String,
    /// Relative, absolute or any.
    pub form: ReturnForm,
}

impl ProviderProfile {
    /// Fills the profile in; all faults are reported together.
    pub fn fill(&self, given: &BTreeMap<String, String>) -> Result<FilledProfile, Vec<SettingFault>> {
        let settings = Settings::check(self, given)?;
        let fault = |setting: &str, problem: &str| {
            vec![SettingFault {
                setting: setting.to_owned(),
                problem: problem.to_owned(),
                cause: SettingCause::Clash,
            }]
        };
        let value = |name: &str| settings.get(name).map(str::to_owned);
        let endpoint = address::fill(&self.endpoint, value)
            .ok_or_else(|| fault("endpoint", "the settings do not make a whole address"))?;
        let own = address::origin_of(&endpoint)
            .ok_or_else(|| fault("endpoint", "the address has no usable host"))?;
        let further =
            settings.list(ALLOWED_HOSTS).into_iter().filter_map(|host| AllowedOrigin::parse(&host).ok());
        let return_to = self.return_to.as_ref().map(|spec| {
            let incoming = chosen(&spec.incoming, &settings).unwrap_or_default();
            let outgoing = chosen(&spec.outgoing, &settings).unwrap_or_else(|| incoming.clone());
            FilledReturn { incoming, outgoing, form: spec.form }
        });
        let mut echo = self.echo.query.clone();
        echo.extend(self.echo.query_setting.iter().flat_map(|name| settings.list(name)));
        let claims = self.chosen_claims(&settings).map_err(|(setting, problem)| fault(&setting, &problem))?;
        let filled = FilledProfile {
            profile: self.name.clone(),
            title: self.title.english().to_owned(),
            category: self.category,
            endpoint,
            method: self.delivery.method,
            token_parameter: chosen(&self.delivery.token_parameter, &settings).unwrap_or_default(),
            return_to,
            echo,
            allowed: AllowedOrigins::new(std::iter::once(own).chain(further)),
            algorithm: self.token.algorithm,
            has_token_id: match &self.token.token_id {
                TokenIdSpec::IatSlashRandom => true,
                TokenIdSpec::None => false,
                TokenIdSpec::Chosen { setting } => settings.is_yes(setting),
            },
            expires_after: match &self.token.expires_after {
                None => None,
                Some(SecondsSpec::Fixed(seconds)) => Some(*seconds),
                Some(SecondsSpec::Chosen { setting }) => settings.seconds(setting),
            },
            claims,
            is_launch_allowed: self.launch.allowed,
            sign_out: self.sign_out.as_ref().and_then(|spec| {
                let comes_back = match &spec.comes_back {
                    Flag::Fixed(flag) => *flag,
                    Flag::Chosen { setting } => settings.is_yes(setting),
                };
                address::fill(&spec.endpoint, value).map(|url| (url, comes_back))
            }),
            errors: self.errors.clone(),
        };
        match filled.clash() {
            Some(name) => Err(fault(&name, "two parameters of the delivery have this name")),
            None => Ok(filled),
        }
    }

    /// The profile's claims, or those that the administrator chose, with further ones behind them. The error names
    /// the setting.
    fn chosen_claims(&self, settings: &Settings) -> Result<Vec<ClaimSpec>, (String, String)> {
        let fault = |name: &str| {
            let name = name.to_owned();
            move |problem: String| (name.clone(), problem)
        };
        let allowed = settings.list(PRIVILEGED_CLAIMS);
        let mut chosen = match &self.claims_setting {
            Some(name) => {
                let chosen = claims::parse_list(settings.get(name).unwrap_or_default());
                let chosen = chosen.map_err(fault(name))?;
                claims::check_rights(&chosen, &allowed).map_err(fault(name))?;
                chosen
            }
            None => self.claims.clone(),
        };
        if let Some(spec) = &self.further_claims {
            let further = claims::parse_further(settings.get(&spec.setting).unwrap_or_default());
            let further = further.map_err(fault(&spec.setting))?;
            spec.check(&further).map_err(fault(&spec.setting))?;
            claims::check_rights(&further, &allowed).map_err(fault(&spec.setting))?;
            chosen.extend(further);
        }
        Ok(chosen)
    }

    /// The example settings of the profile file, with which tests fill it in.
    pub fn example_settings(&self) -> BTreeMap<String, String> {
        let needed = self.settings.iter().filter(|(_, spec)| !spec.optional);
        needed
            .filter_map(|(name, spec)| spec.example.clone().map(|example| (name.clone(), example)))
            .collect()
    }

    /// The key from what the administrator pasted. Line ends of a file are not part of it.
    pub fn read_secret(&self, text: &[u8]) -> Result<SharedSecret, SecretRefused> {
        let end = text.iter().rposition(|byte| !matches!(byte, b'\r' | b'\n')).map_or(0, |last| last + 1);
        let bytes = text.get(..end).unwrap_or_default().to_vec();
        if !bytes.is_empty() && bytes.len() < self.secret.min_bytes {
            return Err(SecretRefused::TooShort(self.secret.min_bytes));
        }
        SharedSecret::new(bytes)
    }
}

impl FilledProfile {
    /// Whether tokens carry the e-mail address, by which the provider may know people.
    pub fn names_people_by_email(&self) -> bool {
        self.claims.iter().any(|spec| spec.source == ClaimSource::Email)
    }

    /// Whether any claim comes from an attribute. Attributes are read only then.
    pub fn asks_for_attributes(&self) -> bool {
        self.claims.iter().any(|spec| matches!(spec.source, ClaimSource::Attribute(_)))
    }

    /// A name that two parameters of one delivery would share, the endpoint's own query included.
    fn clash(&self) -> Option<String> {
        let own: Vec<String> = self.endpoint.query_pairs().map(|(name, _)| name.into_owned()).collect();
        let outgoing = self.return_to.iter().map(|spec| spec.outgoing.clone());
        let all =
            own.into_iter().chain([self.token_parameter.clone()]).chain(outgoing).chain(self.echo.clone());
        let mut seen = BTreeSet::new();
        all.into_iter().find(|name| !seen.insert(name.clone()))
    }
}

fn chosen(text: &Text, settings: &Settings) -> Option<String> {
    match text {
        Text::Fixed(text) => Some(text.clone()),
        Text::Chosen { setting } => settings.get(setting).map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use crate::profile::Catalogue;

    #[test]
    fn every_profile_fills_in_with_its_own_examples() {
        for profile in Catalogue::read(None).unwrap().iter() {
            let filled = profile.fill(&profile.example_settings());
            assert!(filled.is_ok(), "{}: {filled:?}", profile.name);
            assert_eq!(filled.unwrap().endpoint.scheme(), "https", "{}", profile.name);
        }
    }

    #[test]
    fn two_parameters_of_one_delivery_cannot_share_a_name() {
        let catalogue = Catalogue::read(None).unwrap();
        let profile = catalogue.get("generic-redirect").unwrap();
        let mut given = profile.example_settings();
        given.insert("return_parameter".into(), "jwt".into());
        assert!(profile.fill(&given).is_err());
        given.insert("return_parameter".into(), "next".into());
        given.insert("return_parameter_out".into(), "to".into());
        let filled = profile.fill(&given).unwrap().return_to.unwrap();
        assert_eq!((filled.incoming.as_str(), filled.outgoing.as_str()), ("next", "to"));
    }

    #[test]
    fn further_claims_come_from_attributes_and_one_with_rights_must_be_allowed_by_name() {
        let catalogue = Catalogue::read(None).unwrap();
        let profile = catalogue.get("zendesk").unwrap();
        let mut given = profile.example_settings();
        assert!(!profile.fill(&given).unwrap().asks_for_attributes());
        given.insert("further_claims".into(), "organization=company, role=desk_role".into());
        let faults = profile.fill(&given).unwrap_err();
        assert!(faults[0].to_string().contains("gives rights"), "{faults:?}");
        given.insert("privileged_claims".into(), "role".into());
        let filled = profile.fill(&given).unwrap();
        assert!(filled.asks_for_attributes() && filled.names_people_by_email());
        assert_eq!(filled.claims.last().unwrap().name, "role");
        given.insert("further_claims".into(), "email=mail".into());
        assert!(profile.fill(&given).is_err(), "the profile's own claims stay its own");
        assert!(
            catalogue
                .get("it-glue")
                .unwrap()
                .fill(&[("privileged_claims".into(), "role".into())].into())
                .is_err()
        );
    }

    #[test]
    fn a_pasted_secret_loses_only_the_line_end_of_its_file() {
        let catalogue = Catalogue::read(None).unwrap();
        let profile = catalogue.get("it-glue").unwrap();
        assert_eq!(profile.read_secret(b" ab=c \r\n").unwrap().expose_bytes(), b" ab=c ");
        assert!(profile.read_secret(b"\n").is_err());
    }
}
