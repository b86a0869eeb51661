//! Which files are being worked on, and which were left lying when a service stopped. On SQLite a write of everything
//! keeps its own progress out of the database until it has ended; whoever looks meanwhile hears it from the process.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::upload::delete_imported;
use crate::domain::clock::Timestamp;
use crate::domain::id::ImportId;
use crate::flow::{Context, Fault};
use crate::store::imports::{self, Import, ImportState};
use crate::store::{DbConnection, StoreResult, audit};

/// Work that was not heard of for so long, and that this process does not do itself, was cut off: the service was
/// stopped.
const CUT_OFF: Duration = Duration::from_secs(15);

/// How far this process is with each file that it writes.
#[derive(Clone, Debug, Default)]
pub struct AtWork(Arc<Mutex<HashMap<ImportId, Arc<AtomicI64>>>>);

/// A file that is being written, until this is dropped.
pub(super) struct Writing {
    all: AtWork,
    id: ImportId,
    /// Lines that were written.
    pub reached: Arc<AtomicI64>,
}

impl AtWork {
    /// From now on the file is being written here.
    pub(super) fn begin(&self, id: ImportId) -> Writing {
        let reached = Arc::new(AtomicI64::new(0));
        if let Ok(mut all) = self.0.lock() {
            all.insert(id, reached.clone());
        }
        Writing { all: self.clone(), id, reached }
    }

    /// How far it is; `None` when it is not being written here.
    pub(super) fn reached(&self, id: ImportId) -> Option<i64> {
        let all = self.0.lock().ok()?;
        all.get(&id).map(|reached| reached.load(Ordering::Relaxed))
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        if let Ok(mut all) = self.all.0.lock() {
            all.remove(&self.id);
        }
    }
}

/// As this process knows it: further than it was told. What was cut off has ended.
pub(super) async fn as_it_stands(context: &Context, mut import: Import) -> Result<Option<Import>, Fault> {
    let (id, now, here) = (import.id, context.now(), context.imports.reached(import.id));
    if !is_cut_off(&import, now, here.is_some()) {
        if import.state == ImportState::Writing {
            import.reached = import.reached.max(here.unwrap_or(0));
        }
        return Ok(Some(import));
    }
    let ended = context.store.write(move |connection| {
        let Some(mut import) = imports::find(connection, id)? else { return Ok(None) };
        if is_cut_off(&import, now, false) {
            end_early(connection, &mut import)?;
            imports::update(connection, &import)?;
        }
        Ok(Some(import))
    });
    let ended = ended.await?;
    delete_imported(context, id).await?;
    Ok(ended)
}

fn is_cut_off(import: &Import, now: Timestamp, is_done_here: bool) -> bool {
    let is_worked_on = matches!(import.state, ImportState::Examining | ImportState::Writing);
    is_worked_on && !is_done_here && now.since(import.touched_at) > CUT_OFF
}

/// The work did not come to its end. Everything may be written all the same: then the audit, which was part of that
/// write, says so.
pub(super) fn end_early(connection: &mut DbConnection, import: &mut Import) -> StoreResult<()> {
    import.state = ImportState::Failed;
    if import.mode.is_empty() {
        return Ok(());
    }
    let Some(details) = audit::details_of_import(connection, import.id, import.created_at)? else {
        return Ok(());
    };
    let number = |name: &str| details.get(name).and_then(|value| value.parse().ok()).unwrap_or_default();
    import.state = ImportState::Done;
    import.counts = ["created", "changed", "unchanged", "refused"].map(number);
    import.reached = import.lines;
    Ok(())
}
