//! `bridgewarden provider list` and `show`.

use super::{outcome, paste};
use crate::cli::configuration::Console;
use crate::cli::exit::Stop;
use crate::cli::output::{self, facts, instant, notice, print, table, yes_no};
use crate::domain::provider::Slug;
use crate::flow::providers;

/// Lists all providers.
pub(super) fn list(console: &Console, is_json: bool) -> Result<(), Stop> {
    let all = console.run(providers::list(&console.context))?;
    if is_json {
        return output::json(&all.iter().map(|provider| paste::json_of(console, provider)).collect());
    }
    if all.is_empty() {
        notice("There is no provider yet. `bridgewarden provider profiles` shows which kinds are known.");
        return Ok(());
    }
    let rows: Vec<[String; 6]> = all
        .iter()
        .map(|provider| {
            let endpoint = match console.context.filled(provider) {
                Ok(filled) => filled.endpoint.to_string(),
                Err(_) => "does not fit its profile; see `bridgewarden doctor`".to_owned(),
            };
            [
                provider.slug.to_string(),
                provider.name.clone(),
                provider.profile.clone(),
                if provider.is_enabled { "on" } else { "off" }.to_owned(),
                paste::audience(provider),
                endpoint,
            ]
        })
        .collect();
    print(&table(["SLUG", "NAME", "PROFILE", "SWITCHED", "OPEN TO", "TOKENS GO TO"], &rows))
}

/// Shows one provider.
pub(super) fn show(console: &Console, slug: &Slug, is_json: bool) -> Result<(), Stop> {
    let Some(provider) = console.run(providers::find(&console.context, slug))? else {
        return Err(outcome::unknown(slug));
    };
    let beside = console.run(providers::beside(&console.context, provider.id))?;
    if is_json {
        return output::json(&paste::json_with_secrets(console, &provider, &beside));
    }
    let age = provider.max_sign_in_age;
    let age = age.map_or_else(|| "any".to_owned(), |age| format!("at most {} minutes", age.minutes()));
    let secret = format!("{} bytes, fingerprint {}", provider.secret.bytes, provider.secret.fingerprint);
    let mut rows = vec![
        ("Name", provider.name.clone()),
        ("Profile", provider.profile.clone()),
        ("Switched on", yes_no(provider.is_enabled).to_owned()),
        ("Age of sign-ins", age),
        ("Shared secret", secret),
        ("Added", instant(provider.created_at)),
        ("Changed", instant(provider.updated_at)),
        ("Id", provider.id.to_string()),
    ];
    let places = [("Staged secret", &beside.staged), ("Former secret", &beside.former)];
    rows.extend(places.into_iter().filter_map(|(name, kept)| {
        let kept = kept.as_ref()?;
        let (bytes, fingerprint) = (kept.facts.bytes, &kept.facts.fingerprint);
        Some((name, format!("{bytes} bytes, fingerprint {fingerprint}, since {}", instant(kept.since))))
    }));
    let settings: Vec<String> =
        provider.settings.iter().map(|(name, value)| format!("{name}={value}")).collect();
    rows.extend(settings.into_iter().map(|setting| ("Setting", setting)));
    print(&format!("{slug}\n{}\n{}", facts(&rows), paste::report(console, &provider, None)))
}
