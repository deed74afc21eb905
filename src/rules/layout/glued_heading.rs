//! Headings that lost the line end before them.

use std::ops::Range;

use crate::{
    document::{Document, LabelStyle},
    rules::{Check, Finding, Findings, Safety, Settings, structure::shared::renumbered},
    text::{
        han::is_han,
        numeral,
        outline::{Doubt, Mark},
    },
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

/// A label that a run of headings lacks stands in the text between, after a stop.
fn check(doc: &Document, out: &mut Findings) {
    let outline = doc.outline();
    if outline.items.is_empty() {
        return;
    }
    for block in 0..doc.blocks.len() {
        if doc.blocks[block].is_prose()
            && let Some((label, last)) = trailing(doc, block)
        {
            out.report(
                Finding::new(label.clone())
                    .arg("found", &doc.text[label.clone()])
                    .related(last, "previous")
                    .fix(Safety::Unsafe, "break", label.start..label.start, "\n"),
            );
        }
    }
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

/// The longest heading that stands at the end of a paragraph, in characters.
const HEADING: usize = 24;

/// The heading that ends `block`, glued to its last sentence: 「…加以改进。二、下一步打算」. It is the one
/// that would follow the last heading of the draft.
pub(crate) fn trailing(doc: &Document, block: usize) -> Option<(Range<usize>, Range<usize>)> {
    let found = doc.blocks.get(block)?;
    let text = doc.block_text(found).trim_end();
    let start = text.rfind(['。', '！', '？'])? + '。'.len_utf8();
    let rest = text.get(start..)?.trim_start();
    let start = text.len() - rest.len();
    let (number, length) = numeral::integer_at(rest)?;
    let heading = rest.get(length..)?.strip_prefix('、')?;
    let count = heading.chars().count();
    if !(2..=HEADING).contains(&count)
        || heading.contains(['，', '；', '：', '、'])
        || !heading.ends_with(is_han)
        || !rest.starts_with(|c: char| numeral::is_chinese(c))
    {
        return None;
    }
    let last = doc
        .outline()
        .items
        .iter()
        .rfind(|item| item.mark == Mark::Label(LabelStyle::Han))?;
    let follows = last.block < block && last.number.map(u64::from) == number.checked_sub(1);
    let at = found.range.start + start;
    let label = at..at + length + '、'.len_utf8();
    follows.then(|| (label, last.label.clone()))
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
