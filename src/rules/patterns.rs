//! Rules that are data alone: a regular expression, or pairs of wrong and right forms.

use std::ops::Range;

use memchr::{memchr, memrchr};

use super::{Check, Finding, Findings, Rule, Safety};
use crate::{
    document::Document,
    lexicon::{
        literals::{Literals, stands},
        pattern::Pattern,
    },
};

/// The check of a rule without logic of its own.
pub(crate) fn check_patterns(rule: &Rule) -> Box<dyn Check> {
    let right: Vec<String> = rule.pairs.values().cloned().collect();
    Box::new(Patterns {
        pattern: rule.pattern.as_deref().map(Pattern::new),
        needs: Literals::new(&rule.needs),
        wrong: Literals::new(rule.pairs.keys()),
        right,
        titled: rule.messages.contains_key("fix"),
    })
}

struct Patterns {
    pattern: Option<Pattern>,
    /// What a line must hold one of for the pattern to be sought there.
    needs: Literals,
    wrong: Literals,
    right: Vec<String>,
    titled: bool,
}

impl Check for Patterns {
    fn check(&self, doc: &Document, out: &mut Findings) {
        if let Some(pattern) = &self.pattern {
            for range in self.searched(doc) {
                for found in pattern
                    .get()
                    .iter()
                    .flat_map(|pattern| pattern.captures_iter(&doc.text[range.clone()]))
                {
                    if let Some(place) = found.name("found").or_else(|| found.get(0)) {
                        let span = range.start + place.start()..range.start + place.end();
                        out.report(Finding::new(span).arg("found", place.as_str()));
                    }
                }
            }
        }
        for (pair, place) in self.wrong.find(doc) {
            let Some(right) = self.right.get(pair) else {
                continue;
            };
            let found = &doc.text[place.clone()];
            // A pair whose right form contains the wrong one is not wrong where the right form stands.
            if stands(&doc.text, &place, right) {
                continue;
            }
            let title = if self.titled { "fix" } else { "" };
            out.report(
                Finding::new(place.clone())
                    .arg("found", found)
                    .arg("replacement", right)
                    .fix(Safety::Unsafe, title, place, right.clone()),
            );
        }
    }
}

impl Patterns {
    /// Where the pattern is sought: the lines that hold a word it needs, or the whole text.
    fn searched(&self, doc: &Document) -> Vec<Range<usize>> {
        let text = &*doc.text;
        if self.needs.is_empty() {
            return vec![0..text.len()];
        }
        let mut lines: Vec<Range<usize>> = Vec::new();
        for (_, place) in self.needs.all(doc) {
            if lines.last().is_none_or(|last| last.end < place.end) {
                let start = memrchr(b'\n', text[..place.start].as_bytes()).map_or(0, |at| at + 1);
                let rest = memchr(b'\n', text[place.end..].as_bytes());
                lines.push(start..rest.map_or(text.len(), |rest| place.end + rest));
            }
        }
        lines
    }
}
