//! Levels whose ordinals are against the order 一、 （一） 1. （1）.

use std::{collections::BTreeMap, ops::Range};

use crate::{
    document::{Kind, OrdinalStyle},
    language::han::is_terminal,
    reading::Draft,
    reading::outline::Mark,
    rules::{Check, Finding, Findings, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

/// Each kind of inversion is one habit: it is reported once, with all its places.
fn check(doc: &Draft, out: &mut Findings) {
    let outline = doc.outline();
    /// A label and the one above it.
    type Inversion = (Range<usize>, Range<usize>);
    let mut habits: BTreeMap<(OrdinalStyle, OrdinalStyle), Vec<Inversion>> = BTreeMap::new();
    for item in &outline.items {
        let (Mark::Label(style), Some(parent)) = (item.mark, item.parent) else {
            continue;
        };
        let above = &outline.items[parent];
        let Mark::Label(upper) = above.mark else {
            continue;
        };
        // A line that ends a sentence is an item of a list.
        let heading = |block: usize| {
            let block = &doc.blocks[block];
            matches!(block.kind, Kind::Heading { .. })
                && !doc.block_text(block).ends_with(is_terminal)
        };
        let inverted = is_judged(style) && is_judged(upper) && style < upper;
        if inverted && item.number == Some(1) && heading(item.block) && heading(above.block) {
            habits
                .entry((upper, style))
                .or_default()
                .push((above.label.clone(), item.label.clone()));
        }
    }
    for places in habits.into_values() {
        let Some((above, below)) = places.first().cloned() else {
            continue;
        };
        out.report(
            Finding::new(below.clone())
                .arg("found", &doc.text[below])
                .arg("previous", &doc.text[above.clone()])
                .arg("line", doc.line(above.start))
                .related(above, "above")
                .occurrences(places.into_iter().map(|(_, below)| below).collect()),
        );
    }
}

/// The four levels of the standard.
fn is_judged(style: OrdinalStyle) -> bool {
    matches!(
        style,
        OrdinalStyle::Han
            | OrdinalStyle::HanBracket
            | OrdinalStyle::Arabic
            | OrdinalStyle::ArabicBracket
    )
}
