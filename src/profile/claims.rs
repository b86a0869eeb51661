//! Claims: what a token says about a person. Nothing beyond the profile, and never a privileged claim unasked.

use serde_json::{Map, Value};

use super::schema::{ClaimSource, ClaimSpec, FurtherClaims};
use crate::domain::attribute::Attributes;
use crate::domain::user::User;

/// A claim that the provider requires is empty in the person's record.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the person's record has nothing for the claim {0}, which the provider requires")]
pub struct MissingClaim(pub String);

/// Names that the token itself uses, or that make verifiers refuse a token: `aud` must not appear unasked,
/// because common libraries reject a token with an audience they were not told to expect (PyJWT, ruby-jwt).
const RESERVED: [&str; 7] = ["iat", "jti", "exp", "nbf", "iss", "aud", "sub"];

/// Claims that give rights at the provider. They are denied unless the administrator allows them by name, and then
/// only an attribute feeds them.
const PRIVILEGED: [&str; 7] =
    ["role", "roles", "admin", "is_admin", "owner", "permissions", "custom_role_id"];

/// What a source that is an attribute begins with, in settings.
const ATTRIBUTE: &str = "attribute.";

/// Puts the person's claims to those that a token has already. Claims that are not required and have no value are left
/// out.
pub fn add_claims(
    claims: &mut Map<String, Value>,
    user: &User,
    attributes: &Attributes,
    specs: &[ClaimSpec],
) -> Result<(), MissingClaim> {
    for spec in specs {
        match value_of(user, attributes, &spec.source) {
            Some(value) => {
                claims.insert(spec.name.clone(), value);
            }
            None if spec.required => return Err(MissingClaim(spec.name.clone())),
            None => {}
        }
    }
    Ok(())
}

/// Every required claim for which the person's record has nothing.
pub fn missing_claims(user: &User, attributes: &Attributes, specs: &[ClaimSpec]) -> Vec<MissingClaim> {
    let is_missing = |spec: &&ClaimSpec| spec.required && value_of(user, attributes, &spec.source).is_none();
    specs.iter().filter(is_missing).map(|spec| MissingClaim(spec.name.clone())).collect()
}

fn value_of(user: &User, attributes: &Attributes, source: &ClaimSource) -> Option<Value> {
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
        ClaimSource::Attribute(name) => attributes.get(name).cloned(),
    };
    text.filter(|text| !text.is_empty()).map(Value::String)
}

/// Reads `name` or `name=source` with commas between them, as the generic profiles' setting has it. An attribute is
/// written `attribute.NAME`. Every claim so chosen is required, because an administrator who names a claim means it;
/// one with a `?` behind it is left out where there is no value.
pub fn parse_list(text: &str) -> Result<Vec<ClaimSpec>, String> {
    let mut specs: Vec<ClaimSpec> = Vec::new();
    for part in parts(text) {
        let (part, required) = part.strip_suffix('?').map_or((part, true), |part| (part, false));
        let (name, source) = part.split_once('=').unwrap_or((part, part));
        let (name, source) = (name.trim(), parse_source(source.trim())?);
        check_name(name)?;
        if is_privileged(name) && !matches!(source, ClaimSource::Attribute(_)) {
            return Err(gives_rights(name));
        }
        add(&mut specs, ClaimSpec { name: name.to_owned(), source, required })?;
    }
    if specs.is_empty() { Err("name at least one claim, for example email".into()) } else { Ok(specs) }
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty())
}

fn parse_source(text: &str) -> Result<ClaimSource, String> {
    if let Some(name) = text.strip_prefix(ATTRIBUTE) {
        return name.parse().map(ClaimSource::Attribute).map_err(|problem| format!("{name:?} {problem}"));
    }
    let words = ClaimSource::WORDS;
    let known = words.iter().find(|(word, _)| *word == text).map(|(_, source)| source.clone());
    known.ok_or_else(|| {
        let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        format!("there is no source {text:?}; the sources are {}, {ATTRIBUTE}NAME", words.join(", "))
    })
}

/// Reads `claim=attribute` with commas between them. None of these claims is required.
pub fn parse_further(text: &str) -> Result<Vec<ClaimSpec>, String> {
    let mut specs: Vec<ClaimSpec> = Vec::new();
    for part in parts(text) {
        let (name, attribute) = part
            .split_once('=')
            .ok_or_else(|| format!("write {part:?} as claim=attribute, for example phone=telephone"))?;
        let (name, attribute) = (name.trim(), attribute.trim());
        check_name(name)?;
        let attribute = attribute.parse().map_err(|problem| format!("{attribute:?} {problem}"))?;
        let source = ClaimSource::Attribute(attribute);
        add(&mut specs, ClaimSpec { name: name.to_owned(), source, required: false })?;
    }
    Ok(specs)
}

