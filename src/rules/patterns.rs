//! Rules that are data alone: a regular expression, or pairs of wrong and right forms.

use aho_corasick::{AhoCorasick, MatchKind};
use regex::Regex;

use super::{Check, Finding, Findings, Rule, Safety};
use crate::document::Document;

/// The check of a rule without logic of its own.
///
/// # Errors
/// Where its `pattern` is no regular expression.
pub(crate) fn check_patterns(rule: &Rule) -> Result<Box<dyn Check>, regex::Error> {
    let pattern = rule.pattern.as_deref().map(Regex::new).transpose()?;
    let wrong: Vec<&String> = rule.pairs.keys().collect();
    let automaton = (!wrong.is_empty())
        .then(|| {
            AhoCorasick::builder()
                .match_kind(MatchKind::LeftmostLongest)
                .build(&wrong)
                .ok()
        })
        .flatten();
    let right: Vec<String> = rule.pairs.values().cloned().collect();
    Ok(Box::new(Patterns {
        pattern,
        automaton,
        right,
        titled: rule.messages.contains_key("fix"),
    }))
}

struct Patterns {
    pattern: Option<Regex>,
    automaton: Option<AhoCorasick>,
    right: Vec<String>,
    titled: bool,
}

impl Check for Patterns {
    fn check(&self, doc: &Document, out: &mut Findings) {
        if let Some(pattern) = &self.pattern {
            for found in pattern.captures_iter(&doc.text) {
                if let Some(place) = found.name("found").or_else(|| found.get(0)) {
                    out.report(Finding::new(place.range()).arg("found", place.as_str()));
                }
            }
        }
        if let Some(automaton) = &self.automaton {
            for found in automaton.find_iter(&*doc.text) {
                let Some(right) = self.right.get(found.pattern().as_usize()) else {
                    continue;
                };
                // A pair whose right form contains the wrong one is not wrong where the right form stands.
                if stands_as(&doc.text, found.range(), right, &doc.text[found.range()]) {
                    continue;
                }
                let title = if self.titled { "fix" } else { "" };
                out.report(
                    Finding::new(found.range())
                        .arg("found", &doc.text[found.range()])
                        .arg("replacement", right)
                        .fix(Safety::Unsafe, title, found.range(), right.clone()),
                );
            }
        }
    }
}

/// Whether the wrong form at `found` is only a part of the right form standing there.
fn stands_as(text: &str, found: std::ops::Range<usize>, right: &str, wrong: &str) -> bool {
    right.match_indices(wrong).any(|(at, _)| {
        found
            .start
            .checked_sub(at)
            .and_then(|start| text.get(start..start + right.len()))
            .is_some_and(|there| there == right)
    })
}
