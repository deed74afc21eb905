//! `split-sentence`: a sentence that stands in two paragraphs.

use std::ops::Range;

use super::shared::with_proof;
use crate::{
    document::Document,
    rules::{Check, Finding, Findings, Safety, Settings},
    text::{
        ends::{self, BreakKind},
        han::{is_closing, is_opening},
    },
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

/// So many titles or quotations on lines of their own are a habit of the file.
const HABIT: usize = 4;

fn check(doc: &Document, out: &mut Findings) {
    let breaks = &doc.ends().breaks;
    let at_marks = breaks
        .iter()
        .filter(|found| {
            matches!(found.kind, BreakKind::Split { first, second } if at_mark(doc, first, second))
        })
        .count();
    let mut grouped: Vec<Range<usize>> = Vec::new();
    for found in breaks {
        let BreakKind::Split { first, second } = found.kind else {
            continue;
        };
        let end = ends::end_of(doc, first);
        if at_marks > HABIT && at_mark(doc, first, second) {
            grouped.push(end);
            continue;
        }
        let beginning = ends::beginning_of(doc, second);
        let between = end.end..beginning.start;
        let finding = Finding::new(end.clone())
            .arg("end", &doc.text[end])
            .arg("beginning", &doc.text[beginning.clone()])
            .arg("line", doc.line(beginning.start))
            .related(beginning, "goes-on")
            .fix(Safety::Unsafe, "join", between, "");
        out.report(with_proof(finding, &found.proof));
    }
    if let Some(place) = grouped.first() {
        out.report(
            Finding::new(place.clone())
                .message("marks")
                .arg("count", grouped.len())
                .arg("line", doc.line(place.start))
                .occurrences(grouped),
        );
    }
}

/// Whether the break is at a mark: what stands in 《》 or “” was put on a line of its own.
fn at_mark(doc: &Document, first: usize, second: usize) -> bool {
    let mark = |c: char| is_closing(c) || matches!(c, '，' | '。' | '、' | '；' | '：');
    let text = |index: usize| {
        doc.blocks
            .get(index)
            .map_or("", |block| doc.block_text(block))
    };
    text(first).ends_with(is_opening) || text(second).starts_with(mark)
}
