//! What an administrator has to paste at the provider, and what they ought to know before they do.

use serde_json::{Value, json};

use crate::cli::configuration::Console;
use crate::cli::output::{facts, joined, points};
use crate::domain::group::Audience;
use crate::domain::provider::{GOOD_SECRET_BYTES, SecretFacts, ServiceProvider, Slug};
use crate::domain::shared_secrets::{SecretBeside, SecretsBeside};
use crate::domain::sign_in_age::SignInAge;
use crate::flow::Fault;
use crate::profile::schema::{DeliveryMethod, SecretOwner, UnknownPeople};
use crate::profile::settings::ALLOWED_HOSTS;
use crate::profile::{FilledProfile, address};

/// Our two addresses for one provider.
pub struct Addresses {
    /// Where the provider sends people who are not signed in there.
    pub remote_login: String,
    /// Where it sends people who sign out.
    pub remote_logout: String,
    /// They can be pasted: the public address is configured.
    pub are_whole: bool,
}

impl Addresses {
    /// The addresses of the provider with that name.
    pub fn of(console: &Console, slug: &Slug) -> Self {
        let (login, logout) = (format!("/sso/{slug}/login"), format!("/sso/{slug}/logout"));
        match &console.config.server.public_url {
            Some(url) => Self {
                remote_login: url.address(&login),
                remote_logout: url.address(&logout),
                are_whole: true,
            },
            None => Self {
                remote_login: format!("…{login}"),
                remote_logout: format!("…{logout}"),
                are_whole: false,
            },
        }
    }
}

/// Hosts to which a provider's `return_to` may lead.
pub fn allowed_hosts(provider: &ServiceProvider, filled: &FilledProfile) -> Vec<String> {
    let own = address::origin_of(&filled.endpoint).map(|origin| origin.authority());
    let further = provider.settings.get(ALLOWED_HOSTS).map(String::as_str).unwrap_or_default();
    let further = further.split(',').map(str::trim).filter(|host| !host.is_empty()).map(str::to_owned);
    own.into_iter().chain(further).collect()
}

/// How tokens travel, in a word.
pub const fn method(filled: &FilledProfile) -> &'static str {
    match filled.method {
        DeliveryMethod::Redirect => "redirect",
        DeliveryMethod::FormPost => "form post",
    }
}

/// Whom a provider is open to.
pub fn audience(provider: &ServiceProvider) -> String {
    match &provider.audience {
        Audience::Everyone => "everyone".to_owned(),
        Audience::Groups(groups) => joined(groups),
    }
}

/// What is said about a provider: what to paste there, where its tokens go, and what to mind.
pub fn report(console: &Console, provider: &ServiceProvider, generated: Option<&str>) -> String {
    let addresses = Addresses::of(console, &provider.slug);
    let mut paste =
        vec![("Remote login URL", addresses.remote_login), ("Remote logout URL", addresses.remote_logout)];
    if let Some(secret) = generated {
        paste.push(("Shared secret", secret.to_owned()));
    }
    let mut text = format!("Paste at the provider:\n{}", facts(&paste));
    if !addresses.are_whole {
        text.push_str(&format!(
            "  … is the address that people see: set server.public_url, then `bridgewarden provider show {}` \
             shows the whole addresses.\n",
            provider.slug
        ));
    }
    if generated.is_some() {
        text.push_str("  The shared secret is shown only now.\n");
    }
    match console.context.filled(provider) {
        Ok(filled) => {
            let carried = format!("{}, as {:?}", method(&filled), filled.token_parameter);
            let rows = [
                ("Tokens go to", filled.endpoint.to_string()),
                ("They travel by", carried),
                ("People may be returned to", joined(allowed_hosts(provider, &filled))),
                ("Open to", audience(provider)),
            ];
            text.push_str(&format!("\nFrom then on:\n{}", facts(&rows)));
        }
        Err(fault) => text.push_str(&format!("\nNobody can be carried there: {fault}.\n")),
    }
    let mut notes = notes(console, provider);
    if generated.is_some() {
        notes.extend(not_ours_to_make(console, &provider.profile));
    }
    if !notes.is_empty() {
        text.push_str(&format!("\nPlease note:\n{}", points(notes)));
    }
    text
}

