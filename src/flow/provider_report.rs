//! A provider reports an error of its own. It is shown and recorded, never answered with another token: the
//! provider would refuse that one too, and the browser would go round for ever.

use super::begin::name_of;
use super::step::SignInStep;
use super::{Context, Fault};
use crate::domain::audit::{AuditEvent, EventKind, Origin};
use crate::domain::provider::ServiceProvider;
use crate::domain::refusal::Refusal;
use crate::profile::parameters::ReportedError;
use crate::store::audit;

/// Records the report and shows it.
pub(super) async fn record(
    context: &Context,
    provider: &ServiceProvider,
    error: ReportedError,
    origin: &Origin,
) -> Result<SignInStep, Fault> {
    let event = AuditEvent::new(context.now(), EventKind::ProviderReportedError, origin)
        .at_provider(provider.id)
        .detail("message", error.message.as_deref().unwrap_or_default());
    tracing::warn!(provider = %provider.slug, "the provider reported an error");
    context.store.write(move |connection| audit::append(connection, &event)).await?;
    context.metrics.refused(Refusal::ProviderError.code());
    Ok(SignInStep::ProviderError { provider: name_of(provider), message: error.message })
}
