//! What a simulator says about a token that arrived.

use serde_json::Value;

/// One rule, and whether it was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// The rule in words, the same for every token of a kind.
    pub rule: String,
    /// Whether the token and its delivery kept it.
    pub passed: bool,
    /// What was compared with what.
    pub detail: String,
}

impl Check {
    pub(super) fn new(rule: impl Into<String>, passed: bool, detail: impl Into<String>) -> Self {
        Check { rule: rule.into(), passed, detail: detail.into() }
    }

    /// A failed check in one sentence.
    pub(super) fn complaint(&self) -> String {
        ["Rule not kept: ", &self.rule, " (", &self.detail, ")."].concat()
    }
}

/// One request to the JWT endpoint, whatever its method and its outcome.
///
/// It holds the token as it came (in `target` or `body_fields`), since a test may want to send it again. Never log one.
#[derive(Clone, Debug, PartialEq)]
pub struct Receipt {
    /// The HTTP method.
    pub method: String,
    /// Path and query exactly as they stood in the request.
    pub target: String,
    /// The form fields of the body, decoded, in order.
    pub body_fields: Vec<(String, String)>,
    /// The token's header if it could be read, whether or not the signature was good.
    pub header: Option<Value>,
    /// The token's claims if they could be read, whether or not the signature was good.
    pub claims: Option<Value>,
    /// Every check in the order in which it was made.
    pub checks: Vec<Check>,
    /// Whether the person was let in: exactly when every check passed.
    pub accepted: bool,
    /// Path, query and fragment of the page to which the browser was sent; `None` when the token was refused.
    pub landed_on: Option<String>,
}

impl Receipt {
    /// The checks that failed.
    pub fn failures(&self) -> impl Iterator<Item = &Check> {
        self.checks.iter().filter(|check| !check.passed)
    }

    /// The first failed check in one sentence; empty when the token was accepted.
    pub(super) fn complaint(&self) -> String {
        self.failures().next().map(Check::complaint).unwrap_or_default()
    }

    pub(super) fn claim_text(&self, name: &str) -> Option<&str> {
        self.claims.as_ref()?.get(name)?.as_str()
    }

    /// The person's name as this provider would show it: what the claims offer, else the address.
    pub(super) fn person(&self) -> String {
        let both = [self.claim_text("first_name"), self.claim_text("last_name")];
        let names: Vec<&str> = both.into_iter().flatten().collect();
        match (self.claim_text("name"), names.is_empty()) {
            (Some(name), _) => name.to_owned(),
            (None, false) => names.join(" "),
            (None, true) => self.email().to_owned(),
        }
    }

    pub(super) fn email(&self) -> &str {
        self.claim_text("email").unwrap_or_default()
    }
}
