//! Headings that have lost the line end before them and are at the end of a paragraph.

use crate::{
    document::{Document, Ordinal, OrdinalStyle},
    language::han::{count_han, is_closing, is_han, is_terminal},
    reading::outline::{Item, Mark, Outline},
};

/// How many Han characters a heading has.
const LENGTH: std::ops::RangeInclusive<usize> = 2..=30;
/// How many items back and ahead its siblings are looked for.
const REACH: usize = 200;

/// The ordinal of the heading that block `index` ends with, where it is the one that the headings
/// before and behind lack: 「……加以改进。二、2025年工作安排」.
pub fn heading(doc: &Document, outline: &Outline, index: usize) -> Option<Ordinal> {
    let block = doc.blocks.get(index).filter(|block| block.is_prose())?;
    let text = doc.block_text(block);
    let stop = text
        .char_indices()
        .rev()
        .take(2 * LENGTH.end())
        .find(|&(_, c)| is_terminal(c) && !matches!(c, ';' | '；'))?;
    let rest = &text[stop.0 + stop.1.len_utf8()..];
    let body = rest.trim_start_matches(|c: char| c.is_whitespace() || is_closing(c));
    let start = block.range.end - body.len();
    let label = Ordinal::read(body, start)?;
    if !matches!(label.style, OrdinalStyle::Han | OrdinalStyle::HanBracket) {
        return None;
    }
    let title = doc.text.get(label.range.end..block.range.end)?;
    if !LENGTH.contains(&count_han(title))
        || !title.ends_with(|c: char| is_han(c) || is_closing(c))
        || title.matches(['，', ',']).count() > 1
    {
        return None;
    }
    let mark = Mark::Label(label.style);
    let items = &outline.items;
    let next = items.partition_point(|item| item.block <= index);
    let same = |item: &&Item| item.mark == mark;
    let number = |item: &Item| item.number;
    let before = items[..next].iter().rev().take(REACH).find(same);
    let behind = items[next..].iter().take(REACH).find(same).and_then(number);
    let fits = match before {
        // 「二、」 has come before; a list that is in one paragraph has its own numbers.
        Some(item) => item.number.map(|number| number + 1) == Some(label.number),
        None => label.number == 1 && behind == Some(2),
    };
    (fits && behind.is_none_or(|behind| behind != label.number)).then_some(label)
}
