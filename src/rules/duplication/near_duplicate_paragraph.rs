//! A paragraph that is nearly a copy of an earlier one, or of which one is a copy cut short.

use std::ops::Range;

use super::{
    by_design::{ByDesign, digests},
    is_note,
};
use crate::{
    language::numeral,
    reading::Draft,
    reading::copies::{
        Common, Copy, formula,
        normal::{Normal, Paragraph, Unit},
    },
    rules::{Check, Finding, Findings, Level, Settings},
};

pub(crate) fn new(settings: &Settings<'_>) -> Box<dyn Check> {
    Box::new(Near {
        similarity: settings.option("similarity"),
    })
}

struct Near {
    similarity: f64,
}

/// From this many characters up two paragraphs that share so much are no parallel clauses.
const LONG: usize = 120;
/// Far apart, a copy may have one thing changed for another once in this many characters.
const PER_CHANGE: usize = 25;
/// A copy that lacks at least this many characters at its end was cut short.
const CUT: usize = 8;
/// A whole paragraph found within another is worth a warning from this many Han characters up.
const TELLING: usize = 60;
/// The fewest characters outside of set formulas that make a paragraph one of its own.
const OWN: usize = 24;
/// This many figures that are the same show that two paragraphs speak of one thing.
const FIGURES: usize = 3;
/// One character in this many may be changed in a copy that is reported to be cut short.
const TOUCHED: usize = 12;
/// The longest name that ends a news item of a set frame.
const GUEST: usize = 8;
/// The share from which on a paragraph with all the figures of an earlier one is that one rewritten.
const REWRITTEN: f64 = 0.6;
/// How many characters are shown on each side of the place where two paragraphs part.
const SHOWN: usize = 4;

impl Check for Near {
    fn check(&self, doc: &Draft, out: &mut Findings) {
        let normal = doc.normal();
        let near = &doc.copies().near;
        if near.is_empty() {
            return;
        }
        let by_design = ByDesign::new(doc);
        let blocks: Vec<(usize, usize)> = near
            .iter()
            .map(|copy| Pair::new(normal, copy).blocks())
            .collect();
        let digests = digests(doc, &blocks);
        for copy in near {
            let pair = Pair::new(normal, copy);
            let rewritten = pair.share() < self.similarity;
            if rewritten && !(pair.share() >= REWRITTEN && pair.has_all_figures()) {
                continue;
            }
            let span = doc.blocks[pair.later.block].range.clone();
            if !rewritten && pair.is_parallel() {
                out.silent(span, "parallel", &[]);
                continue;
            }
            let blocks = pair.blocks();
            let changed = || pair.gaps().iter().any(Gap::is_change);
            if by_design.are_leads(blocks.0, blocks.1) && changed() {
                out.silent(span, "parallel", &[]);
                continue;
            }
            if digests.contains(&blocks) {
                out.silent(span, "contents", &[]);
                continue;
            }
            if let Some(reason) = by_design.reason(blocks.0, blocks.1) {
                out.silent(span, reason, &[]);
                continue;
            }
            if is_note(doc, span.start) {
                out.silent(span, "note", &[]);
                continue;
            }
            if pair.own() < OWN {
                out.silent(span, "formula", &[]);
                continue;
            }
            let finding = pair.finding(doc, span);
            out.report(match rewritten {
                true => finding.message("rewritten").level(Level::Info),
                false => finding,
            });
        }
    }
}

/// The figures of two digits or more in `units`, in order, years not counted.
fn figures(units: &[Unit]) -> Vec<String> {
    let numeral = |unit: &Unit| unit.is_digit() || numeral::is_chinese(unit.char());
    units
        .chunk_by(|one, other| numeral(one) == numeral(other))
        .filter(|run| run.len() >= 2 && numeral(&run[0]) && !is_year(run))
        .map(|run| run.iter().map(|unit| unit.char()).collect())
        .collect()
}

fn is_year(digits: &[Unit]) -> bool {
    let century = digits.iter().take(2).map(|digit| digit.char());
    digits.len() == 4 && (century.clone().eq(['1', '9']) || century.eq(['2', '0']))
}

struct Pair<'a> {
    normal: &'a Normal,
    copy: &'a Copy,
    later: &'a Paragraph,
    earlier: &'a Paragraph,
}

