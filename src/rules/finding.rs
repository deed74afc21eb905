//! What a rule reports.

use std::{borrow::Cow, ops::Range};

use serde::{Deserialize, Serialize};

use super::Level;

/// A defect, as a rule sees it: a place, a message key with arguments, the proof. Ranges are byte
/// offsets in [`Document::text`](crate::document::Document::text).
#[derive(Debug, Clone)]
pub struct Finding {
    /// The place to look at.
    pub span: Range<usize>,
    /// The key of its message in the rule file; empty for the rule's main message.
    pub message: &'static str,
    /// The values of the message's `{arguments}`, shared by its labels and its fix's title.
    pub arguments: Vec<(Cow<'static, str>, String)>,
    /// Other places that belong to it: the first copy, the other end of the contradiction.
    pub related: Vec<Related>,
    /// What would fix it.
    pub fix: Option<Fix>,
    /// The level that this one finding deserves, where it is not the rule's.
    pub level: Option<Level>,
    /// All places, where one finding stands for a habit of the whole document.
    pub occurrences: Vec<Range<usize>>,
}

/// A place that belongs to a finding.
#[derive(Debug, Clone)]
pub struct Related {
    /// The place.
    pub span: Range<usize>,
    /// The key of its message in the rule file.
    pub message: &'static str,
    /// Values of `{arguments}` that are this place's own; they win over the finding's.
    pub arguments: Vec<(Cow<'static, str>, String)>,
}

/// Whether a fix can be applied without a person looking at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Safety {
    /// It cannot change the meaning.
    Safe,
    /// A person should look at it.
    Unsafe,
}

/// A replacement of one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty to insert.
    pub span: Range<usize>,
    /// What is there afterwards.
    pub replacement: String,
}

/// Edits that fix a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// Whether it needs a look.
    pub safety: Safety,
    /// The key of its title in the rule file.
    pub title: &'static str,
    /// Edits that do not overlap.
    pub edits: Vec<Edit>,
}

impl Finding {
    /// A finding at `span` with the rule's main message.
    pub fn new(span: Range<usize>) -> Self {
        Self {
            span,
            message: "",
            arguments: Vec::new(),
            related: Vec::new(),
            fix: None,
            level: None,
            occurrences: Vec::new(),
        }
    }

    /// Uses the message `key` instead of the main one.
    #[must_use]
    pub fn message(mut self, key: &'static str) -> Self {
        self.message = key;
        self
    }

    /// Sets the message's argument `name`.
    #[must_use]
    #[expect(
        clippy::needless_pass_by_value,
        reason = "callers pass numbers and texts as they have them"
    )]
    pub fn arg(mut self, name: &'static str, value: impl ToString) -> Self {
        self.arguments
            .push((Cow::Borrowed(name), value.to_string()));
        self
    }

    /// Points at another place with the message `key`.
    #[must_use]
    pub fn related(mut self, span: Range<usize>, key: &'static str) -> Self {
        self.related.push(Related {
            span,
            message: key,
            arguments: Vec::new(),
        });
        self
    }

    /// Points at another place with the message `key` and arguments of its own.
    #[must_use]
    pub fn related_with(
        mut self,
        span: Range<usize>,
        key: &'static str,
        arguments: &[(&'static str, String)],
    ) -> Self {
        let arguments = arguments
            .iter()
            .map(|(name, value)| (Cow::Borrowed(*name), value.clone()))
            .collect();
        self.related.push(Related {
            span,
            message: key,
            arguments,
        });
        self
    }

    /// Gives this finding a level of its own.
    #[must_use]
    pub fn level(mut self, level: Level) -> Self {
        self.level = Some(level);
        self
    }

    /// Offers to replace `span` by `replacement`, with the title `key`.
    #[must_use]
    pub fn fix(
        mut self,
        safety: Safety,
        key: &'static str,
        span: Range<usize>,
        replacement: impl Into<String>,
    ) -> Self {
        let edit = Edit {
            span,
            replacement: replacement.into(),
        };
        match &mut self.fix {
            Some(fix) => fix.edits.push(edit),
            None => {
                self.fix = Some(Fix {
                    safety,
                    title: key,
                    edits: vec![edit],
                });
            }
        }
        self
    }

    /// A finding that stands for all of `places`, a habit of the draft: at the first of them,
    /// with their number as `{count}` and the next few as related places with the message `key`.
    pub fn habit(places: Vec<Range<usize>>, key: &'static str) -> Self {
        /// How many places beside the first are shown.
        const SHOWN: usize = 3;
        let first = places.first().cloned().unwrap_or(0..0);
        let shown: Vec<_> = places.iter().skip(1).take(SHOWN).cloned().collect();
        let finding = Self::new(first).arg("count", places.len());
        shown
            .into_iter()
            .fold(finding, |finding, place| finding.related(place, key))
            .occurrences(places)
    }

    /// Lets this finding stand for all of `places`, of which the first 16,384 are kept: nobody could
    /// look at more.
    #[must_use]
    pub fn occurrences(mut self, mut places: Vec<Range<usize>>) -> Self {
        places.truncate(1 << 14);
        places.shrink_to_fit();
        self.occurrences = places;
        self
    }

    /// Says that a [habit](Self::habit) has `count` places, of which not all were given.
    #[must_use]
    pub fn count(mut self, count: usize) -> Self {
        self.arguments.retain(|(name, _)| name != "count");
        self.arg("count", count)
    }
}

/// Why a rule did not judge a place that looked like one of its own.
#[derive(Debug, Clone)]
pub struct Silence {
    /// The place.
    pub span: Range<usize>,
    /// The key of the reason in the rule file's messages.
    pub reason: &'static str,
    /// The values of its `{arguments}`.
    pub arguments: Vec<(Cow<'static, str>, String)>,
}

/// Where one rule puts what it finds in one document.
#[derive(Debug, Default)]
pub struct Findings {
    /// What was found.
    pub items: Vec<Finding>,
    /// Places judged and found right.
    pub verified: usize,
    /// Places not judged, kept only where somebody asked.
    pub silences: Option<Vec<Silence>>,
    /// Where the rule stopped looking, since it took too long.
    pub stopped: Option<usize>,
    /// How many findings are kept; all of them where nothing is said.
    pub limit: Option<usize>,
    /// How many were found beyond these.
    pub unlisted: usize,
}

impl Findings {
    /// Whether the rule had nothing to say of the document.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
            && self.verified == 0
            && self.silences.is_none()
            && self.stopped.is_none()
    }

    /// Reports a finding.
    pub fn report(&mut self, finding: Finding) {
        if self.limit.is_some_and(|limit| self.items.len() >= limit) {
            self.unlisted += 1;
        } else {
            self.items.push(finding);
        }
    }

    /// How many findings there are, listed or not.
    pub fn found(&self) -> usize {
        self.items.len() + self.unlisted
    }

    /// Counts a relation that was checked and holds.
    pub fn verify(&mut self) {
        self.verified += 1;
    }

    /// Notes that `span` was not judged, and why.
    pub fn silent(
        &mut self,
        span: Range<usize>,
        reason: &'static str,
        arguments: &[(&'static str, String)],
    ) {
        if let Some(silences) = &mut self.silences {
            let arguments = arguments
                .iter()
                .map(|(name, value)| (Cow::Borrowed(*name), value.clone()))
                .collect();
            silences.push(Silence {
                span,
                reason,
                arguments,
            });
        }
    }
}
