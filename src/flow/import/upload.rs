//! A file that came through a page: kept line by line until its administrator has looked at it, imported or thrown it
//! away, and never for longer than an hour. Whatever takes long runs beside the requests, and its progress is in the
//! database: a page of any instance can show it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use super::at_work::{as_it_stands, end_early};
use super::{
    BATCH, Carried, Choice, Counts, Examined, Judged, Line, Listener, Mode, Step, carry_out, examine,
    lines_of,
};
use crate::domain::audit::Origin;
use crate::domain::id::{ImportId, UserId};
use crate::domain::import::{ImportFile, RawLine};
use crate::flow::{Context, Fault};
use crate::store::imports::{self, Import, ImportLine, ImportState};
use crate::store::{DbConnection, StoreError, StoreResult};

/// A file is kept no longer than this.
pub const KEPT: Duration = Duration::from_secs(3600);
/// How often work is heard of.
const HEARD: Duration = Duration::from_millis(500);
/// Files that an administrator may have waiting.
const FILES: i64 = 5;

/// Makes sentences of what was found about a line, in the language of whoever looks.
pub type Teller = Arc<dyn Fn(&Judged) -> Vec<String> + Send + Sync>;

/// Keeps a file of an administrator; then [`examine_upload`] is due. The oldest go when there are too many.
pub async fn receive(
    context: &Context,
    user: UserId,
    name: String,
    file: &ImportFile,
    choice: Choice,
) -> Result<ImportId, Fault> {
    let now = context.now();
    let import = Import {
        id: ImportId::unique(),
        user,
        name,
        header: file.columns.iter().map(ToString::to_string).collect(),
        matching: choice.matching,
        replace_passwords: choice.replace_passwords,
        state: ImportState::Examining,
        mode: String::new(),
        created_at: now,
        expires_at: now.plus(KEPT),
        touched_at: now,
        lines: i64::try_from(file.lines.len()).unwrap_or(i64::MAX),
        reached: 0,
        counts: [0; 4],
        passwords: [0; 2],
    };
    let id = import.id;
    let write = context.store.write(move |connection| {
        imports::sweep(connection, now)?;
        for old in imports::of_user(connection, user, i64::MAX)?.iter().skip(FILES as usize - 1) {
            imports::delete(connection, old.id)?;
        }
        imports::insert(connection, &import)
    });
    write.await?;
    Ok(id)
}

/// Judges the file and keeps its lines with what was found about them.
pub async fn examine_upload(
    context: &Context,
    id: ImportId,
    file: ImportFile,
    choice: Choice,
    teller: Teller,
) -> Result<(), Fault> {
    let here = context.imports.begin(id);
    let work = async {
        let lines = Arc::new(lines_of(&file, choice));
        let silent: Listener = Arc::new(|_| {});
        let examined = examine(context, lines, choice, &silent).await?;
        let kept: Vec<ImportLine> =
            file.lines.into_iter().zip(&examined.lines).map(|(raw, line)| keep(raw, line, &teller)).collect();
        let mut reached = 0;
        for batch in kept.chunks(BATCH) {
            reached += i64::try_from(batch.len()).unwrap_or(0);
            let (batch, now) = (batch.to_vec(), context.now());
            let write = context.store.write(move |connection| {
                imports::keep_lines(connection, id, &batch)?;
                imports::touch(connection, id, reached, now)
            });
            write.await?;
            here.reached.store(reached, Ordering::Relaxed);
        }
        Ok((ImportState::Examined, examined.counts()))
    };
    let ended = heard_of(context, id, &here.reached, work).await;
    finish(context, id, ended).await
}

fn keep(raw: RawLine, line: &Judged, teller: &Teller) -> ImportLine {
    ImportLine {
        number: raw.number,
        outcome: line.outcome.as_str().to_owned(),
        email: line.email.chars().take(300).collect(),
        fields: raw.fields,
        told: teller(line),
    }
}

