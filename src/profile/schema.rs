//! The shape of a profile file. Each table answers one question about the provider's protocol.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::prose::Prose;
use crate::domain::attribute::AttributeName;

/// A kind of service provider.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProviderProfile {
    /// The file's name without its ending; filled in by the catalogue.
    #[serde(skip)]
    pub name: String,
    /// What people call it: "IT Glue".
    pub title: Prose,
    /// Where it stands in listings.
    pub category: Category,
    /// Where each fact comes from.
    pub sources: Vec<String>,
    /// What an administrator should know before switching it on.
    #[serde(default)]
    pub notes: Vec<Prose>,
    /// Whether the provider makes accounts for people it does not know.
    pub unknown_people: UnknownPeople,
    /// What the administrator fills in, by name.
    #[serde(default)]
    pub settings: BTreeMap<String, SettingSpec>,
    /// Where tokens go.
    pub endpoint: Endpoint,
    /// How tokens travel.
    pub delivery: DeliverySpec,
    /// How the provider's note of where the person was going comes in and goes back; absent when it has none.
    #[serde(rename = "return")]
    pub return_to: Option<ReturnSpec>,
    /// The provider's own parameters that must travel back unchanged.
    #[serde(default)]
    pub echo: EchoSpec,
    /// The token's own properties.
    pub token: TokenSpec,
    /// What the token says about the person, in this order, after `iat` and `jti`.
    #[serde(default)]
    pub claims: Vec<ClaimSpec>,
    /// A setting by which the administrator chooses the claims; only the generic profiles have one.
    pub claims_setting: Option<String>,
    /// Further claims that the provider takes, and that the administrator may fill from people's attributes.
    pub further_claims: Option<FurtherClaims>,
    /// The shared secret.
    #[serde(default)]
    pub secret: SecretSpec,
    /// Whether a person may start here.
    #[serde(default)]
    pub launch: LaunchSpec,
    /// The provider's own sign-out address; absent when it has none that is known.
    pub sign_out: Option<SignOutSpec>,
    /// How the provider reports errors back to us; absent when it does not.
    pub errors: Option<ErrorSpec>,
}

/// A place in listings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Category {
    /// Help desks and ticket systems.
    HelpDesk,
    /// Documentation and knowledge bases.
    Documentation,
    /// Idea portals and feedback boards.
    Feedback,
    /// Anything of a common shape.
    Generic,
}

impl Category {
    /// Every place.
    pub const ALL: [Self; 4] = [Self::HelpDesk, Self::Documentation, Self::Feedback, Self::Generic];

    /// The word in listings.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::HelpDesk => "help desk",
            Self::Documentation => "documentation",
            Self::Feedback => "feedback",
            Self::Generic => "generic",
        }
    }
}

/// What the provider does with a person it does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnknownPeople {
    /// Makes an account.
    AreCreated,
    /// Refuses them: accounts must be made there beforehand.
    AreRefused,
    /// The provider's documentation does not say.
    NotDocumented,
}

/// One thing the administrator fills in.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SettingSpec {
    /// What it must look like.
    pub kind: SettingKind,
    /// What it is called on pages; its name in words when there is none.
    pub label: Option<Prose>,
    /// One line for the administrator.
    pub hint: Prose,
    /// A value that works in examples and tests.
    pub example: Option<String>,
    /// Used when nothing is filled in.
    pub default: Option<String>,
    /// It may be left out.
    #[serde(default)]
    pub optional: bool,
    /// The setting of that name may be left out when this one is filled in.
    pub instead_of: Option<String>,
}

impl SettingSpec {
    /// What the setting of that name is called on pages.
    pub fn label_of(&self, name: &str) -> Prose {
        self.label.clone().unwrap_or_else(|| in_words(name).into())
    }

    /// It must be filled in, as far as no other setting stands instead of it.
    pub const fn is_needed(&self) -> bool {
        !self.optional && self.default.is_none()
    }
}

/// `return_parameter` as "Return parameter".
fn in_words(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase()).into_iter();
    first.chain(letters.map(|letter| if letter == '_' { ' ' } else { letter })).collect()
}

/// What a setting must look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SettingKind {
    /// One label of a host name, such as `acme`.
    DnsLabel,
    /// A host name, with a port when it has one.
    Host,
    /// Several hosts with commas between them.
    HostList,
    /// An https address.
    HttpsUrl,
    /// The name of a query or form parameter.
    ParameterName,
    /// Several parameter names with commas between them.
    ParameterNames,
    /// Claims as `name` or `name=source` with commas between them.
    ClaimList,
    /// Claims with the attributes that fill them, as `claim=attribute` with commas between them.
    AttributeClaims,
    /// Names of claims that give rights at the provider, with commas between them.
    PrivilegedClaims,
    /// A number of seconds; 0 means none.
    Seconds,
    /// `yes` or `no`.
    YesNo,
}

/// Where tokens go.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Endpoint {
    /// An https address with `{setting}` in it.
    Template {
        /// The address.
        url: String,
        /// When this setting is filled in, it takes the place of the address's whole host.
        host_setting: Option<String>,
    },
    /// The whole address is a setting.
    Setting {
        /// Its name.
        setting: String,
    },
}

/// A text that is fixed by the profile, or chosen by a setting.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Text {
    /// Fixed.
    Fixed(String),
    /// Chosen.
    Chosen {
        /// The setting's name.
        setting: String,
    },
}

/// Yes or no, fixed by the profile or chosen by a setting.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Flag {
    /// Fixed.
    Fixed(bool),
    /// Chosen.
    Chosen {
        /// The setting's name.
        setting: String,
    },
}

