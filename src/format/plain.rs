//! Plain text: one block a line; where lines are hard-wrapped, one block a paragraph.
//!
//! Drafts that were converted by some tool often keep the `#` of Markdown headings in .txt files;
//! these are read as headings too.

mod kind;
mod wrap;

use std::{ops::Range, sync::Arc};

use super::Format;
use crate::{
    document::{Block, Map, MapBuilder},
    source::Source,
};

pub(super) struct Plain;

impl Format for Plain {
    fn extensions(&self) -> &'static [&'static str] {
        &["txt", "text"]
    }

    fn read(&self, source: &Source) -> (Arc<str>, Map, Vec<Block>) {
        let lines: Vec<wrap::Line> = lines(&source.text)
            .map(|whole| {
                let content = trimmed(&source.text, &whole);
                wrap::Line::new(&source.text, &whole, content)
            })
            .collect();
        let joined = wrap::joined(&source.text, &lines);
        let (text, map, ranges) = if joined.iter().any(|&joined| joined) {
            join(&source.text, &lines, &joined)
        } else {
            let ranges = lines.into_iter().map(|line| line.range).collect();
            (Arc::clone(&source.text), Map::identity(), ranges)
        };
        let mut blocks = Vec::new();
        let mut blank = false;
        for range in ranges {
            if range.is_empty() {
                blank = true;
                continue;
            }
            blocks.push(kind::block(&text, range, blank));
            blank = false;
        }
        kind::refine(&text, &mut blocks);
        (text, map, blocks)
    }
}

/// The prose of hard-wrapped lines, each paragraph on one line, and where the paragraphs stand in it.
fn join(text: &str, lines: &[wrap::Line], joined: &[bool]) -> (Arc<str>, Map, Vec<Range<usize>>) {
    let mut out = MapBuilder::default();
    let mut ranges = Vec::new();
    let mut start = 0;
    for (index, line) in lines.iter().enumerate() {
        let content = &text[line.range.clone()];
        if !content.is_empty() {
            out.push(content, line.range.clone());
        }
        let next = lines.get(index + 1);
        if let Some(next) = next.filter(|_| joined.get(index).copied().unwrap_or(false)) {
            if wrap::space_between(content, &text[next.range.clone()]) {
                out.push(" ", line.range.end..next.range.start);
            }
        } else {
            ranges.push(start..out.len());
            out.end_line();
            start = out.len();
        }
    }
    let (text, map) = out.finish();
    (text, map, ranges)
}

/// The lines of `text` without their ends.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        if at >= bytes.len() {
            return None;
        }
        let end =
            memchr::memchr2(b'\n', b'\r', &bytes[at..]).map_or(bytes.len(), |length| at + length);
        let line = at..end;
        at = end + 1 + usize::from(bytes[end..].starts_with(b"\r\n"));
        Some(line)
    })
}

/// The text of `line` without white space around it; empty for a blank line.
fn trimmed(text: &str, line: &Range<usize>) -> Range<usize> {
    let whole = &text[line.clone()];
    let content = whole.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let start = line.start + (content.as_ptr() as usize - whole.as_ptr() as usize);
    start..start + content.len()
}
