//! The vocabulary in which a kind of provider is described. Data only; `examine` and the handlers give it meaning.

use super::Kind;

/// Everything that makes one provider different from another.
pub(super) struct Rules {
    pub kind: Kind,
    pub slug: &'static str,
    pub title: &'static str,
    /// Two or three letters for the page's mark; deliberately not the provider's logo.
    pub monogram: &'static str,
    /// Where these rules come from; shown on the home page.
    pub source: &'static str,
    /// Pages to open; the first is the sample protected page. Every other path is a protected page too.
    pub pages: &'static [SamplePage],
    /// How the page being asked for is named in the redirect to the remote login URL.
    pub return_to: ReturnTo,
    /// Parameters sent with that redirect that must come back beside the token, unchanged.
    pub echoed: &'static [Echoed],
    /// The path that takes tokens.
    pub endpoint: &'static str,
    pub delivery: Delivery,
    pub token_parameter: &'static str,
    /// Whether the header must say `typ: JWT`. `alg: HS256` is always required.
    pub type_header: TypeHeader,
    /// How far `iat` may be from this machine's clock, in seconds, in either direction.
    pub issued_at_margin: u64,
    pub token_id: TokenId,
    /// Claims beside `iat` and `jti`.
    pub claims: &'static [ClaimRule],
    pub other_claims: OtherClaims,
    pub people: People,
    pub on_refusal: OnRefusal,
    pub sign_out: SignOut,
}

impl Rules {
    /// The page that demos and tests open first.
    pub fn sample_page(&self) -> &'static str {
        self.pages.first().map_or("/", |page| page.address)
    }

    /// This provider's brand, if it has brands: what it sends as `brand_id`.
    pub fn brand_id(&self) -> Option<&'static str> {
        self.echoed.iter().find_map(|echoed| match echoed.value {
            EchoedValue::Fixed(value) if echoed.name == "brand_id" => Some(value),
            EchoedValue::Fixed(_) | EchoedValue::Now => None,
        })
    }

    /// The fragment that this provider's own front end knows for a page. Browsers never send fragments, yet
    /// `return_to` must carry them.
    pub fn fragment_of(&self, path_and_query: &str) -> Option<&'static str> {
        self.pages
            .iter()
            .filter_map(|page| page.address.split_once('#'))
            .find_map(|(page, fragment)| (page == path_and_query).then_some(fragment))
    }
}

/// A page worth opening.
pub(super) struct SamplePage {
    /// Path, query and fragment.
    pub address: &'static str,
    pub title: &'static str,
}

/// The form of `return_to` in the redirect to the remote login URL. Both forms are understood on the way back.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ReturnTo {
    Absolute,
    Relative,
    /// Not sent; ignored when it arrives.
    NotUsed,
}

/// A parameter that has to travel to the bridge and back.
pub(super) struct Echoed {
    pub name: &'static str,
    pub value: EchoedValue,
}

pub(super) enum EchoedValue {
    Fixed(&'static str),
    /// Unix seconds at the moment of the redirect.
    Now,
}

/// The only way in which a token may arrive.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Delivery {
    /// In the query of a GET.
    GetQuery,
    /// In the body of a form POST; never in the address.
    PostForm,
}

impl Delivery {
    pub fn method(self) -> &'static str {
        match self {
            Delivery::GetQuery => "GET",
            Delivery::PostForm => "POST",
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum TypeHeader {
    Required,
    Optional,
}

/// What `jti` must be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenId {
    /// Not looked at: the same token is good until its `iat` is too old.
    NotUsed,
    /// A string that was never used here before.
    Unique,
    /// The same, and it begins with the value of `iat` and a slash.
    UniqueAfterIssuedAt,
}

/// One claim.
pub(super) struct ClaimRule {
    pub name: &'static str,
    pub form: ClaimForm,
    pub required: bool,
}

impl ClaimRule {
    pub const fn required_text(name: &'static str) -> Self {
        ClaimRule { name, form: ClaimForm::Text, required: true }
    }

    pub const fn optional(name: &'static str, form: ClaimForm) -> Self {
        ClaimRule { name, form, required: false }
    }
}

/// The JSON form of a claim.
#[derive(Clone, Copy)]
pub(super) enum ClaimForm {
    /// A string that is not empty.
    Text,
    Number,
    List,
    Object,
    OneOf(&'static [&'static str]),
}

/// Claims that the list does not name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum OtherClaims {
    Ignored,
    Refused,
}

/// What happens with a person who is not known here.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum People {
    Created,
    /// The e-mail address must equal a known one, byte for byte.
    MustExist,
}

/// What a browser sees when a token is refused.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum OnRefusal {
    /// A page of this provider.
    Page,
    /// The bridge's remote logout URL with `kind=error`.
    RemoteLogout,
}

/// How this provider signs people out.
pub(super) struct SignOut {
    pub path: &'static str,
    pub then: AfterSignOut,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum AfterSignOut {
    /// Stay here.
    Home,
    /// The remote logout URL as it is.
    RemoteLogout,
    /// The remote logout URL with `email`, `return_to` and `brand_id`.
    RemoteLogoutWithDetails,
}