/// How tokens travel.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeliverySpec {
    /// The way.
    pub method: DeliveryMethod,
    /// The parameter that carries the token.
    pub token_parameter: Text,
}

/// The ways of delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeliveryMethod {
    /// The browser is redirected, the token in the query.
    Redirect,
    /// The browser posts a form, the token in its body and everything else in the address's query.
    FormPost,
}

/// The provider's note of where the person was going.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReturnSpec {
    /// The parameter's name when it comes in.
    #[serde(rename = "in")]
    pub incoming: Text,
    /// The parameter's name on the way back. A chosen name that is not filled in is the incoming one.
    #[serde(rename = "out")]
    pub outgoing: Text,
    /// What values the provider takes.
    #[serde(default)]
    pub form: ReturnForm,
}

/// What values of `return_to` a provider takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReturnForm {
    /// Paths and absolute addresses.
    #[default]
    Any,
    /// Paths only.
    Relative,
    /// Absolute addresses only.
    Absolute,
}

/// Parameters that travel back unchanged.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EchoSpec {
    /// Names of query parameters.
    #[serde(default)]
    pub query: Vec<String>,
    /// A setting with further names.
    pub query_setting: Option<String>,
}

/// The token's own properties.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TokenSpec {
    /// How it is signed.
    pub algorithm: Algorithm,
    /// Its `jti`.
    pub token_id: TokenIdSpec,
    /// The provider refuses tokens older than this; `None` when it does not say.
    pub max_age_seconds: Option<u32>,
    /// `exp` stands this many seconds after `iat`; no `exp` without it.
    pub expires_after: Option<SecondsSpec>,
}

/// A number of seconds that is fixed by the profile, or chosen by a setting.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum SecondsSpec {
    /// Fixed.
    Fixed(u32),
    /// Chosen; 0 means none.
    Chosen {
        /// The setting's name.
        setting: String,
    },
}

/// Signature algorithms, a closed list (RFC 8725, section 3.1). Never taken from a request or from free text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Algorithm {
    /// HMAC with SHA-256.
    HS256,
}

/// What a token's `jti` looks like.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TokenIdSpec {
    /// `iat`, a slash, and a random part (IT Glue's and Zendesk's samples).
    IatSlashRandom,
    /// The provider has no use for one, and gets none.
    None,
    /// `yes` or `no` by a setting.
    #[serde(untagged)]
    Chosen {
        /// The setting's name.
        setting: String,
    },
}

/// One claim.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClaimSpec {
    /// Its name in the token.
    pub name: String,
    /// Where its value comes from.
    pub source: ClaimSource,
    /// Without a value nothing is minted; otherwise the claim is left out.
    #[serde(default)]
    pub required: bool,
}

/// Claims beyond those of the profile. They are never required.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FurtherClaims {
    /// The setting with `claim=attribute`.
    pub setting: String,
    /// The claims that may stand there.
    pub names: Vec<String>,
}

/// Where a claim's value comes from.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimSource {
    /// The stored e-mail address, letter by letter.
    Email,
    /// The first name.
    FirstName,
    /// The last name.
    LastName,
    /// First and last name; the e-mail address when there is neither.
    Name,
    /// The external id.
    ExternalId,
    /// The language tag.
    Locale,
    /// Our own id of the person, which never changes.
    UserId,
    /// The names of the person's groups, as an array.
    Groups,
    /// An attribute of the person, by its name.
    Attribute(AttributeName),
}

impl ClaimSource {
    /// The words that files and settings use. An attribute is none of them: it has a name of its own.
    pub const WORDS: [(&'static str, Self); 8] = [
        ("email", Self::Email),
        ("first_name", Self::FirstName),
        ("last_name", Self::LastName),
        ("name", Self::Name),
        ("external_id", Self::ExternalId),
        ("locale", Self::Locale),
        ("user_id", Self::UserId),
        ("groups", Self::Groups),
    ];
}

/// The shared secret.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SecretSpec {
    /// How the administrator's text becomes the key.
    #[serde(default)]
    pub encoding: SecretEncoding,
    /// The provider refuses shorter ones.
    #[serde(default)]
    pub min_bytes: usize,
    /// Who makes it.
    #[serde(default)]
    pub owner: SecretOwner,
}

/// How a secret's text becomes the key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SecretEncoding {
    /// The text's bytes are the key, even where the text looks encoded.
    #[default]
    Raw,
}

/// Who makes the shared secret.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SecretOwner {
    /// The provider shows it; it is pasted here.
    #[default]
    Provider,
    /// It is made here and pasted there, or the other way round.
    Either,
}

/// Whether a person may start here.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LaunchSpec {
    /// Tokens without a preceding request are accepted.
    pub allowed: bool,
}

impl Default for LaunchSpec {
    fn default() -> Self {
        Self { allowed: true }
    }
}

/// The provider's own sign-out address.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignOutSpec {
    /// Where it is.
    pub endpoint: Endpoint,
    /// The provider sends the browser on to our remote logout URL.
    pub comes_back: Flag,
}

/// How the provider reports errors.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ErrorSpec {
    /// Which of our addresses the browser is sent to.
    pub arrive_at: ErrorAddress,
    /// The parameter by which an error is known.
    pub parameter: String,
    /// Its value, when only one value means an error.
    pub value: Option<String>,
    /// The parameter with the provider's own words.
    pub message: Option<String>,
}

/// Where a provider's errors arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ErrorAddress {
    /// `/sso/{provider}/login`. Answering with another token would loop for ever.
    RemoteLogin,
    /// `/sso/{provider}/logout`.
    RemoteLogout,
}
