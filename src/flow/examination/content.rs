//! What the database says: people, providers with their secrets, keys, backups, the audit and its opinion of the
//! clock, and what went wrong lately.

use std::time::Duration;

use super::{Finding, KeyState};
use crate::crypto::ring::KeyRole;
use crate::domain::audit::EventKind;
use crate::domain::clock::Timestamp;
use crate::domain::provider::ServiceProvider;
use crate::domain::refusal::Refusal;
use crate::domain::statistics::HOUR;
use crate::domain::user_table::Count;
use crate::flow::{Context, Fault, audit, providers, sealing, throttle, users};
use crate::store::{self, Backend, statistics};

/// How far the clock may be behind the audit's latest event: instances need not agree to the second.
const TOLERANCE: Duration = Duration::from_secs(3600);
/// How far the clock may be from the database's: half of what the strictest providers bear.
const SKEW: Duration = Duration::from_secs(60);
/// Without a backup for so long, more would be lost than people remember.
const BACKUP_AGE: Duration = Duration::from_secs(7 * 24 * 3600);
/// Unless somebody follows the chain now and then, nobody will know when it broke.
const VERIFICATION_AGE: Duration = Duration::from_secs(30 * 24 * 3600);
/// The sealer comes every second.
const LONGEST_UNCHAINED: Duration = Duration::from_secs(60);
/// Counters that are looked at.
const THROTTLES: i64 = 100;
/// How long ago "lately" is for providers.
const LATELY: Duration = Duration::from_secs(24 * 3600);

/// Looks at everything in the database.
pub async fn content(context: &Context) -> Result<Vec<Finding>, Fault> {
    let mut found = clock(context).await?;
    found.extend(size(context).await?);
    found.extend(people(context).await?);
    found.extend(keys(context).await?);
    found.extend(all_providers(context).await?);
    found.extend(backup(context).await?);
    found.extend(chain(context).await?);
    found.extend(throttled(context).await?);
    Ok(found)
}

async fn clock(context: &Context) -> Result<Vec<Finding>, Fault> {
    let mut found = Vec::new();
    let latest = audit::last_written_at(context).await?;
    let now = context.now();
    if let Some(newest) = latest.filter(|latest| latest.since(now) > TOLERANCE) {
        found.push(Finding::ClockBehindAudit { now, newest });
    }
    if let Some(there) = context.store.read(store::facts::clock).await? {
        let now = context.now();
        if there.since(now).max(now.since(there)) > SKEW {
            found.push(Finding::ClockUnlikeDatabase { now, there });
        }
    }
    Ok(found)
}

/// On SQLite the file says it, and its disk how much room there is.
async fn size(context: &Context) -> Result<Option<Finding>, Fault> {
    Ok(context.store.read(store::facts::size).await?.map(Finding::DatabaseSize))
}

async fn people(context: &Context) -> Result<Vec<Finding>, Fault> {
    let tally = users::tally(context).await?;
    if tally.active == Count::Exactly(0) {
        return Ok(vec![Finding::NobodyActive]);
    }
    let administrators = match tally.administrators {
        0 => Finding::NoAdministrator,
        1 => Finding::OneAdministrator,
        more => Finding::Administrators(more),
    };
    Ok(vec![Finding::People(tally), administrators])
}

/// Where a rotation of the sealing keys stands.
async fn keys(context: &Context) -> Result<Vec<Finding>, Fault> {
    let ring = context.keys.ring();
    let usage = sealing::usage(context).await?;
    let mut found = Vec::new();
    for (role, key) in ring.keys() {
        let (id, rows) = (key.id(), usage.get(key.id()).copied().unwrap_or_default());
        let is_dropped = sealing::is_dropped(context, id).await?;
        let state = match (role, rows) {
            (_, 0) if is_dropped && role != KeyRole::Current => KeyState::DroppedButAccepted,
            (KeyRole::Current, _) if is_dropped => KeyState::DroppedButCurrent,
            (KeyRole::Current, _) => KeyState::Current(rows),
            (KeyRole::Next, 0) => KeyState::Prepared,
            (KeyRole::Earlier, 0) => KeyState::Unused,
            (KeyRole::Next | KeyRole::Earlier, _) => KeyState::Leftover(rows),
        };
        found.push(Finding::Key(id.to_owned(), state));
    }
    Ok(found)
}

async fn all_providers(context: &Context) -> Result<Vec<Finding>, Fault> {
    let all = providers::list(context).await?;
    let mut found = Vec::new();
    if all.is_empty() {
        found.push(Finding::NoProvider);
    }
    for provider in &all {
        one_provider(context, provider, &mut found).await?;
    }
    found.extend(providers::equal_secrets(context).await?.into_iter().map(Finding::EqualSecrets));
    found.extend(errors(context, &all).await?);
    Ok(found)
}

