//! Which events a command is about: one person's, one provider's, those of some kinds or of some time.

use clap::Args;
use clap::builder::PossibleValuesParser;
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;
use time::{Date, OffsetDateTime, UtcOffset};

use crate::cli::configuration::Console;
use crate::cli::exit::Stop;
use crate::cli::users::unknown;
use crate::domain::audit::EventKind;
use crate::domain::clock::Timestamp;
use crate::domain::email::EmailAddress;
use crate::domain::id::{ProviderId, UserId};
use crate::domain::provider::Slug;
use crate::flow::{providers, users};
use crate::store::audit::AuditFilter;

/// Which events.
#[derive(Debug, Args)]
pub struct Which {
    /// Only events that concern this person: an e-mail address, or the id of somebody who was deleted
    #[arg(long, value_name = "EMAIL")]
    user: Option<String>,
    /// Only events that concern this provider: its name in addresses, or the id of one that was removed
    #[arg(long, value_name = "SLUG")]
    provider: Option<String>,
    /// Only events of this kind; may be repeated
    #[arg(long = "kind", value_name = "KIND", value_parser = PossibleValuesParser::new(EventKind::ALL.iter().map(|kind| kind.as_str())))]
    kinds: Vec<String>,
    /// Only refusals with this code, for example wrong-credentials
    #[arg(long, value_name = "CODE")]
    refusal: Option<String>,
    /// Only events at or after this instant, for example 2026-11-01T00:00:00Z, or a day in UTC
    #[arg(long, value_name = "RFC3339", value_parser = instant)]
    since: Option<Timestamp>,
    /// Only events before this instant or day
    #[arg(long, value_name = "RFC3339", value_parser = instant)]
    until: Option<Timestamp>,
}

impl Which {
    /// The filter, with ids for names.
    pub(super) fn filter(&self, console: &Console) -> Result<AuditFilter, Stop> {
        let is_wanted = |kind: &&EventKind| self.kinds.iter().any(|wanted| wanted == kind.as_str());
        Ok(AuditFilter {
            user: self.user.as_deref().map(|text| person(console, text)).transpose()?,
            provider: self.provider.as_deref().map(|text| provider(console, text)).transpose()?,
            kinds: EventKind::ALL.iter().filter(is_wanted).map(|kind| kind.as_str()).collect(),
            refusal: self.refusal.clone(),
            since: self.since.map(Timestamp::as_micros),
            until: self.until.map(Timestamp::as_micros),
        })
    }
}

pub(super) fn instant(text: &str) -> Result<Timestamp, &'static str> {
    let day = || {
        Date::parse(text, format_description!("[year]-[month]-[day]")).map(|day| day.midnight().assume_utc())
    };
    let instant = OffsetDateTime::parse(text, &Rfc3339).or_else(|_| day());
    let instant =
        instant.map_err(|_| "write an instant such as 2026-11-01T00:00:00Z, or a day such as 2026-11-01")?;
    let micros = instant.to_offset(UtcOffset::UTC).unix_timestamp_nanos().div_euclid(1000);
    i64::try_from(micros).map(Timestamp::from_micros).map_err(|_| "this instant is out of reach")
}

fn person(console: &Console, text: &str) -> Result<UserId, Stop> {
    if let Ok(id) = text.parse() {
        return Ok(id);
    }
    let email: EmailAddress = text.parse().map_err(|refused| Stop::usage(format!("--user: {refused}")))?;
    let found = console.run(users::find(&console.context, &email))?;
    found.map(|user| user.id).ok_or_else(|| unknown(&email))
}

fn provider(console: &Console, text: &str) -> Result<ProviderId, Stop> {
    if let Ok(id) = text.parse() {
        return Ok(id);
    }
    let slug: Slug = text.parse().map_err(|refused| Stop::usage(format!("--provider: {refused}")))?;
    let found = console.run(providers::find(&console.context, &slug))?;
    found.map(|provider| provider.id).ok_or_else(|| {
        Stop::refused(format!(
            "No provider is named {slug}. `bridgewarden provider list` shows all of them; one that was removed is \
             found by its id."
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_may_have_any_offset_and_a_day_begins_in_utc() {
        let at = instant("2026-11-01T01:00:00+01:00").unwrap();
        assert_eq!(at, instant("2026-11-01").unwrap());
        assert_eq!(at.to_string(), "2026-11-01T00:00:00Z");
        assert!(instant("yesterday").is_err());
    }
}
