//! Sessions that an administrator takes away.

use super::revoke_all;
use crate::domain::audit::{AuditEvent, EventKind, Origin};
use crate::domain::id::{SessionId, UserId};
use crate::flow::{Context, Fault};
use crate::store::{audit, sessions};

/// Sessions taken away in one write when everybody's are.
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

/// Takes everybody's sessions away but `keep`, in several writes so that nobody waits long; returns how many were alive.
pub async fn revoke_everybodys(
    context: &Context,
    keep: Option<SessionId>,
    origin: &Origin,
) -> Result<usize, Fault> {
    let now = context.now();
    let mut ended = 0;
    loop {
        let origin = origin.clone();
        let revoked = context.store.write(move |connection| {
            let revoked = sessions::revoke_some(connection, keep, now, BATCH)?;
            for (id, user) in &revoked {
                let event = AuditEvent::new(now, EventKind::SessionRevoked, &origin)
                    .about(*user)
                    .in_session(*id)
                    .detail("why", "everybody's sessions were ended by an administrator");
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
