//! Plain text: one block a line.
//!
//! Drafts that were converted by some tool often keep the `#` of Markdown headings in .txt files;
//! these are read as headings too.

mod kind;

use std::{ops::Range, sync::Arc};

use super::Format;
use crate::{
    document::{Block, Map},
    source::Source,
};

pub(super) struct Plain;

impl Format for Plain {
    fn extensions(&self) -> &'static [&'static str] {
        &["txt", "text"]
    }

    fn read(&self, source: &Source) -> (Arc<str>, Map, Vec<Block>) {
        let text = Arc::clone(&source.text);
        let mut blocks = Vec::new();
        let mut blank = false;
        for line in lines(&text) {
            let Some(range) = trimmed(&text, line) else {
                blank = true;
                continue;
            };
            blocks.push(kind::block(&text, range, blank));
            blank = false;
        }
        kind::refine(&text, &mut blocks);
        (text, Map::identity(), blocks)
    }
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
        at = end + 1;
        Some(line)
    })
}

fn trimmed(text: &str, line: Range<usize>) -> Option<Range<usize>> {
    let whole = &text[line.clone()];
    let content = whole.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if content.is_empty() {
        return None;
    }
    let start = line.start + (content.as_ptr() as usize - whole.as_ptr() as usize);
    Some(start..start + content.len())
}
