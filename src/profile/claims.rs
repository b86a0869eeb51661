//! Claims: what a token says about a person. Nothing beyond the profile, and never a privileged claim unasked.

use serde_json::{Map, Value};

use super::schema::{ClaimSource, ClaimSpec};
use crate::domain::user::User;

/// A claim that the provider requires is empty in the person's record.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the person's record has nothing for the claim {0}, which the provider requires")]
pub struct MissingClaim(pub String);

/// Names that the token itself uses, or that make verifiers refuse a token: `aud` must not appear unasked,
/// because common libraries reject a token with an audience they were not told to expect (PyJWT, ruby-jwt).
const RESERVED: [&str; 7] = ["iat", "jti", "exp", "nbf", "iss", "aud", "sub"];

/// Claims that give rights at the provider. They are denied: nothing in the user table feeds them.
const PRIVILEGED: [&str; 7] =
    ["role", "roles", "admin", "is_admin", "owner", "permissions", "custom_role_id"];

/// The person's claims, in the profile's order. Claims that are not required and have no value are left out.
pub fn claims_of(user: &User, specs: &[ClaimSpec]) -> Result<Map<String, Value>, MissingClaim> {
    let mut claims = Map::new();
    for spec in specs {
        match value_of(user, spec.source) {
            Some(value) => {
                claims.insert(spec.name.clone(), value);
            }
            None if spec.required => return Err(MissingClaim(spec.name.clone())),
            None => {}
        }
    }
    Ok(claims)
}

/// Every required claim for which the person's record has nothing.
pub fn missing_claims(user: &User, specs: &[ClaimSpec]) -> Vec<MissingClaim> {
    let missing = specs.iter().filter(|spec| spec.required && value_of(user, spec.source).is_none());
    missing.map(|spec| MissingClaim(spec.name.clone())).collect()
}

fn value_of(user: &User, source: ClaimSource) -> Option<Value> {
    let text = match source {
        ClaimSource::Email => Some(user.email.to_string()),
        ClaimSource::FirstName => Some(user.first_name.clone()),
        ClaimSource::LastName => Some(user.last_name.clone()),
        ClaimSource::Name => Some(user.display_name()),
        ClaimSource::ExternalId => user.external_id.clone(),
        ClaimSource::Locale => user.locale.clone(),
        ClaimSource::UserId => Some(user.id.to_string()),
        ClaimSource::Groups => {
            return Some(user.groups.iter().map(ToString::to_string).collect());
        }
    };
    text.filter(|text| !text.is_empty()).map(Value::String)
}

/// Reads `name` or `name=source` with commas between them, as the generic profiles' setting has it.
/// Every claim so chosen is required: an administrator who names a claim means it.
pub fn parse_list(text: &str) -> Result<Vec<ClaimSpec>, String> {
    let mut specs: Vec<ClaimSpec> = Vec::new();
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let (name, source) = part.split_once('=').unwrap_or((part, part));
        let (name, source) = (name.trim(), source.trim());
        let known = ClaimSource::ALL.iter().find(|(word, _)| *word == source);
        let Some((_, source)) = known else {
            let words: Vec<&str> = ClaimSource::ALL.iter().map(|(word, _)| *word).collect();
            return Err(format!("there is no source {source:?}; the sources are {}", words.join(", ")));
        };
        check_name(name)?;
        if specs.iter().any(|spec| spec.name == name) {
            return Err(format!("the claim {name:?} is named twice"));
        }
        specs.push(ClaimSpec { name: name.to_owned(), source: *source, required: true });
    }
    if specs.is_empty() { Err("name at least one claim, for example email".into()) } else { Ok(specs) }
}

/// Whether a claim may have that name.
pub fn check_name(name: &str) -> Result<(), String> {
    if RESERVED.contains(&name) && name != "sub" {
        return Err(format!("the claim {name:?} belongs to the token itself"));
    }
    if PRIVILEGED.contains(&name) {
        return Err(format!("the claim {name:?} gives rights at the provider and cannot be sent"));
    }
    if !super::settings::is_parameter_name(name) {
        return Err(format!("{name:?} is not a claim name: use letters, digits, - _ and ."));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::factors::tests::sample_user;

    fn names(text: &str) -> Result<Vec<String>, String> {
        parse_list(text).map(|specs| specs.into_iter().map(|spec| spec.name).collect())
    }

    #[test]
    fn a_list_renames_claims() {
        assert_eq!(
            names("email, mail=email ,sub=user_id"),
            Ok(vec!["email".into(), "mail".into(), "sub".into()])
        );
    }

    #[test]
    fn privileged_reserved_and_unknown_claims_are_refused() {
        for text in ["role=email", "exp=email", "aud=email", "email=password", "", "email,email", "a b=email"]
        {
            assert!(parse_list(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_email_is_delivered_letter_by_letter_and_empty_claims_are_left_out() {
        let mut user = sample_user();
        user.external_id = None;
        let specs =
            [("email", ClaimSource::Email), ("id", ClaimSource::ExternalId), ("g", ClaimSource::Groups)]
                .map(|(name, source)| ClaimSpec { name: name.into(), source, required: false });
        let claims = claims_of(&user, &specs).unwrap();
        assert_eq!(
            Value::Object(claims),
            serde_json::json!({"email": "Ann.Lee@example.com", "g": ["staff"]})
        );
    }

    #[test]
    fn a_required_claim_without_a_value_stops_the_minting() {
        let mut user = sample_user();
        user.last_name.clear();
        let specs = [ClaimSpec { name: "last_name".into(), source: ClaimSource::LastName, required: true }];
        assert_eq!(claims_of(&user, &specs), Err(MissingClaim("last_name".into())));
        assert_eq!(missing_claims(&user, &specs), [MissingClaim("last_name".into())]);
    }
}
