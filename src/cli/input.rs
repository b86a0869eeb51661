//! What commands are given: the parsers of their arguments, and secrets, which come from standard input or a
//! file and never from an argument, because every user of a machine can list the arguments of its processes.

use std::io::{self, IsTerminal, Read};
use std::path::PathBuf;

use zeroize::Zeroizing;

use super::exit::Stop;
use super::output::notice;
use crate::config::secrets;
use crate::domain::password::{MAX_PASSWORD_BYTES, Password};
use crate::domain::person_text::{self, TextRefused};
use crate::domain::provider::MAX_SECRET_BYTES;

/// A little more than the longest secret with its line end: what is longer is refused all the same.
const LONGEST: u64 =
    2 * if MAX_SECRET_BYTES > MAX_PASSWORD_BYTES { MAX_SECRET_BYTES } else { MAX_PASSWORD_BYTES } as u64;

/// Where a shared secret comes from; exactly one must be given.
#[derive(Clone, Debug, clap::Args)]
#[group(required = true, multiple = false)]
pub struct SecretSource {
    /// Read the shared secret from standard input; typed at a terminal it stays invisible
    #[arg(long)]
    pub secret_stdin: bool,
    /// Read the shared secret from this file
    #[arg(long, value_name = "FILE")]
    pub secret_file: Option<PathBuf>,
    /// Make a shared secret and show it once, to be pasted at the provider
    #[arg(long)]
    pub generate_secret: bool,
}

/// A name of a person or a provider.
pub fn name(text: &str) -> Result<String, TextRefused> {
    person_text::line(text, person_text::MAX_NAME)
}

/// A name that must not be empty.
pub fn full_name(text: &str) -> Result<String, TextRefused> {
    name(text).and_then(|name| if name.is_empty() { Err(TextRefused::Empty) } else { Ok(name) })
}

/// A person's id at the providers.
pub fn external_id(text: &str) -> Result<String, TextRefused> {
    let text = person_text::line(text, person_text::MAX_EXTERNAL_ID)?;
    if text.is_empty() { Err(TextRefused::Empty) } else { Ok(text) }
}

/// A language.
pub fn locale(text: &str) -> Result<String, TextRefused> {
    person_text::locale(text)
}

/// `key=value`.
pub fn assignment(text: &str) -> Result<(String, String), &'static str> {
    let (key, value) = text.split_once('=').ok_or("write key=value, for example subdomain=acme")?;
    if key.trim().is_empty() {
        return Err("there is no name before the =");
    }
    Ok((key.trim().to_owned(), value.to_owned()))
}

/// A new password: asked for twice at a terminal, otherwise everything on standard input but one line end.
pub fn new_password() -> Result<Password, Stop> {
    let typed = if io::stdin().is_terminal() {
        let typed = prompt("New password: ")?;
        if *typed != *prompt("The same again: ")? {
            return Err(Stop::refused("The two passwords differ. Nothing was changed."));
        }
        typed
    } else {
        let bytes = read_all(io::stdin().lock(), "standard input")?;
        let text = std::str::from_utf8(&bytes)
            .map_err(|_| Stop::refused("The password is not UTF-8 text. Nothing was changed."))?;
        let text = text.strip_suffix('\n').map_or(text, |text| text.strip_suffix('\r').unwrap_or(text));
        Zeroizing::new(text.to_owned())
    };
    Password::parse(&typed).map_err(|malformed| Stop::refused(format!("Nothing was changed: {malformed}.")))
}

/// A shared secret as it was pasted; `None` when one is to be made.
pub fn secret(source: &SecretSource) -> Result<Option<Vec<u8>>, Stop> {
    if source.generate_secret {
        return Ok(None);
    }
    if let Some(path) = &source.secret_file {
        let shown = path.display().to_string();
        let cannot = |cause| Stop::usage(format!("--secret-file: {shown} cannot be read: {cause}"));
        let file = std::fs::File::open(path).map_err(cannot)?;
        let is_file = file.metadata().is_ok_and(|facts| facts.is_file());
        if is_file && let Err(problem) = secrets::check_mode(path) {
            notice(&format!("Warning: {shown} {problem}"));
        }
        return read_all(file, &shown).map(|bytes| Some(bytes.to_vec()));
    }
    let bytes = if io::stdin().is_terminal() {
        Zeroizing::new(prompt("Shared secret: ")?.as_bytes().to_vec())
    } else {
        read_all(io::stdin().lock(), "standard input")?
    };
    Ok(Some(bytes.to_vec()))
}

/// Has the person at the terminal type `word`; without a terminal `--yes` is wanted.
pub fn confirm(what: &str, word: &str) -> Result<(), Stop> {
    if !io::stdin().is_terminal() {
        return Err(Stop::usage(format!("{what} Add --yes to do it without being asked.")));
    }
    notice(&format!("{what} Type {word} to go on:"));
    let mut typed = String::new();
    io::stdin().read_line(&mut typed).map_err(|cause| unreadable("standard input", &cause))?;
    if typed.trim() == word {
        Ok(())
    } else {
        Err(Stop::refused("That is something else. Nothing was changed."))
    }
}

fn prompt(words: &str) -> Result<Zeroizing<String>, Stop> {
    rpassword::prompt_password(words).map(Zeroizing::new).map_err(|cause| unreadable("the terminal", &cause))
}

fn read_all(source: impl Read, shown: &str) -> Result<Zeroizing<Vec<u8>>, Stop> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(1024));
    source.take(LONGEST).read_to_end(&mut bytes).map_err(|cause| unreadable(shown, &cause))?;
    Ok(bytes)
}

fn unreadable(shown: &str, cause: &io::Error) -> Stop {
    Stop::Surroundings(format!("Reading from {shown} failed: {cause}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_keeps_everything_after_the_first_equals_sign() {
        assert_eq!(
            assignment("jwt_endpoint=https://a/?b=c"),
            Ok(("jwt_endpoint".into(), "https://a/?b=c".into()))
        );
        assert!(assignment("subdomain").is_err());
        assert!(assignment("=acme").is_err());
    }

    #[test]
    fn a_provider_needs_a_name_and_a_person_does_not() {
        assert_eq!(name(" "), Ok(String::new()));
        assert_eq!(full_name(" "), Err(TextRefused::Empty));
    }
}
