//! Who must wait, for the administrator; and letting them go on.

use crate::domain::audit::{AuditEvent, EventKind, Origin};
use crate::domain::clock::Timestamp;
use crate::domain::email::EmailAddress;
use crate::domain::id::UserId;
use crate::domain::network::Network;
use crate::domain::throttle::Scope;
use crate::flow::{Context, Fault};
use crate::store::throttles::{self, Which};
use crate::store::{audit, users};

/// A counter, as an administrator reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Throttled {
    /// What is counted together.
    pub scope: Scope,
    /// The person it concerns, when it concerns one who exists.
    pub person: Option<(UserId, EmailAddress)>,
    /// The network it concerns, when it concerns one.
    pub network: Option<Network>,
    /// Failures lately.
    pub failures: u32,
    /// Until when one must wait, if one must.
    pub waits_until: Option<Timestamp>,
}

/// What was cleared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cleared {
    /// How many counters.
    pub counters: usize,
}

/// Counters, the latest used first, of one person or of all: those where somebody must wait, or with `is_all` every
/// one that counted a failure lately.
pub async fn list(
    context: &Context,
    user: Option<UserId>,
    is_all: bool,
    limit: i64,
) -> Result<Vec<Throttled>, Fault> {
    let (now, rules) = (context.now(), context.rules.guessing.clone());
    let found = context.store.read(move |connection| {
        let mut found = Vec::new();
        for kept in throttles::list(connection, user, (!is_all).then_some(now), limit)? {
            let failures = kept.throttle.failures_lately(&rules.rule(&kept.counted), now);
            let waits_until = kept.throttle.must_wait_until(now);
            if failures == 0 && waits_until.is_none() {
                continue;
            }
            let user = match kept.counted.user_id {
                Some(id) => users::find(connection, id)?,
                None => None,
            };
            found.push(Throttled {
                scope: kept.counted.scope,
                person: user.map(|user| (user.id, user.email)),
                network: kept.counted.network,
                failures,
                waits_until,
            });
        }
        Ok(found)
    });
    Ok(found.await?)
}

/// Forgets what was counted of a person, of a network or of everybody; on record when there was anything.
pub async fn clear(context: &Context, which: Which, origin: &Origin) -> Result<Cleared, Fault> {
    let mut event = AuditEvent::new(context.now(), EventKind::ThrottlingCleared, origin);
    match which {
        Which::OfPerson(id) => event = event.about(id),
        Which::OfNetwork(network) => event = event.detail("network", network),
        Which::All => event = event.detail("which", "all"),
    }
    let cleared = context.store.write(move |connection| {
        let counters = throttles::clear(connection, which)?;
        if counters > 0 {
            audit::append(connection, &event)?;
        }
        Ok(Cleared { counters })
    });
    Ok(cleared.await?)
}
