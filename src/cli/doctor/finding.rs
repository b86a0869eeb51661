//! What the doctor says of each finding: how bad it is, one sentence, what to do, and the page that explains it.

use serde_json::{Value, json};

use crate::cli::output::plain;
pub(super) use crate::flow::examination::{Level, Topic};

/// One thing that was looked at.
pub(super) struct Finding {
    level: Level,
    topic: Topic,
    sentence: String,
    remedy: Option<String>,
}

impl Finding {
    fn documentation(&self) -> String {
        format!("docs/troubleshooting.md#{}", self.topic.anchor())
    }

    /// For people: what is in order in one line, everything else with its remedy.
    pub(super) fn in_words(&self) -> String {
        let mut text = format!("{:9}{}\n", self.level.as_str(), plain(&self.sentence));
        if let Some(remedy) = &self.remedy {
            text.push_str(&format!("{:9}{}\n{:9}{}\n", "", plain(remedy), "", self.documentation()));
        }
        text
    }

    /// For programs.
    pub(super) fn to_json(&self) -> Value {
        json!({
            "level": self.level.as_str(),
            "about": self.topic.anchor(),
            "sentence": self.sentence,
            "remedy": self.remedy,
            "documentation": self.documentation(),
        })
    }
}

/// Everything that was looked at, in that order.
#[derive(Default)]
pub(super) struct Findings(Vec<Finding>);

impl Findings {
    /// Something is in order.
    pub(super) fn ok(&mut self, topic: Topic, sentence: impl Into<String>) {
        self.push(Level::Ok, topic, sentence.into(), String::new());
    }

    /// Something is worth a look.
    pub(super) fn hint(&mut self, topic: Topic, sentence: impl Into<String>, remedy: impl Into<String>) {
        self.push(Level::Hint, topic, sentence.into(), remedy.into());
    }

    /// Something is a risk.
    pub(super) fn warning(&mut self, topic: Topic, sentence: impl Into<String>, remedy: impl Into<String>) {
        self.push(Level::Warning, topic, sentence.into(), remedy.into());
    }

    /// Something does not work.
    pub(super) fn fault(&mut self, topic: Topic, sentence: impl Into<String>, remedy: impl Into<String>) {
        self.push(Level::Fault, topic, sentence.into(), remedy.into());
    }

    /// Something was found; without a remedy there is nothing to do.
    pub(super) fn push(&mut self, level: Level, topic: Topic, sentence: String, remedy: String) {
        let remedy = Some(remedy).filter(|remedy| !remedy.is_empty());
        self.0.push(Finding { level, topic, sentence, remedy });
    }

    /// In the order in which they were found.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Finding> {
        self.0.iter()
    }

    /// How many there are of a level.
    pub(super) fn count(&self, level: Level) -> usize {
        self.0.iter().filter(|finding| finding.level == level).count()
    }

    /// The last line.
    pub(super) fn summary(&self) -> String {
        let counted = |level, one: &str| match self.count(level) {
            0 => None,
            1 => Some(format!("1 {one}")),
            many => Some(format!("{many} {one}s")),
        };
        let words = [
            counted(Level::Fault, "fault"),
            counted(Level::Warning, "warning"),
            counted(Level::Hint, "hint"),
        ];
        let words: Vec<String> = words.into_iter().flatten().collect();
        if words.is_empty() { "Everything is in order.".to_owned() } else { format!("{}.", words.join(", ")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_counts_what_is_not_in_order() {
        let mut findings = Findings::default();
        findings.ok(Topic::Clock, "The clock is right.");
        assert_eq!(findings.summary(), "Everything is in order.");
        findings.warning(Topic::People, "a", "b");
        findings.warning(Topic::People, "a", "b");
        findings.fault(Topic::Database, "a", "b");
        assert_eq!(findings.summary(), "1 fault, 2 warnings.");
    }
}