/// Notes how it ended.
async fn finish(
    context: &Context,
    id: ImportId,
    worked: Result<(ImportState, Counts), Fault>,
) -> Result<(), Fault> {
    let (now, ended) = (context.now(), worked.as_ref().ok().copied());
    let write = context.store.write(move |connection| {
        let Some(mut import) = imports::find(connection, id)? else { return Ok(()) };
        match ended {
            Some((state, counts)) => {
                let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
                import.state = state;
                import.counts =
                    [counts.created, counts.changed, counts.unchanged, counts.refused].map(number);
                import.passwords = [counts.without_password, counts.keeping_password].map(number);
                import.reached = import.lines;
            }
            None => end_early(connection, &mut import)?,
        }
        import.touched_at = now;
        imports::update(connection, &import)?;
        Ok(())
    });
    write.await?;
    worked.map(|_| ())
}

/// A file of this administrator, unless it is too old.
pub async fn find(context: &Context, id: ImportId, user: UserId) -> Result<Option<Import>, Fault> {
    let now = context.now();
    let found = context.store.read(move |connection| imports::find(connection, id)).await?;
    match found.filter(|import| import.user == user && import.expires_at > now) {
        Some(import) => as_it_stands(context, import).await,
        None => Ok(None),
    }
}

/// The files of an administrator that wait or are worked on.
pub async fn list(context: &Context, user: UserId) -> Result<Vec<Import>, Fault> {
    let now = context.now();
    let all = context.store.read(move |connection| imports::of_user(connection, user, FILES)).await?;
    let mut present = Vec::new();
    for import in all.into_iter().filter(|import| import.expires_at > now) {
        present.extend(as_it_stands(context, import).await?);
    }
    Ok(present)
}

/// Lines of a file after that number.
pub async fn lines(
    context: &Context,
    id: ImportId,
    outcome: Option<String>,
    after: u64,
    limit: i64,
) -> Result<Vec<ImportLine>, Fault> {
    let read =
        move |connection: &mut DbConnection| imports::lines(connection, id, outcome.as_deref(), after, limit);
    Ok(context.store.read(read).await?)
}

/// Begins to write a file. False when that was begun before, or it is gone; then nothing is due.
pub async fn begin(context: &Context, id: ImportId, user: UserId, mode: Mode) -> Result<bool, Fault> {
    let now = context.now();
    let begun = context.store.write(move |connection| {
        let found =
            imports::find(connection, id)?.filter(|import| import.user == user && import.expires_at > now);
        let Some(mut import) = found else { return Ok(false) };
        let may_begin = matches!(import.state, ImportState::Examined | ImportState::Failed);
        if may_begin {
            (import.state, import.mode, import.reached) = (ImportState::Writing, mode.as_str().to_owned(), 0);
            import.touched_at = now;
            // What is being written is not swept away meanwhile.
            import.expires_at = now.plus(KEPT);
            imports::update(connection, &import)?;
        }
        Ok(may_begin)
    });
    Ok(begun.await?)
}

/// Writes a file that was begun. Bad lines stay to be looked at; all others are deleted.
pub async fn import_upload(
    context: &Context,
    import: Import,
    mode: Mode,
    origin: &Origin,
    teller: Teller,
) -> Result<(), Fault> {
    let id = import.id;
    let here = context.imports.begin(id);
    let heard = here.reached.clone();
    let listener: Listener = Arc::new(move |step| {
        if let Step::Written(lines) = step {
            heard.store(i64::try_from(lines).unwrap_or(0), Ordering::Relaxed);
        }
    });
    let work = write_upload(context, import, mode, origin, teller, listener);
    let ended = heard_of(context, id, &here.reached, work).await;
    finish(context, id, ended).await?;
    drop(here);
    delete_imported(context, id).await
}

/// Deletes the lines of everybody who was imported.
pub(super) async fn delete_imported(context: &Context, id: ImportId) -> Result<(), Fault> {
    while context.store.write(move |connection| delete_if_done(connection, id)).await? > 0 {}
    Ok(())
}

