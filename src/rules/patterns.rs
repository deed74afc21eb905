//! Rules that are data alone: a regular expression, or pairs of wrong and right forms.

use std::borrow::Cow;

use super::{Check, Finding, Findings, Rule, Safety};
use crate::{
    reading::Draft,
    scan::{
        pattern::Pattern,
        word_set::{WordSet, stands},
    },
};

/// The check of a rule without logic of its own.
pub(crate) fn check_patterns(rule: &Rule) -> Box<dyn Check> {
    let right: Vec<Cow<'static, str>> = rule.pairs.values().cloned().collect();
    Box::new(Patterns {
        pattern: rule.pattern.as_deref().map(Pattern::new),
        needs: WordSet::new(rule.needs.iter().map(|need| parts(need).0)),
        besides: rule
            .needs
            .iter()
            .map(|need| parts(need).1.map(str::to_owned))
            .collect(),
        wrong: WordSet::new(rule.pairs.keys()),
        right,
        titled: rule.messages.contains_key("fix"),
    })
}

/// What is sought for a need, and what the line must hold besides: the longer and the shorter part of
/// 「甲…乙」.
fn parts(need: &str) -> (&str, Option<&str>) {
    match need.split_once('…') {
        Some((one, other)) if one.len() > other.len() => (one, Some(other)),
        Some((one, other)) => (other, Some(one)),
        None => (need, None),
    }
}

struct Patterns {
    pattern: Option<Pattern>,
    /// What a line must hold one of for the pattern to be sought there.
    needs: WordSet,
    /// What it must hold besides each of them.
    besides: Vec<Option<String>>,
    wrong: WordSet,
    right: Vec<Cow<'static, str>>,
    titled: bool,
}

/// How long one pattern may take on one draft. A search takes linear time, but each may look at all
/// that follows its match, and there may be as many matches as characters.
struct Patience {
    #[cfg(not(target_family = "wasm"))]
    until: std::time::Instant,
}

/// For each megabyte or part of one; an ordinary pattern takes a hundredth of a second.
#[cfg(not(target_family = "wasm"))]
const PATIENCE_SECONDS: u64 = 3;

impl Patience {
    #[cfg(not(target_family = "wasm"))]
    fn new(bytes: usize) -> Self {
        let seconds = PATIENCE_SECONDS * (1 + (bytes >> 20) as u64);
        Self {
            until: std::time::Instant::now() + std::time::Duration::from_secs(seconds),
        }
    }

    #[cfg(not(target_family = "wasm"))]
    fn is_over(&self) -> bool {
        std::time::Instant::now() > self.until
    }

    // There is no clock to ask, and a page can be closed.
    #[cfg(target_family = "wasm")]
    fn new(_: usize) -> Self {
        Self {}
    }

    #[cfg(target_family = "wasm")]
    fn is_over(&self) -> bool {
        false
    }
}

impl Check for Patterns {
    fn check(&self, doc: &Draft, out: &mut Findings) {
        if let Some(pattern) = &self.pattern {
            let searched = if self.needs.is_empty() {
                std::iter::once(0..doc.text.len()).collect()
            } else {
                self.needs.lines_where(doc, |need, line| {
                    self.besides[need]
                        .as_deref()
                        .is_none_or(|besides| line.contains(besides))
                })
            };
            let patience = Patience::new(doc.text.len());
            for range in searched {
                for found in pattern
                    .get()
                    .iter()
                    .flat_map(|pattern| pattern.captures_iter(&doc.text[range.clone()]))
                {
                    if patience.is_over() {
                        let at = found.get(0).map_or(0, |place| place.start());
                        out.stopped = Some(range.start + at);
                        break;
                    }
                    if let Some(place) = found.name("found").or_else(|| found.get(0)) {
                        let span = range.start + place.start()..range.start + place.end();
                        out.report(Finding::new(span).arg("found", place.as_str()));
                    }
                }
            }
        }
        if out.stopped.is_some() {
            return;
        }
        for (pair, place) in self.wrong.find(doc) {
            let Some(right) = self.right.get(pair) else {
                continue;
            };
            let found = &doc.text[place.clone()];
            // A pair whose right form contains the wrong one is not wrong where the right form is.
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
