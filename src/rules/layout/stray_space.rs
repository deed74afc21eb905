//! Spaces between Han characters inside a sentence.

use std::ops::Range;

use crate::{
    document::{Block, Kind},
    language::{beginnings::first_han, endings::last_han, han::is_han, segmenter},
    reading::Draft,
    rules::{Check, Finding, Findings, Safety, Settings},
    scan::signs::before,
};

pub(crate) fn new(_: &Settings<'_>) -> Box<dyn Check> {
    Box::new(check)
}

/// Shorter lines are headings, names, slogans, in bytes.
const SENTENCE: usize = 90;
/// This many places are one habit.
const HABIT: usize = 4;
/// This many spaces without a mark between make a list.
const LIST: usize = 3;

fn check(doc: &Draft, out: &mut Findings) {
    let mut places = Vec::new();
    for block in spaced(doc) {
        if !matches!(block.kind, Kind::Paragraph | Kind::ListItem) || block.range.len() < SENTENCE {
            continue;
        }
        paragraph(&doc.text, body(block)..block.range.end, &mut places);
    }
    // A space within a word is surely a slip; between words it may be a title's, or keep names apart.
    let safety = match places.iter().all(|place| cuts_word(&doc.text, place)) {
        true => Safety::Safe,
        false => Safety::Unsafe,
    };
    let habit = places.len() >= HABIT;
    let mut fix: Option<Finding> = None;
    let count = places.len();
    for place in &places {
        let finding = match fix.take() {
            Some(finding) => finding,
            None => start(doc, place),
        };
        let finding = finding.fix(safety, "delete", place.clone(), "");
        if habit {
            fix = Some(finding);
        } else {
            out.report(finding);
        }
    }
    if let Some(finding) = fix {
        out.report(
            finding
                .message("many")
                .arg("count", count)
                .occurrences(places),
        );
    }
}

/// Whether the space at `place` is within a word.
fn cuts_word(text: &str, place: &Range<usize>) -> bool {
    /// How much on either side is read, in characters.
    const WINDOW: usize = 6;
    let left = last_han(&text[..place.start], WINDOW);
    let right = first_han(&text[place.end..], WINDOW);
    segmenter::across(left, right).is_some()
        && segmenter::cut(left)
            .last()
            .is_some_and(|(_, word)| word.chars().count() == 1)
}

fn start(doc: &Draft, place: &Range<usize>) -> Finding {
    let before = doc.text[..place.start].chars().rev().take(2);
    let before: String = before.collect::<Vec<_>>().into_iter().rev().collect();
    let after: String = doc.text[place.end..].chars().take(2).collect();
    Finding::new(place.clone())
        .arg("before", before)
        .arg("after", after)
}

/// What is between characters unseen.
const SPACES: [&str; 3] = [" ", "\u{3000}", "\u{a0}"];

/// The blocks with a space between Han characters; most have none.
fn spaced(doc: &Draft) -> impl Iterator<Item = &Block> {
    let text = &*doc.text;
    let between = |at: usize| {
        before(text, at).is_some_and(is_han)
            && text[at..]
                .trim_start_matches([' ', '\u{3000}', '\u{a0}'])
                .starts_with(is_han)
    };
    let spaces = SPACES.iter().flat_map(|space| doc.find(space));
    let mut blocks: Vec<usize> = spaces
        .filter_map(|at| {
            let block = doc.block_at(at)?;
            (body(&doc.blocks[block]) < at && between(at)).then_some(block)
        })
        .collect();
    blocks.sort_unstable();
    blocks.dedup();
    blocks.into_iter().map(|block| &doc.blocks[block])
}

/// Where the text of `block` begins behind its label.
fn body(block: &Block) -> usize {
    block
        .label
        .as_ref()
        .map_or(block.range.start, |label| label.range.end)
}

/// The stray spaces of one paragraph.
fn paragraph(text: &str, range: Range<usize>, places: &mut Vec<Range<usize>>) {
    let Some(body) = text.get(range.clone()) else {
        return;
    };
    // How many quotation and title marks are open; a slogan inside has its own spaces.
    let mut quoted = 0usize;
    // Han characters since the last space or mark, and the spaces waiting for what follows them.
    let mut word = 0usize;
    let mut clause: Vec<Range<usize>> = Vec::new();
    let mut space: Option<(usize, usize)> = None;
    let mut flush = |clause: &mut Vec<Range<usize>>| {
        if clause.len() < LIST {
            places.append(clause);
        }
        clause.clear();
    };
    let mut waiting: Option<Range<usize>> = None;
    for (at, c) in body.char_indices() {
        let at = range.start + at;
        if matches!(c, ' ' | '\u{3000}' | '\u{a0}') {
            // Several in a row are one gap.
            if space.is_none() {
                if word < 2 {
                    waiting = None;
                }
                space = Some((at, word));
                word = 0;
            }
            continue;
        }
        if is_han(c) {
            if let Some((start, before)) = space.take() {
                clause.extend(waiting.take());
                // 「王　芳」 is a name, so a single character on either side is left alone; a wide gap
                // parts columns, or honours whom it is before.
                let wide = text[start..at].contains(['\u{3000}', '\t']) || at - start > 1;
                if before >= 2 && quoted == 0 && !wide {
                    waiting = Some(start..at);
                }
                word = 0;
            }
            word += 1;
            continue;
        }
        if word >= 2 {
            clause.extend(waiting.take());
        }
        waiting = None;
        space = None;
        word = 0;
        match c {
            '“' | '《' | '‘' | '「' => quoted += 1,
            '”' | '》' | '’' | '」' => quoted = quoted.saturating_sub(1),
            _ => {}
        }
        flush(&mut clause);
    }
    if word >= 2 {
        clause.extend(waiting);
    }
    flush(&mut clause);
}
