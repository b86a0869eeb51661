//! Parameters of a provider's request: which are its own and must travel back, and where the person was going.

use super::fill::FilledProfile;
use super::schema::{ErrorAddress, ReturnForm};
use crate::domain::person_text::is_disruptive;
use crate::domain::return_to::{ReturnTo, ReturnToRefused};

/// A preserved parameter longer than this is not one; the request is refused.
pub const MAX_PRESERVED_BYTES: usize = 1024;

/// What a provider's request says, judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderParameters {
    /// Where the person was going; an error when it must be dropped; `None` when nothing came.
    pub return_to: Option<Result<ReturnTo, ReturnToRefused>>,
    /// Parameters that travel back, in the profile's order.
    pub preserved: Vec<(String, String)>,
}

/// An error that the provider reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportedError {
    /// The provider's own words, if it gave any; shortened and without control characters.
    pub message: Option<String>,
}

impl FilledProfile {
    /// Sorts a request's decoded parameters. Parameters that the profile does not name are not carried.
    pub fn read_parameters(&self, query: &[(String, String)]) -> ProviderParameters {
        let find = |name: &str| query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let incoming =
            self.return_to.as_ref().and_then(|spec| find(&spec.incoming)).filter(|value| !value.is_empty());
        ProviderParameters {
            return_to: incoming.map(|value| self.judge_return_to(value)),
            preserved: self
                .echo
                .iter()
                .filter_map(|name| find(name).map(|value| (name.clone(), value.to_owned())))
                .collect(),
        }
    }

    /// Judges a `return_to` by this provider's hosts and form.
    pub fn judge_return_to(&self, value: &str) -> Result<ReturnTo, ReturnToRefused> {
        let form = self.return_to.as_ref().map_or(ReturnForm::Any, |spec| spec.form);
        let judged = ReturnTo::parse(value, &self.allowed)?;
        let fits = match form {
            ReturnForm::Any => true,
            ReturnForm::Relative => judged.is_relative(),
            ReturnForm::Absolute => !judged.is_relative(),
        };
        if fits { Ok(judged) } else { Err(ReturnToRefused::Form) }
    }

    /// Whether a request at one of our addresses carries an error of the provider.
    pub fn reported_error(&self, at: ErrorAddress, query: &[(String, String)]) -> Option<ReportedError> {
        let spec = self.errors.as_ref().filter(|spec| spec.arrive_at == at)?;
        let find = |name: &str| query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        let value = find(&spec.parameter)?;
        if spec.value.as_deref().is_some_and(|expected| expected != value) {
            return None;
        }
        let message = spec.message.as_deref().and_then(find).map(quotable).filter(|text| !text.is_empty());
        Some(ReportedError { message })
    }
}

/// At most 300 characters, control characters replaced by blanks.
fn quotable(text: &str) -> String {
    let plain: String = text.chars().map(|c| if is_disruptive(c) { ' ' } else { c }).take(300).collect();
    plain.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Catalogue;

    fn zendesk() -> FilledProfile {
        let catalogue = Catalogue::read(None).unwrap();
        let profile = catalogue.get("zendesk").unwrap();
        profile.fill(&profile.example_settings()).unwrap()
    }

    fn query(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn zendesks_own_parameters_travel_back_and_others_do_not() {
        let parameters = zendesk().read_parameters(&query(&[
            ("timestamp", "1"),
            ("utm_source", "x"),
            ("brand_id", "7"),
            ("return_to", "https://acme.zendesk.com/hc"),
        ]));
        assert_eq!(parameters.preserved, query(&[("brand_id", "7"), ("timestamp", "1")]));
        assert_eq!(parameters.return_to.unwrap().unwrap().as_str(), "https://acme.zendesk.com/hc");
    }

    #[test]
    fn zendesks_error_is_known_by_its_kind_and_only_at_the_logout_address() {
        let filled = zendesk();
        let error = query(&[("kind", "error"), ("message", "User\nis blocked")]);
        assert_eq!(
            filled.reported_error(ErrorAddress::RemoteLogout, &error),
            Some(ReportedError { message: Some("User is blocked".into()) })
        );
        assert_eq!(filled.reported_error(ErrorAddress::RemoteLogin, &error), None);
        assert_eq!(filled.reported_error(ErrorAddress::RemoteLogout, &query(&[("kind", "info")])), None);
    }
}
