//! IT Glue: the plain GET redirect, and the strictest about what a token holds.
//!
//! Source: IT Glue help, "Configuring JWT settings for single sign-on", and a public sample controller.

use crate::simulator::Kind;
use crate::simulator::rules::{
    AfterSignOut, ClaimRule, Delivery, OnRefusal, OtherClaims, People, ReturnTo, Rules, SamplePage, SignOut,
    TokenId, TypeHeader,
};

pub(in crate::simulator) static RULES: Rules = Rules {
    kind: Kind::ItGlue,
    slug: "it-glue",
    title: "IT Glue",
    monogram: "IT",
    source: "IT Glue help: Configuring JWT settings for single sign-on",
    pages: &[
        // Query and fragment on purpose: IT Glue addresses parts of a document by fragment.
        SamplePage {
            address: "/acme/docs/1142?tab=passwords#history",
            title: "Acme: core switch, passwords",
        },
        SamplePage {
            address: "/acme/configurations?filter=type%3Afirewall&sort=-name",
            title: "Acme: firewalls",
        },
        SamplePage { address: "/z%C3%BCrich/locations/7", title: "Zürich: server room" },
    ],
    // "return_to … escaped including reserved characters"; IT Glue itself sends the whole address.
    return_to: ReturnTo::Absolute,
    echoed: &[],
    endpoint: "/access/jwt",
    delivery: Delivery::GetQuery,
    token_parameter: "jwt",
    // The help page asks for both `typ` and `alg`.
    type_header: TypeHeader::Required,
    // The help page says only that `iat` must be within a "small margin" of its server's time. 120 seconds is our number.
    issued_at_margin: 120,
    // `iat`, a slash and a random token.
    token_id: TokenId::UniqueAfterIssuedAt,
    claims: &[ClaimRule::required_text("email")],
    // The documented token holds iat, jti and email, and nothing else. Refusing more is our strictness: a profile that sends
    // a person's name to a provider that did not ask for it should be noticed.
    other_claims: OtherClaims::Refused,
    // "must match exactly", and nobody is created.
    people: People::MustExist,
    on_refusal: OnRefusal::Page,
    // Neither the sign-out address nor a remote logout call is documented; this path is ours.
    sign_out: SignOut { path: "/logout", then: AfterSignOut::Home },
};
