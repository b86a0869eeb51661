//! What has just been done, told once on the page that comes next.

use serde::{Deserialize, Serialize};

/// How a notice looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tone {
    /// It is done.
    Success,
    /// It is done, and there is something to look at.
    Warning,
    /// It is not done.
    Danger,
}

/// Takes back what was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undo {
    /// What the button says.
    pub label: String,
    /// Where its form goes, with the path of the public URL.
    pub action: String,
    /// What the form carries besides the proof.
    pub fields: Vec<(String, String)>,
}

/// One sentence about what was done, in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// How it looks.
    pub tone: Tone,
    /// The sentence.
    pub sentence: String,
    /// How to take it back.
    pub undo: Option<Undo>,
}

impl Notice {
    /// It is done.
    pub fn done(sentence: String) -> Self {
        Self { tone: Tone::Success, sentence, undo: None }
    }

    /// It is done, and there is something to look at.
    pub fn warning(sentence: String) -> Self {
        Self { tone: Tone::Warning, sentence, undo: None }
    }

    /// It is not done.
    pub fn not_done(sentence: String) -> Self {
        Self { tone: Tone::Danger, sentence, undo: None }
    }

    /// With a way back.
    #[must_use]
    pub fn with_undo(self, undo: Undo) -> Self {
        Self { undo: Some(undo), ..self }
    }
}
