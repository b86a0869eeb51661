//! Mojo Helpdesk: the smallest contract. No token id, no `return_to`; everybody lands on the home page.
//!
//! Source: Mojo Helpdesk help, articles 169614 and 169615.

use crate::simulator::Kind;
use crate::simulator::rules::{
    AfterSignOut, ClaimForm, ClaimRule, Delivery, OnRefusal, OtherClaims, People, ReturnTo, Rules,
    SamplePage, SignOut, TokenId, TypeHeader,
};

pub(in crate::simulator) static RULES: Rules = Rules {
    kind: Kind::MojoHelpdesk,
    slug: "mojo-helpdesk",
    title: "Mojo Helpdesk",
    monogram: "Mo",
    source: "Mojo Helpdesk help: articles 169614 and 169615",
    pages: &[
        SamplePage { address: "/mc/tickets/77", title: "Ticket 77: printer on floor 3" },
        SamplePage { address: "/mc/tickets?status=open", title: "Open tickets" },
        SamplePage { address: "/mc/kb/12", title: "How to reach the VPN" },
    ],
    // No return parameter is documented in either direction.
    return_to: ReturnTo::NotUsed,
    echoed: &[],
    endpoint: "/jwt/consume",
    delivery: Delivery::GetQuery,
    token_parameter: "token",
    type_header: TypeHeader::Optional,
    // "120 s from iat". The documentation does not speak of tokens from the future; we hold them to the same margin.
    issued_at_margin: 120,
    // A `jti` is neither asked for nor looked at, so a token can be used again until it is too old.
    token_id: TokenId::NotUsed,
    claims: &[
        ClaimRule::required_text("email"),
        ClaimRule::optional("first_name", ClaimForm::Text),
        ClaimRule::optional("last_name", ClaimForm::Text),
    ],
    other_claims: OtherClaims::Ignored,
    // Not stated; the kinder of the two.
    people: People::Created,
    on_refusal: OnRefusal::Page,
    // Not documented; this path is ours.
    sign_out: SignOut { path: "/logout", then: AfterSignOut::Home },
};