fn add(specs: &mut Vec<ClaimSpec>, spec: ClaimSpec) -> Result<(), String> {
    if specs.iter().any(|known| known.name == spec.name) {
        return Err(format!("the claim {:?} is named twice", spec.name));
    }
    specs.push(spec);
    Ok(())
}

impl FurtherClaims {
    /// Whether the provider takes them all.
    pub fn check(&self, chosen: &[ClaimSpec]) -> Result<(), String> {
        match chosen.iter().find(|spec| !self.names.contains(&spec.name)) {
            None => Ok(()),
            Some(spec) => Err(format!(
                "the provider has no claim {:?} beyond its own; it takes {}",
                spec.name,
                self.names.join(", ")
            )),
        }
    }
}

/// Refuses claims that give rights at the provider, unless the administrator allowed them by name.
pub fn check_rights(specs: &[ClaimSpec], allowed: &[String]) -> Result<(), String> {
    let denied = specs.iter().find(|spec| is_privileged(&spec.name) && !allowed.contains(&spec.name));
    denied.map_or(Ok(()), |spec| Err(gives_rights(&spec.name)))
}

/// Whether a claim gives rights at the provider. There are providers that write `Role` or `isAdmin`.
pub fn is_privileged(name: &str) -> bool {
    let letters = |name: &str| -> String {
        name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
    };
    let name = letters(name);
    PRIVILEGED.iter().any(|privileged| letters(privileged) == name)
}

fn gives_rights(name: &str) -> String {
    format!(
        "the claim {name:?} gives rights at the provider; it is sent only from an attribute, and only when \
         privileged_claims names it"
    )
}

/// Whether a claim may have that name.
pub fn check_name(name: &str) -> Result<(), String> {
    if RESERVED.contains(&name) && name != "sub" {
        return Err(format!("the claim {name:?} belongs to the token itself"));
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

    fn claims_of(
        user: &User,
        attributes: &Attributes,
        specs: &[ClaimSpec],
    ) -> Result<Map<String, Value>, MissingClaim> {
        let mut claims = Map::new();
        add_claims(&mut claims, user, attributes, specs).map(|()| claims)
    }

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
        let claims = claims_of(&user, &Attributes::new(), &specs).unwrap();
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
        assert_eq!(missing_claims(&user, &Attributes::new(), &specs), [MissingClaim("last_name".into())]);
        assert_eq!(claims_of(&user, &Attributes::new(), &specs), Err(MissingClaim("last_name".into())));
    }

    #[test]
    fn an_attribute_feeds_a_claim_and_one_with_a_question_mark_may_be_missing() {
        let specs = parse_list("email,team=attribute.department,phone=attribute.telephone?").unwrap();
        let known: Attributes = [("department".parse().unwrap(), "Vertrieb".to_owned())].into();
        let claims = claims_of(&sample_user(), &known, &specs).unwrap();
        assert_eq!(
            Value::Object(claims),
            serde_json::json!({"email": "Ann.Lee@example.com", "team": "Vertrieb"})
        );
        let missing = claims_of(&sample_user(), &Attributes::new(), &specs);
        assert_eq!(missing, Err(MissingClaim("team".into())));
        for text in ["team=attribute.", "team=attribute.Department", "team=attributes.department"] {
            assert!(parse_list(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_claim_that_gives_rights_is_sent_only_from_an_attribute_and_only_when_it_is_allowed() {
        assert!(parse_list("role=external_id").is_err());
        let specs = parse_list("email,role=attribute.desk_role").unwrap();
        assert!(check_rights(&specs, &[]).is_err());
        assert!(check_rights(&specs, &["admin".into()]).is_err());
        assert_eq!(check_rights(&specs, &["role".into()]), Ok(()));
    }

    #[test]
    fn a_claim_that_gives_rights_is_known_in_every_spelling() {
        for name in ["Role", "ROLES", "isAdmin", "is-admin", "customRoleId", "custom.role.id"] {
            assert!(is_privileged(name), "{name}");
            let specs = parse_list(&format!("email,{name}=attribute.desk_role")).unwrap();
            assert!(check_rights(&specs, &[]).is_err(), "{name}");
            assert_eq!(check_rights(&specs, &[name.to_owned()]), Ok(()));
            assert!(parse_list(&format!("{name}=external_id")).is_err(), "{name}");
        }
        for name in ["email", "administration", "role_description", "department"] {
            assert!(!is_privileged(name), "{name}");
        }
    }

    #[test]
    fn further_claims_are_those_of_the_profile_and_never_required() {
        let further = FurtherClaims { setting: "further_claims".into(), names: vec!["phone".into()] };
        let specs = parse_further("phone=telephone").unwrap();
        assert_eq!(further.check(&specs), Ok(()));
        assert!(specs.iter().all(|spec| !spec.required));
        assert!(further.check(&parse_further("fax=telefax").unwrap()).is_err());
        for text in ["phone", "iat=telephone", "phone=Tele phone", "phone=a,phone=b"] {
            assert!(parse_further(text).is_err(), "{text}");
        }
    }
}
