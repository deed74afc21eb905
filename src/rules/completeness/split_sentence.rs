//! `split-sentence`: a sentence that stands in two paragraphs.

use std::ops::Range;

use super::with_proof;
use crate::{
    language::{
        beginnings,
        han::{is_closing, is_opening},
        numeral,
    },
    reading::Draft,
    reading::breaks::{self, BreakKind},
    rules::{Check, Finding, Findings, Safety, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

/// So many numbers, titles or quotations put on lines of their own are a habit of the file.
const HABIT: usize = 4;
/// So many of them are shown.
const LABELLED: usize = 20;

fn check(doc: &Draft, out: &mut Findings) {
    let breaks = &doc.breaks().breaks;
    let at_seams = breaks
        .iter()
        .filter(|found| {
            matches!(found.kind, BreakKind::Split { first, second } if at_seam(doc, first, second))
        })
        .count();
    let mut grouped: Vec<Range<usize>> = Vec::new();
    for found in breaks {
        let BreakKind::Split { first, second } = found.kind else {
            continue;
        };
        let end = breaks::end_of(doc, first);
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
    if let Some(place) = grouped.first() {
        let mut finding = Finding::new(place.clone())
            .message("marks")
            .arg("count", grouped.len())
            .arg("line", doc.line(place.start));
        for other in grouped.iter().skip(1).take(LABELLED) {
            finding = finding.related(other.clone(), "again");
        }
        out.report(finding.occurrences(grouped));
    }
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