fn delete_if_done(connection: &mut DbConnection, id: ImportId) -> StoreResult<usize> {
    match imports::find(connection, id)?.map(|import| import.state) {
        Some(ImportState::Done) => imports::delete_imported(connection, id, BATCH as i64),
        _ => Ok(0),
    }
}

/// Does the work, and tells meanwhile how far it is.
async fn heard_of<T>(
    context: &Context,
    id: ImportId,
    reached: &AtomicI64,
    work: impl Future<Output = Result<T, Fault>>,
) -> Result<T, Fault> {
    tokio::select! {
        ended = work => ended,
        () = tell(context, id, reached) => Err(StoreError::Bug("the telling ended".into()).into()),
    }
}

/// Tells twice a second how far the work is, for as long as it lasts.
async fn tell(context: &Context, id: ImportId, reached: &AtomicI64) {
    loop {
        tokio::time::sleep(HEARD).await;
        let (reached, now) = (reached.load(Ordering::Relaxed), context.now());
        // Something that is told late is no reason to stop the work.
        let _untold = context
            .store
            .write(move |connection| imports::touch(connection, id, reached, now))
            .await
            .is_err();
    }
}

async fn write_upload(
    context: &Context,
    import: Import,
    mode: Mode,
    origin: &Origin,
    teller: Teller,
    listener: Listener,
) -> Result<(ImportState, Counts), Fault> {
    let (id, matching) = (import.id, import.matching);
    let choice = Choice { matching, replace_passwords: import.replace_passwords };
    let columns = import.header.iter().filter_map(|name| name.parse().ok()).collect();
    let mut file = ImportFile { columns, lines: Vec::new() };
    loop {
        let after = file.lines.last().map_or(0, |line| line.number);
        let batch = lines(context, id, None, after, BATCH as i64).await?;
        if batch.is_empty() {
            break;
        }
        file.lines.extend(batch.into_iter().map(|line| RawLine { number: line.number, fields: line.fields }));
    }
    let lines: Arc<Vec<Line>> = Arc::new(lines_of(&file, choice));
    let mut examined = examine(context, lines.clone(), choice, &listener).await?;
    // Whoever asked for it knows it by this name already.
    examined.id = id;
    let (state, examined) = match carry_out(context, lines, examined, mode, origin, &listener).await? {
        Carried::Done(examined) => (ImportState::Done, examined),
        Carried::Nothing(examined) => (ImportState::Examined, examined),
    };
    keep_judgement(context, file, &examined, state, &teller).await?;
    Ok((state, examined.counts()))
}

/// People may have changed since the file was looked at: what is true now is kept. Of what was imported only the bad
/// lines stay.
async fn keep_judgement(
    context: &Context,
    file: ImportFile,
    examined: &Examined,
    state: ImportState,
    teller: &Teller,
) -> Result<(), Fault> {
    let id = examined.id;
    let lines = file.lines.into_iter().zip(&examined.lines);
    let kept: Vec<ImportLine> = lines
        .filter(|(_, line)| state != ImportState::Done || line.outcome.as_str() == "refused")
        .map(|(raw, line)| keep(raw, line, teller))
        .collect();
    for batch in kept.chunks(BATCH) {
        let batch = batch.to_vec();
        context.store.write(move |connection| imports::keep_lines(connection, id, &batch)).await?;
    }
    Ok(())
}

/// Throws a file away. False when it is being written, or gone.
pub async fn discard(context: &Context, id: ImportId, user: UserId) -> Result<bool, Fault> {
    let write = context.store.write(move |connection| {
        let found = imports::find(connection, id)?.filter(|import| import.user == user);
        let may = found.is_some_and(|import| import.state != ImportState::Writing);
        if may { imports::delete(connection, id) } else { Ok(false) }
    });
    Ok(write.await?)
}
