use super::*;
use crate::simulator::Kind;
use crate::simulator::tests::token::Token;

const SECRET: &[u8] = b"a secret that both sides hold";
const FORM: &str = "application/x-www-form-urlencoded; charset=utf-8";

fn examined(kind: Kind, method: &str, query: &str, body: &str, used: &mut Bounded<()>) -> Examined {
    let arrival = Arrival {
        method: method.to_owned(),
        target: String::new(),
        query: Fields::parse(query),
        body: Fields::parse(body),
        content_type: if body.is_empty() { String::new() } else { FORM.to_owned() },
    };
    let known_people = ["ada@example.com".to_owned()];
    let expected = Expectations { secret: SECRET, now: Token::NOW, known_people: &known_people };
    examine(kind.rules(), &arrival, &expected, &["http://127.0.0.1:4010".to_owned()], None, used)
}

fn broken(kind: Kind, method: &str, query: &str, body: &str) -> Vec<String> {
    let checks = examined(kind, method, query, body, &mut Bounded::new(9)).checks;
    checks.into_iter().filter(|check| !check.passed).map(|check| check.rule).collect()
}

fn token() -> String {
    Token::new().named().sign(SECRET)
}

#[test]
fn a_redirect_with_one_token_is_accepted() {
    let query = format!("jwt={}&return_to=%2Fideas%2FAPP-I-469", token());
    let examined = examined(Kind::AhaIdeas, "GET", &query, "", &mut Bounded::new(9));
    assert!(examined.accepted(), "{:?}", examined.checks);
    assert_eq!(examined.landing.as_str(), "/ideas/APP-I-469");
}

#[test]
fn a_redirect_is_not_a_form_post() {
    let token = token();
    assert_eq!(broken(Kind::AhaIdeas, "POST", &format!("jwt={token}"), ""), ["The token comes by GET"]);
    assert!(
        broken(Kind::AhaIdeas, "HEAD", &format!("jwt={token}"), "")
            .contains(&"The token comes by GET".to_owned())
    );
    let broken = broken(Kind::AhaIdeas, "POST", "", &format!("jwt={token}"));
    assert_eq!(broken, ["The token comes by GET", "The query has one jwt"]);
}

#[test]
fn zendesk_takes_the_token_in_the_form_only() {
    let token = token();
    assert!(broken(Kind::Zendesk, "POST", "return_to=%2F", &format!("jwt={token}")).is_empty());
    let in_address = ["The form has one jwt, and the address none"];
    assert_eq!(broken(Kind::Zendesk, "POST", &format!("jwt={token}"), "jwt="), in_address);
    assert_eq!(broken(Kind::Zendesk, "POST", &format!("jwt={token}"), &format!("jwt={token}")), in_address);
    let by_get = broken(Kind::Zendesk, "GET", &format!("jwt={token}"), "");
    assert_eq!(by_get, ["The token comes by a form POST", "The form has one jwt, and the address none"]);
}

#[test]
fn the_token_stands_once_under_its_own_name() {
    let token = token();
    let rule = ["The query has one token"];
    assert_eq!(broken(Kind::MojoHelpdesk, "GET", &format!("token={token}&token={token}"), ""), rule);
    assert_eq!(broken(Kind::MojoHelpdesk, "GET", "", ""), rule);
    assert_eq!(broken(Kind::MojoHelpdesk, "GET", "token=", ""), rule);
    let named_jwt = broken(Kind::MojoHelpdesk, "GET", &format!("jwt={token}"), "");
    assert_eq!(named_jwt, ["The query has one token", "No parameters that this provider does not know"]);
}

#[test]
fn a_return_to_that_was_not_escaped_is_noticed() {
    let query = format!("jwt={}&return_to=http://127.0.0.1:4010/a?b=c&d=e", token());
    assert_eq!(broken(Kind::AhaIdeas, "GET", &query, ""), ["No parameters that this provider does not know"]);
}

#[test]
fn zendesk_wants_its_parameters_in_the_address_and_not_in_the_form() {
    let body = format!("jwt={}&return_to=%2F", token());
    assert_eq!(broken(Kind::Zendesk, "POST", "", &body), ["No parameters that this provider does not know"]);
}

#[test]
fn a_return_to_that_leads_away_is_refused() {
    for away in ["https%3A%2F%2Fevil.example%2F", "%2F%2Fevil.example", "%2Fa&return_to=%2Fb"] {
        let query = format!("jwt={}&return_to={away}", token());
        assert_eq!(
            broken(Kind::AhaIdeas, "GET", &query, ""),
            ["return_to leads to a page of this provider"],
            "{away}"
        );
    }
}

#[test]
fn mojo_ignores_return_to_and_lands_on_its_home_page() {
    let query = format!("token={}&return_to=https%3A%2F%2Fevil.example%2F", token());
    let examined = examined(Kind::MojoHelpdesk, "GET", &query, "", &mut Bounded::new(9));
    assert!(examined.accepted(), "{:?}", examined.checks);
    assert_eq!(examined.landing, Landing::home());
}

#[test]
fn a_token_is_used_once_where_token_ids_are_kept() {
    let mut used = Bounded::new(9);
    let query = format!("jwt={}", token());
    assert!(examined(Kind::AhaIdeas, "GET", &query, "", &mut used).accepted());
    let again = examined(Kind::AhaIdeas, "GET", &query, "", &mut used);
    let failed: Vec<_> =
        again.checks.iter().filter(|check| !check.passed).map(|check| &*check.rule).collect();
    assert_eq!(failed, ["jti was never used before"]);

    let query = format!("token={}", token());
    for _ in 0..2 {
        assert!(examined(Kind::MojoHelpdesk, "GET", &query, "", &mut used).accepted());
    }
}

#[test]
fn a_refused_token_does_not_use_up_its_id() {
    let mut used = Bounded::new(9);
    let token = token();
    assert!(!examined(Kind::Zendesk, "GET", &format!("jwt={token}"), "", &mut used).accepted());
    assert!(examined(Kind::Zendesk, "POST", "", &format!("jwt={token}"), &mut used).accepted());
}
