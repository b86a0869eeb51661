//! How a command ends: four exit codes that scripts rely on, and what is said on standard error. Every other
//! file here returns a [`Stop`] and prints nothing about it.

use std::io::Write;
use std::process::ExitCode;

use crate::config::ConfigFault;
use crate::flow::Fault;
use crate::startup::StartFault;
use crate::store::StoreError;

/// What the help says about exit codes.
pub const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  the command was refused, or what it examined is not in order
  2  the command line or the configuration is wrong; each fault has its own line
  3  the database, the network or something else around this program failed";

/// Why a command ends before or without its success.
#[derive(Debug)]
pub enum Stop {
    /// Refused, or found something wrong: what is to be said about it, perhaps nothing more.
    Refused(Vec<String>),
    /// The command line or the configuration must be mended: one fault a line.
    Usage(Vec<String>),
    /// Something around the program failed.
    Surroundings(String),
    /// Whoever read our output has enough, as `head` does. No reason to complain.
    ReaderGone,
}

impl Stop {
    /// A refusal in one sentence.
    pub fn refused(sentence: impl Into<String>) -> Self {
        Self::Refused(vec![sentence.into()])
    }

    /// A fault of the command line in one sentence.
    pub fn usage(sentence: impl Into<String>) -> Self {
        Self::Usage(vec![sentence.into()])
    }

    /// Faults of the configuration, one a line.
    pub fn of_config(faults: &[ConfigFault]) -> Self {
        Self::Usage(faults.iter().map(ToString::to_string).collect())
    }

    /// Says it on standard error and gives the exit code.
    pub fn report(self) -> ExitCode {
        let (lines, code) = match self {
            Self::Refused(lines) => (lines, 1),
            Self::Usage(lines) => (lines, 2),
            Self::Surroundings(line) => (vec![line], 3),
            Self::ReaderGone => (Vec::new(), 0),
        };
        let mut stderr = std::io::stderr().lock();
        for line in lines {
            // Without standard error there is nobody left to tell.
            let _unheard = writeln!(stderr, "{line}").is_err();
        }
        ExitCode::from(code)
    }
}

impl From<StartFault> for Stop {
    fn from(fault: StartFault) -> Self {
        match fault {
            StartFault::Config(faults) => Self::of_config(&faults),
            StartFault::Profiles(faults) => Self::Usage(faults.iter().map(ToString::to_string).collect()),
            StartFault::Store(error) => error.into(),
            other => Self::Surroundings(sentence(&other.to_string())),
        }
    }
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        let hint = match &error {
            StoreError::Unavailable(_) => " `bridgewarden doctor` looks for the cause.",
            StoreError::Contended => " Please try again.",
            _ => "",
        };
        Self::Surroundings(format!("{}{hint}", sentence(&error.to_string())))
    }
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Store(error) => error.into(),
            other => Self::Surroundings(sentence(&other.to_string())),
        }
    }
}

/// A cause as a sentence: a capital at its beginning, a full stop at its end.
pub fn sentence(cause: &str) -> String {
    let cause = cause.trim_end();
    let mut letters = cause.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    let end = if cause.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{first}{}{end}", letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_becomes_a_sentence() {
        assert_eq!(sentence("the shared secret is empty"), "The shared secret is empty.");
        assert_eq!(sentence("Nothing was changed.\n"), "Nothing was changed.");
    }
}
