//! A paragraph that is in the draft twice.

use std::{collections::BTreeMap, ops::Range};

use super::{
    by_design::{ByDesign, digests},
    is_note,
};
use crate::{
    reading::Draft,
    rules::{Check, Finding, Findings, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

fn check(doc: &Draft, out: &mut Findings) {
    let normal = doc.normal();
    let span = |paragraph: usize| {
        let block = normal.paragraphs[paragraph].block;
        doc.blocks[block].range.clone()
    };
    // The copies of each paragraph, by the first one.
    let mut copies: BTreeMap<usize, Vec<Range<usize>>> = BTreeMap::new();
    let equal = &doc.copies().equal;
    if equal.is_empty() {
        return;
    }
    let block = |paragraph: usize| normal.paragraphs[paragraph].block;
    let by_design = ByDesign::new(doc);
    let blocks: Vec<(usize, usize)> = equal
        .iter()
        .map(|&(later, first)| (block(first), block(later)))
        .collect();
    let digests = digests(doc, &blocks);
    for &(later, first) in equal {
        let pair = (block(first), block(later));
        if is_note(doc, span(later).start) {
            out.silent(span(later), "note", &[]);
        } else if digests.contains(&pair) {
            out.silent(span(later), "contents", &[]);
        } else if let Some(reason) = by_design.reason(pair.0, pair.1) {
            out.silent(span(later), reason, &[]);
        } else {
            copies.entry(first).or_default().push(span(later));
        }
    }
    for (first, copies) in copies {
        let finish = |finding: Finding| {
            finding
                .arg("line", doc.line(span(first).start))
                .related(span(first), "first")
        };
        if copies.len() >= MANY {
            out.report(finish(Finding::habit(copies, "again").message("many")));
        } else {
            for copy in copies {
                out.report(finish(Finding::new(copy)));
            }
        }
    }
}

/// This many copies of one paragraph are reported at once.
const MANY: usize = 5;
