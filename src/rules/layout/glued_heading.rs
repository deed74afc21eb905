//! Headings that lost the line end before them.

use crate::{
    document::{Document, LabelStyle},
    rules::{Check, Finding, Findings, Safety, Settings, structure::shared::renumbered},
    text::outline::{Doubt, Mark},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

/// A label that a run of headings lacks stands in the text between, after a stop.
fn check(doc: &Document, out: &mut Findings) {
    let outline = doc.outline();
    for item in &outline.items {
        let (Some(Doubt::Gap { after }), Some(number)) = (item.doubt, item.number) else {
            continue;
        };
        if !matches!(
            item.mark,
            Mark::Label(LabelStyle::Han | LabelStyle::HanBracket)
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
            out.report(
                Finding::new(start..start + missing.len())
                    .arg("found", &missing)
                    .related(item.label.clone(), "next")
                    .fix(Safety::Unsafe, "break", start..start, "\n"),
            );
        }
    }
}

/// Where `label` stands right after a stop.
fn stopped(between: &str, label: &str, from: usize) -> Option<usize> {
    between.match_indices(label).map(|(at, _)| at).find(|&at| {
        at >= from
            && between[..at]
                .trim_end()
                .ends_with(['。', '！', '？', '；', '”'])
    })
}
