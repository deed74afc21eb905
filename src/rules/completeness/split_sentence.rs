//! `split-sentence`: a sentence that is in two paragraphs.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use super::with_proof;
use crate::{
    language::{
        beginnings,
        han::{is_closing, is_opening},
        numeral,
    },
    reading::Draft,
    reading::breaks::{self, BreakKind},
    rules::{Check, Finding, Findings, Level, Safety, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

/// This many numbers, titles or quotations put on lines of their own are a habit of the file.
const HABIT: usize = 4;
/// This many broken sentences are reported at once.
const MANY: usize = 16;
/// This many of them are shown.
const LABELLED: usize = 20;

fn check(doc: &Draft, out: &mut Findings) {
    let breaks = &doc.breaks().breaks;
    let at_seams = breaks
        .iter()
        .filter(|found| {
            matches!(found.kind, BreakKind::Split { first, second } if at_seam(doc, first, second))
        })
        .count();
    let wrapped = wrapped(doc);
    let many = breaks
        .iter()
        .filter(|found| matches!(found.kind, BreakKind::Split { .. }))
        .count()
        - wrapped.len()
        >= MANY;
    let mut lines: Vec<Range<usize>> = Vec::new();
    let mut grouped: Vec<Range<usize>> = Vec::new();
    for found in breaks {
        let BreakKind::Split { first, second } = found.kind else {
            continue;
        };
        let end = breaks::end_of(doc, first);
        if wrapped.contains(&first) {
            lines.push(end);
            continue;
        }
        if many {
            grouped.push(end);
            continue;
        }
        if at_seams >= HABIT && at_seam(doc, first, second) {
            grouped.push(end);
            continue;
        }
        let beginning = breaks::beginning_of(doc, second);
        let between = end.end..beginning.start;
        let mut finding = Finding::new(end.clone())
            .arg("end", &doc.text[end])
            .arg("beginning", &doc.text[beginning.clone()])
            .arg("line", doc.line(beginning.start))
            .related(beginning, "goes-on");
        let foreign = (first + 1..second)
            .filter_map(|between| doc.blocks.get(between))
            .find(|block| !breaks::is_furniture(doc.block_text(block)));
        // A line of another text is not to be lost in joining the two.
        finding = match foreign {
            Some(block) => {
                finding.related(beginnings::first_words(&doc.text, &block.range), "foreign")
            }
            None => finding.fix(Safety::Unsafe, "join", between, ""),
        };
        out.report(with_proof(finding, &found.proof));
    }
    if !lines.is_empty() {
        out.report(
            Finding::habit(lines, "again")
                .message("wrapped")
                .level(Level::Info),
        );
    }
    if let Some(place) = grouped.first() {
        let mut finding = Finding::new(place.clone())
            .message(if many { "many" } else { "marks" })
            .arg("count", grouped.len())
            .arg("line", doc.line(place.start));
        for other in grouped.iter().skip(1).take(LABELLED) {
            finding = finding.related(other.clone(), "again");
        }
        out.report(finding.occurrences(grouped));
    }
}

/// The blocks of broken sentences that end as lines of one width do, where there are several: the text was
/// wrapped by hand, in a way that its lines could not be joined.
fn wrapped(doc: &Draft) -> BTreeSet<usize> {
    /// The fewest such lines,
    const FEWEST: usize = 5;
    /// and how much their widths may differ, in columns.
    const SLACK: usize = 3;
    /// Shorter lines are no wrapped text.
    const NARROWEST: usize = 18;
    let widths: Vec<(usize, usize)> = doc
        .breaks()
        .breaks
        .iter()
        .filter_map(|found| match found.kind {
            BreakKind::Split { first, second } if second == first + 1 => {
                Some((first, width_of_last_line(doc, first)?))
            }
            _ => None,
        })
        .filter(|&(_, width)| width >= NARROWEST)
        .collect();
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for &(_, width) in &widths {
        *counts.entry(width).or_default() += 1;
    }
    let around = |width: usize| -> usize {
        counts
            .range(width.saturating_sub(SLACK)..=width)
            .map(|(_, count)| count)
            .sum()
    };
    let full = counts.keys().copied().max_by_key(|&width| around(width));
    let enough = |width: usize| around(width) >= FEWEST && around(width) * 2 > widths.len();
    let Some(full) = full.filter(|&width| enough(width)) else {
        return BTreeSet::new();
    };
    widths
        .into_iter()
        .filter(|&(_, width)| width <= full && width + SLACK >= full)
        .map(|(first, _)| first)
        .collect()
}

/// The columns of the line of the file that `block` ends with, where it is no longer than a page is wide.
fn width_of_last_line(doc: &Draft, block: usize) -> Option<usize> {
    /// In bytes.
    const LONGEST: usize = 400;
    let range = doc.source_range(&doc.blocks.get(block)?.range);
    let text = &doc.source.text;
    let from = text.floor_char_boundary(range.end.saturating_sub(LONGEST));
    let line = text.get(from..range.end)?;
    let start = line.rfind('\n').map(|at| at + 1);
    if start.is_none() && from > 0 {
        return None;
    }
    let columns = |c: char| 1 + usize::from(c >= '\u{1100}');
    Some(line[start.unwrap_or(0)..].chars().map(columns).sum())
}

/// Whether the break is where converters make them: before a number, a title or a quotation, or
/// behind one.
fn at_seam(doc: &Draft, first: usize, second: usize) -> bool {
    let mark = |c: char| is_closing(c) || matches!(c, '，' | '。' | '、' | '；' | '：');
    let text = |index: usize| {
        doc.blocks
            .get(index)
            .map_or("", |block| doc.block_text(block))
    };
    let number = |c: char| numeral::arabic(c).is_some() || numeral::chinese_digit(c).is_some();
    text(first).ends_with(is_opening) || text(second).starts_with(|c| mark(c) || number(c))
}
