//! Keycloak's credentials: the JSON object of a realm's export on one line, or the line
//! `keycloak$ALGORITHM$ITERATIONS$SALT$VALUE` with salt and value in Base64, which is also how they are kept.

use serde_json::{Map, Value};

use super::encoding::standard;
use super::{Digest, Family, ForeignRefused, Read, argon2, malformed, pbkdf2};

/// The line, of which `rest` is what follows `keycloak$`.
pub(super) fn line(rest: &str) -> Read {
    let mut fields = rest.split('$');
    let (Some(algorithm), Some(iterations), Some(salt), Some(value), None) =
        (fields.next(), fields.next(), fields.next(), fields.next(), fields.next())
    else {
        return malformed(Family::Pbkdf2);
    };
    key(algorithm, iterations, salt, value)
}

fn key(algorithm: &str, iterations: &str, salt: &str, value: &str) -> Read {
    let digest = match algorithm {
        "pbkdf2" => Digest::Sha1,
        "pbkdf2-sha256" => Digest::Sha256,
        "pbkdf2-sha512" => Digest::Sha512,
        _ => return Some(Err(ForeignRefused::Unknown)),
    };
    let kept = format!("keycloak${algorithm}${iterations}${salt}${value}");
    pbkdf2::of_parts(digest, iterations, standard(salt), standard(value), &kept)
}

/// One credential of a realm's export. `secretData` and `credentialData` are JSON inside of a text there; objects are
/// taken as well.
pub(super) fn export(text: &str) -> Read {
    let Ok(Value::Object(mut all)) = serde_json::from_str::<Value>(text) else { return None };
    for name in ["secretData", "credentialData"] {
        match all.remove(name) {
            Some(Value::String(inner)) => match serde_json::from_str::<Map<String, Value>>(&inner) {
                Ok(inner) => merge(&mut all, inner),
                Err(_) => return malformed(Family::Pbkdf2),
            },
            Some(Value::Object(inner)) => merge(&mut all, inner),
            _ => {}
        }
    }
    let word = |name: &str| match all.get(name) {
        Some(Value::String(text)) => Some(text.clone()),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    let value = word("value").or_else(|| word("hashedSaltedValue"));
    let (Some(algorithm), Some(iterations), Some(salt), Some(value)) =
        (word("algorithm"), word("hashIterations"), word("salt"), value)
    else {
        return malformed(Family::Pbkdf2);
    };
    if algorithm == "argon2" {
        let parameters = all.get("additionalParameters").and_then(Value::as_object);
        return phc(parameters, &iterations, &salt, &value)
            .map_or_else(|| malformed(Family::Argon2), |text| argon2(&text));
    }
    key(&algorithm, &iterations, &salt, &value)
}

/// Both texts have parameters; those of the algorithm are not empty.
fn merge(all: &mut Map<String, Value>, inner: Map<String, Value>) {
    for (name, value) in inner {
        if !matches!(&value, Value::Object(fields) if fields.is_empty()) {
            all.insert(name, value);
        }
    }
}

/// The PHC string of an Argon2 hash, whose parameters are lists of texts.
fn phc(parameters: Option<&Map<String, Value>>, iterations: &str, salt: &str, value: &str) -> Option<String> {
    let parameter = |name: &str| parameters?.get(name)?.as_array()?.first()?.as_str();
    let version = match parameter("version")? {
        "1.3" => 19,
        "1.0" => 16,
        _ => return None,
    };
    let kind = parameter("type")?;
    let (memory, lanes) = (parameter("memory")?, parameter("parallelism")?);
    let [salt, value] = [salt, value].map(|text| text.trim_end_matches('='));
    Some(format!("$argon2{kind}$v={version}$m={memory},t={iterations},p={lanes}${salt}${value}"))
}
