//! The checks on the token itself: signature, header, age, identity. Pure, one function a rule.

use std::cmp::Ordering;

use serde_json::Value;

use super::receipt::Check;
use super::rules::{ClaimForm, ClaimRule, OtherClaims, People, Rules, TokenId, TypeHeader};
use super::verify::{read_unverified, verify_hs256};

/// What is known on our side when a token comes.
pub(super) struct Expectations<'a> {
    pub secret: &'a [u8],
    /// Unix seconds.
    pub now: i64,
    pub known_people: &'a [String],
}

/// Checks of one token, with what could be read of it.
pub(super) struct TokenChecks {
    pub checks: Vec<Check>,
    pub header: Option<Value>,
    pub claims: Option<Value>,
    /// `jti`, when the rules look at it and it is well formed. Whether it was used before is checked last, elsewhere.
    pub token_id: Option<String>,
}

/// Makes every check that needs nothing but the token, also after one has failed: a page should show all of them.
pub(super) fn check_token(rules: &Rules, token: &str, expected: &Expectations<'_>) -> TokenChecks {
    let signature = match verify_hs256(token, expected.secret) {
        Ok(_) => Check::new(SIGNATURE, true, "HMAC SHA-256 of header and payload equals the third part"),
        Err(error) => Check::new(SIGNATURE, false, error.to_string()),
    };
    let (header, claims) = read_unverified(token);
    let mut checks = vec![signature];
    if let Some(header) = &header {
        checks.push(header_is(header, "alg", "HS256"));
        if rules.type_header == TypeHeader::Required {
            checks.push(header_is(header, "typ", "JWT"));
        }
    }
    let mut token_id = None;
    if let Some(claims) = &claims {
        checks.extend(issued_at(rules.issued_at_margin, claims, expected.now));
        if rules.token_id != TokenId::NotUsed {
            let (check, found) = well_formed_token_id(rules.token_id, claims);
            checks.push(check);
            token_id = found;
        }
        checks.extend(rules.claims.iter().filter_map(|rule| claim(rule, claims)));
        if rules.other_claims == OtherClaims::Refused {
            checks.push(no_other_claims(rules, claims));
        }
        if rules.people == People::MustExist {
            checks.push(person_exists(claims, expected.known_people));
        }
    }
    TokenChecks { checks, header, claims, token_id }
}

const SIGNATURE: &str = "The signature is made with the shared secret (HS256)";

/// How a value is shown in a detail: as JSON, or "missing".
fn shown(value: Option<&Value>) -> String {
    value.map_or_else(|| "missing".to_owned(), Value::to_string)
}

fn header_is(header: &Value, name: &str, expected: &str) -> Check {
    let found = header.get(name);
    let passed = found.and_then(Value::as_str) == Some(expected);
    Check::new(format!("Header {name} is exactly {expected}"), passed, format!("{name} is {}", shown(found)))
}

/// `iat` is a JSON integer (a fraction is refused even if it is .0), and close to our clock.
fn issued_at(margin: u64, claims: &Value, now: i64) -> Vec<Check> {
    let whole = "iat is a whole number of seconds";
    let near = format!("iat is within {margin} seconds of our clock");
    let Some(issued_at) = claims.get("iat").and_then(Value::as_i64) else {
        return vec![Check::new(whole, false, format!("iat is {}", shown(claims.get("iat"))))];
    };
    let apart = now.abs_diff(issued_at);
    let compared = match issued_at.cmp(&now) {
        Ordering::Less => format!("iat {issued_at} is {apart} s behind our clock {now}"),
        Ordering::Equal => format!("iat {issued_at} equals our clock"),
        Ordering::Greater => format!("iat {issued_at} is {apart} s ahead of our clock {now}"),
    };
    vec![Check::new(whole, true, format!("iat is {issued_at}")), Check::new(near, apart <= margin, compared)]
}

fn well_formed_token_id(rule: TokenId, claims: &Value) -> (Check, Option<String>) {
    let found = claims.get("jti");
    let text = found.and_then(Value::as_str).filter(|text| !text.is_empty());
    let (name, fits) = match rule {
        TokenId::NotUsed | TokenId::Unique => ("jti is a string", text.is_some()),
        TokenId::UniqueAfterIssuedAt => {
            let random = text
                .zip(claims.get("iat"))
                .and_then(|(text, issued_at)| text.strip_prefix(&issued_at.to_string())?.strip_prefix('/'));
            ("jti is a string: iat, a slash, a random part", random.is_some_and(|random| !random.is_empty()))
        }
    };
    (Check::new(name, fits, format!("jti is {}", shown(found))), text.filter(|_| fits).map(str::to_owned))
}

/// `None` when an optional claim is absent.
fn claim(rule: &ClaimRule, claims: &Value) -> Option<Check> {
    let found = claims.get(rule.name);
    if found.is_none() && !rule.required {
        return None;
    }
    let (form, fits) = match rule.form {
        ClaimForm::Text => (
            "a string that is not empty".to_owned(),
            found.and_then(Value::as_str).is_some_and(|text| !text.trim().is_empty()),
        ),
        ClaimForm::Number => ("a number".to_owned(), found.is_some_and(Value::is_number)),
        ClaimForm::List => ("a JSON array".to_owned(), found.is_some_and(Value::is_array)),
        ClaimForm::Object => ("a JSON object".to_owned(), found.is_some_and(Value::is_object)),
        ClaimForm::OneOf(words) => (
            format!("one of {}", words.join(", ")),
            found.and_then(Value::as_str).is_some_and(|text| words.contains(&text)),
        ),
    };
    let name = if rule.required {
        format!("{} is present: {form}", rule.name)
    } else {
        format!("{}, if present, is {form}", rule.name)
    };
    Some(Check::new(name, fits, format!("{} is {}", rule.name, shown(found))))
}

fn no_other_claims(rules: &Rules, claims: &Value) -> Check {
    let allowed: Vec<&str> =
        ["iat", "jti"].into_iter().chain(rules.claims.iter().map(|rule| rule.name)).collect();
    let name = format!("No claims beyond {}", allowed.join(", "));
    let names = claims.as_object().into_iter().flat_map(|object| object.keys());
    let others: Vec<&str> = names.map(String::as_str).filter(|name| !allowed.contains(name)).collect();
    let detail = if others.is_empty() { "none".to_owned() } else { format!("also {}", others.join(", ")) };
    Check::new(name, others.is_empty(), detail)
}

fn person_exists(claims: &Value, known_people: &[String]) -> Check {
    let name = "A person with exactly this e-mail address exists here";
    let Some(email) = claims.get("email").and_then(Value::as_str) else {
        return Check::new(name, false, "there is no address to look for");
    };
    if known_people.iter().any(|known| known == email) {
        return Check::new(name, true, format!("{email} is known"));
    }
    let close = known_people.iter().find(|known| known.trim().eq_ignore_ascii_case(email.trim()));
    let detail = match close {
        Some(known) => format!("{email} is not known; {known} is, and they differ"),
        None => format!("{email} is not known, and nobody is created"),
    };
    Check::new(name, false, detail)
}

#[cfg(test)]
mod tests;
