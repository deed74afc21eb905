//! `misplaced-passage`: a sentence that goes on at another place of the document.

use super::with_proof;
use crate::{
    reading::Draft,
    reading::breaks::{
        self, BreakKind,
        order::{self, Passage},
    },
    rules::{Check, Finding, Findings, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

/// This many passages are listed in their order; a text in more pieces is past sorting by hand.
const LISTED: usize = 24;

fn check(doc: &Draft, out: &mut Findings) {
    let breaks = &doc.breaks().breaks;
    // The reader learns once how the whole is to be read: at the first place that is reported.
    let foremost = breaks.iter().filter_map(|found| match found.kind {
        BreakKind::Misplaced { second, .. } => Some(second),
        _ => None,
    });
    let Some(foremost) = foremost.min() else {
        return;
    };
    for found in breaks {
        let BreakKind::Misplaced { first, second } = found.kind else {
            continue;
        };
        let end = breaks::end_of(doc, first);
        let beginning = breaks::beginning_of(doc, second);
        let mut finding = Finding::new(beginning.clone())
            .arg("end", &doc.text[end.clone()])
            .arg("beginning", &doc.text[beginning.clone()])
            .arg("first", doc.line(end.start))
            .arg("second", doc.line(beginning.start))
            .related(end, "begins-here");
        finding = with_joints(doc, finding, first, second);
        if second == foremost {
            let rows = order::reading(breaks, doc.blocks.len());
            finding = with_order(doc, finding, &rows, second);
        }
        out.report(with_proof(finding, &found.proof));
    }
}

/// Says which ordinals follow one another once block `second` is behind block `first`.
fn with_joints(doc: &Draft, finding: Finding, first: usize, second: usize) -> Finding {
    const FAR: usize = 40;
    let label = |index: usize| doc.blocks.get(index).and_then(|block| block.label.as_ref());
    let behind = (second..doc.blocks.len()).take(FAR).find_map(label);
    let before = (0..=first).rev().take(FAR).find_map(label);
    let (Some(before), Some(behind)) = (before, behind) else {
        return finding;
    };
    // Where they follow one another already, moving lines does not bring it about.
    let now = (0..second).rev().take(FAR).find_map(label);
    if before.style != behind.style
        || before.number + 1 != behind.number
        || now.is_some_and(|now| now.range == before.range)
    {
        return finding;
    }
    let text = |range: &std::ops::Range<usize>| doc.text[range.clone()].to_owned();
    finding.related_with(
        behind.range.clone(),
        "follows",
        &[
            ("found", text(&behind.range)),
            ("previous", text(&before.range)),
            ("line", doc.line(before.range.start).to_string()),
        ],
    )
}

/// Says in which order all passages are to be read.
fn with_order(doc: &Draft, finding: Finding, rows: &[Vec<Passage>], second: usize) -> Finding {
    let passages: usize = rows.iter().map(Vec::len).sum();
    if !(2..=LISTED).contains(&passages) {
        return finding;
    }
    let line = |block: usize, last: bool| {
        doc.blocks.get(block).map_or(0, |block| {
            doc.line(if last {
                block.range.end.saturating_sub(1)
            } else {
                block.range.start
            })
        })
    };
    let row = |row: &Vec<Passage>| -> String {
        let passages: Vec<String> = row
            .iter()
            .map(
                |&(first, last)| match (line(first, false), line(last, true)) {
                    (first, last) if first == last => first.to_string(),
                    (first, last) => format!("{first}–{last}"),
                },
            )
            .collect();
        passages.join("、")
    };
    let rows: Vec<String> = rows.iter().map(row).collect();
    let key = if rows.len() > 1 {
        "texts"
    } else {
        "order-of-lines"
    };
    let place = breaks::beginning_of(doc, second);
    finding.related_with(place, key, &[("lines", rows.join("；"))])
}
