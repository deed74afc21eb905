//! Headings that lost the line end before them.

use crate::{
    document::OrdinalStyle,
    language::han::is_han,
    language::ordinal_forms::renumbered,
    reading::Draft,
    reading::outline::{Doubt, Mark, run_on_heading},
    rules::{Check, Finding, Findings, Level, Safety, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

fn check(doc: &Draft, out: &mut Findings) {
    let mut told = Vec::new();
    between(doc, &mut told, out);
    at_ends(doc, &told, out);
}

/// A paragraph ends with the heading that goes on from those before.
fn at_ends(doc: &Draft, told: &[usize], out: &mut Findings) {
    for (index, block) in doc.blocks.iter().enumerate() {
        if !block.is_prose() || !doc.block_text(block).ends_with(is_han) {
            continue;
        }
        let Some(label) = run_on_heading::heading(doc, doc.outline(), index) else {
            continue;
        };
        let start = label.range.start;
        if told.contains(&start) || begins_line(doc, start) {
            continue;
        }
        out.report(
            Finding::new(label.range.clone())
                .message("end")
                .level(Level::Warning)
                .arg("found", &doc.text[label.range.clone()])
                .arg("heading", &doc.text[label.range.end..block.range.end])
                .fix(Safety::Unsafe, "break", start..start, "\n"),
        );
    }
}

/// A label that a run of headings lacks is in the text between, after a stop.
fn between(doc: &Draft, told: &mut Vec<usize>, out: &mut Findings) {
    let outline = doc.outline();
    for item in &outline.items {
        let (Some(Doubt::Gap { after }), Some(number)) = (item.doubt, item.number) else {
            continue;
        };
        if !matches!(
            item.mark,
            Mark::Label(OrdinalStyle::Han | OrdinalStyle::HanBracket)
        ) {
            continue;
        }
        let before = &outline.items[after];
        let label = &doc.text[item.label.clone()];
        let Some(between) = doc.text.get(before.label.end..item.label.start) else {
            continue;
        };
        let mut from = 0;
        for missing in before.number.unwrap_or(0) + 1..number {
            let missing = renumbered(label, missing);
            let Some(at) = stopped(between, &missing, from) else {
                break;
            };
            from = at + missing.len();
            let start = before.label.end + at;
            told.push(start);
            if begins_line(doc, start) {
                continue;
            }
            out.report(
                Finding::new(start..start + missing.len())
                    .arg("found", &missing)
                    .related(item.label.clone(), "next")
                    .fix(Safety::Unsafe, "break", start..start, "\n"),
            );
        }
    }
}

/// Whether byte `start` begins a line of the file already, whose lines were joined in reading.
fn begins_line(doc: &Draft, start: usize) -> bool {
    let place = doc.source_range(&(start..start)).start;
    doc.source.text[..place].ends_with(['\n', '\r'])
}

/// Where `label` is right after a stop.
fn stopped(between: &str, label: &str, from: usize) -> Option<usize> {
    between.match_indices(label).map(|(at, _)| at).find(|&at| {
        at >= from
            && between[..at]
                .trim_end()
                .ends_with(['。', '！', '？', '；', '”'])
    })
}