/// A place where the two differ: what is in each, possibly nothing.
struct Gap {
    later: Range<usize>,
    earlier: Range<usize>,
}

impl Gap {
    /// Whether one thing stands for another here.
    fn is_change(&self) -> bool {
        !self.later.is_empty() && !self.earlier.is_empty()
    }

    /// Whether digits were put in or left out here, which makes another figure.
    fn is_figure(&self, normal: &Normal) -> bool {
        [&self.later, &self.earlier].into_iter().any(|range| {
            normal.units[range.clone()]
                .iter()
                .any(|unit| unit.is_digit())
        })
    }

    fn is_empty(&self) -> bool {
        self.later.is_empty() && self.earlier.is_empty()
    }
}

impl<'a> Pair<'a> {
    fn new(normal: &'a Normal, copy: &'a Copy) -> Self {
        Self {
            normal,
            copy,
            later: &normal.paragraphs[copy.later],
            earlier: &normal.paragraphs[copy.earlier],
        }
    }

    /// The blocks of the two, the earlier one first.
    fn blocks(&self) -> (usize, usize) {
        (self.earlier.block, self.later.block)
    }

    fn shorter(&self) -> usize {
        self.later.units.len().min(self.earlier.units.len())
    }

    /// How many characters of the shorter paragraph belong to no set formula.
    fn own(&self) -> usize {
        let shorter = if self.later.units.len() <= self.earlier.units.len() {
            self.later
        } else {
            self.earlier
        };
        shorter.units.len() - formula::covered(self.normal.of(shorter))
    }

    /// The share of the shorter paragraph that is in the other.
    fn share(&self) -> f64 {
        self.copy.shared() as f64 / self.shorter().max(1) as f64
    }

    /// The places where the two differ, the heads first and the tails last.
    fn gaps(&self) -> Vec<Gap> {
        let mut gaps = Vec::with_capacity(self.copy.common.len() + 1);
        let (mut later, mut earlier) = (self.later.units.start, self.earlier.units.start);
        for common in &self.copy.common {
            gaps.push(self.narrowed(Gap {
                later: later..common.later.start,
                earlier: earlier..common.earlier.start,
            }));
            (later, earlier) = (common.later.end, common.earlier.end);
        }
        gaps.push(self.narrowed(Gap {
            later: later..self.later.units.end,
            earlier: earlier..self.earlier.units.end,
        }));
        gaps
    }

    /// `gap` less what is equal at both its ends: runs that are too short to be found as common.
    fn narrowed(&self, gap: Gap) -> Gap {
        let units = &self.normal.units;
        let (mut later, mut earlier) = (gap.later, gap.earlier);
        while !later.is_empty() && !earlier.is_empty() && units[later.start] == units[earlier.start]
        {
            later.start += 1;
            earlier.start += 1;
        }
        while !later.is_empty()
            && !earlier.is_empty()
            && units[later.end - 1] == units[earlier.end - 1]
        {
            later.end -= 1;
            earlier.end -= 1;
        }
        Gap { later, earlier }
    }

    /// Whether the two are alike by design: clauses of one article, members of a list that say the
    /// same of different things. Such pairs put one word for another, in several places or side by
    /// side; a copy loses words, or changes one.
    fn is_parallel(&self) -> bool {
        let gaps = self.gaps();
        let last = gaps.len() - 1;
        let changes = gaps
            .iter()
            .enumerate()
            .filter(|&(index, gap)| {
                gap.is_change() || index > 0 && index < last && gap.is_figure(self.normal)
            })
            .count();
        if self.later.article != 0 {
            let widest = gaps
                .iter()
                .map(|gap| gap.later.len().max(gap.earlier.len()))
                .max();
            return changes > 0 || widest > Some(2);
        }
        // Members of a list may say the same of different things, but not in the same figures.
        if self.same_figures() >= FIGURES {
            return false;
        }
        // Two news items of one frame end with another guest.
        let alike = |gap: &Gap| {
            let (one, other) = (gap.later.len(), gap.earlier.len());
            gap.is_change() && one.max(other) <= GUEST && one.abs_diff(other) <= 2
        };
        let named = gaps[..last]
            .iter()
            .any(|gap| gap.is_change() && gap.later.len().min(gap.earlier.len()) >= 2);
        if named && alike(&gaps[last]) && self.shorter() < LONG {
            return true;
        }
        let neighbours = self.later.block - self.earlier.block <= 2;
        let borne = if neighbours {
            0
        } else {
            1.max(self.shorter() / PER_CHANGE)
        };
        self.shorter() < LONG && changes > borne
    }

