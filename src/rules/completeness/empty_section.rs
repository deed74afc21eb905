//! `empty-section`: a numbered heading without text under it.

use crate::{
    document::Block,
    reading::Draft,
    rules::{Check, Finding, Findings, Settings},
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

/// A numbered heading and what it is before.
struct Section {
    block: usize,
    empty: bool,
}

fn check(doc: &Draft, out: &mut Findings) {
    let headings: Vec<usize> = (0..doc.blocks.len())
        .filter(|&index| numbered_heading(&doc.blocks[index]))
        .collect();
    let sections: Vec<Section> = headings
        .iter()
        .map(|&block| Section {
            block,
            empty: is_empty(doc, block),
        })
        .collect();
    for (index, section) in sections.iter().enumerate() {
        if !section.empty {
            continue;
        }
        let Some(label) = &doc.blocks[section.block].label else {
            continue;
        };
        // Two empty ones in a row are a list of contents, or of measures, and no sections.
        let beside = |other: Option<usize>| {
            other
                .and_then(|other| sections.get(other))
                .is_some_and(|other| other.empty && other.block.abs_diff(section.block) <= 1)
        };
        if beside(index.checked_sub(1)) || beside(Some(index + 1)) {
            continue;
        }
        let siblings = sections
            .iter()
            .enumerate()
            .skip(index.saturating_sub(12))
            .take(25);
        let full = siblings
            .filter(|(_, other)| {
                !other.empty
                    && doc.blocks[other.block]
                        .label
                        .as_ref()
                        .is_some_and(|other| other.style == label.style)
            })
            .count();
        if full < 2 {
            continue;
        }
        let range = doc.blocks[section.block].range.clone();
        let next = doc.blocks[section.block + 1].range.clone();
        out.report(
            Finding::new(range.clone())
                .arg("found", &doc.text[label.range.clone()])
                .related(next, "next"),
        );
    }
}

fn numbered_heading(block: &Block) -> bool {
    block.is_heading() && block.label.is_some()
}

/// Whether the next block is a heading of the same form or of an outer one.
fn is_empty(doc: &Draft, index: usize) -> bool {
    let style = |index: usize| {
        let block = doc
            .blocks
            .get(index)
            .filter(|block| numbered_heading(block))?;
        block.label.as_ref().map(|label| label.style)
    };
    // A heading that is a sentence says all there is to say.
    let said = doc.blocks.get(index).is_some_and(|block| {
        doc.block_text(block)
            .ends_with(['。', '；', ';', '！', '：', ':'])
    });
    match (style(index), style(index + 1)) {
        (Some(own), Some(next)) => !said && next <= own,
        _ => false,
    }
}
