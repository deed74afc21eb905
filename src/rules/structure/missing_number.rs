//! Headings that lack the ordinal of their siblings.

use crate::language::ordinal_forms::renumbered;
use crate::{
    document::{Kind, OrdinalStyle},
    reading::Draft,
    reading::{
        breaks::BreakKind,
        outline::{Doubt, Item, Mark, Outline, is_part},
    },
    rules::{Check, Finding, Findings, Safety, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

fn check(doc: &Draft, out: &mut Findings) {
    let outline = doc.outline();
    for (index, item) in outline.items.iter().enumerate() {
        if item.mark != Mark::Label(OrdinalStyle::Han) {
            continue;
        }
        if let Some(Doubt::Gap { after }) = item.doubt {
            between(doc, outline, after, index, out);
        }
        if item.number == Some(1) {
            lone(doc, outline, index, out);
        }
    }
}

/// The one number that is missing belongs to the one heading that is there.
fn between(doc: &Draft, outline: &Outline, after: usize, index: usize, out: &mut Findings) {
    let (before, item) = (&outline.items[after], &outline.items[index]);
    if before.number.map(|number| number + 2) != item.number {
        return;
    }
    let plain = |run: &[Item]| run.iter().filter(|item| item.mark == Mark::Plain).count();
    let inside = &outline.items[after + 1..index];
    // Where other sections of the run have unnumbered subheadings, this may be one of them.
    let siblings = outline.items[..after]
        .iter()
        .rposition(|other| other.run == item.run)
        .map_or(0, |first| plain(&outline.items[first..after]));
    if plain(inside) != 1 || siblings > 0 {
        return;
    }
    if let Some(heading) = inside.iter().find(|item| item.mark == Mark::Plain) {
        if is_text(doc, heading) {
            let line = doc.blocks[heading.block].range.clone();
            return out.silent(line, "text", &[]);
        }
        report(doc, before, heading, out);
    }
}

/// Whether the line is part of a sentence that was cut, and no heading: clauses with figures, or a
/// sentence that goes on in another line.
fn is_text(doc: &Draft, heading: &Item) -> bool {
    let text = doc.block_text(&doc.blocks[heading.block]);
    let figures = |clause: &str| clause.contains(|c: char| c.is_ascii_digit());
    let mut clauses = text.split(['，', ',']);
    let first = clauses.next().unwrap_or_default();
    let rest: Vec<&str> = clauses.collect();
    (!rest.is_empty() && figures(first) && rest.iter().any(|clause| figures(clause)))
        || rest.len() > 2
        || text.ends_with(['，', ',', '、'])
        || doc.breaks().breaks.iter().any(|found| match found.kind {
            BreakKind::Split { first, second } | BreakKind::Misplaced { first, second } => {
                first == heading.block || second == heading.block
            }
            BreakKind::Unfinished { block } | BreakKind::Orphan { block } => block == heading.block,
        })
}

/// 「一、上年工作」 stands alone, and 「今年工作安排」 follows.
fn lone(doc: &Draft, outline: &Outline, index: usize, out: &mut Findings) {
    let first = &outline.items[index];
    let title = doc.block_text(&doc.blocks[first.block]);
    let is_heading = matches!(doc.blocks[first.block].kind, Kind::Heading { .. });
    let alone = outline
        .items
        .iter()
        .filter(|item| item.mark == first.mark)
        .take(2)
        .count()
        == 1;
    if !is_heading || !alone || !is_part(title) {
        return;
    }
    let heading = outline.items[index + 1..]
        .iter()
        .find(|item| item.mark == Mark::Plain && is_part(doc.block_text(&doc.blocks[item.block])));
    if let Some(heading) = heading {
        report(doc, first, heading, out);
    }
}

fn report(doc: &Draft, before: &Item, heading: &Item, out: &mut Findings) {
    let block = &doc.blocks[heading.block];
    let label = &doc.text[before.label.clone()];
    let expected = renumbered(label, before.number.unwrap_or(0) + 1);
    let start = block.range.start..block.range.start;
    out.report(
        Finding::new(block.range.clone())
            .arg("found", doc.block_text(block))
            .arg("previous", label)
            .arg("line", doc.line(before.label.start))
            .arg("expected", &expected)
            .related(before.label.clone(), "before")
            .fix(Safety::Unsafe, "number", start, expected),
    );
}
