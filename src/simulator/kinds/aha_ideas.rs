//! Aha! ideas portals: a relative `return_to`, people made on first sight, and a sign-out that comes back to the bridge.
//!
//! Source: Aha! support, "Configure single sign-on with JSON web token", and the public `aha-app/omniauth-jwt`.

use crate::simulator::Kind;
use crate::simulator::rules::{
    AfterSignOut, ClaimRule, Delivery, OnRefusal, OtherClaims, People, ReturnTo, Rules, SamplePage, SignOut,
    TokenId, TypeHeader,
};

pub(in crate::simulator) static RULES: Rules = Rules {
    kind: Kind::AhaIdeas,
    slug: "aha-ideas",
    title: "Aha! Ideas",
    monogram: "Ah",
    source: "Aha! support: Configure single sign-on with JSON web token; aha-app/omniauth-jwt",
    pages: &[
        SamplePage { address: "/ideas/APP-I-469", title: "APP-I-469: dark mode for the report builder" },
        SamplePage {
            address: "/ideas?sort=popular&q=export%20%26%20print",
            title: "Popular ideas: export & print",
        },
        SamplePage { address: "/ideas/new", title: "Add an idea" },
    ],
    // Documented with the relative path /ideas/APP-I-469.
    return_to: ReturnTo::Relative,
    echoed: &[],
    endpoint: "/auth/jwt/callback",
    delivery: Delivery::GetQuery,
    token_parameter: "jwt",
    // Their library decodes tokens with or without `typ`.
    type_header: TypeHeader::Optional,
    // No number is documented. Their omniauth strategy has `valid_within`, which counts in both directions; 180 is ours.
    issued_at_margin: 180,
    token_id: TokenId::Unique,
    claims: &[
        ClaimRule::required_text("email"),
        ClaimRule::required_text("first_name"),
        ClaimRule::required_text("last_name"),
    ],
    other_claims: OtherClaims::Ignored,
    people: People::Created,
    // The strategy fails inside the portal (bad_jwt, claim_invalid).
    on_refusal: OnRefusal::Page,
    // After the portal's sign-out the browser goes straight to the remote logout URL, without parameters.
    sign_out: SignOut { path: "/portal_session/logout", then: AfterSignOut::RemoteLogout },
};
