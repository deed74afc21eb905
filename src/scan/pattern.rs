//! Regular expressions that are compiled when a draft first needs them.

use std::sync::OnceLock;

use regex::Regex;

/// A regular expression. Compiling the patterns of all rules takes longer than linting a report, and
/// most drafts hold nothing that most patterns could match.
#[derive(Debug)]
pub struct Pattern {
    source: String,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    /// The regular expression `source`. One that is none matches nothing; the examples of the rule
    /// that holds it would show that.
    pub fn new(source: impl Into<String>) -> Self {
        Self {
            source: source.into(),
            compiled: OnceLock::new(),
        }
    }

    /// The compiled expression.
    pub fn get(&self) -> Option<&Regex> {
        self.compiled
            .get_or_init(|| Regex::new(&self.source).ok())
            .as_ref()
    }
}
