//! One defect, one finding: what another finding explains is folded under it.
//!
//! The pages of rules say how: a copy of a paragraph holds whatever is wrong with its original (`repeats`), a
//! rule that knows more of a place speaks for one that knows less (`covers`), a defect of the whole draft has
//! consequences in it (`explains`), and what is done throughout is one habit (`alike`).

use std::{
    collections::{BTreeMap, HashMap},
    ops::Range,
    sync::Arc,
};

use super::{Diagnostic, DiagnosticLabel};
use crate::{document::Span, reading::habit, rules::Rule};

/// The pages of the rules that found something, by name.
pub(super) type Pages = BTreeMap<String, Arc<Rule>>;

/// The most places of a habit that its finding lists.
const LISTED: usize = 1 << 14;

/// Which finding each one is folded under, by index.
struct Folds<'a> {
    all: &'a mut [Diagnostic],
    under: Vec<Option<usize>>,
}

/// Folds `diagnostics`, all of one draft whose text is `source`, in order of place and with fingerprints of
/// their own. The findings of the rules `apart` are habits to nobody.
pub(super) fn fold(diagnostics: &mut [Diagnostic], pages: &Pages, apart: &[String], source: &str) {
    let under = vec![None; diagnostics.len()];
    let mut folds = Folds {
        all: diagnostics,
        under,
    };
    folds.consequences(pages);
    folds.same_place(pages);
    folds.copies(pages, source);
    folds.habits(pages, apart);
    folds.settle();
}

/// Takes back what was folded under findings that are not among `diagnostics` any more.
pub(super) fn unfold(diagnostics: &mut [Diagnostic]) {
    let left: std::collections::HashSet<String> = diagnostics
        .iter()
        .filter(|one| one.within.is_none())
        .map(|one| one.fingerprint.clone())
        .collect();
    for one in diagnostics {
        one.within = one.within.take().filter(|parent| left.contains(parent));
    }
}

impl Folds<'_> {
    /// The finding that `index` is folded under in the end, itself where it is not folded.
    fn root(&self, mut index: usize) -> usize {
        while let Some(parent) = self.under[index] {
            index = parent;
        }
        index
    }

    fn put(&mut self, child: usize, parent: usize) {
        if self.under[child].is_none() && self.root(parent) != child {
            self.under[child] = Some(parent);
        }
    }

    fn indices_of(&self, is_one: impl Fn(&Diagnostic) -> bool) -> Vec<usize> {
        (0..self.all.len())
            .filter(|&index| is_one(&self.all[index]))
            .collect()
    }

    /// What follows from a defect of the whole draft.
    fn consequences(&mut self, pages: &Pages) {
        for page in pages.values().filter(|page| !page.explains.is_empty()) {
            let Some(&parent) = self.indices_of(|one| one.rule == page.name).first() else {
                continue;
            };
            for child in self.indices_of(|one| page.explains.contains(&one.rule)) {
                self.put(child, parent);
            }
        }
    }

    /// What a rule says of a place of which another knows more.
    fn same_place(&mut self, pages: &Pages) {
        for page in pages.values().filter(|page| !page.covers.is_empty()) {
            let less = self.indices_of(|one| page.covers.contains(&one.rule));
            for parent in self.indices_of(|one| one.rule == page.name) {
                let place = range(&self.all[parent].span);
                // Those that begin before the end of the place; few of them are long.
                let until =
                    less.partition_point(|&one| range(&self.all[one].span).start < place.end);
                for &child in less[..until].iter().rev().take(64) {
                    if range(&self.all[child].span).end > place.start {
                        self.put(child, parent);
                    }
                }
            }
        }
    }

    /// What else is found inside a copy of a paragraph: all of it where the copy is exact, else what is found
    /// in the original too, and what says once more that it is a copy.
    fn copies(&mut self, pages: &Pages, source: &str) {
        let is_copy = |one: &Diagnostic| pages.get(&one.rule).is_some_and(|page| page.repeats);
        for parent in self.indices_of(is_copy) {
            let place = range(&self.all[parent].span);
            let path = self.all[parent].path.clone();
            let originals: Vec<Range<usize>> = self.all[parent]
                .labels
                .iter()
                .filter(|label: &&DiagnosticLabel| label.path == path)
                .map(|label| range(&label.span))
                .collect();
            let text = |range: &Range<usize>| source.get(range.clone()).unwrap_or_default().trim();
            let is_exact = originals.iter().any(|one| text(one) == text(&place));
            let category = self.all[parent].category;
            let from = self
                .all
                .partition_point(|one| range(&one.span).start < place.start);
            let inside: Vec<usize> = (from..self.all.len())
                .take_while(|&one| range(&self.all[one].span).start < place.end)
                .filter(|&one| one != parent && range(&self.all[one].span).end <= place.end)
                .collect();
            for child in inside {
                let own = &self.all[child];
                let in_original = || {
                    self.all.iter().any(|other| {
                        let there = range(&other.span);
                        other.rule == own.rule
                            && other.text == own.text
                            && originals
                                .iter()
                                .any(|one| one.start <= there.start && there.end <= one.end)
                    })
                };
                if is_exact && !is_copy(own) || own.category == category || in_original() {
                    self.put(child, parent);
                }
            }
        }
    }

    /// What is done throughout, and the further copies of one paragraph.
    fn habits(&mut self, pages: &Pages, apart: &[String]) {
        let mut groups: HashMap<(String, String), Vec<usize>> = HashMap::new();
        for (index, one) in self.all.iter().enumerate() {
            if self.under[index].is_some()
                || !one.occurrences.is_empty()
                || apart.contains(&one.rule)
            {
                continue;
            }
            let is_alike = pages.get(&one.rule).is_some_and(|page| page.alike);
            let said = if is_alike {
                String::new()
            } else {
                one.message.clone()
            };
            groups
                .entry((one.rule.clone(), said))
                .or_default()
                .push(index);
        }
        for ((rule, _), members) in groups {
            let is_copy = pages.get(&rule).is_some_and(|page| page.repeats);
            let (Some(&first), true) = (
                members.first(),
                members.len() > habit::MANY || is_copy && members.len() > 1,
            ) else {
                continue;
            };
            let places = members.iter().take(LISTED).map(|&one| self.all[one].span);
            self.all[first].occurrences = places.collect();
            for &child in &members[1..] {
                self.put(child, first);
            }
        }
    }

    /// Names for each folded finding the one that it is folded under.
    fn settle(self) {
        for index in 0..self.all.len() {
            let root = self.root(index);
            if root != index {
                self.all[index].within = Some(self.all[root].fingerprint.clone());
            }
        }
    }
}

fn range(span: &Span) -> Range<usize> {
    span.start.offset..span.end.offset
}
