//! What is made here and shown to an administrator once.

use std::fmt;

/// A one-time password or a new shared secret, on its way to the one page or line that shows it. `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct ShownOnce(String);

impl ShownOnce {
    /// Takes what was made.
    pub(super) fn new(text: String) -> Self {
        Self(text)
    }

    /// For the one place that shows it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ShownOnce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ShownOnce([hidden])")
    }
}
