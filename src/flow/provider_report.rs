//! A provider reports an error of its own. It is shown and recorded, never answered with another token: the
//! provider would refuse that one too, and the browser would go round for ever.

use super::begin::name_of;
use super::session::{Browser, who_is_it};
use super::step::SignInStep;
use super::{Context, Fault};
use crate::domain::audit::{AuditEvent, EventKind, Origin};
use crate::domain::provider::ServiceProvider;
use crate::domain::refusal::Refusal;
use crate::profile::parameters::ReportedError;
use crate::store::audit;

/// Shows the report, and records it for somebody who is signed in. From a stranger it is only logged: anybody can
/// write such an address, and strangers cause no writes.
pub(super) async fn record(
    context: &Context,
    provider: &ServiceProvider,
    error: ReportedError,
    browser: &Browser,
    origin: &Origin,
) -> Result<SignInStep, Fault> {
    tracing::warn!(provider = %provider.slug, "the provider reported an error");
    context.metrics.refused(Refusal::ProviderError.code());
    if let Some(person) = who_is_it(context, browser).await? {
        let event =
            AuditEvent::new(context.now(), EventKind::ProviderReportedError, &origin.by(person.user.id))
                .about(person.user.id)
                .in_session(person.session.id)
                .at_provider(provider.id)
                .detail("message", error.message.as_deref().unwrap_or_default());
        context.store.write(move |connection| audit::append(connection, &event)).await?;
    }
    Ok(SignInStep::ProviderError { provider: name_of(provider), message: error.message })
}
