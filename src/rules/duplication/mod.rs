//! What the rules on repeats share.

pub(crate) mod adjacent;
pub(crate) mod by_design;
pub(crate) mod doubled;
mod duplicate_paragraph;
mod near_duplicate_paragraph;
mod repeated_passage;
mod repeated_word;

use crate::{reading::Draft, rules::Build};

/// The checks of this category, by the names of their pages.
pub(super) const CHECKS: &[(&str, Build)] = &[
    ("duplicate-paragraph", duplicate_paragraph::new),
    ("near-duplicate-paragraph", near_duplicate_paragraph::new),
    ("repeated-passage", repeated_passage::new),
    ("repeated-word", repeated_word::new),
];

/// What notes on who does a task begin with; plans repeat them under each task.
const NOTES: [&str; 14] = [
    "责任",
    "牵头",
    "配合",
    "主办",
    "承办",
    "协办",
    "会办",
    "完成时",
    "参加单位",
    "分管",
    "联系人",
    "联系电话",
    "責任",
    "主辦",
];
/// How far back the beginning of a note is looked for, in bytes.
const REACH: usize = 600;

/// Whether `offset` is in a note on who does a task: 「（责任单位：市财政局、各县区政府）」.
pub(super) fn is_note(doc: &Draft, offset: usize) -> bool {
    let Some(block) = doc.block_at(offset) else {
        return false;
    };
    let block = &doc.blocks[block].range;
    let from = doc
        .text
        .floor_char_boundary(offset.saturating_sub(REACH))
        .max(block.start);
    let before = &doc.text[from..offset.max(from)];
    let opening = ['（', '(', '【', '['];
    let start = match before.rfind(opening) {
        Some(open) if !before[open..].contains(['）', ')', '】', ']']) => from + open,
        _ if from == block.start => from,
        _ => return false,
    };
    let note = doc.text[start..block.end.max(start)].trim_start_matches(opening);
    NOTES.iter().any(|word| note.starts_with(word))
}
