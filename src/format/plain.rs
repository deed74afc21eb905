//! Plain text: one block a line.
//!
//! Drafts that were converted by some tool often keep the `#` of Markdown headings in .txt files;
//! these are read as headings too.

use std::{ops::Range, sync::Arc};

use super::Format;
use crate::{
    document::{Block, Kind, Label, LabelStyle, Map, Meta},
    source::Source,
    text::han::{count_han, is_closing, is_terminal},
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
            blocks.push(block(&text, range, blank));
            blank = false;
        }
        refine(&text, &mut blocks);
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

/// The longest heading, in characters.
const HEADING: usize = 60;

fn block(text: &str, range: Range<usize>, after_blank: bool) -> Block {
    let line = &text[range.clone()];
    let marks = line.chars().take_while(|&c| c == '#').count();
    if (1..=6).contains(&marks) && line[marks..].starts_with([' ', '\u{3000}']) {
        let content = line[marks..].trim_start();
        let start = range.end - content.len();
        let label = Label::read(content, start);
        return Block {
            kind: Kind::Heading { depth: marks as u8 },
            range: start..range.end,
            label,
            after_blank,
        };
    }
    let label = Label::read(line, range.start);
    Block {
        kind: kind(line, label.as_ref(), range.start),
        range,
        label,
        after_blank,
    }
}

fn kind(line: &str, label: Option<&Label>, start: usize) -> Kind {
    let characters = line.chars().take(HEADING + 1).count();
    let last = line.chars().next_back().unwrap_or(' ');
    if let Some(label) = label {
        let body = &line[label.range.end - start..];
        let one_sentence = !body
            .trim_end_matches(is_terminal)
            .contains(|c| matches!(c, '。' | '！' | '？' | '；' | ';'));
        let ended = body.ends_with(is_terminal);
        let outline = matches!(
            label.style,
            LabelStyle::Part
                | LabelStyle::Chapter
                | LabelStyle::Section
                | LabelStyle::Han
                | LabelStyle::HanBracket
        );
        let short = characters
            <= if ended || !outline {
                HEADING / 2
            } else {
                HEADING
            };
        return if one_sentence
            && short
            && label.style != LabelStyle::Article
            && (outline || !ended)
            && !ends_open(last)
        {
            Kind::Heading { depth: 0 }
        } else {
            Kind::Paragraph
        };
    }
    if characters > HEADING {
        return Kind::Paragraph;
    }
    if line.starts_with("——")
        || line.starts_with("──")
        || line.starts_with(['（', '(']) && line.contains('年') && !line.contains('。')
    {
        return Kind::Meta(Meta::DateLine);
    }
    if matches!(last, '：' | ':') && !line.contains(['。', '，', ',']) && characters <= 30 {
        return Kind::Meta(Meta::Salutation);
    }
    if is_terminal(last)
        || is_closing(last) && line.contains('。')
        || ends_open(last)
        || line.contains('。')
    {
        return Kind::Paragraph;
    }
    Kind::Meta(Meta::Other)
}

/// Whether a line that ends so goes on.
fn ends_open(last: char) -> bool {
    matches!(last, '，' | ',' | '、' | '“' | '（' | '(' | '《')
}

/// Titles, headings without ordinal, bylines: what a line is that its neighbours tell.
fn refine(text: &str, blocks: &mut [Block]) {
    let first_prose = blocks
        .iter()
        .position(Block::is_prose)
        .unwrap_or(blocks.len());
    for index in 0..blocks.len() {
        if blocks[index].kind != Kind::Meta(Meta::Other) {
            continue;
        }
        let line = &text[blocks[index].range.clone()];
        let han = count_han(line);
        let next_is_prose = blocks.get(index + 1).is_some_and(Block::is_prose);
        let previous_ends = index.checked_sub(1).is_none_or(|previous| {
            !blocks[previous].is_prose()
                || text[blocks[previous].range.clone()]
                    .ends_with(|c| is_terminal(c) || is_closing(c))
        });
        blocks[index].kind = if index < first_prose {
            if index == 0 || han >= 4 && index < 4 && matches!(blocks[index - 1].kind, Kind::Title)
            {
                Kind::Title
            } else {
                Kind::Meta(Meta::Other)
            }
        } else if next_is_prose && previous_ends && (4..=40).contains(&han) {
            Kind::Heading { depth: 0 }
        } else if next_is_prose || !previous_ends {
            Kind::Paragraph
        } else {
            Kind::Meta(Meta::Other)
        };
    }
}
