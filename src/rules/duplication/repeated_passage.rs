//! A sentence or a longer passage that is in the draft twice.

use std::ops::Range;

use super::{
    adjacent,
    by_design::{ByDesign, digests},
    is_note,
};
use crate::{
    language::han::is_han,
    reading::Draft,
    reading::copies::{Common, PASSAGE, formula},
    rules::{Check, Finding, Findings, Level, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

/// From this many Han characters up, set formulas not counted, a repeat is more than a turn of phrase.
const LONG: usize = 60;

fn check(doc: &Draft, out: &mut Findings) {
    adjacent::check(doc, out);
    let passages = &doc.copies().passages;
    if passages.is_empty() {
        return;
    }
    let by_design = ByDesign::new(doc);
    let blocks: Vec<(usize, usize)> = passages
        .iter()
        .filter_map(|passage| blocks_of(doc, passage))
        .collect();
    let digests = digests(doc, &blocks);
    for passage in passages {
        let pair = blocks_of(doc, passage);
        let reason = match pair {
            Some(pair) if digests.contains(&pair) => Some("contents"),
            Some((earlier, later)) => by_design.reason(earlier, later),
            None => None,
        };
        report(doc, passage, reason, out);
    }
}

/// The blocks in which `passage` is, the earlier one first.
fn blocks_of(doc: &Draft, passage: &Common) -> Option<(usize, usize)> {
    let normal = doc.normal();
    let block = |units: &Range<usize>| doc.block_at(normal.span(doc, units.clone()).start);
    Some((block(&passage.earlier)?, block(&passage.later)?))
}

/// Whether all of `span` is within one title: 「《关于……的决定》」.
fn in_title(doc: &Draft, span: &Range<usize>) -> bool {
    let text = &*doc.text;
    let Some(block) = doc
        .block_at(span.start)
        .map(|index| &doc.blocks[index].range)
    else {
        return false;
    };
    let (open, close) = (['《', '〈'], ['》', '〉']);
    let head = text.get(block.start..span.start).unwrap_or_default();
    let tail = text
        .get(span.end..block.end.max(span.end))
        .unwrap_or_default();
    let inside = text.get(span.clone()).unwrap_or_default();
    head.rfind(open)
        .is_some_and(|at| head[at..].find(close).is_none())
        && tail
            .find(close)
            .is_some_and(|at| tail[..at].find(open).is_none())
        && inside
            .find(close)
            .is_none_or(|at| inside[..at].contains(open))
}

fn report(doc: &Draft, passage: &Common, reason: Option<&'static str>, out: &mut Findings) {
    let normal = doc.normal();
    let units = &normal.units[passage.later.clone()];
    let han = units.iter().filter(|unit| is_han(unit.char())).count();
    let own = han.saturating_sub(formula::covered(units));
    if own < PASSAGE {
        return;
    }
    let span = normal.span(doc, passage.later.clone());
    let first = normal.span(doc, passage.earlier.clone());
    if is_note(doc, span.start) {
        out.silent(span, "note", &[]);
        return;
    }
    if in_title(doc, &span) && in_title(doc, &first) {
        return;
    }
    if let Some(reason) = reason {
        out.silent(span, reason, &[]);
        return;
    }
    let line = doc.line(first.start);
    let mut finding = Finding::new(span.clone())
        .arg("count", han)
        .arg("line", line)
        .related(first, "first");
    if own < LONG {
        finding = finding.level(Level::Info);
    }
    if doc.line(span.start) == line {
        finding = finding.message("same");
    }
    out.report(finding);
}
