//! What was found, as lines for the terminal and as a table between the marks of docs/performance.md.

use std::fmt;
use std::fs;
use std::path::Path;

use crate::apparatus::machine;
use crate::plan::Plan;

const BEGIN: &str = "<!-- results: written by scripts/bench -->";
const END: &str = "<!-- end of results -->";

/// Which side of the mark is good.
#[derive(Clone, Copy)]
pub enum Reach {
    AtLeast(f64),
    AtMost(f64),
}

/// A row of the table.
pub struct Finding {
    /// What was measured.
    pub what: String,
    /// The value and its unit; `None` when it could not be measured.
    pub value: Option<f64>,
    pub unit: &'static str,
    pub reach: Reach,
    /// What stands behind the value, or why there is none.
    pub detail: String,
}

impl Finding {
    /// A row that could not be measured here, and why.
    pub fn not_measured(what: &str, unit: &'static str, reach: Reach, why: &str) -> Self {
        Self { what: what.into(), value: None, unit, reach, detail: why.into() }
    }

    fn verdict(&self) -> &'static str {
        let Some(value) = self.value else { return "not measured" };
        let is_reached = match self.reach {
            Reach::AtLeast(least) => value >= least,
            Reach::AtMost(most) => value <= most,
        };
        if is_reached { "reached" } else { "**not reached**" }
    }

    fn measured(&self) -> String {
        self.value.map_or("–".into(), |value| format!("{}{}", rounded(value), self.unit))
    }

    fn to_reach(&self) -> String {
        match self.reach {
            Reach::AtLeast(least) => format!("≥ {}{}", rounded(least), self.unit),
            Reach::AtMost(most) => format!("≤ {}{}", rounded(most), self.unit),
        }
    }
}

/// Three digits, so that two runs can be compared and none looks more exact than it is.
pub fn rounded(value: f64) -> String {
    match value.abs() {
        large if large >= 100.0 => format!("{value:.0}"),
        middle if middle >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {} ({}; {}) {}",
            self.what,
            self.measured(),
            self.to_reach(),
            self.verdict(),
            self.detail
        )
    }
}

/// Writes the results.
pub fn write(plan: &Plan, findings: &[Finding]) {
    let results = results(plan, findings);
    match &plan.output {
        Some(file) => fs::write(file, results).unwrap(),
        None if plan.is_quick => println!("{results}"),
        None => {
            let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/performance.md");
            let text = fs::read_to_string(&page).unwrap();
            let (before, rest) = text.split_once(BEGIN).expect("the page has lost its mark");
            let (_, after) = rest.split_once(END).expect("the page has lost its second mark");
            fs::write(page, format!("{before}{BEGIN}\n\n{results}\n{END}{after}")).unwrap();
        }
    }
}

fn results(plan: &Plan, findings: &[Finding]) -> String {
    let mut lines = machine::described();
    lines.push(String::new());
    if plan.is_quick {
        lines.push("A smoke run: the numbers mean nothing.".into());
        lines.push(String::new());
    }
    lines.push("| what | measured | to reach | verdict | behind it |".into());
    lines.push("| --- | --- | --- | --- | --- |".into());
    for finding in findings {
        lines.push(format!(
            "| {} | {} | {} | {} | {} |",
            finding.what,
            finding.measured(),
            finding.to_reach(),
            finding.verdict(),
            finding.detail
        ));
    }
    lines.push(String::new());
    lines.join("\n")
}