fn notes(console: &Console, provider: &ServiceProvider) -> Vec<String> {
    let mut notes = Vec::new();
    if !provider.is_enabled {
        notes.push(format!(
            "The provider is switched off. `bridgewarden provider enable {}` switches it on.",
            provider.slug
        ));
    }
    notes.extend(short_secret(&provider.secret));
    if let Some(profile) = console.context.catalogue.get(&provider.profile) {
        if profile.unknown_people == UnknownPeople::AreRefused {
            notes.push(format!(
                "{} refuses people it does not know: make their accounts there first, with the same e-mail address.",
                profile.title.english()
            ));
        }
        notes.extend(profile.notes.iter().map(|note| note.english().to_owned()));
    }
    notes
}

/// The warning about a secret that is shorter than it ought to be.
pub fn short_secret(facts: &SecretFacts) -> Option<String> {
    facts.is_short().then(|| {
        format!(
            "The shared secret has {} bytes; RFC 7518 wants at least {GOOD_SECRET_BYTES}. A short one can be guessed \
             from a single token: replace it if the provider allows a longer one.",
            facts.bytes
        )
    })
}

/// Some providers show a shared secret of their own and take no other.
pub fn not_ours_to_make(console: &Console, profile: &str) -> Option<String> {
    let profile = console.context.catalogue.get(profile)?;
    (profile.secret.owner == SecretOwner::Provider).then(|| {
        format!(
            "{} usually shows a shared secret of its own. If it takes no other, give that one here with \
             `bridgewarden provider secret`.",
            profile.title.english()
        )
    })
}

/// A secret beside the one that signs, for programs; never the secret itself.
fn json_of_secret(kept: &SecretBeside) -> Value {
    json!({
        "fingerprint": kept.facts.fingerprint,
        "bytes": kept.facts.bytes,
        "is_short": kept.facts.is_short(),
        "since": kept.since.to_string(),
    })
}

/// A provider with what stands beside its secret, for programs.
pub fn json_with_secrets(console: &Console, provider: &ServiceProvider, beside: &SecretsBeside) -> Value {
    let mut json = json_of(console, provider);
    if let Some(fields) = json.as_object_mut() {
        let kept = |kept: &Option<SecretBeside>| kept.as_ref().map_or(Value::Null, json_of_secret);
        let since = beside.current_since.map(|since| since.to_string());
        fields.insert("secret_since".into(), json!(since));
        fields.insert("staged_secret".into(), kept(&beside.staged));
        fields.insert("former_secret".into(), kept(&beside.former));
    }
    json
}

/// A provider for programs; never its secret.
pub fn json_of(console: &Console, provider: &ServiceProvider) -> Value {
    let addresses = Addresses::of(console, &provider.slug);
    let whole = |address: String| if addresses.are_whole { json!(address) } else { Value::Null };
    let filled = console.context.filled(provider);
    let problem = filled.as_ref().err().map(|fault: &Fault| fault.to_string());
    let filled = filled.ok();
    json!({
        "id": provider.id,
        "slug": provider.slug,
        "name": provider.name,
        "profile": provider.profile,
        "settings": provider.settings,
        "is_enabled": provider.is_enabled,
        "groups": provider.audience.groups(),
        "session_age_minutes": provider.max_sign_in_age.map(SignInAge::minutes),
        "secret": {
            "fingerprint": provider.secret.fingerprint,
            "bytes": provider.secret.bytes,
            "is_short": provider.secret.is_short(),
        },
        "remote_login_url": whole(addresses.remote_login.clone()),
        "remote_logout_url": whole(addresses.remote_logout.clone()),
        "endpoint": filled.as_ref().map(|filled| filled.endpoint.to_string()),
        "delivery": filled.as_ref().map(method),
        "allowed_hosts": filled.as_ref().map(|filled| allowed_hosts(provider, filled)),
        "problem": problem,
        "created_at": provider.created_at.to_string(),
        "updated_at": provider.updated_at.to_string(),
    })
}
