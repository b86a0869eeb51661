//! Providers with everything that minting needs: profile filled in, secret opened. Opening takes a read and work,
//! so what was opened is kept while its row stays as it was; the write that mints compares it (`finish/write.rs`).
//! Nothing may be decided by a kept provider alone: other processes change rows too.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use super::{Context, Fault};
use crate::domain::id::ProviderId;
use crate::domain::provider::{ServiceProvider, SharedSecret};
use crate::profile::FilledProfile;
use crate::store::{DbConnection, Epoch, StoreResult, providers};

/// A provider, opened. It may be out of date.
#[derive(Debug)]
pub(super) struct Opened {
    pub provider: ServiceProvider,
    pub filled: FilledProfile,
    pub secret: SharedSecret,
    /// The number of the epoch in which its row was compared last; 0 before.
    compared_in: AtomicU64,
}

impl Opened {
    /// Whether its row is still as it was. Asked inside a write; within one epoch of the store it asks once.
    pub(super) fn is_current(&self, connection: &mut DbConnection) -> StoreResult<bool> {
        let epoch = Epoch::present().map(Epoch::number);
        if epoch == Some(self.compared_in.load(Ordering::Relaxed)) {
            return Ok(true);
        }
        let is_current = providers::find(connection, self.provider.id)?.as_ref() == Some(&self.provider);
        if let Some(number) = epoch.filter(|_| is_current) {
            self.compared_in.store(number, Ordering::Relaxed);
        }
        Ok(is_current)
    }
}

/// The providers that were opened last, by their names in addresses.
#[derive(Default)]
pub struct OpenedProviders(RwLock<HashMap<String, Arc<Opened>>>);

impl OpenedProviders {
    /// As it was when it was opened last.
    pub(super) fn kept(&self, slug: &str) -> Option<Arc<Opened>> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(slug).cloned()
    }

    fn keep(&self, opened: &Arc<Opened>) {
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        // One that was given another name must not stay under its old one, nor one that was removed for ever.
        kept.retain(|_, other| other.provider.id != opened.provider.id);
        kept.insert(opened.provider.slug.to_string(), opened.clone());
    }

    /// It is not as it was.
    pub(super) fn forget(&self, opened: &Opened) {
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|_, other| other.provider.id != opened.provider.id);
    }
}

/// Reads and opens a provider.
pub(super) async fn open(context: &Context, id: ProviderId) -> Result<Option<Arc<Opened>>, Fault> {
    let found = context.store.read(move |connection| {
        let provider = providers::find(connection, id)?;
        Ok(provider.zip(providers::sealed_secret(connection, id)?))
    });
    let Some((provider, sealed)) = found.await? else { return Ok(None) };
    let filled = context.filled(&provider)?;
    let secret = context.open_secret(&provider, &sealed)?;
    let opened = Arc::new(Opened { provider, filled, secret, compared_in: AtomicU64::new(0) });
    context.opened.keep(&opened);
    Ok(Some(opened))
}