async fn one_provider(
    context: &Context,
    provider: &ServiceProvider,
    found: &mut Vec<Finding>,
) -> Result<(), Fault> {
    let slug = || provider.slug.to_string();
    found.push(match context.filled(provider) {
        Ok(filled) => Finding::ProviderFits {
            slug: slug(),
            endpoint: filled.endpoint.to_string(),
            is_enabled: provider.is_enabled,
        },
        Err(Fault::Profile { profile, problem, .. }) => Finding::ProviderUnfit(slug(), profile, problem),
        Err(other) => return Err(other),
    });
    found.push(match providers::check_secret(context, provider).await {
        Ok(()) => Finding::SecretOpens(slug()),
        Err(Fault::Sealed { cause, .. }) => Finding::SecretClosed(slug(), cause),
        Err(other) => return Err(other),
    });
    let beside = providers::closed_beside(context, provider).await?;
    found.extend(beside.into_iter().map(|(slot, why)| Finding::SecretBesideClosed(slug(), slot, why)));
    if provider.secret.is_short() {
        found.push(Finding::ShortSecret(slug(), provider.secret.bytes));
    }
    Ok(())
}

/// What went wrong at each provider within a day.
async fn errors(context: &Context, all: &[ServiceProvider]) -> Result<Vec<Finding>, Fault> {
    let since = context.now().minus(LATELY);
    let kinds = [EventKind::ProviderReportedError, EventKind::SignInRefused];
    let (counts, _) =
        context.store.read(move |connection| statistics::counts(connection, &kinds, HOUR, since)).await?;
    let mut found = Vec::new();
    for provider in all {
        let (id, slug) = (provider.id.to_string(), provider.slug.to_string());
        let sum = |kind: EventKind, refusal: &str| -> u64 {
            let of_it = counts.iter().filter(|count| {
                count.provider == id && count.kind == kind.as_str() && count.refusal == refusal
            });
            of_it.map(|count| count.events).sum()
        };
        let (reported, missing) = (
            sum(EventKind::ProviderReportedError, ""),
            sum(EventKind::SignInRefused, Refusal::MissingClaim.code()),
        );
        if reported > 0 {
            found.push(Finding::ProviderErrors(slug.clone(), reported));
        }
        if missing > 0 {
            found.push(Finding::MissingClaims(slug, missing));
        }
    }
    Ok(found)
}

/// PostgreSQL's own backups leave no trace here; and an installation of yesterday needs none of last week.
async fn backup(context: &Context) -> Result<Option<Finding>, Fault> {
    let week_ago = context.now().minus(BACKUP_AGE);
    let began_at = audit::began_at(context).await?;
    if context.store.backend() == Backend::Postgres || began_at.is_none_or(|began| began > week_ago) {
        return Ok(None);
    }
    // The audit itself may be long, and has no index for this.
    let (made, missing) = context
        .store
        .read(move |connection| statistics::counts(connection, &[EventKind::BackupMade], HOUR, week_ago))
        .await?;
    if missing > 0 && made.is_empty() {
        return Ok(None);
    }
    let is_made = !made.is_empty();
    Ok(Some(if is_made { Finding::BackupMade } else { Finding::NoBackup }))
}

/// Whether the audit is chained in time, and whether somebody followed the chain lately.
async fn chain(context: &Context) -> Result<Vec<Finding>, Fault> {
    let now = context.now();
    let (oldest, verified) = context
        .store
        .read(|connection| {
            let waiting = store::audit::unchained(connection, 1)?;
            let oldest = waiting.first().map(|row| Timestamp::from_micros(row.at));
            Ok((oldest, statistics::last_verification(connection)?))
        })
        .await?;
    let mut found = Vec::new();
    if let Some(since) = oldest.filter(|since| now.since(*since) > LONGEST_UNCHAINED) {
        found.push(Finding::AuditWaits(since));
    }
    let long_ago = now.minus(VERIFICATION_AGE);
    match verified {
        Some(made) if !made.is_intact => {
            found.push(Finding::AuditBroken { at: made.at, position: made.position });
        }
        Some(made) if made.at > long_ago => found.push(Finding::AuditVerified(made.at)),
        made => {
            // An audit of yesterday needs no verification of last month.
            if audit::began_at(context).await?.is_some_and(|began| began <= long_ago) {
                found.push(Finding::AuditNotVerified(made.map(|made| made.at)));
            }
        }
    }
    Ok(found)
}

async fn throttled(context: &Context) -> Result<Option<Finding>, Fault> {
    let waiting = throttle::list(context, None, false, THROTTLES).await?.len();
    let is_more = waiting >= usize::try_from(THROTTLES).unwrap_or(usize::MAX);
    Ok((waiting > 0).then_some(Finding::Throttled(waiting, is_more)))
}
