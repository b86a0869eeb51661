//! Zendesk: a form POST, three parameters that must travel back, and errors that go to the remote logout URL.
//!
//! Source: github.com/zendesk/zendesk_jwt_sso_examples (GET is deprecated since October 2023) and the Zendesk help article
//! "Enabling JWT single sign-on"; the parameters of the remote logout call come from integrators' documentation.

use crate::simulator::Kind;
use crate::simulator::rules::{
    AfterSignOut, ClaimForm, ClaimRule, Delivery, Echoed, EchoedValue, OnRefusal, OtherClaims, People,
    ReturnTo, Rules, SamplePage, SignOut, TokenId, TypeHeader,
};

pub(in crate::simulator) static RULES: Rules = Rules {
    kind: Kind::Zendesk,
    slug: "zendesk",
    title: "Zendesk",
    monogram: "Ze",
    source: "Zendesk help: Enabling JWT single sign-on; zendesk/zendesk_jwt_sso_examples",
    pages: &[
        // An escaped slash and an inner `&`: a bridge that decodes once too often, or escapes too little, breaks this one.
        SamplePage {
            address: "/hc/en-us/articles/360001?flash=a%2Fb&x=1",
            title: "Article 360001: reset your second factor",
        },
        SamplePage { address: "/hc/en-us/requests/new", title: "Submit a request" },
        SamplePage { address: "/agent/tickets/8811", title: "Ticket 8811" },
    ],
    return_to: ReturnTo::Absolute,
    // To be passed back in the query of the form's action, not in its body.
    echoed: &[
        // A made-up number.
        Echoed { name: "brand_id", value: EchoedValue::Fixed("360002114957") },
        Echoed { name: "locale_id", value: EchoedValue::Fixed("1") },
        Echoed { name: "timestamp", value: EchoedValue::Now },
    ],
    endpoint: "/access/jwt",
    delivery: Delivery::PostForm,
    token_parameter: "jwt",
    // Without `typ` or `alg` the live service answers that the signature is invalid.
    type_header: TypeHeader::Required,
    // The live error text says "more than 3 minutes off"; an older table says about 2.
    issued_at_margin: 180,
    // A string; one of the vendor's own samples once sent an object.
    token_id: TokenId::Unique,
    claims: &[
        ClaimRule::required_text("email"),
        ClaimRule::required_text("name"),
        // Only the optional claims whose form is documented.
        ClaimRule::optional("external_id", ClaimForm::Text),
        ClaimRule::optional("locale_id", ClaimForm::Number),
        ClaimRule::optional("role", ClaimForm::OneOf(&["user", "agent", "admin"])),
        ClaimRule::optional("tags", ClaimForm::List),
        ClaimRule::optional("user_fields", ClaimForm::Object),
    ],
    other_claims: OtherClaims::Ignored,
    people: People::Created,
    on_refusal: OnRefusal::RemoteLogout,
    sign_out: SignOut { path: "/access/logout", then: AfterSignOut::RemoteLogoutWithDetails },
};