    /// How many figures of two digits or more the two have in common, years not counted; 0 where
    /// any figure is another.
    fn same_figures(&self) -> usize {
        let units = &self.normal.units;
        let gaps = self.gaps();
        if gaps[1..gaps.len() - 1]
            .iter()
            .any(|gap| gap.is_figure(self.normal))
        {
            return 0;
        }
        let in_run = |common: &Common| {
            let run = &units[common.later.clone()];
            run.split(|unit| !unit.is_digit())
                .filter(|digits| digits.len() >= 2 && !is_year(digits))
                .count()
        };
        self.copy.common.iter().map(in_run).sum()
    }

    /// Whether the two have the same figures, several, in Arabic or Chinese numerals.
    fn has_all_figures(&self) -> bool {
        let one = figures(self.normal.of(self.later));
        one.len() >= FIGURES && one == figures(self.normal.of(self.earlier))
    }

    fn finding(&self, doc: &Draft, span: Range<usize>) -> Finding {
        let first = doc.blocks[self.earlier.block].range.clone();
        let gaps = self.gaps();
        let longer = self.later.units.len().max(self.earlier.units.len());
        let alike = longer * 2 < self.shorter() * 3;
        let of = if alike { longer } else { self.shorter() };
        let mut finding = Finding::new(span)
            .arg("line", doc.line(first.start))
            .arg("percent", self.copy.shared() * 100 / of.max(1))
            .related(first, "first");
        let inner = &gaps[1..gaps.len() - 1];
        let whole = inner.iter().all(Gap::is_empty);
        let (head, tail) = (&gaps[0], &gaps[gaps.len() - 1]);
        // A word or two may have been changed as well.
        let touched: usize = inner
            .iter()
            .map(|gap| gap.later.len().max(gap.earlier.len()))
            .sum();
        if touched * TOUCHED <= self.shorter() && head.is_empty() && !tail.is_change() {
            let lost = tail.later.len().max(tail.earlier.len());
            if lost >= CUT {
                let key = match (tail.later.is_empty(), whole) {
                    (true, true) => "cut",
                    (true, false) => "cut-changed",
                    (false, true) => "cut-before",
                    (false, false) => "cut-before-changed",
                };
                let gap = gaps.iter().find(|gap| !gap.is_empty());
                if let Some(gap) = gap.filter(|_| !whole) {
                    finding = self.show(doc, gap, finding);
                }
                let end = tail.later.start;
                let last = self.normal.span(doc, end.saturating_sub(2 * SHOWN)..end);
                return finding
                    .message(key)
                    .arg("end", &doc.text[last])
                    .arg("lost", lost);
            }
        }
        if whole && self.copy.shared() == self.shorter() && longer >= self.shorter() + CUT {
            let key = if self.later.units.len() == self.shorter() {
                "within"
            } else {
                "holds"
            };
            if self.later.han.min(self.earlier.han) < TELLING {
                finding = finding.level(Level::Info);
            }
            return finding.message(key);
        }
        if !alike {
            finding = finding.message("partly");
        }
        match gaps.iter().find(|gap| !gap.is_empty()) {
            Some(gap) => self.show(doc, gap, finding),
            None => finding,
        }
    }

    /// `finding` with both sides of `gap`.
    fn show(&self, doc: &Draft, gap: &Gap, finding: Finding) -> Finding {
        let here = self.shown(doc, &gap.later, self.later);
        let there = self.shown(doc, &gap.earlier, self.earlier);
        finding
            .arg("here", &doc.text[here.clone()])
            .arg("there", &doc.text[there.clone()])
            .related(here, "here")
            .related(there, "there")
    }

    /// `gap` with a little on each side, as far as `paragraph` goes.
    fn shown(&self, doc: &Draft, gap: &Range<usize>, paragraph: &Paragraph) -> Range<usize> {
        let start = gap.start.saturating_sub(SHOWN).max(paragraph.units.start);
        let end = (gap.end.min(gap.start + 2 * SHOWN) + SHOWN).min(paragraph.units.end);
        self.normal.span(doc, start..end)
    }
}
