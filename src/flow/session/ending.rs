//! Sessions that an administrator takes away.

use super::revoke_all;
use crate::domain::audit::{AuditEvent, EventKind, Origin};
use crate::domain::id::{ProviderId, SessionId, UserId};
use crate::flow::{Context, Fault};
use crate::store::{audit, sessions};

/// Sessions taken away in one write when many are.
const BATCH: usize = 500;

/// Takes one session away. False when it was gone already.
pub async fn revoke(context: &Context, id: SessionId, origin: &Origin) -> Result<bool, Fault> {
    let (now, origin) = (context.now(), origin.clone());
    let revoked = context.store.write(move |connection| {
        let Some(session) = sessions::find(connection, id)? else { return Ok(false) };
        if !sessions::revoke(connection, id, now)? {
            return Ok(false);
        }
        let event =
            AuditEvent::new(now, EventKind::SessionRevoked, &origin).about(session.user_id).in_session(id);
        audit::append(connection, &event)?;
        Ok(true)
    });
    Ok(revoked.await?)
}

/// Takes all of a person's sessions away; returns how many were alive.
pub async fn revoke_all_of(context: &Context, user: UserId, origin: &Origin) -> Result<usize, Fault> {
    revoke_all_but(context, user, None, origin).await
}

/// Takes all of a person's sessions away, but `keep`; returns how many were alive.
pub async fn revoke_all_but(
    context: &Context,
    user: UserId,
    keep: Option<SessionId>,
    origin: &Origin,
) -> Result<usize, Fault> {
    let (now, origin) = (context.now(), origin.clone());
    let revoked = context.store.write(move |connection| {
        revoke_all(connection, user, keep, "ended by an administrator", now, &origin)
    });
    Ok(revoked.await?)
}

/// Takes everybody's sessions away but `keep`; returns how many were alive.
pub async fn revoke_everybodys(
    context: &Context,
    keep: Option<SessionId>,
    origin: &Origin,
) -> Result<usize, Fault> {
    let why = "everybody's sessions were ended by an administrator";
    in_several_writes(context, (None, None), keep, why, origin).await
}

/// Takes the sessions away in which a provider was used, a person's or everybody's, but `keep`; returns how many were
/// alive.
pub async fn revoke_used_at(
    context: &Context,
    provider: ProviderId,
    user: Option<UserId>,
    keep: Option<SessionId>,
    origin: &Origin,
) -> Result<usize, Fault> {
    let why = "sessions in which a provider was used were ended by an administrator";
    in_several_writes(context, (user, Some(provider)), keep, why, origin).await
}

/// In several writes, so that nobody waits long.
async fn in_several_writes(
    context: &Context,
    (user, provider): (Option<UserId>, Option<ProviderId>),
    keep: Option<SessionId>,
    why: &'static str,
    origin: &Origin,
) -> Result<usize, Fault> {
    let now = context.now();
    let mut ended = 0;
    loop {
        let origin = origin.clone();
        let revoked = context.store.write(move |connection| {
            let revoked = sessions::revoke_some(connection, user, provider, keep, now, BATCH)?;
            for (id, user) in &revoked {
                let event = AuditEvent::new(now, EventKind::SessionRevoked, &origin)
                    .about(*user)
                    .in_session(*id)
                    .detail("why", why);
                // Which service it was about; the event is about none when it was about all of them.
                let event = provider.iter().fold(event, |event, provider| event.at_provider(*provider));
                audit::append(connection, &event)?;
            }
            Ok(revoked.len())
        });
        let more = revoked.await?;
        ended += more;
        if more < BATCH {
            return Ok(ended);
        }
    }
}
