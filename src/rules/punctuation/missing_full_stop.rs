//! Paragraphs and sentences without an end mark.

use std::{cell::LazyCell, collections::BTreeSet};

use crate::{
    document::{Block, Kind},
    language::han::{ends_with_stop, is_closing, is_han, is_terminal},
    reading::Draft,
    reading::breaks::BreakKind,
    rules::{Check, Finding, Findings, Safety, Settings},
};

pub(crate) fn new(settings: &Settings<'_>) -> Box<dyn Check> {
    Box::new(FullStops {
        starters: settings.data("starters"),
    })
}

struct FullStops {
    /// Words that begin a sentence and cannot follow a percentage within one.
    starters: Vec<String>,
}

/// The shortest paragraph that is judged, in bytes.
const LONG: usize = 90;
/// How many of ten long paragraphs must end well for one that does not to stand out.
const USUAL: usize = 8;

impl Check for FullStops {
    fn check(&self, doc: &Draft, out: &mut Findings) {
        paragraphs(doc, out);
        for numeral in &doc.scan().numerals {
            let at = numeral.range.end;
            if !matches!(numeral.behind, '%' | '％' | '‰')
                || !doc.text[..at].ends_with(|c: char| c.is_ascii_digit())
            {
                continue;
            }
            let percent = at + numeral.behind.len_utf8();
            let rest = &doc.text[percent..];
            if let Some(starter) = self.starters.iter().find(|word| rest.starts_with(&***word)) {
                let end = percent + starter.len();
                out.report(
                    Finding::new(at..end)
                        .message("run-together")
                        .arg("found", &doc.text[at..end])
                        .fix(Safety::Unsafe, "fix", percent..percent, "。"),
                );
            }
        }
    }
}

fn paragraphs(doc: &Draft, out: &mut Findings) {
    let mut ended = 0;
    let mut bare = Vec::new();
    for (index, block) in doc.blocks.iter().enumerate() {
        if is_body(doc, block) {
            match ends(doc.block_text(block)) {
                true => ended += 1,
                false => bare.push(index),
            }
        }
    }
    if ended * 10 < (ended + bare.len()) * USUAL || ended == 0 {
        return;
    }
    out.verified += ended;
    // Most drafts are done with before this is asked.
    let broken = LazyCell::new(|| -> BTreeSet<usize> {
        let breaks = doc.breaks().breaks.iter();
        breaks
            .filter_map(|found| match found.kind {
                BreakKind::Split { first, .. } | BreakKind::Misplaced { first, .. } => Some(first),
                BreakKind::Unfinished { block } => Some(block),
                BreakKind::Orphan { .. } => None,
            })
            .collect()
    });
    for index in bare {
        let block = &doc.blocks[index];
        let text = doc.block_text(block);
        let Some(last) = text.char_indices().next_back() else {
            continue;
        };
        // Where the text goes on, or stops at a mark within a sentence, it is cut or split: the
        // rules of completeness have it.
        let closed = doc.blocks.get(index + 1).is_none_or(|next| {
            next.is_heading() || next.label.is_some() || next.kind == Kind::Code
        });
        let spoken =
            is_han(last.1) || last.1.is_ascii_digit() || matches!(last.1, '%' | '％' | '”' | '》');
        if !closed || !spoken || broken.contains(&index) {
            out.silent(block.range.end..block.range.end, "goes-on", &[]);
            continue;
        }
        let at = block.range.start + last.0;
        out.report(
            Finding::new(at..block.range.end)
                .arg("line", doc.line(at))
                .fix(
                    Safety::Unsafe,
                    "fix",
                    block.range.end..block.range.end,
                    "。",
                ),
        );
    }
}

/// Whether `block` is a paragraph of whole sentences.
fn is_body(doc: &Draft, block: &Block) -> bool {
    let text = doc.block_text(block);
    matches!(block.kind, Kind::Paragraph | Kind::ListItem)
        && text.len() >= LONG
        && (ends_with_stop(text) || text.contains('。'))
}

/// Whether `text` ends with an end mark, or with a bracket after one: 「……。（2011年删除）」.
fn ends(text: &str) -> bool {
    // Nearly all do.
    if ends_with_stop(text) {
        return true;
    }
    let bare = text.trim_end_matches(|c: char| is_closing(c) || c.is_whitespace());
    if bare.ends_with(|c| is_terminal(c) || matches!(c, '：' | ':' | '—')) {
        return true;
    }
    bare.len() < text.len()
        && text
            .rfind(['（', '('])
            .is_some_and(|open| text[..open].trim_end().ends_with(is_terminal))
}
