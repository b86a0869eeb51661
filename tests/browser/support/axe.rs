//! axe-core, asked about the page as it is: WCAG 2.2 A and AA, and its own best practices.

use std::sync::LazyLock;

use serde_json::{Value, json};

use super::Person;
use super::driver::program;

static AXE: LazyLock<String> =
    LazyLock::new(|| std::fs::read_to_string(program("BRIDGEWARDEN_TEST_AXE")).unwrap());

/// Asks, and leaves nothing behind in the page.
const ASK: &str = "return axe.run(document, { resultTypes: ['violations'] }).then((found) =>
    found.violations.flatMap((rule) => rule.nodes.map((node) =>
        `${rule.id} (${rule.impact}): ${node.target.join(' ')}: ${node.failureSummary}`)));";

/// What axe-core complains about.
pub async fn complaints(person: &Person) -> Vec<String> {
    let script = format!("{}\n{ASK}", *AXE);
    let found: Value = person.session.run(&script, json!([])).await.unwrap();
    found.as_array().unwrap().iter().map(|what| what.as_str().unwrap().to_owned()).collect()
}
