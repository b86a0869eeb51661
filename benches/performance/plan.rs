//! How much is measured, and where the results go.

use std::path::PathBuf;
use std::time::Duration;

/// One run's plan.
pub struct Plan {
    /// How often each side of a comparison is measured; the median counts.
    pub rounds: usize,
    /// How long one round of one side takes.
    pub round: Duration,
    /// A smoke run: everything once and briefly. Its numbers mean nothing.
    pub is_quick: bool,
    /// Also what takes long: the large stores.
    pub is_full: bool,
    /// Where the results are written; `None` is between the marks of docs/performance.md.
    pub output: Option<PathBuf>,
    only: Vec<String>,
}

impl Plan {
    /// Reads the command line.
    pub fn read(arguments: &[String], parts: &[&str]) -> Result<Self, String> {
        let mut plan = Self {
            rounds: 5,
            round: Duration::from_secs(4),
            is_quick: false,
            is_full: false,
            output: None,
            only: Vec::new(),
        };
        let mut left = arguments.iter();
        while let Some(argument) = left.next() {
            let mut value = || left.next().cloned().ok_or(format!("{argument} wants a value"));
            match argument.as_str() {
                // Cargo's own.
                "--bench" => {}
                "--quick" => plan.is_quick = true,
                "--full" => plan.is_full = true,
                "--output" => plan.output = Some(value()?.into()),
                "--rounds" => plan.rounds = number(&value()?)?,
                "--seconds" => plan.round = Duration::from_secs(number(&value()?)? as u64),
                "--only" => plan.only.push(value()?),
                other => return Err(format!("{other} is not known; see scripts/bench --help")),
            }
        }
        if let Some(unknown) = plan.only.iter().find(|name| !parts.contains(&name.as_str())) {
            return Err(format!("there is no part {unknown}; parts: {}", parts.join(", ")));
        }
        if plan.is_quick {
            (plan.rounds, plan.round) = (1, Duration::from_millis(500));
        }
        Ok(plan)
    }

    /// Whether a part is to be measured.
    pub fn wants(&self, part: &str) -> bool {
        if self.only.is_empty() {
            !matches!(part, "growth" | "table") || self.is_full
        } else {
            self.only.iter().any(|name| name == part)
        }
    }
}

fn number(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|number| *number > 0).ok_or(format!("{text} is not a number above 0"))
}
