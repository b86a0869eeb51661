//! `bridgewarden secret`: the keys that seal secrets in the database. Ids of keys are shown, keys never.

use clap::Subcommand;
use serde_json::json;

use super::configuration::{Console, process_user};
use super::exit::{Stop, sentence};
use super::input::confirm;
use super::output::{self, joined, print, table, yes_no};
use crate::flow::sealing::{self, KeyDropped, Prepared, RingKeeper, Rotated};
use crate::startup;
use crate::startup::key_file::{KeyFile, KeyFileFault};
use crate::startup::keys::KeySource;

/// What can be done with the sealing keys.
#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub enum SecretCommand {
    /// Show the keys by their ids, what each is for, and how many rows it seals
    Status {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Make a new sealing key and seal everything anew; a running service goes on without a restart
    #[command(after_help = "\
Examples:
  bridgewarden secret rotate-key                 one instance: this is all
  bridgewarden secret rotate-key --prepare       several instances: first this, then copy the key file to each,
  bridgewarden secret rotate-key                 then this on each of them

Whatever interrupts it: run it again, and it goes on. The old key is still accepted afterwards;
`bridgewarden secret drop-key` ends that.")]
    RotateKey {
        /// Only make the new key and have it accepted, so that it can be copied to the other instances
        #[arg(long, conflicts_with = "only_instance")]
        prepare: bool,
        /// On PostgreSQL: no other instance uses this database, so nothing has to be copied first
        #[arg(long)]
        only_instance: bool,
    },
    /// Accept a key no more that seals nothing. Backups of the database from its time do not open without it
    DropKey {
        /// The key's id, from `bridgewarden secret status`
        #[arg(value_name = "KEY_ID")]
        id: String,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
}

/// Runs one of them.
pub fn run(console: Console, command: SecretCommand) -> Result<(), Stop> {
    let source = KeySource::of(&console.config.security, &startup::database_url(&console.config)?);
    match command {
        SecretCommand::Status { json } => status(&console, &source, json),
        SecretCommand::RotateKey { prepare: true, .. } => prepare(&source),
        SecretCommand::RotateKey { only_instance, .. } => rotate(&console, &source, only_instance),
        SecretCommand::DropKey { id, yes } => drop_key(&console, &source, &id, yes),
    }
}

fn status(console: &Console, source: &KeySource, is_json: bool) -> Result<(), Stop> {
    let mut usage = console.run(sealing::usage(&console.context))?;
    let mut rows: Vec<[String; 5]> = Vec::new();
    for (role, key) in console.context.keys.ring().keys() {
        let is_dropped = console.run(sealing::is_dropped(&console.context, key.id()))?;
        let sealed = usage.remove(key.id()).unwrap_or_default();
        let place = source.place_of(key.id());
        let role = role.as_str().to_owned();
        rows.push([key.id().to_owned(), role, sealed.to_string(), yes_no(is_dropped).to_owned(), place]);
    }
    for (id, sealed) in usage {
        rows.push([id, "missing".to_owned(), sealed.to_string(), String::new(), String::new()]);
    }
    if is_json {
        let shown = rows.iter().map(|[id, role, sealed, dropped, place]| {
            let sealed: usize = sealed.parse().unwrap_or_default();
            json!({ "id": id, "role": role, "rows": sealed, "is_dropped": dropped == "yes", "place": place })
        });
        return output::json(&shown.collect());
    }
    print(&table(["KEY", "ROLE", "ROWS", "DROPPED", "PLACE"], &rows))
}

fn prepare(source: &KeySource) -> Result<(), Stop> {
    let keeper = lock(source)?.map_err(|why| by_other_hands(&why))?;
    let place = source.file().map_or_else(String::new, |file| file.display().to_string());
    match sealing::prepare(&keeper)? {
        Prepared::Done { next, is_new } => {
            let was = if is_new { "is prepared" } else { "was prepared before, and nothing was changed" };
            print(&format!(
                "The new sealing key {next} {was}. It is accepted, and not used yet.\n\
                 Now copy {place} to every other instance, with mode 0600. They read it by themselves.\n\
                 Then run on each instance: bridgewarden secret rotate-key"
            ))
        }
        Prepared::NotKept(why) => Err(not_kept(&why)),
    }
}

fn rotate(console: &Console, source: &KeySource, is_only_instance: bool) -> Result<(), Stop> {
    let locked = lock(source)?;
    let keeper = locked.as_ref().map(|file| file as &dyn RingKeeper).map_err(Clone::clone);
    let wanted = sealing::rotate(&console.context, keeper, is_only_instance, &console.origin);
    match console.run(wanted)? {
        Rotated::Done { current, is_new: true, rows } => print(&format!(
            "The sealing key is {current} now; rows that were sealed anew: {rows}. Keep a copy of the new key, apart from \
             the database.\n\
             The key from before is still accepted: for pages that people have open, and for backups of the database. \
             `bridgewarden secret status` shows it, `bridgewarden secret drop-key` ends that."
        )),
        Rotated::Done { current, is_new: false, rows } => print(&format!(
            "What was not sealed under the current key {current} yet is now; rows that were sealed anew: {rows}. No new key \
             was made."
        )),
        Rotated::NothingToDo { why } => Err(by_other_hands(&why)),
        Rotated::PrepareFirst => Err(Stop::Refused(vec![
            "Several instances may use this database, and the others would not know the new key. Nothing was changed."
                .to_owned(),
            "With several: bridgewarden secret rotate-key --prepare".to_owned(),
            "With this one only: bridgewarden secret rotate-key --only-instance".to_owned(),
        ])),
        Rotated::Closed(rows) => Err(Stop::refused(format!(
            "This does not open with the keys that are here: {}. Nothing was sealed anew. Bring the missing key back, or set \
             it anew; `bridgewarden doctor` says more.",
            joined(rows)
        ))),
        Rotated::Dropped(key) => Err(Stop::refused(format!(
            "The key {key} would seal, but it was dropped. This installation has an old copy of the keys; \
             `bridgewarden secret status` shows them. Nothing was sealed anew."
        ))),
        Rotated::NotKept(why) => Err(not_kept(&why)),
    }
}

fn drop_key(console: &Console, source: &KeySource, id: &str, is_sure: bool) -> Result<(), Stop> {
    let locked = lock(source)?;
    if !is_sure {
        confirm(
            &format!(
                "Without the key {id}, backups of the database from its time do not open, and pages that people opened \
                 then are not good any more."
            ),
            id,
        )?;
    }
    let keeper = locked.as_ref().map(|file| file as &dyn RingKeeper).map_err(Clone::clone);
    let wanted = sealing::drop_key(&console.context, keeper, id, &console.origin);
    match console.run(wanted)? {
        KeyDropped::Done => print(&format!(
            "The sealing key {id} is accepted no more. Keep your copy of it for as long as you keep backups of the database \
             from its time."
        )),
        KeyDropped::Elsewhere => print(&format!(
            "Nothing can be sealed under the key {id} any more. Now take it out of {}.",
            source.place_of(id)
        )),
        KeyDropped::Current => Err(Stop::refused(format!(
            "The key {id} is the one that seals. `bridgewarden secret rotate-key` replaces it. Nothing was changed."
        ))),
        KeyDropped::InUse(rows) => Err(Stop::refused(format!(
            "Rows that are sealed under the key {id}: {rows}. `bridgewarden secret rotate-key` seals them under the current \
             key. Nothing was changed."
        ))),
        KeyDropped::Unknown => Err(Stop::refused(format!(
            "There is no key {id} here. `bridgewarden secret status` shows those that are."
        ))),
        KeyDropped::NotKept(why) => Err(not_kept(&why)),
    }
}

/// The locked file; or why no command can change the keys of this installation.
fn lock(source: &KeySource) -> Result<Result<KeyFile, String>, Stop> {
    match KeyFile::lock(source, process_user()) {
        Ok(file) => Ok(Ok(file)),
        Err(fault) if fault.is_for_others() => Ok(Err(fault.to_string())),
        Err(fault @ KeyFileFault::InUse) => {
            Err(Stop::refused(format!("{} Nothing was changed.", sentence(&fault.to_string()))))
        }
        Err(fault) => Err(not_kept(&fault.to_string())),
    }
}

fn not_kept(why: &str) -> Stop {
    Stop::refused(format!("{} Nothing was sealed anew; run this again when it is mended.", sentence(why)))
}

/// What to do where no command can change the keys.
fn by_other_hands(why: &str) -> Stop {
    Stop::Refused(vec![
        format!("{} Nothing was changed. To change the key by your own hands:", sentence(why)),
        "  1. Make a new key: openssl rand -base64 32".to_owned(),
        "  2. Add it as a further line where the key is kept, for every instance, and restart them: now all accept it."
            .to_owned(),
        "  3. Move it to the first line there, and restart them: now it seals.".to_owned(),
        "  4. Run `bridgewarden secret rotate-key`: it seals everything under the new key.".to_owned(),
        "Where only one key fits, name the file of the other one in security.earlier_sealing_key_files.".to_owned(),
        "docs/operations.md#changing-the-sealing-key has more.".to_owned(),
    ])
}
