use super::*;
use crate::simulator::Kind;
use crate::simulator::tests::token::Token;

const SECRET: &[u8] = b"a secret that both sides hold";

fn check(kind: Kind, token: &str) -> TokenChecks {
    let known_people = ["ada@example.com".to_owned()];
    let expected = Expectations { secret: SECRET, now: Token::NOW, known_people: &known_people };
    check_token(kind.rules(), token, &expected)
}

/// The rules that a token breaks.
fn broken(kind: Kind, token: Token) -> Vec<String> {
    let checks = check(kind, &token.sign(SECRET)).checks;
    checks.into_iter().filter(|check| !check.passed).map(|check| check.rule).collect()
}

/// A token that the kind accepts.
fn good(kind: Kind) -> Token {
    match kind {
        Kind::ItGlue => Token::new(),
        Kind::AhaIdeas | Kind::MojoHelpdesk | Kind::Zendesk => Token::new().named(),
    }
}

fn breaks_only(kind: Kind, token: Token, rule: &str) {
    let broken = broken(kind, token);
    assert!(
        broken.len() == 1 && broken.iter().all(|found| found.contains(rule)),
        "{kind}: {rule}: {broken:?}"
    );
}

#[test]
fn every_kind_accepts_its_own_token() {
    for kind in Kind::ALL {
        assert_eq!(broken(kind, good(kind)), Vec::<String>::new(), "{kind}");
    }
}

#[test]
fn every_kind_refuses_another_secret_and_still_shows_the_token() {
    for kind in Kind::ALL {
        let read = check(kind, &good(kind).sign(b"another secret"));
        let failed: Vec<_> =
            read.checks.iter().filter(|check| !check.passed).map(|check| &*check.rule).collect();
        assert_eq!(failed, [SIGNATURE], "{kind}");
        assert!(read.header.is_some() && read.claims.is_some());
    }
}

#[test]
fn every_kind_refuses_another_algorithm() {
    for kind in Kind::ALL {
        let broken = broken(kind, good(kind).header("alg", "none"));
        assert_eq!(broken, [SIGNATURE, "Header alg is exactly HS256"], "{kind}");
    }
}

#[test]
fn it_glue_and_zendesk_want_the_type_in_the_header() {
    for kind in [Kind::ItGlue, Kind::Zendesk] {
        breaks_only(kind, good(kind).without_header("typ"), "Header typ is exactly JWT");
        breaks_only(kind, good(kind).header("typ", "jwt"), "Header typ is exactly JWT");
    }
    for kind in [Kind::AhaIdeas, Kind::MojoHelpdesk] {
        assert!(broken(kind, good(kind).without_header("typ")).is_empty(), "{kind}");
    }
}

#[test]
fn every_kind_wants_whole_seconds() {
    for kind in Kind::ALL {
        let prefix = format!("{}.5", Token::NOW);
        breaks_only(kind, good(kind).claim("iat", 1.8e9 + 0.5).claim("jti", prefix + "/x"), "whole number");
        let token = good(kind).claim("iat", Token::NOW.to_string());
        assert!(broken(kind, token).iter().any(|rule| rule.contains("whole number")), "{kind}");
        assert!(
            broken(kind, good(kind).without("iat")).iter().any(|rule| rule.contains("whole number")),
            "{kind}"
        );
    }
}

#[test]
fn every_kind_has_a_margin_in_both_directions() {
    for (kind, margin) in
        [(Kind::ItGlue, 120), (Kind::AhaIdeas, 180), (Kind::MojoHelpdesk, 120), (Kind::Zendesk, 180)]
    {
        let at = |seconds: i64| {
            let issued_at = Token::NOW + seconds;
            good(kind).claim("iat", issued_at).claim("jti", format!("{issued_at}/x"))
        };
        for inside in [-margin, margin] {
            assert!(broken(kind, at(inside)).is_empty(), "{kind} at {inside}");
        }
        // Milliseconds are the usual mistake.
        for outside in [-margin - 1, margin + 1, Token::NOW * 999, i64::MIN / 2] {
            breaks_only(kind, at(outside), "of our clock");
        }
    }
}

#[test]
fn the_token_id_is_a_string_where_it_is_used() {
    for kind in [Kind::ItGlue, Kind::AhaIdeas, Kind::Zendesk] {
        for token in [good(kind).without("jti"), good(kind).claim("jti", 17), good(kind).claim("jti", "")] {
            breaks_only(kind, token, "jti is a string");
        }
    }
    assert!(broken(Kind::MojoHelpdesk, good(Kind::MojoHelpdesk).without("jti")).is_empty());
    assert!(broken(Kind::MojoHelpdesk, good(Kind::MojoHelpdesk).claim("jti", 17)).is_empty());
}

#[test]
fn it_glue_wants_the_issued_at_before_the_random_part() {
    for jti in ["0f8c", "1800000000", "1800000000/", "1800000001/0f8c", "18000000000/0f8c"] {
        breaks_only(Kind::ItGlue, good(Kind::ItGlue).claim("jti", jti), "jti is a string: iat, a slash");
    }
    assert!(broken(Kind::Zendesk, good(Kind::Zendesk).claim("jti", "0f8c")).is_empty());
}

#[test]
fn a_required_claim_is_a_string_with_something_in_it() {
    for kind in Kind::ALL {
        for rule in kind.rules().claims.iter().filter(|rule| rule.required) {
            for token in [
                good(kind).without(rule.name),
                good(kind).claim(rule.name, " "),
                good(kind).claim(rule.name, 1),
            ] {
                let broken = broken(kind, token);
                assert!(
                    broken.contains(&format!("{} is present: a string that is not empty", rule.name)),
                    "{broken:?}"
                );
            }
        }
    }
    breaks_only(Kind::AhaIdeas, good(Kind::AhaIdeas).without("last_name"), "last_name");
    breaks_only(Kind::Zendesk, good(Kind::Zendesk).without("name"), "name");
}

#[test]
fn an_optional_claim_has_its_documented_form() {
    let zendesk = || good(Kind::Zendesk);
    breaks_only(
        Kind::Zendesk,
        zendesk().claim("role", "owner"),
        "role, if present, is one of user, agent, admin",
    );
    breaks_only(Kind::Zendesk, zendesk().claim("tags", "a,b"), "tags, if present, is a JSON array");
    breaks_only(Kind::Zendesk, zendesk().claim("external_id", 7), "external_id");
    breaks_only(Kind::Zendesk, zendesk().claim("locale_id", "1"), "locale_id");
    breaks_only(Kind::Zendesk, zendesk().claim("user_fields", "x"), "user_fields");
    let complete = zendesk()
        .claim("role", "agent")
        .claim("tags", vec!["a"])
        .claim("external_id", "7")
        .claim("phone", "1");
    assert!(broken(Kind::Zendesk, complete).is_empty());
}

#[test]
fn it_glue_takes_no_other_claims() {
    breaks_only(Kind::ItGlue, Token::new().claim("name", "Ada"), "No claims beyond iat, jti, email");
    breaks_only(Kind::ItGlue, Token::new().claim("exp", Token::NOW + 60), "No claims beyond iat, jti, email");
}

#[test]
fn it_glue_knows_people_byte_for_byte() {
    for email in ["Ada@example.com", "ada@example.com ", "eve@example.com"] {
        breaks_only(Kind::ItGlue, Token::new().claim("email", email), "exactly this e-mail address");
    }
    assert!(broken(Kind::Zendesk, good(Kind::Zendesk).claim("email", "new@example.com")).is_empty());
}
