//! Sentences as rows of figures: which words lead to each number, what parts it from the one
//! before, how deep in brackets it is.

use std::ops::Range;

use crate::{
    document::{Document, Kind, Meta},
    language::han::{is_closing, is_opening},
    reading::figures::quantity::{Quantity, among, may_count},
    scan::{
        sentences::{sentences_of, trimmed},
        signs::{self, Sign},
    },
};

/// A number in its sentence.
#[derive(Debug, Clone)]
pub struct Figure {
    /// The number.
    pub quantity: Quantity,
    /// The words between it and the mark, or the number, before it.
    pub lead: Range<usize>,
    /// `lead` without white space around it.
    label: Range<usize>,
    /// The mark before `lead`: ，、；：（ and the like; `\0` after another number or at the beginning.
    pub mark: char,
    /// How many brackets are open around it.
    pub depth: usize,
}

/// A sentence with numbers.
#[derive(Debug, Clone)]
pub struct Statement {
    /// The index of its block.
    pub block: usize,
    /// The sentence.
    pub range: Range<usize>,
    /// Its numbers, in order.
    pub figures: Vec<Figure>,
}

/// This many numbers in one block,
const MANY: usize = 1000;
/// with no more than this many bytes to each, are data and no prose.
const CLOSE: usize = 6;

/// The numbers of a document.
#[derive(Debug, Clone, Default)]
pub struct Quantities {
    /// The sentences that have any, in order.
    pub statements: Vec<Statement>,
}

impl Quantities {
    /// Reads the prose, the headings and the lines around them; tables are read apart.
    pub fn read(doc: &Document) -> Self {
        let mut statements = Vec::new();
        let mut numerals = &doc.scan().numerals[..];
        let mut counting: Vec<Range<usize>> = Vec::new();
        let mut found: Vec<Quantity> = Vec::new();
        for (index, block) in doc.blocks.iter().enumerate() {
            counting.clear();
            while let Some((numeral, rest)) = numerals.split_first()
                && numeral.range.start < block.range.end
            {
                numerals = rest;
                if numeral.range.start >= block.range.start && may_count(&doc.text, numeral) {
                    counting.push(numeral.range.clone());
                }
            }
            let read = block.is_prose()
                || block.is_heading()
                || block.kind == Kind::Meta(Meta::Other)
                || block.kind == Kind::Meta(Meta::Salutation);
            // Most blocks count nothing, and need not be cut into sentences. One that is hardly more than
            // numbers is data, of which each would take as much memory as a page of text.
            let is_data = counting.len() > MANY && counting.len() * CLOSE > block.range.len();
            if !read || counting.is_empty() || is_data {
                continue;
            }
            let mut rest = &counting[..];
            let signs = &doc.signs()[signs::within(doc.signs(), &block.range)];
            for range in sentences_of(&doc.text, signs, block.range.clone()) {
                let (here, behind) =
                    rest.split_at(rest.partition_point(|run| run.start < range.end));
                rest = behind;
                if here.is_empty() {
                    continue;
                }
                among(&doc.text, &range, here, &mut found);
                if !found.is_empty() {
                    statements.push(Statement {
                        block: index,
                        figures: figures(&doc.text, signs, &range, found.drain(..)),
                        range,
                    });
                }
                if rest.is_empty() {
                    break;
                }
            }
        }
        Self { statements }
    }
}

/// Marks that part one figure's words from another's.
pub fn is_mark(c: char) -> bool {
    matches!(
        c,
        '，' | ',' | '、' | '；' | ';' | '：' | ':' | '（' | '(' | '）' | ')' | '。' | '〔' | '〕'
    )
}

/// The figures of the sentence at `range`, whose block has these `signs`.
fn figures(
    text: &str,
    signs: &[Sign],
    range: &Range<usize>,
    found: impl ExactSizeIterator<Item = Quantity>,
) -> Vec<Figure> {
    let mut out = Vec::with_capacity(found.len());
    let mut at = range.start;
    let mut depth = 0usize;
    let before = signs.partition_point(|sign| sign.at < range.start);
    let mut signs = signs.iter().skip(before).peekable();
    for quantity in found {
        let mut mark = '\0';
        let mut lead = at;
        while let Some(sign) = signs.next_if(|sign| sign.at < quantity.range.start) {
            // Those within the number before part nothing.
            if sign.at < at {
                continue;
            }
            if is_mark(sign.c) {
                mark = sign.c;
                lead = sign.end();
            }
            match sign.c {
                '（' | '(' | '〔' | '【' => depth += 1,
                '）' | ')' | '〕' | '】' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        at = quantity.range.end;
        out.push(Figure {
            lead: lead..quantity.range.start,
            label: trimmed(text, lead..quantity.range.start),
            quantity,
            mark,
            depth,
        });
    }
    out
}

impl Figure {
    /// Whether it goes on a list with no words of its own: 481家 in 「771家、481家」, 「12项和44项」.
    pub fn is_listed(&self, text: &str) -> bool {
        match self.mark {
            '、' => self.label(text).is_empty(),
            '\0' => matches!(self.label(text), "和" | "及" | "与"),
            _ => false,
        }
    }

    /// The words that lead to it.
    pub fn label<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.label.clone()).unwrap_or_default()
    }

    /// The words between it and the next mark.
    pub fn tail<'a>(&self, text: &'a str, sentence: &Range<usize>) -> &'a str {
        let rest = text
            .get(self.quantity.range.end..sentence.end)
            .unwrap_or_default();
        let end = rest.find(is_mark).unwrap_or(rest.len());
        rest.get(..end).unwrap_or_default()
    }
}

/// The items of a list in `text[range]`: cut at 、 outside quotes and brackets, or at ； where
/// it is there, the last joint being 和, 以及 or 及 only where `、` is used before.
pub fn split_list(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let by_semicolon = cut(text, range.clone(), |c| matches!(c, '；' | ';'));
    if by_semicolon == [range.clone()] {
        cut(text, range, |c| c == '、')
    } else {
        by_semicolon
    }
}

/// `text[range]` cut at marks outside quotes and brackets; empty items are left out.
pub fn cut(text: &str, range: Range<usize>, at_mark: impl Fn(char) -> bool) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut depth = 0usize;
    let mut start = range.start;
    for (position, c) in text.get(range.clone()).unwrap_or_default().char_indices() {
        if is_opening(c) {
            depth += 1;
        } else if is_closing(c) {
            depth = depth.saturating_sub(1);
        } else if depth == 0 && at_mark(c) {
            out.push(start..range.start + position);
            start = range.start + position + c.len_utf8();
        }
    }
    out.push(start..range.end);
    out.retain(|item| {
        text.get(item.clone())
            .is_some_and(|item| !item.trim().is_empty())
    });
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{reading::figures::quantity::quantities, scan::Scan};

    #[test]
    fn figures_know_their_words() {
        let text = "收到提案286件，其中集体提案74件（含补交2件）、委员提案212件。";
        let range = 0..text.len();
        let found = quantities(text, range.clone()).into_iter();
        let found = figures(text, &Scan::read(text).signs.all, &range, found);
        let labels: Vec<&str> = found.iter().map(|figure| figure.label(text)).collect();
        assert_eq!(labels, ["收到提案", "其中集体提案", "含补交", "委员提案"]);
        assert_eq!(found[2].depth, 1);
        assert_eq!(found[3].depth, 0);
    }

    #[test]
    fn quotes_and_brackets_are_one_item() {
        let text = "“甲、乙”工程、丙（丁、戊）、己";
        assert_eq!(split_list(text, 0..text.len()).len(), 3);
    }
}
