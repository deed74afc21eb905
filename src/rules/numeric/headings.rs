//! A heading that counts what is below it: 「打好三个攻坚」 with four headings of 攻坚.

use std::ops::Range;

use super::listed::miscounted_run;
use crate::{
    document::Block,
    document::Kind,
    language::han::{is_han, is_terminal},
    reading::Draft,
    reading::{
        figures::quantity::Quantity,
        lists::slogan::GENERAL,
        outline::{Mark, inline_ordinals::OrdinalRun},
    },
    rules::Findings,
};

/// Words between the number and what is counted.
const QUALITIES: [&str; 8] = [
    "专项", "重点", "重大", "主要", "核心", "关键", "具体", "特色",
];

/// How many of the lines before the first heading are looked at for the title.
const TITLE_LINES: usize = 6;

/// How many numbers of a heading are looked at.
const MOST_FIGURES: usize = 12;

/// No heading miscounts by more.
const FURTHEST: usize = 3;

/// Compares the members of `run` with the number in the heading, or title, that they are under.
/// Only where each member names what is counted is it certain that these are the things meant.
pub(crate) fn check_heading(
    doc: &Draft,
    run: &OrdinalRun,
    promised: impl Fn(&Quantity) -> Option<usize>,
    out: &mut Findings,
) {
    let text = &*doc.text;
    let Some(first) = run.members.first() else {
        return;
    };
    let statements = &doc.quantities().statements;
    let own = doc.block_at(first.range.start);
    let above = own.map_or(0..0, |block| block.saturating_sub(1)..block + 1);
    let above = above.filter(|&block| doc.blocks.get(block).is_some_and(Block::is_prose));
    for block in headings(doc, first.range.start).chain(above) {
        let from = statements.partition_point(|statement| statement.block < block);
        let figures = statements
            .get(from..)
            .unwrap_or_default()
            .iter()
            .take_while(|statement| statement.block == block)
            .flat_map(|statement| &statement.figures)
            .take(MOST_FIGURES)
            .take_while(|figure| figure.quantity.range.end <= first.range.start);
        for figure in figures {
            let place = &figure.quantity.range;
            let Some(promised) = promised(&figure.quantity) else {
                continue;
            };
            let stated = text.get(place.clone()).unwrap_or_default();
            let counted = heads(text, place.end).into_iter().flatten().any(|head| {
                (0..run.members.len()).all(|at| {
                    let clause = clause(doc, run, at);
                    clause.contains(head) && !clause.contains(stated)
                })
            });
            if !counted {
                continue;
            }
            let count = run.members.len();
            if count == promised {
                out.verify();
            } else if run.broken || count.abs_diff(promised) > FURTHEST {
                out.silent(first.range.clone(), "silent-numbering", &[]);
            } else {
                out.report(miscounted_run(text, place, run));
            }
            return;
        }
    }
}

/// The blocks whose number a list at `offset` may answer: the heading above it, or the title.
fn headings(doc: &Draft, offset: usize) -> Range<usize> {
    let outline = doc.outline();
    let Some(block) = doc.block_at(offset) else {
        return 0..0;
    };
    let item = outline
        .at(doc, offset)
        .and_then(|at| outline.items.get(at).map(|item| (at, item)));
    let above = match item {
        // The list itself is a list of headings or items.
        Some((_, item)) if item.block == block && item.label.start == offset => item.parent,
        Some((at, _)) => Some(at),
        None => None,
    };
    match above.and_then(|above| outline.items.get(above)) {
        Some(item) if item.mark != Mark::Title => item.block..item.block + 1,
        _ => {
            let prose = doc
                .blocks
                .iter()
                .take(TITLE_LINES.min(block))
                .take_while(|block| {
                    matches!(
                        block.kind,
                        Kind::Title | Kind::Meta(_) | Kind::Heading { .. }
                    )
                })
                .count();
            0..prose
        }
    }
}

/// What the number that ends at `at` may count: 行动 in 三大行动, 三大专项行动, “三项提升行动”.
fn heads(text: &str, at: usize) -> [Option<&str>; 2] {
    /// The longest name of what is counted, in characters.
    const LONGEST: usize = 8;
    let rest = text.get(at..).unwrap_or_default();
    let end = rest
        .char_indices()
        .take(LONGEST + 1)
        .find(|&(_, c)| !is_han(c));
    let words = rest
        .get(..end.map_or(rest.len(), |(end, _)| end))
        .unwrap_or_default();
    let quoted = end.is_some_and(|(_, c)| matches!(c, '”' | '」'));
    let named = QUALITIES
        .iter()
        .find_map(|word| words.strip_prefix(word))
        .unwrap_or(words);
    let first = named
        .char_indices()
        .nth(1)
        .and_then(|(at, c)| named.get(..at + c.len_utf8()));
    let last = quoted
        .then(|| words.char_indices().rev().nth(1))
        .flatten()
        .and_then(|(from, _)| words.get(from..));
    [first, last].map(|head| head.filter(|head| !GENERAL.contains(head)))
}

/// The first clause of member `at`, behind its ordinal.
fn clause<'a>(doc: &'a Draft, run: &OrdinalRun, at: usize) -> &'a str {
    /// The longest clause, in bytes.
    const LONGEST: usize = 240;
    let Some(member) = run.members.get(at) else {
        return "";
    };
    let from = member.range.end;
    let mut end = run
        .members
        .get(at + 1)
        .map_or(doc.text.len(), |next| next.range.start)
        .min(from + LONGEST);
    while !doc.text.is_char_boundary(end) {
        end -= 1;
    }
    let rest = doc.text.get(from..end).unwrap_or_default();
    let rest = rest.trim_start_matches(['、', '，', '.', '．', ' ', '\u{3000}']);
    let stop = rest
        .find(|c| is_terminal(c) || matches!(c, '，' | ',' | '：' | ':' | '\n'))
        .unwrap_or(rest.len());
    rest.get(..stop).unwrap_or_default()
}
