//! Everything that is checked when a token arrives, in the order in which the page lists it.

use serde_json::Value;

use super::bounded::Bounded;
use super::fields::Fields;
use super::receipt::Check;
use super::return_to::Landing;
use super::rules::{Delivery, ReturnTo, Rules, TokenId};
use super::token_checks::{Expectations, check_token};

/// A request to the JWT endpoint, read but not judged.
pub(super) struct Arrival {
    pub method: String,
    /// Path and query as they stood in the request.
    pub target: String,
    pub query: Fields,
    /// Empty when the body is not a form.
    pub body: Fields,
    pub content_type: String,
}

/// What came of it.
pub(super) struct Examined {
    pub checks: Vec<Check>,
    /// The token, if there was exactly one.
    pub token: Option<String>,
    pub header: Option<Value>,
    pub claims: Option<Value>,
    /// Where the person goes when every check passed.
    pub landing: Landing,
}

impl Examined {
    pub fn accepted(&self) -> bool {
        self.checks.iter().all(|check| check.passed)
    }
}

/// Makes every check. `echo` is the one that needs to know what was sent before; `used` remembers token ids, and a token
/// id is used up only by a token that passes everything else.
pub(super) fn examine(
    rules: &Rules,
    arrival: &Arrival,
    expected: &Expectations<'_>,
    own_origins: &[String],
    echo: Option<Check>,
    used: &mut Bounded<()>,
) -> Examined {
    let mut checks = vec![right_method(rules, arrival)];
    let (check, token) = one_token(rules, arrival);
    checks.push(check);
    checks.push(no_stray_parameters(rules, arrival));
    let (check, landing) = safe_return(rules, &arrival.query, own_origins);
    checks.extend(check);
    checks.extend(echo);
    let mut examined =
        Examined { checks, token: token.map(str::to_owned), header: None, claims: None, landing };
    let Some(token) = token else { return examined };
    let read = check_token(rules, token, expected);
    examined.checks.extend(read.checks);
    examined.header = read.header;
    examined.claims = read.claims;
    if let Some(token_id) = read.token_id {
        let fresh =
            if examined.accepted() { used.insert_new(&token_id, ()) } else { !used.contains(&token_id) };
        let detail = if fresh { "first time here" } else { "this token was already used: a replay" };
        examined.checks.push(Check::new("jti was never used before", fresh, detail));
    } else if rules.token_id == TokenId::NotUsed {
        let detail = "this provider keeps no token ids, so it cannot notice a replay";
        examined.checks.push(Check::new("jti is not looked at", true, detail));
    }
    examined
}

fn right_method(rules: &Rules, arrival: &Arrival) -> Check {
    let wanted = rules.delivery.method();
    match rules.delivery {
        Delivery::GetQuery => {
            let passed = arrival.method == wanted;
            let why =
                if passed { "" } else { "; this endpoint takes a redirect with the token in the query" };
            Check::new("The token comes by GET", passed, format!("{}{why}", arrival.method))
        }
        Delivery::PostForm => {
            let is_form = is_form(&arrival.content_type);
            let detail = match (arrival.method == wanted, is_form) {
                (true, true) => "POST, application/x-www-form-urlencoded".to_owned(),
                (true, false) => format!("POST, but the content type is {:?}", arrival.content_type),
                (false, _) => {
                    format!("{}; this endpoint takes a form that the browser posts", arrival.method)
                }
            };
            Check::new("The token comes by a form POST", arrival.method == wanted && is_form, detail)
        }
    }
}

/// Whether a content type says that the body is `name=value&…`, whatever its `charset`.
pub(super) fn is_form(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

fn one_token<'a>(rules: &Rules, arrival: &'a Arrival) -> (Check, Option<&'a str>) {
    let name = rules.token_parameter;
    let (in_query, in_body) = (arrival.query.all(name), arrival.body.all(name));
    let (rule, right, wrong, place) = match rules.delivery {
        Delivery::GetQuery => (format!("The query has one {name}"), &in_query, &in_body, "the body"),
        Delivery::PostForm => {
            (format!("The form has one {name}, and the address none"), &in_body, &in_query, "the address")
        }
    };
    let (passed, detail) = match (right.as_slice(), wrong.as_slice()) {
        ([token], []) if !token.is_empty() => (true, format!("{} characters", token.len())),
        ([_], []) => (false, format!("{name} is empty")),
        ([], []) => (false, format!("there is no {name}")),
        (_, [_, ..]) if rules.delivery == Delivery::PostForm => (
            false,
            "a token in the address ends up in histories and logs; it belongs in the form's body".to_owned(),
        ),
        (_, [_, ..]) => (false, format!("there is a token in {place}")),
        (several, []) => (false, format!("{name} stands {} times", several.len())),
    };
    let only = match (right.as_slice(), wrong.as_slice()) {
        ([token], []) | ([], [token]) => Some(*token).filter(|token| !token.is_empty()),
        _ => None,
    };
    (Check::new(rule, passed, detail), only)
}

/// A `return_to` that was not escaped falls apart into parameters; the live Zendesk answers such requests with
/// "Invalid Authorization Request" (zendesk_jwt_sso_examples, commit 4dd7325). That the other kinds refuse them is ours.
fn no_stray_parameters(rules: &Rules, arrival: &Arrival) -> Check {
    let known = |name: &&str| {
        *name == rules.token_parameter
            || *name == "return_to"
            || rules.echoed.iter().any(|echoed| echoed.name == *name)
    };
    let mut strays: Vec<&str> = arrival.query.names().filter(|name| !known(name)).collect();
    strays.extend(arrival.body.names().filter(|name| *name != rules.token_parameter));
    let detail = if strays.is_empty() {
        "none".to_owned()
    } else {
        format!("{}: is return_to escaped, and are parameters in the query?", strays.join(", "))
    };
    Check::new("No parameters that this provider does not know", strays.is_empty(), detail)
}

fn safe_return(rules: &Rules, query: &Fields, own_origins: &[String]) -> (Option<Check>, Landing) {
    let rule = "return_to leads to a page of this provider";
    if rules.return_to == ReturnTo::NotUsed {
        let ignored =
            query.first("return_to").map(|_| Check::new("return_to is ignored", true, "it is not used here"));
        return (ignored, Landing::home());
    }
    match query.all("return_to").as_slice() {
        [] => (Some(Check::new(rule, true, "there is none: home page")), Landing::home()),
        [return_to] => match Landing::parse(return_to, own_origins) {
            Ok(landing) => (Some(Check::new(rule, true, *return_to)), landing),
            Err(why) => (Some(Check::new(rule, false, why)), Landing::home()),
        },
        several => {
            (Some(Check::new(rule, false, format!("it stands {} times", several.len()))), Landing::home())
        }
    }
}

#[cfg(test)]
mod tests;
